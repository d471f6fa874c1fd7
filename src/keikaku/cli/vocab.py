"""``keikaku vocab``."""

from __future__ import annotations

from typing import Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def vocab_command(
    name: Annotated[str, typer.Argument(help="A term, a code, or a municipality's name or code.")] = "",
    lang: LangOption = "",
) -> int:
    """List the terms and codes, or show one; find a municipality by name or code.

    語彙とコードを示します。自治体は名前・読み・団体コードで探せます。

    Example: keikaku vocab 施策
    """
    from keikaku.cli import lists

    return lists.vocabulary(name, chosen_language(lang))
