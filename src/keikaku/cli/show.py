"""What the command line shows of documents: progress, summaries, findings, in Japanese or English."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from keikaku.building.pipeline import Progress as Step
from keikaku.building.report import DocumentReport, Outcome, Reports, class_label
from keikaku.documents import places
from keikaku.ground.messages import Language, say
from keikaku.ground.rules import Severity
from keikaku.reading.account import Account
from keikaku.reading.model import KINDS

_FEW = 10
_MANY = 50  # documents; more of them are not shown one by one
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_STATES = {"stored": "green", "unchanged": "green", "conforms": "green", "accepted": "yellow"}
_SHOWN = ("Plan", *KINDS, "Indicator", "Observation", "Budget", "Evaluation")


def _word(name: str, language: Language, /, **values: object) -> str:
    return say(f"showing.{name.lower()}", **values).text(language)


class Screen(Console):
    """A console that falls silent where its reader has gone (``keikaku loaders | head``)."""

    def on_broken_pipe(self) -> None:
        """Write to nowhere from now on."""
        self.quiet = True
        mute()


def mute() -> None:
    """Let standard output go nowhere: its reader has gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def console_for() -> Console:
    """Return a console that keeps its lines whole where they are not read on a screen."""
    console = Screen(highlight=False)
    return console if console.is_terminal else Screen(highlight=False, width=160, soft_wrap=True)


class _RateColumn(ProgressColumn):
    """How many documents a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, nothing as long as it is not known."""
        return Text(f"{task.speed:.1f}/s" if task.speed else "", "progress.data.speed")


@contextlib.contextmanager
def progress() -> Iterator[Step]:
    """Show a bar on standard error while several documents are built, where it is a terminal."""
    console = Console(stderr=True)
    columns = (
        BarColumn(20),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)

        def step(path: Path, done: int, total: int) -> None:
            name = escape("/".join(path.parts[-2:]))
            bar.update(task, description=name, completed=done, total=total, visible=total > 1)

        yield step


# ---------------------------------------------------------------- what became of documents


def reports(
    documents: Sequence[DocumentReport],
    language: Language,
    *,
    verbose: bool = False,
    store: str | Path | None = None,
) -> int:
    """Show a summary of each document and what a person should look at; return the exit status.

    Of very many documents only the first that could not be stored are shown, and how many there are of each
    kind.
    """
    console = console_for()
    outcomes = documents.outcomes if isinstance(documents, Reports) else [one.outcome for one in documents]
    failed = [index for index, outcome in enumerate(outcomes) if outcome.refused and not outcome.stored]
    is_brief = len(documents) > _MANY and not verbose
    chosen = failed[:_MANY] if is_brief else range(len(documents))
    for index in chosen:
        _document(console, documents[index], language, verbose, store)
    if is_brief and failed:
        tell(console, 0, _word("brief", language, shown=len(chosen)), "dim")
    if len(documents) > 1:
        states = Counter(_word(_state(outcome, store), language) for outcome in outcomes)
        counts = (", " if language == "en" else "、").join(
            f"{name} {count}" for name, count in states.items()
        )
        tell(console, 0, _word("total", language, count=len(documents), states=counts))
    if store:
        tell(console, 0, _word("store", language, path=store))
    return max((documents[index].exit_status for index in failed), default=0)


def tell(console: Console, indent: int, text: str, style: str = "") -> None:
    """Print a text, wrapped on a screen with all its lines indented."""
    for line in _wrap(text, console.width - indent) if console.is_terminal else [text]:
        console.print(Text(" " * indent + line, style), soft_wrap=True)


