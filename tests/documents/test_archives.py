"""ZIP archives and folders: several files as one document; what no archive of documents holds is named."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from keikaku import build, check, read_document
from keikaku.asking.evidence.originals import Originals
from keikaku.building.inputs import find_documents
from keikaku.building.model import Options
from keikaku.documents.archives import documents_in
from keikaku.store.folder import Store
from tests.documents.made import Page, pdf
from tests.support import ROOT, raises


def packed(path: Path, members: Mapping[str, bytes], encoding: str = "cp932") -> Path:
    """Write an archive whose names are in an encoding, as the system of Japanese PCs writes them: without a mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, data in enumerate(members.values()):
            archive.writestr(f"{number:04}", data)
    raw = path.read_bytes()
    for number, name in enumerate(members):
        raw = renamed(raw, f"{number:04}".encode(), name.encode(encoding))
    path.write_bytes(raw)
    return path


def renamed(raw: bytes, old: bytes, new: bytes) -> bytes:
    """Return an archive with a member's name of four bytes replaced, in both of its places (APPNOTE.TXT, 4.3)."""
    local = raw.index(old, raw.index(b"PK\x03\x04"))
    raw = raw[: local - 4] + len(new).to_bytes(2, "little") + raw[local - 2 : local] + new + raw[local + 4 :]
    central = raw.index(old, raw.index(b"PK\x01\x02"))
    start = central - 46
    raw = (
        raw[: start + 28]
        + len(new).to_bytes(2, "little")
        + raw[start + 30 : central]
        + new
        + raw[central + 4 :]
    )
    return moved(raw)


def moved(raw: bytes) -> bytes:
    """Return an archive with the places of its members and of its directory set anew."""
    data = bytearray(raw)
    places, at = [], data.find(b"PK\x03\x04")
    while at >= 0:
        places.append(at)
        at = data.find(b"PK\x03\x04", at + 1)
    directory = at = data.index(b"PK\x01\x02")
    for place in places:
        data[at + 42 : at + 46] = place.to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 1)
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = (end - directory).to_bytes(4, "little")
    data[end + 16 : end + 20] = directory.to_bytes(4, "little")
    return bytes(data)


def test_files_with_japanese_names_are_one_document_in_their_order(tmp_path: Path) -> None:
    chapter = pdf(tmp_path / "one.pdf", [Page().text(60, 100, "第二章の本文"), Page().text(60, 100, "続き")])
    path = packed(
        tmp_path / "plan.zip",
        {
            "計画/第10章.txt": "第十章の本文\n".encode("cp932"),
            "計画/第２章.pdf": chapter.read_bytes(),
            "計画/第1章.csv": "施策,事業\n川,水質測定\n".encode(),
            "計画/写真.bmp": b"BM",
            "__MACOSX/._第1章.csv": b"\x00\x05",
        },
    )
    read = read_document(path)

    assert [(part.number, part.file) for part in read.parts] == [
        (1, "計画/第1章.csv"),
        (2, "計画/第２章.pdf"),
        (3, "計画/第２章.pdf"),
        (4, "計画/第10章.txt"),
    ]
    assert [text for text, _ in read.lines] == [
        "施策\t事業",
        "川\t水質測定",
        "第二章の本文",
        "続き",
        "第十章の本文",
    ]
    assert {place.file for text, place in read.lines if place.part == 3} == {"計画/第２章.pdf"}


def test_names_in_utf_8_without_a_mark(tmp_path: Path) -> None:
    path = packed(tmp_path / "plan.zip", {"概要.txt": "本文\n".encode()}, "utf-8")

    assert [part.file for part in read_document(path).parts] == ["概要.txt"]


