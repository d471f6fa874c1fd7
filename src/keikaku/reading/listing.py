"""Lists that announce the headings below: a heading and its entry must agree, and an entry without one is told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from keikaku.ground.messages import Message, say
from keikaku.ground.text.folding import join, key, tidy
from keikaku.reading.grammar import Grammar
from keikaku.reading.model import Confidence, Element, Plan
from keikaku.reading.records import Reading
from keikaku.reading.tree import Tree
from keikaku.reading.values.codes import ordinal

_FEWEST, _BROKEN, _ALIKE = 4, 2, 0.8
"""Two prints are of one name where, of letters in place, so many are the same; they differ in length by two letters at
most, and shorter names than four letters hardly prove anything."""


@dataclass(slots=True)
class _Entry:
    """An entry: its number and label as printed, its line, the element of its heading, and what may be its second line."""

    level: str
    above: Element | Plan
    number: str
    label: str
    line: int
    element: Element | None = None
    rest: tuple[str, int] = ("", 0)


@dataclass(slots=True)
class Listing:
    """The lists of a document.

    Args:
        reading: Where the findings go.
        grammar: What the series prints.
        tree: Where the reader is.
    """

    reading: Reading
    grammar: Grammar
    tree: Tree
    entries: list[_Entry] = field(default_factory=list)
    _places: dict[tuple[str, int], dict[int | None, _Entry]] = field(default_factory=dict)

    def fits(self, text: str) -> bool:
        """Tell whether a line has the form of one that announces an element."""
        return any(level.listed.fullmatch(text) for level in self.grammar.levels.values() if level.listed)

    def below(self, text: str, line: int) -> None:
        """Note a line that stands directly below an entry: it goes on with it where the heading says the whole."""
        if self.entries and self.entries[-1].line == line - 1:
            self.entries[-1].rest = (text, line)

    def _whole(self, entry: _Entry, printed: str) -> None:
        """Take the line below an entry as the rest of its label where the heading prints both together."""
        text, line = entry.rest
        whole = join((entry.label, text))
        if text and printed and key(whole) == key(printed) and key(entry.label) != key(printed):
            entry.label = whole
            self.reading.structure(line)

    def entry(self, text: str, line: int) -> bool:
        """Read a line that announces an element; tell whether it does."""
        for name, level in self.grammar.levels.items():
            match = level.listed.fullmatch(text) if level.listed else None
            if match and self.tree.level() in self.tree.above(name)[-1:]:
                self._note(_Entry(name, self.tree.here(), tidy(match["number"]), tidy(match["label"]), line))
                return True
        return False

    def _note(self, entry: _Entry) -> None:
        place, beside = ordinal(entry.number), self._beside(entry.level, entry.above)
        if place is not None and place > 1 and place - 1 not in beside:
            self.reading.report(
                say("rules.list-gap", place=place - 1),
                entry.line,
            )
        if place in beside:
            self.violate(
                say("rules.heading-listed.twice", number=entry.number),
                entry.line,
            )
        self.entries.append(entry)
        beside[place] = entry

    def _beside(self, level: str, above: Element | Plan) -> dict[int | None, _Entry]:
        return self._places.setdefault((level, id(above)), {})

    def label(self, level: str, number: str, printed: str, lines: Sequence[int]) -> str | None:
        """Return the label of a heading below what is open: its entry's, where both agree.

        Args:
            level: Name of its level.
            number: Its number.
            printed: Its label as printed with it, "" where none is left.
            lines: The lines that print it.

        Returns:
            The label, None where the heading is not the one of the list or has been read: what stands below is of nothing.
        """
        beside = self._beside(level, self.tree.here())
        entry = beside.get(ordinal(number)) if beside else None
        if entry:
            self._whole(entry, printed)
        label = entry.label if entry else printed
        if not label or (entry and printed and not same_name(label, printed)):
            self.violate(
                say("rules.heading-listed", number=number, printed=printed),
                *lines,
            )
            return None
        if entry and entry.element:
            self.violate(
                say("rules.heading-listed.again", number=number, label=label),
                *lines,
            )
            return None
        return label

    def opened(self, level: str, element: Element, printed: str) -> None:
        """Note the element of a heading; where its label is not printed as in the list, it was repaired."""
        beside = self._beside(level, element.parent)
        entry = beside.get(ordinal(element.number))
        if not beside or (entry and key(printed) == key(entry.label)):
            pass
        else:
            self.reading.report(
                say("rules.listed-label", label=element.label),
                *([entry.line] if entry else []),
                *element.lines,
            )
            if entry and printed:
                element.confidence, element.as_printed = Confidence.REPAIRED, printed
        if entry:
            entry.element = element
            element.lines.insert(0, entry.line)

    def close(self) -> None:
        """Make the elements that are announced and have no heading."""
        for entry in (one for one in self.entries if one.element is None):
            kind = self.grammar.levels[entry.level].is_
            if kind:
                self.reading.element(
                    kind, entry.label, under=entry.above, lines=[entry.line], number=entry.number
                )
            self.reading.report(
                say("rules.sheet-missing", label=entry.label),
                entry.line,
            )

    def violate(self, said: Message, *lines: int) -> bool:
        """Report a heading that is not where it says; False, since it opens nothing."""
        self.reading.report(said, *lines)
        return False


def same_name(one: str, other: str) -> bool:
    """Tell whether two prints are of one name, a few broken characters aside.

    >>> same_name("効果的な行政運営", "幼果的な行政運宮"), same_name("健全な財政運営", "効果的な行政運営")
    (False, False)
    """
    first, second = key(one), key(other)
    if first == second:
        return True
    if abs(len(first) - len(second)) > _BROKEN or min(len(first), len(second)) < _FEWEST:
        return False
    same = sum(a == b for a, b in zip(first, second, strict=False))
    return same >= max(len(first), len(second)) * _ALIKE
