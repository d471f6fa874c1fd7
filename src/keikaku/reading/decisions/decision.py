"""A decision of a person about one thing that was read, and which of several decisions counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum


class Act(StrEnum):
    """What is decided of a fact, or done with a decision."""

    ACCEPT = "accept"
    CORRECT = "correct"
    ASSIGN = "assign"
    REJECT = "reject"
    UNREADABLE = "unreadable"
    RIGHT = "sampled-right"
    WRONG = "sampled-wrong"
    REPORT = "report"
    UNDO = "undo"


SAMPLED = frozenset({Act.RIGHT, Act.WRONG})
"""What is said of a fact that the random sample chose; these alone say how good the certain facts are."""
GIVES_VALUE = frozenset({Act.CORRECT, Act.ASSIGN})
"""What takes a value in ``after``; a sampled fact that is wrong may have one."""
DOCUMENT = "document"
"""The fact that an acceptance of the whole document is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One line of ``decisions.tsv``.

    Attributes:
        id: A hash of all else that the line says, in hexadecimal; :func:`identified` gives it.
        at: When, in UTC: ``2026-11-30T08:41:12.123Z``.
        reviewer: Id of who decided (:class:`keikaku.reading.decisions.reviewers.Reviewer`).
        role: In what role.
        act: What was decided.
        document: Name of the file in front of them.
        fact: Key of the fact (:class:`keikaku.reading.decisions.claims.Claim`), or of a finding, a line, a link.
        place: Where it is printed, as a person finds it: ``p. 3, line 12``.
        before: What had been read.
        after: What is right instead, for the acts that give a value.
        hash: Hash of the passage that the decision was made on, "" where it is about none.
        undoes: Id of the decision that is taken back.
        note: A remark; where a report came from.
    """

    id: str = ""
    at: str
    reviewer: str
    role: str
    act: Act
    document: str = ""
    fact: str = ""
    place: str = ""
    before: str = ""
    after: str = ""
    hash: str = ""
    undoes: str = ""
    note: str = ""

    @property
    def outcome(self) -> tuple[str, str]:
        """What comes of it, the same for decisions that agree."""
        if self.act in (Act.ACCEPT, Act.RIGHT):
            return "accept", ""
        if self.after:
            return "value", self.after
        return ("unreadable" if self.act is Act.WRONG else str(self.act)), ""


COLUMNS = tuple(field.name for field in fields(Decision))
"""The columns of ``decisions.tsv``."""


def id_of(values: Mapping[str, str]) -> str:
    """Return the id of the decision that says these values, by column."""
    said = "\0".join(str(values[name]) for name in COLUMNS if name != "id")
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


def undone(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return which decisions do not count any more, by id, with the line that took them back.

    An undo that was itself undone takes nothing back.
    """
    by_target: dict[str, Decision] = {}
    for one in sorted(decisions, key=lambda one: (one.at, one.id), reverse=True):
        if one.act is Act.UNDO and one.id not in by_target:
            by_target.setdefault(one.undoes, one)
    return by_target


@dataclass(frozen=True, slots=True)
class Standing:
    """The decisions about one fact that nobody took back.

    Attributes:
        counts: The latest, which counts; None where there are only reports.
        against: Those of other people before it that say something else.
        reports: Reports from outside, answered or not.
        all: All of them, the first first.
    """

    counts: Decision | None
    against: tuple[Decision, ...]
    reports: tuple[Decision, ...]
    all: tuple[Decision, ...]

    @property
    def is_open(self) -> bool:
        """Whether a report came in that nobody has decided about since."""
        return bool(self.reports) and (self.counts is None or self.counts.at < self.reports[-1].at)


def standing(decisions: Iterable[Decision]) -> dict[str, Standing]:
    """Return what stands of each fact, by its key; the latest decision counts, and nothing is lost."""
    decisions = list(decisions)
    gone = undone(decisions)
    found: dict[str, list[Decision]] = {}
    for one in sorted(decisions, key=lambda one: (one.at, one.id)):
        if one.act is not Act.UNDO and one.id not in gone:
            found.setdefault(one.fact, []).append(one)
    return {fact: _standing(made) for fact, made in found.items()}


def _standing(made: list[Decision]) -> Standing:
    decided = [one for one in made if one.act is not Act.REPORT]
    counts = decided[-1] if decided else None
    latest = {one.reviewer: one for one in decided}  # who changed their mind contradicts nobody
    against = tuple(
        one
        for one in latest.values()
        if counts and one.reviewer != counts.reviewer and one.outcome != counts.outcome
        if one.hash == counts.hash
    )
    return Standing(counts, against, tuple(one for one in made if one.act is Act.REPORT), tuple(made))
