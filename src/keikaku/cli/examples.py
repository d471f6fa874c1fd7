"""``keikaku examples``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import says_errors


@says_errors
def examples_command(
    folder: Annotated[Path, typer.Argument(help="Folder to make.", metavar="FOLDER")] = Path("examples"),
    lang: LangOption = "",
) -> None:
    """Lay out the examples: plans of an invented town, each with the plan.yml that reads it.

    架空の町の計画と、それを読む plan.yml(例)をフォルダに取り出します。

    Example: keikaku examples my-examples
    """
    from keikaku.ground.examples import copy_examples

    for example in copy_examples(folder):
        print(example)
