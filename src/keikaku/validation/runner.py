"""Many graphs validated on several processes, each graph by itself, in bounded memory.

N-Quads stream past: the lines of one named graph are one task, and only as many tasks as there are workers wait
at a time. No shape of ``shapes/`` looks at two documents at once, so nothing is left to do after the last. What
documents share of a town, and what they say of codes, is validated with each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from keikaku.graph.nquads import VOCABULARY
from keikaku.ground.errors import ShapesError
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError
from keikaku.reading.model import Finding
from keikaku.validation import own
from keikaku.validation.findings import findings
from keikaku.validation.shacl.graph import Column, Graph, columns_of_text, one_graph
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.sources import no_graph, opened, read_columns, read_graph
from keikaku.validation.validating import Prepared, Validator

_LARGE = 64 * 2**20  # bytes of a file from which on it is not read as a whole
_ENDS = re.compile(
    r"""(?:<[^>]*>|_:\S+)\s*<[^>]*>\s*(?:<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?)\s*(<[^>]*>|_:\S+)\s*\.\s*(?:\#.*)?"""
).fullmatch
_SHARED = "/graph/shared/"


class Validated(NamedTuple):
    """What validating one graph found.

    Attributes:
        path: The file.
        graph: The named graph, ``""`` where the file is one graph.
        quads: How many it has.
        results: What does not conform.
        findings: The same in words, with source lines.
    """

    path: Path
    graph: str
    quads: int
    results: list[Result]
    findings: list[Finding]


class _Task(NamedTuple):
    """What one process does at a time: a file, or one graph of a large one."""

    path: Path
    graph: str = ""
    text: str | None = None
    end: str | None = None  # of each line, where that is known
    common: tuple[str, ...] = ()  # lines of graphs of shared things that the text speaks of


class _Worker:
    """Validates graphs against one set of shapes."""

    def __init__(self, shapes: tuple[Path, ...], validator: Validator) -> None:
        self._shapes = Prepared(read_graph(shapes), validator) if shapes else Prepared.own(validator)
        self._base = None if shapes else own.vocabularies()

    def do(self, task: _Task) -> list[Validated]:
        """Validate the graphs of a task."""
        if task.text is not None:
            return [self._part(task)]
        if task.path.suffix.lower() != ".nq":
            return [self._validated(task.path, "", read_columns(task.path))]
        with opened(task.path) as stream:
            text = stream.read()
        return [self._part(part) for part in _graphs(task.path, text)]

    def _part(self, part: _Task) -> Validated:
        columns = _columns(part)
        return self._validated(part.path, part.graph, columns, len(part.common))

    def _validated(self, path: Path, name: str, columns: dict[str, Column], common: int = 0) -> Validated:
        graph = Graph(columns)
        found = self._shapes.results(Graph(columns, self._base) if self._base else graph)
        return Validated(path, name, len(graph) - common, found, findings(found, graph))


def _columns(part: _Task) -> dict[str, Column]:
    try:
        return columns_of_text(part.text or "", part.end, part.common)
    except (SyntaxError, TypeError, ValueError) as error:
        raise no_graph(part.path, "N-Quads", error) from error


def validate_files(
    files: Iterable[Path],
    *,
    shapes: Iterable[Path] = (),
    validator: Validator = "keikaku",
    jobs: int = 1,
) -> Iterator[Validated]:
    """Validate files, graph by graph, and yield what was found in their order.

    A file of N-Quads is taken apart into its named graphs; another file is one graph.

    Args:
        files: N-Quads, N-Triples, Turtle, TriG, RDF/XML or JSON-LD.
        shapes: Files of shapes; those of keikaku where there are none, and then together with its vocabularies.
        validator: What validates.
        jobs: How many processes; with 1 it is this one.

    Raises:
        KeikakuError: A file cannot be read, or the shapes cannot be run.
    """
    chosen = tuple(shapes)
    worker = _Worker(chosen, validator)  # also where others work: shapes that cannot be run are told at once
    tasks = _tasks(files)
    if jobs <= 1:
        for task in tasks:
            yield from worker.do(task)
        return
    pool = Pool(jobs, "keikaku.validation.runner:validating", chosen, validator)
    with closing(pool.answers(tasks, in_order=True)) as answers:
        for _number, answer in answers:
            if isinstance(answer, LostError):
                raise ShapesError("shapes.failed", validator=validator, why=answer.said)
            yield from answer


