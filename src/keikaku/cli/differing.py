"""What ``keikaku diff`` reads and shows."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from keikaku.asking.editions.changes import Change, Difference, Step, difference
from keikaku.asking.editions.choosing import plan as chosen
from keikaku.asking.editions.elements import Edition, edition
from keikaku.asking.editions.matching import Became, Correspondence
from keikaku.asking.editions.records import record
from keikaku.asking.editions.wording import became, sentence, standing
from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.cli.building import options_of
from keikaku.cli.running import write
from keikaku.cli.show import console_for
from keikaku.documents.places import shown
from keikaku.ground.defaults import DEFAULT_BASE
from keikaku.ground.errors import OutputError, QuestionError
from keikaku.ground.files import write_whole
from keikaku.ground.messages import SEPARATORS, Language, say
from keikaku.ground.spreadsheet_text import neutral
from keikaku.store.folder import Store, filled
from keikaku.store.manifest import MANIFEST

FORMATS = ("text", "json", "csv")
_WIDEST = 10_000  # a tree cuts off what is wider: a terminal wraps it, and a file has no width
_COLOURS = {
    Became.KEPT: "dim",
    Became.RENAMED: "cyan",
    Became.MOVED: "cyan",
    Became.SPLIT: "yellow",
    Became.MERGED: "yellow",
    Became.NEW: "green",
    Became.DROPPED: "red",
}
_HEAD = (
    "became", "also", "score", "kind", "old_number", "old_label", "old_sources", "new_number", "new_label", "new_sources",
    "why", "what", "of", "year", "before", "after", "old_iri", "new_iri",
)  # fmt: skip


def run(
    names: tuple[str, str],
    store: Path,
    *,
    plan: str,
    municipality: str,
    proposed: bool,
    least: float,
    everything: bool,
    format_: str,
    output: Path | None,
    loaders: list[Path],
    language: Language,
) -> int:
    """Compare two editions and show what is different.

    Raises:
        QuestionError: An edition is not there, or the two cannot be compared.
        KeikakuError: A document cannot be read.
    """
    kind = format_ or (output.suffix.lstrip(".") if output and output.suffix[1:] in FORMATS else "text")
    if kind not in FORMATS:
        raise typer.BadParameter(f"one of {', '.join(FORMATS)}", param_hint="--format")
    options = options_of(
        DEFAULT_BASE, 1, loaders=tuple(loaders), accept=True, draft=True, municipality=municipality
    )
    old, new = (_edition(name, store, plan, proposed, options) for name in names)
    found = difference(old, new, least)
    if kind == "text":
        _show(found, everything, language, output)
        return 0
    text = _json(found, language) if kind == "json" else _csv(found, everything, language)
    if output:
        _keep(output, text)
    else:
        write(text)
    return 0


def _edition(name: str, store: Path, plan: str, proposed: bool, options: Options) -> Edition:
    """Return what a name means: a store, a document, or a plan of the store."""
    path = Path(name)
    if (path / MANIFEST).is_file():
        memory = filled(path, proposed=proposed).load()
        return edition(memory, chosen(memory, plan, name))
    if path.is_file():
        return _read(path, plan, options)
    held = Store(store, proposed=proposed)
    if not held.documents:
        raise QuestionError("editions.no-plans", name=name, store=store)
    memory = held.load()
    return edition(memory, chosen(memory, name, str(store)))


def _read(path: Path, plan: str, options: Options) -> Edition:
    """Read a document into a store of its own, which is gone afterwards; a draft serves where no loader knows it."""
    with tempfile.TemporaryDirectory(prefix="keikaku-diff-") as folder:
        held = Store(Path(folder) / "store", proposed=True)
        for report in build([path], held, options):
            if report.error and not report.stored:
                raise report.error
        memory = held.load()
        return edition(memory, chosen(memory, plan, path.name))


# -- text


def _show(found: Difference, everything: bool, language: Language, output: Path | None) -> None:
    tree = Tree(Text(_title(found, language), "bold"), guide_style="dim")
    tree.add(Text(_counts(found, language)))
    for note in found.notes:
        tree.add(Text(note.text(language), "yellow"))
    for change in found.own:
        _change(tree, change, language)
    for one in found.offices:
        _step(tree, Step(one), language)
    for step in found.steps:
        if step.is_change or everything:
            _step(tree, step, language)
    if not found.own and not found.offices and not any(step.is_change for step in found.steps):
        tree.add(Text(say("editions.nothing-changed").text(language)))
    tree.add(Text(standing(found, language), "dim"))
    if output is None:
        console = console_for()
        console.width = _WIDEST
        console.print(tree, soft_wrap=True)
        return
    stream = io.StringIO()
    Console(file=stream, width=_WIDEST, soft_wrap=True, highlight=False).print(tree)
    _keep(output, stream.getvalue())


def _keep(output: Path, text: str) -> None:
    try:
        write_whole(output, [text.encode()])
    except OSError as error:
        raise OutputError("ground.unwritable", path=output, why=error.strerror or str(error)) from error


def _title(found: Difference, language: Language) -> str:
    return say(
        "editions.head",
        old=found.old.plan.label,
        before=found.old.period or "?",
        new=found.new.plan.label,
        after=found.new.period or "?",
        town=found.new.municipality,
    ).text(language)


def _counts(found: Difference, language: Language) -> str:
    return say("editions.counts", **{became.value: count for became, count in found.count().items()}).text(
        language
    )


def _step(tree: Tree, step: Step, language: Language) -> None:
    one = step.element
    word = became(one, language)
    kind = f"{say('editions.department').text(language)} " if one.part.kind == "Department" else ""
    line = Text.assemble(kind, (word, _COLOURS[one.became]), " ", _names(one))
    for also in one.also:
        if also != one.became:
            line.append(f" [{say(f'editions.also-{also}').text(language)}]", "cyan")
    branch = tree.add(line)
    places = " → ".join(
        shown(part.sources[0], language) for part in (one.old, one.new) if part and part.sources
    )
    plain = one.became is Became.KEPT  # one that has the same name in the same place needs no reasons
    why = "" if plain else SEPARATORS[language].join(reason.text(language) for reason in one.reasons)
    if about := "  ".join(part for part in (places, why, f"{one.score:.2f}" if why else "") if part):
        branch.add(Text(about, "dim"))
    for change in step.changes:
        _change(branch, change, language)


def _names(one: Correspondence) -> str:
    if one.old and one.new and (str(one.old) != str(one.new) or one.became in (Became.SPLIT, Became.MERGED)):
        return f"{one.old} → {one.new}"
    return str(one.part)


def _change(tree: Tree, change: Change, language: Language) -> None:
    line = Text(sentence(change, language))
    sides = (change.sources_before, change.sources_after)
    if change.of and (places := " → ".join(shown(side[0], language) for side in sides if side)):
        line.append(f"  {places}", "dim")  # an indicator stands elsewhere than the element that it measures
    tree.add(line)


# -- JSON and CSV


def _json(found: Difference, language: Language) -> str:
    return json.dumps(record(found, language), ensure_ascii=False, indent=2) + "\n"


def _csv(found: Difference, everything: bool, language: Language) -> str:
    stream = io.StringIO()
    stream.write("\ufeff")  # spreadsheets take it for their own encoding else
    writer = csv.writer(stream)
    writer.writerow(_HEAD)
    for row in _rows(found, everything, language):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return stream.getvalue()


def _places(sources: Sequence[str], language: Language) -> str:
    return "; ".join(shown(source, language) for source in sources)


def _rows(found: Difference, everything: bool, language: Language) -> Iterator[Sequence[object]]:
    for one in found.own:
        yield ("", "", "", "Plan", "", found.old.plan.label, _places(one.sources_before, language), "", found.new.plan.label,
               _places(one.sources_after, language), "", one.what, one.of, one.year, one.before, one.after, found.old.plan.iri,
               found.new.plan.iri)  # fmt: skip
    for step in [*map(Step, found.offices), *found.steps]:
        if not step.is_change and not everything:
            continue
        element = step.element
        old, new = element.old, element.new
        why = SEPARATORS[language].join(reason.text(language) for reason in element.reasons)
        begin = [
            element.became,
            " ".join(element.also),
            element.score,
            element.part.kind,
        ]
        for part in (old, new):
            begin += [part.number, part.label, _places(part.sources, language)] if part else ["", "", ""]
        end = [old.iri if old else "", new.iri if new else ""]
        for change in step.changes or [None]:
            said = [change.what, change.of, change.year, change.before, change.after] if change else [""] * 5
            yield [*begin, why, *said, *end]
