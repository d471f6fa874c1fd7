"""What of a first plan.yml stays: each declaration is taken away again, or another of its kind tried, as readings tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.reading.drafting.placing import hung, labels, placed, reprinted
from keikaku.reading.drafting.proposals import Proposal
from keikaku.reading.drafting.trials import COST, Trial, read


def prune(
    raw: dict[str, Any], best: Trial, documents: Sequence[Document], proposed: Sequence[Proposal]
) -> tuple[dict[str, Any], Trial]:
    """Return settings with those proposals that explain more than they cost, and the reading with them."""
    for one in reversed(proposed):
        if one.name not in raw.get(one.part, {}):
            continue
        less = {**raw, one.part: {key: value for key, value in raw[one.part].items() if key != one.name}}
        trial = read(documents, less)
        if trial and _better_without(one.part, trial, best):
            raw, best = less, trial
    raw, best = _of_two_kinds(raw, best, documents, proposed)
    for name, said in raw.get("levels", {}).items():
        plain = {key: value for key, value in said.items() if key != "text"}
        less = {**raw, "levels": {**raw["levels"], name: plain}}
        trial = read(documents, less)
        if trial and trial.worth > best.worth - COST:  # no running text stands below it
            raw, best = less, trial
    return reprinted(documents, *placed(documents, *hung(documents, raw, best)))


def _of_two_kinds(
    raw: dict[str, Any], best: Trial, documents: Sequence[Document], proposed: Sequence[Proposal]
) -> tuple[dict[str, Any], Trial]:
    """Return settings with the kind of tables that explains more, where two fit the same table.

    Together they read nothing of it: which of them was taken away first is no reason.
    """
    for one in proposed:
        kept = raw.get(one.part, {})
        if one.part != "tables" or one.name in kept:
            continue
        both = read(documents, {**raw, one.part: {**kept, one.name: one.said}})
        for name in [*kept] if both and both.is_ambiguous else []:
            other = {key: said for key, said in kept.items() if key != name} | {one.name: one.said}
            trial = read(documents, {**raw, one.part: other})
            if trial and trial.worth > best.worth:
                raw, best = {**raw, one.part: other}, trial
                break
    return raw, best


def _better_without(part: str, trial: Trial, best: Trial) -> bool:
    """Tell whether a declaration is not worth its line.

    A level is kept wherever it finds something: its numbers speak for it, and what stands below another head would
    swallow its headings as text. So is a head or a label wherever anything is read otherwise for it, and be it what an
    element is called, to whose name the head above would be joined; and a head that is printed again and again, which would
    be left over each time. What is outside hides no figure.
    """
    if trial.figures > best.figures:
        return True
    other = trial.said != best.said or labels(trial) != labels(best)
    again = part == "blocks" and trial.left_over - best.left_over > 1
    if part == "outside" or again or (part in {"blocks", "fields"} and other):
        return False
    if part != "levels":
        return trial.worth > best.worth - COST
    return len(trial.elements) == len(best.elements) and trial.worth >= best.worth - COST
