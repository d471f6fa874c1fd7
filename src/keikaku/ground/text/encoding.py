"""Which encoding the bytes of a Japanese text are in.

UTF-8 proves itself: text in another encoding almost never happens to be valid UTF-8. Shift_JIS, EUC-JP and
UTF-16 do not, since much of one is valid in another; there the characters decide. What a wrong encoding makes
of Japanese is half-width katakana and rare kanji, so a reading counts only if nearly all that is not ASCII is
kana, kanji of JIS level 1 (2,965 kanji in everyday use), or a mark of Japanese print.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

ENCODINGS = ("utf-8", "cp932", "euc_jp", "euc_jis_2004", "utf-16-le", "utf-16-be")
"""The encodings tried where no byte order mark says which it is; of two that fit equally, the first."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_ENOUGH = 0.7  # the plans at hand: 0.99 in the right encoding, at most 0.6 in a wrong one
_SAMPLE = 1_000_000
_LAYOUT = frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that it was in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecoded:
    """The place where the encoding that reads furthest fails."""

    start: int
    end: int
    encoding: str
    tried: tuple[str, ...]


def decode(data: bytes) -> Decoded | Undecoded:
    """Return the text of the bytes, or the place that no encoding explains."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        codec = (
            "utf-8" if marked == "utf-8-sig" else marked
        )  # which would count the offset of an error from 3
        text = _decoded(data, codec)
        return _furthest(data, (codec,)) if text is None else Decoded(text.removeprefix("\ufeff"), marked)
    plain = _decoded(data, "utf-8")
    if plain is not None and not _CONTROL.search(plain):
        return Decoded(plain, "utf-8")
    likely = _most_plausible(data, ENCODINGS[1:] if plain is None else _WIDE)
    if likely is not None:
        return likely
    return _furthest(data, ENCODINGS) if plain is None else Decoded(plain, "utf-8")


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return the text, None where a single byte does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _furthest(data: bytes, encodings: tuple[str, ...]) -> Undecoded:
    """Return the place where the encoding fails that reads furthest, of those that make sense up to there."""
    furthest = Undecoded(-1, 0, "", encodings)
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError as error:
            sense = plausibility(data[: error.start].decode(encoding)) >= _ENOUGH
            if error.start > furthest.start and (sense or encoding == encodings[0]):
                furthest = Undecoded(error.start, error.end, encoding, encodings)
    return furthest


def _most_plausible(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Return the reading that looks most like Japanese, if one does."""
    best, likely = _ENOUGH, None
    for encoding in encodings:
        text = _decoded(data, encoding)
        score = plausibility(text) if text is not None else 0.0
        if text is not None and (score > best or (score == best and likely is None)):
            best, likely = score, Decoded(text, encoding)
    return likely


def plausibility(text: str) -> float:
    """Return the share of Japanese among the characters that are not plain ASCII; 1 where there are none.

    >>> plausibility("計画 2021"), plausibility("ｼｽﾃﾑ"), plausibility("縺ゅ＞縺")
    (1.0, 0.0, 0.5)
    """
    counts = Counter(text[:_SAMPLE])
    odd = {char: count for char, count in counts.items() if not _is_plain(char)}
    japanese = sum(count for char, count in odd.items() if _is_japanese(char))
    return japanese / sum(odd.values()) if odd else 1.0


def _is_plain(char: str) -> bool:
    return " " <= char <= "~" or char in _LAYOUT


def _is_japanese(char: str) -> bool:
    """Return whether a character is usual in Japanese print."""
    if "\u3041" <= char <= "\u30fe" or "\uff01" <= char <= "\uff5e":
        return True
    if "\u2000" <= char <= "\u206f" or "\u2190" <= char <= "\u27bf" or "\u3000" <= char <= "\u33ff":
        return True
    if "\u2150" <= char <= "\u218f":
        return True
    return _is_everyday_kanji(char)


def _is_everyday_kanji(char: str) -> bool:
    """Return whether a character is a kanji of JIS level 1: rows 16 to 47 of JIS X 0208."""
    if not "\u4e00" <= char <= "\u9fff":
        return False
    try:
        code = char.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and code[0] < 0xD0


def is_garbage(text: str) -> bool:
    """Return whether a text has so many control characters that it is no text at all."""
    return len(_CONTROL.findall(text)) > len(text) / 10
