"""What an audit was made from and with, so that anyone can make it again."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib import metadata

from keikaku.audit.basis import Input, Provenance
from keikaku.ground import content
from keikaku.ground.version import __version__
from keikaku.store.folder import Entry

_LIBRARIES = ("pyoxigraph", "pyshacl", "rdflib", "xlsxwriter", "jinja2")


def provenance(entries: dict[str, Entry], as_of: str) -> Provenance:
    """Return the provenance of an audit of some documents."""
    inputs = [_input(key, entry) for key, entry in sorted(entries.items())]
    return Provenance(
        inputs=inputs,
        graph_sha256=_digest(f"{one.graph_sha256} {one.graph}" for one in inputs),
        versions={"keikaku": __version__, "python": platform.python_version(), **_versions()},
        shapes_sha256=_folder("shapes", "*.ttl"),
        queries_sha256=_folder("queries", "*.rq"),
        ontology=f"https://w3id.org/keikaku/ns/{__version__}",
        as_of=as_of,
    )


def _input(key: str, entry: Entry) -> Input:
    return Input(
        document=key,
        file=entry.source,
        sha256=entry.source_sha256,
        graph=entry.graph,
        graph_sha256=entry.sha256,
        quads=entry.quads,
        loader=f"{entry.loader} {entry.loader_version}".strip(),
        software=entry.software,
    )


def _versions() -> dict[str, str]:
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


@cache
def _folder(name: str, pattern: str) -> str:
    files = sorted(content.folder(name).glob(pattern))
    return _digest(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}" for file in files)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()
