"""The versions of the dumps as a Linked Data Event Stream of static files: what came, what changed, what went.

    ldes/index.ttl          the entry: leads to the newest version
    ldes/2026-11-20.ttl     a version: leads to the one before

The vocabulary is that of LDES 1.0 (https://w3id.org/ldes/specification) and of https://w3id.org/tree/specification. A member is
a version of the graph of one document, the file that holds it beside it; where a document went, its last member is an
``as:Delete``. A member of the whole dataset names the files of quads that were added and removed.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from keikaku.graph.addresses import file_stem
from keikaku.web.pages.layout import encoded
from keikaku.web.pages.words import worded
from keikaku.web.site.folder import Writer, mark_of
from keikaku.web.site.site_facts import Facts, iri, typed

STREAM = "ldes/index.ttl"
_WHOLE, _NEXT = "?whole", "?next"  # no document has such an anchor: of its name "?" would be escaped
_FILE = re.compile(r"/dumps/[^/]+/(documents/.+)")
_TITLES = {
    "whole": worded("site.everything"),
    "added": worded("site.quads-were-added"),
    "removed": worded("site.quads-were-removed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a version brought.

    Attributes:
        base: The base of the site.
        name: Of the version.
        day: Its day, or None.
        changed: Published IRI of the graph of each document that is new or changed, by its key.
        gone: Files of the documents that were in the version before and are not in this one, by their paths in the dumps.
        since: Name of the version that the added and removed quads lead on from, "" where nobody knows them.
        files: What the index of the dumps says of the files of the whole: ``whole``, ``added``, ``removed``.
    """

    base: str
    name: str
    day: date | None
    changed: Mapping[str, str]
    gone: tuple[str, ...]
    since: str
    files: Mapping[str, Mapping[str, Any]]

    @property
    def page(self) -> str:
        """Address of its page in the stream."""
        return _page(self.base, self.name)


def write_stream(writer: Writer, version: Version, old: Path | None, kept: list[str], previous: str) -> None:
    """Write the page of a version and the entry, and copy the pages of the versions before.

    Args:
        writer: Writes the site.
        version: What the version brought.
        old: The site that is replaced, or None.
        kept: Names of its versions.
        previous: Name of the version before, "" for none.
    """
    pages = {name: (old or Path()) / "ldes" / f"{name}.ttl" for name in kept if name != version.name}
    there = {name: page for name, page in pages.items() if page.is_file()}
    before = str((mark_of(old) or {}).get("base", version.base)) if old else version.base
    for name, page in there.items():
        if before == version.base:
            writer.copy(f"ldes/{name}.ttl", page)
        else:
            writer.write(f"ldes/{name}.ttl", _moved(page.read_bytes(), before, version.base))
    facts = _members(version, _last_members(there.values()) if version.gone else {})
    if previous in there:
        _relation(facts, version.page, _page(version.base, previous))
    writer.write(f"ldes/{version.name}.ttl", facts.turtle())
    writer.write(STREAM, _view(version).turtle())


def _moved(page: bytes, before: str, base: str) -> bytes:
    """Return a page as it stands at another base: where pages and files lie is new, what the graphs in the files are called is not."""
    for folder in ("ldes/", "dumps/"):
        page = page.replace(f"<{before}{folder}".encode(), f"<{base}{folder}".encode())
    return page


def _page(base: str, name: str) -> str:
    return f"{base}ldes/{name}.ttl"


def _members(version: Version, last: Mapping[str, tuple[str, str]]) -> Facts:
    facts = Facts()
    _stream(facts, version.base)
    facts.add(version.page, a="tree:Node", dcterms_isPartOf=f"{version.base}{STREAM}")
    for key, graph in sorted(version.changed.items()):
        stem = file_stem(key)
        address = f"{version.base}{encoded(f'dumps/{version.name}/documents/{stem}.nq.gz')}"
        member = _member(facts, version, encoded(stem), graph)
        facts.add(member, a="dcat:Dataset", dcterms_identifier=f"={key}", dcat_downloadURL=address)
    for path in map(encoded, version.gone):
        if path in last:
            graph, key = last[path]
            stem = path.removeprefix("documents/").removesuffix(".nq.gz")
            facts.add(_member(facts, version, stem, graph), a="as:Delete", dcterms_identifier=f"={key}")
    whole = _member(facts, version, _WHOLE, f"{version.base}#dataset")
    before = f"{_page(version.base, version.since)}#{_WHOLE}" if version.since else None
    facts.add(whole, a="dcat:Dataset", dcat_previousVersion=before)
    for name, said in version.files.items():
        _file(facts, version, whole, name, said)
    return facts


