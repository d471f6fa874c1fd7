"""``keikaku suggest``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors


@says_errors
def suggest_command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    least: Annotated[
        float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Lowest confidence of a link.")
    ] = 0.5,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Date to write into the table; none otherwise."),
    ] = None,
    record: Annotated[
        bool, typer.Option("--record", help="Put the suggestions into the store too, as nobody's decision.")
    ] = False,
    themes: Annotated[
        bool, typer.Option("--themes", help="Suggest policy themes of measures and indicators, and no goals.")
    ] = False,
    lang: LangOption = "",
) -> int:
    """Suggest SDG goals for measures, and national goals for strategy goals, as an SSSOM table.

    施策に SDGs の目標を、総合戦略の基本目標に国の目標を提案し、SSSOM の表として書き出します。--themes では政策テーマを提案します。

    Example: keikaku suggest --output links.sssom.tsv
    """
    from keikaku.cli import linking

    refuse_unwritable(output)
    return linking.suggest(
        store,
        output=output,
        least=least,
        as_of=as_of,
        record=record,
        about="themes" if themes else "goals",
        language=chosen_language(lang),
    )
