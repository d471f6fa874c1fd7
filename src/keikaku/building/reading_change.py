"""What another reading of a document has that the one before had not: counts of classes, lines unread, a sentence of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from keikaku.building.report import class_label
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
    english = [f"{count:+d} {class_label(name, 'en')}" for name, count in changed.items()]
    japanese = [f"{class_label(name, 'ja')} {count:+d} 件" for name, count in changed.items()]
    if unread:
        english.append(f"{unread:+d} unread lines")
        japanese.append(f"未読の行 {unread:+d} 行")
    return Change(changed, unread, ", ".join(english) or "nothing", "、".join(japanese) or "変化なし")


def _counted(reading: Reading) -> Counter[str]:
    counts = Counter(element.kind.value for element in reading.elements)
    counts["Indicator"] = len(reading.indicators)
    counts["Observation"] = sum(len(one.observations) for one in reading.indicators)
    counts["Budget"] = len(reading.budgets)
    counts["Evaluation"] = len(reading.evaluations)
    return counts