def test_pages_of_a_site_are_one_document_from_its_index(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    for name in ("index", "10", "9"):
        (folder / f"{name}.html").write_text(f"<html><body><p>{name}の頁</p></body></html>", encoding="utf-8")
    read = read_document(folder)

    assert [text for text, _ in read.lines] == ["indexの頁", "9の頁", "10の頁"]
    assert (read.form, len(read.sha256)) == ("folder", 64)


def test_the_files_that_plan_yml_names_in_its_order(tmp_path: Path) -> None:
    names = ("表紙.txt", "各論.txt", "総論.txt")
    path = packed(tmp_path / "plan.zip", {name: f"{name}\n".encode() for name in names})
    read = read_document(path)

    assert [text for text, _ in read.chosen(["総論*", "各論.txt"]).lines] == ["総論.txt", "各論.txt"]
    with pytest.raises(LookupError, match="資料"):
        read.chosen(["資料*"])


@pytest.mark.parametrize(
    ("members", "error", "member"),
    [
        ({"../../outside.txt": b"plan"}, "documents.member", "../../outside.txt"),
        ({"/etc/plan.txt": b"plan"}, "documents.member", "/etc/plan.txt"),
        ({"C:\\plan.txt": b"plan"}, "documents.member", "C:/plan.txt"),
        ({"資料.zip": b"PK\x05\x06" + bytes(18)}, "documents.member", "資料.zip"),
        ({"資料.txt": b"PK\x05\x06" + bytes(18)}, "documents.member", "資料.txt"),
    ],
    ids=["above", "root", "drive", "nested", "nested under another name"],
)
def test_members_that_no_archive_of_documents_holds(
    members: dict[str, bytes], error: str, member: str, tmp_path: Path
) -> None:
    path = packed(tmp_path / "plan.zip", members)
    with raises(error) as caught:
        read_document(path)

    assert (caught.value.values["path"], caught.value.values["member"]) == (path, member)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_an_archive_that_inflates_without_end(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("計画.txt", "w") as member:
        for _ in range(260):
            member.write(bytes(2**20))
    with raises("documents.bomb") as caught:
        read_document(path)

    assert caught.value.values["where"] == "計画.txt"


def test_an_archive_of_ten_thousand_members(tmp_path: Path) -> None:
    path = tmp_path / "plan.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", b"")
    with raises("documents.bomb") as caught:
        read_document(path)

    assert caught.value.values["where"] == "10,001 members"


def test_locked_damaged_and_empty_archives(tmp_path: Path) -> None:
    whole = packed(tmp_path / "plan.zip", {"計画.txt": "本文の行\n".encode() * 40}).read_bytes()
    flag = whole.index(b"PK\x01\x02") + 8
    (tmp_path / "locked.zip").write_bytes(whole[:flag] + b"\x01\x00" + whole[flag + 2 :])
    at = whole.index("計画.txt".encode("cp932")) + 10
    (tmp_path / "damaged.zip").write_bytes(whole[:at] + bytes(6) + whole[at + 6 :])
    packed(tmp_path / "empty.zip", {"写真.bmp": b"BM"})

    for name, error in (
        ("locked", "documents.locked"),
        ("damaged", "documents.damaged"),
        ("empty", "documents.none-in-folder"),
    ):
        with raises(error) as caught:
            read_document(tmp_path / f"{name}.zip")
        assert caught.value.values["path"] == tmp_path / f"{name}.zip"


def test_an_error_of_a_member_names_it_by_its_place_in_the_archive(tmp_path: Path) -> None:
    path = packed(tmp_path / "plan.zip", {"第1章.txt": "本文\n".encode(), "第2章.pdf": b"%PDF-1.7\nnothing"})
    with raises("documents.damaged") as caught:
        read_document(path)

    assert caught.value.values["path"] == path / "第2章.pdf"


def test_a_build_takes_the_files_that_plan_yml_names(tmp_path: Path) -> None:
    """An example cut in two, packed in the wrong order beside a file that is none of it, reads like the whole."""
    example = ROOT / "examples" / "measure-tables"
    lines = (example / "plan.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    halves = ["".join(lines[:40]), "".join(lines[40:])]
    members = {"1続き.txt": halves[1].encode(), "2初め.txt": halves[0].encode(), "3別の文書.txt": b"other\n"}
    packed(tmp_path / "plan.zip", members)
    settings = (example / "plan.yml").read_text(encoding="utf-8")
    unpacked = tmp_path / "plan"
    unpacked.mkdir()
    for name, data in members.items():
        (unpacked / name).write_bytes(data)
    for files, found in (('["*初め.txt", "*続き.txt"]', None), ('["*資料.txt"]', "documents.missing-member")):
        named = settings.replace("document:\n", f"document:\n  files: {files}\n", 1)
        (tmp_path / "plan.yml").write_text(named, encoding="utf-8")
        (report,) = check(tmp_path / "plan.zip")
        (whole,) = check(example / "plan.txt")
        assert (report.error and report.error.id) == (found or (whole.error and whole.error.id))
        assert report.elements == ({} if found else whole.elements)
        (unpacked / "plan.yml").write_text(named, encoding="utf-8")
        if not found:
            (report,) = check(unpacked)
            assert (report.path, report.error, report.elements) == (unpacked, None, whole.elements)
    assert [one.path.name for one in check(unpacked)] == list(
        members
    )  # a pattern that no file has: many documents


def test_a_folder_is_built_as_one_document_and_again_when_a_file_of_it_changes(tmp_path: Path) -> None:
    example = ROOT / "examples" / "measure-tables"
    settings = (example / "plan.yml").read_text(encoding="utf-8")
    named = settings.replace("document:\n", 'document:\n  files: ["*.txt"]\n', 1)
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "plan.yml").write_text(named, encoding="utf-8")
    text = (example / "plan.txt").read_text(encoding="utf-8")
    (folder / "1.txt").write_text(text, encoding="utf-8")
    store = Store(tmp_path / "store")

    def built() -> tuple[bool, bool]:
        (report,) = build(tmp_path, store, Options(jobs=0))
        return report.stored, report.changed

    assert built() == (True, True)
    entry = next(iter(store.documents.values()))
    assert (entry.source, entry.source_sha256) == ("plan", read_document(folder).sha256)
    assert list(Originals.of(store, (tmp_path,)).files.values()) == [folder]
    (folder / "notes.log").write_text("no document", encoding="utf-8")
    assert built() == (True, False)
    (folder / "2.txt").write_text("付録\n", encoding="utf-8")
    (report,) = build(tmp_path, store, Options(jobs=0))
    assert report.sha256 == read_document(folder).sha256 != entry.source_sha256


def test_page_numbers_are_counted_in_the_order_that_plan_yml_names(tmp_path: Path) -> None:
    """Names do not always say the order; what only the pages together tell is told of the document that is read."""
    halves = [(3, 4, 5), (1, 2)]
    for name, numbers in zip(("a.pdf", "b.pdf"), halves, strict=True):
        pages = [Page().text(60, 100, f"本文{number}").text(290, 820, str(number)) for number in numbers]
        pdf(tmp_path / name, pages)
    pdf(tmp_path / "c.pdf", [Page().text(60, 100, "別の文書").text(290, 820, "1")])
    read = read_document(tmp_path)
    chosen = read.chosen(["b.pdf", "a.pdf"])

    assert [part.folio() for part in read.parts] == ["3", "4", "5", "", "", ""]
    assert [part.folio() for part in chosen.parts] == ["1", "2", "3", "4", "5"]
    assert [part.number for part in chosen.parts] == [1, 2, 3, 4, 5]


def test_a_document_that_cannot_be_read_is_not_left_out(tmp_path: Path) -> None:
    """A Word file of old beside its own PDF is the same document; one that stands alone is named."""
    for name in ("plan.pdf", "plan.doc", "budget.doc", "table.JTD", "notes.txt"):
        (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    wanted = ["budget.doc", "notes.txt", "plan.pdf", "table.JTD"]
    assert sorted(name for name, _file in documents_in(tmp_path)) == wanted
    assert sorted(one.name for one in find_documents(tmp_path) if isinstance(one, Path)) == wanted
    with raises("documents.binary", "print it to a PDF"):
        read_document(tmp_path / "budget.doc")
