"""What is different between two editions: elements, indicators and their targets, money, departments, goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import partial

from keikaku.asking.editions.elements import Edition, Figure, Measured, Part
from keikaku.asking.editions.matching import LIKELY, Became, Correspondence, correspond
from keikaku.asking.editions.offices import offices
from keikaku.ground.errors import QuestionError
from keikaku.ground.messages import Said, say
from keikaku.ground.text.folding import key
from keikaku.ground.vocab.units import unit

_SUMMED = {"Cumulative", "Average"}
"""How figures come about that stand for several years; one without a word of it stands for one year or a day."""


class What(StrEnum):
    """What kind of difference it is; the elements' own kinds are those of :class:`Became`."""

    INDICATOR_NEW = "indicator-new"
    INDICATOR_DROPPED = "indicator-dropped"
    TARGET_RAISED = "target-raised"
    TARGET_LOWERED = "target-lowered"
    TARGET_POSTPONED = "target-postponed"
    TARGET_ADVANCED = "target-advanced"
    UNIT_CHANGED = "unit-changed"
    UNIT_CONVERTED = "unit-converted"
    BASELINE_CHANGED = "baseline-changed"
    BASELINE_YEAR_CHANGED = "baseline-year-changed"
    COUNTING_CHANGED = "counting-changed"
    DIRECTION_CHANGED = "direction-changed"
    MONEY_CHANGED = "money-changed"
    MONEY_OF_EDITIONS = "money-of-editions"
    DEPARTMENTS_CHANGED = "departments-changed"
    GOALS_CHANGED = "goals-changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two elements that correspond.

    Attributes:
        what: Its kind.
        of: The indicator, or "" where the element itself changed.
        before: What the old edition says, "" where nothing.
        after: What the new edition says, "" where nothing.
        year: The fiscal year of money, None else.
        sources_before: Where the old edition says it.
        sources_after: Where the new edition says it.
        about: IRIs of the indicator or element in the old and the new edition, "" where one has none.
    """

    what: What
    of: str = ""
    before: str = ""
    after: str = ""
    year: int | None = None
    sources_before: tuple[str, ...] = ()
    sources_after: tuple[str, ...] = ()
    about: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one element, and what changed of it.

    Attributes:
        element: The proposed correspondence.
        changes: What is different beside its name and place.
    """

    element: Correspondence
    changes: tuple[Change, ...] = ()

    @property
    def is_change(self) -> bool:
        """Whether anything is different."""
        return bool(self.changes or self.element.became is not Became.KEPT or self.element.also)


@dataclass(frozen=True)
class Difference:
    """Two editions side by side.

    Attributes:
        old: The earlier edition.
        new: The later one.
        steps: Each element, in the order of the new edition, then what was dropped.
        own: What changed of the indicators of the plan itself.
        offices: What became of the departments that only one of them names.
        notes: What a reader should know before: no dates, overlapping periods.
    """

    old: Edition
    new: Edition
    steps: Sequence[Step]
    own: tuple[Change, ...] = ()
    notes: tuple[Said, ...] = ()
    offices: tuple[Correspondence, ...] = ()

    def count(self) -> dict[Became, int]:
        """Return how many elements became what, each kind named."""
        found = dict.fromkeys(Became, 0)
        for step in self.steps:
            found[step.element.became] += 1
        return found

    @property
    def status(self) -> str:
        """What people confirmed of the correspondences: nothing ("proposed"), all ("confirmed") or some ("partly-confirmed")."""
        confirmed, all_of = self.confirmed
        return "proposed" if not confirmed else "confirmed" if confirmed == all_of else "partly-confirmed"

    @property
    def confirmed(self) -> tuple[int, int]:
        """How many correspondences people confirmed, of how many."""
        pairs = [step.element for step in self.steps if step.element.old and step.element.new]
        return sum(one.confirmed for one in pairs), len(pairs)


