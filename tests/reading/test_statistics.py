"""Tables as e-Stat gives them: what is taken, from which form, and what is never taken in silence. All figures are made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from keikaku.ground.messages import Said
from keikaku.reading.statistics import Table, read_statistics
from tests.support import raises

WANTED = {"99999", "20207"}
LEGEND = '"***","調査又は集計していないもの"\n"-","該当数字がないもの"\n"X","数値が秘匿されているもの"\n\n'
HEAD = (
    '"調査年 コード","調査年","地域 コード","地域","/項目","A1101_総人口【人】","注釈","A1303_65歳以上人口【人】","注釈",'
    '"B1101_総面積（北方地域及び竹島を除く）【ｈａ】","注釈","D3203_歳出決算総額（市町村財政）【千円】","注釈"\n'
)


def line(*cells: str) -> str:
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def read(text: str, encoding: str = "utf-8-sig", source: str = "") -> Table:
    return read_statistics(text.encode(encoding), "table.csv", WANTED, source)


def taken(table: Table) -> dict[tuple[str, str, int], Decimal]:
    return {one.key: one.value for one in table.statistics}


def texts(said: list[Said]) -> str:
    return " ".join(one.text("en") for one in said)


SYSTEM = (
    line("統計名：", "社会・人口統計体系")
    + LEGEND
    + HEAD
    + line(
        "2020100000",
        "2020年度",
        "99999",
        "架空県 架空町",
        "",
        "12,345",
        "",
        "4,000",
        "",
        "5,650",
        "",
        "9,876,543",
        "1)",
    )
    + line("2021100000", "2021年度", "99999", "架空県 架空町", "", "***", "", "-", "", "5,650", "", "X", "")
    + line("2020100000", "2020年度", "01100", "北海道 札幌市", "", "1", "", "1", "", "1", "", "1", "")
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp932"])
def test_items_in_columns_with_units_in_their_heads(encoding: str) -> None:
    table = read(SYSTEM, encoding)
    assert table.title == "社会・人口統計体系"
    assert taken(table) == {
        ("99999", "CensusPopulation", 2020): Decimal(12345),
        ("99999", "TotalArea", 2020): Decimal("56.5"),  # square kilometres of hectares
        ("99999", "TotalArea", 2021): Decimal("56.5"),
        ("99999", "SettledExpenditure", 2020): Decimal(9876543000),  # yen of 千円
    }
    assert (table.others, table.parts, table.absent) == (1, 0, {"***": 1, "X": 1})
    money = next(one for one in table.statistics if one.kind == "SettledExpenditure")
    assert (money.printed, money.row, money.note) == ("9,876,543 千円", 7, "1)")


CENSUS = line("統計名", "国勢調査 令和2年国勢調査") + LEGEND


def test_parts_of_a_town_are_no_figure_of_it() -> None:
    head = line(
        "表章項目",
        "男女 コード",
        "男女",
        "地域 コード",
        "地域 補助コード",
        "地域",
        "時間軸(年次) コード",
        "時間軸(年次)",
        "人口【人】",
    )
    rows = [("総数", "12,345"), ("男", "6,000"), ("女", "6,345")]
    table = read(
        CENSUS
        + head
        + "".join(
            line("人口", "0", sex, "99999", "3", "架空町", "2020000000", "2020年", count)
            for sex, count in rows
        )
    )
    assert taken(table) == {("99999", "CensusPopulation", 2020): Decimal(12345)}
    assert table.parts == 2


def test_parts_in_columns() -> None:
    head = line("表章項目", "地域 コード", "地域", "時間軸(年次)", "単位", "総数", "男", "女")
    table = read(CENSUS + head + line("人口", "99999", "架空町", "令和2年", "人", "12,345", "6,000", "6,345"))
    assert taken(table) == {("99999", "CensusPopulation", 2020): Decimal(12345)}


def test_years_in_columns() -> None:
    head = line(
        "Ａ　人口・世帯 コード", "Ａ　人口・世帯", "地域 コード", "地域", "/調査年", "2015年度", "2020年度"
    )
    row = line("A1101", "A1101_総人口【人】", "99999", "架空県 架空町", "", "13,000", "12,345")
    other = line("A1102", "A1102_日本人人口【人】", "99999", "架空県 架空町", "", "12,900", "12,200")
    table = read(head + row + other)
    assert taken(table) == {
        ("99999", "CensusPopulation", 2015): Decimal(13000),
        ("99999", "CensusPopulation", 2020): Decimal(12345),
    }
    assert table.parts == 1


def test_the_api_gives_a_figure_a_row() -> None:
    head = line(
        "tab_code",
        "観測値",
        "cat01_code",
        "Ａ　人口・世帯",
        "area_code",
        "地域",
        "time_code",
        "調査年",
        "unit",
        "value",
        "annotation",
    )
    rows = line(
        "00001",
        "観測値",
        "A2301",
        "A2301_住民基本台帳人口（総数）",
        "99999",
        "架空町",
        "2023100000",
        "2023年度",
        "人",
        "12100",
        "",
    )
    rows += line(
        "00001",
        "観測値",
        "A2101",
        "A2101_住民基本台帳人口（日本人）",
        "99999",
        "架空町",
        "2023100000",
        "2023年度",
        "人",
        "11900",
        "",
    )
    table = read(line("RESULT") + line("STAT_NAME", "社会・人口統計体系") + line("VALUE") + head + rows)
    assert taken(table) == {("99999", "RegisteredPopulation", 2023): Decimal(12100)}
    assert table.title == "社会・人口統計体系"


def test_a_name_is_taken_only_from_its_survey() -> None:
    """人口 of the census is one base, 人口 of the register another; a table that names neither gives none."""
    head = line("地域 コード", "地域", "年次", "人口【人】")
    row = line("99999", "架空町", "2020年", "12,345")
    assert [one.kind for one in read(head + row, source="令和2年国勢調査").statistics] == ["CensusPopulation"]
    assert [one.kind for one in read(head + row, source="住民基本台帳年報").statistics] == [
        "RegisteredPopulation"
    ]
    with raises("statistics.no-figures"):
        read(head + row)


def test_codes_that_a_spreadsheet_cut_and_codes_with_their_check_digit() -> None:
    head = line("地域 コード", "地域", "調査年", "A1101_総人口【人】")
    wanted = {"01234", "20207"}
    text = (
        head
        + line("1234", "北海道 北広島市", "2020年度", "58,000")
        + line("202070", "長野県 須坂市", "2020年度", "50,000")
    )
    table = read_statistics(text.encode(), "t.csv", wanted)
    assert {one.code for one in table.statistics} == wanted


def test_what_is_not_sure_is_said_and_not_taken() -> None:
    head = line(
        "地域 コード", "地域", "調査年", "A1101_総人口", "B1101_総面積【人】", "D3201_歳入決算総額【千円】"
    )
    rows = line("20207", "長野県 小布施町", "2020年度", "1", "2", "3")
    rows += line("99999", "架空町", "不明", "12,345", "56", "1,000")
    rows += line("99999", "架空町", "2020年度", "12,345", "56", "1,00O")
    table = read(head + rows)
    assert not table.statistics
    said = texts(table.passed)
    assert "code 20207 is 須坂市" in said
    assert "row 3: no year" in said
    assert "row 1, column 4: A1101_総人口 prints no unit" in said
    assert "row 1, column 5: B1101_総面積 is in “人”, which cannot be converted to km2" in said
    assert "“1,00O” is no number" in said


def test_of_two_that_contradict_neither_is_taken() -> None:
    head = line("地域 コード", "地域", "調査年", "A1101_総人口【人】")
    table = read(
        head + line("99999", "架空町", "2020年度", "12,345") + line("99999", "架空町", "2020年度", "12,354")
    )
    assert not table.statistics
    assert [(one.row, other.row) for one, other in table.contradicting] == [(2, 3)]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xff\xfe\x00\xd8\x00\x00", "statistics.no-text"),
        ('"地域 コード,"'.encode() + b'\n"1', "statistics.no-table"),
        ("市町村名,人口\n架空町,10\n".encode(), "statistics.no-head"),
        (line("地域 コード", "地域", "調査年", "世帯数【世帯】").encode(), "statistics.no-figures"),
    ],
)
def test_what_is_no_table_of_e_stat_is_refused(data: bytes, what: str) -> None:
    with raises(what):
        read_statistics(data, "table.csv", WANTED)