def _member(facts: Facts, version: Version, anchor: str, of: str) -> str:
    """Add a member, a version of something; return its IRI."""
    member = f"{version.page}#{anchor}"
    facts.add(f"{version.base}{STREAM}#stream", tree_member=member)
    facts.add(
        member,
        a="prov:Entity",
        dcterms_isVersionOf=of,
        dcat_version=f"={version.name}",
        prov_generatedAtTime=typed(f"{version.day}T00:00:00Z", "dateTime") if version.day else None,
    )
    return member


def _file(facts: Facts, version: Version, whole: str, name: str, said: Mapping[str, Any]) -> None:
    """Say where a file of the whole is to be had."""
    subject, checksum = f"{whole}-{name}", f"{whole}-{name}-sha256"
    path = encoded(f"dumps/{version.name}/{said['path']}")
    facts.add(whole, dcat_distribution=subject)
    facts.add(
        subject,
        a="dcat:Distribution",
        dcterms_title=_TITLES[name],
        dcat_downloadURL=f"{version.base}{path}",
        dcat_byteSize=typed(said["bytes"], "nonNegativeInteger"),
        spdx_checksum=checksum,
    )
    facts.add(
        checksum,
        a="spdx:Checksum",
        spdx_algorithm="spdx:checksumAlgorithm_sha256",
        spdx_checksumValue=typed(said["sha256"], "hexBinary"),
    )


def _last_members(pages: Iterable[Path]) -> dict[str, tuple[str, str]]:
    """Return the IRI of the graph and the key of each document that a stream tells of, by its file's path as in addresses."""
    memory = ox.Store()
    for page in pages:
        with contextlib.suppress(OSError, SyntaxError):  # a page that somebody harmed tells of nothing
            memory.extend(ox.Quad(*one) for one in [*ox.parse(path=page, format=ox.RdfFormat.TURTLE)])
    found = {}
    for quad in memory.quads_for_pattern(None, ox.NamedNode(iri("dcat:downloadURL")), None, None):
        said = {one.predicate.value: one.object for one in memory.quads_for_pattern(quad.subject, None, None)}
        graph, key = (said.get(iri(name)) for name in ("dcterms:isVersionOf", "dcterms:identifier"))
        path = _FILE.search(quad.object.value) if isinstance(quad.object, ox.NamedNode) else None
        if path and isinstance(graph, ox.NamedNode) and isinstance(key, ox.Literal):
            found[path[1]] = graph.value, key.value
    return found


def _view(version: Version) -> Facts:
    """Return the entry of the stream: it leads to the newest version, each version to the one before."""
    facts, entry = Facts(), f"{version.base}{STREAM}"
    _stream(facts, version.base)
    facts.add(f"{entry}#stream", tree_view=entry)
    facts.add(entry, a="tree:Node")
    _relation(facts, entry, version.page)
    return facts


def _stream(facts: Facts, base: str) -> None:
    facts.add(
        f"{base}{STREAM}#stream",
        a="ldes:EventStream",
        dcterms_title=worded("site.versions-what-plan-documents"),
        ldes_versionOfPath="dcterms:isVersionOf",
        ldes_timestampPath="prov:generatedAtTime",
        ldes_versionDeletePath="rdf:type",
        ldes_versionDeleteObject="as:Delete",
    )


def _relation(facts: Facts, node: str, other: str) -> None:
    relation = f"{node}#{_NEXT}"
    facts.add(node, tree_relation=relation)
    facts.add(relation, a="tree:Relation", tree_node=other)
