"""``keikaku query``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    EndpointOption,
    LangOption,
    ProposedOption,
    StoreOption,
    TimeoutOption,
    names_of_queries,
)
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def query_command(
    name: Annotated[
        str,
        typer.Argument(
            help="A query of the library, or a file.",
            metavar="NAME-OR-FILE",
            autocompletion=names_of_queries,
        ),
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A parameter, key=value.", metavar="KEY=VALUE")
    ] = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", "-f", help="table, csv, tsv, json or markdown; turtle or ntriples for a graph."
        ),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the query with its parameters bound, and stop.")
    ] = False,
    whole: Annotated[bool, typer.Option("--iris", help="Show IRIs in the table also beside labels.")] = False,
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Answer a question of the library, or of a file, from the store or from SPARQL servers.

    ライブラリーの質問(またはファイルの SPARQL)に、ストアや SPARQL サーバーから答えます。

    Example: keikaku query sdg-coverage
    """
    from keikaku.cli import answering

    return answering.answer_query(
        name,
        param or [],
        format_=format_,
        output=output,
        explain=explain,
        whole=whole,
        store=store,
        proposed=proposed,
        endpoints=endpoint or (),
        timeout=timeout,
        language=chosen_language(lang),
    )
