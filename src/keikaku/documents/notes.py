"""What a person must know of pages beside their text, in words: the notes of parts (:attr:`keikaku.documents.form.Part.notes`)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from keikaku.documents.form import Part, before_files
from keikaku.ground.messages import Language, say

INVISIBLE = "invisible-text"
"""Note of a page under whose picture another program laid text invisibly."""

UNMAPPED = "unmapped-font"
"""Note of a page whose text cannot be trusted, since a font does not say which characters it draws."""

OVER_SCAN = "text-over-scan"
"""Note of a page that is a picture with a little text printed over it, such as a page number or a stamp."""

NOTES = (
    "no-text",
    UNMAPPED,
    INVISIBLE,
    OVER_SCAN,
    "aligned-columns",
    "restricted",
    "recognised",
    "ocr-missing",
    "no-second-engine",
    "unread-ink",
    "ocr-late",
    "ocr-memory",
    "ocr-failed",
    "ocr-ended",
    "drawing-cut",
)
"""Every note, in the order in which they are told; ``notes.yml`` of the messages has their words."""

LOSSES = frozenset(
    {"ocr-missing", "unread-ink", "ocr-late", "ocr-memory", "ocr-failed", "ocr-ended", "drawing-cut"}
)
"""Notes of pages of which something that is printed may not have been read."""

_SHOWN = 10  # pages that are named


def said(parts: Iterable[Part], language: Language) -> dict[str, str]:
    """Return a sentence without its stop for each note that parts have, with the pages that have it."""
    parts = list(parts)
    found: dict[str, str] = {}
    for note in NOTES:
        noted = [part for part in parts if note in part.notes]
        if noted:
            pages = _pages(noted, before_files(parts), language)
            found[note] = f"{pages}: {say(f'notes.{note}').text(language)}"
    return found


def _pages(parts: list[Part], before: dict[str, int], language: Language) -> str:
    """Return the numbers of some pages, by the files that they are in."""
    named = []
    for file, held in groupby(parts[:_SHOWN], key=lambda part: part.file):
        numbers = ", ".join(str(part.number - before[part.file]) for part in held)
        where = say("documents.pages-of-file" if file else "documents.pages", file=file, numbers=numbers)
        named.append(where.text(language))
    return "; ".join(named) + (" …" if len(parts) > _SHOWN else "")
