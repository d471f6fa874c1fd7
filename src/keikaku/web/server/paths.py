"""Paths as they come in a request, and as names compare."""

from __future__ import annotations

from urllib.parse import quote, unquote, unquote_to_bytes

from starlette.requests import Request

from keikaku.ground.errors import RequestError

_KEPT = "/!$&'()*+,;=:@~"


def canonical(local: str) -> str:
    """Return a path with every segment escaped in one way, so that two spellings of an IRI compare as equal.

    >>> canonical("計画/a%2Fb") == canonical("%e8%a8%88%e7%94%bb/a%2fb")
    True
    """
    return "/".join(quote(unquote(segment), safe="") for segment in local.split("/"))


def below(request: Request, base_path: str) -> str:
    """Return the path of a request below the base, as it was sent, raw bytes escaped.

    Args:
        request: The request.
        base_path: Path of the base IRI, with a slash at both ends.

    Raises:
        RequestError: It is no UTF-8, or holds control characters.
    """
    raw: bytes = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    try:
        text = raw.split(b"?", 1)[0].decode()
        plain = unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        raise RequestError("serving.malformed-address") from None
    if any(char < " " or char == "\x7f" for char in plain):
        raise RequestError("serving.malformed-address")
    return text.removeprefix(base_path)


def decoded(path: str) -> str:
    """Return a path with its escapes undone, as the files of a site are called; a slash in a name stays escaped."""
    return "/".join(unquote(segment).replace("/", "%2F") for segment in path.split("/"))


def encoded(path: str) -> str:
    """Return a decoded path or IRI as it stands in a header: ASCII, nothing that ends a header or a link."""
    return quote(path, safe=_KEPT)


def encoded_iri(iri: str) -> str:
    """Return an IRI as a URI (RFC 3987, section 3.1): its escapes stay as they are."""
    return quote(iri, safe=f"{_KEPT}%#?[]")
