"""What a person must know of pages beside their text, in words: the notes of parts (:attr:`keikaku.documents.form.Part.notes`)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from keikaku.documents.form import Part, before_files
from keikaku.ground.messages import Language

INVISIBLE = "invisible-text"
"""Note of a page under whose picture another program laid text invisibly."""

UNMAPPED = "unmapped-font"
"""Note of a page whose text cannot be trusted, since a font does not say which characters it draws."""

OVER_SCAN = "text-over-scan"
"""Note of a page that is a picture with a little text printed over it, such as a page number or a stamp."""

WORDS = {
    "no-text": ("no text on it (a picture, or empty)", "文字がありません(画像か空白)"),
    UNMAPPED: (
        "a font that does not say which characters it draws: its text cannot be read",
        "文字コードのないフォントで、本文を読み取れません",
    ),
    INVISIBLE: (
        "text drawn invisibly, as other programs lay under a scan (their OCR); it is left out",
        "見えない文字(他のソフトがスキャンの下に置いた文字認識の結果)があり、除きました",
    ),
    OVER_SCAN: (
        "a picture of a page, with a little text over it",
        "ページ全体の画像に、わずかな文字が重ねてあります",
    ),
    "aligned-columns": (
        "columns that spaces align: merged cells cannot be told from them",
        "空白で桁をそろえた表: 結合セルは区別できません",
    ),
    "restricted": (
        "its owner restricts printing, copying or changing it; it was read",
        "印刷・複写・変更を制限する設定があります(読み取りは行いました)",
    ),
    "recognised": (
        "text recognised in a picture (OCR): a figure that two engines do not read alike is doubtful",
        "画像から文字認識(OCR)で読みました。二つのエンジンの読みが一致しない数値は不確かです",
    ),
    "ocr-missing": (
        "pictures are read with the extra ocr: pip install 'keikaku[ocr]'",
        "画像の文字認識には追加機能 ocr が必要です: pip install 'keikaku[ocr]'",
    ),
    "no-second-engine": (
        "no second engine, so that no figure is confirmed: apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert",
        "第二のエンジンがなく、数値を確かめられません: apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert",
    ),
    "unread-ink": (
        "print in which nothing could be recognised (boxes in the JSON: unread)",
        "文字認識で読めない印字があります(位置は JSON の unread)",
    ),
    "ocr-late": (
        "text recognition took too long and was ended (--ocr-seconds)",
        "文字認識が時間の上限を超えたため打ち切りました(--ocr-seconds)",
    ),
    "ocr-memory": (
        "text recognition needs more memory than it may take (--ocr-memory)",
        "文字認識のメモリが上限を超えました(--ocr-memory)",
    ),
    "ocr-failed": (
        "the picture is damaged, or the second engine failed",
        "画像が壊れているか、第二のエンジンが失敗しました",
    ),
    "ocr-ended": ("text recognition ended without an answer", "文字認識が結果を出さずに終了しました"),
    "drawing-cut": ("more drawing than is looked at", "図形が多すぎるため途中まで見ました"),
}
"""What each note says, in English and Japanese."""

LOSSES = frozenset(
    {"ocr-missing", "unread-ink", "ocr-late", "ocr-memory", "ocr-failed", "ocr-ended", "drawing-cut"}
)
"""Notes of pages of which something that is printed may not have been read."""

_SHOWN = 10  # pages that are named


def said(parts: Iterable[Part], language: Language) -> dict[str, str]:
    """Return a sentence without its stop for each note that parts have, with the pages that have it."""
    parts = list(parts)
    found: dict[str, str] = {}
    for note, words in WORDS.items():
        noted = [part for part in parts if note in part.notes]
        if noted:
            pages = _pages(noted, before_files(parts), language)
            found[note] = f"{pages}: {words[1] if language == 'ja' else words[0]}"
    return found


def _pages(parts: list[Part], before: dict[str, int], language: Language) -> str:
    """Return the numbers of some pages, by the files that they are in."""
    named = []
    for file, held in groupby(parts[:_SHOWN], key=lambda part: part.file):
        numbers = ", ".join(str(part.number - before[part.file]) for part in held)
        where = f"{file} " if file else ""
        named.append(f"{where}{numbers} ページ" if language == "ja" else f"{where}page {numbers}")
    return "; ".join(named) + (" …" if len(parts) > _SHOWN else "")
