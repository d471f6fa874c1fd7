"""Fields: printed labels, and what stands beside or below them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, join
from keikaku.reading import facts, marks
from keikaku.reading.blocks import named
from keikaku.reading.departments import is_department, split_departments
from keikaku.reading.facts import DEPARTMENTS, LISTED
from keikaku.reading.grammar import EVALUATION, RATINGS, FieldSettings, Grammar
from keikaku.reading.model import Element, Fact, Kind, Plan
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip
from keikaku.reading.tables.several import names_in
from keikaku.reading.tables.vocabulary import shipped
from keikaku.reading.tree import Tree
from keikaku.reading.values.accounts import FUND, LEVELS, PARTS, WHOLE
from keikaku.reading.values.numbers import is_no_value

_SET_OFF = re.compile(r"(?:[■□◆◇●○◎▼▶▷・※【\[〔《<]|[①-⑳]|\(?[0-9]{1,2}[.)])\s*")
"""What sets a label off: a mark, an opening bracket, or a number of its own."""

IN_BRACKETS = re.compile(r"\s*[【〔\[](?P<label>[^【】〔〕\[\]]{1,20})[】〕\]]\s*(?P<value>[^\s【〔\[].*)")
"""A label in brackets with its value behind it."""

Opener = Callable[[str, str, int], None]
"""Opens the element of a level: the level's name, the heading's print, and the line that prints it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and what is printed for it.

    Attributes:
        field: What the label means.
        parts: The value, in the cells or stretches that print it; none where none stands beside the label.
        line: Number of the line that prints it.
        repaired: Whether a declared repair tells the label.
        columns: Where label and value stand in the row.
        label: The label as it is printed.
    """

    field: FieldSettings
    parts: tuple[str, ...]
    line: int
    repaired: bool = False
    columns: tuple[int, ...] = ()
    label: str = ""

    @property
    def text(self) -> str:
        """The value as one text; cells beside each other hold one name each where names are listed."""
        listed = self.field.is_ in LISTED
        return "、".join(self.parts) if listed else join(self.parts)


@lru_cache(maxsize=4096)  # a line is asked whether it prints a field before it is read as one
def squeeze(text: str) -> str:
    """Return a label as it is compared: folded, without white space, colon, and the marks that set it off.

    >>> squeeze("担 当　課："), squeeze("■ 担当課"), squeeze("【担当課】"), squeeze("（２）担当課"), squeeze("①担当課")
    ('担当課', '担当課', '担当課', '担当課', '担当課')
    """
    plain = _SET_OFF.sub("", fold(text).strip())
    return "".join(plain.split()).rstrip(":】]〕》>")


def holds(said: object, value: str) -> bool:
    """Tell whether a value behind one space holds what its label says: names that end as such names do.

    A space alone is little evidence: layout puts it into texts too.
    """
    if isinstance(said, Kind):
        ends = shipped().ends.get(said.value, ())
        return bool(ends) and value.endswith(tuple(ends))
    if said not in DEPARTMENTS:
        return False
    return all(map(is_department, split_departments(value)))


def _ends(role: str, before: str) -> bool:
    """Tell whether a part of a line of the budget cannot be of the one that another was printed of before it."""
    if role == FUND or before == FUND:
        return role == before
    return WHOLE in {role, before} or LEVELS.index(before) > LEVELS.index(role)


class Fields:
    """Reads them from lines and from the cells of form tables.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        spans: The account.
        ratings: What reads ratings.
        opener: What opens the element of a level.
    """

    def __init__(
        self,
        reading: Reading,
        grammar: Grammar,
        tree: Tree,
        spans: Spans,
        ratings: Ratings,
        opener: Opener,
    ) -> None:
        self._reading = reading
        self._tree = tree
        self._spans = spans
        self._ratings = ratings
        self._opener = opener
        self._order = {name: place for place, name in enumerate(grammar.levels)}
        self._fields = {
            squeeze(label): settings
            for labels, settings in grammar.fields.items()
            for label in labels.split("|")
        }
        self._names = {id(settings): labels for labels, settings in grammar.fields.items()}
        self._waiting: Pair | None = None
        self._account: list[tuple[Element | Plan, str, Pair]] = []
        self._opened: set[tuple[int, str, str]] = set()

    def close(self) -> None:
        """Forget a label whose value did not come; the goals of the SDGs are pictures, which leave no text."""
        self._end_account()
        waiting, self._waiting = self._waiting, None
        if waiting and waiting.field.is_ is Fact.SDG:
            marks.pictured(self._reading, self._tree.here(waiting.field.of), [], [waiting.line])

    def waits_for(self, fact: Fact) -> bool:
        """Tell whether the label of a field that says a fact stood alone in the line before."""
        return self._waiting is not None and self._waiting.field.is_ is fact

    def label(self, text: str) -> FieldSettings | None:
        """Return the field whose label a print is."""
        return self._fields.get(squeeze(text)) if text else None

    def fits(self, strip: Strip) -> bool:
        """Tell whether a line prints a field, or the value of one."""
        return self._waiting is not None or bool(self.pairs(self._parted(strip.segments), strip.number))

    def line(self, strip: Strip) -> bool:
        """Read a line of labels and values, or the value of a label that stood alone in the line before."""
        waiting, self._waiting = self._waiting, None
        pairs = self.pairs(self._parted(strip.segments), strip.number)
        if waiting and not pairs:
            self.state(Pair(waiting.field, (strip.text,), strip.number, label=waiting.label))
            return True
        if pairs and len(pairs) == 1 and not pairs[0].text:
            self._reading.structure(strip.number)
            self._waiting = pairs[0]
            self._spans.claim(strip.number)
            return True
        self.state_all(pairs)
        return bool(pairs)

    def state_all(self, pairs: Sequence[Pair]) -> None:
        """State what the fields of a row say, the headings among them first, from the top down."""
        for pair in sorted(pairs, key=lambda one: self._order.get(one.field.opens, len(self._order))):
            self.state(pair)

    def above(self, pairs: Sequence[Pair], below: Iterable[Line]) -> list[Pair]:
        """Return the headings that rows of the same form print below one that hangs under them.

        A sheet of a project may name the project first, and then the goal and the measure that it serves.
        """
        opened = [self._order[pair.field.opens] for pair in pairs if pair.field.opens]
        found: list[Pair] = []
        for line in below if opened else ():
            more = [pair for pair in self.pairs(line.cells, line.number) if pair.field.opens]
            if any(self._order[pair.field.opens] >= min(opened) for pair in more):
                break  # the next form
            found += more
        return found

    def pairs(self, cells: Sequence[str], line: int) -> list[Pair]:
        """Return the labels of a row with the values that stand between each and the next, none where none is there.

        A word that heads columns (区分, 単位) ends a value too where something stands behind it: it is a label that the
        grammar does not know, and what stands behind it is none of the value before.
        """
        found: list[Pair] = []
        values: list[tuple[int, str]] = []
        field: FieldSettings | None = None
        at = 0
        for place, cell in enumerate([*cells, ""]):
            label = self.label(cell)
            ends = bool(field and values) and any(cells[place + 1 :]) and shipped().head(cell).says
            if field and (label or ends or place == len(cells)):
                texts, columns = (
                    tuple(text for _at, text in values),
                    tuple(column for column, _text in values),
                )
                found.append(Pair(field, texts, line, columns=(at, *columns), label=cells[at]))
            if label or ends:
                field, values, at = label, [], place
            elif cell and field:
                values.append((place, cell))
        return found

    def state(self, pair: Pair) -> None:
        """State what a field says, or open the element that it names."""
        with self._reading.by(f"fields.{self._names[id(pair.field)]}"):
            self._state(pair)

    def _state(self, pair: Pair) -> None:
        said, text = pair.field.is_, pair.text
        of = self._tree.here(pair.field.of)
        if said is Fact.BUDGET_ACCOUNT:
            self._part_of_account(of, pair)
            return
        self._end_account()
        if pair.field.opens and text:
            if (pair.line, pair.field.opens, text) not in self._opened:  # opened with a row above it
                self._opened.add((pair.line, pair.field.opens, text))
                self._opener(pair.field.opens, " ".join(pair.parts), pair.line)
        elif said in RATINGS:
            self._ratings.rate(RATINGS[said], of, text, [pair.line])
        elif pair.field.of == EVALUATION and isinstance(said, Fact) and text:
            self._of_evaluation(of, said, text, pair.line)
        elif isinstance(said, Kind) and text:
            ends = shipped().ends.get(said.value, ())
            for name in names_in(text, pair.parts, ends) or [text]:
                number, label = named(pair.field.item, name)
                self._tree.element(said, label, of, [pair.line], number=number)
        elif pair.field.others:
            marks.state(self._reading, of, pair.field, [(part, pair.line) for part in pair.parts])
        elif isinstance(said, Fact) and text:
            facts.state(self._reading, of, said, text, [pair.line], repaired=pair.repaired)
        self._reading.structure(pair.line)

    def _part_of_account(self, of: Element | Plan, pair: Pair) -> None:
        """Keep a box of 会計, 款, 項 or 目 until all of its line of the budget are there, in one row or several."""
        self._reading.structure(pair.line)
        if not pair.text or is_no_value(pair.text):
            return
        role = shipped().role_of(pair.label)
        role = role if role in PARTS else WHOLE
        if any(of is not other or _ends(role, before) for other, before, _pair in self._account):
            self._end_account()
        self._account.append((of, role, pair))

    def _end_account(self) -> None:
        """State the line of the budget whose boxes were kept."""
        kept, self._account = self._account, []
        if kept:
            of, _role, first = kept[0]
            parts = [(role, part) for _of, role, pair in kept for part in pair.parts]
            with self._reading.by(f"fields.{self._names[id(first.field)]}"):
                facts.state_account(
                    self._reading, of, parts, dict.fromkeys(pair.line for _of, _role, pair in kept)
                )

    def _of_evaluation(self, of: Element | Plan, said: Fact, text: str, line: int) -> None:
        """State a text of the evaluation of what is open; of a plan there is none."""
        if isinstance(of, Element):
            facts.state(self._reading, self._ratings.of(of, [line]), said, text, [line])
        else:
            self._reading.report(
                say("rules.evaluation-of-nothing", text=text),
                line,
            )

    def _parted(self, segments: Sequence[str]) -> list[str]:
        """Part a segment such as “担当課：総務課” or “【担当課】総務課” behind its label."""
        parted: list[str] = []
        for segment in segments:
            head, colon, _rest = fold(segment).partition(":")
            bracketed = IN_BRACKETS.fullmatch(segment)
            if bracketed and self.label(bracketed["label"]):
                parted += [bracketed["label"], bracketed["value"].strip()]
            elif colon and self.label(head):
                parted += [segment[: len(head)], segment[len(head) + 1 :].strip()]
            else:
                word, _space, value = segment.partition(" ")
                field = self.label(word) if value else None
                parted += [word, value] if field and holds(field.is_, value) else [segment]
        return parted
