"""Printed figures as exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.reading.model import Accumulation
from keikaku.reading.values.numbers import (
    Figure,
    figure,
    figure_or_words,
    is_in_words,
    is_no_value,
    money,
    number,
    yen,
)

WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)
UNITS = st.sampled_from(
    ["", "％", "%", "人", "件", "件/年", "回", "億円", "千円", "万人", "か所", "ポイント", "㎡", "世帯", "t"]
)
BOUNDS = {"": "", "未満": "lt", "以下": "le", "以内": "le", "以上": "ge", "超": "gt", "を上回る": "gt"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", "1234"),
        ("１２３", "123"),
        ("4,597,752", "4597752"),
        ("０．５８１", "0.581"),
        (" 0.590 ", "0.590"),
        ("0", "0"),
        ("△5", "-5"),
        ("▲1.2", "-1.2"),
        ("△ 5", "-5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("－３", "-3"),
        ("+1.5", "1.5"),
        ("\ufffd86.5", "86.5"),
    ],
)
def test_a_number_is_its_exact_value(text: str, value: str) -> None:
    assert str(number(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "―",
        "1,23",
        "12,3456",
        "1234,567",
        "0,123",
        ",123",
        "1,,234",
        "7 4",
        "8 6.5",
        "1 ,234",
        "1.",
        ".5",
        "1.2.3",
        "5²",
        "①",
        "Ⅲ",
        "007",
        "--3",
        "△-5",
        "3人",
        "90以上",
        "1e3",
        "NaN",
        "Infinity",
        "― 120",
        "―120",
        "- 120",
        "٣",
        "一",
        "8 | 30",
    ],
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert number(text) is None


@given(DECIMALS)
def test_every_number_reads_back(value: Decimal) -> None:
    for text in (f"{value:,}", f"{value}", f"{value:,}".translate(WIDE), f"{value:,}".replace("-", "△")):
        assert number(text) == value


@given(st.integers(1000, 10**12), st.data())
def test_a_comma_at_the_wrong_place_is_no_number(value: int, data: st.DataObject) -> None:
    digits = str(value)
    place = data.draw(st.integers(1, len(digits) - 1))
    text = f"{digits[:place]},{digits[place:]}"
    assert number(text) == (value if text == f"{value:,}" else None)


@given(st.text(st.sampled_from("0123456789,.-△ %人①")))
def test_a_number_is_read_from_digits_that_stand_together(text: str) -> None:
    value = number(text)
    if value is not None:
        assert text.strip().lstrip("-△ ").replace(",", "").lstrip("-") == f"{value:f}".lstrip("-")


@pytest.mark.parametrize(
    "text", ["―", "-", "－", "—", "‐", "−", "ー", "――", "- -", " ― ", "…", "……", "...", "・・・", "ｰ"]
)
def test_a_dash_says_that_there_is_no_value(text: str) -> None:
    assert is_no_value(text)


@pytest.mark.parametrize("text", ["", " ", "0", "-5", "―（2020）", "サー", "なし", "~", "一", "."])
def test_anything_else_is_not_no_value(text: str) -> None:
    assert not is_no_value(text)


@pytest.mark.parametrize(
    ("text", "value", "comparator", "unit"),
    [
        ("90.0 未満", "90.0", "lt", ""),
        ("90.0％未満", "90.0", "lt", "％"),
        ("１２．０ 以下", "12.0", "le", ""),
        ("100件以上", "100", "ge", "件"),
        ("50人超", "50", "gt", "人"),
        ("50を超える", "50", "gt", ""),
        ("＜90", "90", "lt", ""),
        ("≧ 3.0%", "3.0", "ge", "%"),
        ("15,294人", "15294", "", "人"),
        ("15 回 /年", "15", "", "回/年"),
        ("1.45億円", "1.45", "", "億円"),
        ("12.5万人", "12.5", "", "万人"),
        ("8か所", "8", "", "か所"),
        ("10㎡", "10", "", "㎡"),
        ("△5ポイント", "-5", "", "ポイント"),
        ("0.581", "0.581", "", ""),
    ],
)
def test_a_figure_has_a_bound_and_a_unit(text: str, value: str, comparator: str, unit: str) -> None:
    per_year = Accumulation.PER_YEAR if unit.endswith("/年") else None
    assert figure(text) == Figure(Decimal(value), comparator, unit, text, accumulation=per_year)
    assert str(number(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "未満",
        "人",
        "7 4",
        "7 4%",
        "8 6.5",
        "8 | 30",
        "78.9] ′",
        "1,23人",
        "2019年度",
        "86.5（2019）",
        "30年後の未来像",
        "10人以上増",
        "約10人",
        "10人程度",
        "<5未満",
        "5-",
        "5/",
        "5²",
        "5①",
        "3つの宣言",
        "10人 20人",
        "以上90",
        "― 120",
        "- 15件",
    ],
)
def test_what_is_no_single_figure_is_none(text: str) -> None:
    assert figure(text) is None


@given(DECIMALS, UNITS, st.sampled_from(sorted(BOUNDS)), st.sampled_from(["", " ", "　"]))
def test_every_figure_reads_back(value: Decimal, unit: str, bound: str, space: str) -> None:
    text = f"{value:,}{space}{unit}{bound}"
    per_year = Accumulation.PER_YEAR if unit.endswith("/年") else None
    assert figure(text) == Figure(value, BOUNDS[bound], unit, text.strip(), accumulation=per_year)


@given(st.text(max_size=30))
def test_a_unit_holds_no_digit(text: str) -> None:
    read = figure("12" + text)
    assert read is None or not any(char.isdigit() and char not in "²³₂" for char in read.unit)


@pytest.mark.parametrize(
    ("amount", "unit", "whole"),
    [
        ("16759", "千円", 16_759_000),
        ("1.45", "億円", 145_000_000),
        ("3", "百万円", 3_000_000),
        ("2.5", "万円", 25_000),
        ("1234", "円", 1234),
        ("-7", "千 円", -7000),
        ("0", "円", 0),
        ("0.5", "円", None),
        ("0.0001", "千円", None),
        ("5", "人", None),
        ("5", "ドル", None),
        ("5", "", None),
        ("Infinity", "円", None),
        ("NaN", "円", None),
    ],
)
def test_yen_come_out_whole_or_not_at_all(amount: str, unit: str, whole: int | None) -> None:
    assert yen(Decimal(amount), unit) == whole


@given(st.integers(), st.sampled_from([("千円", 3), ("万円", 4), ("百万円", 6), ("億円", 8)]))
def test_no_amount_is_rounded(amount: int, unit: tuple[str, int]) -> None:
    name, power = unit
    assert yen(Decimal(f"{amount}E-{power}"), name) == amount


# ---------------------------------------------------------------- other forms of figures


@pytest.mark.parametrize(
    ("text", "value", "comparator", "unit"),
    [
        ("4,200人以内", "4200", "le", "人"),
        ("50人を超える", "50", "gt", "人"),
        ("50人を下回る", "50", "lt", "人"),
        ("1億2千万円", "120000000", "", "円"),
        ("1億2,000万円", "120000000", "", "円"),
        ("３，４００万円", "3400", "", "万円"),
        ("634億3,349万5千円", "63433495000", "", "円"),
        ("△1億2千万円", "-120000000", "", "円"),
        ("3万5千人以上", "35000", "ge", "人"),
        ("2千", "2000", "", ""),
        ("△3,400", "-3400", "", ""),
        ("▲ 3,400", "-3400", "", ""),
        ("3 , 4 0 0", "3400", "", ""),
        ("１ ， ２ ３ ４ 人", "1234", "", "人"),
        ("1\u00ad00\u200b人", "100", "", "人"),
        ("100台", "100", "", "台"),
    ],
)
def test_a_figure_in_other_forms_is_exact(text: str, value: str, comparator: str, unit: str) -> None:
    read = figure(text)
    assert read is not None
    assert (str(read.value), read.comparator, read.unit, read.as_printed) == (value, comparator, unit, text)


@pytest.mark.parametrize(
    ("text", "lower", "upper", "comparator", "unit"),
    [
        ("50～60%", "50", "60", "", "%"),
        ("50%～60%", "50", "60", "", "%"),
        ("50から60", "50", "60", "", ""),
        ("1.5〜2.5倍", "1.5", "2.5", "", "倍"),
        ("50以上60未満", "50", "60", "lt", ""),
        ("50%以上60%以下", "50", "60", "", "%"),
        ("80点台", "80", "90", "lt", "点"),
        ("1,200円台", "1200", "1300", "lt", "円"),
    ],
)
def test_a_range_has_two_bounds_and_no_value(
    text: str, lower: str, upper: str, comparator: str, unit: str
) -> None:
    read = figure(text)
    assert read is not None
    assert (read.value, read.lower, read.upper) == (None, Decimal(lower), Decimal(upper))
    assert (read.comparator, read.unit) == (comparator, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "how"),
    [
        ("年3回", 3, "回", Accumulation.PER_YEAR),
        ("年間100件以上", 100, "件", Accumulation.PER_YEAR),
        ("毎年3回", 3, "回", Accumulation.PER_YEAR),
        ("年１１１校", 111, "校", Accumulation.PER_YEAR),
        ("15件/年", 15, "件/年", Accumulation.PER_YEAR),
        ("5年間で1,500人", 1500, "人", Accumulation.CUMULATIVE),
        ("５年間で６人", 6, "人", Accumulation.CUMULATIVE),
        ("5か年の累計 30件", 30, "件", Accumulation.CUMULATIVE),
        ("累計1,500人", 1500, "人", Accumulation.CUMULATIVE),
        ("1,500人（累計）", 1500, "人", Accumulation.CUMULATIVE),
        ("計画期間中に30件", 30, "件", Accumulation.CUMULATIVE),
        ("平均3回", 3, "回", Accumulation.AVERAGE),
        ("3か年平均12人", 12, "人", Accumulation.AVERAGE),
        ("120人（R6.4.1現在）", 120, "人", Accumulation.AT_DATE),
        ("令和6年度末時点で120人", 120, "人", Accumulation.AT_DATE),
    ],
)
def test_a_figure_says_how_it_came_about(text: str, value: int, unit: str, how: Accumulation) -> None:
    read = figure(text)
    assert read is not None
    assert (read.value, read.unit, read.accumulation) == (Decimal(value), unit, how)


@pytest.mark.parametrize(
    "text",
    ["約25", "約 25人", "25程度", "25人前後", "100%維持", "現状維持", "維持", "倍増", "増加", "毎年増加", "3割増", "10%減",
     "調査中", "新規", "1/2", "前年度以上", "およそ3億円", "概ね50～60%", "未定"],
)  # fmt: skip
def test_a_target_in_words_has_no_value(text: str) -> None:
    assert figure(text) is None
    assert is_in_words(text)
    read = figure_or_words(text)
    assert read is not None
    assert read.in_words
    assert (read.value, read.lower, read.as_printed) == (None, None, text)
    assert money(text, "円") is None


@pytest.mark.parametrize(
    "text",
    ["", "―", "人口減少対策の推進", "道路", "7 4", "約", "約\ufffd25", "増加しています。", "2021～2025", "60～50", "1億12,345万", "5以上3未満",
     "50超60未満", "1,500人 2,000人", "3 , 4 0", "3 ,400"],
)  # fmt: skip
def test_what_is_neither_figure_nor_words_is_none(text: str) -> None:
    assert figure_or_words(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "whole"),
    [
        ("1億2千万円", "千円", 120_000_000),
        ("3,400万円", "千円", 34_000_000),
        ("3,400", "千円", 3_400_000),
        ("△3,400", "万円", -34_000_000),
        ("▲ 3,400", "円", -3400),
        ("3 , 4 0 0", "千円", 3_400_000),
        ("0", "千円", 0),
        ("634億3,349万5千円", "", 63_433_495_000),
        ("3,400", "", None),
        ("3,400人", "千円", None),
        ("3,400以内", "千円", None),
        ("年間3,400", "千円", None),
        ("3～5", "千円", None),
        ("-", "千円", None),
    ],
)
def test_money_is_whole_yen_or_nothing(text: str, unit: str, whole: int | None) -> None:
    assert money(text, unit) == whole


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 9), st.sampled_from(["", "△"]))
def test_an_amount_by_ten_thousands_is_taken_whole(oku: int, man: int, thousands: int, sign: str) -> None:
    parts = (f"{oku:,}億" if oku else "") + (f"{man:,}万" if man else "") + f"{thousands}千円"
    total = oku * 10**8 + man * 10**4 + thousands * 1000
    assert money(sign + parts) == (-total if sign else total)


@given(st.text(st.sampled_from("0123456789,.〜～以上未満億万千円人%約台年間で累計平均 ()△"), max_size=14))
def test_a_figure_is_taken_whole_or_not_at_all(text: str) -> None:
    """Every digit of the print is accounted for by the value, a bound, or the words of its accumulation."""
    read = figure(text)
    if read is None or read.accumulation or "億" in text or "万" in text or "千" in text:
        return
    digits = "".join(char for char in text if char.isdigit())
    numbers = (
        [read.value] if read.value is not None else [read.lower] if "台" in text else [read.lower, read.upper]
    )
    assert "".join(char for number in numbers for char in f"{number}" if char.isdigit()) == digits
