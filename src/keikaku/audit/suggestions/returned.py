"""The table that comes back: rows are read, checked against the store, and taken all or none."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pyoxigraph import Store

from keikaku.audit.suggestions.known import Known
from keikaku.audit.suggestions.proposals import Link
from keikaku.audit.suggestions.sssom import COLUMNS, DECISION, LEXICAL, MARKS, NOT, curie_map
from keikaku.documents.numbered_lines import Document, Line, read_document
from keikaku.ground.errors import MappingsError
from keikaku.ground.messages import LANGUAGES, Said, Words, say
from keikaku.ground.spreadsheet_text import could_run, neutral
from keikaku.ground.version import __version__
from keikaku.store.link_graphs import MANUAL, Key, curie

_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_ALSO = frozenset(
    f"{thing}_{what}"
    for thing, whats in {
        "author": ("id", "label"),
        "reviewer": ("id", "label"),
        "creator": ("id", "label"),
        "subject": ("category", "source", "type"),
        "object": ("category", "source", "type", "match_field"),
        "mapping": ("cardinality", "set_id"),
        "predicate": ("label",),
        "record": ("id",),
        "review": ("date",),
        "publication": ("date",),
    }.items()
    for what in whats
) | {"license", "see_also", "other"}
"""Columns of SSSOM that keikaku does not write and passes over."""


_LONGEST_LINE = 100_000  # characters; Python's csv refuses longer cells


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell is not taken.

    Attributes:
        line: The line of the file.
        column: The name of the column.
        said: One sentence.
    """

    line: int
    column: str
    said: Said

    @property
    def row(self) -> Said:
        """The sentence with its place before it."""
        return say("mappings.row-refused", line=self.line, column=self.column, said=self.said)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one link.

    Attributes:
        key: What the link says, in IRIs.
        accepted: Whether it was confirmed, not rejected.
        link: The suggestion, or ``None`` where the person added the link.
        municipality: IRI of the municipality.
    """

    key: Key
    accepted: bool
    link: Link | None
    municipality: str


@dataclass(slots=True)
class Row:
    """A row of the table.

    Attributes:
        line: Its line in the file.
        cells: Column to cell.
    """

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


@dataclass(slots=True)
class Returned:
    """A table that came back, read and found right.

    Attributes:
        document: The file.
        decisions: One for each row that has one.
        undecided: How many rows have none.
        problems: Why it is not right.
    """

    document: Document
    decisions: list[Decision] = field(default_factory=list)
    undecided: int = 0
    problems: list[Problem] = field(default_factory=list)


def read_returned(
    path: Path,
    memory: Store,
    links: list[Link],
    *,
    confirm_all: bool = False,
    rejected: Collection[Key] = (),
) -> Returned:
    """Read a table of decisions.

    A mark in the column ext_decision confirms or rejects the link of its row, and so does ``Not`` as its
    predicate_modifier; a row without a mark, and one that is missing, decide nothing. A row with the justification
    semapv:ManualMappingCuration and no confidence adds a link.

    Args:
        path: The file: SSSOM, separated by tabs or commas.
        memory: The store, loaded with its vocabularies.
        links: Everything that words speak for in this store, whatever its confidence.
        confirm_all: Whether a row without a mark is confirmed, if nobody has rejected its link.
        rejected: The links that somebody has rejected.

    Raises:
        InputError: The file cannot be read.
        MappingsError: It is no SSSOM table.
        MappingsError: Some cells are not right; nothing is taken.
        MappingsError: No row has a mark.
    """
    document = read_document(path, max_bytes=16 * 2**20, max_line=_LONGEST_LINE)
    prefixes, rows = _table(document, curie_map(links))
    returned = Returned(document)
    checker = _Checker(Known(memory), prefixes, {link.key: link for link in links})
    kept = {*rejected} if confirm_all else None
    for row in rows:
        problems = list(checker.problems(row))
        returned.problems += problems
        if not problems and (decision := checker.decision(row, kept)):
            returned.decisions.append(decision)
    if returned.problems:
        raise _refusal(path, returned.problems)
    if not returned.decisions:
        (yes, no, yes_ja, no_ja) = MARKS
        raise MappingsError(
            "mappings.no-decision",
            path=path,
            count=len(rows),
            column=DECISION,
            yes=Words(yes, yes_ja),
            no=Words(no, no_ja),
        )
    returned.undecided = len(rows) - len(returned.decisions)
    return returned


def _refusal(path: Path, problems: list[Problem]) -> MappingsError:
    return MappingsError(
        "mappings.refused",
        path=path,
        count=len(problems),
        rows=Words(*("\n".join(one.row.text(language) for one in problems[:30]) for language in LANGUAGES)),
    )


# ---------------------------------------------------------------- the file


def _table(document: Document, prefixes: dict[str, str]) -> tuple[dict[str, str], list[Row]]:
    """Return the prefixes and the rows of an SSSOM table."""
    lines = [line for line in document.lines if line.printed.strip(' \t,"')]
    head = [line for line in lines if _is_metadata(line)]
    body = [line for line in lines if not _is_metadata(line)]
    if not body:
        raise MappingsError(
            "mappings.no-table",
            path=document.path,
            line=1,
            detail=say("mappings.no-header"),
        )
    columns = _cells(body[0].printed, delimiter := "\t" if "\t" in body[0].printed else ",")
    _check_columns(document.path, body[0].number, columns)
    rows = []
    for line in body[1:]:
        cells = _cells(line.printed, delimiter)
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise MappingsError(
                "mappings.no-table",
                path=document.path,
                line=line.number,
                detail=say("mappings.cells-under-columns", count=len(cells), count_2=len(columns)),
            )
        rows.append(Row(line.number, dict(zip(columns, cells, strict=False))))
    return prefixes | _prefixes(document.path, head), rows


def _is_metadata(line: Line) -> bool:
    return line.printed.lstrip('"').startswith("#")


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter))


def _check_columns(path: Path, line: int, columns: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in columns]
    unknown = [name for name in columns if name and name not in COLUMNS and name not in _ALSO]
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if unknown:
        near = difflib.get_close_matches(unknown[0], COLUMNS, n=1, cutoff=0.5)
        meant = f"; {near[0]} is meant?" if near else ""
        detail = say("mappings.unknown-column", unknown=unknown[0], meant=meant)
    elif missing:
        detail = say("mappings.column-missing", missing=missing[0])
    elif twice:
        detail = say("mappings.column-there-twice", twice=twice[0])
    else:
        return
    raise MappingsError("mappings.no-table", path=path, line=line, detail=detail)


def _prefixes(path: Path, lines: list[Line]) -> dict[str, str]:
    """Return the prefixes that the metadata declare; spreadsheet programs put quotes and tabs around them."""
    text = "\n".join(line.printed.strip('"').rstrip('\t,"').lstrip("#") for line in lines)
    try:
        metadata = yaml.safe_load(text) or {}
    except yaml.YAMLError:
        metadata = None
    declared = metadata.get("curie_map", {}) if isinstance(metadata, dict) else None
    if not isinstance(declared, dict) or not all(isinstance(space, str) for space in declared.values()):
        number = lines[0].number if lines else 1
        detail = say("mappings.metadata-cannot-understood")
        raise MappingsError("mappings.no-table", path=path, line=number, detail=detail)
    return {str(name): space for name, space in declared.items()}


# ---------------------------------------------------------------- the rows


class _Checker:
    """Checks rows one after another."""

    def __init__(self, known: Known, prefixes: dict[str, str], links: dict[Key, Link]) -> None:
        self._known = known
        self._prefixes = prefixes
        self._links = links
        self._seen: dict[Key, int] = {}

    def problems(self, row: Row) -> Iterator[Problem]:
        """Yield what is not right with a row; what depends on a wrong cell is not looked at."""
        found = [*self._formulas(row), *self._names(row), *self._marks(row)]
        yield from found
        if not found:
            yield from self._duplicate(row)
            yield from self._shifted(row)
            yield from self._provenance(row)

    def decision(self, row: Row, kept: Collection[Key] | None) -> Decision | None:
        """Return what a row that is right decides: without a mark to confirm, unless its link stays rejected; nothing for ``None``."""
        key = self._key(row)
        accepted = self._accepted(row)
        if accepted is None and kept is not None and key not in kept:
            accepted = True
        if accepted is None:
            return None
        link = self._links[key] if row["mapping_justification"] == LEXICAL else None
        return Decision(key, accepted, link, self._known.municipality(key[0]))

    def _accepted(self, row: Row) -> bool | None:
        """Return whether the mark of a row accepts its link; None where it has none."""
        if row["predicate_modifier"] == NOT:
            return False
        return MARKS.get(row[DECISION].casefold())

    def _key(self, row: Row) -> Key:
        predicate = self._predicate(row)
        element = self._known.element(self._expand(row["subject_id"])) or ""
        return element, predicate, self._known.object(self._expand(row["object_id"]), predicate) or ""

    def _expand(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        return self._prefixes[prefix] + rest if colon and prefix in self._prefixes else name

    def _predicate(self, row: Row) -> str:
        return curie(self._expand(row["predicate_id"]))

    def _formulas(self, row: Row) -> Iterator[Problem]:
        for column, cell in row.cells.items():
            if could_run(cell):
                yield Problem(
                    row.line,
                    column or "-",
                    say("mappings.begins-like-formula-write", cell=cell[:40]),
                )

    def _names(self, row: Row) -> Iterator[Problem]:
        predicate = self._predicate(row)
        element = self._known.element(self._expand(row["subject_id"]))
        if predicate not in self._known.predicates:
            yield Problem(
                row.line,
                "predicate_id",
                say(
                    "mappings.no-predicate",
                    row=row["predicate_id"],
                    predicates=", ".join(self._known.predicates),
                ),
            )
        elif self._known.object(self._expand(row["object_id"]), predicate) is None:
            yield Problem(
                row.line,
                "object_id",
                say("mappings.no-goal-can-lead", row=row["object_id"], predicate=predicate),
            )
        if element is None or not self._known.fits(element, predicate):
            yield Problem(
                row.line,
                "subject_id",
                say("mappings.no-element-store-can", row=row["subject_id"]),
            )

    def _marks(self, row: Row) -> Iterator[Problem]:
        mark = row[DECISION].casefold()
        if mark and mark not in MARKS:
            yield Problem(
                row.line,
                DECISION,
                say(
                    "mappings.none-empty-cell-decides",
                    row=row[DECISION],
                    marks=", ".join(MARKS),
                    marks_2="、".join(MARKS),
                ),
            )
        elif row["predicate_modifier"] not in ("", NOT) or (row["predicate_modifier"] and MARKS.get(mark)):
            yield Problem(
                row.line,
                "predicate_modifier",
                say("mappings.neither-empty-nor-rejected", row=row["predicate_modifier"], mark=NOT),
            )

    def _duplicate(self, row: Row) -> Iterator[Problem]:
        first = self._seen.setdefault(self._key(row), row.line)
        if first != row.line:
            yield Problem(
                row.line,
                "subject_id",
                say("mappings.link-stands-line-already", first=first),
            )

    def _shifted(self, row: Row) -> Iterator[Problem]:
        """Yield a problem where a label belongs to something else: a column that was sorted by itself."""
        subject, _predicate, goal = self._key(row)
        for column, iri in (("subject_label", subject), ("object_label", goal)):
            labels = self._known.labels(iri)
            if row[column] and row[column] not in labels | {neutral(label) for label in labels}:
                yield Problem(
                    row.line,
                    column,
                    say(
                        "mappings.label-were-cells-moved",
                        row=row[column],
                        row_2=row[column.replace("label", "id")],
                    ),
                )

    def _provenance(self, row: Row) -> Iterator[Problem]:
        justification = row["mapping_justification"]
        if justification == LEXICAL:
            yield from self._suggested(row)
        elif justification != MANUAL:
            yield Problem(
                row.line,
                "mapping_justification",
                say(
                    "mappings.neither-suggested-nor-added",
                    justification=justification,
                    lexical=LEXICAL,
                    manual=MANUAL,
                ),
            )
        elif row["confidence"]:
            yield Problem(
                row.line,
                "confidence",
                say("mappings.link-you-add-no"),
            )
        elif self._accepted(row) is None:
            yield Problem(
                row.line,
                DECISION,
                say("mappings.link-you-add-needs", marks=next(iter(MARKS))),
            )

    def _suggested(self, row: Row) -> Iterator[Problem]:
        link = self._links.get(self._key(row))
        version = row["mapping_tool_version"]
        if version and version != __version__:
            yield Problem(
                row.line,
                "mapping_tool_version",
                say("mappings.keikaku-suggested-run-keikaku", version=version, version__=__version__),
            )
        elif link is None:
            yield Problem(
                row.line,
                "object_id",
                say("mappings.keikaku-does-suggest-link", manual=MANUAL),
            )
        elif _number(row["confidence"]) != link.confidence:
            yield Problem(
                row.line,
                "confidence",
                say(
                    "mappings.was-changed-keikaku-suggested",
                    row=row["confidence"],
                    confidence=link.confidence,
                ),
            )


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
