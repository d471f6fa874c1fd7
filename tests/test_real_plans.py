"""The five real plans, from the file to the store: what must hold of every one of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import PROV, RDF, RDFS
from rdflib.term import Node

from keikaku.building.pipeline import build
from keikaku.building.report import DocumentReport
from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import KEI
from keikaku.store.folder import Store
from keikaku.validation import as_graph
from tests.support import PLANS as NAMES
from tests.support import shared

REFERENCES = ("kanegasaki", "shirakawa", "suzaka")
SOURCED = ("PlanElement", "Plan", "Indicator", "Observation", "Budget", "Evaluation")
_TYPE = re.compile(
    r"(<\S+>) <http://www\.w3\.org/1999/02/22-rdf-syntax-ns#type> <https://w3id\.org/keikaku/ns#(\w+)>"
)
_SOURCE = re.compile(r"(<\S+>) <http://www\.w3\.org/ns/prov#wasDerivedFrom> ")


@cache
def paths() -> list[Path]:
    return [shared("plans", f"{name}.txt") for name in NAMES]


Built = tuple[dict[str, DocumentReport], Store]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the reports and the store of all plans, built and validated once."""
    store = Store(tmp_path_factory.mktemp("real") / "plans.store")
    reports = build(paths(), store)
    return {report.loader: report for report in reports}, store


def test_there_is_a_loader_for_each_of_the_five() -> None:
    assert sorted(file.stem for file in shared("plans").glob("*.txt")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_accounted_for(built: Built, name: str) -> None:
    report = built[0][name]
    account = report.account
    assert account is not None
    assert report.unread == []
    parts = (account.read, account.structure, account.furniture, account.blank, len(account.unread))
    assert sum(parts) == account.total
    assert account.total == len(shared("plans", f"{name}.txt").read_text(encoding="utf-8").splitlines())
    allowed = 0.30 if name.startswith("ami-") else 0.15
    assert account.furniture <= allowed * (account.total - account.blank)
    lines = report.as_json()["lines"]
    assert lines["total"] == sum(
        lines[part] for part in ("read", "structure", "furniture", "blank", "unread")
    )


@pytest.mark.parametrize("name", NAMES)
def test_it_conforms_and_is_stored(built: Built, name: str) -> None:
    report = built[0][name]
    assert report.error is None
    assert report.count(Severity.VIOLATION) == 0
    assert report.exit_status == 0
    assert name in built[1].documents


@pytest.mark.parametrize("name", NAMES)
def test_every_finding_names_its_lines_in_both_languages(built: Built, name: str) -> None:
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    for finding in built[0][name].findings:
        assert finding.lines, finding
        assert finding.en != finding.ja
        assert japanese.search(finding.ja)


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_its_source(built: Built, name: str) -> None:
    lines = built[1].lines(name)
    sourced = {match[1] for line in lines if (match := _SOURCE.match(line))}
    things = {match[1] for line in lines if (match := _TYPE.match(line)) and match[2] in SOURCED}
    assert len(things) > 20
    assert things <= sourced


def fragments(graph: Graph, node: Node, printed: list[str]) -> str:
    """Return what is printed in the lines that a node names (RFC 5147: positions between lines)."""
    text = []
    for fragment in graph.objects(node, PROV.wasDerivedFrom):
        start, end = re.findall(r"\d+", str(fragment).rsplit("#line=", 1)[1])
        text += list(enumerate(printed))[int(start) : int(end)]
    return key("".join(line for _number, line in sorted(text)))


def stands_in(wanted: str, text: str) -> bool:
    """Tell whether a print stands in a text, in few pieces and in order (a name may wrap around other cells)."""
    rest, at, pieces = key(wanted), 0, 0
    while rest:
        length = next((n for n in range(len(rest), 0, -1) if text.find(rest[:n], at) >= 0), 0)
        if not length or pieces > 8:
            return False
        at = text.find(rest[:length], at) + length
        rest, pieces = rest[length:], pieces + 1
    return True


def shown(graph: Graph, node: Node) -> list[str]:
    """Return what of a node must be printed in its lines: the print where it is kept, else label or amounts."""
    amounts = [
        int(str(yen))
        for name in (KEI.totalAmount, KEI.specificRevenue, KEI.generalRevenue)
        for yen in graph.objects(node, name)
    ]
    if amounts:
        return [f"{yen // 1000:,}" for yen in amounts]
    printed = [str(one) for one in graph.objects(node, KEI.asPrinted)]
    pieces = [piece for one in printed for piece in re.split(r"\s*[|;]\s*", one) if piece]
    return pieces or [str(label) for label in graph.objects(node, RDFS.label)]


@pytest.mark.parametrize("name", NAMES)
def test_labels_and_figures_stand_in_the_lines_they_name(built: Built, name: str) -> None:
    graph = as_graph(built[1].lines(name))
    printed = re.split(r"\r\n|\r|\n", shared("plans", f"{name}.txt").read_text(encoding="utf-8"))
    missing, looked = [], 0
    for kind in (KEI.PlanElement, KEI.Indicator, KEI.Observation, KEI.Budget):
        for node in graph.subjects(RDF.type, kind):
            text = fragments(graph, node, printed)
            wanted = shown(graph, node)
            looked += len(wanted)
            missing += [(str(node), one) for one in wanted if not stands_in(one, text)]
    assert looked > 50
    assert missing == []


@pytest.mark.parametrize("reference", REFERENCES)
def test_the_exported_quads_reach_the_reference(built: Built, reference: str, tmp_path: Path) -> None:
    exported = tmp_path / "plans.nq"
    exported.write_bytes(b"".join(built[1].nquads()))
    command: list[str | Path] = [sys.executable, shared("tools", "score.py"), "--min", "0.99", "-v"]
    done = subprocess.run(
        [*command, shared("gold", f"{reference}.json"), exported], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


BUILD = """
import sys
from pathlib import Path
import keikaku.building.pipeline
from keikaku.store.folder import Store
keikaku.building.pipeline.validate = lambda lines, validator: []
reports = keikaku.building.pipeline.build([Path(name) for name in sys.argv[2:]], Store(sys.argv[1]))
assert all(report.stored for report in reports)
for data in Store(sys.argv[1]).nquads():
    sys.stdout.buffer.write(data)
"""


def test_two_processes_and_two_orders_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    command: list[str | Path] = [sys.executable, "-c", BUILD, tmp_path / "other", *reversed(paths())]
    environment = {**os.environ, "PYTHONHASHSEED": "2"}  # sets have another order than here
    other = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert other == b"".join(built[1].nquads())


def test_building_again_changes_nothing(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.building.pipeline.validate", lambda lines, validator: [])
    _reports, store = built
    files = [file for file in store.path.rglob("*") if file.suffix in (".nq", ".json")]
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}
    again = build(paths(), Store(store.path))
    assert not [report.loader for report in again if report.changed or not report.stored]
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files} == before
