"""Fixtures: stores, a small town's plan to build, and the command line as a function."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import typer.main
import typer.testing
from typer.testing import CliRunner, Result

from keikaku.cli import app
from keikaku.store.folder import Store
from tests.support import ROOT, example_texts, once, plan_texts, stored

hypothesis.settings.register_profile(
    "keikaku",
    deadline=None,  # how quick an example is says how busy the machine is
    derandomize="CI" in os.environ
    and "KEIKAKU_FUZZ_SEED" not in os.environ,  # what is rare is looked for at night
)
hypothesis.settings.load_profile("keikaku")

# typer makes the options of all commands anew for each call, a tenth of a second of CPU; a process of keikaku does it once
vars(typer.testing)["_get_command"] = cache(typer.main.get_command)

LAYOUT = "project-tables"


@dataclass(frozen=True)
class Town:
    """A folder with a copy of an example, and a store beside it."""

    folder: Path
    store: Path

    @property
    def plan(self) -> Path:
        return self.folder / "plan.txt"

    @property
    def yml(self) -> Path:
        return self.folder / "plan.yml"

    def change(self, old: str, new: str) -> Path:
        """Replace a text that stands in plan.yml."""
        text = self.yml.read_text(encoding="utf-8")
        assert old in text
        self.yml.write_text(text.replace(old, new), encoding="utf-8")
        return self.yml


@pytest.fixture
def town(tmp_path: Path) -> Town:
    folder = tmp_path / "town"
    shutil.copytree(ROOT / "examples" / LAYOUT, folder)
    return Town(folder, tmp_path / "town.store")


TOGETHER = {"browser", "cluster", "evidence", "publishing", "servers", "serving"}
"""Folders whose files share a site, a server or a browser, which each process would make for itself."""

LONG = (
    "tests/cluster",
    "tests/browser",
    "tests/publishing",
    "tests/damages/test_damages.py",
    "tests/documents/test_ocr.py",
    "tests/test_package.py",
    "tests/test_docs.py",
    "tests/building/test_scans.py",
    "tests/pages_vocabulary/test_html.py",
    "tests/evidence",
)
"""What takes a minute or more with few tests. It starts first: begun last, as xdist would, it keeps one process at work
while the others have nothing left."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Let one process run the tests of a file, or of such a folder, so that what its fixtures make is made once.

    xdist's own groups come to nothing with pytest 9.2, whose tests have ids that xdist 3.8 cannot add a group to.
    """
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            folder = Path(file).parent
            return str(folder) if folder.name in TOGETHER else file

        def _assign_work_unit(self, node: Any) -> None:
            if long := next((scope for scope in LONG if scope in self.workqueue), None):
                self.workqueue.move_to_end(long, last=False)
            super()._assign_work_unit(node)

    return ByFile(config, log)


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the real plans, which nobody writes to."""
    return Store(once(tmp_path_factory, "plans", lambda path: stored(Store(path), plan_texts())))


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the examples, which nobody writes to."""
    return Store(once(tmp_path_factory, "examples", lambda path: stored(Store(path), example_texts())))


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Return a store of the real plans and the examples, which nobody writes to."""
    texts = plan_texts() | example_texts()
    return Store(once(tmp_path_factory, "everything", lambda path: stored(Store(path), texts)))


@pytest.fixture
def without_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave SHACL out where a test is about something else: it takes most of the time."""
    monkeypatch.setattr("keikaku.building.pipeline.validate", lambda lines, validator: [])


Keikaku = Callable[..., Result]


@pytest.fixture
def keikaku(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Keikaku:
    """Return the command line as a function, run in a folder of its own, in English."""
    monkeypatch.chdir(tmp_path)
    for name in ("KEIKAKU_STORE", "KEIKAKU_LOADERS", "KEIKAKU_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KEIKAKU_LANG", "en")
    monkeypatch.setenv("KEIKAKU_JOBS", "0")  # in this process, where tests put things in the place of others
    runner = CliRunner()

    def run(*arguments: object, stdin: str | None = None) -> Result:
        result = runner.invoke(app, [str(argument) for argument in arguments], input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
