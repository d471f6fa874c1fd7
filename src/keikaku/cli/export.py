"""``keikaku export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, ProposedOption, StoreOption
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors
from keikaku.ground.errors import OutputError


@says_errors
def export_command(
    format_: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="One of nquads, nquads12 (RDF 1.2), trig, turtle, jsonld, graphml; a folder of csv, parquet or stratml.",
        ),
    ] = "nquads",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write; standard output else. A folder for csv, parquet, stratml."
        ),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    lang: LangOption = "",
) -> None:
    """Write the store in a format that other tools read.

    ストアの内容を、ほかのツールで読める形式で書き出します。

    Example: keikaku export --format turtle --output plans.ttl
    """
    from keikaku.asking.opendata.files import graphml
    from keikaku.cli import open_tables
    from keikaku.ground.files import write_whole
    from keikaku.store import export
    from keikaku.store.folder import filled

    formats = {**export.FORMATS, "graphml": graphml}
    if format_ in open_tables.FORMATS:
        open_tables.export(filled(store, proposed=proposed), format_, output, chosen_language(lang))
        return
    if format_ not in formats:
        raise typer.BadParameter(
            f"one of {', '.join([*formats, *open_tables.FORMATS])}", param_hint="--format"
        )
    chunks = formats[format_](filled(store, proposed=proposed))
    if output is None:
        sys.stdout.buffer.writelines(chunks)
        return
    refuse_unwritable(output)
    try:
        write_whole(output, chunks)
    except OSError as error:
        raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error
