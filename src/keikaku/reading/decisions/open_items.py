"""What is to be decided of a document, in an order that pays: what may be wrong first, what is certain by sample last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from keikaku.documents.form import Origin
from keikaku.ground import vocab
from keikaku.ground.messages import Language, pair, say
from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import tidy
from keikaku.reading.decisions.acceptance import decided, finding_key
from keikaku.reading.decisions.applying import LINE, LINK, Again, Reviewed
from keikaku.reading.decisions.claims import Claim, Passages
from keikaku.reading.decisions.decision import Standing
from keikaku.reading.decisions.sampling import sample
from keikaku.reading.model import Confidence, Finding
from keikaku.reading.records import Reading


class Kind(IntEnum):
    """Why something is asked; the order is that of the queue."""

    REPORT = 0
    CONTRADICTION = 1
    DISAGREEMENT = 2
    AGAIN = 3
    UNREAD_FIGURE = 4
    UNREAD = 5
    QUESTION = 6
    RECOGNISED = 7
    REPAIRED = 8
    DOUBTFUL = 9
    LINK = 10
    SAMPLE = 11


QUESTION = "question:"
"""With what the key of a question begins that nobody decides about as of a fact: plan.yml answers it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be decided.

    Attributes:
        kind: Why it is asked.
        key: What a decision names as its fact.
        en: What is asked, in a sentence.
        ja: The same in Japanese.
        lines: The lines that print it, from 1.
        claim: The fact that it is about, None where it is about a line, a finding or the structure.
        before: What was read.
        hash: Hash of the passage.
        stands: What people decided or reported about it so far.
    """

    kind: Kind
    key: str
    en: str
    ja: str
    lines: tuple[int, ...] = ()
    claim: Claim | None = None
    before: str = ""
    hash: str = ""
    stands: Standing | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A suggested link, as the queue asks about it.

    Attributes:
        subject: IRI of what is linked.
        predicate: The property, as a CURIE.
        object: IRI of the goal.
        en: Why it is suggested.
        ja: The same in Japanese.
        lines: The lines that print its subject, from 1.
        label: What the subject is called.
    """

    subject: str
    predicate: str
    object: str
    en: str
    ja: str
    lines: tuple[int, ...] = ()
    label: str = ""

    @property
    def key(self) -> str:
        """What a decision names as its fact."""
        return f"{LINK}{self.subject} {self.predicate} {self.object}"


def open_items(
    reading: Reading,
    size: int,
    *,
    findings: Sequence[Finding] | None = None,
    questions: Iterable[tuple[str, str]] = (),
    links: Iterable[Link] = (),
) -> list[Item]:
    """Return what is to be decided of a document.

    Args:
        reading: The reading, with the decisions that were made.
        size: How many certain facts are to be checked (``review: sample:`` of plan.yml).
        findings: Its findings; those of the reading alone otherwise.
        questions: What a draft asks, in English and Japanese.
        links: Links that are suggested and not decided about.
    """
    reviewed = reading.reviewed or Reviewed()
    ask = _Asking(reading, reviewed)
    found = [
        *ask.findings(reading.findings if findings is None else findings),
        *ask.people(),
        *ask.again(),
        *ask.unread(),
        *(Item(Kind.QUESTION, f"{QUESTION}{en.partition(':')[0]}", en, ja) for en, ja in questions),
        *ask.unsure(),
        *(
            Item(Kind.LINK, one.key, one.en, one.ja, one.lines, before=one.label)
            for one in links
            if one.key not in reviewed.standing
        ),
        *ask.sample(size),
    ]
    return sorted(found, key=lambda item: item.kind)  # stable: within a kind in the order of the print


