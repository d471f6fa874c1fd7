"""What changed from one version of the dumps to the next: quads that were added and removed.

Where the dumps of the version before are at hand and whole, a version has ``delta-added.nq.gz`` and ``delta-removed.nq.gz``:
the version before, without the removed and with the added quads, is the version. Else the index says why there is none.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gzip import GzipFile
from pathlib import Path
from typing import Any, NamedTuple

from keikaku.ground.processes.pool import in_order

_FEW = 16  # documents that one process has compared before others have started
ADDED, REMOVED = "delta-added.nq.gz", "delta-removed.nq.gz"
WHOLE = "keikaku.nq.gz"


@dataclass(frozen=True, slots=True)
class Before:
    """The version before, as its site's index tells of it.

    Attributes:
        version: Its name.
        folder: Where its files are.
        sha256: The hashes of its files, by path.
    """

    version: str
    folder: Path
    sha256: Mapping[str, str]

    def is_whole(self, path: str) -> bool:
        """Tell whether a file is there, as the index says it is."""
        try:
            with (self.folder / path).open("rb") as data:
                return hashlib.file_digest(data, "sha256").hexdigest() == self.sha256.get(path)
        except OSError:
            return False


def quads_of(file: Path) -> Iterator[bytes]:
    """Yield the lines of a compressed file, without their breaks; nothing where there is no file."""
    if file.is_file():
        with gzip.open(file) as data:
            for line in data:
                yield line.rstrip(b"\n")


def before(index: Mapping[str, Any], folder: Path, version: str) -> Before | None:
    """Return the newest version of an index but one, None where there is none.

    Args:
        index: What ``dumps/index.json`` holds.
        folder: The folder ``dumps``.
        version: The version that is left out.
    """
    entries = {str(one["version"]): one for one in index["versions"]}
    names = [str(index.get("latest", "")), *sorted(entries, reverse=True)]
    name = next((one for one in names if one in entries and one != version), "")
    if not name:
        return None
    hashes = {str(file["path"]): str(file["sha256"]) for file in entries[name]["files"]}
    return Before(name, folder / name, hashes)


class _Side(NamedTuple):
    """What a document has in one version and not in the other: lines of its own graph, how many, and others."""

    quads: int
    alone: bytes
    others: list[bytes]


@dataclass(frozen=True, slots=True)
class Delta:
    """What leads from the version before to the version.

    Attributes:
        old: The folder of the version before.
        new: The folder of the version.
        changed: The files of the documents whose bytes differ, that came or went, with the published IRI of the graph of each;
            "" for one that went.
    """

    old: Path
    new: Path
    changed: Mapping[str, str]

    def write(self, added: GzipFile, removed: GzipFile, jobs: int = 1) -> tuple[int, int]:
        """Write the quads that were added and removed, as lines, document by document; return how many.

        A few documents at a time are in memory, and of the others' what changed outside their own graphs: what several documents
        share, which another may have said before or say still.
        """
        counts, shared = [0, 0], (set[bytes](), set[bytes]())
        processes = jobs if len(self.changed) > _FEW else 1
        job = "keikaku.web.site.deltas:comparing"
        for sides in in_order(processes, job, self.old, self.new, tasks=sorted(self.changed.items())):
            for side, (file, (count, alone, others)) in enumerate(zip((added, removed), sides, strict=True)):
                file.write(alone)
                counts[side] += count
                shared[side].update(others)
        for side, (there, file) in enumerate(((self.old, added), (self.new, removed))):
            if shared[side]:
                shared[side].difference_update(quads_of(there / WHOLE))
            file.writelines(one + b"\n" for one in sorted(shared[side]))
            counts[side] += len(shared[side])
        return counts[0], counts[1]


def comparing(old: Path, new: Path) -> Callable[[tuple[str, str]], Iterator[tuple[_Side, _Side]]]:
    """Return what compares the versions of a document: what was added, and what was removed.

    Args:
        old: The folder of the version before.
        new: The folder of the version.
    """

    def compare(changed: tuple[str, str]) -> Iterator[tuple[_Side, _Side]]:
        path, graph = changed
        was, now = (set(quads_of(folder / path)) for folder in (old, new))
        own = f"<{graph}> .".encode()
        yield _side(now - was, own), _side(was - now, own)

    return compare


def _side(found: set[bytes], own: bytes) -> _Side:
    alone = sorted(line for line in found if line.endswith(own))
    return _Side(len(alone), b"".join(one + b"\n" for one in alone), list(found.difference(alone)))


def delta(old: Before, new: Path, hashes: Mapping[str, str], graphs: Mapping[str, str]) -> Delta | None:
    """Return what leads from one version to the next; None where a file of the version before is gone or damaged.

    Args:
        old: The version before.
        new: The folder of the new one.
        hashes: The hashes of the new one's files, by path.
        graphs: Published IRI of the graph of each document of the new one, by the path of its file.
    """
    paths = {*graphs, *(one for one in old.sha256 if one.startswith("documents/"))}
    changed = {path: graphs.get(path, "") for path in paths if hashes.get(path) != old.sha256.get(path)}
    needed = [WHOLE, *(path for path in changed if path in old.sha256)]
    return Delta(old.folder, new, changed) if all(map(old.is_whole, needed)) else None
