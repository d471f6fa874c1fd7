"""Fiscal years and periods as plans print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.reading.values.fiscal import beyond_era, find_years, fiscal_period, fiscal_year, whole_period

WIDE = str.maketrans("0123456789RHS()/.", "０１２３４５６７８９ＲＨＳ（）／．")
YEARS = st.integers(1947, 2100)
SUFFIXES = st.sampled_from(["", "年", "年度", " 年度"])
KANJI = "〇一二三四五六七八九"


def kanji(number: int) -> str:
    """Return a number below 100 as 二十九."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else KANJI[tens]) + ("十" if tens else "") + (KANJI[ones] if ones else "")


def era_prints(year: int) -> list[tuple[str, str]]:
    """Return every era and number that name a fiscal year, in words and in letters, 平成 up to 45."""
    eras = [("昭和", "S", 1926, 64), ("平成", "H", 1989, 45), ("令和", "R", 2019, 99)]
    found = []
    for name, letter, first, length in eras:
        if first <= year < first + length:
            count = year - first + 1
            found += [
                (name, str(count)),
                (letter, str(count)),
                (name, kanji(count)),
                (f"{letter}.", str(count)),
            ]
            found += [(name, "元"), (letter, "元")] if count == 1 else []
    return found


@st.composite
def printed_years(draw: st.DrawFn, bracketed: bool = True) -> tuple[str, int]:
    """Return a year in one of the forms in which plans print it, and its western number."""
    year = draw(YEARS)
    eras = era_prints(year)
    space = draw(st.sampled_from(["", " ", "　"]))
    suffix = draw(SUFFIXES)
    western = f"{year}{space}{suffix}"
    era, again = draw(st.sampled_from(eras)), draw(st.sampled_from(eras))
    named, other = f"{era[0]}{space}{era[1]}{suffix}", f"{again[0]}{again[1]}{suffix}"
    forms = [
        western,
        named,
        f"{named}{space}({western})",
        f"{western}（{named}）",
        f"{era[0]}{era[1]}({year}){suffix}",
    ]
    forms += [f"({western})", f"（{named}）"] * bracketed
    if era[0][0] not in again[0][0] + {"昭": "S", "平": "H", "令": "R"}.get(again[0][0], "") + {
        "S": "昭",
        "H": "平",
        "R": "令",
    }.get(again[0][0], ""):
        forms += [f"{named}({other})", f"{era[0]}{era[1]}/{other}"]
    text = draw(st.sampled_from(forms))
    return (text.translate(WIDE) if draw(st.booleans()) else text), year


@st.composite
def printed_dates(draw: st.DrawFn) -> tuple[str, int]:
    """Return a month or day in one of the forms in which plans print it, and its fiscal year."""
    year, month, day = draw(YEARS), draw(st.integers(1, 12)), draw(st.integers(1, 28))
    era, count = draw(st.sampled_from(era_prints(year)))
    marked = draw(st.sampled_from([f"{month}月", f"{month}月{day}日", f" {month} 月"]))
    forms = [
        f"{era}{count}年{marked}",
        f"{year}年{marked}",
        f"{era}{count}年（{year}年）{marked}",
        f"{year}({era}{count})年{marked}",
    ]
    forms += [
        f"{year}/{month}",
        f"{year}/{month}/{day}",
        f"{year}.{month}.{day}",
        f"{year}-{month:02}-{day:02}",
    ]
    if count.isdecimal():
        forms += [f"{era}{count}.{month}", f"{era}{count}.{month}.{day}", f"{era}{count}/{month}/{day}"]
    text = draw(st.sampled_from(forms))
    return (text.translate(WIDE) if draw(st.booleans()) else text), year if month > 3 else year - 1


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
        ("平成32年度", 2020),
        ("平成38年度", 2026),
        ("平成45年度", 2033),
        ("H38", 2026),
        ("令和3年（平成33年）", 2021),
        ("平成31年度（令和元年度）", 2019),
        ("令和元年度（平成31年度）", 2019),
        ("H31/R1", 2019),
        ("H31・R元", 2019),
        ("平成31/令和元年度", 2019),
        ("2019（平成31／令和元）年度", 2019),
        ("令和5年度末", 2023),
        ("令和5年度末時点", 2023),
        ("令和5年4月1日現在", 2023),
        ("令和2年3月", 2019),
        ("令和2年4月", 2020),
        ("令和7年3月末", 2024),
        ("令和7年（2025年）3月", 2024),
        ("令和７（2025）年３月", 2024),
        ("令和7年3月（2025年3月）", 2024),
        ("R3.4.1", 2021),
        ("R5.3", 2022),
        ("R.5.3.31", 2022),
        ("2025/3", 2024),
        ("2025/4", 2025),
        ("2025/3/31", 2024),
        ("2025.3.31", 2024),
        ("2025-03-31", 2024),
        ("S64", 1989),
        ("昭和64年1月", 1988),
        ("平成31年1月", 2018),
        ("令和元年5月", 2019),
        ("令5", 2023),
        ("平29年度", 2017),
        ("平成二九年度", 2017),
        ("二〇二五年度", 2025),
        ("令和\u00ad7\u200b年度", 2025),
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
        "平成46年度",
        "昭和65年",
        "R100",
        "1925",
        "2101",
        "12019",
        "令和3年度（2020年度）",
        "令和3年（平成32年）",
        "令和3年13月",
        "R5.13",
        "R5.31",
        "2025/13",
        "2024/25",
        "2025.3",
        "令和6年間",
        "2021年度実績",
        "R6以降",
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
    if text.endswith(("年", "年度")):
        assert fiscal_year(f"{text}末") == year
    assert [found[2] for found in find_years(f"は{text}、")] == [year]


