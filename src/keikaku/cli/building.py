"""What ``keikaku build`` and ``keikaku check`` have in common."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import typer

from keikaku.building.model import Options
from keikaku.building.report import DocumentReport, write_report
from keikaku.cli import show
from keikaku.ground.messages import Language


def options_of(base: str, jobs: int | None, **others: object) -> Options:
    """Return how to read.

    Args:
        base: IRI under which the data live.
        jobs: Processes; one a core where None.
        others: As in `Options`.

    Raises:
        typer.BadParameter: The base is no IRI that names can stand behind.
    """
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise typer.BadParameter("an http(s) IRI that ends in / or #", param_hint="--base")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Options(base=base, jobs=cores if jobs is None else jobs, **others)  # type: ignore[arg-type]


def tell(
    reports: Sequence[DocumentReport],
    report: Path | None,
    verbose: bool,
    language: Language,
    store: str | None,
) -> int:
    """Show the reports, write them where a file is given, and return the exit status."""
    if report:
        write_report(report, reports)
    return show.reports(reports, language, verbose=verbose, store=store)
