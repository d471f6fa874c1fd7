"""The dumps: all of the data as files to load elsewhere, dated and as latest, with their hashes.

    dumps/index.json                    which there are
    dumps/latest/, dumps/2026-11-20/    the same files twice: one address that stays, one content that stays
        keikaku.nq.gz                   everything, a named graph a document and one a town for what they share
        keikaku.ttl.gz                  everything as one graph
        vocabulary.nq.gz                the ontology, the code lists, the SDGs, a named graph a file
        documents/KEY.nq.gz             what one document says, also of what others say too
        elements.csv, figures.csv, money.csv, statistics.csv  tables by the open-data definition
        SHA256SUMS
    dumps/2026-11-20/delta-added.nq.gz, delta-removed.nq.gz     what changed since the version before
    ldes/                               the versions of the documents as an event stream

A site without a date names its dumps by their content. The dumps of the site that is replaced are kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from gzip import GzipFile
from pathlib import Path
from typing import Any

from keikaku.asking.opendata.definition import definition
from keikaku.asking.opendata.files import csv_lines, write_csv
from keikaku.asking.opendata.rows import made_of_rows
from keikaku.graph import formats
from keikaku.graph.addresses import file_stem
from keikaku.graph.nquads import VOCABULARY
from keikaku.ground.files import read_json
from keikaku.store.dataset import Dataset
from keikaku.web.site.deltas import ADDED, REMOVED, WHOLE, Before, Delta, before, delta
from keikaku.web.site.folder import Writer
from keikaku.web.site.graph_dumps import made_graphs, packed
from keikaku.web.site.ldes import Version, write_stream
from keikaku.web.site.publication import Publication

LATEST = "dumps/latest"
INDEX = "dumps/index.json"
_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9a-f]{16}")
_MEDIA_TYPES = {".nq.gz": "application/n-quads", ".ttl.gz": "text/turtle", ".csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a dump.

    Attributes:
        path: Below the folder of its version.
        media_type: Of what it holds, where that is compressed.
        bytes: Its size.
        sha256: Its hash, in hexadecimal.
    """

    path: str
    media_type: str
    bytes: int
    sha256: str

    @property
    def address(self) -> str:
        """Its path below the base, decoded."""
        return f"{LATEST}/{self.path}"


@dataclass(frozen=True, slots=True)
class Dumps:
    """The dumps of a site.

    Attributes:
        version: The date, or the beginning of a hash of the data.
        files: The files, sorted by path.
        documents: The file of each document's graph, by its key.
        index: What ``dumps/index.json`` says of all versions.
    """

    version: str
    files: tuple[Dump, ...]
    documents: dict[str, Dump]
    index: Mapping[str, Any] = field(default_factory=dict)

    @property
    def no_delta_from(self) -> str:
        """The version before, where nothing leads on from it, since a file of it is gone or damaged; else ""."""
        (said,) = [one.get("delta", {}) for one in self.index["versions"] if one["version"] == self.version]
        return str(said["from"]) if said and "added" not in said else ""

    def whole(self, suffix: str) -> Dump:
        """Return the file that holds everything in a format."""
        return next(file for file in self.files if file.path == f"keikaku{suffix}")


