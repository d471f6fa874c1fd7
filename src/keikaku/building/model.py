"""What a build is asked for and what reading one document gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from keikaku.documents.numbered_lines import Document
from keikaku.ground import vocab
from keikaku.ground.errors import KeikakuError
from keikaku.reading.decisions.acceptance import Acceptance
from keikaku.reading.records import Reading
from keikaku.reading.series import Series

if TYPE_CHECKING:
    from keikaku.validation.validating import Validator


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to build.

    Attributes:
        base: IRI under which the publisher's data lives, ending in "/" or "#".
        loader: Id of the series to use, whatever recognises the document.
        loaders: Further folders with series; their load.py may run.
        accept: Whether to store what is below its yield, partly unread, or does not conform.
        max_bytes: The largest file to read.
        jobs: How many processes read documents; 0 reads them in this one, without limits of time and memory.
        seconds: How long the reading of one document may take in a process of its own.
        memory: How many bytes a process that reads a document may take, itself included (Linux; not in this one); by the
            document's form (:mod:`keikaku.documents.limits`) where None.
        force: Whether to do again what has not changed.
        validator: What validates; all find the same.
        draft: Whether a document that no series recognises is read with a draft, and stored as proposed.
        municipality: Code of the municipality of such documents, where its name is not printed.
    """

    base: str = vocab.DEFAULT_BASE
    loader: str = ""
    loaders: tuple[Path, ...] = ()
    accept: bool = False
    max_bytes: int = 64 * 2**20
    jobs: int = 0
    seconds: float = 120.0
    memory: int | None = None
    force: bool = False
    validator: Validator = "keikaku"
    draft: bool = False
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read and minted.

    Attributes:
        document: The file as read.
        series: What read it.
        reading: Its records.
        lines: Its sorted N-Quads.
        key: Its name in a store.
        graph: IRI of its named graph.
        acceptance: Who answers for the reading, and what it lacks of acceptance.
        error: Why nothing was read of it, at a desk that opens all the same; None otherwise.
        unrun: The load.py beside the document, which did not run since nobody vouched for it.
    """

    document: Document
    series: Series
    reading: Reading
    lines: list[str]
    key: str
    graph: str
    acceptance: Acceptance
    unrun: Path | None = None
    error: KeikakuError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What reading one document gives, small enough to be sent from one process to another.

    Attributes:
        record: Its report (:meth:`keikaku.building.report.DocumentReport.as_record`).
        refused: Whether the report holds an error.
        lasting: Whether the same input would give the same again; not so where the process died.
        key: Its name in a store.
        nquads: Its sorted N-Quads, None where it may not be stored.
        about: What the manifest says of it besides the file (:class:`keikaku.store.folder.Entry`).
    """

    record: str
    refused: bool = False
    lasting: bool = True
    key: str = ""
    nquads: bytes | None = None
    about: dict[str, str] | None = None
