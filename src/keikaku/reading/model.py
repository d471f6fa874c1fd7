"""The records that layouts make of a document: plain data, no triples.

Every record carries the lines it came from. What hangs on an element without being a thing of its own (a
text, a department, an SDG) is a :class:`Statement`, so that it has its source lines too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from keikaku.documents.form import Icon
from keikaku.ground.messages import Message, Said
from keikaku.ground.rules import Severity, rule_of, severity_of
from keikaku.ground.vocab.schemes import FIRST, SDG, Scheme, shipped


class Confidence(StrEnum):
    """What the extraction had to do to the characters (``kei:readingConfidence``)."""

    CERTAIN = "Certain"
    REPAIRED = "Repaired"
    DOUBTFUL = "Doubtful"


class Kind(StrEnum):
    """The classes of plan elements; the values are local names of the ontology."""

    VISION = "Vision"
    GOAL = "Goal"
    FIELD = "Field"
    MEASURE = "Measure"
    ACTION = "Action"
    PROJECT = "Project"
    STRATEGY_GOAL = "StrategyGoal"
    PERSPECTIVE = "Perspective"
    POLICY = "Policy"


KINDS = tuple(kind.value for kind in Kind)
"""The classes of plan elements as plain text, in the order in which a plan is told."""


class Fact(StrEnum):
    """What can be said of an element or a plan; the values are local names of the ontology's properties.

    The first group holds text, the second links. ``DESCRIPTION`` stands for ``dcterms:description``,
    ``NOTE`` for ``skos:note``: a footnote that explains a word or a figure.
    """

    POLICY_DIRECTION = "policyDirection"
    TARGET_STATE = "targetState"
    CURRENT_SITUATION = "currentSituation"
    ISSUE = "issue"
    APPROACH = "approach"
    CONTENT = "content"
    OUTCOME = "outcome"
    DESCRIPTION = "description"
    NOTE = "note"

    LEAD_DEPARTMENT = "leadDepartment"
    RELATED_DEPARTMENT = "relatedDepartment"
    DEPARTMENT = "department"
    SDG = "sdg"
    SDG_COMMITMENT = "sdgCommitment"
    STRATEGY_CODE = "strategyCode"
    STRATEGY_GOAL = "strategyGoal"
    PROJECT_STATUS = "projectStatus"
    BUDGET_ACCOUNT = "budgetAccount"
    RELATED_PLAN = "relatedPlan"
    STAKEHOLDER_ROLE = "stakeholderRole"
    RATING = "rating"


TEXT_FACTS = frozenset(
    {
        Fact.POLICY_DIRECTION,
        Fact.TARGET_STATE,
        Fact.CURRENT_SITUATION,
        Fact.ISSUE,
        Fact.APPROACH,
        Fact.CONTENT,
        Fact.OUTCOME,
        Fact.DESCRIPTION,
        Fact.NOTE,
        Fact.SDG_COMMITMENT,
    }
)


RatingName = Literal["progress", "review", "general"]
"""What a scale rates."""
RATED: dict[RatingName, str] = {"progress": "progressRating", "review": "reviewRating", "general": "rating"}
"""The local names of the ontology's properties for it."""


class Role(StrEnum):
    """What a figure of an indicator is (classes ``kei:Baseline``, ``kei:Target``, ``kei:Actual``, ``kei:Comparison``)."""

    BASELINE = "Baseline"
    TARGET = "Target"
    ACTUAL = "Actual"
    COMPARISON = "Comparison"


class Accumulation(StrEnum):
    """How a figure came about (``kei:accumulation``); the values are local names of the ontology."""

    PER_YEAR = "PerYear"
    CUMULATIVE = "Cumulative"
    AVERAGE = "Average"
    AT_DATE = "AtDate"


class Direction(StrEnum):
    """Where an indicator should go (``kei:desiredDirection``)."""

    INCREASE = "Increase"
    DECREASE = "Decrease"
    MAINTAIN = "Maintain"


