"""The rules that every host's configuration says in its own language.

- ``{base}id/{local}`` is answered with 303 and the document in the format and language that the request likes best;
  a part is led to its place on the page of its whole.
- ``{base}doc/{local}`` without suffix is answered with that file itself.
- A few documents have file names of their own (names too long for a file system): they are listed one by one.

Hosts know headers only as text. What a request likes is therefore asked for from the highest quality value down,
in steps of a tenth; the first step at which a format is named decides (RFC 9110, section 12.5.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from keikaku.graph.addresses import PARTS, file_stem
from keikaku.web.pages.policy import policy

PART = f"(?:{'|'.join(sorted(PARTS))})/[^?# ]+"
"""What names a part below its whole, as a regular expression."""
WHOLE = "[^/?# ]+/[^/?# ]+(?:/[^/?# ]+)*?"
"""What comes before that: a municipality and a plan, at least."""
POLICY = policy("index.html")
"""Nothing but what the site itself carries; no script or style inside a page."""
WASM_POLICY = policy("sparql.html")
"""The same for what runs SPARQL in the browser (:data:`keikaku.web.pages.policy.COMPUTES`)."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Access-Control-Allow-Origin": "*",
}
TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rq": "application/sparql-query",
    "csv": "text/csv",
    "xml": "application/xml",
    "atom": "application/atom+xml",
    "txt": "text/plain",
    "md": "text/markdown",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "wasm": "application/wasm",
    "gz": "application/gzip",
    "woff2": "font/woff2",
}
"""Media types by the suffix of a file."""
TEXT = ("atom", "css", "csv", "js", "json", "jsonld", "html", "md", "nt", "rq", "ttl", "txt", "xml")
"""The suffixes of files in UTF-8."""
PACKED = (*TEXT, "svg", "wasm")
"""The suffixes of files that hosts send packed where a browser takes that; pictures and dumps are packed already."""

_FORMATS = (
    ("html", ("text/html", "application/xhtml+xml")),
    ("ttl", ("text/turtle",)),
    ("jsonld", ("application/ld+json",)),
    ("nt", ("application/n-triples",)),
    ("html", ("text/*", "*/*")),
    ("jsonld", ("application/*",)),
)
_LANGUAGES = (("ja", ("ja(?:-[a-z]+)*",)), ("en", ("en(?:-[a-z]+)*",)), ("ja", (r"\*",)))


class Choice(NamedTuple):
    """What is chosen where a header is like a regular expression."""

    pattern: str
    chosen: str


def formats() -> Iterator[Choice]:
    """Yield what an ``Accept`` header chooses, best first; HTML where none fits."""
    yield from _choices([(name, tuple(map(_escaped, types))) for name, types in _FORMATS])


def languages() -> Iterator[Choice]:
    """Yield what an ``Accept-Language`` header chooses, best first; Japanese where none fits."""
    yield from _choices(_LANGUAGES)


def _choices(wanted: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Choice]:
    ordered = list(wanted)
    for quality in ("", *range(9, -1, -1)):
        for name, types in ordered:
            yield Choice(_pattern("|".join(types), str(quality)), name)


def _pattern(types: str, tenth: str) -> str:
    """Return what matches a header that names one of some types at a quality."""
    others = r"(?:\s*;(?!\s*q=)[^,;]*)*"
    if tenth == "":
        quality = r"(?:\s*;\s*q=1(?:\.0*)?)?"
    elif tenth == "0":
        quality = r"\s*;\s*q=0?\.0[0-9]*[1-9]0*"
    else:
        quality = rf"\s*;\s*q=0?\.{tenth}[0-9]*"
    return rf"(?:^|,)\s*(?:{types}){others}{quality}\s*(?:,|$)"


def _escaped(media_type: str) -> str:
    return media_type.replace("+", r"\+").replace("*", r"\*").replace(".", r"\.")


def exceptions(documents: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the documents whose files are not called as their IRIs: local name decoded, path of the file's stem."""
    for document in documents:
        stem = file_stem(document)
        if stem != unquote(document):
            yield unquote(document), stem


def moves(moved: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield old and new paths below the base, decoded: of the thing, and of its document's files without suffix."""
    for old, new in moved.items():
        yield f"id/{unquote(old)}", f"id/{unquote(new)}"
        yield f"doc/{file_stem(old)}", f"doc/{file_stem(new)}"


SUFFIXES = r"(?:\.en)?\.html|\.ttl|\.jsonld|\.nt"
"""What may follow the stem of a document's file, as a regular expression."""


def literal(text: str) -> str:
    """Return a text as part of a regular expression in double quotes."""
    return re.sub(r'([\\^$.|?*+()\[\]{}"])', r"\\\1", text)
