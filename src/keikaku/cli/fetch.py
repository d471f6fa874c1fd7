"""``keikaku fetch``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keikaku.cli.options import LangOption, LoadersOption
from keikaku.cli.running import chosen_language, failure, says_errors
from keikaku.ground.errors import RetrievalError
from keikaku.ground.messages import Language, say

if TYPE_CHECKING:
    from keikaku.building.retrieval import Outcome, Retriever
    from keikaku.reading.planfile import Copy


@says_errors
def fetch_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Ids of loaders, or plan.yml files; every loader without any.", metavar="LOADER…"
        ),
    ] = None,
    into: Annotated[
        Path, typer.Option("--into", help="Folder to write to; each loader gets one in it.")
    ] = Path("documents"),
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    max_mib: Annotated[int, typer.Option("--max-mib", min=1, help="Largest document, in MiB.")] = 200,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.1, help="Seconds that a document may take.")
    ] = 600.0,
    local: Annotated[
        bool, typer.Option("--local", help="Ask addresses of this machine and of private networks too.")
    ] = False,
    loaders: LoadersOption = None,
    lang: LangOption = "",
) -> int:
    """Fetch the documents whose address and SHA-256 stand in plan.yml, after asking.

    plan.yml にアドレスと SHA-256 を書いた文書を、確認のうえで取得します。中断した取得は続きから再開します。

    Example: keikaku fetch loaders/TOWN/plan.yml --into documents
    """
    from keikaku.building.retrieval import Retriever
    from keikaku.reading.loaders import Loaders
    from keikaku.reading.series import read_series

    language = chosen_language(lang)
    known = Loaders.of(loaders or ())
    chosen = [
        read_series(Path(name)) if name.endswith((".yml", ".yaml")) else known.named(name)
        for name in names or known.known
    ]
    wanted = [(series.id, copy) for series in chosen for copy in series.settings.document.copies]
    if not wanted:
        typer.echo(_say("none", language), err=True)
        return 1
    licences = {series.id: series.settings.document.licence for series in chosen}
    typer.echo(_say("head", language))
    for name, copy in wanted:
        licence = licences[name]
        typer.echo(f"  {copy.address}\n    → {into / name / copy.name}")
        typer.echo(f"    {_say('licence' if licence else 'no-licence', language, licence=licence)}")
    if not yes:
        if not sys.stdin.isatty():
            failure(_say("mute", language))
            return 2
        if not typer.confirm(_say("ask", language, count=len(wanted))):
            typer.echo(_say("not", language))
            return 1
    return _fetch(Retriever(max_mib * 2**20, timeout, local), wanted, into, language)


def _fetch(retriever: Retriever, wanted: list[tuple[str, Copy]], into: Path, language: Language) -> int:
    """Fetch what is wanted; what cannot be had keeps nobody from the rest."""
    status = 0
    for name, copy in wanted:
        folder = into / name
        try:
            outcome = _shown(retriever, copy, folder)
        except RetrievalError as error:
            failure(error.message(language))
            status = 2
        else:
            typer.echo(f"{folder / copy.name}: {_say(outcome, language)}")
    return status


def _shown(retriever: Retriever, copy: Copy, folder: Path) -> Outcome:
    """Fetch one document beside a bar of how far it is, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(copy.name, total=None)
        retriever.progress = lambda done, whole: bar.update(task, completed=done, total=whole)
        return retriever.fetch(copy, folder)


def _say(name: str, language: Language, **values: object) -> str:
    return say(f"fetching.{name}", **values).text(language)
