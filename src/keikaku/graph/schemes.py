"""Writes the vocabularies that a publisher's plan.yml adds, and the codes of the SDGs by the version that a plan uses."""

from __future__ import annotations

from keikaku.graph.rated import ScaleWriter
from keikaku.reading.model import Statement
from keikaku.reading.schemes import TOWN

_UN = "http://metadata.un.org/sdg/"


class SchemeWriter(ScaleWriter):
    """Writes the vocabularies that plan.yml adds, whole, and links to what they hold."""

    def _schemes(self) -> None:
        """Write what the added vocabularies say, in the document's graph: whoever reads it needs no other file."""
        town = f"<{self._root}/"
        for scheme in self._series.schemes:
            for triple in scheme.triples:
                subject, predicate, value = (str(term).replace(f"<{TOWN}", town) for term in triple)
                self._add(subject, (predicate, value))

    def _sdg(self, statement: Statement) -> str:
        """Return a goal, target or indicator; an indicator's IRI does not follow from its number, which its version knows."""
        plan = self._reading.plans.get(statement.plan)
        known = plan.framework.concepts.get(statement.value) if plan else None
        return f"<{known or f'{_UN}{statement.value}'}>"
