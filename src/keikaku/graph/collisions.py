"""Things of one name in one place: what the document prints as two, and no IRI or only a figure tells apart."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.graph.nquads import segment
from keikaku.graph.quads import QuadWriter
from keikaku.ground import vocab
from keikaku.ground.messages import say
from keikaku.reading.model import Element, Finding, Indicator, Kind
from keikaku.reading.records import Reading
from keikaku.reading.series import Series


def collisions(reading: Reading, series: Series) -> Iterator[Finding]:
    """Yield a finding for each pair that the document prints as two and that nothing tells apart.

    Two elements with one IRI are a violation. Two projects of one name and two numbers, and two indicators of one name,
    kind and unit, have an IRI each (by number, by figures) and are a warning: one of the names may be misread.
    """
    writer = QuadWriter(reading, series, vocab.DEFAULT_BASE)
    seen: dict[str, Element] = {}
    for element in reading.elements:
        other = seen.setdefault(writer.iri(element), element)
        if other is not element:
            yield Finding.of(
                say("rules.one-iri", label=element.label),
                lines=(*other.lines[:1], *element.lines[:1]),
                focus=writer.iri(element).strip("<>"),
            )
    projects = (each for each in reading.elements if each.kind is Kind.PROJECT)
    things: list[Element | Indicator] = [*projects, *reading.indicators]
    alone: dict[tuple[object, ...], Element | Indicator] = {}
    for thing in things:
        alike = alone.setdefault(_alike(thing), thing)
        same = (
            isinstance(thing, Element)
            and isinstance(alike, Element)
            and writer.iri(thing) == writer.iri(alike)
        )
        if alike is not thing and not same:
            yield _one_name(alike, thing, writer)


def _alike(thing: Element | Indicator) -> tuple[object, ...]:
    """Return what two projects, or two indicators, of one name have in common."""
    if isinstance(thing, Element):
        return (thing.parent, segment(thing.label))
    return (thing.of, segment(thing.label), *thing.kinds, thing.unit)


def _one_name(one: Element | Indicator, other: Element | Indicator, writer: QuadWriter) -> Finding:
    place = other.of if isinstance(other, Indicator) else other
    return Finding.of(
        say("rules.one-name", label=other.label),
        lines=(*one.lines[:1], *other.lines[:1]),
        focus=writer.iri(place).strip("<>"),
    )
