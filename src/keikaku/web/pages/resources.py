"""The documents of the resources: for each thing all that is said of it, and beside each fact its source line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from keikaku.graph.addresses import place
from keikaku.graph.nquads import KEI, SKOS
from keikaku.graph.triples import RDF_TYPE
from keikaku.ground.messages import Language
from keikaku.web.pages import departments, documents, municipalities, plans
from keikaku.web.pages.facts import Row, rows, unreadable
from keikaku.web.pages.figures import budgets, evaluations, indicator, roles
from keikaku.web.pages.layout import Layout, Text
from keikaku.web.pages.mappings import mappings_of
from keikaku.web.pages.overview import Counted, Overview
from keikaku.web.pages.things import KINDS, Facts, Reading, Ref, Things, value
from keikaku.web.pages.words import worded


@dataclass(frozen=True, slots=True)
class Group:
    """Things that refer to a thing in one way.

    Attributes:
        name: How they refer to it.
        refs: The things, each with where that is said.
    """

    name: Text
    refs: tuple[tuple[Ref, Reading], ...]


FOLDER = "doc/"
_INCOMING = (
    (f"{KEI}contributesTo", worded("pages.what-contributes")),
    (f"{KEI}strategyGoal", worded("pages.what-serves-this-strategy")),
    (f"{KEI}strategyCode", worded("pages.what-carries-this-code")),
    (f"{SKOS}broader", worded("pages.narrower-codes")),
    (f"{SKOS}inScheme", worded("pages.codes-this-scheme")),
    (f"{KEI}relatedPlan", worded("pages.what-names-as-related")),
    (f"{KEI}budgetAccount", worded("pages.what-stands-under-this-line")),
)


class Resources(Counted):
    """The pages of the resources."""

    def __init__(self, layout: Layout, things: Things, overview: Overview) -> None:
        super().__init__(layout, things, overview)
        # One page is held: who writes a site asks for it in one language and then in the other.
        self._shown = lru_cache(maxsize=1)(self._values)
        self._special: dict[str, Callable[[str, Facts], dict[str, Any]]] = {
            "Plan": lambda iri, about: plans.values_of(things, overview, iri, about),
            "Department": lambda iri, _about: departments.values_of(things, overview, iri),
            "Municipality": lambda iri, _about: municipalities.values_of(things, overview, iri),
            "SourceDocument": lambda iri, about: documents.values_of(things, layout.sources, iri, about),
        }

    def paths(self) -> Iterable[str]:
        """Return the paths of the documents, sorted."""
        return (FOLDER + stem for stem in self._things.dataset.stems)

    def __contains__(self, path: object) -> bool:
        """Tell whether a path is one of a document."""
        text = str(path)
        return text.startswith(FOLDER) and text.removeprefix(FOLDER) in self._things.dataset.stems

    def html(self, path: str, language: Language) -> bytes:
        """Return the document of a resource.

        Raises:
            KeyError: There is no such document.
        """
        template, values = self._shown(path)
        return self._layout.render(template, path, language, rdf=path, **values)

    def _values(self, path: str) -> tuple[str, dict[str, Any]]:
        """Return the template of a document and what it shows, which both languages show of one resource."""
        if not path.startswith(FOLDER):
            raise KeyError(path)
        name = self._things.dataset.stems[path[len(FOLDER) :]]
        iri = self._things.dataset.addresses.named(name)
        about = self._things.about(iri)
        values = self._common(iri, about)
        special = self._special.get(values["ref"].kind)
        if special:
            values |= special(iri, about)
            template = f"{values['ref'].kind.lower()}.html.j2"
        else:
            template = "resource.html.j2"
        values["rest"] = self._rest(name, values)
        ref = values["ref"]
        values["title"] = ref.label if ref.number == ref.label else f"{ref.number} {ref.label}".strip()
        return template, values

    def _common(self, iri: str, about: Facts) -> dict[str, Any]:
        things = self._things
        ref = things.ref(iri)
        graphs = {line.iri.partition("#")[0] for line in things.lines(about)}
        return {
            "iri": iri,
            "ref": ref,
            "kind": things.terms[KEI + ref.kind] if ref.kind else self._other_kind(about),
            "trail": things.trail(iri),
            "is_printed": ref.kind in (*KINDS, "StrategyCode", "BudgetAccount"),
            "facts": rows(things, iri, about),
            "extent": self._extent(iri, about),
            "unreadable": unreadable(things, about),
            "reading": things.reading(about),
            "budgets": budgets(things, about),
            "evaluations": evaluations(things, about),
            "roles": roles(things, iri, about),
            "own": indicator(things, iri) if ref.kind == "Indicator" else None,
            "indicators": [
                indicator(things, one.iri) for one in things.refs(things.subjects(f"{KEI}indicatorOf", iri))
            ],
            "incoming": self._incoming(iri),
            "mappings": mappings_of(things, iri, self._layout.reviewers),
            "graphs": [things.graphs[one] for one in sorted(graphs) if one in things.graphs],
        }

    def _extent(self, iri: str, about: Facts) -> Text | None:
        """Return how much of the plan that a thing belongs to was read."""
        plan = self._overview.plan.get(value(about, f"{KEI}inPlan") or iri)
        return plan.extent if plan else None

    def _other_kind(self, about: Facts) -> Text:
        named = value(about, RDF_TYPE)
        return self._things.terms[named] if named else worded("pages.thing")

    def _incoming(self, iri: str) -> list[Group]:
        found = []
        for predicate, name in _INCOMING:
            refs = self._things.refs(self._things.subjects(predicate, iri))
            if refs:
                found.append(
                    Group(name, tuple((ref, self._reading(ref.iri, predicate, iri)) for ref in refs))
                )
        return found

    def _reading(self, subject: str, predicate: str, iri: str) -> Reading:
        """Return where it is said that a thing refers to another."""
        for (name, one), reading in self._things.statements(subject).items():
            if name == predicate and one.value == iri:
                return reading
        return Reading(self._things.lines(self._things.about(subject)))

    def _rest(self, name: str, values: dict[str, Any]) -> list[tuple[str, list[Row]]]:
        """Return what is described on the document and shown nowhere else on it: anchor, facts."""
        shown = _anchored(values)
        found = []
        for iri in self._things.dataset.documents[name]:
            anchor = place(self._things.dataset.addresses.local(iri) or "").anchor
            if anchor and iri not in shown:
                found.append((anchor, rows(self._things, iri, self._things.about(iri))))
        return found


def _anchored(values: dict[str, Any]) -> set[str]:
    """Return the IRIs of the parts that a page shows."""
    own = values["own"]
    texts = [*values["facts"], *(row for one in values["evaluations"] for row in one.rows)]
    return {
        *(said.reading.iri for row in texts for said in row.said),
        *(one.iri for one in values["budgets"].items),
        *(one.iri for one in values["evaluations"]),
        *(iri for _who, found in values["roles"] for one in found for iri in (one.iri, one.statement)),
        *(one.iri for one in (own.observations if own else ())),
        *(fragment.iri for entry in values.get("entries", ()) for fragment in entry.fragments),
    }
