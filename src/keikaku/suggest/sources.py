"""Where a matched word stands: file and lines, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from keikaku.errors import Language
from keikaku.suggest.links import Link
from keikaku.suggest.subjects import Passage, Place
from keikaku.vocab import KEI

_FILE_NAME = NamedNode(str(KEI.fileName))
_LINES = re.compile(r"(?P<document>.*)#line=(?P<before>\d+),(?P<last>\d+)")
_MOST = 2
_NAMES: dict[Place, dict[Language, str]] = {
    Place.LABEL: {"en": "label", "ja": "名称"},
    Place.ABOVE: {"en": "above it", "ja": "上位の名称"},
    Place.BELOW: {"en": "below it", "ja": "下位の名称"},
    Place.TEXT: {"en": "text", "ja": "本文"},
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

    def lines(self, fragments: Iterable[str]) -> str:
        """Return fragments as ``"plan.txt:12, 15-16"``; an IRI of another form as it is."""
        places: dict[str, list[tuple[int, str]]] = {}
        for fragment in fragments:
            found = _LINES.fullmatch(fragment)
            if found is None:
                places.setdefault(fragment, [])
                continue
            first, last = int(found["before"]) + 1, int(found["last"])
            file = self._files.get(found["document"], found["document"])
            places.setdefault(file, []).append((first, str(first) if first == last else f"{first}-{last}"))
        return "; ".join(
            f"{file}:{', '.join(span for _first, span in sorted(spans))}" if spans else file
            for file, spans in places.items()
        )

    def explain(self, link: Link, language: Language) -> str:
        """Return which words stand where: ``"道路 (label, plan.txt:12) | 市道 (text, plan.txt:15)"``."""
        return " | ".join(
            f"{word} ({', '.join(self._place(passage, language) for passage in passages)})"
            for word, passages in _passages(link).items()
        )

    def _place(self, passage: Passage, language: Language) -> str:
        return f"{_NAMES[passage.place][language]} {self.lines(passage.sources)}".strip()


def _passages(link: Link) -> dict[str, list[Passage]]:
    """Return the first passages of each word, those that count for most before the others."""
    found: dict[str, list[Passage]] = {}
    for match in link.matches:
        passages = found.setdefault(match.word, [])
        if len(passages) < _MOST:
            passages.append(match.passage)
    return found
