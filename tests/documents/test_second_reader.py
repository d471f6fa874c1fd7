"""PDFs as a second engine reads them: a digit that one finds and the other does not must be explained.

pdfplumber stands on pdfminer.six and shares no code with PDFium. It does not know a page's visible box nor fonts
without Unicode: there, and only there, it may find digits that are not printed here, and no more of them than the
account of the page names.
"""

from __future__ import annotations

import logging
import os
import unicodedata
from collections import Counter
from collections.abc import Iterable

import pdfplumber
import pytest

from keikaku.documents.form import Part, PrintedLine, Table
from tests.documents.cells import document
from tests.support import shared

EVERY = int(os.environ.get("KEIKAKU_SECOND_READER_EVERY", "8"))
"""Of the pages of a document with more than four, each so many-th is compared; 1 compares all."""

DOCUMENTS = [
    *(("documents", name) for name in ("hino-jisshi", "mihiraki", "otoineppu-strategy", "sogo-senryaku")),
    *(("documents", name) for name in ("nankoku-continuing-projects-r4", "sdgs-mirai")),
    *(
        ("formats", "pdf", name)
        for name in ("d2-projects", "d3-text", "d6-rot", "d8-body", "godexcel", "plan")
    ),
    *(("documents", "more", name) for name in ("otoineppu-report-r7", "nankoku-budget-briefing-r8")),
    *(("documents", "more", name) for name in ("nankoku-policy-speech-r4", "nankoku-remote-area-plan")),
]


def digits(texts: Iterable[str]) -> Counter[str]:
    return Counter(char for text in texts for char in unicodedata.normalize("NFKC", text) if char.isdecimal())


def printed(part: Part) -> Iterable[str]:
    """Yield what a page prints, furniture and readings beside the text too."""
    for block in part.blocks:
        if isinstance(block, PrintedLine):
            yield block.text
        elif isinstance(block, Table):
            yield from (line.text for cell in block.cells if not cell.carried for line in cell.lines)


@pytest.mark.parametrize("parts", DOCUMENTS, ids=lambda parts: parts[-1])
def test_both_engines_find_the_same_digits(parts: tuple[str, ...]) -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it remarks on fonts
    read = document(*parts[:-1], f"{parts[-1]}.pdf").parts
    unexplained = []
    with pdfplumber.open(shared(*parts[:-1], f"{parts[-1]}.pdf")) as other:
        for part in read[:: EVERY if len(read) > 4 else 1]:
            page = other.pages[part.number - 1]
            theirs = digits(char["text"] for char in page.dedupe_chars(tolerance=1).chars)
            page.close()
            ours = digits(printed(part))
            unseen = part.counts.outside + part.counts.unmapped + part.counts.invisible
            if ours - theirs or (theirs - ours).total() > unseen:
                unexplained.append((part.number, dict(ours - theirs), dict(theirs - ours), unseen))

    assert unexplained == []
