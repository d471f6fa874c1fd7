"""Checks that loaders of sectioned text share: the print, plan.yml, and lists of lines to change."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from keikaku.ground.text.folding import key
from keikaku.reading.model import Element, Plan, Record
from keikaku.reading.records import Reading
from tests.support import ROOT, series


def counts(reading: Reading) -> dict[str, int]:
    """Return how many of each class were read, by the names of plan.yml."""
    found = Counter(element.kind.value for element in reading.elements)
    found["Indicator"] = len(reading.indicators)
    found["Observation"] = sum(len(one.observations) for one in reading.indicators)
    return {name: count for name, count in found.items() if count}


def is_below_yield(name: str, reading: Reading) -> bool:
    """Tell whether a reading misses a floor of plan.yml."""
    found = counts(reading)
    return any(found.get(kind, 0) < bounds.min for kind, bounds in series(name).settings.expect.items())


def texts(reading: Reading) -> list[tuple[str, Record]]:
    """Return every label and text with its record, a repaired one as it is printed."""
    holders: list[Plan | Element] = [*reading.plans.values(), *reading.elements]
    found: list[tuple[str, Record]] = [(one.as_printed or one.label, one) for one in reading.elements]
    found += [(one.as_printed or one.value, one) for holder in holders for one in holder.statements]
    return found + [(one.label, one) for one in reading.indicators]


def not_in_its_lines(reading: Reading) -> list[str]:
    """Return the labels, texts and figures that their lines do not print."""
    prints = [(text, one) for text, one in texts(reading)]
    prints += [(figure(one.value), one) for i in reading.indicators for one in i.observations]
    return [text for text, one in prints if not one.lines or key(text) not in key(printed(reading, one))]


def printed(reading: Reading, record: Record) -> str:
    """Return what the lines of a record print, in their order, without the marks of emphasis."""
    return "".join(reading.line(number).printed for number in record.lines).replace("*", "")


def figure(value: Decimal | None) -> str:
    """Return a figure as these documents print it."""
    return f"{value:,}"


def said_by_plan_yml(name: str, reading: Reading) -> list[str]:
    """Return labels of four characters and more, and figures, that plan.yml holds outside its repairs."""
    yml = (ROOT / "loaders" / name / "plan.yml").read_text(encoding="utf-8")
    kept = key(re.sub(r"(?ms)^repairs:\n.*?(?=^\w)", "", yml))
    names = [one.label for one in reading.elements] + [one.label for one in reading.indicators]
    labels = [name for name in names if len(name) >= 4]
    figures = [str(one.value) for i in reading.indicators for one in i.observations]
    return [word for word in [*labels, *figures] if key(word) in kept]


def furniture_share(name: str, reading: Reading) -> float:
    """Return the furniture's share of the lines that are not blank."""
    account = reading.account()
    return account.furniture / (account.total - account.blank)


class Lines:
    """The lines of a document, found by how they begin; each change answers with a new text."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()

    def at(self, start: str, nth: int = 0) -> int:
        """Return the index of the nth line that begins so."""
        return [at for at, line in enumerate(self.lines) if line.strip().startswith(start)][nth]

    def without(self, start: str, nth: int = 0, *, count: int = 1) -> str:
        """Remove lines."""
        at = self.at(start, nth)
        return self._text([*self.lines[:at], *self.lines[at + count :]])

    def doubled(self, start: str) -> str:
        """Print a line twice."""
        at = self.at(start)
        return self._text([*self.lines[: at + 1], *self.lines[at:]])

    def swapped(self, one: str, other: str) -> str:
        """Exchange two lines."""
        lines = list(self.lines)
        a, b = self.at(one), self.at(other)
        lines[a], lines[b] = lines[b], lines[a]
        return self._text(lines)

    def glued(self, start: str, other: str, between: str = "") -> str:
        """Put one line at the end of another."""
        a, b = self.at(start), self.at(other)
        lines = list(self.lines)
        lines[a] += between + lines[b].strip()
        return self._text([*lines[:b], *lines[b + 1 :]])

    def edited(self, start: str, old: str, new: str, nth: int = 0) -> str:
        """Replace a part of a line."""
        at = self.at(start, nth)
        assert old in self.lines[at]
        return self._text([*self.lines[:at], self.lines[at].replace(old, new, 1), *self.lines[at + 1 :]])

    def moved(self, start: str, count: int, before: str, nth: int = 0) -> str:
        """Move lines to the place before another one."""
        at = self.at(start, nth)
        block, rest = self.lines[at : at + count], [*self.lines[:at], *self.lines[at + count :]]
        to = next(i for i, line in enumerate(rest) if line.strip().startswith(before))
        return self._text([*rest[:to], *block, *rest[to:]])

    @staticmethod
    def _text(lines: list[str]) -> str:
        return "\n".join(lines) + "\n"