@dataclass(slots=True, kw_only=True, eq=False)
class Record:
    """What every record has.

    Attributes:
        lines: Numbers of the document's lines that the record was read from, 1-based.
        confidence: What had to be done to the characters.
        as_printed: The print, where the reading differs from it or a figure stays doubtful.
        cells: Of a line that is a table's row, the columns of the cells that it was read from; all of the row where
            it is not named.
        reviewed: Whether a person decided about all that it says.
        lost: What of it is printed and nobody can read, by the ontology's local names.
        rule: What of plan.yml made it: "tables.projects", "fields.担当課", "" where nothing of a name did.
    """

    lines: list[int]
    confidence: Confidence = Confidence.CERTAIN
    as_printed: str = ""
    cells: dict[int, tuple[int, ...]] = field(default_factory=dict)
    reviewed: bool = False
    lost: list[str] = field(default_factory=list)
    rule: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Statement(Record):
    """One fact about an element or a plan.

    Attributes:
        fact: Which property.
        value: The text, or the name, number or code of what is linked (department name, SDG number "11" or
            "11.3", strategy code "Ⅲ(4)", status 継続, line of a budget "3 民生費/1", title of a related plan, text of a role,
            mark of a rating).
        stakeholder: Who has the role, for ``Fact.STAKEHOLDER_ROLE``.
        plan: Id of the strategy plan, for strategy codes and strategy goals, of the plan that rates, for ratings, and of the
            plan that names an indicator of the SDGs.
        icon: The icon that says it, of a goal of the SDGs; None where words do.
    """

    fact: Fact
    value: str
    stakeholder: str = ""
    plan: str = ""
    icon: Icon | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Plan(Record):
    """A plan that the document is, or names.

    Attributes:
        id: Name of the plan within its municipality, used in its IRI.
        kind: Japanese label of the plan kind (基本計画 …).
        title: As printed, or as plan.yml declares it.
        start: First fiscal year, or None where none is printed.
        end: Last fiscal year.
        part_of: Id of the plan that this one is part of.
        revision_of: Id of the plan that this one revises.
        extent: Japanese label of how much of it the document holds (全体, 概要版, 抜粋), or "" where nobody says.
        part: Which part an excerpt is, in words.
        ratings: The scales that plan.yml declares, by the name of a :class:`RatingScale`: words by mark, best first.
        follows: The versions of vocabularies that plan.yml names for it.
    """

    id: str
    kind: str
    title: str
    start: int | None = None
    end: int | None = None
    part_of: str = ""
    revision_of: str = ""
    extent: str = ""
    part: str = ""
    statements: list[Statement] = field(default_factory=list)
    ratings: dict[str, dict[str, str]] = field(default_factory=dict)
    follows: tuple[Scheme, ...] = ()

    @property
    def framework(self) -> Scheme:
        """The version of the SDG framework that its links are of: the one that plan.yml names, else that of 2019."""
        own = next((one for one in self.follows if one.kind == SDG), None)
        return own or next(one for one in shipped() if (one.kind, one.name) == (SDG, FIRST))


