"""What a file is that is not text, by its first bytes."""

from __future__ import annotations

import re
from typing import NamedTuple

from keikaku.ground.text.encoding import plausibility


class Kind(NamedTuple):
    """A kind of file, and what its owner can do to have it read; in English and in Japanese."""

    en: str
    ja: str
    way_out: str
    way_out_ja: str


_EXTRACT = (
    "write its text first: keikaku text FILE --output plan.txt",
    "先に keikaku text FILE --output plan.txt でテキストにしてください",
)
_SAVE = ("save it as plain text first", "テキスト形式で保存してください")
_SAVE_SHEET = ("save it as .xlsx or .csv first", ".xlsx か .csv で保存してください")
_RECODE = ("save it as UTF-8 first", "UTF-8 で保存し直してください")
_UNPACK = ("unpack it first", "展開してください")
_OCR = ("recognise its text (OCR) first", "OCR で文字にしてください")

GARBAGE = Kind(
    "binary data", "バイナリデータ", "give it the text of the plan", "計画の本文のテキストを指定してください"
)
_WORD = Kind("a Word document (.docx)", " Word 文書(.docx)", *_EXTRACT)
_EXCEL = Kind("an Excel workbook (.xlsx)", " Excel ブック(.xlsx)", *_EXTRACT)
_ZIP = Kind("a ZIP archive", " ZIP ", *_UNPACK)
_PRINT = (
    "print it to a PDF from the program that made it and give that",
    "作成したソフトで PDF に印刷し、それを指定してください",
)
_UNLOCK = ("save a copy without a password", "パスワードを外した写しを保存してください")
_SLIDES = Kind("a presentation (.pptx)", "プレゼンテーション(.pptx)", *_PRINT)
_OLE = Kind("an old Office file", "古い形式の Office 文書", *_PRINT)
_STREAMS = (  # names of the streams in a compound file ([MS-CFB]), which are UTF-16
    ("EncryptedPackage", Kind("an Office file with a password", "パスワード付きの Office 文書", *_UNLOCK)),
    ("WordDocument", Kind("an old Word document (.doc)", "古い形式の Word 文書(.doc)", *_PRINT)),
    (
        "PowerPoint Document",
        Kind("an old presentation (.ppt)", "古い形式のプレゼンテーション(.ppt)", *_PRINT),
    ),
    ("DocumentText", Kind("an Ichitaro document (.jtd)", "一太郎の文書(.jtd)", *_PRINT)),
)
_PACKAGES = (  # what only one kind of zipped file holds
    (b"word/", _WORD),
    (b"xl/", _EXCEL),
    (b"ppt/", _SLIDES),
    (
        b"application/vnd.oasis.opendocument.text",
        Kind("an OpenDocument text (.odt)", "OpenDocument 文書(.odt)", *_PRINT),
    ),
    (
        b"application/vnd.oasis.opendocument.presentation",
        Kind("an OpenDocument presentation (.odp)", "OpenDocument プレゼンテーション(.odp)", *_PRINT),
    ),
    (b"application/epub+zip", Kind("a book (.epub)", "電子書籍(.epub)", *_PRINT)),
)
_LOTUS = Kind("a sheet of Lotus 1-2-3", " Lotus 1-2-3 のシート", *_SAVE_SHEET)
_LZH = Kind("an LZH archive", " LZH ", *_UNPACK)
_TIFF = Kind("a TIFF image", " TIFF 画像", *_OCR)
_DOCUWORKS = Kind("a DocuWorks document (.xdw, .xbd)", " DocuWorks 文書(.xdw、.xbd)", *_PRINT)
_NAMES = {".xdw": _DOCUWORKS, ".xbd": _DOCUWORKS, ".xct": _DOCUWORKS}
"""Forms whose first bytes nobody documents, by what IANA has their files called."""
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
    (b"Rar!\x1a\x07", Kind("a RAR archive", " RAR ", *_UNPACK)),
    (b"JwwData.", Kind("a drawing of Jw_cad (.jww)", " Jw_cad の図面(.jww)", *_PRINT)),
    (b"AC10", Kind("a drawing of AutoCAD (.dwg)", " AutoCAD の図面(.dwg)", *_PRINT)),
    (b"\x00\x00\x02\x00\x06\x04", _LOTUS),
    (b"\x00\x00\x1a\x00", _LOTUS),
)


_ISO_2022_JP = Kind(
    "text in ISO-2022-JP (the JIS code of e-mail)", " ISO-2022-JP(JIS コード)のテキスト", *_RECODE
)
_UTF_7 = Kind("text in UTF-7", " UTF-7 のテキスト", *_RECODE)
_JIS_SHIFT = re.compile(rb"\x1b(?:\$[@B]|\$\([D-Q]|\([IJ])")
_UTF_7_WORD = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
_SAMPLE = 100_000
_ENOUGH = 0.7  # of plausibility, as for the encodings that are read


def _mail_encoding(data: bytes) -> Kind | None:
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


def unread(data: bytes, suffix: str) -> Kind:
    r"""Return what a file is that cannot be read as text: by its first bytes, by its name where they say nothing.

    Args:
        data: Its bytes.
        suffix: The ending of its name.

    >>> unread(b"\x00\x01", ".XDW").en
    'a DocuWorks document (.xdw, .xbd)'
    """
    kind = recognise(data)
    return _NAMES.get(suffix.lower(), kind or GARBAGE) if kind in {None, _OLE} else kind or GARBAGE


def recognise(data: bytes) -> Kind | None:
    """Return what a file's first bytes say that it is, None where they say nothing.

    >>> recognise(b"%PDF-1.7").en, recognise("計画".encode())
    ('a PDF', None)
    """
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None) or _mail_encoding(data)
    if kind is _ZIP:
        return next((package for name, package in _PACKAGES if name in data), kind)
    if kind is _OLE:
        return next((old for name, old in _STREAMS if name.encode("utf-16-le") in data), kind)
    if kind is None and data[2:7] in {b"-lh5-", b"-lh7-", b"-lh0-"}:
        return _LZH
    return kind
