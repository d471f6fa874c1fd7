"""How much memory and time a reader may take, form by form: one table, and the setting that changes it.

``KEIKAKU_LIMITS="PDF=2048 OCR=3072:600"`` gives the reader of a PDF 2,048 MiB, and the recognition of a page 3,072 MiB
and 600 seconds; processes that are started inherit it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

from keikaku.ground.errors import KeikakuError

VARIABLE = "KEIKAKU_LIMITS"
_MIB = 2**20
_SAID = re.compile(r"(?P<form>\w+)=(?P<memory>[1-9][0-9]{0,6})(?::(?P<seconds>[1-9][0-9]{0,5}))?")


@dataclass(frozen=True, slots=True)
class Limit:
    """What a process that reads may take.

    Attributes:
        memory: Bytes: of what it writes for text, of address space for all else.
        seconds: Wall-clock time.
    """

    memory: int
    seconds: float


LIMITS = {
    # The process that finds the records of a document, whatever its form, and the text itself: 64 MiB of text, the
    # largest file that is read unless one asks, take some 700 MiB with their lines.
    "text": Limit(1024 * _MIB, 120.0),
    # 1,000 pages of a budget take 75 MiB and 45 seconds, 3,000 no more memory and three times as long; what PDFium reserves and never
    # touches comes on top. A Flate bomb of 3 KB asks for 1.3 GiB: the bound lies below that.
    "PDF": Limit(768 * _MIB, 300.0),
    # A page of A4 at 200 dpi takes 1.7 GB of address space, 1.1 GB of memory, and 4 to 15 seconds of a processor of its
    # own; the time is that of one page.
    "OCR": Limit(2048 * _MIB, 300.0),
    # A workbook is a tree of cells: 100,000 of them take 400 MB in openpyxl, 60 bytes on the disk are 4 kB here.
    "XLSX": Limit(1024 * _MIB, 300.0),
    "XLS": Limit(1024 * _MIB, 300.0),
    "ODS": Limit(1024 * _MIB, 300.0),
    # XML and markup are held as trees too, of at most 256 MiB when unpacked; a Word plan of 300 pages has 10.
    "DOCX": Limit(768 * _MIB, 300.0),
    "HTML": Limit(768 * _MIB, 300.0),
    "CSV": Limit(768 * _MIB, 300.0),
    # Only the sizes of pictures are read here; OCR bounds what decodes them.
    "TIFF": Limit(768 * _MIB, 300.0),
    "JPEG": Limit(768 * _MIB, 300.0),
    "PNG": Limit(768 * _MIB, 300.0),
    # Files of any form one after the other: the largest bound of them, and time for several.
    "ZIP": Limit(1024 * _MIB, 600.0),
    "folder": Limit(1024 * _MIB, 600.0),
}
"""By the name of a form; "text" is the process that builds, "OCR" one that recognises a page."""


def limit(form: str) -> Limit:
    """Return what a reader may take.

    Args:
        form: The name of a form, "text" or "OCR".

    Raises:
        KeikakuError: The setting is none.
    """
    return _changed(os.environ.get(VARIABLE, ""))[form]


@cache
def _changed(said: str) -> dict[str, Limit]:
    """Return the table with what a setting changes."""
    found = dict(LIMITS)
    names = {name.lower(): name for name in LIMITS}
    for word in said.replace(",", " ").split():
        match = _SAID.fullmatch(word)
        name = names.get(match["form"].lower()) if match else None
        if match is None or name is None:
            raise KeikakuError("documents.bad-limit", variable=VARIABLE, value=word, forms=", ".join(LIMITS))
        seconds = float(match["seconds"] or found[name].seconds)
        found[name] = Limit(int(match["memory"]) * _MIB, seconds)
    return found
