"""A first plan.yml for documents that nobody has described: what is sure stands in it, the rest is asked."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from keikaku.building.pipeline import Options, load
from keikaku.documents.as_lines import read_numbered
from keikaku.ground.errors import SeriesError
from keikaku.reading.drafting import identity
from keikaku.reading.drafting.draft import Draft, draft
from keikaku.reading.drafting.trials import sample
from keikaku.reading.drafting.writing import as_yaml
from tests.conftest import Keikaku
from tests.support import score, shared

INVENTED = {
    "sogo-senryaku": {"code": "99901", "name": "潮見町", "invented": True},
    "mihiraki": {"code": "99902", "name": "星野市", "invented": True},
    "sdgs-mirai": {"code": "99905", "name": "浜辺市", "invented": True},
}
OF_ITS_OWN = {
    "sogo-senryaku": ("sogo-senryaku",),
    "mihiraki": ("measure-spreads",),
    "hino-jisshi": ("jisshi-keikaku",),
}
"""Families that were written with a document at hand: without them it is one of a kind never seen."""

UNSEEN = """\
清流町基本計画(令和4年度~令和8年度)

基本目標1 川と暮らすまち

施策1-1 川の水を守る
■現状と課題
●上流の森の手入れが足りない。
●下水道につながっていない家がある。
担当課\t環境課
指標名\t単位\t現状値(R3)\t目標値(R8)
水質検査で基準を満たす地点\tか所\t7\t9
清掃に参加した人\t人\t320\t500

施策1-2 川で学ぶ
■現状と課題
●川に入る授業が減っている。
担当課\t教育委員会
指標名\t単位\t現状値(R3)\t目標値(R8)
川の授業をした学校\t校\t2\t4

基本目標2 支え合うまち

施策2-1 見守りを広げる
■現状と課題
●一人で暮らす人が増えている。
担当課\t福祉課
指標名\t単位\t現状値(R3)\t目標値(R8)
見守りに加わる事業者\t社\t12\t30
"""


def drafted(path: Path, folder: Path, **settings: Any) -> tuple[Path, dict[str, Any]]:
    """Write the draft of a document into a folder of loaders; return that folder and what the draft says."""
    found = draft(read_numbered(path), without=settings.pop("without", ()))
    said: dict[str, Any] = yaml.safe_load(as_yaml(found, "en"))
    assert said["unread"] == found.unread
    (folder / "drafted").mkdir(parents=True)
    (folder / "drafted" / "plan.yml").write_text(
        yaml.safe_dump({**said, **settings}, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return folder, said


@pytest.fixture
def unseen(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(UNSEEN, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("without", "number"),
    [((), "施策2-1"), (("measure-spreads", "jisshi-keikaku", "sogo-senryaku"), "2-1")],
    ids=["any family", "of another kind"],
)
def test_a_plan_never_seen_is_drafted_and_read(
    unseen: Path, tmp_path: Path, without: tuple[str, ...], number: str
) -> None:
    municipality = {"code": "99999", "name": "清流町", "invented": True}
    folder, said = drafted(unseen, tmp_path / "loaders", municipality=municipality, without=without)
    assert said["plans"] == [
        {"id": "basic-plan", "kind": "基本計画", "title": "清流町基本計画(令和4年度~令和8年度)"}
    ]
    reading = load(unseen, Options(loaders=(folder,))).reading
    plan = next(iter(reading.plans.values()))
    assert (plan.start, plan.end) == (2022, 2026)
    kinds = [(element.kind.value, element.number, element.label) for element in reading.elements]
    assert [kind for kind, _number, _label in kinds] == ["Goal", "Measure", "Measure", "Goal", "Measure"]
    assert ("Measure", number, "見守りを広げる") in kinds
    figures = {
        one.label: [(observed.fiscal_year, observed.value) for observed in one.observations]
        for one in reading.indicators
    }
    assert figures["見守りに加わる事業者"] == [(2021, Decimal(12)), (2026, Decimal(30))]
    assert sum(map(len, figures.values())) == 8
    assert reading.account().unread == ()


@pytest.mark.parametrize(("name", "least"), [("sogo-senryaku", 1.0), ("mihiraki", 0.9), ("sdgs-mirai", 0.9)])
def test_a_document_of_a_known_kind_needs_no_word(name: str, least: float, tmp_path: Path) -> None:
    path = shared("documents", f"{name}.pdf")
    folder, _said = drafted(path, tmp_path, municipality=INVENTED[name])
    found = score(load(path, Options(loaders=(folder,), loader="drafted")).lines, name)
    assert sum(f1 for f1, _missing, _extra in found.values()) / len(found) >= least
    assert found["values"][0] == 1


@pytest.mark.parametrize("name", OF_ITS_OWN)
def test_no_figure_is_wrong_where_the_kind_is_new(name: str, tmp_path: Path) -> None:
    path = shared("documents", f"{name}.pdf")
    settings = {"municipality": INVENTED[name]} if name in INVENTED else {}
    folder, _said = drafted(path, tmp_path, without=OF_ITS_OWN[name], **settings)
    found = score(load(path, Options(loaders=(folder,), loader="drafted")).lines, name)
    _f1, missing, extra = found["values"]
    assert (missing, extra) == ([], [])
    assert found["elements"][2] == []


def test_what_is_no_plan_is_said_to_be_none(keikaku: Keikaku) -> None:
    path = shared("documents", "more", "nankoku-policy-speech-r4.pdf")
    result = keikaku("draft", path, "--lang", "en")
    assert result.exit_code == 1
    assert "does not look like a plan" in result.stderr
    assert yaml.safe_load(result.stdout)["family"] == "base"


def test_a_page_of_tables_alone_is_drafted(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(UNSEEN + "\f施策2-2 道を直す\t\n■現状と課題\t\n1\t2\n", encoding="utf-8")
    assert draft(read_numbered(path)).counts["Measure"] == 4


def test_trials_read_whole_pages_of_a_long_document_from_its_beginning_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("\f".join(f"施策{page}\n" + "行\n" * 39 for page in range(200)), encoding="utf-8")
    whole = read_numbered(path)
    read = sample(whole)
    kept = [line.page for line in read.lines if not line.blank]
    assert len(read.lines) == len(whole.lines) == 8000
    assert len(kept) < len(whole.lines) / 2
    assert set(range(1, 31)) | {200} <= set(kept)
    assert all(kept.count(page) == 40 for page in set(kept))


REPORT = """\
別紙3

