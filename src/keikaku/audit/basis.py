"""What an audit was made from and with, and who signs it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that the audited graph was read from.

    Attributes:
        document: Key of the document in the store.
        file: Its name.
        sha256: Of its bytes.
        graph: IRI of its named graph.
        graph_sha256: Of the graph's sorted N-Quads; the graphs hold no blank nodes, so that is its canonical hash.
        quads: How many.
        loader: The series and its version.
        software: Version of keikaku that built it.
    """

    document: str
    file: str
    sha256: str
    graph: str
    graph_sha256: str
    quads: int
    loader: str
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who made a paper and when, as they say; no clock is asked, so that the same command writes the same bytes.

    Attributes:
        author: Who audited, or "".
        date: The day, ``2026-04-01``, or "".
    """

    author: str = ""
    date: str = ""


@dataclass(slots=True, kw_only=True)
class Provenance:
    """What the audit was made from and with.

    Attributes:
        inputs: The documents.
        graph_sha256: Of all their graphs: SHA-256 over a line "hash graph" each, sorted.
        versions: Name to version of the software.
        shapes_sha256: Of the files of shapes/, as "name hash" lines, sorted.
        queries_sha256: Of the files of queries/, in the same way.
        ontology: Version IRI of the ontology.
        command: The command that makes this paper again.
        data: The options of a command that name where the data are, ``("--store", "plans.store")``.
        as_of: The date as of which plans were chosen, or "".
    """

    inputs: list[Input]
    graph_sha256: str
    versions: dict[str, str]
    shapes_sha256: str
    queries_sha256: str
    ontology: str
    command: str = ""
    data: tuple[str, ...] = ()
    as_of: str = ""
