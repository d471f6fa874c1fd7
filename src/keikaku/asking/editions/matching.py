"""Which element of one edition became which of the next: proposals with their reasons, by words and places alone.

Three witnesses speak for a pair: its names, what the elements say and what measures them, and where they stand (what
is above and below them corresponds too). Names alone pair what was kept; contents find what was renamed; places
decide between twins. What is left over is asked whether it was split off or taken in.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from keikaku.asking.editions.elements import Edition, Part
from keikaku.ground.messages import Said, say
from keikaku.ground.text.folding import key

LIKELY = 0.45
"""The score from which a pair is proposed.

Of the made-up editions of `benchmarks/editions.py` it is where precision and recall meet; two measures of one town that
have nothing in common but 推進 and 充実 stay below 0.35."""
_NAME, _CONTENT, _PLACE = 0.5, 0.3, 0.2
"""What names, contents and places weigh: a name is written to be recognised by, a place only tells twins apart."""
_SHARE = 0.55
"""The part of an element's own words that must stand in another for it to have been split off or taken in: more than
half, or it says mainly something else."""
_AHEAD = 1.2
"""How far the best of the wholes must be ahead of the next: a fifth."""
_ROUNDS = 2
"""How often places are looked at anew: a measure that was found tells of its goal, that of its other measures."""
_MEASURED = 0.5
"""The score of two elements, whatever they are called, that an indicator measures which nothing else of their kind has in either edition:
above LIKELY, since a plan that renames a measure keeps what it is judged by; below what like names and contents give."""
_FOLLOWED = 0.5
"""The part of what stands below the larger of two elements that must have gone from one to the other for them to be a pair, whatever they
are called: half, which no other pair can have too."""
_NEAR = 0.2
"""The likeness of names or contents below which a pair is not weighed at all."""


class Became(StrEnum):
    """What became of an element."""

    KEPT = "kept"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Correspondence:
    """What is proposed of one element of the old edition, the new one, or both.

    Attributes:
        old: The element of the old edition, None of a new one.
        new: The element of the new edition, None of a dropped one.
        became: How they hang together.
        score: How sure it is, from 0 to 1.
        reasons: What speaks for it.
        also: Whether it was moved or renumbered beside: "moved", "renumbered".
        confirmed: Whether the graph holds it as what a person confirmed.
    """

    old: Part | None
    new: Part | None
    became: Became
    score: float
    reasons: tuple[Said, ...] = ()
    also: tuple[str, ...] = ()
    confirmed: bool = False

    @property
    def part(self) -> Part:
        """The element as the newest edition that has it prints it."""
        if self.new is None and self.old is None:
            raise ValueError("neither of the two elements is there")
        return self.new or self.old  # type: ignore[return-value]


Pair = tuple[str, str]


def correspond(
    old: Edition, new: Edition, least: float = LIKELY, *, decided: bool = True
) -> list[Correspondence]:
    """Return what became of each element, in the order of the new edition, then what was dropped.

    Args:
        old: The earlier edition.
        new: The later one.
        least: The score from which a pair is proposed.
        decided: Whether what people confirmed or rejected counts; else it is what words and places say alone.
    """
    said = _confirmed(old, new) if decided else {}
    refused = _refused(new) if decided else set()
    likeness = Likeness(old, new, said, refused)
    pairs: dict[Pair, float] = {}
    for _round in range(_ROUNDS):
        pairs = _assigned(likeness.scores(pairs), least)
    of_new = {after: before for before, after in pairs}
    of_old = dict(pairs.keys())
    kinds = {iri: part.kind for each in (old, new) for iri, part in each.parts.items()}
    split = _parted(likeness.words_old, likeness.words_new, kinds, of_new)
    merged = _parted(likeness.words_new, likeness.words_old, kinds, of_old)
    split |= {after: (before, 1.0) for before, after in likeness.measured if after not in of_new}
    merged |= {before: (after, 1.0) for before, after in likeness.measured if before not in of_old}
    split = {piece: whole for piece, whole in split.items() if (whole[0], piece) not in refused}
    merged = {piece: whole for piece, whole in merged.items() if (piece, whole[0]) not in refused}
    split |= {after: (before, 1.0) for (before, after) in said if after not in of_new}
    merged |= {before: (after, 1.0) for (before, after) in said if before not in of_old and after in of_new}
    torn = {whole for whole, _share in split.values()} | {
        before for (before, _), how in said.items() if how == "splitFrom"
    }
    joined = {whole for whole, _share in merged.values()} | {
        after for (_, after), how in said.items() if how == "mergedFrom"
    }
    taken_in: dict[str, list[str]] = defaultdict(list)
    for gone, (target, _share) in merged.items():
        taken_in[target].append(gone)
    found: list[Correspondence] = []
    for after in new.parts.values():
        before = of_new.get(after.iri)
        if before is not None:
            one = likeness.pair(old.parts[before], after, pairs[before, after.iri], of_new)
            became = Became.SPLIT if before in torn else Became.MERGED if after.iri in joined else one.became
            found.append(replace(one, became=became))
        elif after.iri in split:
            whole, share = split[after.iri]
            found.append(_part_of(old.parts[whole], after, Became.SPLIT, share, said))
        elif after.iri not in joined:
            found.append(Correspondence(None, after, Became.NEW, 1.0))
        found += [
            _part_of(old.parts[gone], after, Became.MERGED, merged[gone][1], said)
            for gone in taken_in[after.iri]
        ]
    return found + [
        Correspondence(before, None, Became.DROPPED, 1.0)
        for before in old.parts.values()
        if before.iri not in of_old and before.iri not in merged and before.iri not in torn
    ]


def _confirmed(old: Edition, new: Edition) -> dict[Pair, str]:
    """Return what people confirmed of the two editions, with how."""
    return {
        (before, part.iri): how
        for part in new.parts.values()
        for before, how in part.origins.items()
        if before in old.parts
    }


def _refused(new: Edition) -> set[Pair]:
    """Return the pairs that people rejected."""
    return {(before, part.iri) for part in new.parts.values() for before in part.refused}


def _part_of(old: Part, new: Part, became: Became, share: float, said: Collection[Pair]) -> Correspondence:
    """Return what is said of two elements of which one is a part of the other, by the share of its words."""
    if (old.iri, new.iri) in said:
        return Correspondence(old, new, became, 1.0, (say("editions.confirmed"),), confirmed=True)
    return Correspondence(old, new, became, share, (say("editions.says", share=share),))


class Likeness:
    """How alike elements of two editions are.

    Args:
        old: The earlier edition.
        new: The later one.
        said: The pairs that people confirmed.
        refused: Those that they rejected.
    """

    def __init__(
        self, old: Edition, new: Edition, said: Collection[Pair] = (), refused: Collection[Pair] = ()
    ) -> None:
        self._refused = refused
        self._old, self._new, self._said = old, new, said
        self.words_old = {iri: _words(old, part) for iri, part in old.parts.items()}
        self.words_new = {iri: _words(new, part) for iri, part in new.parts.items()}
        self._rare = _rarity([*self.words_old.values(), *self.words_new.values()])
        self._names_old = {iri: _grams(part.label) for iri, part in old.parts.items()}
        self._names_new = {iri: _grams(part.label) for iri, part in new.parts.items()}
        self._rare_names = _rarity(map(Counter, [*self._names_old.values(), *self._names_new.values()]))

    @cached_property
    def names(self) -> dict[Pair, float]:
        """How alike the names of elements are that share anything."""
        return _cosines(
            {iri: Counter(grams) for iri, grams in self._names_old.items()},
            {iri: Counter(grams) for iri, grams in self._names_new.items()},
            self._rare_names,
        )

    @cached_property
    def contents(self) -> dict[Pair, float]:
        """How alike the contents of elements are that share anything."""
        return _cosines(self.words_old, self.words_new, self._rare)

    @cached_property
    def measured(self) -> set[Pair]:
        """The pairs of one kind that an indicator measures which nothing else of that kind has in either edition."""
        owners: list[dict[tuple[str, str], set[str]]] = []
        for edition in (self._old, self._new):
            found: dict[tuple[str, str], set[str]] = defaultdict(set)
            for part in edition.parts.values():
                for one in part.indicators:
                    found[part.kind, key(one.label)].add(part.iri)
            owners.append(found)
        both = owners[0].keys() & owners[1].keys()
        alone = (name for name in both if len(owners[0][name]) == len(owners[1][name]) == 1)
        pairs = {(min(owners[0][name]), min(owners[1][name])) for name in alone}
        return pairs - set(self._refused)

    def _followed(self, before: Part, after: Part, paired: Mapping[Pair, float]) -> bool:
        """Tell whether what stands below one element went to the other, for the most part."""
        old, new = self._old.children.get(before.iri, []), self._new.children.get(after.iri, [])
        kept = sum((one, other) in paired for one in old for other in new)
        return bool(kept) and kept / max(len(old), len(new)) >= _FOLLOWED

    def scores(self, paired: Mapping[Pair, float]) -> dict[Pair, float]:
        """Return the score of every pair that is worth weighing.

        Args:
            paired: What was paired so far; places are told by it. Without it, by the names above.
        """
        found = dict.fromkeys(self._said, 1.0)
        alike = self.names.keys() | self.contents.keys() | self.measured
        for pair in alike - found.keys() - set(self._refused):
            before, after = self._old.parts[pair[0]], self._new.parts[pair[1]]
            name, content = self.names.get(pair, 0.0), self.contents.get(pair, 0.0)
            if before.kind != after.kind:
                continue
            is_told = pair in self.measured or self._followed(before, after, paired)
            if max(name, content) < _NEAR and not is_told:
                continue
            if before.iri == after.iri:  # two prints of one plan: the same node
                found[pair] = 1.0
                continue
            silent = not self.words_old[before.iri] or not self.words_new[after.iri]
            content = name if silent else content  # who says nothing is known by the name alone
            score = _NAME * name + _CONTENT * content + _PLACE * self._place(before, after, paired)
            found[pair] = max(score, _MEASURED) if is_told else score
        return found

    def _place(self, before: Part, after: Part, paired: Mapping[Pair, float]) -> float:
        """Return how well two elements stand in one place: the one above them, and the share below that was paired."""
        above = (before.parent, after.parent)
        top = before.parent == self._old.plan.iri and after.parent == self._new.plan.iri
        up = 1.0 if top or above in paired else 0.0 if paired else self.names.get(above, 0.0)
        below_old = self._old.children.get(before.iri, [])
        below_new = self._new.children.get(after.iri, [])
        if not below_old or not below_new or not paired:
            return up
        kept = sum((one, other) in paired for one in below_old for other in below_new)
        return (up + kept / max(len(below_old), len(below_new))) / 2

    def pair(self, before: Part, after: Part, score: float, of_new: Mapping[str, str]) -> Correspondence:
        """Return what is said of a pair: what it became, and why it is one."""
        same = key(before.label) == key(after.label)
        there = of_new.get(after.parent, self._old.plan.iri if after.parent == self._new.plan.iri else "")
        also = []
        if there != before.parent:
            also.append("moved")
        if before.number and after.number and key(before.number) != key(after.number):
            also.append("renumbered")
        became = Became.RENAMED if not same else Became.MOVED if "moved" in also else Became.KEPT
        return Correspondence(
            before,
            after,
            became,
            round(score, 3),
            tuple(self._reasons(before, after, there)),
            tuple(also),
            confirmed=(before.iri, after.iri) in self._said,
        )

    def _reasons(self, before: Part, after: Part, there: str) -> Iterable[Said]:
        pair = (before.iri, after.iri)
        if pair in self._said:
            yield say("editions.confirmed")
        if before.iri == after.iri:
            yield say("editions.same-node")
        if key(before.label) == key(after.label):
            yield say("editions.same-name")
        elif self.names.get(pair):
            yield say("editions.like-name", share=self.names[pair])
        if before.number and key(before.number) == key(after.number):
            yield say("editions.same-number", number=after.number)
        if there == before.parent:
            yield say("editions.same-place")
        shared = {key(one.label): one.label for one in after.indicators}.keys() & {
            key(one.label) for one in before.indicators
        }
        if shared:
            yield say("editions.same-indicators", count=len(shared))
        if self.contents.get(pair):
            yield say("editions.like-content", share=self.contents[pair])


def _assigned(scores: Mapping[Pair, float], least: float) -> dict[Pair, float]:
    """Return pairs such that no two share an element, the best first."""
    found: dict[Pair, float] = {}
    old: set[str] = set()
    new: set[str] = set()
    for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < least:
            break
        if pair[0] not in old and pair[1] not in new:
            found[pair] = score
            old.add(pair[0])
            new.add(pair[1])
    return found


def _parted(
    words_whole: Mapping[str, Counter[str]],
    words_pieces: Mapping[str, Counter[str]],
    kinds: Mapping[str, str],
    paired: Collection[str],
) -> dict[str, tuple[str, float]]:
    """Return for each piece without a partner the whole that most of its words stand in, and the share of them.

    A word that many elements use tells nothing of where a piece comes from, so that rarity counts twice over; and
    the next best whole must stay behind, or the piece speaks of what both have in common.
    """
    rare = {
        gram: weight**2 for gram, weight in _rarity([*words_whole.values(), *words_pieces.values()]).items()
    }
    holders: dict[str, list[str]] = defaultdict(list)
    for iri, bag in words_whole.items():
        for gram in bag:
            holders[gram].append(iri)
    found = {}
    for iri, bag in words_pieces.items():
        if iri in paired or not bag:
            continue
        weights: dict[str, float] = defaultdict(float)
        for gram in bag:
            for holder in holders.get(gram, ()):
                if kinds[holder] == kinds[iri]:
                    weights[holder] += rare[gram]
        everything = sum(rare[gram] for gram in bag)
        best, *others = sorted(((weight, holder) for holder, weight in weights.items()), reverse=True)[
            :2
        ] or [(0.0, "")]
        share = best[0] / everything if everything else 0.0
        if share >= _SHARE and all(best[0] >= _AHEAD * weight for weight, _holder in others):
            found[iri] = best[1], round(share, 3)
    return found


def _words(edition: Edition, part: Part) -> Counter[str]:
    """Return what an element says, as pairs of characters: its texts, its indicators and what stands below it."""
    found: Counter[str] = Counter()
    for values in part.texts.values():
        for text in values:
            found.update(_grams(text))
    for indicator in part.indicators:
        found.update(_grams(indicator.label))
    for below in edition.children.get(part.iri, ()):
        found.update(_grams(edition.parts[below].label))
    return found


def _grams(text: str) -> list[str]:
    """Return the pairs of neighbouring characters of a text; Japanese needs no dictionary so."""
    plain = "".join(character for character in key(text) if character.isalnum())
    return [plain[at : at + 2] for at in range(len(plain) - 1)] or ([plain] if plain else [])


def _rarity(bags: Iterable[Counter[str]]) -> dict[str, float]:
    """Return what each pair of characters weighs: the rarer, the more (inverse document frequency)."""
    counted = list(bags)
    seen = Counter(gram for bag in counted for gram in bag)
    return {gram: math.log(1 + len(counted) / count) for gram, count in seen.items()}


def _cosines(
    old: Mapping[str, Counter[str]], new: Mapping[str, Counter[str]], rare: Mapping[str, float]
) -> dict[Pair, float]:
    """Return the cosine of each two bags that share anything."""

    def weighted(bag: Counter[str]) -> dict[str, float]:
        raw = {gram: (1 + math.log(count)) * rare[gram] for gram, count in bag.items()}
        norm = math.sqrt(sum(value * value for value in raw.values()))
        return {gram: value / norm for gram, value in raw.items()}

    holders: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for iri, bag in new.items():
        for gram, weight in weighted(bag).items():
            holders[gram].append((iri, weight))
    found: dict[Pair, float] = {}
    for iri, bag in old.items():
        sums: dict[str, float] = defaultdict(float)
        for gram, weight in weighted(bag).items():
            for other, its in holders.get(gram, ()):
                sums[other] += weight * its
        found |= {(iri, other): min(value, 1.0) for other, value in sums.items()}
    return found
