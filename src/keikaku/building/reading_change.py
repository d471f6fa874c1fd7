"""What another reading of a document has that the one before had not: counts of classes, lines unread, a sentence of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from keikaku.building.report import class_label
from keikaku.ground.messages import Words, say
from keikaku.reading.records import Reading


@dataclass(frozen=True, slots=True)
class Change:
    """What another reading changed.

    Attributes:
        counts: How many more (or, below 0, fewer) of each class, by the ontology's local name.
        unread: How many more lines are unread.
        en: It in a sentence.
        ja: The same in Japanese.
    """

    counts: dict[str, int]
    unread: int
    en: str
    ja: str


def change(before: Reading, after: Reading) -> Change:
    """Return what one reading of a document has that another has not."""
    counts = _counted(after)
    counts.subtract(_counted(before))
    changed = {name: count for name, count in counts.items() if count}
    unread = len(after.account().unread) - len(before.account().unread)
    said = [say("building.counted-more", count=count, name=_label(name)) for name, count in changed.items()]
    if unread:
        said.append(say("building.unread-lines", count=unread))
    listed = say("building.changes", changes=tuple(said)) if said else say("building.no-change")
    return Change(changed, unread, listed.text("en"), listed.text("ja"))


def _label(name: str) -> Words:
    return Words(class_label(name, "en"), class_label(name, "ja"))


def _counted(reading: Reading) -> Counter[str]:
    counts = Counter(element.kind.value for element in reading.elements)
    counts["Indicator"] = len(reading.indicators)
    counts["Observation"] = sum(len(one.observations) for one in reading.indicators)
    counts["Budget"] = len(reading.budgets)
    counts["Evaluation"] = len(reading.evaluations)
    return counts
