"""Files as numbered lines, and what cannot be read."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.documents.numbered_lines import Document, Line, read_document, with_repairs
from keikaku.ground.errors import (
    EmptyDocumentError,
    InputError,
)
from keikaku.ground.text.encoding import Decoded, decode
from keikaku.ground.text.folding import fold, unify
from tests.support import plan_path, raises

NAMES = [
    "ami-evaluation-sheets-r6",
    "kanegasaki-11th-plan-digest",
    "ninohe-late-basic-plan-outline",
    "shirakawa-implementation-plan-goal7",
    "suzaka-basic-plan-measures-35-39",
]
TEXT = "第1章　未来につながるまちづくり\n\n指標名\t単位\t基準値（R4）\n施策の目標達成率\t％\t74\n"


def document(folder: Path, content: bytes | str) -> Document:
    """Return the document that a file with this content is."""
    path = folder / "plan.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path)


def refusal(folder: Path, content: bytes | str) -> InputError:
    """Return the error that a file with this content raises; its Japanese sentence can be said as well."""
    with pytest.raises(InputError) as raised:
        document(folder, content)
    error = raised.value
    assert isinstance(error, InputError)
    assert "plan.txt" in error.message("en")
    assert "plan.txt" in error.message("ja")
    return error


def printed(read: Document) -> list[str]:
    return [line.printed for line in read.lines]


def test_a_line_says_what_it_is() -> None:
    line = Line.make(7, "施策の目標達成率\t ％ \t７４", page=2)
    assert (line.number, line.page, line.text) == (7, 2, line.printed)
    assert line.cells == ("施策の目標達成率", "％", "７４")
    assert line.folded == "施策の目標達成率\t % \t74"
    assert not line.blank
    assert not line.repaired


@pytest.mark.parametrize("text", ["", " ", "　\t ", "\u200b\ufeff", "\u00a0\x0c"])
def test_blank_lines(text: str) -> None:
    assert Line.make(1, text).blank


def test_a_lost_character_is_not_blank() -> None:
    assert not Line.make(1, " \ufffd ").blank


def test_a_document_says_where_it_comes_from(tmp_path: Path) -> None:
    read = document(tmp_path, TEXT)
    assert (read.path, read.name, read.encoding) == (tmp_path / "plan.txt", "plan.txt", "utf-8")
    assert read.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert [line.number for line in read.lines] == [1, 2, 3, 4]
    assert printed(read) == TEXT.splitlines()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("shift_jis", "cp932"),
        ("cp932", "cp932"),
        ("euc_jp", "euc_jp"),
    ],
)
def test_every_encoding_is_told_from_the_others(tmp_path: Path, encoding: str, name: str) -> None:
    read = document(tmp_path, TEXT.encode(encoding))
    assert read.encoding == name
    assert printed(read) == TEXT.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jis_2004"])
@pytest.mark.parametrize("name", NAMES)
def test_real_plans_read_the_same_in_every_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    text = plan_path(name).read_bytes().decode()
    encodable = text.encode(encoding, "ignore").decode(encoding)
    read = document(tmp_path, encodable.encode(encoding))
    assert "\n".join(printed(read)) == encodable.removesuffix("\n")


@pytest.mark.parametrize("name", NAMES)
def test_real_plans_have_as_many_lines_as_other_tools_count(name: str) -> None:
    read, text = read_document(plan_path(name)), plan_path(name).read_bytes().decode()
    assert read.encoding == "utf-8"
    assert len(read.lines) == text.count("\n") + (not text.endswith("\n"))


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16-le", "utf-16-be"])
@given(
    text=st.text(
        "あいうえおかきくけこアイウエオ市町村計画施策目標事業課年度人％（）、。・1234 \n", min_size=4
    )
)
def test_japanese_is_read_back_however_short(encoding: str, text: str) -> None:
    text = "施策" + text + "\n"
    decoded = decode(text.encode(encoding))
    assert isinstance(decoded, Decoded)
    assert decoded.text == text


@given(st.text())
def test_utf_8_is_always_utf_8(text: str) -> None:
    decoded = decode(("計画\n" + text.replace("\x00", "")).encode())
    assert isinstance(decoded, Decoded)
    assert decoded.text == "計画\n" + text.replace("\x00", "")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_alike_each_time(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    outcomes = []
    for _ in range(2):
        try:
            outcomes.append(str(read_document(path)))
        except InputError as error:
            outcomes.append(error.message("en") + error.message("ja"))
    assert outcomes[0] == outcomes[1]


def test_lines_end_as_rfc_5147_counts_them(tmp_path: Path) -> None:
    read = document(tmp_path, "一\r\n二\r三\n\n五\u2028五\u0085五\u2029五")
    assert printed(read) == ["一", "二", "三", "", "五\u2028五\u0085五\u2029五"]


@given(st.lists(st.text("計画 a\t", max_size=5), min_size=1), st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_document_reads_the_same_with_any_line_end(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], end: str
) -> None:
    lines = [*texts, "終"]
    assert printed(document(tmp_path_factory.getbasetemp(), end.join(lines))) == lines
    assert printed(document(tmp_path_factory.getbasetemp(), end.join(lines) + end)) == lines


def test_a_form_feed_begins_a_page_and_is_no_print(tmp_path: Path) -> None:
    read = document(tmp_path, "一\n\f二\n二\f\n三\n\f\f五\f六\n六\n")
    assert [(line.printed.replace("\f", "|"), line.page) for line in read.lines] == [
        ("一", 1), ("二", 2), ("二", 2), ("三", 3), ("五|六", 5), ("六", 6),
    ]  # fmt: skip
    assert not any(line.repaired for line in read.lines)


@pytest.mark.parametrize("what", ["missing", "missing/deeper", "file.txt/deeper", "nul\0"])
def test_no_such_path(tmp_path: Path, what: str) -> None:
    (tmp_path / "file.txt").write_text("計画", encoding="utf-8")
    with raises("documents.missing-path", match="no such file"):
        read_document(tmp_path / what)


def test_a_folder_a_pipe_a_socket_and_a_device_are_no_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        for path, what in [
            (tmp_path, "folder"),
            (Path("pipe"), "pipe"),
            (Path("socket"), "socket"),
            (Path("/dev/zero"), "device"),
        ]:
            with raises("documents.not-a-file", match=what):
                read_document(path)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with raises("documents.unreadable", match="cannot be opened"):
        read_document(tmp_path / "loop")
    with raises("documents.unreadable", match="cannot be opened"):
        read_document(tmp_path / ("長" * 500))


@pytest.mark.parametrize(
    ("content", "state"),
    [(b"", "empty"), (b"\n\n \t\r\n", "blank"), ("　\f".encode(), "blank"), (b"\xef\xbb\xbf", "blank")],
)
def test_nothing_to_read(tmp_path: Path, content: bytes, state: str) -> None:
    error = refusal(tmp_path, content)
    assert isinstance(error, EmptyDocumentError)
    assert f"is {state}" in error.message("en")


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "Word"),
        (b"PK\x03\x04\x14\x00\x06\x00xl/workbook.xml", "Excel"),
        (b"PK\x03\x04\x14\x00\x06\x00plan.txt", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "old Office"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi", "rich text"),
        (bytes(range(256)) * 4, "binary data"),
        (b"\x00" * 64, "binary data"),
        (b"\x01\x02\x03\x04\x05" * 9, "binary data"),
    ],
)
def test_what_is_no_text_is_named_with_a_way_out(tmp_path: Path, content: bytes, looks_like: str) -> None:
    error = refusal(tmp_path, content)
    assert error.id == "documents.binary"
    assert looks_like in error.message("en")
    assert str(error.values["way_out"]) in error.message("en")


@pytest.mark.parametrize(
    ("content", "line", "offset", "shown"),
    [
        ("計画\n施策".encode() + b"\xff" + "目標\n".encode(), 2, 13, "FF"),
        ("計画\r\n施策".encode("cp932") + b"\x81\x20" + "目標を達成する".encode("cp932"), 2, 10, "81"),
        ("計画を".encode()[:-1], 1, 6, "E3 82"),
        ("Größe und Maß".encode("latin-1"), 1, 2, "F6"),
        (b"\xef\xbb\xbf" + "計画\n\xff".encode() + b"\xfe", 2, 12, "FE"),
        (b"\xff\xfe" + "計画\n施策".encode("utf-16-le") + b"\x00", 2, 12, "00"),
    ],
)
def test_undecodable_bytes_are_shown_with_their_place(
    tmp_path: Path, content: bytes, line: int, offset: int, shown: str
) -> None:
    error = refusal(tmp_path, content)
    assert error.id == "documents.undecodable"
    assert (error.values["line"], error.values["offset"], error.values["bytes"]) == (line, offset, shown)


@pytest.mark.parametrize(
    ("char", "name"),
    [
        ("\x00", "U+0000 NUL"),
        ("\x07", "U+0007 BEL"),
        ("\x0b", "U+000B VT"),
        ("\x1b", "U+001B ESC"),
        ("\x7f", "U+007F DEL"),
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
        ("\u2069", "U+2069 POP DIRECTIONAL ISOLATE"),
    ],
)
def test_characters_that_mislead_are_named_with_their_place(tmp_path: Path, char: str, name: str) -> None:
    error = refusal(tmp_path, f"計画の名称\r\n目標{char}値は90％\n未満とする。\n")
    assert error.id == "documents.unsafe-text"
    assert (error.values["line"], error.values["column"], error.values["character"]) == (2, 3, name)


def test_lost_icons_and_arabic_noise_are_read(tmp_path: Path) -> None:
    assert printed(document(tmp_path, "◇\ufffd広聴 \u0639\u0628\u064a\u062f\n")) == [
        "◇\ufffd広聴 \u0639\u0628\u064a\u062f"
    ]


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("計画\n12345\n", encoding="utf-8")
    assert len(read_document(path, max_bytes=13, max_line=5, max_lines=2).lines) == 2
    with raises("documents.too-large", match="the file is 13 B, above the limit of 12 B"):
        read_document(path, max_bytes=12)
    with raises(
        "documents.too-large", match=r"line 2 \(in characters\) is 5, above the limit of 4"
    ) as raised:
        read_document(path, max_line=4)
    assert "2 行目" in raised.value.message("ja")
    with raises("documents.too-large", match="the number of lines is 2, above the limit of 1"):
        read_document(path, max_lines=1)


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(2**40)
    with raises("documents.too-large", match="1,099,511,627,776 B"):
        read_document(path)


def test_repairs_change_what_is_read_and_keep_the_print(tmp_path: Path) -> None:
    read = document(tmp_path, "施策の進捗\tВ\n方向性\t7\n目標\n")
    mended = with_repairs(read, [("\tВ", "\tＢ"), ("性\t7", "性\t↗")])
    assert [line.text for line in mended.lines] == ["施策の進捗\tＢ", "方向性\t↗", "目標"]
    assert [line.folded for line in mended.lines] == ["施策の進捗\tB", "方向性\t↗", "目標"]
    assert [line.repaired for line in mended.lines] == [True, True, False]
    assert printed(mended) == printed(read)
    assert mended.sha256 == read.sha256
    assert not any(line.repaired for line in read.lines)


def test_repairs_apply_in_order_and_none_is_empty(tmp_path: Path) -> None:
    read = document(tmp_path, "a\n")
    assert with_repairs(read, iter([("a", "b"), ("b", "c")])).lines[0].text == "c"
    assert with_repairs(read, []) == read
    with pytest.raises(ValueError, match="which print"):
        with_repairs(read, [("", "x")])


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_a_line_is_folded_from_its_text(text: str) -> None:
    assert Line.make(1, text).folded == fold(unify(text))