(1) 出席した会議
町長は東京で開かれた会議に出ました。
国の制度について話を聞きました。
会議のあと、役場で報告をしました。
(2) 大雨への対応
道路が二か所で通れなくなりました。
消防団が出動し、住民を案内しました。
翌日の昼までに片付けを終えました。
(3) 新しい職員
春から三人が働き始めました。
窓口と土木の仕事をしています。
"""


def test_a_report_of_which_headings_alone_are_read_is_no_plan(keikaku: Keikaku, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    result = keikaku("draft", tmp_path / "report.txt", "--municipality", "20207", "--lang", "en")
    assert result.exit_code == 1
    assert "no title names one" in result.stderr
    said = yaml.safe_load(result.stdout)
    assert [said["document"]["title"], said["plans"][0]["title"]] == ["-", "-"]  # its first line is no title
    (tmp_path / "plan.txt").write_text(f"清流町防災計画\n{REPORT[4:]}", encoding="utf-8")
    assert keikaku("draft", tmp_path / "plan.txt", "--municipality", "20207").exit_code == 0


def test_no_family_is_near_to_what_is_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text(f"令和6年度 町政執行方針\n\n{UNSEEN}", encoding="utf-8")
    found = draft(read_numbered(path))
    assert not found.is_plan
    assert found.settings["family"] == "base"
    assert found.reasons["family"][0].startswith("no family is near")
    assert found.questions == []


@pytest.mark.parametrize(
    "named", ["関連する計画 清流町みどりの基本計画", "【関連計画】\n清流町みどりの基本計画"]
)
def test_no_title_is_taken_from_the_other_plans_that_a_document_names(named: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.txt"
    path.write_text(f"令和5年度 施策評価シート\n\n{named}\n\n施策1-1 川の水を守る\n", encoding="utf-8")
    title, _line = identity.title(read_numbered(path), ["清流町"])
    assert title == "令和5年度施策評価シート"


def test_a_town_whose_name_two_have_is_asked_for(keikaku: Keikaku, tmp_path: Path) -> None:
    path = shared("documents", "hino-jisshi.pdf")
    output = tmp_path / "plan.yml"
    result = keikaku("draft", path, "--lang", "ja", "--output", output)
    assert result.exit_code == 0
    assert "25383" in result.stderr
    assert "31402" in result.stderr
    text = output.read_text(encoding="utf-8")
    assert text.startswith("# 下書きです")
    assert yaml.safe_load(text)["municipality"] == {"code": "25383"}


def test_a_code_that_is_told_is_taken(unseen: Path, keikaku: Keikaku) -> None:
    for typed in ("20207", "須坂市", "長野県須坂市"):
        result = keikaku("draft", unseen, "--municipality", typed)
        assert yaml.safe_load(result.stdout)["municipality"] == {"code": "20207"}


@pytest.mark.parametrize(
    ("typed", "said"), [("清流町", "99999"), ("99907 清流町", "99907")], ids=["a name", "a code and a name"]
)
def test_a_town_that_is_said_to_be_invented_is_taken(
    unseen: Path, keikaku: Keikaku, typed: str, said: str
) -> None:
    found = keikaku("draft", unseen, "--municipality", typed, "--invented")
    assert yaml.safe_load(found.stdout)["municipality"] == {"code": said, "name": "清流町", "invented": True}
    assert "municipality" not in found.stderr


@pytest.mark.parametrize("typed", ["", "20207 清流町", "99907"])
def test_an_invented_town_has_a_name_and_nobody_s_code(unseen: Path, keikaku: Keikaku, typed: str) -> None:
    refused = keikaku("draft", unseen, "--municipality", typed, "--invented")
    assert refused.exit_code == 2
    assert "'CODE NAME'" in refused.stderr


def test_a_name_that_several_municipalities_have_is_refused_with_their_codes(
    unseen: Path, keikaku: Keikaku
) -> None:
    result = keikaku("draft", unseen, "--municipality", "府中市")
    assert result.exit_code == 2
    assert "13206 東京都府中市" in result.stderr
    assert "34208 広島県府中市" in result.stderr


def test_a_plan_yml_is_never_overwritten(unseen: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    output = tmp_path / "plan.yml"
    output.write_text("family: base\n", encoding="utf-8")
    assert keikaku("draft", unseen, "--output", output).exit_code == 2
    assert output.read_text(encoding="utf-8") == "family: base\n"


def test_a_document_that_cannot_be_read_is_named(keikaku: Keikaku, tmp_path: Path) -> None:
    result = keikaku("draft", tmp_path / "nothing.pdf")
    assert result.exit_code == 2
    assert "nothing.pdf" in result.stderr


ODD = """\
清流とともに
令和四年から八年まで、町のみんなで進めることを決めました。

