"""Which plans an audit is about: one plan, one municipality, or all; as of a date or whatever their period."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.audit.graph import Graph
from keikaku.ground import vocab
from keikaku.ground.errors import (
    AuditError,
)
from keikaku.ground.text.folding import key
from keikaku.store.folder import Entry
from keikaku.store.manifest import REPLACED


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What was asked for.

    Attributes:
        plan: IRI, name or title of a plan, or "" for all.
        municipality: Code or name of a municipality, or "" for all.
        as_of: ISO date, or "" for plans of any period.
    """

    plan: str = ""
    municipality: str = ""
    as_of: str = ""

    @property
    def fiscal_year(self) -> int | None:
        """The fiscal year that holds the date; it begins in April.

        Raises:
            AuditError: It is no date.
        """
        if not self.as_of:
            return None
        try:
            date = datetime.date.fromisoformat(self.as_of)
        except ValueError:
            raise AuditError("audit.no-date", value=self.as_of) from None
        return date.year if date.month >= 4 else date.year - 1


def choose_documents(documents: dict[str, Entry], wanted: str) -> dict[str, dict[str, Entry]]:
    """Return the documents of the municipalities that are asked for, by municipality code.

    Args:
        documents: The store's documents by key.
        wanted: Code or name of a municipality; "" for all.

    Raises:
        AuditError: The store has no such municipality; the nearest names are in the error.
    """
    grouped: dict[str, dict[str, Entry]] = {}
    for name, entry in documents.items():
        if entry.kind == REPLACED:
            continue
        grouped.setdefault(entry.municipality, {})[name] = entry
    if not wanted:
        return dict(sorted(grouped.items()))
    codes = {wanted[:5], *(one.code for one in vocab.find_municipalities(wanted))} & set(grouped)
    if not codes:
        names = {code: _name(code) for code in grouped}
        near = difflib.get_close_matches(wanted, [*names.values(), *names], n=5, cutoff=0.3)
        there = near or [f"{name} ({code})" for code, name in sorted(names.items())[:5]]
        raise AuditError("audit.unknown-municipality", name=wanted, nearest=", ".join(there) or "-")
    return {code: grouped[code] for code in sorted(codes)}


def _name(code: str) -> str:
    found = vocab.municipality(code)
    return found.name if found else code


def choose_plans(graphs: Iterable[Graph], scope: Scope) -> list[set[str]]:
    """Return the plans to audit, a set for each municipality's graph.

    Raises:
        AuditError: No plan is called so; the nearest names are in the error.
        AuditError: The date lies outside the period of every plan.
    """
    year = scope.fiscal_year
    chosen, titles, periods = [], set(), set()
    for graph in graphs:
        named = {iri for iri in _audited(graph) if not scope.plan or _is_called(graph, iri, scope.plan)}
        chosen.append({iri for iri in named if _holds(graph, iri, year)})
        titles |= {graph.one["label"].get(iri, iri) for iri in _audited(graph)}
        periods |= {_period(graph, iri) for iri in named}
    if not periods:
        near = difflib.get_close_matches(scope.plan, titles, n=5, cutoff=0.3) or sorted(titles)[:5]
        raise AuditError("audit.unknown-plan", name=scope.plan, nearest=", ".join(near) or "-")
    if not any(chosen):
        raise AuditError(
            "audit.outside-period", date=scope.as_of, year=year, periods=", ".join(sorted(periods)[:12])
        )
    return chosen


def _audited(graph: Graph) -> set[str]:
    """Return the plans that hold something: elements, indicators, or the codes of a strategy."""
    holders = {*graph.one["plan"].values(), *map(graph.plan_of, graph.of_kind("StrategyCode"))}
    return {iri for iri in holders if graph.kinds.get(iri) == "Plan"}


def _is_called(graph: Graph, iri: str, name: str) -> bool:
    folded = key(name)
    return name == iri or folded == key(graph.one["label"].get(iri, "")) or name == iri.rsplit("/", 1)[-1]


def _holds(graph: Graph, iri: str, year: int | None) -> bool:
    if year is None:
        return True
    start, end = graph.one["start"].get(iri), graph.one["end"].get(iri)
    return bool(start or end) and int(start or 0) <= year <= int(end or 9999)


def _period(graph: Graph, iri: str) -> str:
    start, end = graph.one["start"].get(iri, "?"), graph.one["end"].get(iri, "?")
    return f"{graph.one['label'].get(iri, iri)} {start}–{end}"
