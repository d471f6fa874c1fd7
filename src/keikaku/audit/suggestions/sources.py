"""Where a matched word stands: file and lines, for people."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from keikaku.audit.suggestions.proposals import Link
from keikaku.audit.suggestions.subjects import Passage, Place
from keikaku.documents.places import parse, shown, sources
from keikaku.ground.messages import SEPARATORS, Language, sentence
from keikaku.ground.vocab import KEI

_FILE_NAME = NamedNode(str(KEI.fileName))
_MOST = 2
_NAMES = {
    Place.LABEL: "audit.place-label",
    Place.ABOVE: "audit.place-above",
    Place.BELOW: "audit.place-below",
    Place.TEXT: "audit.place-text",
}


class Sources:
    """Names the lines of source fragments.

    Args:
        memory: A loaded store.
    """

    def __init__(self, memory: Store) -> None:
        self._files = {
            quad.subject.value: quad.object.value
            for quad in memory.quads_for_pattern(None, _FILE_NAME, None, None)
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        }

    def places(self, fragments: Iterable[str], language: Language) -> str:
        """Return places by their IRIs: ``"plan.txt:12, 15-16"``, ``"plan.pdf p. 3"``; an IRI of another form as it is."""
        known: dict[str, list[str]] = {}
        others = []
        for fragment in fragments:
            if parse(fragment) is None:
                others.append(fragment)
        for source in sources(fragments, self._files):
            file, colon, lines = source.rpartition(":")
            if colon and "#" not in lines:
                known.setdefault(f"{file}:", []).append(lines)
            else:
                known.setdefault(shown(source, language), [])
        return "; ".join([*(file + ", ".join(spans) for file, spans in known.items()), *others])

    def explain(self, link: Link, language: Language) -> str:
        """Return which words stand where: ``"道路 (label, plan.txt:12) | 市道 (text, plan.txt:15)"``, or the reasons."""
        if link.reasons:
            why = SEPARATORS[language].join(reason.text(language) for reason in link.reasons)
            return f"{why} ({self.places(link.places, language)})"
        return " | ".join(
            f"{word} ({', '.join(self._place(passage, language) for passage in passages)})"
            for word, passages in _passages(link).items()
        )

    def _place(self, passage: Passage, language: Language) -> str:
        return f"{sentence(_NAMES[passage.place], language)} {self.places(passage.sources, language)}".strip()


def _passages(link: Link) -> dict[str, list[Passage]]:
    """Return the first passages of each word, those that count for most before the others."""
    found: dict[str, list[Passage]] = {}
    for match in link.matches:
        passages = found.setdefault(match.word, [])
        if len(passages) < _MOST:
            passages.append(match.passage)
    return found
