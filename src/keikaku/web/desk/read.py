"""What was read of a document, as the desk shows it: rows, tints, leaves, tables, each worked out when it is first asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import KeikakuError
from keikaku.reading.decisions.applying import Applied
from keikaku.reading.decisions.claims import Claim, Passages
from keikaku.reading.records import Reading
from keikaku.web.desk.paper import Leaf, counts, leaves_of
from keikaku.web.desk.rows import Row, rows_of
from keikaku.web.desk.tables_read import Tables
from keikaku.web.desk.tints import Tint, Tints


@dataclass(frozen=True)
class Read:
    """A reading of the document.

    Attributes:
        text: Of the plan.yml that it was read with.
        document: The document, as its repairs leave it.
        reading: What was read, with the decisions done; None where nothing could be.
        error: Why, or None.
        part: Of a reading of a part: the numbers in it of the lines that it is a reading of, by their numbers in the whole;
            None for a reading of the whole.
    """

    text: str
    document: Document
    reading: Reading | None
    error: KeikakuError | None = None
    part: Mapping[int, int] | None = None

    def prepared(self) -> Read:
        """Return it with all worked out that a page asks for first."""
        _ = self.row_of, self.counts, self.states, self.leaf_of, self.tables
        return self

    def holds(self, number: int) -> bool:
        """Tell whether it is a reading of a line, by its number in the whole."""
        return self.part is None or number in self.part

    def tint(self, number: int) -> Tint:
        """Return what became of a line that it is a reading of, by its number in the whole."""
        return self.tints.line(number if self.part is None else self.part[number])

    @cached_property
    def states(self) -> Counter[str]:
        """How many lines have each state."""
        numbers = self.part or range(1, len(self.document.lines) + 1)
        return Counter(self.tint(number).state for number in numbers)

    @cached_property
    def things(self) -> Counter[str]:
        """How many rows there are of each class and property; of a part of the document, those that it prints."""
        if self.part is None:
            return Counter(row.name for row in self.rows)
        own = frozenset(self.part.values())
        return Counter(row.name for row in self.rows if not own.isdisjoint(row.record.lines[:1]))

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """All that was read before any decision, by key."""
        return self.reading.reviewed.claims if self.reading and self.reading.reviewed else {}

    @cached_property
    def applied(self) -> Mapping[str, Applied]:
        """What was decided of it, by key."""
        return self.reading.reviewed.applied if self.reading and self.reading.reviewed else {}

    @cached_property
    def rows(self) -> list[Row]:
        """All that was read, in the order of the tree."""
        return rows_of(self.claims.values())

    @cached_property
    def row_of(self) -> dict[str, Row]:
        """The rows, by the key of what they say."""
        return {row.claim.key: row for row in self.rows}

    @cached_property
    def passages(self) -> Passages:
        """Hashes of the document's passages."""
        return Passages(self.document)

    @cached_property
    def tints(self) -> Tints:
        """What became of each line."""
        return Tints(self.document, self.reading, self.rows)

    @cached_property
    def leaves(self) -> list[Leaf]:
        """The leaves of the document."""
        return leaves_of(self.document)

    @cached_property
    def counts(self) -> list[list[int]]:
        """What is open on each leaf: lines that are not read, figures that no record tells."""
        return counts(self.leaves, self.tint)

    @cached_property
    def tables(self) -> Tables:
        """What was read as tables."""
        return Tables(self.rows)

    @cached_property
    def leaf_of(self) -> list[int]:
        """The number of the leaf of each line, by the line's place."""
        found = [0] * len(self.document.lines)
        for leaf in self.leaves:
            found[leaf.first - 1 : leaf.last] = [leaf.number] * (leaf.last - leaf.first + 1)
        return found
