"""The container file, as far as it can be told without a container engine: locks, sources, user, command, a store that is only read."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
import typer.main
from starlette.testclient import TestClient

from keikaku.cli import app
from keikaku.store.folder import Store
from tests.serving.support import client_of, settings
from tests.support import ROOT

TEXT = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text(encoding="utf-8"))
LINES = [line.split(maxsplit=1) for line in TEXT.splitlines() if line and not line.startswith("#")]


def of(instruction: str) -> list[str]:
    """Return what stands behind an instruction, in the order of the file."""
    return [rest for name, rest in LINES if name == instruction]


def test_packages_are_those_of_the_locks() -> None:
    installs = [part for run in of("RUN") for part in run.split("&&") if " pip " in part]
    assert len(installs) == 4
    for one in installs:
        assert ("--require-hashes" in one and "-r locks/" in one) or "--no-deps --no-build-isolation" in one
    named = set(re.findall(r"-r (locks/[a-z]+\.txt)", TEXT))
    assert named == {"locks/build.txt", "locks/serve.txt"}


def test_what_is_copied_is_there_and_is_all_that_the_wheel_takes() -> None:
    copied = [word for rest in of("COPY") if "--from" not in rest for word in rest.split()[:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {
        *wheel["force-include"],
        "src",
        "pyproject.toml",
        "hatch_build.py",
        project["project"]["readme"],
    }
    assert needed <= set(copied)


def test_it_is_not_root_and_starts_the_server() -> None:
    last = TEXT[TEXT.rindex("\nFROM ") :]
    (user,) = re.findall(r"^USER (\d+):\d+$", last, re.MULTILINE)
    assert int(user) > 0
    words = json.loads(of("CMD")[-1])
    assert json.loads(of("ENTRYPOINT")[-1]) == ["keikaku"]
    serve = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    assert words[0] == "serve"
    told = serve.make_context("serve", words[1:]).params
    assert (told["host"], f"{told['port']}") == ("0.0.0.0", *of("EXPOSE"))  # noqa: S104
    assert "KEIKAKU_STORE=/store" in TEXT


def test_a_store_is_only_read_when_it_is_served(examples: Store) -> None:
    before = listed(examples.path)
    with client_of(settings(examples.path)) as client:
        assert answers(client) == [200] * 4
    assert listed(examples.path) == before


def answers(client: TestClient) -> list[int]:
    query = {"query": "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"}
    asked = [client.get(path) for path in ("/healthz", "/index.html", "/api/queries/plans")]
    return [one.status_code for one in (*asked, client.get("/sparql", params=query))]


def listed(folder: Path) -> list[tuple[str, int, int]]:
    files = ((file, file.stat()) for file in sorted(folder.rglob("*")))
    return [(str(file), stat.st_size, stat.st_mtime_ns) for file, stat in files]


@pytest.mark.parametrize("ignored", [".git", ".venv", "build", "web/node_modules"])
def test_what_is_large_or_private_is_not_sent_to_the_engine(ignored: str) -> None:
    assert ignored in (ROOT / ".containerignore").read_text(encoding="utf-8").split()
