"""Files at any address that fsspec knows: ``s3://``, ``gs://``, ``file://`` or a path."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from keikaku.building.inputs import BESIDE, PLAN, SUFFIXES, is_one
from keikaku.documents.archives import documents_among
from keikaku.documents.ocr.recorded import SUFFIX
from keikaku.documents.packages import MOST_MEMBERS
from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import ClusterError, MissingExtraError
from keikaku.ground.files import in_part


class Address(type(Path())):  # type: ignore[misc]
    """An address in the place of a path: it is shown as it was given, ``s3://`` and all."""

    def __new__(cls, address: str) -> Address:  # noqa: D102
        self: Address = super().__new__(cls, address)
        self.__dict__["address"] = address
        return self

    def __str__(self) -> str:
        return str(self.__dict__.get("address", "")) or super().__str__()


class Place:
    """A folder at an address.

    Args:
        address: Of the folder.

    Raises:
        MissingExtraError: fsspec, or what it needs for this kind of address, is not installed.
        ClusterError: The address is of no known kind.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise MissingExtraError(
                "ground.missing-extra", what="--scheduler", package="fsspec", extra="cluster"
            ) from None
        try:
            self.files, self.root = url_to_fs(self.address)
        except ImportError as error:
            raise MissingExtraError(
                "ground.missing-extra", what=self.address, package=str(error), extra="cluster"
            ) from None
        except ValueError as error:
            raise ClusterError("building.place", place=self.address, why=error) from error

    @property
    def shown(self) -> str:
        """The folder, as errors name it."""
        return self.address

    @contextlib.contextmanager
    def _named(self, name: str = "") -> Iterator[None]:
        """Say of an error which address it is about."""
        try:
            yield
        except OSError as error:
            why = error.strerror or str(error).partition("\n")[0] or type(error).__name__
            raise ClusterError(
                "building.place", place=f"{self.address}/{name}".rstrip("/"), why=why
            ) from error

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file below, None where there is none.

        Raises:
            ClusterError: It cannot be read.
        """
        return self.fetch(f"{self.root}/{name}")

    def fetch(self, path: str) -> bytes | None:
        """Return the bytes of a file by its whole name on the file system, None where there is none.

        Raises:
            ClusterError: It cannot be read.
        """
        with self._named(path.removeprefix(f"{self.root}/") if path != self.root else ""):
            try:
                data: bytes = self.files.cat_file(path)
            except FileNotFoundError:
                return None
            return data

    def names(self, folder: str) -> list[str]:
        """Return the names of the files of a folder below; none where it is not there.

        Raises:
            ClusterError: It cannot be read.
        """
        return list(self.sizes(folder))

    def all(self) -> list[str]:
        """Return the whole names of the files below.

        Raises:
            ClusterError: They cannot be listed.
        """
        self.files.invalidate_cache()
        with self._named():
            return list(self.files.find(self.root))

    def write(self, name: str, data: bytes) -> None:
        """Write a file below, whole or not at all.

        An object store shows an object when it is whole; elsewhere the file is written beside and renamed.

        Raises:
            ClusterError: It cannot be written.
        """
        path = f"{self.root}/{name}"
        with self._named(name):
            if "file" not in _protocols(self.files):
                self.files.pipe_file(path, data)
                return
            self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
            with in_part(Path(path), f"-{secrets.token_hex(4)}") as part:  # a task may run twice at once
                self.files.pipe_file(str(part), data)

    def remove(self, name: str) -> None:
        """Remove a file below, if it is there.

        Raises:
            ClusterError: It cannot be removed.
        """
        with self._named(name), contextlib.suppress(FileNotFoundError):
            self.files.rm_file(f"{self.root}/{name}")

    def sizes(self, folder: str) -> dict[str, int]:
        """Return the names and sizes in bytes of the files of a folder below.

        Raises:
            ClusterError: It cannot be read.
        """
        self.files.invalidate_cache()
        with self._named(folder):
            try:
                found = self.files.ls(f"{self.root}/{folder}", detail=True)
            except FileNotFoundError:
                return {}
        return {
            one["name"].rpartition("/")[2]: int(one["size"] or 0) for one in found if one["type"] == "file"
        }


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)


