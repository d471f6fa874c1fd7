"""Forms that are not read: each is named, with what its owner can do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from keikaku import read_document
from tests.documents.made import Page, pdf
from tests.support import raises

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*names: str, mimetype: str = "") -> bytes:
    """Return a zipped file with members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (*(["mimetype"] if mimetype else []), *names):
            archive.writestr(name, mimetype if name == "mimetype" else "<a/>")
    return out.getvalue()


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("data", "name", "looks_like", "way_out"),
    [
        (package("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "a presentation (.pptx)", "print"),
        (stream("PowerPoint Document"), "a.ppt", "an old presentation (.ppt)", "print"),
        (stream("WordDocument"), "a.doc", "an old Word document (.doc)", "print"),
        (stream("DocumentText"), "a.jtd", "an Ichitaro document (.jtd)", "print"),
        (stream("EncryptedPackage"), "a.xlsx", "an Office file with a password", "without a password"),
        (stream("SomethingElse"), "a.dat", "an old Office file", "print"),
        (b"\x00\x00\x1a\x00\x00\x10\x04\x00" + bytes(60), "a.123", "a sheet of Lotus 1-2-3", ".xlsx"),
        (b"JwwData." + bytes(60), "a.jww", "a drawing of Jw_cad (.jww)", "print"),
        (b"\x01\x0e\x82\x97" + bytes(60), "a.xdw", "a DocuWorks document", "print"),
        (b"\x01\x0e\x82\x97" + b"\xff\xfd\x81" * 60, "a.XBD", "a DocuWorks document", "print"),
        (stream("SomethingElse"), "b.xdw", "a DocuWorks document", "print"),
        (b"AC1027" + bytes(60), "a.dwg", "a drawing of AutoCAD (.dwg)", "print"),
        (
            package("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "a.odt",
            "an OpenDocument text (.odt)",
            "print",
        ),
        (b"\x22\x08-lh5-" + bytes(60), "a.lzh", "an LZH archive", "unpack"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(60), "a.rar", "a RAR archive", "unpack"),
        (
            package("[Content_Types].xml", "xl/workbook.bin"),
            "a.xlsb",
            "a binary Excel workbook (.xlsb)",
            ".xlsx",
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "a.xls",
            "an Excel workbook written as XML",
            ".xlsx",
        ),
        (
            b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html><p>=E8=A8=88</p>",
            "a.mht",
            "a web archive (.mht)",
            "print",
        ),
        (b"{\\rtf1 plan}", "a.rtf", "a rich text file (.rtf)", "plain text"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("a.") else "",
)
def test_a_form_that_is_not_read_is_named_with_the_way_out(
    data: bytes, name: str, looks_like: str, way_out: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with raises("documents.binary") as caught:
        read_document(path)

    assert caught.value.values["path"] == path
    assert looks_like in caught.value.message("en")
    assert way_out in caught.value.message("en")
    assert caught.value.message("ja").count("。") >= 2


ATTACHED = (
    "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (budget.xlsx) /UF (budget.xlsx) /EF << /F 7 0 R >> >>"
    " (b) << /Type /Filespec /F (plan.pdf) /UF (plan.pdf) /EF << /F 7 0 R >> >>] >> >>"
)


def test_a_portfolio_is_named_with_its_files(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "plan.pdf", [Page().text(60, 100, "表紙")], f"{ATTACHED} /Collection << /View /D >>"
    )
    with raises("documents.portfolio") as caught:
        read_document(path)

    assert caught.value.values == {"path": path, "count": "2", "names": "budget.xlsx, plan.pdf"}


def test_a_plan_with_attachments_is_a_plan(tmp_path: Path) -> None:
    path = pdf(tmp_path / "plan.pdf", [Page().text(60, 100, "計画の本文")], ATTACHED)

    assert read_document(path).text == "計画の本文\n"
