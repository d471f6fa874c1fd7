"""What ``keikaku population`` takes and says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.table import Table

from keikaku.cli.show import console_for
from keikaku.ground.errors import InputError
from keikaku.ground.files import read_regular, why
from keikaku.ground.messages import Language, Said, Words, say
from keikaku.reading.statistics import Statistic, read_statistics
from keikaku.reading.statistics import Table as Read
from keikaku.store.folder import Store
from keikaku.store.statistics import Stored, keep, label, sha256_of, towns

_MOST = 20  # figures and sentences that are shown one by one; a file of a country has thousands


def take(files: list[Path], path: Path, *, source: str, dry_run: bool, language: Language) -> int:
    """Take the figures of files into a store, and say what was taken, what was not, and why.

    Returns:
        1 where a file gave nothing, or contradicts itself.
    """
    store = Store(path)
    wanted = towns(store)
    read = [(file, data := _bytes(file), read_statistics(data, file.name, wanted, source)) for file in files]
    is_well = True
    for file, data, found in read:
        stored = (
            Stored((), (), 0)
            if dry_run
            else keep(store, found.statistics, file.name, sha256_of(data), found.title)
        )
        _show(found.statistics, language)
        for sentence in _said(file, found, stored, dry_run=dry_run):
            typer.echo(sentence.text(language), err=True)
        is_well = is_well and bool(found.statistics) and not found.contradicting
    return 0 if is_well else 1


def _bytes(file: Path) -> bytes:
    try:
        return read_regular(file)
    except OSError as error:
        raise InputError("statistics.unreadable", path=file, why=why(error)) from error


def _show(found: list[Statistic], language: Language) -> None:
    """Show the figures, by municipality; of a country the first of them."""
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("code", "kind", "year", "value", "printed", "item", "row"):
        shown.add_column(
            say(f"statistics.head-{name}").text(language),
            justify="right" if name in ("value", "row") else "left",
            overflow="fold",
        )
    for one in found[:_MOST]:
        value = f"{one.value:,f}".rstrip("0").rstrip(".") if one.value % 1 else f"{one.value:,.0f}"
        cells = (
            one.code,
            label(one.kind)[language],
            str(one.year),
            f"{value} {one.label}",
            one.printed,
            one.item,
        )
        shown.add_row(*cells, str(one.row))
    if found:
        console_for().print(shown)
    if len(found) > _MOST:
        typer.echo(say("statistics.more", count=len(found) - _MOST).text(language))


def _said(file: Path, found: Read, stored: Stored, *, dry_run: bool) -> Iterator[Said]:
    """Yield what is said of a file."""
    title = found.title or file.name
    if not found.statistics:
        yield say("statistics.nothing", path=file, title=title)
    elif dry_run:
        yield say("statistics.would", count=len(found.statistics), path=file, title=title)
    else:
        yield say(
            "statistics.taken",
            path=file,
            title=title,
            new=len(stored.new),
            changed=len(stored.changed),
            same=stored.same,
        )
    for one, before in stored.changed[:_MOST]:
        yield say("statistics.changed", what=_name(one), before=before, now=one.printed)
    for one, other in found.contradicting[:_MOST]:
        yield say(
            "statistics.contradicts",
            what=_name(one),
            one=one.printed,
            row=one.row,
            other=other.printed,
            at=other.row,
        )
    if found.others or found.parts or found.absent:
        marks = ", ".join(f"{mark or '(empty)'} {count}" for mark, count in sorted(found.absent.items()))
        yield say(
            "statistics.left-out",
            others=found.others,
            parts=found.parts,
            absent=found.absent.total(),
            marks=f" ({marks})" if marks else "",
        )
    counted = Counter(one.text("en") for one in found.passed)
    told = {one.text("en"): one for one in found.passed}
    for text, _count in counted.most_common(_MOST):
        yield told[text]
    if len(counted) > _MOST:
        yield say("statistics.more", count=len(counted) - _MOST)


def _name(one: Statistic) -> Words:
    names = label(one.kind)
    return Words(f"{one.code} {names['en']} {one.year}", f"{one.code} {names['ja']} {one.year}")
