"""What pages need to know of a thing: its name and kind, what is said of it, and from which lines each fact comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from keikaku.graph.addresses import place
from keikaku.graph.nquads import DCT, KEI, ORG, PROV, RDF, SKOS
from keikaku.graph.triples import LABELS, RDF_TYPE, node
from keikaku.ground.text.folding import key
from keikaku.reading.model import KINDS as ELEMENTS
from keikaku.reading.values.codes import natural
from keikaku.store.dataset import Dataset
from keikaku.web.pages.layout import Text
from keikaku.web.pages.words import WHOLE, Span, Terms, described

Term = ox.NamedNode | ox.Literal
Facts = dict[str, list[Term]]

KINDS = ("Plan", *ELEMENTS, "Indicator")
"""What plans are made of, in the order in which pages count it."""

_GENERAL = frozenset({"PlanElement", "Observation"})
_DERIVED = f"{PROV}wasDerivedFrom"
_PLACE = f"{KEI}place"
_NOTATION = f"{SKOS}notation"
_SCHEME = f"{SKOS}ConceptScheme"
_PAGE_OF_GOAL = "http://metadata.un.org/sdg/"
_LONGEST_TRAIL = 40
_ABSENT: list[Term] = []


class Line(NamedTuple):
    """A place in a source.

    Attributes:
        document: Title of the document.
        first: Its first line, counted from 1, or 0.
        iri: Of the fragment.
        name: Such as "12行".
    """

    document: str
    first: int
    iri: str
    name: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """How something was read.

    Attributes:
        lines: Where it stands, in the order of the documents.
        confidence: "Repaired" or "Doubtful", or "" where it was read as it stands.
        printed: The characters as printed where they are not the value itself, or "".
        iri: Of the statement that says so, or "" where the thing itself does.
        icon: What tells the goal of the icon that says so; nothing where words do.
    """

    lines: tuple[Line, ...]
    confidence: str = ""
    printed: str = ""
    iri: str = ""
    icon: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing that a page names and links to.

    Attributes:
        iri: Its published IRI.
        kind: Local name of its class in the ontology, or "".
        number: As printed, or "".
        label: Its name as printed.
        place: What it is sorted by: document, first line.
    """

    iri: str
    kind: str
    number: str
    label: str
    place: tuple[str, int]

    @property
    def order(self) -> tuple[object, ...]:
        """What it is sorted by among its like: as its document prints it, codes by themselves."""
        place = ("", 0) if self.kind == "StrategyCode" else self.place
        return (*place, natural(self.number), self.label, self.iri)


