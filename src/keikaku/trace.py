"""Lineage: what a thing serves and what serves it, as a graph that leaves the store.

Edges go from what serves to what is served: project → action → measure → field → goal → vision → plan,
indicator → element, element → SDG, strategy code, strategy goal, department.
"""

from __future__ import annotations

import difflib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
from pyoxigraph import Literal, NamedNode, Quad, Store

from keikaku.errors import NoMatchError, SeveralMatchesError
from keikaku.read.folding import key
from keikaku.vocab import KEI, SDGO

SERVES = ("contributesTo", "indicatorOf", "sdg", "strategyCode", "strategyGoal")
"""Properties along which one thing serves another."""
DONE_BY = ("leadDepartment", "relatedDepartment", "department")
"""Properties that say in whose hands a thing is."""

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABELS = (
    NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
    NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
)
_NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_DERIVED = NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_KINDS = {
    str(KEI[name]): name
    for name in (
        "Plan",
        "Vision",
        "Goal",
        "Field",
        "Measure",
        "Action",
        "Project",
        "StrategyGoal",
        "Perspective",
        "Policy",
        "Indicator",
        "Department",
        "StrategyCode",
        "Municipality",
    )
} | {str(SDGO.Goal): "SDG"}


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """A named thing of the graph.

    Attributes:
        label: Its Japanese label.
        kind: Local name of its class, or "SDG".
        number: The number as printed, or "".
        iri: Its IRI.
    """

    label: str
    kind: str
    number: str
    iri: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.number, self.label, f"<{self.iri}>") if part)


