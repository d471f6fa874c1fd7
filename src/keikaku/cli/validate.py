"""``keikaku validate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption, ValidatorOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def validate_command(
    files: Annotated[
        list[Path],
        typer.Argument(help="Files of N-Quads, Turtle or other RDF, or folders of them.", metavar="FILE…"),
    ],
    shapes: Annotated[
        list[Path] | None, typer.Option("--shapes", help="A file of shapes; keikaku's own otherwise.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="table, or turtle for a SHACL report.")
    ] = "table",
    validator: ValidatorOption = "keikaku",
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes; one a core otherwise.")
    ] = None,
    lang: LangOption = "",
) -> int:
    """Validate RDF against SHACL shapes: a file of N-Quads graph by graph, any other as one graph.

    RDF ファイルを SHACL シェイプで検証します。

    Example: keikaku validate keikaku.store/graphs

    Exit status: 0 it conforms, 1 it does not, 2 it could not be validated.
    """
    from keikaku.cli.validating import run, validator_of

    if format_ not in ("table", "turtle"):
        raise typer.BadParameter("table or turtle", param_hint="--format")
    chosen = validator_of(validator)
    return run(files, shapes, chosen, jobs, chosen_language(lang), turtle=format_ == "turtle")
