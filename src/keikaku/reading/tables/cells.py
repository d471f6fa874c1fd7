"""Cells: the role, the year and the unit of what a cell below a head prints."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property, lru_cache

from keikaku.ground.text.folding import fold
from keikaku.reading.departments import is_department
from keikaku.reading.tables.kinds import NOTHING, TableKind
from keikaku.reading.tables.result import Column, Use, Value
from keikaku.reading.tables.several import with_commas
from keikaku.reading.tables.vocabulary import CATEGORY, CLASSES, FIGURES, GROUP, MONEY, squeeze, without_years
from keikaku.reading.tables.wrapping import Piece
from keikaku.reading.values.fiscal import find_years
from keikaku.reading.values.numbers import figure, is_no_value, yen

_LABELLED = re.compile(r"\s*(?P<label>[^:]{1,24}):\s*(?P<value>.*)", re.DOTALL)
_DATED = re.compile(r"\s*(?P<value>.*\S)\s*\((?P<year>[^()]*(?:\([^()]*\)[^()]*)?)\)\s*", re.DOTALL)
_SHIFTED = frozenset({"", "schedule", CATEGORY})
"""Roles of columns that cells of other roles are shifted into."""
_LATER = frozenset({"target", "actual"})
"""What a row may say of its figures and not of the one below 基準値, which stands beside both."""
UNTOLD = "untold"
"""What figures are where their row does not say it though others do."""


@lru_cache(maxsize=1024)
def is_unit(unit: str) -> bool:
    """Return whether figures can be of a unit."""
    return figure("1" + unit) is not None


class CellReader:
    """Reads the cells of one table.

    Args:
        kind: The kind of the table.
        caption: What is printed above it.
    """

    def __init__(self, kind: TableKind, caption: str) -> None:
        self._kind = kind
        self._words = kind.words
        self._caption = caption

    def is_name(self, text: str) -> bool:
        """Return whether a cell below a head that names things is a name, and no figure with a head of its own."""
        labelled = self._labelled(text)
        return labelled is None or labelled[0] in CLASSES

    def name(self, text: str) -> str:
        """Return the name that a cell is, without a label of its own ("指標:…")."""
        labelled = self._labelled(text)
        return labelled[1] if labelled else text

    def value(
        self, column: Column, piece: Piece, row_role: str, row_year: int | None
    ) -> tuple[Value | None, Use]:
        """Return what a cell says and where it went: None where it says nothing that has a role.

        Args:
            column: Its column.
            piece: Its print.
            row_role: The role that its row gives to figures, or "".
            row_year: The fiscal year that its row gives to figures.
        """
        role, text, year = self._said(column, piece.text)
        if role == "department":
            text = with_commas(piece.lines, is_department) or text
        if column.goal:
            return (
                (None, Use.STRUCTURE)
                if is_no_value(text)
                else (Value("sdg", column.goal, piece.cells), Use.READ)
            )
        if row_role and role == "period_total":
            role = role if row_role == "total" else "period_part"
        elif (
            row_role
            and role in FIGURES | {GROUP, *_SHIFTED}
            and not (role == "baseline" and row_role in _LATER)
        ):
            role = row_role
        if self._kind.contents and role in {*self._kind.contents, *_SHIFTED}:
            role = next((one for one in self._kind.contents if self.holds(one, text)), role)
        if role == NOTHING:
            return None, Use.STRUCTURE
        if role in {"", GROUP, UNTOLD}:
            return None, Use.UNREAD
        if role in FIGURES:
            text, own = self._dated(text)
            year = own or year or row_year or self._kind.years.get(role) or self._caption_year
        elif role != "schedule":
            year = None
        return Value(role, text, piece.cells, year, self._unit(role, column), column.stage), Use.READ

    def _said(self, column: Column, text: str) -> tuple[str, str, int | None]:
        """Return role, text and year that column and cell say."""
        if column.role not in {*CLASSES, "", GROUP}:
            return column.role, text, column.year
        labelled = self._labelled(text)
        if labelled is not None:
            return labelled[0], labelled[1], labelled[2] or column.year
        return "number" if column.role in CLASSES else column.role, text, column.year

    def _labelled(self, text: str) -> tuple[str, str, int | None] | None:
        """Return role, value and year of a cell that prints a head of its own ("2030年:40件"), None of any other."""
        match = _LABELLED.fullmatch(fold(text))
        if match is None:
            return None
        words = self._words.head(text[slice(*match.span("label"))])
        role = words.role or (self._kind.bare or "" if words.bare else "")
        return (role, text[slice(*match.span("value"))].strip(), words.year) if role else None

    def holds(self, role: str, text: str) -> bool:
        """Return whether a cell holds what a role holds."""
        word = self._words.contents.get(role)
        return word is not None and word.fullmatch(squeeze(text)) is not None

    def _dated(self, text: str) -> tuple[str, int | None]:
        """Return a figure and the year in brackets behind it: "82（R1）"."""
        match = _DATED.fullmatch(fold(text))
        years = find_years(match["year"]) if match else []
        if (
            match is None
            or len(years) != 1
            or without_years(self._words.beside_years, squeeze(match["year"]))
        ):
            return text, None
        return text[slice(*match.span("value"))], years[0][2]

    @cached_property
    def _caption_year(self) -> int | None:
        years = {year for _, _, year in find_years(self._caption)}
        return min(years) if len(years) == 1 else None

    @cached_property
    def _caption_unit(self) -> str:
        match = self._words.caption_unit.search(self._caption)
        return match["unit"] if match else ""

    def _unit(self, role: str, column: Column) -> str:
        """Return the unit of a figure: that of its head, of plan.yml or of the caption; money takes money's alone."""
        is_money = role in MONEY or role == "period_total"
        said = (column.unit, self._kind.unit if is_money else "", self._caption_unit)
        units = [unit for unit in said if unit and role in FIGURES and is_unit(unit)]
        if is_money and units[:1] == [column.unit] and yen(Decimal(1), column.unit) is None:
            return column.unit  # its head counts people (人): no money, whatever the table's unit
        return next((unit for unit in units if not is_money or yen(Decimal(1), unit) is not None), "")
