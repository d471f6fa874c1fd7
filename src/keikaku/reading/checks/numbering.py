"""Numbers of elements: in order, none twice, none left out, and under the element that they name.

A document that numbers its goals, measures and projects says by it where each stands, and how many there are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from keikaku.ground.messages import Words, say
from keikaku.ground.text.folding import key
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import Element, Indicator, Plan
from keikaku.reading.records import Reading
from keikaku.reading.values.codes import roman

_ORDINAL = re.compile(r"(?P<above>.*?)(?P<own>[0-9]{1,4}|[IVXLivxl]+)[^0-9A-Za-z]*", re.DOTALL)
_NESTED = re.compile(r"(?P<above>.*[0-9A-Za-z])[-.‐－].*")


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An element with what its number counts: 7-2 is the second of 7."""

    element: Element
    above: str
    own: int


def _numbered(element: Element) -> _Numbered | None:
    match = _ORDINAL.fullmatch(unicodedata.normalize("NFKC", element.number))
    own = match["own"] if match else ""
    count = int(own) if own.isdecimal() else roman(own.upper())
    return _Numbered(element, key(match["above"]), count) if match and count is not None else None


def _groups(reading: Reading) -> Iterator[list[_Numbered]]:
    """Yield the numbered elements of one kind in one plan, in the order of the document."""
    groups: dict[tuple[int, str, str], list[_Numbered]] = {}
    for element in reading.elements:
        found = _numbered(element) if element.number else None
        if found:
            groups.setdefault((id(element.plan), element.kind, found.above), []).append(found)
    yield from groups.values()


def _by_place(group: list[_Numbered]) -> Iterator[list[_Numbered]]:
    """Yield the runs of numbers under one element each."""
    runs: dict[int, list[_Numbered]] = {}
    for one in group:
        runs.setdefault(id(one.element.parent), []).append(one)
    yield from (run for run in runs.values() if len(run) > 1)


def _runs(reading: Reading, *, through: bool = False) -> Iterator[list[_Numbered]]:
    """Yield the runs of numbers under one element each; ``through`` leaves those whole that go on under the next.

    Such are 35-37 under one field and 38 under the next: no number stands twice.
    """
    for group in _groups(reading):
        runs_on = through and len({one.own for one in group}) == len(group)
        yield from [group] if runs_on else _by_place(group)


def _named(thing: Element | Indicator) -> str:
    return f"{thing.number} {thing.label}" if isinstance(thing, Element) else thing.label


def _under(element: Element) -> tuple[str, str]:
    parent = element.parent
    name = parent.title if isinstance(parent, Plan) else parent.label
    return f" under {name}", f"「{name}」の下で"


def twice(reading: Reading) -> Iterator[Doubt]:
    """Yield elements that share their number with another of their kind in one place."""
    for run in _runs(reading):
        first: dict[int, _Numbered] = {}
        for one in run:
            other = first.setdefault(one.own, one)
            if other is one or key(other.element.label) == key(one.element.label):
                continue
            place, place_ja = _under(one.element)
            yield doubt(
                say(
                    "rules.number-twice",
                    element=_named(one.element),
                    label=other.element.label,
                    place=Words(place, place_ja),
                ),
                [*other.element.lines, *one.element.lines],
            )


def order(reading: Reading) -> Iterator[Doubt]:
    """Yield elements behind one of a higher number in the same place, or in numbers that run through several."""
    for run in _runs(reading, through=True):
        for before, after in pairwise(run):
            if before.own > after.own:
                place, place_ja = _under(after.element)
                yield doubt(
                    say(
                        "rules.number-order",
                        element=_named(after.element),
                        place=Words(place, place_ja),
                    ),
                    [*before.element.lines, *after.element.lines],
                )


def gaps(reading: Reading) -> Iterator[Doubt]:
    """Yield numbers that are left out among the elements of one place."""
    for run in _runs(reading):
        counted = sorted(run, key=lambda one: one.own)
        for before, after in pairwise(counted):
            if after.own > before.own + 1:
                yield _gap(before, after)


def _gap(before: _Numbered, after: _Numbered) -> Doubt:
    missing = f"{before.own + 1}"
    if after.own > before.own + 2:
        missing += f"-{after.own - 1}"
    place, place_ja = _under(after.element)
    return doubt(
        say(
            "rules.number-gap",
            element=_named(before.element),
            next=_named(after.element),
            missing=missing,
            place=Words(place, place_ja),
        ),
        [*before.element.lines, *after.element.lines],
    )


