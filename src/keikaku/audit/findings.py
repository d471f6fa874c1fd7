"""What to look at: each rule names the query of the library that finds it, and runs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

import pyoxigraph as ox

from keikaku.asking import questions
from keikaku.audit.doubts import caveats, mentions, print_of, property_of
from keikaku.audit.extents import EXCERPT, extent_of, qualified
from keikaku.audit.graph import Graph
from keikaku.audit.model import AuditFinding, Ref
from keikaku.graph.states import Status
from keikaku.ground.messages import Words
from keikaku.reading.model import Severity

Row = dict[str, str]
_ORDER = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule: a query, what its rows are about, and the sentence that says so.

    Attributes:
        name: Short stable name.
        query: Name of the query.
        subject: The column of the thing; findings are about it.
        en: Sentence in English over the columns of the row, and ``label``.
        ja: The same in Japanese.
        severity: How bad it is.
        gap: Whether something is missing.
        where: Column and value: which rows count; all where it is empty.
        figures: The property, by its short name in the graph, that leads to the figures a finding rests on.
        whole_en: Sentence where it is so of all things of a class in a plan, over ``plan`` and ``count``.
        whole_ja: The same in Japanese.
        of: The class of which all are meant there.
        needs: A class of which the documents must hold something: else that something lacks it is no finding.
    """

    name: str
    query: str
    subject: str
    en: str
    ja: str
    severity: Severity = Severity.WARNING
    gap: bool = False
    where: tuple[str, str] = ("", "")
    figures: str = ""
    whole_en: str = ""
    whole_ja: str = ""
    of: str = "Measure"
    needs: str = ""


def _lack(name: str, en: str, ja: str, severity: Severity) -> Rule:
    return Rule(
        name=f"sdg-measure-without-{name}",
        query="sdg-measures-without-means",
        subject="measure",
        where=("lack", name),
        severity=severity,
        gap=True,
        en=f"Measure “{{label}}” serves {{goals}} of the SDGs without {en}.",
        ja=f"施策「{{label}}」はSDGsの{{goals}}ゴールに対応しますが、{ja}がありません。",
        whole_en=f"All {{count}} measures of “{{plan}}” serve the SDGs without {en}.",
        whole_ja=f"「{{plan}}」の施策は{{count}}件すべて、SDGsに対応しながら{ja}がありません。",
    )


