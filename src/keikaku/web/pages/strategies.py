"""The pages of strategies: the nation's with their goals, and the municipalities' codes and goals with what serves them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from keikaku.graph.addresses import NATIONAL
from keikaku.graph.nquads import DCT, KEI, SKOS
from keikaku.graph.states import Status
from keikaku.ground.messages import Language, sentence
from keikaku.reading.values.codes import natural
from keikaku.web.pages.layout import Text
from keikaku.web.pages.mappings import mappings_to
from keikaku.web.pages.overview import Counted
from keikaku.web.pages.things import Ref, value, values


@dataclass(frozen=True, slots=True)
class NationalGoal:
    """A goal of a strategy of the nation."""

    iri: str
    key: str
    number: str
    name: str
    others: tuple[str, ...]
    close: tuple[tuple[str, str, Text], ...]
    linked: tuple[tuple[Ref, Status], ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A strategy of the nation."""

    iri: str
    key: str
    name: Text
    issued: str
    start: str
    end: str
    before: tuple[tuple[str, Text], ...]
    after: tuple[tuple[str, Text], ...]
    goals: tuple[NationalGoal, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """A code or goal of a municipality's strategy, and how many things serve it."""

    ref: Ref
    count: int


class Strategies(Counted):
    """The pages of strategies."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return ("strategy/index", *(f"strategy/{key}" for key in self._national))

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == "strategy/index":
            return self._layout.render(
                "strategies.html.j2",
                path,
                language,
                title=sentence("pages.strategies", language),
                national=list(self._national.values()),
                groups=self._groups,
            )
        strategy = self._national[path.removeprefix("strategy/")]
        return self._layout.render(
            "strategy.html.j2", path, language, title=strategy.name[language], strategy=strategy
        )

    @cached_property
    def _national(self) -> dict[str, Strategy]:
        schemes = [
            iri for iri in self._things.subjects(_TYPE, f"{SKOS}ConceptScheme") if iri.startswith(NATIONAL)
        ]
        found = [self._strategy(iri) for iri in schemes]
        return {one.key: one for one in sorted(found, key=lambda one: one.start)}

    def _strategy(self, iri: str) -> Strategy:
        about = self._things.about(iri)
        goals = [self._goal(one) for one in self._things.subjects(f"{SKOS}inScheme", iri)]
        return Strategy(
            iri=iri,
            key=iri[len(NATIONAL) :],
            name=self._things.terms[iri],
            issued=value(about, f"{DCT}issued"),
            start=value(about, f"{KEI}startFiscalYear"),
            end=value(about, f"{KEI}endFiscalYear"),
            before=self._others(
                {*values(about, f"{DCT}replaces"), *self._things.subjects(f"{DCT}isReplacedBy", iri)}
            ),
            after=self._others(
                {*values(about, f"{DCT}isReplacedBy"), *self._things.subjects(f"{DCT}replaces", iri)}
            ),
            goals=tuple(sorted(goals, key=lambda one: natural(one.number))),
        )

    def _others(self, iris: Iterable[str]) -> tuple[tuple[str, Text], ...]:
        """Return the names of strategies before or after one, by their keys: either of two may say it."""
        return tuple((iri[len(NATIONAL) :], self._things.terms[iri]) for iri in sorted(iris))

    def _goal(self, iri: str) -> NationalGoal:
        about = self._things.about(iri)
        return NationalGoal(
            iri=iri,
            key=iri[len(NATIONAL) :].partition("/")[2],
            number=value(about, f"{SKOS}notation"),
            name=value(about, f"{SKOS}prefLabel"),
            others=tuple(values(about, f"{SKOS}altLabel")),
            close=tuple(self._close(one) for one in values(about, f"{SKOS}closeMatch")),
            linked=tuple(
                (self._things.ref(one.source), one.status) for one in mappings_to(self._things, iri)
            ),
        )

    def _close(self, iri: str) -> tuple[str, str, Text]:
        """Return the key of a goal's strategy, its number there, and the strategy's name."""
        key, _slash, number = iri[len(NATIONAL) :].partition("/")
        return key, number, self._things.terms[NATIONAL + key]

    @cached_property
    def _groups(self) -> list[tuple[Ref, Ref | None, list[Served]]]:
        """What municipalities' strategies hold: plan, municipality, codes and goals."""
        found = []
        for plan in self._overview.plans:
            scheme = self._things.subjects(f"{DCT}source", plan.ref.iri)
            codes = [one for iri in scheme for one in self._things.subjects(f"{SKOS}inScheme", iri)]
            goals = [
                one
                for one in self._overview.members(plan.ref.iri)
                if self._overview.kind_of.get(one) == "StrategyGoal"
            ]
            served = [self._served(ref) for ref in (*self._things.refs(goals), *self._codes(codes))]
            if served:
                body = self._things.ref(plan.municipality) if plan.municipality else None
                found.append((plan.ref, body, served))
        return found

    def _codes(self, iris: list[str]) -> list[Ref]:
        return sorted((self._things.ref(iri) for iri in iris), key=lambda ref: (natural(ref.number), ref.iri))

    def _served(self, ref: Ref) -> Served:
        names = ("strategyGoal", "strategyCode", "contributesTo")
        return Served(ref, len({one for name in names for one in self._things.subjects(KEI + name, ref.iri)}))


_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
