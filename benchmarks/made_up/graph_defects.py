"""What can be wrong in a graph: one way for each rule of the shapes, and what it does to the quads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

_KEI = "https://w3id.org/keikaku/ns#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DCT = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_PROV = "http://www.w3.org/ns/prov#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_YEAR = "^^<http://www.w3.org/2001/XMLSchema#gYear>"
_WHOLE = "^^<http://www.w3.org/2001/XMLSchema#integer>"
_NOWHERE = "<https://example.org/nowhere>"


class GraphDefect(NamedTuple):
    """A property of one thing of a class that is taken away, or has another value.

    Attributes:
        rule: The rule of the shapes that reports it.
        of: The class, by its local name.
        property: Its IRI.
        value: What stands in the place of what stood there, as N-Quads; nothing if empty.
    """

    rule: str
    of: str
    property: str
    value: str = ""


GRAPH = (
    GraphDefect("element-label", "Project", _LABEL),
    GraphDefect("element-plan", "Measure", f"{_KEI}inPlan"),
    GraphDefect("element-notation", "Goal", f"{_SKOS}notation", f'"1"{_WHOLE}'),
    GraphDefect("element-text", "Measure", f"{_KEI}policyDirection", '""@ja'),
    GraphDefect("lineage-up", "Project", f"{_KEI}contributesTo"),
    GraphDefect("source", "Action", f"{_PROV}wasDerivedFrom"),
    GraphDefect("confidence", "Project", f"{_KEI}readingConfidence"),
    GraphDefect("budget-sum", "Budget", f"{_KEI}totalAmount", f'"1"{_WHOLE}'),
    GraphDefect("budget-negative", "Budget", f"{_KEI}totalAmount", f'"-1"{_WHOLE}'),
    GraphDefect("budget-year", "Budget", f"{_KEI}fiscalYear"),
    GraphDefect("budget-total", "Budget", f"{_KEI}totalAmount", '"1千円"'),
    GraphDefect("budget-specific", "Budget", f"{_KEI}specificRevenue", '"1千円"'),
    GraphDefect("budget-general", "Budget", f"{_KEI}generalRevenue", '"1千円"'),
    GraphDefect("department-name", "Department", _LABEL),
    GraphDefect("department-unit", "Department", "http://www.w3.org/ns/org#unitOf"),
    GraphDefect("graph-document", "DocumentGraph", f"{_PROV}wasDerivedFrom"),
    GraphDefect("graph-loader", "DocumentGraph", f"{_KEI}loader"),
    GraphDefect("graph-loader-version", "DocumentGraph", f"{_KEI}loaderVersion"),
    GraphDefect("graph-software-version", "DocumentGraph", f"{_KEI}softwareVersion"),
    GraphDefect("document-title", "SourceDocument", f"{_DCT}title"),
    GraphDefect("document-hash", "SourceDocument", f"{_KEI}sha256", '"0"'),
    GraphDefect("municipality-name", "Municipality", _LABEL),
    GraphDefect("municipality-code", "Municipality", f"{_DCT}identifier", '"9"'),
    GraphDefect("fragment-document", "SourceFragment", f"{_DCT}isPartOf"),
    GraphDefect("fragment-first-line", "SourceFragment", f"{_KEI}firstLine", f'"0"{_WHOLE}'),
    GraphDefect("fragment-last-line", "SourceFragment", f"{_KEI}lastLine", f'"0"{_WHOLE}'),
    GraphDefect("fragment-order", "SourceFragment", f"{_KEI}firstLine", f'"999999"{_WHOLE}'),
    GraphDefect("evaluation-year", "Evaluation", f"{_KEI}fiscalYear"),
    GraphDefect("evaluation-progress", "Evaluation", f"{_KEI}progressRating", _NOWHERE),
    GraphDefect("evaluation-review", "Evaluation", f"{_KEI}reviewRating", _NOWHERE),
    GraphDefect("indicator-label", "Indicator", _LABEL),
    GraphDefect("indicator-plan", "Indicator", f"{_KEI}inPlan"),
    GraphDefect("indicator-of", "Indicator", f"{_KEI}indicatorOf"),
    GraphDefect("indicator-kind", "Indicator", f"{_KEI}indicatorKind", _NOWHERE),
    GraphDefect("indicator-unit", "Indicator", f"{_KEI}unitLabel", '" "'),
    GraphDefect("indicator-direction", "Indicator", f"{_KEI}desiredDirection", _NOWHERE),
    GraphDefect("indicator-figure", "Indicator", f"{_KEI}observation", _NOWHERE),
    GraphDefect("target-unit", "Indicator", f"{_KEI}unitLabel"),
    GraphDefect("figure-year", "Target", f"{_KEI}fiscalYear", f'"99"{_YEAR}'),
    GraphDefect("figure-year-missing", "Target", f"{_KEI}fiscalYear"),
    GraphDefect("figure-value", "Target", f"{_KEI}value", '"many"'),
    GraphDefect("plan-title", "Plan", f"{_DCT}title"),
    GraphDefect("plan-label", "Plan", _LABEL),
    GraphDefect("plan-kind", "Plan", f"{_KEI}planKind", _NOWHERE),
    GraphDefect("plan-publisher", "Plan", f"{_DCT}publisher"),
    GraphDefect("plan-start", "Plan", f"{_KEI}startFiscalYear", '"2021"'),
    GraphDefect("plan-end", "Plan", f"{_KEI}endFiscalYear", '"2021"'),
    GraphDefect("plan-period", "Plan", f"{_KEI}endFiscalYear", f'"1999"{_YEAR}'),
    GraphDefect("project-status", "Project", f"{_KEI}projectStatus", _NOWHERE),
    GraphDefect("sdg-known", "Measure", f"{_KEI}sdg", _NOWHERE),
    GraphDefect("department-known", "Project", f"{_KEI}department", _NOWHERE),
    GraphDefect("related-plan-known", "Measure", f"{_KEI}relatedPlan", _NOWHERE),
    GraphDefect("strategy-code-known", "Project", f"{_KEI}strategyCode", _NOWHERE),
    GraphDefect("strategy-goal-known", "Measure", f"{_KEI}strategyGoal", _NOWHERE),
    GraphDefect("strategy-code-notation", "StrategyCode", f"{_SKOS}notation"),
    GraphDefect("strategy-code-label", "StrategyCode", f"{_SKOS}prefLabel"),
    GraphDefect("strategy-code-scheme", "StrategyCode", f"{_SKOS}inScheme"),
    GraphDefect("strategy-code-broader", "StrategyCode", f"{_SKOS}broader", _NOWHERE),
    GraphDefect("statement-subject", "Statement", f"{_RDF}subject"),
    GraphDefect("statement-predicate", "Statement", f"{_RDF}predicate"),
    GraphDefect("statement-object", "Statement", f"{_RDF}object"),
    GraphDefect("role-stakeholder", "StakeholderRole", f"{_KEI}stakeholder"),
    GraphDefect("role-text", "StakeholderRole", f"{_DCT}description"),
)


def spoil_graph(quads: Sequence[str], defect: GraphDefect, seed: str) -> list[str] | None:
    """Return a graph with one thing spoiled, None where it has none that can be.

    Args:
        quads: Its lines.
        defect: How.
        seed: Which thing.
    """
    namespace = _RDF if defect.of == "Statement" else _KEI
    kind = f" <{_RDF}type> <{namespace}{defect.of}> "
    things = {quad.split(" ", 1)[0] for quad in quads if kind in quad}
    has = f" <{defect.property}> "
    able = sorted({quad.split(" ", 1)[0] for quad in quads if has in quad} & things)
    if not able:
        return None
    chosen = random.Random(seed).choice(able)  # noqa: S311 - no secret
    kept = [quad for quad in quads if not quad.startswith(f"{chosen}{has}")]
    if defect.value:
        graph = quads[0].rsplit(" <", 1)[1]
        kept.append(f"{chosen}{has}{defect.value} <{graph}")
    return sorted(kept)
