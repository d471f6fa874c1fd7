"""Misread signs of boxes: what the document proves is read, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from keikaku.documents.as_lines import read_numbered
from keikaku.reading.drafting import misread
from keikaku.reading.stream import Sheet, pieces

BOX = """\
指標名\t単位\t\t基準値(R4)\t\t目標値(R10)\t\t方向性
\t{unit}\t{first}\t\t{last}\t\t{sign}
{name}の数\t実績\tR6\tR7\tR8\tR9\tR10{border}\t
\t\t61.5{border}\t\t\t\t\t
"""
UP = (("水路", "o\t%", 40, 80, "N"), ("堤防", "o\t%", 41, 82, "N"), ("用水", "人\t", 7, 9, "N"))


def found(folder: Path, rows: Sequence[tuple[str, str, int, int, str]], border: str = "") -> dict[str, Any]:
    """Return what is proposed for boxes."""
    text = "\n".join(
        BOX.format(name=name, unit=unit, first=first, last=last, sign=sign, border=border)
        for name, unit, first, last, sign in rows
    )
    (path := folder / "plan.txt").write_text(text, encoding="utf-8")
    plan = read_numbered(path)
    printed = pieces(plan, plan.lines)
    return misread.repairs([piece for piece in printed if isinstance(piece, Sheet)])


def test_signs_are_read_as_their_cell_and_the_figures_of_their_rows_prove(tmp_path: Path) -> None:
    said = found(tmp_path, UP, "]")
    assert said["signs"] == {"unit": {"o": "%"}, "desiredDirection": {"N": "↗"}}
    assert "]" in said["debris"]


@pytest.mark.parametrize(
    ("rows", "signs"),
    [
        ((*UP[:2], ("用水", "人\t", 9, 7, "N")), {"unit": {"o": "%"}}),
        ((*UP[:2], ("用水", "人\t", 7, 7, "N")), {"unit": {"o": "%"}}),
        ((*UP[:2], ("用水", "o\t人", 7, 9, "N")), {"desiredDirection": {"N": "↗"}}),
        (tuple((name, "k\tm", 7, 9, "↗") for name, *_ in UP), {}),
        (tuple((name, "億\t円", 9, 7, "V") for name, *_ in UP), {"desiredDirection": {"V": "↘"}}),
    ],
    ids=["another way", "too few proofs", "another unit", "a unit in two cells", "down"],
)
def test_a_sign_that_nothing_proves_stays_unread(
    rows: Sequence[tuple[str, str, int, int, str]], signs: dict[str, Any], tmp_path: Path
) -> None:
    assert found(tmp_path, rows).get("signs", {}) == signs


def test_no_border_is_taken_off_where_figures_print_none(tmp_path: Path) -> None:
    assert "debris" not in found(tmp_path, UP)
