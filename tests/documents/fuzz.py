"""Valid files of each form, changed at random, read one after another in a process that may end.

    python -m tests.documents.fuzz FORM SEED FIRST END FOLDER

Writes the number of each round before it, and what was raised that is no error of keikaku's. Zipped forms are changed
within their members, since a change outside fails at the checksum and says nothing about the reader.
"""

from __future__ import annotations

import contextlib
import io
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from keikaku.documents import files
from keikaku.documents.limits import limit
from keikaku.ground.errors import KeikakuError
from keikaku.ground.processes.memory import bound_all
from tests.documents.made import Page, pdf
from tests.support import shared

SEEDS: dict[str, tuple[str, ...]] = {
    "PDF": (
        "formats/pdf/d6-rot.pdf",
        "formats/third-party/pdfminer-kampo.pdf",
        "formats/pdf/d9-cid-noembed.pdf",
    ),
    "XLSX": ("formats/office/godexcel.xlsx",),
    "XLS": ("formats/office/godexcel.xls",),
    "ODS": ("formats/office/godexcel.ods",),
    "DOCX": ("formats/office/plan.docx",),
    "HTML": ("formats/office/page-cp932.html",),
    "CSV": ("formats/office/a-cp932.csv", "formats/office/a-utf16.tsv"),
}
ZIPPED = ("XLSX", "ODS", "DOCX")
TOKENS = (
    b"0",
    b"-1",
    b"4294967295",
    b"1e308",
    b"<",
    b">",
    b'"',
    b"\x00",
    b"/Kids",
    b"[",
    b"endstream",
    b"\xff\xfe",
)


def seeds(form: str, folder: Path) -> list[bytes]:
    """Return the files of a form that are changed; a PDF that is not compressed is among them."""
    found = [shared(*name.split("/")).read_bytes() for name in SEEDS[form]]
    if form == "PDF":
        page = (
            Page().text(60, 100, "計画").grid([50.0, 150.0, 250.0], [200.0, 230.0, 260.0]).text(60, 220, "12")
        )
        found.append(
            pdf(
                folder / "seed.pdf", [page.actual(60, 400, "⺠", "民"), Page().down(300, 100, "縦書き")]
            ).read_bytes()
        )
    return found


def changed(data: bytes, source: random.Random) -> bytes:
    """Return bytes with one to eight changes: other bytes, pieces lost, doubled or moved, numbers out of any range."""
    out = bytearray(data)
    for _ in range(source.randint(1, 8)):
        at = source.randrange(len(out) + 1)
        end = min(len(out), at + source.choice((1, 2, 8, 64, 512)))
        piece = bytes(out[at:end])
        change = source.randrange(5)
        if change == 0:
            out[at:end] = source.randbytes(len(piece))
        elif change == 1:
            del out[at:end]
        elif change == 2:
            out[at:at] = piece * source.choice((1, 3, 50))
        elif change == 3:
            out[at:at] = source.choice(TOKENS)
        else:
            to = source.randrange(len(out) + 1)
            out[to:to] = piece
    return bytes(out)


def changed_package(data: bytes, source: random.Random) -> bytes:
    """Return a zipped file with one of its members changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
        chosen = source.choice(names)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in package.namelist():
                held = package.read(name)
                copy.writestr(name, changed(held, source) if name == chosen else held)
    return out.getvalue()


def mutant(form: str, seed: str, number: int, folder: Path) -> Path:
    """Write the changed file of a round."""
    source = random.Random(f"{form} {seed} {number}")  # noqa: S311 -- the same changes in every run
    change: Callable[[bytes, random.Random], bytes] = changed_package if form in ZIPPED else changed
    path = folder / f"{form}-{number}{Path(SEEDS[form][0]).suffix}"
    path.write_bytes(change(source.choice(seeds(form, folder)), source))
    return path


def main(form: str, seed: str, first: int, end: int, folder: Path) -> None:
    """Read the files of some rounds."""
    bound_all(limit("PDF").memory)
    for number in range(first, end):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        path = mutant(form, seed, number, folder)
        with contextlib.suppress(KeikakuError, MemoryError):
            list(files.parts_of(path, form))
        path.unlink()
    sys.stdout.write("end\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
