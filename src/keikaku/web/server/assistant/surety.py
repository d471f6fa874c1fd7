"""How sure an answer is: the readings behind the things that it names, and what is known to be missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from keikaku.documents.places import parse
from keikaku.graph.nquads import KEI, PROV, RDF
from keikaku.graph.triples import Look
from keikaku.ground import vocab
from keikaku.ground.messages import Message, Words, say
from keikaku.store.dataset import Dataset
from keikaku.store.manifest import OF_DOCUMENTS, PROPOSED
from keikaku.web.server.assistant.tools import CONFIDENCE

_MOST_THINGS = 500  # of an answer whose readings are counted: 200 rows name two or three each
_MOST_BEHIND = 5_000  # things behind a sum whose readings are counted: a second's work
_MOST_PLACES = 20  # that an answer leads to
_MOST_PLANS = 20  # whose gaps are told one by one
_SERVES = ("contributesTo", "indicatorOf", "leadDepartment", "relatedDepartment", "department")
_PARTS = ("observation", "budget", "evaluation")
_CONFIDENCES = {"Certain": "certain", "Repaired": "repaired", "Doubtful": "doubtful"}
_PLAN = re.compile(r"[0-9]{5}/[^/#]+")


class Surety:
    """Says of answers how sure they are.

    Args:
        dataset: What is answered from.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._look = Look(dataset.memory)

    def things(self, answer: object) -> list[str]:
        """Return the IRIs of the dataset's things that an answer names, in its order, each once."""
        named = (one for one in _texts(answer) if self._dataset.addresses.local(one))
        return list(dict.fromkeys(named))[:_MOST_THINGS]

    def below(self, things: Iterable[str]) -> list[str]:
        """Return some things and what serves them, of which sums over them are made."""
        found = dict.fromkeys(things)
        queue = list(found)
        while queue and len(found) < _MOST_BEHIND:
            here = queue.pop()
            lower = (one for name in _SERVES for one in self._look.subjects(f"{KEI}{name}", here))
            new = [one for one in lower if one not in found]
            found |= dict.fromkeys(new)
            queue += new
        return list(found)

    def confidence(self, things: Iterable[str]) -> dict[str, int]:
        """Count the readings behind some things: their names, figures, money, ratings and statements.

        Returns:
            How many things there are, and how many readings are ``certain``, ``repaired`` and ``doubtful``; how many
            were made with a draft that nobody accepted is ``proposed``.
        """
        found = Counter[str]()
        for thing in things:
            found["things"] += 1
            for part in self._parts(thing):
                for level in self._look.values(part, f"{KEI}readingConfidence"):
                    found[_CONFIDENCES.get(level.removeprefix(KEI), "doubtful")] += 1
            found["proposed"] += any(graph in self._proposed for graph in self._look.graphs(thing))
        return {name: found[name] for name in CONFIDENCE}

    def _parts(self, thing: str) -> Iterator[str]:
        yield thing
        for name in _PARTS:
            yield from self._look.links(thing, f"{KEI}{name}")
        yield from self._look.subjects(f"{RDF}subject", thing)

    @cached_property
    def _proposed(self) -> set[str]:
        entries = self._dataset.store.documents.values()
        return {self._dataset.addresses.published(one.graph) for one in entries if one.kind == PROPOSED}

    def evidence(self, things: Iterable[str]) -> list[dict[str, Any]]:
        """Return where some things stand, the first places of them."""
        found: list[dict[str, Any]] = []
        for thing in things:
            for iri in self._look.links(thing, f"{KEI}place", f"{PROV}wasDerivedFrom"):
                place = parse(iri)
                if place is None or len(found) == _MOST_PLACES:
                    continue
                words = {"en": place.words("en"), "ja": place.words("ja")}
                found.append({"of": thing, "place": iri, "words": words})
        return found

    # -- gaps

    def gaps(self, things: Iterable[str], more: Iterable[Message] = ()) -> list[dict[str, str]]:
        """Return what is known to be missing behind an answer, as sentences in both languages.

        Args:
            things: What the answer names; where that is of no plan, all plans are meant.
            more: What is missing in this answer alone.
        """
        plans = {self._plan(thing) for thing in things} - {""} or set(self._of_plans)
        told = [
            *more,
            *(said for plan in sorted(plans)[:_MOST_PLANS] for said in self._of_plans.get(plan, ())),
        ]
        if len(plans) > _MOST_PLANS:
            told.append(say("assisting.more-plans", count=len(plans) - _MOST_PLANS))
        return [{"en": said.text("en"), "ja": said.text("ja")} for said in [*told, self._read]]

    def _plan(self, iri: str) -> str:
        """Return the local name of the plan that a thing is of, by its own name; "" for what is of none."""
        found = _PLAN.match(self._dataset.addresses.local(iri) or "")
        return found[0] if found else ""

    @cached_property
    def _read(self) -> Message:
        entries = [one for one in self._dataset.store.documents.values() if one.kind in OF_DOCUMENTS]
        return say("assisting.read", documents=len(entries), towns=len({one.municipality for one in entries}))

    @cached_property
    def _of_plans(self) -> dict[str, list[Message]]:
        """What is missing of each plan, by its local name."""
        counts = {
            "assisting.doubtful": self._counted("readingConfidence", f"{KEI}Doubtful"),
            "assisting.repaired": self._counted("readingConfidence", f"{KEI}Repaired"),
            "assisting.unreadable": self._counted("unreadableProperty"),
        }
        found: dict[str, list[Message]] = {}
        for iri in self._look.subjects(f"{RDF}type", f"{KEI}Plan"):
            plan, label = self._plan(iri), self._look.label(iri, "ja")
            found[plan] = list(self._extents(iri, label))
            found[plan] += [
                say(name, plan=label, count=held[plan]) for name, held in counts.items() if held[plan]
            ]
        return found

    def _extents(self, plan: str, label: str) -> Iterator[Message]:
        names = {code.iri: code for code in vocab.codes("extents")}
        for extent in self._look.values(plan, f"{KEI}extent"):
            if extent != f"{KEI}WholePlan" and extent in names:
                part = self._look.value(plan, f"{KEI}extentPart")
                held = Words(names[extent].labels["en"], names[extent].labels["ja"])
                yield say("assisting.extent", plan=label, extent=held, part=part or "-")

    def _counted(self, name: str, value: str = "") -> Counter[str]:
        """Count by plan what has a property of the ontology, with a value where one is given."""
        if value:
            return Counter(map(self._plan, self._look.subjects(f"{KEI}{name}", value)))
        held = (self._look.subjects(f"{KEI}{name}", one) for one in self._look.targets(f"{KEI}{name}"))
        return Counter(self._plan(iri) for subjects in held for iri in subjects)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of JSON, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
