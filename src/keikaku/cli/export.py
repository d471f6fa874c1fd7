"""``keikaku export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, ProposedOption, StoreOption
from keikaku.cli.running import refuse_unwritable, says_errors
from keikaku.ground.errors import OutputError


@says_errors
def export_command(
    format_: Annotated[
        str, typer.Option("--format", "-f", help="One of nquads, trig, turtle, jsonld.")
    ] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    lang: LangOption = "",
) -> None:
    """Write the store in a format that other tools read.

    ストアの内容を、ほかのツールで読める形式で書き出します。

    Example: keikaku export --format turtle --output plans.ttl
    """
    from keikaku.ground.files import write_whole
    from keikaku.store.export import FORMATS
    from keikaku.store.folder import filled

    if format_ not in FORMATS:
        raise typer.BadParameter(f"one of {', '.join(FORMATS)}", param_hint="--format")
    chunks = FORMATS[format_](filled(store, proposed=proposed))
    if output is None:
        sys.stdout.buffer.writelines(chunks)
        return
    refuse_unwritable(output)
    try:
        write_whole(output, chunks)
    except OSError as error:
        raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error
