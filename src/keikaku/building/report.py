"""What became of a document: counts, lines, findings, and the error that kept it out."""

from __future__ import annotations

import base64
import json
import os
import tempfile
import weakref
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, overload

from keikaku.ground import errors, vocab
from keikaku.ground.errors import KeikakuError, OutputError, ReadingError
from keikaku.ground.files import write_whole
from keikaku.ground.messages import Language, packed, unpacked
from keikaku.ground.rules import Severity
from keikaku.ground.version import __version__
from keikaku.reading.account import Account
from keikaku.reading.decisions.acceptance import State
from keikaku.reading.model import Finding

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/keikaku/ns#"
_ACCEPTABLE = {"reading.below-yield", "reading.unread-lines", "reading.does-not-conform"}
_HELPERS = {"SourceFragment", "SourceDocument", "DocumentGraph", "PlanElement"}


def count_classes(lines: Iterable[str]) -> dict[str, int]:
    """Return how many things of each class of the ontology N-Quads lines describe, by local name."""
    counts: Counter[str] = Counter()
    for line in lines:
        _subject, is_type, rest = line.partition(f" {_TYPE}")
        if is_type:
            counts[rest[: rest.index(">")]] += 1
    return {name: counts[name] for name in sorted(counts) if name not in _HELPERS}


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {term.iri.rsplit("#", 1)[-1]: term.labels for term in vocab.terms() if term.kind == "class"}


def class_label(name: str, language: Language) -> str:
    """Return the label of a class of the ontology by its local name."""
    return _labels().get(name, {}).get(language, name)


class Outcome(NamedTuple):
    """What became of a document, without its report."""

    refused: bool
    stored: bool
    changed: bool


