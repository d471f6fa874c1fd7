"""Reads a form whose print has run together: its labels stand behind what they head, within it, in parts, or alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, join, key, tidy
from keikaku.reading import facts, marks
from keikaku.reading.forms import Form, Labels, ahead, flat, prints_of
from keikaku.reading.grammar import FieldSettings, Grammar, Level
from keikaku.reading.listing import Listing, same_name
from keikaku.reading.model import TEXT_FACTS, Confidence, Element, Fact
from keikaku.reading.records import Reading
from keikaku.reading.tree import Tree
from keikaku.reading.values.endings import is_cut_off
from keikaku.reading.words import words

_COPY = 8
"""Letters from which on a line that stands twice in one form is a copy."""
_TELLING = 4
"""Letters from which on a label hardly stands in a text by chance."""
_SHORTEST = 8
"""Letters of the shortest text; a shorter one can only be the end of one."""
_SENTENCE = re.compile(r"。[)」』]*$")


@dataclass(slots=True)
class _Text:
    """A text in the making: its prints with their lines, and whether a label stood within."""

    broken: bool = False
    parts: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line, *parts: str) -> _Text:
        self.parts += parts
        self.lines.append(line)
        return self

    @property
    def complete(self) -> bool:
        return bool(self.parts) and bool(_SENTENCE.search(self.parts[-1].strip()))


@dataclass(slots=True, eq=False)
class _Field:
    """What a form prints for one of its labels: texts or names, and of the label itself."""

    label: str
    settings: FieldSettings
    texts: list[_Text] = field(default_factory=list)
    names: list[tuple[str, int]] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)

    @property
    def named(self) -> bool:
        """Whether the label was met, whole or in all its parts."""
        prints = [fold(print_) for print_ in prints_of(self.label)]
        return bool(self.printed & set(prints[:2])) or self.printed >= set(prints[2:])


@dataclass(slots=True)
class Scattered:
    """A form as it is read.

    Attributes:
        form: The form.
        fields: What it prints, by label.
        names: By level, what the form prints beside its label, and the line.
        twice: Lines that print a label a second time.
        left: Lines that no label explains.
        copies: Lines that stand twice.
        structure: Lines that print labels alone.
        pictures: What stands where the form shows pictures, in cells; labels are none of it.
        pictured: The lines there.
    """

    form: Form
    fields: dict[str, _Field]
    names: dict[str, tuple[str, Line]] = field(default_factory=dict)
    twice: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    copies: list[Line] = field(default_factory=list)
    structure: list[Line] = field(default_factory=list)
    pictures: list[tuple[str, int]] = field(default_factory=list)
    pictured: list[Line] = field(default_factory=list)
    awaiting: list[_Field] = field(default_factory=list)
    open: _Text | None = None
    before: _Text | None = None


class FormReader:
    """Reads the forms of one level.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        level: The level.
    """

    def __init__(self, reading: Reading, grammar: Grammar, level: Level) -> None:
        self._reading = reading
        self._settings = {label: one for label in level.scattered if (one := grammar.field(label))}
        self._sdgs = _labels(ahead(level, grammar))
        self._headings = self._of(lambda one: bool(one.opens))
        self._texts = self._of(lambda one: one.is_ in TEXT_FACTS)
        self._lists = self._of(lambda one: one.is_ in facts.LISTED)
        self._known = [print_ for print_ in self._texts.of if len(print_) >= _TELLING]
        self._ends = (*words()["department_ends"], *words()["plan_ends"], "、", "</u>")

    def _of(self, fits: Callable[[FieldSettings], bool]) -> Labels:
        return _labels([label for label, one in self._settings.items() if fits(one)])

    # -- what is printed

    def parse(self, form: Form) -> Scattered:
        """Return what the lines of a form print, before its element is known."""
        read = Scattered(form, {label: _Field(label, one) for label, one in self._settings.items()})
        seen: set[str] = set()
        for line in self._pictures(read):
            if line.text in seen and len(line.text) >= _COPY:
                read.copies.append(line)
            elif not (
                self._names(read, line, flat(line)) or self._text(read, line) or self._list(read, line)
            ):
                self._unlabelled(read, line)
            seen.add(line.text)
        return read

    def _pictures(self, read: Scattered) -> Sequence[Line]:
        """Note what stands where pictures do: above the heading, behind it, or right below; return the other lines."""
        form, lines = read.form, read.form.lines
        if form.above:
            self._pictured(read, form.above, form.above.text)
        behind = form.beside
        pieces = _labels([*self._headings.of.values(), *self._sdgs.of.values()]).split(
            behind.replace("\t", " ")
        )
        own = next((at for at, (word, _) in enumerate(pieces) if word in self._sdgs.of), len(pieces))
        if own < len(pieces):
            self._pictured(read, form.heading, behind)
        if own:
            self._names(read, form.heading, " ".join(print_ for _word, print_ in pieces[:own]))
        alone = lines and not read.pictured and self._sdgs.of.get(key(lines[0].text))
        if alone:
            self._pictured(read, lines[0], lines[0].text)
        return lines[1:] if alone else lines

    def _pictured(self, read: Scattered, line: Line, text: str) -> None:
        begun = False
        read.pictured.append(line)
        for cell in text.split("\t"):
            pieces = self._sdgs.split(cell.strip())
            begun = begun or any(word for word, _print in pieces)
            read.pictures += [(print_, line.number) for word, print_ in pieces if begun and not word]

    def _names(self, read: Scattered, line: Line, text: str) -> bool:
        """Read a line that begins with the label of a heading."""
        pieces = self._headings.split(text)
        if not pieces or not pieces[0][0]:
            return False
        if len(pieces) == 1:
            read.structure.append(line)
        level = ""
        for word, print_ in pieces:
            if word:
                level = self._settings[self._headings.of[word]].opens
            elif level and level not in read.names:
                read.names[level] = join([print_]), line
            else:
                read.twice.append(line)
        return True

    # -- texts

    def _text(self, read: Scattered, line: Line) -> bool:
        """Read a line by the label of a text in it."""
        pieces = self._texts.split(flat(line))
        labels = [word for word, _print in pieces if word]
        parts = [print_ for word, print_ in pieces if not word]
        if not labels:
            return False
        said = read.fields[self._texts.of[labels[0]]]
        if len(labels) > 1 or len(parts) > 2:
            read.left.append(line)
        elif not parts:
            read.structure.append(line)
            if (
                labels[0] == fold(said.label.replace(" ", ""))
                and not said.texts
                and said not in read.awaiting
            ):
                read.awaiting.append(said)
        elif labels[0] in said.printed and said.texts:
            read.twice.append(line)
        else:
            self._add(read, said, line, parts, inside=not pieces[0][0])
        said.printed.add(labels[0])
        return True

    @staticmethod
    def _add(read: Scattered, said: _Field, line: Line, parts: Sequence[str], *, inside: bool) -> None:
        """Add a line with a label, which stands within the text or before its line; a line may stand above that."""
        if not inside and read.before:
            text, read.before = read.before, None
            text.broken = True
            said.texts.append(text)
        elif not inside and said.texts and not said.texts[-1].complete:
            text = said.texts[-1]
        else:
            text = _Text(broken=inside)
            said.texts.append(text)
        read.open = text.add(line, *parts)

    @staticmethod
    def _follows(read: Scattered, line: Line) -> bool:
        """Add a line of text without a label where only one text can go on; tell whether one can."""
        if read.open and not read.open.complete:
            read.open.add(line, flat(line))
        elif len(read.awaiting) == 1 and not read.awaiting[0].texts:
            read.open = _Text().add(line, flat(line))
            read.awaiting.pop().texts.append(read.open)
        elif read.before and not read.before.complete:
            read.before.add(line, flat(line))
        elif read.before is None and not _SENTENCE.search(flat(line)):
            read.before = _Text().add(line, flat(line))
        else:
            return False
        return True

    # -- lists of names

    def _list(self, read: Scattered, line: Line) -> bool:
        """Read a line that begins with the label of a list; what stands behind each is of the one named last."""
        pieces = self._lists.split(self._joined(line))
        if not any(word for word, _print in pieces):
            return False
        if not pieces[0][0]:
            read.left.append(line)
            return True
        for word, print_ in pieces:
            if word:
                said = read.fields[self._lists.of[word]]
                said.printed.add(word)
            else:
                said.names.append((print_, line.number))
        if all(word for word, _print in pieces):
            read.structure.append(line)
        return True

    def _joined(self, line: Line) -> str:
        """Return the cells as one print: a cell that ends within a name goes on in the next."""
        text = ""
        for cell in filter(None, line.cells):
            text += (" " if text.endswith(self._ends) else "") + cell
        return text

    def _unlabelled(self, read: Scattered, line: Line) -> None:
        """Read a line by what it prints: names of a list that has been named, or prose."""
        text = self._joined(line)
        lists = [one for one in read.fields.values() if one.settings.is_ in facts.DEPARTMENTS and one.printed]
        if lists and marks.are_departments(text):
            lists[0].names.append((text, line.number))
            return
        columns = [column for column, cell in enumerate(line.cells) if cell]
        prose = "。" in text or "、" in text
        if not (prose and (columns == [0] or columns[0] > 0) and self._follows(read, line)):
            read.left.append(line)

    # -- records

    def state(self, read: Scattered, element: Element) -> None:
        """State what a form says of its element, and report what is lost of it."""
        reading = self._reading
        reading.copy(*(line.number for line in read.copies))
        reading.structure(*(line.number for line in (*read.structure, *read.pictured)))
        for line in read.left:
            self._again(line, element)
        for line in read.twice:
            self._reading.report(say("rules.field-twice", label=element.label), line.number)  # fmt: skip
        for said in read.fields.values():
            if said.settings.is_ in TEXT_FACTS:
                for text in said.texts:
                    self._state(element, said, text)
                self._missing(said, element, bool(said.texts) and said.named)
            elif said.settings.is_ in facts.LISTED:
                marks.state(reading, element, said.settings, said.names)
                self._missing(said, element, bool(said.names), empty=bool(said.printed))
        if self._sdgs.of:
            marks.pictured(reading, element, read.pictures, [line.number for line in read.pictured])

    def _again(self, line: Line, element: Element) -> None:
        """Note a line that prints the label of the element, or of what it stands under, once more."""
        above = element
        while isinstance(above, Element):
            if key(flat(line)) == key(above.label):
                self._reading.again(above, line.number)
            above = above.parent  # type: ignore[assignment]

    def _state(self, element: Element, said: _Field, text: _Text) -> None:
        value = join(text.parts)
        numbers = list(dict.fromkeys(line.number for line in text.lines))
        cut = not text.complete or is_cut_off(value.rstrip("。")) or len(value) < _SHORTEST
        confidence = Confidence.REPAIRED if text.broken else Confidence.CERTAIN
        statement = self._reading.state(
            element,
            Fact(str(said.settings.is_)),
            value,
            numbers,
            confidence=Confidence.DOUBTFUL if cut else confidence,
        )
        if text.broken:
            statement.as_printed = " ".join(tidy(line.printed) for line in text.lines)
        if cut:
            self._reading.report(say("rules.text-cut"), *numbers)  # fmt: skip
        if "<u>" in value or any(label in fold(value) for label in self._known):
            self._reading.report(say("rules.head-in-text"), *numbers)  # fmt: skip

    def _missing(self, said: _Field, element: Element, there: bool, *, empty: bool = False) -> None:
        if not there:
            missing = say(
                "rules.field-empty" if empty else "rules.field-missing",
                label=element.label,
                field=said.label,
            )
            self._reading.report(missing, *element.lines)


def _labels(labels: Iterable[str]) -> Labels:
    """Return what finds labels; a part of two is of the one that is named first."""
    return Labels({print_: label for label in reversed([*labels]) for print_ in prints_of(label)})


class ScatteredForms:
    """Reads the forms of a document: opens the element of each where its heading says, and states what it says.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        listing: The lists that announce headings.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree, listing: Listing) -> None:
        self._reading, self._tree, self._listing = reading, tree, listing
        self._readers = {
            name: FormReader(reading, grammar, level)
            for name, level in grammar.levels.items()
            if level.scattered
        }

    def read(self, form: Form) -> bool:
        """Read a form; tell whether its heading has a place, and its labels name what stands there."""
        read = self._readers[form.level].parse(form)
        place, number = form.match.group("place").split(), form.match.group("number")
        if place and not self._tree.place(form.level, place, form.number):
            return self._listing.violate(
                say("rules.heading-listed.place", place=" ".join(place), number=number),
                form.number,
            )
        printed, line = read.names.pop(form.level, ("", form.heading))
        numbers = list(dict.fromkeys([form.number, line.number]))
        label = self._listing.label(form.level, number, printed, numbers)
        if not label or not self._agrees(read):
            return False
        element = self._tree.open(form.level, label, number, numbers)
        self._listing.opened(form.level, element, printed)
        self._readers[form.level].state(read, element)
        return True

    def _agrees(self, read: Scattered) -> bool:
        """Tell whether the names beside labels of levels above are those of what the form stands under."""
        for level, (name, line) in read.names.items():
            above = self._tree.here(level)
            if not isinstance(above, Element) or not same_name(name, above.label):
                return self._listing.violate(
                    say("rules.heading-listed.above", name=name),
                    line.number,
                )
            self._reading.again(above, line.number)
        return True
