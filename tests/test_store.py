"""The store: as before or as after, whatever happens; nobody else's folder is touched."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from keikaku.ground.errors import (
    StoreError,
)
from keikaku.store.folder import Store
from keikaku.store.manifest import FORMAT
from tests.support import held, raises
from tests.waiting import PATIENCE

ABOUT = {
    "graph": "https://example.org/graph/a",
    "source": "a.txt",
    "source_sha256": "0" * 64,
    "loader": "a",
    "loader_version": "1",
    "software": "0",
    "municipality": "99999",
}


def quads(count: int, label: str = "道路") -> list[str]:
    subject = "https://example.org/a"
    graph = ABOUT["graph"]
    return sorted(
        f'<{subject}/{n}> <https://example.org/label> "{label}{n}"@ja <{graph}> .' for n in range(count)
    )


def fill(path: Path, *keys: str, label: str = "道路") -> Store:
    store = Store(path)
    with store.writing() as writer:
        for key in keys:
            writer.put(key, quads(3, label), **ABOUT)
    return store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.store"


# ---------------------------------------------------------------- what it holds


def test_what_was_put_can_be_read(path: Path) -> None:
    fill(path, "b", "a")
    store = Store(path)
    assert list(store.documents) == ["a", "b"]
    assert store.lines("a") == quads(3)
    assert b"".join(store.nquads()).decode().splitlines() == quads(3) + quads(3)
    assert len(store.load(vocabularies=False)) == 3


def test_lines_end_at_line_feeds_only(path: Path) -> None:
    line = '<https://example.org/a> <https://example.org/b> "a\u2028b\u0085c\x0cd" <https://example.org/g> .'
    with Store(path).writing() as writer:
        writer.put("a", [line], **ABOUT)
    store = Store(path)
    assert store.lines("a") == [line]
    assert [quad.object.value for quad in store.load(vocabularies=False)] == ["a\u2028b\u0085c\x0cd"]


def test_the_vocabularies_come_into_memory_when_asked_for(path: Path) -> None:
    memory = fill(path, "a").load()
    graphs = {graph.value for graph in memory.named_graphs()}
    assert "https://w3id.org/keikaku/vocabulary/codes" in graphs


def test_a_store_that_nothing_was_put_into_is_not_made(path: Path) -> None:
    with Store(path).writing():
        pass
    assert not path.exists()


def test_putting_the_same_again_changes_nothing(path: Path) -> None:
    fill(path, "a", "b")
    before = {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in path.rglob("*.nq")}
    manifest = (path / "manifest.json").stat().st_mtime_ns
    with Store(path).writing() as writer:
        assert writer.put("a", quads(3), **ABOUT) is False
    assert {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in path.rglob("*.nq")} == before
    assert (path / "manifest.json").stat().st_mtime_ns == manifest


def test_what_is_replaced_or_removed_goes(path: Path) -> None:
    fill(path, "a", "b")
    with Store(path).writing() as writer:
        assert writer.put("a", quads(5), **ABOUT) is True
        writer.remove("b")
    assert list(Store(path).documents) == ["a"]
    assert len(list((path / "graphs").iterdir())) == 1


def test_a_change_of_the_loader_alone_is_a_change(path: Path) -> None:
    fill(path, "a")
    with Store(path).writing() as writer:
        assert writer.put("a", quads(3), **{**ABOUT, "loader_version": "2"}) is True
    assert Store(path).documents["a"].loader_version == "2"


def test_a_long_key_becomes_a_file_name(path: Path) -> None:
    key = "計画" * 100
    fill(path, key, key + "その二")
    store = Store(path)
    assert len(list((path / "graphs").iterdir())) == 2
    assert store.lines(key) == quads(3)


def test_a_reader_follows_a_writer(path: Path) -> None:
    reader = fill(path, "a", "b")
    fill(path, "a", label="橋")
    assert reader.lines("a") == quads(3, "橋")
    with Store(path).writing() as writer:
        writer.remove("b")
    assert len(list(reader.nquads())) == 1


# ---------------------------------------------------------------- what is no store, or no longer one


@pytest.mark.parametrize(
    "name", ["letter.txt", "graphs/photo.jpg", "graphs/a.nq", "manifest.txt", ".git/config"]
)
def test_a_folder_that_is_something_else_is_refused_and_left_alone(path: Path, name: str) -> None:
    (path / name).parent.mkdir(parents=True)
    (path / name).write_text("mine")
    with raises("store.not-a-store", match="not a keikaku store"):
        fill(path, "a")
    assert held(path) == {name: b"mine"}


def test_a_strangers_file_among_the_graphs_stays(path: Path) -> None:
    fill(path, "a")
    (path / "graphs" / "notes.txt").write_text("mine")
    fill(path, "a", label="橋")
    assert (path / "graphs" / "notes.txt").read_text() == "mine"
    assert len(list((path / "graphs").iterdir())) == 2


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"name": "an npm package"}', "\x00\x01", '{"keikaku-store": "1"}']
)
def test_a_manifest_of_something_else_is_refused(path: Path, text: str) -> None:
    path.mkdir()
    (path / "manifest.json").write_text(text)
    with raises("store.not-a-store"):
        Store(path)


def test_a_file_is_no_store(path: Path) -> None:
    path.write_text("mine")
    with raises("store.not-a-store", match="it is a file"):
        Store(path)


def test_a_newer_store_is_refused_and_left_alone(path: Path) -> None:
    fill(path, "a")
    manifest = path / "manifest.json"
    manifest.write_text(
        manifest.read_text().replace(f'"keikaku-store": {FORMAT}', f'"keikaku-store": {FORMAT + 1}')
    )
    before = held(path)
    with raises("store.newer") as caught:
        Store(path)
    assert f"has format {FORMAT + 1}, this version reads up to {FORMAT}" in caught.value.message("en")
    assert f"ストアの形式は {FORMAT + 1}" in caught.value.message("ja")
    assert held(path) == before


@pytest.mark.parametrize(
    "change",
    [
        {"quads": "three"},
        {"file": "../elsewhere.0123456789abcdef.nq"},
        {"file": "/etc/passwd"},
        {"sha256": None},
        {"more": "x"},
    ],
)
def test_a_manifest_that_cannot_be_understood_says_so(path: Path, change: dict[str, Any]) -> None:
    fill(path, "a")
    manifest = path / "manifest.json"
    value = json.loads(manifest.read_text())
    value["documents"]["a"].update(change)
    manifest.write_text(json.dumps(value))
    with raises("store.damaged", match="cannot be understood; move the folder away"):
        Store(path)


def test_a_missing_graph_is_named_and_mended_by_another_build(path: Path) -> None:
    store = fill(path, "a")
    (path / store.documents["a"].file).unlink()
    with raises("store.damaged", match=r"is missing; build its document again"):
        Store(path).lines("a")
    with Store(path).writing() as writer:
        assert writer.put("a", quads(3), **ABOUT) is True
    assert Store(path).lines("a") == quads(3)


def test_a_changed_graph_is_named_and_mended_by_another_build(path: Path) -> None:
    store = fill(path, "a")
    (path / store.documents["a"].file).write_text("nonsense")
    with raises("store.damaged", match="hash differs"):
        list(Store(path).nquads())
    fill(path, "a")
    assert Store(path).lines("a") == quads(3)


def raiser(number: int) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_store_that_may_not_be_read_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = fill(path, "a")
    monkeypatch.setattr(Path, "read_bytes", raiser(errno.EACCES))
    with raises("store.unreadable", match="cannot be read"):
        Store(path)
    with raises("store.unreadable", match="cannot be read"):
        store.lines("a")


def test_a_store_that_may_not_be_written_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", raiser(errno.EROFS))
    with raises("store.unwritable", match="it is as it was before"):
        fill(path, "a")
    assert not path.exists()


# ---------------------------------------------------------------- errors on the way


def test_an_error_in_the_block_leaves_the_store_as_it_was(path: Path) -> None:
    fill(path, "a")
    before = held(path)

    def interrupted() -> None:
        with Store(path).writing() as writer:
            writer.put("a", quads(9), **ABOUT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert held(path) == before


class Faults:
    """Lets the nth call among some functions of the system fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        self.left = -1
        self.number = number
        for module, name in ((os, "replace"), (os, "fsync"), (os, "rename"), (os, "mkdir"), (os, "unlink")):
            monkeypatch.setattr(module, name, self.wrap(getattr(module, name)))
        monkeypatch.setattr(Path, "open", self.wrap(Path.open))

    def wrap(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.left -= 1
            if self.left == -1:
                raise OSError(self.number, os.strerror(self.number))
            return function(*args, **kwargs)

        return call


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_fault_at_any_step_leaves_it_as_before_or_as_after(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    fill(path, "a", "b")
    before = held(path)
    fill(path, "a", "b", "c", label="橋")
    after = held(path)
    failed = 0
    faults = Faults(monkeypatch, number)
    for step in range(45):
        fill(path, "a", "b")
        with Store(path).writing() as writer:
            writer.remove("c")
        assert held(path) == before
        faults.left = step
        try:
            fill(path, "a", "b", "c", label="橋")
        except StoreError:
            failed += 1
        faults.left = -1
        with Store(path).writing() as writer:  # the next run
            writer.hold()
        assert held(path) in (before, after)
    assert failed > 5


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs to mount a small file system")
def test_a_full_disk_leaves_it_as_it_was(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("the system does not let tests mount anything")
    try:
        fill(disk / "store", "a")
        before = held(disk / "store")
        with raises("store.unwritable", match="No space left"):
            fill(disk / "store", *(f"b{number}" for number in range(1000)))
        assert held(disk / "store") == before
    finally:
        subprocess.run(["umount", disk], check=True)


# ---------------------------------------------------------------- killed

KILLER = """
import os, signal, sys
from pathlib import Path
from tests.support import held
from tests.test_store import fill
from keikaku.store.folder import Store
from tests.support import held, raises

path = Path(sys.argv[1])
fill(path, "a", "b")
before = held(path)
fill(path, "a", "b", "c", label="橋")
after = held(path)
survived = kills = outcomes_before = outcomes_after = 0
step = 0
while survived < 2:
    fill(path, "a", "b")
    with Store(path).writing() as writer:
        writer.remove("c")
    assert held(path) == before
    child = os.fork()
    if child == 0:
        left = step

        def hook(event, _arguments):
            global left
            if event == "open" or (event.startswith("os.") and event != "os.kill"):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sync = os.fsync

        def fsync(handle):
            hook("os.fsync", ())
            sync(handle)

        os.fsync = fsync
        sys.addaudithook(hook)
        fill(path, "a", "b", "c", label="橋")
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status)
    kills += killed
    survived += not killed
    seen = {key: entry.sha256 for key, entry in Store(path).documents.items()}
    content = b"".join(Store(path).nquads())
    with Store(path).writing() as writer:
        writer.hold()
    left = held(path)
    assert left in (before, after), (step, sorted(left))
    assert content == b"".join(Store(path).nquads())
    outcomes_before += left == before
    outcomes_after += left == after
    step += 1
assert kills > 10 and outcomes_before > 5 and outcomes_after > 3, (kills, outcomes_before, outcomes_after)
print(kills, outcomes_before, outcomes_after)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_any_step_it_is_as_before_or_as_after(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLER, path], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 0, done.stderr


# ---------------------------------------------------------------- two at once


def hold(path: Path, held: Any, go: Any) -> None:
    with Store(path).writing() as writer:
        writer.put("held", quads(1), **ABOUT)
        held.set()
        go.wait(PATIENCE)


@pytest.fixture
def other(path: Path) -> Iterator[Any]:
    """Let another process hold the store until it is told to let go."""
    fill(path, "a")
    context = multiprocessing.get_context("spawn")
    held, go = context.Event(), context.Event()
    process = context.Process(target=hold, args=(path, held, go))
    process.start()
    assert held.wait(PATIENCE)
    yield process, go
    go.set()
    process.join(PATIENCE)


def test_the_second_writer_says_who_holds_it(path: Path, other: Any) -> None:
    process, _go = other
    with raises("store.locked") as caught, Store(path).writing(wait=0.2):
        pass
    assert f"in use by process {process.pid} on " in caught.value.message("en")
    assert f"プロセス {process.pid} が使用中" in caught.value.message("ja")
    assert list(Store(path).documents) == ["a"]


def test_the_second_writer_waits(path: Path, other: Any) -> None:
    _process, go = other
    go.set()
    with Store(path).writing(wait=30) as writer:
        assert set(writer.hold()) == {"a", "held"}
        writer.put("b", quads(2), **ABOUT)
    assert set(Store(path).documents) == {"a", "b", "held"}


def test_two_that_both_make_the_store_lose_nothing(path: Path) -> None:
    first, second = Store(path), Store(path)
    with first.writing() as writer:
        writer.put("a", quads(1), **ABOUT)
    with second.writing() as writer:
        writer.put("b", quads(1), **ABOUT)
    assert set(Store(path).documents) == {"a", "b"}


def test_who_holds_it_may_be_unknown(path: Path, other: Any) -> None:
    (path / "holder.json").write_text("{")
    with raises("store.locked", match="in use by another process"), Store(path).writing(wait=0):
        pass


def test_an_empty_document_hides_none_that_follow(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    about = dict.fromkeys(
        ("source", "source_sha256", "loader", "loader_version", "software", "municipality"), "x"
    )
    with store.writing() as writer:
        for key, lines in (("a", [line("a")]), ("b", []), ("c", [line("c")])):
            writer.put(key, lines, graph=f"https://example.org/{key}", **about)
    assert {quad.graph_name.value for quad in store.load(vocabularies=False)} == {
        "https://example.org/a", "https://example.org/c",
    }  # fmt: skip


def line(name: str) -> str:
    return f"<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://example.org/{name}> ."
