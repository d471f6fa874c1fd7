"""What make web bundles: the same bytes each time, with its licences, in the wheel; and everything without it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from keikaku.graph.addresses import Addresses, Style
from keikaku.ground import content
from keikaku.ground.vocab import KEI
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages import bundles
from keikaku.web.pages.all_pages import Pages
from keikaku.web.pages.layout import Layout
from keikaku.web.site.publication import TITLE
from tests.audit.support import fixture_lines
from tests.browser.driving import WEB
from tests.support import ROOT, missing, put
from tests.waiting import PATIENCE

LOCK = ROOT / "web" / "package-lock.json"
NEEDED = (
    "src",
    "ontology",
    "shapes",
    "queries",
    "loaders",
    "examples",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
)


@pytest.fixture
def made() -> Path:
    folder = ROOT / "build" / "web"
    if not folder.is_dir():
        missing("What the pages run", WEB)
    return folder


def test_building_twice_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    if not shutil.which("node") or not (ROOT / "web" / "node_modules").is_dir():
        missing("node", WEB)
    subprocess.run(["node", str(ROOT / "web" / "build.mjs"), str(tmp_path)], check=True, timeout=PATIENCE)
    files = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert len(files) > 5
    assert {file.relative_to(made): file.read_bytes() for file in made.rglob("*") if file.is_file()} == files


def test_every_bundled_package_stands_among_the_licences(made: Path) -> None:
    text = (made / "assets" / "THIRD-PARTY-LICENSES.txt").read_text(encoding="utf-8")
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    names = [
        path.removeprefix("node_modules/")
        for path, about in packages.items()
        if path and not about.get("dev") and not about.get("optional")
    ]
    assert {"oxigraph", "@zazuko/yasqe", "codemirror", "@dagrejs/dagre"} <= set(names)
    assert [name for name in names if not re.search(rf"^{re.escape(name)} \d", text, re.MULTILINE)] == []


def test_the_lock_file_names_no_registry_and_every_package_by_its_hash() -> None:
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert [path for path, about in packages.items() if "resolved" in about] == []
    assert [path for path, about in packages.items() if path and "integrity" not in about] == []


def wheel(folder: Path) -> set[str]:
    """Build the wheel of a checkout and return the names of its files."""
    out = folder / "dist"
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(out)], cwd=folder, check=True, timeout=PATIENCE)
    [file] = out.glob("*.whl")
    return set(zipfile.ZipFile(file).namelist())


@pytest.mark.parametrize("style", ["slash", "hash"])
def test_scripts_find_the_page_of_every_thing_as_the_site_does(tmp_path: Path, style: Style) -> None:
    if not shutil.which("node"):
        missing("node", WEB)
    store = put(Store(tmp_path / "store"), fixture_lines())
    dataset = Dataset(store, Addresses("https://example.jp/p/", "https://w3id.org/keikaku/id/", style))
    iris = [iri for found in dataset.documents.values() for iri in found] + [str(KEI.Plan)]
    iris += [
        dataset.addresses.named(name)
        for name in ("99999/a%2Fb(c)", "99999/p/project/A'!*~/budget/2020", "document/x#line=1,2")
    ]
    script = f"""
        import {{ Addresses }} from {json.dumps((ROOT / "web/src/addresses.js").as_uri())};
        const to = new Addresses({{ base: "https://example.jp/p/", style: "{style}", root: "../", suffix: ".html" }});
        console.log(JSON.stringify({json.dumps(iris)}.map((iri) => to.page(iri) ?? iri)));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    to = Layout(dataset, TITLE).linker("../", "ja")
    assert json.loads(done.stdout) == [to(iri) for iri in iris]


@pytest.mark.slow
def test_the_wheel_holds_the_bundles_where_they_were_built_and_is_built_without(tmp_path: Path) -> None:
    for name in NEEDED:
        (tmp_path / name).symlink_to(ROOT / name)
    without = wheel(tmp_path)
    assert "keikaku/content/queries/plans.rq" in without
    assert not [name for name in without if "content/web" in name]
    (tmp_path / "build" / "web" / "assets").mkdir(parents=True)
    (tmp_path / "build" / "web" / "assets" / "sparql.js").write_text("1;", encoding="utf-8")
    shutil.rmtree(tmp_path / "dist")
    assert wheel(tmp_path) - without == {"keikaku/content/web/assets/sparql.js"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_without_bundles_the_pages_say_so_and_lead_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(content, "web", lambda: None)
    assert list(bundles.bundles()) == []
    assert bundles.available() == frozenset()
    store = put(Store(tmp_path / "store"), fixture_lines())
    dataset = Dataset(store, Addresses("https://example.jp/", "https://w3id.org/keikaku/id/"))
    bare = Layout(dataset, TITLE)
    full = replace(bare, bundles=frozenset({"sparql", "lineage"}))
    for name in ("sparql", "lineage"):
        page = Pages(bare).html(name, "ja" if language == "ja" else "en").decode()
        assert f"assets/{name}.js" not in page
        assert ("部品なし" if language == "ja" else "without the parts") in page
        assert "doc/99999/basic-plan" in page or "queries/index" in page
        assert f"assets/{name}.js" in Pages(full).html(name, "ja").decode()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="sh is missing")
def test_make_web_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "package.json").write_text("{}", encoding="utf-8")
    script = ROOT / "tools" / "web.sh"
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "find", "mktemp", "cat", "rm"):
        (tools / name).symlink_to(str(shutil.which(name)))
    for argument, code in (("optional", 0), ("", 1)):
        done = subprocess.run(
            ["sh", str(script), argument],
            cwd=tmp_path,
            env={"PATH": str(tools)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == code
        assert "node and npm are missing" in done.stderr
