"""Ratings: the plan's own scales, as legends print them or plan.yml declares them, and the marks that cells print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.model import (
    Confidence,
    Element,
    Evaluation,
    Fact,
    Indicator,
    Kind,
    Plan,
    RatingName,
    Role,
)
from keikaku.reading.records import Reading
from keikaku.reading.values.numbers import is_no_value
from keikaku.reading.values.patterns import Forms, Pattern
from keikaku.reading.values.rating_scales import (
    Step,
    is_mark,
    is_of_their_kind,
    legend,
    mark,
    ticked,
    words_alone,
)

_LOOKALIKES = str.maketrans("АВСЕΑΒΕ", "ABCEABE")
"""Cyrillic and Greek capitals that look like Latin ones."""
_STROKES = str.maketrans("1l|!", "IIII")
_CODE = re.compile(r"(?:^|\s)([A-Z]{1,4})(?=\s)")
_LONGEST_LEGEND = 10
"""Lines of the longest legend that prints a line for each step."""

Printed = tuple[tuple[int, ...], str]
"""A legend: the lines that print it, and what they print."""


@dataclass(slots=True, eq=False)
class Rating:
    """The cell of a rating.

    Attributes:
        code: The rating, "" where it was lost or cannot be read.
        printed: The print, where it differs.
        confidence: What had to be done to read it.
    """

    code: str = ""
    printed: str = ""
    confidence: Confidence = Confidence.CERTAIN


def read_rating(cell: str, scale: Collection[str] | Mapping[str, str]) -> Rating:
    """Return the rating that a cell prints: one of the scale, in letters that may look like others.

    A mark may stand with the words that the scale gives it, or those words alone. One that the scale does not have, and
    that is of the kind of its marks, is doubtful and kept as printed. Without a scale whatever can be a mark is one, of
    any kind; letters of another script, which no scale proves, are doubtful.
    """
    if not cell:
        return Rating()
    plain = mark(cell)
    known = {fold(mark): mark for mark in scale}
    found = known.get(fold(plain)) or _worded(cell, scale)
    if found:
        return Rating(found)
    for reading in (plain.translate(_LOOKALIKES), plain.translate(_STROKES)):
        if found := known.get(fold(reading), ""):
            return Rating(found, cell, Confidence.REPAIRED)
    if not scale and plain == plain.translate(_LOOKALIKES) and is_mark(plain):
        return Rating(plain)
    code = plain.translate(_LOOKALIKES) if not scale else plain
    return Rating(code if is_of_their_kind(code, scale) else "", cell, Confidence.DOUBTFUL)


def _worded(cell: str, scale: Collection[str] | Mapping[str, str]) -> str:
    """Return the mark whose words a cell prints, alone or behind the mark, "" where there is not one."""
    words = scale if isinstance(scale, Mapping) else {}
    plain = _squeezed(cell)
    found = [mark for mark, said in words.items() if plain in {_squeezed(said), _squeezed(mark + said)}]
    return found[0] if len(found) == 1 else ""


def _squeezed(text: str) -> str:
    return re.sub(r"[\s:()\[\]・=-]", "", fold(text))


class Scale:
    """A scale of a plan: as the legends of the document print it, else as plan.yml declares it.

    A legend that differs from the one that is printed most often is a misprint or was misread. Where there is no scale,
    a rating is known by its mark alone.

    Args:
        reading: What is read.
        plan: The plan whose scale it is.
        name: What is rated.
        legends: Its legends.
        declared: Its marks in the order of the legend, where the legends have lost them.

    Attributes:
        printed: Whether the document prints a legend of it.
    """

    def __init__(
        self,
        reading: Reading,
        plan: Plan,
        name: RatingName,
        legends: Sequence[Printed],
        declared: Iterable[str] = (),
    ) -> None:
        self._reading = reading
        self._plan = plan
        self._name = name
        self._declared = dict.fromkeys(declared, "")
        self.printed = bool(legends)
        self._keep(legends)

    @property
    def steps(self) -> dict[str, str]:
        """Its marks and the words for each."""
        return self._reading.steps(self._plan, self._name) or self._declared

    def check(self, lines: Iterable[int], print_: str) -> None:
        """Note a legend, and report one that prints other ratings or cannot be read."""
        numbers = list(lines)
        self._reading.structure(*numbers)
        steps, known = self._steps(print_), self.steps
        printed = set(_CODE.findall(fold(print_)))
        if steps:
            self._reading.scale(self._plan, self._name, dict(steps), *numbers)
        elif printed - {*known} or not known:
            self._reading.report(
                say("rules.rating-scale"),
                *numbers,
            )

    def _keep(self, legends: Sequence[Printed]) -> None:
        """Keep the legend that is printed most often, the first of those that are printed equally often.

        Those whose marks are lost come after the others, which tell what the marks are.
        """
        marked = [one for one in legends if all(step.mark for step in steps_of(one[1]))]
        for chosen in (marked, legends):
            printed = [(lines, tuple(steps)) for lines, text in chosen if (steps := self._steps(text))]
            for usual, _ in Counter(steps for _, steps in printed).most_common(1):
                numbers = [number for lines, steps in printed if steps == usual for number in lines]
                self._reading.scale(self._plan, self._name, dict(usual), *numbers)
                return

    def _steps(self, print_: str) -> list[Step]:
        """Return the steps of a legend; where its marks are lost, their order tells which is which."""
        steps = steps_of(print_)
        if all(step.mark for step in steps):
            return [Step(mark(step.mark), step.words) for step in steps]
        declared = self.steps
        if len(steps) != len(declared):
            return []
        return [Step(known, step.words) for known, step in zip(declared, steps, strict=True)]


def steps_of(print_: str) -> list[Step]:
    """Return the steps of a legend: with marks, or words alone."""
    return legend(print_) or words_alone(print_)


class Ratings:
    """Evaluations of elements: ratings by the plan's own scales, and what is said beside them.

    Args:
        reading: Where the records go.
        forms: Forms of the legends, by what is rated: group ``legend``, or the lines below it.
    """

    def __init__(self, reading: Reading, forms: Mapping[RatingName, Pattern]) -> None:
        self._reading = reading
        self._legends = dict(_legends(list(reading.lines()), forms))
        self._scales: dict[tuple[str, RatingName], Scale] = {}
        self._open: dict[tuple[int, int], Evaluation] = {}
        self._told: dict[int, int] = {}
        self._empty: list[tuple[RatingName, Element, list[int]]] = []

    def legend(self, number: int) -> bool:
        """Tell whether a line prints a legend, or a step of one."""
        return number in self._legends

    def of(self, element: Element, lines: Iterable[int], year: int = 0) -> Evaluation:
        """Return the evaluation of an element, noting lines that print it.

        Args:
            element: What is evaluated.
            lines: Lines that print something of the evaluation.
            year: Its fiscal year; that of the figures read of the element unless given.
        """
        known = self._open.get((id(element), year))
        if known is None:
            known = self._open[id(element), year] = self._reading.evaluation(element, year, [])
        self._reading.again(known, *lines)
        return known

    def told_of(self, element: Element, year: int) -> None:
        """Note a year of which a text tells what was reached: the last one is that of the evaluation, without actuals."""
        self._told[id(element)] = max(year, self._told.get(id(element), 0))

    def rate(
        self, name: RatingName, of: Element | Plan, text: str, lines: Iterable[int], year: int = 0
    ) -> None:
        """State the rating that a cell prints; what cannot be read is reported, and noted as unreadable."""
        numbers = list(lines)
        if is_no_value(text) and not (isinstance(of, Element) and self._is_step(name, of.plan, text)):
            return
        if isinstance(of, Plan):
            self._report(of.title, text, numbers)
        elif not text.strip():
            self._empty.append((name, of, numbers))
        else:
            rating = self._read(name, of.plan, text, numbers)
            if of.kind is Kind.PROJECT and name == "general":
                self._of_project(of, rating, numbers)
            else:
                self._note(name, self.of(of, numbers, year), rating, numbers)

    def _is_step(self, name: RatingName, plan: Plan, text: str) -> bool:
        """Tell whether a dash is a step of a scale (－ 対象外), and not the lack of a rating."""
        steps = self._scale(plan, name).steps
        return bool(steps) and bool(read_rating(text.strip(), steps).code)

    def _of_project(self, project: Element, rating: Rating, lines: list[int]) -> None:
        if rating.code:
            stated = self._reading.state(
                project, Fact.RATING, rating.code, lines, confidence=rating.confidence
            )
            stated.as_printed = rating.printed
        if rating.confidence is Confidence.DOUBTFUL or not rating.code:
            self._report(project.label, rating.printed, lines)

    def _read(self, name: RatingName, plan: Plan, text: str, numbers: list[int]) -> Rating:
        """Return the rating that a print is; boxes to be ticked are a legend themselves."""
        scale = self._scale(plan, name)
        boxes = ticked(text)
        if boxes is None:
            return read_rating(text.strip(), scale.steps)
        chosen, steps = boxes
        if steps and not scale.printed:
            self._reading.scale(plan, name, {mark(step.mark): step.words for step in steps}, *numbers)
        rating = read_rating(chosen, scale.steps)
        return rating if rating.code else Rating("", text.strip(), Confidence.DOUBTFUL)

    def _note(self, name: RatingName, evaluation: Evaluation, rating: Rating, lines: list[int]) -> None:
        given = {"progress": evaluation.progress, "review": evaluation.review}.get(name, "")
        if given and given != rating.code:
            self._report(evaluation.of.label, f"{given} / {rating.code or rating.printed}", lines)
            return
        worse = (Confidence.DOUBTFUL, Confidence.REPAIRED, Confidence.CERTAIN)
        evaluation.confidence = min(evaluation.confidence, rating.confidence, key=worse.index)
        evaluation.as_printed = "; ".join(filter(None, (evaluation.as_printed, rating.printed)))
        if rating.confidence is Confidence.DOUBTFUL or not rating.code:
            self._report(evaluation.of.label, rating.printed, lines)
        if not rating.code:
            evaluation.unreadable.append(name)
        elif name == "general":
            self._reading.state(evaluation, Fact.RATING, rating.code, lines, confidence=rating.confidence)
        elif name == "progress":
            evaluation.progress = rating.code
        else:
            evaluation.review = rating.code

    def _scale(self, plan: Plan, name: RatingName) -> Scale:
        if (plan.id, name) not in self._scales:
            legends = [one for of, one in dict.fromkeys(self._legends.values()) if of == name]
            scale = self._scales[plan.id, name] = Scale(self._reading, plan, name, legends)
            for lines, print_ in legends:
                scale.check(lines, print_)
        return self._scales[plan.id, name]

    def close(self) -> None:
        """Give the evaluations their years: that of the last actuals read of the element, else the plan's only one."""
        for name, of, lines in self._empty:
            if (id(of), 0) in self._open:
                self._note(name, self.of(of, lines), Rating(), lines)
        for (_of, year), evaluation in self._open.items():
            evaluation.fiscal_year = year or self._year(evaluation.of)
            if not evaluation.fiscal_year:
                self._reading.evaluations.remove(evaluation)
                self._reading.structure(*evaluation.lines)
                self._reading.report(
                    say("rules.evaluation-undated", label=evaluation.of.label),
                    *evaluation.lines,
                )

    def _year(self, element: Element) -> int:
        plan, told = element.plan, self._told.get(id(element), 0)
        actuals = [
            one
            for indicator in self._reading.indicators
            if _is_below(indicator, element)
            for one in indicator.observations
            if one.role is Role.ACTUAL and one.fiscal_year
        ]
        later = [one for one in actuals if told and (one.fiscal_year or 0) > told]
        if later:
            self._reading.report(
                say("rules.actual-year", label=element.label, told=told),
                *dict.fromkeys(line for one in later for line in one.lines),
            )
        years = [one.fiscal_year or 0 for one in actuals if one not in later]
        return max(years, default=0) or told or (plan.start if plan.start == plan.end else 0) or 0

    def _report(self, label: str, print_: str, lines: list[int]) -> None:
        self._reading.report(
            say(
                "rules.rating-unread",
                label=label,
                value=print_ or say("reading.nothing-left"),
            ),
            *lines,
        )


