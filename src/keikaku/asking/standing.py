"""Where the lines of an answer stand, for people: pages and rows of tables in the place of lines that no reader of a PDF counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pyoxigraph as ox

from keikaku.asking.sources.endpoint import Source
from keikaku.documents.places import Place, parse
from keikaku.graph.nquads import DCT, KEI
from keikaku.ground.errors import ServerError
from keikaku.ground.messages import Language
from keikaku.store.folder import Store

_FIRST = re.compile(rf'<([^<>"]+)> <{re.escape(KEI)}firstLine> "([0-9]+)"')
_MOST = 20  # documents of one name: what more of them say of a line is hardly ever one thing, and takes long to read
_BEGIN = f"""PREFIX dcterms: <{DCT}>
PREFIX kei: <{KEI}>
SELECT DISTINCT ?place ?first {{{{
    ?document kei:fileName {{file}} .
    ?place dcterms:isPartOf ?document ; kei:firstLine ?first .
    FILTER (!CONTAINS(STR(?place), "#line="))
}}}}"""
"""What a server is asked; of a text, the line is the place."""
_ROW = re.compile(r"[A-Z]+([0-9]+)(?::[A-Z]+([0-9]+))?")


Begins = Callable[[str], Iterable[tuple[str, int]]]
"""Where the places of the documents of a name begin: the IRI of each, and its first line."""


class Standing:
    """Words the lines of documents.

    Args:
        begins: What knows their places: a store (:func:`in_store`), or servers (:func:`on_servers`).
        language: Of the words.
    """

    def __init__(self, begins: Begins, language: Language) -> None:
        self._begins = begins
        self._language: Language = language
        self._of = cache(self._places)

    def words(self, file: str, line: int) -> str:
        """Return where a line of a document stands: "p. 12, table 3 row 4".

        It is "" for a text, of which the line is the place; for a line that nothing was read from; and where documents
        of one name differ.

        Args:
            file: The document's name.
            line: The line, as :func:`keikaku.documents.text_form.lines` counts.
        """
        found = {place.words(self._language) for place in self._of(file).get(line, ())}
        return found.pop() if len(found) == 1 else ""

    def _places(self, file: str) -> dict[int, set[Place]]:
        """Return the rows, paragraphs and lines of pages that facts of a document begin at, by line."""
        found: dict[int, set[Place]] = {}
        for iri, first in self._begins(file):
            place = parse(iri)
            if place is not None and not place.lines[0]:
                found.setdefault(first, set()).add(_of_line(place))
        return found


def in_store(store: Store) -> Begins:
    """Return what knows the places of a store's documents."""

    def begins(file: str) -> Iterator[tuple[str, int]]:
        keys = [key for key, entry in store.documents.items() if entry.source == file]
        for key in keys if len(keys) <= _MOST else ():
            for iri, first in _FIRST.findall("\n".join(store.lines(key))):
                yield iri, int(first)

    return begins


def on_servers(sources: Sequence[Source]) -> Begins:
    """Return what knows the places of the documents on some servers; one that does not answer knows none."""

    def begins(file: str) -> Iterator[tuple[str, int]]:
        for source in sources:
            with suppress(ServerError):
                rows = source.select(_BEGIN.format(file=ox.Literal(file)))
                yield from [(row["place"].value, int(row["first"].value)) for row in rows]

    return begins


def _of_line(place: Place) -> Place:
    """Return the place of a whole line: a row of a sheet or table, whatever cells of it were meant."""
    row = _ROW.match(place.cells)
    rows = (int(row[1]), int(row[1])) if row else (place.rows[0], place.rows[0])
    paragraphs = (place.paragraphs[0], place.paragraphs[0])
    bare = replace(place, document="", cells="", rows=rows, paragraphs=paragraphs)
    return replace(bare, left=0.0, top=0.0, width=0.0, height=0.0)
