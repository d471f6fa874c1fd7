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

TRANSLATED = sorted((ROOT / "docs").glob("*.ja.md"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def consoles() -> dict[str, str]:
    """Return what the tool says of each page whose commands print other things: all pages start from one build."""
    done = run("tools/run_console.py", "--check", *map(str, PAGES))
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert done.returncode == (1 if said else 0), f"{done.stdout}{done.stderr}"
    return said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_print_what_the_page_shows(consoles: dict[str, str], page: Path) -> None:
    assert str(page) not in consoles, f"`python tools/run_console.py {page.name}` mends it"


def test_the_page_of_settings_is_current() -> None:
    assert run("tools/make_settings_docs.py", "--check").returncode == 0, "python tools/make_settings_docs.py"


def test_the_pages_of_the_open_data_definition_are_current() -> None:
    assert run("tools/make_open_data_docs.py", "--check").returncode == 0, (
        "python tools/make_open_data_docs.py"
    )


def test_every_setting_has_a_meaning() -> None:
    page = (ROOT / "docs" / "plan-yml.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (`\w+`) .*\|  \|$", page, re.MULTILINE) == []


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda page: page.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def parts(page: Path) -> tuple[list[int], list[int], list[str]]:
    """Return what a translation keeps: depths of headings, rows of each table, languages of code blocks."""
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    depths = [len(mark) for mark in re.findall(r"^(#+) ", prose, re.MULTILINE)]
    rows = [len(table.splitlines()) for table in re.findall(r"(?:^\|.*\n)+", prose, re.MULTILINE)]
    return depths, rows, re.findall(r"^```(\w+)$", text, re.MULTILINE)


@pytest.mark.parametrize("japanese", TRANSLATED, ids=lambda page: page.name)
def test_pages_in_two_languages_say_the_same_and_lead_to_each_other(japanese: Path) -> None:
    english = japanese.with_name(japanese.name.replace(".ja.md", ".md"))
    texts = [page.read_text(encoding="utf-8") for page in (japanese, english)]
    assert f"]({english.name})" in texts[0]
    assert f"]({japanese.name})" in texts[1]
    assert parts(japanese) == parts(english)
    options = [set(re.findall(r"(?<![\w-])--[a-z][\w-]+", text)) for text in texts]
    assert options[0] - {"--lang"} == options[1] - {"--lang"}


def test_each_readme_leads_to_the_pages_in_its_language() -> None:
    led = {
        name: set(re.findall(r"\]\((docs/[\w.-]+\.md)\)", (ROOT / name).read_text(encoding="utf-8")))
        for name in ("README.md", "README.ja.md")
    }
    translated = {f"docs/{page.name}" for page in TRANSLATED}
    assert {page.name for page in TRANSLATED} >= {
        "loaders.ja.md",
        "documents.ja.md",
        "audit.ja.md",
        "publishing.ja.md",
    }
    assert {page.replace(".md", ".ja.md") for page in led["README.md"]} & translated == translated
    assert led["README.ja.md"] == {
        ja if (ja := page.replace(".md", ".ja.md")) in translated else page for page in led["README.md"]
    }


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