@dataclass(slots=True, kw_only=True, eq=False)
class Element(Record):
    """An element of a plan: vision, goal, field, measure, action, project and their peers.

    Attributes:
        kind: Its class.
        label: The wording, without what layout put in.
        number: The number as printed ("7-1", "第1施策", "①"), or "".
        mark: A mark printed beside it (★), or "".
        plan: The plan it is in.
        parent: What it contributes to: an element, or at the top its plan.
        unreadable: What the document states of it and the extraction has lost: a field whose content is gone
            is unreadable, not absent.
    """

    kind: Kind
    label: str
    plan: Plan
    parent: Element | Plan
    number: str = ""
    mark: str = ""
    statements: list[Statement] = field(default_factory=list)
    unreadable: list[Fact] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Observation(Record):
    """A printed figure of an indicator.

    Attributes:
        role: Baseline, target, actual, or a figure of the country or another body to compare with.
        fiscal_year: Western year, None only where the print has lost it.
        value: None where the figure is a range, a target in words, or doubtful; ``as_printed`` keeps the print.
        comparator: "lt", "le", "ge", "gt" or ""; of a range, "lt" where its upper bound is not part of it.
        lower: The lower bound of a range.
        upper: Its upper bound.
        accumulation: How it came about, where the print says so.
        interim: Of a target, whether it is one on the way (中間目標).
    """

    role: Role
    fiscal_year: int | None
    value: Decimal | None
    comparator: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    accumulation: Accumulation | None = None
    interim: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Indicator(Record):
    """An indicator in one place of a plan.

    Attributes:
        of: The element or plan that it measures.
        label: Its name, without unit and footnote marks.
        kinds: Japanese labels of its kinds (成果指標, 市民意識指標 …).
        unit: As printed, or "".
        statements: Texts about it, such as the footnote that explains it.
        misread: The print of each of its facts whose characters had to be repaired, by property (local name):
            the record's own confidence is that of its name.
    """

    of: Element | Plan
    label: str
    kinds: list[str] = field(default_factory=list)
    unit: str = ""
    direction: Direction | None = None
    observations: list[Observation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    misread: dict[str, str] = field(default_factory=dict)


SOURCES = {
    "national": "nationalSubsidy",
    "prefectural": "prefecturalSubsidy",
    "bonds": "localBonds",
    "other": "otherRevenue",
}
"""What 特定財源 is made of, and the local names of the ontology's properties for it."""
AMOUNTS = {
    "total": "totalAmount",
    "specific": "specificRevenue",
    "general": "generalRevenue",
    **SOURCES,
    "personnel": "personnelCost",
}
"""The amounts of a :class:`Money`, and the local names of the ontology's properties for them."""


@dataclass(slots=True, kw_only=True, eq=False)
class Money(Record):
    """An amount and the sources that it comes from, in yen; None where not printed.

    Attributes:
        total: 事業費.
        specific: 特定財源.
        general: 一般財源.
        national: 国庫支出金.
        prefectural: 都道府県支出金.
        bonds: 地方債.
        other: その他 of 特定財源.
        personnel: 人件費.
    """

    total: int | None = None
    specific: int | None = None
    general: int | None = None
    national: int | None = None
    prefectural: int | None = None
    bonds: int | None = None
    other: int | None = None
    personnel: int | None = None


SETTLED = "決算"
"""The stage of money that is settled, as the ontology's concept is labelled."""


@dataclass(slots=True, kw_only=True, eq=False)
class Budget(Money):
    """The money of a project in one fiscal year, in yen.

    Attributes:
        of: The project.
        fiscal_year: Western year.
        stage: Which stage of the year's money it is, as the ontology's concept is labelled (当初予算, 決算 …), or "".
    """

    of: Element
    fiscal_year: int
    stage: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Total(Money):
    """A sum that the document prints of other amounts (合計, 小計, the money of a goal or of all years), in yen.

    The parts are held against it (:mod:`keikaku.reading.checks.sums`). It is not stored: beside its parts, whoever adds up
    what is stored would count the money twice.

    Attributes:
        of: What it is the money of: a plan, or an element with its projects below it.
        fiscal_year: Western year, None where all years that the parts print are added up.
        parts: The amounts that it adds up, where they are not all that is printed of the projects of ``of``: the
            rows above a 小計.
        stage: Which stage of the year's money it adds up, or "".
    """

    of: Element | Plan
    fiscal_year: int | None
    stage: str = ""
    parts: list[Budget] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Evaluation(Record):
    """The evaluation of a measure in one fiscal year.

    Attributes:
        of: The measure.
        fiscal_year: Western year.
        progress: The mark of the plan's own scale ("B", "◎", "順調"), or "" where lost or not given.
        review: Likewise ("II").
        texts: Direction and approach of the evaluation.
        unreadable: The ratings that are printed and cannot be read.
    """

    of: Element
    fiscal_year: int
    progress: str = ""
    review: str = ""
    texts: list[Statement] = field(default_factory=list)
    unreadable: list[RatingName] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class RatingScale(Record):
    """A scale by which a plan's measures are rated, as its legend prints it.

    Attributes:
        plan: The plan whose scale it is.
        name: What is rated: "progress", "review", or "general" for ``Fact.RATING``.
        words: What the legend says of each mark, by the mark, in the order of the print; the mark where it
            has no other words.
    """

    plan: Plan
    name: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a person should look at, with its place.

    Attributes:
        rule: Short stable name: "unread-line", "budget-sum" …
        severity: Violation, Warning or Info.
        said: The sentence.
        lines: Lines of the document, 1-based; empty where it has none.
        focus: IRI of what it is about, or "".
    """

    rule: str
    severity: Severity
    said: Said
    lines: tuple[int, ...] = ()
    focus: str = ""

    @classmethod
    def of(cls, said: Message, lines: Iterable[int] = (), focus: str = "") -> Finding:
        """Return what breaks a rule: the message is the rule's, and the rule has its severity.

        Args:
            said: The message, whose id names the rule (:func:`keikaku.ground.rules.rule_of`).
            lines: Lines of the document, 1-based; each is kept once.
            focus: IRI of what it is about, or "".
        """
        rule = rule_of(said)
        return cls(
            rule=rule, severity=severity_of(rule), said=said, lines=tuple(dict.fromkeys(lines)), focus=focus
        )

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self.said.text("en")

    @property
    def ja(self) -> str:
        """The sentence in Japanese."""
        return self.said.text("ja")
