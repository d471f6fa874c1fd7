"""A table of the paper: its columns, its rows, and how what stands in a cell is worded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from keikaku.audit.model import Audit
from keikaku.audit.words import word
from keikaku.documents.places import shown
from keikaku.ground.messages import Language

CellValue = str | int | float | None
ColumnKind = Literal["text", "name", "long", "number", "yen", "percent", "status", "iri"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and how its cells are written."""

    head: str
    kind: ColumnKind = "text"


@dataclass(slots=True)
class Table:
    """A table of the paper.

    Attributes:
        name: Name of its sheet, its file and its place on the page.
        title: Its heading.
        columns: Its columns.
        rows: Its rows, all of one kind: what sums them up has a table of its own.
    """

    name: str
    title: str
    columns: list[Column]
    rows: list[list[CellValue]] = field(default_factory=list)


def table_of(name: str, language: Language, *columns: Column | str) -> Table:
    """Return a table without rows; a column that is a word is headed by it.

    Args:
        name: Its name, which is also the word of its heading.
        language: Of its heads.
        columns: Its columns.
    """
    made = [
        Column(word(one, language), "name" if one in _NAMES else "text") if isinstance(one, str) else one
        for one in columns
    ]
    return Table(name, word(name, language), made)


_NAMES = {"measure", "name", "holder", "unit", "code", "question", "item"}


def labels_of(audit: Audit) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of municipalities by code and of plans by IRI."""
    towns = {one.code: one.ref.label for one in audit.municipalities}
    return towns, {plan.ref.iri: plan.ref.label for plan in audit.plans}


def worded(sources: Iterable[str], language: Language) -> list[str]:
    """Return places of documents as a reader finds them."""
    return [shown(source, language) for source in sources]


def few(texts: list[str], limit: int = 8) -> str:
    """Return the first texts of many, and how many there are."""
    return "; ".join(texts[:limit]) + (f" … ({len(texts)})" if len(texts) > limit else "")


def counted(counts: Iterable[tuple[str, int]]) -> str:
    """Return names with their numbers on one line."""
    return " · ".join(f"{name} {count:,}" for name, count in counts)
