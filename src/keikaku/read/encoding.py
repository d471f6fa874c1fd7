"""Which encoding the bytes of a Japanese text are in.

UTF-8 proves itself: text in another encoding almost never happens to be valid UTF-8. Shift_JIS, EUC-JP and
UTF-16 do not, since much of one is valid in another; there the characters decide. What a wrong encoding makes
of Japanese is half-width katakana and rare kanji, so a reading counts only if nearly all that is not ASCII is
kana, kanji of JIS level 1 (2,965 kanji in everyday use), or a mark of Japanese print.
"""

from __future__ import annotations

import codecs
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
_ENOUGH = 0.85
_SAMPLE = 1_000_000
_LAYOUT = frozenset("\t\n\r\f")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding that it was in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecoded:
    """The place where the best of the encodings fails."""

    start: int
    end: int
    tried: tuple[str, ...]


def decode(data: bytes) -> Decoded | Undecoded:
    """Return the text of the bytes, or the place that no encoding explains."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        return _strictly(data, (marked,))
    plain = _decoded(data, "utf-8")
    if isinstance(plain, str) and _control_share(plain) == 0:
        return Decoded(plain, "utf-8")
    others = ENCODINGS[1:] if plain is None else ("utf-16-le", "utf-16-be")
    likely = _most_plausible(data, others)
    if likely is not None:
        return likely
    return Decoded(plain, "utf-8") if plain is not None else _strictly(data, ENCODINGS)


def _decoded(data: bytes, encoding: str) -> str | None:
    """Return the text, None where a single byte does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, encodings: tuple[str, ...]) -> Decoded | Undecoded:
    """Return the text if there is one encoding and it fits, else where the one that reads furthest fails."""
    furthest = Undecoded(-1, 0, encodings)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > furthest.start:
                furthest = Undecoded(error.start, error.end, encodings)
        else:
            if len(encodings) == 1:
                return Decoded(text, encoding)
    return furthest


def _most_plausible(data: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """Return the reading that looks most like Japanese, if one does."""
    texts = [(name, text) for name in encodings if (text := _decoded(data, name)) is not None]
    scored = [(plausibility(text), name, text) for name, text in texts]
    score, name, text = max(scored, key=lambda reading: reading[0], default=(0.0, "", ""))
    return Decoded(text, name) if score >= _ENOUGH else None


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


def _control_share(text: str) -> float:
    """Return the share of control characters that are no layout."""
    counts = Counter(text)
    controls = sum(count for char, count in counts.items() if char < " " and char not in _LAYOUT)
    return controls / len(text) if text else 0.0


def is_garbage(text: str) -> bool:
    """Return whether a text has so many control characters that it is no text at all."""
    return _control_share(text) > 0.1
