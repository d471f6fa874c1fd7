"""Files at any address that fsspec knows: ``s3://``, ``gs://``, ``file://`` or a path."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keikaku.building.inputs import SUFFIXES
from keikaku.ground.errors import ClusterError, MissingExtraError
from keikaku.ground.files import in_part

BESIDE = ("plan.yml", "load.py")
"""What beside a document its graph depends on."""


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
        with self._named(name):
            try:
                data: bytes = self.files.cat_file(f"{self.root}/{name}")
            except FileNotFoundError:
                return None
            return data

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

    Args:
        addresses: Of documents and folders.

    Raises:
        ClusterError: An address cannot be read, or there is no document.
    """
    found: dict[str, str] = {}
    for address in addresses:
        place = Place(address)
        place.files.invalidate_cache()
        with place._named():
            listed = place.files.find(place.root, detail=True)
        documents = {
            name: about
            for name, about in listed.items()
            if name == place.root
            or (name.lower().endswith(SUFFIXES) and not _hidden(name[len(place.root) :]))
        }
        if not documents:
            raise ClusterError(
                "building.place", place=address, why=f"no document there ({', '.join(SUFFIXES)})"
            )
        for name, about in documents.items():
            folder = name.rpartition("/")[0]
            beside = [listed.get(f"{folder}/{other}") for other in BESIDE]
            found[place.files.unstrip_protocol(name)] = _token([about, *beside])
    return dict(sorted(found.items()))


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
