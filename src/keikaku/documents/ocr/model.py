"""What text recognition is told, and what it says of itself."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DPI = 200
"""Resolution at which a page is looked at, the usual one of scans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How pages are recognised.

    Attributes:
        dpi: Pixels per inch at which a page is looked at.
        memory: Bytes of address space that each process may take; the table's (:mod:`keikaku.documents.limits`) where None.
        seconds: Wall-clock time that a page may take; likewise.
        processes: How many pages at once; 0 for as many as there are processors.
        cached: Whether pages that were recognised before are taken from this machine's cache.
        pictures: Whether a page's pictures alone are looked at, its text left out.
    """

    dpi: int = DPI
    memory: int | None = None
    seconds: float | None = None
    processes: int = 0
    cached: bool = True
    pictures: bool = False


USUAL = Settings()
"""As pages are recognised unless somebody asks otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """An engine of text recognition.

    Attributes:
        name: "rapidocr" or "tesseract".
        version: Its version, and that of what runs its models.
        models: The name and the SHA-256 of each of its models.
    """

    name: str
    version: str
    models: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """With what the recognised pages of a document were read.

    Attributes:
        engines: The first, and the second where there is one.
        dpi: Pixels per inch at which pages were looked at.
        program: The version of keikaku, which finds lines, rules and cells, with a hash of the code that does.
    """

    engines: tuple[Engine, ...]
    dpi: int
    program: str

    def as_record(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        return asdict(self)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
