"""Text that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

_RUNS = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before one that could be.

    >>> neutral("=HYPERLINK(1)"), neutral("1-1 図書館")
    ("'=HYPERLINK(1)", '1-1 図書館')
    """
    return f"'{text}" if _RUNS.match(text) else text


def for_xml(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("�", text)
