"""The tutorial of docs/loaders.md, followed word by word: its commands, its changes of plan.yml, its Python."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Keikaku
from tests.support import ROOT

BLOCK = re.compile(r"^```(text|diff|python)\n(.*?)^```", re.DOTALL | re.MULTILINE)
CUT = "…"


@pytest.mark.parametrize(("page", "language"), [("loaders.md", "en"), ("loaders.ja.md", "ja")])
def test_the_tutorial_leads_from_the_pdf_to_an_accepted_plan(
    page: str, language: str, keikaku: Keikaku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEIKAKU_LANG", language)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("KEIKAKU_JOBS", "0")
    section = (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n## ")[1]
    blocks = BLOCK.findall(section)
    assert len(blocks) == 7
    for kind, text in blocks:
        follow(kind, text, keikaku)
    assert len((tmp_path / "shioji" / "decisions.tsv").read_text(encoding="utf-8").splitlines()) == 32
    assert (tmp_path / "shioji.store").is_dir()


def follow(kind: str, text: str, keikaku: Keikaku) -> None:
    """Do what a block of the page says, as its reader does."""
    if kind == "diff":
        change(Path("shioji/plan.yml"), text)
    elif kind == "python":
        exec(compile(text, "docs/loaders.md", "exec"), {})  # noqa: S102 - of our own page
    else:
        for command, shown in commands(text):
            words = shlex.split(command)
            if words[0] == "mkdir":
                Path(words[1]).mkdir()
            elif words[0] == "cp":
                shutil.copy(words[1], words[2])
            else:
                assert words[0] == "keikaku"
                result = keikaku(*words[1:])
                said = [line.rstrip() for line in (result.stdout + result.stderr).rstrip().splitlines()]
                said = [*said[: shown.index(CUT)], CUT] if CUT in shown else said
                assert said == shown, "\n".join(said)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the lines that the page shows below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, *shown = part.rstrip().splitlines()
        yield command, shown


def change(path: Path, text: str) -> None:
    """Change a file as a block of changes says: what is taken away stands in it once, with what takes its place below."""
    said = path.read_text(encoding="utf-8")
    for old, new in re.findall(r"^-(.*)\n((?:\+.*\n)+)", text, re.MULTILINE):
        assert said.count(old) == 1
        said = said.replace(old, new.rstrip("\n").replace("\n+", "\n")[1:])
    path.write_text(said, encoding="utf-8")
