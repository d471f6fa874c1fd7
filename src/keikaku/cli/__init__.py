"""The command line: turns what the library returns and raises into text and an exit status.

Exit status: 0 fine, 1 something does not conform, 2 something could not be done.

A file a verb. It holds what the command is told and its help, and loads what it needs when it runs: to print help, to
complete a name or to refuse a wrong option nothing of the library is loaded.
"""

from __future__ import annotations

import io
import sys
from typing import Annotated, Any

import typer

from keikaku.cli.audit import audit_command
from keikaku.cli.build import build_command
from keikaku.cli.check import check_command
from keikaku.cli.confirm import confirm_command
from keikaku.cli.decisions import decisions_command
from keikaku.cli.diff import diff_command
from keikaku.cli.draft import draft_command
from keikaku.cli.examples import examples_command
from keikaku.cli.export import export_command
from keikaku.cli.fetch import fetch_command
from keikaku.cli.index import index_command
from keikaku.cli.loaders import loaders_command
from keikaku.cli.migrate import migrate_command
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
from keikaku.ground.version import __version__

app = typer.Typer(
    name="keikaku",
    help="Turn the plans of Japanese local governments into linked open data. 自治体の計画をリンクトオープンデータに。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("build")(build_command)
app.command("check")(check_command)
app.command("validate")(validate_command)
app.command("examples")(examples_command)
app.command("fetch")(fetch_command)
app.command("text")(text_command)
app.command("draft")(draft_command)
app.command("review")(review_command)
app.command("reviewer")(reviewer_command)
app.command("decisions")(decisions_command)
app.command("export")(export_command)
app.command("trace")(trace_command)
app.command("diff")(diff_command)
app.command("query")(query_command)
app.command("queries")(queries_command)
app.command("push")(push_command)
app.command("pull")(pull_command)
app.command("loaders")(loaders_command)
app.command("vocab")(vocab_command)
app.command("audit")(audit_command)
app.command("suggest")(suggest_command)
app.command("confirm")(confirm_command)
app.command("index")(index_command)
app.command("migrate")(migrate_command)
app.command("publish")(publish_command)
app.command("serve")(serve_command)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
    ] = False,
) -> None:
    if version:
        print(f"keikaku {__version__}")
        raise typer.Exit(0)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show ① shows something else
            stream.reconfigure(errors="backslashreplace")
    return app(arguments)
