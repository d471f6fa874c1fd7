"""Every format that a store is written in holds the same numbers as the graph, in the same bytes; tables are read back."""

from __future__ import annotations

import csv
import io
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from keikaku.asking.opendata import reading_back, rows, stratml, stratml_reading
from keikaku.asking.opendata.definition import definition
from keikaku.asking.opendata.files import csv_lines, graphml, write_csv, write_parquet
from keikaku.asking.opendata.rows import Row, store_rows
from keikaku.graph.nquads import KEI, LABEL, TYPE
from keikaku.graph.rdf12 import to_reification
from keikaku.reading.statistics import read_statistics
from keikaku.store import export
from keikaku.store.folder import Store
from keikaku.store.statistics import keep
from tests.conftest import Keikaku
from tests.queries import towns
from tests.support import ORIGIN, put, raises
from tests.test_population import TABLE


@dataclass
class Numbers:
    """What every format must agree on."""

    classes: Counter[str] = field(default_factory=Counter)
    figures: Counter[tuple[str, str]] = field(default_factory=Counter)
    yen: Counter[str] = field(default_factory=Counter)


def of_graph(triples: Iterator[tuple[str, str, str]]) -> Numbers:
    """Count in triples what a reader of the graph counts there."""
    found, types, said = Numbers(), dict[str, set[str]](), dict[tuple[str, str], str]()
    for subject, predicate, thing in set(triples):
        if predicate.endswith("#type"):
            types.setdefault(subject, set()).add(thing.removeprefix(KEI))
        else:
            said[subject, predicate.removeprefix(KEI)] = thing
    for subject, kinds in types.items():
        for kind in kinds & {"Measure", "Project", "Indicator"}:
            found.classes[kind] += 1
        for kind in kinds & {"Baseline", "Actual", "Target"}:
            found.figures[kind, str(Decimal(said.get((subject, "value"), "NaN")))] += 1
        if "Budget" in kinds and (subject, "totalAmount") in said:
            found.yen[said[subject, "fiscalYear"]] += int(Decimal(said[subject, "totalAmount"]))
    return found


def of_rdf(data: bytes, form: ox.RdfFormat) -> Numbers:
    quads = to_reification(ox.parse(data, format=form))
    texts = ((str(one) if isinstance(one, ox.Triple) else one.value for one in quad.triple) for quad in quads)
    return of_graph((subject, predicate, thing) for subject, predicate, thing in texts)


def of_rows(tables: dict[str, list[Row]]) -> Numbers:
    found = Numbers()
    for row in tables["elements"]:
        if row["class"] in ("Measure", "Project", "Indicator"):
            found.classes[str(row["class"])] += 1
    for row in tables["figures"]:
        value = row["value"]
        found.figures[str(row["role"]), str(value if value is not None else Decimal("NaN"))] += 1
    for row in tables["money"]:
        if row["total_yen"] is not None:
            found.yen[str(row["fiscal_year"])] += int(str(row["total_yen"]))
    return found


def of_parquet(folder: Path) -> Numbers:
    tables = {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in definition().tables}
    for row in tables["figures"]:
        row["value"] = None if row["value"] is None else plain(row["value"])
    return of_rows(tables)


def plain(value: Decimal) -> Decimal:
    """Return a decimal without the zeros that its column's scale adds."""
    return Decimal(f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}")


def of_csv(folder: Path) -> Numbers:
    return of_rows({name: list(reading_back.rows(folder / f"{name}.csv")) for name in definition().tables})


def of_stratml(data: bytes, path: Path) -> Numbers:
    path.write_bytes(data)
    held = stratml_reading.read(path).rows
    return of_rows({name: held[name] for name in definition().tables})