def difference(old: Edition, new: Edition, least: float = LIKELY) -> Difference:
    """Return what is different between two editions of one municipality's plan.

    Args:
        old: The earlier edition.
        new: The later one.
        least: The score from which a correspondence is proposed.

    Raises:
        QuestionError: They are one edition, of two municipalities, or in the wrong order.
    """
    if old == new:
        raise QuestionError("editions.same-plan", name=old.plan.label)
    if old.municipality != new.municipality:
        raise QuestionError(
            "editions.two-towns",
            **_named(old, new),
            town=old.municipality or "?",
            other=new.municipality or "?",
        )
    if old.start and new.start and old.start > new.start:
        raise QuestionError("editions.wrong-order", **_named(old, new), start=old.start, other=new.start)
    steps = [Step(one, tuple(_of_pair(one))) for one in correspond(old, new, least)]
    return Difference(
        old,
        new,
        steps,
        tuple(_indicators(old.own, new.own)),
        tuple(_notes(old, new, steps)),
        tuple(offices(old, new, [step.element for step in steps])),
    )


def _named(old: Edition, new: Edition) -> dict[str, object]:
    """Return what two editions are called and where they were read, as sentences name them."""
    return {"old": old.plan.label, "old_at": old.printed_at, "new": new.plan.label, "new_at": new.printed_at}


def _notes(old: Edition, new: Edition, steps: Sequence[Step]) -> Iterator[Said]:
    for name in dict.fromkeys(one.plan.label for one in (old, new) if one.is_draft):
        yield say("editions.is-draft", name=name)
    if not any(step.element.old and step.element.new for step in steps):
        yield say("editions.nothing-in-common")
    for one in (old, new):
        if one.claimed:
            first, last = one.claimed
            yield say(
                "editions.several-periods", name=one.plan.label, first=first, last=last, at=one.printed_at
            )
    if not (old.start and new.start):
        yield say("editions.no-dates")
    elif old.end and new.start <= old.end and old.plan.iri != new.plan.iri:
        years = {"first": new.start, "last": min(old.end, new.end or old.end)}
        yield say("editions.overlap", **years, **_named(old, new))
    if new.revises and old.plan.iri not in new.revises:
        yield say("editions.revises-another", name=new.plan.label)


def _of_pair(one: Correspondence) -> Iterator[Change]:
    """Yield what is different of two elements; of the pieces of one that was split or merged, nothing is compared."""
    if not one.old or not one.new or one.became in (Became.SPLIT, Became.MERGED):
        return
    yield from _indicators(one.old.indicators, one.new.indicators)
    yield from _money(one.old, one.new)
    for what, before, after in (
        (What.DEPARTMENTS_CHANGED, one.old.departments, one.new.departments),
        (What.GOALS_CHANGED, one.old.goals, one.new.goals),
    ):
        if before != after:
            yield Change(
                what,
                before=_listed(before - after),
                after=_listed(after - before),
                sources_before=one.old.sources,
                sources_after=one.new.sources,
                about=(one.old.iri, one.new.iri),
            )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _money(old: Part, new: Part) -> Iterator[Change]:
    """Yield the years that both editions print with different sums; where they share no year, the sums of each."""
    apart = old.money and new.money and not old.money.keys() & new.money.keys()
    if apart and sorted(old.money.values()) != sorted(new.money.values()):
        yield Change(
            What.MONEY_OF_EDITIONS,
            before=_yen(old.money),
            after=_yen(new.money),
            sources_before=old.sources,
            sources_after=new.sources,
            about=(old.iri, new.iri),
        )
    for year in sorted(old.money.keys() & new.money.keys()):
        if old.money[year] != new.money[year]:
            yield Change(
                What.MONEY_CHANGED,
                before=str(old.money[year]),
                after=str(new.money[year]),
                year=year,
                sources_before=old.sources,
                sources_after=new.sources,
                about=(old.iri, new.iri),
            )


def _yen(money: Mapping[int, int]) -> str:
    """Return sums by year: "34,000,000 (2024)"."""
    return ", ".join(f"{yen:,} ({year})" for year, yen in sorted(money.items()))


