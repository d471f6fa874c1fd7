"""What may be a link, wherever one is written: on pages, in catalogues and JSON-LD, and by the pages' scripts.

Documents, plan.yml and graphs are strangers' text: of what they say only addresses of the Web and of mail are links
(``javascript:`` and ``data:`` would run with the site's rights).
"""

from __future__ import annotations

import re

__all__ = ["ADDRESS", "has_other_scheme", "is_address"]

ADDRESS = r'^(?:https?:\/\/|mailto:)[^\s<>"{}|\\^`\u0000-\u0020\u007f]+$'
"""An absolute address, case ignored, as a regular expression that Python and ECMAScript read alike."""
_ADDRESS = re.compile(ADDRESS, re.IGNORECASE)
# WHATWG URL, basic URL parser: controls and spaces at the start, and tabs and line ends anywhere, are dropped first.
_DROPPED = re.compile(r"\A[\x00-\x20]+|[\t\n\r]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Tell whether a text that somebody else wrote may be a link.

    >>> is_address("https://example.jp/計画"), is_address("javascript:alert(1)"), is_address("CC BY 4.0")
    (True, False, False)
    """
    return "\n" not in text and bool(_ADDRESS.match(text))


def has_other_scheme(text: str) -> bool:
    r"""Tell whether a browser takes a text for an address of another scheme than the Web's or mail's.

    >>> has_other_scheme(" java\tscript:alert(1)"), has_other_scheme("町の承諾: 2024年"), has_other_scheme("https://example.jp/")
    (True, False, False)
    """
    found = _SCHEME.match(_DROPPED.sub("", text))
    return found is not None and found[1].lower() not in ("http", "https", "mailto")