@pytest.fixture(scope="module")
def folder(examples: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    write_csv([csv_lines(store_rows(examples))], made)
    write_parquet(store_rows(examples), made)
    return made


RDF: dict[str, Callable[[bytes], Numbers]] = {
    "nquads": lambda data: of_rdf(data, ox.RdfFormat.N_QUADS),
    "nquads12": lambda data: of_rdf(data, ox.RdfFormat.N_QUADS),
    "trig": lambda data: of_rdf(data, ox.RdfFormat.TRIG),
    "turtle": lambda data: of_rdf(data, ox.RdfFormat.TURTLE),
    "jsonld": lambda data: of_rdf(data, ox.RdfFormat.JSON_LD),
}


def test_every_format_holds_the_numbers_of_the_graph(examples: Store, folder: Path, tmp_path: Path) -> None:
    wanted = of_rdf(b"".join(examples.nquads()), ox.RdfFormat.N_QUADS)
    assert wanted.classes["Measure"] == 24
    assert sum(wanted.figures.values()) == 25
    assert wanted.yen == {"2024": 64755000}
    found = {name: RDF[name](b"".join(write(examples))) for name, write in export.FORMATS.items()}
    found |= {"csv": of_csv(folder), "parquet": of_parquet(folder)}
    assert {name: numbers for name, numbers in found.items() if numbers != wanted} == {}
    plans = [
        of_stratml(data, tmp_path / "plan.xml") for _iri, data, _lost in stratml.write(store_rows(examples))
    ]
    assert sum((one.classes for one in plans), Counter()) == wanted.classes
    assert sum((one.figures for one in plans), Counter()) == wanted.figures
    assert sum((one.yen for one in plans), Counter()) == wanted.yen
    drawn = nx.read_graphml(io.BytesIO(b"".join(graphml(examples))))
    classes = Counter(data["class"] for _iri, data in drawn.nodes(data=True))
    assert {name: classes[name] for name in wanted.classes} == wanted.classes
    edges = sum(
        len(str(row["parents"]).split(";"))
        for name, row in store_rows(examples)
        if name == "elements" and row["parents"]
    )
    assert drawn.number_of_edges() == edges


def test_statistics_of_municipalities_stand_in_every_format(tmp_path: Path) -> None:
    store = put(Store(tmp_path / "store"), towns.town(), towns.CODES)
    table = read_statistics(TABLE.encode(), "towns.csv", {"99995"})
    keep(store, table.statistics, "towns.csv", "0" * 64, table.title)
    wanted = {(one.kind, one.year, one.value, one.printed, one.row) for one in table.statistics}
    assert len(wanted) == 4
    for name, write in export.FORMATS.items():
        if name in RDF:
            form = {"turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
            quads = to_reification(
                ox.parse(b"".join(write(store)), format=form.get(name, ox.RdfFormat.N_QUADS))
            )
            assert statistics_of({quad.triple for quad in quads}) == wanted, name
    write_csv([csv_lines(store_rows(store))], tmp_path)
    write_parquet(store_rows(store), tmp_path)
    held: list[Row] = pq.read_table(tmp_path / "statistics.parquet").to_pylist()
    for made in (held, list(reading_back.rows(tmp_path / "statistics.csv"))):
        assert {
            (
                row["kind"],
                row["statistic_year"],
                plain(Decimal(str(row["statistic_value"]))),
                row["table_printed"],
                row["source_row"],
            )
            for row in made
        } == wanted
        assert {(row["municipality"], row["source"], row["source_file"]) for row in made} == {
            ("食違町", "社会・人口統計体系", "towns.csv")
        }
        assert {row["kind"]: row["unit"] for row in made}["SettledExpenditure"] == "円"
    assert [one.fault_count for one in reading_back.check([tmp_path / "statistics.csv"])] == [0]


def statistics_of(triples: set[ox.Triple]) -> set[tuple[str, int, Decimal, str, int]]:
    """Return kind, year, value, print and row of each statistic that triples tell of."""
    said: dict[str, dict[str, str]] = {}
    for one in triples:
        if isinstance(one.subject, ox.NamedNode) and "/statistic/" in one.subject.value:
            assert isinstance(one.object, ox.NamedNode | ox.Literal)
            about = said.setdefault(one.subject.value, {})
            about[one.predicate.value.removeprefix(KEI)] = one.object.value.removeprefix(KEI)
    return {
        (
            one["statisticKind"], int(one["statisticYear"]), Decimal(one["statisticValue"]), one["asPrinted"],
            int(one["firstRow"]),
        )
        for one in said.values()
    }  # fmt: skip


def test_the_same_store_gives_the_same_bytes(examples: Store, folder: Path, tmp_path: Path) -> None:
    write_csv([csv_lines(store_rows(examples))], tmp_path)
    write_parquet(store_rows(examples), tmp_path)
    for path in sorted(folder.iterdir()):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
    assert b"".join(graphml(examples)) == b"".join(graphml(examples))


def test_several_processes_make_the_same_rows(
    examples: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_FEW", 0)
    lines = (line[: line.rindex(" <")] for line in examples.lines(next(iter(examples.documents))))
    two = put(Store(tmp_path / "store"), {"a": lines, "b": small()}, {"a": "99999", "b": "07205"})
    assert list(store_rows(two, processes=2)) == list(store_rows(two))
    assert len({row["plan_id"] for _table, row in store_rows(two)}) > 1


def small() -> list[str]:
    plan, goal = (f"<{ORIGIN}07205/{name}>" for name in ("plan", "plan/goal/x"))
    return [
        f'{goal} <{KEI}inPlan> {plan}', f'{goal} {LABEL} "水を守る"@ja', f"{goal} {TYPE} <{KEI}Goal>", f"{plan} {TYPE} <{KEI}Plan>",
    ]  # fmt: skip


def test_a_municipality_is_let_go_when_its_rows_are_made(examples: Store) -> None:
    town = rows.Town(line for key in examples.documents for line in examples.lines(key))
    assert len(list(town.rows())) > 100
    held = weakref.ref(town)
    del town
    assert held() is None, "a country's municipalities would pile up in memory"


def test_every_row_stands_by_itself(examples: Store) -> None:
    for name, row in store_rows(examples):
        for column in definition().tables[name].columns:
            assert row.get(column.id) is not None or not column.required, (name, column.id)
        if name != "statistics":
            assert row["place_id"]
            assert row["place_ja"]
    figures = [row for name, row in store_rows(examples) if name == "figures"]
    assert {row["unit_ucum"] for row in figures if row["unit"] == "人"} == {"{person}"}
    assert {row["confidence_ja"] for row in figures} == {"確実", "修復"}


def test_tables_are_read_back_as_they_were(examples: Store, folder: Path) -> None:
    for name in definition().tables:
        wanted = [row for table, row in store_rows(examples) if table == name]
        assert list(reading_back.rows(folder / f"{name}.csv")) == wanted
    checked = reading_back.check(sorted(folder.glob("*.csv")))
    assert [one.fault_count for one in checked] == [0, 0, 0, 0]
    assert checked[2].yen == {2024: 64755000}


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        (",Target,目標値,target,", ",Zarget,目標値,target,", "opendata.wrong-code", 2),
        (",Target,目標値,target,", ",Target,実績値,target,", "opendata.wrong-label", 2),
        (",4200,", ",\"4,200\",", "opendata.wrong-value", 2),
        (",2028,", ",令和10,", "opendata.wrong-value", 2),
        (",値,", ",数値,", "opendata.unknown-column", 1),
        (",指標ID,", ",指標,", "opendata.missing-column", 1),
        ("ID,全国", "ID,ID,全国", "opendata.column-twice", 1),
        (",人,{person},", ",人,", "opendata.cells", 2),
        (",将来人口,Target", ",,Target", "opendata.empty", 2),
        ("/target/2033,", "/target/2028,", "opendata.twice", 3),
        ("4,200人", "\udcff", "opendata.not-utf-8", 0),
        ("4,200人", "x" * 200_000, "opendata.no-csv", 0),
        ('"4,200人"', '"4,200"人', "opendata.no-csv", 0),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(
    folder: Path, tmp_path: Path, old: str, new: str, said: str, line: int
) -> None:
    text = (folder / "figures.csv").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "figures.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8", errors="surrogateescape")
    csv.field_size_limit(2**20)  # as the reader of another document leaves it
    (checked,) = reading_back.check([path])
    assert (said, line) in {(one.said.id, one.line) for one in checked.faults}
    assert checked.faults[0].said.text("ja") != checked.faults[0].said.text("en")


def test_what_is_named_in_another_table_must_stand_there(folder: Path, tmp_path: Path) -> None:
    for name in ("elements", "figures"):
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text)))
        kept = [row for row in rows if "Indicator" not in row or name == "figures"]
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(kept)
    _elements, figures = reading_back.check([tmp_path / "elements.csv", tmp_path / "figures.csv"])
    assert {one.said.id for one in figures.faults} == {"opendata.dangling"}
    assert figures.fault_count == figures.rows == 25


