"""What the pages say is true: the commands they show print what they show, the settings are all there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

PAGES = [
    path
    for path in [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
    if "```console" in path.read_text(encoding="utf-8")
]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.xdist_group("docs")  # the pages' commands write into the same folders
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_print_what_the_page_shows(page: Path) -> None:
    done = run("tools/run_console.py", "--check", str(page))
    assert done.returncode == 0, (
        f"{done.stdout}{done.stderr}; `python tools/run_console.py {page.name}` mends it"
    )


def test_the_page_of_settings_is_current() -> None:
    assert run("tools/make_layout_docs.py", "--check").returncode == 0, "python tools/make_layout_docs.py"


def test_every_setting_has_a_meaning() -> None:
    page = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (`\w+`) .*\|  \|$", page, re.MULTILINE) == []


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_both_readmes_have_the_same_parts() -> None:
    parts = [
        re.findall(r"^(?:## |```\w+$)", page.read_text(encoding="utf-8"), re.MULTILINE)
        for page in ROOT.glob("README*.md")
    ]
    assert len(parts) == 2
    assert [len(one) for one in parts[:1]] == [len(one) for one in parts[1:]]


def test_the_python_example_of_the_readme_runs(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    text = code[1].replace('"examples"', repr(str(ROOT / "examples" / "evaluation-sheets")))
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Measure" in done.stdout
