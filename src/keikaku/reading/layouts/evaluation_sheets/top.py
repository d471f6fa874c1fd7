"""The texts at the top of a sheet: whole, wrapped, or with the field's name printed into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from keikaku.documents.numbered_lines import Line
from keikaku.ground.text.folding import fold
from keikaku.reading.layouts.evaluation_sheets.text import Text, ends, flat
from keikaku.reading.model import Element, Fact, Severity
from keikaku.reading.records import Reading


class TopTexts:
    """Collects the texts at the top of one sheet.

    Args:
        reading: What is read.
        measure: The sheet's measure.
        fields: The texts that a sheet has, and the pieces in which their names are printed.
    """

    def __init__(self, reading: Reading, measure: Element, fields: Mapping[Fact, Sequence[str]]) -> None:
        self._fields = fields
        self._reading = reading
        self._measure = measure
        self._texts: dict[Fact, list[Text]] = {fact: [] for fact in fields}
        self._named: set[str] = set()
        self._used: set[str] = set()
        self._awaiting: list[Fact] = []
        self._open: Text | None = None
        self._before: Text | None = None

    def name(self, fact: Fact, label: str, line: Line) -> None:
        """Note a field's name that stands alone; a text may follow a name that is printed whole."""
        self._reading.structure(line.number)
        self._named.add(label)
        whole = label == fold("".join(self._fields[fact]))
        if whole and not self._texts[fact] and fact not in self._awaiting:
            self._awaiting.append(fact)

    def add(self, fact: Fact, label: str, line: Line, parts: Sequence[str], *, inside: bool) -> None:
        """Add a line with a field's name.

        Args:
            fact: The field.
            label: Its name, or the piece of it that stands here; each may stand beside text once.
            line: The line.
            parts: The text before and behind the name.
            inside: Whether text stands before the name.
        """
        if label in self._used:
            self._report_twice(line)
            return
        self._used.add(label)
        self._named.add(label)
        texts = self._texts[fact]
        if not inside and self._before:
            text, self._before = self._before, None
            text.broken = True
            texts.append(text)
        elif not inside and texts and not texts[-1].complete:
            text = texts[-1]
        else:
            text = Text(broken=inside)
            texts.append(text)
        text.add(line, parts)
        self._open = text

    def follow(self, line: Line) -> bool:
        """Add a line of text without a field's name where only one field can go on; return whether one can."""
        if self._open and not self._open.complete:
            self._open.add(line, [flat(line)])
            return True
        if len(self._awaiting) == 1 and not self._texts[self._awaiting[0]]:
            text = Text()
            text.add(line, [flat(line)])
            self._texts[self._awaiting.pop()].append(text)
            self._open = text
            return True
        if self._before and not self._before.complete:
            self._before.add(line, [flat(line)])
            return True
        if self._before is None and not ends(flat(line)):
            self._before = Text()
            self._before.add(line, [flat(line)])
            return True
        return False

    def finish(self) -> None:
        """Put the texts into the reading, and report a field without text."""
        for fact, texts in self._texts.items():
            for text in texts:
                text.state(self._reading, self._measure, fact)
            if not texts or not self._is_named(fact):
                self._reading.report(
                    "field-missing",
                    Severity.WARNING,
                    f"The sheet of “{self._measure.label}” lacks the name or the text of {fact.value}.",
                    f"「{self._measure.label}」のシートで {fact.value} の欄名または本文が欠けています。",
                    *self._measure.lines,
                )

    def _is_named(self, fact: Fact) -> bool:
        """Return whether the field's name was met, whole or in all its pieces."""
        pieces = [fold(piece) for piece in self._fields[fact]]
        return "".join(pieces) in self._named or set(pieces) <= self._named

    def _report_twice(self, line: Line) -> None:
        self._reading.report(
            "field-twice",
            Severity.VIOLATION,
            f"A field stands a second time in the sheet of “{self._measure.label}”.",
            f"「{self._measure.label}」のシートに同じ欄が二度あります。",
            line.number,
        )