def _wrap(text: str, width: int) -> list[str]:
    """Break a text into lines: between words, and anywhere in Japanese save before what closes."""
    lines = [""]
    for word in re.findall(r"(?:[!-~]+|[^!-~])[、。」)]*", text):
        if lines[-1] and cell_len(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


def _document(
    console: Console, document: DocumentReport, language: Language, verbose: bool, store: str | Path | None
) -> None:
    state = _state(document.outcome, store)
    head = Text(_word(state, language), _STATES.get(state, "red"))
    console.print(head.append(f"  {document.path}", "default bold"), soft_wrap=True)
    if document.account:
        tell(console, 2, _counts(document, language))
        tell(console, 2, _facts(document, document.account, language))
    if document.proposed:
        tell(console, 2, _word("proposed", language), "yellow")
    if document.error:
        message = document.error.message(language).removeprefix(f"{document.path}: ")
        tell(console, 2, message, "yellow" if document.stored else "red")
    if document.acceptable and store and not document.stored:
        tell(console, 2, _word("accept", language))
    _findings(console, document, language, verbose)


def _state(outcome: Outcome, store: str | Path | None) -> str:
    if outcome.stored and outcome.refused:
        return "accepted"
    if outcome.stored:
        return "stored" if outcome.changed else "unchanged"
    if outcome.refused:
        return "refused" if store else "invalid"
    return "conforms"


def _counts(document: DocumentReport, language: Language) -> str:
    counts = [
        f"{class_label(name, language)} {document.elements[name]}"
        for name in _SHOWN
        if name in document.elements
    ]
    return (", " if language == "en" else "、").join(counts) or "-"


def _facts(document: DocumentReport, account: Account, language: Language) -> str:
    """Return the loader, where the lines went, and how much was found."""
    lines = {name: getattr(account, name) for name in ("read", "structure", "furniture")}
    parts = (
        _word("by", language, name=document.loader),
        _word("lines", language, printed=account.total - account.blank, unread=len(account.unread), **lines),
        *(
            [_word("outside", language, outside=account.outside, figures=account.figures_outside)]
            if account.outside
            else []
        ),
        _word(
            "counts",
            language,
            violations=document.count(Severity.VIOLATION),
            warnings=document.count(Severity.WARNING),
            notes=document.count(Severity.INFO),
        ),
    )
    return ("; " if language == "en" else "。").join(parts)


def _findings(console: Console, document: DocumentReport, language: Language, verbose: bool) -> None:
    """Show the findings, those of one sentence together; notes only when asked for."""
    groups: dict[tuple[Severity, str, str], list[int]] = {}
    for finding in document.findings:
        if verbose or finding.severity is not Severity.INFO:
            sentence = finding.ja if language == "ja" else finding.en
            lines = groups.setdefault((finding.severity, sentence, finding.rule), [])
            lines.extend(finding.lines[:1])
    shown = list(groups.items()) if verbose else list(groups.items())[:_FEW]
    for (severity, sentence, rule), lines in shown:
        place = _place(document, lines, language) + ": " if lines else ""
        text = f"{_word(severity, language)}: {place}{sentence} ({rule})"
        tell(console, 2, text, _COLOURS[severity])
    if len(groups) > len(shown):
        tell(console, 2, _word("more", language, count=len(groups) - len(shown)), "dim")


def _place(document: DocumentReport, lines: Sequence[int], language: Language) -> str:
    """Return where lines stand: by their numbers in a text, by page, cell or row in other files."""
    if not document.places:
        name = "line" if len(set(lines)) == 1 else "lines-of"
        return _word(name, language, lines=_numbers(lines))
    fragments = dict.fromkeys(
        f"#{document.places[line]}" for line in sorted(lines) if line in document.places
    )
    more = f" … (+{len(fragments) - _FEW})" if len(fragments) > _FEW else ""
    return "; ".join(places.shown(one, language).strip() for one in list(fragments)[:_FEW]) + more


def _numbers(lines: Sequence[int]) -> str:
    """Return line numbers, sorted, the first few of many."""
    numbers = sorted(set(lines))
    more = f" … (+{len(numbers) - _FEW})" if len(numbers) > _FEW else ""
    return ", ".join(map(str, numbers[:_FEW])) + more
