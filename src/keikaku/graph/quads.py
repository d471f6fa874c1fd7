"""What minting stands on: the IRIs of a document's things, and its quads as lines of N-Quads with their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from keikaku.documents.form import Icon, Origin
from keikaku.documents.places import Place
from keikaku.graph.description import document_iri, fragment_pairs, graph_iri, numbers, recognition_iris
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
    runs,
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
_CONFIDENCES = {confidence: kei(confidence) for confidence in Confidence}


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
        self._paths: dict[Element | Plan, str] = {}
        self._locator = Locator(reading.document, self._document)
        self._located: dict[tuple[int, int], list[tuple[str, str, str]]] = {}
        self._codes: dict[tuple[str, str], list[int]] = {}
        self._described: set[str] = set()
        self._out: list[str] = []

    # -- names

    def iri(self, thing: Element | Plan) -> str:
        """Return the IRI of an element or plan, in angle brackets."""
        found = self._iris.get(thing)
        if found is None:
            found = f"<{self._root}/{thing.id}>" if isinstance(thing, Plan) else self._element_iri(thing)
            self._iris[thing] = found
        return found

    @cached_property
    def _namesakes(self) -> Counter[tuple[object, Kind, str]]:
        """How many elements of a class and a name there are in one place."""
        return Counter((each.parent, each.kind, segment(each.label)) for each in self._reading.elements)

    def _own(self, element: Element) -> str:
        """Return an element's segment of an IRI: its label, with its number where only that tells two projects apart."""
        own = segment(element.label)
        alike = self._namesakes[element.parent, element.kind, own] > 1
        numbered = alike and element.kind is Kind.PROJECT and element.number
        return f"{own}-{segment(element.number)}" if numbered else own

    def _element_iri(self, element: Element) -> str:
        above = self._path(element.parent)
        own = self._own(element)
        suffix = f"-{digest(above, 6)}" if above else ""
        return f"<{self._root}/{element.plan.id}/{hyphenated(element.kind)}/{own}{suffix}>"

    def _path(self, thing: Element | Plan) -> str:
        """Return the labels from the top down to a thing, plans and visions left out."""
        if isinstance(thing, Plan):
            return ""
        found = self._paths.get(thing)
        if found is None:
            own = "" if thing.kind == "Vision" else f"/{thing.kind}:{self._own(thing)}"
            found = self._paths[thing] = self._path(thing.parent) + own
        return found

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
            self._out.extend(
                f"{node} {name} {value}{_CODES_TAIL}" for name, value in vocab.code_description(node[1:-1])
            )
        return node

    def _first(self, node: str) -> bool:
        """Tell whether a node that many records name is named for the first time, and must be described."""
        first = node not in self._described
        self._described.add(node)
        return first

    # -- writing

    def _add(self, subject: str, *pairs: tuple[str, str]) -> None:
        out, tail = self._out, self._tail
        for predicate, value in pairs:  # a comprehension would be a call of its own
            out.append(f"{subject} {predicate} {value}{tail}")

    def _source(self, subject: str, record: Record) -> None:
        """Write where a record comes from and what had to be done to read it; of what an icon says, its place alone."""
        if isinstance(record, Statement) and record.icon:
            self._pictured(subject, record.lines, record.icon)
        else:
            self._derived(subject, record.lines, record.cells)
        self._out.append(f"{subject} {CONFIDENCE} {_CONFIDENCES[record.confidence]}{self._tail}")
        if record.reviewed:
            self._add(subject, REVIEWED)
        elif self._series.proposed:
            self._add(subject, PROPOSED)
        if record.as_printed:
            self._add(subject, (kei("asPrinted"), literal(record.as_printed)))

    def _derived(self, subject: str, lines: Iterable[int], cells: Cells | None = None) -> None:
        """Write where something was read: the fragment of its document, and the place there."""
        tail = self._tail
        for run in runs(lines):
            found = None if cells else self._located.get(run)
            if found is None:
                found = [self._described_place(place) for place in self._locator.stretch(*run, cells)]
                if not cells:
                    self._located[run] = found
            for fragment, place, recognition in found:
                self._out.append(f"{subject} {DERIVED} {fragment}{tail}")
                self._out.append(f"{subject} {PLACE} {place}{tail}")
                if recognition:
                    self._out.append(f"{subject} {GENERATED} {recognition}{tail}")

    def _pictured(self, subject: str, lines: Iterable[int], icon: Icon) -> None:
        """Write where an icon stands, of the first line that holds it, where else it is printed, and what tells its goal."""
        first, *others = lines
        fragment, node, recognition = self._described_place(self._locator.icon(first, icon))
        self._add(subject, (DERIVED, fragment), (PLACE, node))
        if recognition:
            self._add(subject, (GENERATED, recognition))
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
            self._add(node, *self._fragment(place), *numbers("Line", (first, last)))
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
