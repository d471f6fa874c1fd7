"""The command line: turns what the library returns and raises into text and an exit status.

Exit status: 0 fine, 1 something does not conform, 2 something could not be done.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import networkx as nx
import typer
from rich.console import Console

from keikaku import __version__, show, vocab
from keikaku.pipeline import Options, build, check
from keikaku.errors import KeikakuError, Language
from keikaku.export import FORMATS
from keikaku.trace import find, lineage
from keikaku.loaders import Loaders
from keikaku.report import DocumentReport, write_report
from keikaku.store import Store

app = typer.Typer(
    name="keikaku",
    help="Turn the plans of Japanese local governments into linked open data. 自治体の計画をリンクトオープンデータに。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

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


def _language(chosen: str) -> Language:
    if chosen not in ("", "ja", "en"):
        raise typer.BadParameter("ja or en", param_hint="--lang")
    locale = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "ja" if (chosen or locale).startswith("ja") else "en"


def _says_errors(command: Callable[P, int | None]) -> Callable[P, None]:
    """Turn keikaku's own errors into a sentence and exit status 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        language = _language(str(kwargs.get("lang") or ""))
        try:
            status = command(*args, **kwargs) or 0
        except KeikakuError as error:
            Console(stderr=True).print(error.message(language), style="red", markup=False, highlight=False)
            status = 2
        except OSError as error:
            Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
            status = 2
        raise typer.Exit(status)

    return run


def _options(base: str, loader: str, loaders: list[Path] | None, accept: bool, max_mib: int) -> Options:
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise typer.BadParameter("an http(s) IRI that ends in / or #", param_hint="--base")
    return Options(
        base=base, loader=loader, loaders=tuple(loaders or ()), accept=accept, max_bytes=max_mib * 2**20
    )


@app.command("build")
@_says_errors
def build_command(
    paths: Paths,
    store: StoreOption = DEFAULT_STORE,
    report: ReportOption = None,
    accept: AcceptOption = False,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    base: BaseOption = vocab.DEFAULT_BASE,
    max_mib: LimitOption = 64,
    wait: Annotated[
        float, typer.Option(help="Seconds to wait for another build that holds the store.")
    ] = 10.0,
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read documents, validate them and put them into the store."""
    options = _options(base, loader, loaders, accept, max_mib)
    with show.progress() as step:
        reports = build(paths, Store(store), options, step, wait=wait)
    return _tell(reports, report, verbose, _language(lang), store)


@app.command("check")
@_says_errors
def check_command(
    paths: Paths,
    report: ReportOption = None,
    loader: LoaderOption = "",
    loaders: LoadersOption = None,
    base: BaseOption = vocab.DEFAULT_BASE,
    max_mib: LimitOption = 64,
    verbose: VerboseOption = False,
    lang: LangOption = "",
) -> int:
    """Read and validate documents without storing them."""
    options = _options(base, loader, loaders, False, max_mib)
    with show.progress() as step:
        reports = check(paths, options, step)
    return _tell(reports, report, verbose, _language(lang), None)


def _tell(
    reports: list[DocumentReport], report: Path | None, verbose: bool, language: Language, store: Path | None
) -> int:
    show.reports(reports, language, verbose=verbose, store=store)
    if report:
        write_report(report, reports)
    return max((one.exit_status for one in reports), default=0)


@app.command("export")
@_says_errors
def export_command(
    format_: Annotated[str, typer.Option("--format", "-f", help=f"One of {', '.join(FORMATS)}.")] = "nquads",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output else.")
    ] = None,
    store: StoreOption = DEFAULT_STORE,
    lang: LangOption = "",
) -> None:
    """Write the store in a format that other tools read."""
    if format_ not in FORMATS:
        raise typer.BadParameter(f"one of {', '.join(FORMATS)}", param_hint="--format")
    chunks = FORMATS[format_](Store(store))
    if output is None:
        sys.stdout.buffer.writelines(chunks)
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(chunks)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


@app.command("trace")
@_says_errors
def trace_command(
    name: Annotated[str, typer.Argument(help="A name, part of one, or an IRI.", metavar="NAME-OR-IRI")],
    store: StoreOption = DEFAULT_STORE,
    up: Annotated[bool, typer.Option("--up/--no-up", help="Follow what it serves.")] = True,
    down: Annotated[bool, typer.Option("--down/--no-down", help="Follow what serves it.")] = True,
    format_: Annotated[str, typer.Option("--format", "-f", help="tree, json or graphml.")] = "tree",
    lang: LangOption = "",
) -> None:
    """Show the lineage of a project, measure, goal, indicator, department, SDG or strategy code."""
    memory = Store(store).load()
    thing = find(memory, name)
    graph = lineage(memory, thing.iri, up=up, down=down)
    if format_ == "tree":
        show.lineage_tree(graph, thing.iri)
    elif format_ == "json":
        print(
            json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1, sort_keys=True)
        )
    elif format_ == "graphml":
        print("\n".join(nx.generate_graphml(graph)))
    else:
        raise typer.BadParameter("tree, json or graphml", param_hint="--format")


@app.command("loaders")
@_says_errors
def loaders_command(loaders: LoadersOption = None, lang: LangOption = "") -> None:
    """List the loaders: which document series keikaku can read."""
    show.loaders(Loaders.of(loaders or ()), _language(lang))


@app.command("vocab")
@_says_errors
def vocab_command(
    name: Annotated[str, typer.Argument(help="A term, a code, or a municipality's name or code.")] = "",
    lang: LangOption = "",
) -> int:
    """List the terms and codes, or show one; find a municipality by name or code."""
    return show.vocabulary(name, _language(lang))


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
    return app(arguments)
