"""``keikaku population``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def population_command(
    files: Annotated[list[Path], typer.Argument(help="Tables of e-Stat, as CSV.", metavar="FILE…")],
    store: StoreOption = DEFAULT_STORE,
    source: Annotated[
        str, typer.Option("--source", help="What the source is called; what the file says itself otherwise.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be taken, and take nothing.")
    ] = False,
    lang: LangOption = "",
) -> int:
    """Take population, area and settled accounts of the store's municipalities from tables of e-Stat.

    e-Stat の CSV から、ストアにある自治体の人口・面積・決算総額を取り込みます。一人当たり・歳出に占める割合の分母になります。

    Example: keikaku population FEI_CITY_250401.csv
    """
    from keikaku.cli import statistics

    return statistics.take(files, store, source=source, dry_run=dry_run, language=chosen_language(lang))
