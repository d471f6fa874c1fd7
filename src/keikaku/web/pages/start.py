"""The pages that belong to no thing: the start page, what the data is, and what a server says of an unknown address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language
from keikaku.web.pages.layout import NOT_FOUND
from keikaku.web.pages.overview import Counted
from keikaku.web.pages.words import worded

_TITLES = {
    "about": worded("pages.about-this-data"),
    NOT_FOUND: worded("pages.page-not-found"),
}


class Start(Counted):
    """The start page, the page about the data, and the page for unknown addresses."""

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return ("index", *_TITLES)

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == NOT_FOUND:
            return self.not_found(language)
        bodies = self._overview.bodies
        return self._layout.render(
            {"index": "start.html.j2", "about": "about.html.j2"}[path],
            path,
            language,
            title=self._layout.title[language] if path == "index" else _TITLES[path][language],
            bodies=bodies,
            counts=self._overview.counts,
            total=sum(body.total for body in bodies),
            doubts=self._doubts if path == "about" else {},
        )

    def not_found(self, language: Language, near: Iterable[str] = ()) -> bytes:
        """Return the page for an address that nothing is at.

        Args:
            language: Of the page.
            near: Published IRIs of things whose addresses are like it.
        """
        return self._layout.render(
            "not-found.html.j2",
            NOT_FOUND,
            language,
            title=_TITLES[NOT_FOUND][language],
            near=[self._things.ref(iri) for iri in near],
        )

    @cached_property
    def _doubts(self) -> dict[str, int]:
        """How many readings carry each mark."""
        names = ("Certain", "Repaired", "Doubtful")
        found = {name: len(self._things.subjects(f"{KEI}readingConfidence", KEI + name)) for name in names}
        return found | {"Unreadable": len(self._things.pairs(f"{KEI}unreadableProperty"))}
