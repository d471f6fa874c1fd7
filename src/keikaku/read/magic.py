"""What a file is that is not text, by its first bytes."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file, and what its owner can do to have it read; in English and in Japanese."""

    en: str
    ja: str
    way_out: str
    way_out_ja: str


_EXTRACT = (
    "extract its text first, for example with pdftotext -layout",
    "pdftotext -layout などでテキストを取り出してください",
)
_SAVE = ("save it as plain text first", "テキスト形式で保存してください")
_UNPACK = ("unpack it first", "展開してください")
_OCR = ("recognise its text (OCR) first", "OCR で文字にしてください")

GARBAGE = Kind(
    "binary data", "バイナリデータ", "give it the text of the plan", "計画の本文のテキストを指定してください"
)
_WORD = Kind("a Word document (.docx)", " Word 文書(.docx)", *_SAVE)
_EXCEL = Kind("an Excel workbook (.xlsx)", " Excel ブック(.xlsx)", *_SAVE)
_ZIP = Kind("a ZIP archive", " ZIP ", *_UNPACK)
_OLE = Kind("an old Office file (.doc, .xls, .jtd)", "古い形式の Office 文書(.doc, .xls, .jtd)", *_SAVE)
_TIFF = Kind("a TIFF image", " TIFF 画像", *_OCR)
_MAGIC = (
    (b"%PDF-", Kind("a PDF", " PDF ", *_EXTRACT)),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", Kind("a rich text file (.rtf)", "リッチテキスト(.rtf)", *_SAVE)),
    (b"\x89PNG\r\n\x1a\n", Kind("a PNG image", " PNG 画像", *_OCR)),
    (b"\xff\xd8\xff", Kind("a JPEG image", " JPEG 画像", *_OCR)),
    (b"GIF87a", Kind("a GIF image", " GIF 画像", *_OCR)),
    (b"GIF89a", Kind("a GIF image", " GIF 画像", *_OCR)),
    (b"II*\x00", _TIFF),
    (b"MM\x00*", _TIFF),
    (b"\x1f\x8b", Kind("a gzip archive", " gzip ", *_UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7z archive", " 7z ", *_UNPACK)),
    (b"\xfd7zXZ\x00", Kind("an xz archive", " xz ", *_UNPACK)),
)


def recognise(data: bytes) -> Kind | None:
    """Return what a file's first bytes say that it is, None where they say nothing.

    >>> recognise(b"%PDF-1.7").en, recognise("計画".encode())
    ('a PDF', None)
    """
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is not _ZIP:
        return kind
    if b"word/" in data:
        return _WORD
    return _EXCEL if b"xl/" in data else kind
