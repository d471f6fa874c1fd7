"""All pages of a site: the sections together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from keikaku.errors import Language
from keikaku.pages.layout import Layout, Section

__all__ = ["Pages"]


class Pages:
    """The pages of a site.

    Args:
        layout: What they have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sections: tuple[Section, ...] = ()

    def paths(self) -> Iterator[str]:
        """Yield the paths of all pages below the base, decoded, without suffix."""
        yield from self._sections

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        return self._sections[path].html(path, language)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {path: section for section in self.sections for path in section.paths()}
