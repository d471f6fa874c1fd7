"""Answers cut after a number of rows, saying so.

The engine writes an answer whole; the rows are counted in what it wrote, which costs a tenth of writing them
in Python. JSON and XML take a note. CSV and TSV have no place for one, so an answer too long for them is an error.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from keikaku.ground.errors import EndpointError
from keikaku.ground.messages import Message, Words, say
from keikaku.ground.vocab import PREFIXES
from keikaku.web.server.guard.formats import CSV, GRAPHS, JSON_LD, RDF_XML, TSV, TURTLE
from keikaku.web.server.guard.limits import Limits

_JSON_ROW = re.compile(rb'(?:[^"}]++|"(?:[^"\\]|\\.)*+"|\}(?!,\{|\]))*+\}')
_JSON_BEGIN, _XML_BEGIN = b'"bindings":[', b"<results>"
_XML_ROW = b"</result>"
_SMALLEST_ROW = 1  # byte: the line end of a TSV row without values


@dataclass(frozen=True, slots=True)
class Note:
    """The sentences that say that an answer was cut.

    Attributes:
        rows: How many are left.
        limit: The limit that was hit, as in the header.
    """

    rows: int
    limit: str

    @property
    def _said(self) -> Message:
        return say("serving.cut", rows=self.rows, limit=self.limit)

    @property
    def en(self) -> str:
        """The sentence in English."""
        return self._said.text("en")

    @property
    def ja(self) -> str:
        """The sentence in Japanese."""
        return self._said.text("ja")


class Full(Exception):  # noqa: N818 - ends the engine's writing, and is no error
    """The longest answer is reached."""


class Sink:
    """Where the engine writes an answer, up to a length.

    Args:
        most: Bytes.
    """

    def __init__(self, most: int) -> None:
        self.data = bytearray()
        self._most = most

    def write(self, data: bytes) -> int:
        """Take some bytes.

        Raises:
            Full: There are too many.
        """
        self.data += data
        if len(self.data) > self._most:
            raise Full
        return len(data)

    def flush(self) -> None:
        """Do nothing; the engine asks for it."""


def cut_rows(data: bytes, media_type: str, limits: Limits, *, full: bool) -> tuple[bytes, str]:
    """Return an answer of SELECT with at most some rows, and the limit that it hit.

    Args:
        data: What the engine wrote.
        media_type: Its format.
        limits: The limits.
        full: Whether the engine was stopped before its end, for the answer's length.

    Raises:
        EndpointError: It must be cut, and the format has no place to say so.
    """
    if not full and len(data) <= limits.rows * _SMALLEST_ROW:
        return data, ""
    if media_type in (CSV, TSV):
        if full or _lines(data, media_type) - 1 > limits.rows:
            raise _too_long(media_type, limits, full=full)
        return data, ""
    json_like = media_type.endswith("json")
    if (
        not full and data.count(b"},{" if json_like else _XML_ROW) < limits.rows
    ):  # in a text it stands for no row
        return data, ""
    begin = _JSON_BEGIN if json_like else _XML_BEGIN
    last, count = data.find(begin) + len(begin), 0
    if last < len(begin):  # not even the variables fit in
        raise _too_long(media_type, limits, full=full)
    for count, end in enumerate(_json_rows(data) if json_like else _xml_rows(data), 1):
        if count > limits.rows:
            break
        last = end
    if count <= limits.rows and not full:
        return data, ""
    hit = _limit(limits, full=count <= limits.rows)
    note = Note(min(count, limits.rows), hit)
    return (_noted_json if json_like else _noted_xml)(data[:last], note), hit


def _json_rows(data: bytes) -> Iterator[int]:
    """Yield where the rows of a JSON answer end; braces inside strings do not count."""
    start = data.index(_JSON_BEGIN) + len(_JSON_BEGIN)
    while match := _JSON_ROW.match(data, start):
        yield match.end()
        if data[match.end() : match.end() + 1] != b",":
            return
        start = match.end() + 1


def _xml_rows(data: bytes) -> Iterator[int]:
    """Yield where the rows of an XML answer end; in text, "<" is written as an entity."""
    at = data.find(_XML_ROW)
    while at >= 0:
        yield at + len(_XML_ROW)
        at = data.find(_XML_ROW, at + 1)


def _lines(data: bytes, media_type: str) -> int:
    """Return the lines of a table, the header among them; line ends inside quotes do not count."""
    if media_type == TSV:
        return data.count(b"\n")
    return sum(piece.count(b"\r\n") for piece in data.split(b'"')[::2])


def _noted_json(data: bytes, note: Note) -> bytes:
    """Return JSON with a note before everything else: Oxigraph's reader takes nothing after the rows."""
    said = {"limit": note.limit, "rows": note.rows, "en": note.en, "ja": note.ja}
    return b'{"truncated":' + json.dumps(said, ensure_ascii=False).encode() + b"," + data[1:] + b"]}}"


def _noted_xml(data: bytes, note: Note) -> bytes:
    head, end, rest = data.partition(b"?>")
    return head + end + f"<!-- {note.en} {note.ja} -->".encode() + rest + b"</results></sparql>"


# ---------------------------------------------------------------- triples


def write_triples(triples: Iterator[ox.Triple], media_type: str, limits: Limits) -> tuple[bytes, str]:
    """Return triples in a format, at most some of them, and the limit that they hit.

    Args:
        triples: The answer of CONSTRUCT or DESCRIBE.
        media_type: The format.
        limits: The limits.

    Raises:
        EndpointError: It is longer than the longest.
    """
    found = list(itertools.islice(triples, limits.rows + 1))
    data = _serialised(found[: limits.rows], media_type, limits)
    if len(found) <= limits.rows:
        return data, ""
    hit = _limit(limits, full=False)
    return _with_note(data, media_type, Note(limits.rows, hit)), hit


def _serialised(triples: list[ox.Triple], media_type: str, limits: Limits) -> bytes:
    sink = Sink(limits.answer_mib * 2**20)
    try:
        readable = dict(PREFIXES) if media_type == TURTLE else None
        ox.serialize(triples, cast("IO[bytes]", sink), format=GRAPHS[media_type], prefixes=readable)
    except Full:
        raise _too_long(media_type, limits, full=True) from None
    return bytes(sink.data)


def _with_note(data: bytes, media_type: str, note: Note) -> bytes:
    if media_type == JSON_LD:  # a key that the context maps to nothing says nothing
        said = json.dumps(f"{note.en} {note.ja}", ensure_ascii=False).encode()
        return b'{"@context":{"truncated":null},"truncated":' + said + b',"@graph":' + data + b"}"
    if media_type == RDF_XML:
        head, end, rest = data.partition(b"?>")
        return head + end + f"\n<!-- {note.en} {note.ja} -->".encode() + rest
    return f"# {note.en}\n# {note.ja}\n".encode() + data


def _limit(limits: Limits, *, full: bool) -> str:
    return f"mib={limits.answer_mib}" if full else f"rows={limits.rows}"


def _too_long(media_type: str, limits: Limits, *, full: bool) -> EndpointError:
    most, what, what_ja = (limits.answer_mib, "MiB", "MiB") if full else (limits.rows, "rows", "行")
    return EndpointError(
        "endpoint.answer-too-long",
        most=most,
        what=Words(what, what_ja),
        format=media_type,
        limit=_limit(limits, full=full),
    )
