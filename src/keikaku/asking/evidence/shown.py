"""Which documents may be shown: those whose licence lets anyone, and those that the publisher answers for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from keikaku.asking.evidence.licences import lets_show
from keikaku.asking.evidence.withheld import Withheld, withheld
from keikaku.documents.files import form_of
from keikaku.documents.places import parse
from keikaku.graph.nquads import DCT, KEI
from keikaku.graph.triples import Look


@dataclass(frozen=True)
class Shown:
    """A document whose print is shown.

    Attributes:
        key: Its key in the store.
        path: The file; its hash is the one that the graph names.
        sha256: That hash, in hexadecimal.
        form: The name of its form: "PDF", "XLSX" …
        title: What it is called.
        source: Where it was retrieved: an address, words, or "".
        licence: Address or words of its licence, or "".
        withheld: What of it is never shown.
    """

    key: str
    path: Path
    sha256: str
    form: str
    title: str
    source: str
    licence: str
    withheld: Withheld


def shown(
    memory: ox.Store, documents: Iterable[tuple[str, str]], files: Mapping[str, Path], asked: bool | None
) -> dict[str, Shown]:
    """Return the documents whose print may be shown, by their keys.

    A text has no print but its lines, which are shown as they are.

    Args:
        memory: What describes the documents.
        documents: Their keys and IRIs.
        files: The file of each that is at hand, by its key; its hash is the one that the graph names.
        asked: True where the publisher answers for all of them, False where nothing is to be shown; None where the
            licences decide.
    """
    look, found = Look(memory), {}
    for key, iri in sorted(documents) if asked is not False else ():
        path = files.get(key)
        form = form_of(path) if path else None
        licence = look.value(iri, f"{DCT}license")
        if path is None or form is None or not (asked or lets_show(licence)):
            continue
        found[key] = Shown(
            key=key,
            path=path,
            sha256=look.value(iri, f"{KEI}sha256"),
            form=form.name,
            title=look.value(iri, f"{DCT}title") or path.name,
            source=look.value(iri, f"{DCT}source"),
            licence=licence,
            withheld=withheld_of(memory, iri),
        )
    return found


def withheld_of(memory: ox.Store, iri: str) -> Withheld:
    """Return what is withheld of a document, whether its print is shown or only its lines."""
    return withheld(map(parse, Look(memory).values(iri, f"{KEI}withheld")))
