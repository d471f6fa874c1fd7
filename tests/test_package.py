"""The packages: they carry the content, and the command works where nothing of development is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from email import message_from_bytes
from importlib.metadata import distribution
from pathlib import Path

import pytest
import requests
from packaging.requirements import Requirement

from keikaku import __version__
from tests.conftest import Keikaku
from tests.support import ROOT
from tests.waiting import PATIENCE, wait_until

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    """Run a command with nothing of this checkout on its path, and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd=cwd,
        timeout=PATIENCE,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


BUILD = "import sys; from hatchling.build import build_{0}; print(build_{0}(sys.argv[1]))"


def built(kind: str, source: Path, folder: Path) -> Path:
    """Build a wheel or an sdist of a source tree, as hatchling does it, without a network."""
    run(sys.executable, "-c", BUILD.format(kind), folder, cwd=source)
    [file] = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source package of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(built("sdist", ROOT, folder)) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    [source] = (folder / "unpacked").iterdir()
    return source


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is made of the source package, as installers make it."""
    return built("wheel", sdist, tmp_path_factory.mktemp("wheel"))


def needed(wheel: Path, extras: Sequence[str]) -> set[str]:
    """Return the names of all that the wheel says it needs to run, with some extras, and what that needs."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        queue = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    found: set[str] = set()
    while queue:
        requirement = Requirement(queue.pop())
        wanted = not requirement.marker or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        if wanted and requirement.name not in found:
            found.add(requirement.name)
            queue.extend(distribution(requirement.name).requires or ())
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a fresh environment with the wheel and what it declares, no more."""
    return environment(wheel, (), tmp_path_factory.mktemp("fresh"))


@pytest.fixture(scope="module")
def served(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the programs of a fresh environment with the wheel and its extras for sites and servers."""
    return environment(wheel, ("site", "serve"), tmp_path_factory.mktemp("served"))


