"""What a document's graph depends on, and whether that is still what it was.

A file counts as unchanged where its bytes have the hash that was noted. The hash is not taken again where the
file system says that nothing touched the file: size, time of change of its content and of its inode (which no
program can set), and inode are those that were noted, and noted a while after the last change, since a clock
has ticks.
"""

from __future__ import annotations

import hashlib
import os
import time
import unicodedata
from pathlib import Path

from keikaku.building.inputs import BESIDE
from keikaku.building.model import Options
from keikaku.documents import archives
from keikaku.documents.ocr.engines import installed
from keikaku.documents.ocr.recorded import beside
from keikaku.ground import content
from keikaku.reading.loaders import Loaders

Stamp = tuple[int, int, int, int]
Input = tuple[Stamp | None, str]
"""A file that a graph depends on: its stamp, its hash ("" where there is no such file)."""

_TICK = 1_000_000_000  # nanoseconds; file systems' clocks tick more often


def stamp(path: str | Path) -> Stamp | None:
    """Return what the file system says of a file, None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - strings, thousands of times
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def _settled(path: str) -> Stamp | None:
    """Return the stamp of a file, None where it was changed just now, and for a folder, which does not tell."""
    found = stamp(path)
    settled = found and max(found[1:3]) < time.time_ns() - _TICK
    return found if settled and not os.path.isdir(path) else None  # noqa: PTH112


def digest(path: str | Path) -> str:
    """Return the hash of a file, or of a folder that is one document with the recognised pages of its files.

    It is "" where it cannot be read; what may have no end, a device or a pipe, is not.
    """
    try:
        if os.path.isdir(path):  # noqa: PTH112
            return archives.digest(Path(path), with_recognised=True)
        if not os.path.isfile(path):  # noqa: PTH113
            return ""
        with open(path, "rb") as file:  # noqa: PTH123 - strings, thousands of times
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def _files(document: Path) -> tuple[str, ...]:
    """Return the files that a document's graph depends on: itself, and the series, decisions and recognised text beside it."""
    place = os.path.realpath(document)  # links may go in circles
    folder = place if os.path.isdir(place) else os.path.dirname(place)  # noqa: PTH112, PTH120
    return (str(document), *(f"{folder}/{name}" for name in BESIDE), str(beside(document)))


def inputs(document: Path) -> tuple[Input, ...]:
    """Return what a document's graph depends on, as it is now."""
    return tuple((_settled(file), digest(file)) for file in _files(document))


def refreshed(document: Path, noted: tuple[Input, ...]) -> tuple[Input, ...] | None:
    """Return what a document's graph depends on with stamps of now, None where it is not what it was.

    What was not there must not be there.
    """
    found: list[Input] = []
    for file, (then, sha256) in zip(_files(document), noted, strict=True):
        now = _settled(file)
        if sha256 and (now is None or now != then) and digest(file) != sha256:
            return None
        if not sha256 and os.path.exists(file):  # noqa: PTH110
            return None
        found.append((now, sha256))
    return tuple(found)


def made_with(options: Options, loaders: Loaders) -> str:
    """Return a hash of everything but a document and its series: code, shapes, ontology, options, recognition."""
    known = hashlib.sha256()
    for part in (
        options.base,
        options.loader,
        options.max_bytes,
        options.validator,
        options.draft,
        options.municipality,
        unicodedata.unidata_version,
        installed(),
    ):
        known.update(f"{part}\0".encode())
    for series in loaders.known.values():
        patterns = "\0".join(pattern.source for pattern in series.settings.document.recognise)
        known.update(f"{series.id}\0{series.trusted}\0{patterns}\0".encode())
    folders = [
        (content.PACKAGE, "*.py"),
        (content.PACKAGE, "*.yml"),
        (content.folder("shapes"), "*.ttl"),
        (content.folder("ontology"), "*.ttl"),
    ]
    for folder, pattern in folders:
        for file in sorted(folder.rglob(pattern)):
            known.update(f"{file.relative_to(folder)}\0{digest(file)}\0".encode())
    return known.hexdigest()[:32]
