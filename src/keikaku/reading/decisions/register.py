"""``decisions.tsv``: the decisions about the documents of one folder, a line each, only ever added to.

The file lies beside plan.yml, or beside a document that has none, and is carried by git; ``.gitattributes`` beside it
says that the lines of two people are both kept. It is written whole or not at all, so that whoever is killed loses
nothing. The names behind the ids stand in ``reviewers.yml``, which ``.gitignore`` keeps out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

from filelock import FileLock, Timeout

from keikaku.ground.defaults import DECISIONS as NAME
from keikaku.ground.errors import NoReviewerError, OutputError, ReviewError
from keikaku.ground.files import read_regular, why, write_whole
from keikaku.ground.messages import LANGUAGES, Message, Said, Words, both, say
from keikaku.reading.decisions.decision import COLUMNS, GIVES_VALUE, Act, Decision, id_of, standing, undone
from keikaku.reading.decisions.reviewers import NAMES, Reviewer, keep_names

LONGEST = 20_000
"""Characters of the longest value: the longest text of a plan at hand has 2,100."""
_LARGEST = 64 * 2**20  # bytes: some 200,000 decisions
_WAIT = 10.0  # seconds for another window that writes; it takes milliseconds
_LOCK = ".decisions.lock"
HEAD = "\t".join(COLUMNS)
"""The first line of a file of decisions."""
_AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
_HASH = re.compile(r"[0-9a-f]{16}|")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_GIT = {
    ".gitattributes": (f"{NAME} merge=union text eol=lf",),
    ".gitignore": (NAMES, _LOCK),
}


class Register:
    """The decisions in one folder.

    Args:
        folder: Where ``decisions.tsv`` lies or will lie.
        name: What the file is called, where it is one that others sent.
    """

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.path = folder / name
        self._read = b""
        self._found: dict[str, tuple[Decision, int]] = {}

    def read(self) -> list[Decision]:
        """Return the decisions in the order in which they were made, none where there is no file.

        Raises:
            ReviewError: A line does not say what it must, was changed, or undoes what is not there; the error names
                file and line.
        """
        return [one for one, _line in self.with_lines()]

    def with_lines(self) -> list[tuple[Decision, int]]:
        """Return the decisions with the lines that say them, from 1; as :meth:`read`."""
        data = self._bytes()
        if not data.startswith(self._read) or self._read[-1:] not in (b"", b"\n"):
            self._read, self._found = b"", {}
        found = dict(self._found)  # what was only added to is not parsed twice
        for number, text in self._lines(data, len(self._read)):
            decision = self._parsed(text, number)
            found.setdefault(decision.id, (decision, number))  # a merge may keep a line twice
        for decision, number in found.values():
            if decision.undoes and decision.undoes not in found:
                raise self._wrong(number, "undoes", _said("gone", decision.undoes))
        self._read, self._found = data, found
        return sorted(found.values(), key=lambda pair: (pair[0].at, pair[0].id))

    def add(self, by: Reviewer, decisions: Iterable[Decision]) -> list[Decision]:
        """Add decisions and return them as they are kept, with who, when and their ids; all of them or none.

        Args:
            by: Who decides; a name goes into the local file.
            decisions: What is decided; ``reviewer``, ``role``, ``at`` and ``id`` are filled in.

        Raises:
            NoReviewerError: The id decided in another role before.
            ReviewError: A value is longer than any text of a plan, or is missing.
            ReviewError: The file that is there is not right; nothing is added.
            OutputError: The file cannot be written; it is as it was.
        """
        new = list(decisions)
        for one in new:
            _refuse(one)
        with self._held():
            held = self.read()
            _refuse_role(by, held)
            at = _after(held)
            made = []
            for count, one in enumerate(new):
                when = _text(at + timedelta(milliseconds=count))
                one = replace(one, at=when, reviewer=by.id, role=by.role, id="")
                made.append(replace(one, id=id_of({name: getattr(one, name) for name in COLUMNS})))
            if made:
                self._write(made)
        if by.name:
            keep_names(self.path.parent, {by.id: by.name})
        return made

    def undo(self, by: Reviewer, ids: Sequence[str], note: str = "") -> list[Decision]:
        """Take decisions back, each by a line of its own; an undo can be undone too.

        Raises:
            ReviewError: No line that still counts has such an id.
            NoReviewerError, ReviewError, OutputError: As :meth:`add`.
        """
        held = self.read()
        known = {one.id: one for one in held}
        gone = undone(held)
        for one in ids:
            if one not in known or one in gone:
                raise ReviewError("reviewing.no-such-decision", path=self.path, id=one)
        return self.add(
            by,
            [
                replace(known[one], act=Act.UNDO, undoes=one, before="", after="", note=note)
                for one in dict.fromkeys(ids)
            ],
        )

    def adopt(self, others: Sequence[Decision]) -> int:
        """Add decisions of others as they made them, under their ids; return how many were new.

        Raises:
            DecisionsError, OutputError: As :meth:`add`.
        """
        with self._held():
            held = {one.id for one in self.read()}
            new = [one for one in others if one.id not in held]
            if new:
                self._write(new)
        return len(new)

    # -- reading

    def _bytes(self) -> bytes:
        try:
            data = read_regular(self.path)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise self._wrong(1, NAME, _said("unreadable", why(error))) from error
        if len(data) > _LARGEST:
            raise self._wrong(1, NAME, _said("large", f"{_LARGEST // 2**20} MiB"))
        return data

    def _lines(self, data: bytes, start: int) -> Iterator[tuple[int, str]]:
        """Yield the lines behind a place with their numbers, without the head."""
        before = data[:start].count(b"\n")
        try:
            lines = data[start:].decode("utf-8" if start else "utf-8-sig").replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError as error:
            at = before + data[start : start + error.start].count(b"\n") + 1
            raise self._wrong(at, NAME, _said("code", "")) from error
        if data and not start and lines[0] != HEAD:
            raise self._wrong(1, NAME, _said("head", HEAD.replace("\t", ", ")))
        yield from (
            (number, text) for number, text in enumerate(lines, start=before + 1) if text and text != HEAD
        )

    def _parsed(self, text: str, number: int) -> Decision:
        if text.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
            raise self._wrong(number, NAME, _said("conflict", ""))
        cells = [
            _ESCAPED.sub(lambda match: _MEANT.get(match[1], match[0]), cell) for cell in text.split("\t")
        ]
        if len(cells) != len(COLUMNS):
            raise self._wrong(number, NAME, _said("columns", f"{len(cells)}", f"{len(COLUMNS)}"))
        values = dict(zip(COLUMNS, cells, strict=True))
        self._check(values, number)
        return Decision(**{**values, "act": Act(values["act"])})  # type: ignore[arg-type]

    def _check(self, values: dict[str, str], number: int) -> None:
        try:
            Reviewer(values["reviewer"], values["role"])
        except NoReviewerError as error:
            key = "role" if values["reviewer"] and not values["role"] else "reviewer"
            what, what_ja = (cast("Said", error.values["what"]).text(one) for one in LANGUAGES)
            raise self._wrong(number, key, _said("reviewer", Words(what, what_ja))) from None
        if values["act"] not in set(Act):
            raise self._wrong(number, "act", _said("act", values["act"], ", ".join(Act)))
        if not _AT.fullmatch(values["at"]):
            raise self._wrong(number, "at", _said("at", values["at"]))
        if not _HASH.fullmatch(values["hash"]):
            raise self._wrong(number, "hash", _said("hash", values["hash"]))
        if (values["act"] == Act.UNDO) != bool(values["undoes"]):
            raise self._wrong(number, "undoes", _said("undoes", values["act"]))
        if values["id"] != id_of(values):
            raise self._wrong(number, "id", _said("changed", values["id"]))

    def _wrong(self, line: int, key: str, said: Message) -> ReviewError:
        return ReviewError("reviewing.decisions", path=self.path, line=line, key=key, detail=said)

    # -- writing

    @contextmanager
    def _held(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path.with_name(_LOCK), timeout=_WAIT):
                yield
        except Timeout as error:
            raise OutputError(
                "ground.unwritable",
                path=self.path,
                why=both("reading.another-process-writing"),
            ) from error
        except OSError as error:
            raise OutputError("ground.unwritable", path=self.path, why=why(error)) from error

    def _write(self, made: Sequence[Decision]) -> None:
        is_new = not self.path.exists()
        data = f"{HEAD}\n".encode() if is_new else read_regular(self.path)
        if not data.endswith(b"\n"):
            data += b"\n"
        write_whole(self.path, [data, *(f"{row_of(one)}\n".encode() for one in made)], durable=True)
        if is_new:
            for name, lines in _GIT.items():
                _say_to_git(self.path.with_name(name), lines)


def row_of(one: Decision) -> str:
    """Return a decision as a line of ``decisions.tsv``, without its end."""
    return "\t".join(str(getattr(one, name)).translate(_ESCAPES) for name in COLUMNS)


def corrections(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that change what is read, those that count: what others who read the document can apply."""
    found = (one.counts for one in standing(decisions).values())
    return [one for one in found if one and (one.after or one.act in (Act.REJECT, Act.UNREADABLE))]