def environment(wheel: Path, extras: Sequence[str], folder: Path) -> Path:
    """Make an environment, and return the folder of its programs.

    What the wheel declares is linked from this environment, which holds what the locks name, and needs no network.
    """
    venv.create(folder / "venv", with_pip=False)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    asked = run(
        programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    site = Path(asked.strip())
    for name in needed(wheel, extras):
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (site / top).exists():
                (site / top).symlink_to(Path(sysconfig.get_path("purelib")) / top)
    install = "-m pip --python {} install --no-deps --no-index --quiet --disable-pip-version-check {}"
    run(sys.executable, *install.format(programs / "python", wheel).split(), cwd=folder)
    return programs


def test_the_wheel_carries_the_content(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "shapes", "queries", "loaders", "examples"):
        files = [
            file for file in (ROOT / folder).rglob("*") if file.is_file() and file.suffix not in (".pyc", "")
        ]
        assert files, folder
        assert {f"keikaku/content/{file.relative_to(ROOT)}" for file in files} <= inside
    assert "keikaku/py.typed" in inside
    assert not [name for name in inside if name.startswith(("tests", "examples")) or name.endswith(".pyc")]


@pytest.mark.skipif(
    not os.environ.get("CI") and not (ROOT / "build" / "web").is_dir(), reason="make web was not run"
)
def test_the_wheel_carries_what_runs_in_the_browser(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    bundles = [file for file in (ROOT / "build" / "web").rglob("*") if file.is_file()]
    assert {file.suffix for file in bundles} >= {".js", ".wasm", ".txt"}
    assert {f"keikaku/content/web/{file.relative_to(ROOT / 'build' / 'web')}" for file in bundles} <= inside


def test_the_source_package_carries_what_builds_and_tests_it(sdist: Path) -> None:
    for name in (
        "Makefile",
        "README.ja.md",
        "locks/run.txt",
        "tests/test_package.py",
        "tools/install.sh",
        "web/build.mjs",
    ):
        assert (sdist / name).is_file(), name


def test_the_wheel_says_its_version(wheel: Path) -> None:
    assert f"-{__version__}-" in wheel.name


def test_the_command_runs_without_development_packages(installed: Path, tmp_path: Path) -> None:
    assert run(installed / "keikaku", "--version", cwd=tmp_path) == f"keikaku {__version__}\n"
    listed = run(installed / "keikaku", "loaders", cwd=tmp_path)
    for folder in (ROOT / "loaders").iterdir():
        if (folder / "plan.yml").exists():
            assert folder.name in listed
    where = run(installed / "python", "-c", "import keikaku; print(keikaku.__file__)", cwd=tmp_path)
    assert not where.startswith(str(ROOT))


def test_the_first_commands_of_the_readme_run_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    block = next(one for one in re.findall(r"```console\n(.*?)```", page, re.DOTALL) if "$ keikaku" in one)
    commands = re.findall(r"^\$ keikaku (.+)$", block, re.MULTILINE)
    assert commands[0] == "examples"
    shown = [run(installed / "keikaku", *command.split(), cwd=tmp_path) for command in commands]
    assert commands[-1].split()[-1] in shown[-1]


def test_what_is_installed_builds_asks_publishes_and_serves(served: Path, tmp_path: Path) -> None:
    def keikaku(*arguments: object) -> str:
        return run(served / "keikaku", *arguments, "--lang", "en", cwd=tmp_path)

    keikaku("examples")
    keikaku("build", "examples/project-tables")
    assert "1,200,000" in keikaku("query", "money-by-strategy-code")
    keikaku("publish", "site", "--base", "https://data.example.jp/")
    assert "data.example.jp" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert len(list((tmp_path / "site" / "dumps").iterdir())) > 0
    if (ROOT / "build" / "web").is_dir():
        assert list((tmp_path / "site").rglob("*.wasm"))
    said = tmp_path / "said.txt"
    with (
        said.open("wb") as output,
        subprocess.Popen(
            [served / "keikaku", "serve", "--port", "0", "--query-workers", "1", "--lang", "en"],
            stdout=output,
            stderr=output,
            cwd=tmp_path,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        ) as server,
    ):
        try:
            told = re.compile(r"Serving at (http://[\d.:]+/)")
            wait_until(lambda: server.poll() is not None or told.search(said.read_text(encoding="utf-8")))
            found = told.search(said.read_text(encoding="utf-8"))
            assert found, said.read_text(encoding="utf-8")
            assert requests.get(f"{found[1]}healthz", timeout=PATIENCE).json()["documents"] == 1
            asked = requests.get(
                f"{found[1]}sparql", {"query": "ASK {?a ?b ?c}", "format": "json"}, timeout=PATIENCE
            )
            assert asked.json()["boolean"] is True
        finally:
            server.terminate()


@pytest.mark.parametrize("there", ["letters", "file", "half"])
def test_the_examples_are_laid_over_nothing(keikaku: Keikaku, tmp_path: Path, there: str) -> None:
    folder = tmp_path / "mine"
    if there == "file":
        folder.write_text("mine")
    else:
        shutil.copytree(ROOT / "examples" / "project-tables", folder / "project-tables")
        (folder / "project-tables" / "plan.txt").write_text("mine")
    if there == "half":
        shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
        (folder / "measure-sheets" / "plan.yml").unlink()
    before = sorted(folder.rglob("*"))
    for language, sentence in (
        ("en", "mine: something else is there already"),
        ("ja", "mine: すでに別の内容"),
    ):
        result = keikaku("examples", folder, "--lang", language)
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert sorted(folder.rglob("*")) == before
    assert not list(tmp_path.glob("*.part*"))


def test_the_examples_are_laid_out_once(keikaku: Keikaku, tmp_path: Path) -> None:
    for _twice in range(2):
        assert keikaku("examples", tmp_path / "mine").exit_code == 0
    for file in (ROOT / "examples").rglob("*.yml"):
        assert (tmp_path / "mine" / file.relative_to(ROOT / "examples")).read_bytes() == file.read_bytes()
    assert keikaku("examples", tmp_path / "no" / "mine").exit_code == 2
