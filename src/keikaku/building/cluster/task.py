"""What a worker of a cluster does: fetch documents, read them, write their graph files, answer with what became of them."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath

from keikaku.building.changes import made_with
from keikaku.building.cluster.remote_files import Place, files_of
from keikaku.building.model import Built, Options
from keikaku.building.pipeline import readers, unread
from keikaku.building.report import DocumentReport
from keikaku.ground.errors import ClusterError
from keikaku.ground.processes.process import LostError
from keikaku.reading.loaders import Loaders
from keikaku.store.manifest import Entry, graph_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of a document on a cluster.

    Attributes:
        address: The document.
        record: Its report, packed (:meth:`keikaku.building.report.DocumentReport.as_record`).
        refused: Whether the report holds an error.
        lasting: Whether the same input would give the same again.
        key: Its name in the store.
        entry: What the manifest says of it, None where it may not be stored.
    """

    address: str
    record: str
    refused: bool
    lasting: bool
    key: str = ""
    entry: dict[str, str | int] | None = None


def pack(folders: tuple[Path, ...]) -> bytes:
    """Return folders with loaders as one file, to be sent to the workers."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number, folder in enumerate(folders):
            archive.add(folder, arcname=str(number), filter=_plain)
    return buffer.getvalue()


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Return a member without owner and time, so that the same folders give the same bytes."""
    return member.replace(mtime=0, uid=0, gid=0, uname="", gname="", deep=False)


def software(options: Options, packed: bytes) -> str:
    """Return a hash of the code, shapes, loaders and options with which a worker reads."""
    with tempfile.TemporaryDirectory() as folder:
        local = _unpacked(options, packed, Path(folder))
        loaders = Loaders.of(local.loaders)
        versions = "".join(f"{name} {series.version}\n" for name, series in sorted(loaders.known.items()))
        return hashlib.sha256(f"{made_with(local, loaders)}\n{versions}".encode()).hexdigest()[:32]


def _unpacked(options: Options, packed: bytes, folder: Path) -> Options:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return replace(options, loaders=tuple(folder / str(number) for number in range(len(options.loaders))))


def build_at(addresses: list[str], store: str, options: Options, packed: bytes) -> list[Finished]:
    """Read documents at addresses and write their graph files into a store at an address.

    A process of its own reads them, so that one that hangs or takes all memory costs the cluster nothing but
    itself.

    Args:
        addresses: The documents.
        store: The store.
        options: How.
        packed: The folders with loaders (:func:`pack`).

    Raises:
        ClusterError: A document cannot be read, or a graph file cannot be written.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        local = _unpacked(options, packed, folder / "loaders")
        paths = [_fetched(address, folder / str(number)) for number, address in enumerate(addresses)]
        there = Place(store)
        return [
            _finished(addresses[number], paths[number], answer, there, local)
            for number, answer in readers(local, 1).answers(paths)
        ]


def _fetched(address: str, folder: Path) -> Path:
    """Return a document fetched with what is beside it, in a folder of the same name: a series is called by it.

    Raises:
        ClusterError: It is gone, or a name leads out of its folder.
    """
    place = Place(address)
    is_folder = address.endswith("/")
    above, _slash, name = place.root.rpartition("/")
    here = folder if is_folder else folder / (above.rpartition("/")[2] or "documents")
    document = f"{place.root}/" if is_folder else place.root
    for wanted in files_of(document, place.all() if is_folder else ()):
        data = place.fetch(wanted)
        if data is not None:
            relative = PurePosixPath(wanted.removeprefix(f"{above}/"))
            if relative.is_absolute() or ".." in relative.parts:
                raise ClusterError("building.place", place=address, why=f"{relative} leads out of its folder")
            target = here / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    fetched: Path = here / name
    if not fetched.exists():
        raise ClusterError("building.place", place=address, why="it is gone")
    return fetched


def _finished(
    address: str, path: Path, answer: Built | LostError, store: Place, options: Options
) -> Finished:
    """Write the graph file and return what became of a document."""
    if isinstance(answer, LostError):
        error = unread(path, answer, options)
        record = DocumentReport(path=path, error=error).as_record()
        return Finished(address=address, record=record, refused=True, lasting=False)
    entry = None
    if answer.nquads is not None and answer.about:
        digest = hashlib.sha256(answer.nquads).hexdigest()
        file = graph_file(answer.key, digest)
        store.write(file, answer.nquads)
        made = Entry(file=file, sha256=digest, quads=answer.nquads.count(b"\n"), **answer.about)
        entry = asdict(made)
    return Finished(
        address=address,
        record=answer.record,
        refused=answer.refused,
        lasting=answer.lasting,
        key=answer.key,
        entry=entry,
    )
