"""StratML Part 2, there and back; RDF 1.2, there and back; what must be refused is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import etree

from keikaku.asking.opendata import stratml_reading
from keikaku.asking.opendata.rows import Row, store_rows
from keikaku.asking.opendata.stratml import NAMESPACE, write
from keikaku.graph.rdf12 import has_triple_terms, to_reification, to_triple_terms
from keikaku.store.export import nquads12
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.opendata.stratml_schema import schema
from tests.support import raises

CARRIED = {
    "elements": ("id", "class", "number", "name", "parents", "departments", "confidence", "status", "place_id", "plan", "municipality"),
    "figures": ("id", "indicator_id", "role", "fiscal_year", "value", "lower_bound", "upper_bound", "comparator", "unit", "printed", "confidence"),
    "money": ("id", "project_id", "project", "fiscal_year", "stage", "total_yen", "specific_yen", "general_yen", "confidence", "place_id"),
}  # fmt: skip


@pytest.fixture(scope="module")
def written(examples: Store) -> dict[str, bytes]:
    return {iri: data for iri, data, _lost in write(store_rows(examples))}


def schemas() -> Iterator[etree.XMLSchema]:
    """Yield the schema of the standard as we have it, and its own file where somebody names it."""
    yield schema()
    if given := os.environ.get("KEIKAKU_STRATML_XSD"):
        yield etree.XMLSchema(etree.parse(given))


def test_plans_conform_to_the_schema_of_the_standard(written: dict[str, bytes]) -> None:
    for rules in schemas():
        for iri, data in written.items():
            assert rules.validate(etree.fromstring(data)), (iri, rules.error_log.last_error)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<Name>", "<Acronym>x</Acronym><Name>"),
        ("<StrategicPlanCore>", "<StrategicPlanCore><Goal/>"),
        (' Type="Performance_Plan"', ""),
        ('Type="Performance_Plan"', 'Type="Plan"'),
        ("<StartDate>2024-04-01", "<StartDate>2024"),
        ("<NumberOfUnits>1240", "<NumberOfUnits>1,240"),
        ("<RoleType>Performer", "<RoleType>担当"),
        ("<Identifier>_", "<Identifier>1"),
        ('"Input"', '"Money"'),
    ],
)
def test_the_schema_finds_what_is_wrong(written: dict[str, bytes], old: str, new: str) -> None:
    text = next(one for data in written.values() if old in (one := data.decode()))
    broken = text.replace(old, new, 1).partition("?>")[2]
    for rules in schemas():
        assert not rules.validate(etree.fromstring(broken))


def test_an_identifier_stands_once(written: dict[str, bytes]) -> None:
    for data in written.values():  # lxml holds ids of attributes to that alone
        names = [one.text for one in etree.fromstring(data).iter(f"{{{NAMESPACE}}}Identifier")]
        assert len(names) == len(set(names)) > 1


def test_what_is_written_comes_back_as_it_was(
    examples: Store, written: dict[str, bytes], tmp_path: Path
) -> None:
    back: dict[str, list[Row]] = {name: [] for name in CARRIED}
    for number, data in enumerate(written.values()):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(data)
        held = stratml_reading.read(path)
        assert not +held.lost
        for name, rows in held.rows.items():
            back[name] += rows
    for name, columns in CARRIED.items():
        wanted = [tuple(row[one] for one in columns) for table, row in store_rows(examples) if table == name]
        found = [tuple(row.get(one) for one in columns) for row in back[name]]
        assert sorted(found, key=str) == sorted(wanted, key=str), name


def test_what_has_no_place_there_is_counted(plans: Store) -> None:
    lost = {name for _iri, _data, counts in write(store_rows(plans)) for name in +counts}
    assert lost == {"sdgs"}


STRANGER = f"""<?xml version="1.0"?>
<PerformancePlanOrReport xmlns="{NAMESPACE}" Type="Strategic_Plan"><Name>A plan</Name><Description>Of somebody else's</Description>
<StrategicPlanCore><Organization><Name>Town</Name></Organization><Mission><Description>m</Description></Mission>
<Goal><Name>G</Name><Description>d</Description><Objective><Name>O</Name><PerformanceIndicator><MeasurementDimension>visits</MeasurementDimension>
<UnitOfMeasurement>times</UnitOfMeasurement><MeasurementInstance><TargetResult><StartDate>2026-04-01</StartDate>
<NumberOfUnits>12.5</NumberOfUnits></TargetResult></MeasurementInstance></PerformanceIndicator></Objective></Goal>
</StrategicPlanCore></PerformancePlanOrReport>"""


def test_a_plan_of_somebody_elses_is_read_and_what_has_no_place_is_named(tmp_path: Path) -> None:
    path = tmp_path / "theirs.xml"
    path.write_text(STRANGER, encoding="utf-8")
    held = stratml_reading.read(path)
    assert [(row["class"], row["name"]) for row in held.rows["elements"]] == [("Goal", "G"), ("Measure", "O"), ("Indicator", "visits")]  # fmt: skip
    (figure,) = held.rows["figures"]
    assert (figure["role"], figure["fiscal_year"], str(figure["value"]), figure["unit"]) == ("Target", 2026, "12.5", "times")  # fmt: skip
    assert +held.lost == {"Mission": 1, "Description": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + STRANGER[22:].replace("A plan", "&e;"), "opendata.doctype"),
        ('<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>' + STRANGER[22:], "opendata.doctype"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">' + STRANGER[22:], "opendata.doctype"),
        (STRANGER.replace(NAMESPACE, "http://example.org/"), "opendata.no-stratml"),
        (STRANGER[:-9], "opendata.no-xml"),
        ("<a>" * 10_000 + "</a>" * 10_000, "opendata.no-xml"),
        ("", "opendata.no-xml"),
    ],
)  # fmt: skip
def test_entities_and_what_is_none_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")
    with raises(said):
        stratml_reading.read(path)


def test_the_commands_write_and_read_them(keikaku: Keikaku, examples: Store, tmp_path: Path) -> None:
    told = keikaku("export", "--format", "stratml", "--output", tmp_path / "s", "--store", examples.path)
    assert told.exit_code == 0, told.output
    assert len(list((tmp_path / "s").glob("*.xml"))) == 8
    assert "without a place: sdgs" in told.output
    told = keikaku("check", tmp_path / "s" / "99999-review-sheets.xml", "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "StratML Part 2: 架空町 施策点検シート; 17 elements, 8 figures, 0 amounts" in told.output
    shutil.copy(tmp_path / "s" / "99999-review-sheets.xml", tmp_path / "a.stratml")
    assert keikaku("check", tmp_path / "a.stratml", "--lang", "en").exit_code == 0
    (tmp_path / "evil.xml").write_text(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "/etc/passwd">]>' + STRANGER[22:], encoding="utf-8"
    )
    assert keikaku("check", tmp_path / "evil.xml").exit_code == 2


def test_statements_as_triple_terms_come_back_as_they_were(examples: Store) -> None:
    kept = list(ox.parse(b"".join(examples.nquads()), format=ox.RdfFormat.N_QUADS))
    newer = list(ox.parse(b"".join(nquads12(examples)), format=ox.RdfFormat.N_QUADS))
    statements = {quad.subject for quad in kept if quad.object == ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#Statement")}  # fmt: skip
    assert {quad.subject for quad in newer if isinstance(quad.object, ox.Triple)} == statements
    assert len(set(kept)) - len(set(newer)) == 3 * len(statements) > 0
    assert set(to_reification(newer)) == set(kept)
    assert has_triple_terms(newer)
    assert not has_triple_terms(kept)


def test_a_statement_that_lacks_a_part_stays_as_it_is() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = f"<urn:s> <{rdf}type> <{rdf}Statement> .\n<urn:s> <{rdf}subject> <urn:a> .\n<urn:s> <{rdf}predicate> <urn:b> .\n"
    quads = list(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    assert set(to_triple_terms(quads)) == set(quads)


def test_rdf_1_2_on_input_is_named(keikaku: Keikaku, examples: Store, tmp_path: Path) -> None:
    path = tmp_path / "newer.nq"
    path.write_bytes(b"".join(nquads12(examples)))
    told = keikaku("validate", path, "--lang", "en")
    assert told.exit_code == 2
    assert "this is RDF 1.2, and RDF 1.1 is read here" in " ".join(told.output.split())
