"""The definition: tables, their columns, and what a cell may hold. Everything that is written of tables follows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from keikaku.ground import content, vocab
from keikaku.ground.vocab import PREFIXES

ColumnType = Literal["string", "integer", "decimal", "year", "iri", "code"]
_SHAPES: Mapping[ColumnType, str] = {
    "string": r"(?s).+",
    "integer": r"-?(?:0|[1-9][0-9]{0,17})",
    "decimal": r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?",
    "year": r"[0-9]{4}",
    "iri": r"[a-z][a-z0-9+.\-]{1,20}:[^\s<>\"{}|\\^`]+",
    "code": r"[A-Za-z]{1,60}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        id: Its name in Parquet, schemas and programs.
        ja: Its head in the CSV.
        en: What it is, in English.
        type: What a cell holds.
        codes: The codes that it takes, with their labels by language; none where it takes no codes.
        many: Whether a cell holds several, parted by :attr:`Definition.separator`.
        required: Whether no cell is empty.
        pattern: What a cell fits, or "".
        about: IRI of the property that it holds, or "".
        within: The table whose keys it names, or "".
    """

    id: str
    ja: str
    en: str
    type: ColumnType
    codes: Mapping[str, Mapping[str, str]]
    many: bool = False
    required: bool = False
    pattern: str = ""
    about: str = ""
    within: str = ""

    def fits(self, cell: str) -> bool:
        """Tell whether a cell, or one of several in it, is as the column wants it."""
        if self.codes:
            return cell in self.codes
        return bool(
            re.fullmatch(_SHAPES[self.type], cell) and (not self.pattern or re.fullmatch(self.pattern, cell))
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        id: Its name.
        labels: What it is called, by language.
        columns: Its columns.
        key: The column that tells its rows apart.
    """

    id: str
    labels: Mapping[str, str]
    columns: tuple[Column, ...]
    key: str

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of its columns in the CSV."""
        return tuple(column.ja for column in self.columns)


class Definition:
    """The definition as its file says it."""

    def __init__(self) -> None:
        self._raw: Mapping[str, Any] = content.from_yaml(content.folder("ontology") / "open-data.yml")
        self.version: str = self._raw["version"]
        self.separator: str = self._raw["separator"]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by their names."""
        return {name: self._table(name, said) for name, said in self._raw["tables"].items()}

    def _table(self, name: str, said: Mapping[str, Any]) -> Table:
        head, *rest = said["columns"]
        shared = ("first", "last") if not said.get("alone") else ()
        first, last = (self._raw[which] if which in shared else [] for which in ("first", "last"))
        columns = [head, *first, *rest, *last]
        return Table(
            name, {"ja": said["ja"], "en": said["en"]}, tuple(map(self._column, columns)), said["key"]
        )

    def _column(self, said: Mapping[str, Any]) -> Column:
        prefix, _mark, local = said.get("about", "").partition(":")
        return Column(
            **{
                **said,
                "codes": self.codes(said.get("codes", "")),
                "about": PREFIXES[prefix] + local if local else "",
            }
        )

    @cache  # noqa: B019 - there is one definition
    def codes(self, name: str) -> dict[str, dict[str, str]]:
        """Return the codes of a list, the definition's own or one of the code lists, with their labels by language."""
        if not name:
            return {}
        if name in self._raw["lists"]:
            own = self._raw["lists"][name]
            return {code: {"ja": labels[0], "en": labels[1]} for code, labels in own.items()}
        return {one.iri.rpartition("#")[2]: one.labels for one in vocab.codes(name)}


@cache
def definition() -> Definition:
    """Return the definition."""
    return Definition()
