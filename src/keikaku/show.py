"""What the command line shows: progress, summaries, trees, lists, in Japanese or English."""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import networkx as nx
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.tree import Tree

from keikaku import vocab
from keikaku.pipeline import Progress as Step
from keikaku.errors import Language, NoMatchError
from keikaku.trace import DONE_BY
from keikaku.loaders import Loaders
from keikaku.model import Finding, Severity
from keikaku.report import DocumentReport

_FEW = 10
_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}
_WORDS: dict[str, tuple[str, str]] = {
    "document": ("document", "文書"),
    "loader": ("loader", "ローダー"),
    "records": ("records", "読み取った要素"),
    "lines": ("lines read", "読取行"),
    "unread": ("unread", "未読行"),
    "findings": ("violations / warnings / notes", "違反 / 警告 / 注記"),
    "state": ("state", "状態"),
    "stored": ("stored", "保存"),
    "unchanged": ("unchanged", "変更なし"),
    "conforms": ("conforms", "適合"),
    "refused": ("not stored", "保存せず"),
    "invalid": ("does not conform", "不適合"),
    "more": ("… and {count} more; --verbose shows all", "… ほか {count} 件(--verbose ですべて表示)"),
    "reading": ("reading", "読取中"),
    "store": ("store", "ストア"),
    "layout": ("layout", "レイアウト"),
    "municipality": ("municipality", "自治体"),
    "plans": ("plans", "計画"),
    "kind": ("kind", "種類"),
    "label": ("label", "名称"),
    "definition": ("definition", "定義"),
    "term": ("term", "語"),
}


def _word(name: str, language: Language) -> str:
    english, japanese = _WORDS[name]
    return japanese if language == "ja" else english


def _console() -> Console:
    """Return a console that keeps its lines whole where they are not read on a screen."""
    console = Console()
    return console if console.is_terminal else Console(width=160, soft_wrap=True)


@contextlib.contextmanager
def progress() -> Iterator[Step]:
    """Show a bar on standard error while documents are built; a single one has none."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def step(path: Path, done: int, total: int) -> None:
            bar.update(task, description=escape(path.name), completed=done, total=total, visible=total > 1)

        yield step


def reports(
    documents: Sequence[DocumentReport],
    language: Language,
    *,
    verbose: bool = False,
    store: Path | None = None,
) -> None:
    """Show a summary of each document and what a person should look at."""
    console = _console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("document", "loader", "records", "lines", "unread", "findings", "state"):
        table.add_column(_word(name, language), overflow="fold")
    for document in documents:
        table.add_row(*_row(document, language, store))
    console.print(table)
    for document in documents:
        _details(console, document, language, verbose)
    if store:
        console.print(f"{_word('store', language)}: {store}", markup=False, highlight=False)


def _row(document: DocumentReport, language: Language, store: Path | None) -> list[str]:
    account = document.account
    shares = ""
    if account:
        printed = account.total - account.blank
        shares = f"{printed - len(account.unread)}/{printed}"
    counts = " ".join(f"{name} {count}" for name, count in document.elements.items() if name in _SHOWN)
    found = " / ".join(str(document.count(severity)) for severity in Severity)
    return [
        escape(document.path.name),
        document.loader or "-",
        counts or "-",
        shares or "-",
        str(len(document.unread)) if account else "-",
        found if account else "-",
        _state(document, language, store),
    ]


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


def _state(document: DocumentReport, language: Language, store: Path | None) -> str:
    if document.stored:
        return f"[green]{_word('stored' if document.changed else 'unchanged', language)}[/]"
    if document.error:
        return f"[red]{_word('refused' if store else 'invalid', language)}[/]"
    return f"[green]{_word('conforms', language)}[/]"


def _details(console: Console, document: DocumentReport, language: Language, verbose: bool) -> None:
    if document.error:
        console.print(document.error.message(language), style="red", markup=False, highlight=False)
    worth = [finding for finding in document.findings if verbose or finding.severity is not Severity.INFO]
    for finding in worth if verbose else worth[:_FEW]:
        console.print(
            _finding(document, finding, language), style=_COLOURS[finding.severity], highlight=False
        )
    if not verbose and len(worth) > _FEW:
        console.print("  " + _word("more", language).format(count=len(worth) - _FEW), style="dim")


def _finding(document: DocumentReport, finding: Finding, language: Language) -> str:
    place = f"{document.path.name}:{finding.lines[0]}" if finding.lines else document.path.name
    sentence = finding.ja if language == "ja" else finding.en
    return escape(f"  {place}: {finding.severity}: {sentence} ({finding.rule})")


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
    sources = f" [dim]{escape(_short(data['sources']))}[/]" if data["sources"] else ""
    return f"[{style}]{head}[/] [dim]({data['kind'] or '?'})[/]{figures}{sources}"


def _short(sources: str) -> str:
    """Return the first source line, and how many more there are."""
    first, *more = sources.split("; ")
    return f"{first} +{len(more)}" if more else first


# ---------------------------------------------------------------- lists


def loaders(known: Loaders, language: Language) -> None:
    """List the series that keikaku can read."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("loader", "layout", "municipality", "plans"):
        table.add_column(_word(name, language), overflow="fold")
    for series in known.known.values():
        settings = series.settings
        body = vocab.municipality(settings.municipality.code)
        plans = "\n".join(f"{plan.kind}: {plan.title}" for plan in settings.plans)
        name = settings.municipality.name or (body.name if body else "")
        table.add_row(series.id, settings.layout, f"{settings.municipality.code} {name}", plans)
    _console().print(table)


def vocabulary(name: str, language: Language) -> int:
    """List the ontology's terms and codes, or those of a name; or the municipalities of a name or code."""
    bodies = [body] if (body := vocab.municipality(name)) else vocab.find_municipalities(name) if name else []
    table = Table(box=None, header_style="bold", pad_edge=False)
    if bodies:
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
