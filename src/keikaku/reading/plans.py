"""The plans of a document: their titles, their headings, and the fiscal years that they print."""

from __future__ import annotations

from keikaku.ground.messages import say
from keikaku.ground.text.folding import key, tidy
from keikaku.reading.grammar import Grammar, Level
from keikaku.reading.model import Plan
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree
from keikaku.reading.values.fiscal import fiscal_period, fiscal_year, whole_period
from keikaku.reading.values.patterns import Forms, Match


class Plans:
    """Reads them.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        spans: The account.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree, spans: Spans) -> None:
        self._reading = reading
        self._grammar = grammar
        self._tree = tree
        self._spans = spans
        self._titles = Forms((each, each[1]) for each in grammar.titles.items())
        self._periods = Forms(((each, each[1]) for each in grammar.periods.items()), anywhere=True)

    def title(self, strip: Strip) -> bool:
        """Read a line that prints the title of a plan."""
        for name, form in self._titles.fitting(strip.text):
            match, plan = form.fullmatch(strip.text), self._tree.named(name)
            if match and plan:
                self._reading.plan(plan.id, strip.number).title = tidy(match["title"])
                self._spans.claim(strip.number)
                return True
        return False

    def is_title(self, strip: Strip) -> bool:
        """Tell whether a line prints the title of a plan as it is declared, and nothing else."""
        return key(strip.text) in {key(plan.title) for plan in self._reading.plans.values() if plan.title}

    def period(self, strip: Strip, above: Strip | None) -> bool:
        """Read a line, or the rest of one that began in the line above, that prints fiscal years of plans."""
        found = self._years(strip.text, [strip.number])
        if above and above.line.page == strip.line.page:
            found |= self._years(
                above.text + strip.text, [above.number, strip.number], across=len(above.text)
            )
        return found

    def _years(self, text: str, numbers: list[int], across: int = 0) -> bool:
        """Set the fiscal years that a text prints; those that reach over a place in it, where one is given."""
        found = False
        for name, form in self._periods.fitting(text):
            match, plan = form.search(text), self._tree.named(name)
            years = _printed_years(match) if match else None
            if match and across and not match.span()[0] < across < match.span()[1]:
                continue
            if years and plan and plan.start in (None, years[0]) and plan.end in (None, years[1]):
                self._reading.period(plan, *years, *numbers)
                found = True
        for number in numbers if found else ():
            self._spans.claim(number)
        return found

    # -- headings

    def _opened(self, level: Level) -> list[Plan]:
        return [plan for name in level.opens if (plan := self._tree.named(name))]

    def begin(self, level: Level, match: Match, strip: Strip) -> None:
        """Open the plans of a heading, the first of them for what stands below."""
        plans = self._opened(level)
        for plan in plans:
            if self._tree.named(level.inside) is plan:
                self._reading.structure(strip.number)  # a part of the plan that is open
            else:
                self._reading.plan(plan.id, strip.number)
            years = fiscal_period(match.group("period"))
            if years:
                self._reading.period(plan, *years, strip.number)
            self._spans.claim(strip.number)
        if plans:
            self._tree.open_plan(plans[0])

    def period_below(self, level: Level, strip: Strip) -> bool:
        """Read the line below the heading of plans as their period."""
        years = whole_period(strip.text)
        for plan in self._opened(level) if years else ():
            self._reading.period(plan, *years, strip.number)  # type: ignore[misc]
            self._spans.claim(strip.number)
        return years is not None

    def report(self) -> None:
        """Report plans that have headings, and no years."""
        plans = [
            plan
            for level in self._grammar.levels.values()
            for plan in self._opened(level)
            if plan.start is None
        ]
        last = next((line.number for line in reversed(self._reading.document.lines) if not line.blank), 1)
        for plan in dict.fromkeys(plans):
            self._reading.report(
                say("rules.no-period", plan=plan.id),
                *(plan.lines or [last]),
            )


def _printed_years(match: Match) -> tuple[int, int] | None:
    year = fiscal_year(match.group("year"))
    return (year, year) if year else fiscal_period(match.group("period"))
