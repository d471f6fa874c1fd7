"""The search page; what it searches is written by :mod:`keikaku.web.pages.search_index`."""

from __future__ import annotations

from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.layout import OnePage


class SearchPage(OnePage):
    """The search page."""

    PATH = "search"

    def html(self, path: str, language: Language) -> bytes:
        """Return the page."""
        return self._layout.render("search.html.j2", path, language, title=sentence("pages.search", language))
