"""What ``keikaku audit`` shows and writes."""

from __future__ import annotations

import errno
import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import typer
from rich.console import Console

from keikaku.audit.basis import Signed
from keikaku.audit.clips import NO_PRINTS, Clip, Prints, clips
from keikaku.audit.follow_up import followed, read_earlier
from keikaku.audit.model import Audit, View
from keikaku.audit.paper_csv import csv_bytes, json_bytes
from keikaku.audit.paper_html import html_bytes
from keikaku.audit.paper_xlsx import workbook_bytes
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.audit.tables import tables
from keikaku.cli.heat_map import show
from keikaku.ground.errors import OutputError
from keikaku.ground.files import refuse_unwritable, write_whole
from keikaku.ground.messages import Language
from keikaku.store.folder import Store

FORMATS = ("html", "xlsx", "csv", "json")
UNSIGNED = Signed()
NAME = "audit"
"""What the files are called, before their suffix."""


def run(
    store: Path,
    scope: Scope,
    *,
    output: Path | None,
    formats: list[str],
    shapes: bool,
    language: Language,
    endpoints: Sequence[str] = (),
    prints: Prints = NO_PRINTS,
    proposed: bool = False,
    view: View = View.SDGS,
    samples: tuple[int, str] = (0, ""),
    earlier: Path | None = None,
    signed: Signed = UNSIGNED,
) -> int:
    """Audit, show the heat map and the summary, and write the papers where a folder is given.

    Args:
        store: The store.
        scope: What of it.
        output: Folder of the papers.
        formats: Which papers; all of them where empty.
        shapes: Whether to validate the graphs again.
        language: Of what is shown and written.
        endpoints: The servers that the store was fetched from, for the command that the papers name.
        prints: Where the print of the documents is looked for, and whether it is shown.
        proposed: Whether what was read with drafts that nobody accepted is audited too.
        view: What is looked at.
        samples: How many figures are drawn to be ticked, and by which seed.
        earlier: The JSON of an earlier audit, whose findings are followed.
        signed: Who audits, and when.
    """
    for name in formats:
        if name not in FORMATS:
            raise typer.BadParameter(f"one of {', '.join(FORMATS)}", param_hint="--format")
    chosen = formats or list(FORMATS)
    if output:
        _prepare(output)
    known = read_earlier(earlier) if earlier else None  # a wrong file is said before the work
    opened = Store(store, proposed=proposed)
    made = audit(opened, scope, shapes=shapes, processes=os.cpu_count() or 1, view=view,
                 samples=samples[0], seed=samples[1])  # fmt: skip
    made.signed = signed
    if known is not None:
        made.followed = followed(known, made.findings, (plan.ref.iri for plan in made.plans))
    made.provenance.data = _data(store, endpoints)
    made.provenance.command = command_line(
        store, scope, output, formats, shapes, language, endpoints
    ) + _more_options(view, samples, earlier, signed, proposed, prints)
    console = Console()
    show(made, console if console.is_terminal else Console(width=120), language)
    if output:
        cut = clips(opened, made, prints) if "html" in chosen else {}
        for path, data in papers(made, output, chosen, language, cut):
            _write(path, data)
            console.print(str(path), markup=False, highlight=False, soft_wrap=True)
    return 0


def _more_options(
    view: View,
    samples: tuple[int, str],
    earlier: Path | None,
    signed: Signed,
    proposed: bool,
    prints: Prints,
) -> str:
    """Return the options of the command that say what is looked at and who signs, with a space before each."""
    command = " --consistency" if view is View.CONSISTENCY else ""
    for option, value in (
        ("--sample", str(samples[0] or "")),
        ("--seed", samples[1]),
        ("--earlier", str(earlier or "")),
        ("--author", signed.author),
        ("--date", signed.date),
    ):
        command += f" {shlex.join([option, value])}" if value else ""
    return command + (" --proposed" if proposed else "") + prints.command


def papers(
    made: Audit,
    folder: Path,
    formats: list[str],
    language: Language,
    cut: Mapping[int, Sequence[Clip]] | None = None,
) -> Iterator[tuple[Path, bytes]]:
    """Yield the files of the working paper with their bytes; the page has the clips that were cut."""
    if "html" in formats:
        yield folder / f"{NAME}.html", html_bytes(made, language, cut)
    if "xlsx" in formats:
        yield folder / f"{NAME}.xlsx", workbook_bytes(made, language)
    if "json" in formats:
        yield folder / f"{NAME}.json", json_bytes(made)
    if "csv" in formats:
        for table in tables(made, language):
            yield folder / f"{NAME}-{table.name}.csv", csv_bytes(table)


def command_line(
    store: Path,
    scope: Scope,
    output: Path | None,
    formats: list[str],
    shapes: bool,
    language: Language,
    endpoints: Sequence[str] = (),
) -> str:
    """Return the command that makes the same papers again."""
    parts = ["keikaku", "audit", *_data(store, endpoints)]
    for option, value in (
        ("--plan", scope.plan),
        ("--municipality", scope.municipality),
        ("--as-of", scope.as_of),
        ("--output", str(output) if output else ""),
        *(("--format", name) for name in formats),
    ):
        parts += [option, value] if value else []
    return shlex.join([*parts, *(["--shapes"] if shapes else []), "--lang", language])


def _data(store: Path, endpoints: Sequence[str]) -> tuple[str, ...]:
    """Return the options that name the servers that were asked, or the store."""
    asked = tuple(part for url in endpoints for part in ("--endpoint", url))
    return asked or ("--store", str(store))


def _prepare(folder: Path) -> None:
    """Make the folder, and refuse one that cannot be written before the work that would fill it."""
    try:
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        folder.mkdir(parents=True, exist_ok=True)
        refuse_unwritable(folder / f"{NAME}.html")
    except OSError as error:
        raise OutputError("ground.unwritable", path=folder, why=error.strerror or str(error)) from error


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, [data])
    except OSError as error:
        raise OutputError("ground.unwritable", path=path, why=error.strerror or str(error)) from error
