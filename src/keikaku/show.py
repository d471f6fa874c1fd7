"""What the command line shows: progress, summaries, trees, lists, in Japanese or English."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
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
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from keikaku import vocab
from keikaku.errors import Language, NoMatchError
from keikaku.loaders import Loaders
from keikaku.model import Severity
from keikaku.pipeline import Progress as Step
from keikaku.reading import Account
from keikaku.report import DocumentReport, Outcome, Reports, class_label
from keikaku.tracing.trace import DONE_BY

_FEW = 10
_MANY = 50  # documents; more of them are not shown one by one
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_STATES = {"stored": "green", "unchanged": "green", "conforms": "green", "accepted": "yellow"}
_SHOWN = (
    "Plan",
    "Vision",
    "Goal",
    "Field",
    "Measure",
    "Action",
    "Project",
    "StrategyGoal",
    "Perspective",
    "Policy",
    "Indicator",
    "Observation",
    "Budget",
    "Evaluation",
)
_WORDS: dict[str, tuple[str, str]] = {
    "stored": ("stored", "保存"),
    "unchanged": ("unchanged", "変更なし"),
    "accepted": ("accepted", "許容して保存"),
    "conforms": ("conforms", "適合"),
    "refused": ("not stored", "保存せず"),
    "invalid": ("does not conform", "不適合"),
    "by": ("loader {name}", "ローダー {name}"),
    "lines": (
        "{printed} lines: {read} read, {structure} structure, {furniture} furniture, {unread} unread",
        "{printed} 行: 読取 {read}、構造 {structure}、対象外 {furniture}、未読 {unread}",
    ),
    "counts": (
        "violations {violations}, warnings {warnings}, notes {notes}",
        "違反 {violations}、警告 {warnings}、注記 {notes}",
    ),
    "Violation": ("violation", "違反"),
    "Warning": ("warning", "警告"),
    "Info": ("note", "注記"),
    "line": ("line {lines}", "{lines} 行目"),
    "lines of": ("lines {lines}", "{lines} 行目"),
    "more": (
        "… {count} more kinds of findings; --verbose shows all",
        "… ほか {count} 種類(--verbose ですべて表示)",
    ),
    "accept": ("--accept stores it all the same.", "--accept を付けると、それでも保存します。"),
    "brief": (
        "{shown} documents that could not be stored are shown; --verbose shows all, --report FILE writes all.",
        "保存できなかった文書のうち {shown} 件を表示しました(--verbose で全件表示、--report ファイル で全件書き出し)。",
    ),
    "total": ("{count} documents: {states}", "文書 {count} 件: {states}"),
    "store": ("store: {path}", "ストア: {path}"),
    "layout": ("layout", "レイアウト"),
    "kind": ("kind", "種類"),
    "label": ("label", "名称"),
    "definition": ("definition", "定義"),
    "term": ("term", "語"),
}


def _word(name: str, language: Language, /, **values: object) -> str:
    english, japanese = _WORDS[name]
    return (japanese if language == "ja" else english).format_map(values)


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


def _console() -> Console:
    """Return a console that keeps its lines whole where they are not read on a screen."""
    console = Screen(highlight=False)
    return console if console.is_terminal else Screen(highlight=False, width=160, soft_wrap=True)


def failure(sentence: str) -> None:
    """Say on standard error why a command could not be carried out."""
    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)


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
    console = _console()
    outcomes = documents.outcomes if isinstance(documents, Reports) else [one.outcome for one in documents]
    failed = [index for index, outcome in enumerate(outcomes) if outcome.refused and not outcome.stored]
    is_brief = len(documents) > _MANY and not verbose
    chosen = failed[:_MANY] if is_brief else range(len(documents))
    for index in chosen:
        _document(console, documents[index], language, verbose, store)
    if is_brief and failed:
        _say(console, 0, _word("brief", language, shown=len(chosen)), "dim")
    if len(documents) > 1:
        states = Counter(_word(_state(outcome, store), language) for outcome in outcomes)
        counts = (", " if language == "en" else "、").join(
            f"{name} {count}" for name, count in states.items()
        )
        _say(console, 0, _word("total", language, count=len(documents), states=counts))
    if store:
        _say(console, 0, _word("store", language, path=store))
    return max((documents[index].exit_status for index in failed), default=0)


def _say(console: Console, indent: int, text: str, style: str = "") -> None:
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
        _say(console, 2, _counts(document, language))
        _say(console, 2, _facts(document, document.account, language))
    if document.error:
        message = document.error.message(language).removeprefix(f"{document.path}: ")
        _say(console, 2, message, "yellow" if document.stored else "red")
    if document.acceptable and store and not document.stored:
        _say(console, 2, _word("accept", language))
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
        name = "line" if len(set(lines)) == 1 else "lines of"
        place = _word(name, language, lines=_numbers(lines)) + ": " if lines else ""
        text = f"{_word(severity, language)}: {place}{sentence} ({rule})"
        _say(console, 2, text, _COLOURS[severity])
    if len(groups) > len(shown):
        _say(console, 2, _word("more", language, count=len(groups) - len(shown)), "dim")


def _numbers(lines: Sequence[int]) -> str:
    """Return line numbers, sorted, the first few of many."""
    numbers = sorted(set(lines))
    more = f" … (+{len(numbers) - _FEW})" if len(numbers) > _FEW else ""
    return ", ".join(map(str, numbers[:_FEW])) + more


# ---------------------------------------------------------------- lineage


def lineage_tree(graph: nx.DiGraph[str], start: str) -> None:
    """Show a lineage as a tree: the way up as its stem, what serves the thing as its branches."""
    console = _console()
    stem = _stem(graph, start)
    root = tree = Tree(_node(graph, stem[0], start), guide_style="dim")
    for iri in stem[1:]:
        tree = tree.add(_node(graph, iri, start))
    for _start, value, link in _edges(graph, graph.out_edges(start)):
        if link not in ("contributesTo", "indicatorOf"):
            tree.add(f"[dim]{link}[/] {_node(graph, value, start)}")
    _branches(graph, start, tree, {start})
    console.print(root)


def _stem(graph: nx.DiGraph[str], start: str) -> list[str]:
    """Return the way from the top down to a thing; a cycle is cut."""
    way = [start]
    while True:
        above = [
            upper
            for _lower, upper, link in _edges(graph, graph.out_edges(way[-1]))
            if link in ("contributesTo", "indicatorOf") and upper not in way
        ]
        if not above:
            return way[::-1]
        way.append(min(above))


def _branches(graph: nx.DiGraph[str], iri: str, tree: Tree, seen: set[str]) -> None:
    for lower, _upper, link in _edges(graph, graph.in_edges(iri)):
        if lower in seen or (link in DONE_BY and graph.nodes[iri]["kind"] != "Department"):
            continue
        _branches(graph, lower, tree.add(_node(graph, lower, iri)), seen | {lower})


Edge = tuple[str, str, str]


def _edges(graph: nx.DiGraph[str], edges: Iterable[Any]) -> list[Edge]:
    """Return (lower, upper, property) of edges, sorted by property and by where the lower end is printed."""

    def order(edge: Edge) -> tuple[str, int, Edge]:
        first = re.search(r":(\d+)", graph.nodes[edge[0]]["sources"])
        return edge[2], int(first[1]) if first else 0, edge

    found = [(lower, upper, graph.edges[lower, upper]["property"]) for lower, upper in edges]
    return sorted(found, key=order)


def _node(graph: nx.DiGraph[str], iri: str, start: str) -> str:
    data = graph.nodes[iri]
    head = escape(" ".join(part for part in (data["number"], data["label"]) if part))
    style = "bold" if iri == start else "default"
    figures = f" [cyan]{escape(data['figures'])}[/]" if data["figures"] else ""
    ratings = f" [magenta]{escape(data['ratings'])}[/]" if data["ratings"] else ""
    defect = f" [red]{data['defect']}[/]" if data["defect"] else ""
    sources = f" [dim]{escape(_short(data['sources']))}[/]" if data["sources"] else ""
    return f"[{style}]{head}[/] [dim]({data['kind'] or '?'})[/]{figures}{ratings}{defect}{sources}"


def _short(sources: str) -> str:
    """Return the first source line, and how many more there are."""
    first, *more = sources.split("; ")
    return f"{first} +{len(more)}" if more else first


# ---------------------------------------------------------------- lists


def loaders(known: Loaders, language: Language) -> None:
    """List the series that keikaku can read."""
    console = _console()
    for series in known.known.values():
        settings = series.settings
        body = vocab.municipality(settings.municipality.code)
        name = settings.municipality.name or (body.name if body else "")
        layout = f"{_word('layout', language)} {settings.layout}"
        console.print(Text(series.id, "bold"), soft_wrap=True)
        _say(console, 2, f"{settings.municipality.code} {name}, {layout}", "dim")
        for plan in settings.plans:
            _say(console, 2, f"{plan.kind}: {plan.title}")


def vocabulary(name: str, language: Language) -> int:
    """List the ontology's terms and codes, or those of a name; or the municipalities of a name or code."""
    bodies = [body] if (body := vocab.municipality(name)) else vocab.find_municipalities(name) if name else []
    table = Table(box=None, header_style="bold", pad_edge=False)
    if bodies:
        table.show_header = False
        for body in bodies:
            table.add_row(body.code, f"{body.prefecture}{body.name}", body.kana, body.estat)
        _console().print(table)
        return 0
    chosen = [term for term in vocab.terms() if not name or name in (_local(term.iri), *term.labels.values())]
    if not chosen:
        known = [_local(term.iri) for term in vocab.terms()] + [
            one for t in vocab.terms() for one in t.labels.values()
        ]
        near = difflib.get_close_matches(name, sorted(set(known)), n=5, cutoff=0.4)
        raise NoMatchError(name=name, nearest=", ".join(near) or "-")
    for word in ("term", "kind", "label", "definition"):
        table.add_column(_word(word, language), overflow="fold")
    for term in chosen:
        label = term.labels.get(language) or next(iter(term.labels.values()), "")
        text = term.definitions.get(language) or next(iter(term.definitions.values()), "")
        table.add_row(f"kei:{_local(term.iri)}", term.kind, label, text)
    _console().print(table)
    return 0


def _local(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]
