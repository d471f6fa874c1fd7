"""The folder of a site: built beside its place, and put there in one step.

    DIR.part-x1y2/       removed when the work ends, whatever its end
        lock             held while somebody works here
        new/             the site that is being written
    DIR/                 the old site until the new one is whole, then the new one

Where the system can exchange two folders in one step (Linux), whoever looks sees the old site or the new one;
elsewhere the old one is moved aside first, and back where the second move fails.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from keikaku.ground.errors import PublishingError
from keikaku.ground.files import read_json
from keikaku.ground.messages import say

MARK = "keikaku-site.json"
"""The file by which a site is known as one of keikaku's."""
_FORMAT = 1
_PART = ".part-"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.ENOSYS}
"""What systems say whose files have one name each, or no further one."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


@contextlib.contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Yield an empty folder; what is in it stands at a path when the block ends without an error.

    Args:
        folder: The path: nothing, an empty folder, or a site of keikaku's.

    Raises:
        PublishingError: Something else is there.
        PublishingError: No rights, no space; what was there is there still.
    """
    place = Path(os.path.realpath(folder))
    refuse_other(folder)
    with _unwritable(folder):
        place.parent.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        part = Path(tempfile.mkdtemp(prefix=f"{place.name}{_PART}", dir=place.parent))
    lock = FileLock(part / "lock")
    try:
        with _unwritable(folder):
            lock.acquire()
            new = part / "new"
            new.mkdir()
            yield new
            refuse_other(folder)  # something may have come meanwhile
            _put(new, place)
    finally:
        lock.release()
        shutil.rmtree(part, ignore_errors=True)


def refuse_other(folder: Path) -> None:
    """Refuse a path that holds something else than a site.

    Raises:
        PublishingError: A file, or a folder that holds other things.
    """
    with _unwritable(folder):
        if not folder.exists():
            return
        if not folder.is_dir():
            raise PublishingError("publishing.not-a-site", path=folder, why=say("publishing.is-a-file"))
        if any(folder.iterdir()) and mark_of(folder) is None:
            raise PublishingError(
                "publishing.not-a-site",
                path=folder,
                why=say("publishing.holds-other-things", mark=MARK),
            )


def mark_of(folder: Path) -> dict[str, Any] | None:
    """Return what a site says of itself, or None where the folder is none."""
    try:
        raw = read_json((folder / MARK).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("keikaku-site"), int) else None


def untouched(folder: Path, paths: Sequence[str]) -> bool:
    """Tell whether files of a site are there and nobody wrote to them since it was whole."""
    try:
        whole = (folder / MARK).stat().st_mtime_ns
        return all((folder / path).stat().st_mtime_ns <= whole for path in paths)
    except OSError:
        return False


def _put(new: Path, place: Path) -> None:
    if not place.exists():
        new.replace(place)
    elif not _exchanged(new, place):
        old = new.with_name("old")
        place.replace(old)
        try:
            new.replace(place)
        except OSError:
            old.replace(place)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; tell whether the system can."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    paths = (os.fsencode(one), os.fsencode(other))
    if rename(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):  # a file system that cannot
        return False
    raise OSError(code, os.strerror(code), str(other))


def _sweep(place: Path) -> None:
    """Remove what a killed process left beside a site; one that still works holds its lock."""
    for part in place.parent.iterdir():
        if not part.name.startswith(place.name + _PART):
            continue
        lock = FileLock(part / "lock")
        with contextlib.suppress(OSError, Timeout):
            lock.acquire(timeout=0)
            lock.release()
            shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno is None:  # Jinja's missing templates are OSErrors too
            raise
        raise PublishingError("publishing.unwritable", path=folder, why=os.strerror(error.errno)) from error


class Writer:
    """Writes the files of a site.

    Args:
        folder: Where the site is built.

    Attributes:
        folder: The same.
        files: How many were written.
        size: How many bytes they have.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = 0
        self.size = 0
        self._root = str(folder)
        self._made: set[str] = set()

    def keep(self, old: Path, paths: Sequence[str]) -> None:
        """Take files over from another site: the same files, so that who copies the site sees that they did not change.

        Args:
            old: The other site.
            paths: Below both, decoded.

        Raises:
            OSError: One of them is not there, or cannot be written.
        """
        for path in paths:
            file, was = self._place(path), old / path
            try:
                file.hardlink_to(was)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                shutil.copy2(was, file)
            self._count(path)

    def write(self, path: str, data: bytes) -> None:
        """Write a file.

        Args:
            path: Below the site, decoded.
            data: Its bytes.

        Raises:
            FileExistsError: It was written before.
            OSError: No rights, no space.
        """
        self._make(path.rpartition("/")[0])
        with open(f"{self._root}/{path}", "xb", buffering=0) as output:  # noqa: PTH123 (a site has millions of files)
            rest = memoryview(data)
            while rest:
                rest = rest[output.write(rest) :]
        self.files += 1
        self.size += len(data)

    @contextlib.contextmanager
    def opened(self, path: str) -> Iterator[BinaryIO]:
        """Give a file to write in pieces: what is too large to be held in memory.

        Args:
            path: Below the site, decoded.

        Raises:
            FileExistsError: It was written before.
            OSError: No rights, no space.
        """
        with self._place(path).open("xb") as output:
            yield output
        self._count(path)

    def copy(self, path: str, source: Path) -> None:
        """Write a file as one elsewhere is.

        Args:
            path: Below the site, decoded.
            source: The other one.

        Raises:
            OSError: No such file, no rights, no space.
        """
        shutil.copyfile(source, self._place(path))
        self._count(path)

    def take(self, path: str, source: Path) -> None:
        """Move a file that lies in the folder of the site to its place.

        Args:
            path: Below the site, decoded.
            source: Where it lies.

        Raises:
            OSError: No such file, no rights.
        """
        source.replace(self._place(path))
        self._count(path)

    def _place(self, path: str) -> Path:
        self._make(path.rpartition("/")[0])
        return self.folder / path

    def _make(self, below: str) -> None:
        if below not in self._made:
            (self.folder / below).mkdir(parents=True, exist_ok=True)
            self._made.add(below)

    def _count(self, path: str) -> None:
        self.files += 1
        self.size += (self.folder / path).stat().st_size


def write_mark(writer: Writer, about: Mapping[str, object]) -> None:
    """Write what a site says of itself, last: a folder without it is none.

    Args:
        writer: Writes the site, and knows how many files it has.
        about: What it says besides.
    """
    said = {**about, "keikaku-site": _FORMAT, "files": writer.files + 1}
    writer.write(MARK, (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())
