"""Printed figures as exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.read.numbers import Figure, figure, is_no_value, number, yen

WIDE = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")
DECIMALS = st.decimals(-(10**12), 10**12, allow_nan=False, places=3)
UNITS = st.sampled_from(
    ["", "％", "%", "人", "件", "件/年", "回", "億円", "千円", "万人", "か所", "ポイント", "㎡", "世帯", "t"]
)
BOUNDS = {"": "", "未満": "lt", "以下": "le", "以上": "ge", "超": "gt"}


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
    assert figure(text) == Figure(Decimal(value), comparator, unit, text)
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
    assert figure(text) == Figure(value, BOUNDS[bound], unit, text.strip())


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
