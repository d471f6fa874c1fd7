"""How a command runs: the language of its messages, its errors as text and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import typer

from keikaku.ground.errors import KeikakuError, OutputError
from keikaku.ground.messages import Language, pair, sentence

P = ParamSpec("P")


def _in_both(name: str, **values: str) -> str:
    return " · ".join(pair(name, first="en", **values))


def chosen_language(chosen: str) -> Language:
    """Return the language of messages: what was asked for, else what the locale says."""
    if chosen not in ("", "ja", "en"):
        raise typer.BadParameter(_in_both("cli.choose-language"), param_hint="--lang")
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
            from keikaku.cli import show

            show.mute()
            status = 0
        except KeikakuError as error:
            failure(error.message(language))
        except OSError as error:
            place = error.filename or "standard output"
            failure(OutputError("ground.unwritable", path=place, why=error.strerror).message(language))
        except KeyboardInterrupt:
            failure(sentence("cli.interrupted", language))
            status = 130
        raise typer.Exit(status)

    return run


def municipality_code(typed: str, *, invented: bool = False) -> str:
    """Return the five digits of the code of a municipality whose code or name was typed; "" where none was.

    Args:
        typed: A code or a name; of an invented municipality a name, or a code and a name.
        invented: Whether it is said to be invented; then its name stands behind the code that is returned.

    Raises:
        typer.BadParameter: No municipality has it, or several have the name; or one has what is said to be invented.
    """
    from keikaku.ground import vocab

    if invented:
        code, _space, name = typed.partition(" ") if typed[:5].isdecimal() else (vocab.INVENTED, "", typed)
        if len(code) != 5 or not name.strip() or vocab.municipality(code):
            raise typer.BadParameter(
                _in_both("cli.how-invented"),
                param_hint="--municipality",
            )
        return f"{code} {name.strip()}"
    if not typed:
        return ""
    body = vocab.municipality(typed)
    named = [body] if body else vocab.find_municipalities(typed)
    if len(named) == 1:
        return named[0].code
    if named:
        who = ", ".join(f"{one.code} {one.prefecture}{one.name}" for one in named)
        said = _in_both("cli.several-towns", typed=typed, who=who)
    else:
        said = _in_both("cli.no-town", typed=typed)
    raise typer.BadParameter(said, param_hint="--municipality")


def failure(sentence: str) -> None:
    """Say on standard error why a command could not be carried out."""
    from rich.console import Console

    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)


def write(text: str) -> None:
    """Write text for other programs: UTF-8 wherever it goes."""
    sys.stdout.buffer.write(f"{text}\n".encode())


def refuse_unwritable(path: Path | None) -> None:
    """Refuse a file that cannot be written before the work that would fill it."""
    from keikaku.ground import files

    try:
        if path:
            files.refuse_unwritable(path)
    except OSError as error:
        raise OutputError("ground.unwritable", path=path, why=error.strerror or str(error)) from error
