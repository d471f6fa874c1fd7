"""Decisions held against a reading: what still fits is done, what does not is asked again with both.

A decision fits where the passage that it was made on is printed still (its hash), and the fact has its name, or is the
only one of that passage that ends in it. An acceptance holds only while the same is read; a correction is what a person
read themselves, and holds whatever the reader makes of the passage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from keikaku.reading.decisions.changing import change, drop, lose, refuse_value
from keikaku.reading.decisions.claims import Claim, Passages, claims
from keikaku.reading.decisions.decision import DOCUMENT, Act, Decision, Standing, standing
from keikaku.reading.model import Confidence, Record
from keikaku.reading.records import Reading

LINE = "line:"
"""With what the key of a line begins that no record holds; the hash of its passage follows."""
FINDING = "finding:"
"""With what the key of a finding begins; its rule and the hash of its passage follow."""
LINK = "link:"
"""With what the key of a suggested link begins; its subject, property and object follow."""

Why = Literal["passage", "value", "gone", "unfit"]
"""Why a decision is asked again: the passage changed, something else is read there, nothing is, the value does not fit."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A decision that counts, and what it was about.

    Attributes:
        decision: The decision.
        claim: What had been read.
        moved: Whether the fact has another name by now.
    """

    decision: Decision
    claim: Claim
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """A decision that does not count any more, to be asked again with what is read now.

    Attributes:
        decision: The decision.
        claim: What is read now under its name, or at its passage; None where nothing is.
        why: Why it does not count.
    """

    decision: Decision
    claim: Claim | None
    why: Why


@dataclass(slots=True)
class Reviewed:
    """What decisions made of a reading.

    Attributes:
        claims: All that was read before any decision, by key.
        applied: What counts, by the key of the claim.
        again: What is to be asked again.
        standing: What stands of each fact, by the key that the decisions have.
        lines: Numbers of the lines that a person says hold no fact.
        acceptance: The decision that accepts the whole document, if any.
        gone: Keys of the claims that are no part of the reading any more, with what they were said of.
        before: What had to be done to the characters of the records that decisions changed, by their identity.
        names: Names of reviewers by id, where plan.yml says that they are published.
    """

    claims: dict[str, Claim] = field(default_factory=dict)
    applied: dict[str, Applied] = field(default_factory=dict)
    again: list[Again] = field(default_factory=list)
    standing: dict[str, Standing] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()
    acceptance: Decision | None = None
    gone: frozenset[str] = frozenset()
    before: dict[int, Confidence] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def confidence(self, claim: Claim) -> Confidence:
        """Return what had to be done to the characters of a fact before any decision, as the checks left it."""
        return self.before.get(id(claim.record), claim.confidence)

    def of(self, record: Record) -> list[Applied]:
        """Return what was decided of the facts that one record says."""
        return [one for one in self.applied.values() if one.claim.record is record]


def apply(reading: Reading, decisions: Sequence[Decision], document: str) -> Reviewed:
    """Do what was decided of the facts of a reading, and return what came of it.

    Decisions about another document of the folder count where the same fact is printed in the same passage: that is how
    they outlive an edition.

    Args:
        reading: The reading; it is changed, and every record that a person answers for is marked so.
        decisions: The decisions of the folder.
        document: Name of the file.
    """
    made = Reviewed(claims={one.key: one for one in claims(reading)})
    own = standing(one for one in decisions if one.document == document)
    others = standing(one for one in decisions if one.document != document)
    made.standing = {**others, **own}
    if not made.standing:
        return made
    _accepted(made, own.get(DOCUMENT))
    _lines(reading, made)
    search = _Search(made.claims.values())
    for fact, stands in made.standing.items():
        if stands.counts and not fact.startswith((LINE, FINDING, LINK)) and fact != DOCUMENT:
            _one(made, search, stands.counts, is_own=fact in own)
    made.before = {
        id(one.claim.record): one.claim.confidence for one in made.applied.values() if _changes(one)
    }
    for one in made.applied.values():
        _do(reading, one)
    held = {id(record) for record in reading.records()} if made.applied else set()
    made.gone = frozenset(key for key, one in made.claims.items() if held and id(one.record) not in held)
    _mark(made)
    return made


def content_hash(all_: Iterable[Claim]) -> str:
    """Return the hash of all that is read of a document before any decision: what an acceptance is made on."""
    whole = "\0".join(f"{one.key}\0{one.value}\0{one.hash}" for one in all_)
    return hashlib.blake2b(whole.encode(), digest_size=8).hexdigest()


def _accepted(made: Reviewed, stands: Standing | None) -> None:
    """Note who accepted the document; an acceptance holds while the same is read of it, before any decision."""
    decision = stands.counts if stands else None
    if decision is None or decision.act is not Act.ACCEPT:
        return
    if decision.hash == content_hash(made.claims.values()):
        made.acceptance = decision
    else:
        made.again.append(Again(decision, None, "passage"))


def _lines(reading: Reading, made: Reviewed) -> None:
    """Take the lines out of the account of which a person says that they hold no fact."""
    none = {
        one.counts.hash
        for fact, one in made.standing.items()
        if fact.startswith(LINE) and one.counts and one.counts.act is Act.REJECT
    }
    if none:
        passages = Passages(reading.document)
        unread = reading.account().unread
        made.lines = frozenset(number for number in unread if passages.hash([number]) in none)
        reading.none_of_content(*made.lines)


class _Search:
    """Finds what decisions are about."""

    def __init__(self, all_: Iterable[Claim]) -> None:
        self._by_key: dict[str, Claim] = {}
        self._by_hash: dict[str, list[Claim]] = {}
        for claim in all_:
            self._by_key[claim.key] = claim
            self._by_hash.setdefault(claim.hash, []).append(claim)

    def named(self, decision: Decision) -> Claim | None:
        """Return what has the decision's name, if it stands in the decision's passage."""
        claim = self._by_key.get(decision.fact)
        return claim if claim and claim.hash == decision.hash else None

    def moved(self, decision: Decision) -> Claim | None:
        """Return what stands in the decision's passage under another name that ends as its own, if it is the only one."""
        end = decision.fact.rpartition("~")[0] if "~" in decision.fact.rpartition("#")[2] else decision.fact
        here = [one for one in self._by_hash.get(decision.hash, ()) if _ends(end, one.tail)]
        same = [one for one in here if one.value == decision.before]
        found = same or here
        return found[0] if decision.hash and len(found) == 1 else None

    def now(self, decision: Decision) -> Claim | None:
        """Return what is read now of the fact, or in its passage."""
        return self._by_key.get(decision.fact) or self.moved(decision)


