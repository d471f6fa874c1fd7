"""Damages that change no meaning: what layout, typesetting and extraction do to a text that says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.damages.kinds import neutral
from tests.damages.source import Damage, Printed, Source

_SPACE = re.compile(r"(?<=[^\s])[ \u3000](?=[^\s])")
_REST = 2
"""Characters of the shortest second line: typesetting leaves no character by itself."""


def _insert(line: int, *new: str) -> Damage:
    return Damage(((line, line, new),), f"before line {line + 1}: {new}")


def _put(source: Source, line: int, text: str) -> Damage:
    return Damage(((line, line + 1, (text,)),), f"{source.lines[line]!r} > {text!r}")


@neutral("the number of a page between two lines (- 12 -)", "行間に入ったページ番号(- 12 -)")
def foot(source: Source) -> Iterator[Damage]:
    for line in source.read_lines:
        yield _insert(line, "- 12 -")


@neutral("the number of a page between two lines, set apart by empty ones", "空行で離れたページ番号")
def foot_apart(source: Source) -> Iterator[Damage]:
    for line in source.read_lines:
        yield _insert(line, "", "- 12 -", "")


@neutral("an empty line before a name", "名称の前の空行")
def blank_before(source: Source) -> Iterator[Damage]:
    for place in source.names:
        yield _insert(place.line, "")


@neutral("an empty line twice", "空行が二つになる")
def blank_twice(source: Source) -> Iterator[Damage]:
    for line, text in enumerate(source.lines):
        if not text.strip():
            yield _insert(line, "")


@neutral("spaces behind a line", "行末の空白")
def behind(source: Source) -> Iterator[Damage]:
    for line in source.read_lines:
        yield _put(source, line, source.lines[line] + " \u3000")


@neutral("a space before a line", "行頭の空白")
def indented(source: Source) -> Iterator[Damage]:
    for line in source.read_lines:
        yield _put(source, line, "\u3000" + source.lines[line])


def _spaces(source: Source, by: str) -> Iterator[Damage]:
    """Yield the damages that print something else for a space in a line that is no row."""
    for line in source.read_lines:
        for match in _SPACE.finditer(source.lines[line]) if "\t" not in source.lines[line] else ():
            yield source.replace(line, *match.span(), by)


@neutral("two spaces for one", "空白が二つになる")
def two_spaces(source: Source) -> Iterator[Damage]:
    yield from _spaces(source, "  ")


@neutral("a tab for a space", "空白がタブになる")
def tab_for_space(source: Source) -> Iterator[Damage]:
    yield from _spaces(source, "\t")


def _wrapped(source: Source, *, in_rows: bool) -> Iterator[Damage]:
    """Yield the damages that wrap a name as typesetting does: where its column ends, so that no other name is wider."""
    alike: dict[object, list[Printed]] = {}
    for place in source.names:
        if in_rows == ("\t" in source.lines[place.line]):
            alike.setdefault(getattr(place.record, "kind", None), []).append(place)
    for places in alike.values():
        widths = sorted(place.end - place.start for place in places)
        for place in places:
            long = place.end - place.start
            first = max([width for width in widths if width < long] + [(long + 1) // 2])
            if long == widths[-1] and long - first >= _REST:
                cut, text = place.start + first, source.lines[place.line]
                new = (text[:cut], text[cut:])
                yield Damage(((place.line, place.line + 1, new),), f"line {place.line + 1} wrapped")


@neutral("a label wrapped into two lines", "見出しが二行に折り返される")
def label_wrapped(source: Source) -> Iterator[Damage]:
    yield from _wrapped(source, in_rows=False)


@neutral("a cell wrapped into two lines", "セルが二行に折り返される")
def cell_wrapped(source: Source) -> Iterator[Damage]:
    yield from _wrapped(source, in_rows=True)


@neutral("brackets and marks in the other width", "括弧・記号の全角と半角の入れ替わり")
def width_of_marks(source: Source) -> Iterator[Damage]:
    other = str.maketrans("()%:,.（）％：，．", "（）％：，．()%:,.")
    for line in source.read_lines:
        text = source.lines[line]
        for match in re.finditer(r"[()%:（）％：]|(?<=[0-9]),(?=[0-9]{3})", text):
            yield source.replace(line, *match.span(), match.group().translate(other))
