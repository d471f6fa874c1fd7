"""What a file is that is not text, by its first bytes."""

from __future__ import annotations

import re
from typing import NamedTuple

from keikaku.ground.messages import Message, say
from keikaku.ground.text.encoding import plausibility


class Kind(NamedTuple):
    """A kind of file, and what its owner can do to have it read; ``files.yml`` of the messages has the words.

    Attributes:
        name: What it is called there.
        way: What is to be done, likewise.
    """

    name: str
    way: str

    @property
    def said(self) -> Message:
        """What it is."""
        return say(f"files.{self.name}")

    @property
    def way_out(self) -> Message:
        """What its owner can do."""
        return say(f"files.way-{self.way}")


GARBAGE = Kind("binary-data", "give-text")
_WORD = Kind("word-document", "extract")
_EXCEL = Kind("excel-workbook", "extract")
_ZIP = Kind("zip-archive", "unpack")
_SLIDES = Kind("presentation", "print")
_OLE = Kind("old-office-file", "print")
_STREAMS = (  # names of the streams in a compound file ([MS-CFB]), which are UTF-16
    ("EncryptedPackage", Kind("office-file-with-a-password", "unlock")),
    ("WordDocument", Kind("old-word-document", "print")),
    (
        "PowerPoint Document",
        Kind("old-presentation", "print"),
    ),
    ("DocumentText", Kind("ichitaro-document", "print")),
)
_PACKAGES = (  # what only one kind of zipped file holds
    (b"word/", _WORD),
    (b"xl/workbook.bin", Kind("binary-workbook", "save-sheet")),
    (b"xl/", _EXCEL),
    (b"ppt/", _SLIDES),
    (
        b"application/vnd.oasis.opendocument.text",
        Kind("opendocument-text", "print"),
    ),
    (
        b"application/vnd.oasis.opendocument.presentation",
        Kind("opendocument-presentation", "print"),
    ),
    (b"application/epub+zip", Kind("book", "print")),
)
_LOTUS = Kind("sheet-of-lotus-1-2-3", "save-sheet")
_LZH = Kind("lzh-archive", "unpack")
_TIFF = Kind("tiff-image", "ocr")
_DOCUWORKS = Kind("docuworks-document", "print")
_NAMES = {".xdw": _DOCUWORKS, ".xbd": _DOCUWORKS, ".xct": _DOCUWORKS}
"""Forms whose first bytes nobody documents, by what IANA has their files called."""
_MAGIC = (
    (b"%PDF-", Kind("pdf", "extract")),
    (b"PK\x03\x04", _ZIP),
    (b"PK\x05\x06", _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", Kind("rich-text-file", "save")),
    (b"\x89PNG\r\n\x1a\n", Kind("png-image", "ocr")),
    (b"\xff\xd8\xff", Kind("jpeg-image", "ocr")),
    (b"GIF87a", Kind("gif-image", "ocr")),
    (b"GIF89a", Kind("gif-image", "ocr")),
    (b"II*\x00", _TIFF),
    (b"MM\x00*", _TIFF),
    (b"\x1f\x8b", Kind("gzip-archive", "unpack")),
    (b"7z\xbc\xaf\x27\x1c", Kind("7z-archive", "unpack")),
    (b"\xfd7zXZ\x00", Kind("xz-archive", "unpack")),
    (b"Rar!\x1a\x07", Kind("rar-archive", "unpack")),
    (b"JwwData.", Kind("drawing-of-jw-cad", "print")),
    (b"AC10", Kind("drawing-of-autocad", "print")),
    (b"\x00\x00\x02\x00\x06\x04", _LOTUS),
    (b"\x00\x00\x1a\x00", _LOTUS),
)


_WEB_ARCHIVE = re.compile(rb"\A(?:[\w-]+:[^\n]*\n\s*)*?Content-Type:\s*multipart/related", re.IGNORECASE)
_WRITTEN_OUT = (  # what Office wrote as one file of XML before its packages
    (b"urn:schemas-microsoft-com:office:spreadsheet", Kind("xml-workbook", "save-sheet")),
    (b"schemas.microsoft.com/office/word/2003/wordml", Kind("xml-word", "print")),
    (b"schemas.microsoft.com/office/2006/xmlPackage", Kind("xml-word", "print")),
    (b"urn:oasis:names:tc:opendocument:xmlns:office:1.0", Kind("flat-opendocument", "print")),
)
_HEAD = 4096  # bytes that hold the head of such a file
_ISO_2022_JP = Kind("iso-2022-jp", "recode")
_UTF_7 = Kind("utf-7", "recode")
_JIS_SHIFT = re.compile(rb"\x1b(?:\$[@B]|\$\([D-Q]|\([IJ])")
_UTF_7_WORD = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_SAMPLE = 100_000
_ENOUGH = 0.7  # of plausibility, as for the encodings that are read


def mail_encoding(data: bytes) -> Kind | None:
    """Return which of the encodings that write Japanese in ASCII bytes a text is in, None where it is in none.

    ISO-2022-JP (RFC 1468) shifts with escape sequences; UTF-7 (RFC 2152) writes what is not ASCII as Base64
    between "+" and "-". Neither is read: a text in plain ASCII may look like UTF-7 to whoever wants it to.
    """
    sample = data[:_SAMPLE]
    if not sample.isascii():
        return None
    if _JIS_SHIFT.search(sample):
        return _ISO_2022_JP
    words = b" ".join(_UTF_7_WORD.findall(sample)).decode("utf-7", "ignore")
    odd = "".join(char for char in words if not char.isascii())
    return _UTF_7 if len(odd) > 1 and plausibility(odd) >= _ENOUGH else None


def in_words(data: bytes) -> Kind | None:
    r"""Return which form a file has that is text to a machine and no text to a reader, None for any other file.

    >>> in_words(b"MIME-Version: 1.0\nContent-Type: multipart/related\n").name, in_words(b"<?xml?><a/>")
    ('web-archive', None)
    """
    head = data[:_HEAD]
    if _WEB_ARCHIVE.match(head):
        return Kind("web-archive", "print")
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return None
    return next((kind for mark, kind in _WRITTEN_OUT if mark in head), None)


def unread(data: bytes, suffix: str) -> Kind:
    r"""Return what a file is that cannot be read as text: by its first bytes, by its name where they say nothing.

    Args:
        data: Its bytes.
        suffix: The ending of its name.

    >>> unread(b"\x00\x01", ".XDW").said.text()
    'a DocuWorks document (.xdw, .xbd)'
    """
    kind = recognise(data)
    return _NAMES.get(suffix.lower(), kind or GARBAGE) if kind in {None, _OLE} else kind or GARBAGE


def recognise(data: bytes) -> Kind | None:
    """Return what a file's first bytes say that it is, None where they say nothing.

    >>> recognise(b"%PDF-1.7").name, recognise("計画".encode())
    ('pdf', None)
    """
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    kind = kind or in_words(data) or mail_encoding(data)
    if kind is _ZIP:
        return next((package for name, package in _PACKAGES if name in data), kind)
    if kind is _OLE:
        return next((old for name, old in _STREAMS if name.encode("utf-16-le") in data), kind)
    if kind is None and data[2:7] in {b"-lh5-", b"-lh7-", b"-lh0-"}:
        return _LZH
    return kind
