"""What the loader of evaluation sheets reports of a changed document."""

from __future__ import annotations

from collections import Counter

from keikaku.ground.rules import Severity
from keikaku.reading.records import Reading
from tests.support import series

NAME = "ami-evaluation-sheets-r6"


def news(before: Reading, after: Reading) -> list[str]:
    """Return what the loader reports of a changed document and not of the sound one."""
    known = Counter((one.rule, str(one.severity), one.en) for one in before.findings)
    found = Counter(
        (one.rule, str(one.severity), one.en) for one in after.findings if one.severity is not Severity.INFO
    )
    short = [kind for kind, bounds in series(NAME).settings.expect.items() if count(after)[kind] < bounds.min]
    return [*map(str, found - known), *map(str, after.account().unread), *short]


def count(reading: Reading) -> Counter[str]:
    found = Counter(one.kind.value for one in reading.elements)
    found["Indicator"] = len(reading.indicators)
    found["Observation"] = sum(len(one.observations) for one in reading.indicators)
    found["Evaluation"] = len(reading.evaluations)
    return found