class Things:
    """Reads things out of a dataset.

    Args:
        dataset: The dataset.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.terms = Terms(dataset.memory)
        self._memory = dataset.memory
        self._refs: dict[str, Ref] = {}
        # A town's things and statements: those of one page stand on others too, on that of their document all of them.
        self.about = lru_cache(maxsize=1 << 12)(self._about)

    def _about(self, iri: str) -> Facts:
        """Return what is said of a thing: predicate to objects, sorted, each once."""
        found: dict[str, set[Term]] = {}
        subject = node(iri)
        if subject is None:
            return {}
        for quad in self._memory.quads_for_pattern(subject, None, None, None):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                found.setdefault(quad.predicate.value, set()).add(quad.object)
        return {
            predicate: sorted(objects, key=str) if len(objects) > 1 else list(objects)
            for predicate, objects in found.items()
        }

    def subjects(self, predicate: str, value: str) -> list[str]:
        """Return what has a thing as the value of a property, sorted."""
        wanted = node(value)
        if wanted is None:
            return []
        quads = self._memory.quads_for_pattern(None, ox.NamedNode(predicate), wanted, None)
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})

    def definition(self, iri: str) -> Text:
        """Return what a term of the ontology or of its code lists means, "" where nobody says."""
        subject, found = node(iri), {"ja": "", "en": ""}
        for quad in self._memory.quads_for_pattern(subject, ox.NamedNode(f"{SKOS}definition"), None, None):
            if isinstance(quad.object, ox.Literal):
                found[quad.object.language or "en"] = quad.object.value
        return Text(found["ja"], found["en"])

    def pairs(self, predicate: str) -> list[tuple[str, str]]:
        """Return all pairs of things that a property links, sorted."""
        quads = self._memory.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        return sorted(
            {
                (quad.subject.value, quad.object.value)
                for quad in quads
                if isinstance(quad.subject, ox.NamedNode)
                and isinstance(quad.object, ox.NamedNode | ox.Literal)
            }
        )

    def of_class(self, name: str) -> list[str]:
        """Return the things of a class of the ontology that documents tell of, sorted."""
        found = self.subjects(RDF_TYPE, KEI + name)
        documents, local = self.dataset.documents, self.dataset.addresses.local
        return [iri for iri in found if place(local(iri) or "").document in documents]

    def ref(self, iri: str) -> Ref:
        """Return how a page names a thing; what the graphs do not describe is named by its IRI."""
        known = self._refs.get(iri)
        if known is None:
            known = self._refs[iri] = self._ref(iri, self.about(iri))
        return known

    def refs(self, iris: Iterable[str]) -> list[Ref]:
        """Return how a page names things, in the order in which the documents print them."""
        return sorted((self.ref(iri) for iri in iris), key=lambda ref: ref.order)

    def _ref(self, iri: str, about: Facts) -> Ref:
        lines = self.lines(about)
        labels = [one for name in LABELS for one in about.get(name, _ABSENT)]
        japanese = [one.value for one in labels if isinstance(one, ox.Literal) and one.language == "ja"]
        label = japanese[0] if japanese else labels[0].value if labels else ""
        number = value(about, _NOTATION)
        if kind(about) == "StrategyCode" and label in ("", number):
            label = self._code_name(about) or label
        if kind(about) == "BudgetAccount" and (above := value(about, f"{SKOS}broader")):
            upper = self.ref(above).label
            label = label if label.startswith(upper) else f"{upper} › {label}"  # 3款1項 says its 款 itself
        return Ref(
            iri=iri,
            kind=kind(about),
            number=number,
            label=label or self._unnamed(iri, about),
            place=(lines[0].document, lines[0].first) if lines else ("", 0),
        )

    def _code_name(self, about: Facts) -> str:
        """Return the name of a code's goal, where the plan of the code prints a strategy goal of its number."""
        plan = value(self.about(value(about, f"{SKOS}inScheme")), f"{DCT}source")
        number = key(value(about, _NOTATION))
        for goal in self._strategy_goals.get(plan, ()):
            if number and key(value(self.about(goal), _NOTATION)) == number:
                return self.ref(goal).label
        return ""

    @cached_property
    def _strategy_goals(self) -> dict[str, list[str]]:
        """The strategy goals of each plan."""
        found: dict[str, list[str]] = {}
        for goal in self.of_class("StrategyGoal"):
            found.setdefault(value(self.about(goal), f"{KEI}inPlan"), []).append(goal)
        return found

    def _unnamed(self, iri: str, about: Facts) -> str:
        """Return what a thing without a name is called: a code scheme by its strategy or its marks, others by their IRI."""
        if _SCHEME not in values(about, RDF_TYPE):
            return self._last(iri)
        strategy = value(about, f"{DCT}source")
        return self.ref(strategy).label if strategy else self._marks(iri) or self._last(iri)

    def _marks(self, scheme: str) -> str:
        """Return the marks of a plan's scale, those that are no rank last: "A / B / C / -"."""
        steps = [self.about(step) for step in self.subjects(f"{SKOS}inScheme", scheme)]
        found = [(value(step, f"{KEI}ratingOrder"), value(step, _NOTATION)) for step in steps]
        ranked = sorted(found, key=lambda one: (not one[0], natural(one[0]), natural(one[1])))
        return " / ".join(mark for _place, mark in ranked if mark)

    def _last(self, iri: str) -> str:
        local = self.dataset.addresses.local(iri)
        return local.rsplit("/", 1)[-1] if local else iri

    def lines(self, about: Facts) -> tuple[Line, ...]:
        """Return where the documents say something, in their order."""
        found = []
        for one in about.get(_PLACE, _ABSENT):
            place = self.span(one.value)
            title = self._titles.get(place.document)
            if title is not None and place.name is not WHOLE:
                found.append(Line(title, place.first, one.value, place.name))
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)

    def span(self, iri: str) -> Span:
        """Return the place that a source fragment's IRI names."""
        return described(self._memory, iri)

    def reading(self, about: Facts, iri: str = "") -> Reading:
        """Return how the thing that is described was read."""
        confidence = value(about, f"{KEI}readingConfidence").removeprefix(KEI)
        return Reading(
            lines=self.lines(about),
            confidence="" if confidence == "Certain" else confidence,
            printed=value(about, f"{KEI}asPrinted"),
            iri=iri,
            icon=tuple(self.terms[one] for one in values(about, f"{KEI}iconWitness")),
        )

    def statements(self, iri: str) -> dict[tuple[str, Term], Reading]:
        """Return how each fact of a thing was read, by predicate and object."""
        found = {}
        for statement in self.subjects(f"{RDF}subject", iri):
            about = self.about(statement)
            for predicate in about.get(f"{RDF}predicate", _ABSENT):
                for one in about.get(f"{RDF}object", _ABSENT):
                    found[predicate.value, one] = self.reading(about, statement)
        return found

    def municipality(self, about: Facts) -> str:
        """Return the IRI of the municipality that a described thing belongs to, or ""."""
        for predicate in (f"{DCT}publisher", f"{ORG}unitOf"):
            if found := value(about, predicate):
                return found
        plan = value(about, f"{KEI}inPlan")
        return value(self.about(plan), f"{DCT}publisher") if plan else ""

    def trail(self, iri: str) -> list[Ref]:
        """Return what a thing serves, from its municipality down to what is directly above it.

        Of a longer way than any plan has, the nearest steps.
        """
        found: list[Ref] = []
        seen = {iri}
        about = self.about(iri)
        while True:
            above = next((up for name in _UP if (up := value(about, name)) and up not in seen), "")
            if not above or len(found) == _LONGEST_TRAIL:
                return found[::-1]
            seen.add(above)
            found.append(self.ref(above))
            about = self.about(above)

    def whole(self, iri: str) -> tuple[Ref, Text]:
        """Return the thing that a part belongs to, and what the part is called, "" where it is no part."""
        addresses = self.dataset.addresses
        document, anchor = place(addresses.local(iri) or "")
        if not anchor or not document:
            return self.ref(iri), Text("", "")
        about = self.about(iri)
        name = self.terms[KEI + kind(about)] if kind(about) else Text("", "")
        when = value(about, f"{KEI}fiscalYear")
        part = Text(*(f"{text} {when}".strip() for text in (name.ja, name.en)))
        return self.ref(addresses.named(document)), part

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The titles of the source documents by IRI."""
        return {
            iri: value(about, f"{DCT}title") or value(about, f"{KEI}fileName") or self._last(iri)
            for iri in self.of_class("SourceDocument")
            for about in [self.about(iri)]
        }

    @cached_property
    def graphs(self) -> dict[str, str]:
        """The graphs of the documents: IRI of the document to that of its graph."""
        return {
            document: graph
            for graph in self.of_class("DocumentGraph")
            for document in values(self.about(graph), _DERIVED)
        }


_UP = (
    f"{KEI}contributesTo",
    f"{KEI}indicatorOf",
    f"{KEI}inPlan",
    f"{DCT}publisher",
    f"{ORG}unitOf",
    f"{SKOS}broader",
    f"{SKOS}inScheme",
)


def value(about: Facts, predicate: str) -> str:
    """Return the first value of a property, or ""."""
    found = about.get(predicate)
    return found[0].value if found else ""


def values(about: Facts, predicate: str) -> list[str]:
    """Return the values of a property."""
    return [one.value for one in about.get(predicate, _ABSENT)]


def kind(about: Facts) -> str:
    """Return the local name of the most special class of the ontology that a thing has, or ""."""
    names = [one[len(KEI) :] for one in values(about, RDF_TYPE) if one.startswith(KEI)]
    special = [name for name in names if name not in _GENERAL]
    return min(special or names, default="")


def goal_of(iri: str) -> int:
    """Return the number of the goal that a goal, target or indicator of the UN belongs to, 0 for others.

    >>> goal_of("http://metadata.un.org/sdg/11.3"), goal_of("http://metadata.un.org/sdg/C110301")
    (11, 11)
    """
    if not iri.startswith(_PAGE_OF_GOAL):
        return 0
    name = iri[len(_PAGE_OF_GOAL) :]
    digits = name[1:3] if name.startswith("C") else name.split(".")[0]
    return int(digits) if digits.isdecimal() and 1 <= int(digits) <= 17 else 0
