"""Who answers for what a document says, how good its certain facts are, and what became of reports from outside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.graph.nquads import KEI, PROV
from keikaku.ground.messages import Language, pair, sentence
from keikaku.reading.decisions.acceptance import State
from keikaku.reading.decisions.sampling import Rate
from keikaku.web.pages.layout import Layout, OnePage, Text
from keikaku.web.pages.things import Facts, Ref, Things, value, values
from keikaku.web.pages.words import worded

_STATUS = f"{KEI}readingStatus"
_PLAIN = {
    "label": worded("pages.name"),
    "number": worded("pages.number"),
    "title": worded("pages.title"),
    "description": worded("pages.description"),
    "note": worded("pages.note"),
}
"""What is said of things that the ontology says with terms of others."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """How good some certain facts are.

    Attributes:
        name: Which facts: "指標の値 値", "" for all.
        rate: How many there are, were checked, and were wrong.
    """

    name: Text
    rate: Rate

    @property
    def bounds(self) -> tuple[str, str]:
        """The interval of the share of wrong facts, in per cent."""
        low, high = self.rate.interval
        return f"{100 * low:.2f}", f"{100 * high:.1f}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document's reading stands.

    Attributes:
        state: Proposed, declared or accepted, in words.
        meaning: What that means.
        whole: How good its certain facts are; None where nobody checked any.
        parts: The same by class and by what is said, then by what of plan.yml read them.
        reviews: How many decisions people made about its facts that count.
    """

    state: Text
    meaning: Text
    whole: Sampled | None
    parts: tuple[Sampled, ...]
    reviews: int


def standing(things: Things, graph: str) -> Standing:
    """Return how the reading of a document stands, by the IRI of its graph."""
    about = things.about(graph)
    state = value(about, _STATUS) or KEI + State.DECLARED
    sampled = sorted(
        (_sampled(things, things.about(one)) for one in values(about, f"{KEI}sampleCheck")),
        key=lambda one: (one.rate.rule, one.rate.about, one.rate.said),
    )
    whole = next((one for one in sampled if not (one.rate.about or one.rate.rule)), None)
    reviews = sum(iri.startswith(f"{graph}#") for iri in things.of_class("Review"))
    parts = tuple(one for one in sampled if one is not whole)
    return Standing(things.terms[state], things.definition(state), whole, parts, reviews)


def _sampled(things: Things, about: Facts) -> Sampled:
    facts, checked, wrong = (
        int(value(about, KEI + name) or 0) for name in ("certainFacts", "checkedFacts", "wrongFacts")
    )
    kind, said, rule = (
        value(about, KEI + name) for name in ("sampledClass", "sampledProperty", "sampledRule")
    )
    of = [_PLAIN.get(said) or things.terms[KEI + said]] if said else []
    names = [things.terms[kind], *of] if kind else []
    names += [Text(*pair("desk.rule", rule=rule, first="ja"))] if rule else []
    name = Text(" ".join(one.ja for one in names), " ".join(one.en for one in names))
    return Sampled(name, Rate(facts, checked, wrong, kind.removeprefix(KEI), said, rule))


@dataclass(frozen=True, slots=True)
class Told:
    """A report from outside, and what became of it.

    Attributes:
        day: When it came in: 2026-11-30.
        fact: What it is about: the names above the fact, and what is said.
        thing: The fact itself, where the data hold it.
        decision: What was decided: "correct", "" where nobody has yet.
        decided: When: 2026-12-01.
        before: What had been read.
        after: What is right.
        by: Role of who decided.
    """

    day: str
    fact: str
    thing: Ref | None
    decision: str = ""
    decided: str = ""
    before: str = ""
    after: str = ""
    by: str = ""


class Reports(OnePage):
    """The list of reports from outside.

    Args:
        layout: What pages have in common.
        things: Reads the dataset.
    """

    PATH = "reports"

    def __init__(self, layout: Layout, things: Things) -> None:
        super().__init__(layout)
        self._things = things

    def paths(self) -> Iterable[str]:
        """Return the path of the list, where reports are asked for or any came in."""
        return (self.PATH,) if self._layout.reports or self._things.of_class("Report") else ()

    def html(self, path: str, language: Language) -> bytes:
        """Return the list."""
        title = sentence("pages.reports-came", language)
        told = [self._told(self._things.about(iri)) for iri in self._things.of_class("Report")]
        told.sort(key=lambda one: (one.day, one.fact), reverse=True)
        return self._layout.render("reports.html.j2", path, language, title=title, told=told)

    def _told(self, about: Facts) -> Told:
        day, fact = value(about, f"{PROV}endedAtTime")[:10], value(about, f"{KEI}factKey")
        answer = value(about, f"{KEI}answeredBy")
        if not answer:
            return Told(day, fact, None)
        decided = self._things.about(answer)
        subjects = self._things.subjects(f"{PROV}wasInfluencedBy", answer)
        agent = self._things.about(value(decided, f"{PROV}wasAssociatedWith"))
        return Told(
            day,
            fact,
            self._things.whole(subjects[0])[0] if subjects else None,
            value(decided, f"{KEI}decision"),
            value(decided, f"{PROV}endedAtTime")[:10],
            value(decided, f"{KEI}readBefore"),
            value(decided, f"{KEI}readAfter"),
            value(agent, f"{KEI}reviewerRole"),
        )
