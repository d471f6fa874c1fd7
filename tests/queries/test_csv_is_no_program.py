"""No CSV or XLSX file that keikaku writes holds a cell that a spreadsheet would run; numbers stay numbers."""

from __future__ import annotations

import ast
import csv
import io
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from keikaku.asking import answers
from keikaku.asking.questions import Query, run
from keikaku.ground.spreadsheet_text import could_run
from tests.support import ROOT

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "=HYPERLINK(1)"]
HARMLESS = ["道路", "1-1", "R6", "令和6年度", "", "a=b"]
NUMBERS = ["-3", "-0.5", "12"]
QUERY = f"""
    SELECT ?text ?number WHERE {{
        {{ VALUES ?text {{ {" ".join('"' + text.encode("unicode_escape").decode() + '"' for text in [*DANGEROUS, *HARMLESS])} }} }}
        UNION {{ VALUES ?number {{ {" ".join(NUMBERS)} }} }}
    }}
"""


def test_a_query_writes_no_formula_and_every_number_as_it_is(tmp_path: Path) -> None:
    out = io.BytesIO()
    answers.write(run(ox.Store(), Query(name="q", path=tmp_path / "q.rq", text=QUERY)), "csv", out)
    rows = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))
    assert rows[0] == ["text", "number"]
    texts = [text for text, number in rows[1:] if not number]
    assert texts == [*(f"'{text}" for text in DANGEROUS), *HARMLESS]
    assert [number for _text, number in rows[1:] if number] == NUMBERS
    assert not any(map(could_run, texts))


def test_who_needs_the_very_characters_takes_json(tmp_path: Path) -> None:
    out = io.BytesIO()
    answers.write(run(ox.Store(), Query(name="q", path=tmp_path / "q.rq", text=QUERY)), "json", out)
    assert b'"=1+1"' in out.getvalue()
    assert b"'=" not in out.getvalue()


def test_whatever_writes_csv_or_xlsx_asks_the_one_home() -> None:
    writers = {
        path
        for path in (ROOT / "src" / "keikaku").rglob("*.py")
        if {"csv.writer", "csv.DictWriter", "Workbook"} & set(map(ast.unparse, calls(path)))
    }
    asking = {path for path in writers if "neutral" in {ast.unparse(one) for one in calls(path)}}
    assert len(writers) >= 5
    assert writers == asking


def calls(path: Path) -> list[ast.expr]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_the_page_saves_no_formula_either() -> None:
    source = (ROOT / "web" / "src" / "results.js").read_text(encoding="utf-8")
    start = source.index("const numbers =")
    part = source[start : source.index("/** Shows tables")].replace("export ", "")
    cells = [{"type": "literal", "value": text} for text in [*DANGEROUS, *HARMLESS]]
    integer = "http://www.w3.org/2001/XMLSchema#decimal"
    cells += [{"type": "literal", "value": text, "datatype": integer} for text in NUMBERS]
    script = f"{part}\nprocess.stdout.write(csv({{columns: ['x'], rows: {cells!r}.map((one) => [one])}}))"
    done = subprocess.run(["node", "-e", script], capture_output=True, check=True)
    shown = [row[0] for row in csv.reader(io.StringIO(done.stdout.decode(), newline="")) if row]
    texts = [text for text in HARMLESS if text]
    assert [one for one in shown[1:] if one] == [*(f"'{text}" for text in DANGEROUS), *texts, *NUMBERS]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_run_is_known(text: str) -> None:
    assert could_run(text)
