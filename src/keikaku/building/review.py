"""A document under review: what was read of it, what is to be decided, and what comes of decisions.

The document is read from its file once; after a change of plan.yml or of decisions its lines are read again, which
takes a fraction of that. Nothing is kept here that is not in ``plan.yml`` and ``decisions.tsv``: a process that dies
loses nothing, and two that look at one document see what the other decided when they read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from keikaku.building.model import Loaded, Options
from keikaku.building.pipeline import judged, loaded_of
from keikaku.building.reading_change import Change, change
from keikaku.building.report import DocumentReport
from keikaku.building.unread import unread
from keikaku.documents.as_lines import read_numbered
from keikaku.documents.numbered_lines import Document
from keikaku.graph.located import Locator
from keikaku.ground.errors import (
    KeikakuError,
    OutputError,
    RecognitionError,
    ReviewError,
    SeriesError,
    UnownedError,
)
from keikaku.ground.files import why, write_whole
from keikaku.ground.messages import Said, Words, say
from keikaku.reading.decisions.acceptance import Acceptance
from keikaku.reading.decisions.applying import LINK, Reviewed, content_hash
from keikaku.reading.decisions.changing import refuse_value
from keikaku.reading.decisions.claims import Claim, Passages
from keikaku.reading.decisions.decision import DOCUMENT, Act, Decision
from keikaku.reading.decisions.home import registers
from keikaku.reading.decisions.open_items import QUESTION, Item, Kind, Link, open_items
from keikaku.reading.decisions.register import Register
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.reading.decisions.sampling import Rate, rates
from keikaku.reading.drafting.draft import Draft, draft
from keikaku.reading.drafting.writing import as_yaml
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.gestures.pointing import Edit, edit
from keikaku.reading.loaders import Loaders
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series
from keikaku.reading.values.patterns import together

PRINTED_AT = "printed at "
"""With what the note of a decision begins whose value a person pointed at; the place follows."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that a person wants to make.

    Attributes:
        act: What they decide.
        key: The fact: the key of a claim or of an item of the queue.
        after: The right value, for the acts that give one.
        note: A remark.
        box: The line that prints the right value, and of a row the column, where a person pointed at it.
    """

    act: Act
    key: str
    after: str = ""
    note: str = ""
    box: tuple[int, ...] = ()


class Review:
    """A document under review.

    Args:
        path: The document; or a folder with a plan.yml that holds one document.
        options: How it is read. A document that nothing recognises is drafted, whatever they say.
        links: Suggests links for what was read of it, for the queue.
        fresh: Whether no other loader is asked than a plan.yml beside it, and it is drafted where there is none.

    Raises:
        KeikakuError: It cannot be read, or looks like no plan.
    """

    def __init__(
        self,
        path: Path,
        options: Options | None = None,
        links: Callable[[Loaded], Iterable[Link]] | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        self.options = replace(options or Options(), draft=True)
        self._links = links
        self._document = self._read(path)
        self._fresh = fresh
        self._made: dict[str, Decision] = {}
        self._held: dict[Path, Register] = {}
        self.loaded: Loaded = self._load()

    def _read(self, path: Path) -> Document:
        return read_numbered(
            path,
            max_bytes=self.options.max_bytes,
            memory=self.options.memory,
            seconds=self.options.seconds,
        )

    # -- what was read

    def another(self) -> None:
        """Take up the document's file anew, since it is another one by now; the reading follows with :meth:`again`.

        Raises:
            KeikakuError: It cannot be read; what was read before stays.
        """
        self._document = self._read(self._document.path)
        self.__dict__.pop("_drafted", None)

    @property
    def document(self) -> Document:
        """The document as numbered lines, without its repairs."""
        return self._document

    @property
    def reading(self) -> Reading:
        """The reading, with what was decided done."""
        return self.loaded.reading

    @property
    def reviewed(self) -> Reviewed:
        """All claims as they were read, and what people decided of them (``reviewed.applied`` by key)."""
        return self.reading.reviewed or Reviewed()

    @property
    def acceptance(self) -> Acceptance:
        """Whether the plan is proposed, declared or accepted, and what it lacks."""
        return self.loaded.acceptance

    @cached_property
    def report(self) -> DocumentReport:
        """The report that `keikaku check` gives: the account, unread lines, findings; made when it is asked for."""
        return judged(self.loaded, self.options)

    @cached_property
    def items(self) -> list[Item]:
        """What was to be decided when the document was read last, in the order of the queue."""
        return self.queue(self.loaded)

    def open(self, kinds: Iterable[Kind] = Kind) -> list[Item]:
        """Return what is still to be decided: the queue without what was decided since."""
        wanted = set(kinds)
        return [one for one in self.items if one.kind in wanted and one.key not in self._made]

    @property
    def rates(self) -> list[Rate]:
        """How good the certain facts are: of all first, then by class and by what is said."""
        return rates(self.reviewed)

    def place(self, lines: Sequence[int]) -> str:
        """Return where the first of some lines stands, as a person finds it: ``p. 3, table 1 row 4``, ``line 12``."""
        found = self._locator.places(lines[:1]) if lines else iter(())
        return next((one.place.words("en") for one in found), "")

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.loaded.document, "")

    # -- decisions on facts

    @property
    def register(self) -> Register:
        """Where new decisions go."""
        return self.registers[0]

    @property
    def registers(self) -> list[Register]:
        """All files that may hold decisions about the document, beside plan.yml and beside itself."""
        plan = None if self._is_draft else self.loaded.series.path
        found = registers(self.loaded.document.path, plan)
        return [self._held.setdefault(one.path, one) for one in found]

    @property
    def decisions(self) -> list[Decision]:
        """All decisions of the folder, in the order in which they were made."""
        found = {one.id: one for register in self.registers for one in register.read()}
        return sorted(found.values(), key=lambda one: (one.at, one.id))

    def decide(self, by: Reviewer, wanted: Sequence[Wanted]) -> list[Decision]:
        """Write down what a person decided, all of it or nothing; the reading follows with :meth:`again`.

        Raises:
            ReviewError: There is no such fact, or the value does not fit it.
            ReviewError, OutputError: As :meth:`keikaku.reading.decisions.register.Register.add`.
        """
        made = self.register.add(by, [self._decision(one) for one in wanted])
        self._made |= {one.fact: one for one in made}
        return made

    def accept(self, by: Reviewer, note: str = "") -> list[Decision]:
        """Accept the whole document; it counts when nothing else is missing (`acceptance.missing`)."""
        return self.decide(by, [Wanted(Act.ACCEPT, DOCUMENT, note=note)])

    def undo(self, by: Reviewer, ids: Sequence[str], note: str = "") -> list[Decision]:
        """Take decisions back, and read again."""
        made = self.take_back(by, ids, note)
        self.again()
        return made

    def take_back(self, by: Reviewer, ids: Sequence[str], note: str = "") -> list[Decision]:
        """Take decisions back; the reading follows with :meth:`again`."""
        known = {one.id: register for register in self.registers for one in register.read()}
        register = next((known[one] for one in ids if one in known), self.register)
        made = register.undo(by, ids, note)
        self._made = {fact: one for fact, one in self._made.items() if one.id not in ids}
        return made

    @cached_property
    def _items_by_key(self) -> dict[str, Item]:
        return {one.key: one for one in reversed(self.items)}

    def _decision(self, wanted: Wanted) -> Decision:
        claim, item = self.claim(wanted.key), self._items_by_key.get(wanted.key)
        refused = self._refused(wanted, claim, item)
        if refused:
            raise ReviewError("reviewing.refused-decision", fact=wanted.key, detail=refused)
        lines: Sequence[int] = claim.record.lines if claim else item.lines if item else ()
        is_lost = wanted.act is Act.CORRECT and claim is not None and not claim.value
        return Decision(
            at="",
            reviewer="",
            role="",
            act=Act.ASSIGN if is_lost else wanted.act,
            document=self.loaded.document.name,
            fact=wanted.key,
            place=self.place(lines),
            before=claim.value if claim else item.before if item else "",
            after=wanted.after,
            hash=self._hash(wanted.key, claim, item),
            note="; ".join(filter(None, (self._boxed(wanted.box), wanted.note))),
        )

    def _refused(self, wanted: Wanted, claim: Claim | None, item: Item | None) -> Said | None:
        """Return why a decision cannot be made, None where it can."""
        if self.trouble:
            return self.trouble
        if claim is None and item is None and wanted.key != DOCUMENT:
            return say("reviewing.no-such-fact-read")
        if wanted.key.startswith(LINK) and wanted.act not in (Act.ACCEPT, Act.REJECT):
            return say("reviewing.link-yes-or-no")
        return refuse_value(claim, wanted.after) if claim and wanted.after else None

    def _boxed(self, box: Sequence[int]) -> str:
        """Return where the right value is printed: ``printed at p. 3, table 1 row 4, column 2``; "" where nobody said."""
        if not box:
            return ""
        column = f", column {box[1] + 1}" if len(box) > 1 else ""
        return f"{PRINTED_AT}{self.place(box[:1])}{column}"

    def claim(self, key: str) -> Claim | None:
        """Return what was read of a fact before any decision, by its key; None where there is none."""
        return self.reviewed.claims.get(key)

    def _hash(self, key: str, claim: Claim | None, item: Item | None) -> str:
        if key == DOCUMENT:
            return content_hash(self.reviewed.claims.values())
        return claim.hash if claim else item.hash if item else ""

    @cached_property
    def passages(self) -> Passages:
        """Hashes of the document's passages."""
        return Passages(self.loaded.document)

    # -- decisions on structure

    @property
    def _is_draft(self) -> bool:
        return _is_draft(self.loaded)

    @property
    def questions(self) -> list[tuple[str, str]]:
        """What a draft asks, in English and Japanese; nothing of a document that has a plan.yml."""
        return self._questions(self.loaded)

    def _questions(self, loaded: Loaded) -> list[tuple[str, str]]:
        return self._drafted.questions if _is_draft(loaded) else []

    @cached_property
    def _drafted(self) -> Draft:
        """The draft of the document, which no decision changes."""
        known = Loaders.of(self.options.loaders).known.values()
        return draft(self._document, municipality=self.options.municipality, loaders=known)

    @property
    def plan_path(self) -> Path:
        """Where the plan.yml lies, or will lie: a draft gets one beside its document."""
        return self._beside if self._is_draft else self.loaded.series.path

    @property
    def _beside(self) -> Path:
        document = self._document.path.resolve()
        return (document if document.is_dir() else document.parent) / "plan.yml"

    @cached_property
    def plan_text(self) -> str:
        """The text of plan.yml; of a draft, what would stand in it."""
        if self._is_draft:
            return as_yaml(self._drafted, "ja")
        return _text(self.plan_path)

    def point(self, gesture: str, values: Mapping[str, Any]) -> Edit:
        """Return what a gesture makes of plan.yml (:mod:`keikaku.reading.gestures.pointing`); nothing is written."""
        return edit(self.plan_text, gesture, values)

    def save(self, text: str) -> Change:
        """Write plan.yml, read again, and say what that changed; as :meth:`write`."""
        self.write(text)
        return self.again()

    def write(self, text: str) -> None:
        """Write plan.yml; what does not say what it must is not written. The reading follows with :meth:`again`.

        Raises:
            SeriesError: The text is not right; names line and key.
            ReviewError: plan.yml was changed by something else since it was read.
            OutputError: It cannot be written.
        """
        PlanText(text, self.plan_path).checked()
        held = _text(self.plan_path) if self.plan_path.exists() else None
        if held is not None and _digest(held) != _digest(self.plan_text):
            raise ReviewError(
                "reviewing.refused-edit",
                detail=say("reviewing.was-changed-something-else"),
            )
        try:
            write_whole(self.plan_path, [text.encode()], durable=True)
        except OSError as error:
            raise OutputError("ground.unwritable", path=self.plan_path, why=why(error)) from error
        self.plan_text = text

    # -- reading again

    def again(self) -> Change:
        """Read the document's lines again, with what plan.yml and the decisions say now, and return what changed."""
        return self.take(self.read())

    def read(self) -> Loaded:
        """Return another reading of the document's lines; what is held stays as it is until :meth:`take`.

        Another thread may do it: nothing that changes is shared. Decisions are those that were on the disk when it began.
        """
        return self._load()

    def queue(self, loaded: Loaded) -> list[Item]:
        """Return what is to be decided of a reading, in the order of the queue."""
        if (trouble := _trouble(loaded)) is not None:
            said = trouble.text("en"), trouble.text("ja")
            return [Item(Kind.QUESTION, f"{QUESTION}error", *said)]
        size = loaded.series.settings.review.sample
        links = self._links(loaded) if self._links else ()
        return open_items(loaded.reading, size, questions=self._questions(loaded), links=links)

    def take(
        self, loaded: Loaded, items: list[Item] | None = None, *, unknown: Sequence[Decision] = ()
    ) -> Change:
        """Put another reading in the place of the one that is held, and return what changed.

        Args:
            loaded: The reading.
            items: Its queue, where it is known.
            unknown: Decisions that were made since it began.
        """
        before = self.reading
        for name in ("report", "items", "_items_by_key", "_locator", "passages", "plan_text"):
            self.__dict__.pop(name, None)
        self.loaded, self._made = loaded, {one.fact: one for one in unknown}
        if items is not None:
            self.items = items
        return change(before, loaded.reading)

    def _load(self) -> Loaded:
        try:
            loaders = Loaders({}) if self._fresh else Loaders.of(self.options.loaders)
            return loaded_of(self._document, replace(self.options, loader=self._loader()), loaders)
        except (SeriesError, ReviewError, RecognitionError) as error:
            plan = self._broken(error)
            if plan is None and not isinstance(error, UnownedError):
                raise
            return unread(self._document, plan, error)

    def _broken(self, error: KeikakuError) -> Path | None:
        """Return the plan.yml that has to be mended, or beside which decisions have to be; None where it is something else."""
        path = error.values.get("path")
        if isinstance(error, SeriesError) and isinstance(path, Path) and path.name == self._beside.name:
            return path
        return self._beside if self._beside.exists() and not isinstance(error, RecognitionError) else None

    @property
    def error(self) -> KeikakuError | None:
        """Why nothing is read as long as nobody says whose it is, or its plan.yml or its decisions are broken; None where it is."""
        return self.loaded.error

    @property
    def is_unowned(self) -> bool:
        """Whether a person has to say whose document it is."""
        return isinstance(self.error, UnownedError)

    @property
    def trouble(self) -> Said | None:
        """Why nothing is read, as a person at the desk is told; None where something is."""
        return _trouble(self.loaded)

    def _loader(self) -> str:
        """Return the name of the loader that is to read the document: that of the plan.yml beside it goes before others."""
        beside = self._beside
        if self.options.loader or not beside.exists():
            return self.options.loader
        series = read_series(beside)
        lines = [line.text for line in self._document.lines]
        return series.id if series.recognises(lines, together(lines)) else ""


def _trouble(loaded: Loaded) -> Said | None:
    if isinstance(loaded.error, UnownedError):
        return say("reviewing.whose-plan")
    return Words(loaded.error.message("en"), loaded.error.message("ja")) if loaded.error else None


def _is_draft(loaded: Loaded) -> bool:
    return not loaded.series.path.is_absolute() and not loaded.series.path.exists()


def _text(path: Path) -> str:
    """Return the text of a plan.yml; what is no UTF-8 in it is marked, so that it can be mended where it stands."""
    return path.read_text(encoding="utf-8-sig", errors="replace")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
