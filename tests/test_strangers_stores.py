"""A store from anybody: its hashes are right, and its files are made to end, hang or mislead who reads them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.building.pipeline import build
from keikaku.ground.files import read_regular
from keikaku.reading.decisions.reviewers import NAMES, names
from keikaku.store.folder import Store
from keikaku.store.graphfiles import fault
from keikaku.store.manifest import FORMAT, MANIFEST, MARK
from tests.conftest import Keikaku
from tests.servers.bad import JSON, bad
from tests.support import ROOT, raises

A = "<http://example.org/a>"
EMPTY = b'{"head":{"vars":[]},"results":{"bindings":[]}}'

LINES: dict[str, bytes] = {
    "deep": f"{A} {A} {f'<<( {A} {A} ' * 30_000}{A}{' )>>' * 30_000} {A} .\n".encode(),
    "no statement": b"this is no N-Quads\n",
    "no graph": f"{A} {A} {A} .\n".encode(),
    "no UTF-8": f'{A} {A} "'.encode() + b'\xff" ' + f"{A} .\n".encode(),
    "torn": f"{A} {A}".encode(),
}
COMMANDS: dict[str, Callable[[Path], list[object]]] = {
    "audit": lambda store: ["audit", "--store", store, "--output", "papers"],
    "confirm": lambda store: ["confirm", "no.tsv", "--by", "a", "--role", "課", "--store", store],
    "export": lambda store: ["export", "--store", store, "--output", "all.nq"],
    "export as Turtle": lambda store: [
        "export",
        "--store",
        store,
        "--format",
        "turtle",
        "--output",
        "all.ttl",
    ],
    "index": lambda store: ["index", "--store", store],
    "migrate": lambda store: ["migrate", store, "--write"],
    "publish": lambda store: ["publish", "site", "--base", "http://example.org/", "--store", store],
    "query": lambda store: ["query", "plans", "--store", store],
    "serve": lambda store: ["serve", "--port", "0", "--store", store],
    "suggest": lambda store: ["suggest", "--store", store, "--output", "links.tsv"],
    "trace": lambda store: ["trace", "川", "--store", store],
    "validate": lambda store: ["validate", store],
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("good") / "store"
    build(ROOT / "examples" / "project-tables", Store(store))
    return store


def spoilt(good: Path, folder: Path, line: bytes) -> tuple[Path, str, int]:
    """Return a store like another with a line more, which file it stands in, and as which line."""
    store = folder / "spoilt"
    shutil.copytree(good, store)
    manifest = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    ((key, entry),) = manifest["documents"].items()
    data = (store / entry["file"]).read_bytes()
    sha256 = hashlib.sha256(data + line).hexdigest()
    entry |= {"file": f"graphs/{key}.{sha256[:16]}.nq", "sha256": sha256}
    (store / entry["file"]).write_bytes(data + line)
    (store / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return store, entry["file"], data.count(b"\n") + 1


@pytest.mark.parametrize("kind", LINES)
def test_every_command_names_the_line(kind: str, good: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    store, file, number = spoilt(good, tmp_path, LINES[kind])
    (tmp_path / "no.tsv").write_text("", encoding="utf-8")
    for name, command in COMMANDS.items():
        if name == "migrate":
            manifest = (store / MANIFEST).read_text(encoding="utf-8")
            (store / MANIFEST).write_text(manifest.replace(f'"{MARK}": {FORMAT}', f'"{MARK}": 1'), "utf-8")
        before = {path for path in tmp_path.rglob("*") if path.name not in ("lock", "papers")}
        output = keikaku(*command(store))
        assert output.exit_code == (1 if kind == "no graph" and name == "validate" else 2), (
            name,
            output.stderr,
        )
        if name != "validate":  # which reads any file of RDF, with words of its own
            assert file in output.stderr, (name, output.stderr)
            assert f"line {number}" in " ".join(output.stderr.split()), name
        left = {path for path in tmp_path.rglob("*") if path.name not in ("lock", "papers")}
        assert left == before, name
        if name == "migrate":
            (store / MANIFEST).write_text(manifest, encoding="utf-8")
    with bad(lambda request: request.reply(200, JSON, EMPTY)) as server:
        output = keikaku("push", server.url, "--store", store)
        assert output.exit_code == 2
        assert file in output.stderr
        assert {method for method, *_ in server.seen} <= {"GET", "POST", "HEAD"}


def test_the_store_of_the_examples_has_no_fault(good: Path) -> None:
    for data in Store(good).nquads():
        assert fault(data) is None


IRIS = st.sampled_from(
    ["http://example.org/a", "urn:x", "http://e/計画", "http://e/\\u0041", "a", "http://e/a b", ""]
)
TEXTS = st.text(st.sampled_from('aあ "\\\n\r\t\x00\x7f\u2028\ufeff𠮷<>()^@.uU0dD8'), max_size=8)
OBJECTS = st.one_of(
    IRIS.map("<{}>".format),
    st.text(st.sampled_from("ab0_-.あ"), max_size=4).map("_:{}".format),
    st.builds(
        '"{}"{}'.format, TEXTS, st.sampled_from(["", "@ja", "@ja-Hira", "@1", "@ja-", "^^<urn:x>", "^^x"])
    ),
    st.sampled_from(['"\\uD800"', '"\\U0001F600"', '"\\U00110000"', '"\\u12"', f"<<( {A} {A} {A} )>>"]),
)
QUADS = st.builds(
    "{} <{}> {} <{}>{}".format,
    OBJECTS,
    IRIS,
    OBJECTS,
    IRIS,
    st.sampled_from([" .\n", " .\n", " .", ".\n", " . \n"]),
)


@given(st.lists(QUADS, max_size=3))
def test_what_passes_is_parsed(lines: list[str]) -> None:
    """Line for line, and nothing that passes ends the parser; triples within triples never pass."""
    data = "".join(lines).encode()
    if fault(data) is None:
        quads = [*ox.parse(data, format=ox.RdfFormat.N_QUADS, lenient=True)]
        assert len(quads) == data.count(b"\n")
        assert not any(isinstance(term, ox.Triple) for quad in quads for term in quad.triple)


@given(st.lists(st.builds(ox.Literal, TEXTS), min_size=1, max_size=3))
def test_what_is_written_passes(texts: list[ox.Literal]) -> None:
    node = ox.NamedNode("http://example.org/a")
    lines = [f"{ox.Quad(node, node, text, node)} .\n" for text in texts]
    data = "".join(lines).encode()
    assert fault(data) is None
    assert fault(data + b"a" + data) == len(texts) + 1


@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_what_has_no_end_is_not_read(kind: str, good: Path, keikaku: Keikaku, tmp_path: Path) -> None:
    endless = tmp_path / "endless"
    if kind == "device":
        endless.symlink_to("/dev/zero")
    else:
        os.mkfifo(endless)
    with pytest.raises(OSError, match="device or a pipe"):
        read_regular(endless)
    store = tmp_path / "store"
    shutil.copytree(good, store)
    (store / MANIFEST).unlink()
    (store / MANIFEST).symlink_to(endless)
    folder = tmp_path / "town"
    shutil.copytree(ROOT / "examples" / "project-tables", folder)
    (folder / "plan.yml").unlink()
    (folder / "plan.yml").symlink_to(endless)
    commands: list[list[object]] = [["trace", "川", "--store", store], ["build", folder, "--store", "new"]]
    if kind == "device":  # a pipe is what a shell hands on, and ends
        commands += [["validate", endless], ["validate", good, "--shapes", endless]]
    for command in commands:
        output = keikaku(*command)
        assert output.exit_code == 2, command
        assert "device" in output.stdout + output.stderr, command


def test_graph_files_that_have_no_end(good: Path, tmp_path: Path) -> None:
    store, file, _line = spoilt(good, tmp_path, b"")
    (store / file).unlink()
    (store / file).symlink_to("/dev/zero")
    with raises("store.unreadable", match="device or a pipe"):
        Store(store).load()
    (store / file).unlink()
    with raises("store.damaged", match="is missing"):
        Store(store).load()


@pytest.mark.parametrize("text", ["[" * 100_000, "a: &a [x, x]\n" + "b: [" + "*a, " * 200_000 + "]", "- a"])
def test_names_of_reviewers_that_swell(text: str, tmp_path: Path) -> None:
    (tmp_path / NAMES).write_text(text, encoding="utf-8")
    with raises("documents.unreadable", match=NAMES):
        names(tmp_path)
