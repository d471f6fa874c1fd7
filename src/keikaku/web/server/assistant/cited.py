"""Resources for assistants: the documents, and each place of them that something was read from.

A place is called as the graph calls it; what is given of it is what was read there, and, as far as the pages show it
too, its lines and a clip of its page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from keikaku.asking.evidence.cutting import around
from keikaku.asking.evidence.leaves import Leaf
from keikaku.documents.places import Place, parse
from keikaku.graph.nquads import DCT, KEI, PROV, RDF
from keikaku.graph.triples import Look
from keikaku.ground.errors import RequestError
from keikaku.ground.messages import say
from keikaku.store.manifest import OF_DOCUMENTS
from keikaku.web.server.assistant.plain import plain
from keikaku.web.server.served import Served

PAGE = 100
"""Documents that are listed at a time."""
_MOST_LINES = 60  # of a place; a page has some forty
_MOST_READINGS = 100  # of a place
_PRINTED = (f"{KEI}asPrinted", f"{RDF}object", f"{KEI}value", f"{KEI}totalAmount")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what a resource holds.

    Attributes:
        media_type: Its form.
        data: A text, or the bytes of a picture.
    """

    media_type: str
    data: str | bytes


class Resources:
    """The resources of one state of the store.

    Args:
        served: The state.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._dataset = served.dataset
        self._look = Look(served.dataset.memory)

    @property
    def template(self) -> str:
        """How the addresses of places are made."""
        start, _key, rest = self._dataset.addresses.named("document/KEY#PLACE").partition("KEY")
        return f"{start}{{key}}{rest.replace('PLACE', '{+place}')}"

    def documents(self, start: int) -> list[tuple[str, str]]:
        """Return the IRIs and titles of some documents, from a number on, in order of their keys."""
        keys = sorted(key for key, one in self._dataset.store.documents.items() if one.kind in OF_DOCUMENTS)
        named = (self._dataset.addresses.named(f"document/{key}") for key in keys[start : start + PAGE])
        return [(iri, self._look.value(iri, f"{DCT}title", f"{KEI}fileName") or iri) for iri in named]

    def read(self, iri: str) -> list[Piece]:
        """Return what a resource holds; it may take a while.

        Raises:
            RequestError: There is no such resource.
        """
        place = parse(iri)
        document = iri.partition("#")[0] if place else iri
        key = (self._dataset.addresses.local(document) or "").removeprefix("document/")
        if self._dataset.addresses.style == "hash" and place:
            key = (self._dataset.addresses.local(iri) or "").partition("#")[0].removeprefix("document/")
        if key not in self._dataset.store.documents:
            raise RequestError("serving.nothing-here", path=iri[:200])
        told: dict[str, Any] = {"notice": say("assisting.notice").text("en"), "document": key, "place": iri}
        if place is None:
            named = self._dataset.addresses.named(f"document/{key}")
            told |= {
                "title": self._look.value(named, f"{DCT}title"),
                "source": self._look.value(named, f"{DCT}source"),
            }
            return [_json(told)]
        told |= {
            "words": {"en": place.words("en"), "ja": place.words("ja")},
            "read_here": list(islice(self._readings(iri), _MOST_READINGS)),
            "lines": list(islice(self._lines(key, place), _MOST_LINES)),
        }
        return [_json(told), *self._clip(key, place)]

    def _readings(self, iri: str) -> Iterator[dict[str, str]]:
        """Yield what was read at a place."""
        for thing in self._look.subjects(f"{KEI}place", iri) + self._look.subjects(
            f"{PROV}wasDerivedFrom", iri
        ):
            yield {
                "iri": thing,
                "of": self._look.value(thing, f"{RDF}subject") or thing,
                "label": self._look.label(thing, "ja"),
                "printed": self._look.value(thing, *_PRINTED),
                "confidence": self._look.value(thing, f"{KEI}readingConfidence").rpartition("#")[2],
            }

    def _lines(self, key: str, place: Place) -> Iterator[str]:
        """Yield the lines of a place, as far as they may be shown."""
        layout = self._served.pages.layout
        first, last = place.lines
        if first:
            yield from layout.sources.get(key, ())[first - 1 : last]
        elif layout.prints and key in layout.prints.shown and not place.pages[0]:
            for stretch in layout.prints.excerpt(key, Leaf("", (place,))):
                yield from ("\t".join(field.text for field in strip.fields) for strip in stretch.strips)

    def _clip(self, key: str, place: Place) -> Iterator[Piece]:
        prints = self._served.pages.layout.prints
        if prints and key in prints.shown and place.pages[0]:
            image = prints.image(key, Leaf("", (place,)))
            if image:
                yield Piece("image/webp", around(image, place.box).data)


def _json(told: object) -> Piece:
    return Piece("application/json", json.dumps(plain(told), ensure_ascii=False, indent=1))
