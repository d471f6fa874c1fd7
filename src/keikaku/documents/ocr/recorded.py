"""Recognised pages as files: beside a document for other machines, and kept by the hash of each page on this one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from keikaku.documents.form import Part
from keikaku.documents.ocr.model import Recognition
from keikaku.ground.caches import cache_folder
from keikaku.ground.errors import InputError
from keikaku.ground.files import write_whole

SUFFIX = ".ocr.json"
FORMAT = "keikaku-ocr/1"
MOST_BYTES = 256 * 2**20
"""Of a file of recognised pages; a page of A4 with a table takes 200 kB, 3,000 pages with little text less than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedText:
    """The pages of a document that were recognised, as a file that any machine reads.

    Attributes:
        format: :data:`FORMAT`.
        document: The SHA-256 of the document, in hexadecimal.
        recognition: With what they were read.
        pages: The pages, each with its own hash.
    """

    format: str
    document: str
    recognition: Recognition
    pages: tuple[Part, ...]


@cache
def _file() -> TypeAdapter[RecognisedText]:
    return TypeAdapter(RecognisedText)


@cache
def _page() -> TypeAdapter[Part]:
    return TypeAdapter(Part)


def beside(document: Path) -> Path:
    """Return where the recognised pages of a document lie: ``plan.pdf.ocr.json`` beside ``plan.pdf``."""
    return document.with_name(document.name + SUFFIX)


def write(path: Path, document: str, recognition: Recognition, pages: Iterable[Part]) -> None:
    """Write recognised pages.

    Args:
        path: The file to write.
        document: The document's SHA-256.
        recognition: With what they were read.
        pages: The pages.

    Raises:
        OSError: It cannot be written.
    """
    held = RecognisedText(format=FORMAT, document=document, recognition=recognition, pages=tuple(pages))
    write_whole(path, [_bytes(asdict(held)), b"\n"])


def read(document: Path) -> RecognisedText | None:
    """Return the recognised pages that lie beside a document; None where there are none.

    Raises:
        InputError: The file is none of recognised pages, or too large.
    """
    path = beside(document)
    if not path.is_file():
        return None
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                "documents.recognised-text", path=path, document=document, why=f"above {MOST_BYTES:,} bytes"
            )
        held = _file().validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(
            "documents.recognised-text", path=path, document=document, why=error.strerror or str(error)
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        why = f"{'.'.join(map(str, first['loc'])) or 'JSON'}: {first['msg']}"
        raise InputError("documents.recognised-text", path=path, document=document, why=why) from error
    if held.format != FORMAT:
        raise InputError(
            "documents.recognised-text",
            path=path,
            document=document,
            why=f"format {held.format[:40]!r}, not {FORMAT!r}",
        )
    return held


def kept(page: str, recognition: Recognition) -> Part | None:
    """Return what was recognised on a page before, with the same engines; None where nothing is kept.

    Args:
        page: The page's hash.
        recognition: With what it would be read.
    """
    try:
        part = _page().validate_json(_place(page, recognition).read_bytes())
    except (OSError, ValidationError):
        return None
    return part if part.sha256 == page else None


def keep(part: Part, recognition: Recognition) -> None:
    """Keep what was recognised on a page; where that cannot be written, it is recognised again the next time."""
    place = _place(part.sha256, recognition)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, [_bytes(asdict(part))])
    except OSError:
        return


def _place(page: str, recognition: Recognition) -> Path:
    how = hashlib.sha256(_bytes(recognition.as_record())).hexdigest()[:16]
    return cache_folder("ocr") / how / f"{page}.json"


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