def write_dumps(
    writer: Writer, dataset: Dataset, settings: Publication, old: Path | None, jobs: int = 1
) -> Dumps:
    """Write the dumps of a site; a few documents at a time are in memory, and of the others what they share.

    Args:
        writer: Writes the site.
        dataset: Its data.
        settings: The publisher's.
        old: The site that is replaced, whose dumps are kept; None where there is none, or they are not.
        jobs: Processes that make them.
    """
    of = _files_of(dataset)
    graphs = {key: dataset.addresses.published(one.graph) for key, one in dataset.store.documents.items()}
    hashed = _write_graphs(writer, dataset, of.values(), jobs)
    paths = [
        "keikaku.nq.gz",
        "keikaku.ttl.gz",
        "vocabulary.nq.gz",
        *_write_tables(writer, dataset, jobs),
        *of.values(),
    ]
    latest = writer.folder / LATEST
    files = tuple(_dump(latest, path) for path in sorted(paths))
    sums = "".join(f"{one.sha256}  {one.path}\n" for one in files).encode()
    writer.write(f"{LATEST}/SHA256SUMS", sums)
    version = settings.day.isoformat() if settings.day else hashed
    for path in [*paths, "SHA256SUMS"]:
        writer.copy(f"dumps/{version}/{path}", latest / path)
    index = _index(old)
    entry = _entry(version, files)
    earlier = before(index, (old or Path()) / "dumps", version) if index else None
    hashes = {file.path: file.sha256 for file in files}
    if earlier:
        there = {path: graphs[key] for key, path in of.items()}
        entry["delta"] = _write_delta(writer, earlier, version, delta(earlier, latest, hashes, there), jobs)
    versions = [entry, *_kept(writer, old, version, index)]
    _write_index(writer, versions)
    was = earlier.sha256 if earlier else {}
    said = entry.get("delta", {})
    brought = Version(
        base=settings.base,
        name=version,
        day=settings.day,
        changed={key: graphs[key] for key, path in of.items() if hashes[path] != was.get(path)},
        gone=tuple(path for path in sorted(was) if path.startswith("documents/") and path not in hashes),
        since=said["from"] if "added" in said else "",
        files={"whole": next(one for one in entry["files"] if one["path"] == WHOLE)}
        | {name: said[name] for name in ("added", "removed") if name in said},
    )
    write_stream(writer, brought, old, _versions(old) if old else [], earlier.version if earlier else "")
    by_path = {file.path: file for file in files}
    told = {"latest": version, "versions": versions}
    return Dumps(version, files, {key: by_path[path] for key, path in of.items()}, told)


def planned(dataset: Dataset, settings: Publication) -> Dumps:
    """Return the dumps that a site is going to have: their names and forms, without sizes and hashes."""
    of = _files_of(dataset)
    paths = [WHOLE, "keikaku.ttl.gz", *(f"{name}.csv" for name in definition().tables), *of.values()]
    files = {path: Dump(path, _media_type(path), 0, "") for path in sorted(paths)}
    version = settings.day.isoformat() if settings.day else ""
    return Dumps(version, tuple(files.values()), {key: files[path] for key, path in of.items()})


def _files_of(dataset: Dataset) -> dict[str, str]:
    """Return the file of each document's graph, by its key."""
    return {key: f"documents/{file_stem(key)}.nq.gz" for key in dataset.store.documents}


def _media_type(path: str) -> str:
    return next(kind for suffix, kind in _MEDIA_TYPES.items() if path.endswith(suffix))


@contextlib.contextmanager
def _packed(writer: Writer, path: str) -> Iterator[GzipFile]:
    """Give a file of the site to write compressed."""
    with writer.opened(path) as output, packed(output) as file:
        yield file


def _write_graphs(writer: Writer, dataset: Dataset, paths: Collection[str], jobs: int) -> str:
    """Write the graph of each document, of all together and of the vocabulary; return the beginning of a hash of all."""
    hashed = hashlib.sha256()
    with (
        _packed(writer, f"{LATEST}/{WHOLE}") as nquads,
        _packed(writer, f"{LATEST}/keikaku.ttl.gz") as turtle,
    ):
        turtle.write(formats.turtle([]))
        for path, made in zip(paths, made_graphs(dataset.store, dataset.addresses, jobs), strict=True):
            writer.write(f"{LATEST}/{path}", made.file)
            hashed.update(made.nquads)
            nquads.write(made.nquads)
            turtle.write(made.turtle)
    with _packed(writer, f"{LATEST}/vocabulary.nq.gz") as vocabulary:
        vocabulary.writelines(_vocabulary(dataset))
    return hashed.hexdigest()[:16]


