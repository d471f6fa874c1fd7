"""What lies on the desk: a document under review, what was read of it, and what another plan.yml would read.

The review itself (:mod:`keikaku.building.review`) keeps plan.yml and the decisions; here is what the page shows of it, and
what notices that somebody else, or another window, changed one of them.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock

from keikaku.building.review import Review, Wanted
from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.files import stamp_of
from keikaku.reading.decisions.applying import Applied
from keikaku.reading.decisions.claims import Claim, Passages
from keikaku.reading.decisions.decision import DOCUMENT, Act, Decision, undone
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from keikaku.web.desk.history import History
from keikaku.web.desk.paper import Leaf, counts, leaves_of
from keikaku.web.desk.rows import Row, rows_of
from keikaku.web.desk.tables_read import Tables
from keikaku.web.desk.tints import Tints

GROUP = "group: "
"""With what the note of a decision begins that was made on several facts at once; what it was and when follow."""
_QUICK = 0.2
"""Seconds of a reading that is done again for every decision: so much nobody notices between two keys. Where it takes longer,
the decision is shown at once, and the document is read again when somebody asks how it stands."""
_A_LINE = 0.0002
"""Seconds that a line takes to be read again with its checks, before it was measured: between those of the plans at hand."""


@dataclass(frozen=True)
class Read:
    """A reading of the document.

    Attributes:
        text: Of the plan.yml that it was read with.
        document: The document, as its repairs leave it.
        reading: What was read, with the decisions done; None where nothing could be.
        error: Why, or None.
    """

    text: str
    document: Document
    reading: Reading | None
    error: KeikakuError | None = None

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
        return counts(self.leaves, self.tints)

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


class Opened:
    """A document on the desk; one request at a time touches it.

    Args:
        review: The document under review.

    Attributes:
        made: Decisions that the reading does not know yet, by the key of their fact.
        history: The earlier texts of plan.yml.
    """

    def __init__(self, review: Review) -> None:
        self._review = review
        self._lock = RLock()
        self._seen = self._stamp()
        self._read: Read | None = None
        self._tried: Read | None = None
        self._seconds, self._is_behind = _A_LINE * len(review.document.lines), False
        self.made: dict[str, Decision] = {}
        self.history = History(review.plan_path.parent)

    @contextmanager
    def held(self) -> Iterator[Review]:
        """Hold the review, read again where plan.yml or a decision was changed elsewhere."""
        with self._lock:
            if self._stamp() != self._seen:
                self._again()
            yield self._review

    @property
    def path(self) -> Path:
        """The document."""
        return self._review.document.path

    @property
    def files(self) -> tuple[tuple[Path, ...], str]:
        """The files that hold plan.yml and the decisions, and what they were when they were read last."""
        return self._files(), self._seen

    @property
    def version(self) -> str:
        """A name of what is shown: another where plan.yml is, or a decision was made."""
        with self.held() as review:
            return hashlib.sha256(f"{self._seen}{review.plan_text}".encode()).hexdigest()[:16]

    @property
    def current(self) -> Read:
        """What is read now."""
        with self.held() as review:
            if self._read is None:
                reading = review.reading
                self._read = Read(review.plan_text, reading.document, reading)
            return self._read

    def _stamp(self) -> str:
        return stamp(self._files())

    def _files(self) -> tuple[Path, ...]:
        return self._review.plan_path, *(one.path for one in self._review.registers)

    def again(self) -> None:
        """Read again where decisions were made since: what acceptance lacks, how good the sample is, follow them."""
        with self.held():
            if self._is_behind:
                self._again()

    def _again(self) -> None:
        begun = time.perf_counter()
        self._review.again()
        self._seconds, self._is_behind, self.made = time.perf_counter() - begun, False, {}
        self._read = self._tried = None
        self._seen = self._stamp()

    # -- decisions

    def decide(self, by: Reviewer, wanted: Sequence[Wanted]) -> list[Decision]:
        """Write down what a person decided, all of it or nothing; what is read otherwise for it is read again."""
        with self.held() as review:
            made = review.decide(by, wanted)
            if self._seconds > _QUICK and all(one.fact != DOCUMENT for one in made):
                self._seen, self._is_behind = self._stamp(), True
                self.made |= {one.fact: one for one in made}
            else:
                self._again()
            return made

    def undo(self, by: Reviewer, ids: Sequence[str]) -> list[Decision]:
        """Take decisions back, and read again."""
        with self.held() as review:
            made = review.undo(by, ids)
            self._again()
            return made

    def undo_last(self, by: Reviewer) -> tuple[list[Decision], str]:
        """Take back what a person did last: their decisions of one moment, or the last change of plan.yml.

        Returns:
            The decisions that were taken back; where it was a change of plan.yml, the text that is there again.
        """
        with self.held() as review:
            own = [one for one in review.decisions if one.reviewer == by.id and one.act is not Act.UNDO]
            gone = undone(review.decisions)
            left = [one for one in own if one.id not in gone]
            last, earlier = left[-1].at if left else "", self.history.last()
            if earlier is not None and earlier.at > last and earlier.by in ("", by.id):
                review.save(earlier.text)
                self.history.drop(earlier)
                self._again()
                return [], earlier.text
            together = [one.id for one in _together(left)]
            return (self.undo(by, together) if together else []), ""

    # -- plan.yml

    def tried(self, text: str) -> Read:
        """Return what the document says with another text of plan.yml; nothing is written."""
        with self.held() as review:
            if self._tried is None or self._tried.text != text:
                self._tried = _with(review, text)
            return self._tried

    def save(self, text: str, before: str, by: str = "") -> None:
        """Put another text in the place of plan.yml, and read again.

        Args:
            text: The new one.
            before: The text that it was made from.
            by: Id of who does, who alone can take it back with a key; "" where nobody said.

        Raises:
            RequestError: plan.yml is no longer what it was made from.
            KeikakuError: The text does not say what it must, or cannot be written.
        """
        with self.held() as review:
            if review.plan_text != before:
                raise RequestError("desk.changed-meanwhile")
            self.history.keep(before, by)
            review.save(text)
            self._read = self._tried = None
            self._seen = self._stamp()


def _together(made: Sequence[Decision]) -> Iterator[Decision]:
    """Yield the last decision and those that were made in one act with it: behind each other, with the same note of a group."""
    for before, one in zip(reversed(made[:-1]), reversed(made), strict=False):
        yield one
        if not one.note.startswith(GROUP) or one.note != before.note:
            return
    yield from made[:1]


def stamp(files: Iterable[Path]) -> str:
    """Return what files are now: their sizes and times, which a whole new file changes."""
    return repr([(str(file), found) for file in files if (found := stamp_of(file))])


def _with(review: Review, text: str) -> Read:
    """Return what a document says with a text of plan.yml, which is read from a folder of the same name."""
    document, plan = review.document, review.plan_path
    with tempfile.TemporaryDirectory(prefix="keikaku-desk-") as folder:
        other = Path(folder) / (plan.resolve().parent.name or "plan") / plan.name
        other.parent.mkdir()
        other.write_text(text, "utf-8")
        procedure = plan.with_name("load.py")
        trusted = review.loaded.series.trusted
        if trusted and procedure.is_file():
            other.with_name("load.py").write_bytes(procedure.read_bytes())
        try:
            reading = read_series(other, trusted=trusted).load(document, review.decisions)
        except KeikakuError as error:
            if error.values.get("path") == other:
                error.values["path"] = plan
            return Read(text, document, None, error)
        return Read(text, reading.document, reading)
