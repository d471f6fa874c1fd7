"""A store whose index answers where the text of a question of the library is asked: what an endpoint needs.

A text is known by its lines, whatever stands before and after them, without comments; values of parameters are read out of the
data blocks in which :meth:`~keikaku.asking.query_files.Query.bound` writes them, and only a text that it writes so is known. All
else is SPARQL's, as is everything where the index is stale, cannot be read or wants more memory than there is.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from keikaku.asking.columns.index import Index, answers, written
from keikaku.asking.questions import Query, queries
from keikaku.graph.addresses import Addresses
from keikaku.ground.errors import MissingExtraError, QuestionError

if TYPE_CHECKING:
    import duckdb

_SELECT = re.compile(r"^[ \t]*(SELECT [^\r\n]*\S)", re.MULTILINE)
_VALUE = re.compile(r'VALUES \?(\w+) \{ (<[^<>"\s]*>|"(?:[^"\\\n\r]|\\.)*+"(?:\^\^<[^<>"\s]*>)?) \}')


def indexed(memory: ox.Store, index: Index, addresses: Addresses, mib: int) -> ox.Store:
    """Return a store that answers as another does, from its index where that is fresh and knows the question.

    Args:
        memory: The store, all graphs of which are asked as one.
        index: Its index.
        addresses: The IRIs that the store in memory has for those of the index.
        mib: Memory that the index may take for an answer.
    """
    with contextlib.suppress(MissingExtraError):  # a server needs no index
        opening = index.opening(threads=1, memory_limit=f"{mib}MiB", temp_directory="")
        base = opening()
        if base is not None:
            base.close()
            return cast("ox.Store", _Indexed(memory, opening, addresses))
    return memory


class _Indexed:
    """Does what a store does; pyoxigraph's own class takes no subclass."""

    def __init__(
        self,
        memory: ox.Store,
        opening: Callable[[], duckdb.DuckDBPyConnection | None],
        addresses: Addresses,
    ) -> None:
        self._memory, self._opening, self._addresses = memory, opening, addresses
        self._renamed = addresses.named("") != addresses.origin
        self._known: defaultdict[str, list[Query]] = defaultdict(list)
        for query in queries().values():
            if answers(query) and (addresses.style == "slash" or not self._renamed):
                self._known[_head(query.text)].append(query)
        self._shortest = min(
            (len(_lines(query.text)) for one in self._known.values() for query in one), default=0
        )

    def query(self, query: str, **how: Any) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a query; as :meth:`pyoxigraph.Store.query`."""
        if len(query) >= self._shortest and how.get("use_default_graph_as_union"):
            for known in self._known.get(_head(query), ()):
                found = self._answer(known, query)
                if found is not None:
                    return found
        return self._memory.query(query, **how)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._memory, name)

    def _answer(self, known: Query, text: str) -> ox.QuerySolutions | None:
        """Return the answer to a text that asks a question, nothing where it asks another or the index has no answer."""
        values = _values(known, text)
        if values is None:
            return None
        for parameter in known.parameters:
            value = values.get(parameter.name)
            if value is not None and parameter.type == "iri":
                values[parameter.name] = stored = self._addresses.stored(value)
                if self._addresses.published(stored) != value:  # the store's IRI, which is nothing's here
                    return None
        base = self._opening()
        if base is None:
            return None
        import duckdb

        with contextlib.closing(base), contextlib.suppress(duckdb.Error, MemoryError):
            tsv = written(base, known, values)
            if not self._renamed or self._keep_their_order(tsv):
                data = tsv.encode()
                named = self._addresses.renamed(data) if self._renamed else data
                found = ox.parse_query_results(named, format=ox.QueryResultsFormat.TSV)
                return cast("ox.QuerySolutions", found)
        return None

    def _keep_their_order(self, tsv: str) -> bool:
        """Tell whether new names put rows into no other order: where a column's IRIs all get one, or none does."""
        head, _newline, body = tsv.partition("\n")
        cells, width = body[:-1].replace("\n", "\t").split("\t"), head.count("\t") + 1
        columns = ({cell[1:-1] for cell in cells[at::width] if cell[:1] == "<"} for at in range(width))
        return all(len({self._addresses.published(iri) == iri for iri in iris}) < 2 for iris in columns)


def _head(text: str) -> str:
    """Return the line that says what a query gives."""
    found = _SELECT.search(text)
    return found[1] if found else ""


def _lines(text: str) -> str:
    """Return a query without what stands before and after its lines, and without those that are none."""
    lines = (line.strip(" \t") for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("#"))


def _values(query: Query, text: str) -> dict[str, str] | None:
    """Return the values of parameters with which a text asks a question, nothing where it asks another."""
    names = {parameter.name for parameter in query.parameters}
    values = {name: _plain(term) for name, term in _VALUE.findall(text) if name in names}
    with contextlib.suppress(QuestionError):
        if _lines(query.bound(values)) == _lines(text):
            return values
    return None


def _plain(term: str) -> str:
    """Return the value of a term as a data block writes it; "" for what is none."""
    with contextlib.suppress(SyntaxError):
        quad = next(iter(ox.parse(f"<x:x> <x:x> {term} .", format=ox.RdfFormat.N_TRIPLES)))
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            return quad.object.value
    return ""
