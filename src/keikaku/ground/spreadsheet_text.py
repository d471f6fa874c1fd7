"""Text that a spreadsheet shows and never runs: the one home of it for every CSV and XLSX file that is written.

Numbers that the data hold as numbers go as they are. The SPARQL endpoint's own results are not files for
spreadsheets: a program reads them and must find the very value (docs/endpoints.md).
"""

from __future__ import annotations

import re

_RUNS = frozenset("=+-@＝＋－＠\t\r\n")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def could_run(text: str) -> bool:
    """Tell whether a spreadsheet may take a text for a formula (OWASP, CSV injection; full-width signs count)."""
    return text[:1] in _RUNS


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before one that could be.

    >>> neutral("=HYPERLINK(1)"), neutral("1-1 図書館")
    ("'=HYPERLINK(1)", '1-1 図書館')
    """
    return f"'{text}" if text[:1] in _RUNS else text


def for_xml(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("�", text)
