"""Legends of rating scales of every kind that plans print: each mark gets its own words, and no others."""

from __future__ import annotations

from itertools import product

import pytest

from keikaku.reading.values.rating_scales import Step, legend

SCALES = [
    ["◎", "○", "△", "×"],
    ["S", "A", "B", "C"],
    ["Ａ", "Ｂ", "Ｃ", "Ｄ", "Ｅ"],
    ["A+", "A", "B"],
    ["1", "2", "3", "4", "5"],
    ["５", "４", "３", "２", "１"],
    ["I", "II", "III", "IV"],
    ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ"],
    ["①", "②", "③"],
    ["○", "×"],
    ["★", "☆"],
]
WORDS = [
    ["順調", "概ね順調", "やや遅れ", "遅れ", "未着手"],
    ["目標を達成した", "目標の 8 割以上", "目標の 5 割以上", "半ばに満たない", "測れない"],
    ["達成（100％以上）", "未達成（LINE の登録）", "中止・廃止を含む", "その他", "なし"],
]
FORMS = ["{mark} {words}", "{mark}：{words}", "{mark}={words}", "{mark}（{words}）", "{mark}　{words}"]


@pytest.mark.parametrize("marks", SCALES, ids="".join)
def test_a_legend_gives_each_mark_its_words(marks: list[str]) -> None:
    for words, form, between in product(WORDS, FORMS, (" ", "　", "、", "\t", " / ")):
        steps = [Step(*pair) for pair in zip(marks, words, strict=False)]
        if form == FORMS[3] and any("（" in step.words for step in steps):
            continue  # brackets within brackets
        text = between.join(form.format(mark=step.mark, words=step.words) for step in steps)
        assert [(step.mark, step.words.replace(" ", "")) for step in legend(text)] == [
            (step.mark, step.words.replace(" ", "")) for step in steps
        ], text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "評価の基準",
        "A",
        "A B C",
        "A 順調に進んでいる",
        "A 順調 A 遅れ B 中止",
        "令和 5 年度の評価",
        "注 A 順調 B 遅れ",
    ],
)
def test_what_is_no_legend_gives_none(text: str) -> None:
    assert legend(text) == []


def test_boxes_keep_the_words_in_their_order() -> None:
    assert legend("□ このまま続ける □ 一部を見直す □ やめる") == [
        Step("", "このまま続ける"),
        Step("", "一部を見直す"),
        Step("", "やめる"),
    ]
