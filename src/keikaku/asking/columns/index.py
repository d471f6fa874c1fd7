"""The columnar index: what questions over a whole country are answered from in parts of a second.

It is derived from a store's N-Quads by ``tables.sql`` and can be made again at any time: one DuckDB file beside
the manifest, with things as numbers, a table per property, and what serves what worked out to the end. A
question of ``queries/`` that has a file of its name in ``answers/`` is answered from it, with the same rows as its
SPARQL gives, term by term; so is one whose rows are each about one municipality, the answers of which are kept (``kept``).
Every other question is SPARQL's alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from keikaku.asking.columns.kept import MUNICIPALITY, keep, kept, rows_of
from keikaku.asking.query_files import Query
from keikaku.asking.questions import Row, Solutions, Term
from keikaku.ground import content
from keikaku.ground.collector import paused
from keikaku.ground.errors import MissingExtraError, OutputError, StoreError
from keikaku.ground.files import in_part
from keikaku.ground.vocab import KEI, SDGO
from keikaku.store.folder import Store
from keikaku.store.memory import vocabulary_quads

if TYPE_CHECKING:
    import duckdb

FILE = "index.duckdb"
_FOLDER = Path(__file__).parent
_OTHERS = {
    "type": RDF.type,
    "subject": RDF.subject,
    "predicate": RDF.predicate,
    "object": RDF.object,
    "label": RDFS.label,
    "prefLabel": SKOS.prefLabel,
    "notation": SKOS.notation,
    "broader": SKOS.broader,
    "publisher": DCTERMS.publisher,
    "description": DCTERMS.description,
    "isPartOf": DCTERMS.isPartOf,
    "isReplacedBy": DCTERMS.isReplacedBy,
}
_OF_SOURCES = {
    "subject", "predicate", "object", "isPartOf", "place", "firstLine", "fileName", "searchKey",
}  # fmt: skip
_OWN = (
    "searchKey", "unitLabel", "inPlan", "contributesTo", "indicatorOf", "budget", "observation", "strategyCode",
    "strategyGoal", "planKind", "countedBy", "desiredDirection", "comparator", "accumulation", "leadDepartment", "relatedDepartment", "department", "sdg",
    "sdgCommitment",
    "unreadableProperty", "fiscalYear", "totalAmount", "specificRevenue", "generalRevenue", "value", "firstLine",
    "fileName", "place",
)  # fmt: skip
_CLASSES = (
    "Plan", "Vision", "Goal", "Field", "Measure", "Action", "Project", "StrategyGoal", "Perspective", "Policy",
    "StrategyCode", "Indicator", "Baseline", "Actual", "Target", "Department", "Municipality",
)  # fmt: skip
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DECIMAL = (  # given in parts of 10^18
    "CASE WHEN {0} < 0 THEN '-' ELSE '' END || (abs({0}) // 1000000000000000000::HUGEINT)::VARCHAR || "
    "rtrim(rtrim('.' || lpad((abs({0}) % 1000000000000000000::HUGEINT)::VARCHAR, 18, '0'), '0'), '.')"
)
_WRITTEN = {
    "iri": "coalesce('<' || {0} || '>', '')",
    "token": "coalesce({0}, '')",
    "text": """coalesce('"' || replace(replace({0}, '\\', '\\\\'), '"', '\\"') || '"', '')""",
    "integer": f"""coalesce('"' || {{0}}::VARCHAR || '"^^<{_XSD}integer>', '')""",
    "decimal": f"""coalesce('"' || {_DECIMAL} || '"^^<{_XSD}decimal>', '')""",
}
"""How SPARQL's TSV results write the columns of an answer."""
_COLUMN = re.compile(r"(\w+) (iri|token|text|integer|decimal)")


