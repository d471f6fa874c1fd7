"""``keikaku push``."""

from __future__ import annotations

from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption, TimeoutOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def push_command(
    url: Annotated[str, typer.Argument(help="Address of the server.", metavar="URL")],
    store: StoreOption = DEFAULT_STORE,
    vocabularies: Annotated[
        bool, typer.Option("--vocabularies/--no-vocabularies", help="Send the ontology and code lists too.")
    ] = True,
    everything: Annotated[
        bool, typer.Option("--everything", help="Send also what is there already.")
    ] = False,
    replace_decisions: Annotated[
        bool,
        typer.Option("--replace-decisions", help="Send although decisions that stand there alone are lost."),
    ] = False,
    update: Annotated[
        str, typer.Option("--update-url", help="Address of the update service, where it cannot be guessed.")
    ] = "",
    graphs: Annotated[
        str, typer.Option("--graphs-url", help="Address of the graph store, where it cannot be guessed.")
    ] = "",
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> int:
    """Send the store to a SPARQL server, a graph at a time; what is there already is left alone.

    ストアを SPARQL サーバーへ送信します。送信済みのグラフは送りません。

    Name and password: KEIKAKU_USER and KEIKAKU_PASSWORD, or a netrc.

    Example: keikaku push http://localhost:7878
    """
    from keikaku.cli import servers
    from keikaku.store.folder import filled

    return servers.push(
        url,
        filled(store),
        update=update,
        graphs=graphs,
        vocabularies=vocabularies,
        everything=everything,
        replace_decisions=replace_decisions,
        timeout=timeout,
        language=chosen_language(lang),
    )
