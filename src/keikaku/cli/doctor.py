"""``keikaku doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def doctor_command(
    store: Annotated[
        Path | None, typer.Option("--store", envvar="KEIKAKU_STORE", help="A store to look over as well.")
    ] = None,
    lang: LangOption = "",
) -> int:
    """Say what is installed, what is missing for what, and whether a store is whole.

    入っているもの、何のために何が足りないか、ストアが壊れていないかを示します。

    Example: keikaku doctor --store keikaku.store
    """
    from keikaku.cli import examining

    return examining.examine(store, chosen_language(lang))