def _is_below(indicator: Indicator, element: Element) -> bool:
    above: Element | Plan = indicator.of
    while isinstance(above, Element) and above is not element:
        above = above.parent
    return above is element


def _legends(
    lines: Sequence[Line], forms: Mapping[RatingName, Pattern]
) -> Iterator[tuple[int, tuple[RatingName, Printed]]]:
    """Yield the lines that print legends, each with what is rated and the whole legend."""
    printed = [line for line in lines if not line.blank] if forms else []
    heads = Forms(forms.items())
    for at, line in enumerate(printed):
        name = heads.first(flat := _flat(line), None)
        if name and (match := forms[name].fullmatch(flat)):
            found = _whole(match.group("legend").strip(), printed[at : at + 1 + _LONGEST_LEGEND])
            yield from ((number, (name, found)) for number in found[0])


def _whole(beside: str, lines: Sequence[Line]) -> Printed:
    """Return a legend that stands beside its head, or whose steps are a line each below it."""
    if steps_of(beside):
        return (lines[0].number,), beside
    parts = [beside] if beside else []
    for count in range(len(lines) - 1, 0, -1):
        below = " ".join([*parts, *(_flat(line) for line in lines[1 : count + 1])])
        if len(steps_of(below)) == count + len(parts) > 1:
            return tuple(line.number for line in lines[: count + 1]), below
    return (lines[0].number,), beside


def _flat(line: Line) -> str:
    return " ".join(line.text.split())
