"""The pages of policy themes: the list, and for each which measures and indicators of which towns are about it.

No document prints a theme. A program suggests it by words (``keikaku suggest --themes --record``), a person confirms or rejects it, and the
pages say which of the two it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from keikaku.graph.nquads import KEI, SKOS
from keikaku.graph.states import Status
from keikaku.ground.messages import Language, sentence
from keikaku.ground.vocab.facts import by_language, read_facts
from keikaku.web.pages.heads import Statistics, has_heads, notes
from keikaku.web.pages.mappings import mappings_to
from keikaku.web.pages.overview import Body, Counted, Overview, Sums
from keikaku.web.pages.things import Ref, Things, goal_of, values
from keikaku.web.pages.words import Text

SCHEME = "https://w3id.org/keikaku/theme"
INDEX = "theme/index"
THEMED = ("Measure", "Indicator")
"""The classes that themes are given to."""
_BROAD, _RELATED = f"{SKOS}broadMatch", f"{SKOS}relatedMatch"


@dataclass(frozen=True, slots=True)
class About:
    """Something that a theme was given to.

    Attributes:
        ref: A measure or an indicator.
        plan: Its plan.
        status: Whether a program suggested the theme or a person confirmed it.
    """

    ref: Ref
    plan: Ref
    status: Status


@dataclass(frozen=True, slots=True)
class Town:
    """What a municipality has of a theme.

    Attributes:
        body: The municipality.
        measures: The measures, as their documents print them.
        indicators: The indicators.
        sums: What the projects at and below the measures cost, no yen twice.
    """

    body: Body
    measures: list[About]
    indicators: list[About]
    sums: Sums


class ThemePages(Counted):
    """The pages of the themes."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return (INDEX, *map(path_of, self._themes))

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            return self._layout.render(
                "themes.html.j2",
                path,
                language,
                title=sentence("pages.policy-themes", language),
                themes=[
                    (path_of(iri), self._name(iri), len(self._given.get(iri, ()))) for iri in self._themes
                ],
            )
        iri = f"{SCHEME}/{path.removeprefix('theme/')}"
        if iri not in self._themes:
            raise KeyError(path)
        about = self._things.about(iri)
        broad = values(about, _BROAD)
        towns = self._towns(iri)
        statistics = Statistics(self._things)
        heads = [
            (town.body.ref.label, one)
            for town in towns
            for one in statistics.per_head(town.body.ref.iri, town.sums)
        ]
        return self._layout.render(
            "theme.html.j2",
            path,
            language,
            title=self._name(iri)[language],
            name=self._name(iri),
            iri=iri,
            key=iri.rpartition("/")[2],
            towns=towns,
            statistics=statistics,
            heads=heads if has_heads(one for _town, one in heads) else [],
            notes=notes,
            cofog=[(one.rpartition("/")[2], self._name(one)) for one in broad if "/cofog/" in one],
            titles=[self._name(one) for one in broad if "/kan/" in one],
            goals=sorted(goal_of(one) for one in values(about, _RELATED)),
        )

    def _name(self, iri: str) -> Text:
        return self._things.terms[iri]

    @cached_property
    def _themes(self) -> list[str]:
        """The IRIs of the themes, in the order of their file."""
        names = self._things.subjects(f"{SKOS}inScheme", SCHEME)
        return sorted(names, key=lambda iri: self._name(iri).ja)

    @cached_property
    def _given(self) -> dict[str, list[About]]:
        """What each theme was given to and nobody rejected."""
        return {iri: found for iri in self._themes if (found := given(self._things, self._overview, iri))}

    def _towns(self, theme: str) -> list[Town]:
        found: defaultdict[str, list[About]] = defaultdict(list)
        for one in self._given.get(theme, ()):
            found[self._overview.plan[one.plan.iri].municipality].append(one)
        return [
            self._town(body, found[body.ref.iri]) for body in self._overview.bodies if body.ref.iri in found
        ]

    def _town(self, body: Body, found: list[About]) -> Town:
        measures, indicators = (
            sorted((one for one in found if one.ref.kind == kind), key=lambda one: one.ref.order)
            for kind in THEMED
        )
        below = {iri for one in measures for iri in self._below(one.ref.iri)}
        return Town(body, measures, indicators, self._overview.sums(sorted(below)))

    def _below(self, iri: str) -> set[str]:
        """Return an element and all that serves it."""
        seen, queue = {iri}, [iri]
        while queue:
            new = set(self._things.subjects(f"{KEI}contributesTo", queue.pop())) - seen
            seen |= new
            queue += new
        return seen


def given(things: Things, overview: Overview, theme: str) -> list[About]:
    """Return what a theme was given to, suggested or confirmed; what a person rejected is left out."""
    found = []
    for one in mappings_to(things, theme):
        plan = overview.plan_of.get(one.source)
        if plan in overview.plan and one.status is not Status.REJECTED:
            found.append(About(things.ref(one.source), things.ref(plan), one.status))
    return found


def themes_of(things: Things) -> Iterator[tuple[str, str]]:
    """Yield each thing with the name of a theme that it was given and nobody rejected."""
    for theme in things.subjects(f"{SKOS}inScheme", SCHEME):
        for one in mappings_to(things, theme):
            if one.status is not Status.REJECTED:
                yield one.source, theme.rpartition("/")[2]


def path_of(theme: str) -> str:
    """Return the path of the page of a theme."""
    return f"theme/{theme.rpartition('/')[2]}"


@cache
def theme_names() -> dict[str, Text]:
    """Return what the themes are called, by the end of their IRIs."""
    return {
        iri.rpartition("/")[2]: Text(labels["ja"], labels["en"])
        for iri, facts in read_facts("themes.ttl").items()
        if iri.startswith(f"{SCHEME}/")
        for labels in [by_language(facts, f"{SKOS}prefLabel")]
    }
