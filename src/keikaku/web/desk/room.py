"""The documents on one desk: each is read when it is first asked for, a few are held, and what is open on all of them is known."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.reading.decisions.open_items import Kind
from keikaku.web.desk.deciding import item_json
from keikaku.web.desk.opened import Opened, stamp

HELD = 8
"""Documents that are held at once: more than a person goes back and forth between. What is known of the others stays."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a document that may not be held any more.

    Attributes:
        title: Of the plan, or "".
        state: Proposed, declared or accepted.
        open: How many items of its queue there are of each kind.
        unread: How many of its lines are not read.
        files: What plan.yml and decisions.tsv were, and where.
    """

    title: str
    state: str
    open: dict[Kind, int]
    unread: int
    files: tuple[tuple[Path, ...], str]


@dataclass(slots=True)
class _Seat:
    path: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
    opened: Opened | None = None
    noted: Noted | None = None
    version: str = ""
    error: KeikakuError | None = None
    used: int = 0


class Room:
    """The documents on a desk, numbered from 1.

    Args:
        documents: Where they are.
        read: Reads one.
        held: How many are held at once.
    """

    def __init__(
        self, documents: Sequence[Path], read: Callable[[Path], Opened], *, held: int = HELD
    ) -> None:
        self._seats = [_Seat(path) for path in documents]
        self._read = read
        self._held = held
        self._used = 0
        self._stale = threading.Event()

    @classmethod
    def of(cls, opened: Opened) -> Room:
        """Return a room with one document that was read already."""
        room = cls([opened.path], lambda _path: opened)
        room.opened(1)
        return room

    def __len__(self) -> int:
        return len(self._seats)

    def opened(self, number: int) -> Opened:
        """Return a document by its number; it is read where it is not held.

        Raises:
            RequestError: There is none of that number.
            KeikakuError: It cannot be read.
        """
        if not 1 <= number <= len(self._seats):
            raise RequestError("serving.nothing-here", path=f"document {number}")
        seat = self._seats[number - 1]
        with seat.lock:
            self._used += 1
            seat.used = self._used
            found = seat.opened
            if found is None:
                found = seat.opened = self._first(seat)
        self._leave()
        return found

    def _first(self, seat: _Seat) -> Opened:
        try:
            found = self._read(seat.path)
        except KeikakuError as error:
            seat.error = error
            raise
        seat.error = None
        return found

    def _leave(self) -> None:
        """Let go of those that were not looked at for longest; whoever still works on one keeps it."""
        held = sorted((seat for seat in self._seats if seat.opened), key=lambda seat: seat.used)
        for seat in held[: -self._held]:
            with seat.lock:
                self._note(seat)
                seat.opened = None

    def _note(self, seat: _Seat) -> Noted | None:
        """Return what is known of a document, as of now where it is held."""
        with seat.lock:
            opened = seat.opened
            if opened is not None:
                with opened.held() as review:
                    if seat.noted is None or seat.version != opened.version:
                        kinds = [item.kind for item in review.open()]
                        seat.noted = Noted(
                            title=review.loaded.series.settings.document.title,
                            state=str(review.acceptance.state),
                            open={kind: kinds.count(kind) for kind in Kind if kind in kinds},
                            unread=sum(unread for unread, _figure in opened.current.counts),
                            files=opened.files,
                        )
                        seat.version = opened.version
            elif seat.noted and stamp(seat.noted.files[0]) != seat.noted.files[1]:
                seat.noted = None  # somebody else decided meanwhile
                self._stale.set()
            return seat.noted

    # -- all of them

    def watch(self) -> None:
        """Read what nobody asked for yet, one after another in the background, and again what was changed elsewhere."""
        self._stale.set()
        threading.Thread(target=self._watching, daemon=True).start()

    def _watching(self) -> None:
        while self._stale.wait():
            self._stale.clear()
            self.read_all()

    def read_all(self) -> None:
        """Read every document once; what is wrong with one is told with it."""
        for number, seat in enumerate(self._seats, start=1):
            if self._note(seat) is None and seat.error is None:
                try:
                    self.opened(number)
                    self._note(seat)
                except KeikakuError:
                    continue  # kept in its seat

    def listed(self) -> list[dict[str, Any]]:
        """Return each document with what is open on it; what is not read yet has no state."""
        found = []
        for number, seat in enumerate(self._seats, start=1):
            said: dict[str, Any] = {"number": number, "name": self._name(seat)}
            if noted := self._note(seat):
                said |= {
                    "title": noted.title,
                    "state": noted.state,
                    "open": sum(noted.open.values()),
                    "first": next((kind.name.lower() for kind in noted.open), ""),
                    "unread": noted.unread,
                }
            elif seat.error:
                said["error"] = [seat.error.message("ja"), seat.error.message("en")]
            found.append(said)
        return found

    def _name(self, seat: _Seat) -> str:
        """Return the name of a document; with its folder where another has the same."""
        same = sum(other.path.name == seat.path.name for other in self._seats)
        return seat.path.name if same == 1 else f"{seat.path.parent.name}/{seat.path.name}"

    def queue(self, first: int, last: int) -> dict[str, Any]:
        """Return a stretch of the queue across all documents: what pays most first, whatever document it is of."""
        known = [
            (number, noted) for number, seat in enumerate(self._seats, start=1) if (noted := self._note(seat))
        ]
        items: list[dict[str, Any]] = []
        before = 0
        for kind in Kind:
            for number, noted in known:
                count = noted.open.get(kind, 0)
                start, end = max(first - before, 0), min(last - before, count)
                before += count
                if start < end:
                    items += self._items(number, kind, start, end)
        return {"whole": before, "from": first, "items": items, "documents": [len(known), len(self._seats)]}

    def _items(self, number: int, kind: Kind, start: int, end: int) -> Iterator[dict[str, Any]]:
        opened = self.opened(number)
        with opened.held() as review:
            read = opened.current
            for item in review.open([kind])[start:end]:
                yield {**item_json(read, item), "document": number}