def _refuse(one: Decision) -> None:
    for name in ("fact", "before", "after", "note"):
        if len(getattr(one, name)) > LONGEST:
            raise ReviewError(
                "reviewing.refused-decision",
                fact=one.fact[:80],
                detail=say(
                    "reviewing.characters-above", name=name, count=len(getattr(one, name)), longest=LONGEST
                ),
            )
    if one.act in GIVES_VALUE and not one.after.strip():
        raise ReviewError(
            "reviewing.refused-decision",
            fact=one.fact,
            detail=say("reviewing.needs-value-right", act=one.act),
        )


def _refuse_role(by: Reviewer, held: Iterable[Decision]) -> None:
    if any(one.reviewer == by.id and one.role != by.role for one in held):
        raise NoReviewerError(
            "mappings.no-reviewer",
            what=say("mappings.id-which-decided-another", id_=by.id),
        )


def _after(held: Sequence[Decision]) -> datetime:
    """Return now, or the moment after the last decision where a clock stands still or goes wrong."""
    now = datetime.now(UTC)
    last = datetime.fromisoformat(held[-1].at) + timedelta(milliseconds=1) if held else now
    return max(now, last)


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def _say_to_git(file: Path, lines: tuple[str, ...]) -> None:
    """Add lines to a file of git's where it lacks them; a file that cannot be read stays as it is."""
    held = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    missing = [one for one in lines if one not in held.splitlines()]
    if missing:
        text = (
            held + ("" if held.endswith("\n") or not held else "\n") + "".join(f"{one}\n" for one in missing)
        )
        write_whole(file, [text.encode()])


def _said(name: str, value: object = "", other: object = "") -> Message:
    return say(f"reviewing.line-{name}", value=value, other=other)
