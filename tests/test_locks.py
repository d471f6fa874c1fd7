"""What `make run` and `make test` install is named by locks/, whole, for every Python that keikaku takes."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import ROOT

LOCKS = ROOT / "locks"
PYTHONS = ("3.11.0", "3.12.0", "3.13.0")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
ENVIRONMENTS = [
    {**system, "python_full_version": full, "python_version": full[:4]}
    for full, system in product(PYTHONS, SYSTEMS)
]


def requirements(name: str) -> list[tuple[Requirement, int]]:
    """Return what a lock names, with the number of hashes of each."""
    text = (LOCKS / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            named, *hashes = re.split(r"\s+--hash=sha256:", line)
            assert all(re.fullmatch(r"[0-9a-f]{64}\s*", one) for one in hashes), line
            found.append((Requirement(named), len(hashes)))
    return found


def pinned(name: str, environment: dict[str, str]) -> dict[str, str]:
    """Return the one version of each package that a lock gives to an environment."""
    versions: dict[str, str] = {}
    for one, _hashes in requirements(name):
        if one.marker is None or one.marker.evaluate(environment):
            (only,) = one.specifier
            assert only.operator == "=="
            assert versions.setdefault(canonicalize_name(one.name), only.version) == only.version
    return versions


def project() -> tuple[list[str], dict[str, list[str]]]:
    """Return what pyproject.toml asks for: to run, and by group."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return told["project"]["dependencies"], told["dependency-groups"]


@pytest.mark.parametrize("name", ["build", "run", "serve", "sssom", "test"])
def test_every_file_has_its_hash_and_no_address(name: str) -> None:
    named = requirements(name)
    assert len(named) > 5
    assert all(hashes for _one, hashes in named)
    assert not any(one.url for one, _hashes in named)
    assert not re.search(
        r"^\s*-|://", (LOCKS / f"{name}.txt").read_text().replace("    --hash=", ""), re.MULTILINE
    )


@pytest.mark.parametrize(
    "environment", ENVIRONMENTS, ids=lambda one: f"{one['python_version']}-{one['sys_platform']}"
)
def test_the_locks_hold_what_pyproject_asks_for(environment: dict[str, str]) -> None:
    run, groups = project()
    wanted = {"run": run, "test": [*run, *groups["dev"]], "build": groups["build"], "sssom": groups["sssom"]}
    for name, asked in wanted.items():
        versions = pinned(name, environment)
        for one in map(Requirement, asked):
            if one.marker is None or one.marker.evaluate(environment):
                assert one.specifier.contains(versions[canonicalize_name(one.name)]), (name, one)
    everything = pinned("test", environment)
    assert pinned("run", environment).items() <= pinned("serve", environment).items() <= everything.items()
    assert pinned("build", environment).items() <= everything.items()


def needed(name: str, extras: set[str]) -> set[str]:
    """Return what an installed package needs here, with some of its extras."""
    found = set()
    for text in metadata.requires(name) or ():
        one = Requirement(text)
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found.add(str(one))
    return found


def test_the_lock_holds_what_its_packages_need() -> None:
    _run, groups = project()
    known = {canonicalize_name(one.name) for one, _hashes in requirements("test")}
    todo, seen = {"keikaku", *groups["dev"]}, set()
    while todo:
        one = Requirement(todo.pop())
        if one.marker is not None and "extra" not in str(one.marker) and not one.marker.evaluate():
            continue
        key = f"{canonicalize_name(one.name)}{sorted(one.extras)}"
        if key in seen:
            continue
        seen.add(key)
        assert one.name == "keikaku" or canonicalize_name(one.name) in known, one
        todo |= needed(one.name, one.extras)
    assert len(seen) > 100


def installing(text: str) -> list[str]:
    """Return the lines of a script with which it has pip install, download or build."""
    joined = re.sub(r"\\\n\s*", " ", text)
    return [
        line.strip()
        for line in joined.splitlines()
        if re.search(r"\bpip (install|download|wheel)\b|\binstall --", line)
    ]


def test_nothing_is_installed_without_a_lock() -> None:
    scripts: list[Path] = [ROOT / "Containerfile", ROOT / "Makefile", *sorted((ROOT / "tools").glob("*.sh"))]
    found = {(file.name, line) for file in scripts for line in installing(file.read_text(encoding="utf-8"))}
    loose = {
        (file, line)
        for file, line in found
        if not re.search(r"--require-hashes|--no-deps --no-build-isolation|npm ", line)
    }
    assert {file for file, _line in found} >= {"Containerfile", "install.sh", "test-shacl-suite.sh"}
    assert {file for file, _line in loose} <= {"install.sh", "lock.sh"}
    text = (ROOT / "tools" / "install.sh").read_text(encoding="utf-8")
    newest = text[text.index('if [ -n "${NEWEST:-}" ]') : text.index("exit 0")]
    assert all(line in newest or line.startswith("install()") for file, line in loose if file == "install.sh")
