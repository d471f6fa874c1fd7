"""What the search finds: plans and what they are made of, departments, codes, SDGs, and the terms of the ontology.

Each is found by its names and by the passages that its documents print of it, and narrowed down by facets
(:mod:`keikaku.web.pages.search_facets`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import pyoxigraph as ox

from keikaku.graph.addresses import file_stem, place
from keikaku.graph.nquads import DCT, KEI, ORG, RDF, SKOS
from keikaku.graph.triples import RDFS, Look
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.store.dataset import Dataset
from keikaku.web.pages.search_facets import facets_of
from keikaku.web.pages.things import Things
from keikaku.web.pages.vocabulary.terms import terms
from keikaku.web.pages.words import Text, worded

KINDS: dict[str, Text] = {
    "Municipality": worded("pages.kind-municipality"),
    "Plan": worded("pages.kind-plan"),
    "Goal": worded("pages.kind-goal"),
    "StrategyGoal": worded("pages.kind-strategygoal"),
    "SDG": worded("pages.kind-sdg"),
    "Vision": worded("pages.kind-vision"),
    "Field": worded("pages.kind-field"),
    "Perspective": worded("pages.kind-perspective"),
    "Policy": worded("pages.kind-policy"),
    "Measure": worded("pages.kind-measure"),
    "Project": worded("pages.kind-project"),
    "Indicator": worded("pages.kind-indicator"),
    "Action": worded("pages.kind-action"),
    "Department": worded("pages.kind-department"),
    "StrategyCode": worded("pages.kind-strategycode"),
    "Term": worded("pages.kind-term"),
}
"""The kinds of what is found, in the order in which a search shows them."""
_PLACES = {kind: place for place, kind in enumerate(KINDS)}
PASSAGES = (
    f"{DCT}description",
    f"{KEI}approach",
    f"{KEI}content",
    f"{KEI}currentSituation",
    f"{KEI}issue",
    f"{KEI}outcome",
    f"{KEI}policyDirection",
    f"{KEI}sdgCommitment",
    f"{KEI}stakeholder",
    f"{KEI}targetState",
    f"{SKOS}note",
)
"""The properties that hold sentences of the documents; a test finds those that the ontology adds."""
_SDG = "http://metadata.un.org/sdg/"
_GOALS = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that a search finds.

    Attributes:
        kind: A key of :data:`KINDS`.
        label: Its name, in Japanese where it has one.
        english: Its name in English, or "".
        number: As printed, or "".
        municipality: Code of its municipality, or "".
        plan: Path of the page of its plan, or "".
        path: Of its page below the base, decoded, without suffix; with an anchor after "#".
        more: What else it is found by, such as the reading of a name.
        passages: What the documents print of it besides its names.
        facets: What it can be chosen by: name of the facet, values.
    """

    kind: str
    label: str
    english: str = ""
    number: str = ""
    municipality: str = ""
    plan: str = ""
    path: str
    more: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that it is found by, folded."""
        return tuple(filter(None, (key(one) for one in (self.label, self.english, self.number, *self.more))))

    @property
    def order(self) -> tuple[object, ...]:
        """What entries are sorted by: municipality, kind, name."""
        return self.municipality, _PLACES[self.kind], key(self.label), self.path


def entries(dataset: Dataset) -> list[Entry]:
    """Return what a search of the dataset finds, sorted."""
    return sorted([*of_things(dataset), *of_all(dataset)], key=lambda one: one.order)


def of_all(dataset: Dataset) -> Iterator[Entry]:
    """Yield what a search finds whatever documents say: the goals of the UN and the terms of the ontology."""
    yield from _goals(dataset)
    yield from _terms()


def of_things(dataset: Dataset) -> Iterator[Entry]:
    """Yield what a search finds of the things that documents describe, in any order.

    Args:
        dataset: The dataset, or a part of one whose documents tell nothing of the others'.
    """
    memory, addresses = dataset.memory, dataset.addresses
    labels = {**_values(memory, f"{SKOS}prefLabel"), **_values(memory, f"{RDFS}label")}
    numbers, plans = _values(memory, f"{SKOS}notation"), _values(memory, f"{KEI}inPlan")
    owners = {**_values(memory, f"{DCT}publisher"), **_values(memory, f"{ORG}unitOf")}
    kana = _values(memory, f"{KEI}kana")
    passages, facets = _passages(dataset), facets_of(Things(dataset))
    for kind in KINDS:
        for iri in _of_class(memory, KEI + kind):
            local = addresses.local(iri)
            if (
                not local or local not in dataset.documents
            ):  # a part, or a municipality that only the list of all names
                continue
            plan = plans.get(iri, "")
            scheme = local.split("/code/")[0] if kind == "StrategyCode" else ""
            owner = owners.get(plan or iri, "") or (iri if kind == "Municipality" else "")
            reading = kana.get(f"{DEFAULT_BASE}{local}", "") if kind == "Municipality" else ""
            yield Entry(
                kind=kind,
                label=labels.get(iri) or unquote(local.rsplit("/", 1)[-1]),
                number=numbers.get(iri, ""),
                municipality=(addresses.local(owner) or "") if owner else scheme.split("/")[0],
                plan=_page(addresses.local(plan)),
                path=_page(local),
                more=(reading,) if reading else (),
                passages=passages.get(local, ()),
                facets=facets.get(local, {}),
            )


def _passages(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return what is printed of the things that documents describe and of their parts, by the documents' local names."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    local = dataset.addresses.local
    for predicate in PASSAGES:
        for quad in dataset.memory.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                document = place(local(quad.subject.value) or "").document
                if document:
                    found[document].add(quad.object.value)
    return {document: tuple(sorted(texts)) for document, texts in found.items()}


def _page(local: str | None) -> str:
    return f"doc/{file_stem(local)}" if local else ""


def _goals(dataset: Dataset) -> Iterator[Entry]:
    look = Look(dataset.memory)
    for number in range(1, _GOALS + 1):
        iri = f"{_SDG}{number}"
        names = (f"SDG{number}", f"SDGs{number}", f"目標{number}", f"ゴール{number}", f"goal{number}")
        yield Entry(
            kind="SDG",
            label=look.text(iri, "ja", f"{SKOS}prefLabel"),
            english=look.text(iri, "en", f"{SKOS}prefLabel"),
            number=str(number),
            path=f"sdg/{number}",
            more=(*names, look.text(iri, "en", f"{SKOS}altLabel")),
        )


def _terms() -> Iterator[Entry]:
    for term in terms().values():
        yield Entry(
            kind="Term",
            label=term.labels["ja"],
            english=term.labels["en"],
            path="#".join(filter(None, term.page)),
            more=(term.name, *term.others),
        )


def _values(memory: ox.Store, predicate: str) -> dict[str, str]:
    """Return the first value of a property by what has it."""
    found: dict[str, str] = {}
    for quad in memory.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            subject, value = quad.subject.value, quad.object.value
            found[subject] = min(value, found.get(subject, value))
    return found


def _of_class(memory: ox.Store, iri: str) -> set[str]:
    quads = memory.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(iri), None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
