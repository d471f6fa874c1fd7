"""What the words of the pages mean, in plain language: the definitions of the ontology and of its code lists, read by nobody as RDF."""

from __future__ import annotations

from functools import cache

from keikaku.ground import content
from keikaku.ground.messages import Language, sentence
from keikaku.ground.yamlfile import read_yaml
from keikaku.web.pages.layout import OnePage
from keikaku.web.pages.search_entries import KINDS
from keikaku.web.pages.vocabulary.terms import Term, terms


class Glossary(OnePage):
    """The page of words: what plans are made of, then each list of marks and states."""

    PATH = "glossary"

    def html(self, path: str, language: Language) -> bytes:
        """Return the page."""
        known = terms()
        lists = [term for term in known.values() if term.kind == "list" and not term.deprecated]
        return self._layout.render(
            "glossary.html.j2",
            path,
            language,
            readings=readings(),
            title=sentence("pages.what-words-mean", language),
            things=[known[kind] for kind in KINDS if kind in known and known[kind].definitions[language]],
            lists=[(one, codes) for one in lists if (codes := _codes(one, known))],
        )


def _codes(one: Term, known: dict[str, Term]) -> list[Term]:
    """Return the codes of a list in the order of their file."""
    return [term for name, term in known.items() if name in one.below and not term.deprecated]


@cache
def readings() -> dict[str, str]:
    """Return how the words are read, in kana, by their Japanese labels."""
    _node, raw = read_yaml(content.folder("ontology") / "readings.yml")
    if not isinstance(raw, dict):
        raise TypeError("readings.yml is a list of words with their kana")
    return {str(word): str(kana) for word, kana in raw.items()}
