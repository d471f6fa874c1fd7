"""What the commands share: options, the language of messages, errors as text and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from keikaku import files, show
from keikaku.errors import EmptyStoreError, KeikakuError, Language, OutputError
from keikaku.store import Store

Paths = Annotated[list[Path], typer.Argument(help="Documents, or folders that hold them.", metavar="PATH…")]
StoreOption = Annotated[
    Path, typer.Option("--store", envvar="KEIKAKU_STORE", help="Folder of the store.", show_default=True)
]
LoadersOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--loaders", envvar="KEIKAKU_LOADERS", help="A further folder of loaders; its load.py may run."
    ),
]
LoaderOption = Annotated[
    str, typer.Option("--loader", help="The loader to use, whatever recognises the document.")
]
BaseOption = Annotated[
    str, typer.Option("--base", envvar="KEIKAKU_BASE", help="IRI under which the data lives.")
]
AcceptOption = Annotated[
    bool,
    typer.Option("--accept", help="Store also what is below its expected yield, unread in part, or invalid."),
]
ReportOption = Annotated[
    Path | None, typer.Option("--report", help="Write a report of every document as JSON.")
]
LimitOption = Annotated[int, typer.Option("--max-mib", min=1, help="Largest file to read, in MiB.")]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show every finding, not the first few.")
]
LangOption = Annotated[
    str,
    typer.Option(
        "--lang", envvar="KEIKAKU_LANG", help="Language of messages: ja or en; by the locale otherwise."
    ),
]
DEFAULT_STORE = Path("keikaku.store")

P = ParamSpec("P")


def chosen_language(chosen: str) -> Language:
    """Return the language of messages: what was asked for, else what the locale says."""
    if chosen not in ("", "ja", "en"):
        raise typer.BadParameter("ja or en · ja か en を指定してください", param_hint="--lang")
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "ja" if (chosen or locale).startswith("ja") else "en"


def says_errors(command: Callable[P, int | None]) -> Callable[P, None]:
    """Turn keikaku's own errors, a full disk, Ctrl-C and a reader that has gone into an exit status."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        language = chosen_language(str(kwargs.get("lang") or ""))
        status = 2
        try:
            status = command(*args, **kwargs) or 0
            sys.stdout.flush()
        except BrokenPipeError:
            show.mute()
            status = 0
        except KeikakuError as error:
            show.failure(error.message(language))
        except OSError as error:
            place = error.filename or "standard output"
            show.failure(OutputError(path=place, why=error.strerror).message(language))
        except KeyboardInterrupt:
            show.failure("中断しました。" if language == "ja" else "Interrupted.")
            status = 130
        raise typer.Exit(status)

    return run


def write(text: str) -> None:
    """Write text for other programs: UTF-8 wherever it goes."""
    sys.stdout.buffer.write(f"{text}\n".encode())


def filled(path: Path) -> Store:
    """Return a store that holds something."""
    store = Store(path)
    if not store.documents:
        raise EmptyStoreError(path=path)
    return store


def refuse_unwritable(path: Path | None) -> None:
    """Refuse a file that cannot be written before the work that would fill it."""
    try:
        if path:
            files.refuse_unwritable(path)
    except OSError as error:
        raise OutputError(path=path, why=error.strerror or str(error)) from error
