"""What the tests share: the real plans, readings of changed documents, stores, the score against a reference."""

from __future__ import annotations

import contextlib
import csv
import importlib.util
import json
import os
import shutil
import subprocess
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

import pytest
from filelock import FileLock
from rdflib import Dataset

from keikaku import __version__
from keikaku.documents.numbered_lines import Document, read_document
from keikaku.graph.description import document_key, graph_iri
from keikaku.graph.mint import mint
from keikaku.ground.errors import KeikakuError
from keikaku.reading.records import Reading
from keikaku.reading.series import Series, read_series
from keikaku.store.folder import Store

ROOT = Path(__file__).resolve().parents[1]
ORIGIN = "https://w3id.org/keikaku/id/"
PLANS = (
    "ami-evaluation-sheets-r6",
    "kanegasaki-11th-plan-digest",
    "ninohe-late-basic-plan-outline",
    "shirakawa-implementation-plan-goal7",
    "suzaka-basic-plan-measures-35-39",
)
"""The loaders of the real plans at hand as text."""
TOWNS: Mapping[str, str] = MappingProxyType({"editions": "99996", "other": "99998", "sheets": "99997"})
"""The towns of the documents of tests/queries/fixture.trig that are not 99999's."""


def shared(*parts: str) -> Path:
    """Return a path in the folder of real documents and references.

    Absent, it fails where KEIKAKU_SHARED names that folder; elsewhere it skips, with one reason for all, so that the
    end of a run counts them in one line.
    """
    path = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared")).joinpath(*parts)
    if not path.exists():
        if os.environ.get("KEIKAKU_SHARED"):
            pytest.fail(f"{path} is missing")
        pytest.skip("the real documents are not at hand; KEIKAKU_SHARED names their folder (CONTRIBUTING.md)")
    return path


@contextlib.contextmanager
def raises(name: str, match: str | None = None) -> Iterator[pytest.ExceptionInfo[KeikakuError]]:
    """Expect an error of keikaku's by its id, and with ``match`` words of its sentence."""
    with pytest.raises(KeikakuError, match=match) as caught:
        yield caught
    assert caught.value.id == name


def missing(what: str, how: str) -> NoReturn:
    """Skip a test for want of something that `make test` installs; in CI fail.

    Args:
        what: What is missing.
        how: What brings it, as a sentence or a command.
    """
    message = f"{what} is missing: {how}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def plan_path(name: str) -> Path:
    """Return the path of a real plan by its name without suffix."""
    return shared("plans", f"{name}.txt")


def plan_text(name: str) -> str:
    """Return the text of a real plan."""
    return plan_path(name).read_text(encoding="utf-8")


@cache
def series(name: str) -> Series:
    """Return a series of loaders/ or, for ``examples/<layout>``, of the examples."""
    folder = ROOT / name if name.startswith("examples/") else ROOT / "loaders" / name
    return read_series(folder / "plan.yml", trusted=True)


def load_text(name: str, text: str, folder: Path) -> Reading:
    """Read a text as if it were a document of a series."""
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    return series(name).load(read_document(path))


@cache
def load_plan(name: str) -> Reading:
    """Read a real plan with its loader (do not change what it returns)."""
    return series(name).load(read_document(plan_path(name)))


def document(path: Path) -> Document:
    """Read a document."""
    return read_document(path)


def quads(reading: Reading, name: str) -> list[str]:
    """Return the N-Quads lines of a reading."""
    return mint(reading, series(name))


