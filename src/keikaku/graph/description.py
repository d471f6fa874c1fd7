"""What a document's graph says of itself: its source, what made it, whose plan it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from keikaku.documents.form import before_files
from keikaku.documents.notes import INVISIBLE
from keikaku.documents.numbered_lines import Document
from keikaku.documents.places import RFC_8118, Place
from keikaku.graph.nquads import (
    ACCEPTED,
    DCT,
    DERIVED,
    INTEGER,
    LABEL,
    OA,
    ORG,
    PROPOSED,
    PROV,
    RDF,
    SCHEMA,
    SKOS,
    TYPE,
    XSD,
    japanese,
    kei,
    literal,
    reference,
    segment,
)
from keikaku.ground import vocab
from keikaku.ground.version import __version__
from keikaku.reading.planfile import LARGEST_PAGE
from keikaku.reading.series import Series

if TYPE_CHECKING:
    from keikaku.documents.document import PublishedDocument
    from keikaku.documents.ocr.model import Engine

Pairs = list[tuple[str, str]]
_DATE = f"^^<{XSD}date>"
_AGENT = f"<{PROV}wasAssociatedWith>"
_FIRST, _LAST = (
    {what: kei(f"{end}{what}") for what in ("Line", "Page", "Row", "Paragraph")} for end in ("first", "last")
)


def document_key(series: Series, edition: str) -> str:
    """Return the name of a document among all: its series and, where it prints one, its edition."""
    return f"{series.id}-{segment(edition)}" if edition else series.id


def graph_iri(series: Series, edition: str, base: str = vocab.DEFAULT_BASE) -> str:
    """Return the IRI of the named graph of a document."""
    return f"{base}graph/{document_key(series, edition)}"


def document_iri(series: Series, edition: str, base: str = vocab.DEFAULT_BASE) -> str:
    """Return the IRI of the file that was read; source fragments are parts of it."""
    return f"{base}document/{document_key(series, edition)}"


def recognition_iri(graph: str, number: int = 1) -> str:
    """Return the IRI of an activity that recognised the text of a document's pictures.

    Args:
        graph: IRI of the document's graph.
        number: Which, from 1: files of an archive may have been recognised by other engines, or at another time.
    """
    return f"{graph}#recognition{_numbered(number)}"


def recognition_iris(published: PublishedDocument | None, graph: str) -> dict[str, str]:
    """Return the IRI of the activity that recognised text in a file, by the name of the file ("" for one alone).

    Args:
        published: The document.
        graph: IRI of its graph.
    """
    known = published.recognitions if published else {}
    every = list(dict.fromkeys(known.values()))
    return {file: recognition_iri(graph, every.index(how) + 1) for file, how in known.items()}


def _numbered(number: int) -> str:
    return f"-{number}" if number > 1 else ""


def description(document: Document, series: Series, base: str) -> Iterator[tuple[str, Pairs]]:
    """Yield what is said of the graph, the activity that made it, the document and the municipality."""
    edition = series.edition(document)
    graph = f"<{graph_iri(series, edition, base)}>"
    source = f"<{document_iri(series, edition, base)}>"
    yield from _made(graph, source, series)
    if document.published is not None:
        yield from _recognised(document.published, graph[1:-1], source)
        yield from _laid_under(document.published, source[1:-1])
    withheld = _withheld(series, edition, source[1:-1])
    yield source, [*_source(document, series), *((kei("withheld"), f"<{place.iri}>") for place in withheld)]
    for place in withheld:
        yield f"<{place.iri}>", fragment_pairs(place)
    yield _municipality(series, base)
    yield from _changes(series, base)


def _licence(series: Series) -> Pairs:
    licence = series.settings.document.licence
    return [(f"<{DCT}license>", reference(licence))] if licence else []


def _made(graph: str, source: str, series: Series) -> Iterator[tuple[str, Pairs]]:
    activity, agent = f"{graph[:-1]}#build>", "<https://w3id.org/keikaku/software>"
    yield (
        graph,
        [
            (TYPE, kei("DocumentGraph")),
            (TYPE, "<http://rdfs.org/ns/void#Dataset>"),
            (DERIVED, source),
            (f"<{PROV}wasGeneratedBy>", activity),
            (kei("loader"), literal(series.id)),
            *([PROPOSED] if series.proposed else [ACCEPTED] if series.accepted else []),
            (kei("loaderVersion"), literal(series.version)),
            (kei("softwareVersion"), literal(__version__)),
            *_licence(series),
        ],
    )
    yield (
        activity,
        [
            (TYPE, f"<{PROV}Activity>"),
            (f"<{PROV}used>", source),
            (_AGENT, agent),
        ],
    )


def _recognised(published: PublishedDocument, graph: str, source: str) -> Iterator[tuple[str, Pairs]]:
    """Yield with what the text of a document's pictures was recognised: the same engines and settings give it again."""
    every = dict.fromkeys(published.recognitions.values())
    engines: dict[
        str, list[Engine]
    ] = {}  # by name: files of an archive may have been read by several versions
    for number, how in enumerate(every, start=1):
        nodes = []
        for engine in how.engines:
            alike = engines.setdefault(engine.name, [])
            if engine not in alike:
                alike.append(engine)
            nodes.append(f"<{graph}#{engine.name}{_numbered(alike.index(engine) + 1)}>")
        yield (
            f"<{recognition_iri(graph, number)}>",
            [
                (TYPE, kei("Recognition")),
                (TYPE, f"<{PROV}Activity>"),
                (f"<{PROV}used>", source),
                *((_AGENT, node) for node in nodes),
                (kei("resolution"), f'"{how.dpi}"{INTEGER}'),
                (kei("softwareVersion"), literal(how.program)),
            ],
        )
    for name, alike in engines.items():
        for number, engine in enumerate(alike, start=1):
            yield f"<{graph}#{name}{_numbered(number)}>", list(_engine(engine))