def _indicators(old: Sequence[Measured], new: Sequence[Measured]) -> Iterator[Change]:
    """Yield what is different of indicators, which are known by their names; of a name that is there twice, nothing."""
    before, after = _by_name(old), _by_name(new)
    for name, one in after.items():
        if name in before:
            yield from _redefined(before[name], one)
        else:
            yield Change(
                What.INDICATOR_NEW,
                one.label,
                after=_told(one.target, one),
                sources_after=one.sources,
                about=("", one.iri),
            )
    for name, one in before.items():
        if name not in after:
            yield Change(
                What.INDICATOR_DROPPED,
                one.label,
                before=_told(one.target, one),
                sources_before=one.sources,
                about=(one.iri, ""),
            )


def _by_name(indicators: Sequence[Measured]) -> dict[str, Measured]:
    found: dict[str, Measured] = {}
    twice = set()
    for one in indicators:
        name = key(one.label)
        twice |= {name} & found.keys()
        found[name] = one
    return {name: one for name, one in found.items() if name not in twice}


def _redefined(old: Measured, new: Measured) -> Iterator[Change]:
    change = partial(Change, sources_before=old.sources, sources_after=new.sources, about=(old.iri, new.iri))
    if old.direction and new.direction and old.direction != new.direction:
        yield change(What.DIRECTION_CHANGED, new.label, old.direction, new.direction)
    scales = _scales(old.unit, new.unit)
    if old.unit and new.unit and key(old.unit) != key(new.unit):
        yield change(What.UNIT_CONVERTED if scales else What.UNIT_CHANGED, new.label, old.unit, new.unit)
    if not scales:
        return  # figures in two units that cannot be converted are not compared
    was, now = old.target, new.target
    if was and now and was.counted != now.counted and _SUMMED & {was.counted, now.counted}:
        yield change(What.COUNTING_CHANGED, new.label, was.counted, now.counted)
        return  # nor are a sum over years and a figure of one year
    if was and now:
        raised = _compared(was, now, scales)
        if raised:
            what = What.TARGET_RAISED if raised > 0 else What.TARGET_LOWERED
            yield change(what, new.label, _told(was, old), _told(now, new))
        if was.year and now.year and was.year != now.year and not raised:
            what = What.TARGET_POSTPONED if now.year > was.year else What.TARGET_ADVANCED
            yield change(what, new.label, _told(was, old), _told(now, new))
    first, again = old.baseline, new.baseline
    if first and again and first.year == again.year and _compared(first, again, scales):
        yield change(What.BASELINE_CHANGED, new.label, _told(first, old), _told(again, new))
    if first and again and first.year and again.year and first.year != again.year:
        yield change(What.BASELINE_YEAR_CHANGED, new.label, _told(first, old), _told(again, new))


def _scales(old: str, new: str) -> tuple[Decimal, Decimal] | None:
    """Return by what figures in two printed units are multiplied to be compared, None where they cannot be."""
    before, after = unit(old), unit(new)
    if before and after and before.base == after.base:
        return before.factor, after.factor
    return (Decimal(1), Decimal(1)) if not old or not new or key(old) == key(new) else None


def _compared(was: Figure, now: Figure, scales: tuple[Decimal, Decimal]) -> int:
    """Return whether a figure is above (1) or below (-1) the one before, 0 where they are equal or one is no number.

    Of two units the larger says how exact a figure is: 1,234 people and 1.2 thousand are equal.
    """
    if was.value is None or now.value is None:
        return 0
    before, after = was.value * scales[0], now.value * scales[1]
    if scales[0] != scales[1]:
        large, scale = (was.value, scales[0]) if scales[0] > scales[1] else (now.value, scales[1])
        step = scale.scaleb(min(int(large.as_tuple().exponent), 0))
        before, after = ((one / step).quantize(Decimal(1), ROUND_HALF_UP) for one in (before, after))
    return (after > before) - (after < before)


def _told(figure: Figure | None, of: Measured) -> str:
    """Return a figure as people write it: "120件 (2025)"."""
    if figure is None:
        return ""
    return f"{figure.shown}{of.unit}" + (f" ({figure.year})" if figure.year else "")