RULES = (
    Rule(
        name="measure-without-sdg",
        query="measures-without-sdg",
        subject="measure",
        where=("status", Status.ABSENT),
        gap=True,
        en="Measure “{label}” has no link to the SDGs: neither it nor anything above or below it states one.",
        ja="施策「{label}」にはSDGsとの関連がありません。自身にも上位・下位の要素にも記載がありません。",
        whole_en="“{plan}” states no link to the SDGs for any of its {count} measures.",
        whole_ja="「{plan}」には{count}件の施策がありますが、SDGsとの関連は一つも記載されていません。",
    ),
    Rule(
        name="measure-with-general-sdg",
        query="measures-without-sdg",
        subject="measure",
        where=("status", Status.GENERAL),
        severity=Severity.INFO,
        gap=True,
        en="Measure “{label}” stands where the document turns to the SDGs as a whole; no goal is named for it.",
        ja="施策「{label}」には、SDGs全般についての記載があるだけで、ゴールは挙げられていません。",
        whole_en="“{plan}” turns to the SDGs as a whole and names no goal for any of its {count} measures.",
        whole_ja="「{plan}」はSDGs全般に取り組むと記載していますが、施策{count}件のどれにもゴールを挙げていません。",
    ),
    Rule(
        name="sdg-unreadable",
        query="sdg-unreadable",
        subject="element",
        gap=True,
        en="The SDG field of “{label}” is printed and its content was lost: unreadable, not absent.",
        ja="「{label}」のSDGsの欄は印刷されていますが、中身が読み取れません(記載なしではありません)。",
    ),
    Rule(
        name="measure-inherits-sdg-only",
        query="measures-inheriting-sdg-only",
        subject="measure",
        severity=Severity.INFO,
        gap=True,
        en="Measure “{label}” has its {goals} goals only from what stands above it.",
        ja="施策「{label}」とSDGsの関連({goals}ゴール)は、上位の要素から継承したものだけです。",
    ),
    _lack("indicator", "an indicator", "指標", Severity.WARNING),
    _lack("target", "an indicator that has a target", "目標値のある指標", Severity.WARNING),
    _lack("budget", "a budget", "事業費の記載", Severity.INFO),
    _lack("department", "a department", "担当課の記載", Severity.INFO),
    Rule(
        name="sdg-named-once",
        query="sdgs-named-once",
        subject="element",
        gap=True,
        en="SDG {goal} is named once, by “{label}”, and never acted on: no project and no indicator stands there.",
        ja="SDGsのゴール{goal}は「{label}」に一度挙げられただけで、事業も指標もありません。",
    ),
    Rule(
        name="strategy-goal-without-project",
        query="strategy-goals-without-projects",
        needs="Project",
        subject="goal",
        gap=True,
        en="No project names the strategy goal or code “{label}”.",
        ja="総合戦略の基本目標・コード「{label}」を挙げた事業がありません。",
    ),
    Rule(
        name="project-without-budget",
        query="projects-without-budget",
        subject="project",
        severity=Severity.INFO,
        gap=True,
        of="Project",
        en="Project “{label}” prints no budget.",
        ja="事業「{label}」には事業費の記載がありません。",
        whole_en="“{plan}” prints no budget for any of its {count} projects.",
        whole_ja="「{plan}」の事業{count}件には、事業費の記載が一つもありません。",
    ),
    Rule(
        name="indicator-without-target",
        query="indicators-without-target",
        subject="indicator",
        gap=True,
        of="Indicator",
        en="Indicator “{label}” has no target that can be read.",
        ja="指標「{label}」には、読み取れる目標値がありません。",
        whole_en="None of the {count} indicators of “{plan}” has a target.",
        whole_ja="「{plan}」の指標{count}件には、目標値が一つもありません。",
    ),
    Rule(
        name="budget-sum",
        figures="budget",
        query="budgets-that-do-not-add-up",
        subject="project",
        severity=Severity.VIOLATION,
        en="The {year} budget of “{label}” does not add up: total {total}, specific {specific} and general {general} yen.",
        ja="「{label}」の{year}年度の事業費は合計が合いません(総額{total}円、特定財源{specific}円、一般財源{general}円)。",
    ),
    Rule(
        name="target-side",
        figures="observation",
        query="targets-on-the-wrong-side",
        subject="indicator",
        en="The target of “{label}” ({target}) lies on the wrong side of its baseline ({baseline}).",
        ja="指標「{label}」の目標値({target})は、基準値({baseline})から見て逆の側にあります。",
    ),
    Rule(
        name="copied-actual",
        figures="observation",
        query="copied-actuals",
        subject="indicator",
        en="Indicators “{label}” and “{otherLabel}” have the same actual in {year} ({actual}): check for a copy.",
        ja="指標「{label}」と「{otherLabel}」の{year}年度の実績値が同じです({actual})。写し間違いでないか確かめてください。",
    ),
    Rule(
        name="indicator-off-track",
        figures="observation",
        query="indicators-off-track",
        subject="indicator",
        severity=Severity.INFO,
        en="Indicator “{label}” is off track: {actual} in {actualYear}, {expected} on the way to its target.",
        ja="指標「{label}」は目標への軌道から外れています({actualYear}年度{actual}、目安{expected})。",
    ),
    Rule(
        name="doubtful-reading",
        query="doubtful-readings",
        subject="thing",
        where=("confidence", "doubtful"),
        severity=Severity.INFO,
        en="The reading of “{label}” is doubtful in its {property}; the document prints “{printed}”.",
        ja="「{label}」の{property_ja}の読み取りに疑いがあります。印刷は「{printed}」です。",
    ),
    Rule(
        name="broken-lineage",
        query="broken-lineages",
        subject="element",
        severity=Severity.VIOLATION,
        en="The lineage of “{label}” breaks: {defect}.",
        ja="「{label}」の系譜が途切れています({defect_ja})。",
    ),
)
_DEFECTS = {
    "no way up": "上位の要素なし",
    "leads to what is not described": "上位の要素に記述なし",
    "several ways up": "上位の要素が複数",
    "leads back to itself": "自分自身に戻る",
}


_UNSAID = ("not printed", "記載なし")
"""What a sentence says in the place of a value that the document does not have."""


