"""Patterns asked one by one, and many at once."""

from __future__ import annotations

import pytest

from keikaku.reading.values.patterns import Forms, Pattern

HEADS = [("goal", "基本目標[0-9] .+"), ("any", ".+[0-9] .+"), ("measure", "施策 .+")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("　基本目標１　安全なまち", ("goal", "any")),
        ("施策　道路", ("measure",)),
        ("その施策　道路", ()),
        ("", ()),
    ],
)
def test_all_patterns_of_a_text_are_found_in_their_order(text: str, names: tuple[str, ...]) -> None:
    assert Forms((name, Pattern(form)) for name, form in HEADS).fitting(text) == names


def test_a_pattern_may_stand_anywhere_where_that_is_asked() -> None:
    forms = [("years", Pattern("[0-9]+年度"))]
    assert Forms(forms, anywhere=True).fitting("計画期間は令和３年度から") == ("years",)
    assert Forms(forms).fitting("計画期間は令和３年度から") == ()


@pytest.mark.parametrize("most", [30, 400])
def test_patterns_that_are_too_much_to_be_asked_at_once_are_asked_one_by_one(most: int) -> None:
    """RE2 refuses patterns together that outgrow its memory: no heading may be lost by that."""
    large = [
        (str(at), Pattern(f"(?:[ぁ-ん]{{{at},{most}}}[ァ-ヶ]{{1,{most}}}){{1,2}}道{at}"))
        for at in range(1, 21)
    ]
    assert Forms(large).fitting("あいうアイウ道3") == ("3",)
