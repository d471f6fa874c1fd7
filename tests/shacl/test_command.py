"""``keikaku validate`` as its user sees it, and the runner behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from country import towns
from rdflib import RDF, SH, Graph

from keikaku.building.pipeline import Options, build
from keikaku.ground.rules import Severity
from keikaku.store.folder import Store
from keikaku.validation.runner import Validated, validate_files
from tests.conftest import Keikaku
from tests.support import ROOT

SHAPES = """
@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Lonely."@en , "孤立"@ja ] .
"""
INVALID = ROOT / "tests" / "shapes" / "budgets" / "invalid.budget-total.ttl"


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    for number, lines in enumerate(towns(2)):
        (folder / f"town-{number}.nq").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def test_data_that_conforms(keikaku: Keikaku, tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<http://e/a> <http://e/q> <http://e/b> .\n", encoding="utf-8")
    output = keikaku("validate", data, "--lang", "en")
    assert output.exit_code == 0
    assert "1 quads in 1 graphs: violations 0, warnings 0, notes 0" in output.stdout


def test_a_table_names_rule_place_and_reason(keikaku: Keikaku) -> None:
    output = keikaku("validate", INVALID, "--lang", "ja")
    assert output.exit_code == 1
    assert "budget-total" in output.stdout
    assert "整数(円)" in output.stdout


def test_any_shapes(keikaku: Keikaku, tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    data.write_text(
        "@prefix ex: <http://example.org/> . ex:a ex:p ex:a , 'x' . ex:b ex:p ex:b .", encoding="utf-8"
    )
    output = keikaku("validate", data, "--shapes", shapes, "--lang", "en")
    assert output.exit_code == 1
    assert "Does not satisfy NodeKind (p). [x]" in output.stdout
    assert "violations 1, warnings 0" in output.stdout


@pytest.mark.parametrize("validator", ["keikaku", "pyshacl", "pyrudof"])
def test_a_report_in_turtle(validator: str, keikaku: Keikaku, tmp_path: Path) -> None:
    if validator == "pyrudof":
        pytest.importorskip("pyrudof")
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    data.write_text("@prefix ex: <http://example.org/> . ex:a ex:p ex:b .", encoding="utf-8")
    output = keikaku("validate", data, "--shapes", shapes, "--format", "turtle", "--validator", validator)
    assert output.exit_code == 1
    report = Graph().parse(data=output.stdout, format="turtle")
    [node] = report.subjects(RDF.type, SH.ValidationReport)
    assert not report.value(node, SH.conforms)
    [result] = report.objects(node, SH.result)
    assert str(report.value(result, SH.focusNode)) == "http://example.org/a"
    assert report.value(result, SH.resultSeverity) == SH.Warning
    path = report.value(result, SH.resultPath)
    assert str(report.value(path, SH.inversePath)) == "http://example.org/p"
    assert {str(one) for one in report.objects(result, SH.resultMessage)} == {"Lonely.", "孤立"}


def test_an_unknown_validator_is_refused(keikaku: Keikaku) -> None:
    output = keikaku("validate", INVALID, "--validator", "guess")
    assert output.exit_code == 2
    assert "keikaku, pyshacl, pyrudof" in output.stderr


def told(each: list[Validated]) -> list[tuple[str, str, int, list[str]]]:
    return [(one.path.name, one.graph, one.quads, [str(finding) for finding in one.findings]) for one in each]


def test_several_processes_find_what_one_finds(country: Path) -> None:
    files = sorted(country.iterdir())
    one = told(list(validate_files(files, jobs=1)))
    assert one == told(list(validate_files(files, jobs=2)))
    assert all(findings for *_about, findings in one)


def test_graphs_of_one_file_are_validated_one_by_one(country: Path, tmp_path: Path) -> None:
    files = sorted(country.iterdir())
    together = tmp_path / "all.nq"
    together.write_text(
        "# a comment\n\n" + "".join(file.read_text(encoding="utf-8") for file in files), encoding="utf-8"
    )
    apart = [(graph, quads, found) for _name, graph, quads, found in told(list(validate_files(files)))]
    assert apart == [
        (graph, quads, found) for _name, graph, quads, found in told(list(validate_files([together])))
    ]


def test_an_export_of_towns_with_several_documents_conforms_as_they_did(tmp_path: Path) -> None:
    """What two documents of a town share stands in a graph of its own: it is validated with each of them."""
    store = Store(tmp_path / "store")
    reports = build([ROOT / "examples"], store, Options(jobs=0))
    assert all(report.stored for report in reports)
    exported = tmp_path / "all.nq"
    exported.write_bytes(b"".join(store.nquads()))
    assert b"/graph/shared/" in exported.read_bytes()
    for files in ([exported], sorted((tmp_path / "store" / "graphs").iterdir())):
        found = list(validate_files(files))
        assert len(found) == len(reports)
        assert [
            str(one) for each in found for one in each.findings if one.severity is Severity.VIOLATION
        ] == []


def test_a_folder_without_rdf_is_said(keikaku: Keikaku, tmp_path: Path) -> None:
    output = keikaku("validate", tmp_path, "--lang", "en")
    assert output.exit_code == 2
    assert ".nq" in output.stderr
