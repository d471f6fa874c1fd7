"""A request of the SPARQL 1.1 Protocol (section 2.1), read."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from keikaku.ground.errors import (
    EndpointError,
)
from keikaku.ground.messages import say
from keikaku.web.server.guard.formats import GRAPHS, ROWS, SHORT

FORM, DIRECT, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_UPDATING = {"update", "using-graph-uri", "using-named-graph-uri"}
_MOST_FIELDS = 1000
_ESCAPED = re.compile(rb"[^%]*+(?:%[0-9A-Fa-f]{2}[^%]*+)*+")


@dataclass(slots=True)
class Asked:
    """What a request asks.

    Attributes:
        queries: The queries; one, where the request is right.
        default_graphs: Values of ``default-graph-uri``.
        named_graphs: Values of ``named-graph-uri``.
        format: The media type that ``format`` names; empty where the header decides.
    """

    queries: list[str] = field(default_factory=list)
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    format: str = ""

    @property
    def query(self) -> str:
        """The query.

        Raises:
            EndpointError: There is none, or more than one.
        """
        if len(self.queries) == 1:
            return self.queries[0]
        if self.queries:
            raise EndpointError(
                "endpoint.bad-request",
                why=say("endpoint.request-carries-more-than"),
            )
        raise EndpointError(
            "endpoint.bad-request",
            why=say("endpoint.request-carries-no-query"),
        )


def read(query_string: bytes, content_type: str | None = None, body: bytes = b"") -> Asked:
    """Return what a request asks.

    Args:
        query_string: Of its address.
        content_type: Of its body; None where it is a GET.
        body: Its body.

    Raises:
        EndpointError: It cannot be understood.
        EndpointError: The body is of another type.
        EndpointError: ``format`` names none.
        EndpointError: It is an update.
    """
    asked = Asked()
    _take(asked, _fields(query_string))
    if content_type is None:
        return asked
    media_type, charset = _media_type(content_type)
    if media_type == UPDATE:
        raise EndpointError("endpoint.update-refused")
    if media_type not in (FORM, DIRECT) or charset not in ("", "utf-8", "utf8"):
        raise EndpointError("endpoint.media-type-refused", found=content_type[:100] or "-")
    if media_type == FORM:
        _take(asked, _fields(body))
    else:
        asked.queries.append(_text(body))
    return asked


def check_length(length: int, most: int) -> None:
    """Refuse a body that is too long.

    Raises:
        EndpointError: It is.
    """
    if length > most:
        raise EndpointError("endpoint.query-too-long", most=most)


def _media_type(content_type: str) -> tuple[str, str]:
    """Return media type and charset of a header, in small letters."""
    media_type, *parameters = content_type.lower().split(";")
    pairs = [parameter.strip().partition("=") for parameter in parameters]
    charsets = [value.strip('"') for name, _, value in pairs if name == "charset"]
    return media_type.strip(), charsets[0] if charsets else ""


def _fields(data: bytes) -> Iterator[tuple[str, str]]:
    if data.count(b"&") >= _MOST_FIELDS:
        raise _not_text()
    for pair in filter(None, data.split(b"&")):
        name, _, value = pair.partition(b"=")
        yield _unquoted(name), _unquoted(value)


def _unquoted(data: bytes) -> str:
    """Return a part of a form without its escapes; the reader of quoted-printable, which is written in C, takes them."""
    spaced = data.replace(b"+", b" ")
    if not _ESCAPED.fullmatch(spaced):  # a sign of per cent that stands for itself
        return _text(unquote_to_bytes(spaced))
    return _text(a2b_qp(spaced.replace(b"=", b"%3D").replace(b"%", b"=")))


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise _not_text() from None


def _not_text() -> EndpointError:
    return EndpointError(
        "endpoint.bad-request",
        why=say("endpoint.request-utf-more-than"),
    )


def _take(asked: Asked, fields: Iterator[tuple[str, str]]) -> None:
    for name, value in fields:
        if name == "query":
            asked.queries.append(value)
        elif name == "default-graph-uri":
            asked.default_graphs.append(value)
        elif name == "named-graph-uri":
            asked.named_graphs.append(value)
        elif name == "format":
            asked.format = _format(value)
        elif name in _UPDATING:
            raise EndpointError("endpoint.update-refused")


def _format(name: str) -> str:
    media_type = SHORT.get(name.lower(), name)
    if media_type not in ROWS and media_type not in GRAPHS:
        raise EndpointError("endpoint.no-format", offered=", ".join(SHORT), accept=name[:100])
    return media_type
