"""Suggested links: what a program proposes, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Store

from keikaku.asking.editions.choosing import plans, successions
from keikaku.asking.editions.elements import edition
from keikaku.asking.editions.matching import Became, correspond
from keikaku.asking.editions.offices import offices
from keikaku.audit.suggestions.scoring import Match, scores
from keikaku.audit.suggestions.strategies import goals_in_force
from keikaku.audit.suggestions.subjects import Subject, subjects
from keikaku.audit.suggestions.word_list import word_list
from keikaku.ground.messages import Language, Said
from keikaku.ground.vocab import KEI, PREFIXES, SDG
from keikaku.store.link_graphs import CONTINUES, MERGED_FROM, OF_EDITIONS, SPLIT_FROM, Key

RELATED = "skos:relatedMatch"
"""Predicate of a link from a measure to an SDG goal."""
CLOSE = "skos:closeMatch"
"""Predicate of a link from a municipality's strategy goal to a goal of the national strategy."""
THEME = "dcterms:subject"
"""Predicate of a link from a measure or an indicator to a policy theme."""
About = OneOf["goals", "themes"]
"""What links are about: goals (SDGs, national strategies, elements of earlier editions), or policy themes."""
GOALS: tuple[About, ...] = ("goals",)
OF: Mapping[About, tuple[str, ...]] = {"goals": (RELATED, CLOSE, *OF_EDITIONS), "themes": (THEME,)}
"""The predicates of the links of each."""
LIKELY = 0.5
"""The confidence from which a link is suggested unless the user says otherwise."""

_LABEL = NamedNode(PREFIXES["skos"] + "prefLabel")
_PUBLISHER = NamedNode(PREFIXES["dcterms"] + "publisher")
_SDG = NamedNode(str(KEI.sdg))
_IN_SCHEME = NamedNode(PREFIXES["skos"] + "inScheme")
_THEMES = NamedNode("https://w3id.org/keikaku/theme")

_SPACES = {"skos": PREFIXES["skos"], "kei": PREFIXES["kei"]}


