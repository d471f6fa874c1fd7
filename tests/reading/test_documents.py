"""Published documents, from the file to the quads, against their references."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

import pytest

from keikaku.building.pipeline import Options, load
from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import key
from keikaku.reading.model import Fact
from keikaku.reading.records import Reading
from keikaku.validation import validate
from tests.support import ROOT, score, shared

HERE = Path(__file__).parent
DOCUMENTS = {
    "sogo-senryaku": (HERE / "documents", "sogo-senryaku"),
    "mihiraki": (HERE / "documents", "mihiraki"),
    "sdgs-mirai": (HERE / "documents", "sdgs-mirai"),
    "hino-jisshi": (ROOT / "loaders", "hino-implementation-plan-r7"),
    "otoineppu-strategy": (ROOT / "loaders", "otoineppu-comprehensive-strategy"),
    "nankoku-continuing-projects-r4": (ROOT / "loaders", "nankoku-continuing-projects-r4"),
}
REFERENCES = {"otoineppu-strategy": "otoineppu", "nankoku-continuing-projects-r4": "nankoku-continuing"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_is_read_without_a_fault(name: str) -> None:
    folder, loader = DOCUMENTS[name]
    shipped = folder.parent == ROOT
    loaded = load(shared("documents", f"{name}.pdf"), Options(loaders=() if shipped else (folder,)))
    assert loaded.series.id == loader
    missed = {
        category: (missing, extra)
        for category, (f1, missing, extra) in score(loaded.lines, REFERENCES.get(name, name)).items()
        if f1 < 1
    }
    assert not missed
    assert printed_accounts(loaded.reading) == accounts(REFERENCES.get(name, name))
    account = loaded.reading.account()
    assert account.unread == ()
    assert account.furniture <= 0.15 * (account.total - account.blank)
    findings = [*loaded.reading.findings, *validate(loaded.lines)]
    assert not [finding for finding in findings if finding.severity is Severity.VIOLATION]


def accounts(reference: str) -> dict[str, str]:
    """Return the lines of the budget (款項目) that a reference has, which the score leaves out, by the names of projects."""
    nodes = json.loads(shared("gold", f"{reference}.json").read_text(encoding="utf-8"))["nodes"]
    return {key(one["label"]): one["account"].replace(".", "/") for one in nodes if "account" in one}


def printed_accounts(reading: Reading) -> dict[str, str]:
    """Return those that were read."""
    return {
        key(element.label): one.value
        for element in reading.elements
        for one in element.statements
        if one.fact is Fact.BUDGET_ACCOUNT
    }


@pytest.mark.parametrize(
    ("folder", "loader"), DOCUMENTS.values(), ids=lambda value: str(value).rpartition("/")[2]
)
def test_a_plan_yml_is_short(folder: Path, loader: str) -> None:
    lines = (folder / loader / "plan.yml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40


def test_a_plan_yml_has_some_25_lines_in_the_middle_of_all() -> None:
    found = [
        *ROOT.glob("loaders/*/plan.yml"),
        *ROOT.glob("examples/*/plan.yml"),
        *HERE.glob("documents/*/plan.yml"),
    ]
    sizes = {path.parent.name: said(path) for path in found}
    assert len(sizes) > 20
    assert median(sizes.values()) <= 25, sizes


def said(path: Path) -> int:
    """Return how many lines of a plan.yml say something; repairs of what an extraction broke, and their reasons, aside."""
    count, repairs = 0, False
    for line in path.read_text(encoding="utf-8").splitlines():
        repairs = line.startswith(("repairs:", "doubts:")) if line[:1].strip() else repairs
        count += bool(line.strip()) and not line.lstrip().startswith(("#", "because:")) and not repairs
    return count
