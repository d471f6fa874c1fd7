"""``keikaku decisions``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption, LoadersOption, VerboseOption
from keikaku.cli.running import chosen_language, refuse_unwritable, says_errors


@says_errors
def decisions_command(
    path: Annotated[
        Path, typer.Argument(help="A document, or a folder with one or with decisions.tsv.", metavar="PATH")
    ] = Path(),
    undo: Annotated[
        list[str] | None,
        typer.Option(
            "--undo", help="Take back the decision of this id; may be given several times.", metavar="ID"
        ),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Id of who takes it back; published.", metavar="ID")] = "",
    role: Annotated[str, typer.Option("--role", help="In what role; published.", metavar="ROLE")] = "",
    name: Annotated[
        str, typer.Option("--name", help="Their name, kept in a local file; not published.", metavar="NAME")
    ] = "",
    note: Annotated[str, typer.Option("--note", help="Why.", metavar="TEXT")] = "",
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Write what changes a reading, for others who read the same document."),
    ] = None,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import",
            help="Take in reports from outside (mails, a table, JSON) as things to be decided, or what others exported.",
            metavar="FILE",
        ),
    ] = None,
    loaders: LoadersOption = None,
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """List what people decided about the readings of a document, and what of it still holds.

    文書の読み取りについて人が下した判断の一覧、今も有効か、再確認が必要かを示します。

    Example: keikaku decisions mytown/plan.pdf --undo 4f1d2c9a7b30 --by k-yamada --role 企画課

    Exit status: 0 all decisions hold, 1 some are to be made again, 2 something could not be done.
    """
    refuse_unwritable(export)
    from keikaku.cli import deciding
    from keikaku.reading.decisions.reviewers import reviewer

    asked = deciding.Asked(
        path=path,
        undo=tuple(undo or ()),
        by=reviewer(by, role, name) if undo else None,
        note=note,
        export=export,
        take=import_,
        loaders=tuple(loaders or ()),
        verbose=verbose,
    )
    return deciding.decisions(asked, chosen_language(lang))