def test_many_faults_are_bounded(folder: Path, tmp_path: Path) -> None:
    head, *lines = (folder / "money.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "money.csv").write_text(head + lines[0].replace("JPY", "EUR") * 5000, encoding="utf-8")
    (checked,) = reading_back.check([tmp_path / "money.csv"])
    assert len(checked.faults) == reading_back.MOST
    assert checked.fault_count == 5000 + 4999


def test_the_commands_write_and_check_them(keikaku: Keikaku, examples: Store, tmp_path: Path) -> None:
    said = keikaku("export", "--format", "csv", "--output", tmp_path / "t", "--store", examples.path)
    assert said.exit_code == 0, said.output
    files = sorted((tmp_path / "t").glob("*.csv"))
    told = keikaku("check", *files, "--lang", "ja")
    assert told.exit_code == 0, told.output
    assert "オープンデータ定義に適合: 事業費一覧、6 行" in told.output
    assert "2024: 64,755,000" in told.output
    text = files[1].read_text(encoding="utf-8").replace(",Actual,", ",Aktual,")
    files[1].write_text(text, encoding="utf-8")
    told = keikaku("check", files[1], "--lang", "en")
    assert told.exit_code == 1
    assert "値の種類コード is 'Aktual', which is no code of its list: Actual, " in told.output
    assert keikaku("export", "--format", "csv", "--store", examples.path, "--lang", "en").exit_code == 2


def test_other_files_are_none_of_the_definition(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("ID,名称,年度,値\n1,2,3,4\n", encoding="utf-8")
    assert reading_back.table_of(path) is None
    with raises("opendata.no-table"):
        list(reading_back.rows(path))
