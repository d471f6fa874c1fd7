"""The account of a document by stretches of its lines: what was read, what is structure, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold
from keikaku.reading.records import Reading

_WHOLE = (0, 1 << 30)


class Spans:
    """Which stretches of each line were used; what no record and no structure claims is left over."""

    def __init__(self) -> None:
        self._claimed: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)

    def claim(self, number: int, start: int = 0, end: int = _WHOLE[1]) -> None:
        """Note a stretch of a line as used; the whole line unless given."""
        self._claimed[number].append((start, end))

    def claim_text(self, line: Line, text: str) -> None:
        """Note the first stretch of a line that prints a text and is not used yet."""
        start = line.text.find(text)
        while start >= 0 and any(a < start + len(text) and start < b for a, b in self._claimed[line.number]):
            start = line.text.find(text, start + 1)
        if start >= 0:
            self.claim(line.number, start, start + len(text))

    def claim_cells(self, line: Line, columns: Iterable[int]) -> None:
        """Note cells of a table's row as used, by their column."""
        places = _cells(line.text)
        for column in columns:
            if column < len(places):
                self.claim(line.number, *places[column])

    def used(self, number: int) -> bool:
        """Tell whether anything of a line was used."""
        return number in self._claimed

    def rest(self, line: Line) -> Iterator[str]:
        """Yield the stretches of a line that nothing used, without white space at their ends."""
        if _WHOLE in self._claimed[line.number]:
            return
        at = 0
        for start, end in [*sorted(self._claimed[line.number]), (len(line.text), len(line.text))]:
            for piece in line.text[at : max(start, at)].split("\t"):
                if any(char.isalnum() for char in piece):
                    yield piece.strip()
            at = max(at, end)

    def report(self, reading: Reading, outside: Iterable[int]) -> None:
        """Report what is left over in lines that were read in part."""
        beyond = set(outside)
        for line in reading.document.lines:
            if line.number in beyond or not self.used(line.number):
                continue
            for piece in self.rest(line):
                figure = any(char.isdecimal() for char in fold(piece))
                reading.report(
                    say("rules.unread-figure" if figure else "rules.unread-words", piece=piece),
                    line.number,
                )


@lru_cache(maxsize=256)  # each cell of a row asks for it
def _cells(text: str) -> tuple[tuple[int, int], ...]:
    places, start = [], 0
    for cell in text.split("\t"):
        places.append((start, start + len(cell)))
        start += len(cell) + 1
    return tuple(places)
