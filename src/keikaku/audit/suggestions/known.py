"""What a link can name: the elements of a store, the SDG goals, the goals of the national strategies."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Store

from keikaku.audit.suggestions.proposals import CLOSE, RELATED, THEME, theme_iris
from keikaku.audit.suggestions.sssom import uri
from keikaku.ground.vocab import KEI, PREFIXES, SDGO
from keikaku.store.link_graphs import OF_EDITIONS

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_IN_PLAN = NamedNode(str(KEI.inPlan))
_PUBLISHER = NamedNode(PREFIXES["dcterms"] + "publisher")
_UNIT_OF = NamedNode("http://www.w3.org/ns/org#unitOf")
_LABELS = (NamedNode(PREFIXES["rdfs"] + "label"), NamedNode(PREFIXES["skos"] + "prefLabel"))
_STRATEGIES = "https://w3id.org/keikaku/id/national-strategy/"


class Known:
    """Looks up what a table names, by IRI or by URI.

    Args:
        memory: A store that was loaded with its vocabularies.
    """

    def __init__(self, memory: Store) -> None:
        self._memory = memory
        self._elements = self._of_types(str(KEI.PlanElement), str(KEI.Indicator))
        self._departments = self._of_types(str(KEI.Department))
        self._themed = self._of_types(str(KEI.Measure), str(KEI.Indicator))
        self._strategy_goals = self._of_types(str(KEI.StrategyGoal))
        self._objects = {
            RELATED: self._of_types(str(SDGO.Goal), str(SDGO.Target)),
            CLOSE: self._national_goals(),
            THEME: {uri(iri): iri for iri in theme_iris(memory).values()},
            **dict.fromkeys(OF_EDITIONS, self._elements | self._departments),
        }

    @property
    def predicates(self) -> tuple[str, ...]:
        """The predicates that a link can have."""
        return tuple(self._objects)

    def element(self, name: str) -> str | None:
        """Return the IRI of an element of the store."""
        return self._elements.get(uri(name)) or self._departments.get(uri(name))

    def fits(self, element: str, predicate: str) -> bool:
        """Tell whether an element can have links of a predicate."""
        fitting = {CLOSE: self._strategy_goals, THEME: self._themed}.get(predicate, self._elements)
        return uri(element) in fitting or (predicate in OF_EDITIONS and uri(element) in self._departments)

    def object(self, name: str, predicate: str) -> str | None:
        """Return the IRI of a goal that a predicate can lead to."""
        return self._objects.get(predicate, {}).get(uri(name))

    def labels(self, iri: str) -> set[str]:
        """Return all labels of a thing."""
        return {
            quad.object.value
            for predicate in _LABELS
            for quad in self._memory.quads_for_pattern(NamedNode(iri), predicate, None, None)
            if isinstance(quad.object, Literal)
        }

    def municipality(self, element: str) -> str:
        """Return the IRI of the municipality whose plan an element is in."""
        owners = [
            owner for plan in self._values(element, _IN_PLAN) for owner in self._values(plan, _PUBLISHER)
        ]
        return min(owners or self._values(element, _UNIT_OF), default="")

    def _values(self, subject: str, predicate: NamedNode) -> list[str]:
        quads = self._memory.quads_for_pattern(NamedNode(subject), predicate, None, None)
        return [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]

    def _of_types(self, *types: str) -> dict[str, str]:
        return {
            uri(quad.subject.value): quad.subject.value
            for kind in types
            for quad in self._memory.quads_for_pattern(None, _TYPE, NamedNode(kind), None)
            if isinstance(quad.subject, NamedNode)
        }

    def _national_goals(self) -> dict[str, str]:
        return {
            uri(quad.subject.value): quad.subject.value
            for quad in self._memory.quads_for_pattern(None, _IN_SCHEME, None, None)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_STRATEGIES)
        }
