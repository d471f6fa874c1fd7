"""``keikaku loaders``."""

from __future__ import annotations

from keikaku.cli.options import LangOption, LoadersOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def loaders_command(loaders: LoadersOption = None, lang: LangOption = "") -> None:
    """List the loaders: which document series keikaku can read.

    読み取れる文書の系列(ローダー)の一覧を示します。

    Example: keikaku loaders --loaders my-loaders/
    """
    from keikaku.cli import lists
    from keikaku.reading.loaders import Loaders

    lists.loaders(Loaders.of(loaders or ()), chosen_language(lang))
