"""No yen twice: which of the amounts that are printed for one piece of work and year counts in sums.

The one home of that rule; what adds up money reads what it says from the graph and knows no rule of its own: audit and
pages by :func:`once`, questions of ``queries/`` by ``MINUS`` over ``kei:countedBy``, the index by the same over ``counted``.

- Of one project and year an earlier stage names the stage that counts with ``dcterms:isReplacedBy`` and enters no sum:
  within a document (:mod:`keikaku.graph.mint`), and over the yearly prints of a plan (:mod:`keikaku.store.shared`, when a
  store is settled).
- Between two plans of a municipality an amount names the one that counts the same money with ``kei:countedBy``
  (:mod:`keikaku.store.shared`, when a store is settled). It enters the sums of its own plan, as printed, and is left out
  where the other is in the same sum (:func:`once`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_ORDER = ("SupplementaryBudget", "PlannedAmount", "InitialBudget", "", "FinalBudget", "Settlement")
"""Stages of a year's money, the one that counts last: a 補正予算 is a change, and 事業費計 beside 当初 is the later one."""


def rank(stage: str) -> int:
    """Return how late in a year a stage is.

    Args:
        stage: IRI of the stage, "" where none is printed.
    """
    return _ORDER.index(stage.rpartition("#")[2])


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that counts in sums as far as its own document knows.

    Attributes:
        node: IRI of the budget.
        project: IRI of the project.
        plan: IRI of its plan.
        name: The project's name, folded.
        year: Its fiscal year.
        stage: IRI of its stage, or "".
        yen: The total.
    """

    node: str
    project: str
    plan: str
    name: str
    year: str
    stage: str
    yen: int


def replaced_by(amounts: Iterable[Amount]) -> dict[str, str]:
    """Return which amounts are replaced by one of a later stage of their project and year, whichever documents print the two.

    Args:
        amounts: Of the projects of a municipality.
    """
    found: dict[str, str] = {}
    together: defaultdict[tuple[str, str], list[Amount]] = defaultdict(list)
    for one in amounts:
        together[one.project, one.year].append(one)
    for same in together.values():
        last = max(same, key=lambda one: (rank(one.stage), one.node))
        found |= {one.node: last.node for one in same if rank(one.stage) < rank(last.stage)}
    return found


def counted_by(amounts: Iterable[Amount]) -> dict[str, str]:
    """Return which amounts of a municipality are counted by one in another of its plans, where both are added up.

    A project of one name in two plans is one piece of work: an implementation plan budgets it, an evaluation settles
    it. The latest stage of a year counts, and of two that are equal in stage and yen the first by IRI. Where a plan has two
    projects of the name, nobody can tell which is meant; where two plans print different yen at one stage, they
    contradict each other: both are left, and ``money-that-disagrees`` tells of them.

    Args:
        amounts: Of the projects of the municipality, what another amount of the same project replaces left out.
    """
    found: dict[str, str] = {}
    together: defaultdict[tuple[str, str], list[Amount]] = defaultdict(list)
    for one in amounts:
        together[one.name, one.year].append(one)
    for same in together.values():
        projects = {one.plan: {other.project for other in same if other.plan == one.plan} for one in same}
        if len(projects) < 2 or any(len(ones) > 1 for ones in projects.values()):
            continue
        last = max(rank(one.stage) for one in same)
        counts = min((one for one in same if rank(one.stage) == last), key=lambda one: one.node)
        for one in same:
            if one.plan != counts.plan and (rank(one.stage) < last or one.yen == counts.yen):
                found[one.node] = counts.node
    return found


def once(amounts: Mapping[str, int], counted: Mapping[str, str]) -> dict[str, int]:
    """Return the amounts of a sum without those that another of the same sum counts.

    Args:
        amounts: Yen by the IRI of the budget.
        counted: Budgets of the graph to those that count them (``kei:countedBy``).
    """
    return {node: yen for node, yen in amounts.items() if counted.get(node) not in amounts}
