"""Departments of one town that look alike over its documents."""

from __future__ import annotations

import shutil

import pytest

from keikaku.audit.model import AuditFinding
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.audit.tables import command_of
from keikaku.building.pipeline import Options, build
from keikaku.ground.rules import Severity
from keikaku.store.folder import Store
from tests.support import ROOT


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> list[AuditFinding]:
    """Return the twins of a town whose second document prints another form of a department throughout."""
    folder = tmp_path_factory.mktemp("town")
    for name, printed in (("measure-tables", "建設課"), ("project-tables", "健設課")):
        shutil.copytree(ROOT / "examples" / name, folder / name)
        file = folder / name / "plan.txt"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("建設課", printed), encoding="utf-8")
    store = Store(folder / "town.store")
    build(folder, store, Options(jobs=0))
    return [one for one in audit(store, Scope()).findings if one.rule == "department-twin"]


def test_two_documents_that_print_one_department_in_two_ways_are_found(twins: list[AuditFinding]) -> None:
    (one,) = twins
    assert one.severity is Severity.WARNING
    assert {ref.label for ref in one.elements} == {"建設課", "健設課"}
    assert one.sources
    assert command_of(one, ["--store", "town.store"]) == "keikaku audit --store town.store"
