"""The files of the ontology, the shapes and the queries themselves, which the documentation links to."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku import content

_SUFFIXES = {"ontology": (".ttl", ".jsonld"), "shapes": (".ttl",), "queries": (".rq",)}


def content_files() -> Iterator[tuple[str, bytes]]:
    """Yield the files that the documentation is written from: path below the base, bytes."""
    for name, suffixes in _SUFFIXES.items():
        for file in sorted(content.folder(name).iterdir()):
            if file.suffix in suffixes:
                yield f"{name}/{file.name}", file.read_bytes()
