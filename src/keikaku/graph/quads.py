"""What minting stands on: the IRIs of a document's things, and its quads as lines of N-Quads with their sources."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from keikaku.documents.form import Icon, Origin
from keikaku.documents.places import Place
from keikaku.graph.description import (
    Pairs,
    document_iri,
    fragment_pairs,
    graph_iri,
    numbers,
    recognition_iris,
)
from keikaku.graph.located import Cells, Located, Locator
from keikaku.graph.nquads import (
    CONFIDENCE,
    DERIVED,
    GENERATED,
    ORIGIN,
    PLACE,
    PROPOSED,
    REVIEWED,
    VOCABULARY,
    digest,
    hyphenated,
    kei,
    literal,
    segment,
)
from keikaku.ground import vocab
from keikaku.ground.errors import ReadingError
from keikaku.reading.model import Confidence, Element, Kind, Plan, Record, Statement
from keikaku.reading.records import Reading
from keikaku.reading.series import Series

_CODES_TAIL = f" <{VOCABULARY}codes> ."
_ORIGINS = {
    Origin.AGREED: kei("RecognisedAlike"),
    Origin.RECOGNISED: kei("Recognised"),
    Origin.PICTURED: kei("RecognisedIcon"),
}
_WITNESSES = {
    "colour": kei("IconColour"),
    "digit": kei("IconDigit"),
    "order": kei("IconOrder"),
    "words": kei("IconWords"),
}
_CONFIDENCES = {confidence: (CONFIDENCE, kei(confidence)) for confidence in Confidence}
_AS_PRINTED = kei("asPrinted")


class QuadWriter:
    """Names the things of one reading and writes quads about them.

    Args:
        reading: What was read.
        series: The document's series.
        base: IRI under which the publisher's data lives, ending in "/".
    """

    def __init__(self, reading: Reading, series: Series, base: str) -> None:
        self._reading = reading
        self._series = series
        edition = series.edition(reading.document)
        self._base = base
        self._root = f"{base}{series.settings.municipality.code}"
        self._document = document_iri(series, edition, base)
        graph = graph_iri(series, edition, base)
        self._tail = f" <{graph}> ."
        self._recognitions = recognition_iris(reading.document.published, graph)
        self._iris: dict[Element | Plan, str] = {}
        self._suffixes: dict[Element | Plan, str] = {}
        self._locator = Locator(reading.document, self._document)
        self._located: dict[tuple[int, ...], Pairs] = {}
        self._codes: dict[tuple[str, str], list[int]] = {}
        self._described: set[str] = set()
        self._rated_by: dict[tuple[Plan, str], str] = {}
        self._about: defaultdict[str, Pairs] = defaultdict(list)
        self._coded: list[str] = []
        self._sources: list[tuple[str, Record]] = []

    # -- names

    def iri(self, thing: Element | Plan) -> str:
        """Return the IRI of an element or plan, in angle brackets."""
        found = self._iris.get(thing)
        if found is None:
            found = f"<{self._root}/{thing.id}>" if isinstance(thing, Plan) else self._element_iri(thing)
            self._iris[thing] = found
        return found

    @cached_property
    def _namesakes(self) -> Counter[tuple[object, str]]:
        """How many projects of a name there are in one place."""
        projects = (each for each in self._reading.elements if each.kind is Kind.PROJECT)
        return Counter((each.parent, segment(each.label)) for each in projects)

    def _own(self, element: Element) -> str:
        """Return an element's segment of an IRI: its label, with its number where only that tells two projects apart."""
        own = segment(element.label)
        if element.kind is Kind.PROJECT and element.number and self._namesakes[element.parent, own] > 1:
            return f"{own}-{segment(element.number)}"
        return own

    def _element_iri(self, element: Element) -> str:
        own, above = self._own(element), element.parent
        suffix = self._suffixes.get(above)
        if suffix is None:
            path = self._path(above)
            suffix = self._suffixes[above] = f"-{digest(path, 6)}" if path else ""
        return f"<{self._root}/{element.plan.id}/{hyphenated(element.kind)}/{own}{suffix}>"

    def _path(self, thing: Element | Plan) -> str:
        """Return the labels from the top down to a thing, plans and visions left out."""
        if isinstance(thing, Plan):
            return ""
        own = "" if thing.kind == "Vision" else f"/{thing.kind}:{self._own(thing)}"
        return self._path(thing.parent) + own

    def _concept(self, scheme: str, name: str, record: Record) -> str:
        """Return the concept of a code list that the document names."""
        iri = vocab.concept(scheme, name)
        if iri is None:
            raise ReadingError(
                "reading.unknown-term",
                path=self._reading.document.path,
                lines=", ".join(map(str, record.lines)),
                value=name,
                list=scheme,
            )
        return self._describe_code(f"<{iri}>")

    def _describe_code(self, node: str) -> str:
        """Write what a code's list says of it, and return its node."""
        if self._first(node):
            self._coded += (
                f"{node} {name} {value}{_CODES_TAIL}" for name, value in vocab.code_description(node[1:-1])
            )
        return node

    def _first(self, node: str) -> bool:
        """Tell whether a node that many records name is named for the first time, and must be described."""
        first = node not in self._described
        self._described.add(node)
        return first

    # -- writing

    def lines(self) -> list[str]:
        """Return what was written as sorted lines of N-Quads, each once.

        A term of N-Quads begins no other but a literal that goes on with "@" or "^", which come after the space that ends it:
        sorting by subject, and what is said of one by itself, sorts the lines, of which half is alike.
        """
        about, tail = self._about, self._tail
        found = [
            f"{subject} {predicate} {value}{tail}"
            for subject in sorted(about)
            for predicate, value in sorted({*about[subject]})
        ]
        for line in self._coded:
            insort(found, line)
        return found

    def _add(self, subject: str, *pairs: tuple[str, str]) -> None:
        self._about[subject] += pairs

    def _source(self, subject: str, record: Record) -> None:
        """Write where a record comes from and what had to be done to read it; of what an icon says, its place alone."""
        if isinstance(record, Statement) and record.icon:
            self._pictured(subject, record.lines, record.icon)
        else:
            self._derived(subject, record.lines, record.cells)
        self._sources.append((subject, record))
        about = self._about[subject]
        about.append(_CONFIDENCES[record.confidence])
        if record.reviewed:
            about.append(REVIEWED)
        elif self._series.proposed:
            about.append(PROPOSED)
        if record.as_printed:
            about.append((_AS_PRINTED, literal(record.as_printed)))
        if record.lost:
            about += [(kei("unreadableProperty"), kei(name)) for name in record.lost]

    def _derived(self, subject: str, lines: Sequence[int], cells: Cells | None = None) -> None:
        """Write where something was read: the fragment of its document, and the place there."""
        known = None if cells else self._located.get((*lines,))
        if known is None:
            known = self._said_of_places(self._locator.places(lines, cells))
            if not cells:
                self._located[*lines,] = known
        self._about[subject] += known

    def _said_of_places(self, places: Iterable[Located]) -> Pairs:
        """Write what is known of some places; return what is said of a thing that was read there."""
        found: Pairs = []
        for place in places:
            fragment, node, recognition = self._described_place(place)
            found += ((DERIVED, fragment), (PLACE, node))
            if recognition:
                found.append((GENERATED, recognition))
        return found

    def _pictured(self, subject: str, lines: Sequence[int], icon: Icon) -> None:
        """Write where an icon stands, of the first line that holds it, where else it is printed, and what tells its goal."""
        first, *others = lines
        self._add(subject, *self._said_of_places([self._locator.icon(first, icon)]))
        self._derived(subject, others)
        self._add(subject, *((kei("iconWitness"), _WITNESSES[name]) for name in icon.witnesses))

    def _derived_from_whole(self, subject: str) -> None:
        """Write that something was read from the document as a whole."""
        for place in self._locator.whole():
            fragment, node, _recognition = self._described_place(place)
            self._add(subject, (DERIVED, fragment), (PLACE, node))

    def _described_place(self, located: Located) -> tuple[str, str, str]:
        """Write what is known of a place; return the fragment that it is part of, its node, and what recognised its text."""
        place, first, last, origin = located
        whole, node = place.page, f"<{place.iri}>"
        page = node if whole is place else f"<{whole.iri}>"
        if self._first(node):
            self._about[node] += (*self._fragment(place), *numbers("Line", (first, last)))
            if origin in _ORIGINS:
                self._add(node, (ORIGIN, _ORIGINS[origin]))
        if whole is not place and self._first(page):
            self._add(page, *self._fragment(whole))
        by = self._recognitions.get(place.file) if origin in _ORIGINS else None
        return page, node, f"<{by}>" if by else ""

    def _fragment(self, place: Place) -> list[tuple[str, str]]:
        """Return what is known of a place but its lines."""
        pairs = fragment_pairs(place)
        if place.pages[0] and place == place.page:
            printed = self._locator.printed.get((place.file, place.pages[0]), ())
            pairs += [(kei("printedPage"), literal(each)) for each in printed]
        return pairs