class _Asking:
    """Says what is asked of a reading."""

    def __init__(self, reading: Reading, reviewed: Reviewed) -> None:
        self._reading = reading
        self._reviewed = reviewed
        self._passages = Passages(reading.document)

    def findings(self, findings: Iterable[Finding]) -> Iterator[Item]:
        for one in findings:
            if one.severity is Severity.VIOLATION and decided(self._reading, self._reviewed, one) is None:
                key, passage = finding_key(self._reading, one), self._passages.hash(one.lines)
                yield Item(Kind.CONTRADICTION, key, one.en, one.ja, one.lines, hash=passage)

    def people(self) -> Iterator[Item]:
        for fact, stands in self._reviewed.standing.items():
            claim = self._now(fact)
            lines = tuple(claim.record.lines) if claim else ()
            said = (claim.value, claim.hash) if claim else ("", "")
            if stands.is_open:
                note = stands.reports[-1].note or stands.reports[-1].after
                en, ja = pair("reviewing.reported-wrong", note=note)
                yield Item(Kind.REPORT, fact, en, ja, lines, claim, *said, stands)
            elif stands.against and stands.counts:
                both = [
                    f"{one.reviewer}: {one.act} {one.after}".rstrip()
                    for one in (*stands.against, stands.counts)
                ]
                en, ja = pair("reviewing.people-differ", said=" / ".join(both))
                yield Item(Kind.DISAGREEMENT, fact, en, ja, lines, claim, *said, stands)

    def _now(self, fact: str) -> Claim | None:
        return self._reviewed.claims.get(fact)

    def again(self) -> Iterator[Item]:
        for one in self._reviewed.again:
            en, ja = _again(one)
            claim = one.claim
            said = (claim.value, claim.hash) if claim else (one.decision.before, "")
            lines = tuple(claim.record.lines) if claim else ()
            yield Item(Kind.AGAIN, claim.key if claim else one.decision.fact, en, ja, lines, claim, *said)

    def unread(self) -> Iterator[Item]:
        for number in self._reading.account().unread:
            line = self._reading.line(number)
            has_figure = any(char.isdecimal() for char in line.folded)
            kind = Kind.UNREAD_FIGURE if has_figure else Kind.UNREAD
            passage, text = self._passages.hash([number]), tidy(line.text)
            en, ja = pair("reviewing.not-read", text=text)
            yield Item(kind, f"{LINE}{passage}", en, ja, (number,), None, line.printed, passage)

    def unsure(self) -> Iterator[Item]:
        for claim in self._reviewed.claims.values():
            done = claim.key in self._reviewed.applied or claim.key in self._reviewed.gone
            confidence = self._reviewed.confidence(claim)
            if done or (confidence is Confidence.CERTAIN and not claim.is_lost):
                continue
            kind = Kind.REPAIRED if confidence is Confidence.REPAIRED else Kind.DOUBTFUL
            if any(self._reading.line(number).origin is Origin.RECOGNISED for number in claim.record.lines):
                kind = Kind.RECOGNISED
            yield self._fact(kind, claim)

    def sample(self, size: int) -> Iterator[Item]:
        for claim in sample(self._reviewed, size):
            yield self._fact(Kind.SAMPLE, claim)

    def _fact(self, kind: Kind, claim: Claim) -> Item:
        name = claim.tail.partition("#")[0].replace("/", " ")
        en = f"{name}: {_label(claim.said, 'en')} “{claim.value}”"
        ja = f"{name}: {_label(claim.said, 'ja')}「{claim.value}」"
        if claim.printed and claim.printed != claim.value:
            en, ja = f"{en}, printed “{claim.printed}”", f"{ja}、印字は「{claim.printed}」"
        lines = tuple(claim.record.lines)
        return Item(kind, claim.key, en, ja, lines, claim, claim.value, claim.hash)


_PLAIN = {
    "label": ("name", "名称"),
    "number": ("number", "番号"),
    "title": ("title", "題名"),
    "description": ("description", "説明"),
    "note": ("note", "注"),
}
"""What is said of things that the ontology says with terms of others."""


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {term.iri.rpartition("#")[2]: term.labels for term in vocab.terms()}


def _label(said: str, language: Language) -> str:
    known = _PLAIN.get(said)
    return known[int(language == "ja")] if known else _labels().get(said, {}).get(language, said)


def _again(one: Again) -> tuple[str, str]:
    return pair(
        "reviewing.decided-before",
        act=one.decision.act,
        was=one.decision.after or one.decision.before,
        why=say(f"reviewing.again-{one.why}"),
        now=one.claim.value if one.claim else "-",
    )
