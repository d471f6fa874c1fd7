"""Which department of one edition became which of the next: proposals, by what became of the elements that they answer for.

A department is known by its name. One that both editions name is the same; of the others it is asked who answers now for
the elements that it had.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from keikaku.asking.editions.elements import Edition
from keikaku.asking.editions.matching import Became, Correspondence
from keikaku.ground.messages import say

_HANDED_ON = 0.25
"""The share of a department's elements from which another that is new is taken for one that came of it: of a department
that became three each gets about a third, and a measure or two change hands without a reorganisation."""
_TAKEN_IN = 0.5
"""The same for one that was there before: most of what the old one had, or it took over a task and no department."""

Pair = tuple[str, str]


def offices(
    old: Edition, new: Edition, elements: Iterable[Correspondence], *, decided: bool = True
) -> list[Correspondence]:
    """Return what became of the departments that only one of two editions names, those of the new edition first.

    Args:
        old: The earlier edition.
        new: The later one.
        elements: What became of the elements.
        decided: Whether what people confirmed or rejected counts.
    """
    handed, had = _handed(elements)
    names = {part.iri: name for name, part in old.offices.items()}
    said = {
        (names[iri], name): how
        for name, part in new.offices.items()
        for iri, how in part.origins.items()
        if decided and iri in names
    }
    refused = {
        (names[iri], name) for name, part in new.offices.items() for iri in part.refused if iri in names
    }
    pairs = {
        pair: count / had[pair[0]]
        for pair, count in handed.items()
        if _holds(pair, count / had[pair[0]], old, new)
    }
    pairs = {pair: share for pair, share in pairs.items() if not decided or pair not in refused}
    pairs |= dict.fromkeys(said, 1.0)
    found = [
        Correspondence(
            old.offices[before],
            new.offices[after],
            _became((before, after), pairs, said, old, new),
            round(share, 3),
            (say("editions.confirmed"),)
            if (before, after) in said
            else (say("editions.answers-for", count=handed[before, after], all=had[before]),),
            confirmed=(before, after) in said,
        )
        for (before, after), share in sorted(pairs.items(), key=lambda one: (one[0][1], one[0][0]))
    ]
    return found + list(_alone(old, new, pairs))


def _handed(elements: Iterable[Correspondence]) -> tuple[Counter[Pair], Counter[str]]:
    """Return how many elements went from one department to another, and how many of each went on at all.

    Elements are those of the new edition: one that two old ones were merged into counts once.
    """
    handed: dict[Pair, set[str]] = defaultdict(set)
    had: dict[str, set[str]] = defaultdict(set)
    for one in elements:
        if not one.old or not one.new:
            continue
        for before in one.old.departments:
            had[before].add(one.new.iri)
            if before not in one.new.departments:
                for after in one.new.departments - one.old.departments:
                    handed[before, after].add(one.new.iri)
    return (
        Counter({pair: len(those) for pair, those in handed.items()}),
        Counter({name: len(those) for name, those in had.items()}),
    )


def _holds(pair: Pair, share: float, old: Edition, new: Edition) -> bool:
    before, after = pair
    if after not in old.offices:
        return share >= _HANDED_ON
    return before not in new.offices and share >= _TAKEN_IN


def _became(
    pair: Pair, pairs: Mapping[Pair, float], said: Mapping[Pair, str], old: Edition, new: Edition
) -> Became:
    before, after = pair
    if pair in said:
        return {"splitFrom": Became.SPLIT, "mergedFrom": Became.MERGED}.get(said[pair], Became.RENAMED)
    if after in old.offices or sum(other == after for _one, other in pairs) > 1:
        return Became.MERGED
    if before in new.offices or sum(one == before for one, _other in pairs) > 1:
        return Became.SPLIT
    return Became.RENAMED


def _alone(old: Edition, new: Edition, pairs: Iterable[Pair]) -> Iterator[Correspondence]:
    """Yield the departments that only the new edition names, then those that only the old one names."""
    came, went = {after for _before, after in pairs}, {before for before, _after in pairs}
    for name, part in sorted(new.offices.items()):
        if name not in old.offices and name not in came:
            yield Correspondence(None, part, Became.NEW, 1.0)
    for name, part in sorted(old.offices.items()):
        if name not in new.offices and name not in went:
            yield Correspondence(part, None, Became.DROPPED, 1.0)
