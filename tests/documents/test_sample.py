"""300 cells of two real documents that a person compared with their print."""

from __future__ import annotations

import csv
import hashlib

from keikaku.documents.form import Table
from tests.documents.cells import document
from tests.support import ROOT

VERDICTS = ROOT / "tests" / "approved" / "cells-by-eye.tsv"


def test_cells_that_were_compared_with_their_print_are_read_as_then() -> None:
    """Made by ``python tools/sample_cells.py``, which draws the sample again where a reading changes."""
    with VERDICTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    other = [row for row in rows if _digest(row) != row["text"]]

    assert len(rows) == 300
    assert [row for row in rows if row["verdict"] == "wrong"] == []
    assert other == []


def _digest(row: dict[str, str]) -> str:
    """Return what stands for the text of a cell today."""
    part = document("documents", row["document"]).parts[int(row["page"]) - 1]
    table = [block for block in part.blocks if isinstance(block, Table)][int(row["table"]) - 1]
    place = (int(row["row"]) - 1, int(row["column"]) - 1)
    found = [cell.text for cell in table.cells if (cell.row, cell.column) == place]
    return hashlib.sha256(found[0].encode()).hexdigest()[:16] if found else ""
