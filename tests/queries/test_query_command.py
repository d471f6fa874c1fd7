"""``keikaku query`` and ``keikaku queries`` as a person meets them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import keikaku
from keikaku import read_document
from keikaku.asking.questions import check_syntax, read_query
from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.cli import app
from keikaku.store.folder import Store
from tests.prints import PRINTS
from tests.support import ROOT, raises, stored


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    example = "examples/project-tables"
    return stored(
        Store(tmp_path_factory.mktemp("examples") / "store"), {example: ROOT / example / "plan.txt"}
    ).path


def _run(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        app, ["query", *arguments, "--store", str(store)], env={"LANG": "C", "COLUMNS": "200"}
    )


def test_a_table_has_the_question_names_and_figures(store: Path) -> None:
    result = _run(store, "money-by-goal")
    assert result.exit_code == 0
    assert "How much money is there per goal?" in result.stdout
    assert "手しごとが続くまち" in result.stdout
    assert "https://" not in result.stdout


def test_the_sdg_coverage_names_all_goals(store: Path) -> None:
    result = _run(store, "sdg-coverage", "--lang", "ja")
    assert "計画はSDGsのどのゴールに対応しているか" in result.stdout
    assert "パートナーシップで目標を達成しよう" in result.stdout


def test_a_thing_is_found_by_its_name(store: Path) -> None:
    result = _run(store, "lineage-up", "-p", "element=工房めぐりの日", "-f", "csv")
    assert [line.split(",")[0] for line in result.stdout.split()] == ["step", "0", "1", "2", "3"]


def test_a_table_shows_the_row_of_a_document_that_is_no_text(tmp_path: Path) -> None:
    """In the place of a line that only its text form has; programs get the number."""
    example = ROOT / "examples" / "project-tables"
    (tmp_path / "plan.yml").write_bytes((example / "plan.yml").read_bytes())
    path = PRINTS["xlsx"]((example / "plan.txt").read_text(encoding="utf-8"), tmp_path)
    build(path, Store(tmp_path / "store"), Options(jobs=0))
    shown = {
        language: _run(tmp_path / "store", "largest-projects", "--lang", language).stdout
        for language in ("en", "ja")
    }
    rows = _run(tmp_path / "store", "largest-projects", "-f", "csv").stdout.splitlines()
    (number,) = (int(row.rpartition(",")[2]) for row in rows if "流木の薪くばり" in row)
    (cell, *_) = read_document(path).lines[number - 1][1].cells
    row = cell.address.lstrip("A")

    assert re.search(rf"流木の薪くばり .* plan\.xlsx +sheet “Sheet” row {row}\n", shown["en"])
    assert re.search(rf"流木の薪くばり .* plan\.xlsx +シート「Sheet」 行{row}\n", shown["ja"])


def test_json_is_the_w3c_s(store: Path) -> None:
    found = json.loads(_run(store, "counts-by-class", "-f", "json").stdout)
    assert found["head"]["vars"] == ["plan", "planLabel", "kind", "things"]
    assert found["results"]["bindings"][0]["things"]["type"] == "literal"


def test_markdown_escapes_what_would_be_markup(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.rq"
    file.write_text('SELECT ?x { BIND("a|b <c>\\n*d*" AS ?x) }', encoding="utf-8")
    assert _run(store, str(file), "-f", "markdown").stdout.splitlines()[2] == "| a\\|b \\<c\\> \\*d\\* |"


def test_explain_shows_the_query_with_its_bindings(store: Path) -> None:
    result = _run(store, "what-plans-say", "-p", 'word=Ａ"}', "--explain")
    assert 'VALUES ?word { "a\\"}" }' in result.stdout


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "markdown", "table"])
def test_output_goes_into_a_file(store: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / "rows"
    assert _run(store, "plans", "-f", name, "-o", str(file)).exit_code == 0
    assert "三か年実施計画" in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["sdg-coverge"], "Nearest names: sdg-coverage"),
        (["lineage-up", "-p", "elemen=x:y"], "no parameter 'elemen'"),
        (["lineage-up"], "needs --param element"),
        (["lineage-up", "-p", "element=https://a b"], "takes an absolute IRI"),
        (["lineage-up", "-p", "element=どこにもない"], "Nothing in the store is called"),
        (["largest-projects", "-p", "year=令和3"], "a year of four digits"),
        (["plans", "-f", "turtle"], "cannot be written as turtle"),
        (["lineage-graph", "-p", "element=工房めぐりの日", "-f", "csv"], "cannot be written as csv"),
    ],
)
def test_bad_input_gets_a_sentence(store: Path, arguments: list[str], sentence: str) -> None:
    result = _run(store, *arguments)
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())
    assert not result.stdout


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("SELECT ?x\nWHERE { ?x ?? ?y }", "line 2, column"),
        ("SELECT ?x\nWHERE { ?x ?? ?y }", "WHERE { ?x ?? ?y }"),
        ("DELETE WHERE { ?s ?p ?o }", "no updates"),
        ("<html></html>", "no SPARQL query"),
        ("ASK { SERVICE <http://127.0.0.1:1/> { } }", "reaches outside the store (SERVICE)"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "reaches outside the store (FROM)"),
        ("# title@en: x\n# tilte@ja: y\nASK { }", "line 2: unknown key 'tilte@ja'"),
        ("# title@en: x\n# param: a b c\nASK { }", "line 2: not “name type"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence(store: Path, tmp_path: Path, text: str, sentence: str) -> None:
    file, output = tmp_path / "bad.rq", tmp_path / "rows.csv"
    file.write_text(text, encoding="utf-8")
    result = _run(store, str(file), "-o", str(output))
    assert result.exit_code == 2
    assert sentence in " ".join(result.stderr.split())
    assert not output.exists()


def test_a_file_without_header_takes_any_variable(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        "SELECT ?label { ?s a ?class ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }", "utf-8"
    )
    result = _run(store, str(file), "-p", "class=kei:Project", "-p", "label=x", "-f", "csv")
    assert result.exit_code == 0
    assert result.stdout.split() == ["label"]


def test_an_empty_store_says_so_and_explains_all_the_same(tmp_path: Path) -> None:
    nothing = tmp_path / "none"
    assert "holds no document yet" in _run(nothing, "plans").stderr
    assert _run(nothing, "plans").exit_code == 2
    assert "SELECT" in _run(nothing, "plans", "--explain").stdout


def test_queries_are_listed_in_both_languages() -> None:
    english = CliRunner().invoke(app, ["queries", "sdg", "--lang", "en"])
    japanese = CliRunner().invoke(app, ["queries", "--lang", "ja"])
    assert "Which SDGs do the plans cover?" in english.stdout
    assert "money-by-year" not in english.stdout
    assert "計画はSDGsのどのゴールに対応しているか" in japanese.stdout


def test_the_library_asks_as_the_command_does(store: Path) -> None:
    memory = keikaku.Store(store).load()
    rows = list(keikaku.ask(memory, "money-by-year").records())
    assert [(row["planLabel"], row["year"], row["total"]) for row in rows] == [
        ("三か年実施計画", 2024, 64_755_000)
    ]
    assert "money-by-year" in keikaku.queries()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """A child writes a million rows and says what it took at most."""
    code = """
