"""The rules of the audit: which query of the library finds what, and the message that says it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from keikaku.audit.graph import KEI
from keikaku.audit.model import View
from keikaku.graph.states import Status
from keikaku.ground.messages import say
from keikaku.ground.rules import rule_of
from keikaku.ground.vocab import PREFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: a query, what its rows are about, and the sentence that says so.

    Attributes:
        said: Id of the message over the columns of the row, and ``label``; it names the rule.
        query: Name of the query.
        subject: The column of the thing; findings are about it.
        gap: Whether something is missing.
        where: Column and value: which rows count; all where it is empty.
        figures: The property, by its short name in the graph, that leads to the figures a finding rests on.
        whole: Id of the message where it is so of all things of a class in a plan, over ``plan`` and ``count``.
        of: The class of which all are meant there.
        needs: A class of which the documents must hold something: else that something lacks it is no finding.
        plan: The column of the plan that the finding is about; that of the subject where it is empty.
    """

    said: str
    query: str
    subject: str
    gap: bool = False
    where: tuple[str, str] = ("", "")
    figures: str = ""
    whole: str = ""
    of: str = "Measure"
    needs: str = ""
    plan: str = ""

    @property
    def name(self) -> str:
        """Its name: ``sdg-named-once``."""
        return rule_of(say(self.said))


def _lack(name: str, said: str, whole: str) -> Rule:
    return Rule(
        said=said,
        whole=whole,
        query="sdg-measures-without-means",
        subject="measure",
        where=("lack", name),
        gap=True,
    )


RULES = (
    Rule(
        said="rules.measure-without-sdg",
        whole="rules.measure-without-sdg.whole",
        query="measures-without-sdg",
        subject="measure",
        where=("status", Status.ABSENT),
        gap=True,
    ),
    Rule(
        said="rules.measure-with-general-sdg",
        whole="rules.measure-with-general-sdg.whole",
        query="measures-without-sdg",
        subject="measure",
        where=("status", Status.GENERAL),
        gap=True,
    ),
    Rule(said="rules.sdg-unreadable", query="sdg-unreadable", subject="element", gap=True),
    Rule(
        said="rules.measure-inherits-sdg-only",
        query="measures-inheriting-sdg-only",
        subject="measure",
        gap=True,
    ),
    _lack("indicator", "rules.sdg-measure-without-indicator", "rules.sdg-measure-without-indicator.whole"),
    _lack("target", "rules.sdg-measure-without-target", "rules.sdg-measure-without-target.whole"),
    _lack("budget", "rules.sdg-measure-without-budget", "rules.sdg-measure-without-budget.whole"),
    _lack("department", "rules.sdg-measure-without-department", "rules.sdg-measure-without-department.whole"),
    Rule(said="rules.sdg-named-once", query="sdgs-named-once", subject="element", gap=True),
    Rule(
        said="rules.strategy-goal-without-project",
        query="strategy-goals-without-projects",
        needs="Project",
        subject="goal",
        gap=True,
    ),
    Rule(
        said="rules.project-budget",
        whole="rules.project-budget.whole",
        query="projects-without-budget",
        subject="project",
        gap=True,
        of="Project",
    ),
    Rule(
        said="rules.indicator-without-target",
        whole="rules.indicator-without-target.whole",
        query="indicators-without-target",
        subject="indicator",
        gap=True,
        of="Indicator",
    ),
    Rule(said="rules.budget-sum", figures="budget", query="budgets-that-do-not-add-up", subject="project"),
    Rule(
        said="rules.target-side",
        figures="observation",
        query="targets-on-the-wrong-side",
        subject="indicator",
    ),
    Rule(said="rules.same-actual", figures="observation", query="copied-actuals", subject="indicator"),
    Rule(
        said="rules.indicator-off-track",
        figures="observation",
        query="indicators-off-track",
        subject="indicator",
    ),
    Rule(
        said="rules.doubtful",
        query="doubtful-readings",
        subject="thing",
        where=("confidence", "doubtful"),
    ),
    Rule(said="rules.broken-lineage", query="broken-lineages", subject="element"),
)


def _differing(what: str, said: str) -> Rule:
    return Rule(
        said=said,
        query="indicators-that-disagree",
        subject="indicator",
        figures="observation",
        where=("what", what),
    )


CONSISTENCY_RULES = (
    _differing("target", "rules.indicator-target-differs"),
    _differing("unit", "rules.indicator-unit-differs"),
    _differing("baseline", "rules.indicator-baseline-differs"),
    _differing("target year", "rules.indicator-target-year-differs"),
    Rule(
        said="rules.figure-contradicts",
        query="restated-figures",
        subject="indicator",
        figures="observation",
        where=("relation", "contradicts"),
    ),
    Rule(
        said="rules.figure-restated",
        query="restated-figures",
        subject="indicator",
        figures="observation",
        where=("relation", "restated"),
    ),
    Rule(said="rules.measure-not-carried-out", query="measures-not-carried-out", subject="measure", gap=True),
    next(rule for rule in RULES if rule.query == "strategy-goals-without-projects"),
    Rule(
        said="rules.department-not-named-later",
        query="departments-not-named-later",
        subject="department",
        plan="plan",
    ),
    Rule(said="rules.project-never-settled", query="projects-never-settled", subject="project", gap=True),
    Rule(said="rules.money-differs", query="money-that-disagrees", subject="project", figures="budget"),
    Rule(
        said="rules.lowest-rating-same-money",
        query="rated-lowest-and-money-unchanged",
        subject="measure",
    ),
    Rule(
        said="rules.more-money-worse-figure",
        query="money-grew-indicator-fell",
        subject="indicator",
        figures="observation",
    ),
    Rule(said="rules.plan-not-loaded", query="plans-not-loaded", subject="plan", plan="inPlan"),
    Rule(said="rules.plan-periods-differ", query="plans-with-two-periods", subject="plan", plan="plan"),
)
"""What is looked at where the plans of a municipality are held against each other."""
RULES_OF = {View.SDGS: RULES, View.CONSISTENCY: CONSISTENCY_RULES}
ALSO = frozenset(
    {
        *(KEI + name for name in ("searchKey", "planKind", "startFiscalYear", "endFiscalYear", "accumulation", "extent",
          "relatedPlan", "readingStatus", "budgetStage", "countedBy", "rating", "progressRating", "reviewRating", "superseded",
          "contradicts", "figureRole", "asPrinted")),
        PREFIXES["dcterms"] + "isPartOf",
        PREFIXES["dcterms"] + "source",
        PREFIXES["prov"] + "wasRevisionOf",
        PREFIXES["skos"] + "inScheme",
    }
)  # fmt: skip
"""The properties that those queries look at besides."""
VOCABULARIES = ("codes", "units")
"""The files of the ontology that they look names up in."""
UNSERVED = Rule(said="rules.sdg-without-measure", query="sdgs-without-measures", subject="plan", gap=True)
PERHAPS = replace(UNSERVED, said="rules.sdg-perhaps-without-measure")
