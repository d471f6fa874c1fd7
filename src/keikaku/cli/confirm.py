"""``keikaku confirm``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import DEFAULT_STORE, LangOption, StoreOption
from keikaku.cli.running import chosen_language, says_errors


@says_errors
def confirm_command(
    file: Annotated[Path, typer.Argument(help="The table of suggest, edited.", metavar="FILE")],
    by: Annotated[str, typer.Option("--by", help="Id of who decides; published.", metavar="ID")] = "",
    role: Annotated[
        str, typer.Option("--role", help="In what role they decide; published.", metavar="ROLE")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="Their name, kept in a local file; not published.", metavar="NAME")
    ] = "",
    confirm_all: Annotated[
        bool, typer.Option("--all", help="Confirm every row that is not rejected, looked at or not.")
    ] = False,
    date: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day of the decision; today otherwise."),
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another process that holds the store.")
    ] = 10.0,
    lang: LangOption = "",
) -> int:
    """Take back a table of suggestions: what is marked in ext_decision is confirmed or rejected, the rest stays open.

    編集した提案の表を取り込みます。ext_decision 列に「確認」「却下」と書いた行だけを判断として記録し、空の行は未判断のままです。

    Example: keikaku confirm links.sssom.tsv --by k-yamada --role 企画課
    """
    from keikaku.cli import linking
    from keikaku.reading.decisions.reviewers import reviewer

    return linking.confirm(
        file,
        by=reviewer(by, role, name),
        on=date,
        confirm_all=confirm_all,
        store=store,
        wait=wait,
        language=chosen_language(lang),
    )
