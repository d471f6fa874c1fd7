"""How good the certain facts are: a random sample of them, and the error rate with its interval.

The sample is drawn by a hash of each fact's key and passage, so that everybody who reviews a document is asked about the
same facts, nobody chooses them, and facts that a later reading adds or loses leave the rest of the sample as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import exp, lgamma, log

from keikaku.reading.decisions.applying import Reviewed
from keikaku.reading.decisions.claims import Claim
from keikaku.reading.decisions.decision import SAMPLED, Act
from keikaku.reading.model import Confidence

CONFIDENCE = 0.95
"""How sure the interval is: what is usual in audits."""
_STEPS = 60  # halvings of an interval of 1: finer than a double


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of some certain facts were checked, and how many of those were wrong.

    Attributes:
        facts: How many certain facts there are.
        checked: How many of them a person was shown by the random sample and decided about.
        wrong: How many of those were wrong.
        about: Class of what they are said of, "" for all.
        said: What is said, "" for all that is said of the class.
        rule: What of plan.yml made them, "" for all.
    """

    facts: int
    checked: int
    wrong: int
    about: str = ""
    said: str = ""
    rule: str = ""

    @property
    def interval(self) -> tuple[float, float]:
        """The lowest and the highest share of wrong facts that the sample does not contradict, at 95 %."""
        if self.checked and self.checked == self.facts:
            return (
                self.wrong / self.facts,
                self.wrong / self.facts,
            )  # all were looked at: nothing is estimated
        return interval(self.wrong, self.checked)


@cache
def interval(wrong: int, checked: int) -> tuple[float, float]:
    """Return the interval of Clopper and Pearson for a share, (0, 1) where nothing was checked.

    It holds with at least the confidence that it claims, for samples of any size.

    >>> tuple(round(bound, 5) for bound in interval(1, 300))
    (8e-05, 0.01843)
    >>> tuple(round(bound, 4) for bound in interval(0, 30))
    (0.0, 0.1157)
    """
    half = (1 - CONFIDENCE) / 2
    lower = 0.0 if wrong == 0 else _solved(lambda share: 1 - _at_most(wrong - 1, checked, share) < half)
    upper = 1.0 if wrong == checked else _solved(lambda share: _at_most(wrong, checked, share) > half)
    return lower, upper


def _solved(is_below: Callable[[float], bool]) -> float:
    low, high = 0.0, 1.0
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if is_below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(most: int, of: int, share: float) -> float:
    """Return how probable at most so many of a number are, where each is with some probability (0 < share < 1)."""
    ways = lgamma(of + 1)
    return sum(
        exp(ways - lgamma(k + 1) - lgamma(of - k + 1) + k * log(share) + (of - k) * log(1 - share))
        for k in range(most + 1)
    )


def certain(reviewed: Reviewed) -> list[Claim]:
    """Return the facts that nothing was wrong with before a person looked."""
    return [
        claim
        for claim in reviewed.claims.values()
        if claim.is_printed and claim.value and claim.key not in reviewed.gone
        if reviewed.confidence(claim) is Confidence.CERTAIN or _sampled(reviewed, claim)
    ]


def _drawn(claim: Claim) -> bytes:
    return hashlib.blake2b(f"{claim.key}\0{claim.hash}".encode(), digest_size=8).digest()


def _sampled(reviewed: Reviewed, claim: Claim) -> bool:
    applied = reviewed.applied.get(claim.key)
    return applied is not None and applied.decision.act in SAMPLED


def sample(reviewed: Reviewed, size: int) -> list[Claim]:
    """Return the facts that are still to be checked until so many are.

    Args:
        reviewed: The reading with its decisions.
        size: How many are to be checked.
    """
    all_ = certain(reviewed)
    done = sum(_sampled(reviewed, claim) for claim in all_)
    left = sorted((claim for claim in all_ if claim.key not in reviewed.applied), key=_drawn)
    return left[: max(size - done, 0)]


def rate(reviewed: Reviewed) -> Rate:
    """Return how good the certain facts are, all together."""
    return _rate(reviewed, certain(reviewed))


def rates(reviewed: Reviewed) -> list[Rate]:
    """Return how good the certain facts are: all together first, then each class, what is said of it, and each rule."""
    all_ = certain(reviewed)
    of: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in all_:
        of.setdefault((claim.about, "", ""), []).append(claim)
        of.setdefault((claim.about, claim.said, ""), []).append(claim)
        of.setdefault(("", "", claim.rule), []).append(claim)
    return [
        _rate(reviewed, all_),
        *(_rate(reviewed, of[kind], *kind) for kind in sorted(of, key=lambda one: (one[2], *one))),
    ]


def _rate(
    reviewed: Reviewed, facts: Iterable[Claim], about: str = "", said: str = "", rule: str = ""
) -> Rate:
    acts = list(_acts(reviewed, facts))
    checked = [act for act in acts if act in SAMPLED]
    return Rate(len(acts), len(checked), sum(act is Act.WRONG for act in checked), about, said, rule)


def _acts(reviewed: Reviewed, facts: Iterable[Claim]) -> Iterator[Act | None]:
    for claim in facts:
        applied = reviewed.applied.get(claim.key)
        yield applied.decision.act if applied else None
