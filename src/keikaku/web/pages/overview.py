"""What pages tell of the dataset as a whole: counted once, in time that grows with the dataset and no faster."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from keikaku.asking.editions.choosing import plans, successions
from keikaku.graph.money import once
from keikaku.graph.nquads import DCT, KEI, ORG, SCHEMA
from keikaku.ground import vocab
from keikaku.web.pages.goals import GOALS, Standing, together
from keikaku.web.pages.layout import Layout, Text
from keikaku.web.pages.things import KINDS, Facts, Ref, Things, goal_of, value, values
from keikaku.web.pages.words import whole

DEPARTMENT_PROPERTIES = ("leadDepartment", "department", "relatedDepartment")


@dataclass(frozen=True, slots=True)
class Sums:
    """Yen by fiscal year: total, specific revenue, general revenue."""

    years: tuple[tuple[str, int, int, int], ...]

    @property
    def total(self) -> int:
        """The sum of all years."""
        return sum(year[1] for year in self.years)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list.

    Attributes:
        ref: The plan.
        municipality: IRI of its municipality, or "".
        kind: Name of its kind, or None.
        start: Its first fiscal year, or "".
        end: Its last fiscal year, or "".
        counts: How many things of each kind it has.
        sums: Its budgets.
        sdgs: How its elements stand to the UN's goals.
        extent: How much of it the documents hold, with the part of an excerpt; None where nobody says.
    """

    ref: Ref
    municipality: str
    kind: Text | None
    start: str
    end: str
    counts: Counter[str]
    sums: Sums
    sdgs: Standing
    extent: Text | None

    @property
    def is_read(self) -> bool:
        """Whether a document prints the plan, not its name alone."""
        return bool(self.counts) or bool(self.start)


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality in a list.

    Attributes:
        ref: The municipality.
        code: Its standard area code.
        prefecture: Name of its prefecture, or "".
        kana: How its name is read, or "".
        plans: Its plans that documents print.
        named: Its plans that documents only name.
        departments: Its departments.
        sums: The budgets of its plans together.
        dissolved: The day from which it was no more, or "".
        founded: The day on which it began, or "" where that was before 1970 or nobody says.
    """

    ref: Ref
    code: str
    prefecture: str
    kana: str
    plans: tuple[PlanSummary, ...]
    named: tuple[PlanSummary, ...]
    departments: tuple[Ref, ...]
    sums: Sums
    dissolved: str = ""
    founded: str = ""

    def count(self, kind: str) -> int:
        """Return how many things of a kind its plans have."""
        return sum(plan.counts[kind] for plan in self.plans)

    @property
    def sdgs(self) -> Standing:
        """How the elements of its plans stand to the UN's goals."""
        return together(plan.sdgs for plan in self.plans)

    @property
    def total(self) -> int:
        """The sum of the budgets of its plans in yen, no yen twice."""
        return self.sums.total


