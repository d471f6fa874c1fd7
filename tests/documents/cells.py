"""Comparing the tables of a document with what its maker says that they hold."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any

from keikaku import PublishedDocument, read_document
from keikaku.documents.form import Table
from tests.support import shared

Cells = set[tuple[int, int, int, int, str]]


@cache
def document(*parts: str) -> PublishedDocument:
    """Return one of the shared documents, read once."""
    return read_document(shared(*parts), ocr=None)


@cache
def truth(name: str) -> Any:
    """Return what a typeset document holds."""
    return json.loads(shared("formats", "truth", f"{name}.json").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Return a text as it is compared: width and white space do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def tables(read: PublishedDocument, page: int) -> list[Cells]:
    """Return the cells of each table of a page: row, column, spans, text."""
    return [
        {(cell.row, cell.column, cell.rows, cell.columns, plain(cell.text)) for cell in block.cells}
        for part in read.parts
        if part.number == page
        for block in part.blocks
        if isinstance(block, Table)
    ]


def expected(table: Any) -> Cells:
    """Return the cells of a table of the truth, on the grid of the rows and columns that are in use."""
    rows = sorted(
        {cell["r"] for cell in table["cells"]} | {cell["r"] + cell["rs"] for cell in table["cells"]}
    )
    columns = sorted(
        {cell["c"] for cell in table["cells"]} | {cell["c"] + cell["cs"] for cell in table["cells"]}
    )
    return {
        (
            rows.index(cell["r"]),
            columns.index(cell["c"]),
            rows.index(cell["r"] + cell["rs"]) - rows.index(cell["r"]),
            columns.index(cell["c"] + cell["cs"]) - columns.index(cell["c"]),
            plain(cell["text"]),
        )
        for cell in table["cells"]
    }
