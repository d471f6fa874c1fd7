"""The documents that a store was read from, found again by their hashes, and their lines as printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keikaku.asking.evidence.shown import withheld_of
from keikaku.asking.evidence.withheld import Withheld
from keikaku.documents.archives import digest
from keikaku.documents.packages import PackageError
from keikaku.ground.errors import InputError
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store


@dataclass(frozen=True)
class Originals:
    """The documents that were read, found again by their hashes.

    Attributes:
        files: The file of each document, by its key in the store.
        differing: Files that are called as a document that is not at hand, and are not what was read, by its key.
    """

    files: Mapping[str, Path] = field(default_factory=dict)
    differing: Mapping[str, Path] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Store, folders: tuple[Path, ...]) -> Originals:
        """Look for a store's documents in folders, and in the folders below them.

        Raises:
            InputError: The system does not let a file be read.
        """
        wanted = {entry.source_sha256: key for key, entry in store.documents.items()}
        called = {entry.source: key for key, entry in store.documents.items()}
        found: dict[str, Path] = {}
        other: dict[str, Path] = {}
        for folder in folders:
            for file in sorted((folder, *folder.rglob("*"))):
                if not (file.is_file() or (file.is_dir() and file.name in called)):
                    continue
                if key := wanted.get(_sha256(file)):
                    found.setdefault(key, file)
                elif key := called.get(file.name):
                    other.setdefault(key, file)
        return cls(found, {key: file for key, file in sorted(other.items()) if key not in found})

    def lines(self, dataset: Dataset) -> dict[str, list[str]]:
        """Return the lines of each document as printed, by its key, without what is withheld of them.

        Args:
            dataset: What is published; it says what is withheld.
        """
        return {
            key: list(_lines(file, withheld_of(dataset.memory, dataset.addresses.named(f"document/{key}"))))
            for key, file in sorted(self.files.items())
        }


def _lines(file: Path, withheld: Withheld) -> Iterator[str]:
    from keikaku.documents.as_lines import read_numbered

    document = read_numbered(file)
    if document.published is None:
        yield from (line.printed for line in document.lines)
    else:
        for line, (_text, stand) in zip(document.lines, document.published.lines, strict=True):
            yield withheld.text(line.printed, stand)


def _sha256(file: Path) -> str:
    """Return the hash of a file, or of a folder that is one document; "" for a folder that cannot be one."""
    try:
        if file.is_dir():
            return digest(file)
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except PackageError:
        return ""
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=file, why=error.strerror or type(error).__name__
        ) from error
