"""Every page is valid HTML: the Nu HTML checker, which the W3C runs, finds no error."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.store.folder import Store
from keikaku.web.pages.layout import LANGUAGES, SUFFIXES
from tests.pages.conftest import Site, site_of

pytestmark = pytest.mark.xdist_group("html")


def check(vnu: list[str], folder: Path) -> tuple[int, str]:
    """Return how the checker ended, and what it says of a folder of pages."""
    run = subprocess.run(
        [*vnu, "--errors-only", "--format", "text", str(folder)], capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout + run.stderr


EVERY = int(os.environ.get("KEIKAKU_PAGES_EVERY", "5"))
"""Of the real plans' pages that one template makes, two and one of so many more are checked; 1 checks all."""


def chosen(site: Site, only: str, every: int) -> Iterator[str]:
    """Yield the paths of the pages to check: of each kind some, of each that is the only one of its kind itself."""
    counts = Counter[str]()
    for path in site.pages.paths():
        if path.startswith(only):
            kind = "/".join(path.split("/")[-2:-1])  # measure of doc/01234/plan/measure/1
            if counts[kind] < 2 or counts[kind] % every == 0:
                yield path
            counts[kind] += 1 if kind else 0  # pages above all others are each of its own


def write(site: Site, folder: Path, only: str = "", every: int = 1) -> int:
    """Write the pages of a site, or some of them, into a folder; return how many."""
    count = 0
    for path in chosen(site, only, every):
        for language in LANGUAGES:
            file = folder / (path + SUFFIXES[language])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(site.pages.html(path, language))
            count += 1
    return count


def test_every_page_is_valid(
    vnu: list[str], example_site: Site, plan_site: Site, odd_site: Site, examples: Store, tmp_path: Path
) -> None:
    written = [write(site, tmp_path / str(at)) for at, site in enumerate((example_site, odd_site))]
    written.append(write(plan_site, tmp_path / "plans", every=EVERY))
    written.append(write(site_of(examples, "hash"), tmp_path / "hash", only="doc/99999/"))
    assert min(written) > 100
    status, said = check(vnu, tmp_path)
    assert (status, said.splitlines()[:20]) == (0, ["Document checking completed. No errors found."])


def test_the_checker_finds_what_is_wrong(vnu: list[str], tmp_path: Path) -> None:
    page = '<!DOCTYPE html><html lang="ja"><title>x</title><p id="a"><p id="a"><table><td colspan="0"></table></html>'
    (tmp_path / "bad.html").write_text(page, encoding="utf-8")
    status, said = check(vnu, tmp_path)
    assert status == 1
    assert "Duplicate ID" in said
