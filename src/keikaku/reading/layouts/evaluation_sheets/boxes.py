"""The boxes of a sheet's indicators: a row of heads, one of figures, one of years, one of actuals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold, tidy
from keikaku.reading.layouts.evaluation_sheets.heads import Head, Heads
from keikaku.reading.layouts.evaluation_sheets.names import TRACE, Name, likeness, read_name, read_unit
from keikaku.reading.layouts.evaluation_sheets.settings import Box, EvaluationSettings
from keikaku.reading.layouts.evaluation_sheets.text import filled
from keikaku.reading.model import Confidence, Direction, Element, Indicator, Plan, Role, Severity
from keikaku.reading.records import Reading
from keikaku.reading.tables.split import Value, decimals, of_like_size, read_cell, read_pair, wrong_side
from keikaku.reading.values.codes import unit_in_brackets
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import is_no_value


@dataclass(slots=True, eq=False)
class _Rows:
    """The rows of one box: figures, years, and actuals where there are any."""

    head: Line
    columns: Head
    proved: bool
    figures: Line
    years: Line
    actuals: Line | None = None


class BoxReader:
    """Reads the boxes of a sheet.

    Args:
        reading: What is read.
        settings: The layout's settings.
        plan: The plan, whose period the years are.
        heads: The rows of heads of the document.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings, plan: Plan, heads: Heads) -> None:
        self._reading = reading
        self._box: Box = settings.box
        self._plan = plan
        self._heads = heads

    def read(self, lines: Sequence[Line], measure: Element, reported: int | None) -> list[int]:
        """Read the boxes; what they do not explain stays unread.

        Args:
            lines: The lines, from the first row of heads on.
            measure: The measure.
            reported: The last fiscal year of which the sheet reports an outcome.

        Returns:
            The fiscal years of the actuals.
        """
        years: list[int] = []
        at = 0
        while at < len(lines):
            rows, used = self._rows(lines, at)
            if rows:
                years += self._read_box(rows, measure, reported)
            at += used
        return years

    # -- the rows

    def _rows(self, lines: Sequence[Line], at: int) -> tuple[_Rows | None, int]:
        """Return the rows of the box that begins here, and how many lines were looked at."""
        if not self._heads.is_head(lines[at]):
            return None, 1
        head, proved = self._heads.head(lines[at])
        rows = lines[at + 1 : at + 4]
        if head is None or len(rows) < 2 or any(map(self._heads.is_head, rows[:2])):
            self._report_box(lines[at])
            return None, 1
        if len(self._year_columns(rows[1])) == 0 or self._year_columns(rows[0]):
            self._report_box(lines[at])
            return None, 1
        box = _Rows(lines[at], head, proved, rows[0], rows[1])
        if len(rows) == 3 and not self._heads.is_head(rows[2]) and self._is_actuals(rows[2], rows[1]):
            box.actuals = rows[2]
        return box, 3 + (box.actuals is not None)

    def _year_columns(self, line: Line) -> dict[int, int]:
        """Return the fiscal years of a row of years by their cells, {} where the row is none.

        The years follow each other; what else stands in the row is the mark before them, and debris behind.
        """
        cells = line.cells
        mark = next((index for index, cell in enumerate(cells) if self._box.actual.fullmatch(cell)), None)
        if mark is None or mark > 1:
            return {}
        columns = {}
        for index, cell in enumerate(cells[mark + 1 :], start=mark + 1):
            plain = cell.strip(self._box.debris + " ")
            year = fiscal_year(plain) if plain else None
            if plain and year is None:
                return {}
            if year is not None:
                columns[index] = year
        found = list(columns.values())
        return (
            columns if found == list(range(min(found, default=0), min(found, default=0) + len(found))) else {}
        )

    def _is_actuals(self, line: Line, years: Line) -> bool:
        """Return whether every cell of a row is an actual, debris, or a broken copy of the row above."""
        columns = self._year_columns(years)
        broken = self._box.broken_actual
        for index, cell in filled(line):
            if index in columns:
                continue
            copy = index < len(years.cells) and likeness(cell, years.cells[index]) >= TRACE
            mark = broken is not None and broken.fullmatch(cell) is not None and index < min(columns)
            if not (copy or mark or not cell.strip(self._box.debris + " ")):
                return False
        return any(index in columns for index, _ in filled(line))

    # -- a box

    def _read_box(self, rows: _Rows, measure: Element, reported: int | None) -> list[int]:
        columns, cells = self._year_columns(rows.years), self._aligned(rows)
        name = self._name(rows, cells)
        if cells is None or name is None:
            self._report_box(rows.head)
            return []
        years = sorted(columns.values())
        self._reading.structure(rows.head.number)
        self._reading.period(self._plan, years[0], years[-1], rows.years.number)
        self._check_head(rows, years)
        indicator = self._indicator(rows, cells, name, measure)
        values = self._figures(rows, cells, indicator)
        return self._actuals(rows, columns, indicator, values, reported)

    def _aligned(self, rows: _Rows) -> list[str] | None:
        """Return the cells of the row of figures under their heads, None where they do not fit.

        A cell that holds both a unit and the dash of an absent baseline ("% -") is two; the row is then one
        cell short, and fits only when the cell is parted.
        """
        head = rows.columns
        for cells in (list(rows.figures.cells), _parted(rows.figures.cells)):
            fits = len(cells) >= head.width and not any(cells[head.width :])
            if (
                fits
                and not any(cells[1 : head.columns[1]])
                and self._direction(cells[head.span(4)]) is not None
            ):
                return cells[: head.width]
        return None

    def _direction(self, cells: Sequence[str]) -> tuple[Direction, str] | None:
        """Return the direction that a row prints in its last column, and the misread print of it."""
        signs = [cell for cell in cells if cell]
        if len(signs) != 1:
            return None
        plain = self._box.directions.get(signs[0])
        misread = self._box.misread_directions.get(signs[0])
        return (plain, "") if plain else (misread, signs[0]) if misread else None

    def _name(self, rows: _Rows, cells: Sequence[str] | None) -> Name | None:
        first = cells[0] if cells else ""
        second = rows.years.cells[0]
        third = rows.actuals.cells[0] if rows.actuals else ""
        return read_name(first, "" if self._box.actual.fullmatch(second) else second, third)

    def _indicator(self, rows: _Rows, cells: Sequence[str], name: Name, measure: Element) -> Indicator:
        direction, misread = self._direction(cells[rows.columns.span(4)]) or (None, "")
        label, bracket = unit_in_brackets(name.label)
        unit = read_unit(cells[rows.columns.span(1)], self._box)
        printed = list(name.printed)
        if rows.figures.repaired:
            printed = [" | ".join(cell.strip() for cell in rows.figures.printed.split("\t"))]
        repaired = Confidence.REPAIRED if printed else Confidence.CERTAIN
        numbers = [rows.figures.number, *([rows.years.number] if name.below else [])]
        indicator = self._reading.indicator(
            measure,
            tidy(label),
            numbers,
            unit=unit.value or bracket,
            direction=direction,
            confidence=repaired if name.confidence is Confidence.CERTAIN else name.confidence,
        )
        indicator.as_printed = "; ".join(printed) or indicator.as_printed
        if not rows.figures.repaired:
            prints = {"unitLabel": unit.printed if unit.value else "", "desiredDirection": misread}
            indicator.misread.update({name: print_ for name, print_ in prints.items() if print_})
        if unit.unreadable or (unit.value and bracket and unit.value != bracket):
            self._find("unit", f"The unit {unit.printed or unit.value!r} of “{indicator.label}” cannot be read.",
                       f"「{indicator.label}」の単位 {unit.printed or unit.value} が読み取れません。", *numbers)  # fmt: skip
        if name.confidence is Confidence.DOUBTFUL:
            self._find("indicator-name", f"The name “{indicator.label}” may lack a line or hold one twice.",
                       f"指標名「{indicator.label}」に欠けた行か重複した行がある可能性があります。", *numbers)  # fmt: skip
        return indicator

    # -- figures

    def _figures(self, rows: _Rows, cells: Sequence[str], indicator: Indicator) -> tuple[Value, Value]:
        """Add baseline and target; a figure stands in the first of its cells, or begins there."""
        prints = [_trimmed(cells[rows.columns.span(column)]) for column in (2, 3)]
        values = read_pair(prints[0], prints[1], indicator.unit, indicator.direction, self._box.debris)
        numbers = [*indicator.lines, rows.figures.number]
        observed = zip((Role.BASELINE, Role.TARGET), prints, values, strict=True)
        for role, print_, value in observed:
            year = rows.columns.baseline if role is Role.BASELINE else rows.columns.target
            if not print_:
                self._find("figure-lost", f"“{indicator.label}” prints nothing for its {role.value.lower()}.",
                           f"「{indicator.label}」の{_JA[role]}の欄に何もありません。", *numbers)  # fmt: skip
            else:
                self._observe(indicator, role, year, value, numbers, proved=rows.proved)
        self._check_pair(indicator, values)
        return values

    def _actuals(
        self,
        rows: _Rows,
        columns: dict[int, int],
        indicator: Indicator,
        values: tuple[Value, Value],
        reported: int | None,
    ) -> list[int]:
        """Add the actuals under their years; a row with one that does not fit is doubtful as a whole."""
        if rows.actuals is None:
            self._find("actual-missing", f"“{indicator.label}” prints no actual.",
                       f"「{indicator.label}」に実績値がありません。", rows.years.number)  # fmt: skip
            return []
        found = {
            columns[index]: read_cell(cell, indicator.unit, self._box.debris)
            for index, cell in filled(rows.actuals)
            if index in columns
        }
        if sorted(found) != sorted(columns.values())[: len(found)] or (reported and max(found) > reported):
            self._find("actual-year", f"Actuals of “{indicator.label}” stand under years that have none yet.",
                       f"「{indicator.label}」の実績値が、まだ実績のない年度の列にあります。", rows.actuals.number)  # fmt: skip
            found = {year: _doubt(value) for year, value in found.items()}
        if any(value.confidence is Confidence.DOUBTFUL for value in found.values()):
            found = {year: _doubt(value) for year, value in found.items()}
        for year, value in found.items():
            self._check_actual(indicator, value, values, rows.actuals)
            self._observe(indicator, Role.ACTUAL, year, value, [*indicator.lines, rows.actuals.number])
        return list(found)

    def _observe(
        self,
        indicator: Indicator,
        role: Role,
        year: int,
        value: Value,
        numbers: Sequence[int],
        *,
        proved: bool = False,
    ) -> None:
        """Add a figure; a dash is none, and a year that only other boxes prove makes it a repaired one."""
        if value.none:
            return
        confidence = value.confidence
        if proved and confidence is Confidence.CERTAIN:
            confidence = Confidence.REPAIRED
        if confidence is Confidence.DOUBTFUL:
            self._find("figure-doubtful", f"The figure {value.printed!r} of “{indicator.label}” cannot be read.",
                       f"「{indicator.label}」の数値 {value.printed} が読み取れません。", *numbers)  # fmt: skip
        elif " | " in value.printed:
            self._find("figure-joined", f"{value.value} of “{indicator.label}” was put together from {value.printed!r}.",
                       f"「{indicator.label}」の {value.value} は {value.printed} をつなげた値です。", *numbers,
                       severity=Severity.INFO)  # fmt: skip
        if value.other:
            self._reading.observe_figure(indicator, role, year, value.other, list(dict.fromkeys(numbers)))
            return
        self._reading.observe(
            indicator,
            role,
            year,
            value.value,
            list(dict.fromkeys(numbers)),
            comparator=value.comparator,
            as_printed=value.printed,
            confidence=confidence,
        )

    # -- checks

    def _check_head(self, rows: _Rows, years: Sequence[int]) -> None:
        """Report a head whose years are not those of the other boxes or of its own columns."""
        own = (rows.columns.baseline, rows.columns.target)
        usual = max(self._heads.years, key=lambda pair: self._heads.years[pair])
        if own != usual or own[1] != years[-1] or own[0] >= years[0]:
            self._find("head-years", f"The years {own[0]} and {own[1]} in the heads differ from the other boxes or columns.",
                       f"表頭の年度 {own[0]}・{own[1]} がほかの指標や実績欄の年度と合いません。", rows.head.number,
                       rows.figures.number)  # fmt: skip

    def _check_pair(self, indicator: Indicator, values: tuple[Value, Value]) -> None:
        """Report a pair of figures that cannot both be right, and a whole figure beside a split one."""
        baseline, target = values[0].value, values[1].value
        if baseline is None or target is None:
            return
        if (" | " in values[0].printed) != (" | " in values[1].printed):
            self._find("figure-beside-split", f"Of “{indicator.label}” one figure is split and one is not: look whether it is whole.",
                       f"「{indicator.label}」の数値の一方が分割されています。他方に欠けがないか確認してください。", *indicator.lines)  # fmt: skip
        if (
            decimals(baseline) != decimals(target)
            or wrong_side(baseline, target, indicator.direction)
            or not of_like_size(baseline, target)
            or (fold(indicator.unit) == "%" and max(baseline, target) > 100)
        ):
            self._find("figure-pair", f"{baseline} and {target} of “{indicator.label}” hardly belong together.",
                       f"「{indicator.label}」の {baseline} と {target} は組として不自然です。", *indicator.lines)  # fmt: skip

    def _check_actual(
        self, indicator: Indicator, value: Value, values: tuple[Value, Value], line: Line
    ) -> None:
        beside = [other.value for other in values if other.value is not None]
        if value.value is None or not beside:
            return
        actual = value.value
        too_large = fold(indicator.unit) == "%" and actual > 100
        if too_large or not any(of_like_size(actual, other) for other in beside):
            self._find("figure-actual", f"The actual {actual} of “{indicator.label}” is far from baseline and target.",
                       f"「{indicator.label}」の実績値 {actual} は基準値・目標値とかけ離れています。", line.number)  # fmt: skip

    def _report_box(self, head: Line) -> None:
        self._find("indicator-box", "The box of an indicator cannot be read: its rows do not fit its heads.",
                   "指標の表の行が表頭と合わず、読み取れません。", head.number)  # fmt: skip

    def _find(
        self, rule: str, en: str, ja: str, *numbers: int, severity: Severity = Severity.WARNING
    ) -> None:
        self._reading.report(rule, severity, en, ja, *dict.fromkeys(numbers))


_JA = {Role.BASELINE: "基準値", Role.TARGET: "目標値", Role.ACTUAL: "実績値"}


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Return cells without the empty ones at their end."""
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return list(cells[: last + 1])


def _doubt(value: Value) -> Value:
    return value if value.none else Value(None, value.printed, Confidence.DOUBTFUL)


def _parted(cells: Sequence[str]) -> list[str]:
    """Return a row's cells with the first one that ends in the dash of an absent value parted in two."""
    for index, cell in enumerate(cells):
        words = cell.split()
        if len(words) == 2 and is_no_value(words[1]) and not is_no_value(words[0]):
            return [*cells[:index], *words, *cells[index + 1 :]]
    return list(cells)
