"""How each measure stands to each of the 17 goals, and what stands behind it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from keikaku.audit.graph import KEI, Graph
from keikaku.audit.mappings import Mapping
from keikaku.audit.model import Cell, Evidence, Flow, MeasureRow
from keikaku.graph.states import Status, unlinked
from keikaku.ground.vocab import PREFIXES

_SDG = re.compile(
    re.escape(PREFIXES["sdg"]) + r"(?:C(?P<indicator>[0-9]{2})[0-9]{4}|(?P<goal>[0-9]{1,2})(?:\.\w+)?)"
)
_ORDER = {status: place for place, status in enumerate(Status)}


def goal_of(iri: str) -> int | None:
    """Return the goal of an SDG's IRI: of a goal itself, a target or an indicator.

    >>> goal_of("http://metadata.un.org/sdg/11.3"), goal_of("http://metadata.un.org/sdg/C110301")
    (11, 11)
    """
    match = _SDG.fullmatch(iri)
    goal = int(match["indicator"] or match["goal"]) if match else 0
    return goal if 1 <= goal <= 17 else None


def stated_goals(graph: Graph, iri: str) -> dict[int, list[str]]:
    """Return the goals that a thing states itself, with the IRIs as stated."""
    if iri not in graph.many["sdg"]:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    for stated in graph.many["sdg"][iri]:
        if goal := goal_of(stated):
            found[goal].append(stated)
    return found


def goals_above(graph: Graph, iri: str) -> frozenset[int]:
    """Return the goals that a thing or anything above it states."""
    found = graph.goals.get(iri)
    if found is None:
        stating = graph.many["sdg"].keys() & {iri, *graph.above(iri)}
        found = frozenset(goal for one in stating for goal in stated_goals(graph, one))
        graph.goals[iri] = found
    return found


class Links:
    """Links measures to goals.

    Args:
        graph: What the documents say.
        mappings: What a program suggests and people confirmed.
    """

    def __init__(self, graph: Graph, mappings: Iterable[Mapping]) -> None:
        self._graph = graph
        self._mapped: dict[str, list[Mapping]] = defaultdict(list)
        for mapping in mappings:
            self._mapped[mapping.subject].append(mapping)

    def row(self, measure: str) -> MeasureRow:
        """Return a measure with its links."""
        graph = self._graph
        above, below = graph.above(measure), graph.below(measure)
        indicators = graph.indicators(below)
        projects = [iri for iri in below if graph.kinds.get(iri) == "Project"]
        evidence = self._evidence(measure, above, [*below, *indicators])
        lost = self._unreadable(measure, above)
        cells = {goal: self._cell(goal, found, below, indicators) for goal, found in sorted(evidence.items())}
        rest = unlinked(unreadable=lost, general=self._is_general(measure, [measure, *above, *below]))
        return MeasureRow(
            ref=graph.ref(measure),
            number=graph.one["notation"].get(measure, ""),
            municipality=graph.one["identifier"].get(self._publisher(measure), ""),
            plan=graph.one["plan"].get(measure, ""),
            heading=self._heading(measure, above),
            status=min((cell.status for cell in cells.values()), key=_ORDER.__getitem__, default=rest),
            cells=cells,
            rest=rest,
            projects=len(projects),
            indicators=len(indicators),
            yen=sum(graph.amounts(below).values()),
        )

    def flow(self, measure: str) -> Flow:
        """Return the projects below a measure with their money."""
        graph = self._graph
        projects = [iri for iri in graph.below(measure) if graph.kinds.get(iri) == "Project"]
        return Flow(
            measure,
            tuple(
                (iri, graph.one["label"].get(iri, iri), sum(graph.amounts([iri]).values()))
                for iri in projects
            ),
        )

    def _publisher(self, measure: str) -> str:
        return self._graph.one["publisher"].get(self._graph.one["plan"].get(measure, ""), "")

    def _heading(self, measure: str, above: list[str]) -> str:
        """Return the highest goal above a measure, else what stands highest."""
        kinds, label = self._graph.kinds, self._graph.one["label"]
        goals = [iri for iri in above if kinds.get(iri) == "Goal"]
        named = [iri for iri in above if kinds.get(iri) not in ("Plan", "Vision")]
        top = (goals or named or [self._graph.one["plan"].get(measure, measure)])[-1]
        return label.get(top, top)

    def _evidence(self, measure: str, above: list[str], below: list[str]) -> dict[int, list[Evidence]]:
        found: dict[int, list[Evidence]] = defaultdict(list)
        for status, holders in ((Status.DECLARED, below), (Status.INHERITED, above)):
            for holder in holders:
                for goal, stated in stated_goals(self._graph, holder).items():
                    found[goal].append(self._stated(status, holder, stated))
        for mapping in self._mapped.get(measure, ()):
            if (linked := goal_of(mapping.target)) is not None:
                found[linked].append(self._mapping(mapping))
        return found

    def _stated(self, status: Status, holder: str, stated: list[str]) -> Evidence:
        graph = self._graph
        nodes = [node for iri in stated for node in graph.statements(holder, iri)]
        printed = dict.fromkeys(graph.one["printed"][node] for node in nodes if node in graph.one["printed"])
        return Evidence(
            status=status,
            holder=graph.ref(holder),
            stated=tuple(iri.rsplit("/", 1)[-1] for iri in stated),
            sources=graph.sources(*nodes) or graph.sources(holder),
            printed=" / ".join(printed),
            icon=bool(nodes) and all(node in graph.one["icon"] for node in nodes),
            doubtful=any(graph.one["confidence"].get(node) == f"{KEI}Doubtful" for node in nodes),
        )

    def _mapping(self, mapping: Mapping) -> Evidence:
        stated = (mapping.target.rsplit("/", 1)[-1],)
        holder = self._graph.ref(mapping.subject)
        return Evidence(
            status=mapping.status, holder=holder, stated=stated, sources=holder.sources, how=mapping.how
        )

    def _unreadable(self, measure: str, above: list[str]) -> bool:
        """Tell whether a field was lost that could have linked a measure to any goal.

        Its own field, where it states none; or, where its sheet has no such field, that of something above.
        """
        graph = self._graph
        lost = [iri for iri in (measure, *above) if f"{KEI}sdg" in graph.many["unreadable"].get(iri, ())]
        states_some = bool(graph.many["sdg"].get(measure))
        return not states_some and bool(lost)

    def _is_general(self, measure: str, line: Iterable[str]) -> bool:
        """Tell whether the documents turn to the SDGs as a whole: of a measure's line, or of all of its plan."""
        commits, plan = self._graph.many["commitment"], self._graph.one["plan"].get(measure, "")
        return plan in self._general_plans or not commits.keys().isdisjoint({*line, plan})

    @cached_property
    def _general_plans(self) -> frozenset[str]:
        """The plans in which something that concerns all measures turns to the SDGs as a whole."""
        graph = self._graph
        return frozenset(
            graph.one["plan"].get(iri, "")
            for iri in graph.many["commitment"]
            if graph.kinds.get(iri) in ("Vision", "Perspective", "Policy")
        )

    def _cell(self, goal: int, evidence: list[Evidence], below: list[str], indicators: list[str]) -> Cell:
        """Return a cell with what leads through the measure to what states the goal."""
        graph = self._graph
        states = {one.holder.iri for one in evidence if one.status in (Status.DECLARED, Status.INHERITED)}
        leads = [iri for iri in below if self._leads(iri, states)]
        return Cell(
            goal=goal,
            status=min((one.status for one in evidence), key=_ORDER.__getitem__),
            evidence=tuple(evidence),
            projects=sum(graph.kinds.get(iri) == "Project" for iri in leads),
            indicators=sum(self._leads(iri, states) for iri in indicators),
            yen=sum(graph.amounts(leads).values()),
        )

    def _leads(self, iri: str, holders: set[str]) -> bool:
        return iri in holders or not holders.isdisjoint(self._graph.above(iri))
