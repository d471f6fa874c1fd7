"""Files that are locked, damaged, bombs or something else: a sentence that names them, within bounds."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from typer.testing import Result

from keikaku import read_document
from keikaku.documents import apart
from keikaku.documents.limits import limit
from keikaku.ground.errors import (
    InputError,
)
from tests.conftest import Keikaku
from tests.support import raises, shared


@pytest.mark.parametrize(
    ("name", "error", "values"),
    [
        ("flate-bomb.pdf", "documents.overrun", {"form": "PDF", "where": "at part 1"}),
        ("lol.xlsx", "documents.unsafe-package", {"member": "xl/sharedStrings.xml"}),
        ("pagetree-bomb.pdf", "documents.damaged", {"form": "PDF"}),
        ("truncated.pdf", "documents.damaged", {"form": "PDF"}),
        ("user-pw.pdf", "documents.locked", {"form": "PDF"}),
        ("xxe.docx", "documents.unsafe-package", {"member": "word/document.xml"}),
        ("xxe.xlsx", "documents.unsafe-package", {"member": "xl/sharedStrings.xml"}),
        ("zipbomb.xlsx", "documents.bomb", {"where": "xl/worksheets/sheet1.xml"}),
    ],
)
def test_a_bad_file_is_named_with_its_way_out(name: str, error: str, values: dict[str, object]) -> None:
    path = shared("formats", "bad", name)
    with raises(error) as caught:
        read_document(path)

    told = {name: str(value) for name, value in caught.value.values.items()}
    assert {"path": str(path), **values}.items() <= told.items()
    assert str(path) in caught.value.message("en")
    assert str(path) in caught.value.message("ja")


@pytest.mark.parametrize("name", ["badxref.pdf", "owner-pw.pdf"])
def test_what_can_be_read_is_read(name: str) -> None:
    """A broken table of objects is rebuilt; an owner's password forbids printing, not reading."""
    assert "実施計画" in read_document(shared("formats", "bad", name)).text


def test_the_wish_of_an_owner_is_told() -> None:
    parts = read_document(shared("formats", "bad", "owner-pw.pdf")).parts

    assert [part.number for part in parts if "restricted" in part.notes] == [1]


def test_a_page_too_large_for_any_paper_has_no_text_and_says_so() -> None:
    assert [part.notes for part in read_document(shared("formats", "bad", "huge-mediabox.pdf")).parts] == [
        ["no-text"]
    ]


def test_a_reader_that_takes_too_long_is_ended() -> None:
    path = shared("documents", "otoineppu-strategy.pdf")
    with raises("documents.overrun") as caught:
        read_document(path, seconds=0.0)

    assert str(caught.value.values["where"]) == "at part 1"


def test_a_reader_that_takes_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the call says, or the setting for its form."""
    path = shared("tables", "shinagawa-project-evaluation.csv")
    with raises("documents.overrun"):
        read_document(path, memory=48 * 2**20)
    monkeypatch.setenv("KEIKAKU_LIMITS", "PDF=4096, csv=48:60")
    assert [limit(form).seconds for form in ("PDF", "CSV")] == [300, 60]
    with raises("documents.overrun"):
        read_document(path)


@pytest.mark.parametrize("said", ["PDF", "PDF=much", "PDF=0", "Lotus=100", "PDF=100:0"])
def test_a_limit_that_is_none_is_said(said: str, monkeypatch: pytest.MonkeyPatch, keikaku: Keikaku) -> None:
    monkeypatch.setenv("KEIKAKU_LIMITS", said)
    told = keikaku("text", str(shared("formats", "pdf", "plan.pdf")))

    assert told.exit_code == 2
    assert f"KEIKAKU_LIMITS: {said} is no limit" in " ".join(told.stderr.split())
    assert "PDF=2048:600" in told.stderr


def test_what_is_not_there_or_no_file(tmp_path: Path) -> None:
    with raises("documents.missing-path"):
        read_document(tmp_path / "nothing.pdf")
    with raises("documents.none-in-folder"):
        read_document(tmp_path)
    os.mkfifo(tmp_path / "pipe.pdf")
    with raises("documents.not-a-file"):
        read_document(tmp_path / "pipe.pdf")


def test_a_picture_with_the_name_of_a_pdf_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with raises("documents.damaged") as caught:
        read_document(path)

    assert caught.value.values["form"] == "PNG"


def test_a_table_without_a_character(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(",,\n,,\n", encoding="utf-8")
    with raises("documents.empty"):
        read_document(path)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("pdf", "d6-rot.pdf"),
        ("office", "godexcel.xlsx"),
        ("office", "godexcel.xls"),
        ("office", "godexcel.ods"),
        ("office", "plan.docx"),
        ("office", "page-cp932.html"),
        ("office", "a-cp932.csv"),
    ],
)
def test_a_damaged_file_is_read_or_named(folder: str, name: str, tmp_path: Path) -> None:
    """Bytes changed, cut and doubled at random: each ends in a document or in an error with its path."""
    data = shared("formats", folder, name).read_bytes()
    blamed = []
    source = random.Random(name)  # noqa: S311 -- the same damages in every run
    for number in range(4):
        damaged = bytearray(data)
        for _ in range(source.randint(1, 40)):
            at = source.randrange(len(damaged))
            damaged[at : at + source.randint(1, 8)] = source.randbytes(source.randint(0, 8))
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damaged[: source.randint(len(damaged) // 2, len(damaged))])
        try:
            blamed.append(read_document(path).path)
        except InputError as error:
            blamed.append(Path(str(error.values["path"])))

    assert blamed == [tmp_path / f"{number}-{name}" for number in range(4)]


def test_the_reader_hears_no_more_than_its_file(tmp_path: Path) -> None:
    """What a document's reader prints goes to standard error: its answers stay whole."""
    path = tmp_path / "plan.csv"
    path.write_text("施策,事業\n川,水質測定\n", encoding="utf-8")

    (part,) = apart.read_apart(path, "CSV")

    assert part.counts.total == 9


def test_the_command_prints_lines_with_numbers(keikaku: Keikaku, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("施策,事業\n川,水質測定\n", encoding="utf-8")

    result: Result = keikaku("text", str(path), "--numbers")

    assert result.exit_code == 0
    assert result.stdout == "1\t施策\t事業\n2\t川\t水質測定\n"


def test_the_command_says_what_it_could_not_read(keikaku: Keikaku) -> None:
    result: Result = keikaku("text", str(shared("formats", "pdf", "d10-no-tounicode.pdf")), "--no-ocr")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "page 1, 2, 3, 4, 5, 6" in result.stderr
    assert "4,960 characters without a character code" in result.stderr


def test_one_page_as_text_and_all_as_json(keikaku: Keikaku, tmp_path: Path) -> None:
    path = str(shared("documents", "mihiraki.pdf"))
    out = tmp_path / "plan.json"

    assert "施策２－２" in keikaku("text", path, "--page", "2").stdout
    assert keikaku("text", path, "--json", "--output", str(out)).exit_code == 0
    assert '"mediaType": "application/pdf"' in out.read_text(encoding="utf-8")
    assert keikaku("text", path, "--page", "99").exit_code == 2
