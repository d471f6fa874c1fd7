"""How well two editions of a plan are matched, beside what names and numbers alone find, and what it costs.

On made-up pairs, and on pairs that read as plans do and were labelled by reading (``made_up/labelled-editions.tsv``); of the latter some were
written after the matching was last changed.

Usage: python benchmarks/editions.py [--pairs 40] [--measures 40]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from made_up.editions import Pair, pair
from made_up.labelled_editions import UNSEEN, labelled

from keikaku.asking.editions.elements import Edition
from keikaku.asking.editions.matching import correspond
from keikaku.ground.text.folding import key

Found = set[tuple[str, str]]


def ours(old: Edition, new: Edition) -> Found:
    """Return what keikaku proposes."""
    return {(one.old.iri, one.new.iri) for one in correspond(old, new) if one.old and one.new}


def by_name(old: Edition, new: Edition) -> Found:
    """Return what has the same name."""
    names = {(part.kind, key(part.label)): part.iri for part in old.parts.values()}
    return {
        (names[part.kind, key(part.label)], part.iri)
        for part in new.parts.values()
        if (part.kind, key(part.label)) in names
    }


def by_number(old: Edition, new: Edition) -> Found:
    """Return what has the same number."""
    numbers = {(part.kind, part.number): part.iri for part in old.parts.values() if part.number}
    return {
        (numbers[part.kind, part.number], part.iri)
        for part in new.parts.values()
        if (part.kind, part.number) in numbers
    }


WAYS: dict[str, Callable[[Edition, Edition], Found]] = {
    "keikaku": ours,
    "same name": by_name,
    "same number": by_number,
}


def figures(made: list[Pair], find: Callable[[Edition, Edition], Found]) -> tuple[float, float, float, float]:
    """Return precision, recall and F1 over all pairs, and CPU seconds a pair."""
    right = found = there = 0
    began = time.process_time()
    answers = [find(each.old, each.new) for each in made]
    spent = (time.process_time() - began) / len(made)
    for each, answer in zip(made, answers, strict=True):
        right += len(answer & each.pairs)
        found += len(answer)
        there += len(each.pairs)
    precision, recall = right / max(found, 1), right / max(there, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), spent


def main() -> None:
    """Print a line for each way of matching."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--measures", type=int, default=40)
    chosen = parser.parse_args()
    read = labelled()
    elements = sum(len(each.old.parts) + len(each.new.parts) for each in read.values())
    show("made up", [pair(f"edition/{number}", chosen.measures) for number in range(chosen.pairs)])
    show(f"labelled by reading, {elements} elements", list(read.values()))
    show("of these, written after the matching", [read[name] for name in UNSEEN])


def show(title: str, made: list[Pair]) -> None:
    """Print a line for each way of matching some pairs."""
    print(f"{title}: {len(made)} pairs")
    for name, find in WAYS.items():
        precision, recall, f1, spent = figures(made, find)
        print(
            f"  {name:12} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}  {spent * 1000:.0f} ms a pair"
        )


if __name__ == "__main__":
    main()
