"""What ``keikaku build`` and ``keikaku check`` have in common."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import typer

from keikaku.building.model import Options
from keikaku.building.report import DocumentReport, write_report
from keikaku.cli import show
from keikaku.ground.messages import Language
from keikaku.store.folder import Entry, Store
from keikaku.store.manifest import MAPPINGS

_OF_LINK = b'factKey> "link:'
"""What a document's graph holds where a link of its things was decided (:mod:`keikaku.graph.decided`)."""


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


def take_links(store: Path, before: Mapping[str, Entry]) -> None:
    """Take what was decided of links in front of the documents that were stored anew to where the tables of decisions lead too.

    Args:
        store: The store, after a build.
        before: What it held before.
    """
    held = Store(store)
    new = {key: entry for key, entry in held.documents.items() if before.get(key) != entry}
    told = {entry.municipality for entry in held.documents.values() if entry.kind == MAPPINGS}
    if any(one.municipality in told or _OF_LINK in (store / one.file).read_bytes() for one in new.values()):
        from keikaku.audit.suggestions.recorded import adopt  # most builds have no such decision

        adopt(held, new)


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
