"""What to look at: each rule names the query of the library that finds it, and runs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from string import Formatter
from typing import cast

import pyoxigraph as ox

from keikaku.asking import questions
from keikaku.audit.doubts import caveats, mentions, print_of, property_of
from keikaku.audit.extents import EXCERPT, extent_of, qualified
from keikaku.audit.graph import Graph
from keikaku.audit.model import AuditFinding, KnownPlan, Ref, View
from keikaku.audit.rules_of_audit import PERHAPS, RULES, RULES_OF, UNSERVED, VOCABULARIES, Rule
from keikaku.ground.messages import Message, Words, say, sentence
from keikaku.ground.rules import Severity, severity_of

Row = dict[str, str]
_ORDER = {severity: place for place, severity in enumerate(Severity)}


_UNSAID = say("audit.not-printed")
"""What a sentence says in the place of a value that the document does not have."""


@cache
def _named(said: str) -> tuple[str, ...]:
    """Return the values that a message names."""
    return tuple(name for _text, name, _format, _how in Formatter().parse(sentence(said, "en")) if name)


@cache
def _library(name: str) -> questions.Query:
    return questions.find_query(name)


class Finder:
    """Runs the rules on one municipality.

    Args:
        graph: What its documents say.
        municipality: Its code and IRI.
        plans: The plans in scope.
        one_plan: Whether a single plan was asked for; its findings say so when they are found again.
        view: What is looked at.
    """

    def __init__(
        self,
        graph: Graph,
        municipality: Ref,
        code: str,
        plans: set[str],
        one_plan: bool,
        view: View = View.SDGS,
    ) -> None:
        self._graph = graph
        self._municipality = municipality
        self._code = code
        self._plans = plans
        self._one_plan = one_plan
        self._answers: dict[str, list[Row]] = {}
        self._view = view
        self._memory = graph.memory(*(VOCABULARIES if view is View.CONSISTENCY else ()))
        self._sizes = self._count()

    def findings(self) -> list[AuditFinding]:
        """Return all findings, worst first within each plan, not numbered yet."""
        found = [finding for rule in RULES_OF[self._view] for finding in self._apply(rule)]
        if self._view is View.SDGS:
            found += self._unserved()
        return sorted((self._weighed(qualified(one, self._graph)) for one in found), key=_sort_key)

    def _weighed(self, finding: AuditFinding) -> AuditFinding:
        """Return a finding with the money and the departments of what it is about."""
        graph = self._graph
        about = [ref.iri for ref in finding.elements if ref.kind != "Plan"]
        above = [
            up for iri in about if graph.kinds.get(iri) == "Indicator" for up in graph.many["of"].get(iri, ())
        ]
        below = dict.fromkeys(one for iri in (*about, *above) for one in graph.below(iri))
        named = [one for iri in (*about, *above) for one in graph.many["department"].get(iri, ())]
        return replace(
            finding,
            yen=sum(graph.amounts(below).values()),
            departments=tuple(dict.fromkeys(graph.one["label"].get(one, one) for one in named)),
        )

    def _count(self) -> dict[tuple[str, str], int]:
        """Return how many things of each class each plan has."""
        sizes: dict[tuple[str, str], int] = defaultdict(int)
        for iri, kind in self._graph.kinds.items():
            sizes[self._graph.one["plan"].get(iri, ""), kind] += 1
        return sizes

    def inventory(self) -> list[KnownPlan]:
        """Return what is known of the plans of the municipality, loaded ones first."""
        rows = self._rows("plans-and-what-is-known")
        known = [
            KnownPlan(
                ref=self._graph.ref(row["plan"]),
                kind=row.get("kind", ""),
                start=row.get("start", ""),
                end=row.get("end", ""),
                state=row["state"],
                extent="" if row["state"] == "named" else extent_of(self._graph, row["plan"]),
                **{name: int(row[name]) for name in ("elements", "doubtful", "proposed", "reviewed")},
            )
            for row in rows
            if row["municipality"] == self._municipality.iri
        ]
        plans: dict[str, KnownPlan] = {}
        for (
            one
        ) in known:  # a plan of which documents print several periods has a row of each: the widest is shown
            other = plans.get(one.ref.iri, one)
            plans[one.ref.iri] = replace(one, start=min(one.start, other.start), end=max(one.end, other.end))
        return sorted(plans.values(), key=lambda one: (one.state == "named", one.start, one.ref.label))

    def _rows(self, name: str) -> list[Row]:
        if name not in self._answers:
            text = _library(name).text  # a SELECT
            answer = cast(ox.QuerySolutions, self._memory.query(text, use_default_graph_as_union=True))
            names = [variable.value for variable in answer.variables]
            self._answers[name] = [
                {key: value.value for key in names if (value := solution[key]) is not None}
                for solution in answer
            ]
        return self._answers[name]

    def _apply(self, rule: Rule) -> Iterable[AuditFinding]:
        column, value = rule.where
        found: dict[str, list[tuple[Row, str]]] = defaultdict(list)
        if rule.needs and not any(True for _one in self._graph.of_kind(rule.needs)):
            return  # the documents hold none at all, so that it says nothing that one is missing
        for row in self._rows(rule.query):
            subject = row.get(rule.subject, "")
            if row.get(column, "") == value:
                found[row.get(rule.plan) or self._graph.plan_of(subject)].append((row, subject))
        for plan, rows in sorted(found.items()):
            rows = [one for one in rows if self._plans & {plan, one[0].get("otherPlan", "")}]
            if not rows:
                continue
            whole = len(rows) > 1 and len(rows) == self._sizes[plan, rule.of]
            if whole and rule.whole:
                yield self._whole(rule, plan, [subject for _row, subject in rows])
            else:
                yield from (self._single(rule, plan, row, subject) for row, subject in rows)

    def _single(self, rule: Rule, plan: str, row: Row, subject: str) -> AuditFinding:
        owner = self._graph.owner(subject)
        ref = self._graph.ref(owner)
        defect = row.get("defect", "")
        known: dict[str, object] = {
            **row,
            "label": ref.label,
            "goal": row.get("sdg", "").rsplit("/", 1)[-1],
            "defect": say(f"audit.defect-{defect.replace(' ', '-')}") if defect else None,
            "property": Words(*property_of(self._graph, subject)),
            "printed": row.get("printed", print_of(self._graph, subject)),
            "shown": row.get("value", "") + row.get("unit", ""),
            "otherShown": row.get("otherValue", "") + row.get("otherUnit", ""),
        }
        others = [self._graph.ref(row[name]) for name in ("other",) if name in row]
        said = say(rule.said, **{name: known.get(name) or _UNSAID for name in _named(rule.said)})
        beside_en, beside_ja, sources = self._beside(rule, row, owner)
        return self._finding(
            rule, plan, say("audit.beside", said=said, more=Words(beside_en, beside_ja)), [ref, *others],
            (*(self._graph.sources(subject) or ref.sources), *sources),
        )  # fmt: skip

    def _beside(self, rule: Rule, row: Row, owner: str) -> tuple[str, str, tuple[str, ...]]:
        """Return what stands beside a finding about figures: how they were read, and what the sheet says of them."""
        if not rule.figures:
            return "", "", ()
        graph, years = self._graph, {row[name] for name in row if name.lower().endswith("year")}
        holders = [owner, *(row[name] for name in ("other",) if name in row)]
        figures = [figure for one in holders for figure in graph.many[rule.figures].get(one, ())]
        counted = [one for one in figures if not years or graph.one["year"].get(one) in years]
        (en, ja), (said_en, said_ja, sources) = caveats(graph, counted), mentions(graph, owner)
        return en + said_en, ja + said_ja, sources

    def _whole(self, rule: Rule, plan: str, subjects: list[str]) -> AuditFinding:
        ref = self._graph.ref(plan)
        refs = [ref, *(self._graph.ref(one) for one in subjects)]
        said = say(rule.whole, plan=ref.label, count=len(subjects))
        return self._finding(rule, plan, said, refs, ref.sources)

    def _finding(
        self, rule: Rule, plan: str, said: Message, elements: list[Ref], sources: tuple[str, ...]
    ) -> AuditFinding:
        return AuditFinding(
            rule=rule.name,
            severity=severity_of(rule.name),
            said=said,
            municipality=self._code,
            plan=plan,
            elements=tuple(elements),
            sources=sources,
            query=rule.query,
            parameters=self._parameters(rule.query, plan),
            gap=rule.gap,
        )

    def _parameters(self, query: str, plan: str) -> tuple[tuple[str, str], ...]:
        known = {parameter.name for parameter in _library(query).parameters}
        if "plan" in known and self._one_plan:
            return (("plan", plan),)
        return (("municipality", self._municipality.iri),) if "municipality" in known else ()

    def _unserved(self) -> Iterable[AuditFinding]:
        """Yield the goals that no measure of a plan serves, of plans that state some."""
        goals: dict[str, list[str]] = defaultdict(list)
        unreadable: dict[str, int] = {}
        for row in self._rows("sdgs-without-measures"):
            goals[row["plan"]].append(row["sdg"].rsplit("/", 1)[-1])
            unreadable[row["plan"]] = int(row["unreadable"])
        for plan in sorted(set(goals) & self._plans):
            if len(goals[plan]) == 17 and not unreadable[plan]:
                continue  # said of the plan as a whole
            if extent_of(self._graph, plan) == EXCERPT:
                continue  # the measures that serve them may stand in another part
            yield self._without_measures(plan, goals[plan], unreadable[plan])

    def _without_measures(self, plan: str, goals: list[str], unreadable: int) -> AuditFinding:
        ref, rule = self._graph.ref(plan), PERHAPS if unreadable else UNSERVED
        said = say(rule.said, plan=ref.label, goals=tuple(goals), unreadable=unreadable)
        return self._finding(rule, plan, said, [ref], ref.sources)


def of_shapes(lines: list[str], graph: Graph, code: str, plans: set[str]) -> list[AuditFinding]:
    """Return what does not conform to the shapes, of the plans in scope."""
    from keikaku import validation  # a second to import, and only needed here

    found = []
    asked = {rule.name for rule in RULES}
    for one in validation.validate(lines):
        if one.rule in asked:
            continue  # the audit's own rule has said so
        plan = graph.plan_of(one.focus)
        if plan in plans or not plan:
            ref = graph.ref(one.focus)
            sources = graph.sources(one.focus) or ref.sources
            found.append(
                AuditFinding(
                    rule=f"shape:{one.rule}", severity=one.severity, said=one.said, municipality=code,
                    plan=plan, elements=(ref,), sources=sources,
                )
            )  # fmt: skip
    return found


def _sort_key(finding: AuditFinding) -> tuple[object, ...]:
    return (finding.plan, _ORDER[finding.severity], finding.rule, finding.sources, finding.en)


def numbered(findings: Iterable[AuditFinding], first: int = 1) -> list[AuditFinding]:
    """Return findings with their numbers."""
    return [replace(finding, number=number) for number, finding in enumerate(findings, first)]
