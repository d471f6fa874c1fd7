"""The search page; what it searches is written by :mod:`keikaku.pages.search_index`."""

from __future__ import annotations

from collections.abc import Iterable

from keikaku.errors import Language
from keikaku.pages.layout import Layout

PATH = "search"


class SearchPage:
    """The search page.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def paths(self) -> Iterable[str]:
        """Return the path of the page."""
        return [PATH]

    def html(self, path: str, language: Language) -> bytes:
        """Return the page.

        Raises:
            KeyError: There is no such page.
        """
        if path != PATH:
            raise KeyError(path)
        return self._layout.render(
            "search.html.j2", PATH, language, title="検索" if language == "ja" else "Search"
        )
