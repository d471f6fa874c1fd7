"""What the tools do: each call becomes an answer with its confidence, its gaps and its evidence."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import anyio
import pyoxigraph as ox
from anyio import CapacityLimiter, to_process, to_thread

from keikaku.asking.editions.changes import difference
from keikaku.asking.editions.choosing import plan
from keikaku.asking.editions.elements import edition
from keikaku.asking.editions.records import record
from keikaku.asking.lineage.names import find, named
from keikaku.asking.lineage.things import Reader
from keikaku.asking.lineage.trace import lineage
from keikaku.asking.questions import Solutions, queries
from keikaku.audit.model import GOALS, Tally, count_statuses
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.graph.addresses import Addresses
from keikaku.graph.states import LINKED
from keikaku.ground.errors import RequestError
from keikaku.ground.messages import Message, say
from keikaku.store.folder import Store
from keikaku.web.server import answer_forms
from keikaku.web.server.assistant.cited import Resources
from keikaku.web.server.assistant.plain import plain
from keikaku.web.server.assistant.surety import Surety
from keikaku.web.server.assistant.tools import MOST_ROWS, Tool, tools
from keikaku.web.server.busy import admit
from keikaku.web.server.guard.pool import Guard
from keikaku.web.server.guard.wire import Answer, Question
from keikaku.web.server.scopes import Scopes
from keikaku.web.server.served import Served

Values = Mapping[str, Any]
Made = tuple[dict[str, Any], list[Message]]
"""An answer, and what is missing in it alone."""

_ROWS = "application/sparql-results+json"
_GRAPH = "application/n-triples"
_MOST_THINGS = 50  # that are called so, or that an answer names of each kind
_MOST_NODES = 300  # of a lineage: one project of a real plan has 5, a goal of the SDGs some hundreds
_MOST_FINDINGS = 25
_AUDIT_SECONDS = 60.0


class Assistant:
    """Answers the calls of an assistant from one state of the store.

    Args:
        served: The state.
        guard: What runs queries.
    """

    def __init__(self, served: Served, guard: Guard) -> None:
        self._served = served
        self._guard = guard
        self._queries = queries()
        self.tools: dict[str, Tool] = tools(self._queries.values())
        self.resources = Resources(served)
        self._surety = Surety(served.dataset)
        self._scopes = Scopes(served.dataset)
        self._few_at_a_time, self._one_at_a_time = CapacityLimiter(2), CapacityLimiter(1)
        self._others: dict[str, Callable[[Values], Awaitable[Made]]] = {
            "find": partial(self._apart, self._find),
            "trace": partial(self._apart, self._trace),
            "diff": partial(self._apart, self._diff),
            "audit-summary": self._audit,
        }

    async def call(self, name: str, values: Values, client: str = "") -> dict[str, Any]:
        """Answer a call.

        Args:
            name: A tool's.
            values: Its parameters, as its schema wants them.
            client: Who asks, where the limits are per client.

        Raises:
            KeikakuError: What is asked for is not there, hits a limit, or is refused.
        """
        if name in self._others:
            answer, missing = await self._others[name](values)
        else:
            answer, missing = await self._question(name, values, client)
        sums = name in self._queries and bool(self._queries[name].aggregates)
        work = partial(self._with_surety, answer, missing, sums=sums)
        return await to_thread.run_sync(work, limiter=self._few_at_a_time)

    async def read(self, iri: str) -> Any:
        """Return the pieces of a resource.

        Raises:
            RequestError: There is none, or too many wait.
        """
        return await self._apart(self.resources.read, iri)

    def _with_surety(self, answer: dict[str, Any], missing: list[Message], *, sums: bool) -> dict[str, Any]:
        things = self._surety.things(answer)
        behind = self._surety.below(things) if sums else things
        told = {
            "notice": say("assisting.notice").text("en"),
            "answer": answer,
            "confidence": self._surety.confidence(behind),
            "known_gaps": self._surety.gaps(things, missing),
            "evidence": self._surety.evidence(things),
        }
        return dict(plain(told))

    async def _apart(self, work: Callable[[Any], Any], given: Any) -> Any:
        """Do work that would keep others waiting in a thread, where not too much waits already."""
        admit(self._few_at_a_time)
        return await to_thread.run_sync(work, given, limiter=self._few_at_a_time)

    # -- queries

    async def _question(self, name: str, values: Values, client: str) -> Made:
        skip = int(values.get("skip", 0))
        if name == "sparql":
            text = str(values["query"])
        else:
            given = {key: one for key, one in values.items() if key != "skip"}
            text = await self._apart(partial(self._bound, name), given)
        asked = Question(text, rows=_ROWS, graph=_GRAPH, accept=_ROWS)
        answer = await self._guard.submit(asked, client=client)
        made: Made = await self._apart(partial(_rows, skip=skip), answer)
        return made

    def _bound(self, name: str, values: Values) -> str:
        """Return a question with its parameters bound; a thing may be called by its name."""
        query = self._queries[name]
        types = {one.name: one.type for one in query.parameters}
        return query.bound({key: self._term(str(one), types.get(key, "")) for key, one in values.items()})

    def _term(self, text: str, kind: str) -> str:
        if kind == "iri" and ":" not in text:
            return find(self._served.dataset.memory, text).iri
        return self._served.dataset.addresses.published(text)

    # -- the others

    def _find(self, values: Values) -> Made:
        memory = self._served.dataset.memory
        reader, found = Reader(memory), named(memory, self._term(values["name"], ""))
        things = [
            {
                "iri": one.iri,
                "label": one.label,
                "kind": one.kind,
                "number": one.number,
                "municipality": reader.municipality(one.iri),
            }
            for one in found[:_MOST_THINGS]
        ]
        return {"things": things}, _cut(len(found), 0, _MOST_THINGS)

    def _trace(self, values: Values) -> Made:
        memory, way = self._served.dataset.memory, values.get("direction", "both")
        thing = find(memory, self._term(values["thing"], ""))
        graph = lineage(memory, thing.iri, up=way != "down", down=way != "up")
        kept = list(islice(graph.nodes, _MOST_NODES))
        shown = ("label", "kind", "figures", "defect")
        nodes = [{"iri": iri, **{name: graph.nodes[iri][name] for name in shown}} for iri in kept]
        edges = [
            {"lower": lower, "upper": upper, "property": graph.edges[lower, upper]["property"]}
            for lower, upper in graph.subgraph(kept).edges
        ]
        return {"thing": thing.iri, "nodes": nodes, "edges": edges}, _cut(len(graph), 0, _MOST_NODES)

    def _diff(self, values: Values) -> Made:
        memory, store = self._served.dataset.memory, self._served.settings.store.name
        old, new = (
            edition(memory, plan(memory, self._term(values[name], ""), store)) for name in ("old", "new")
        )
        found = difference(old, new)
        told, changed = record(found, "en"), [step.is_change for step in found.steps]
        elements = [one for one, is_change in zip(told["elements"], changed, strict=True) if is_change]
        answer = told | {"elements": elements[:MOST_ROWS]}
        return answer, [say("assisting.proposed-diff"), *_cut(len(elements), 0, MOST_ROWS)]

    async def _audit(self, values: Values) -> Made:
        given = {name: str(values.get(name, "")) for name in ("plan", "municipality", "as_of")}
        scope = await self._apart(lambda one: self._scopes.scope(**one), given)
        admit(self._one_at_a_time)
        settings, addresses = self._served.settings, self._served.dataset.addresses
        make = partial(summary, settings.store, addresses, scope, proposed=settings.proposed)
        try:
            with anyio.fail_after(_AUDIT_SECONDS):
                answer = await to_process.run_sync(make, cancellable=True, limiter=self._one_at_a_time)
        except TimeoutError:
            raise RequestError("serving.busy", seconds=int(_AUDIT_SECONDS)) from None
        return answer, _cut(sum(answer["finding_counts"].values()), 0, _MOST_FINDINGS)


def _cut(count: int, skip: int, most: int) -> list[Message]:
    """Return what says that an answer was cut, nothing for a whole one."""
    shown = max(0, min(count - skip, most))
    return [say("assisting.cut", shown=shown, skipped=skip, count=count)] if shown < count else []


def _rows(answer: Answer, skip: int) -> Made:
    """Return the answer to a query as rows of plain values."""
    if answer.media_type.partition(";")[0] == _GRAPH:
        triples = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        columns = ["subject", "predicate", "object"]
        rows: list[dict[str, Any]] = [
            dict(zip(columns, map(_text, quad.triple), strict=True)) for quad in triples
        ]
    else:
        raw = ox.parse_query_results(io.BytesIO(answer.body), format=ox.QueryResultsFormat.JSON)
        solutions = Solutions("SELECT", raw)
        rows = [{name: answer_forms.plain(one) for name, one in row.items()} for row in solutions.records()]
        columns = list(solutions.variables) or ["answer"]
    missing = _cut(len(rows), skip, MOST_ROWS)
    missing += [say("assisting.limit", limit=answer.limit)] if answer.limit else []
    return {"columns": columns, "rows": rows[skip : skip + MOST_ROWS], "row_count": len(rows)}, missing


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def summary(store: Path, addresses: Addresses, scope: Scope, *, proposed: bool) -> dict[str, Any]:
    """Return what an audit says, shortened; called in a process of its own.

    Args:
        store: Folder of the store.
        addresses: The IRIs that its things are published under.
        scope: What is audited.
        proposed: Whether what was read with drafts that nobody accepted is audited too.

    Raises:
        AuditError: The plan or municipality is unknown, or the date is none, or outside every plan.
    """
    made = audit(Store(store, proposed=proposed), scope)
    worst = sorted(made.findings, key=lambda one: (_RANK[str(one.severity)], one.number))
    return {
        "plans": [
            {"iri": addresses.published(one.ref.iri), "title": one.ref.label, "years": [one.start, one.end]}
            for one in made.plans[:_MOST_THINGS]
        ],
        "measures": {str(status): count for status, count in count_statuses(made.measures).items()},
        "goals": {str(goal): _linked(made.tallies[goal]) for goal in GOALS},
        "yen": made.yen,
        "linked_yen": made.linked_yen,
        "finding_counts": dict(sorted(Counter(one.rule for one in made.findings).items())),
        "findings": [
            {
                "rule": one.rule,
                "severity": str(one.severity),
                "en": one.en,
                "ja": one.ja,
                "about": [addresses.published(ref.iri) for ref in one.elements[:5]],
                "places": list(one.sources[:5]),
            }
            for one in worst[:_MOST_FINDINGS]
        ],
    }


def _linked(tally: Tally) -> dict[str, int]:
    """Return how many measures are linked to a goal in which way."""
    return {str(status): tally.measures[status] for status in LINKED if tally.measures.get(status)}


_RANK = {"Violation": 0, "Warning": 1, "Info": 2}
