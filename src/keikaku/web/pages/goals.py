"""How things together stand to the UN's goals: counts where they declare some, and the state of what they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from keikaku.graph.states import Status, unlinked

GOALS = tuple(range(1, 18))
"""The numbers of the UN's goals."""


@dataclass(frozen=True, slots=True)
class GoalCell:
    """How things together stand to one goal.

    Attributes:
        goal: 1 to 17.
        count: How many declare it.
        status: Declared, or the state of what does not declare it.
        is_least: Whether more may declare it: the field of some cannot be read.
    """

    goal: int
    count: int
    status: Status
    is_least: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How things together stand to the goals.

    Attributes:
        counts: How many declare each goal.
        lost: How many print an SDG field that cannot be read, and declare none.
        general: How many turn to the SDGs as a whole.
    """

    counts: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    general: int = 0

    @property
    def rest(self) -> Status:
        """The state of a goal that nothing declares."""
        return unlinked(unreadable=bool(self.lost), general=bool(self.general))

    @property
    def status(self) -> Status:
        """The surest state of all goals."""
        return Status.DECLARED if self.counts else self.rest

    def cell(self, goal: int) -> GoalCell:
        """Return how they stand to a goal."""
        count = self.counts[goal]
        return GoalCell(goal, count, Status.DECLARED if count else self.rest, bool(count and self.lost))

    @property
    def cells(self) -> tuple[GoalCell, ...]:
        """How they stand to each goal."""
        return tuple(map(self.cell, GOALS))

    @property
    def shown(self) -> tuple[Status, ...]:
        """The states that the cells show by a sign, the surest first."""
        found = {self.rest} if len(self.counts) < len(GOALS) else set()
        return in_order(found | ({Status.UNREADABLE} if self.lost else set()))


def together(found: Iterable[Standing]) -> Standing:
    """Return how things of several groups stand together."""
    found = list(found)
    return Standing(
        counts=sum((one.counts for one in found), Counter[int]()),
        lost=sum(one.lost for one in found),
        general=sum(one.general for one in found),
    )


def in_order(statuses: Iterable[Status]) -> tuple[Status, ...]:
    """Return states, each once, the surest first."""
    wanted = set(statuses)
    return tuple(one for one in Status if one in wanted)
