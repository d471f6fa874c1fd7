"""All pages of a site: the sections together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import merge

from keikaku.ground.messages import Language
from keikaku.web.pages.agreement import Agreement
from keikaku.web.pages.comparisons import Comparisons
from keikaku.web.pages.data import DataPage
from keikaku.web.pages.departments import Departments
from keikaku.web.pages.edition_changes import Differences
from keikaku.web.pages.glossary import Glossary
from keikaku.web.pages.layout import Layout, Section
from keikaku.web.pages.municipalities import Municipalities
from keikaku.web.pages.overview import Overview
from keikaku.web.pages.plan_comparisons import PlanComparisons
from keikaku.web.pages.plans import Plans
from keikaku.web.pages.prints import PrintPages
from keikaku.web.pages.resources import Resources
from keikaku.web.pages.reviews import Reports
from keikaku.web.pages.sdgs import Sdgs
from keikaku.web.pages.search import SearchPage
from keikaku.web.pages.start import Start
from keikaku.web.pages.strategies import Strategies
from keikaku.web.pages.themes import ThemePages
from keikaku.web.pages.things import Things
from keikaku.web.pages.tools.section import Tools
from keikaku.web.pages.vocabulary.ontology import OntologyPages
from keikaku.web.pages.vocabulary.queries import QueryPages
from keikaku.web.pages.vocabulary.shapes import ShapesPages

__all__ = ["Pages"]


class Pages:
    """The pages of a site.

    Args:
        layout: What they have in common.

    Attributes:
        layout: The same.
        start: The start page, and the one for addresses that nothing is at.
        resources: The page of each thing.
        sections: These and all others.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        things = Things(layout.dataset)
        overview = Overview(things)
        self.start = Start(layout, things, overview)
        self.resources = Resources(layout, things, overview)
        self.sections: tuple[Section, ...] = (
            self.start,
            self.resources,
            PrintPages(layout, things),
            Plans(layout, things, overview),
            Municipalities(layout, things, overview),
            Agreement(layout, things, overview),
            Differences(layout, things, overview),
            Departments(layout, things, overview),
            Sdgs(layout, things, overview),
            Strategies(layout, things, overview),
            ThemePages(layout, things, overview),
            Comparisons(layout, things, overview),
            PlanComparisons(layout, things, overview),
            Tools(layout),
            OntologyPages(layout),
            ShapesPages(layout),
            QueryPages(layout),
            SearchPage(layout),
            DataPage(layout),
            Glossary(layout),
            Reports(layout, things),
        )

    def paths(self) -> Iterator[str]:
        """Yield the paths of all pages below the base, decoded, without suffix, sorted."""
        return merge(sorted(self._sections), self.resources.paths())

    def __contains__(self, path: object) -> bool:
        """Tell whether there is a page at a path, without knowing all."""
        return path in self._sections or path in self.resources

    def few(self) -> Iterator[str]:
        """Yield the paths of the pages that tell of many things, of which there are not many."""
        yield from self._sections

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        return self._sections.get(path, self.resources).html(path, language)

    def not_found(self, language: Language, near: Iterable[str] = ()) -> bytes:
        """Return the page for an address that nothing is at.

        Args:
            language: Of the page.
            near: Published IRIs of things whose addresses are like it.
        """
        return self.start.not_found(language, near)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        """What is written of many things together; there are far fewer such pages than things."""
        many = (section for section in self.sections if section is not self.resources)
        return {path: section for section in many for path in section.paths()}
