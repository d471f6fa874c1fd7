"""``keikaku diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    InventedOption,
    LangOption,
    LoadersOption,
    ProposedOption,
    StoreOption,
)
from keikaku.cli.running import chosen_language, municipality_code, refuse_unwritable, says_errors


@says_errors
def diff_command(
    old: Annotated[str, typer.Argument(help="The earlier edition.", metavar="OLD")],
    new: Annotated[str, typer.Argument(help="The later edition.", metavar="NEW")],
    store: StoreOption = DEFAULT_STORE,
    plan: Annotated[
        str,
        typer.Option("--plan", help="Which plan of a store or document that holds several, by its title."),
    ] = "",
    municipality: Annotated[
        str,
        typer.Option(
            "--municipality", help="Code or name of the municipality of documents that do not print it."
        ),
    ] = "",
    invented: InventedOption = False,
    proposed: ProposedOption = False,
    least: Annotated[
        float, typer.Option("--least", min=0, max=1, help="Least score of a proposed correspondence.")
    ] = 0.45,
    everything: Annotated[bool, typer.Option("--all", help="Show also what is the same.")] = False,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="text, json or csv; by the name of --output otherwise.")
    ] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    loaders: LoadersOption = None,
    lang: LangOption = "",
) -> int:
    """Compare two editions: what was kept, renamed, moved, split, merged, is new or gone, and which figures changed.

    Each edition is a document, a store, a plan of --store by its title or IRI, or a date on which it holds.

    二つの版を比べ、維持・改称・移動・分割・統合・新規・廃止と、目標値・事業費・担当課・SDGsの違いを、出典とともに示します。

    Example: keikaku diff 前期基本計画 後期基本計画
    """
    from keikaku.cli import differing

    if output:
        refuse_unwritable(output)
    return differing.run(
        (old, new),
        store,
        plan=plan,
        municipality=municipality_code(municipality, invented=invented),
        proposed=proposed,
        least=least,
        everything=everything,
        format_=format_,
        output=output,
        loaders=loaders or [],
        language=chosen_language(lang),
    )
