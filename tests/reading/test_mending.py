"""Repairs of cells: made where plan.yml declares them and the figures beside prove them, with the print kept."""

from __future__ import annotations

from decimal import Decimal

import pytest

from keikaku.reading.model import Confidence
from tests.reading.made import Read

GRAMMAR = r"""
tables:
  indicators:
    rows: Indicator
    heads: [unit, desiredDirection]
    columns: {desiredDirection: 推移}
    repairs:
      signs: {unit: {"o": "%"}, desiredDirection: {"V": "↘", "7": "↗"}}
      debris: "]'"
      split: true
      because: other boxes of the document print them whole
"""
BOX = """\
架空町
成果指標\t単位\t\t当初値(R6)\t\t目標値(R11)\t\t推移
蛍のいる地点\to\t%\t6\t8\t8\t30\t7
\t実績\tR7\tR8]
\t\t71.5] '
"""


def test_cells_are_put_together_where_one_reading_is_left(read: Read) -> None:
    reading = read(BOX, GRAMMAR)
    (one,) = reading.indicators
    assert (one.unit, one.direction) == ("%", "Increase")
    assert one.misread == {"unitLabel": "o | %", "desiredDirection": "7"}
    assert [(each.role, each.fiscal_year, each.value, each.as_printed) for each in one.observations] == [
        ("Actual", 2025, Decimal("71.5"), "71.5] '"),
        ("Baseline", 2024, Decimal(68), "6 | 8"),
        ("Target", 2029, Decimal(80), "8 | 30"),
    ]
    assert {each.confidence for each in one.observations} == {Confidence.REPAIRED}
    assert reading.account().unread == (1,)
    assert [each.rule for each in reading.findings] == ["figure-joined", "figure-joined"]


@pytest.mark.parametrize(
    ("old", "new", "doubtful"),
    [
        ("\t8\t30", "\t8\t50", {"6 | 8", "8 | 50"}),  # 850 % there is not, and no digit's right half is a 5
        ("\t7\n", "\tV\n", {"6 | 8", "8 | 30"}),  # nothing falls from 68 to 80
        ("\t%\t6", "\t人\t6", {"6 | 8", "8 | 30"}),  # the unit is in pieces, and of people 830 may be meant
    ],
)
def test_what_nothing_proves_stays_in_its_parts(old: str, new: str, doubtful: set[str], read: Read) -> None:
    reading = read(BOX.replace(old, new), GRAMMAR)
    unsure = [one for each in reading.indicators for one in each.observations if one.value is None]
    assert {one.as_printed for one in unsure} == doubtful
    assert {one.confidence for one in unsure} == {Confidence.DOUBTFUL}
    assert [each.rule for each in reading.findings].count("figure-doubtful") == len(doubtful)


def test_without_a_declaration_nothing_is_put_together(read: Read) -> None:
    reading = read(BOX, GRAMMAR[: GRAMMAR.index("    repairs:")])
    assert not any(one.confidence is Confidence.REPAIRED for one in reading.records())
    assert "unread-figure" in [one.rule for one in reading.findings]
