"""Bad input of time: what is said of editions, periods, mergers, units and populations names the places, and nothing is guessed."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from made_up.history import write

from keikaku.audit.model import View
from keikaku.audit.run import audit
from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.support import held, once

OLD, NEW = "第5次山海市総合計画 基本計画", "第6次山海市総合計画 基本計画"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of a town and of the neighbour that it took in, and a store of them; nobody changes them."""

    def make(folder: Path) -> None:
        write(folder, measures=4, years=(2018,))
        series = ("hamate", "sogo-keikaku-5", "sogo-keikaku-6", "jisshi-keikaku-5")
        for report in build([folder / one for one in series], Store(folder / "store"), Options(jobs=0)):
            assert not report.error, report.error

    return once(tmp_path_factory, "time", make)


def copied(shelf: Path, name: str, to: Path, *changes: tuple[str, str]) -> Path:
    """Copy the folder of a series with other words in its document, and return the document."""
    shutil.copytree(shelf / name, to)
    document = to / "plan.txt"
    text = document.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    document.write_text(text, encoding="utf-8")
    return document


def stored_anew(shelf: Path, folder: Path, old: str, new: str) -> tuple[str, str, str, Path]:
    """Return what compares the 5th plan with the 6th, in which another text stands, of a store of its own."""
    store = shutil.copytree(shelf / "store", folder / "store")
    document = copied(shelf, "sogo-keikaku-6", folder / "sogo-keikaku-6", (old, new))
    for report in build([document], Store(store), Options(jobs=0)):
        assert not report.error, report.error
    return "sogo-keikaku-5", "sogo-keikaku-6", "--store", store


def said(keikaku: Keikaku, *words: object) -> tuple[int, str, str]:
    """Return the exit code, and what a command says in English and in Japanese."""
    english, japanese = (keikaku(*words, "--lang", language) for language in ("en", "ja"))
    assert english.exit_code == japanese.exit_code
    return english.exit_code, english.output, japanese.output