@given(printed_dates())
def test_every_date_is_of_the_fiscal_year_that_began_the_april_before(printed: tuple[str, int]) -> None:
    text, year = printed
    assert fiscal_year(text) == year
    assert [found[2] for found in find_years(f"は{text}、")] == [year]


BETWEEN = st.sampled_from(["～", "〜", "~", "-", "－", "から", " ～ ", "より"])


@given(
    st.lists(printed_years(bracketed=False) | printed_dates(), min_size=2, max_size=2),
    BETWEEN,
)
def test_a_range_of_two_years_is_a_period(years: list[tuple[str, int]], between: str) -> None:
    (first, start), (last, end) = years
    text = f"計画（{first}{between}{last}）"
    assert fiscal_period(text) == ((start, end) if start <= end else None)
    assert whole_period(f"（{first}{between}{last}まで）") == ((start, end) if start <= end else None)


@given(st.data(), BETWEEN, SUFFIXES, st.booleans())
def test_a_range_may_leave_out_what_its_ends_share(
    data: st.DataObject, between: str, suffix: str, wide: bool
) -> None:
    start = data.draw(st.integers(1947, 2090))
    end = data.draw(st.integers(start, start + 10))
    pairs = [
        (era, count, other[1])
        for era, count in era_prints(start)
        for other in era_prints(end)
        if other[0] == era and count.isdecimal() and other[1].isdecimal()
    ]
    if not pairs:
        return
    era, count, last = data.draw(st.sampled_from(pairs))
    text = f"{era}{count}{between}{last}{suffix}"
    assert fiscal_period(text.translate(WIDE) if wide else text) == (start, end)


@given(YEARS.filter(lambda year: 2020 <= year <= 2033))
def test_years_beyond_an_era_are_told(year: int) -> None:
    text = f"令和2年度から平成{year - 1988}年度まで"
    assert [(text[start:end], found) for start, end, found in beyond_era(text)] == [
        (f"平成{year - 1988}年度", year)
    ]
    assert beyond_era("平成31年度、令和2年度") == []


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
        ("平成29年度～平成38年度", (2017, 2026)),
        ("平成29年度～38年度", (2017, 2026)),
        ("平成29年度～令和8年度", (2017, 2026)),
        ("令和6年度から令和10年度", (2024, 2028)),
        ("令和6年度より令和10年度まで", (2024, 2028)),
        ("令和6年4月～令和11年3月", (2024, 2028)),
        ("令和6年4月1日から令和11年3月31日まで", (2024, 2028)),
        ("令和6年4月～11年3月", (2024, 2028)),
        ("2024年4月～2029年3月", (2024, 2028)),
        ("R6.4～R11.3", (2024, 2028)),
        ("R6～10", (2024, 2028)),
        ("R3～7", (2021, 2025)),
        ("R6～R10", (2024, 2028)),
        ("Ｒ６～１０（５年間）", (2024, 2028)),
        ("2021～25", (2021, 2025)),
        ("令和6（2024）～10（2028）年度", (2024, 2028)),
        ("2024～2028（令和6～10）年度", (2024, 2028)),
        ("平成31年度（令和元年度）～令和5年度", (2019, 2023)),
        ("令和六年度～令和十年度", (2024, 2028)),
        ("昭和60年度～平成6年度", (1985, 1994)),
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
        "R3～7人",
        "R3～7%",
        "令和6～10(2029)年度",
        "2024～2028（令和6～11）年度",
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
        ("R7以降、2024年5月に内閣府から", [("R7", 2025), ("2024年5月", 2024)]),
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
