"""Fiscal years and periods as plans print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.read.fiscal import find_years, fiscal_period, fiscal_year

WIDE = str.maketrans("0123456789RHS()", "０１２３４５６７８９ＲＨＳ（）")
YEARS = st.integers(1926, 2100)


def era_prints(year: int) -> list[tuple[str, str]]:
    """Return every era and number that name a fiscal year, in words and in letters."""
    eras = [("昭和", "S", 1926, 64), ("平成", "H", 1989, 31), ("令和", "R", 2019, 99)]
    found = []
    for name, letter, first, length in eras:
        if first <= year < first + length:
            number = str(year - first + 1)
            found += [(name, number), (letter, number)] + (
                [(name, "元"), (letter, "元")] if year == first else []
            )
    return found


@st.composite
def printed_years(draw: st.DrawFn, bracketed: bool = True) -> tuple[str, int]:
    """Return a year in one of the forms in which plans print it, and its western number."""
    year = draw(YEARS)
    eras = era_prints(year)
    space = draw(st.sampled_from(["", " ", "　"]))
    suffix = draw(st.sampled_from(["", "年", "年度", " 年度"]))
    western = f"{year}{space}{suffix}"
    era = draw(st.sampled_from(eras)) if eras else None
    forms = [western] + [f"({western})"] * bracketed
    if era:
        named = f"{era[0]}{space}{era[1]}{suffix}"
        forms += [named, f"{named}{space}({western})", f"{western}（{named}）"] + [f"（{named}）"] * bracketed
        forms += [f"{era[0]}{era[1]}({year}){suffix}"]
    text = draw(st.sampled_from(forms))
    return (text.translate(WIDE) if draw(st.booleans()) else text), year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和3年度", 2021),
        ("R3", 2021),
        ("平成28年度", 2016),
        ("H28", 2016),
        ("昭和64年度", 1989),
        ("平成元年度", 1989),
        ("平成31年度", 2019),
        ("令和元年度", 2019),
        ("R元", 2019),
        ("昭和元年", 1926),
        ("令和三年度", 2021),
        ("平成二十八年", 2016),
        ("平成十年", 1998),
        ("㋿7年", 2025),
        ("令 和 ７ 年 度", 2025),
        ("令和7年（2025年）", 2025),
        ("令和3年度 (2021年度)", 2021),
        ("令和3(2021)年度", 2021),
        ("2021（R3）年度", 2021),
        ("2019", 2019),
        ("２０１９年度", 2019),
        ("（2019)", 2019),
        ("\ufffd（2019）", 2019),
        ("【R6】", 2024),
        ("2100", 2100),
    ],
)
def test_a_printed_year_is_a_western_year(text: str, year: int) -> None:
    assert fiscal_year(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "19",
        "R0",
        "平成32年度",
        "昭和65年",
        "R100",
        "1925",
        "2101",
        "12019",
        "令和3年度（2020年度）",
        "令和3年（平成33年）",
        "2021年度実績",
        "R6以降",
        "令和2年3月",
        "R3.4.1",
        "1990年代",
        "2000人",
        "2,019",
        "2019.5",
        "令和2 1年",
        "2 0 1 9",
        "R6, R7",
        "令和十十年",
        "SR3",
        "H2O",
        "(2019",
    ],
)
def test_what_is_not_one_year_is_none(text: str) -> None:
    assert fiscal_year(text) is None


@given(printed_years())
def test_every_year_reads_back_in_every_form(printed: tuple[str, int]) -> None:
    text, year = printed
    assert fiscal_year(text) == year
    assert [found[2] for found in find_years(f"は{text}、")] == [year]


@given(
    st.lists(printed_years(bracketed=False), min_size=2, max_size=2),
    st.sampled_from(["～", "〜", "~", "-", "－", "から", " ～ "]),
)
def test_a_range_of_two_years_is_a_period(years: list[tuple[str, int]], between: str) -> None:
    (first, start), (last, end) = years
    text = f"計画（{first}{between}{last}）"
    assert fiscal_period(text) == ((start, end) if start <= end else None)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("令和3年度 (2021年度) ～令和12年度 (2030年度)", (2021, 2030)),
        ("基本構想（令和3年度(2021年度)～令和12年度(2030年度)）", (2021, 2030)),
        ("(平成28年度～令和7年度)", (2016, 2025)),
        ("現状値は 2015～ 2019年度の累計であり、目標値は 2021～ 2025年度の累計。", (2015, 2019)),
        ("R3-R7", (2021, 2025)),
        ("令和3年度から令和7年度まで", (2021, 2025)),
        ("令和3～7年度", (2021, 2025)),
        ("平成28～令和7年度", (2016, 2025)),
        ("2021～25年度", (2021, 2025)),
        ("令和3(2021)～令和7(2025)年度", (2021, 2025)),
        ("H31～R元", (2019, 2019)),
        ("令和5年から令和9年までを計画期間とした", (2023, 2027)),
    ],
)
def test_period(text: str, period: tuple[int, int]) -> None:
    assert fiscal_period(text) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "令和3年度",
        "令和3年度、令和4年度",
        "令和7年度～令和3年度",
        "令和3年度（2020年度）～令和7年度（2025年度）",
        "令和3年度（2021年度）～令和7年度（2024年度）",
        "令和3年度～",
        "令和3～7年間",
        "R3～7",
        "0197-42-2111",
    ],
)
def test_no_period(text: str) -> None:
    assert fiscal_period(text) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("実績\tR6\tR7", [("R6", 2024), ("R7", 2025)]),
        ("86.5（2019） 90.0", [("2019", 2019)]),
        ("基準値(R4) 目標値(R10)", [("R4", 2022), ("R10", 2028)]),
        ("令和7年（2025年）の人口は14,638人", [("令和7年（2025年）", 2025)]),
        ("昭和30年（1955年）の誕生", [("昭和30年（1955年）", 1955)]),
        ("行財政改革プラン 2025の運用", [("2025", 2025)]),
        ("R7以降、2024年5月に内閣府から", [("R7", 2025)]),
        ("R6（2019）", [("R6", 2024), ("2019", 2019)]),
        ("Society5.0、2000人、10,000、2021022600052、¥2000、2050%", []),
        ("SDGs R&D 5S 4本 30年後", []),
    ],
)
def test_find_years_says_where_they_stand(text: str, years: list[tuple[str, int]]) -> None:
    assert [(text[start:end], year) for start, end, year in find_years(text)] == years


@given(st.text(st.sampled_from("令和平成RHS元年度0123月代 ()～,.から人"), max_size=30))
def test_spans_lie_in_the_text_one_behind_the_other(text: str) -> None:
    place = 0
    for start, end, year in find_years(text):
        assert place <= start < end <= len(text)
        assert 1926 <= year <= 2100
        place = end
