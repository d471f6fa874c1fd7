"""Making an audit: one municipality after another, each from its own graphs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from keikaku.audit.findings import Finder, numbered, of_shapes
from keikaku.audit.graph import Graph
from keikaku.audit.links import Links
from keikaku.audit.mappings import Mapping, read_mappings
from keikaku.audit.model import Audit, MeasureRow, MunicipalityAudit, PlanRow, Ref, View
from keikaku.audit.provenance import provenance
from keikaku.audit.rules_of_audit import ALSO
from keikaku.audit.samples import samples as drawn
from keikaku.audit.scope import Scope, choose_documents, choose_plans
from keikaku.audit.totals import money, plan_row, strategy_rows, tallies
from keikaku.audit.twins import department_twins
from keikaku.ground.errors import AuditError
from keikaku.ground.processes.pool import Pool
from keikaku.ground.processes.process import LostError
from keikaku.reading.values.codes import natural
from keikaku.store.folder import Entry, Store

_FEW = 8
"""Municipalities that one process audits faster than several do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """One municipality to audit."""

    store: Path
    code: str
    documents: tuple[str, ...]
    scope: Scope
    shapes: bool
    proposed: bool
    view: View
    samples: int = 0
    seed: str = ""


def audit(
    store: Store,
    scope: Scope | None = None,
    *,
    shapes: bool = False,
    processes: int = 1,
    view: View = View.SDGS,
    samples: int = 0,
    seed: str = "",
) -> Audit:
    """Audit what a store holds of one plan, one municipality, or all.

    Args:
        store: The store.
        scope: What to audit; everything where it is not given.
        shapes: Whether to validate the graphs again and report what does not conform.
        processes: How many to use where there are many municipalities.
        view: What is looked at: links to the SDGs and strategies, or whether the plans agree.
        samples: How many figures of each municipality are drawn to be ticked against the print.
        seed: What the draw depends on.

    Raises:
        StoreError: The store holds no document.
        AuditError: The plan or municipality is unknown, or the date is none, or outside every plan.
    """
    scope = scope or Scope()
    _ = scope.fiscal_year  # a wrong date is said before the work
    if not store.documents:
        raise store.nothing()
    chosen = choose_documents(store.documents, scope.municipality)
    tasks = [
        _Task(
            store=store.path,
            proposed=store.proposed,
            code=code,
            documents=tuple(entries),
            scope=scope,
            shapes=shapes,
            view=view,
            samples=samples,
            seed=seed,
        )
        for code, entries in chosen.items()
    ]
    parts = _spread(tasks, processes) if len(tasks) > _FEW and processes > 1 else _here(tasks, store)
    if not any(part.plans for part in parts):
        choose_plans((_read(store, entries)[0] for entries in chosen.values()), scope)
    entries = {key: entry for documents in chosen.values() for key, entry in documents.items()}
    return Audit(municipalities=_numbered(parts), provenance=provenance(entries, scope.as_of), view=view)


def agreement(store: Store, code: str) -> MunicipalityAudit:
    """Hold the plans of one municipality against each other.

    Args:
        store: The store.
        code: The five-digit code of the municipality.
    """
    documents = choose_documents(store.documents, "").get(code, {})
    task = _Task(
        store=store.path, code=code, documents=tuple(documents), scope=Scope(), shapes=False,
        proposed=store.proposed, view=View.CONSISTENCY,
    )  # fmt: skip
    made = _audit_one(store, task)
    made.findings = numbered(made.findings)
    return made


def _spread(tasks: list[_Task], processes: int) -> list[MunicipalityAudit]:
    found: list[MunicipalityAudit] = []
    for number, part in Pool(processes, "keikaku.audit.run:auditing").answers(tasks, in_order=True):
        if isinstance(part, LostError):  # alone it may have all memory, and what fails says so
            part = _audit_task(tasks[number])
        found.append(part)
    return found


def auditing() -> Callable[[_Task], Iterator[MunicipalityAudit]]:
    """Return what audits municipalities in this process."""

    def audited(task: _Task) -> Iterator[MunicipalityAudit]:
        yield _audit_task(task)

    return audited


def _audit_task(task: _Task) -> MunicipalityAudit:
    return _audit_one(Store(task.store, proposed=task.proposed), task)


def _here(tasks: list[_Task], store: Store) -> list[MunicipalityAudit]:
    return list(map(partial(_audit_one, store), tasks))


