"""The folding of :func:`keikaku.ground.text.folding.key` as tables, so that a browser folds what is typed just as we do.

``key`` normalises (NFKC), folds case, normalises again, replaces or drops single characters, and normalises once
more. A browser normalises by itself, and drops what is of private use; the two steps in between are tables here, taken from ``key`` itself.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import cache

from keikaku.ground.text.folding import key

_BLOCK = 256
_RANGES = (range(0x30000), range(0xE0000, 0xE1000))  # elsewhere is nothing that folding changes


def _characters() -> Iterator[str]:
    """Yield the characters that folding may change: those of blocks that are not what they were when folded."""
    for start in (start for codes in _RANGES for start in codes[::_BLOCK]):
        block = [chr(code) for code in range(start, start + _BLOCK) if not 0xD800 <= code <= 0xDFFF]
        if key("".join(block)) != "".join(block):
            yield from block


@cache
def folding_tables() -> dict[str, dict[str, str]]:
    """Return what each character becomes: ``case`` in folding case, ``last`` in the step after it.

    A character that stands in neither table stays as it is. What normalising or folding case changes never
    reaches the second step, so ``last`` says nothing of it.
    """
    case: dict[str, str] = {}
    last: dict[str, str] = {}
    for char in _characters():
        if unicodedata.normalize("NFKC", char) != char or unicodedata.category(char) == "Co":
            continue
        folded = char.casefold()
        if folded != char:
            case[char] = folded
        elif key(char) != char:
            last[char] = key(char)
    return {"case": case, "last": last}


def folding_json() -> bytes:
    """Return the tables as JSON: of each what becomes one character, as a string of both in turn, and the rest."""
    told = {}
    for name, table in folding_tables().items():
        ones = {old: new for old, new in table.items() if len(new) == 1}
        pairs = "".join(old + new for old, new in sorted(ones.items()))
        told[name] = [pairs, {old: new for old, new in table.items() if old not in ones}]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
