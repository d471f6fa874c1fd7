"""How well the confidence of suggested links is calibrated: fitted, held out, and measured.

    python benchmarks/suggest.py --calibrate    # writes sdg/decisions.csv and src/keikaku/audit/suggestions/calibration.json

A decision is a (measure or action, goal) pair that some word speaks for: a score, and whether the labels have it.
The curve from score to confidence is fitted to all decisions. What is reported is held out: the
decisions of each town get their confidence from a curve that was fitted to the other towns alone, and the pooled
result is put into bins of 30 or more.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from keikaku.audit.suggestions.scoring import Curve

DECISIONS = Path(__file__).resolve().parent / "sdg" / "decisions.csv"
FITTED = (
    Path(__file__).resolve().parents[1] / "src" / "keikaku" / "audit" / "suggestions" / "calibration.json"
)
LEAST = 30
"""The smallest bin: the share of fewer decisions says nothing."""
_BINS = 10


@dataclass(frozen=True)
class Decided:
    """A (measure, goal) pair that some word speaks for.

    Attributes:
        town: What is held out together: a municipality, or the page that a name was found on.
        kind: "Measure", "Action" or "Elsewhere".
        label: Of the measure.
        goal: Its number.
        score: What speaks for it (``keikaku.audit.suggestions.scoring``).
        right: Whether the labels have it.
    """

    town: str
    kind: str
    label: str
    goal: str
    score: float
    right: bool


@dataclass(frozen=True)
class Bin:
    """Decisions of neighbouring confidence.

    Attributes:
        confidence: Their mean confidence.
        right: The share of them that is right.
        low: Lower end of the 95 % interval of that share (Wilson, 1927).
        high: Upper end.
        count: How many they are.
    """

    confidence: float
    right: float
    low: float
    high: float
    count: int


def fit(decisions: Sequence[Decided]) -> Curve:
    """Fit the curve: Platt's (1999), with his smoothed targets, on scores that end at a ceiling.

    Of the ceilings from 0.4 to 2.0 the one is taken under which the decisions are likeliest.
    """
    return max((_fit(decisions, step / 10) for step in range(4, 21)), key=lambda found: found[0])[1]


def _fit(decisions: Sequence[Decided], ceiling: float) -> tuple[float, Curve]:
    """Return the likelihood of the decisions under the best curve of a ceiling, and that curve (Newton's method)."""
    right = sum(one.right for one in decisions)
    yes, no = (right + 1) / (right + 2), 1 / (len(decisions) - right + 2)
    points = [(min(one.score, ceiling), yes if one.right else no) for one in decisions]
    intercept, slope = 0.0, 0.0
    for _round in range(40):
        shares = [(x, y, _logistic(intercept + slope * x)) for x, y in points]
        up, across = (sum((y - p) * x**n for x, y, p in shares) for n in (0, 1))
        a, b, c = (sum(p * (1 - p) * x**n for x, _y, p in shares) + (n == 0) * 1e-9 for n in (0, 1, 2))
        determinant = a * c - b * b or 1e-9
        intercept += (c * up - b * across) / determinant
        slope += (a * across - b * up) / determinant
    shares = [(x, y, _logistic(intercept + slope * x)) for x, y in points]
    likelihood = sum(y * math.log(p) + (1 - y) * math.log(1 - p) for _x, y, p in shares)
    return likelihood, Curve(round(intercept, 3), round(slope, 3), ceiling)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def held_out(decisions: Sequence[Decided]) -> list[tuple[float, bool]]:
    """Return confidence and truth of every decision, by a curve that was fitted without its town."""
    found = []
    for town in sorted({one.town for one in decisions}):
        curve = fit([one for one in decisions if one.town != town])
        found += [(curve.confidence(one.score), one.right) for one in decisions if one.town == town]
    return found


def bins(pairs: Sequence[tuple[float, bool]]) -> list[Bin]:
    """Return pairs in bins by confidence: at most ten, none under 30; equal confidences share one."""
    rest = sorted(pairs)
    size = max(LEAST, math.ceil(len(rest) / _BINS))
    found = []
    while rest:
        end = size
        while end < len(rest) and rest[end][0] == rest[end - 1][0]:
            end += 1
        if len(rest) - end < size:
            end = len(rest)
        found.append(_bin(rest[:end]))
        rest = rest[end:]
    return found


def _bin(pairs: Sequence[tuple[float, bool]]) -> Bin:
    count, right = len(pairs), sum(is_right for _confidence, is_right in pairs)
    low, high = wilson(right, count)
    return Bin(sum(value for value, _is_right in pairs) / count, right / count, low, high, count)


def wilson(right: int, count: int, z: float = 1.96) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    share, middle = right / count, 1 + z * z / count
    centre = (share + z * z / (2 * count)) / middle
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / middle
    return max(0.0, centre - half), min(1.0, centre + half)


def expected_error(found: Sequence[Bin]) -> float:
    """Return the expected calibration error: the mean distance of confidence and share, by count."""
    return sum(abs(one.confidence - one.right) * one.count for one in found) / sum(one.count for one in found)


def read_decisions(path: Path = DECISIONS) -> list[Decided]:
    """Return the decisions that ship with the benchmark."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Decided(
                row["town"], row["kind"], row["label"], row["goal"], float(row["score"]), row["right"] == "1"
            )
            for row in csv.DictReader(file)
        ]


def write(decisions: Sequence[Decided]) -> None:
    """Write the decisions, and the curve that is fitted to all of them."""
    rows = sorted((one.town, one.kind, one.label, one.goal, one.score, int(one.right)) for one in decisions)
    with DECISIONS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("town", "kind", "label", "goal", "score", "right"))
        writer.writerows(rows)
    FITTED.write_text(json.dumps(asdict(fit(decisions)), indent=1) + "\n", encoding="utf-8")


def print_reliability(decisions: Sequence[Decided], tell: Callable[[str], None] = print) -> None:
    """Print the reliability of held-out confidences, with the intervals of the shares."""
    found = bins(held_out(decisions))
    tell(f"\n{len(decisions)} decisions, the curve fitted without the town that is judged")
    tell(f"{'confidence':<12}{'right':>8}{'95 % interval':>18}{'decisions':>11}")
    for one in found:
        tell(f"{one.confidence:<12.3f}{one.right:>8.3f}{one.low:>10.3f}–{one.high:.3f}{one.count:>13}")
    tell(f"expected calibration error {expected_error(found):.3f}")
