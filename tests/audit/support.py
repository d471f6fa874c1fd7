"""The invented towns, the real plans and the examples as stores, and the matrix by a second way."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from keikaku.asking.questions import queries, run
from keikaku.audit.model import Audit
from keikaku.graph.states import Status
from keikaku.ground.vocab import KEI
from keikaku.store.folder import Store
from keikaku.validation import as_graph
from tests.queries.support import FOLDER


def fixture_lines() -> dict[str, list[str]]:
    """Return the N-Quads lines of each document's graph of the fixture; links that were decided are no document."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in ox.parse(path=FOLDER / "fixture.trig", format=ox.RdfFormat.TRIG):
        found[quad.graph_name.value.rsplit("/", 1)[-1]].append(f"{quad} .")
    return {name: sorted(set(lines)) for name, lines in found.items() if not name.startswith("mappings-")}


def rows_of(store: Store, name: str, **values: str) -> list[dict[str, str]]:
    """Return what a query of the library finds in a whole store."""
    answer = run(store.load(), queries()[name], values)
    return [
        {key: cell.value for key, cell in zip(answer.variables, row, strict=True) if cell is not None}  # type: ignore[union-attr]
        for row in answer
    ]


class Expected(NamedTuple):
    """A cell by the second way."""

    status: Status
    projects: int
    indicators: int
    yen: int


def by_hand(store: Store) -> dict[tuple[str, int], Expected]:
    """Recompute the matrix with rdflib and plain loops, from the words of the definition."""
    cells: dict[tuple[str, int], Expected] = {}
    towns: dict[str, list[str]] = defaultdict(list)
    for key, entry in store.documents.items():
        towns[entry.municipality] += store.lines(key)
    for lines in towns.values():
        graph = as_graph(lines)
        for measure in graph.subjects(RDF.type, KEI.Measure):
            for goal in range(1, 18):
                cells[str(measure), goal] = _cell(graph, measure, goal)
    return cells


def _cell(graph: Graph, measure: Node, goal: int) -> Expected:
    stating = {one for one, sdg in graph.subject_objects(KEI.sdg) if _goal(str(sdg)) == goal}
    under = {one for one in _things(graph) if measure in {one, *_up(graph, one)}}
    above = _up(graph, measure)
    lead = {one for one in under if stating & {one, *_up(graph, one)}}
    budgets = {budget for one in lead for budget in graph.objects(one, KEI.budget)}
    if stating & under:
        status = Status.DECLARED
    elif stating & above:
        status = Status.INHERITED
    else:
        lost = any((one, KEI.unreadableProperty, KEI.sdg) in graph for one in {measure, *above})
        states_some = (measure, KEI.sdg, None) in graph
        rest = Status.GENERAL if _is_general(graph, measure, {measure, *above, *under}) else Status.ABSENT
        status = Status.UNREADABLE if lost and not states_some else rest
    return Expected(
        status,
        sum((one, RDF.type, KEI.Project) in graph for one in lead),
        sum((one, RDF.type, KEI.Indicator) in graph for one in lead),
        sum(int(str(amount)) for one in budgets for amount in graph.objects(one, KEI.totalAmount)),
    )


def _is_general(graph: Graph, measure: Node, line: set[Node]) -> bool:
    committed = set(graph.subjects(KEI.sdgCommitment))
    plan = graph.value(measure, KEI.inPlan)
    crossing = {
        one
        for one in committed
        if graph.value(one, KEI.inPlan) == plan
        and {KEI.Vision, KEI.Perspective, KEI.Policy} & set(graph.objects(one, RDF.type))
    }
    return bool(committed & {*line, plan} or crossing)


def _things(graph: Graph) -> set[Node]:
    return set(graph.subjects(KEI.contributesTo)) | set(graph.subjects(KEI.indicatorOf))


def _up(graph: Graph, start: Node) -> set[Node]:
    found: set[Node] = set()
    queue = [start]
    while queue:
        here = queue.pop()
        for predicate in (KEI.contributesTo, KEI.indicatorOf):
            new = set(graph.objects(here, predicate)) - found
            found |= new
            queue += new
    return found


def _goal(sdg: str) -> int:
    name = sdg.removeprefix("http://metadata.un.org/sdg/")
    return int(name[1:3]) if name.startswith("C") else int(re.split(r"\.", name)[0])


def matrix_of(audit: Audit) -> dict[tuple[str, int], Expected]:
    """Return the matrix of an audit in the same form."""
    return {
        (row.ref.iri, goal): Expected(row.at(goal), cell.projects, cell.indicators, cell.yen)
        if (cell := row.cells.get(goal))
        else Expected(row.rest, 0, 0, 0)
        for row in audit.measures
        for goal in range(1, 18)
    }


def labels(store: Store) -> dict[str, str]:
    """Return all labels of a store."""
    graph = as_graph(line for key in store.documents for line in store.lines(key))
    return {
        str(one): str(label) for one, label in graph.subject_objects(RDFS.label) if isinstance(one, URIRef)
    }


def goal_number(iri: str) -> int:
    return int(iri.rsplit("/", 1)[-1])
