"""What hangs under what: a table, field or text behind the last action of a measure is the measure's, not that action's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.reading import families
from keikaku.reading.drafting.trials import COST, Trial, read
from keikaku.reading.model import Element, Kind, Plan
from keikaku.reading.values.patterns import Pattern

_BELOW = {Kind.ACTION, Kind.PROJECT}
"""The classes of what a measure breaks down into, which stand in the middle of its page."""
_FEWEST = 2
"""How many measures with several actions show where a thing stands: one may be chance."""


def placed(documents: Sequence[Document], raw: dict[str, Any], best: Trial) -> tuple[dict[str, Any], Trial]:
    """Return settings that say of which level things are that stand behind the last of what that level breaks down into."""
    tried = dict(raw)
    for part, name, said, level in _behind(raw, best):
        own = {"is": said} if isinstance(said, str) else tried.get(part, {}).get(name, {})
        tried[part] = {**tried.get(part, {}), name: {**own, "of": level}}
    if tried == raw:
        return raw, best
    trial = read(documents, tried)
    return (tried, trial) if trial and trial.worth > best.worth - COST else (raw, best)


def hung(documents: Sequence[Document], raw: dict[str, Any], best: Trial) -> tuple[dict[str, Any], Trial]:
    """Return settings by which a level whose family hangs it under one that prints no heading here hangs under what is above."""
    whole = families.with_defaults(dict(raw))
    levels: Mapping[str, Any] = whole.get("levels", {}) if isinstance(whole, dict) else {}
    printed = {element.kind.value for element in best.elements}
    own = dict(raw.get("levels", {}))
    for name, said in levels.items():
        under = above = said.get("under")
        while isinstance(above, str) and above in levels and levels[above].get("is") not in printed:
            above = levels[above].get("under")
        is_read = said.get("is") in printed and _prints(said, best)
        if is_read and above != under and isinstance(above, str):
            own[name] = {**own.get(name, {}), "under": above}
    if own == raw.get("levels", {}):
        return raw, best
    tried = {**raw, "levels": own}
    trial = read(documents, tried)
    return (tried, trial) if trial and trial.worth >= best.worth else (raw, best)


def _prints(level: Mapping[str, Any], best: Trial) -> bool:
    """Tell whether a heading of a level was read."""
    form = Pattern(level["head"]) if level.get("head") else None
    return form is not None and any(
        form.fullmatch(reading.document.lines[number - 1].text)
        for reading in best.readings
        for element in reading.elements
        if element.kind.value == level["is"]
        for number in element.lines
    )


def _behind(raw: dict[str, Any], best: Trial) -> Iterator[tuple[str, str, Any, str]]:
    """Yield part, name, what is said, and level of the declarations whose records all stand behind last children."""
    whole = families.with_defaults(dict(raw))
    parts: Mapping[str, Any] = whole if isinstance(whole, dict) else {}
    levels = {said.get("is"): name for name, said in parts.get("levels", {}).items()}
    children: dict[int, list[Element]] = {}
    headed = {kind for kind in levels if kind}
    for element in best.elements:
        if element.kind in _BELOW and element.kind.value in headed:
            children.setdefault(id(element.parent), []).append(element)
    for part in ("tables", "fields", "blocks"):
        for name, said in parts.get(part, {}).items():
            every = list(_owners(part, said if isinstance(said, dict) else {"is": said}, best))
            owners = [one for one in every if one.kind in _BELOW]
            above = {one.parent.kind.value for one in owners if isinstance(one.parent, Element)}
            late = [one for one in owners if children.get(id(one.parent), [])[-1:] == [one]]
            telling = {id(one.parent) for one in late if len(children[id(one.parent)]) > 1}
            others = {one.kind.value for one in every} - {one.kind.value for one in owners}
            if len(late) == len(owners) and len(telling) >= _FEWEST and len(above) == 1 and others <= above:
                level = levels.get(above.pop())
                if level:
                    yield part, name, said, level


def _owners(part: str, said: Mapping[str, Any], best: Trial) -> Iterator[Element]:
    """Yield the elements that what a declaration reads is said of."""
    if part == "tables" and said.get("rows") == "Indicator":
        found: list[Element | Plan] = [one.of for one in best.indicators]
    else:
        fact = said.get("is")
        found = [one for one in best.elements if any(each.fact.value == fact for each in one.statements)]
    yield from (one for one in found if isinstance(one, Element))


def reprinted(
    documents: Sequence[Document], raw: dict[str, Any], best: Trial
) -> tuple[dict[str, Any], Trial]:
    """Return settings in which headings that a diagram has printed already are those elements, printed again."""
    for name, said in raw.get("levels", {}).items():
        tried = {**raw, "levels": {**raw["levels"], name: {**said, "anywhere": True}}}
        trial = read(documents, tried)
        if trial and labels(trial) == labels(best) and len(trial.elements) < len(best.elements):
            raw, best = tried, trial
    return raw, best


def labels(trial: Trial) -> set[tuple[str, str]]:
    """Return classes and labels of all that a reading named."""
    return {(one.kind.value, one.label) for one in trial.elements}
