"""Numerals, strategy codes, footnote marks and units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.reading.values.codes import (
    circled,
    roman,
    strategy_codes,
    strip_footnote_marks,
    unit_in_brackets,
)

CANON = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "Ⅵ", "Ⅶ", "Ⅷ", "Ⅸ", "Ⅹ", "Ⅺ", "Ⅻ"]
LETTERS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(("value", "numeral"), list(enumerate(LETTERS, start=1)))
def test_roman_numerals_in_every_print(value: int, numeral: str) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in numeral)
    for text in (numeral, wide, CANON[value - 1], CANON[value - 1].lower(), f" {numeral} "):
        assert roman(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("ⅠI", 2), ("XXXIX", 39)]
    + [(text, None) for text in ("", "IIII", "VV", "IC", "DX", "CD", "M", "I I", "1", "A", "Ⅲ(4)", "l")],
)
def test_other_romans(text: str, value: int | None) -> None:
    assert roman(text) == value


def test_circled_numbers() -> None:
    prints = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
    assert [circled(char) for char in prints] == list(range(1, 51))
    assert [circled(char) for char in "❶❿⓫⓴"] == [1, 10, 11, 20]


@pytest.mark.parametrize("text", ["", "1", "⑴", "Ⅲ", "㊤", "①②", "ⓐ"])
def test_what_is_not_circled(text: str) -> None:
    assert circled(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Ⅲ(4)", ["Ⅲ(4)"]),
        ("III(4)", ["Ⅲ(4)"]),
        ("Ⅲ（４）", ["Ⅲ(4)"]),
        ("ＩＩＩ（４）", ["Ⅲ(4)"]),
        ("I(4) III(4)", ["Ⅰ(4)", "Ⅲ(4)"]),
        ("Ⅰ(4)、Ⅲ(4)", ["Ⅰ(4)", "Ⅲ(4)"]),
        ("Ⅰ(4), Ⅲ", ["Ⅰ(4)", "Ⅲ"]),
        ("Ⅲ", ["Ⅲ"]),
        ("Ⅲ (4)", ["Ⅲ(4)"]),
        (" Ⅻ(10)　", ["Ⅻ(10)"]),
    ],
)
def test_strategy_codes(text: str, codes: list[str]) -> None:
    assert strategy_codes(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(4)",
        "Ⅲ(4)継続",
        "Ⅲ(4) 企画政策課",
        "3(4)",
        "Ⅲ()",
        "Ⅲ(04)",
        "XIII(1)",
        "IIII(1)",
        "Ⅲ(4",
        "Ⅲ4",
        "A(1)",
        "-",
    ],
)
def test_no_strategy_codes(text: str) -> None:
    assert strategy_codes(text) is None


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 99)), min_size=1, max_size=5), st.data())
def test_codes_read_back_in_every_print(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    numerals = data.draw(st.sampled_from([CANON, LETTERS]))
    bracket = data.draw(st.sampled_from(["({})", "（{}）", " ({} )"]))
    between = data.draw(st.sampled_from([" ", "、", "　", "，", ", "]))
    text = between.join(numerals[big] + (bracket.format(small) if small else "") for big, small in pairs)
    assert strategy_codes(text) == [CANON[big] + (f"({small})" if small else "") for big, small in pairs]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("経常収支比率（※２）（％）", "経常収支比率（％）"),
        ("財政力指数（※１）", "財政力指数"),
        ("成婚数の累計（件）（※）", "成婚数の累計（件）"),
        ("将来負担比率※1", "将来負担比率"),
        ("将来負担比率 *1", "将来負担比率"),
        ("将来負担比率＊１（％）", "将来負担比率（％）"),
        ("将来負担比率（注1）", "将来負担比率"),
        ("将来負担比率*", "将来負担比率"),
        ("成婚数※2025年", "成婚数2025年"),
        ("RPA（ ※ ）の導入", "RPAの導入"),
        ("受注1件", "受注1件"),
        ("件数（注文）", "件数（注文）"),
        ("**太字**", "**太字**"),
        ("市税徴収率（滞納繰越分を含む）", "市税徴収率（滞納繰越分を含む）"),
    ],
)
def test_footnote_marks_go(text: str, label: str) -> None:
    assert strip_footnote_marks(text) == label


@pytest.mark.parametrize(
    ("text", "label", "unit"),
    [
        ("「広報須坂」を読んでいる人の割合（％）", "「広報須坂」を読んでいる人の割合", "％"),
        ("オンライン相談会の相談件数の累計 (件 )", "オンライン相談会の相談件数の累計", "件"),
        ("会議等の開催数（回 /年）", "会議等の開催数", "回/年"),
        ("情報発信数（件/年）", "情報発信数", "件/年"),
        ("市税徴収率（滞納繰越分を含む）（％）", "市税徴収率（滞納繰越分を含む）", "％"),
        ("成婚数の累計（件）（※）", "成婚数の累計", "件"),
        ("経常収支比率（※２）（％）", "経常収支比率", "％"),
        ("寄附金額（億円）", "寄附金額", "億円"),
        ("事業費（百万円）", "事業費", "百万円"),
        ("観光客数（万人）", "観光客数", "万人"),
        ("参加者数（延べ人）", "参加者数", "延べ人"),
        ("認定農業者数（法人）", "認定農業者数", "法人"),
        ("支援した企業数の累計（企業）", "支援した企業数の累計", "企業"),
        ("空き家率（単位：％）", "空き家率", "％"),
        ("面積［㎡］", "面積", "㎡"),
        ("排出量（千t-CO2）", "排出量", "千t-CO2"),
        ("排出量（g/人・日）", "排出量（g/人・日）", ""),
        ("ごみ排出量（ｇ／人）", "ごみ排出量", "ｇ／人"),
        ("収量（kg/10a）", "収量", "kg/10a"),
        ("健康寿命（歳）", "健康寿命", "歳"),
        ("設置数（ヶ所）", "設置数", "ヶ所"),
        ("財政力指数（一般）", "財政力指数（一般）", ""),
        ("本町への寄附金額 (一般)", "本町への寄附金額 (一般)", ""),
        ("市民税（法人）", "市民税（法人）", ""),
        ("障がい者（児）", "障がい者（児）", ""),
        ("整備率（下水道）", "整備率（下水道）", ""),
        ("利用者数（件数）", "利用者数（件数）", ""),
        ("財政力指数", "財政力指数", ""),
        ("（人）", "（人）", ""),
        ("（人", "（人", ""),
        ("開催数（回）増", "開催数（回）増", ""),
        ("開催数（）", "開催数（）", ""),
        ("", "", ""),
    ],
)
def test_a_unit_in_brackets_is_told_from_a_name(text: str, label: str, unit: str) -> None:
    assert unit_in_brackets(text) == (label, unit)


@given(st.text(max_size=30))
def test_a_label_loses_nothing_but_marks_and_unit(text: str) -> None:
    label, unit = unit_in_brackets(text)
    assert text.strip().startswith(label) or label == strip_footnote_marks(text) or unit
    assert unit_in_brackets(label + "（％）")[1] in {"％", ""}
