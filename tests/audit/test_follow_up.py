"""The working paper as auditors keep it: what became of last year's findings, samples to tick, who signs it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from keikaku.audit.model import View
from keikaku.audit.run import audit
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.queries.towns import CODES, town
from tests.support import put


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return put(Store(tmp_path_factory.mktemp("follow") / "store"), town(), CODES)


def table(folder: Path, name: str) -> list[list[str]]:
    with (folder / f"audit-{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def paper(keikaku: Keikaku, store: Path, folder: Path, *more: object) -> Path:
    given = ("--consistency", "--store", store, "--output", folder, "-f", "json", "-f", "csv", "--lang", "en")
    assert keikaku("audit", *given, *more).exit_code == 0
    return folder


def test_last_years_findings_are_followed(keikaku: Keikaku, store: Store, tmp_path: Path) -> None:
    """One was mended, one stays with what was written beside it, and one is of a plan that is not audited now."""
    before = json.loads(
        (paper(keikaku, store.path, tmp_path / "last") / "audit.json").read_text(encoding="utf-8")
    )
    for one in before["findings"]:
        if one["rule"] == "measure-not-carried-out":
            one |= {"response": "次の実施計画で事業にします", "due": "2027-03-31", "status": "open"}
    last = tmp_path / "last.json"
    last.write_text(json.dumps(before), encoding="utf-8")
    mended = {
        name: [line for line in lines if "indicator/満足度" not in line] for name, lines in town().items()
    }
    del mended["strategy"]
    put(Store(tmp_path / "now"), mended, CODES)
    folder = paper(keikaku, tmp_path / "now", tmp_path / "this", "--earlier", last)
    rows = {row[2]: row for row in table(folder, "follow_up")}
    assert len(rows) == len(before["findings"])
    became = {text: row[3] for text, row in rows.items()}
    unit = next(text for text in became if "満足度" in text)
    assert became[unit] == "no longer found"
    goal = next(text for text in became if "仕事をつくる" in text)
    assert became[goal] == "its plan was not audited now"
    house = next(row for text, row in rows.items() if "空き家をなくす" in text)
    assert house[3] == "found again"
    assert house[6] == "次の実施計画で事業にします"
    register = next(row for row in table(folder, "register") if "空き家をなくす" in row[2])
    assert register[-2:] == ["2027-03-31", "open"]
    again = json.loads((folder / "audit.json").read_text(encoding="utf-8"))["findings"]
    assert [one["due"] for one in again if one["rule"] == "measure-not-carried-out"] == ["2027-03-31"]


def test_what_is_no_paper_is_refused(keikaku: Keikaku, store: Store, tmp_path: Path) -> None:
    for name, text in (("list", "[1, 2]"), ("empty", "{}"), ("text", "no JSON")):
        file = tmp_path / f"{name}.json"
        file.write_text(text, encoding="utf-8")
        done = keikaku("audit", "--store", store.path, "--earlier", file, "--lang", "en")
        assert done.exit_code == 2
        assert "is not the JSON of an audit" in done.stderr
    assert keikaku("audit", "--store", store.path, "--earlier", tmp_path / "none.json").exit_code == 2


def test_samples_are_drawn_by_their_seed_and_name_their_places(store: Store) -> None:
    def drawn(seed: str, count: int = 6) -> list[tuple[str, str, str]]:
        made = audit(store, view=View.CONSISTENCY, samples=count, seed=seed)
        return [(one.ref.label, one.year, one.value) for town in made.municipalities for one in town.samples]

    assert drawn("2026") == drawn("2026")
    assert drawn("2026") != drawn("2027")
    assert len(drawn("x", 10_000)) == 28  # all figures and amounts of the town, each once
    made = audit(store, samples=5)
    assert all(one.sources for one in made.municipalities[0].samples)


def test_findings_are_weighed_by_money_and_told_by_department(
    keikaku: Keikaku, store: Store, tmp_path: Path
) -> None:
    folder = paper(keikaku, store.path, tmp_path / "paper", "--author", "監査委員", "--date", "2026-11-30")
    money = [int(row[4]) for row in table(folder, "register")]
    assert money == sorted(money, reverse=True)
    assert money[0] == 20_000_000  # 舗装の修繕, by its plan
    by = {row[1]: row[2:] for row in table(folder, "by_department")}
    assert by["建設課"][:3] == ["0", "0", "1"]
    sheet = dict(table(folder, "working_sheet"))
    assert (sheet["author"], sheet["date"]) == ("監査委員", "2026-11-30")
    assert "食違町実施計画" in sheet["subject"]
    assert "basic-plan.txt" in sheet["evidence"]
    assert not (folder / "audit-samples.csv").exists(), "nobody asked for samples"
