"""Links that words of a document speak for, as the queue asks about them: a measure to a goal of the SDGs, a goal to a national one."""

from __future__ import annotations

import hashlib

from keikaku.audit.suggestions.proposals import declared, suggestions
from keikaku.audit.suggestions.sources import Sources
from keikaku.building.model import Loaded
from keikaku.graph.mint import nodes
from keikaku.reading.decisions.open_items import Link
from keikaku.store.memory import load, united

_OF_DECISIONS = ("#decision-", "#sample", "readingStatus>")
"""What lines of a document's graph hold that a decision about a fact changes, and no link depends on."""


class Links:
    """Suggests links for one document, anew where something else is read of it.

    Args:
        base: IRI under which the publisher's data lives.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._of = ""
        self._found: list[Link] = []

    def __call__(self, loaded: Loaded) -> list[Link]:
        """Return what is suggested and the document does not print, by the order of its subjects."""
        lines = [line for line in loaded.lines if not any(one in line for one in _OF_DECISIONS)]
        whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        if whole != self._of:
            self._found, self._of = self._suggested(loaded), whole
        return self._found

    def _suggested(self, loaded: Loaded) -> list[Link]:
        memory = united(load(["".join(f"{line}\n" for line in loaded.lines).encode()]))
        records = nodes(loaded.reading, loaded.series, self._base)
        stated, sources = declared(memory), Sources(memory)
        goals = {one.key: one.object_label for one in suggestions(memory, "ja")}
        found = []
        for one in suggestions(memory, "en"):
            if one.key in stated:
                continue
            record = records.get(one.subject)
            en = f"“{one.subject_label}” and {one.object_label}: {sources.explain(one, 'en')}"
            ja = f"「{one.subject_label}」と「{goals[one.key]}」: {sources.explain(one, 'ja')}"
            lines = tuple(record.lines) if record else ()
            found.append(Link(*one.key, en, ja, lines, one.subject_label))
        return found
