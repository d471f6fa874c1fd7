"""Texts of documents as data: nothing in them is hidden from who reads them, and none is without end."""

from __future__ import annotations

import re
from typing import Any

LONGEST = 2_000
"""Characters of one text; the longest description of the real plans has 1,100."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What shows no sign and so could say to a program what no person sees. Variation selectors, which names need, stay."""


def plain(value: Any) -> Any:
    """Return JSON whose texts hold nothing unseen and are of bounded length.

    >>> plain({"label": chr(0x200B) + "町"})
    {'label': '[U+200B]町'}
    """
    if isinstance(value, str):
        text = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
        return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