import resource, sys
import pyoxigraph as ox
store = ox.Store()
name = ox.NamedNode
store.extend(ox.Quad(name(f"x:{i}"), name("x:p"), ox.Literal(i)) for i in range(1000))
from keikaku.asking import answers
from keikaku.asking.questions import Query, run
from pathlib import Path
def rows(text):
    with open(sys.argv[1], "wb") as file:
        answers.write(run(store, Query(name="q", path=Path("q"), text=text)), "csv", file)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
few = rows("SELECT * { ?a <x:p> ?b }")
many = rows("SELECT * { ?a <x:p> ?b . ?c <x:p> ?d }")
print((many - few) // 1024)
"""
    file = tmp_path / "rows.csv"
    done = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    with file.open("rb") as written:
        assert sum(1 for _line in written) == 1_000_001
    assert int(done.stdout) < 20


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1 AS ?x)\n{ FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "SELECT *\n" + "{" * 20_000 + "}" * 20_000,
        "SELECT *\n{ FILTER(" + "!" * 20_000 + "1) }",
        "SELECT (1\n" + "+1" * 20_000 + " AS ?x) {}",
        "SELECT *\n{ ?s ?p " + "[<a:a> " * 20_000 + "1" + "]" * 20_000 + " }",
        "SELECT *\n{ " + "{} UNION " * 20_000 + "{} }",
    ],
)
def test_what_would_end_the_process_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    file = tmp_path / "deep.rq"
    file.write_text(text, encoding="utf-8")
    with raises("asking.query-syntax") as caught:
        check_syntax(read_query(file))
    assert caught.value.values["line"] == 2
    assert "nested too deep" in str(caught.value)
    assert "入れ子が深すぎる" in caught.value.message("ja")
