"""Which documents a build is about: files, and what folders hold."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from keikaku.documents.files import SUFFIXES as PUBLISHED
from keikaku.documents.files import TEXT_SUFFIXES
from keikaku.errors import KeikakuError, MissingPathError, NoDocumentError, UnreadableError

SUFFIXES = (*TEXT_SUFFIXES, *PUBLISHED)
"""What a document in a folder is called; a file that is named itself may be called anything."""

AnyPath = str | os.PathLike[str]


def find_documents(paths: AnyPath | Iterable[AnyPath]) -> list[Path | KeikakuError]:
    """Return the documents of files and folders, each once, in order of their paths.

    A path that does not exist, a folder that cannot be read, and one without documents stand in the list as
    errors.
    """
    found: dict[str, Path | KeikakuError] = {}
    for path in [paths] if isinstance(paths, str | os.PathLike) else paths:
        for place, answer in _look(Path(path)):
            found.setdefault(os.path.realpath(place), answer)
    return [found[key] for key in sorted(found)]


def _look(path: Path) -> Iterator[tuple[Path, Path | KeikakuError]]:
    """Yield what stands at a path: its place, and a document or an error."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        yield path, MissingPathError(path=path)
    except OSError as error:
        yield path, UnreadableError(path=path, why=error.strerror or type(error).__name__)
    else:
        yield from _documents_in(path) if stat.S_ISDIR(mode) else [(path, path)]


def _documents_in(folder: Path) -> Iterator[tuple[Path, Path | KeikakuError]]:
    found: list[tuple[Path, Path | KeikakuError]] = []

    def note(error: OSError) -> None:
        closed = Path(error.filename)
        found.append((closed, UnreadableError(path=closed, why=error.strerror or type(error).__name__)))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        documents = (Path(place, name) for name in files if not name.startswith("."))
        found += [(file, file) for file in documents if file.suffix.lower() in SUFFIXES]
    yield from found or [(folder, NoDocumentError(path=folder, suffixes=", ".join(SUFFIXES)))]
