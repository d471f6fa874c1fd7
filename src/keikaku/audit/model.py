"""What an audit holds: plain data, from which every paper is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from keikaku.audit.basis import Provenance, Signed
from keikaku.graph.states import STANDINGS, Status
from keikaku.ground.messages import Said
from keikaku.ground.rules import Severity

if TYPE_CHECKING:
    from keikaku.audit.follow_up import Followed

GOALS = range(1, 18)


class View(StrEnum):
    """What an audit looks at."""

    SDGS = "sdgs"
    """Which measures serve which goals and strategies, and what is missing."""
    CONSISTENCY = "consistency"
    """Whether the plans of a municipality say the same, and carry out what they name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A thing that a finding or a link is about.

    Attributes:
        iri: Its IRI.
        label: Its label.
        kind: Local name of its class, or "".
        sources: Where it stands, as "file:12-15" or "file.pdf#page=3" (:func:`keikaku.documents.places.shown`).
    """

    iri: str
    label: str
    kind: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why a link has its status.

    Attributes:
        status: Declared, inherited, suggested, confirmed or unreadable.
        holder: What states it: the measure, something below it, something above it.
        stated: The goals, targets and indicators as stated, such as "11.3".
        sources: The lines of the statement itself.
        printed: The print, where the reading had to repair it.
        how: Of a suggestion: confidence and matched words; of a decision: who and when.
        icon: Whether icons state it, and no words.
        doubtful: Whether that reading leaves a doubt.
    """

    status: Status
    holder: Ref
    stated: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    printed: str = ""
    how: str = ""
    icon: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A measure and a goal.

    Attributes:
        goal: 1 to 17.
        status: The surest status of the link.
        evidence: Everything that makes it so.
        projects: How many projects lead through the measure to what states the goal.
        indicators: How many indicators do.
        yen: The money of those projects, each budget once.
    """

    goal: int
    status: Status
    evidence: tuple[Evidence, ...]
    projects: int = 0
    indicators: int = 0
    yen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow:
    """A measure with its links.

    Attributes:
        ref: The measure.
        number: The number as printed.
        municipality: Code of its municipality.
        plan: IRI of its plan.
        heading: Label of the goal above it, or of its plan.
        status: The surest status of all its links; of a measure without any, that of the rest.
        cells: Its links by goal; a goal that is not there has ``rest``.
        rest: The status of every other goal: unreadable, general or absent.
        projects: How many projects stand below it.
        indicators: How many indicators are of it or of what is below it.
        yen: The money below it.
    """

    ref: Ref
    number: str
    municipality: str
    plan: str
    heading: str
    status: Status
    cells: dict[int, Cell]
    rest: Status
    projects: int
    indicators: int
    yen: int

    def at(self, goal: int) -> Status:
        """Return the status of a goal."""
        cell = self.cells.get(goal)
        return cell.status if cell else self.rest


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is done for one goal.

    Attributes:
        measures: Measures by the status of their link.
        projects: Projects at or below what states the goal.
        indicators: Indicators at or below what states it.
        yen: Their money, each budget once; a project of several goals counts in full in each.
        share: The same with the money of such a project divided evenly among its goals.
    """

    measures: dict[Status, int] = field(default_factory=dict)
    projects: int = 0
    indicators: int = 0
    yen: int = 0
    share: Fraction = Fraction(0)

    def add(self, other: Tally) -> None:
        """Add what another municipality does."""
        for status, count in other.measures.items():
            self.measures[status] = self.measures.get(status, 0) + count
        self.projects += other.projects
        self.indicators += other.indicators
        self.yen += other.yen
        self.share += other.share


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyRow:
    """A strategy code or a strategy goal, and what names it.

    Attributes:
        municipality: Code of the municipality.
        ref: The code or goal.
        status: Declared where something names it, else absent; suggested, confirmed: a link to the national
            strategy.
        links: How many elements name it.
        projects: How many of them are projects.
        yen: Their money; a project of several codes counts in full in each.
        share: The same with the money of such a project divided evenly.
        target: What a suggested or confirmed link leads to, or "".
    """

    municipality: str
    ref: Ref
    status: Status
    links: int = 0
    projects: int = 0
    yen: int = 0
    share: Fraction = Fraction(0)
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A plan that is audited.

    Attributes:
        ref: The plan.
        municipality: Code of its municipality.
        start: First fiscal year, or None.
        end: Last fiscal year, or None.
        kind: Local name of its kind.
        extent: How much of it the documents hold: "WholePlan", "Digest", "Excerpt", or "" where nobody says.
        part: Which part an excerpt is, or "".
        measures: Its measures by their surest status.
        tallies: What its measures and what stands below them do, by goal.
        yen: The money of its projects.
    """

    ref: Ref
    municipality: str
    start: int | None
    end: int | None
    kind: str
    extent: str
    part: str
    measures: dict[Status, int]
    tallies: dict[int, Tally]
    yen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """Something that a person should look at.

    Attributes:
        number: Its number in this audit, from 1.
        rule: Short stable name.
        severity: Violation, Warning or Info.
        said: One sentence.
        municipality: Code of the municipality.
        plan: IRI of the plan, or "".
        elements: What it is about.
        sources: Where it stands, likewise.
        query: The query of the library that found it; "" where a shape did.
        parameters: What the query is given to find it again.
        gap: Whether it is about something that is missing.
        yen: The money of what it is about and what stands below, no yen twice.
        departments: Who answers for what it is about.
    """

    number: int = 0
    rule: str
    severity: Severity
    said: Said
    municipality: str
    plan: str = ""
    elements: tuple[Ref, ...] = ()
    sources: tuple[str, ...] = ()
    query: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    gap: bool = False
    yen: int = 0
    departments: tuple[str, ...] = ()

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.said.text("en")

    @property
    def ja(self) -> str:
        """The sentence in Japanese."""
        return self.said.text("ja")


@dataclass(frozen=True, slots=True)
class Flow:
    """A measure with the projects below it, for the picture of what leads where."""

    measure: str
    projects: tuple[tuple[str, str, int], ...]  # IRI, label, yen


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPlan:
    """How far a plan has come that documents print or name.

    Attributes:
        ref: The plan.
        kind: Name of its kind, or "".
        start: First fiscal year, or "".
        end: Last fiscal year, or "".
        state: "named" (nobody has loaded it, which does not say that it does not exist), "loaded" or "reviewed".
        extent: How much of it the documents hold, or "" where nobody says.
        elements: Elements and indicators that were read.
        doubtful: Those whose reading leaves a doubt.
        proposed: Those of a draft that nobody accepted.
        reviewed: Those that a person decided on.
    """

    ref: Ref
    kind: str
    start: str
    end: str
    state: str
    extent: str
    elements: int
    doubtful: int
    proposed: int
    reviewed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A figure that was drawn to be ticked against the print.

    Attributes:
        ref: What it is a figure of.
        kind: Local name of its class: "Target", "Budget".
        year: Its fiscal year, or "".
        value: As it was read; yen of a budget.
        sources: Where it stands.
    """

    ref: Ref
    kind: str
    year: str
    value: str
    sources: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class MunicipalityAudit:
    """The audit of one municipality.

    Attributes:
        ref: The municipality.
        code: Its five-digit code.
        plans: The plans that are audited.
        measures: Their measures, in order of plan and source.
        tallies: What is done for each goal.
        strategy: Strategy codes and goals.
        findings: What to look at.
        flows: The projects below each measure.
        yen: The money of all projects in scope, each budget once.
        linked_yen: Of that, the money that some stated goal stands above.
        inventory: What is known of its plans, where their agreement is audited.
        samples: Figures to tick against the print.
    """

    ref: Ref
    code: str
    plans: list[PlanRow]
    measures: list[MeasureRow]
    tallies: dict[int, Tally]
    strategy: list[StrategyRow]
    findings: list[AuditFinding]
    flows: list[Flow]
    yen: int = 0
    linked_yen: int = 0
    inventory: list[KnownPlan] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Audit:
    """An audit of one plan, one municipality, or all."""

    municipalities: list[MunicipalityAudit]
    provenance: Provenance
    view: View = View.SDGS
    signed: Signed = field(default_factory=Signed)
    followed: list[Followed] | None = None

    @property
    def plans(self) -> list[PlanRow]:
        """All plans."""
        return [plan for one in self.municipalities for plan in one.plans]

    @property
    def measures(self) -> list[MeasureRow]:
        """All measures."""
        return [row for one in self.municipalities for row in one.measures]

    @property
    def findings(self) -> list[AuditFinding]:
        """All findings."""
        return [finding for one in self.municipalities for finding in one.findings]

    @property
    def strategy(self) -> list[StrategyRow]:
        """All strategy codes and goals."""
        return [row for one in self.municipalities for row in one.strategy]

    @property
    def tallies(self) -> dict[int, Tally]:
        """What is done for each goal, all municipalities together."""
        total = {goal: Tally() for goal in GOALS}
        for one in self.municipalities:
            for goal in GOALS:
                total[goal].add(one.tallies[goal])
        return total

    @property
    def yen(self) -> int:
        """The money of all projects, each budget once."""
        return sum(one.yen for one in self.municipalities)

    @property
    def linked_yen(self) -> int:
        """Of that, the money that some stated goal stands above."""
        return sum(one.linked_yen for one in self.municipalities)


def count_statuses(rows: list[MeasureRow]) -> dict[Status, int]:
    """Return how many measures have which surest status, every one of the states named."""
    counts = dict.fromkeys(STANDINGS, 0)
    for row in rows:
        counts[row.status] += 1
    return counts
