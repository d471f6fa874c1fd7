"""``keikaku pull``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption, TimeoutOption
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors


@says_errors
def pull_command(
    url: Annotated[str, typer.Argument(help="Address of the server.", metavar="URL")],
    store: StoreOption = DEFAULT_STORE,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of N-Quads to write; the store else.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Take also graphs that are not as they were pushed.")
    ] = False,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Only add what people decided about links to the store.")
    ] = False,
    graphs: Annotated[
        str, typer.Option("--graphs-url", help="Address of the graph store, where it cannot be guessed.")
    ] = "",
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Fetch the graphs of a SPARQL server into the store, or into a file: all of them or none.

    SPARQL サーバーのグラフを、ストアまたはファイルに取り込みます。

    Example: keikaku pull http://localhost:7878 --store copy.store
    """
    from keikaku.cli import servers
    from keikaku.store.folder import Store, filled

    language = chosen_language(lang)
    if decisions:
        if output:
            raise typer.BadParameter("goes into the store", param_hint="--decisions")
        return servers.pull_decisions(url, filled(store), graphs=graphs, timeout=timeout, language=language)
    if output:
        refuse_unwritable(output)
    return servers.pull(
        url,
        output or Store(store),
        graphs=graphs,
        changed=changed,
        timeout=timeout,
        language=language,
    )
