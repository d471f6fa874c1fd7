"""``keikaku diff`` on two editions of an example, and what a person confirms of it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from keikaku.audit.run import audit
from keikaku.store.folder import Store
from tests import history
from tests.conftest import Keikaku
from tests.support import ROOT, once

LATER = {
    "沢すじの手入れ": "沢すじと用水の手入れ",
    "水辺の地図づくり": "水辺と森の地図づくり",
    "山里課": "森と里の課",
    "1,400": "2,200",
    "3,400": "4,200",
    "R6": "R9",
    "R7": "R10",
    "R8": "R11",
    "令和6年度": "令和9年度",
}
"""What the next edition of the example prints otherwise."""


def edition(folder: Path, words: dict[str, str], plan: str) -> Path:
    """Write an edition of the example, and return its document."""
    shutil.copytree(ROOT / "examples" / "project-tables", folder)
    text = (folder / "plan.txt").read_text(encoding="utf-8")
    for old, new in words.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    yml = (folder / "plan.yml").read_text(encoding="utf-8")
    (folder / "plan.yml").write_text(yml.replace("sankanen-jisshi-keikaku", plan), encoding="utf-8")
    return folder / "plan.txt"


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions, each as a document, and a store of both."""

    def make(folder: Path) -> None:
        from keikaku.building.model import Options
        from keikaku.building.pipeline import build

        folder.mkdir()
        paths = [edition(folder / "r6", {}, "r6-plan"), edition(folder / "r9", LATER, "r9-plan")]
        for report in build(paths, Store(folder / "store"), Options(jobs=0)):
            assert not report.error, report.error

    return once(tmp_path_factory, "editions", make)


@pytest.fixture
def store(editions: Path, tmp_path: Path) -> Path:
    shutil.copytree(editions / "store", tmp_path / "store")
    return tmp_path / "store"


def test_two_plans_of_a_store(store: Path, keikaku: Keikaku) -> None:
    done = keikaku("diff", "r6-plan", "r9-plan", "--store", store, "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "三か年実施計画 (2024–2026) → 三か年実施計画 (2027–2029), 架空町" in done.output
    assert "11 kept, 2 renamed, 0 moved, 0 from a split, 0 merged, 0 new, 0 dropped" in done.output
    assert "renamed Ⅰ-1 沢すじの手入れ → Ⅰ-1 沢すじと用水の手入れ" in done.output
    assert "departments: −山里課 +森と里の課" in done.output
    assert "department renamed 山里課 → 森と里の課" in done.output
    assert "money by year, in yen: 34,000,000 (2024) → 42,000,000 (2027)" in done.output
    assert "炊き出し釜の点検" not in done.output  # the same in both


def test_it_speaks_japanese(store: Path, keikaku: Keikaku) -> None:
    done = keikaku("diff", "r6-plan", "r9-plan", "--store", store, "--lang", "ja")
    assert "維持 11、改称 2、移動 0、分割 0、統合 0、新規 0、廃止 0" in done.output
    assert "語句と位置による提案です" in done.output


def test_days_name_the_edition_that_holds(store: Path, keikaku: Keikaku) -> None:
    done = keikaku("diff", "2027-03-31", "2027-04-01", "--store", store, "--format", "json")
    told = json.loads(done.stdout)
    assert (told["old"]["start"], told["new"]["start"]) == (2024, 2027)
    assert told["counts"]["renamed"] == 2
    assert told["status"] == "proposed"


def test_two_documents_and_a_file(editions: Path, tmp_path: Path, keikaku: Keikaku) -> None:
    file = tmp_path / "diff.csv"
    done = keikaku(
        "diff", editions / "r6" / "plan.txt", editions / "r9" / "plan.txt", "--plan", "三か年", "-o", file
    )
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
    renamed = [row for row in rows if row["became"] == "renamed"]
    assert {(row["old_label"], row["new_label"]) for row in renamed} == {
        ("沢すじの手入れ", "沢すじと用水の手入れ"),
        ("水辺の地図づくり", "水辺と森の地図づくり"),
        ("山里課", "森と里の課"),
    }
    assert all(row["old_sources"].startswith("plan.txt:") for row in renamed if row["kind"] != "Department")


def test_a_reprint_without_a_change_says_so(store: Path, tmp_path: Path, keikaku: Keikaku) -> None:
    document = edition(tmp_path / "again", {}, "r6-plan-again")
    done = keikaku("diff", "r6-plan", document, "--plan", "三か年", "--store", store, "--lang", "en")
    assert "13 kept" in done.output
    assert "Nothing is different." in done.output


def test_documents_that_no_loader_knows_are_drafted_and_said_to_be(
    editions: Path, tmp_path: Path, keikaku: Keikaku
) -> None:
    """What stands in the order of the print: goals before their measures, measures before their projects."""
    for name in ("r6", "r9"):
        (tmp_path / f"{name}.txt").write_bytes((editions / name / "plan.txt").read_bytes())
    town = ("--municipality", "架空町", "--invented")
    done = keikaku("diff", tmp_path / "r6.txt", tmp_path / "r9.txt", *town, "--all", "--lang", "en")
    assert done.exit_code == 0, done.output
    assert "was read with a draft that nobody has accepted" in done.output
    at = [
        done.output.index(name)
        for name in ("はぐくまれるまち", "水辺と森の地図づくり", "手しごとが続くまち", "工房めぐりの日")
    ]
    assert at == sorted(at)


def test_where_nothing_is_stored_and_a_name_is_no_file(tmp_path: Path, keikaku: Keikaku) -> None:
    done = keikaku("diff", "old.pdf", "new.pdf", "--store", tmp_path / "none", "--lang", "en")
    assert done.exit_code == 2
    assert "'old.pdf' is neither a store nor a document" in done.output


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (("r9-plan", "r6-plan"), "give the earlier edition first"),
        (("r6-plan", "r6-plan"), "was given twice"),
        (("r6-plan", "r7-plan"), "'r7-plan' is neither"),
        (("三か年実施計画", "r9-plan"), "holds 2 plans"),
        (("1999-01-01", "r9-plan"), "'1999-01-01' is neither"),
        (("not-there.pdf", "r9-plan"), "'not-there.pdf' is neither"),
    ],
)
def test_what_cannot_be_compared_is_said(
    store: Path, keikaku: Keikaku, names: tuple[str, str], says: str
) -> None:
    done = keikaku("diff", *names, "--store", store, "--lang", "en")
    assert done.exit_code == 2
    assert says in done.output


