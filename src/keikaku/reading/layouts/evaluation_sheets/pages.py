"""The pages of a document of evaluation sheets: chapter pages, and a sheet for each measure."""

from __future__ import annotations

from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold, key
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings
from keikaku.reading.layouts.evaluation_sheets.text import Labels, Piece, ordinal
from keikaku.reading.records import Reading
from keikaku.reading.values.patterns import Match


@dataclass(slots=True, eq=False)
class Sheet:
    """A sheet: its heading, the lines of its SDG field, and what stands below.

    Attributes:
        heading: The line that numbers it.
        chapter: The chapter's number as printed.
        section: The section's number as printed.
        number: The measure's number as printed.
        sdg_lines: Lines that print the SDG field's name or content.
        rest: What stands beside the heading and is not of the SDG field.
        lines: The lines below.
    """

    heading: Line
    chapter: str
    section: str
    number: str
    sdg_lines: list[Line] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def place(self) -> tuple[int | None, int | None]:
        """Section and measure, by their numbers."""
        return ordinal(self.section), ordinal(self.number)


@dataclass(slots=True, eq=False)
class Chapter:
    """A chapter page and the sheets that follow it.

    Attributes:
        heading: The line that numbers it.
        match: What the heading says.
        lines: The lines of the page below the heading.
        sheets: The sheets.
    """

    heading: Line
    match: Match
    lines: list[Line] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


class SdgField:
    """Knows the lines of a sheet's SDG field, which layout puts above, beside or into the heading.

    Args:
        settings: The layout's settings.
    """

    def __init__(self, settings: EvaluationSettings) -> None:
        pieces = settings.fields.sdgs
        self.words = frozenset(map(fold, [*pieces, "".join(pieces), " ".join(pieces)]))
        self._whole = key("".join(pieces))
        self._first, self._last = key(pieces[0]), key(pieces[-1])
        self._sheet = settings.headings.sheet

    def names(self, line: Line) -> bool:
        """Return whether a line prints the field's name and nothing else."""
        return key(line.text) == self._whole

    def is_in(self, text: str) -> bool:
        """Return whether a print holds the field's name or the end of it."""
        return self._last in key(text)

    def above(self, line: Line, heading: Line) -> bool:
        """Return whether a line above a heading is of the heading's SDG field."""
        if self._sheet.search(line.text) or "。" in line.text:
            return False
        text = key(line.text)
        if text.startswith(self._whole):
            return True
        return text.startswith(self._first) and self._whole not in text and self.is_in(heading.text)


def split_pages(reading: Reading, settings: EvaluationSettings) -> list[Chapter]:
    """Return the document's chapters; what stands before the first stays unread."""
    lines = [line for line in reading.lines() if not line.blank]
    sdg = SdgField(settings)
    chapters: list[Chapter] = []
    for index, line in enumerate(lines):
        sheet = settings.headings.sheet.search(line.text)
        match = None if sheet else settings.headings.chapter.fullmatch(line.text)
        if match:
            chapters.append(Chapter(line, match))
        elif chapters and sheet:
            above = lines[index - 1]
            opened = _open_sheet(line, sheet, settings, sdg)
            taken = _last_block(chapters[-1])
            if taken and taken[-1] is above and sdg.above(above, line):
                opened.sdg_lines.insert(0, taken.pop())
            chapters[-1].sheets.append(opened)
        elif chapters and index and _is_below(chapters[-1], lines[index - 1]) and sdg.names(line):
            chapters[-1].sheets[-1].sdg_lines.append(line)
        elif chapters:
            _last_block(chapters[-1]).append(line)
    return chapters


def _is_below(chapter: Chapter, above: Line) -> bool:
    """Return whether the line above is the heading of a sheet that names no SDG field yet."""
    return bool(chapter.sheets) and chapter.sheets[-1].heading is above and not chapter.sheets[-1].sdg_lines


def _last_block(chapter: Chapter) -> list[Line]:
    """Return the lines that the next line of a chapter goes to."""
    return chapter.sheets[-1].lines if chapter.sheets else chapter.lines


def _open_sheet(line: Line, match: Match, settings: EvaluationSettings, sdg: SdgField) -> Sheet:
    sheet = Sheet(line, match["chapter"], match["section"], match["number"])
    start, end = match.span()
    offset = len(line.text) - len(line.text.lstrip())
    before, after = line.text[: offset + start], line.text[offset + end :]
    names = [*settings.fields.section, *settings.fields.measure, *sdg.words]
    pieces = Labels(names).split(after.replace("\t", " ").strip())
    first = next((at for at, piece in enumerate(pieces) if piece.label in sdg.words), len(pieces))
    sheet.rest = pieces[:first]
    if first < len(pieces):
        sheet.sdg_lines.append(line)
    if not _is_debris(before):
        sheet.rest.insert(0, Piece("", before.strip()))
    return sheet


def _is_debris(text: str) -> bool:
    """Return whether what stands before a heading is a mark without meaning: at most one character."""
    plain = text.strip()
    return len(plain) <= 1 and not plain.isdigit()


def sdg_cells(sheet: Sheet, settings: EvaluationSettings, sdg: SdgField) -> list[tuple[Line, str]]:
    """Return what the cells of a sheet's SDG field hold beside its name."""
    cells: list[tuple[Line, str]] = []
    labels = Labels(sdg.words)
    for line in sheet.sdg_lines:
        text, begun = line.text, line is not sheet.heading
        if not begun:
            match = settings.headings.sheet.search(text)
            shift = len(text) - len(text.lstrip())
            text = text[shift + match.span()[1] :] if match else text
        for cell in text.split("\t"):
            pieces = labels.split(cell.strip())
            begun = begun or any(piece.label for piece in pieces)
            cells.extend((line, piece.text) for piece in pieces if begun and not piece.label)
    return cells
