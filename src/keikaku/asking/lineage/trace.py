"""Lineage: what a thing serves and what serves it, as a graph that leaves the store.

Edges go from what serves to what is served: project → action → measure → field → goal → vision → plan,
indicator → element, element → SDG, strategy code, strategy goal, department.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

import networkx as nx
from pyoxigraph import Store

from keikaku.asking.lineage.names import find
from keikaku.asking.lineage.things import Reader, Thing

__all__ = ["DONE_BY", "SERVES", "Reader", "Thing", "find", "lineage"]

SERVES = ("contributesTo", "indicatorOf", "sdg", "strategyCode", "strategyGoal")
"""Properties along which one thing serves another."""
DONE_BY = ("leadDepartment", "relatedDepartment", "department")
"""Properties that say in whose hands a thing is."""


def lineage(memory: Store, iri: str, *, up: bool = True, down: bool = True) -> nx.DiGraph[str]:
    """Return what a thing serves and what serves it.

    Args:
        memory: A loaded store.
        iri: The thing.
        up: Whether to follow what it serves, to the vision, the plan, the SDGs and strategy codes.
        down: Whether to follow what serves it, to the projects and indicators.

    Returns:
        A graph whose nodes are IRIs with ``label``, ``kind``, ``number``, ``sources`` (:meth:`keikaku.documents.places.Place.source`), ``figures``
        (text, of an indicator or a project), ``ratings`` (text, of a measure), ``defect`` ("no way up", "not
        described", "several ways up", "cycle", or ""), and whose edges have ``property``.
    """
    reader = Reader(memory)
    graph: nx.DiGraph[str] = nx.DiGraph()
    _note(graph, reader, iri)
    if up:
        _walk(graph, reader, iri, _upwards)
    if down:
        _walk(graph, reader, iri, _downwards)
    _name_defects(graph, reader)
    return graph


Steps = Callable[[Reader, str], Iterator[tuple[str, str, str]]]


def _upwards(reader: Reader, iri: str) -> Iterator[tuple[str, str, str]]:
    for name in (*SERVES, *DONE_BY):
        for value in reader.values(iri, name):
            yield iri, name, value


def _downwards(reader: Reader, iri: str) -> Iterator[tuple[str, str, str]]:
    for name in (*SERVES, *DONE_BY):
        for subject in reader.subjects(name, iri):
            yield subject, name, iri


def _walk(graph: nx.DiGraph[str], reader: Reader, start: str, steps: Steps) -> None:
    """Add all that can be reached; a cycle ends where it began."""
    queue, seen = deque([start]), {start}
    while queue:
        here = queue.popleft()
        for lower, name, upper in steps(reader, here):
            for node in (lower, upper):
                _note(graph, reader, node)
            graph.add_edge(lower, upper, property=name)
            further = upper if lower == here else lower
            if further not in seen:
                seen.add(further)
                queue.append(further)


def _note(graph: nx.DiGraph[str], reader: Reader, iri: str) -> None:
    if iri in graph:
        return
    thing = reader.thing(iri)
    graph.add_node(
        iri,
        label=thing.label,
        kind=thing.kind,
        number=thing.number,
        sources="; ".join(reader.sources(iri)),
        figures=_figures(reader, thing),
        ratings="; ".join(_rating(reader, one) for one in reader.values(iri, "evaluation")),
        defect="",
    )


def _name_defects(graph: nx.DiGraph[str], reader: Reader) -> None:
    """Say of each node where its way up breaks."""
    for iri, node in graph.nodes.items():
        above = reader.values(iri, "contributesTo")
        if not node["kind"]:
            node["defect"] = "not described"
        elif reader.is_a(iri, "PlanElement") and not above:
            node["defect"] = "no way up"
        elif len(above) > 1:
            node["defect"] = "several ways up"
    ways: nx.DiGraph[str] = nx.DiGraph(
        edge for edge in graph.edges if graph.edges[edge]["property"] in ("contributesTo", "indicatorOf")
    )
    for group in nx.strongly_connected_components(ways):
        for iri in group:
            if len(group) > 1 or ways.has_edge(iri, iri):
                graph.nodes[iri]["defect"] = "cycle"


def _figures(reader: Reader, thing: Thing) -> str:
    """Return an indicator's figures or a project's money as one line."""
    if thing.kind == "Indicator":
        unit = "".join(reader.values(thing.iri, "unitLabel"))
        shown = [_observation(reader, iri, unit) for iri in reader.values(thing.iri, "observation")]
        return " → ".join(text for _order, text in sorted(shown))
    return "; ".join(_money(reader, iri) for iri in reader.values(thing.iri, "budget"))


def _rating(reader: Reader, iri: str) -> str:
    """Return an evaluation as "2023 B 順調/II": each mark with the plan's own words, where it has any."""
    letters = [
        _mark(reader.thing(concept))
        for name in ("progressRating", "reviewRating", "rating")
        for concept in reader.values(iri, name)
    ]
    return f"{''.join(reader.values(iri, 'fiscalYear'))} {'/'.join(letters) or '?'}"


def _mark(step: Thing) -> str:
    words = "" if step.label in (step.iri, step.number) else step.label
    return f"{step.number} {words}".strip()


_ROLES = ("Baseline", "Actual", "Target", "Comparison")
_ACCUMULATIONS = {"PerYear": " per year", "Cumulative": " in all", "Average": " on average", "AtDate": ""}
_COMPARATORS = {"lt": "<", "le": "≤", "ge": "≥", "gt": ">"}


def _observation(reader: Reader, iri: str, unit: str) -> tuple[tuple[int, str], str]:
    year = "".join(reader.values(iri, "fiscalYear"))
    low, high = ("".join(reader.values(iri, name)) for name in ("lowerBound", "upperBound"))
    value = "".join(reader.values(iri, "value")) or (f"{low}–{high}" if low else "")
    if not value:
        printed = "".join(reader.values(iri, "asPrinted"))
        value, unit = (
            (f"“{printed}”", "") if printed and "Certain" in _confidence(reader, iri) else ("?", unit)
        )
    sign = _COMPARATORS.get("".join(reader.values(iri, "comparator")), "")
    role = next(role for role in (*_ROLES, "Observation") if reader.is_a(iri, role))
    order = _ROLES.index(role) if role in _ROLES else len(_ROLES)
    over = "".join(_ACCUMULATIONS.get(name, "") for name in _local_names(reader, iri, "accumulation"))
    return (order, year), f"{role.lower()} {year} {sign if not low else ''}{value}{unit}{over}"


def _local_names(reader: Reader, iri: str, name: str) -> list[str]:
    """Return the local names of the concepts that a property names."""
    return [value.rpartition("#")[2] for value in reader.values(iri, name)]


def _confidence(reader: Reader, iri: str) -> list[str]:
    return _local_names(reader, iri, "readingConfidence")


def _money(reader: Reader, iri: str) -> str:
    parts = [f"{int(yen):,}" for name in ("totalAmount",) for yen in reader.values(iri, name)]
    stage = "".join(f" {reader.thing(concept).label}" for concept in reader.values(iri, "budgetStage"))
    return f"{''.join(reader.values(iri, 'fiscalYear'))}{stage} ¥{''.join(parts) or '?'}"
