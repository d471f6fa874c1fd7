"""The heads of the indicator boxes: clean ones, and broken ones that clean ones of the same document prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Line
from keikaku.reading.layouts.evaluation_sheets.settings import Box
from keikaku.reading.layouts.evaluation_sheets.text import filled
from keikaku.reading.values.fiscal import find_years, fiscal_year


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a box: where each begins, and how many cells the row of heads has.

    Attributes:
        columns: First cells of name, unit, baseline, target, direction.
        width: Number of cells.
        baseline: Fiscal year of the baseline.
        target: Fiscal year of the target.
    """

    columns: tuple[int, int, int, int, int]
    width: int
    baseline: int
    target: int

    def span(self, column: int) -> slice:
        """Return the cells of a column: 0 name, 1 unit, 2 baseline, 3 target, 4 direction."""
        after = (*self.columns[1:], self.width)[column]
        return slice(self.columns[column], after)


class Heads:
    """The row of heads of every box of a document.

    Args:
        lines: The document's lines.
        box: How boxes are printed.
    """

    def __init__(self, lines: Iterable[Line], box: Box) -> None:
        self._box = box
        self._clean: dict[int, Head] = {}
        self._known: dict[tuple[int, tuple[int, ...]], Counter[Head]] = {}
        for line in lines:
            head = self._read(line)
            if head:
                self._clean[line.number] = head
                place = (head.width, (*head.columns[:2], head.columns[4]))
                self._known.setdefault(place, Counter())[head] += 1
        self.years = Counter((head.baseline, head.target) for head in self._clean.values())

    def is_head(self, line: Line) -> bool:
        """Return whether a line is a row of heads, clean or broken: name and unit first, direction last."""
        return self._ends(line) is not None

    def head(self, line: Line) -> tuple[Head | None, bool]:
        """Return the columns of a row of heads, and whether the row is broken and others prove it.

        A broken row is proved by the clean rows of its shape if these agree, and if no year that it prints
        is another than theirs.
        """
        clean = self._clean.get(line.number)
        if clean:
            return clean, False
        place = self._ends(line)
        known = self._known.get(place) if place else None
        if not known or len(known) > 1:
            return None, True
        head = next(iter(known))
        middle = " ".join(cell for _, cell in filled(line)[2:-1])
        years = {year for _, _, year in find_years(middle)}
        if not self._box.broken_head.fullmatch(middle) or years - {head.baseline, head.target}:
            return None, True
        return head, True

    def _ends(self, line: Line) -> tuple[int, tuple[int, ...]] | None:
        """Return the width of a row of heads and the places of the heads that are never broken."""
        cells = filled(line)
        if len(cells) < 4:
            return None
        (name, first), (unit, second), (last, direction) = cells[0], cells[1], cells[-1]
        box = self._box
        if not (
            box.name.fullmatch(first) and box.unit.fullmatch(second) and box.direction.fullmatch(direction)
        ):
            return None
        return last + 1, (name, unit, last)

    def _read(self, line: Line) -> Head | None:
        """Return a clean row of heads."""
        place, cells = self._ends(line), filled(line)
        if place is None or len(cells) != 5:
            return None
        baseline = self._box.baseline.fullmatch(cells[2][1])
        target = self._box.target.fullmatch(cells[3][1])
        if not baseline or not target:
            return None
        first, last = fiscal_year(baseline["year"]), fiscal_year(target["year"])
        if first is None or last is None or first >= last:
            return None
        columns = (cells[0][0], cells[1][0], cells[2][0], cells[3][0], cells[4][0])
        return Head(columns, place[0], first, last)
