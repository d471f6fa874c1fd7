"""``keikaku draft``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import InventedOption, LangOption, LoadersOption
from keikaku.cli.running import chosen_language, municipality_code, refuse_unwritable, says_errors
from keikaku.ground.errors import OutputError


@says_errors
def draft_command(
    documents: Annotated[
        list[Path], typer.Argument(help="A document in any form, or several of one series.", metavar="DOC…")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write (plan.yml); standard output else.")
    ] = None,
    municipality: Annotated[
        str,
        typer.Option(
            "--municipality", help="Code or name of the municipality, where its name is not printed."
        ),
    ] = "",
    invented: InventedOption = False,
    ask: Annotated[
        str,
        typer.Option(
            "--ask",
            help="A program of yours (a language model, say) that answers open questions; only what the document prints word by word is taken.",
            metavar="PROGRAM",
        ),
    ] = "",
    loaders: LoadersOption = None,
    lang: LangOption = "",
) -> int:
    """Write a first plan.yml for a document that nobody has described: what was found, why, and what it asks.

    まだ plan.yml のない文書を読み、plan.yml の下書きを作ります。根拠と、人が確認すべき点をコメントで示します。

    Example: keikaku draft plan.pdf --output plan.yml

    Exit status: 0 drafted, 1 it does not look like a plan, 2 it could not be read.
    """
    from keikaku.documents.as_lines import read_numbered
    from keikaku.ground.files import write_whole
    from keikaku.reading.drafting.asking import program
    from keikaku.reading.drafting.draft import draft
    from keikaku.reading.drafting.writing import as_yaml, refusal
    from keikaku.reading.loaders import Loaders

    language = chosen_language(lang)
    refuse_unwritable(output)
    if output and output.exists():
        raise typer.BadParameter(f"{output} exists", param_hint="--output")
    found = draft(
        *map(read_numbered, documents),
        municipality=municipality_code(municipality, invented=invented),
        ask=program(ask) if ask else None,
        loaders=Loaders.of(loaders or ()).known.values(),
    )
    text = as_yaml(found, language)
    if output is None:
        sys.stdout.write(text)
    else:
        try:
            write_whole(output, [text.encode()])
        except OSError as error:
            raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error
    for question in found.questions:
        typer.echo(f"? {question[language == 'ja']}", err=True)
    if not found.is_plan:
        typer.echo(refusal(found, language), err=True)
    return int(not found.is_plan)
