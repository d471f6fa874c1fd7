"""Which documents a build is about: files, and what folders hold."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from keikaku.documents.archives import documents_in, is_called
from keikaku.documents.files import SUFFIXES as PUBLISHED
from keikaku.documents.files import TEXT_SUFFIXES, named_only
from keikaku.documents.packages import PackageError
from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import InputError, KeikakuError
from keikaku.ground.files import read_regular
from keikaku.reading.series import read_series

SUFFIXES = (*TEXT_SUFFIXES, *PUBLISHED)
"""What a document in a folder is called; a file that is named itself may be called anything."""

PLAN = "plan.yml"
BESIDE = (PLAN, "load.py", DECISIONS)
"""What in the folder of a document its graph depends on, beside the recognised pages of its own name."""

AnyPath = str | os.PathLike[str]


def find_documents(paths: AnyPath | Iterable[AnyPath]) -> list[Path | KeikakuError]:
    """Return the documents of files and folders, each once, in order of their paths.

    A folder whose plan.yml makes one document of its files (`document: files:`) is that document. A path that does
    not exist, a folder that cannot be read, and one without documents stand in the list as errors.
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
        yield path, InputError("documents.missing-path", path=path)
    except OSError as error:
        yield path, InputError("documents.unreadable", path=path, why=error.strerror or type(error).__name__)
    else:
        yield from _documents_in(path) if stat.S_ISDIR(mode) else [(path, path)]


def _documents_in(folder: Path) -> Iterator[tuple[Path, Path | KeikakuError]]:
    found: list[tuple[Path, Path | KeikakuError]] = []

    def note(error: OSError) -> None:
        closed = Path(error.filename)
        found.append(
            (
                closed,
                InputError("documents.unreadable", path=closed, why=error.strerror or type(error).__name__),
            )
        )

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if PLAN in files and is_one(Path(place, PLAN), partial(_names_in, Path(place))):
            folders.clear()
            found.append((Path(place), Path(place)))
            continue
        documents = (Path(place, name) for name in files if not name.startswith(".") and name != DECISIONS)
        found += [(file, file) for file in documents if file.suffix.lower() in SUFFIXES]
        found += [(Path(place, name), Path(place, name)) for name in named_only(files) if name[0] != "."]
    yield from found or [
        (folder, InputError("documents.none-in-folder", path=folder, suffixes=", ".join(SUFFIXES)))
    ]


def is_one(plan: Path, names: Callable[[], Iterable[str]]) -> bool:
    """Tell whether a plan.yml makes one document of the files of its folder: it names some of them.

    Args:
        plan: The plan.yml.
        names: Gives the names of the documents in its folder, where it comes to that.
    """
    try:
        if b"files" not in read_regular(plan):  # most do not, and are not read twice
            return False
        patterns = read_series(plan).settings.document.files
        return any(is_called(name, pattern) for name in names() for pattern in patterns)
    except (OSError, KeikakuError, PackageError):  # whatever reads it says what is wrong
        return False


def _names_in(folder: Path) -> list[str]:
    return [name for name, _path in documents_in(folder)]
