"""Whether the plans of a municipality agree, and what is known of its plans: a page each, and coverage by prefecture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from keikaku.audit.model import AuditFinding, KnownPlan, MunicipalityAudit
from keikaku.audit.run import agreement
from keikaku.documents.places import shown
from keikaku.ground import vocab
from keikaku.ground.messages import SEPARATORS, Language, say, sentence
from keikaku.web.pages.layout import Layout
from keikaku.web.pages.overview import Body, Counted, Overview
from keikaku.web.pages.things import Ref, Things

INDEX = "agreement/index"
_KEPT = 64  # municipalities whose findings are kept: a site writes the pages of one in both languages after each other


@dataclass(frozen=True, slots=True)
class Said:
    """A finding as a page shows it.

    Attributes:
        finding: The finding.
        refs: What it is about, each with where it stands.
    """

    finding: AuditFinding
    refs: tuple[tuple[Ref, str], ...]


@dataclass(frozen=True, slots=True)
class Prefecture:
    """How many municipalities of a prefecture have a plan that is loaded, of how many."""

    name: str
    loaded: int
    all: int


class Agreement(Counted):
    """The pages on which the plans of a municipality are held against each other."""

    def __init__(self, layout: Layout, things: Things, overview: Overview) -> None:
        super().__init__(layout, things, overview)
        self._made: dict[str, MunicipalityAudit] = {}

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return (INDEX, *self._bodies)

    @cached_property
    def _bodies(self) -> dict[str, Body]:
        return {
            path_of(body): body for body in self._overview.bodies if body.code and (body.plans or body.named)
        }

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            title = sentence("pages.plans-known-loaded", language)
            return self._layout.render(
                "agreements.html.j2", path, language, title=title,
                bodies=[(one, body) for one, body in self._bodies.items()], prefectures=self._prefectures,
            )  # fmt: skip
        body = self._bodies[path]
        made = self._audit(body.code)
        name = body.ref.label
        return self._layout.render(
            "agreement.html.j2", path, language, body=body, inventory=self._known(made),
            title=say("pages.do-plans-name-agree", name=name).text(language),
            findings=[self._said(one, language) for one in made.findings],
            state=lambda state: say(f"papers.state-{state}").text(language),
            count=Counter(str(one.severity) for one in made.findings),
            compared=sum(one.state != "named" for one in made.inventory),
        )  # fmt: skip

    def _audit(self, code: str) -> MunicipalityAudit:
        if code not in self._made:
            if len(self._made) >= _KEPT:
                self._made.clear()
            self._made[code] = agreement(self._things.dataset.store, code)
        return self._made[code]

    def _known(self, made: MunicipalityAudit) -> list[tuple[Ref, KnownPlan]]:
        return [(self._ref(one.ref.iri), one) for one in made.inventory]

    def _said(self, finding: AuditFinding, language: Language) -> Said:
        comma = SEPARATORS[language]
        places = (comma.join(shown(one, language) for one in each.sources) for each in finding.elements)
        refs = (self._ref(one.iri) for one in finding.elements[:12])
        return Said(finding, tuple(zip(refs, places, strict=False)))

    def _ref(self, iri: str) -> Ref:
        """Return how a page names a thing of the store."""
        return self._things.ref(self._things.dataset.addresses.published(iri))

    @cached_property
    def _prefectures(self) -> list[Prefecture]:
        """The prefectures of Japan, in the order of their codes."""
        everywhere = vocab.municipalities_by_prefecture()
        loaded = {body.code for body in self._overview.bodies if body.plans}
        return [
            Prefecture(name, len(loaded.intersection(codes)), len(codes))
            for name, codes in everywhere.items()
        ]


def path_of(body: Body) -> str:
    """Return the path of the page of a municipality."""
    return f"agreement/{body.code}"
