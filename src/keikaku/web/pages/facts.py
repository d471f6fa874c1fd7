"""The facts of a thing as rows: the property in words, its values, and beside each where it was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as Choice

import pyoxigraph as ox

from keikaku.documents.places import parse
from keikaku.graph.nquads import DCT, KEI, PROV, SKOS, XSD
from keikaku.graph.triples import RDF_TYPE, RDFS
from keikaku.ground.hyperlinks import is_address
from keikaku.web.pages.layout import Text
from keikaku.web.pages.things import Facts, Reading, Ref, Term, Things, goal_of, values

Form = Choice["text", "year", "number", "thing", "term", "goal", "link"]

_LABEL = f"{RDFS}label"
_NOTATION = f"{SKOS}notation"
_FIRST = (
    *(
        KEI + name
        for name in ("planKind", "startFiscalYear", "endFiscalYear", "projectStatus", "budgetAccount", "mark")
    ),
    *(KEI + name for name in ("inPlan", "contributesTo", "indicatorOf", "indicatorKind", "unitLabel")),
    *(KEI + name for name in ("desiredDirection", "leadDepartment", "department", "relatedDepartment")),
    *(KEI + name for name in ("sdg", "sdgCommitment", "strategyGoal", "strategyCode", "relatedPlan")),
    *(KEI + name for name in ("targetState", "policyDirection")),
    f"{DCT}description",
    *(KEI + name for name in ("currentSituation", "issue", "outcome", "approach", "content")),
    f"{SKOS}note",
)
_TITLES = "https://w3id.org/keikaku/kan/"
"""The 款 of the nation, which have names and no pages."""
_DERIVED = f"{PROV}wasDerivedFrom"
_PLACE = f"{KEI}place"
_RANK = {predicate: rank for rank, predicate in enumerate(_FIRST)}
_ELSEWHERE = frozenset(
    {
        RDF_TYPE,
        _LABEL,
        _NOTATION,
        f"{SKOS}prefLabel",
        f"{SKOS}topConceptOf",
        f"{DCT}title",
        _DERIVED,
        *(
            KEI + name
            for name in ("place", "searchKey", "readingConfidence", "asPrinted", "unreadableProperty")
        ),
        *(KEI + name for name in ("budget", "evaluation", "stakeholderRole", "observation")),
    }
)
"""What a page shows in other places than the rows of facts, or never (search keys)."""
_NUMBERS = frozenset({f"{XSD}integer", f"{XSD}decimal", f"{XSD}double"})


@dataclass(frozen=True, slots=True)
class Said:
    """A value that something has.

    Attributes:
        form: What it is.
        text: The value as text; the IRI of a term or of others' things.
        reading: Where and how it was read.
        ref: The thing that it is, where it is one of the dataset's.
        name: Of a term in both languages.
        goal: Number of the UN's goal that it belongs to, or 0.
    """

    form: Form
    text: str
    reading: Reading
    ref: Ref | None = None
    name: Text | None = None
    goal: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """What a thing is said to have of one property.

    Attributes:
        iri: Of the property.
        name: Of the property.
        said: The values.
    """

    iri: str
    name: Text
    said: tuple[Said, ...]


def rows(things: Things, iri: str, about: Facts) -> list[Row]:
    """Return the facts of a thing, those that name it first."""
    read = things.statements(iri)
    whole = things.reading(about)
    found = _names(things, about, whole)
    elsewhere = _ELSEWHERE - {_DERIVED} if _is_of_whole(about) else _ELSEWHERE
    if _PLACE in about:  # with what a fact was recognised stands on the page of its document
        elsewhere |= {f"{PROV}wasGeneratedBy"}
    for predicate in sorted(about.keys() - elsewhere, key=lambda one: (_RANK.get(one, 99), one)):
        found.append(
            Row(predicate, things.terms[predicate], _said(things, predicate, about[predicate], (read, whole)))
        )
    return found


def _is_of_whole(about: Facts) -> bool:
    """Tell whether something was read from a document as a whole, which no source line can name."""
    return any(parse(one) is None for one in values(about, _DERIVED))


def _names(things: Things, about: Facts, whole: Reading) -> list[Row]:
    bare = Reading(whole.lines)
    labels = dict.fromkeys(
        one.value
        for predicate in (_LABEL, f"{SKOS}prefLabel", f"{DCT}title")
        for one in about.get(predicate, [])
    )
    found = []
    if labels:
        said = tuple(Said("text", label, whole) for label in labels)
        found.append(Row(_LABEL, things.terms[_LABEL], said))
    if numbers := values(about, _NOTATION):
        said = tuple(Said("text", number, bare) for number in numbers)
        found.append(Row(_NOTATION, things.terms[_NOTATION], said))
    return found


def _said(
    things: Things,
    predicate: str,
    objects: list[Term],
    known: tuple[dict[tuple[str, Term], Reading], Reading],
) -> tuple[Said, ...]:
    read, whole = known
    bare = Reading(whole.lines)
    said = [value(things, one, read.get((predicate, one), bare)) for one in objects]
    return tuple(sorted(said, key=_place)) if len(said) > 1 else tuple(said)


def _place(said: Said) -> tuple[object, ...]:
    lines = said.reading.lines
    return (*((lines[0].document, lines[0].first) if lines else ("", 0)), said.goal, said.text)


def value(things: Things, one: Term, reading: Reading) -> Said:
    """Return a value as a page shows it."""
    if isinstance(one, ox.Literal):
        datatype = one.datatype.value
        form: Form = "year" if datatype == f"{XSD}gYear" else "number" if datatype in _NUMBERS else "text"
        return Said(form, one.value, reading)
    if goal := goal_of(one.value):
        return Said("goal", one.value, reading, name=things.terms[one.value], goal=goal)
    if things.dataset.addresses.local(one.value) is not None:
        return Said("thing", one.value, reading, ref=things.ref(one.value))
    if one.value.startswith((KEI, _TITLES)):
        return Said("term", one.value, reading, name=things.terms[one.value])
    if f"{SKOS}ConceptScheme" in values(things.about(one.value), RDF_TYPE):  # a version that a plan follows
        return Said("term", one.value, reading, name=things.terms[one.value])
    return Said("link" if is_address(one.value) else "text", one.value, reading)


def unreadable(things: Things, about: Facts) -> list[Text]:
    """Return the names of the fields that the document prints and nobody can read."""
    return [things.terms[one] for one in values(about, f"{KEI}unreadableProperty")]


def leading_departments(about: Facts) -> list[str]:
    """Return the departments of a thing, those that lead first."""
    names = ("leadDepartment", "department", "relatedDepartment")
    return list(dict.fromkeys(one for name in names for one in values(about, KEI + name)))
