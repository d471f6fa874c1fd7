"""``keikaku publish``: what is asked for, how far it is, what was written and where to start."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from keikaku.cli.options import (
    DEFAULT_STORE,
    EvidenceOption,
    LangOption,
    ProposedOption,
    StoreOption,
    TitleEnOption,
    TitleJaOption,
)
from keikaku.cli.running import chosen_language, says_errors
from keikaku.ground.defaults import TITLE_EN, TITLE_JA
from keikaku.ground.messages import Language, say

if TYPE_CHECKING:
    from keikaku.web.site.publishing import Published, Step

FolderArgument = Annotated[Path, typer.Argument(help="Folder of the site.", metavar="DIR")]
BaseOption = Annotated[
    str, typer.Option("--base", help="IRI under which the site will lie, ending in /.", metavar="IRI")
]
IrisOption = Annotated[
    Literal["slash", "hash"],
    typer.Option(
        "--iris",
        help="slash: …/id/X leads to …/doc/X by 303. hash: …/doc/X#it, for hosts that cannot redirect.",
    ),
]

_FLAGS = {"licence": "--licence", "publisher": "--publisher", "day": "--date"}
"""How the command line is told what some catalogues must have."""


@says_errors
def publish_command(
    folder: FolderArgument,
    base: BaseOption,
    store: StoreOption = DEFAULT_STORE,
    proposed: ProposedOption = False,
    accepted_only: Annotated[
        bool,
        typer.Option("--accepted-only", help="Publish only plans whose readings people accepted."),
    ] = False,
    iris: IrisOption = "slash",
    title_ja: TitleJaOption = TITLE_JA,
    title_en: TitleEnOption = TITLE_EN,
    publisher: Annotated[str, typer.Option("--publisher", help="Name of who publishes the site.")] = "",
    licence: Annotated[
        str, typer.Option("--licence", help="Address of the licence of the data.", metavar="IRI")
    ] = "",
    date: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Day of publication; none is named otherwise."),
    ] = None,
    sparql: Annotated[
        str, typer.Option("--sparql", help="Address of a SPARQL endpoint with the same data.", metavar="URL")
    ] = "",
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--sources", help="A folder with the documents: their lines are shown beside the facts."
        ),
    ] = None,
    evidence: EvidenceOption = None,
    old_dumps: Annotated[
        bool, typer.Option("--old-dumps/--no-old-dumps", help="Keep the dumps of the site that is replaced.")
    ] = True,
    reviewer_names: Annotated[
        bool,
        typer.Option(
            "--reviewer-names", help="Show the names of who confirmed links, which are kept locally."
        ),
    ] = False,
    reports: Annotated[
        str,
        typer.Option(
            "--reports",
            help="Where visitors say that a reading is wrong: mailto:…, or the address where an issue is begun.",
            metavar="ADDRESS",
        ),
    ] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=1, help="Processes that write; one for each core otherwise.")
    ] = os.cpu_count() or 1,
    lang: LangOption = "",
) -> None:
    """Write the store as a site of linked open data that any host can carry.

    ストアを、どのサーバーにも置けるリンクトオープンデータのサイトとして書き出します。

    Example: keikaku publish site --base https://data.example.jp/plans/
    """
    from keikaku.ground.messages import say
    from keikaku.store.folder import filled
    from keikaku.web.pages.layout import Text
    from keikaku.web.site.catalogues import left_out
    from keikaku.web.site.described import lacking
    from keikaku.web.site.publication import Publication
    from keikaku.web.site.publishing import publish

    settings = Publication(
        base=base,
        style=iris,
        title=Text(title_ja, title_en),
        publisher=publisher,
        licence=licence,
        day=date.date() if date else None,
        sparql=sparql,
        sources=tuple(sources or ()),
        old_dumps=old_dumps,
        reviewer_names=reviewer_names,
        evidence=evidence,
        reports=reports,
    )
    with _progress() as step:
        chosen = filled(store, proposed=proposed, accepted_only=accepted_only)
        written = publish(chosen, folder, settings, step, jobs=jobs)
    _tell(written, bool(sources), chosen_language(lang))
    if written.no_delta_from:
        told = say("publishing.no-delta", version=written.no_delta_from, dumps=written.dumps)
        print(told.text(chosen_language(lang)))
    if written.base_before:
        told = say("publishing.other-base", before=written.base_before, base=base)
        print(told.text(chosen_language(lang)))
    for path, names in left_out(lacking(settings)).items():
        flags = ", ".join(_FLAGS[name] for name in names)
        print(say("publishing.left-out", path=path, options=flags).text(chosen_language(lang)))


@contextlib.contextmanager
def _progress() -> Iterator[Step]:
    """Show a bar on standard error, where it is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


def _tell(written: Published, asked_for_sources: bool, language: Language) -> None:
    """Say what was written, and where to start."""
    mib = written.size / 2**20
    lines = [say("cli.dumps", path=written.folder / "dumps" / written.dumps)]
    if asked_for_sources:
        lines.append(say("cli.with-lines", documents=tuple(written.with_sources) or say("cli.no-lines")))
    lines += [
        say("cli.start-by", path=written.folder / "index.html"),
        say("cli.how-to-host", path=written.folder / "hosting" / "README.md"),
        say(
            "cli.written", pages=written.pages, documents=written.documents, files=written.files,
            mib=mib, seconds=written.seconds,
        ),
    ]  # fmt: skip
    for line in [*(one.text(language) for one in lines), *_told_of_prints(written, language)]:
        print(line)


def _told_of_prints(written: Published, language: Language) -> Iterator[str]:
    """Yield which documents show their print, and what could not be shown."""
    if written.with_print:
        yield say("cli.with-print", documents=tuple(written.with_print)).text(language)
    for file in written.differing:
        yield say("cli.other-bytes", file=file).text(language)
    for error in written.undrawn:
        yield error.message(language)
