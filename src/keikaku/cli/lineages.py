"""A lineage on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import networkx as nx
from rich.markup import escape
from rich.tree import Tree

from keikaku.asking.lineage.trace import DONE_BY
from keikaku.cli.show import console_for
from keikaku.documents import places
from keikaku.ground.messages import Language


def lineage_tree(graph: nx.DiGraph[str], start: str, language: Language) -> None:
    """Show a lineage as a tree: the way up as its stem, what serves the thing as its branches."""
    console = console_for()
    stem = _stem(graph, start)
    node = partial(_node, graph, language=language)
    root = tree = Tree(node(stem[0], start), guide_style="dim")
    for iri in stem[1:]:
        tree = tree.add(node(iri, start))
    for _start, value, link in _edges(graph, graph.out_edges(start)):
        if link not in ("contributesTo", "indicatorOf"):
            tree.add(f"[dim]{link}[/] {node(value, start)}")
    _branches(graph, start, tree, {start}, node)
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


def _branches(
    graph: nx.DiGraph[str], iri: str, tree: Tree, seen: set[str], node: Callable[[str, str], str]
) -> None:
    for lower, _upper, link in _edges(graph, graph.in_edges(iri)):
        if lower in seen or (link in DONE_BY and graph.nodes[iri]["kind"] != "Department"):
            continue
        _branches(graph, lower, tree.add(node(lower, iri)), seen | {lower}, node)


Edge = tuple[str, str, str]


def _edges(graph: nx.DiGraph[str], edges: Iterable[Any]) -> list[Edge]:
    """Return (lower, upper, property) of edges, sorted by property and by where the lower end is printed."""

    def order(edge: Edge) -> tuple[object, ...]:
        return edge[2], places.position(graph.nodes[edge[0]]["sources"].partition("; ")[0]), edge

    found = [(lower, upper, graph.edges[lower, upper]["property"]) for lower, upper in edges]
    return sorted(found, key=order)


def _node(graph: nx.DiGraph[str], iri: str, start: str, *, language: Language) -> str:
    data = graph.nodes[iri]
    head = escape(" ".join(part for part in (data["number"], data["label"]) if part))
    style = "bold" if iri == start else "default"
    figures = f" [cyan]{escape(data['figures'])}[/]" if data["figures"] else ""
    ratings = f" [magenta]{escape(data['ratings'])}[/]" if data["ratings"] else ""
    defect = f" [red]{data['defect']}[/]" if data["defect"] else ""
    sources = f" [dim]{escape(_short(data['sources'], language))}[/]" if data["sources"] else ""
    return f"[{style}]{head}[/] [dim]({data['kind'] or '?'})[/]{figures}{ratings}{defect}{sources}"


def _short(sources: str, language: Language) -> str:
    """Return the first place that something was read from, and how many more there are."""
    first, *more = sources.split("; ")
    return places.shown(first, language) + (f" +{len(more)}" if more else "")
