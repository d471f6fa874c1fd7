"""Addresses: which IRI a thing has where it is published, on which page it is described, and at which place there.

A store names things under the base that it was built with (``…/id/07205/jisshi-keikaku/project/X``). A publisher
has a base of their own, and chooses how an IRI leads to a document:

- ``slash``: the thing is ``{base}id/{local}``; the server answers 303 with the document ``{base}doc/{local}``.
- ``hash``: the thing is ``{base}doc/{local}#it``; any host can serve that, since ``#it`` never reaches it.

Parts (a budget, an observation, an evaluation, a statement, a source line) have no document of their own: they
are described on that of their whole, at the anchor that the rest of their local name gives.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

Style = Literal["slash", "hash"]

PARTS = frozenset({"statement", "budget", "baseline", "actual", "target", "comparison", "role", "evaluation"})
"""Segments below which a thing's parts are named: ``project/X/budget/2020``."""

_THEME = "https://w3id.org/keikaku/theme/"
NATIONAL = "https://w3id.org/keikaku/id/national-strategy/"
"""What the ontology calls the nation's strategies and their goals; they are nobody's to publish under another base."""

_LONGEST = 200  # bytes of a file name; file systems allow 255, the suffixes need some
_FEWEST = 3  # segments before those of a part: municipality, plan, or municipality, kind, name
_LIKE_ESCAPE = re.compile("%(?=25|2[EF]|00|$)")
_KEPT = "/!$&'()*+,;=:@~"
_LITERAL = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")')


class Place(NamedTuple):
    """Where a thing is described.

    Attributes:
        document: Local name of its document, such as ``07205/jisshi-keikaku/project/X``.
        anchor: Where on it, or "" where the document is about the thing itself.
    """

    document: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a dataset.

    Attributes:
        base: IRI under which it is published, ending in "/".
        origin: IRI under which the store names its things, ending in "/" or "#".
        style: How an IRI leads to its document.
    """

    base: str
    origin: str
    style: Style = "slash"

    def published(self, iri: str) -> str:
        """Return the published IRI of a thing by the store's; others' IRIs stay as they are."""
        ours = iri.startswith(self.origin) and not iri.startswith(NATIONAL)
        local = iri[len(self.origin) :] if ours else ""
        return self.named(local) if local else iri

    def renamed(self, data: bytes) -> bytes:
        """Return N-Quads with the store's IRIs replaced by the published ones; literals stay as they are.

        Args:
            data: Lines as graph files hold them: no carriage return is in them but as an escape.
        """
        pieces = _LITERAL.split(data)  # every second one is a literal
        pattern, published = _renaming(self)
        pieces[::2] = pattern.sub(published, b"\r".join(pieces[::2])).split(b"\r")
        return b"".join(pieces)

    def named(self, local: str) -> str:
        """Return the published IRI of a thing by its local name."""
        if self.style == "slash":
            return f"{self.base}id/{local}"
        document, anchor = place(local)
        return f"{self.base}doc/{document}#{anchor or 'it'}"

    def local(self, iri: str) -> str | None:
        """Return the local name of a thing by its published IRI, or None where it is none of the dataset's."""
        if iri.startswith(NATIONAL):
            return None
        if self.style == "slash":
            return iri[len(self.base) + 3 :] or None if iri.startswith(f"{self.base}id/") else None
        document, mark, anchor = iri[len(self.base) + 4 :].partition("#")
        return document + _rest(anchor) if mark and iri.startswith(f"{self.base}doc/") else None

    def stored(self, iri: str) -> str:
        """Return the store's IRI of a thing by its published IRI; others' IRIs stay as they are."""
        local = self.local(iri)
        return self.origin + local if local else iri

    def page(self, iri: str) -> str | None:
        """Return the path of a thing's page below the base, by its published IRI, without suffix.

        It is percent-encoded, ready for a link; None where the thing is none of the dataset's. The nation's
        strategies and the policy themes have pages too.
        """
        if iri.startswith(_THEME):
            return f"theme/{quote(iri[len(_THEME) :], safe=_KEPT)}"
        if iri.startswith(NATIONAL):
            key, _slash, goal = iri[len(NATIONAL) :].partition("/")
            return f"strategy/{key}#{quote(goal, safe=_KEPT)}" if goal else f"strategy/{key}"
        local = self.local(iri)
        if local is None:
            return None
        document, anchor = place(local)
        path = quote(f"doc/{file_stem(document)}", safe=_KEPT)
        return f"{path}#{quote(anchor, safe=_KEPT)}" if anchor else path


@lru_cache(maxsize=8)
def _renaming(addresses: Addresses) -> tuple[re.Pattern[bytes], bytes | Callable[[re.Match[bytes]], bytes]]:
    """Return what finds the store's IRIs outside literals, and what is put in their place."""
    ours, nation = re.escape(addresses.origin.encode()), NATIONAL.removeprefix(addresses.origin)
    but = rb"(?!>%s)" % (b"|" + re.escape(nation.encode()) if nation != NATIONAL else b"")
    if addresses.style == "slash":  # all begin otherwise and go on alike
        return re.compile(b"<" + ours + but), f"<{addresses.named('')}".encode().replace(b"\\", b"\\\\")

    @lru_cache(maxsize=2**13)  # a document names some thousands of things, each several times
    def published(iri: bytes) -> bytes:
        return f"<{addresses.published(iri.decode())}>".encode()

    return re.compile(b"<(" + ours + but + rb"[^>]++)>"), lambda found: published(found[1])


def place(local: str) -> Place:
    """Return where a thing is described.

    >>> place("07205/jisshi-keikaku/project/X/budget/2020")
    Place(document='07205/jisshi-keikaku/project/X', anchor='budget/2020')
    >>> place("document/plan#line=11,12")
    Place(document='document/plan', anchor='line=11,12')
    """
    whole, mark, fragment = local.partition("#")
    segments = whole.split("/")
    for index, segment in enumerate(segments):
        if segment in PARTS and index >= _FEWEST - 1 and index + 1 < len(segments):
            return Place("/".join(segments[:index]), "/".join(segments[index:]) + mark + fragment)
    return Place(whole, fragment)


def _rest(anchor: str) -> str:
    """Return what follows a document's local name in that of a thing at an anchor of it."""
    if anchor == "it":
        return ""
    part = anchor.split("/", 1)[0] in PARTS
    return f"/{anchor}" if part else f"#{anchor}"


def file_stem(document: str) -> str:
    """Return the path of a document's files without suffix, as a file system wants it: no escapes, none too long.

    No two documents have the same: what would be taken for another's name keeps an escape.

    >>> file_stem("07205/department/A%2FB"), file_stem("07205/department/Web.en")
    ('07205/department/A%2FB', '07205/department/Web%2Een')
    """
    return "/".join(_file_name(segment) for segment in document.split("/"))


def _file_name(segment: str) -> str:
    name = _LIKE_ESCAPE.sub("%25", unquote(segment)).replace("/", "%2F").replace("\0", "%00")
    if name in ("", ".", ".."):
        name = name.replace(".", "%2E") or "%"
    if name.endswith(".en"):  # X.en.html is the English page of X
        name = f"{name[:-3]}%2Een"
    if len(name.encode()) <= _LONGEST:
        return name
    digest = hashlib.sha256(segment.encode()).hexdigest()[:12]
    return f"{name.encode()[:150].decode(errors='ignore')}-{digest}"
