"""``keikaku queries``."""

from __future__ import annotations

from typing import Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def queries_command(
    word: Annotated[str, typer.Argument(help="Only those about a word.")] = "", lang: LangOption = ""
) -> int:
    """List the questions of the library with their parameters.

    質問(クエリ)の一覧とパラメーターを示します。

    Example: keikaku queries sdg
    """
    from keikaku.cli import answering

    return answering.list_queries(word, chosen_language(lang))
