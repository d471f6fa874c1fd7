"""Departments of one town that look alike: what no document tells alone, since each may print its own form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from keikaku.audit.graph import Graph
from keikaku.audit.model import AuditFinding
from keikaku.ground.messages import say
from keikaku.ground.rules import severity_of
from keikaku.reading.values.lookalikes import drawn, look_alike

_SHOWN = 5
"""Places of the rarer name that a finding shows."""


def department_twins(graph: Graph, code: str) -> list[AuditFinding]:
    """Return the pairs of departments whose names differ by characters that look alike (企両政策課, 企画政策課).

    Args:
        graph: What the town's documents say.
        code: Code of the town.
    """
    return [_finding(graph, code, rarer, other) for rarer, other in _pairs(graph)]


def _pairs(graph: Graph) -> Iterator[tuple[tuple[str, list[str]], tuple[str, list[str]]]]:
    """Yield pairs of departments with what names them, the one that is named less often first."""
    naming: dict[str, list[str]] = defaultdict(list)
    for thing, departments in graph.many["department"].items():
        for department in departments:
            naming[department].append(thing)
    alike: dict[str, list[str]] = defaultdict(list)
    for department in naming:
        alike[drawn(graph.ref(department).label)].append(department)
    for departments in alike.values():
        for pair in combinations(sorted(departments, key=lambda one: (len(naming[one]), one)), 2):
            if look_alike(*(graph.ref(one).label for one in pair)):
                rarer, other = pair
                yield (rarer, naming[rarer]), (other, naming[other])


def _finding(
    graph: Graph, code: str, rarer: tuple[str, list[str]], other: tuple[str, list[str]]
) -> AuditFinding:
    refs = [graph.ref(department) for department, _ in (rarer, other)]
    (one, two), (few, many) = (ref.label for ref in refs), (len(naming) for _, naming in (rarer, other))
    return AuditFinding(
        rule="department-twin",
        severity=severity_of("department-twin"),
        said=say("rules.department-twin.plans", one=one, few=few, two=two, many=many),
        municipality=code,
        elements=tuple(refs),
        sources=graph.sources(*rarer[1])[:_SHOWN],
    )
