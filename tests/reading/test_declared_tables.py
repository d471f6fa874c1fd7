"""What plan.yml declares of tables and a document contradicts: file, line, key, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.ground.errors import SeriesError
from tests.reading.made import Read, series, text

TABLE = "架空町\n事業名\t所管の課\tR5事業費(千円)\n道路の整備\t建設課\t5\n"
KINDS = """\
tables:
  projects:
    rows: Project
    columns:
      department: 所管の課
      status: 新旧の別
"""


def test_a_role_that_no_column_has_names_line_key_and_what_is_printed(tmp_path: Path) -> None:
    loader = series(tmp_path, KINDS)
    with pytest.raises(SeriesError) as error:
        loader.load(text(tmp_path, TABLE))
    lines = loader.path.read_text(encoding="utf-8").splitlines()
    assert lines[int(str(error.value.values["line"])) - 1].strip() == "status: 新旧の別"
    assert error.value.values["key"] == "tables.projects.columns.status"
    assert "所管の課" in error.value.message("ja")
    assert "所管の課" in error.value.message("en")


def test_a_role_that_only_the_family_declares_may_be_absent(tmp_path: Path) -> None:
    loader = series(tmp_path, "tables: {projects: {years: {actual: 2023}}}\n", "jimu-jigyo-hyoka")
    reading = loader.load(text(tmp_path, TABLE.replace("所管の課", "担当課")))
    assert [element.label for element in reading.elements] == ["道路の整備"]
    assert reading.unmet
    assert [(each.fiscal_year, each.total) for each in reading.budgets] == [(2023, 5000)]


def test_a_document_without_such_a_table_is_read(tmp_path: Path) -> None:
    assert not series(tmp_path, KINDS).load(text(tmp_path, "架空町\n道路を整備します。\n")).unmet


def test_two_kinds_that_fit_a_table_are_reported(read: Read) -> None:
    reading = read(TABLE, "tables: {a: {rows: Project}, b: {rows: Project, unit: 千円}}\n")
    assert not reading.elements
    [finding] = [each for each in reading.findings if each.rule == "table-ambiguous"]
    assert "tables.a, tables.b" in finding.ja
    assert finding.lines == (2, 3)