class _Words(dict[str, str]):
    """The words of a sentence; what a row leaves open is said to be open.

    Args:
        words: What is known.
        unsaid: What stands for the rest.
    """

    def __init__(self, words: Row, unsaid: str) -> None:
        super().__init__({name: word for name, word in words.items() if word})
        self._unsaid = unsaid

    def __missing__(self, name: str) -> str:
        return self._unsaid


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
    """

    def __init__(self, graph: Graph, municipality: Ref, code: str, plans: set[str], one_plan: bool) -> None:
        self._graph = graph
        self._municipality = municipality
        self._code = code
        self._plans = plans
        self._one_plan = one_plan
        self._answers: dict[str, list[Row]] = {}
        self._memory = graph.memory()
        self._sizes = self._count()

    def findings(self) -> list[AuditFinding]:
        """Return all findings, worst first within each plan, not numbered yet."""
        found = [finding for rule in RULES for finding in self._apply(rule)]
        found += self._unserved()
        return sorted((qualified(one, self._graph) for one in found), key=_sort_key)

    def _count(self) -> dict[tuple[str, str], int]:
        """Return how many things of each class each plan has."""
        sizes: dict[tuple[str, str], int] = defaultdict(int)
        for iri, kind in self._graph.kinds.items():
            sizes[self._graph.one["plan"].get(iri, ""), kind] += 1
        return sizes

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
                found[self._graph.plan_of(subject)].append((row, subject))
        for plan, rows in sorted(found.items()):
            if plan not in self._plans:
                continue
            whole = len(rows) > 1 and len(rows) == self._sizes[plan, rule.of]
            if whole and rule.whole_en:
                yield self._whole(rule, plan, [subject for _row, subject in rows])
            else:
                yield from (self._single(rule, plan, row, subject) for row, subject in rows)

    def _single(self, rule: Rule, plan: str, row: Row, subject: str) -> AuditFinding:
        owner = self._graph.owner(subject)
        ref = self._graph.ref(owner)
        (en, ja), said = property_of(self._graph, subject), print_of(self._graph, subject)
        words = {
            **row,
            "label": ref.label,
            "goal": row.get("sdg", "").rsplit("/", 1)[-1],
            "defect_ja": _DEFECTS.get(row.get("defect", ""), ""),
            "property": en,
            "property_ja": ja,
            "printed": row.get("printed", said),
        }
        others = [self._graph.ref(row[name]) for name in ("other",) if name in row]
        sentences = (
            rule.en.format_map(_Words(words, _UNSAID[0])),
            rule.ja.format_map(_Words(words, _UNSAID[1])),
        )
        beside_en, beside_ja, sources = self._beside(rule, row, owner)
        return self._finding(
            rule, plan, (sentences[0] + beside_en, sentences[1] + beside_ja), [ref, *others],
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
        words = {"plan": ref.label, "count": len(subjects)}
        refs = [ref, *(self._graph.ref(one) for one in subjects)]
        return self._finding(
            rule, plan, (rule.whole_en.format_map(words), rule.whole_ja.format_map(words)), refs, ref.sources
        )

    def _finding(
        self,
        rule: Rule,
        plan: str,
        sentence: tuple[str, str],
        elements: list[Ref],
        sources: tuple[str, ...],
    ) -> AuditFinding:
        en, ja = sentence
        return AuditFinding(
            rule=rule.name,
            severity=rule.severity,
            said=Words(en, ja),
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
        ref, listed = self._graph.ref(plan), ", ".join(goals)
        en = f"No measure of “{ref.label}” is linked to these SDGs: {listed}."
        ja = f"「{ref.label}」には、SDGsのゴール{'、'.join(goals)}に対応する施策がありません。"
        if unreadable:
            en += f" The SDG fields of {unreadable} measures cannot be read, so some may be linked after all."
            ja += f"ただしSDGsの欄が読み取れない施策が{unreadable}件あり、実際には対応している可能性があります。"
        rule = Rule(
            name="sdg-without-measure",
            query="sdgs-without-measures",
            subject="plan",
            en="",
            ja="",
            severity=Severity.INFO if unreadable else Severity.WARNING,
            gap=True,
        )
        return self._finding(rule, plan, (en, ja), [ref], ref.sources)


def of_shapes(lines: list[str], graph: Graph, code: str, plans: set[str]) -> list[AuditFinding]:
    """Return what does not conform to the shapes, of the plans in scope."""
    from keikaku import validation  # a second to import, and only needed here

    found = []
    for one in validation.validate(lines):
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
