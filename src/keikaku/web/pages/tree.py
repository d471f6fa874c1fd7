"""The tree of a plan: from its visions and goals down to projects, with what hangs on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.graph.nquads import KEI
from keikaku.web.pages.facts import leading_departments
from keikaku.web.pages.figures import Evaluation, Indicator, evaluations, indicator
from keikaku.web.pages.layout import Text
from keikaku.web.pages.overview import Overview
from keikaku.web.pages.things import Reading, Ref, Things, goal_of, value, values

_MOST_OPEN = 400
"""How many elements a plan shows at once; of a larger one, the lower levels wait for a click."""
_DEEPEST = 40
"""Levels below one another; what lies deeper stands at the top, so that no data exhausts what draws the tree."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element of a plan.

    Attributes:
        ref: The element.
        kind: Name of its kind.
        reading: Where it was read.
        goals: Numbers of the UN's goals that it declares.
        lost: Whether it prints an SDG field that cannot be read.
        codes: Its strategy codes and strategy goals.
        status: Name of its project status, or None.
        departments: Its departments, those that lead first.
        yen: Its budgets together, or None.
        ratings: Its evaluations.
        indicators: Its indicators.
        children: What contributes to it.
        open: Whether its children show at once.
    """

    ref: Ref
    kind: Text
    reading: Reading
    goals: tuple[int, ...]
    lost: bool
    codes: tuple[Ref, ...]
    status: Text | None
    departments: tuple[Ref, ...]
    yen: int | None
    ratings: tuple[Evaluation, ...]
    indicators: tuple[Indicator, ...]
    children: tuple[Node, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree of a plan.

    Attributes:
        nodes: What hangs on the plan itself.
        elsewhere: What serves elements of other plans: the element, what serves it.
        indicators: The indicators of the plan as a whole.
        projects: All projects in the order of the plan.
    """

    nodes: tuple[Node, ...]
    elsewhere: tuple[tuple[Ref, tuple[Node, ...]], ...]
    indicators: tuple[Indicator, ...]
    projects: tuple[Node, ...]


def tree(things: Things, overview: Overview, plan: str) -> Tree:
    """Return the tree of a plan; an element that no way leads up from stands at the top."""
    return _Planter(things, overview, plan).tree()


class _Planter:
    def __init__(self, things: Things, overview: Overview, plan: str) -> None:
        self._things = things
        self._overview = overview
        self._plan = plan
        members = overview.members(plan)
        self._elements = [iri for iri in members if overview.kind_of.get(iri) != "Indicator"]
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        self._above = {iri: value(things.about(iri), f"{KEI}contributesTo") for iri in self._elements}
        for iri, above in self._above.items():
            self._below[above].append(iri)
        self._seen: set[str] = set()
        self._deepest = 0

    def tree(self) -> Tree:
        inside = set(self._elements)
        self._deepest = self._levels()
        own = self._nodes(self._below.get(self._plan, ()), 1)
        others = sorted(
            {above for above in self._above.values() if above not in inside and above != self._plan}
        )
        elsewhere = tuple(
            (ref, self._nodes(self._below[ref.iri], 1)) for ref in self._things.refs(filter(None, others))
        )
        nodes = own
        while lost := [iri for iri in self._elements if iri not in self._seen]:
            nodes += self._nodes(lost[:1], 1)
        return Tree(
            nodes=nodes,
            elsewhere=elsewhere,
            indicators=self._indicators(self._plan),
            projects=tuple(_projects([*nodes, *(node for _ref, below in elsewhere for node in below)])),
        )

    def _levels(self) -> int:
        """Return how many levels show at once."""
        level = [iri for iri in self._elements if self._above[iri] not in self._above]
        shown, depth, seen = 0, 0, set(level)
        while level and (shown := shown + len(level)) <= _MOST_OPEN:
            depth += 1
            level = [iri for above in level for iri in self._below.get(above, ()) if iri not in seen]
            seen.update(level)
        return max(depth, 2)

    def _nodes(self, iris: Iterable[str], depth: int) -> tuple[Node, ...]:
        found = []
        for ref in self._things.refs(iris):
            if ref.iri not in self._seen:
                self._seen.add(ref.iri)
                found.append(self._node(ref, depth))
        return tuple(found)

    def _node(self, ref: Ref, depth: int) -> Node:
        things = self._things
        about = things.about(ref.iri)
        status = value(about, f"{KEI}projectStatus")
        codes = [one for name in ("strategyGoal", "strategyCode") for one in values(about, KEI + name)]
        sums = self._overview.yen_of.get(ref.iri)
        return Node(
            ref=ref,
            kind=things.terms[KEI + ref.kind],
            reading=things.reading(about),
            goals=tuple(sorted({goal_of(one) for one in values(about, f"{KEI}sdg")} - {0})),
            lost=ref.iri in self._overview.lost,
            codes=tuple(things.ref(one) for one in codes),
            status=things.terms[status] if status else None,
            departments=tuple(things.ref(one) for one in leading_departments(about)),
            yen=sums.total if sums else None,
            ratings=tuple(evaluations(things, about)),
            indicators=self._indicators(ref.iri),
            children=self._nodes(self._below.get(ref.iri, ()), depth + 1) if depth < _DEEPEST else (),
            open=depth < self._deepest,
        )

    def _indicators(self, iri: str) -> tuple[Indicator, ...]:
        refs = self._things.refs(self._things.subjects(f"{KEI}indicatorOf", iri))
        return tuple(indicator(self._things, ref.iri) for ref in refs)


def _projects(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.ref.kind == "Project":
            yield node
        yield from _projects(node.children)