class Overview:
    """Counts what is in a dataset.

    Args:
        things: Reads it.
    """

    def __init__(self, things: Things) -> None:
        self._things = things

    @cached_property
    def plan_of(self) -> dict[str, str]:
        """The plan of each element and indicator."""
        return dict(self._things.pairs(f"{KEI}inPlan"))

    @cached_property
    def kind_of(self) -> dict[str, str]:
        """The kind of each thing that plans are made of."""
        return {iri: name for name in KINDS for iri in self._things.of_class(name)}

    @cached_property
    def counts(self) -> Counter[str]:
        """How many things of each kind there are; of plans, those that documents print."""
        counts = Counter(self.kind_of.values())
        counts["Plan"] = sum(plan.is_read for plan in self.plans)
        return counts

    @cached_property
    def declared(self) -> dict[int, list[str]]:
        """The things that declare each of the UN's goals, or a target or indicator of it, sorted."""
        found: defaultdict[int, set[str]] = defaultdict(set)
        for iri, goal in self._things.pairs(f"{KEI}sdg"):
            found[goal_of(goal)].add(iri)
        return {goal: sorted(found[goal]) for goal in GOALS}

    @cached_property
    def lost(self) -> frozenset[str]:
        """The things that print an SDG field that cannot be read, and declare no goal."""
        lost = {iri for iri, name in self._things.pairs(f"{KEI}unreadableProperty") if name == f"{KEI}sdg"}
        return frozenset(lost - self._goals_of.keys())

    @cached_property
    def _general(self) -> frozenset[str]:
        return frozenset(iri for iri, _text in self._things.pairs(f"{KEI}sdgCommitment"))

    @cached_property
    def by_department(self) -> dict[str, list[tuple[str, str]]]:
        """What each department answers for: property, thing; sorted."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in DEPARTMENT_PROPERTIES:
            for iri, department in self._things.pairs(KEI + name):
                found[department].append((name, iri))
        return found

    @cached_property
    def yen_of(self) -> dict[str, Sums]:
        """The budgets of each project."""
        return {project: Sums(tuple(sorted(years.values()))) for project, years in self._budgets_of.items()}

    @cached_property
    def _counted(self) -> dict[str, str]:
        return dict(self._things.pairs(f"{KEI}countedBy"))

    @cached_property
    def _budgets_of(self) -> dict[str, dict[str, tuple[str, int, int, int]]]:
        """The budgets of each project that count in its sums: year, total, specific and general revenue."""
        amounts = [
            dict(self._things.pairs(KEI + name))
            for name in ("fiscalYear", "totalAmount", "specificRevenue", "generalRevenue")
        ]
        found: defaultdict[str, dict[str, tuple[str, int, int, int]]] = defaultdict(dict)
        replaced = {budget for budget, _counts in self._things.pairs(f"{DCT}isReplacedBy")}
        for project, budget in self._things.pairs(f"{KEI}budget"):
            if budget in replaced:
                continue
            total, specific, general = (whole(one.get(budget, "")) or 0 for one in amounts[1:])
            found[project][budget] = (amounts[0].get(budget, ""), total, specific, general)
        return found

    def sums(self, iris: list[str]) -> Sums:
        """Return the budgets of projects together, each project once and no yen twice."""
        years: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        budgets = {node: one for iri in iris for node, one in self._budgets_of.get(iri, {}).items()}
        for node in once({node: one[1] for node, one in budgets.items()}, self._counted):
            year, *amounts = budgets[node]
            years[year] = [have + more for have, more in zip(years[year], amounts, strict=True)]
        return Sums(tuple((year, *years[year]) for year in sorted(years)))  # type: ignore[misc]

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for iri, plan in self.plan_of.items():
            found[plan].append(iri)
        return found

    def members(self, plan: str) -> list[str]:
        """Return the elements and indicators of a plan, sorted."""
        return self._members.get(plan, [])

    @cached_property
    def _goals_of(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for goal, iris in self.declared.items():
            for iri in iris:
                found[iri].append(goal)
        return found

    @cached_property
    def plan(self) -> dict[str, PlanSummary]:
        """The plans by IRI."""
        return {iri: self._plan(iri) for iri in self._things.of_class("Plan")}

    @cached_property
    def plans(self) -> list[PlanSummary]:
        """The plans, by municipality."""
        return sorted(self.plan.values(), key=lambda plan: (plan.municipality, plan.start, plan.ref.iri))

    @cached_property
    def editions(self) -> list[tuple[str, str]]:
        """The plans of a municipality that follow each other: the earlier edition, the later one."""
        memory = self._things.dataset.memory
        return [
            (old.iri, new.iri)
            for old, new in successions(memory, plans(memory))
            if self.plan[old.iri].municipality == self.plan[new.iri].municipality
        ]

    def _plan(self, iri: str) -> PlanSummary:
        about = self._things.about(iri)
        members = self.members(iri)
        kind = value(about, f"{KEI}planKind")
        return PlanSummary(
            ref=self._things.ref(iri),
            municipality=value(about, f"{DCT}publisher"),
            kind=self._things.terms[kind] if kind else None,
            start=value(about, f"{KEI}startFiscalYear"),
            end=value(about, f"{KEI}endFiscalYear"),
            counts=Counter(self.kind_of[one] for one in members if one in self.kind_of),
            sums=self.sums(members),
            sdgs=self._standing(iri, [one for one in members if self.kind_of.get(one) != "Indicator"]),
            extent=self._extent(about),
        )

    def kind_name(self, plan: PlanSummary) -> str:
        """Return the local name of a plan's kind, or ""."""
        return value(self._things.about(plan.ref.iri), f"{KEI}planKind").rpartition("#")[2]

    def _extent(self, about: Facts) -> Text | None:
        held = values(about, f"{KEI}extent")
        if not held:
            return None
        name = self._things.terms[max(held)]  # WholePlan, Excerpt, Digest: the whole before its parts
        part = value(about, f"{KEI}extentPart")
        return Text(f"{name.ja}({part})", f"{name.en} ({part})") if part else name

    def _standing(self, plan: str, elements: list[str]) -> Standing:
        """Return how a plan stands to the goals: what it is part of turns to the SDGs for it too."""
        iris = [plan, *elements]
        return Standing(
            counts=Counter(goal for one in iris for goal in self._goals_of.get(one, ())),
            lost=sum(one in self.lost for one in iris),
            general=sum(one in self._general for one in {*iris, *self._wholes(plan)}),
        )

    def _wholes(self, plan: str) -> set[str]:
        """Return the plans that a plan is part of."""
        found: set[str] = set()
        while (plan := value(self._things.about(plan), f"{DCT}isPartOf")) and plan not in found:
            found.add(plan)
        return found

    @cached_property
    def sdgs(self) -> Standing:
        """How all elements of all plans stand to the UN's goals, each once."""
        return Standing(
            counts=Counter({goal: len(iris) for goal, iris in self.declared.items() if iris}),
            lost=len(self.lost),
            general=len(self._general),
        )

    @cached_property
    def body(self) -> dict[str, Body]:
        """The municipalities by IRI, with those of which a list of changes alone tells."""
        return {body.ref.iri: body for body in self._all_bodies}

    @cached_property
    def bodies(self) -> list[Body]:
        """The municipalities that documents tell of, by code."""
        return [body for body in self._all_bodies if body.plans or body.named or body.departments]

    @cached_property
    def _all_bodies(self) -> list[Body]:
        plans: defaultdict[str, list[PlanSummary]] = defaultdict(list)
        for plan in self.plans:
            plans[plan.municipality].append(plan)
        departments: defaultdict[str, list[str]] = defaultdict(list)
        for department, municipality in self._things.pairs(f"{ORG}unitOf"):
            departments[municipality].append(department)
        found = [
            self._body(iri, plans[iri], departments[iri]) for iri in self._things.of_class("Municipality")
        ]
        return sorted(found, key=lambda body: (body.code, body.ref.iri))

    def _body(self, iri: str, plans: list[PlanSummary], departments: list[str]) -> Body:
        code = value(self._things.about(iri), f"{DCT}identifier")
        known = vocab.municipality(code)
        refs = (self._things.ref(one) for one in departments)
        return Body(
            ref=self._things.ref(iri),
            code=code,
            prefecture=known.prefecture if known else "",
            kana=known.kana if known else "",
            plans=tuple(plan for plan in plans if plan.is_read),
            named=tuple(plan for plan in plans if not plan.is_read),
            departments=tuple(sorted(refs, key=lambda ref: (ref.label, ref.iri))),
            sums=self.sums([one for plan in plans if plan.is_read for one in self.members(plan.ref.iri)]),
            dissolved=value(self._things.about(iri), f"{SCHEMA}dissolutionDate"),
            founded=value(self._things.about(iri), f"{SCHEMA}foundingDate"),
        )


class Counted:
    """A family of pages that shows what the dataset holds, and how much of it.

    Args:
        layout: What pages have in common.
        things: Reads the dataset.
        overview: Counts it.
    """

    def __init__(self, layout: Layout, things: Things, overview: Overview) -> None:
        self._layout = layout
        self._things = things
        self._overview = overview