def first_number(reading: Reading) -> Iterator[Doubt]:
    """Yield runs of numbers that do not begin with 1 where those of their kind elsewhere do."""
    runs = list(_runs(reading))
    for kind in {run[0].element.kind for run in runs}:
        alike = [run for run in runs if run[0].element.kind is kind]
        starts = [min(run, key=lambda one: one.own) for run in alike]
        if len(alike) < 2 or 2 * sum(start.own == 1 for start in starts) <= len(alike):
            continue
        for start in starts:
            if start.own != 1:
                place, place_ja = _under(start.element)
                yield doubt(
                    say(
                        "rules.number-gap.first",
                        element=_named(start.element),
                        place=Words(place, place_ja),
                        own=start.own,
                    ),
                    start.element.lines,
                )


def unnumbered(reading: Reading) -> Iterator[Doubt]:
    """Yield elements without a number beside numbered ones that hold their like: the heading above them is lost."""
    holders = {id(one.parent): one.kind for one in reading.elements if isinstance(one.parent, Element)}
    groups = [one for one in reading.elements if one.number and holders.get(id(one)) is one.kind]
    beside = {(id(one.parent), one.kind) for one in groups}
    for element in reading.elements:
        if not element.number and (id(element.parent), element.kind) in beside:
            place, place_ja = _under(element)
            yield doubt(
                say("rules.number-missing", label=element.label, place=Words(place, place_ja)),
                element.lines,
            )


def empty_twins(reading: Reading) -> Iterator[Doubt]:
    """Yield what is printed a second time where one of the two has nothing below it.

    That is an element elsewhere, number and name alike, or an indicator of the same element without a figure.
    """
    holders = {id(one.parent) for one in reading.elements} | {id(one.of) for one in reading.indicators}
    alike: dict[tuple[object, ...], list[tuple[Element | Indicator, bool]]] = {}
    for element in reading.elements:
        if element.number:
            bare = id(element) not in holders and not element.statements
            alike.setdefault((element.kind, key(element.number), key(element.label)), []).append(
                (element, bare)
            )
    for one in reading.indicators:
        alike.setdefault((id(one.of), key(one.label)), []).append((one, not one.observations))
    for found in alike.values():
        if all(bare for _one, bare in found):
            continue
        for thing in (one for one, bare in found if bare):
            yield doubt(
                say("rules.element-twice", element=_named(thing)),
                [line for one, _bare in found for line in one.lines],
                thing,
            )


def under_its_own(reading: Reading) -> Iterator[Doubt]:
    """Yield elements whose number names another element above them than the one they stand under: 7-1 under 6."""
    nested = [
        (element, match["above"])
        for element in reading.elements
        if (match := _NESTED.fullmatch(unicodedata.normalize("NFKC", element.number)))
    ]
    for kind in {element.kind for element, _ in nested}:
        alike = [(element, above) for element, above in nested if element.kind is kind]
        strays = [(element, above) for element, above in alike if not _stands_under(element, above)]
        if not strays or 2 * len(strays) > len(alike):
            continue  # these numbers do not name what is above
        for element, above in strays:
            place, place_ja = _under(element)
            yield doubt(
                say("rules.number-place", element=_named(element), above=above, place=Words(place, place_ja)),
                element.lines,
                element,
            )


def _stands_under(element: Element, above: str) -> bool:
    wanted = _counts(above)
    parent = element.parent
    while isinstance(parent, Element):
        if wanted & _counts(unicodedata.normalize("NFKC", parent.number)):
            return True
        parent = parent.parent
    return False


def _counts(number: str) -> set[int]:
    """Return what the last numeral of a number can count: 7 of 第7章, 1 of Ⅰ, 2 of B."""
    found: Sequence[str] = re.findall(r"[0-9]+|[A-Za-z]+", number)
    last = found[-1].upper() if found else ""
    if last.isdecimal():
        return {int(last)}
    counts = {ord(last) - ord("A") + 1} if len(last) == 1 else set()
    numeral = roman(last) if last else None
    return counts | ({numeral} if numeral else set())


RULES = (twice, order, gaps, first_number, unnumbered, empty_twins, under_its_own)
