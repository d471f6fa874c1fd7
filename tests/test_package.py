"""The wheel: it carries the content folders, and the command runs where nothing of development is installed."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from email import message_from_bytes
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from keikaku import __version__
from tests.support import ROOT

pytestmark = pytest.mark.slow


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=cwd, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this checkout; hatchling builds it here, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    run(sys.executable, "-c", build, folder, cwd=ROOT)
    [file] = folder.glob("*.whl")
    return file


def needed(wheel: Path) -> set[str]:
    """Return the names of all that the wheel says it needs to run, and what that needs."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        queue = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    found: set[str] = set()
    while queue:
        requirement = Requirement(queue.pop())
        wanted = not requirement.marker or requirement.marker.evaluate({"extra": ""})
        if wanted and requirement.name not in found:
            found.add(requirement.name)
            queue.extend(distribution(requirement.name).requires or ())
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of programs of a fresh environment with the wheel and what it declares, no more.

    What it declares is linked from this environment, which is quicker than to fetch it again.
    """
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "venv", with_pip=False)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    asked = run(
        programs / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
    )
    site = Path(asked.strip())
    for name in needed(wheel):
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (site / top).exists():
                (site / top).symlink_to(Path(sysconfig.get_path("purelib")) / top)
    install = "-m pip --python {} install --no-deps --no-index --quiet --disable-pip-version-check {}"
    run(sys.executable, *install.format(programs / "python", wheel).split(), cwd=folder)
    return programs


def test_the_wheel_carries_the_content(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology", "shapes", "queries", "loaders"):
        files = [
            file for file in (ROOT / folder).rglob("*") if file.is_file() and file.suffix not in (".pyc", "")
        ]
        assert files, folder
        assert {f"keikaku/content/{file.relative_to(ROOT)}" for file in files} <= inside
    assert "keikaku/py.typed" in inside
    assert not [name for name in inside if name.startswith(("tests", "examples")) or name.endswith(".pyc")]


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


def test_the_installed_command_builds(installed: Path, tmp_path: Path) -> None:
    example = ROOT / "examples" / "project-tables"
    run(installed / "keikaku", "build", example, "--store", "town.store", cwd=tmp_path)
    assert len(run(installed / "keikaku", "export", "--store", "town.store", cwd=tmp_path).splitlines()) > 300