def _numbered(parts: list[MunicipalityAudit]) -> list[MunicipalityAudit]:
    """Return the municipalities that have a plan in scope, their findings numbered through."""
    kept, count = [part for part in parts if part.plans], 1
    for part in kept:
        part.findings = numbered(part.findings, count)
        count += len(part.findings)
    return kept


def _read(
    store: Store, documents: Iterable[str], view: View = View.SDGS
) -> tuple[Graph, list[Mapping], list[str]]:
    """Return what the documents say, what mappings stand beside them, and their lines."""
    graph, mapped, read = Graph(ALSO if view is View.CONSISTENCY else frozenset()), [], []
    for key in documents:
        lines = store.lines(key)
        if _are_mappings(store.documents[key]):
            mapped += lines
        else:
            graph.read(lines)
            read += lines
    return graph, read_mappings(mapped), read


def _are_mappings(entry: Entry) -> bool:
    name = entry.graph.rsplit("/", 1)[-1]
    return getattr(entry, "kind", "") == "mappings" or name.startswith(("mappings-", "suggestions"))


def _audit_one(store: Store, task: _Task) -> MunicipalityAudit:
    graph, mappings, lines = _read(store, task.documents, task.view)
    plans = _plans(graph, task.scope)
    municipality = _municipality(graph, task.code)
    if task.view is View.CONSISTENCY:
        return _agreement(graph, municipality, task, plans)
    links = Links(graph, mappings)
    rows = _measures(graph, links, plans)
    yen, linked = money(graph, plans)
    finder = Finder(graph, municipality, task.code, plans, bool(task.scope.plan))
    findings = finder.findings() if plans else []
    if plans and not task.scope.plan:
        findings += department_twins(graph, task.code)
    if task.shapes and plans:
        findings += of_shapes(lines, graph, task.code, plans)
    return MunicipalityAudit(
        ref=municipality,
        code=task.code,
        plans=_plan_rows(graph, plans, rows),
        measures=rows,
        tallies=tallies(graph, plans, rows),
        strategy=strategy_rows(graph, task.code, plans, mappings),
        findings=findings,
        flows=[links.flow(row.ref.iri) for row in rows],
        yen=yen,
        linked_yen=linked,
        samples=drawn(graph, plans, task.samples, f"{task.seed} {task.code}"),
    )


def _agreement(graph: Graph, municipality: Ref, task: _Task, plans: set[str]) -> MunicipalityAudit:
    """Hold the plans of a municipality against each other."""
    finder = Finder(graph, municipality, task.code, plans, bool(task.scope.plan), View.CONSISTENCY)
    return MunicipalityAudit(
        ref=municipality,
        code=task.code,
        plans=_plan_rows(graph, plans, []),
        measures=[],
        tallies=tallies(graph, set(), []),
        strategy=[],
        findings=finder.findings() if plans else [],
        flows=[],
        yen=money(graph, plans)[0],
        inventory=finder.inventory(),
        samples=drawn(graph, plans, task.samples, f"{task.seed} {task.code}"),
    )


def _plan_rows(graph: Graph, plans: set[str], rows: list[MeasureRow]) -> list[PlanRow]:
    """Return plans with what their measures do, the earliest first."""
    return [
        plan_row(graph, iri, [row for row in rows if row.plan == iri])
        for iri in sorted(plans, key=lambda iri: (graph.one["start"].get(iri, ""), iri))
    ]


def _plans(graph: Graph, scope: Scope) -> set[str]:
    try:
        return choose_plans([graph], scope)[0]
    except AuditError:  # it may be in another municipality; if it is in none, that is said in the end
        return set()


def _municipality(graph: Graph, code: str) -> Ref:
    iri = next((one for one, found in graph.one["identifier"].items() if found == code), "")
    return graph.ref(iri) if iri else Ref(iri=code, label=code)


def _measures(graph: Graph, links: Links, plans: set[str]) -> list[MeasureRow]:
    """Return the measures of some plans as the documents print them; those of one line by their printed numbers."""

    def order(iri: str) -> tuple[object, ...]:
        file, place = graph.standing(iri)
        number = natural(graph.one["notation"].get(iri, ""))
        return graph.one["plan"][iri], file, place, number, iri

    wanted = [iri for iri in graph.of_kind("Measure") if graph.one["plan"].get(iri) in plans]
    return [links.row(iri) for iri in sorted(wanted, key=order)]
