"""The tables of actions: names and texts over several rows, beside them the projects."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import join, key, tidy
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings, Table
from keikaku.reading.layouts.evaluation_sheets.text import Text
from keikaku.reading.model import Confidence, Element, Fact, Kind, Severity
from keikaku.reading.records import Reading

_NAME, _TEXT, _PROJECTS = range(3)
_COPY = 20
"""Length from which a print that stands in the rows before is a copy and no chance likeness."""

_REACH = 40
"""How many rows above one that may be a copy are looked at."""


@dataclass(slots=True, eq=False)
class Row:
    """A row of a table of actions."""

    line: Line
    name: str
    text: str
    projects: str


@dataclass(slots=True, eq=False)
class ActionTable:
    """The rows of a sheet's table, before they are put together."""

    measure: Element
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Name:
    """A name in the making: its prints and their lines, and whether its lines may be of two names."""

    parts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    doubtful: bool = False

    def add(self, part: str, line: Line) -> None:
        self.parts.append(part)
        self.lines.append(line.number)

    @property
    def label(self) -> str:
        return join(self.parts)


@dataclass(slots=True, eq=False)
class _Action:
    """An action in the making; one whose name was lost has none."""

    name: _Name = field(default_factory=_Name)
    text: Text = field(default_factory=Text)
    gaps: list[int] = field(default_factory=list)
    projects: list[_Name] = field(default_factory=list)


