"""The door is quick: what has nothing to do with a plan loads nothing of what reads plans."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from keikaku.asking.answers import FORMATS as ANSWERS
from keikaku.cli.auditing import FORMATS as PAPERS
from keikaku.store.export import FORMATS as EXPORTS
from tests.conftest import Keikaku
from tests.support import ROOT

MOST = 48
"""Modules of keikaku that help may load: one for each command, those with its errors, options and defaults, their wings."""
HEAVY = {
    "duckdb",
    "networkx",
    "openpyxl",
    "pyoxigraph",
    "rdflib",
    "requests",
    "rich",
    "starlette",
    "yaml",
}

MOST_OF_A_BUILD = 640
"""Modules of all packages that the build of one small text may load; with rdflib, which shapes once needed, it were 750."""
NOT_FOR_TEXT = {
    "duckdb",
    "networkx",
    "openpyxl",
    "pyparsing",
    "pypdfium2",
    "pyshacl",
    "rdflib",
    "requests",
    "starlette",
}

LOADED = """
import json, sys
from keikaku.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
json.dump(sorted(sys.modules), sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Return the names of the modules that a command has loaded when it ends."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True
    )
    modules = json.loads(ran.stderr[ran.stderr.index('["') :])
    return set(modules)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["build", "--help"], ["audit", "--nonsense"], ["nonsense"], ["publish"]],
    ids=" ".join,
)
def test_help_and_errors_of_usage_load_nothing_heavy(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert not HEAVY & modules
    assert len([name for name in modules if name.split(".")[0] == "keikaku"]) <= MOST


def test_a_build_of_a_small_text_loads_what_it_needs(tmp_path: Path) -> None:
    plan = next((ROOT / "examples").glob("*/plan.txt"))
    modules = loaded("build", str(plan), "--jobs", "0", "--store", str(tmp_path / "store"))
    assert not NOT_FOR_TEXT & modules
    assert len(modules) <= MOST_OF_A_BUILD


def test_only_the_command_line_knows_how_commands_are_told_and_shown() -> None:
    source = ROOT / "src" / "keikaku"
    known = {
        str(file.relative_to(source))
        for file in source.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import typer", "from typer", "import rich", "from rich"))
    }
    assert known
    assert {name for name in known if not name.startswith("cli/")} == set()


def test_a_server_starts_without_the_command_line() -> None:
    script = "import sys, keikaku.web.server.running; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"typer", "rich", "keikaku.cli", "keikaku.building.pipeline"} & set(ran.stdout.split())


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("export", EXPORTS),
        ("audit", PAPERS),
        ("query", {name for names in ANSWERS.values() for name in names}),
    ],
)
def test_help_names_the_formats_that_there_are(keikaku: Keikaku, command: str, names: set[str]) -> None:
    text = " ".join(keikaku(command, "--help").stdout.split())
    assert [name for name in names if name not in text] == []
