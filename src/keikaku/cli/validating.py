"""What ``keikaku validate`` does: any files of RDF against any shapes."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape

from keikaku.cli.running import write
from keikaku.ground.errors import InputError
from keikaku.ground.messages import Language, say
from keikaku.ground.rules import Severity
from keikaku.reading.model import Finding
from keikaku.validation import own
from keikaku.validation.runner import Validated, validate_files
from keikaku.validation.shacl import report
from keikaku.validation.shacl.model import Result
from keikaku.validation.shacl.sources import SUFFIXES, read_graph
from keikaku.validation.validating import VALIDATORS, FallbackWarning, Validator

_WORTH = 16 * 2**20  # bytes for which another process pays
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


def validator_of(name: str) -> Validator:
    """Return the validator of a name.

    Raises:
        typer.BadParameter: There is none.
    """
    for one in VALIDATORS:
        if one == name:
            return one
    raise typer.BadParameter(f"one of {', '.join(VALIDATORS)}", param_hint="--validator")


def run(
    files: list[Path],
    shapes: list[Path] | None,
    chosen: Validator,
    jobs: int | None,
    language: Language,
    *,
    turtle: bool,
) -> int:
    """Validate files and show what does not conform; return the exit status."""
    found = list(_files(files))
    processes = jobs or min(os.cpu_count() or 1, 1 + sum(file.stat().st_size for file in found) // _WORTH)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always", FallbackWarning)
        each = validate_files(found, shapes=shapes or (), validator=chosen, jobs=processes)
        results = _turtle(each, shapes) if turtle else _table(each, language)
    for one in said:
        if issubclass(one.category, FallbackWarning):
            Console(stderr=True, highlight=False).print(escape(str(one.message)))
    return int(results > 0)


def _files(paths: list[Path]) -> Iterator[Path]:
    """Yield files and the files of RDF in folders.

    Raises:
        KeikakuError: A path leads nowhere, or a folder holds no RDF.
    """
    for path in paths:
        if not path.exists():
            raise InputError("documents.missing-path", path=path)
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
            if not inside:
                raise InputError("documents.none-in-folder", path=path, suffixes=", ".join(SUFFIXES))
            yield from inside
        else:
            yield path


def _turtle(each: Iterator[Validated], shapes: list[Path] | None) -> int:
    results: list[Result] = [result for one in each for result in one.results]
    graph = read_graph(shapes) if shapes else own.compiled().graph
    write(report.turtle(results, graph).rstrip("\n"))
    return len(results)


def _table(each: Iterator[Validated], language: Language) -> int:
    console = Console(highlight=False, soft_wrap=True)
    counts: Counter[Severity] = Counter()
    quads = graphs = 0
    for one in each:
        quads, graphs = quads + one.quads, graphs + 1
        counts.update(finding.severity for finding in one.findings)
        if one.findings:
            name = f"{one.path} {one.graph}".rstrip()
            console.print(f"[bold]{escape(name)}[/bold]")
        for finding in one.findings:
            console.print(_row(finding, language))
    said = say(
        "validating.sum",
        quads=quads,
        graphs=graphs,
        violations=counts[Severity.VIOLATION],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.INFO],
    )
    console.print(escape(said.text(language)))
    return counts.total()


def _row(finding: Finding, language: Language) -> str:
    lines = (
        say("validating.line", lines=", ".join(map(str, finding.lines))).text(language)
        if finding.lines
        else ""
    )
    said = finding.ja if language == "ja" else finding.en
    colour = _COLOURS[finding.severity]
    about = "  ".join(part for part in (finding.rule, finding.focus, lines) if part)
    severity = say(f"validating.severity-{finding.severity.lower()}").text(language)
    return f"  [{colour}]{severity}[/{colour}]  {escape(about)}\n      {escape(said)}"
