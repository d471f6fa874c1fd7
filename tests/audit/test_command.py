"""`keikaku audit`: what it writes, and what bad input gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.store.folder import Store
from tests.conftest import Keikaku


def test_papers_are_the_same_when_run_again(keikaku: Keikaku, towns: Store, tmp_path: Path) -> None:
    def run() -> dict[str, bytes]:
        result = keikaku("audit", "--store", towns.path, "--output", "paper")
        assert result.exit_code == 0, result.output
        return {file.name: file.read_bytes() for file in sorted((tmp_path / "paper").iterdir())}

    first = run()
    assert {"audit.html", "audit.xlsx", "audit.json", "audit-matrix.csv"} <= set(first)
    assert run() == first
    assert b"keikaku audit --store" in first["audit.html"]


def test_only_what_is_asked_for_is_written(keikaku: Keikaku, towns: Store, tmp_path: Path) -> None:
    result = keikaku("audit", "--store", towns.path, "-o", "paper", "-f", "json", "--lang", "ja")
    assert result.exit_code == 0
    assert [file.name for file in (tmp_path / "paper").iterdir()] == ["audit.json"]
    assert "監査調書" in result.output


BAD = {
    "plan": (["--plan", "架空市基本計劃"], ["架空市基本計画"]),
    "municipality": (["--municipality", "架空"], ["架空"]),
    "date": (["--as-of", "令和7年"], ["2026-04-01"]),
    "outside": (["--as-of", "1999-01-01"], ["1998", "2021"]),
    "plan and municipality": (
        ["--plan", "模擬村評価シート", "--municipality", "99998"],
        ["模擬村評価シート"],
    ),
}


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("case", BAD)
def test_what_is_not_there_is_said(keikaku: Keikaku, towns: Store, case: str, lang: str) -> None:
    arguments, said = BAD[case]
    result = keikaku("audit", "--store", towns.path, *arguments, "--lang", lang)
    assert result.exit_code == 2
    assert result.stderr.strip().endswith("。" if lang == "ja" else ".")
    for text in said:
        assert text in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written(keikaku: Keikaku, towns: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in ("file", "file/below", "/proc/nowhere"):
        result = keikaku("audit", "--store", towns.path, "--output", place)
        assert result.exit_code == 2
        assert place in result.stderr


def test_a_locale_that_does_not_exist(keikaku: Keikaku, towns: Store) -> None:
    result = keikaku("audit", "--store", towns.path, "--lang", "xx")
    assert result.exit_code == 2
    assert "ja" in result.stderr


def test_a_format_that_does_not_exist(keikaku: Keikaku, towns: Store) -> None:
    assert keikaku("audit", "--store", towns.path, "-o", "p", "-f", "pdf").exit_code == 2


def test_an_empty_store(keikaku: Keikaku, tmp_path: Path) -> None:
    result = keikaku("audit", "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "build" in result.stderr
