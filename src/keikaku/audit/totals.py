"""What is done for each goal, by whom and with how much money; strategy codes and goals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from keikaku.audit.extents import extent_of
from keikaku.audit.graph import NOWHERE, Graph
from keikaku.audit.links import goals_above
from keikaku.audit.mappings import Mapping
from keikaku.audit.model import GOALS, MeasureRow, PlanRow, StrategyRow, Tally, count_statuses
from keikaku.graph.states import Status
from keikaku.reading.values.codes import natural


def members(graph: Graph, plans: set[str]) -> dict[str, list[str]]:
    """Return the projects, indicators and funded things of some plans, or below an element of one.

    Each kind is sorted; what has a budget counts as funded whatever it is.
    """

    def belongs(iri: str) -> bool:
        return not plans.isdisjoint(graph.plans_above(iri))

    wanted = {
        "projects": graph.of_kind("Project"),
        "indicators": graph.of_kind("Indicator"),
        "funded": iter(graph.many["budget"]),
    }
    return {name: sorted(filter(belongs, iris)) for name, iris in wanted.items()}


def tallies(graph: Graph, plans: set[str], rows: Iterable[MeasureRow]) -> dict[int, Tally]:
    """Return what some plans do for each goal."""
    found = {goal: Tally() for goal in GOALS}
    for row in rows:
        for goal in GOALS:
            counts, status = found[goal].measures, row.at(goal)
            counts[status] = counts.get(status, 0) + 1
    parts = members(graph, plans)
    for name in ("projects", "indicators"):
        for iri in parts[name]:
            for goal in goals_above(graph, iri):
                setattr(found[goal], name, getattr(found[goal], name) + 1)
    funded: dict[int, list[str]] = {goal: [] for goal in GOALS}
    own = {iri: graph.amounts([iri]) for iri in parts["funded"]}
    for iri in parts["funded"]:
        for goal in goals_above(graph, iri):
            funded[goal].append(iri)
    for goal, iris in funded.items():
        counting = graph.amounts(iris)
        found[goal].yen = sum(counting.values())
        shared: dict[int, int] = {}  # yen by the number of goals that share them: few fractions to add
        for iri in iris:
            yen, among = (
                sum(one for budget, one in own[iri].items() if budget in counting),
                len(goals_above(graph, iri)),
            )
            shared[among] = shared.get(among, 0) + yen
        found[goal].share = sum((Fraction(yen, among) for among, yen in shared.items()), Fraction(0))
    return found


def money(graph: Graph, plans: set[str]) -> tuple[int, int]:
    """Return the money of some plans, and the part of it that some stated goal stands above; each yen once."""
    funded = members(graph, plans)["funded"]
    linked = [iri for iri in funded if goals_above(graph, iri)]
    return sum(graph.amounts(funded).values()), sum(graph.amounts(linked).values())


def plan_row(graph: Graph, iri: str, rows: list[MeasureRow]) -> PlanRow:
    """Return a plan with what its measures do."""
    one = graph.one
    return PlanRow(
        ref=graph.ref(iri),
        municipality=one["identifier"].get(one["publisher"].get(iri, ""), ""),
        start=_year(one["start"].get(iri)),
        end=_year(one["end"].get(iri)),
        kind=one["kind"].get(iri, "").rsplit("#", 1)[-1],
        extent=extent_of(graph, iri),
        part=one["part"].get(iri, ""),
        measures=count_statuses(rows),
        tallies=tallies(graph, {iri}, rows),
        yen=money(graph, {iri})[0],
    )


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def strategy_rows(
    graph: Graph, municipality: str, plans: set[str], mappings: list[Mapping]
) -> list[StrategyRow]:
    """Return the strategy codes and goals of some plans, or named by their elements."""
    plan_of = graph.one["plan"]
    named: dict[str, list[str]] = {}
    for name in ("code", "goal"):
        for element, targets in graph.many[name].items():
            if plan_of.get(element) in plans:
                for target in targets:
                    named.setdefault(target, []).append(element)
    own = [iri for iri in graph.of_kind("StrategyGoal") if plan_of.get(iri) in plans]
    codes = [iri for iri in graph.of_kind("StrategyCode") if graph.plan_of(iri) in plans]
    rows = [
        _strategy_row(graph, municipality, iri, named.get(iri, []))
        for iri in sorted({*named, *own, *codes}, key=lambda iri: (_printed_number(graph, iri), iri))
    ]
    ours = {row.ref.iri for row in rows}
    return rows + [
        StrategyRow(
            municipality=municipality, ref=graph.ref(one.subject), status=one.status, target=one.target
        )
        for one in mappings
        if one.subject in ours
    ]


def _printed_number(graph: Graph, iri: str) -> tuple[object, ...]:
    """Return what codes and goals are sorted by: the printed number, then the order of the document."""
    number = graph.one["notation"].get(iri, "")
    return not number, natural(number), NOWHERE if number else graph.standing(iri)


def _strategy_row(graph: Graph, municipality: str, iri: str, elements: list[str]) -> StrategyRow:
    projects = [one for one in elements if graph.kinds.get(one) == "Project"]
    group = "code" if graph.kinds.get(iri) == "StrategyCode" else "goal"
    return StrategyRow(
        municipality=municipality,
        ref=graph.ref(iri),
        status=Status.DECLARED if elements else Status.ABSENT,
        links=len(elements),
        projects=len(projects),
        yen=sum(graph.amounts(projects).values()),
        share=sum(
            (Fraction(sum(graph.amounts([one]).values()), len(graph.many[group][one])) for one in projects),
            Fraction(0),
        ),
    )
