"""The account of a document: where every line of it went.

Which lines were *read* is not claimed: a line counts as read when a record names it as its source. The reader says
which lines are *structure*, plan.yml says which are *furniture*; what is neither, and not blank, is *unread*.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Document, Line

_FIGURE = re.compile(r"[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How many lines went where; the six parts add up to the total.

    What is outside is no part of the plan; how many figures stand in those lines is counted beside.
    """

    total: int
    read: int
    structure: int
    furniture: int
    blank: int
    unread: tuple[int, ...]
    outside: int = 0
    figures_outside: int = 0


class Accounted(ABC):
    """A document whose lines are accounted for.

    Args:
        document: The document, with the declared repairs made.
        furniture: Numbers of the lines that plan.yml declares as none of the plan's content.

    Attributes:
        at: Number of the line that is being read, 0 where the lines are not gone through.
    """

    def __init__(self, document: Document, furniture: Iterable[int] = ()) -> None:
        self.document = document
        self.at = 0
        self._furniture = frozenset(furniture)
        self._structure: set[int] = set()
        self._copies: set[int] = set()
        self._outside: set[int] = set()

    @abstractmethod
    def lines_read(self) -> set[int]:
        """Return the numbers of the lines from which something was read."""

    def lines(self) -> Iterator[Line]:
        """Yield the document's lines in order, blank ones too, furniture left out."""
        for line in self.document.lines:
            if line.number not in self._furniture:
                self.at = line.number
                yield line
        self.at = 0

    def line(self, number: int) -> Line:
        """Return a line by its number, 1-based."""
        return self.document.lines[number - 1]

    def structure(self, *numbers: int) -> None:
        """Note lines that told the layout where it is and state no fact of their own."""
        self._structure.update(numbers)

    def copy(self, *numbers: int) -> None:
        """Note lines that print once more what other lines print: proved copies count as furniture."""
        self._copies.update(numbers)

    def none_of_content(self, *numbers: int) -> None:
        """Note lines of which a person says that they hold no fact: they count as furniture where no record names them."""
        self._furniture |= set(numbers)

    def outside(self, *numbers: int) -> None:
        """Note lines that are no part of the plan: contents, forewords, statistics, another plan's text."""
        self._outside.update(numbers)

    def states(self) -> list[str]:
        """Return where every line went, by its place: "read", "blank", "outside", "furniture", "structure" or "unread"."""
        read = self.lines_read()
        known = (
            ("outside", self._outside),
            ("furniture", self._furniture | self._copies),
            ("structure", self._structure),
        )
        states = []
        for line in self.document.lines:
            if line.number in read:
                states.append("read")
            elif line.blank:
                states.append("blank")
            else:
                states.append(next((name for name, lines in known if line.number in lines), "unread"))
        return states

    def account(self) -> Account:
        """Count where every line went."""
        states = self.states()
        counts = Counter(states)
        lines = self.document.lines
        outside = (line for line, state in zip(lines, states, strict=True) if state == "outside")
        return Account(
            total=len(lines),
            read=counts["read"],
            structure=counts["structure"],
            furniture=counts["furniture"],
            blank=counts["blank"],
            outside=counts["outside"],
            figures_outside=sum(len(_FIGURE.findall(line.folded)) for line in outside),
            unread=tuple(number for number, state in enumerate(states, 1) if state == "unread"),
        )
