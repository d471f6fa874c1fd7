"""Footnotes: each is said of the one thing that prints its mark, else of the indicator whose name it explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, join, key
from keikaku.reading.grammar import Grammar
from keikaku.reading.model import Element, Fact, Indicator, Plan
from keikaku.reading.records import Reading
from keikaku.reading.stream import Strip
from keikaku.reading.tree import Tree
from keikaku.reading.values.patterns import Forms

_MARK = re.compile(r"\(\s*※\s*([0-9]{0,2})\s*\)|※\s*([0-9]{1,2})")
"""A mark as what bears it prints it: in brackets, or with its number alone (出生数※1)."""
_AROUND = re.compile(r"[※()\s]")


@dataclass(slots=True)
class _Note:
    """A footnote, the element below whose heading it stands (with what the text there is said of), and its lines."""

    mark: str
    term: str
    scopes: list[Element | Plan]
    parts: list[str]
    lines: list[int] = field(default_factory=list)


class Notes:
    """Reads them.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree) -> None:
        self._reading = reading
        self._forms = Forms((form, form) for form in grammar.notes.values())
        self._tree = tree
        self._open: _Note | None = None
        self._waiting: list[_Note] = []
        self._made: dict[int, int] = {}
        self._measures: dict[int, list[Indicator]] = {}
        self._indicators = 0

    def begins(self, strip: Strip) -> bool:
        """Tell whether a line has the form of a footnote."""
        return bool(self._forms.fitting(strip.text))

    def read(self, strip: Strip) -> bool:
        """Take a line that begins a footnote, or goes on directly below one; tell whether it is such a line."""
        form = self._forms.first(strip.text, None)
        match = form.fullmatch(strip.text) if form else None
        if match:
            of, upper = self._tree.here(), self._tree.text_owner()
            self._open = _Note(
                _AROUND.sub("", fold(match.group("mark"))), match.group("term"), [of, *upper], [match["text"]]
            )
            self._waiting.append(self._open)
        elif self._open is None or strip.apart:
            self._open = None
            return False
        else:
            self._open.parts.append(strip.text)
        self._open.lines.append(strip.number)
        return True

    def close(self) -> None:
        """End the footnote that is open: what comes next is none of it."""
        self._open = None

    def settle(self, *, last: bool = False) -> None:
        """State the footnotes whose bearer has been read.

        Args:
            last: Whether nothing more is read; those without a bearer, or with two, are reported.
        """
        if not self._waiting:
            return
        for at in range(len(self._made), len(self._reading.elements)):
            self._made[id(self._reading.elements[at])] = at
        for indicator in self._reading.indicators[self._indicators :]:
            self._measures.setdefault(id(indicator.of), []).append(indicator)
        self._indicators = len(self._reading.indicators)
        left: list[_Note] = []
        for note in self._waiting:
            bearers = self._bearers(note)
            if len(bearers) == 1:
                self._reading.state(bearers[0], Fact.NOTE, join(note.parts), note.lines)
            elif last:
                self._report(note)
            else:
                left.append(note)
        self._waiting = left

    def _bearers(self, note: _Note) -> list[Element | Indicator]:
        """Return what prints a footnote's mark, or whose name it explains."""
        for at, scope in enumerate(note.scopes):
            things = list(self._below(scope, deep=not at)) if isinstance(scope, Element) else []
            marked = [each for each in things if note.mark in self._marks(each)]
            named = (each for each in things if isinstance(each, Indicator) and note.term)
            if found := marked or [each for each in named if key(each.label) == key(note.term)]:
                return found
        return []

    def _below(self, scope: Element, *, deep: bool) -> Iterator[Element | Indicator]:
        """Yield an element and what stands below it, all of it or directly."""
        for element in self._reading.elements[self._made[id(scope)] :]:
            if _is_below(element, scope) if deep else scope in (element, element.parent):
                yield element
                yield from self._measures.get(id(element), ())

    def _marks(self, thing: Element | Indicator) -> set[str]:
        texts = [one.value for one in thing.statements if one.fact is not Fact.NOTE]
        if isinstance(thing, Element):
            texts.append(thing.label)
        else:  # whose label leaves marks out
            texts.append(" ".join(self._reading.line(number).text for number in thing.lines))
        return {found[1] or found[2] or "" for text in texts for found in _MARK.finditer(fold(text))}

    def _report(self, note: _Note) -> None:
        self._reading.report(
            say("rules.note-unplaced"),
            *note.lines,
        )


def _is_below(thing: Element | Plan, scope: Element) -> bool:
    """Tell whether a thing is an element or stands below it."""
    while isinstance(thing, Element):
        if thing is scope:
            return True
        thing = thing.parent
    return False
