"""What changed from one version of the dumps to the next: quads that were added and removed, and the stream of versions.

Where the dumps of the version before are at hand and whole, a version has ``delta-added.nq.gz`` and ``delta-removed.nq.gz``:
the version before, without the removed and with the added quads, is the version. Else the index says why there is none.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from keikaku.graph.addresses import file_stem
from keikaku.web.pages.layout import Text, encoded
from keikaku.web.site.site_facts import Facts, typed

ADDED, REMOVED = "delta-added.nq.gz", "delta-removed.nq.gz"
STREAM = "ldes/index.ttl"


@dataclass(frozen=True, slots=True)
class Before:
    """The version before, as its site's index tells of it.

    Attributes:
        version: Its name.
        folder: Where its files are.
        sha256: The hashes of its files, by path.
    """

    version: str
    folder: Path
    sha256: Mapping[str, str]

    def read(self, path: str) -> bytes | None:
        """Return what is in a compressed file, None where it is gone or is not what the index says."""
        try:
            data = (self.folder / path).read_bytes()
            if hashlib.sha256(data).hexdigest() != self.sha256.get(path):
                return None
            return gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return None


def before(index: Mapping[str, Any], folder: Path, version: str) -> Before | None:
    """Return the newest version of an index but one, None where there is none.

    Args:
        index: What ``dumps/index.json`` holds.
        folder: The folder ``dumps``.
        version: The version that is left out.
    """
    entries = {str(one["version"]): one for one in index["versions"]}
    names = [str(index.get("latest", "")), *sorted(entries, reverse=True)]
    name = next((one for one in names if one in entries and one != version), "")
    if not name:
        return None
    hashes = {str(file["path"]): str(file["sha256"]) for file in entries[name]["files"]}
    return Before(name, folder / name, hashes)


def delta(
    old: Before, new: Mapping[str, bytes], whole: Iterable[bytes]
) -> tuple[set[bytes], set[bytes]] | None:
    """Return the quads that were added and removed, as lines; None where the version before is gone or damaged.

    Only documents that changed are held in memory.

    Args:
        old: The version before.
        new: The quads of each document's file, by its path.
        whole: All quads of the new version, in pieces.
    """
    kept = old.read("keikaku.nq.gz")
    if kept is None:
        return None
    added, removed = set[bytes](), set[bytes]()
    for path in sorted({*new, *(one for one in old.sha256 if one.startswith("documents/"))}):
        there, here = old.read(path) or b"", new.get(path, b"")
        if there != here:
            was, now = set(there.splitlines()), set(here.splitlines())
            added |= now - was
            removed |= was - now
    added.difference_update(kept.splitlines())  # what several documents say may have been said before
    for piece in whole:
        removed.difference_update(piece.splitlines())
    return added, removed


def lines(quads: set[bytes]) -> Iterator[bytes]:
    """Yield quads as the lines of a file, sorted."""
    yield from (one + b"\n" for one in sorted(quads))


# ---------------------------------------------------------------- Linked Data Event Streams


def page(base: str, version: str, day: date | None, changed: Mapping[str, str], previous: str) -> Facts:
    """Return the page of a version in the event stream: a member for each document that changed.

    The vocabulary is that of https://w3id.org/ldes/specification and https://w3id.org/tree/specification.

    Args:
        base: The base of the site.
        version: Name of the version.
        day: Its day, or None.
        changed: Published IRI of the graph of each document that is new or changed, by its key.
        previous: Name of the version before, "" for none.
    """
    facts = Facts()
    here, stream = f"{base}ldes/{version}.ttl", f"{base}{STREAM}#stream"
    _stream(facts, base)
    facts.add(here, a="tree:Node", dcterms_isPartOf=f"{base}{STREAM}")
    for key, graph in sorted(changed.items()):
        member = f"{here}#{encoded(file_stem(key))}"
        facts.add(stream, tree_member=member)
        facts.add(
            member,
            a=["dcat:Dataset", "prov:Entity"],
            dcterms_isVersionOf=graph,
            dcterms_identifier=f"={key}",
            dcat_version=f"={version}",
            prov_generatedAtTime=typed(f"{day}T00:00:00Z", "dateTime") if day else None,
            dcat_downloadURL=f"{base}{encoded(f'dumps/{version}/documents/{file_stem(key)}.nq.gz')}",
        )
    if previous:
        _relation(facts, here, f"{base}ldes/{previous}.ttl")
    return facts


def view(base: str, newest: str) -> Facts:
    """Return the entry of the event stream: it leads to the newest version, each version to the one before."""
    facts = Facts()
    _stream(facts, base)
    entry = f"{base}{STREAM}"
    facts.add(f"{entry}#stream", tree_view=entry)
    facts.add(entry, a="tree:Node")
    _relation(facts, entry, f"{base}ldes/{newest}.ttl")
    return facts


def _stream(facts: Facts, base: str) -> None:
    facts.add(
        f"{base}{STREAM}#stream",
        a="ldes:EventStream",
        dcterms_title=Text("計画文書の版の流れ", "Versions of what plan documents say"),
        ldes_versionOfPath="dcterms:isVersionOf",
        ldes_timestampPath="prov:generatedAtTime",
    )


def _relation(facts: Facts, node: str, other: str) -> None:
    relation = f"{node}#next"
    facts.add(node, tree_relation=relation)
    facts.add(relation, a="tree:Relation", tree_node=other)