def find_addresses(addresses: list[str]) -> dict[str, str]:
    """Return the documents at addresses, each with a token that changes when it or what is beside it does.

    A folder whose plan.yml makes one document of its files is that document, under an address that ends in "/".

    Args:
        addresses: Of documents and folders.

    Raises:
        ClusterError: An address cannot be read, or there is no document.
    """
    found: dict[str, str] = {}
    for given in addresses:
        place = Place(given)
        place.files.invalidate_cache()
        with place._named():
            listed = place.files.find(place.root, detail=True)
            documents = [place.root] if place.root in listed else _documents_in(place, listed)
            above = place.root.rpartition("/")[0]
            if above and documents[:1] in (
                [place.root],
                [f"{place.root}/"],
            ):  # what lies beside it counts too
                listed |= place.files.find(above, maxdepth=1, detail=True)
        if not documents:
            raise ClusterError(
                "building.place", place=given, why=f"no document there ({', '.join(SUFFIXES)})"
            )
        for name in documents:
            files = files_of(name, listed)
            address = place.files.unstrip_protocol(name.rstrip("/")) + "/" * name.endswith("/")
            found[address] = _token([listed.get(file) for file in files])
    return dict(sorted(found.items()))


def files_of(document: str, names: Iterable[str]) -> list[str]:
    """Return the files that the graph of a document depends on: its own, and those beside them, there or not.

    Args:
        document: Its whole name; that of a folder that is one document ends in "/".
        names: The names of the files below the folder.
    """
    folder, _slash, name = document.rpartition("/")
    own = [document] if name else [document + one for one in documents_among(_below(document, names))]
    read = own if name or "/" not in folder else [folder, *own]  # beside a bucket lies nothing
    return [*own, *(f"{one}{SUFFIX}" for one in read), *(f"{folder}/{other}" for other in BESIDE)]


def _below(folder: str, names: Iterable[str]) -> list[str]:
    return [name.removeprefix(folder) for name in names if name.startswith(folder)]


def _documents_in(place: Place, listed: Iterable[str]) -> list[str]:
    """Return the documents below an address, as a build on one machine finds them in a folder."""
    names = [name for name in listed if not _hidden(name[len(place.root) :])]
    ones: list[str] = []
    plans = (name for name in names if name.rpartition("/")[2] == PLAN)
    for plan in sorted(plans, key=lambda name: name.count("/")):  # the outermost decides
        folder = plan.removesuffix(PLAN)
        if not plan.startswith(tuple(ones)) and _is_one(place, plan, partial(_in_one, folder, listed)):
            ones.append(folder)
    alone = (
        name
        for name in names
        if name.lower().endswith(SUFFIXES)
        and name.rpartition("/")[2] != DECISIONS
        and not name.startswith(tuple(ones))
    )
    return [*ones, *alone]


def _in_one(folder: str, listed: Iterable[str]) -> list[str]:
    """Return the names of the documents in a folder; as on one machine, no document has more than so many files."""
    names = _below(folder, listed)
    return documents_among(names) if len(names) <= MOST_MEMBERS else []


def _is_one(place: Place, plan: str, names: Callable[[], list[str]]) -> bool:
    """Tell whether a plan.yml at an address makes one document of the files of its folder."""
    with tempfile.TemporaryDirectory(prefix="keikaku-") as folder:
        file = Path(folder) / PLAN
        file.write_bytes(place.fetch(plan) or b"")
        return is_one(file, names)


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _token(abouts: list[dict[str, Any] | None]) -> str:
    """Return a hash of what a file system says of files: size, time and, where it has one, the content's hash."""
    seen = [
        {
            key: str(about[key])
            for key in ("size", "mtime", "ino", "ETag", "etag", "md5Hash", "updated")
            if key in about
        }
        if about
        else None
        for about in abouts
    ]
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]
