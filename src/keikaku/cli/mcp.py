"""``keikaku mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, EvidenceOption, LangOption, ProposedOption, StoreOption
from keikaku.cli.running import chosen_language, says_errors
from keikaku.ground.errors import MissingExtraError


@says_errors
def mcp_command(
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    sources: Annotated[
        list[Path] | None, typer.Option("--sources", help="Folder of the documents that were read.")
    ] = None,
    evidence: EvidenceOption = None,
    lang: LangOption = "",
) -> None:
    """Answer an assistant on standard input and output: questions as tools, evidence as resources (MCP).

    アシスタント(LLM)に標準入出力で答えます。質問をツールとして、根拠の箇所をリソースとして提供します(MCP)。

    Example: keikaku mcp --store keikaku.store
    """
    try:
        from keikaku.web.server.assistant import over_stdio
    except ImportError as error:
        raise MissingExtraError(
            "ground.missing-extra", what="keikaku mcp", package=error.name or "mcp", extra="mcp"
        ) from None
    from keikaku.ground.messages import say
    from keikaku.store.dataset import origin
    from keikaku.store.folder import filled
    from keikaku.web.server.assistant.work import Assistant
    from keikaku.web.server.guard.limits import Limits
    from keikaku.web.server.settings import Settings
    from keikaku.web.site.publication import Publication

    language = chosen_language(lang)
    opened = filled(store, proposed=proposed)

    def ready(assistant: Assistant) -> None:
        told = say("assisting.ready", tools=len(assistant.tools), documents=len(opened.documents))
        typer.echo(told.text(language), err=True)

    base = origin(opened).removesuffix("id/")
    publication = Publication(base=base, sources=tuple(sources or ()), evidence=evidence)
    limits = Limits(workers=2, long=1, queue=32)  # one client
    over_stdio.run(Settings(store=store, publication=publication, limits=limits, proposed=proposed), ready)