@dataclass(slots=True, kw_only=True)
class DocumentReport:
    """What became of one document.

    Attributes:
        path: The file.
        sha256: Of its bytes, "" where it could not be read.
        loader: Id of the series that read it, "" where none did.
        elements: How many things of each class, by the ontology's local names.
        account: Where its lines went, None where it was not read.
        unread: The left-over lines with their numbers.
        findings: What a person should look at, worst first.
        places: Of a file that is no text, where the lines of the findings stand: fragments by line number.
        state: Who answers for the reading (:class:`keikaku.reading.decisions.acceptance.State`), "" where it was not read.
        error: Why it is not stored, or None.
        stored: Whether the store holds it now.
        changed: Whether that changed the store.
    """

    path: Path
    sha256: str = ""
    loader: str = ""
    elements: dict[str, int] = field(default_factory=dict)
    account: Account | None = None
    unread: list[tuple[int, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    state: str = ""
    error: KeikakuError | None = None
    stored: bool = False
    changed: bool = False

    def source(self, line: int) -> str:
        """Return a line as tools name it: "plan.txt:12", "plan.pdf#page=3&…" (:func:`keikaku.documents.places.shown`)."""
        fragment = self.places.get(line)
        return f"{self.path}#{fragment}" if fragment else f"{self.path}:{line}"

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def proposed(self) -> bool:
        """Whether it was read with a draft that nobody accepted."""
        return self.state == State.PROPOSED

    @property
    def outcome(self) -> Outcome:
        """What became of it, in short."""
        return Outcome(self.error is not None, self.stored, self.changed)

    @property
    def acceptable(self) -> bool:
        """Whether what keeps it out of the store can be accepted."""
        return self.error is not None and self.error.id in _ACCEPTABLE

    @property
    def exit_status(self) -> int:
        """0 conforms or was accepted, 1 does not conform, 2 could not be read."""
        if self.error is None or self.stored:
            return 0
        return 1 if isinstance(self.error, ReadingError) else 2

    def as_record(self) -> str:
        """Return the report as text to keep, packed, without its path and what became of it in the store."""
        error = None
        if self.error:
            own = {name: None for name, value in self.error.values.items() if value == self.path}
            error = {
                "kind": type(self.error).__name__,
                "name": self.error.id,
                "values": {name: packed(one) for name, one in (self.error.values | own).items()},
            }
        value = {
            "sha256": self.sha256,
            "loader": self.loader,
            "elements": self.elements,
            "account": asdict(self.account) if self.account else None,
            "unread": self.unread,
            "state": self.state,
            "places": list(self.places.items()),
            "findings": [_packed(finding) for finding in self.findings],
            "error": error,
        }
        text = json.dumps(value, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return base64.b85encode(zlib.compress(text)).decode("ascii")

    @classmethod
    def from_record(cls, path: Path, record: str) -> DocumentReport:
        """Return the report of a document from the text that was kept."""
        value = json.loads(zlib.decompress(base64.b85decode(record)).decode("utf-8", "surrogatepass"))
        account, error = value["account"], value["error"]
        return cls(
            path=path,
            sha256=value["sha256"],
            loader=value["loader"],
            elements=value["elements"],
            account=Account(**{**account, "unread": tuple(account["unread"])}) if account else None,
            unread=[(number, text) for number, text in value["unread"]],
            state=value["state"],
            places=dict(value["places"]),
            findings=[
                Finding(
                    rule=one["rule"],
                    severity=Severity(one["severity"]),
                    said=unpacked(one["said"]),
                    lines=tuple(one["lines"]),
                    focus=one["focus"],
                )
                for one in value["findings"]
            ],
            error=_error(path, **error) if error else None,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        error = {"en": self.error.message("en"), "ja": self.error.message("ja")} if self.error else None
        lines = asdict(self.account) | {"unread": len(self.account.unread)} if self.account else None
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "loader": self.loader,
            "state": self.state,
            "stored": self.stored,
            "error": error,
            "elements": self.elements,
            "lines": lines,
            "unread": [{"line": number, "text": text} for number, text in self.unread],
            "findings": [self._finding(finding) for finding in self.findings],
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "rule": finding.rule,
            "severity": str(finding.severity),
            "sentence": {"en": finding.en, "ja": finding.ja},
            "lines": list(finding.lines),
            "source": self.source(finding.lines[0]) if finding.lines else str(self.path),
            "focus": finding.focus,
        }


class Reports(Sequence[DocumentReport]):
    """The reports of a build, in order of the documents' paths; they lie on the disk, however many there are.

    Args:
        paths: The documents.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = paths
        self._kept: dict[int, tuple[int, int, Outcome]] = {}
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the reports
        weakref.finalize(self, self._file.close)

    def put(
        self, index: int, record: str, *, refused: bool = False, stored: bool = False, changed: bool = False
    ) -> None:
        """Keep the report of a document in the place of one that was kept before.

        Args:
            index: Which document.
            record: Its report, packed.
            refused: Whether the report holds an error.
            stored: Whether the store holds the document now.
            changed: Whether that changed the store.
        """
        data = record.encode()
        place = self._file.seek(0, os.SEEK_END)
        self._kept[index] = place, len(data), Outcome(refused, stored, changed)
        self._file.write(data)

    @property
    def outcomes(self) -> list[Outcome]:
        """What became of each document, without reading its report."""
        return [self._kept[index][2] for index in range(len(self))]

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, index: int) -> DocumentReport: ...

    @overload
    def __getitem__(self, index: slice) -> list[DocumentReport]: ...

    def __getitem__(self, index: int | slice) -> DocumentReport | list[DocumentReport]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        index = range(len(self))[index]
        place, length, outcome = self._kept[index]
        self._file.seek(place)
        report = DocumentReport.from_record(self.paths[index], self._file.read(length).decode())
        report.stored, report.changed = outcome.stored, outcome.changed
        return report


def _packed(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON can hold it, in no language yet."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "said": packed(finding.said),
        "lines": finding.lines,
        "focus": finding.focus,
    }


def _error(path: Path, kind: str, name: str, values: dict[str, Any]) -> KeikakuError:
    """Return an error that was kept."""
    given = {key: path if value is None else unpacked(value) for key, value in values.items()}
    error: KeikakuError = getattr(errors, kind)(name, **given)
    return error


def write_report(file: Path, reports: Sequence[DocumentReport]) -> None:
    """Write the reports as a JSON file, whole or not at all.

    Raises:
        OutputError: The file cannot be written.
    """
    try:
        write_whole(file, _chunks(reports))
    except OSError as error:
        raise OutputError(
            "ground.unwritable", path=file, why=error.strerror or type(error).__name__
        ) from error


def _chunks(reports: Sequence[DocumentReport]) -> Iterator[bytes]:
    """Yield the reports as JSON, one at a time."""
    yield f'{{\n "software": "keikaku {__version__}",\n "documents": ['.encode()
    between = "\n"
    for report in reports:
        text = json.dumps(report.as_json(), ensure_ascii=False, indent=1).replace("\n", "\n  ")
        yield f"{between}  {text}".encode("utf-8", "backslashreplace")
        between = ",\n"
    yield b"\n ]\n}\n" if reports else b"]\n}\n"
