"""``keikaku new``: a publisher's folder that checks, builds and publishes as it is."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from keikaku.building.starting.beginning import begin
from keikaku.cli import COMMANDS
from keikaku.ground.version import __version__
from tests.conftest import Keikaku
from tests.support import ROOT

PLAN = ROOT / "examples" / "measure-tables" / "plan.txt"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that was begun with a document of a plan."""
    folder = tmp_path_factory.mktemp("new") / "town"
    (one,) = begin(folder, "99999 架空町", [PLAN], "https://data.example.jp/k/")
    assert one.found.is_plan
    return folder


def commands(folder: Path) -> list[list[str]]:
    """Return the keikaku commands of the workflow, in their order."""
    workflow = yaml.safe_load((folder / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    steps = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    return [shlex.split(step, comments=True) for step in steps if step.startswith("keikaku ")]


def test_what_the_workflow_runs_publishes_the_folder(
    made: Path, keikaku: Keikaku, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made)
    workflow = yaml.safe_load(Path(".github/workflows/publish.yml").read_text(encoding="utf-8"))
    assert workflow["env"]["KEIKAKU"].endswith(f"=={__version__}")
    ran = commands(made)
    assert [words[1] for words in ran] == ["check", "build", "publish"]
    for words in ran:
        filled = [workflow["env"]["BASE"] if word.startswith("${BASE:-") else word for word in words[1:]]
        done = keikaku(*filled)
        assert done.exit_code == 0, (words, done.output)
    assert "架空町" in Path("site/index.html").read_text(encoding="utf-8")
    assert "https://data.example.jp/k/doc/" in Path("site/sitemap.xml").read_text(encoding="utf-8")
    ignored = Path(".gitignore").read_text(encoding="utf-8").split()
    assert {"/build/", "/site/"} <= set(ignored)


def test_the_readmes_say_what_was_drafted_in_both_languages(made: Path) -> None:
    for name, said in (("README.md", "printed lines are left over"), ("README.ja.md", "行が残り")):
        text = (made / name).read_text(encoding="utf-8")
        assert "`plans/plan/plan.txt`" in text
        assert said in text
        assert "%{" not in text
        named = set(re.findall(r"keikaku ([a-z]+) ", text))
        assert {"draft", "check", "review", "build", "publish"} <= named <= set(COMMANDS) | {"new"}
    assert (made / "plans/plan/plan.yml").is_file()


def test_what_is_no_plan_gets_no_plan_yml_and_is_said(tmp_path: Path, keikaku: Keikaku) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("回覧\n夏祭りの準備について\n集合は九時です。\n", encoding="utf-8")
    folder = tmp_path / "town"
    said = keikaku("new", "31402", letter, "--folder", folder, "--lang", "ja")
    assert said.exit_code == 1
    assert "計画に見えない" in said.output
    assert (folder / "plans/letter/letter.txt").is_file()
    assert not (folder / "plans/letter/plan.yml").exists()
    assert "日野町" in (folder / "README.ja.md").read_text(encoding="utf-8")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, keikaku: Keikaku) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "mine").write_text("x", encoding="utf-8")
    done = keikaku("new", "31402", "--folder", folder)
    assert done.exit_code == 2
    assert str(folder) in " ".join(done.output.split())
    assert [child.name for child in folder.iterdir()] == ["mine"]


def test_nothing_is_left_where_a_document_cannot_be_read(tmp_path: Path, keikaku: Keikaku) -> None:
    done = keikaku("new", "31402", tmp_path / "absent.pdf", "--folder", tmp_path / "town")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_two_documents_of_one_name_are_told_apart_by_the_publisher(tmp_path: Path, keikaku: Keikaku) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.txt").write_bytes(PLAN.read_bytes())
    done = keikaku(
        "new", "31402", tmp_path / "a/plan.txt", tmp_path / "b/plan.txt", "--folder", tmp_path / "t"
    )
    assert done.exit_code == 2
    assert not (tmp_path / "t").exists()
