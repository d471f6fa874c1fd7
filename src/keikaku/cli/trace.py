"""``keikaku trace``."""

from __future__ import annotations

from typing import Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    EndpointOption,
    LangOption,
    ProposedOption,
    StoreOption,
    TimeoutOption,
)
from keikaku.cli.running import chosen_language, says_errors, write


@says_errors
def trace_command(
    name: Annotated[str, typer.Argument(help="A name, part of one, or an IRI.", metavar="NAME-OR-IRI")],
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    up: Annotated[bool, typer.Option("--up/--no-up", help="Follow what it serves.")] = True,
    down: Annotated[bool, typer.Option("--down/--no-down", help="Follow what serves it.")] = True,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="tree, json, graphml, dot, mermaid or svg.")
    ] = "tree",
    endpoint: EndpointOption = None,
    timeout: TimeoutOption = 60.0,
    lang: LangOption = "",
) -> None:
    """Show what a project, measure, goal, indicator, department, SDG or code serves, and what serves it.

    事業・施策・目標・指標・担当課・SDGs などの系譜を、上下にたどって示します。

    Example: keikaku trace 川のきれいな水を守る
    """
    from keikaku.asking.lineage import drawings
    from keikaku.asking.lineage.trace import find, lineage
    from keikaku.cli import servers
    from keikaku.cli.lineages import lineage_tree
    from keikaku.store.folder import filled

    if format_ not in ("tree", *drawings.FORMATS):
        raise typer.BadParameter(f"one of tree, {', '.join(drawings.FORMATS)}", param_hint="--format")
    if endpoint:
        graph, thing = servers.trace(
            endpoint, name, up=up, down=down, timeout=timeout, language=chosen_language(lang)
        )
    else:
        memory = filled(store, proposed=proposed).load()
        thing = find(memory, name)
        graph = lineage(memory, thing.iri, up=up, down=down)
    if format_ == "tree":
        lineage_tree(graph, thing.iri, chosen_language(lang))
    else:
        if format_ in drawings.PICTURES:
            graph = drawings.worded(graph, chosen_language(lang))
        write(drawings.FORMATS[format_](graph))
