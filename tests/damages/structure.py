"""Damages of lines, cells and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from keikaku.ground.text.folding import fold, key
from keikaku.reading.model import Element, Kind
from tests.damages.kinds import COUNT, TEXT, TWICE, kind
from tests.damages.source import Damage, Source

_UPPER = frozenset({Kind.GOAL, Kind.FIELD, Kind.MEASURE, Kind.STRATEGY_GOAL, Kind.PERSPECTIVE})


def _numbered(source: Source) -> dict[int, list[Element]]:
    """Return the elements whose number and name stand in one line, by that line, from 0."""
    found: dict[int, list[Element]] = {}
    for place in source.names:
        element = place.record
        if isinstance(element, Element) and element.number:
            before = fold(source.lines[place.line][: place.start])
            if key(element.number) in key(before):
                found.setdefault(place.line, []).append(element)
    return {line: elements for line, elements in found.items() if len(elements) == 1}


def _headings(source: Source) -> list[tuple[Element, int]]:
    """Return the numbered elements above others with the one line that prints them."""
    above = {id(element.parent) for element in source.reading.elements}
    numbered = _numbered(source)
    return [
        (elements[0], line)
        for line, elements in numbered.items()
        if elements[0].kind in _UPPER and (id(elements[0]) in above or elements[0].statements)
    ]


@kind("the headings of two numbered tables exchanged", "番号のある二つの表の見出しが入れ替わる")
def headings_exchanged(source: Source) -> Iterator[Damage]:
    headings = _headings(source)
    for index, (one, line) in enumerate(headings):
        for other, later in headings[index + 1 :]:
            if one.kind is other.kind and one.parent is other.parent and line < later:
                yield _swap(source, line, later)


def _bare_headings(source: Source) -> Iterator[tuple[bool, Damage]]:
    """Yield exchanges of headings without numbers, and whether the document disproves them: both names return below."""
    above = {id(element.parent) for element in source.reading.elements}
    bare = [
        (place.record, place.line)
        for place in source.names
        if isinstance(place.record, Element)
        and not place.record.number
        and place.record.kind in _UPPER
        and id(place.record) in above
        and key(source.lines[place.line]) == key(place.record.label)
    ]
    for index, (one, line) in enumerate(bare):
        for other, later in bare[index + 1 :]:
            if one.kind is other.kind and one is not other and one.parent is other.parent and line < later:
                said = _said(source, one), _said(source, other)
                names = key(one.label), key(other.label)
                named = names[0] in said[0] and names[1] in said[1]
                seen = named and names[0] not in said[1] and names[1] not in said[0]
                yield seen, _swap(source, line, later)


def _said(source: Source, above: Element) -> str:
    """Return what stands below an element: names and texts."""
    parts = [statement.value for statement in above.statements]
    for element in source.reading.elements:
        parent = element.parent
        while isinstance(parent, Element) and parent is not above:
            parent = parent.parent
        if parent is above:
            parts += [element.label, *(statement.value for statement in element.statements)]
    return key("\n".join(parts))


@kind(
    "the headings of two tables exchanged that their own tables name",
    "それぞれの表が名を挙げている二つの見出しが入れ替わる",
)
def named_headings_exchanged(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _bare_headings(source) if seen)


@kind("the headings of two tables without numbers exchanged", "番号のない二つの表の見出しが入れ替わる", COUNT)
def bare_headings_exchanged(source: Source) -> Iterator[Damage]:
    yield from (damage for seen, damage in _bare_headings(source) if not seen)


def _swap(source: Source, line: int, later: int) -> Damage:
    lines = source.lines
    return Damage(
        ((line, line + 1, (lines[later],)), (later, later + 1, (lines[line],))), f"{line + 1} <> {later + 1}"
    )


@kind("the number of a heading among others is another", "並ぶ見出しの番号が変わる")
def heading_number(source: Source) -> Iterator[Damage]:
    headings = _headings(source)
    for element, line in headings:
        if not any(other.parent is element.parent and other is not element for other, _ in headings):
            continue
        text = fold(source.lines[line])
        label = text.find(fold(element.label[:3]))
        numbers = list(re.finditer("[0-9]", text[: label if label > 0 else 0]))
        if numbers and fold(element.number)[-1:].isdigit():
            digit = str((int(numbers[-1].group()) + 2) % 10)
            yield source.replace(line, *numbers[-1].span(), digit)


@kind("a numbered row is lost", "番号のある行が失われる")
def numbered_row(source: Source) -> Iterator[Damage]:
    for line in _inner_rows(source):
        yield Damage(((line, line + 1, ()),), f"line {line + 1} lost")


@kind("the number of a row is another", "行の番号が変わる")
def row_number(source: Source) -> Iterator[Damage]:
    for line in _inner_rows(source):
        element = _numbered(source)[line][0]
        text = fold(source.lines[line])
        at = text.find(fold(element.number))
        match = re.fullmatch("[0-9]+", fold(element.number))
        if match and 0 <= at < text.find(fold(element.label)):
            yield source.replace(line, at, at + len(match.group()), str(int(match.group()) + 3))


def _inner_rows(source: Source) -> list[int]:
    """Return the lines of numbered elements that have a sibling before and after them, from 0."""
    numbered = _numbered(source)
    rows = []
    for line, (element, *_) in numbered.items():
        siblings = [other for other in source.reading.elements if other.parent is element.parent]
        at = siblings.index(element)
        if 0 < at < len(siblings) - 1 and all(siblings[at + step].number for step in (-1, 1)):
            rows.append(line)
    return rows


@kind("two numbered rows exchanged", "番号のある二つの行が入れ替わる")
def rows_exchanged(source: Source) -> Iterator[Damage]:
    rows = _inner_rows(source)
    numbered = _numbered(source)
    for index, line in enumerate(rows):
        for later in rows[index + 1 :]:
            if numbered[line][0].parent is numbered[later][0].parent:
                yield _swap(source, line, later)


@kind("a numbered row stands under another heading", "番号のある行が別の見出しの下に移る")
def row_moved(source: Source) -> Iterator[Damage]:
    rows = _inner_rows(source)
    numbered = _numbered(source)
    for line in rows:
        for other in rows:
            if numbered[line][0].parent is not numbered[other][0].parent and abs(line - other) > 3:
                text = source.lines[line]
                edits = sorted([(line, line + 1, ()), (other + 1, other + 1, (text,))])
                yield Damage(tuple((a, b, tuple(c)) for a, b, c in edits), f"{line + 1} behind {other + 1}")


@kind("a row without a number is lost", "番号のない行が失われる", COUNT)
def bare_row(source: Source) -> Iterator[Damage]:
    for place in source.names:
        element = place.record
        if isinstance(element, Element) and not element.number and len(element.lines) == 1:
            yield Damage(((place.line, place.line + 1, ()),), f"line {place.line + 1} lost")


@kind("a line of running text is lost", "文章の行が失われる", TEXT)
def text_line(source: Source) -> Iterator[Damage]:
    for line in source.text_lines:
        yield Damage(((line, line + 1, ()),), f"line {line + 1} lost")


@kind("a row is printed twice", "行が二度印字される")
def row_twice(source: Source) -> Iterator[Damage]:
    for place in [*source.names, *source.figures]:
        text = source.lines[place.line]
        yield Damage(((place.line, place.line + 1, (text, text)),), f"line {place.line + 1} twice")


@kind("an empty cell of a row is lost", "行の空のセルが一つ失われる", COUNT)
def cell_lost(source: Source) -> Iterator[Damage]:
    for place in [*source.figures, *source.departments]:
        cells = source.lines[place.line].split("\t")
        for at, cell in enumerate(cells):
            if len(cells) > 3 and not cell.strip():
                text = "\t".join([*cells[:at], *cells[at + 1 :]])
                yield Damage(((place.line, place.line + 1, (text,)),), f"cell {at + 1} lost")


@kind("two cells of different kinds exchanged", "種類の違う二つのセルが入れ替わる")
def cells_exchanged(source: Source) -> Iterator[Damage]:
    for place in source.departments:
        cells = source.lines[place.line].split("\t")
        at = source.lines[place.line][: place.start].count("\t")
        for other, cell in enumerate(cells):
            plain = fold(cell).strip()
            if other != at and re.fullmatch(r"[0-9,]+|[ⅠⅡⅢIVX]+\([0-9]\)", plain):
                new = list(cells)
                new[at], new[other] = cells[other], cells[at]
                yield Damage(((place.line, place.line + 1, ("\t".join(new),)),), f"{cell} <> department")


@kind("a row broken into two lines", "行が二つに割れる", TWICE)
def broken(source: Source) -> Iterator[Damage]:
    for place in source.names:
        text = source.lines[place.line]
        middle = (place.start + place.end) // 2
        if place.end - place.start > 5:
            yield Damage(
                ((place.line, place.line + 1, (text[:middle], text[middle:])),),
                f"line {place.line + 1} broken",
            )


@kind("two lines run together", "二つの行がつながる", TWICE)
def glued(source: Source) -> Iterator[Damage]:
    for place in source.names:
        if place.line + 1 < len(source.lines):
            both = source.lines[place.line] + source.lines[place.line + 1]
            yield Damage(((place.line, place.line + 2, (both,)),), f"line {place.line + 1} glued")


@kind("a number for a department", "課名の欄の数字")
def department_number(source: Source) -> Iterator[Damage]:
    for place in source.departments:
        if source.lines[place.line][: place.start].endswith("\t"):
            yield place.replaced(source.lines, "1,234")


@kind("a sentence for the name of a project", "事業名の欄の文章")
def name_sentence(source: Source) -> Iterator[Damage]:
    for place in source.names:
        if isinstance(place.record, Element) and place.record.kind is Kind.PROJECT:
            yield source.replace(place.line, place.end, place.end, "を進めるとともに、これを支援します。")


@kind("half of the document is lost", "文書の半分が失われる")
def half(source: Source) -> Iterator[Damage]:
    middle = len(source.lines) // 2
    yield Damage(((middle, len(source.lines), ()),), "second half lost")
    yield Damage(((0, middle, ()),), "first half lost")


@kind("a stray line between others", "関係のない行が混じる")
def stray(source: Source) -> Iterator[Damage]:
    for place in source.names:
        yield Damage(((place.line, place.line, ("▲ 欄外の書き込み 17",)),), f"before line {place.line + 1}")
