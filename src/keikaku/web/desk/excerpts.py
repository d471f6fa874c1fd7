"""A part of a document read with another plan.yml: what is in view and what stands around it, in a moment where the whole takes long."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from keikaku.building.review import Review
from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import KeikakuError
from keikaku.reading.decisions.decision import Decision
from keikaku.reading.series import Series, read_series
from keikaku.web.desk.read import Read
from keikaku.web.desk.rows import Row

LINES = 200
"""Lines of a part beside those of the leaf in view, half of them before it: some pages, which are read in a tenth of a second."""


@dataclass(frozen=True, slots=True)
class Around:
    """A part of a document.

    Attributes:
        lines: Numbers of its lines: a leaf, and what stands before and after it.
        above: Those that print what its facts hang on, wherever they stand.
    """

    lines: frozenset[int]
    above: frozenset[int]


def around(read: Read, leaf: int) -> Around:
    """Return the part of a document that is to be read again first, by the number of the leaf in view."""
    shown = read.leaves[leaf - 1]
    first, last = max(shown.first - LINES // 2, 1), min(shown.last + LINES // 2, len(read.document.lines))
    lines = frozenset(range(first, last + 1))
    above: set[int] = set()
    seen: set[int] = set()
    for number in lines:
        for row in read.tints.by_line.get(number, ()):
            _climb(row, above, seen)
    return Around(lines, frozenset(above - lines))


def _climb(row: Row, above: set[int], seen: set[int]) -> None:
    at: Row | None = row
    while at is not None and at.number not in seen:
        seen.add(at.number)
        above.update(at.record.lines)
        at = at.parent


@dataclass(frozen=True, slots=True)
class Trying:
    """What reads a document with a text of plan.yml; taken once, so that another thread may do it.

    Attributes:
        document: The document.
        plan: Where plan.yml lies, or will lie.
        trusted: Whether the load.py beside it may run.
        decisions: What people decided.
    """

    document: Document
    plan: Path
    trusted: bool
    decisions: Sequence[Decision]

    @classmethod
    def of(cls, review: Review) -> Trying:
        """Return what reads the document of a review."""
        return cls(review.document, review.plan_path, review.loaded.series.trusted, review.decisions)

    def read(self, text: str, part: Around | None = None) -> Read:
        """Return what a document, or a part of it, says with a text of plan.yml; nothing is written beside it.

        Of a part it is not told that what plan.yml declares is not printed there: ``reading`` and ``error`` are None then.
        """
        document, of = self.document, None
        if part is not None:
            document, numbers = self.document.only(part.lines | part.above)
            of = {number: at for at, number in enumerate(numbers, start=1) if number in part.lines}
        try:
            with tempfile.TemporaryDirectory(prefix="keikaku-desk-") as folder:
                series = self._series(Path(folder), text)
                try:
                    reading = series.load(document, self.decisions)
                except KeikakuError:
                    if part is None:
                        raise
                    return Read(text, document, None, part=of)
        except KeikakuError as error:
            if getattr(error.values.get("path"), "name", "") == self.plan.name:
                error.values["path"] = self.plan
            return Read(text, document, None, error, of)
        return Read(text, reading.document, reading, part=of)

    def _series(self, folder: Path, text: str) -> Series:
        """Return the series of a text, from a folder of the same name as that of plan.yml."""
        other = folder / (self.plan.resolve().parent.name or "plan") / self.plan.name
        other.parent.mkdir()
        other.write_text(text, "utf-8")
        procedure = self.plan.with_name("load.py")
        if self.trusted and procedure.is_file():
            other.with_name("load.py").write_bytes(procedure.read_bytes())
        return read_series(other, trusted=self.trusted)
