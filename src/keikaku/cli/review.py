"""``keikaku review``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import InventedOption, LangOption, LoaderOption, LoadersOption
from keikaku.cli.running import chosen_language, municipality_code, says_errors
from keikaku.cli.serve import need_server


@says_errors
def review_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Documents, or folders that hold them; several lie on one desk.", metavar="PATH..."
        ),
    ],
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0 for a free one.")
    ] = 0,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    municipality: Annotated[
        str,
        typer.Option(
            "--municipality", help="Code or name of the municipality, where its name is not printed."
        ),
    ] = "",
    invented: InventedOption = False,
    fresh: Annotated[
        bool,
        typer.Option("--draft", help="Draft the document anew, although a loader that is there knows it."),
    ] = False,
    import_: Annotated[
        Path | None,
        typer.Option(
            "--import",
            help="Take reports from outside (mails, a table, JSON), or what others exported, into what is to be decided.",
            metavar="FILE",
        ),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser too.")] = True,
    lang: LangOption = "",
) -> int:
    """Review what is read of a document in the browser: the print on the left, what was read of it on the right.

    読み取った内容を、原本と並べてブラウザーで確認します。この端末だけで動き、外部とは通信しません。

    A document without plan.yml gets a draft beside it. Nothing leaves this machine; the printed address works once.

    Example: keikaku review plan.pdf
    """
    need_server("keikaku review")
    from keikaku.building.model import Options
    from keikaku.cli import reviewing

    language = chosen_language(lang)
    options = Options(
        loader=loader,
        loaders=tuple(loaders or ()),
        municipality=municipality_code(municipality, invented=invented),
    )
    room = reviewing.room_of(paths, options, language, fresh=fresh, reports=import_)
    return reviewing.review(room, port, language, language if lang else None, browser=browser)
