"""Places in documents: how they are called in the graph, read back from there, and said to people.

A place's IRI is that of its document with a fragment, and says all that is needed to find it:

- ``#line=11,13`` -- lines 12 and 13 of a text (RFC 5147: positions between lines);
- ``#page=3&viewrect=56,102,480,16&table=2&row=4`` -- a box on a page of a PDF (RFC 8118: left, top, width and
  height in points, from the upper left corner of the page as it is displayed), and the row of a table;
- ``#row=5-7`` -- rows of a CSV file (RFC 7111);
- ``#sheet=Budget&range=B7:D7`` -- cells of a sheet;
- ``#table=2&row=3`` and ``#paragraph=12`` -- of a document without pages (Word, HTML), counted from 1;
- ``#file=part2.pdf&page=3`` -- of a file in an archive or a folder.

What RFC 8118 does not know (``table``, ``row``) its readers leave aside. Nothing else writes or parses such IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from urllib.parse import quote, unquote

from keikaku.documents.form import Box
from keikaku.ground.messages import Language, say, sentence

RFC_8118 = "http://tools.ietf.org/rfc/rfc8118"
"""What a selector of a box on a page conforms to, as the Web Annotation vocabulary names it."""

_Range = tuple[int, int]
_NONE: _Range = (0, 0)
_NUMBERS = re.compile(r"([0-9]{1,9})(?:[,-]([0-9]{1,9}))?")
_BOX = re.compile(r"-?[0-9.]{1,12}(?:,-?[0-9.]{1,12}){3}")
_LINES_OF = re.compile(r":([0-9]{1,9})(?:-([0-9]{1,9}))?$")
_KEPT = "-._~!$'()*+,;:@"


@dataclass(slots=True, order=True, unsafe_hash=True)  # making a frozen one takes three times as long
class Place:
    """Where something stands in a document; nobody changes one.

    Attributes:
        document: IRI of the document.
        file: The file that holds it, of an archive or a folder, or "".
        lines: First and last line of a text, from 1; (0, 0) where lines are not what tells the place.
        pages: First and last page.
        sheet: Name of a sheet, "" where there are none.
        table: Number of a table within its page or document, from 1; 0 outside tables.
        rows: First and last row, of the table or of the CSV file.
        paragraphs: First and last paragraph, tables left out.
        cells: Range of cells of the sheet ("B7:D7"), or "".
        left: Left edge of the box on the page, in points; likewise the others. All 0 where there is no box.
        top: Its upper edge.
        width: Its width.
        height: Its height.
    """

    document: str
    file: str = ""
    lines: _Range = _NONE
    pages: _Range = _NONE
    sheet: str = ""
    table: int = 0
    rows: _Range = _NONE
    paragraphs: _Range = _NONE
    cells: str = ""
    left: float = 0.0
    top: float = 0.0
    width: float = 0.0
    height: float = 0.0

    @property
    def box(self) -> Box | None:
        """The box on the page, in points from its upper left corner."""
        if not self.height:
            return None
        return Box(self.left, self.top, self.left + self.width, self.top + self.height)

    @property
    def iri(self) -> str:
        """The IRI of the place."""
        return f"{self.document}#{self.fragment}"

    @property
    def fragment(self) -> str:
        """The fragment of its IRI."""
        if self.lines != _NONE:
            return f"line={self.lines[0] - 1},{self.lines[1]}"
        said = []
        if self.file:
            said.append(f"file={_escaped(self.file)}")
        if self.pages != _NONE:
            said.append(f"page={_numbers(self.pages)}")
        if self.height:
            said.append(f"viewrect={self.viewrect}")
        if self.sheet:
            said.append(f"sheet={_escaped(self.sheet)}")
        if self.cells:
            said.append(f"range={self.cells}")
        if self.table:
            said.append(f"table={self.table}")
        if self.rows != _NONE:
            said.append(f"row={_numbers(self.rows)}")
        if self.paragraphs != _NONE:
            said.append(f"paragraph={_numbers(self.paragraphs)}")
        return "&".join(said) or "whole"

    @property
    def viewrect(self) -> str:
        """The box as RFC 8118 writes it."""
        return ",".join(f"{value:g}" for value in (self.left, self.top, self.width, self.height))

    @property
    def page(self) -> Place:
        """The page, or pages, that it stands on; itself where there are none."""
        return Place(self.document, self.file, pages=self.pages) if self.pages != _NONE else self

    def words(self, language: Language) -> str:
        """Return where it is, for people.

        >>> Place("d", pages=(12, 12), table=3, rows=(4, 4)).words("ja")
        'p. 12, 表3 行4'
        """
        words = _words(self, language)
        return f"{self.file} {words}" if self.file else words

    def source(self, file: str) -> str:
        """Return the place as tools name it: lines as editors open them, others as the address in the file.

        >>> Place("d", lines=(12, 13)).source("plan.txt"), Place("d", pages=(3, 3)).source("plan.pdf")
        ('plan.txt:12-13', 'plan.pdf#page=3')
        """
        return f"{file}:{_numbers(self.lines)}" if self.lines != _NONE else f"{file}#{self.fragment}"

    @property
    def position(self) -> tuple[object, ...]:
        """What places of one document are sorted by: lines, or page and where on it."""
        return (
            self.file,
            self.lines,
            self.pages,
            self.sheet,
            self.top,
            self.table,
            self.rows,
            self.paragraphs,
            self.iri,
        )


@lru_cache(maxsize=65536)
def parse(iri: str) -> Place | None:
    """Return the place that an IRI names; None where it names none that keikaku writes.

    >>> parse("https://example.jp/doc#page=3&viewrect=56,102,480,16").box
    Box(left=56.0, top=102.0, right=536.0, bottom=118.0)
    """
    document, mark, fragment = iri.partition("#")
    if not mark:
        return None
    if fragment == "whole":
        return Place(document)
    said: dict[str, str] = {}
    for pair in fragment.split("&"):
        name, equals, value = pair.partition("=")
        if not equals or name in said:
            return None
        said[name] = value
    return _place(document, said)


def _place(document: str, said: dict[str, str]) -> Place | None:
    """Return a place of what its fragment says; None where it says something else."""
    file, sheet, cells, rectangle = (said.pop(name, "") for name in ("file", "sheet", "range", "viewrect"))
    ranges = {name: found for name, value in said.items() if (found := _range(value))}
    if len(ranges) < len(said):
        return None
    first, last = ranges.pop("line", (-1, 0))
    table, _same = ranges.pop("table", _NONE)
    pages, rows, paragraphs = (ranges.pop(name, _NONE) for name in ("page", "row", "paragraph"))
    if ranges or (rectangle and not _BOX.fullmatch(rectangle)):
        return None
    try:
        left, top, width, height = map(float, rectangle.split(",")) if rectangle else (0.0, 0.0, 0.0, 0.0)
    except ValueError:
        return None
    lines = (first + 1, max(first + 1, last)) if "line" in said else _NONE
    return Place(
        document,
        unquote(file),
        lines,
        pages,
        unquote(sheet),
        table,
        rows,
        paragraphs,
        cells,
        left,
        top,
        width,
        height,
    )


def _range(value: str) -> _Range | None:
    match = _NUMBERS.fullmatch(value)
    return (int(match[1]), int(match[2] or match[1])) if match else None


def _numbers(span: _Range) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"


def _escaped(name: str) -> str:
    """Return a name as part of a fragment; letters of any script may stand in an IRI as they are."""
    return "".join(char if char.isalnum() else quote(char, safe=_KEPT) for char in name)


@lru_cache(maxsize=4096)  # what stands in one place follows each other
def _counted(language: Language, span: _Range, one: str, many: str) -> str:
    name = one if span[0] == span[1] else many
    return say(name, numbers=_numbers(span).replace("-", "–")).text(language)


def _words(place: Place, language: Language) -> str:
    counted = partial(_counted, language)
    if place.lines != _NONE:
        return counted(place.lines, "documents.place-line", "documents.place-lines")
    said = []
    if place.table:
        said.append(say("documents.place-table", number=place.table).text(language))
    if place.rows != _NONE:
        said.append(counted(place.rows, "documents.place-row", "documents.place-rows"))
    if place.paragraphs != _NONE:
        said.append(counted(place.paragraphs, "documents.place-paragraph", "documents.place-paragraphs"))
    inner = " ".join(said)
    if place.pages != _NONE:
        page = counted(place.pages, "documents.place-page", "documents.place-pages")
        return f"{page}, {inner}" if inner else page
    if place.sheet:
        sheet = say("documents.place-sheet", sheet=place.sheet).text(language)
        return f"{sheet} {place.cells or inner}".rstrip()
    return inner or sentence("documents.place-whole", language)


def shown(source: str, language: Language) -> str:
    """Return a source (:meth:`Place.source`) for people.

    >>> shown("plan.pdf#page=12&viewrect=1,2,3,4&table=3&row=4", "en"), shown("plan.txt:12-13", "ja")
    ('plan.pdf p. 12, table 3 row 4', 'plan.txt:12-13')
    """
    file, mark, fragment = source.rpartition("#")
    place = parse(f"#{fragment}") if mark else None
    return f"{file} {place.words(language)}" if place else source


def sources(places: Iterable[str], files: Mapping[str, str]) -> list[str]:
    """Return where some places are, as tools name them, by file and position; what is no place is left out.

    Args:
        places: Their IRIs.
        files: Names of files by the IRI of their documents.
    """
    return [place.source(file) for file, place in sorted_places(places, files)]


def sorted_places(places: Iterable[str], files: Mapping[str, str]) -> list[tuple[str, Place]]:
    """Return some places with the names of their files, sorted by them and by position."""
    found = {place for iri in places if (place := parse(iri))}
    named = ((files.get(place.document, place.document), place) for place in found)
    return sorted(named, key=lambda pair: (pair[0], pair[1].position))


def position(source: str) -> tuple[object, ...]:
    """Return what sources are sorted by within a file; () for what is none."""
    lines = _LINES_OF.search(source)
    if lines:
        return Place("", lines=(int(lines[1]), int(lines[2] or lines[1]))).position
    place = parse(f"#{source.rpartition('#')[2]}") if "#" in source else None
    return place.position if place else ()