def validating(
    shapes: tuple[Path, ...], validator: Validator
) -> Callable[[_Task], Iterator[list[Validated]]]:
    """Return what validates the graphs of a task in this process.

    Args:
        shapes: Files of shapes; those of keikaku where there are none.
        validator: What validates.
    """
    worker = _Worker(shapes, validator)

    def validate(task: _Task) -> Iterator[list[Validated]]:
        yield worker.do(task)

    return validate


# ---------------------------------------------------------------- taking files apart


def _tasks(files: Iterable[Path]) -> Iterator[_Task]:
    """Yield small files whole, and large ones of N-Quads graph by graph."""
    for file in files:
        if file.suffix.lower() == ".nq" and file.is_file() and file.stat().st_size > _LARGE:
            with opened(file) as stream:
                yield from _cut(file, stream)
        else:
            yield _Task(file)


def _graphs(file: Path, text: str) -> Iterator[_Task]:
    """Yield the graphs of a file of N-Quads."""
    end = one_graph(text)
    if end is None:
        yield from _cut(file, _lines(text), _Common(_lines(text)))
    else:
        yield _Task(file, end[1:-3], text, end)


def _lines(text: str) -> Iterator[str]:
    return (f"{line}\n" for line in text.split("\n") if line)


class _Common:
    """What stands in graphs of shared things: it is said of the graphs of documents, and validated with each.

    The graphs of a town's shared things and of the code lists are found by their IRIs (:mod:`keikaku.store.shared`).

    Args:
        lines: Lines of a file that fits the memory; of a larger one, what has been read counts, and the record and its
            exports print what a document shares right behind it.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._of: dict[str, list[str]] = {}
        for line in lines:
            self.takes(line)

    def takes(self, line: str) -> bool:
        """Return whether a line stands in a graph of shared things, and keep it then."""
        if _SHARED not in line and VOCABULARY not in line:
            return False
        label = _label(line) or ""
        if _SHARED not in label and not label.startswith(f"<{VOCABULARY}"):
            return False
        kept = self._of.setdefault(line.split(" ", 1)[0], [])
        if line not in kept:
            kept.append(line)
        return True

    def of(self, text: str) -> tuple[str, ...]:
        """Return the lines about what a text names, and about what those name."""
        if not self._of:
            return ()
        found: dict[str, list[str]] = {}
        waiting = _named(text) & self._of.keys()
        while waiting:
            found |= {subject: self._of[subject] for subject in waiting}
            about = "".join(line for subject in waiting for line in self._of[subject])
            waiting = (_named(about) & self._of.keys()) - found.keys()
        return tuple(line for subject in sorted(found) for line in found[subject])

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it."""
        return tuple(line for lines in self._of.values() for line in lines)


def _named(text: str) -> set[str]:
    """Return the words of a text, among them all IRIs that it names; an expression takes twice as long."""
    return set(text.replace("<", " <").replace(">", "> ").split())


def _cut(file: Path, stream: Iterable[str], common: _Common | None = None) -> Iterator[_Task]:
    """Yield the graphs of lines of N-Quads, each when its last line has been read."""
    common = common or _Common()
    lines: list[str] = []
    here, seen, end = "", set(), "\0"
    for line in stream:
        if not line.endswith(end):
            label = _label(line)
            if label is None or common.takes(line):
                continue
            if lines and label != here:
                yield _whole(file, here, lines, common)
                seen.add(here)
                lines = []
            if label in seen:
                why = f"{label} goes on after another graph"
                raise ShapesError(
                    "shapes.not-a-graph", path=file, format="N-Quads in the order of graphs", why=why
                )
            here, end = label, f" {label} .\n" if label else "\0"
        lines.append(line)
    if lines or not common.lines:
        yield _whole(file, here, lines, common)
    elif not seen:  # a graph of shared things by itself
        yield _Task(file, here, "".join(common.lines))


def _whole(file: Path, graph: str, lines: list[str], common: _Common) -> _Task:
    text = "".join(lines)
    return _Task(file, graph, text, common=common.of(text))


def _label(line: str) -> str | None:
    """Return the graph that a line names, ``""`` for none; None where the line says nothing."""
    text = line.strip()
    if not text or text[0] == "#":
        return None
    match = _ENDS(text)
    return match[1] if match else ""
