"""One character for one: what is unified in every text before anything is read from it.

Text that was taken out of a PDF holds radicals where ideographs are meant (町⺠課), what macOS saved holds
letters and their marks apart (NFD), and both hold characters that nobody sees. They are prints of the same
characters, so `unify` makes them the same; the print stays beside the reading where the two differ.

The tables are data, in `tables/`; its README names their sources. `tools/make_characters.py` makes them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import resources

LOST = "\ufffd"
"""What text extraction writes for a character that it could not read."""

_HYPHENATION_POINT = {"\u2027": "\u30fb"}  # fonts of Japan print the katakana middle dot so


@cache
def table(name: str) -> list[list[str]]:
    """Return the rows of a table of characters, without its head."""
    text = (resources.files(__package__) / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))[1:]


_IGNORABLE = "".join(f"{chr(int(first, 16))}-{chr(int(last, 16))}" for first, last in table("ignorables"))
STANDS_FOR = {row[0]: row[1] for row in table("radicals")} | _HYPHENATION_POINT
"""Of each character that is no other print, only another code, the one that it stands for."""
_UNIFIED = str.maketrans(STANDS_FOR)
_TO_DROP = re.compile(f"[{_IGNORABLE}]")
_TO_UNIFY = re.compile(f"[{''.join(STANDS_FOR)}{_IGNORABLE}]")
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_UNREADABLE = re.compile(f"[{LOST}{_PRIVATE}]")
VARIANTS = str.maketrans({variant: usual for variant, usual, _ in table("variants")})
"""For `str.translate`: other forms of a character, as registers and fonts draw it, and its everyday form."""


def unify(text: str) -> str:
    r"""Return a text in unified characters: the text to read, to show and to make IRIs of.

    Radicals become the ideographs that they stand for (Unicode's Equivalent_Unified_Ideograph), letters and
    their marks one character (NFC), U+2027 the middle dot ・; default-ignorable code points go, variation
    selectors among them. Widths, variants such as 髙, and spaces stay: they are the print's own.

    >>> unify("町⺠課 ⻑寿\u00ad社会 か\u3099く")
    '町民課 長寿社会 がく'
    """
    if not text.isascii():
        if _TO_UNIFY.search(text):
            text = _TO_DROP.sub("", text.translate(_UNIFIED))
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
    return text


def unified_places(text: str) -> tuple[str, list[int]]:
    r"""Return a text in unified characters, and where in it each of them begins; last, its length.

    >>> unified_places("か\u3099\u00ad⺠")
    ('が民', [0, 3, 4])
    """
    if unify(text) == text:  # nearly every text that is asked about was unified when its line was made
        return text, list(range(len(text) + 1))
    unified, places = "", []
    for start, cluster in _clusters(text):
        plain = unify(cluster)
        unified += plain
        places += [start] * len(plain)
    return unified, [*places, len(text)]


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a text that unify by themselves, and where they begin."""
    start = 0
    for at, char in enumerate(text):
        if at > start and not _goes_on(char):
            yield start, text[start:at]
            start = at
    if text:
        yield start, text[start:]


def _goes_on(char: str) -> bool:
    """Return whether a character may become one with what stands before it."""
    return (
        unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or _TO_DROP.match(char) is not None
    )


def is_unreadable(text: str) -> bool:
    r"""Return whether a text holds a lost character, or one of private use, of which nobody knows what it is.

    >>> is_unreadable("町\ufffd課"), is_unreadable("\uf06c 道路"), is_unreadable("町民課")
    (True, True, False)
    """
    return not text.isascii() and _UNREADABLE.search(text) is not None


def unreadable_in(text: str) -> list[str]:
    """Return the lost and private characters of a text, in order."""
    return _UNREADABLE.findall(text)