def _ends(fact: str, tail: str) -> bool:
    return fact == tail or fact.endswith(f"/{tail}")


def _one(made: Reviewed, search: _Search, decision: Decision, *, is_own: bool) -> None:
    claim, moved = search.named(decision), False
    if claim is None and is_own:
        claim = search.moved(decision)
        moved = claim is not None
    if claim is None:
        now = search.now(decision)
        if is_own or now:  # of another document's facts that this one lacks there is nothing to ask
            made.again.append(Again(decision, now, "passage" if now else "gone"))
    elif not _holds(decision, claim):
        made.again.append(Again(decision, claim, "value"))
    elif decision.after and refuse_value(claim, decision.after):
        made.again.append(Again(decision, claim, "unfit"))
    else:
        before = made.applied.get(claim.key)
        if before is None or before.decision.at < decision.at:
            made.applied[claim.key] = Applied(decision, claim, moved)


def _holds(decision: Decision, claim: Claim) -> bool:
    """Tell whether a decision says something of what is read now."""
    if decision.after or decision.act is Act.UNREADABLE:
        return True
    return claim.value == decision.before


def _changes(one: Applied) -> bool:
    return one.decision.outcome[0] != "accept"


def _do(reading: Reading, one: Applied) -> None:
    decision, claim = one.decision, one.claim
    if decision.after:
        change(claim, decision.after)
    elif decision.act is Act.REJECT:
        drop(reading, claim)
    elif decision.act in (Act.UNREADABLE, Act.WRONG):
        lose(claim)


def _mark(made: Reviewed) -> None:
    """Mark the records of which everything was decided: a person answers for them."""
    left: dict[int, int] = {}
    records = {id(one.record): one.record for one in made.claims.values()}
    for claim in made.claims.values():
        left[id(claim.record)] = left.get(id(claim.record), 0) + (claim.key not in made.applied)
    for key, missing in left.items():
        records[key].reviewed = missing == 0
