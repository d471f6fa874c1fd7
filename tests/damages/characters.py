"""Damages of characters: what fonts, encodings and optical recognition make of a print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from keikaku.ground.text.characters import table
from keikaku.ground.text.folding import fold
from tests.damages.kinds import TEXT, TWICE, kind, neutral
from tests.damages.source import Damage, Printed, Source

_LETTERS = {"I": "1", "O": "0", "l": "1", "o": "0", "S": "5", "B": "8"}
_DIGITS = {"0": "O", "1": "l", "5": "S", "8": "B"}
_RADICALS = dict(zip("民長見西食青飛", "⺠⻑⻅⻄⻝⻘⻜", strict=True))
_KANGXI = dict(
    zip(
        "人力口土女子山工心手方日月木水火生田目立行見角言車金長門青食高",
        "⼈⼒⼝⼟⼥⼦⼭⼯⼼⼿⽅⽇⽉⽊⽔⽕⽣⽥⽬⽴⾏⾒⾓⾔⾞⾦⾧⾨⾭⾷⾼",
        strict=True,
    )
)
_CYRILLIC = dict(zip("ABCEHKMOPTaceop", "АВСЕНКМОРТасеор", strict=True))


@cache
def _alike() -> dict[str, str]:
    """Return for kanji another that is taken for it."""
    pairs = [(one, other) for one, other, _ in table("lookalikes") if _is_kanji(one) and _is_kanji(other)]
    return dict(pairs) | {other: one for one, other in pairs}


def _is_kanji(char: str) -> bool:
    return "一" <= char <= "鿿"


def _each(source: Source, places: list[Printed], table: dict[str, str]) -> Iterator[Damage]:
    """Yield the damages that put another character in the place of one of a name."""
    for place in places:
        for at in range(place.start, place.end):
            char = source.lines[place.line][at]
            if char in table:
                yield source.replace(place.line, at, at + 1, table[char])


@neutral("a CJK radical (⺠) for the kanji of a name", "名称の漢字がCJK部首(⺠など)に化ける")
def radical(source: Source) -> Iterator[Damage]:
    yield from _each(source, [*source.names, *source.departments], _RADICALS)


@neutral("a Kangxi radical (⼿) for the kanji of a name", "名称の漢字が康煕部首(⼿など)に化ける")
def kangxi(source: Source) -> Iterator[Damage]:
    yield from _each(source, [*source.names, *source.departments], _KANGXI)


@neutral("a variation selector behind a kanji", "漢字の後に異体字セレクタが付く")
def selector(source: Source) -> Iterator[Damage]:
    for place in [*source.names, *source.departments]:
        yield source.replace(place.line, place.end, place.end, "\U000e0100")


@neutral("a soft hyphen or zero-width space within a name", "名称の中に不可視文字が入る")
def invisible(source: Source) -> Iterator[Damage]:
    for place in [*source.names, *source.departments]:
        if place.end - place.start > 2:
            yield source.replace(place.line, place.start + 2, place.start + 2, "\u00ad")
            yield source.replace(place.line, place.start + 1, place.start + 1, "\u200b")


@neutral("a voiced kana in two parts (NFD)", "濁点・半濁点が分離する(NFD)")
def decomposed(source: Source) -> Iterator[Damage]:
    for place in source.names:
        text = source.lines[place.line][place.start : place.end]
        parts = unicodedata.normalize("NFD", text)
        if parts != text:
            yield source.replace(place.line, place.start, place.end, parts)


@kind("a character of a name lost (U+FFFD)", "名称の文字が失われる(U+FFFD)")
def lost_in_name(source: Source) -> Iterator[Damage]:
    for place in [*source.names, *source.departments]:
        for at in range(place.start, place.end):
            if source.lines[place.line][at].isalpha():
                yield source.replace(place.line, at, at + 1, "\ufffd")


@kind("a character of a text lost (U+FFFD)", "文章の文字が失われる(U+FFFD)")
def lost_in_text(source: Source) -> Iterator[Damage]:
    for line in source.text_lines:
        for match in re.finditer(r"(?<=\w\w)\w(?=\w\w)", source.lines[line]):
            yield source.replace(line, *match.span(), "\ufffd")


@kind("a private character in a name", "名称に私用領域の文字が入る")
def private(source: Source) -> Iterator[Damage]:
    for place in [*source.names, *source.departments]:
        yield source.replace(place.line, place.start + 1, place.start + 2, "\ue123")


@kind("a Cyrillic letter for a Latin one", "ラテン文字がキリル文字に化ける")
def cyrillic(source: Source) -> Iterator[Damage]:
    for line, match in source.words(r"[A-Za-z]{2,}"):
        for at in range(*match.span()):
            if source.lines[line][at] in _CYRILLIC:
                yield source.replace(line, at, at + 1, _CYRILLIC[source.lines[line][at]])


def _digits_in_words(source: Source) -> Iterator[tuple[bool, Damage]]:
    """Yield the damages that put a digit into a Latin word, and whether the document disproves them."""
    text = fold("\n".join(source.lines))
    for line, match in source.words(r"[A-Za-zＡ-Ｚａ-ｚ]{2,}"):
        word = fold(match.group())
        known = len(re.findall(rf"(?<![A-Za-z]){word}(?![A-Za-z])", text)) > 1
        for at, char in enumerate(word):
            if char not in _LETTERS or (at and word[at - 1] in "0123456789"):
                continue
            inside = len(word) > 2 and at < len(word) - 1 and _LETTERS[char] in "01"
            damage = source.replace(line, match.start() + at, match.start() + at + 1, _LETTERS[char])
            yield known or inside, damage


@kind("a digit in a Latin word (1CT for ICT)", "欧字の語の中の数字(ICT が 1CT)")
def digit_in_word(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _digits_in_words(source) if seen)


@kind(
    "a digit at the end of a Latin word that stands nowhere else",
    "他にない欧字の語の末尾などの数字",
    ("the word printed a second time", "同じ語の二度目の印字"),
)
def digit_in_lone_word(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _digits_in_words(source) if not seen)


@kind("a letter for a digit of a figure (16,76S)", "数値の中の英字(16,76S)")
def letter_in_figure(source: Source) -> Iterator[Damage]:
    for place in [*source.figures, *source.amounts]:
        for at in range(place.start, place.end):
            if source.lines[place.line][at] in _DIGITS:
                yield source.replace(place.line, at, at + 1, _DIGITS[source.lines[place.line][at]])


def _in_departments(source: Source, char: str = "") -> Iterator[tuple[int, int, Damage]]:
    """Yield how often a department is named, how long its name is, and a damage: a look-alike or the character given."""
    for place in source.departments:
        name = source.lines[place.line][place.start : place.end]
        table_ = (
            _alike() if not char else {one: char for one in name if _is_kanji(one) and one not in _alike()}
        )
        for damage in _each(source, [place], table_):
            yield source.mentions(name), len(name), damage


@kind(
    "a look-alike kanji in a department named thrice (企両政策課)", "三度以上出る課名の似た漢字(企両政策課)"
)
def department_twin(source: Source) -> Iterator[Damage]:
    yield from (damage for known, _, damage in _in_departments(source) if known > 2)


@kind("a look-alike kanji in a department named once", "一度しか出ない課名の似た漢字", TWICE)
def department_alone(source: Source) -> Iterator[Damage]:
    yield from (damage for known, _, damage in _in_departments(source) if known == 1)


@kind(
    "another kanji in a long department name (4 or more) named thrice",
    "三度以上出る4文字以上の課名の別の漢字",
)
def department_other(source: Source) -> Iterator[Damage]:
    yield from (damage for known, long, damage in _in_departments(source, "森") if known > 2 and long > 3)


@kind("another kanji in a short department name", "3文字以下の課名の別の漢字", TWICE)
def department_short(source: Source) -> Iterator[Damage]:
    yield from (damage for _, long, damage in _in_departments(source, "森") if long < 4)


@kind("a look-alike kanji in the name of an element", "要素名の似た漢字", TWICE)
def name_alike(source: Source) -> Iterator[Damage]:
    yield from _each(source, source.names, _alike())


@neutral("full-width for half-width digits, and the other way round", "数字の全角と半角の入れ替わり")
def width(source: Source) -> Iterator[Damage]:
    for place in [*source.figures, *source.amounts]:
        text = source.lines[place.line][place.start : place.end]
        other = text.translate({ord(a): b for a, b in zip("0123456789", "０１２３４５６７８９", strict=True)})
        if other != text:
            yield place.replaced(source.lines, other)


def _spaced(source: Source, places: list[Printed]) -> Iterator[Damage]:
    for place in places:
        text = source.lines[place.line][place.start : place.end]
        if len(text) > 2 and not fold(text[:3]).isascii() and "(" not in fold(text):
            yield source.replace(place.line, place.start + 1, place.start + 1, "\u3000")


@neutral("a space between the characters of a name", "名称の文字の間に空白が入る")
def spaced(source: Source) -> Iterator[Damage]:
    yield from _spaced(source, source.names)


@neutral("a space between the characters of a department", "課名の文字の間に空白が入る")
def spaced_department(source: Source) -> Iterator[Damage]:
    yield from _spaced(source, source.departments)


@kind("a character of running text is another", "文章の一字が別の字になる", TEXT)
def text_character(source: Source) -> Iterator[Damage]:
    for line in source.text_lines:
        for match in re.finditer("(?<=[一-鿿])[一-鿿](?=[一-鿿])", source.lines[line]):
            if match.group() != "森":
                yield source.replace(line, *match.span(), "森")