施策1 川の水を守る
担当課\t環境課
指標名\t単位\t現状値(R3)\t目標値(R8)
水質検査で基準を満たす地点\tか所\t7\t9

施策2 川で学ぶ
担当課\t教育委員会
指標名\t単位\t現状値(R3)\t目標値(R8)
川の授業をした学校\t校\t2\t4
"""
FAKE = """\
import json, sys
asked = json.load(sys.stdin)
print({answers}["期間" in asked["question"]])
"""


@pytest.mark.parametrize(
    ("answers", "printed"),
    [(["清流と ともに", "令和四年から八年"], True), (["清流の町計画", "令和五年から九年"], False)],
)
def test_only_what_is_printed_is_taken_from_what_a_publisher_connects(
    answers: list[str], printed: bool, keikaku: Keikaku, tmp_path: Path
) -> None:
    (tmp_path / "fake.py").write_text(FAKE.format(answers=answers), encoding="utf-8")
    (tmp_path / "plan.txt").write_text(ODD, encoding="utf-8")
    ask = f"{sys.executable} {tmp_path / 'fake.py'}"
    made = keikaku("draft", tmp_path / "plan.txt", "--municipality", "20207", "--lang", "en", "--ask", ask)
    said = yaml.safe_load(made.stdout)
    assert ("What is the plan called" not in made.stderr) == printed
    assert said["plans"][0]["title"] == "清流とともに"
    assert (said.get("periods", {}) != {}) == printed
    assert ("answered by what was asked" in made.stdout) == printed
    assert keikaku("draft", tmp_path / "plan.txt", "--ask", str(tmp_path / "none")).exit_code == 2


def test_documents_of_one_series_show_together_what_one_does_not(tmp_path: Path) -> None:
    head, *measures = UNSEEN.split("施策")
    sheets = []
    for count, measure in enumerate(measures, 3):
        year = head.replace("令和4年度", f"令和{count}年度").split("\n")[0]
        sheets.append(tmp_path / f"sheet-{count}.txt")
        sheets[-1].write_text(f"{year}\n{count - 2} {measure.split(' ', 1)[1]}", encoding="utf-8")
    documents = [read_numbered(path) for path in sheets]
    alone, together = draft(documents[0], municipality="20207"), draft(*documents, municipality="20207")
    assert (alone.counts["Indicator"], sum(alone.counts[kind] for kind in ("Goal", "Measure"))) == (2, 0)
    assert sum(together.counts[kind] for kind in ("Goal", "Measure")) == 4
    said = yaml.safe_load(as_yaml(together, "en"))
    assert said["document"]["edition"].count("(?P<edition>") == 1
    assert said["expect"]["Indicator"] == {"min": 1, "max": 2}


@pytest.mark.parametrize("code", ["99999", "0720", "07205 架空町"])
def test_a_code_that_is_nobody_s_is_an_error_of_ours(code: str, unseen: Path) -> None:
    with pytest.raises(
        SeriesError, match=r"no municipality has the code|form|an invented municipality needs"
    ):
        draft(read_numbered(unseen), municipality=code)


@pytest.mark.parametrize("command", ["draft", "build"])
def test_a_code_that_no_municipality_has_is_refused(command: str, keikaku: Keikaku, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("架空町 総合計画\n", encoding="utf-8")
    result = keikaku(command, tmp_path / "plan.txt", "--municipality", "99999")
    assert result.exit_code == 2
    assert "no municipality has the code or name 99999" in result.stderr.replace("\n", " ")
    assert not (tmp_path / "keikaku.store").exists()


@pytest.mark.parametrize(
    ("first", "what"),
    [
        ("施策 35 広聴・広報の充実", ""),
        ("「広報すざか」を読んでいる人の割合 86.5", ""),
        ("広報すざか 令和6年5月号", "広報紙"),
        ("市の広報", "広報紙"),
    ],
)
def test_words_within_a_phrase_say_of_no_document_what_it_is(first: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(f"{first}\n{REPORT[4:]}", encoding="utf-8")
    assert identity.other_than_a_plan(read_numbered(path)) == what


def _drafted(text: str, folder: Path) -> Draft:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return draft(read_numbered(path), municipality="20207")


def test_a_goal_that_stands_within_the_page_of_its_first_measure_is_above_all_of_them(tmp_path: Path) -> None:
    sheets = [
        f"施策 {number} {name}\n■現状と課題\n●{name}が足りない。\n"
        for number, name in ((5, "水路"), (6, "堤防"))
    ]
    goal = "基本目標 川と暮らすまち 3\n"
    text = "清流町基本計画(令和4年度~令和8年度)\n" + sheets[0].replace("■", f"{goal}■") + sheets[1]
    found = _drafted(text, tmp_path)
    levels = found.settings["levels"]
    (goals,) = [one for one in levels.values() if one["is"] == "Goal"]
    assert levels[goals["within"]]["is"] == "Measure"
    assert [one["is"] for one in levels.values()] == ["Goal", "Measure"]


SCATTERED = """\
第2章 第1節 第{number}施策

