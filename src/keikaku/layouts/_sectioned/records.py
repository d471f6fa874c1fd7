"""The records of sectioned text: what is printed twice in one place is one, and what contradicts is reported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keikaku.layouts._sectioned.blocks import is_cut_off, is_damaged, text_of
from keikaku.model import (
    Confidence,
    Element,
    Fact,
    Indicator,
    Kind,
    Observation,
    Plan,
    Record,
    Role,
    Severity,
    Statement,
)
from keikaku.read.document import Line
from keikaku.read.folding import key, tidy
from keikaku.read.numbers import Figure
from keikaku.reading import Reading


class Records:
    """Puts records into a reading and finds them again.

    Attributes:
        reading: The reading.
        printed_again: The elements that were met a second time.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.printed_again: set[Element] = set()
        self._of_line: dict[int, list[Record]] = {}
        self._names: dict[tuple[object, Kind, str], Element] = {}
        self._children: dict[Element | Plan, list[Element]] = {}
        self._by_kind: dict[Kind, list[Element]] = {}
        self._by_label: dict[str, list[Element]] = {}
        self._said: dict[tuple[object, Fact, str], Statement] = {}
        self._indicators: dict[tuple[object, str], Indicator] = {}
        self._figures: dict[tuple[Indicator, Role, int | None], Observation] = {}

    def confidence(self, *texts: str, doubtful: bool = False) -> Confidence:
        """Return how sure the reading of some print is."""
        return Confidence.DOUBTFUL if doubtful or is_damaged(*texts) else Confidence.CERTAIN

    def element(
        self,
        kind: Kind,
        print_: str,
        under: Element | Plan,
        lines: Iterable[Line],
        *,
        number: str = "",
        mark: str = "",
        label: str = "",
        plan: Plan | None = None,
        as_printed: str = "",
    ) -> Element:
        """Add an element, or note that one of that name is printed again in the same place.

        Args:
            kind: Its class.
            print_: Its name as printed.
            under: What it contributes to.
            lines: The lines that print it.
            number: Its number as printed.
            mark: A mark beside it.
            label: Its name, where it is not the tidied print.
            plan: The plan it is in, where that is not the plan of ``under``.
            as_printed: The print that a proved repair read it from.
        """
        label = label or tidy(print_)
        numbers = [line.number for line in lines]
        place = (under, kind, key(label))
        known = self._names.get(place)
        if known is not None:
            self.again(known, *numbers)
            self._report_twice(label, [known.lines[0], *numbers])
            return known
        made = self.reading.element(
            kind,
            label,
            under=under,
            lines=numbers,
            plan=plan,
            number=tidy(number),
            mark=mark,
            confidence=Confidence.REPAIRED if as_printed else self.confidence(print_),
        )
        made.as_printed = as_printed or made.as_printed
        self._note(made)
        self._look_at_end(label, numbers, name=True)
        self._names[place] = made
        self._children.setdefault(under, []).append(made)
        self._by_kind.setdefault(kind, []).append(made)
        self._by_label.setdefault(key(label), []).append(made)
        return made

    def _look_at_end(self, text: str, numbers: list[int], *, name: bool = False) -> None:
        """Report a text that seems to be cut off."""
        if is_cut_off(text, name=name):
            self.reading.find(
                "cut-off",
                Severity.WARNING,
                f"{text[-20:]}: the text seems to be cut off.",
                f"{text[-20:]}: 途中で切れているようです。",
                *numbers,
            )

    def _report_twice(self, label: str, numbers: list[int]) -> None:
        self.reading.find(
            "printed-twice",
            Severity.WARNING,
            f"{label}: printed more than once in one place; read as one.",
            f"{label}: 同じ箇所に重ねて印字されています。一つとして読みました。",
            *numbers,
        )

    def again(self, element: Element, *numbers: int) -> None:
        """Note that a heading prints an element once more."""
        self.reading.again(element, *numbers)
        self.printed_again.add(element)

    def known(self, kind: Kind, label: str) -> Element | None:
        """Return the one element of a class and name that was read before."""
        found = [element for element in self.called(label) if element.kind is kind]
        return found[0] if len(found) == 1 else None

    def called(self, label: str) -> Sequence[Element]:
        """Return the elements of a name."""
        return self._by_label.get(key(label), [])

    def child(self, kind: Kind, label: str, under: Element | Plan) -> Element | None:
        """Return the element of a class and name that was read in a place."""
        return self._names.get((under, kind, key(label)))

    def children(self, under: Element | Plan) -> Sequence[Element]:
        """Return what was read in a place, in order."""
        return self._children.get(under, [])

    def all(self, kind: Kind) -> Sequence[Element]:
        """Return the elements of a class, in the order in which they were read."""
        return self._by_kind.get(kind, [])

    def state(
        self,
        of: Element | Plan,
        fact: Fact,
        lines: Sequence[Line],
        value: str = "",
        *,
        doubtful: bool = False,
    ) -> None:
        """Add a fact; the text is that of the lines unless given."""
        value = value or text_of(lines)
        numbers = [line.number for line in lines]
        self._look_at_end(value, numbers)
        said = self._said.get((of, fact, value))
        if said is not None:
            self.reading.again(said, *numbers)
            return
        doubt = self.confidence(*(line.text for line in lines), doubtful=doubtful)
        made = self.reading.state(of, fact, value, numbers, confidence=doubt)
        self._said[of, fact, value] = made
        self._note(made)

    def indicator(
        self, of: Element | Plan, print_: str, line: Line, *, kinds: Iterable[str] = (), unit: str = ""
    ) -> Indicator:
        """Add an indicator, or note that it is printed again in the same place."""
        label = tidy(print_)
        known = self._indicators.get((of, key(label)))
        if known is not None:
            self.reading.again(known, line.number)
            known.unit = known.unit or unit
            return known
        self._look_at_end(label, [line.number], name=True)
        confidence = self.confidence(print_)
        made = self.reading.indicator(of, label, [line.number], kinds=kinds, unit=unit, confidence=confidence)
        self._indicators[of, key(label)] = made
        self._note(made)
        return made

    def observe(self, indicator: Indicator, role: Role, year: int, figure: Figure, line: Line) -> None:
        """Add a figure; a second one for the same year that differs contradicts it."""
        known = self._figures.get((indicator, role, year))
        if known is None:
            made = self.reading.observe_figure(
                indicator,
                role,
                year,
                figure,
                [line.number],
            )
            self._figures[indicator, role, year] = made
            self._note(made)
        elif _says(known) == _says(figure):
            self.reading.again(known, line.number)
        else:
            self.contradict(
                f"{indicator.label}: {year} has two figures, {known.as_printed} and {figure.as_printed}.",
                f"{indicator.label}: {year} 年度に {known.as_printed} と {figure.as_printed} の二つの値があります。",
                *known.lines,
                line.number,
            )

    def _note(self, record: Record) -> None:
        """Note which lines a record was read from."""
        for number in record.lines:
            self._of_line.setdefault(number, []).append(record)

    def doubt(self, line: Line) -> None:
        """Doubt what was read from the line above one that is not understood: it may go on there."""
        for record in self._of_line.get(line.number, []):
            if not isinstance(record, Observation):
                record.confidence = Confidence.DOUBTFUL
        self.reading.find(
            "before-unread",
            Severity.WARNING,
            "What follows this line could not be read; what was read from it may be incomplete.",
            "この行に続く部分が読み取れません。この行の読み取りも不完全なおそれがあります。",
            line.number,
        )

    def contradict(self, en: str, ja: str, *numbers: int) -> None:
        """Report a place where the document contradicts itself or its own announcements."""
        self.reading.find("contradiction", Severity.VIOLATION, en, ja, *numbers)


def _says(figure: Observation | Figure) -> tuple[object, ...]:
    """Return what a figure says: of one in words its print."""
    said = (figure.value, figure.comparator, figure.lower, figure.upper, figure.accumulation)
    return said if figure.value is not None or figure.lower is not None else (key(figure.as_printed),)
