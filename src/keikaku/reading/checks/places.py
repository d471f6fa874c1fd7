"""Whether what stands under a heading belongs there, and whether all that is announced is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from keikaku.ground.messages import say
from keikaku.ground.text.folding import key
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.checks.usual import usual
from keikaku.reading.model import Element
from keikaku.reading.records import Reading


def headings_exchanged(reading: Reading) -> Iterator[Doubt]:
    """Yield two headings of one place of which each is named under the other alone, and never under itself."""
    below = _below(reading)
    siblings: dict[tuple[int, str], list[Element]] = {}
    for element in reading.elements:
        if below.get(id(element)):
            siblings.setdefault((id(element.parent), element.kind), []).append(element)
    for group in siblings.values():
        names = {id(element): key(element.label) for element in group}
        astray = [element for element in group if names[id(element)] not in below[id(element)]]
        for one, other in combinations(astray, 2):
            if names[id(one)] in below[id(other)] and names[id(other)] in below[id(one)]:
                yield doubt(
                    say("rules.headings-exchanged", label=one.label, other_label=other.label),
                    [*one.lines, *other.lines],
                    one,
                    other,
                )


def _below(reading: Reading) -> dict[int, str]:
    """Return the key of all that is said under each element that has others below it."""
    parts: dict[int, list[str]] = {}
    heads: set[int] = set()
    for element in reading.elements:
        said = [statement.value for statement in element.statements]
        parts.setdefault(id(element), []).extend(said)
        above = element.parent
        while isinstance(above, Element):
            heads.add(id(above))
            parts.setdefault(id(above), []).extend([element.label, *said])
            above = above.parent
    return {head: key("\n".join(parts[head])) for head in heads}


@cache
def _announcement() -> re.Pattern[str]:
    nouns = "|".join(re.escape(one.noun) for one in usual().counted)
    return re.compile(
        rf"(?<![0-9.,])(?P<count>[0-9]{{1,2}})(?:つ|本|個)の(?P<noun>{nouns})(?![\u4e00-\u9fff])"
    )


def announced(reading: Reading) -> Iterator[Doubt]:
    """Yield announced numbers of goals, perspectives and the like that no place of the document has."""
    kinds = {one.noun: one.kinds for one in usual().counted}
    for line in reading.document.lines:
        for match in _announcement().finditer(line.folded):
            counts = Counter(
                (id(element.parent), element.kind)
                for element in reading.elements
                if element.kind in kinds[match["noun"]]
            )
            found = {*counts.values(), sum(counts.values())}
            if not counts or int(match["count"]) in found:
                continue
            yield doubt(
                say(
                    "rules.announced-total",
                    print=match.group(),
                    counts=tuple(sorted(set(counts.values()))),
                ),
                [line.number],
            )


RULES = (headings_exchanged, announced)
