"""``keikaku migrate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keikaku.cli.options import LangOption
from keikaku.cli.running import chosen_language, says_errors
from keikaku.ground.errors import StoreError
from keikaku.ground.messages import Language, say

if TYPE_CHECKING:
    from keikaku.store.migration.run import Migration


@says_errors
def migrate_command(
    path: Annotated[Path, typer.Argument(help="Folder of the store.", metavar="STORE")],
    write: Annotated[bool, typer.Option("--write", help="Write it; else it is only shown.")] = False,
    reopen: Annotated[
        bool,
        typer.Option("--reopen", help="Put links that were confirmed without a mark back to suggested."),
    ] = False,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for another process that holds the store.")
    ] = 10.0,
    lang: LangOption = "",
) -> int:
    """Bring a store that an older version wrote up to this one, without its documents.

    以前の版で作られたストアを、文書なしで現在の版に移行します。

    Example: keikaku migrate keikaku.store
    """
    from keikaku.store.manifest import MANIFEST
    from keikaku.store.migration.run import migrate

    if not (path / MANIFEST).is_file():
        raise StoreError("store.empty", path=path)
    for line in _said(path, migrate(path, write=write, reopen=reopen, wait=wait), chosen_language(lang)):
        print(line)
    return 0


def _said(path: Path, found: Migration, language: Language) -> Iterator[str]:
    def words(name: str, **values: object) -> str:
        return say(f"migrating.{name}", **values).text(language)

    about = {"path": path, "before": found.before, "after": found.after}
    if not found.steps:
        yield words("none", **about)
        return
    yield words("head", **about)
    yield from (f"  - {step.said.text(language)}" for step in found.steps)
    for town in found.towns:
        counts = {"moved": town.moved, "added": town.added, "removed": town.removed}
        yield words("town", code=town.code, renamed=len(town.renamed), **counts)
        yield from (f"  {old} → {new}" for old, new in town.renamed.items())
        yield from (f"  ! {note.text(language)}" for note in town.notes)
    yield words("written" if found.written else "dry")
