"""What ``keikaku suggest`` and ``keikaku confirm`` write and take back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import typer

from keikaku.audit.suggestions import recorded, sssom
from keikaku.audit.suggestions.proposals import About, Link, declared, suggestions
from keikaku.ground.errors import OutputError, StoreError
from keikaku.ground.files import write_whole
from keikaku.ground.messages import Language, say
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.store.folder import Store


def suggest(
    path: Path,
    *,
    output: Path | None,
    least: float,
    as_of: datetime | None,
    record: bool,
    about: About,
    language: Language,
) -> int:
    """Write suggestions as SSSOM, and say on standard error how many there are."""
    store = Store(path)
    if not store.documents:
        raise StoreError("store.empty", path=path)
    memory = store.load()
    found = suggestions(memory, language, least, (about,))
    stated, decided = declared(memory), recorded.decided(store)
    links = [link for link in found if link.key not in stated | decided]
    if record:
        recorded.record(links, store, about=about)
    _write(sssom.table(memory, links, language, as_of.date() if as_of else None), output)
    _say(
        say(
            "linking.suggested",
            links=len(links),
            subjects=len({link.subject for link in links}),
            least=least,
            declared=_count(found, stated),
            decided=_count(found, decided - stated),
        ).text(language)
    )
    return 0


def confirm(
    path: Path,
    *,
    by: Reviewer,
    on: datetime | None,
    confirm_all: bool,
    store: Path,
    wait: float,
    language: Language,
) -> int:
    """Take decisions into the store, and say what they were."""
    held = Store(store)
    if not held.documents:
        raise StoreError("store.empty", path=store)
    day = on.date() if on else date.today()
    done = recorded.confirm(path, held, by, day, confirm_all=confirm_all, wait=wait)
    who = f"{by.id} ({by.role})"
    _say(say("linking.confirmed", **asdict(done), by=who).text(language))
    return 0


def _count(links: Sequence[Link], keys: set[tuple[str, str, str]]) -> int:
    return sum(link.key in keys for link in links)


def _write(table: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(table)
        return
    try:
        write_whole(output, [table])
    except OSError as error:
        raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
