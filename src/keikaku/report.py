"""What became of a document: counts, lines, findings, and the error that kept it out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from keikaku import __version__, vocab
from keikaku.errors import (
    BelowYieldError,
    DoesNotConformError,
    KeikakuError,
    Language,
    OutputError,
    ReadingError,
    UnreadLinesError,
)
from keikaku.files import write_whole
from keikaku.model import Finding, Severity
from keikaku.reading import Account

_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/keikaku/ns#"
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
    error: KeikakuError | None = None
    stored: bool = False
    changed: bool = False

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def acceptable(self) -> bool:
        """Whether what keeps it out of the store can be accepted."""
        return isinstance(self.error, BelowYieldError | UnreadLinesError | DoesNotConformError)

    @property
    def exit_status(self) -> int:
        """0 conforms or was accepted, 1 does not conform, 2 could not be read."""
        if self.error is None or self.stored:
            return 0
        return 1 if isinstance(self.error, ReadingError) else 2

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        error = {"en": self.error.message("en"), "ja": self.error.message("ja")} if self.error else None
        lines = asdict(self.account) | {"unread": len(self.account.unread)} if self.account else None
        return {
            "path": str(self.path),
            "sha256": self.sha256,
            "loader": self.loader,
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
            "source": f"{self.path}:{finding.lines[0]}" if finding.lines else str(self.path),
            "focus": finding.focus,
        }


def write_report(file: Path, reports: Sequence[DocumentReport]) -> None:
    """Write the reports as a JSON file, whole or not at all.

    Raises:
        OutputError: The file cannot be written.
    """
    value = {"software": f"keikaku {__version__}", "documents": [report.as_json() for report in reports]}
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    try:
        write_whole(file, [text.encode("utf-8", "backslashreplace")])
    except OSError as error:
        raise OutputError(path=file, why=error.strerror or type(error).__name__) from error