def test_editions_in_the_wrong_order(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    out = tmp_path / "diff.csv"
    code, english, japanese = said(
        keikaku, "diff", "sogo-keikaku-6", "sogo-keikaku-5", "--store", shelf / "store", "--output", out
    )
    assert code == 2
    assert f"'{NEW}' (plan.txt:1, plan.txt:3) begins in 2021" in english
    assert f"'{OLD}' (plan.txt:1, plan.txt:3), which begins in 2015" in english
    assert "give the earlier edition first" in english
    assert f"'{NEW}'(plan.txt:1, plan.txt:3)は 2021 年度に始まり" in japanese
    assert "前の版を先に指定してください" in japanese
    assert not out.exists()


def test_two_documents_that_claim_one_edition(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    first = copied(shelf, "sogo-keikaku-5", tmp_path / "town")
    second = first.with_name("revised.txt")
    second.write_text(first.read_text(encoding="utf-8").replace("令和2年度", "令和3年度"), encoding="utf-8")
    at = "town/plan.yml:3: document.edition"
    code, english, japanese = said(keikaku, "build", tmp_path / "town", "--store", tmp_path / "store")
    assert code == 1
    assert f"{first} already stands for town in this build: two documents claim one edition" in english
    assert at in english
    assert "二つの文書が同じ版を名乗っています" in japanese
    assert at in japanese
    assert Store(tmp_path / "store").documents["town"].source == first.name

    later = keikaku("build", second, "--store", tmp_path / "store", "--lang", "en")
    assert later.exit_code == 0
    assert "It takes the place of plan.txt, which the store held for town" in later.output
    assert f"{at}), and build both. (another-document)" in later.output
    again = keikaku("build", first, "--store", tmp_path / "store", "--lang", "ja")
    assert "town だった文書 revised.txt と入れ替わります" in again.output
    same = keikaku("build", first, "--store", tmp_path / "store", "--lang", "en")
    assert "another-document" not in same.output, "it stands there itself"


def test_two_documents_that_print_another_period_of_one_plan(shelf: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    paths = [
        copied(shelf, "sogo-keikaku-5", tmp_path / "first"),
        copied(shelf, "sogo-keikaku-5", tmp_path / "second", ("令和2年度", "令和3年度")).rename(
            tmp_path / "second" / "later.txt"
        ),
    ]
    for report in build(paths, store, Options(jobs=0)):
        assert not report.error
    (one,) = [
        each for each in audit(store, view=View.CONSISTENCY).findings if each.rule == "plan-periods-differ"
    ]
    assert "its last year is 2020 and 2021" in one.en
    assert set(one.elements[0].sources) == {"plan.txt:1", "plan.txt:3", "later.txt:1", "later.txt:3"}


def test_a_period_that_overlaps(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    names = stored_anew(shelf, tmp_path, "令和3年度～", "平成30年度～")
    code, english, japanese = said(keikaku, "diff", *names)
    assert code == 0, "it is said, and compared all the same: a revision within a period is one"
    assert (
        "Both editions hold for 2018–2020: a revision within its period, or a period that was misread"
        in english
    )
    assert f"'{OLD}' (plan.txt:1, plan.txt:3) and '{NEW}' (plan.txt:1, plan.txt:3)" in english
    assert "2018–2020 年度は両方の版の期間です" in japanese


@pytest.mark.parametrize(
    ("old", "new", "code", "english", "japanese"),
    [
        (
            "dissolved: 2019-04-01",
            "dissolved: 2010-04-01",
            0,
            "line 1: 第4次浜手町総合計画 基本計画 begins in 2011, but its municipality was dissolved on 2010-04-01 "
            "(town/plan.yml:2: municipality)",
            "自治体は2010-04-01になくなっています（town/plan.yml:2: municipality",
        ),
        (
            "dissolved: 2019-04-01",
            'changes: [{day: 2013-04-01, of: ["99921", "99931"]}]',
            0,
            "line 1: 第4次浜手町総合計画 基本計画 begins in 2011, but its municipality was founded on 2013-04-01 "
            "(town/plan.yml:2: municipality)",
            "自治体ができたのは2013-04-01です（town/plan.yml:2: municipality",
        ),
        (
            "dissolved: 2019-04-01",
            "founded: 2019-04-01, dissolved: 2019-04-01",
            2,
            "plan.yml:2: municipality.dissolved: the municipality is gone on 2019-04-01, before it began on 2019-04-01",
            "自治体がなくなった日 2019-04-01 が、できた日 2019-04-01 より前です",
        ),
        (
            "dissolved: 2019-04-01",
            'founded: 2005-04-01, changes: [{day: 2004-04-01, of: ["99911", "99931"]}]',
            2,
            "plan.yml:2: municipality.changes.0.day: the merger or renaming of 2004-04-01 is none of a municipality "
            "that lasted 2005-04-01–",
            "2004-04-01 の合併・改称は、2005-04-01– にあった自治体のものではありません",
        ),
    ],
    ids=[
        "plan after the end",
        "plan before the merger",
        "end before the beginning",
        "merger before the beginning",
    ],
)
def test_a_merger_before_its_date(
    shelf: Path, keikaku: Keikaku, tmp_path: Path, old: str, new: str, code: int, english: str, japanese: str
) -> None:
    document = copied(shelf, "hamate", tmp_path / "town")
    yml = document.with_name("plan.yml")
    text = yml.read_text(encoding="utf-8")
    assert old in text
    yml.write_text(text.replace(old, new), encoding="utf-8")
    found, in_english, in_japanese = said(keikaku, "build", document, "--store", tmp_path / "store")
    assert (found, (tmp_path / "store").exists()) == (code, not code)
    assert english in in_english
    assert japanese in in_japanese


def test_a_unit_that_cannot_be_converted(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    text = (shelf / "sogo-keikaku-6/plan.txt").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "\t人\t" in line)
    name = row.partition("\t")[0]
    names = stored_anew(shelf, tmp_path, row, row.replace("\t人\t", "\tha\t"))
    code, english, japanese = said(keikaku, "diff", *names)
    at = [
        next(number for number, line in enumerate(each.read_text(encoding="utf-8").splitlines(), 1) if line.startswith(f"{name}\t"))
        for each in (shelf / "sogo-keikaku-5/plan.txt", tmp_path / "sogo-keikaku-6/plan.txt")
    ]  # fmt: skip
    places = f"plan.txt:{at[0]} → plan.txt:{at[1]}"
    assert code == 0
    assert f"unit changed: {name}: 人 → ha; its figures are not compared  {places}" in english
    assert f"単位変更 {name}: 人 → ha(数値は比べません)  {places}" in japanese
    assert not [line for line in english.splitlines() if name in line and "target" in line]


TABLE = """"統計名：","国勢調査"
"時間軸(年度)コード","時間軸(年度)","地域 コード","地域","A1101_総人口【{unit}】"
"2020100000","2020年度","99910","山海市","12,345"
"""


def test_a_population_in_a_unit_that_cannot_be_converted(
    shelf: Path, keikaku: Keikaku, tmp_path: Path
) -> None:
    file = tmp_path / "population.csv"
    file.write_text(TABLE.format(unit="世帯"), encoding="utf-8")
    before = held(shelf / "store")
    code, english, japanese = said(keikaku, "population", file, "--store", shelf / "store")
    assert code == 1
    assert (
        "row 2, column 5: A1101_総人口 is in “世帯”, which cannot be converted to 人; not taken." in english
    )
    assert "2 行目 5 列目: A1101_総人口 の単位「世帯」は 人 に換算できません。取り込みません。" in japanese
    assert held(shelf / "store") == before


def test_a_population_of_another_year(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    store = shutil.copytree(shelf / "store", tmp_path / "store")
    file = tmp_path / "population.csv"
    file.write_text(TABLE.format(unit="人"), encoding="utf-8")
    assert keikaku("population", file, "--store", store).exit_code == 0
    answer = keikaku("query", "money-per-head", "--store", store, "--format", "csv").stdout
    rows = {row["year"]: row for row in csv.DictReader(io.StringIO(answer))}
    assert rows.keys() == {"2017", "2018", "2019"}
    for year, row in rows.items():
        assert (row["population"], row["populationYear"]) == ("12345", "2020")
        assert (
            row["notes"]
            == f"population of 2020 (population.csv, row 3), money of {year}; no settled accounts"
        )
        assert row["percent"] == "", "no share of accounts that nobody took"


def test_a_diff_of_two_towns(shelf: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    out = tmp_path / "diff.json"
    names = ("sogo-keikaku-4", "sogo-keikaku-5", "--store", shelf / "store")
    code, english, japanese = said(keikaku, "diff", *names, "--output", out)
    assert code == 2
    assert "'第4次浜手町総合計画 基本計画' (plan.txt:1, plan.txt:3) is a plan of 浜手町" in english
    assert f"'{OLD}' (plan.txt:1, plan.txt:3) is one of 山海市: they are no editions of each other" in english
    assert "Name two plans of one municipality" in english
    assert "互いの版ではありません。同じ自治体の二つの計画を指定してください" in japanese
    assert not out.exists()