class Index:
    """The index of a store.

    Args:
        store: The store.
        path: Its file; beside the store's manifest where None.
    """

    def __init__(self, store: Store, path: Path | None = None) -> None:
        self.store = store
        self.path = path or store.path / FILE

    @property
    def fresh(self) -> bool:
        """Whether it is there and was made from what the store holds now."""
        base = self.opening()()
        if base is not None:
            base.close()
        return base is not None

    def opening(self, **config: str | int) -> Callable[[], duckdb.DuckDBPyConnection | None]:
        """Return what opens it for reading while it is made from what the store holds now, and returns nothing else.

        Args:
            config: Settings of DuckDB.
        """
        state = self._state()

        def open_() -> duckdb.DuckDBPyConnection | None:
            if not self.path.is_file():
                return None
            engine = _duckdb()
            with contextlib.suppress(engine.Error), contextlib.ExitStack() as undo:
                base: duckdb.DuckDBPyConnection = engine.connect(
                    str(self.path), read_only=True, config=config
                )
                undo.callback(base.close)
                if base.execute("SELECT state FROM made").fetchone() == (state,):
                    undo.pop_all()
                    return base
            return None

        return open_

    def make(self, *, memory: str = "1GiB", threads: int | None = None) -> None:
        """Make it from what the store holds.

        Args:
            memory: What DuckDB may use before it goes to the disk.
            threads: How many; one a core where None.

        Raises:
            DamagedStoreError: A file of the store is not as it was written.
            StoreError: A file of the store cannot be read, or the index cannot be written.
            MissingExtraError: DuckDB is not installed.
        """
        duckdb = _duckdb()
        try:
            with (
                tempfile.TemporaryDirectory() as scratch,
                in_part(self.path) as part,
                contextlib.closing(duckdb.connect(str(part))) as base,
            ):
                base.execute(f"SET memory_limit = '{memory}'; SET temp_directory = '{scratch}'")
                base.execute(f"SET threads = {threads or os.cpu_count() or 1}")
                self._fill(base, Path(scratch) / "vocabulary.nq")
                keep(self.store, base, Path(scratch) / "kept.tsv", threads or os.cpu_count() or 1)
        except (OSError, duckdb.Error) as error:
            why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
            raise StoreError("store.unwritable", path=self.path, why=why) from error

    def _fill(self, base: duckdb.DuckDBPyConnection, vocabulary: Path) -> None:
        """Make the tables in an empty database."""
        for _nquads in self.store.nquads():
            pass  # DuckDB reads the files themselves; this checks them
        _write_vocabularies(vocabulary)
        files = [str(self.store.path / entry.file) for entry in self.store.documents.values()]
        _name(base)
        for statement in base.extract_statements(_sql("tables.sql")):
            given = {"files": [*files, str(vocabulary)]} if statement.named_parameters else {}
            base.execute(statement, given)
        base.execute("CREATE TABLE made AS SELECT $state AS state", {"state": self._state()})

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Open it for reading.

        Raises:
            StoreError: It is not there, or the store has changed since it was made.
        """
        base = self.opening()()
        if base is None:
            raise StoreError("store.stale-index", path=self.path)
        return base

    def _state(self) -> str:
        """Return a hash of everything that it is made from."""
        state = hashlib.sha256(_sql("tables.sql").encode())
        for key, entry in self.store.documents.items():
            state.update(f"{key} {entry.sha256}\n".encode())
        for file in sorted(content.folder("ontology").glob("*.ttl")):
            state.update(file.read_bytes())
        for query in kept():
            state.update(query.text.encode())
        return state.hexdigest()

    def write_parquet(self, folder: Path) -> list[Path]:
        """Write its tables as Parquet files for people who like frames better than graphs.

        The same store gives the same bytes.

        Args:
            folder: Where to; it is made where it is not there.

        Returns:
            The files, sorted.

        Raises:
            StoreError: The index is not there, or the store has changed since it was made.
            OutputError: A file cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        with contextlib.closing(self.connect()) as base:
            base.execute("SET threads = 1")
            for name, select in sorted(_frames().items()):
                path = folder / f"{name}.parquet"
                with _disk_errors(path), in_part(path) as part:
                    quoted = str(part).replace("'", "''")
                    base.execute(f"COPY ({select}) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
                written.append(path)
        return written


@contextlib.contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Say which file DuckDB or the system could not write."""
    try:
        yield
    except (OSError, _duckdb().Error) as error:
        why = getattr(error, "strerror", None) or str(error).partition("\n")[0]
        raise OutputError("ground.unwritable", path=path, why=why) from error


def answers(query: Query) -> bool:
    """Tell whether a question of the library can be answered from an index."""
    ours = query.path.parent == content.folder("queries")
    return ours and (query.within == MUNICIPALITY or (_FOLDER / "answers" / f"{query.name}.sql").is_file())


def answer(
    base: duckdb.DuckDBPyConnection, query: Query, values: Mapping[str, str] | None = None
) -> Solutions:
    """Answer a question of the library from an index, as its SPARQL would.

    Args:
        base: What :meth:`Index.connect` returned.
        query: The question.
        values: Its parameters, as text.

    Raises:
        QuestionError: A parameter is missing, unknown or of the wrong type.
    """
    tsv = written(base, query, values or {})
    raw = ox.parse_query_results(tsv.encode(), format=ox.QueryResultsFormat.TSV)
    return Solutions("SELECT", raw, partial(_rows, tsv))


def written(base: duckdb.DuckDBPyConnection, query: Query, values: Mapping[str, str]) -> str:
    """Return the answer to a question of the library as SPARQL's TSV; as :func:`answer`."""
    terms = query.terms(values)
    given = {one.name: terms[one.name].value if one.name in terms else None for one in query.parameters}
    if query.within == MUNICIPALITY:
        return rows_of(base, query, given.get(MUNICIPALITY))
    sql = _sql(f"answers/{query.name}.sql")
    columns = _COLUMN.findall(sql.partition("\n")[0])
    names = ", ".join(f"c{number}" for number in range(len(columns)))
    cells = ", ".join(_WRITTEN[kind].format(f"c{number}") for number, (_name, kind) in enumerate(columns))
    rows = base.execute(
        f"SELECT concat_ws(chr(9), {cells}) FROM ({sql}) AS answer({names})",  # noqa: S608 - texts of ours
        given,
    ).fetchall()
    lines = ["\t".join(f"?{name}" for name, _kind in columns), *(row[0] for row in rows), ""]
    return "\n".join(lines)


def _rows(tsv: str) -> Iterator[Row]:
    """Yield the rows of an answer, each of its terms made once: making a term costs more than all else of a row."""
    with paused():  # they stay until the last row is given: visiting them would cost a third of their making
        rows = _made(tsv)
    yield from rows


def _made(tsv: str) -> list[Row]:
    head, _newline, body = tsv.partition("\n")
    if not body:
        return []
    # at once: a list for each row would cost as much as its terms
    found = body[:-1].replace("\n", "\t").split("\t")
    terms: dict[str, Term | None] = dict.fromkeys(found)  # what is not there is the empty cell
    iris = [cell for cell in terms if cell.startswith("<") and "\\" not in cell]
    terms.update(zip(iris, map(ox.NamedNode, [iri[1:-1] for iri in iris]), strict=True))
    others = [cell for cell, term in terms.items() if term is None and cell]
    table = "\n".join(["?cell", *others, ""])
    parsed = cast("ox.QuerySolutions", ox.parse_query_results(table, format=ox.QueryResultsFormat.TSV))
    terms.update(zip(others, (row[0] for row in parsed), strict=True))
    values = map(terms.__getitem__, found)
    return list(zip(*[values] * (head.count("\t") + 1), strict=True))


def _frames() -> dict[str, str]:
    """Return the tables of ``frames.sql`` by name."""
    parts = re.split(r"^-- table (\w+):.*\n", _sql("frames.sql"), flags=re.MULTILINE)[1:]
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


@cache
def _sql(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="the index", package="duckdb", extra="index"
        ) from None
    return duckdb


def _name(base: duckdb.DuckDBPyConnection) -> None:
    """Tell the database which IRIs the names in ``tables.sql`` stand for."""
    properties = {name: str(iri) for name, iri in _OTHERS.items()} | {name: str(KEI[name]) for name in _OWN}
    base.execute("CREATE TEMP TABLE property (name VARCHAR, iri VARCHAR, about VARCHAR)")
    base.executemany(
        "INSERT INTO property VALUES (?, ?, ?)",
        [(name, iri, "source" if name in _OF_SOURCES else "thing") for name, iri in properties.items()],
    )
    classes = {name: str(KEI[name]) for name in _CLASSES} | {"SDG": str(SDGO.Goal)}
    base.execute("CREATE TEMP TABLE class (name VARCHAR, iri VARCHAR)")
    base.executemany("INSERT INTO class VALUES (?, ?)", list(classes.items()))


def _write_vocabularies(path: Path) -> None:
    """Write the ontology, the code lists and the SDGs as N-Quads."""
    with path.open("wb") as file:
        for _graph, quads in vocabulary_quads():
            file.writelines(f"{quad} .\n".encode() for quad in quads)