def _engine(engine: Engine) -> Iterator[tuple[str, str]]:
    yield TYPE, kei("RecognitionEngine")
    yield TYPE, f"<{PROV}SoftwareAgent>"
    yield f"<{DCT}title>", literal(engine.name)
    yield kei("engineVersion"), literal(engine.version)
    for name, sha256 in engine.models:
        yield kei("engineModel"), literal(f"{name} sha256:{sha256}")


def _laid_under(published: PublishedDocument, source: str) -> Iterator[tuple[str, Pairs]]:
    """Yield the pages under whose picture another program laid text invisibly, and how much; it is not what was read."""
    before = before_files(published.parts)
    for part in published.parts:
        if INVISIBLE in part.notes:
            page = part.number - before[part.file]
            place = Place(source, part.file, pages=(page, page))
            count = (kei("invisibleCharacters"), f'"{part.counts.invisible}"{INTEGER}')
            yield f"<{place.iri}>", [*fragment_pairs(place), count]


def _source(document: Document, series: Series) -> Pairs:
    settings = series.settings.document
    return [
        (TYPE, kei("SourceDocument")),
        (f"<{DCT}title>", literal(settings.title or document.name)),
        (kei("fileName"), literal(document.name)),
        (kei("sha256"), literal(document.sha256)),
        (f"<{DCT}format>", literal(document.media_type)),
        *([(f"<{DCT}source>", reference(settings.source))] if settings.source else []),
        *extent(settings.extent or "", settings.part),
        *_licence(series),
    ]


def _withheld(series: Series, edition: str, source: str) -> list[Place]:
    """Return the parts of a document that plan.yml withholds."""
    found = []
    for part in series.settings.document.withheld:
        if part.edition and part.edition != edition:
            continue
        place = Place(source, part.file, sheet=part.sheet, cells=part.cells)
        if part.page:
            left, top, right, bottom = part.box or (0.0, 0.0, LARGEST_PAGE, LARGEST_PAGE)
            pages = (part.page, part.page)
            place = replace(place, pages=pages, left=left, top=top, width=right - left, height=bottom - top)
        found.append(place)
    return sorted(set(found))


def fragment_pairs(place: Place) -> Pairs:
    """Return what is known of a place in a document but its lines, as pairs of predicate and object.

    Args:
        place: The place, within the IRI of its document.
    """
    pairs = [(TYPE, kei("SourceFragment")), (f"<{DCT}isPartOf>", f"<{place.document}>")]
    if place.box:
        pairs += [
            (TYPE, f"<{OA}FragmentSelector>"),
            (f"<{RDF}value>", literal(f"page={place.pages[0]}&viewrect={place.viewrect}")),
            (f"<{DCT}conformsTo>", f"<{RFC_8118}>"),
        ]
    elif place.pages[0] and place == place.page:
        pairs += numbers("Page", place.pages)
    if place.sheet:
        pairs.append((kei("sheetName"), literal(place.sheet)))
    if place.cells:
        pairs.append((kei("cellRange"), literal(place.cells)))
    if place.table:
        pairs.append((kei("tableNumber"), f'"{place.table}"{INTEGER}'))
    if place.rows[0]:
        pairs += numbers("Row", place.rows)
    if place.paragraphs[0]:
        pairs += numbers("Paragraph", place.paragraphs)
    return pairs


def numbers(what: str, span: tuple[int, int]) -> Pairs:
    """Return the first and the last number of a stretch.

    Args:
        what: Of what the stretch is: "Line", "Page", "Row", "Paragraph".
        span: The first and the last.
    """
    return [
        (_FIRST[what], f'"{span[0]}"{INTEGER}'),
        (_LAST[what], f'"{span[1]}"{INTEGER}'),
    ]


def extent(label: str, part: str) -> Pairs:
    """Return how much of its plans a document holds, and which part where it is an excerpt."""
    held = vocab.concept("extents", label) if label else None
    pairs = [(kei("extent"), f"<{held}>")] if held else []
    return [*pairs, (kei("extentPart"), japanese(part))] if part else pairs


def _changes(series: Series, base: str) -> Iterator[tuple[str, Pairs]]:
    """Yield the mergers and renamings that plan.yml says the municipality came from, as e-Stat's list says others."""
    body = series.settings.municipality
    for change in body.changes:
        yield (
            f"<{base}municipality-change/{change.day}-{body.code}>",
            [
                (TYPE, f"<{ORG}ChangeEvent>"),
                (f"<{DCT}date>", f'"{change.day}"{_DATE}'),
                *((f"<{ORG}originalOrganization>", f"<{base}{code}>") for code in change.of),
                (f"<{ORG}resultingOrganization>", f"<{base}{body.code}>"),
            ],
        )


def _municipality(series: Series, base: str) -> tuple[str, Pairs]:
    settings = series.settings.municipality
    known = vocab.municipality(settings.code)
    gone = vocab.former(settings.code)
    days = (
        ("foundingDate", settings.founded or (gone.founded if gone else None)),
        ("dissolutionDate", settings.dissolved or (gone.dissolved if gone else None)),
    )
    name = settings.name or (known.name if known else gone.name if gone else settings.code)
    pairs = [
        (TYPE, kei("Municipality")),
        (TYPE, f"<{ORG}FormalOrganization>"),
        (LABEL, japanese(name)),
        (f"<{DCT}identifier>", literal(settings.code)),
        *((f"<{SCHEMA}{name}>", f'"{day}"{_DATE}') for name, day in days if day),
    ]
    if known:
        pairs.append((f"<{SKOS}exactMatch>", f"<{known.estat}>"))
    return f"<{base}{settings.code}>", pairs