def _write_delta(
    writer: Writer, earlier: Before, version: str, found: Delta | None, jobs: int
) -> dict[str, Any]:
    """Write what changed since the version before; return what the index says of it."""
    if found is None:
        return {"from": earlier.version, "gone": True}
    place = f"dumps/{version}"
    with _packed(writer, f"{place}/{ADDED}") as added, _packed(writer, f"{place}/{REMOVED}") as removed:
        counts = found.write(added, removed, jobs)
    said = [asdict(_dump(writer.folder / place, path)) for path in (ADDED, REMOVED)]
    told = {"added": said[0] | {"quads": counts[0]}, "removed": said[1] | {"quads": counts[1]}}
    return {"from": earlier.version, **told}


def _write_tables(writer: Writer, dataset: Dataset, jobs: int) -> list[str]:
    """Write the tables by the open-data definition, as CSV; return their names."""
    with tempfile.TemporaryDirectory(dir=writer.folder) as folder:
        named = dataset.addresses.published
        paths = write_csv(made_of_rows(csv_lines, dataset.store, named, processes=jobs), Path(folder))
        for path in paths:
            writer.take(f"{LATEST}/{path.name}", path)
    return [path.name for path in paths]


def _vocabulary(dataset: Dataset) -> Iterator[bytes]:
    graphs = [one for one in dataset.memory.named_graphs() if str(one).startswith(f"<{VOCABULARY}")]
    for graph in sorted(graphs, key=str):
        lines = sorted(f"{quad} .\n" for quad in dataset.memory.quads_for_pattern(None, None, None, graph))
        yield "".join(lines).encode()


def _dump(folder: Path, path: str) -> Dump:
    """Return what is to be said of a file of a version."""
    with (folder / path).open("rb") as data:
        sha256 = hashlib.file_digest(data, "sha256").hexdigest()
    return Dump(path, _media_type(path), (folder / path).stat().st_size, sha256)


def _entry(version: str, files: tuple[Dump, ...]) -> dict[str, Any]:
    return {"version": version, "files": [asdict(file) for file in files]}


def _write_index(writer: Writer, versions: list[dict[str, Any]]) -> None:
    newest = versions[0]["version"]
    ordered = sorted(versions, key=lambda one: str(one["version"]), reverse=True)
    document = {"latest": newest, "versions": ordered}
    writer.write(INDEX, (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode())


def _kept(writer: Writer, old: Path | None, version: str, index: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Copy the earlier dumps of the old site; what its index says wrongly is left behind."""
    kept: list[dict[str, Any]] = []
    deltas = {str(one["version"]): one.get("delta") for one in index.get("versions", ())}
    for name in _versions(old) if old else ():
        folder = (old or Path()) / "dumps" / name
        if name == version or not folder.is_dir():
            continue
        there = sorted(file for file in folder.rglob("*") if file.is_file())
        paths = [file.relative_to(folder).as_posix() for file in there]
        for path in paths:
            writer.copy(f"dumps/{name}/{path}", folder / path)
        named = [one for one in paths if one.endswith(tuple(_MEDIA_TYPES)) and one not in (ADDED, REMOVED)]
        dumps = tuple(_dump(folder, path) for path in named)
        kept.append(_entry(name, dumps) | ({"delta": deltas[name]} if deltas.get(name) else {}))
    there_are = {one["version"] for one in kept}
    for one in kept:  # a delta leads on from a version that somebody must still be able to get
        if "delta" in one and one["delta"]["from"] not in there_are:
            one["delta"] = {**one["delta"], "gone": True}
    return kept


def _index(old: Path | None) -> dict[str, Any]:
    """Return the index of the old site's dumps, an empty one where there is none that can be understood."""
    if not old or not _versions(old):
        return {}
    found: dict[str, Any] = read_json((old / INDEX).read_text(encoding="utf-8"))
    return found


def _versions(old: Path) -> list[str]:
    try:
        raw = read_json((old / INDEX).read_text(encoding="utf-8"))
        names = [str(one["version"]) for one in raw["versions"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return sorted({name for name in names if _VERSION.fullmatch(name)})
