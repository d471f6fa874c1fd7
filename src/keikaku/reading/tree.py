"""The elements that are open while a document is read: each heading finds what it hangs under by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, join, key, tidy
from keikaku.reading.grammar import EVALUATION, PLAN, Grammar, Level
from keikaku.reading.model import Confidence, Element, Kind, Plan
from keikaku.reading.records import Reading
from keikaku.reading.values.codes import ordinal
from keikaku.reading.values.patterns import Pattern

_ALIKE = 0.7
"""How much of two labels of one number must be the same for them to be one heading, worded anew."""

_NUMBERED = Pattern(r"(?P<number>[0-9]{1,2}(?:[-.][0-9]{1,2})+)\s+(?P<label>.+)")
"""A name behind its place in the plan, whatever headings look like: 1-2 学校教育の充実."""


_MANY = 3
"""One in so many at least is printed twice where all are announced; fewer are printed again by chance."""
_FEW = 4
"""One in so many at most that is otherwise than its like is odd; where more are, they are a kind of their own."""


@dataclass(frozen=True, slots=True)
class _Open:
    level: str
    element: Element


class Tree:
    """Where the reader is: the plan and the elements that are open.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
    """

    def __init__(self, reading: Reading, grammar: Grammar) -> None:
        self._reading = reading
        self._grammar = grammar
        self._order = {name: place for place, name in enumerate(grammar.levels)}
        self._open: list[_Open] = []
        self._past: list[_Open] = []
        self._known: dict[tuple[Kind, str, str, int], Element] = {}
        self._anywhere: dict[tuple[Kind, str], Element] = {}
        self._numbered: dict[tuple[Kind, str, int], Element] = {}
        self._again: dict[int, bool] = {}
        self._counted: dict[int, list[tuple[str, int]]] = {}
        self.plan = next(iter(reading.plans.values()))

    def named(self, name: str) -> Plan | None:
        """Return a plan by its id or, where one plan alone is of that kind, by its kind."""
        if name in self._reading.plans:
            return self._reading.plans[name]
        alike = [plan for plan in self._reading.plans.values() if plan.kind == name]
        return alike[0] if len(alike) == 1 else None

    def is_inside(self, name: str) -> bool:
        """Tell whether a form holds here: it names no plan, or the one that is open."""
        return not name or self.named(name) is self.plan

    def here(self, level: str = "") -> Element | Plan:
        """Return the open element of a level, else the plan; without one, or for `evaluation`, the nearest element."""
        any_ = level in {"", EVALUATION}
        found = (each.element for each in reversed(self._open) if any_ or each.level == level)
        return next(found, self.plan)

    def lacks(self, level: str) -> bool:
        """Tell whether nothing is open of a level that is named."""
        return level in self._order and isinstance(self.here(level), Plan)

    def open_plan(self, plan: Plan) -> None:
        """Begin a plan; what was open is closed."""
        self._open.clear()
        self.plan = plan

    def above(self, name: str) -> list[str]:
        """Return the names of the levels that one may hang under."""
        under = self._grammar.levels[name].under
        return under or [each for each in self._order if self._order[each] < self._order[name]]

    def has_place(self, name: str) -> bool:
        """Tell whether something is open that a level hangs under by its declaration."""
        under = self._grammar.levels[name].under
        return not under or PLAN in under or any(each.level in under for each in self._open)

    def leave(self, name: str) -> None:
        """Close what a level does not hang under."""
        above = self.above(name)
        while self._open and self._open[-1].level not in above:
            self._open.pop()

    def place(self, name: str, numbers: Sequence[str], line: int) -> bool:
        """Go where a heading says that it stands, by the numbers of the levels above it.

        The one right above must be known by its number. Numbers further up only say, heading by heading, what the
        number of theirs is: a title page may have lost it.

        Args:
            name: Name of the heading's level.
            numbers: The numbers, from the top down.
            line: The line of the heading.

        Returns:
            Whether there is such a place.
        """
        self._open = self._way(self.above(name)[-1:], ordinal(numbers[-1]))
        element: Element | Plan = self.here()
        for number in numbers[-2::-1]:
            element = element.parent if isinstance(element, Element) else element
            self._counted.setdefault(id(element), []).append((tidy(number), line))
        return bool(self._open)

    def _way(self, levels: Sequence[str], wanted: int | None) -> list[_Open]:
        """Return the way down to the last element of a level that has a number, below what was opened last above it."""
        own = (each for each in reversed(self._past) if each.level in levels)
        last = next(own, None)
        found = next(
            (
                each
                for each in chain(filter(None, [last]), own)
                if last
                and each.element.parent is last.element.parent
                and ordinal(each.element.number) == wanted
            ),
            None,
        )
        way: list[_Open] = []
        while found:
            way.insert(0, found)
            above = found.element.parent
            found = next((each for each in self._past if each.element is above), None)
        return way

    def _recount(self) -> None:
        """Take the number that all headings below print for that of an element whose own heading prints another."""
        for element, _level in list(self.opened()):
            printed = self._counted.pop(id(element), [])
            numbers = {ordinal(number) for number, _line in printed}
            if not printed or numbers == {ordinal(element.number)}:
                continue
            proved = len(numbers) == 1 and len(printed) > 1
            self._reading.report(
                say(
                    "rules.chapter-number-mended" if proved else "rules.chapter-number",
                    number=element.number,
                ),
                *element.lines[:1],
                *(line for _number, line in printed),
            )
            if proved:
                element.as_printed, element.number = element.number, printed[0][0]
                element.confidence = Confidence.REPAIRED
                self._reading.again(element, *(line for _number, line in printed))

    def open(self, name: str, label: str, number: str, lines: Iterable[int]) -> Element:
        """Open the element of a heading, or open it again where it was read before."""
        level = self._grammar.levels[name]
        self.leave(name)
        under = self._parent(number)
        with self._reading.by(f"levels.{name}"):
            element = self.element(
                level.is_ or Kind.FIELD, label, under, lines, number=number, plan=level.plan, level=level
            )
        self._open.append(_Open(name, element))
        self._past.append(self._open[-1])
        return element

    def as_heading(self, kind: Kind, text: str, lines: Sequence[str] = ()) -> tuple[str, str]:
        """Return the number and the label of a name that a table prints as headings of its class are printed.

        Args:
            kind: The class.
            text: The name.
            lines: The lines that it stands in, where those are several: the number may stand above the label.
        """
        forms = [level.head for level in self._grammar.levels.values() if level.head and level.is_ is kind]
        prints = [text, f"{lines[0]} {join(lines[1:])}"] if len(lines) > 1 else [text]
        for match in (form.fullmatch(each) for each in prints for form in (*forms, _NUMBERED)):
            if match and match.group("number") and match.group("label").strip():
                return match.group("number"), match.group("label")
        return "", text

    def _parent(self, number: str) -> Element | Plan:
        """Return what a heading hangs under: what is open, unless the heading's number says another one.

        A number such as 7-1 belongs under 7. Where the heading of 7 is lost, it hangs on what stands above.
        """
        prefix = _digits(number)[:-1]
        while self._open and prefix:
            own = _digits(self._open[-1].element.number)
            if not own or own[-len(prefix) :] == prefix[-len(own) :]:
                break
            lost = self._open.pop()
            alike = (each.element for each in self._past if each.level == lost.level)
            known = next((each for each in alike if _digits(each.number)[-len(prefix) :] == prefix), None)
            if known:
                self._open.append(_Open(lost.level, known))
                break
        return self.here()

    def number_of(self, level: str, label: str) -> str:
        """Return the number of the heading of a level that was read with this label, "" where there is not one."""
        wanted = key(tidy(label))
        found = {
            each.element.number
            for each in self._past
            if each.level == level and key(each.element.label) == wanted
        }
        return found.pop() if len(found) == 1 else ""

    def text_owner(self) -> list[Element | Plan]:
        """Return what the text below the nearest heading is said of, where that is not its own element."""
        of = self._grammar.levels[self._open[-1].level].of if self._open else ""
        return [self.here(of)] if of else []

    def level(self, of: str = "") -> str:
        """Return the name of the level of the nearest open element, or of the one named where that is open, else `plan`."""
        if any(each.level == of for each in self._open):
            return of
        return self._open[-1].level if self._open else PLAN

    def levels(self) -> dict[str, list[Element]]:
        """Return the elements of each level of headings, each once."""
        found: dict[str, list[Element]] = {}
        for each in self._past:
            if each.element not in found.setdefault(each.level, []):
                found[each.level].append(each.element)
        return found

    def element(
        self,
        kind: Kind,
        label: str,
        under: Element | Plan,
        lines: Iterable[int],
        *,
        number: str = "",
        plan: str = "",
        level: Level | None = None,
    ) -> Element:
        """Return an element under another, the one that was read before where it is printed again."""
        lines = list(lines)
        label, number = slogan(label) if level and level.slogan else unquoted(tidy(label)), tidy(number)
        if isinstance(under, Plan):
            under = self.named(plan) or under
        mark = (kind, key(number), key(label), id(under))
        known = self._known.get(mark)
        if known is None and not number:
            known = self._numbered.get((kind, key(label), id(under)))
            self._note_again(known, alone=False)
        if known is None and level and level.anywhere:
            known = self._anywhere.get((kind, key(label)))
            self._note_again(known, alone=True)
        if known is None and level and number:
            known = self._reworded(kind, number, label, under)
            if known:
                self._known[mark] = known
        if known:
            self._reading.again(known, *lines)
            return known
        element = self._reading.element(
            kind,
            label,
            under=under,
            lines=lines,
            plan=self.named(plan) or self._plan_for(under),
            number=number,
        )
        self._known[mark] = element
        self._anywhere.setdefault((kind, key(label)), element)
        if number:
            self._numbered.setdefault((kind, key(label), id(under)), element)
        return element

    def opened(self) -> Iterator[tuple[Element, Level]]:
        """Yield the elements that headings opened, with their levels."""
        yield from ((each.element, self._grammar.levels[each.level]) for each in self._past)

    def read_before(self, kind: Kind, label: str) -> Element | None:
        """Return the element of a class that has this label."""
        return self._anywhere.get((kind, key(tidy(label))))

    # -- what is printed twice

    def _note_again(self, element: Element | None, *, alone: bool) -> None:
        """Note that an element is printed again, and whether its label alone told so."""
        if element:
            self._again[id(element)] = alone or self._again.get(id(element), False)

    def report(self) -> None:
        """Report what is printed once where its like are announced and printed again: what is lost of it went to another.

        A heading whose like are known by their labels alone keeps the document out: what stands below it hangs elsewhere.
        """
        self._recount()
        alone = {level.is_ for level in self._grammar.levels.values() if level.anywhere}
        groups: dict[tuple[str, Kind], list[Element]] = {}
        for element in self._reading.elements:
            parent = element.parent
            place = "" if element.kind in alone else parent.id if isinstance(parent, Plan) else parent.kind
            groups.setdefault((place, element.kind), []).append(element)
        for group in groups.values():
            again = [each for each in group if id(each) in self._again]
            if _MANY * len(again) < len(group) or not again:
                continue
            by_label = any(self._again[id(each)] for each in again)
            for element in group:
                if id(element) not in self._again:
                    beside = [
                        each for each in group if element.kind in alone or each.parent is element.parent
                    ]
                    self._reading.report(
                        say("rules.announced-alone" if by_label else "rules.announced", label=element.label),
                        *(line for each in beside for line in each.lines),
                    )
        self._without_text()

    def _without_text(self) -> None:
        """Report headings without the text that their like have: it may stand below one beside them."""
        for name, level in self._grammar.levels.items():
            opened = list(dict.fromkeys(each.element for each in self._past if each.level == name))
            said = [any(one.fact is level.text for one in each.statements) for each in opened]
            if level.text is None or _FEW * said.count(False) > len(said):
                continue
            for at, element in enumerate(opened):
                if not said[at]:
                    self._reading.report(
                        say("rules.no-text", label=element.label),
                        *(line for each in opened[max(at - 1, 0) : at + 2] for line in each.lines),
                    )

    def _reworded(self, kind: Kind, number: str, label: str, under: Element | Plan) -> Element | None:
        """Return the element of a number that a title page prints in nearly these words, and take these for its label."""
        last = self._past[-1].element if self._past else None
        if last is None or (last.kind, key(last.number), last.parent) != (kind, key(number), under):
            return None
        if SequenceMatcher(None, key(last.label), key(label)).ratio() < _ALIKE:
            return None
        kept, other, lines = (last.label, label, []) if last.statements else (label, last.label, last.lines)
        self._reading.report(
            say("rules.spelling", other=other, kept=kept),
            *lines,
        )
        last.label = kept
        return last

    def _plan_for(self, under: Element | Plan) -> Plan:
        return self.plan if isinstance(under, Plan) else under.plan

    def elsewhere(self, kind: Kind, label: str) -> Element | None:
        """Return the element of a class whose label is this, or begins with it: one that is printed again."""
        wanted = key(tidy(label))
        alike = [
            each for (of, known), each in self._anywhere.items() if of is kind and known.startswith(wanted)
        ]
        exact = [each for each in alike if key(each.label) == wanted]
        found = exact or alike
        return found[0] if len(found) == 1 and fold(label).strip() else None

    def extend(self, element: Element, more: str, line: int) -> None:
        """Give a label what the next line prints of it."""
        whole = tidy(f"{element.label}{more}")
        self._anywhere.pop((element.kind, key(element.label)), None)
        element.label = whole
        self._anywhere.setdefault((element.kind, key(whole)), element)
        self._reading.again(element, line)


def slogan(text: str) -> str:
    """Return the wording of a slogan: single spaces stay, corner brackets around the whole and emphasis go.

    >>> slogan("「水と緑の町　架空 」"), slogan("**水と緑の町**"), slogan("「人」と「町」")
    ('水と緑の町 架空', '水と緑の町', '「人」と「町」')
    """
    plain = " ".join(text.strip().strip("*").split())
    if plain[:1] + plain[-1:] in {"「」", "『』"} and plain[0] not in plain[1:]:
        plain = plain[1:-1].strip()
    return plain


def _digits(number: str) -> list[str]:
    """Return the figures of a printed number: ["7", "1"] of 施策７－１."""
    return re.findall(r"[0-9]+", fold(number))


_QUOTED = re.compile(r"[「『](?P<label>[^「」『』]+)[」』]")


def unquoted(label: str) -> str:
    """Return a label without the quotes around the whole of it, which set it off and are none of it.

    >>> unquoted("「人が集まるまち」"), unquoted("「水」と「緑」"), unquoted("「水」のまち")
    ('人が集まるまち', '「水」と「緑」', '「水」のまち')
    """
    match = _QUOTED.fullmatch(label)
    return match["label"].strip() if match else label
