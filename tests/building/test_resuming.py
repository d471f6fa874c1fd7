"""What has been built is not built again; what was interrupted goes on; the outcome is always the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from keikaku.building.changes import digest, stamp
from keikaku.building.journal import Journal
from keikaku.building.pipeline import Options, build, build_document, check
from keikaku.building.report import write_report
from keikaku.store.folder import Store
from tests.building.conftest import Notes
from tests.waiting import PATIENCE
from tests.waiting import comes as until


def content(store: Path) -> dict[str, bytes]:
    """Return what a store holds: manifest and graphs."""
    return {file.name: file.read_bytes() for file in [store / "manifest.json", *(store / "graphs").iterdir()]}


def test_nothing_is_read_twice(notes: Notes) -> None:
    notes.write("reads", "too", "reads")
    assert notes.build("--report", notes.folder / "first.json") == 0
    assert notes.read() == [1, 2, 3]
    before = content(notes.store)
    assert notes.build("--report", notes.folder / "second.json") == 0
    assert notes.read() == []
    assert "3 documents: unchanged 3" in notes.said
    assert content(notes.store) == before
    assert (notes.folder / "first.json").read_bytes() == (notes.folder / "second.json").read_bytes()


def test_what_changed_is_read_again(notes: Notes) -> None:
    notes.write("reads", "reads", "reads")
    notes.build()
    notes.read()
    notes.put(2, "takes 0")
    notes.put(4, "reads")
    os.utime(notes.documents / "003.txt", (1, 1))  # other times, the same bytes
    assert notes.build() == 0
    assert notes.read() == [2, 4]
    assert "unchanged 2" in notes.said
    assert list(Store(notes.store).documents) == [f"notes-{number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("file", ["plan.yml", "load.py"])
def test_a_loader_that_changed_reads_again(notes: Notes, file: str) -> None:
    notes.write("reads", "reads")
    notes.build()
    notes.read()
    with (notes.loaders / file).open("a", encoding="utf-8") as handle:
        handle.write("# a remark\n")
    assert notes.build() == 0
    assert notes.read() == [1, 2]


def test_other_options_and_force_read_again(notes: Notes) -> None:
    notes.write("reads", "reads")
    notes.build()
    notes.read()
    for options, expected in (
        (("--force",), [1, 2]),
        (("--base", "https://example.org/"), [1, 2]),
        (("--base", "https://example.org/"), []),
        ((), [1, 2]),
    ):
        assert notes.build(*options) == 0
        assert notes.read() == expected


def test_code_and_shapes_that_changed_read_again(
    notes: Notes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.write("reads")
    options = Options(loaders=(notes.loaders,))
    for expected in ([1], []):
        build(notes.documents, Store(notes.store), options)
        assert notes.read() == expected
    from keikaku.ground import content as contents

    shutil.copytree(contents.folder("shapes"), tmp_path / "shapes")
    (tmp_path / "shapes" / "more.ttl").write_text("# nothing new\n")
    folder = contents.folder
    monkeypatch.setattr(
        "keikaku.ground.content.folder", lambda name: tmp_path / name if name == "shapes" else folder(name)
    )
    build(notes.documents, Store(notes.store), options)
    assert notes.read() == [1]


def test_a_plan_yml_that_appears_beside_a_document_counts(notes: Notes) -> None:
    notes.write("reads")
    notes.build()
    notes.read()
    text = (notes.loaders / "plan.yml").read_text(encoding="utf-8")
    (notes.documents / "plan.yml").write_text(text.replace("min: 1, max: 1", "min: 0, max: 1"))
    assert notes.build() == 2
    assert "all recognise this document" in notes.said


def test_what_was_refused_is_not_read_again_either(notes: Notes) -> None:
    notes.write("reads", "reads")
    text = (notes.loaders / "plan.yml").read_text(encoding="utf-8")
    (notes.loaders / "plan.yml").write_text(text.replace("min: 1, max: 1", "min: 2, max: 3"))
    notes.put(3, "reads")
    assert notes.build("--accept") == 0
    assert notes.read() == [1, 2, 3]
    assert notes.build("--accept") == 0
    assert notes.read() == []
    assert notes.said.count("accepted  ") == 3
    for expected in ([1, 2, 3], []):
        assert notes.build() == 1
        assert notes.read() == expected
        assert "3 documents: not stored 3" in notes.said


def test_the_outcome_does_not_depend_on_how_many_read(notes: Notes) -> None:
    notes.write(*["takes 0.2", "reads", "fails", "takes 0.1", "reads", "reads"] * 2)
    shutil.copy(notes.documents / "001.txt", notes.documents / "013.txt")  # two for one graph
    seen = set()
    for jobs in (0, 1, 3):
        store = notes.folder / f"{jobs}.store"
        report = notes.folder / f"{jobs}.json"
        assert notes.build("--store", store, "--report", report, jobs=jobs) == 2
        seen.add((tuple(sorted(content(store).items())), report.read_bytes()))
    assert len(seen) == 1
    reports = json.loads(report.read_text(encoding="utf-8"))["documents"]
    assert reports[0]["stored"]
    assert "001.txt already stands for notes-1 in this build" in reports[-1]["error"]["en"]


def test_the_first_of_two_stands_whichever_came_first(notes: Notes) -> None:
    notes.put(1, "takes 1")
    (notes.documents / "002.txt").write_text("覚え書き 1\nreads\n", encoding="utf-8")
    for jobs in (2, 0):
        assert notes.build(jobs=jobs) == 1
        assert Store(notes.store).documents["notes-1"].source == "001.txt"
        assert "001.txt already stands for notes-1" in notes.said
        assert len(list((notes.store / "graphs").iterdir())) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("is_first", [True, False])
def test_an_interrupted_build_goes_on(notes: Notes, number: int, is_first: bool) -> None:
    if not is_first:
        notes.write("reads", "reads")
        notes.build()
    notes.write(*["takes 0.15"] * 12)
    whole = notes.folder / "whole.store"
    assert notes.build("--store", whole) == 0
    notes.read()
    before = content(notes.store) if not is_first else None
    process = notes.start("--jobs", 2)
    journal = notes.store / "journal.jsonl"
    assert until(lambda: finished(journal) >= 4)
    os.kill(process.pid, number)
    process.communicate(timeout=PATIENCE)
    done = finished(journal)
    assert 4 <= done < 12
    assert Store(notes.store).documents.keys() == (set() if is_first else {"notes-1", "notes-2"})
    if before:
        assert {name: data for name, data in content(notes.store).items() if name in before} == before
    first = notes.read()
    assert notes.build() == 0
    assert len(notes.read()) == 12 - done
    assert len(first) >= done
    assert content(notes.store) == content(whole)


def finished(journal: Path) -> int:
    """Return how many documents the journal says are finished as they are now."""
    read = Journal(journal)
    read.read()
    return sum(
        record.inputs[0][1] == digest(record.path)
        and "takes" in Path(record.path).read_text(encoding="utf-8")
        for record in read.known.values()
    )


def interrupted(notes: Notes) -> None:
    """Leave a store as a build leaves it that was killed when it had read two documents."""
    notes.write("reads", "reads", "hangs")
    process = notes.start("--jobs", 1)
    journal = notes.store / "journal.jsonl"
    assert until(lambda: journal.exists() and journal.read_bytes().count(b"\n") == 2)
    process.kill()
    process.communicate()
    notes.read()
    notes.put(3, "reads")


def test_other_writers_leave_what_a_build_has_finished(notes: Notes) -> None:
    interrupted(notes)
    with Store(notes.store).writing() as writer:
        writer.hold()
    assert len(list((notes.store / "graphs").iterdir())) == 2
    assert notes.build() == 0
    assert notes.read() == [3]


def test_a_half_written_file_is_written_again(notes: Notes) -> None:
    interrupted(notes)
    first, second = sorted((notes.store / "graphs").iterdir())
    first.write_bytes(first.read_bytes()[:100])
    second.with_name(f"{second.name}.part").write_bytes(b"half")
    with (notes.store / "journal.jsonl").open("ab") as journal:
        journal.write(b'0123456789abcdef {"path": "/half/of/a/li')
    assert notes.build() == 0
    assert notes.read() == [1, 3]
    assert len(list((notes.store / "graphs").iterdir())) == 3
    assert len(b"".join(Store(notes.store).nquads()).splitlines()) > 30
    assert notes.build() == 0
    assert notes.read() == []


@pytest.mark.parametrize("text", [b"", b"\xff\x00 nonsense\n\n", b"{}\n" * 9, b"x" * 100_000])
def test_a_journal_that_is_none_is_replaced(notes: Notes, text: bytes) -> None:
    notes.write("reads", "reads")
    notes.build()
    notes.read()
    (notes.store / "journal.jsonl").write_bytes(text)
    assert notes.build() == 0
    assert notes.read() == [1, 2]
    assert notes.build() == 0
    assert notes.read() == []


def test_a_graph_that_was_changed_by_hand_is_named_and_done_again(notes: Notes) -> None:
    notes.write("reads", "reads")
    notes.build()
    before = content(notes.store)
    notes.read()
    file = notes.store / Store(notes.store).documents["notes-1"].file
    times = file.stat()
    file.write_bytes(file.read_bytes().replace(b"reads", b"REAds").replace(b"rdfs", b"sdfr")[::-1])
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert notes.build() == 0
    assert notes.read() == [1]
    assert f"graphs/{file.name} was changed by something else (its hash differs)" in notes.said
    assert content(notes.store) == before
    assert notes.build() == 0
    assert "was changed" not in notes.said


def test_a_copied_store_is_taken_as_it_is(notes: Notes) -> None:
    notes.write("reads", "reads")
    notes.build()
    notes.read()
    shutil.copytree(notes.store, notes.folder / "copy.store")
    assert notes.build("--store", notes.folder / "copy.store") == 0
    assert notes.read() == []
    assert "unchanged 2" in notes.said


def test_two_runs_on_one_store(notes: Notes) -> None:
    notes.write("reads")
    notes.build()
    notes.put(2, "takes 5")
    notes.read()
    first = notes.start("--jobs", 2)
    assert until(lambda: notes.read() == [2])
    assert notes.build("--wait", 0.1) == 2
    assert f"the store is in use by process {first.pid} on " in notes.said
    assert first.wait(PATIENCE) == 0
    first.communicate()
    assert list(Store(notes.store).documents) == ["notes-1", "notes-2"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs to mount a small file system")
def test_a_disk_that_fills(notes: Notes) -> None:
    notes.write(*["reads"] * 40)
    disk = notes.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("the system does not let tests mount anything")
    try:
        for _time in range(2):
            assert notes.build("--store", disk / "store") == 2
            assert "cannot write the store (No space left on device); it is as it was before." in notes.said
            assert not Store(disk / "store").documents
        read = len(notes.read())
        subprocess.run(["mount", "-o", "remount,size=4m", disk], check=True)
        assert notes.build("--store", disk / "store") == 0
        assert 0 < len(notes.read()) < 40 <= read + 40
        assert len(Store(disk / "store").documents) == 40
    finally:
        subprocess.run(["umount", disk], check=True)


def test_documents_go_and_the_store_keeps_them(notes: Notes) -> None:
    notes.write("reads", "reads")
    notes.build()
    (notes.documents / "001.txt").unlink()
    notes.read()
    assert notes.build() == 0
    assert notes.read() == []
    assert list(Store(notes.store).documents) == ["notes-1", "notes-2"]


def test_the_reports_lie_on_the_disk_and_read_as_if_they_did_not(notes: Notes) -> None:
    notes.write("reads", "fails", "reads")
    reports = check(notes.documents, Options(loaders=(notes.loaders,)))
    assert len(reports) == 3
    assert [report.path.name for report in reports[1:]] == ["002.txt", "003.txt"]
    assert reports[-1] == reports[2]
    assert reports[1].exit_status == 2
    assert [report.error is None for report in reports] == [True, False, True]
    with pytest.raises(IndexError):
        reports[3]


def test_a_report_of_no_document_is_json(tmp_path: Path) -> None:
    write_report(tmp_path / "none.json", [])
    assert json.loads((tmp_path / "none.json").read_text())["documents"] == []


def test_a_document_alone_gives_what_a_build_stores(notes: Notes) -> None:
    path = notes.put(1, "reads")
    built = build_document(path, Options(loaders=(notes.loaders,)))
    assert notes.build() == 0
    assert b"".join(Store(notes.store).nquads()) == built.nquads
    assert not built.refused


def test_many_documents_are_not_listed_one_by_one(notes: Notes) -> None:
    notes.write(*["reads"] * 55, *["fails"] * 2)
    assert notes.build() == 2
    lines = notes.said.splitlines()
    assert sum("not stored  " in line for line in lines) == 2
    assert "57 documents: stored 55, not stored 2" in lines
    assert len([line for line in lines if "what a loader prints" not in line]) < 12
    assert notes.build("--verbose") == 2
    assert notes.said.count("unchanged  ") == 55


def test_stamps_tell_files_apart(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert stamp(file) is None
    file.write_text("a")
    first = stamp(file)
    (tmp_path / "b").write_text("b")
    (tmp_path / "b").replace(file)
    assert stamp(file) != first
