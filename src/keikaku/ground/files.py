"""Writing a file whole or not at all; reading several pieces as one file, and JSON."""

from __future__ import annotations

import contextlib
import errno
import glob
import io
import json
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keikaku.ground.messages import both

if TYPE_CHECKING:
    from typing_extensions import Buffer

_CHUNK = 2**20  # bytes


def read_json(text: str | bytes) -> Any:
    """Return the value of JSON; as :func:`json.loads`, to whose errors its limit of depth belongs here too.

    Raises:
        ValueError: It is no JSON, or nests too deep.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None


def read_regular(path: Path) -> bytes:
    """Return the bytes of a file; what may have no end, a device or a pipe, is not read.

    Raises:
        OSError: There is none, it is no regular file, or it cannot be read.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, both("ground.device-or-pipe"))
    return path.read_bytes()


def write_whole(path: Path, chunks: Iterable[bytes], *, durable: bool = False) -> None:
    """Write a file beside its place and move it there, so that nobody sees half of it.

    A link is followed. What is no regular file (``/dev/stdout``, a pipe) is written to as it stands.

    Args:
        path: The file.
        chunks: Its bytes.
        durable: Whether to wait until the disk has it, so that a power cut cannot take it back.

    Raises:
        OSError: No rights, no space, no such folder; what was there before is there still.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            file.writelines(chunks)
        return
    with in_part(path) as part, part.open("wb") as file:
        file.writelines(chunks)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    if durable:
        _sync_folder(path.parent)


@contextlib.contextmanager
def in_part(path: Path, suffix: str = "") -> Iterator[Path]:
    """Give a place beside a file to write it to; what is there at the end takes the file's place.

    Where writing fails nothing is left, neither of the file nor of what a library writes beside it (a database
    its log, ``….part.wal``).

    Args:
        path: The file.
        suffix: What tells the place from that of others who write the same file.

    Raises:
        OSError: The file cannot be written or put in its place; it has a name.
    """
    part = path.with_name(f"{path.name}{suffix}.part")
    _remove_all(part)
    try:
        yield part
        part.replace(path)
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk is told by a handle, which has no name
        raise
    finally:
        _remove_all(part)


def _remove_all(part: Path) -> None:
    """Remove a file and what stands beside it under its name."""
    with contextlib.suppress(OSError):
        for left in part.parent.glob(f"{glob.escape(part.name)}*"):
            with contextlib.suppress(OSError):
                left.unlink()


def _sync_folder(folder: Path) -> None:
    """Wait until the disk has the names of a folder, on systems that can be asked to."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def refuse_unwritable(path: Path) -> None:
    """Try whether a file could be written, before the work that would fill it.

    Raises:
        OSError: It could not.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if path.exists() and not path.is_file():
        return
    part = path.with_name(path.name + ".part")
    try:
        part.touch()
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def stamp_of(file: Path) -> tuple[int, ...] | None:
    """Return what tells a file from one that took its place, None where there is none."""
    with contextlib.suppress(OSError):
        status = file.stat()
        return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return None


def held_names(folder: Path) -> set[str]:
    """Return the names of what a folder holds, none where there is no folder."""
    try:
        return {child.name for child in folder.iterdir()}
    except FileNotFoundError:
        return set()


def held(file: Path, data: bytes) -> bool:
    """Tell whether a file is there and whole."""
    try:
        return file.read_bytes() == data
    except FileNotFoundError:
        return False


def why(error: OSError) -> str:
    """Return what the system says of an error."""
    return error.strerror or type(error).__name__


def joined(pieces: Iterable[bytes]) -> io.BufferedReader:
    """Return pieces, taken one after the other, as a file to read."""
    return io.BufferedReader(_Joined(iter(pieces)), _CHUNK)


class _Joined(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        while not self._left:  # a piece may be empty
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        room = memoryview(buffer).cast("B")
        size = min(len(room), len(self._left))
        room[:size] = self._left[:size]
        self._left = self._left[size:]
        return size