def width(text: str) -> int:
    """Return how wide a print is, a full-width character counting two."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in tidy(text))


class Widths:
    """How wide the columns of names and of projects are: a name that wraps fills its column.

    Args:
        tables: The document's tables.
    """

    def __init__(self, tables: Iterable[ActionTable]) -> None:
        rows = [row for table in tables for row in table.rows]
        self.name = max((width(row.name) for row in rows), default=0)
        self.project = max((width(row.projects) for row in rows if " " not in row.projects), default=0)

    @staticmethod
    def fills(text: str, column: int) -> bool:
        """Return whether a print reaches the end of its column, one character aside."""
        return width(text) >= column - 2


class TableReader:
    """Collects and reads the tables of actions.

    Args:
        reading: What is read.
        settings: The layout's settings.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings) -> None:
        self._reading = reading
        self._table: Table = settings.table
        self._labels = [
            key(word) for word in (self._table.name, self._table.description, self._table.projects)
        ]

    # -- rows

    def heads(self, line: Line) -> list[int] | None:
        """Return which columns the cells of a row of heads begin, None for any other row.

        All three heads stand in the row, or those of the columns that are left; in a broken row a head may
        have moved into the cell of its neighbour, the text's head is always in its place.
        """
        labels = self._labels
        if labels[_TEXT] not in key(line.text):
            return None
        cells = [key(cell) for cell in line.cells]
        while cells and not cells[-1] and len(cells) > len(labels):
            cells.pop()
        if any(_without(cell, labels) for cell in cells):
            return None
        if len(cells) == len(labels):
            fits = all(not cell or label in cell for cell, label in zip(cells, labels, strict=True))
            return [_NAME, _TEXT, _PROJECTS] if fits else None
        columns = [labels.index(cell) for cell in cells if cell in labels]
        return columns if len(columns) == len(cells) and columns == sorted(set(columns)) else None

    def collect(self, lines: Sequence[Line], measure: Element) -> ActionTable:
        """Collect the rows of a sheet's table; what is no row stays unread."""
        table, columns = ActionTable(measure), None
        for line in lines:
            found = self.heads(line)
            if columns is None and found:
                columns = found
                self._reading.structure(line.number)
            elif columns is None and self._is_title(line):
                self._reading.structure(line.number)
            elif columns is not None:
                self._row(line, columns, table)
        if not table.rows:
            self._find("table-missing", f"The sheet of “{measure.label}” has no readable table of actions.",
                       f"「{measure.label}」のシートに個別施策の表が見つかりません。", *measure.lines)  # fmt: skip
        return table

    def _is_title(self, line: Line) -> bool:
        return self._table.title.fullmatch(line.text) is not None

    def _row(self, line: Line, columns: Sequence[int], table: ActionTable) -> None:
        cells = line.cells
        if self._is_copy(cells, table):
            self._reading.copy(line.number)
            return
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            return
        by_column = dict(zip(columns, cells, strict=False))
        row = Row(line, *(by_column.get(column, "") for column in (_NAME, _TEXT, _PROJECTS)))
        named = "。" not in row.name + row.projects and "、" not in row.projects
        if named and not self.heads(line) and not self._is_title(line):
            table.rows.append(row)

    def _is_copy(self, cells: Sequence[str], table: ActionTable) -> bool:
        """Return whether a row prints once more what the rows before it print."""
        near = table.rows[-_REACH:]
        if any(tuple(cells) == row.line.cells and len("".join(cells)) >= _COPY for row in near):
            return True
        held = [cell for cell in cells if cell]
        if len(held) != 1 or len(key(held[0])) < _COPY:
            return False
        return key(held[0]) in key(self._table.description + "".join(row.text for row in near))

    # -- actions

    def read(self, table: ActionTable, widths: Widths) -> None:
        """Put the rows of a table together, and add its actions and projects."""
        actions: list[_Action] = []
        last_name = 0
        for index, row in enumerate(table.rows):
            if row.name and self._continues(actions, widths, after=last_name == index - 1):
                actions[-1].name.add(row.name, row.line)
                last_name = index
            elif row.name or (row.text and (not actions or actions[-1].text.complete)):
                actions.append(_Action())
                if row.name:
                    actions[-1].name.add(row.name, row.line)
                    last_name = index
            if not actions:
                continue
            if row.text:
                actions[-1].text.add(row.line, [row.text])
            if self._has_gap(actions[-1], row):
                actions[-1].gaps.append(row.line.number)
            self._add_projects(actions[-1], row, widths)
        for action in actions:
            self._state(action, table.measure)
            self._check_name(action, widths)

    def _has_gap(self, action: _Action, row: Row) -> bool:
        """Return whether a row lacks its text, or prints there what reads as a project."""
        if not row.text:
            return not action.text.complete
        return not row.projects and self._whole(row.text)

    def _continues(self, actions: list[_Action], widths: Widths, *, after: bool) -> bool:
        """Return whether a name goes on in this row: it stands right below, and the text has not ended.

        A name that wraps fills its column; where it does not, the reading is doubtful.
        """
        if not actions or not actions[-1].name.parts or not after or actions[-1].text.complete:
            return False
        name = actions[-1].name
        name.doubtful = name.doubtful or not widths.fills(name.parts[-1], widths.name)
        return True

    def _add_projects(self, action: _Action, row: Row, widths: Widths) -> None:
        """Add the projects of a cell: each ends as a project does; one that does not goes on in the next row."""
        open_ = (
            action.projects[-1] if action.projects and not self._whole(action.projects[-1].label) else None
        )
        for part in self._split(row.projects):
            if open_:
                open_.doubtful = open_.doubtful or not widths.fills(open_.parts[-1], widths.project)
            if open_ is None:
                open_ = _Name()
                action.projects.append(open_)
            open_.add(part, row.line)
            open_ = None if self._whole(open_.label) else open_

    def _split(self, cell: str) -> list[str]:
        """Return the names in a cell: a space parts two where a name ends before it."""
        names: list[str] = []
        for word in cell.split():
            if names and not self._whole(names[-1]):
                names[-1] += f" {word}"
            else:
                names.append(word)
        return names

    def _whole(self, label: str) -> bool:
        return label.endswith(tuple(self._table.project_ends))

    # -- records

    def _state(self, action: _Action, measure: Element) -> None:
        """Add an action with its text and projects; without a name they hang on the measure, doubtful."""
        named = bool(action.name.parts)
        confidence = Confidence.CERTAIN if named else Confidence.DOUBTFUL
        holder = measure
        if named:
            holder = self._reading.element(
                Kind.ACTION,
                action.name.label,
                under=measure,
                lines=action.name.lines,
                confidence=Confidence.DOUBTFUL if action.name.doubtful else confidence,
            )
        else:
            self._report_nameless(action, measure)
        if action.text.lines:
            action.text.state(self._reading, holder, Fact.DESCRIPTION, confidence)
        for project in action.projects:
            self._project(project, holder, confidence)
        if action.gaps:
            self._find("action-text", f"The text beside an action of “{measure.label}” has a gap.",
                       f"「{measure.label}」の個別施策の成果の文章に欠けがあります。", *action.gaps)  # fmt: skip
        if named and not (action.projects and action.text.lines):
            self._find("action-bare", f"The action “{action.name.label}” lacks its text or its projects.",
                       f"個別施策「{action.name.label}」に成果または事務事業がありません。", *action.name.lines)  # fmt: skip

    def _check_name(self, action: _Action, widths: Widths) -> None:
        """Report a name that ends where its column ends: a line below it may be lost."""
        name = action.name
        if name.doubtful:
            self._find("action-name-wrap", f"The lines of the name “{name.label}” may be of two names.",
                       f"個別施策名「{name.label}」は二つの名称がつながった可能性があります。", *name.lines)  # fmt: skip
        elif name.parts and width(name.parts[-1]) == widths.name:
            self._find("action-name-end", f"The name “{name.label}” ends where its column ends: a line may be lost.",
                       f"個別施策名「{name.label}」は列の幅いっぱいで終わっています。続きが失われた可能性があります。", *name.lines,
                       severity=Severity.INFO)  # fmt: skip

    def _project(self, project: _Name, holder: Element, confidence: Confidence) -> None:
        if project.doubtful or not self._whole(project.label) or project.label in self._table.project_ends:
            confidence = Confidence.DOUBTFUL
            self._find("project-name", f"The name of the project “{project.label}” may be cut, or of two names.",
                       f"事務事業名「{project.label}」が途中で切れている可能性があります。", *project.lines)  # fmt: skip
        self._reading.element(
            Kind.PROJECT, project.label, under=holder, lines=project.lines, confidence=confidence
        )

    def _report_nameless(self, action: _Action, measure: Element) -> None:
        numbers = [line.number for line in action.text.lines]
        numbers += [number for project in action.projects for number in project.lines]
        self._find("action-name", f"The name of an action of “{measure.label}” was lost; its projects hang on the measure.",
                   f"「{measure.label}」の個別施策名が失われています。事務事業は施策に直接つなぎました。", *numbers)  # fmt: skip

    def _find(
        self, rule: str, en: str, ja: str, *numbers: int, severity: Severity = Severity.WARNING
    ) -> None:
        self._reading.report(rule, severity, en, ja, *dict.fromkeys(numbers))


def _without(text: str, words: Sequence[str]) -> str:
    """Return a text without the given words."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text
