"""Answers as dataclasses, Arrow tables and frames: typed, and the same cells as in the CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyoxigraph as ox
import pytest

from keikaku.asking.answers import write
from keikaku.asking.questions import Solutions, read_query, run
from tests.queries import support
from tests.queries.support import NAMES, examples, library
from tests.support import raises

SELECTS = [name for name in NAMES if library()[name].form == "SELECT"]


def ask(name: str) -> Solutions:
    return run(support.memory(), library()[name], examples(library()[name]))


def ask_text(text: str, folder: Path) -> Solutions:
    path = folder / "question.rq"
    path.write_text(f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n{text}", encoding="utf-8")
    return run(support.memory(), read_query(path))


def csv_cells(answer: Solutions) -> list[list[str]]:
    buffer = io.BytesIO()
    write(answer, "csv", buffer)
    return list(csv.reader(io.StringIO(buffer.getvalue().decode(), newline="")))[1:]


def as_printed(value: object, cell: str) -> object:
    """Return what a cell of the CSV must be as a value of the same type."""
    if value is None:
        return None if cell == "" else cell
    if isinstance(value, date):
        return date.fromisoformat(cell)
    return type(value)(cell) if isinstance(value, int | float | Decimal) else cell


@pytest.mark.parametrize("name", SELECTS)
def test_every_cell_is_that_of_the_csv(name: str) -> None:
    cells, table = csv_cells(ask(name)), ask(name).arrow()
    records = table.to_pylist()
    found = [list(record.values()) for record in records]
    expected = [
        [as_printed(value, cell) for value, cell in zip(row, printed, strict=True)]
        for row, printed in zip(found, cells, strict=True)
    ]
    assert found == expected
    assert ask(name).polars().to_dicts() == records
    assert [list(dataclasses.astuple(row)) for row in ask(name).rows()] == found
    frame = ask(name).pandas()
    assert [
        [None if pd.isna(value) else value for value in row]
        for row in frame.itertuples(index=False, name=None)
    ] == found


def test_columns_have_types() -> None:
    table = ask("money-by-sdg").arrow()
    assert dict(zip(table.column_names, map(str, table.schema.types), strict=True)) == {
        "group": "string",
        "groupLabel": "string",
        "year": "int64",
        "projects": "int64",
        "total": "int64",
        "specific": "int64",
        "general": "int64",
        "undivided": "int64",
        "share": "decimal128(38, 0)",
    }
    assert ask("money-by-sdg").polars().schema["share"] == pl.Decimal(38, 0)
    frame = ask("money-by-sdg").pandas()
    assert [str(frame[name].dtype) for name in ("year", "groupLabel", "share")] == [
        "Int64",
        "string",
        "decimal128(38, 0)[pyarrow]",
    ]


def test_shares_add_up_exactly() -> None:
    """The fractions of a yen are those that SPARQL computed, none of them rounded away on the way."""
    frame = ask("money-by-sdg").polars()
    shares = [row.share for row in ask("money-by-sdg").rows()]
    assert frame["share"].sum() == sum(shares)
    assert all(isinstance(share, Decimal) for share in shares)


CELLS: list[tuple[str, str, object]] = [
    ("1 UNDEF", "int64", 1),
    ("-7", "int64", -7),
    ("1 2.5", "decimal128(38, 1)", Decimal("1.0")),
    (str(10**20), "decimal128(38, 0)", Decimal(10**20)),
    (str(10**50), "string", str(10**50)),
    ("9" * 5000, "string", "9" * 5000),
    ('"0.125"^^xsd:decimal', "decimal128(38, 3)", Decimal("0.125")),
    ('"seven"^^xsd:integer', "string", "seven"),
    ('"1_000"^^xsd:integer 5', "string", "1_000"),
    ('"٣"^^xsd:integer', "string", "٣"),
    ('"7"^^xsd:nonNegativeInteger', "int64", 7),
    ("1.5e3", "double", 1500.0),
    ('"2024"^^xsd:gYear', "int64", 2024),
    ('"2024Z"^^xsd:gYear', "string", "2024Z"),
    ('"2024-02-29"^^xsd:date', "date32[day]", date(2024, 2, 29)),
    ('"2023-02-29"^^xsd:date', "string", "2023-02-29"),
    ('"20240401"^^xsd:date', "string", "20240401"),
    ("true false", "bool", True),
    ('"水"@ja "water"@en', "string", "水"),
    ('"5" 5', "string", "5"),
    ("<https://example.com/1>", "string", "https://example.com/1"),
    ("UNDEF", "string", None),
]


@pytest.mark.parametrize(("cells", "kind", "first"), CELLS)
def test_a_column_has_the_type_that_holds_all_of_it(
    cells: str, kind: str, first: object, tmp_path: Path
) -> None:
    text = f"SELECT ?x {{ VALUES ?x {{ {cells} }} }}"
    table = ask_text(text, tmp_path).arrow()
    assert str(table.schema.field("x").type) == kind
    assert table["x"][0].as_py() == first


def test_no_rows_are_an_empty_table_of_text(tmp_path: Path) -> None:
    table = ask_text("SELECT ?x ?y { ?x <https://example.com/none> ?y }", tmp_path).arrow()
    assert table.num_rows == 0
    assert table.schema == pa.schema([("x", pa.string()), ("y", pa.string())])


def test_a_graph_is_a_table_of_triples_and_a_truth_one_cell(tmp_path: Path) -> None:
    graph = run(support.memory(), library()["lineage-graph"], examples(library()["lineage-graph"])).polars()
    assert graph.columns == ["subject", "predicate", "object"]
    assert len(graph) > 3
    assert ask_text("ASK { ?x ?y ?z }", tmp_path).rows()[0].answer is True
    assert list(ask_text("ASK { ?x <https://example.com/none> ?z }", tmp_path).records()) == [
        {"answer": False}
    ]


def test_rows_have_fields_that_python_can_name(tmp_path: Path) -> None:
    answer = ask_text("SELECT (1 AS ?class) (2 AS ?class_) (3 AS ?1st) (4 AS ?事業) {}", tmp_path)
    [row] = answer.rows()
    assert dataclasses.asdict(row) == {"class_": 1, "class__": 2, "_1st": 3, "事業": 4}
    assert str(dataclasses.fields(row)[0].type) == "int | None"
    with pytest.raises(dataclasses.FrozenInstanceError):
        row.class_ = 5


def test_an_answer_is_taken_once() -> None:
    answer = ask("plans")
    assert answer.rows()
    with raises("asking.answer-taken", match="were taken before"):
        answer.polars()


MISSING: list[tuple[str, str, str, Callable[[Solutions], object]]] = [
    ("pyarrow", "arrow", "arrow()", Solutions.arrow),
    ("pandas", "pandas", "pandas()", Solutions.pandas),
    ("pyarrow", "pandas", "pandas()", Solutions.pandas),
    ("polars", "polars", "polars()", Solutions.polars),
    ("pyarrow", "polars", "polars()", Solutions.polars),
]


@pytest.mark.parametrize(("package", "extra", "what", "take"), MISSING)
def test_a_missing_package_names_its_extra(
    package: str,
    extra: str,
    what: str,
    take: Callable[[Solutions], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with raises("ground.missing-extra") as raised:
        take(ask("plans"))
    assert (
        raised.value.message("en") == f"{what} needs the package {package}: pip install 'keikaku[{extra}]'."
    )


def test_blank_nodes_and_triples_are_text() -> None:
    memory = ox.Store()
    memory.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.BlankNode("b")))
    answer = Solutions("SELECT", memory.query("SELECT ?o { ?s ?p ?o }"))
    assert [row.o for row in answer.rows()] == ["b"]
