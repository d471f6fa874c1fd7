"""A lineage as text for other tools, and as a picture."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from textwrap import wrap

import networkx as nx

from keikaku.documents.places import shown
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Language

_UPWARDS = ("contributesTo", "indicatorOf")
_COLOURS = {
    "Plan": "#d9d9d9",
    "Vision": "#fde0c5",
    "Goal": "#fbc4ab",
    "Field": "#fff1b8",
    "Measure": "#cfe8cf",
    "Action": "#d6f0ea",
    "Project": "#cfe2f3",
    "Indicator": "#e4d9f2",
    "SDG": "#bfe3ff",
    "Department": "#eeeeee",
}
_BAD = "#d62728"
_WIDTH, _HEIGHT, _GAP, _LINE, _CHARACTERS = 190, 46, 60, 14, 14


def as_json(graph: nx.DiGraph[str]) -> str:
    """Return a lineage as node-link JSON."""
    data = nx.node_link_data(graph, edges="edges")
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def as_graphml(graph: nx.DiGraph[str]) -> str:
    """Return a lineage as GraphML."""
    return "\n".join(nx.generate_graphml(graph))


def as_dot(graph: nx.DiGraph[str]) -> str:
    """Return a lineage in the language of Graphviz; arrows point to what is served."""
    names = _names(graph)
    lines = [
        "digraph lineage {",
        "  rankdir=RL;",
        '  node [shape=box, style="rounded,filled", fillcolor=white];',
    ]
    for iri, node in sorted(graph.nodes.items()):
        about = {
            "label": "\n".join(_text(node)),
            "tooltip": node["sources"],
            "URL": iri,
            "fillcolor": _colour(node),
        }
        if node["defect"]:
            about["color"] = _BAD
        said = ", ".join(f"{name}={_dot(value)}" for name, value in about.items() if value)
        lines.append(f"  {names[iri]} [{said}];")
    for lower, upper, link in _edges(graph):
        lines.append(f"  {names[lower]} -> {names[upper]} [label={_dot(link)}];")
    return "\n".join([*lines, "}"])


def _dot(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def as_mermaid(graph: nx.DiGraph[str]) -> str:
    """Return a lineage as a Mermaid flowchart, which GitHub and many wikis draw."""
    names = _names(graph)
    lines = ["flowchart RL"]
    for iri, node in sorted(graph.nodes.items()):
        text = "<br>".join(map(_mermaid, _text(node)))
        lines.append(f'  {names[iri]}["{text}"]')
        if node["defect"]:
            lines.append(f"  style {names[iri]} stroke:{_BAD}")
    for lower, upper, link in _edges(graph):
        arrow = "-->" if link in _UPWARDS else f"-. {link} .->"
        lines.append(f"  {names[lower]} {arrow} {names[upper]}")
    return "\n".join(lines)


def _mermaid(text: str) -> str:
    """Return a text with everything that Mermaid or HTML would read as markup written as a code."""
    return "".join(f"#{ord(char)};" if char in '"<>&#;`[]{}|\\' else char for char in " ".join(text.split()))


def _edges(graph: nx.DiGraph[str]) -> list[tuple[str, str, str]]:
    """Return (lower, upper, property) of each edge, sorted."""
    return sorted((lower, upper, graph.edges[lower, upper]["property"]) for lower, upper in graph.edges)


def _names(graph: nx.DiGraph[str]) -> dict[str, str]:
    return {iri: f"n{number}" for number, iri in enumerate(sorted(graph))}


def _text(node: dict[str, str]) -> list[str]:
    """Return what a node shows: name, figures, ratings, defect."""
    head = " ".join(part for part in (node["number"], node["label"]) if part)
    return [head, *(node[name] for name in ("figures", "ratings", "defect") if node[name])]


def _colour(node: dict[str, str]) -> str:
    return _COLOURS.get(node["kind"], "#ffffff")


# ---------------------------------------------------------------- SVG


def as_svg(graph: nx.DiGraph[str]) -> str:
    """Return a lineage as a picture: what is served on the left, what serves it on the right.

    Every box links to its IRI and shows its figures and source lines when pointed at.
    """
    places = _places(graph)
    width = max((x for x, _y in places.values()), default=0) + _WIDTH + _GAP / 2
    height = max((y for _x, y in places.values()), default=0) + _HEIGHT + _LINE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" font-family="sans-serif" font-size="12" role="img">'
    ]
    parts += [_line(places[lower], places[upper], link) for lower, upper, link in _edges(graph)]
    parts += [_box(iri, node, places[iri]) for iri, node in sorted(graph.nodes.items())]
    return "\n".join([*parts, "</svg>"])


def _places(graph: nx.DiGraph[str]) -> dict[str, tuple[float, float]]:
    """Return the upper left corner of each box: a column per step from the top, children beside parents."""
    columns = _columns(graph)
    places: dict[str, tuple[float, float]] = {}
    free: dict[int, float] = {}
    for iri in _order(graph):
        x = columns[iri]
        y = free.get(x, _LINE)
        served = [
            places[upper][1] for upper in graph.successors(iri) if upper in places and columns[upper] < x
        ]
        y = max([y, *served[:1]])
        places[iri] = (_GAP / 4 + x * (_WIDTH + _GAP), y)
        free[x] = y + _HEIGHT + _LINE
    return places


def _columns(graph: nx.DiGraph[str]) -> dict[str, int]:
    """Return the column of each node: its longest way up, cycles counted as one step."""
    whole = nx.condensation(graph)
    depth: dict[int, int] = {}
    for group in reversed(list(nx.topological_sort(whole))):
        depth[group] = max((depth[upper] + 1 for upper in whole.successors(group)), default=0)
    return {iri: depth[group] for iri, group in whole.graph["mapping"].items()}


def _order(graph: nx.DiGraph[str]) -> list[str]:
    """Return the nodes from the top down, what serves a thing after the thing."""
    columns = _columns(graph)
    found: dict[str, None] = {}
    for top in sorted(graph, key=lambda iri: (columns[iri], iri)):
        waiting = [top]
        while waiting:
            iri = waiting.pop()
            if iri not in found:
                found[iri] = None
                waiting += sorted(graph.predecessors(iri), reverse=True)
    return list(found)


def _line(lower: tuple[float, float], upper: tuple[float, float], link: str) -> str:
    x1, y1 = upper[0] + _WIDTH, upper[1] + _HEIGHT / 2
    x2, y2 = lower[0], lower[1] + _HEIGHT / 2
    middle = (x1 + x2) / 2
    dashes = "" if link in _UPWARDS else ' stroke-dasharray="4 3"'
    return (
        f'<path d="M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}" fill="none" '
        f'stroke="#888"{dashes}><title>{escape(link)}</title></path>'
    )


def _box(iri: str, node: dict[str, str], place: tuple[float, float]) -> str:
    x, y = place
    head, *rest = _text(node)
    shown = wrap(head, _CHARACTERS)[:2]
    if len(wrap(head, _CHARACTERS)) > 2:
        shown[1] = shown[1][:-1] + "…"
    about = escape("\n".join([f"{node['kind']} {head}".strip(), *rest, node["sources"]]).strip())
    stroke = _BAD if node["defect"] else "#555"
    words = "".join(
        f'<text x="{x + 8:g}" y="{y + 19 + 16 * number:g}">{escape(line)}</text>'
        for number, line in enumerate(shown)
    )
    link = f'a href="{escape(iri)}"' if is_address(iri) else "g"
    return (
        f'<{link}><title>{about}</title><rect x="{x:g}" y="{y:g}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" rx="6" fill="{_colour(node)}" stroke="{stroke}"/>{words}</{link[0]}>'
    )


def worded(graph: nx.DiGraph[str], language: Language) -> nx.DiGraph[str]:
    """Return a lineage whose places are in words, as pictures show them."""
    copy = graph.copy()
    for node in copy.nodes.values():
        node["sources"] = "; ".join(shown(one, language) for one in node["sources"].split("; "))
    return copy


PICTURES = ("dot", "mermaid", "svg")
"""The formats that people look at; the others are for programs."""
FORMATS: dict[str, Callable[[nx.DiGraph[str]], str]] = {
    "json": as_json,
    "graphml": as_graphml,
    "dot": as_dot,
    "mermaid": as_mermaid,
    "svg": as_svg,
}
"""What ``keikaku trace --format`` knows beside the tree."""