class Reader:
    """Reads things, their names and their source lines out of a loaded store.

    Args:
        memory: What :meth:`keikaku.store.Store.load` returns.
    """

    def __init__(self, memory: Store) -> None:
        self._memory = memory

    def thing(self, iri: str) -> Thing:
        """Return a thing by its IRI; what the graph does not describe is named by its IRI."""
        subject = NamedNode(iri)
        kinds = sorted(_KINDS[t] for t in self._objects(subject, _TYPE) if t in _KINDS)
        labels = [label for predicate in _LABELS for label in self._japanese(subject, predicate)]
        numbers = sorted(self._objects(subject, _NOTATION))
        return Thing(
            label=labels[0] if labels else iri,
            kind=kinds[0] if kinds else "",
            number=numbers[0] if numbers else "",
            iri=iri,
        )

    def is_a(self, iri: str, name: str) -> bool:
        """Tell whether a thing has a class of the ontology."""
        return str(KEI[name]) in self._objects(NamedNode(iri), _TYPE)

    def values(self, iri: str, name: str) -> list[str]:
        """Return the values of a property of the ontology, sorted."""
        return sorted(self._objects(NamedNode(iri), NamedNode(str(KEI[name]))))

    def subjects(self, name: str, iri: str) -> list[str]:
        """Return what has a thing as the value of a property of the ontology, sorted."""
        quads = self._quads(None, NamedNode(str(KEI[name])), NamedNode(iri))
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})

    def sources(self, iri: str) -> list[str]:
        """Return the source lines of a thing, as "file:12" or "file:12-15"."""
        found = set()
        for address in self._objects(NamedNode(iri), _DERIVED):
            document, _mark, position = address.partition("#line=")
            start, _comma, last = position.partition(",")
            if last:
                first = int(start) + 1
                span = str(first) if first == int(last) else f"{first}-{last}"
                found.add((self._files.get(document, document), first, span))
        return [f"{file}:{span}" for file, _first, span in sorted(found)]

    def things(self) -> list[Thing]:
        """Return everything that has one of the classes that people ask for, sorted by label."""
        quads = (quad for kind in _KINDS for quad in self._quads(None, _TYPE, NamedNode(kind)))
        iris: set[str] = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
        return sorted(self.thing(iri) for iri in iris)

    @cached_property
    def _files(self) -> dict[str, str]:
        quads = self._quads(None, NamedNode(str(KEI.fileName)), None)
        return {
            quad.subject.value: quad.object.value
            for quad in quads
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }

    def _quads(self, s: NamedNode | None, p: NamedNode, o: NamedNode | None) -> Iterable[Quad]:
        return self._memory.quads_for_pattern(s, p, o, None)

    def _objects(self, subject: NamedNode, predicate: NamedNode) -> set[str]:
        quads = self._quads(subject, predicate, None)
        return {quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)}

    def _japanese(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        """Return the labels, Japanese ones first."""
        labels = [quad.object for quad in self._quads(subject, predicate, None)]
        texts = [label for label in labels if isinstance(label, Literal)]
        return [value for _foreign, value in sorted((text.language != "ja", text.value) for text in texts)]


def find(memory: Store, name: str) -> Thing:
    """Return the one thing that a name, a number with a name, or an IRI means.

    A thing whose whole label is the name comes before things whose label holds it; widths, variant
    characters and white space do not matter.

    Args:
        memory: A loaded store.
        name: An IRI, a label, or part of a label.

    Raises:
        NoMatchError: Nothing is called that; the nearest names are in the error.
        SeveralMatchesError: Several things are; the choice is in the error.
    """
    reader = Reader(memory)
    if "://" in name:
        thing = reader.thing(name)
        if not thing.kind:
            raise NoMatchError(name=name, nearest="-")
        return thing
    things = reader.things()
    wanted = key(name)
    whole = [thing for thing in things if wanted in (key(thing.label), key(thing.number + thing.label))]
    part = [thing for thing in things if wanted in key(thing.number + thing.label)]
    matches = whole or part
    if len(matches) == 1:
        return matches[0]
    if matches:
        choice = "\n".join(f"  {thing}" for thing in matches[:30])
        raise SeveralMatchesError(name=name, count=len(matches), choice=choice)
    labels = sorted({thing.label for thing in things})
    near = difflib.get_close_matches(name, labels, n=5, cutoff=0.3)
    raise NoMatchError(name=name, nearest=", ".join(near) or "-")


def lineage(memory: Store, iri: str, *, up: bool = True, down: bool = True) -> nx.DiGraph[str]:
    """Return what a thing serves and what serves it.

    Args:
        memory: A loaded store.
        iri: The thing.
        up: Whether to follow what it serves, to the vision, the plan, the SDGs and strategy codes.
        down: Whether to follow what serves it, to the projects and indicators.

    Returns:
        A graph whose nodes are IRIs with ``label``, ``kind``, ``number``, ``sources`` (text), ``figures``
        (text, of an indicator or a project), and whose edges have ``property``.
    """
    reader = Reader(memory)
    graph: nx.DiGraph[str] = nx.DiGraph()
    _note(graph, reader, iri)
    if up:
        _walk(graph, reader, iri, _upwards)
    if down:
        _walk(graph, reader, iri, _downwards)
    return graph


Steps = Callable[[Reader, str], Iterator[tuple[str, str, str]]]


def _upwards(reader: Reader, iri: str) -> Iterator[tuple[str, str, str]]:
    for name in (*SERVES, *DONE_BY):
        for value in reader.values(iri, name):
            yield iri, name, value


def _downwards(reader: Reader, iri: str) -> Iterator[tuple[str, str, str]]:
    for name in (*SERVES, *DONE_BY):
        for subject in reader.subjects(name, iri):
            yield subject, name, iri


def _walk(graph: nx.DiGraph[str], reader: Reader, start: str, steps: Steps) -> None:
    """Add all that can be reached; a cycle ends where it began."""
    queue, seen = deque([start]), {start}
    while queue:
        here = queue.popleft()
        for lower, name, upper in steps(reader, here):
            for node in (lower, upper):
                _note(graph, reader, node)
            graph.add_edge(lower, upper, property=name)
            further = upper if lower == here else lower
            if further not in seen:
                seen.add(further)
                queue.append(further)


def _note(graph: nx.DiGraph[str], reader: Reader, iri: str) -> None:
    if iri in graph:
        return
    thing = reader.thing(iri)
    graph.add_node(
        iri,
        label=thing.label,
        kind=thing.kind,
        number=thing.number,
        sources="; ".join(reader.sources(iri)),
        figures=_figures(reader, thing),
    )


def _figures(reader: Reader, thing: Thing) -> str:
    """Return an indicator's figures or a project's money as one line."""
    if thing.kind == "Indicator":
        unit = "".join(reader.values(thing.iri, "unitLabel"))
        shown = [_observation(reader, iri, unit) for iri in reader.values(thing.iri, "observation")]
        return " → ".join(text for _order, text in sorted(shown))
    return "; ".join(_money(reader, iri) for iri in reader.values(thing.iri, "budget"))


_ROLES = ("Baseline", "Actual", "Target")
_COMPARATORS = {"lt": "<", "le": "≤", "ge": "≥", "gt": ">"}


def _observation(reader: Reader, iri: str, unit: str) -> tuple[tuple[int, str], str]:
    year = "".join(reader.values(iri, "fiscalYear"))
    value = "".join(reader.values(iri, "value")) or "?"
    sign = _COMPARATORS.get("".join(reader.values(iri, "comparator")), "")
    role = next(role for role in (*_ROLES, "Observation") if reader.is_a(iri, role))
    order = _ROLES.index(role) if role in _ROLES else len(_ROLES)
    return (order, year), f"{role.lower()} {year} {sign}{value}{unit}"


def _money(reader: Reader, iri: str) -> str:
    parts = [f"{int(yen):,}" for name in ("totalAmount",) for yen in reader.values(iri, name)]
    return f"{''.join(reader.values(iri, 'fiscalYear'))} ¥{''.join(parts) or '?'}"
