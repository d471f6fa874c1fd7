"""Whether a document's reading is proposed, declared or accepted, and what it still lacks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from keikaku.ground.messages import Message, Said, say
from keikaku.ground.rules import Severity
from keikaku.reading.decisions.applying import FINDING, Reviewed
from keikaku.reading.decisions.claims import Passages
from keikaku.reading.decisions.decision import Act, Standing
from keikaku.reading.decisions.sampling import Rate, certain, rate
from keikaku.reading.model import Finding
from keikaku.reading.planfile import ReviewSettings
from keikaku.reading.records import Reading


class State(StrEnum):
    """Who answers for a document's reading; the values are local names of the ontology."""

    PROPOSED = "Proposed"
    DECLARED = "Declared"
    ACCEPTED = "Accepted"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a document's reading stands.

    Attributes:
        state: Who answers for it.
        missing: What it lacks of acceptance; none where it is accepted.
        rate: How good its certain facts are.
    """

    state: State
    missing: tuple[Said, ...]
    rate: Rate


def acceptance(reading: Reading, rule: ReviewSettings, *, is_draft: bool) -> Acceptance:
    """Return how a document's reading stands.

    Args:
        reading: The reading, checked.
        rule: What plan.yml asks of an accepted plan.
        is_draft: Whether nobody wrote its plan.yml.
    """
    reviewed = reading.reviewed or Reviewed()
    good = rate(reviewed)
    missing = [
        *_findings(reading, reviewed),
        *_of_people(reviewed),
        *_sample(reviewed, good, rule),
    ]
    if reviewed.acceptance is None:
        missing.append(say("reviewing.lacks-acceptance"))
    before = State.PROPOSED if is_draft else State.DECLARED
    return Acceptance(before if missing else State.ACCEPTED, tuple(missing), good)


def _findings(reading: Reading, reviewed: Reviewed) -> list[Message]:
    left = sum(
        one.severity is Severity.VIOLATION and decided(reading, reviewed, one) is None
        for one in reading.findings
    )
    return [say("reviewing.lacks-findings", count=left)] if left else []


def _of_people(reviewed: Reviewed) -> list[Message]:
    found: list[Message] = []
    if against := sum(bool(one.against) for one in reviewed.standing.values()):
        found.append(say("reviewing.lacks-agreement", count=against))
    if again := len(reviewed.again):
        found.append(say("reviewing.lacks-again", count=again))
    if reports := sum(one.is_open for one in reviewed.standing.values()):
        found.append(say("reviewing.lacks-answers", count=reports))
    return found


def _sample(reviewed: Reviewed, rate: Rate, rule: ReviewSettings) -> list[Message]:
    """Return what the sample lacks; of what people decided anyway nothing is left to be drawn."""
    found: list[Message] = []
    left = sum(claim.key not in reviewed.applied for claim in certain(reviewed))
    wanted = min(rule.sample, rate.checked + left)
    if rate.checked < wanted:
        found.append(say("reviewing.lacks-checks", checked=rate.checked, wanted=wanted))
    if rate.wrong > rule.errors:
        found.append(say("reviewing.lacks-right", wrong=rate.wrong, allowed=rule.errors))
    return found


def finding_key(reading: Reading, finding: Finding) -> str:
    """Return the key by which a decision names a finding: its rule and the hash of its passage."""
    passage = Passages(reading.document).hash(finding.lines)
    return f"{FINDING}{finding.rule}:{passage or hashlib.blake2b(finding.en.encode(), digest_size=8).hexdigest()}"


def decided(reading: Reading, reviewed: Reviewed, finding: Finding) -> Standing | None:
    """Return what people decided about a finding: that the document prints it so; None where nobody did."""
    stands = reviewed.standing.get(finding_key(reading, finding))
    return stands if stands and stands.counts and stands.counts.act is Act.ACCEPT else None


def settle(reading: Reading) -> None:
    """Turn the strong findings about which a person says that the document prints it so into remarks."""
    reviewed = reading.reviewed
    if reviewed is None:
        return
    for at, one in enumerate(reading.findings):
        stands = decided(reading, reviewed, one) if one.severity is Severity.VIOLATION else None
        if stands and stands.counts:
            by = stands.counts
            reading.findings[at] = replace(
                one,
                severity=Severity.INFO,
                said=say(
                    "reviewing.decided-printed-so",
                    en=one.en,
                    reviewer=by.reviewer,
                    role=by.role,
                    at=by.at[:10],
                    ja=one.ja,
                ),
            )
