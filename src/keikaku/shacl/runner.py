"""Many graphs validated on several processes, each graph by itself, in bounded memory.

N-Quads stream past: the lines of one named graph are one task, and only as many tasks as there are workers wait
at a time. No shape of ``shapes/`` looks at two documents at once, so nothing is left to do after the last.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from keikaku.errors import FailedValidationError, NotAGraphError
from keikaku.model import Finding
from keikaku.shacl import own
from keikaku.shacl.findings import findings
from keikaku.shacl.graph import Column, Graph, columns_of_lines
from keikaku.shacl.model import Result
from keikaku.shacl.sources import no_graph, opened, read_columns, read_graph
from keikaku.shacl.validating import Prepared, Validator

_WAITING = 2  # tasks for each worker: one that it does, one that it finds when it is done


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


@dataclass(frozen=True, slots=True)
class _Task:
    """A graph to validate: a file, or lines of one."""

    path: Path
    graph: str = ""
    lines: tuple[str, ...] | None = None


class _Worker:
    """Validates graphs against one set of shapes."""

    def __init__(self, shapes: tuple[Path, ...], validator: Validator) -> None:
        self._shapes = Prepared(read_graph(shapes), validator) if shapes else Prepared.own(validator)
        self._base = None if shapes else own.vocabularies()

    def do(self, task: _Task) -> Validated:
        columns: dict[str, Column]
        try:
            columns = read_columns(task.path) if task.lines is None else columns_of_lines([*task.lines])
        except (SyntaxError, TypeError, ValueError) as error:
            raise no_graph(task.path, "N-Quads", error) from error
        graph = Graph(columns)
        found = self._shapes.results(Graph(columns, self._base) if self._base else graph)
        return Validated(task.path, task.graph, len(graph), found, findings(found, graph))


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
        yield from map(worker.do, tasks)
        return
    context = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(jobs, context, _start, (chosen, validator)) as pool:
            yield from _in_order(tasks, lambda task: pool.submit(_work, task), jobs * _WAITING)
    except BrokenProcessPool as error:
        raise FailedValidationError(validator=validator, why="a worker died") from error


def _in_order(
    tasks: Iterator[_Task], submit: Callable[[_Task], Future[Validated]], most: int
) -> Iterator[Validated]:
    waiting: deque[Future[Validated]] = deque()
    for task in tasks:
        waiting.append(submit(task))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _start(shapes: tuple[Path, ...], validator: Validator) -> None:
    global _worker
    _worker = _Worker(shapes, validator)


def _work(task: _Task) -> Validated:
    return _worker.do(task)


_worker: _Worker


# ---------------------------------------------------------------- taking files apart


def _tasks(files: Iterable[Path]) -> Iterator[_Task]:
    for file in files:
        if file.suffix.lower() == ".nq":
            yield from _graphs(file)
        else:
            yield _Task(file)


def _graphs(file: Path) -> Iterator[_Task]:
    """Yield the named graphs of a file of N-Quads, each when its last line has been read."""
    lines: list[str] = []
    here, seen = None, set()
    with opened(file) as stream:
        for line in stream:
            label = _label(line)
            if label is None:
                continue
            if here is not None and label != here:
                yield _Task(file, here, tuple(lines))
                seen.add(here)
                lines = []
            if label in seen:
                raise NotAGraphError(
                    path=file,
                    format="N-Quads in the order of graphs",
                    why=f"{label} goes on after another graph",
                )
            here = label
            lines.append(line.rstrip("\n"))
    yield _Task(file, here or "", tuple(lines))


def _label(line: str) -> str | None:
    """Return the graph that a line names, ``""`` for none; None where the line says nothing."""
    text = line.strip()
    if not text or text[0] == "#":
        return None
    if not text.endswith("> ."):
        return "" if not text.endswith(".") or "_:" not in text else _blank_label(text)
    start = text.rindex("<")
    before = text[:start].rstrip()
    return text[start:-2] if len(before.split(" ", 2)) > 2 and before[-2:] != "^^" else ""


def _blank_label(text: str) -> str:
    """Return the graph of a line that ends in a blank node, if that is a graph."""
    parts = text[:-1].rstrip().rsplit(" ", 1)
    return parts[-1] if parts[-1].startswith("_:") and len(parts[0].split(" ", 2)) > 2 else ""