@dataclass(frozen=True, slots=True)
class Link:
    """A suggested link.

    Attributes:
        subject: IRI of the measure, strategy goal or indicator.
        subject_label: Its label.
        predicate: ``skos:relatedMatch``, ``skos:closeMatch``, ``dcterms:subject``, or one of editions.
        object: IRI of the SDG goal, of the goal of a national strategy, of the theme, or of the element.
        object_label: Its label in the language asked for.
        confidence: How likely the link is to be right, from 0 to 1.
        matches: The words that speak for it, with the passages that they stand in.
        municipality: IRI of the municipality.
        reasons: What speaks for it that is no word of a list.
        places: IRIs of the source fragments that it was told by, those of the matches left out.
    """

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    confidence: float
    matches: tuple[Match, ...]
    municipality: str
    reasons: tuple[Said, ...] = field(default=(), compare=False)
    places: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What the link says."""
        return self.subject, self.predicate, self.object

    @property
    def words(self) -> tuple[str, ...]:
        """The words that speak for it, each once."""
        return tuple(dict.fromkeys(match.word for match in self.matches))


def suggestions(
    memory: Store, language: Language = "en", least: float = LIKELY, about: Collection[About] = GOALS
) -> list[Link]:
    """Return every link that words speak for, by municipality, subject and falling confidence.

    Args:
        memory: A store that was loaded with its vocabularies.
        language: Of the goals' labels.
        least: The lowest confidence.
        about: What the links are about.
    """
    maker = _Maker(memory, language)
    made: dict[About, Callable[[], Iterable[Link]]] = {
        "goals": lambda: (*maker.sdgs(), *maker.strategies(), *maker.editions()),
        "themes": maker.themes,
    }
    links = [link for one in about for link in made[one]() if link.confidence >= least]
    return sorted(links, key=lambda link: (link.municipality, link.subject, -link.confidence, link.object))


def declared(memory: Store) -> set[Key]:
    """Return the links that the documents themselves state."""
    quads = memory.quads_for_pattern(None, _SDG, None, None)
    return {
        (quad.subject.value, RELATED, quad.object.value)
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def municipality_of(memory: Store, subject: Subject) -> str:
    """Return the IRI of the municipality whose plan an element is in."""
    return publisher(memory, subject.plan)


def theme_iris(memory: Store) -> dict[str, str]:
    """Return the IRIs of the policy themes by their names in the list of words."""
    quads = memory.quads_for_pattern(None, _IN_SCHEME, _THEMES, None)
    found = [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]
    return {iri.rpartition("/")[2]: iri for iri in sorted(found)}


def publisher(memory: Store, plan: str) -> str:
    """Return the IRI of the municipality whose plan it is."""
    quads = memory.quads_for_pattern(NamedNode(plan), _PUBLISHER, None, None)
    return min((quad.object.value for quad in quads if isinstance(quad.object, NamedNode)), default="")


class _Maker:
    def __init__(self, memory: Store, language: Language) -> None:
        self._memory = memory
        self._language = language

    def sdgs(self) -> Iterator[Link]:
        goals = {str(number): str(SDG[str(number)]) for number in range(1, 18)}
        for subject in subjects(self._memory, "Measure"):
            yield from self._links(subject, "words", RELATED, goals)

    def strategies(self) -> Iterator[Link]:
        for subject in subjects(self._memory, "StrategyGoal"):
            goals = goals_in_force(self._memory, subject)
            yield from self._links(subject, "strategy-words", CLOSE, goals)

    def themes(self) -> Iterator[Link]:
        themes = theme_iris(self._memory)
        for kind in ("Measure", "Indicator"):
            for subject in subjects(self._memory, kind):
                yield from self._links(subject, "theme-words", THEME, themes)

    def editions(self) -> Iterator[Link]:
        """Yield what the elements and departments of each edition go on with of the one before.

        Several plans of a town have the same departments: what more than one of them says is a link once, with the best reasons.
        """
        found: dict[tuple[str, str, str], Link] = {}
        for link in self._of_editions():
            key = link.subject, link.predicate, link.object
            if key not in found or found[key].confidence < link.confidence:
                found[key] = link
        yield from found.values()

    def _of_editions(self) -> Iterator[Link]:
        for before, after in successions(self._memory, plans(self._memory)):
            old, new = edition(self._memory, before), edition(self._memory, after)
            elements = correspond(old, new, decided=False)
            for one in [*elements, *offices(old, new, elements, decided=False)]:
                if one.old and one.new and one.old.iri != one.new.iri:
                    predicate = {Became.SPLIT: SPLIT_FROM, Became.MERGED: MERGED_FROM}.get(
                        one.became, CONTINUES
                    )
                    yield Link(
                        subject=one.new.iri,
                        subject_label=one.new.label,
                        predicate=predicate,
                        object=one.old.iri,
                        object_label=one.old.label,
                        confidence=round(one.score, 2),
                        matches=(),
                        municipality=publisher(self._memory, after.iri),
                        reasons=one.reasons,
                        places=(*one.new.fragments, *one.old.fragments),
                    )

    def _links(self, subject: Subject, words: str, predicate: str, goals: dict[str, str]) -> Iterator[Link]:
        municipality = municipality_of(self._memory, subject)
        for name, score in scores(subject, word_list(words)).items():
            if name in goals:
                yield Link(
                    subject=subject.iri,
                    subject_label=subject.label,
                    predicate=predicate,
                    object=goals[name],
                    object_label=self.label(goals[name]),
                    confidence=score.confidence,
                    matches=score.matches,
                    municipality=municipality,
                )

    def label(self, iri: str) -> str:
        """Return the label of a goal in the language asked for, or in one that it has."""
        quads = self._memory.quads_for_pattern(NamedNode(iri), _LABEL, None, None)
        labels = (quad.object for quad in quads if isinstance(quad.object, Literal))
        ranked = sorted((text.language != self._language, text.value) for text in labels)
        return ranked[0][1] if ranked else iri
