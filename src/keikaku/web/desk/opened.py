"""What lies on the desk: a document under review, what was read of it, and what another plan.yml would read.

The review itself (:mod:`keikaku.building.review`) keeps plan.yml and the decisions; here is what the page shows of it, and
what notices that somebody else, or another window, changed one of them.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import RLock

from keikaku.building.exact import exact_yields
from keikaku.building.review import Review, Wanted
from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.files import stamp_of
from keikaku.reading.decisions.acceptance import State
from keikaku.reading.decisions.decision import DOCUMENT, Act, Decision, undone
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.web.desk.beside import Beside, IsOld, Task
from keikaku.web.desk.excerpts import Around, Trying, around
from keikaku.web.desk.history import History
from keikaku.web.desk.read import Read

__all__ = ["GROUP", "PATIENCE", "Opened", "Read"]

GROUP = "group: "
"""With what the note of a decision begins that was made on several facts at once; what it was and when follow."""
_QUICK = 0.2
"""Seconds of a reading that is done again for every decision: so much nobody notices between two keys. Where it takes longer,
the decision is shown at once, and the document is read again when somebody asks how it stands."""
PATIENCE = 0.5
"""Seconds of a reading that a person waits for: half of the second within which a change is to be told, on a machine that has
other work too. Where it takes longer, the leaf in view is read first and the rest beside the requests; what was read before is
shown until it is done."""
_PAUSE = 3.0
"""Seconds without a decision after which a document that takes long is read again: nobody is in the middle of deciding."""
_A_LINE = 0.0005
"""Seconds that a line takes to be read again with its checks, before it was measured: that of a made-up plan of 21,000 lines."""


class Opened:
    """A document on the desk; one request at a time touches it, and the first one after a file changed reads it again.

    Args:
        review: The document under review.
        patience: Seconds of a reading that a request waits for (:data:`PATIENCE`).

    Attributes:
        made: Decisions that the reading does not know yet, by the key of their fact.
        history: The earlier texts of plan.yml.
        before: What was read before the document was read again beside the requests the last time; None before that.
        failed: Why it could not be read again beside the requests, or None.
    """

    def __init__(self, review: Review, *, patience: float = PATIENCE) -> None:
        self._review = review
        self._patience = patience
        self._lock = RLock()
        self._beside = Beside()
        self._seen, self._printed = self._stamp(), stamp([review.document.path])
        self._readings = 0
        self._read: Read | None = None
        self._tried: Read | None = None
        self._parts: dict[tuple[str, Around], Read] = {}
        self._seconds, self._is_behind = _A_LINE * len(review.document.lines), False
        self._decided = 0.0
        self._is_accepted = False
        self.made: dict[str, Decision] = {}
        self.before: Read | None = None
        self.failed: KeikakuError | None = None
        self.history = History(review.plan_path.parent)
        _ = self.current.prepared(), review.items

    @contextmanager
    def held(self) -> Iterator[Review]:
        """Hold the review, read again where plan.yml or a decision was changed elsewhere."""
        with self._lock:
            if self._stamp() != self._seen:
                if stamp([self.path]) != self._printed:
                    self._review.another()
                    self._printed = stamp([self.path])
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
        """A name of what is shown: another where plan.yml is, a decision was made, or the document was read again."""
        with self.held() as review:
            whole = f"{self._seen}{self._readings}{review.plan_text}"
            return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def current(self) -> Read:
        """What was read last."""
        with self.held() as review:
            if self._read is None:
                reading = review.reading
                error = review.error
                self._read = Read(review.plan_text, reading.document, None if error else reading, error)
            return self._read

    def _stamp(self) -> str:
        return stamp(self._files())

    def _files(self) -> tuple[Path, ...]:
        return self.path, self._review.plan_path, *(one.path for one in self._review.registers)

    # -- reading again

    @property
    def is_reading(self) -> bool:
        """Whether the document is being read again beside the requests."""
        return self._beside.does(Task.READING)

    @property
    def is_slow(self) -> bool:
        """Whether nobody waits for a reading of the document."""
        return self._seconds > self._patience

    def again(self) -> None:
        """Read again where decisions were made since: what acceptance lacks, how good the sample is, follow them."""
        with self.held():
            if self._is_behind:
                self._again()
            self._exact()

    def settle(self) -> None:
        """Read again beside the requests where decisions were made since, and the last of them a while ago.

        What follows from an acceptance that was read by now is done too.
        """
        with self.held():
            if self._is_behind and self.is_slow and time.monotonic() - self._decided > _PAUSE:
                self._again()
            self._exact()

    def _again(self) -> None:
        """Read again: at once, or beside the requests where nobody would wait for it."""
        if self.is_slow:
            self._seen, self._is_behind = self._stamp(), False
            self._beside.order(Task.READING, self._read_beside)
            return
        begun = time.thread_time()
        self._review.again()
        if self._review.error is None:  # what is broken is read in no time, and tells nothing of the whole
            self._seconds = time.thread_time() - begun
        self._is_behind, self.made = False, {}
        self._read = self._tried = None
        self._parts = {}
        self._seen = self._stamp()

    def _read_beside(self, is_old: IsOld) -> None:
        """Read again in another thread, and show it when all that a page asks for is worked out."""
        begun = time.thread_time()
        with self._lock:
            known = {one.id for one in self.made.values()}
        try:
            loaded = self._review.read()
            file, reading = loaded.series.path, None if loaded.error else loaded.reading
            text = file.read_text("utf-8-sig", "replace") if file.is_file() else self._review.plan_text
            read = Read(text, loaded.reading.document, reading, loaded.error).prepared()
            items = self._review.queue(loaded)
        except KeikakuError as error:
            with self._lock:
                self.failed = error
                self._readings += 1
            return
        seconds = self._seconds if loaded.error else time.thread_time() - begun
        with self._lock:
            if is_old():
                return
            self.before, self.failed = self.current, None
            self.made = {fact: one for fact, one in self.made.items() if one.id not in known}
            self._review.take(loaded, items, unknown=list(self.made.values()))
            self._read, self._tried, self._parts, self._seconds = read, None, {}, seconds
            self._readings += 1

    # -- decisions

    def decide(self, by: Reviewer, wanted: Sequence[Wanted]) -> list[Decision]:
        """Write down what a person decided, all of it or nothing; what is read otherwise for it is read again."""
        with self.held() as review:
            made = review.decide(by, wanted)
            is_whole = any(one.fact == DOCUMENT for one in made)
            if self.is_slow or (self._seconds > _QUICK and not is_whole):
                self._seen, self._is_behind, self._decided = self._stamp(), True, time.monotonic()
                self.made |= {one.fact: one for one in made}
            else:
                self._again()
            return made

    def accept(self, by: Reviewer) -> list[Decision]:
        """Accept the document; once nothing is missing, plan.yml says how much it gives, no more and no less."""
        made = self.decide(by, [Wanted(Act.ACCEPT, DOCUMENT)])
        self._is_accepted = True
        self._exact()
        return made

    def _exact(self) -> None:
        """Write down what an accepted document gives, after its acceptance was read; no change of its own that one takes back."""
        is_read = not self.is_reading and not self._is_behind
        if self._is_accepted and is_read and self._review.acceptance.state is State.ACCEPTED:
            self._is_accepted = False
            text = exact_yields(self._review)
            if text is not None:
                self._review.write(text)
                self._again()

    def undo(self, by: Reviewer, ids: Sequence[str]) -> list[Decision]:
        """Take decisions back, and read again."""
        with self.held() as review:
            made = review.take_back(by, ids)
            self.made = {fact: one for fact, one in self.made.items() if one.id not in ids}
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
                review.write(earlier.text)
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
                self._tried = Trying.of(review).read(text)
            return self._tried

    def trial(self, text: str) -> Read | None:
        """Return :meth:`tried` where it is known, None where it is not."""
        tried = self._tried
        return tried if tried is not None and tried.text == text else None

    def try_beside(self, text: str) -> None:
        """Have :meth:`tried` worked out beside the requests."""
        with self.held() as review:
            self._beside.order(Task.TRIAL, partial(self._try_beside, Trying.of(review), text))

    @property
    def last_trial(self) -> Read | None:
        """What was tried last, if it is known by now."""
        return self._tried

    def _try_beside(self, trying: Trying, text: str, is_old: IsOld) -> None:
        read = trying.read(text)
        _ = read.states, read.things
        with self._lock:
            if not is_old():
                self._tried = read

    def part(self, text: str, leaf: int) -> Read:
        """Return what a leaf and what stands around it say with a text of plan.yml."""
        with self.held() as review:
            part = around(self.current, min(max(leaf, 1), len(self.current.leaves)))
            if (text, part) not in self._parts:
                kept = [(key, one) for key, one in self._parts.items() if key[1] == part][-1:]
                self._parts = {**dict(kept), (text, part): Trying.of(review).read(text, part)}
            return self._parts[text, part]

    @property
    def first(self) -> Read | None:
        """What was read of a part with the plan.yml of now, while the whole is still being read; None otherwise."""
        with self.held() as review:
            text = review.plan_text
            if not self.is_reading or text == self.current.text:
                return None
            return next((one for (tried, _part), one in self._parts.items() if tried == text), None)

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
            review.write(text)
            self._again()


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
