"""What an audit at an address is about, looked up before any work is done for it.

Each scope has one form, however it is written, so that what was made for it is found again; and there are only as
many scopes as the store has plans, municipalities and years.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property

from keikaku.audit.scope import Scope, choose_documents
from keikaku.ground.errors import AuditError
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import KEI
from keikaku.store.dataset import Dataset

_PLANS = f"""
PREFIX kei: <{KEI}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?plan (SAMPLE(STR(?name)) AS ?label) (SAMPLE(STR(?first)) AS ?start) (SAMPLE(STR(?last)) AS ?end) {{
  ?plan a kei:Plan
  OPTIONAL {{ ?plan rdfs:label ?name }}
  OPTIONAL {{ ?plan kei:startFiscalYear ?first }}
  OPTIONAL {{ ?plan kei:endFiscalYear ?last }}
}} GROUP BY ?plan ORDER BY ?plan
"""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan: its published IRI, its label, and the first and last year of its period, "" where they are not known."""

    iri: str
    label: str
    start: str
    end: str

    def is_called(self, name: str) -> bool:
        """Tell whether a name means it: its IRI, the last part of it, or its label."""
        return name in (self.iri, self.iri.rsplit("/", 1)[-1]) or key(name) == key(self.label)

    def holds(self, year: int) -> bool:
        """Tell whether a year lies in its period."""
        return bool(self.start or self.end) and int(self.start or 0) <= year <= int(self.end or 9999)


class Scopes:
    """Reads scopes of audits.

    Args:
        dataset: What is served.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset

    def scope(self, *, plan: str, municipality: str, as_of: str) -> Scope:
        """Return the scope that some parameters name, in its one form; "" stands for what is not given.

        Raises:
            AuditError: No plan is called so.
            AuditError: The store has no such municipality.
            AuditError: The date is none.
            AuditError: The date lies outside the period of every plan.
        """
        codes = choose_documents(self._dataset.store.documents, municipality) if municipality else {}
        named = [one for one in self._plans if not plan or one.is_called(plan)]
        if not named:
            labels = [one.label for one in self._plans]
            near = difflib.get_close_matches(plan, labels, n=5, cutoff=0.3) or labels[:5]
            raise AuditError("audit.unknown-plan", name=plan, nearest=", ".join(near) or "-")
        year = Scope(as_of=as_of).fiscal_year
        if year is not None and not any(one.holds(year) for one in named):
            periods = sorted({f"{one.label} {one.start or '?'}–{one.end or '?'}" for one in named})
            raise AuditError("audit.outside-period", date=as_of, year=year, periods=", ".join(periods[:12]))
        return Scope(
            plan=""
            if not plan
            else self._dataset.addresses.stored(named[0].iri)
            if len(named) == 1
            else key(plan),
            municipality=next(iter(codes)) if len(codes) == 1 else municipality,
            as_of="" if year is None else f"{year}-04-01",
        )

    @cached_property
    def _plans(self) -> list[_Plan]:
        rows = self._dataset.memory.query(_PLANS, use_default_graph_as_union=True)
        return [_Plan(*(term.value if term else "" for term in row)) for row in rows]  # type: ignore[union-attr]
