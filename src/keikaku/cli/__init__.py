"""The command line: turns what the library returns and raises into text and an exit status.

Exit status: 0 fine, 1 something does not conform, 2 something could not be done.

A file a verb. It holds what the command is told and its help, and loads what it needs when it runs: to print help, to
complete a name or to refuse a wrong option nothing of the library is loaded.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from keikaku.cli.audit import audit_command
from keikaku.cli.build import build_command
from keikaku.cli.check import check_command
from keikaku.cli.confirm import confirm_command
from keikaku.cli.decisions import decisions_command
from keikaku.cli.diff import diff_command
from keikaku.cli.doctor import doctor_command
from keikaku.cli.draft import draft_command
from keikaku.cli.examples import examples_command
from keikaku.cli.export import export_command
from keikaku.cli.fetch import fetch_command
from keikaku.cli.index import index_command
from keikaku.cli.loaders import loaders_command
from keikaku.cli.mcp import mcp_command
from keikaku.cli.migrate import migrate_command
from keikaku.cli.new import new_command
from keikaku.cli.population import population_command
from keikaku.cli.publish import publish_command
from keikaku.cli.pull import pull_command
from keikaku.cli.push import push_command
from keikaku.cli.queries import queries_command
from keikaku.cli.query import query_command
from keikaku.cli.review import review_command
from keikaku.cli.reviewer import reviewer_command
from keikaku.cli.serve import serve_command
from keikaku.cli.suggest import suggest_command
from keikaku.cli.text import text_command
from keikaku.cli.trace import trace_command
from keikaku.cli.validate import validate_command
from keikaku.cli.vocab import vocab_command
from keikaku.ground import collector
from keikaku.ground.version import __version__

COMMANDS: dict[str, Callable[..., object]] = {
    "build": build_command,
    "check": check_command,
    "validate": validate_command,
    "examples": examples_command,
    "new": new_command,
    "fetch": fetch_command,
    "text": text_command,
    "draft": draft_command,
    "review": review_command,
    "reviewer": reviewer_command,
    "decisions": decisions_command,
    "export": export_command,
    "trace": trace_command,
    "diff": diff_command,
    "query": query_command,
    "queries": queries_command,
    "push": push_command,
    "pull": pull_command,
    "loaders": loaders_command,
    "vocab": vocab_command,
    "audit": audit_command,
    "suggest": suggest_command,
    "confirm": confirm_command,
    "population": population_command,
    "index": index_command,
    "migrate": migrate_command,
    "publish": publish_command,
    "serve": serve_command,
    "mcp": mcp_command,
    "doctor": doctor_command,
}
"""Every command by its name, in the order of the help."""


def _say_version(wanted: bool) -> None:
    """Stop before any other option is looked at, for whose values typer loads a library."""
    if wanted:
        print(f"keikaku {__version__}")
        raise typer.Exit(0)


def _main(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_say_version),
    ] = False,
) -> None:
    pass


def _app(names: Iterable[str]) -> typer.Typer:
    """Return the command line of some commands."""
    app = typer.Typer(
        name="keikaku",
        help="Turn the plans of Japanese local governments into linked open data. 自治体の計画をリンクトオープンデータに。",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback(invoke_without_command=True)(_main)
    for name in names:
        app.command(name)(COMMANDS[name])
    return app


app = _app(COMMANDS)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line."""
    collector.seldom()
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # else pydantic searches all installed packages for them
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show ① shows something else
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] not in COMMANDS:
        return app(given)
    name, *rest = (
        given  # typer makes the options of all commands that it is given, and loads pydantic for those of a group
    )
    group = typer.main.get_command(_app([name]))
    return group.commands[name].main(rest, f"keikaku {name}")  # type: ignore[attr-defined]
