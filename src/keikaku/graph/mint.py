"""Records to quads: the one module that makes IRIs and triples.

IRIs are made from what the document prints (municipality code, plan, class, label and the labels above it),
never from a position, so the same document, or its next edition, gives the same IRIs. Quads are written as
N-Quads text at once: building them as objects first costs several times as much (benchmarks/mint.py).
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from keikaku.graph import cube
from keikaku.graph.accounts import AccountWriter
from keikaku.graph.description import description, extent
from keikaku.graph.money import rank
from keikaku.graph.nquads import (
    DCT,
    INTEGER,
    NOTATION,
    ORG,
    PROV,
    RDF,
    SKOS,
    TYPE,
    YEAR,
    code_segment,
    decimal_literal,
    department_segment,
    digest,
    japanese,
    kei,
    literal,
    named,
    search_key,
    segment,
)
from keikaku.ground import vocab
from keikaku.ground.collector import paused
from keikaku.reading.model import (
    AMOUNTS,
    RATED,
    TEXT_FACTS,
    Budget,
    Confidence,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Observation,
    Plan,
    Record,
    Statement,
)
from keikaku.reading.records import Reading
from keikaku.reading.series import Series
from keikaku.reading.words import value_status


def mint(reading: Reading, series: Series, base: str = vocab.DEFAULT_BASE) -> list[str]:
    """Return the document's quads as sorted lines of N-Quads, each once, without line ends.

    Args:
        reading: What was read.
        series: The document's series.
        base: IRI under which the publisher's data lives, ending in "/".
    """
    with paused():
        return _Minter(reading, series, base).quads()  # let go before the collector comes back


def nodes(reading: Reading, series: Series, base: str = vocab.DEFAULT_BASE) -> dict[str, Record]:
    """Return the records of a reading by the IRIs under which they are published.

    Args:
        reading: What was read.
        series: The document's series.
        base: IRI under which the publisher's data lives, ending in "/".
    """
    return _Minter(reading, series, base).nodes()


class _Minter(AccountWriter):
    """Writes the quads of one reading."""

    def quads(self) -> list[str]:
        """Write all and return it as lines."""
        self._write()
        return self.lines()

    def nodes(self) -> dict[str, Record]:
        """Write all and return which record each node says, the first where several say one."""
        self._write()
        found: dict[str, Record] = {}
        for subject, record in self._sources:
            found.setdefault(subject[1:-1], record)
        return found

    def _write(self) -> None:
        """Write what was read."""
        for subject, pairs in description(self._reading.document, self._series, self._base):
            self._add(subject, *pairs)
        for plan in self._plans():
            self._plan(plan)
        for element in self._reading.elements:
            self._element(element)
        for indicator in self._reading.indicators:
            self._indicator(indicator)
        for budget in self._reading.budgets:
            self._budget(budget)
        for scale in self._reading.scales:
            self._scale(scale)
        for evaluation in self._reading.evaluations:
            self._evaluation(evaluation)
        for (plan_id, notation), lines in self._codes.items():
            self._strategy_code(plan_id, notation, lines)
        self.decisions()
        self._schemes()

    def _plans(self) -> list[Plan]:
        """Return the plans that the document holds or names."""
        reading = self._reading
        used = {element.plan for element in reading.elements}
        used |= {indicator.of for indicator in reading.indicators if isinstance(indicator.of, Plan)}
        holders: list[Plan | Element] = [*reading.plans.values(), *reading.elements]
        used |= {reading.plans[fact.plan] for holder in holders for fact in holder.statements if fact.plan}
        return [plan for plan in reading.plans.values() if plan in used or plan.lines or plan.statements]

    def _plan(self, plan: Plan) -> None:
        subject = self.iri(plan)
        pairs = [
            (TYPE, kei("Plan")),
            (f"<{DCT}title>", japanese(plan.title)),
            *named(plan.title),
            (kei("planKind"), self._concept("planKinds", plan.kind, plan)),
            (f"<{DCT}publisher>", f"<{self._root}>"),
        ]
        for name, year in (("startFiscalYear", plan.start), ("endFiscalYear", plan.end)):
            if year:
                pairs.append((kei(name), f'"{year}"{YEAR}'))
        if plan.part_of:
            pairs.append((f"<{DCT}isPartOf>", f"<{self._root}/{plan.part_of}>"))
        if plan.revision_of:
            pairs.append((f"<{PROV}wasRevisionOf>", f"<{self._root}/{plan.revision_of}>"))
        pairs.extend(extent(plan.extent, plan.part))
        pairs.extend((f"<{DCT}conformsTo>", f"<{one.iri}>") for one in plan.follows)
        self._add(subject, *pairs)
        self._source(subject, plan)
        if not plan.lines:  # printed nowhere in so many words: the document as a whole
            self._derived_from_whole(subject)
        self._statements(subject, plan.statements)

    def _element(self, element: Element) -> None:
        subject = self.iri(element)
        pairs = self._about[subject]
        pairs += (
            (TYPE, kei(element.kind)),
            (TYPE, kei("PlanElement")),
            *named(element.label),
            (kei("inPlan"), self.iri(element.plan)),
            (kei("contributesTo"), self.iri(element.parent)),
        )
        if element.number:
            pairs.append((NOTATION, literal(element.number)))
        if element.mark:
            pairs.append((kei("mark"), literal(element.mark)))
        if element.unreadable:
            pairs += [(kei("unreadableProperty"), _PROPERTIES[fact]) for fact in element.unreadable]
        self._source(subject, element)
        self._statements(subject, element.statements)

    # -- statements

    def _statements(self, subject: str, statements: list[Statement]) -> None:
        for statement in statements:
            said = self._fact(subject, statement)
            self._about[subject].append(said)
            node = self._statement(subject, *said)
            if statement.fact in _WORDED:
                self._about[node].append(search_key(statement.value))
            self._source(node, statement)

    def _statement(self, subject: str, predicate: str, value: str) -> str:
        """Write the node that stands for a fact, and return it."""
        node = f"{subject[:-1]}/statement/{digest(f'{predicate} {value}', 16)}>"
        self._about[node] += (_STATEMENT, (_SUBJECT, subject), (_PREDICATE, predicate), (_OBJECT, value))
        return node

    def _fact(self, subject: str, statement: Statement) -> tuple[str, str]:
        """Return predicate and object of a statement, writing what the object needs to be known by."""
        fact, value = statement.fact, statement.value
        predicate = _PROPERTIES[fact]
        if fact in TEXT_FACTS:
            return predicate, japanese(value)
        if fact in (Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT, Fact.DEPARTMENT):
            return predicate, self._department(value)
        if fact is Fact.SDG:
            return predicate, self._sdg(statement)
        if fact is Fact.STRATEGY_CODE:
            self._codes.setdefault((statement.plan, value), []).extend(statement.lines)
            return predicate, f"<{self._root}/{statement.plan}/code/{code_segment(value)}>"
        if fact is Fact.STRATEGY_GOAL:
            return predicate, self._strategy_goal(statement)
        if fact is Fact.PROJECT_STATUS:
            return predicate, self._concept("projectStatuses", value, statement)
        if fact is Fact.BUDGET_ACCOUNT:
            return predicate, self._account(statement)
        if fact is Fact.RATING:
            return predicate, self._rating(self._reading.plans[statement.plan], "general", value)
        if fact is Fact.RELATED_PLAN:
            return predicate, self._related_plan(statement)
        return predicate, self._role(subject, statement)

    def _department(self, name: str) -> str:
        node = f"<{self._root}/department/{department_segment(name)}>"
        if self._first(node):
            self._add(
                node,
                (TYPE, kei("Department")),
                (TYPE, f"<{ORG}OrganizationalUnit>"),
                *named(name),
                *((f"<{SKOS}altLabel>", japanese(form)) for form in self._reading.other_names.get(name, ())),
                (f"<{ORG}unitOf>", f"<{self._root}>"),
            )
        return node

    def _strategy_goal(self, statement: Statement) -> str:
        plan = self.iri(self._reading.plans[statement.plan])
        node = f"{plan[:-1]}/strategy-goal/{segment(statement.value)}>"
        self._add(
            node,
            (TYPE, kei("StrategyGoal")),
            (TYPE, kei("PlanElement")),
            *named(statement.value),
            (kei("inPlan"), plan),
            (kei("contributesTo"), plan),
        )
        self._source(node, statement)
        return node

    def _related_plan(self, statement: Statement) -> str:
        title = statement.value
        own = next(
            (plan for plan in self._reading.plans.values() if segment(plan.title) == segment(title)), None
        )
        if own:
            return self.iri(own)
        node = f"<{self._root}/plan/{segment(title)}>"
        self._add(
            node,
            (TYPE, kei("Plan")),
            (f"<{DCT}title>", japanese(title)),
            *named(title),
            (kei("planKind"), self._concept("planKinds", "個別計画", statement)),
            (f"<{DCT}publisher>", f"<{self._root}>"),
        )
        self._source(node, statement)
        return node

    def _role(self, subject: str, statement: Statement) -> str:
        who = statement.stakeholder
        node = f"{subject[:-1]}/role/{segment(who)}-{digest(statement.value, 8)}>"
        self._add(
            node,
            (TYPE, kei("StakeholderRole")),
            (kei("stakeholder"), literal(who)),
            (f"<{DCT}description>", japanese(statement.value)),
        )
        self._source(node, statement)
        return node

    def _strategy_code(self, plan_id: str, notation: str, lines: list[int]) -> None:
        scheme = f"<{self._root}/{plan_id}/codes>"
        self._add(
            scheme,
            (TYPE, f"<{SKOS}ConceptScheme>"),
            (f"<{DCT}source>", f"<{self._root}/{plan_id}>"),
        )
        top = notation.split("(", 1)[0]
        for code in dict.fromkeys((notation, top)):
            node = f"<{self._root}/{plan_id}/code/{code_segment(code)}>"
            self._add(
                node,
                (TYPE, kei("StrategyCode")),
                (TYPE, f"<{SKOS}Concept>"),
                (NOTATION, literal(code)),
                (f"<{SKOS}prefLabel>", japanese(code)),
                (f"<{SKOS}inScheme>", scheme),
            )
            if code != top:
                self._add(node, (f"<{SKOS}broader>", f"<{self._root}/{plan_id}/code/{code_segment(top)}>"))
            self._derived(node, lines)

    # -- figures

    @cached_property
    def _indicators_of_a_name(self) -> Counter[tuple[object, str]]:
        """How many indicators of a name there are in one place."""
        return Counter((each.of, segment(each.label)) for each in self._reading.indicators)

    def _told_apart(self, indicator: Indicator) -> str:
        """Return what tells an indicator from another of its name: what else is printed of it, as a hash."""
        if self._indicators_of_a_name[indicator.of, segment(indicator.label)] < 2:
            return ""
        figures = (each.as_printed or str(each.value) for each in indicator.observations)
        return f"-{digest('|'.join((*indicator.kinds, indicator.unit, *figures)), 6)}"

    def _indicator(self, indicator: Indicator) -> None:
        owner = self.iri(indicator.of)
        plan = indicator.of if isinstance(indicator.of, Plan) else indicator.of.plan
        suffix = "" if isinstance(indicator.of, Plan) else f"-{digest(owner, 6)}"
        suffix += self._told_apart(indicator)
        root = f"{self._root}/{plan.id}/indicator/{segment(indicator.label)}{suffix}"
        subject = f"<{root}>"
        pairs = [
            (TYPE, kei("Indicator")),
            *named(indicator.label),
            (kei("inPlan"), self.iri(plan)),
            (kei("indicatorOf"), owner),
        ]
        for kind in indicator.kinds:
            pairs.append((kei("indicatorKind"), self._concept("indicatorKinds", kind, indicator)))
        if indicator.unit:
            pairs.append((kei("unitLabel"), literal(indicator.unit)))
        if indicator.direction:
            pairs.append((kei("desiredDirection"), kei(indicator.direction)))
        self._add(subject, *pairs)
        self._source(subject, indicator)
        facts = dict(pairs)
        for name, printed in indicator.misread.items():
            if value := facts.get(kei(name)):
                record = Record(lines=indicator.lines, confidence=Confidence.REPAIRED, as_printed=printed)
                self._source(self._statement(subject, kei(name), value), record)
        self._statements(subject, indicator.statements)
        for observation in indicator.observations:
            self._observation(subject, root, self.iri(plan), observation)

    def _in_cube(self, observation: Observation, plan: str, indicator: str) -> list[tuple[str, str]]:
        """Return where a figure stands in the plan's data cube, writing what is said of the data set."""
        found, structure = cube.data_set(plan, observation)
        if found and self._first(found):
            self._add(found, *cube.described(plan, structure))
        return cube.within(found, indicator, observation.role) if found else []

    def _observation(self, indicator: str, root: str, plan: str, observation: Observation) -> None:
        year = observation.fiscal_year
        node = f"<{root}/{observation.role.lower()}/{year or 'undated'}>"
        pairs = [
            (TYPE, kei(observation.role)),
            (TYPE, kei("Observation")),
            *self._in_cube(observation, plan, indicator),
        ]
        if observation.interim:
            pairs.append((TYPE, kei("InterimTarget")))
        if year:
            pairs.append((kei("fiscalYear"), f'"{year}"{YEAR}'))
        if observation.value is not None:
            pairs.append((kei("value"), decimal_literal(observation.value)))
        for name, bound in (("lowerBound", observation.lower), ("upperBound", observation.upper)):
            if bound is not None:
                pairs.append((kei(name), decimal_literal(bound)))
        if observation.comparator:
            pairs.append((kei("comparator"), literal(observation.comparator)))
        if observation.accumulation:
            pairs.append((kei("accumulation"), kei(observation.accumulation)))
        if observation.value is None and (status := value_status(observation.as_printed)):
            pairs.append((kei("valueStatus"), self._describe_code(kei(status))))
        self._add(indicator, (kei("observation"), node))
        self._add(node, *pairs)
        self._source(node, observation)

    def _budget(self, budget: Budget) -> None:
        project = self.iri(budget.of)
        node = self._budget_iri(budget)
        amounts = ((name, getattr(budget, field)) for field, name in AMOUNTS.items())
        self._add(project, (kei("budget"), node))
        self._add(
            node,
            (TYPE, kei("Budget")),
            (kei("fiscalYear"), f'"{budget.fiscal_year}"{YEAR}'),
            *((kei(name), f'"{yen}"{INTEGER}') for name, yen in amounts if yen is not None),
        )
        if stage := vocab.concept("budgetStages", budget.stage):
            self._add(node, (kei("budgetStage"), f"<{stage}>"))
        counts = self._counting[budget.of, budget.fiscal_year]
        self._add(node, *self._account_of(budget))
        if counts.stage != budget.stage:
            self._add(node, (f"<{DCT}isReplacedBy>", self._budget_iri(counts)))
        self._source(node, budget)

    def _budget_iri(self, budget: Budget) -> str:
        stage = vocab.concept("budgetStages", budget.stage)
        name = f"/{stage.rpartition('#')[2]}" if stage else ""
        return f"{self.iri(budget.of)[:-1]}/budget/{budget.fiscal_year}{name}>"

    @cached_property
    def _counting(self) -> dict[tuple[Element, int], Budget]:
        """Of each project and year the budget that counts in sums: the latest stage that is printed."""
        found: dict[tuple[Element, int], Budget] = {}
        for budget in sorted(
            self._reading.budgets, key=lambda one: rank(vocab.concept("budgetStages", one.stage) or "")
        ):
            if budget.total is not None or (budget.of, budget.fiscal_year) not in found:
                found[budget.of, budget.fiscal_year] = budget
        return found

    # -- ratings

    def _evaluation(self, evaluation: Evaluation) -> None:
        measure, plan = self.iri(evaluation.of), evaluation.of.plan
        node = f"{measure[:-1]}/evaluation/{evaluation.fiscal_year}>"
        pairs = [(TYPE, kei("Evaluation")), (kei("fiscalYear"), f'"{evaluation.fiscal_year}"{YEAR}')]
        if evaluation.progress:
            pairs.append((kei("progressRating"), self._rating(plan, "progress", evaluation.progress)))
        if evaluation.review:
            pairs.append((kei("reviewRating"), self._rating(plan, "review", evaluation.review)))
        pairs.extend((kei("unreadableProperty"), kei(RATED[name])) for name in evaluation.unreadable)
        self._add(measure, (kei("evaluation"), node))
        self._add(node, *pairs)
        self._source(node, evaluation)
        self._statements(node, evaluation.texts)


_STATEMENT = (TYPE, f"<{RDF}Statement>")
_SUBJECT, _PREDICATE, _OBJECT = (f"<{RDF}{name}>" for name in ("subject", "predicate", "object"))
_PROPERTIES = {fact: kei(fact) for fact in Fact} | {
    Fact.DESCRIPTION: f"<{DCT}description>",
    Fact.NOTE: f"<{SKOS}note>",
}
_WORDED = TEXT_FACTS | {Fact.STAKEHOLDER_ROLE}
