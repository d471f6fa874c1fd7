"""What a search narrows its results down by besides kind, municipality and plan: one table says what each facet is.

A facet that later versions add is a row of :data:`FACETS` and a function that tells which things have which of its values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from keikaku.graph.addresses import place
from keikaku.graph.nquads import KEI, RDF
from keikaku.ground.messages import pair
from keikaku.ground.vocab import codes
from keikaku.web.pages.figures import indicator
from keikaku.web.pages.goals import GOALS
from keikaku.web.pages.layout import Text
from keikaku.web.pages.overview import DEPARTMENT_PROPERTIES
from keikaku.web.pages.progress import Progress
from keikaku.web.pages.themes import theme_names, themes_of
from keikaku.web.pages.things import Things, goal_of
from keikaku.web.pages.words import whole, worded

UNREADABLE = "Unreadable"
_LONGEST_PERIOD = 60  # years; a plan that says more has a misread year, and would fill the index


@dataclass(frozen=True)
class Facet:
    """A way to narrow down a search.

    Attributes:
        name: As it stands in the address.
        label: What it is called.
        of: Yields the IRI of a thing, or of a part of one, and a value that it has.
        values: What its values are called, where they are not their own names.
    """

    name: str
    label: Text
    of: Callable[[Things], Iterator[tuple[str, str]]]
    values: Callable[[], Mapping[str, Text]] = dict


def _years(things: Things) -> Iterator[tuple[str, str]]:
    """Yield the fiscal years that figures, ratings and budgets are of, and those of the periods of plans."""
    yield from things.pairs(f"{KEI}fiscalYear")
    ends = dict(things.pairs(f"{KEI}endFiscalYear"))
    for iri, start in things.pairs(f"{KEI}startFiscalYear"):
        first, last = whole(start), whole(ends.get(iri, start))
        if first and last and last - first < _LONGEST_PERIOD:
            yield from ((iri, str(year)) for year in range(first, last + 1))


def _departments(things: Things) -> Iterator[tuple[str, str]]:
    for name in DEPARTMENT_PROPERTIES:
        for iri, department in things.pairs(KEI + name):
            yield iri, things.ref(department).label


def _goals(things: Things) -> Iterator[tuple[str, str]]:
    for iri, goal in things.pairs(f"{KEI}sdg"):
        if number := goal_of(goal):
            yield iri, str(number)


def _progress(things: Things) -> Iterator[tuple[str, str]]:
    for iri in things.of_class("Indicator"):
        yield iri, indicator(things, iri).judged.progress.slug


def _readings(things: Things) -> Iterator[tuple[str, str]]:
    """Yield who answers for the reading of a thing, and how it was read where that is not as it stands."""
    memory, typed = things.dataset.memory, ox.NamedNode(f"{RDF}type")
    for graph, state in things.pairs(f"{KEI}readingStatus"):
        for quad in memory.quads_for_pattern(None, typed, None, ox.NamedNode(graph)):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, state.removeprefix(KEI)
    for iri, confidence in things.pairs(f"{KEI}readingConfidence"):
        if confidence != f"{KEI}Certain":
            yield iri, confidence.removeprefix(KEI)
    for iri, _property in things.pairs(f"{KEI}unreadableProperty"):
        yield iri, UNREADABLE


def _reading_names() -> dict[str, Text]:
    listed = [*codes("readingStates"), *codes("readingConfidences")]
    named = {one.iri.removeprefix(KEI): Text(one.labels["ja"], one.labels["en"]) for one in listed}
    return named | {UNREADABLE: worded("pages.field-cannot-be-read")}


FACETS = (
    Facet("year", worded("pages.fiscal-year"), _years),
    Facet("department", worded("pages.department"), _departments),
    Facet(
        "sdg",
        Text("SDGs", "SDG"),
        _goals,
        lambda: {str(n): Text(*pair("pages.goal-number", number=n, first="ja")) for n in GOALS},
    ),
    Facet("theme", worded("pages.policy-theme"), themes_of, theme_names),
    Facet(
        "status",
        worded("pages.progress"),
        _progress,
        lambda: {one.slug: Text(one.word("ja"), one.word("en")) for one in Progress},
    ),
    Facet("reading", worded("pages.reading"), _readings, _reading_names),
)
"""The facets, in the order in which pages show them."""


def facets_of(things: Things) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the values of the facets of each document's thing and its parts: local name, facet, values sorted."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    documents, local = things.dataset.documents, things.dataset.addresses.local
    about = dict(things.pairs(f"{RDF}subject"))
    for facet in FACETS:
        for iri, one in facet.of(things):
            document = place(local(about.get(iri, iri)) or "").document
            if document in documents and one:
                found[document][facet.name].add(one)
    return {
        document: {name: tuple(sorted(values)) for name, values in facets.items()}
        for document, facets in found.items()
    }
