"""A plan's scale is known by the words of its legend, where each plan had one scale, whatever its legends said.

The words stand in the store, and the order of the steps with them: what building anew would call the scale follows from
both. A step that is no rank has no place any more, and no step of the common scale.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from keikaku.graph.nquads import NOTATION, SKOS, kei
from keikaku.graph.scales import CLOSE, scheme_description, scheme_iri
from keikaku.ground.messages import Said, say
from keikaku.reading.values.rating_scales import best_first, unranked
from keikaku.store.migration.characters import literal_text
from keikaku.store.migration.model import Step, Town

_IN, _SAID, _PLACE = f"<{SKOS}inScheme>", f"<{SKOS}prefLabel>", kei("ratingOrder")
_SCHEME = re.compile(r"(?P<plan><\S+)/rating/(?P<name>[^/>]+)(?:/(?P<legend>[0-9a-f]{8}))?>")


@dataclass
class _Scale:
    """What a document says of a scale: the words and the places of its steps, and what it is called."""

    node: str
    steps: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def words(self) -> dict[str, str]:
        """The words of its legend by mark; a step without words of its own or a place is in no legend."""
        said = {facts[NOTATION]: (facts[_SAID], facts.get(_PLACE, "")) for facts in self._whole()}
        legend = {mark: words for mark, (words, place) in said.items() if place or words != mark}
        return dict(sorted(legend.items(), key=lambda one: (int(said[one[0]][1] or 0), _counted(one[0]))))

    @property
    def order(self) -> list[str]:
        """The marks that are ranks, best first: as today's rule tells, of numbers else as plan.yml had told."""
        words = self.words
        told = {facts[NOTATION] for facts in self._whole() if _PLACE in facts}
        numbers = [mark for mark in words if mark in told and mark.isdigit()]
        return best_first(words) or (numbers if numbers and told - {*numbers} <= unranked(words) else [])

    @property
    def name(self) -> str:
        """What it is called now; as it was where it has no legend, or a name by its legend."""
        match = _SCHEME.fullmatch(self.node)
        if match is None or match["legend"]:
            return self.node
        return scheme_iri(f"{match['plan']}>", match["name"], self.words, self.order)

    def described(self) -> bool:
        """Tell whether its name is that of the legend and the order that are said here."""
        match = _SCHEME.fullmatch(self.node)
        own = match and scheme_iri(f"{match['plan']}>", match["name"], self.words, self.order)
        return bool(self.words) and own == self.node

    def _whole(self) -> Iterator[dict[str, str]]:
        return (facts for facts in self.steps.values() if NOTATION in facts and _SAID in facts)


def _counted(mark: str) -> tuple[bool, int, str]:
    """Return the place of a mark in a legend whose order nobody told: numbers count up, what is none stands behind."""
    return (False, int(mark), mark) if mark.isdecimal() else (True, 0, mark)


def _scales(lines: list[str]) -> dict[str, _Scale]:
    """Return the scales of a document by their nodes."""
    homes: dict[str, str] = {}
    facts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        value = rest.rsplit(" ", 2)[0]
        if predicate == _IN and _SCHEME.fullmatch(value):
            homes[subject] = value
        elif predicate in (NOTATION, _SAID, _PLACE) and "/rating/" in subject:
            facts[subject][predicate] = literal_text(value)
    found = {node: _Scale(node) for node in homes.values()}
    for step, node in homes.items():
        found[node].steps[step] = facts[step]
    return found


def _names(town: Town) -> dict[str, dict[str, str]]:
    """Return what each scale is called now by the document that says it: old node to document to new node."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for key, lines in town.files.items():
        for node, scale in _scales(lines).items():
            found[node][key] = scale.name
    return found


def _renames(town: Town) -> Mapping[str, str]:
    """Return the scales of which all documents say the same; of the others no one successor is right."""
    names = {node: {*said.values()} for node, said in _names(town).items()}
    return {node[1:-1]: min(said)[1:-1] for node, said in names.items() if len(said) == 1 and said != {node}}


def _rewrite(town: Town, key: str, lines: list[str]) -> list[str]:
    own = {node[1:-1]: scale.name[1:-1] for node, scale in _scales(lines).items() if scale.name != node}
    alone = replace(town, files={key: lines})
    alone.rename(own)
    return _ranked(alone.files[key])


def _ranked(lines: list[str]) -> list[str]:
    """Return the lines with the places of the steps that today's rule gives."""
    found = {*lines}
    for node, scale in _scales(lines).items():
        if not scale.described():
            continue
        places = {line for line in lines if line.split(" ", 2)[0] in scale.steps and _is_place(line)}
        graphs = {line.rsplit(" ", 2)[1] for line in lines if line.startswith(f"{node} ")}
        found -= places
        for triple in scheme_description(node, scale.words, scale.order):
            found |= {f"{' '.join(triple)} {graph} ." for graph in graphs}
    return sorted(found)


def _is_place(line: str) -> bool:
    return line.split(" ", 2)[1] in (_PLACE, CLOSE)


def _notes(town: Town) -> list[Said]:
    parted = {node: said for node, said in _names(town).items() if len({*said.values()}) > 1}
    return [
        say("store.documents-word-scale-differently", node=node, listed=listed)
        for node, said in parted.items()
        for listed in [", ".join(f"{name} ({key})" for key, name in said.items())]
    ]


STEP = Step(
    version=4,
    said=say("store.plan-s-scale-known"),
    renames=_renames,
    rewrite=_rewrite,
    notes=_notes,
)
