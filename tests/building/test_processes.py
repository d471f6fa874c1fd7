"""Documents that harm the process which reads them: each is said in a sentence, and the rest goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keikaku.building.pipeline import build, check
from keikaku.ground.errors import KeikakuError
from keikaku.ground.processes.ends import End, end_of
from keikaku.ground.processes.pool import Pool, in_order
from keikaku.ground.processes.process import LostError
from keikaku.reading.reader import Reader
from keikaku.reading.stream import Strip
from keikaku.store.folder import Store
from tests.building.conftest import Notes
from tests.conftest import Town
from tests.support import ROOT, children, raises, runs
from tests.waiting import PATIENCE
from tests.waiting import comes as until

FINE = [f"notes-{number}" for number in (1, 3)]


def test_a_document_that_hangs(notes: Notes) -> None:
    notes.write("reads", "hangs", "reads")
    for seconds in (1.5, 6, 24, 96):  # until it is a limit that the others keep, on this machine, now
        assert notes.build("--document-timeout", seconds, jobs=2) == 2
        if list(Store(notes.store).documents) == FINE:
            break
    assert list(Store(notes.store).documents) == FINE
    assert "002.txt" in notes.said
    said = f"not read within {seconds} s (--document-timeout); the process that read it was ended."
    assert said in notes.said


def test_a_document_on_which_the_process_dies(notes: Notes) -> None:
    notes.write("reads", "dies", "reads")
    assert notes.build(jobs=2) == 2
    assert "the process that read it ended twice: SIGKILL by another program (the process had " in notes.said
    assert notes.read() == [1, 2, 2, 3]
    assert list(Store(notes.store).documents) == FINE


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
def test_a_document_that_takes_all_memory(notes: Notes) -> None:
    notes.write("reads", "takes memory", "reads")
    assert notes.build("--document-memory", 400, jobs=1) == 2
    assert "002.txt" in notes.said
    assert "takes more memory than 400 MiB" in notes.said
    assert "--document-memory" in notes.said
    assert notes.read() == [1, 2, 3]  # no process was lost, nothing tried again
    assert list(Store(notes.store).documents) == FINE


@pytest.mark.parametrize(
    ("does", "said", "lang"),
    [
        ("aborts", "the process that read it ended twice: SIGABRT, as when code", "en"),
        ("leaves", "二度異常終了しました: 終了ステータス 5", "ja"),
    ],
)
def test_it_is_asked_how_a_process_ended(notes: Notes, does: str, said: str, lang: str) -> None:
    notes.write("reads", does, "reads")
    assert notes.build("--lang", lang, jobs=1) == 2
    assert said in notes.said
    assert "memory ran out" not in notes.said
    assert list(Store(notes.store).documents) == FINE


def test_the_system_may_have_run_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.Popen([sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"])
    monkeypatch.setattr("keikaku.ground.processes.ends.times_out_of_memory", lambda: 4)
    end = end_of(killed, kills=3)
    assert (end.status, end.no_memory) == (-signal.SIGKILL, True)
    assert "the system's memory ran out" in end.said.text()
    assert "システムのメモリー不足" in end.said.text("ja")
    assert str(End(-signal.SIGKILL).said) == "SIGKILL by another program"


@pytest.mark.parametrize("raised", [KeyError("label"), RecursionError("too deep"), MemoryError()])
def test_a_layout_that_fails_costs_its_document_alone(
    raised: Exception, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = town.folder.parent / "good" / "plan.txt"
    shutil.copytree(ROOT / "examples" / "measure-sheets", good.parent)
    reads = Reader._strip

    def fails(self: Reader, strip: Strip) -> None:
        if self._reading.document.path != good:
            raise raised
        reads(self, strip)

    monkeypatch.setattr("keikaku.reading.reader.Reader._strip", fails)
    store = Store(town.store)
    reports = {report.path: report.error for report in build([town.plan, good], store)}
    assert reports[good] is None
    error = reports[town.plan]
    said = (
        "there is"
        if isinstance(raised, MemoryError)
        else f"test_processes.py:{fails.__code__.co_firstlineno + 2}"
    )
    assert said in str(error) or "line 1: the loader failed at" in str(error)
    assert list(store.documents) == ["good"]


def test_a_fault_beside_the_layouts_costs_its_document_alone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keikaku.building.pipeline.validate", lambda lines, validator: 1 // 0)
    [report] = check(town.plan)
    assert isinstance(report.error, KeikakuError)
    assert "pipeline.py:" in report.error.message()
    assert "ZeroDivisionError" in report.error.message("ja")


def test_a_process_that_dies_once_costs_nothing(notes: Notes) -> None:
    notes.write("reads", "dies once", "reads")
    assert notes.build(jobs=1) == 0
    assert list(Store(notes.store).documents) == ["notes-1", "notes-2", "notes-3"]


@pytest.mark.parametrize("jobs", [0, 1])
@pytest.mark.parametrize(
    ("does", "said"), [("fails", "ValueError: no such chapter"), ("ends", "SystemExit: 3")]
)
def test_a_loader_that_fails(notes: Notes, jobs: int, does: str, said: str) -> None:
    notes.write("reads", does, "reads")
    assert notes.build(jobs=jobs) == 2
    lines = (notes.loaders / "load.py").read_text().splitlines()
    place = next(i for i, line in enumerate(lines, 1) if "raise ValueError" in line or "sys.exit" in line)
    place += 2 * (does == "ends")
    assert f"the loader failed at {notes.loaders / 'load.py'}:{place}: {said}" in notes.said
    assert list(Store(notes.store).documents) == FINE


def test_a_loader_that_fails_as_soon_as_it_is_loaded(notes: Notes) -> None:
    notes.write("reads")
    (notes.loaders / "load.py").write_text("import nowhere_to_be_found\n")
    assert notes.build() == 2
    assert "load.py:1: load.py: ModuleNotFoundError: No module named 'nowhere_to_be_found'" in notes.said
    assert not notes.store.exists()


def test_a_process_that_cannot_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with raises("processes.none", match=r"can be started beside this one \(/nowhere/python: No such file"):
        list(Pool(2, "builtins:iter").answers([1, 2, 3]))


def test_a_process_that_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.ground.processes.process._START", "raise SystemExit(7)")
    with raises("processes.none", match="exit status 7"):
        list(Pool(2, "builtins:iter").answers([1, 2, 3]))


ECHO = """
import os, pickle, sys, time
pickle.load(sys.stdin.buffer)
pickle.load(sys.stdin.buffer)
pickle.dump((0, None), sys.stdout.buffer)
sys.stdout.buffer.flush()
while True:
    task, _seconds = pickle.load(sys.stdin.buffer)
    if task == "half":
        sys.stdout.buffer.write(pickle.dumps("x" * 1000)[:500])
        sys.stdout.buffer.flush()
        os._exit(1)
    if task == "rubbish":
        sys.stdout.buffer.write(b"nothing that was pickled")
        sys.stdout.buffer.flush()
        time.sleep(60)
    if task == "stopped":
        os.kill(os.getpid(), 19)
    pickle.dump((1, task), sys.stdout.buffer)
    pickle.dump((3, None), sys.stdout.buffer)
    sys.stdout.buffer.flush()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_what_a_process_is_lost_over_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In its turn, however many tasks there are, and from where they were asked."""
    monkeypatch.setattr("keikaku.ground.processes.process._START", ECHO)
    taken = []

    def tasks() -> Iterator[str]:
        for one in ["a", "half", *map(str, range(20))]:
            taken.append(one)
            yield one

    answers = in_order(2, "operator:methodcaller", "split", tasks=tasks())
    assert next(answers) == "a"
    assert len(taken) < 10
    assert [*answers] == [*["half"], *map(str, range(20))]
    assert [*in_order(1, "operator:methodcaller", "split", tasks=["a b", "c"])] == ["a", "b", "c"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
def test_answers_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.ground.processes.process._START", ECHO)
    tasks = ["a", "half", "rubbish", "stopped", "b", *map(str, range(50))]
    for seconds in (2.0, 8.0, 32.0):  # until it is a limit that the others keep
        answers = dict(Pool(2, "", seconds=seconds).answers(tasks))
        if sum(isinstance(answer, LostError) for answer in answers.values()) == 3:
            break
    half = answers.pop(1)
    assert isinstance(half, LostError)
    assert half.end
    assert half.end.status == 1
    assert isinstance(answers.pop(2), LostError)
    stopped = answers.pop(3)
    assert isinstance(stopped, LostError)
    assert stopped.end is None
    assert answers == {number: task for number, task in enumerate(tasks) if number not in (1, 2, 3)}


def test_a_script_needs_no_guard(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from keikaku.ground.processes.pool import Pool\n"
        'first = Pool(2, "operator:itemgetter", slice(0, 1))\n'
        'print(list(first.answers(("plan", "yen", "goal"), in_order=True)))\n'
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout == "[(0, 'p'), (1, 'y'), (2, 'g')]\n"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")
@pytest.mark.parametrize(
    ("number", "does"),
    [
        (signal.SIGKILL, "takes 0.2"),
        (signal.SIGKILL, "hangs"),
        (signal.SIGINT, "hangs"),
        (signal.SIGTERM, "takes 0.2"),
    ],
)
def test_no_process_outlives_the_build(notes: Notes, number: int, does: str) -> None:
    notes.write(*[does] * 30)
    process = notes.start("--jobs", 2, "--document-timeout", 2)
    assert until(lambda: (notes.loaders / "log").exists())
    workers = children(process.pid)
    assert len(workers) == 2
    os.kill(process.pid, number)
    said = process.communicate(timeout=PATIENCE)[0]
    assert ("Interrupted." in said) == (number == signal.SIGINT)
    assert "Traceback" not in said
    assert until(lambda: not any(map(runs, workers)))
