"""``keikaku review``."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from keikaku.cli.options import LangOption, LoaderOption, LoadersOption
from keikaku.cli.running import chosen_language, municipality_code, says_errors
from keikaku.cli.serve import need_server
from keikaku.ground.errors import MissingExtraError

_HERE = "127.0.0.1"
"""The desk is for who sits at this machine."""


@says_errors
def review_command(
    path: Annotated[
        Path, typer.Argument(help="A document, or the folder of its plan.yml that holds it.", metavar="PATH")
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
    fresh: Annotated[
        bool,
        typer.Option("--draft", help="Draft the document anew, although a loader that is there knows it."),
    ] = False,
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
    from keikaku.building.review import Review
    from keikaku.web.desk.desk_app import application
    from keikaku.web.desk.opened import Opened
    from keikaku.web.pages.bundles import available
    from keikaku.web.server import running

    language = chosen_language(lang)
    if "desk" not in available():
        raise MissingExtraError("desk.not-built")
    typer.echo("文書を読み取っています…" if language == "ja" else "Reading the document…", err=True)
    options = Options(
        loader=loader, loaders=tuple(loaders or ()), municipality=municipality_code(municipality)
    )
    opened = Opened(Review(path, options, fresh=fresh))
    with running.listen(_HERE, port) as listener:
        host = f"{_HERE}:{listener.getsockname()[1]}"
        app, gate = application(opened, host, language=chosen_language(lang) if lang else None)
        address = f"http://{host}/?key={gate.key}"

        def ready() -> None:
            said = (
                "次のアドレスを開いてください(一度だけ有効、Ctrl-C で終了)"
                if language == "ja"
                else "Open this address (it works once; Ctrl-C stops the desk)"
            )
            typer.echo(f"{said}: {address}", err=True)
            if browser:
                typer.launch(address)

        with contextlib.suppress(KeyboardInterrupt):  # the desk has stopped in order
            if not running.run(lambda: app, listener, 1, ready):
                return 2
    typer.echo(
        "終了しました。決めたことは保存されています。"
        if language == "ja"
        else "Stopped. All that was decided is kept.",
        err=True,
    )
    return 0
