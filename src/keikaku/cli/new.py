"""``keikaku new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import InventedOption, LangOption
from keikaku.cli.running import chosen_language, municipality_code, says_errors


@says_errors
def new_command(
    town: Annotated[str, typer.Argument(help="Code or name of the municipality.", metavar="TOWN")],
    documents: Annotated[
        list[Path] | None, typer.Argument(help="Documents to begin with, in any form.", metavar="DOC…")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Folder to make; plans-CODE otherwise.")
    ] = None,
    base: Annotated[
        str,
        typer.Option("--base", help="IRI under which the data will live, ending in /.", metavar="IRI"),
    ] = "",
    invented: InventedOption = False,
    lang: LangOption = "",
) -> int:
    """Make the folder of a publisher: documents with drafted plan.yml, a README, a workflow that publishes.

    公開者のフォルダを作ります。文書と plan.yml の下書き、説明書、ビルド・検査・公開のワークフローが入ります。

    Example: keikaku new 日野町 plan.pdf --folder hino

    Exit status: 0 made, 1 made and a document does not look like a plan, 2 it could not be made.
    """
    from keikaku.building.starting.beginning import begin
    from keikaku.ground.messages import say

    language = chosen_language(lang)
    code = municipality_code(town, invented=invented)
    place = folder or Path(f"plans-{code[:5]}")
    if base and not (base.startswith(("http://", "https://")) and base.endswith("/")):
        raise typer.BadParameter(f"{base}: an http or https address that ends in /", param_hint="--base")
    begun = begin(place, code, documents or (), base, language)
    for one in begun:
        for question in one.found.questions:
            typer.echo(f"? {one.path}: {question[language == 'ja']}", err=True)
        if not one.found.is_plan:
            typer.echo(say("building.new-no-plan", path=one.path.as_posix()).text(language), err=True)
    print(say("building.new-made", folder=place, count=len(begun)).text(language))
    return int(not all(one.found.is_plan for one in begun))