@cache
def scorer() -> ModuleType:
    """Return the module that scores a graph against a reference."""
    spec = importlib.util.spec_from_file_location("score", shared("tools", "score.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def code_lists() -> str:
    """Return the code lists, which the scorer needs for the names of plan kinds and ratings."""
    return (ROOT / "ontology" / "codes.ttl").read_text(encoding="utf-8")


def facts(lines: list[str], municipality: str) -> dict[str, Counter[Any]]:
    """Return the facts of a graph as the scorer counts them."""
    dataset = Dataset(default_union=True)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # rdflib's datasets warn of what they do themselves
        dataset.parse(data="\n".join(lines) + "\n", format="nquads")
        dataset.parse(data=code_lists(), format="turtle")
        found: dict[str, Counter[Any]] = scorer().facts_of_graph(dataset, municipality)
    return found


def score(lines: list[str], reference: str | dict[str, Any]) -> dict[str, tuple[float, list[str], list[str]]]:
    """Return F1, the misses and the extras of each category against a reference.

    Args:
        lines: The graph's N-Quads lines.
        reference: What is true of the document, or the name of a file of gold/ that says it, without suffix.
    """
    ref: dict[str, Any] = (
        json.loads(shared("gold", f"{reference}.json").read_text(encoding="utf-8"))
        if isinstance(reference, str)
        else reference
    )
    expected = scorer().facts_of_reference(ref)
    found = facts(lines, ref["municipality"]["jis_code"])
    result = {}
    for name, all_wanted in expected.items():
        optional = {tuple(fact[1:]) for fact in ref.get("optional", []) if fact[0] == name}
        wanted = Counter({fact: n for fact, n in all_wanted.items() if fact not in optional})
        got = Counter({fact: n for fact, n in found[name].items() if fact not in optional})
        hit = sum((wanted & got).values())
        f1 = 2 * hit / (sum(wanted.values()) + sum(got.values())) if hit else 0.0
        result[name] = (f1, sorted(map(str, wanted - got)), sorted(map(str, got - wanted)))
    return result


def stored(store: Store, texts: Mapping[str, Path]) -> Store:
    """Put documents into a store by the names of their series, minted and not validated: that is tested elsewhere."""
    with store.writing() as writer:
        for name, path in texts.items():
            reading = series(name).load(document(path))
            edition = series(name).edition(reading.document)
            writer.put(
                document_key(series(name), edition),
                quads(reading, name),
                graph=graph_iri(series(name), edition),
                source=reading.document.name,
                source_sha256=reading.document.sha256,
                loader=name.rpartition("/")[2],
                loader_version=series(name).version,
                software=__version__,
                municipality=series(name).settings.municipality.code,
            )
    return store


def plan_texts() -> dict[str, Path]:
    """Return the real plans by the names of their series."""
    return {path.stem: path for path in sorted(shared("plans").glob("*.txt"))}


def example_texts() -> dict[str, Path]:
    """Return the examples by the names of their series."""
    return {f"examples/{path.parent.name}": path for path in sorted((ROOT / "examples").glob("*/plan.txt"))}


def put(
    store: Store,
    documents: Mapping[str, Iterable[str]],
    codes: Mapping[str, str] = TOWNS,
    origin: str = ORIGIN,
) -> Store:
    """Put made-up documents into a store by their keys.

    Args:
        store: Where they go.
        documents: The lines of each: quads, or triples, which are of the document's graph.
        codes: The code of each document's municipality, where it is not 99999.
        origin: Where the documents' graphs are, below ``graph/``.
    """
    with store.writing() as writer:
        for name, lines in documents.items():
            graph = f"{origin}graph/{name}"
            writer.put(
                name,
                sorted(line if line.endswith(" .") else f"{line} <{graph}> ." for line in lines),
                graph=graph,
                source=f"{name}.txt",
                source_sha256="0" * 64,
                loader=name,
                loader_version="1",
                software="0.1.0",
                municipality=codes.get(name, "99999"),
            )
    return store


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that is made once in a run, by the first of the run's processes that asks; nobody changes it.

    Args:
        factory: Knows where the run's folders are.
        name: Tells folders apart; two that ask for one name make the same.
        make: Makes the folder at a path where there is nothing.
    """
    base = factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / f"once-{name}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(folder)
    return folder


def held(folder: Path) -> dict[str, bytes]:
    """Return all that a store's folder holds, save the lock, which has no content."""
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    found.pop("lock", None)
    return found


def tsv(text: str) -> list[dict[str, str]]:
    """Return the rows of a table of links (SSSOM): tab-separated, its comments above."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def call(*command: object, cwd: Path | None = None) -> str:
    """Run a program that must end well, and return all that it says."""
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def state(pid: int) -> list[str]:
    """Return what the system says of a process: its state, its parent, …; nothing where it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def runs(pid: int) -> bool:
    """Tell whether a process is there, zombies left out."""
    return state(pid)[:1] not in ([], ["Z"])


def children(pid: int) -> list[int]:
    """Return the children of a process."""
    processes = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdecimal()]
    return [process for process in processes if state(process)[1:2] == [str(pid)]]
