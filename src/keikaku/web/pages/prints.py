"""The pages of the print: a page, a stretch of a sheet or of a text, with what was read from it marked on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.asking.evidence.leaves import Leaf, anchor
from keikaku.asking.evidence.prints import Prints, path
from keikaku.asking.evidence.shown import Shown
from keikaku.documents.places import Place
from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Language
from keikaku.web.pages.documents import Owner, owners
from keikaku.web.pages.layout import Layout, Text, encoded
from keikaku.web.pages.things import Things

IMAGE_SUFFIX = ".webp"
"""What follows the path of a leaf in the name of its picture."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a leaf, with what was read there.

    Attributes:
        id: Of the place on the page.
        place: Where it is.
        name: What it is called.
        owners: The things that were read there.
    """

    id: str
    place: Place
    name: Text
    owners: tuple[Owner, ...]


class PrintPages:
    """The pages of the print.

    Args:
        layout: What pages have in common; it knows the print, where there is any to show.
        things: Reads the dataset.
    """

    def __init__(self, layout: Layout, things: Things) -> None:
        self._layout = layout
        self._things = things

    def paths(self) -> Iterable[str]:
        """Return the paths of the leaves."""
        return self._layout.prints.paths() if self._layout.prints else ()

    def html(self, path: str, language: Language) -> bytes:
        """Return the page of a leaf.

        Raises:
            KeyError: There is no such leaf.
        """
        prints = self._layout.prints
        if prints is None:
            raise KeyError(path)
        one, leaf = prints.by_path[path]
        name = leaf_name(leaf)
        return self._layout.render(
            "print.html.j2",
            path,
            language,
            title=f"{one.title} {name[language]}",
            name=name,
            document=one,
            document_iri=self._things.dataset.addresses.named(f"document/{one.key}"),
            picture=encoded(self._layout.root(path) + path + IMAGE_SUFFIX),
            image=prints.image(one.key, leaf),
            is_page=bool(leaf.page),
            stretches=[] if leaf.page else prints.excerpt(one.key, leaf),
            marks=self._marks(one, leaf),
            beside=self._beside(prints, one, leaf),
        )

    @staticmethod
    def _beside(prints: Prints, one: Shown, leaf: Leaf) -> list[tuple[str, str]]:
        """Return the relation and the path of the leaves before and after one."""
        named = zip(("prev", "next"), prints.beside(one.key, leaf.name), strict=True)
        return [(relation, path(one.key, name)) for relation, name in named if name]

    def _marks(self, one: Shown, leaf: Leaf) -> list[Mark]:
        found: dict[str, Mark] = {}
        named = self._things.dataset.addresses.named(f"document/{one.key}")
        for place in leaf.places:
            iri = f"{named.partition('#')[0]}#{place.fragment}"
            read = self._things.subjects(f"{KEI}place", iri)
            words = Text(place.words("ja"), place.words("en"))
            before = found.get(anchor(place))
            held = (*(before.owners if before else ()), *owners(self._things, read))
            found[anchor(place)] = Mark(anchor(place), place, words, tuple(dict.fromkeys(held)))
        return list(found.values())


def leaf_name(leaf: Leaf) -> Text:
    """Return what a leaf is called: its page, its sheet, the table or paragraphs that it shows."""
    first, last = leaf.places[0], leaf.places[-1]
    if leaf.page:
        whole = first.page
    elif first.sheet:
        whole = Place("", leaf.file, sheet=first.sheet)
    elif first.table:
        whole = Place("", leaf.file, table=first.table)
    else:
        rows, paragraphs = (
            (one[0], other[1]) for one, other in zip(_spans(first), _spans(last), strict=True)
        )
        whole = Place("", leaf.file, rows=rows, paragraphs=paragraphs)
    return Text(whole.words("ja"), whole.words("en"))


def _spans(place: Place) -> tuple[tuple[int, int], tuple[int, int]]:
    return place.rows, place.paragraphs
