"""What changed between two editions of a plan: a page for each two that follow each other, and a list of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from keikaku.asking.editions import wording
from keikaku.asking.editions.changes import Change, Difference, Step, difference
from keikaku.asking.editions.elements import edition
from keikaku.asking.editions.matching import Became
from keikaku.asking.lineage.things import Reader
from keikaku.graph.addresses import file_stem
from keikaku.ground.errors import QuestionError
from keikaku.ground.messages import SEPARATORS, Language, say, sentence
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.overview import Counted, Overview, PlanSummary
from keikaku.web.pages.things import Reading, Ref, Things

INDEX = "differences/index"
_KEPT = 16  # differences that are kept: a site writes the pages of one in both languages after each other
_ORDER = (Became.DROPPED, Became.NEW, Became.SPLIT, Became.MERGED, Became.RENAMED, Became.MOVED, Became.KEPT)
"""In which order a page tells of them: what a reader of the old plan looks for first."""


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A difference as a page shows it: its kind, the indicator, and what each edition says with its places."""

    title: str
    of: Ref | None
    before: str
    after: str
    places_before: Reading
    places_after: Reading


@dataclass(frozen=True, slots=True)
class ShownStep:
    """What became of an element as a page shows it."""

    old: Ref | None
    new: Ref | None
    places_old: Reading
    places_new: Reading
    also: tuple[str, ...]
    why: str
    confirmed: bool
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Elements of which the same became: the kind as a word, those of it, those of which nothing is different."""

    became: Became
    name: str
    changed: tuple[ShownStep, ...]
    same: tuple[ShownStep, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.changed) + len(self.same)


class Differences(Counted):
    """The pages of the differences between editions."""

    def __init__(self, layout: Layout, things: Things, overview: Overview) -> None:
        super().__init__(layout, things, overview)
        self._reader = Reader(things.dataset.memory)
        self._made: dict[str, Difference | QuestionError] = {}

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return (INDEX, *self._pairs)

    @cached_property
    def _pairs(self) -> dict[str, tuple[str, str]]:
        return {path_of(self._things, old, new): (old, new) for old, new in self._overview.editions}

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            title = sentence("pages.what-changed-between-editions", language)
            return self._layout.render(
                "differences.html.j2", path, language, title=title, towns=self._towns,
            )  # fmt: skip
        old, new = (self._overview.plan[iri] for iri in self._pairs[path])
        found = self._difference(path)
        values = (
            self._refused(found, language)
            if isinstance(found, QuestionError)
            else self._told(found, language)
        )
        title = say("pages.what-changed-since-label", label=old.ref.label).text(language)
        return self._layout.render(
            "difference.html.j2", path, language, title=title, old=old, new=new,
            body=self._overview.body.get(new.municipality), **values,
        )  # fmt: skip

    def _difference(self, path: str) -> Difference | QuestionError:
        if path not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            old, new = (self._reader.thing(iri) for iri in self._pairs[path])
            memory = self._things.dataset.memory
            try:
                self._made[path] = difference(edition(memory, old), edition(memory, new))
            except (
                QuestionError
            ) as error:  # editions in the wrong order: the page says so, and compares nothing
                self._made[path] = error
        return self._made[path]

    def _refused(self, error: QuestionError, language: Language) -> dict[str, object]:
        return {
            "refused": error.message(language),
            "notes": (),
            "standing": "",
            "own": (),
            "offices": (),
            "groups": (),
        }

    def _told(self, found: Difference, language: Language) -> dict[str, object]:
        return {
            "refused": "",
            "notes": [note.text(language) for note in found.notes],
            "standing": wording.standing(found, language),
            "own": [self._change(one, language) for one in found.own],
            "offices": [
                (
                    one.became,
                    wording.became(one, language),
                    self._step(Step(one), language),
                )
                for one in found.offices
            ],
            "groups": [group for became in _ORDER if (group := self._group(found, became, language)).count],
        }

    def _group(self, found: Difference, became: Became, language: Language) -> Group:
        steps = [step for step in found.steps if step.element.became is became]

        def shown(wanted: Iterable[Step]) -> tuple[ShownStep, ...]:
            return tuple(self._step(step, language) for step in wanted)

        return Group(
            became,
            say(f"editions.became-{became}").text(language),
            shown(step for step in steps if step.is_change),
            shown(step for step in steps if not step.is_change),
        )

    def _step(self, step: Step, language: Language) -> ShownStep:
        one = step.element
        old, new = (part.iri if part else "" for part in (one.old, one.new))
        plain = one.became is Became.KEPT and not one.confirmed
        return ShownStep(
            old=self._things.ref(old) if old else None,
            new=self._things.ref(new) if new else None,
            places_old=self._places(old),
            places_new=self._places(new),
            also=tuple(
                say(f"editions.also-{also}").text(language) for also in one.also if also != one.became
            ),
            why="" if plain else SEPARATORS[language].join(reason.text(language) for reason in one.reasons),
            confirmed=one.confirmed,
            changes=tuple(self._change(change, language) for change in step.changes),
        )

    def _change(self, change: Change, language: Language) -> ShownChange:
        before, after = change.about
        return ShownChange(
            title=wording.title(change, language),
            of=self._things.ref(after or before) if change.of else None,
            before=wording.shown(change, change.before, language),
            after=wording.shown(change, change.after, language),
            places_before=self._places(before),
            places_after=self._places(after),
        )

    def _places(self, iri: str) -> Reading:
        return self._things.reading(self._things.about(iri)) if iri else Reading(())

    @cached_property
    def _towns(self) -> Sequence[tuple[Ref, list[tuple[str, PlanSummary, PlanSummary]]]]:
        """The pairs of editions by municipality: path, earlier edition, later edition."""
        found: dict[str, list[tuple[str, PlanSummary, PlanSummary]]] = {}
        for path, pair in self._pairs.items():
            old, new = (self._overview.plan[iri] for iri in pair)
            found.setdefault(new.municipality, []).append((path, old, new))
        return [(self._things.ref(iri), pairs) for iri, pairs in sorted(found.items())]


def path_of(things: Things, old: str, new: str) -> str:
    """Return the path of the page of what changed between two plans, by their IRIs."""
    before, after = (things.dataset.addresses.local(iri) or iri for iri in (old, new))
    return f"differences/{file_stem(after)}/{before.rpartition('/')[2]}"
