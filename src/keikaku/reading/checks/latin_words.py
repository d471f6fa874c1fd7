"""Words in Latin letters: a digit or a letter of another script in one (1CT, Soсiety) is an error of the print.

Numbers stand in such words too (5G, CO2, Society5.0). What gives an error away is the same word with the letter
elsewhere in the document, or a digit where none stands in a word: before capitals, or between letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import Element, Indicator, Record, Statement
from keikaku.reading.records import Reading
from keikaku.reading.values.lookalikes import look_alike

_WORD = re.compile(r"[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*")
_MIXED = re.compile(r"[A-Za-z]*[\u0370-\u03ff\u0400-\u04ff][A-Za-z\u0370-\u03ff\u0400-\u04ff]*")
_LETTERS = {"0": "OoDQ", "1": "IlLi", "5": "S", "8": "B", "6": "Gb", "2": "Z", "9": "gq"}
_INSIDE = re.compile(r"(?:^[01](?=[A-Z]{2})|(?<=[A-Za-z])[01](?=[A-Za-z]))")
_FIGURE = re.compile(r"(?<![A-Za-z0-9.,])(?:[0-9][0-9,.]*[OolI]|[0-9][0-9,.]+[SB])[0-9,.]*(?![A-Za-z0-9])")
_DIGITS = str.maketrans("OolISB", "001158")
_UNITS = frozenset(
    {"LDK", "DK", "GB", "MB", "KB", "TB", "GHZ", "KW", "KWH", "MW", "KM", "KG", "HA", "CM", "MM"}
)


def digit_in_word(reading: Reading) -> Iterator[Doubt]:
    """Yield names and texts with a digit in a word of Latin letters."""
    known = _words(fold("\n".join(line.text for line in reading.document.lines)))
    for record, text in _worded(reading):
        for match in _WORD.finditer(fold(text)):
            letter = _meant(match.group(), known)
            if letter:
                yield _doubt(reading, record, match.group(), letter)


def _words(text: str) -> frozenset[str]:
    return frozenset(match.group() for match in _WORD.finditer(text))


def _meant(word: str, known: frozenset[str]) -> str:
    """Return the word that is meant by one with a digit, "" where the digit may be right."""
    for at, digit in enumerate(word):
        for letter in _LETTERS.get(digit, ""):
            other = word[:at] + letter + word[at + 1 :]
            if other.isalpha() and len(other) > 1 and other in known:
                return other
    inside = _INSIDE.search(word)
    if inside and word[inside.end() :].upper() not in _UNITS:
        at = inside.start()
        return word[:at] + _LETTERS[word[at]][0] + word[at + 1 :]
    return ""


def other_script(reading: Reading) -> Iterator[Doubt]:
    """Yield names and texts with a Cyrillic or Greek letter that looks like the Latin one of a word."""
    for record, text in _worded(reading):
        for match in _MIXED.finditer(fold(text)):
            plain = "".join(_latin(char) for char in match.group())
            if plain.isascii():
                yield _doubt(reading, record, match.group(), plain)


def letter_in_figure(reading: Reading) -> Iterator[Doubt]:
    """Yield figures whose line prints a number with a letter in the place of a digit: 12O for 120."""
    for indicator in reading.indicators:
        for one in indicator.observations:
            for number in one.lines:
                for match in _FIGURE.finditer(reading.line(number).folded):
                    yield _doubt(reading, one, match.group(), match.group().translate(_DIGITS))


@cache
def _latin(char: str) -> str:
    """Return the Latin letter that a letter of another script looks like, else the letter."""
    if char.isascii():
        return char
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return next((letter for letter in letters if look_alike(char, letter)), char)


def _worded(reading: Reading) -> Iterator[tuple[Record, str]]:
    """Yield the records that have words in Latin letters or digits, with their words."""
    for record in reading.records():
        text = record.value if isinstance(record, Statement) else ""
        if isinstance(record, Element | Indicator):
            text = record.label
        if text and not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        if text:
            yield record, text


def _doubt(reading: Reading, record: Record, word: str, meant: str) -> Doubt:
    printed = [line for line in record.lines if word in fold(reading.line(line).text)]
    return doubt(
        say("rules.word-letters", word=word, meant=meant),
        printed or record.lines,
        record,
    )


RULES = (digit_in_word, other_script, letter_in_figure)