def test_a_person_confirms_what_continues(store: Path, tmp_path: Path, keikaku: Keikaku) -> None:
    table = tmp_path / "links.sssom.tsv"
    assert keikaku("suggest", "--store", store, "--output", table, "--lang", "en").exit_code == 0
    rows = table.read_text(encoding="utf-8").split("\n")
    at = next(
        number for number, row in enumerate(rows) if "kei:continues" in row and "沢すじと用水の手入れ" in row
    )
    assert "names alike to 56%" in rows[at]
    rows[at] = f"confirmed{rows[at]}"
    other = next(
        number for number, row in enumerate(rows) if "kei:continues" in row and "水辺と森の地図づくり" in row
    )
    rows[other] = f"rejected{rows[other]}"
    office = next(number for number, row in enumerate(rows) if "kei:continues" in row and "森と里の課" in row)
    rows[office] = f"confirmed{rows[office]}"
    table.write_text("\n".join(rows), encoding="utf-8")
    done = keikaku("confirm", table, "--by", "k-yamada", "--role", "企画課", "--store", store)
    assert done.exit_code == 0, done.output
    answer = keikaku("query", "continued-elements", "--store", store, "--format", "csv").stdout
    assert [row["oldLabel"] for row in csv.DictReader(io.StringIO(answer))] == ["沢すじの手入れ"]

    again = json.loads(keikaku("diff", "r6-plan", "r9-plan", "--store", store, "--format", "json").stdout)
    assert again["status"] == "partly-confirmed"
    (step,) = [one for one in again["elements"] if one["confirmed"]]
    assert (step["old"]["label"], step["new"]["label"]) == ("沢すじの手入れ", "沢すじと用水の手入れ")
    assert "decided by a person" in step["reasons"]
    assert again["counts"] | {"renamed": 1, "new": 1, "dropped": 1} == again["counts"], (
        "the rejected pair is none"
    )

    (department,) = again["departments"]
    assert (department["new"]["label"], department["confirmed"]) == ("森と里の課", True)

    told = history.rows(
        Store(store).load(vocabularies=False),
        """PREFIX xkos: <http://rdf-vocabulary.ddialliance.org/xkos#>
        PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?old ?new WHERE {
            ?table a xkos:Correspondence ; xkos:compares ?before , ?after ; xkos:madeOf ?row .
            ?after prov:wasRevisionOf ?before .
            ?row a xkos:ConceptAssociation ; xkos:sourceConcept/rdfs:label ?old ; xkos:targetConcept/rdfs:label ?new .
        }""",
    )
    assert [(one["old"], one["new"]) for one in told] == [("沢すじの手入れ", "沢すじと用水の手入れ")]

    rows[at] = rows[at].replace(
        "confirmed", "rejected", 1
    )  # a later decision takes the place of the earlier one
    table.write_text("\n".join(rows), encoding="utf-8")
    assert keikaku("confirm", table, "--by", "k-yamada", "--role", "企画課", "--store", store).exit_code == 0
    answer = keikaku("query", "continued-elements", "--store", store, "--format", "csv").stdout
    assert list(csv.DictReader(io.StringIO(answer))) == []


def test_links_between_editions_are_no_sdgs(store: Path, tmp_path: Path, keikaku: Keikaku) -> None:
    before = audit(Store(store))
    table = tmp_path / "links.sssom.tsv"
    keikaku("suggest", "--store", store, "--output", table, "--record")
    after = audit(Store(store))
    assert sum(one.yen for one in after.plans) == sum(one.yen for one in before.plans)
