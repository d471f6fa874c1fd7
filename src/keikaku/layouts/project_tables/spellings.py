"""A name that is printed several times, not always in the same words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from keikaku.model import Severity
from keikaku.reading import Reading

_ALIKE = 0.6
_COMPARED = 200


class Spellings:
    """The prints of one name: the wording printed most often is its label, the first one among equals.

    A title page is set apart from the text and counts only where no other page prints the name.
    """

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()

    def add(self, text: str, line: int, *, on_title_page: bool = False) -> None:
        """Note a print."""
        self._lines.setdefault(text, []).append(line)
        self._counts[text] += not on_title_page

    def best(self) -> str:
        """Return the wording printed most often, "" where there is none."""
        return max(self._lines, key=lambda text: self._counts[text], default="")

    def lines(self) -> list[int]:
        """Return the lines of all prints."""
        return sorted(line for lines in self._lines.values() for line in lines)

    def lines_of(self, text: str) -> list[int]:
        """Return the lines that print one wording."""
        return self._lines.get(text, [])

    def others(self) -> Iterator[tuple[str, list[int]]]:
        """Yield the other wordings with their lines."""
        best = self.best()
        return ((text, lines) for text, lines in self._lines.items() if text != best)

    def report(self, reading: Reading, what: str, what_ja: str) -> None:
        """Report other wordings: a title page may spell a name its own way, another name is a contradiction."""
        best = self.best()
        for text, lines in self.others():
            alike = (
                SequenceMatcher(None, best[:_COMPARED], text[:_COMPARED], autojunk=False).ratio() >= _ALIKE
            )
            severity = Severity.WARNING if self._counts[text] else Severity.INFO
            reading.find(
                "spelling" if alike else "two-names",
                severity if alike else Severity.VIOLATION,
                f"{what} is printed here as {text}; elsewhere, and taken: {best}.",
                f"{what_ja}はここでは「{text}」と印字されています。採用したのは他の箇所の「{best}」です。",
                *lines,
            )
