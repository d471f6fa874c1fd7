"""What is read of one document: its records, and what to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from keikaku.documents.numbered_lines import Document
from keikaku.ground.messages import Message, say
from keikaku.ground.text.folding import key
from keikaku.reading.account import Accounted
from keikaku.reading.model import (
    Accumulation,
    Budget,
    Confidence,
    Direction,
    Element,
    Evaluation,
    Fact,
    Finding,
    Indicator,
    Kind,
    Observation,
    Plan,
    RatingScale,
    Record,
    Role,
    Statement,
    Total,
)
from keikaku.reading.settings import NotAllowedError
from keikaku.reading.values.numbers import Figure

if TYPE_CHECKING:
    from keikaku.reading.decisions.applying import Reviewed


class Reading(Accounted):
    """The records of one document.

    Args:
        document: The document, with the declared repairs made.
        plans: The plans that plan.yml declares, by id, with nothing read yet.
        furniture: Numbers of the lines that plan.yml declares as none of the plan's content.
        repairs: The declared repairs, (print, reading).

    Attributes:
        other_names: Of a department, by its name, the other forms in which the document prints it.
        unmet: What is declared of the document and it does not print, with the keys that declare it.
        reviewed: What people decided about it, None where nobody was asked.
        icons_read: Numbers of the lines whose icons are said of something.
    """

    def __init__(
        self,
        document: Document,
        plans: Mapping[str, Plan],
        furniture: Iterable[int] = (),
        repairs: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(document, furniture)
        self.plans = dict(plans)
        self.elements: list[Element] = []
        self.indicators: list[Indicator] = []
        self.budgets: list[Budget] = []
        self._budgets_of: dict[int, list[Budget]] = {}
        self._known_lines: dict[int, tuple[list[int], set[int]]] = {}  # by the list, which it keeps
        self.totals: list[Total] = []
        self.evaluations: list[Evaluation] = []
        self.scales: list[RatingScale] = []
        self.findings: list[Finding] = []
        self.unmet: list[NotAllowedError] = []
        self.other_names: dict[str, list[str]] = {}
        self.reviewed: Reviewed | None = None
        self._repairs = tuple(repairs)
        self.icons_read: set[int] = set()
        self._rule = ""

    # -- records

    @contextmanager
    def by(self, rule: str) -> Iterator[None]:
        """Name what of plan.yml makes the records that are added meanwhile (:attr:`keikaku.reading.model.Record.rule`)."""
        before, self._rule = self._rule, rule
        try:
            yield
        finally:
            self._rule = before

    def plan(self, plan_id: str, *lines: int) -> Plan:
        """Return a declared plan, adding the lines that print it (its title, its period)."""
        plan = self.plans[plan_id]
        self._extend(plan.lines, lines)
        return plan

    def period(self, plan: Plan, start: int, end: int, *lines: int) -> None:
        """Set the fiscal years of a plan as the document prints them; they may not contradict what is known."""
        if (plan.start or start, plan.end or end) != (start, end):
            self.report(
                say(
                    "rules.period-printed.twice",
                    plan=plan.id,
                    start=start,
                    end=end,
                    plan_start=plan.start,
                    plan_end=plan.end,
                ),
                *lines,
            )
            return
        plan.start, plan.end = start, end
        self._extend(plan.lines, lines)

    def element(
        self,
        kind: Kind,
        label: str,
        *,
        under: Element | Plan,
        lines: Iterable[int],
        plan: Plan | None = None,
        number: str = "",
        mark: str = "",
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Element:
        """Add an element.

        Args:
            kind: Its class.
            label: Its wording, tidied.
            under: What it contributes to.
            lines: Numbers of the lines that print it.
            plan: The plan it is in; that of ``under`` unless given.
            number: The number as printed.
            mark: A mark printed beside it.
            confidence: What had to be done to read it.
        """
        element = Element(
            kind=kind,
            label=label,
            plan=plan or (under if isinstance(under, Plan) else under.plan),
            parent=under,
            number=number,
            mark=mark,
            lines=list(lines),
            rule=self._rule,
            confidence=confidence,
        )
        self._note_repair(element, label)
        self.elements.append(element)
        return element

    def state(
        self,
        of: Element | Plan | Evaluation | Indicator,
        fact: Fact,
        value: str,
        lines: Iterable[int],
        *,
        stakeholder: str = "",
        plan: str = "",
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Statement:
        """Add a fact about an element, a plan or (texts and ratings only) an evaluation or an indicator.

        A rating is of the plan that the thing stands in, where ``plan`` names no other.
        """
        if fact is Fact.RATING:
            plan = plan or _plan_of(of).id
        statement = Statement(
            fact=fact,
            value=value,
            stakeholder=stakeholder,
            plan=plan,
            lines=list(lines),
            rule=self._rule,
            confidence=confidence,
        )
        self._note_repair(statement, value)
        (of.texts if isinstance(of, Evaluation) else of.statements).append(statement)
        return statement

    def indicator(
        self,
        of: Element | Plan,
        label: str,
        lines: Iterable[int],
        *,
        kinds: Iterable[str] = (),
        unit: str = "",
        direction: Direction | None = None,
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Indicator:
        """Add an indicator."""
        indicator = Indicator(
            of=of,
            label=label,
            kinds=list(kinds),
            unit=unit,
            direction=direction,
            lines=list(lines),
            rule=self._rule,
            confidence=confidence,
        )
        self._note_repair(indicator, label)
        self.indicators.append(indicator)
        return indicator

    def observe(
        self,
        indicator: Indicator,
        role: Role,
        fiscal_year: int | None,
        value: Decimal | None,
        lines: Iterable[int],
        *,
        comparator: str = "",
        lower: Decimal | None = None,
        upper: Decimal | None = None,
        accumulation: Accumulation | None = None,
        as_printed: str = "",
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Observation:
        """Add a figure to an indicator; a range, a target in words and a doubtful one have no value."""
        observation = Observation(
            role=role,
            fiscal_year=fiscal_year,
            value=value,
            comparator=comparator,
            lower=lower,
            upper=upper,
            accumulation=accumulation,
            lines=list(lines),
            rule=self._rule,
            as_printed=as_printed,
            confidence=confidence,
        )
        self._note_repair(observation, as_printed)
        indicator.observations.append(observation)
        return observation

    def observe_figure(
        self,
        indicator: Indicator,
        role: Role,
        fiscal_year: int | None,
        figure: Figure,
        lines: Iterable[int],
    ) -> Observation:
        """Add what `read.numbers.figure_or_words` read of a cell to an indicator, with its print."""
        return self.observe(
            indicator,
            role,
            fiscal_year,
            figure.value,
            lines,
            comparator=figure.comparator,
            lower=figure.lower,
            upper=figure.upper,
            accumulation=figure.accumulation,
            as_printed=figure.as_printed,
        )

    def budget(
        self,
        of: Element,
        fiscal_year: int,
        total: int | None,
        specific: int | None,
        general: int | None,
        lines: Iterable[int],
        *,
        stage: str = "",
        as_printed: str = "",
        confidence: Confidence = Confidence.CERTAIN,
    ) -> Budget:
        """Add the money of a project in one fiscal year, in yen."""
        budget = Budget(
            of=of,
            fiscal_year=fiscal_year,
            stage=stage,
            total=total,
            specific=specific,
            general=general,
            lines=list(lines),
            rule=self._rule,
            as_printed=as_printed,
            confidence=confidence,
        )
        self.budgets.append(budget)
        self._budgets_of.setdefault(id(of), []).append(budget)
        return budget

    def budgets_of(self, thing: object) -> Iterable[Budget]:
        """Return the money of a project that was added, none of anything else."""
        return self._budgets_of.get(id(thing), ())

    def total(
        self,
        of: Element | Plan,
        fiscal_year: int | None,
        lines: Iterable[int],
        *,
        stage: str = "",
        parts: Iterable[Budget] = (),
        total: int | None = None,
        specific: int | None = None,
        general: int | None = None,
    ) -> Total:
        """Add a sum that the document prints, in yen, for the checks; it is not stored.

        Args:
            of: What it is the money of; the projects below it are its parts.
            fiscal_year: Western year, None where it adds up all years.
            lines: Numbers of the lines that print it.
            stage: Which stage of the year's money it adds up.
            parts: The amounts that it adds up, where they are not all of those.
            total: 事業費.
            specific: 特定財源.
            general: 一般財源.
        """
        added = Total(
            of=of,
            fiscal_year=fiscal_year,
            stage=stage,
            parts=list(parts),
            total=total,
            specific=specific,
            general=general,
            lines=list(lines),
        )
        self.totals.append(added)
        return added

    def evaluation(
        self,
        of: Element,
        fiscal_year: int,
        lines: Iterable[int],
        *,
        progress: str = "",
        review: str = "",
        confidence: Confidence = Confidence.CERTAIN,
        as_printed: str = "",
    ) -> Evaluation:
        """Add the evaluation of a measure."""
        evaluation = Evaluation(
            of=of,
            fiscal_year=fiscal_year,
            progress=progress,
            review=review,
            lines=list(lines),
            rule=self._rule,
            confidence=confidence,
            as_printed=as_printed,
        )
        self.evaluations.append(evaluation)
        return evaluation

    def scale(self, plan: Plan, name: str, words: Mapping[str, str], *lines: int) -> RatingScale:
        """Add the legend of a rating scale; one that is printed again adds its lines.

        A scale is the plan's: a legend that says something else than the first one is a finding with both places, and the
        first one counts. Which one is the first, a reader of the whole document may choose: the one printed most often.
        """
        known = next((each for each in self.scales if (each.plan, each.name) == (plan, name)), None)
        if known is None:
            known = RatingScale(plan=plan, name=name, words=dict(words), lines=[])
            self.scales.append(known)
        if _legend(known.words) == _legend(words):
            self._extend(known.lines, lines)
            return known
        printed, counted = (
            " / ".join(f"{mark} {said}" for mark, said in one.items()) for one in (words, known.words)
        )
        self.report(
            say("rules.rating-scale.differs", printed=printed, counted=counted),
            *lines,
            *known.lines[:1],
        )
        return known

    def scale_of(self, plan: Plan, name: str) -> RatingScale:
        """Return a plan's scale, as its legend prints it or plan.yml declares it; without any step where nobody says."""
        declared = RatingScale(plan=plan, name=name, words=plan.ratings.get(name, {}), lines=[])
        return next((one for one in self.scales if (one.plan, one.name) == (plan, name)), declared)

    def steps(self, plan: Plan, name: str) -> dict[str, str]:
        """Return the steps of a plan's scale, words by mark, as its legend prints them or plan.yml declares them."""
        return self.scale_of(plan, name).words

    def again(self, record: Record, *lines: int) -> None:
        """Note further lines that print a record once more."""
        self._extend(record.lines, lines)

    def _extend(self, lines: list[int], more: Iterable[int]) -> None:
        """Add the lines that are new; of what many lines print, looking through all of them would take ever longer."""
        known = self._known_lines.get(id(lines))
        if known is None or len(known[1]) != len(lines):
            known = self._known_lines[id(lines)] = lines, set(lines)
        for number in more:
            if number not in known[1]:
                known[1].add(number)
                lines.append(number)

    def report(self, said: Message, *lines: int) -> None:
        """Report something that a person should look at: a message of a rule."""
        self.findings.append(Finding.of(said, lines))

    def records(self) -> Iterator[Record]:
        """Yield every record."""
        holders: list[Plan | Element] = [*self.plans.values(), *self.elements]
        for holder in holders:
            yield holder
            yield from holder.statements
        for indicator in self.indicators:
            yield indicator
            yield from indicator.statements
            yield from indicator.observations
        yield from self.budgets
        yield from self.totals
        for evaluation in self.evaluations:
            yield evaluation
            yield from evaluation.texts

    def lines_read(self) -> set[int]:
        """Return the numbers of the lines that a record names as its source."""
        return {number for record in self.records() for number in record.lines}

    def _note_repair(self, record: Record, value: str) -> None:
        """Mark a record as repaired where a declared repair made its value, and keep the print."""
        if not any(self.line(number).repaired for number in record.lines):
            return
        longest = sum(len(self.line(number).printed) for number in record.lines)
        printed = value
        for print_, reading in self._repairs:
            if key(reading) and key(reading) in key(printed):
                size = len(printed) + printed.count(reading) * (len(print_) - len(reading))
                if size <= longest:  # no print is longer than the lines that print it
                    printed = printed.replace(reading, print_)
        if printed != value:
            record.as_printed = record.as_printed or printed
            if record.confidence is Confidence.CERTAIN:
                record.confidence = Confidence.REPAIRED


def _plan_of(thing: Element | Plan | Evaluation | Indicator) -> Plan:
    if isinstance(thing, Evaluation | Indicator):
        thing = thing.of
    return thing if isinstance(thing, Plan) else thing.plan


def _legend(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(mark, key(said)) for mark, said in words.items()]
