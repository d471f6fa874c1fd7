"""The dumps: all of the data as files to load elsewhere, dated and as latest, with their hashes.

    dumps/index.json                    which there are
    dumps/latest/, dumps/2026-11-20/    the same files twice: one address that stays, one content that stays
        keikaku.nq.gz                   everything, a named graph a document and one a town for what they share
        keikaku.ttl.gz                  everything as one graph
        vocabulary.nq.gz                the ontology, the code lists, the SDGs, a named graph a file
        documents/KEY.nq.gz             what one document says, also of what others say too
        elements.csv, figures.csv, money.csv    tables by the open-data definition
        SHA256SUMS
    dumps/2026-11-20/delta-added.nq.gz, delta-removed.nq.gz     what changed since the version before
    ldes/                               the versions of the documents as an event stream

A site without a date names its dumps by their content. The dumps of the site that is replaced are kept.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from gzip import GzipFile
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from keikaku.asking.opendata.files import write_csv
from keikaku.asking.opendata.rows import store_rows
from keikaku.graph import formats
from keikaku.graph.addresses import file_stem
from keikaku.graph.nquads import VOCABULARY
from keikaku.ground.files import read_json
from keikaku.store.dataset import Dataset
from keikaku.store.shared import once
from keikaku.web.site.deltas import ADDED, REMOVED, STREAM, Before, before, delta, lines, page, view
from keikaku.web.site.folder import Writer
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

    def whole(self, suffix: str) -> Dump:
        """Return the file that holds everything in a format."""
        return next(file for file in self.files if file.path == f"keikaku{suffix}")


def write_dumps(writer: Writer, dataset: Dataset, settings: Publication, old: Path | None) -> Dumps:
    """Write the dumps of a site.

    Args:
        writer: Writes the site.
        dataset: Its data.
        settings: The publisher's.
        old: The site that is replaced, whose dumps are kept; None where there is none, or they are not.
    """
    keys = list(dataset.store.documents)
    graphs = [dataset.addresses.published(entry.graph) for entry in dataset.store.documents.values()]
    whole = list(dataset.nquads())
    nquads = list(once(zip(graphs, whole, strict=True)))
    hashed = hashlib.sha256(b"".join(nquads)).hexdigest()[:16]
    version = settings.day.isoformat() if settings.day else hashed
    contents = {
        f"documents/{file_stem(key)}.nq.gz": packed([data]) for key, data in zip(keys, whole, strict=True)
    }
    of = dict(zip(keys, list(contents), strict=True))
    contents["keikaku.nq.gz"] = packed(nquads)
    contents["keikaku.ttl.gz"] = packed(_turtle(nquads))
    contents["vocabulary.nq.gz"] = packed(_vocabulary(dataset))
    contents |= _tables(dataset)
    files = tuple(_dump(path, contents[path]) for path in sorted(contents))
    contents["SHA256SUMS"] = "".join(f"{one.sha256}  {one.path}\n" for one in files).encode()
    for path, data in contents.items():
        for folder in ("latest", version):
            writer.write(f"dumps/{folder}/{path}", data)
    index = _index(old)
    kept = _kept(writer, old, version, index)
    entry = _entry(version, files)
    earlier = before(index, (old or Path()) / "dumps", version) if index else None
    changed = dict(zip(of.values(), whole, strict=True))
    if earlier:
        entry["delta"] = _write_delta(writer, earlier, version, changed, nquads)
    _write_index(writer, [entry, *kept])
    _write_stream(writer, settings, version, dict(zip(keys, graphs, strict=True)), of, files, earlier, old)
    by_path = {file.path: file for file in files}
    told = {"latest": version, "versions": [entry, *kept]}
    return Dumps(version, files, {key: by_path[path] for key, path in of.items()}, told)


def packed(chunks: Iterable[bytes]) -> bytes:
    """Return bytes compressed, the same for the same bytes: no time of day, no name."""
    buffer = io.BytesIO()
    with GzipFile(filename="", mode="wb", compresslevel=6, fileobj=buffer, mtime=0) as file:
        for chunk in chunks:
            file.write(chunk)
    return buffer.getvalue()


def _turtle(nquads: list[bytes]) -> Iterator[bytes]:
    """Yield everything as one graph."""
    head = 0
    for data in nquads:
        triples = sorted({quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)}, key=str)
        written = formats.turtle(triples)
        yield written[head:]
        head = len(formats.turtle([]))


def _write_delta(
    writer: Writer, earlier: Before, version: str, documents: Mapping[str, bytes], whole: list[bytes]
) -> dict[str, Any]:
    """Write what changed since the version before; return what the index says of it."""
    found = delta(earlier, documents, whole)
    if found is None:
        return {"from": earlier.version, "gone": True}
    said: dict[str, Any] = {"from": earlier.version}
    for name, path, quads in zip(("added", "removed"), (ADDED, REMOVED), found, strict=True):
        data = packed(lines(quads))
        writer.write(f"dumps/{version}/{path}", data)
        said[name] = {**asdict(_dump(path, data)), "quads": len(quads)}
    return said


def _write_stream(
    writer: Writer,
    settings: Publication,
    version: str,
    graphs: Mapping[str, str],
    paths: Mapping[str, str],
    files: tuple[Dump, ...],
    earlier: Before | None,
    old: Path | None,
) -> None:
    """Write the page of this version, and copy those of the versions before."""
    hashes = {file.path: file.sha256 for file in files}
    was = earlier.sha256 if earlier else {}
    changed = {key: graph for key, graph in graphs.items() if hashes[paths[key]] != was.get(paths[key])}
    for name in _versions(old) if old else ():
        page_before = (old or Path()) / "ldes" / f"{name}.ttl"
        if name != version and page_before.is_file():
            writer.write(f"ldes/{name}.ttl", page_before.read_bytes())
    previous = (
        earlier.version if earlier and ((old or Path()) / "ldes" / f"{earlier.version}.ttl").is_file() else ""
    )
    made = page(settings.base, version, settings.day, changed, previous)
    writer.write(f"ldes/{version}.ttl", made.turtle())
    writer.write(STREAM, view(settings.base, version).turtle())


def _tables(dataset: Dataset) -> dict[str, bytes]:
    """Return the tables by the open-data definition, as CSV."""
    with tempfile.TemporaryDirectory() as folder:
        rows = store_rows(dataset.store, dataset.addresses.published, processes=os.cpu_count() or 1)
        paths = write_csv(rows, Path(folder))
        return {path.name: path.read_bytes() for path in paths}


def _vocabulary(dataset: Dataset) -> Iterator[bytes]:
    graphs = [one for one in dataset.memory.named_graphs() if str(one).startswith(f"<{VOCABULARY}")]
    for graph in sorted(graphs, key=str):
        lines = sorted(f"{quad} .\n" for quad in dataset.memory.quads_for_pattern(None, None, None, graph))
        yield "".join(lines).encode()


def _dump(path: str, data: bytes) -> Dump:
    suffix = next(one for one in _MEDIA_TYPES if path.endswith(one))
    return Dump(path, _MEDIA_TYPES[suffix], len(data), hashlib.sha256(data).hexdigest())


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
        paths = sorted(file for file in folder.rglob("*") if file.is_file())
        files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in paths}
        for path, data in files.items():
            writer.write(f"dumps/{name}/{path}", data)
        named = {path: data for path, data in files.items() if path not in (ADDED, REMOVED)}
        dumps = [_dump(path, data) for path, data in named.items() if path.endswith(tuple(_MEDIA_TYPES))]
        kept.append(_entry(name, tuple(dumps)) | ({"delta": deltas[name]} if deltas.get(name) else {}))
    there = {one["version"] for one in kept}
    for one in kept:  # a delta leads on from a version that somebody must still be able to get
        if "delta" in one and one["delta"]["from"] not in there:
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