節 川を守るまち
施策 {name}

{name}が進み、川の水が澄んで 目指す姿 います。

関連する <u>川の課</u>
課 森の課

と課題
{name}の人手が足りない。 施策の現状 人を募る必要がある。

指標名\t単位\t\t基準値(R4)\t\t目標値(R10)\t\t方向性
\t%\t\t{first}\t\t80\t\t7
{name}の割合\t実績\tR6\tR7\tR8\tR9\tR10\t
\t\t61.5\t\t\t\t\t] ′
"""


def test_labels_that_the_extraction_scattered_are_found_by_headings_that_say_where_they_stand(
    tmp_path: Path,
) -> None:
    names = ("水路の清掃", "堤防の点検", "下水道の整備")
    sheets = [SCATTERED.format(number=at, name=name, first=40 + at) for at, name in enumerate(names, 1)]
    head = "清流町施策評価シート(令和6年度)\n\n第2章\n\n川と暮らすまち\n\n第1節 川を守るまち\n\n"
    found = _drafted(head + "\n".join(sheets), tmp_path)
    said = yaml.safe_load(as_yaml(found, "en"))
    measure = next(one for one in said["levels"].values() if "scattered" in one)
    assert {*measure["scattered"]} >= {"目指す姿", "施策の現状 と課題", "関連する 課", "節", "施策"}
    assert said["fields"]["関連する課"] == {"is": "leadDepartment", "others": "relatedDepartment"}
    assert (found.counts["Measure"], found.counts["Field"]) == (3, 1)
    assert said["tables"]["indicators"]["boxed"]
    assert found.counts["Observation"] == 9
