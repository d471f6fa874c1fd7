"""What goes between the server and its workers: frames of JSON and bytes over a pair of sockets."""

from __future__ import annotations

import json
import marshal
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from keikaku.ground.errors import EndpointError
from keikaku.ground.messages import packed, unpacked
from keikaku.web.server.guard.formats import GRAPHS, ROWS
from keikaku.web.server.negotiation import best

HEAD = struct.Struct("!II")
"""Lengths of a frame's JSON and of the bytes after it."""
ORDER = struct.Struct("!cI")
"""What the server tells the process that makes workers: a letter, and the process that is meant."""
FORK, END, SLOWER = b"F", b"K", b"N"


@dataclass(frozen=True, slots=True)
class Question:
    """A query as a worker gets it.

    Attributes:
        text: The query.
        default_graphs: Graphs of the protocol's dataset that make up the default graph; None where the
            request names no dataset.
        named_graphs: Its named graphs.
        rows: Format of SELECT and ASK; None where the client takes none.
        graph: Format of CONSTRUCT and DESCRIBE; None where the client takes none.
        accept: What the client asked for, for the error that says that it cannot be had.
    """

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] = ()
    rows: str | None = None
    graph: str | None = None
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer.

    Attributes:
        media_type: Its format.
        body: The whole of it.
        limit: The limit that it hit, as ``rows=10000``; it then says so itself too. Empty for none.
    """

    media_type: str
    body: bytes
    limit: str = ""


def question(
    text: str, default_graphs: Sequence[str], named_graphs: Sequence[str], accept: str | None
) -> Question:
    """Return a query as a worker gets it.

    Args:
        text: The query.
        default_graphs: The protocol's dataset: what makes up the default graph.
        named_graphs: Its named graphs.
        accept: The request's ``Accept``.
    """
    dataset = tuple(default_graphs) if default_graphs or named_graphs else None
    rows, graph = _formats(accept)
    return Question(text, dataset, tuple(named_graphs), rows, graph, (accept or "")[:200])


@lru_cache(maxsize=128)
def _formats(accept: str | None) -> tuple[str | None, str | None]:
    return best(accept, tuple(ROWS)), best(accept, tuple(GRAPHS))


def pack(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """Return a frame."""
    text = json.dumps(head).encode()
    return HEAD.pack(len(text), len(body)) + text + body


def packed_question(question: Question) -> bytes:
    """Return the frame of a query; a worker trusts the server, so it is no JSON, which takes longer."""
    text = marshal.dumps(tuple(getattr(question, name) for name in Question.__slots__))
    return HEAD.pack(len(text), 0) + text


def read_question(head: bytes) -> Question:
    """Return the query of a frame."""
    return Question(*marshal.loads(head))  # noqa: S302 - from the server that made this worker


def error_head(error: EndpointError) -> dict[str, Any]:
    """Return what a frame says of an error."""
    return {"error": error.id, "values": {name: packed(one) for name, one in error.values.items()}}


def read_error(head: Mapping[str, Any]) -> EndpointError:
    """Return the error that a frame speaks of; a worker can raise those of the endpoint and no others."""
    if not str(head["error"]).startswith("endpoint."):
        raise TypeError(head["error"])
    return EndpointError(head["error"], **{name: unpacked(one) for name, one in head["values"].items()})
