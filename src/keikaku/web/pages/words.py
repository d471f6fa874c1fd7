"""How pages word what the graphs hold: terms, fiscal years, yen, places in a source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from keikaku.documents.places import parse
from keikaku.graph.nquads import DCT, KEI, PROV, SCHEMA, SKOS
from keikaku.graph.states import Status
from keikaku.graph.triples import LABELS, ORG, RDF_TYPE, RDFS, node
from keikaku.ground.messages import Language, pair, say, sentence

_ERAS = ((2019, "令和"), (1989, "平成"), (1926, "昭和"))
_LINES = (ox.NamedNode(f"{KEI}firstLine"), ox.NamedNode(f"{KEI}lastLine"))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOST_CHANGED = 3  # characters; a print that differs in more is another wording


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    ja: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.ja if language == "ja" else self.en


def worded(name: str, **values: object) -> Text:
    """Return a text of the catalogue of messages by its id, with its values; where none are given, as it is written."""
    if not values:
        return Text(sentence(name, "ja"), sentence(name, "en"))
    return Text(*pair(name, first="ja", **values))


SHARED = {
    RDF_TYPE: worded("pages.class"),
    f"{RDFS}label": worded("pages.name"),
    f"{RDFS}comment": worded("pages.comment"),
    f"{DCT}title": worded("pages.title"),
    f"{DCT}description": worded("pages.description"),
    f"{DCT}identifier": worded("pages.standard-area-code"),
    f"{DCT}publisher": worded("pages.published"),
    f"{DCT}isPartOf": worded("pages.part"),
    f"{DCT}source": worded("pages.source"),
    f"{DCT}format": worded("pages.format"),
    f"{DCT}license": worded("pages.licence"),
    f"{DCT}created": worded("pages.created"),
    f"{SKOS}notation": worded("pages.number"),
    f"{SKOS}prefLabel": worded("pages.name"),
    f"{SKOS}note": worded("pages.note"),
    f"{SKOS}broader": worded("pages.broader-code"),
    f"{SKOS}inScheme": worded("pages.code-scheme"),
    f"{SKOS}exactMatch": worded("pages.same-as"),
    f"{SKOS}closeMatch": worded("pages.close"),
    f"{SKOS}Concept": worded("pages.code"),
    f"{SKOS}ConceptScheme": worded("pages.code-scheme"),
    "http://www.w3.org/2002/07/owl#Axiom": worded("pages.suggested-or-decided-link"),
    f"{ORG}unitOf": worded("pages.unit"),
    f"{ORG}ChangeEvent": worded("pages.merger-or-renaming"),
    f"{ORG}originalOrganization": worded("pages.before"),
    f"{ORG}resultingOrganization": worded("pages.after"),
    f"{SCHEMA}foundingDate": worded("pages.founded-on"),
    f"{SCHEMA}dissolutionDate": worded("pages.dissolved-on"),
    f"{DCT}date": worded("pages.date"),
    f"{PROV}wasRevisionOf": worded("pages.revision"),
    f"{PROV}wasDerivedFrom": worded("pages.derived-from"),
    f"{PROV}wasGeneratedBy": worded("pages.generated"),
    f"{PROV}used": worded("pages.used"),
    f"{PROV}wasAssociatedWith": worded("pages.carried-out"),
    f"{PROV}wasInfluencedBy": worded("pages.decided-people"),
    f"{PROV}endedAtTime": worded("pages.at"),
    "http://www.w3.org/2002/07/owl#annotatedSource": worded("pages.subject"),
    "http://www.w3.org/2002/07/owl#annotatedProperty": worded("pages.relation"),
    "http://www.w3.org/2002/07/owl#annotatedTarget": worded("pages.object"),
    "https://w3id.org/sssom/mapping_justification": worded("pages.justification"),
    "https://w3id.org/sssom/confidence": worded("pages.confidence"),
    "https://w3id.org/sssom/match_string": worded("pages.matching-words"),
    "https://w3id.org/sssom/author_label": worded("pages.decided"),
    "https://w3id.org/sssom/predicate_modifier": worded("pages.modifier"),
    "https://w3id.org/sssom/mapping_tool": worded("pages.tool"),
    "https://w3id.org/sssom/mapping_tool_version": worded("pages.tool-version"),
    "https://w3id.org/sssom/mappings": worded("pages.mappings"),
}
"""What terms that are not the project's own are called on pages."""


class Terms:
    """Names of classes, properties and codes in both languages.

    Args:
        memory: Graphs that hold the ontology and the code lists.
    """

    def __init__(self, memory: ox.Store) -> None:
        self._memory = memory
        self._known: dict[str, Text] = dict(SHARED)

    def __getitem__(self, iri: str) -> Text:
        """Return what a term is called; one without a name is called by the end of its IRI."""
        if iri not in self._known:
            self._known[iri] = self._read(iri)
        return self._known[iri]

    def _read(self, iri: str) -> Text:
        found: dict[str, str] = {}
        subject = node(iri)
        for predicate in LABELS if subject else ():
            for quad in self._memory.quads_for_pattern(subject, ox.NamedNode(predicate), None, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(quad.object.language or "", quad.object.value)
        last = re.split(r"[/#]", iri)[-1]
        any_one = min(found.values(), default=last)
        return Text(found.get("ja", any_one), found.get("en", any_one))


class Span(NamedTuple):
    """Where in a document something stands.

    Attributes:
        document: IRI of the document.
        first: Its first line, counted from 1; of a place that is told otherwise, its page, row or paragraph, or 0.
        last: Its last one.
        name: Of the place in both languages.
        by_lines: Whether lines are what tells the place.
    """

    document: str
    first: int
    last: int
    name: Text
    by_lines: bool = False


WHOLE = worded("pages.whole-document")
"""What a document is called as a place of itself."""


@lru_cache(maxsize=1 << 15)  # places of ten towns: each stands on several pages, in two languages
def span(iri: str) -> Span:
    """Return the place that a source fragment's IRI names.

    >>> span("https://example.jp/doc#line=11,12").name["en"]
    'line 12'
    """
    place = parse(iri)
    if place is None:
        document, _mark, fragment = iri.partition("#")
        return Span(document, 0, 0, Text(fragment, fragment) if fragment else WHOLE)
    first, last = next(
        (one for one in (place.lines, place.pages, place.rows, place.paragraphs) if one[0]), (0, 0)
    )
    name = Text(place.words("ja"), place.words("en"))
    return Span(place.document, first, last, name, by_lines=place.lines[0] > 0)


def described(memory: ox.Store, iri: str) -> Span:
    """Return the place that a source fragment's IRI names, with the lines of the document's text that stand there.

    Args:
        memory: What describes it.
        iri: Its IRI.
    """
    place = span(iri)
    subject = None if place.by_lines else node(iri)
    if subject is None:
        return place
    quads = [next(iter(memory.quads_for_pattern(subject, one, None, None)), None) for one in _LINES]
    first, last = (
        whole(quad.object.value) if quad and isinstance(quad.object, ox.Literal) else 0 for quad in quads
    )
    return place._replace(first=first, last=last) if first and last else place


def year(value: str, language: Language) -> str:
    """Return a fiscal year as people write it.

    >>> year("2021", "ja"), year("2021", "en")
    ('2021年度（令和3年度）', 'FY 2021')
    """
    name = era(value)
    said = say("pages.year-and-era", year=value, era=name) if name else say("pages.year", year=value)
    return said.text(language)


def era(value: str) -> str:
    """Return the era's year that a fiscal year begins in, or "" before 1926.

    A fiscal year has the era of its first of April, as its documents do: 令和元年度 is what began in 2019.

    >>> era("2019"), era("2018")
    ('令和元', '平成30')
    """
    western = whole(value) or 0
    for start, name in _ERAS:
        if western >= start:
            count = western - start + 1
            return f"{name}{'元' if count == 1 else count}"
    return ""


def period(start: str, end: str, language: Language) -> str:
    """Return the fiscal years of a plan, "" where it names none."""
    if not (start and end) or start == end:
        return year(start or end, language) if start or end else ""
    said = say("pages.period", start=start, end=end, start_era=era(start), end_era=era(end))
    return said.text(language)


def day(value: str, language: Language) -> str:
    """Return a day as people write it; what is none stays as it is.

    >>> day("2019-04-01", "ja"), day("2019-04-01", "en")
    ('2019年4月1日', '1 April 2019')
    """
    try:
        on = date.fromisoformat(value)
    except ValueError:
        return value
    return say("pages.day", day=on.day, name=_MONTHS[on.month - 1], year=on.year, month=on.month).text(
        language
    )


def number(value: str | int | Decimal) -> str:
    """Return a number with thousands separators, its decimals as they are.

    >>> number("19800000"), number("71.50"), number("n/a")
    ('19,800,000', '71.50', 'n/a')
    """
    text = str(value)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    whole, point, decimals = digits.partition(".")
    if not whole.isdecimal() or (point and not decimals.isdecimal()):
        return text
    groups = [whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)]
    return sign + ",".join(reversed(groups)) + point + decimals


def whole(text: str) -> int | None:
    """Return a whole number, None where the text is none.

    >>> whole("-5"), whole("5.5"), whole("")
    (-5, None, None)
    """
    digits = text.removeprefix("-").removeprefix("+")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 100 else None


def large(yen: int, language: Language) -> str:
    """Return a large amount in a few digits: 3億4,210万円, ¥342.1 million.

    >>> large(342_100_000, "ja"), large(342_100_000, "en")
    ('3億4,210万円', '¥342.1 million')
    """
    if language == "en":
        for size, name in ((10**9, "billion"), (10**6, "million")):
            if yen >= size:
                return f"¥{yen / size:,.1f} {name}"
        return f"¥{yen:,}"
    hundred_millions, rest = divmod(round(yen / 10**4), 10**4)
    if not hundred_millions:
        return f"{rest:,}万円" if yen >= 10**4 else f"{yen:,}円"
    return f"{hundred_millions:,}億{rest:,}万円" if rest else f"{hundred_millions:,}億円"


def changed_characters(printed: str, reading: str) -> list[str]:
    """Return the characters that a repair replaced, each by its name, where print and reading are of one length.

    >>> changed_characters("В", "B")
    ['В (U+0412 CYRILLIC CAPITAL LETTER VE) → B']
    """
    pairs = zip(printed, reading, strict=True) if len(printed) == len(reading) else ()
    changed = [(old, new) for old, new in dict.fromkeys(pairs) if old != new]
    if len(changed) > _MOST_CHANGED:
        return []
    return [
        f"{old} (U+{ord(old):04X} {unicodedata.name(old, '')}".rstrip() + f") → {new}" for old, new in changed
    ]


class Wording:
    """What templates word things with.

    Args:
        terms: Names of terms.
    """

    year = staticmethod(year)
    period = staticmethod(period)
    day = staticmethod(day)
    number = staticmethod(number)
    large = staticmethod(large)
    status = Status
    changed_characters = staticmethod(changed_characters)

    def __init__(self, terms: Terms) -> None:
        self._terms = terms

    def kind(self, name: str) -> Text:
        """Return what a class of the ontology is called, by its local name."""
        return self._terms[KEI + name]

    def many(self, name: str, count: int) -> Text:
        """Return what things of a class of the ontology are called where a number stands before them."""
        one = self.kind(name)
        if count == 1:
            return one
        return Text(one.ja, f"{one.en[:-1]}ies" if one.en.endswith("y") else f"{one.en}s")

    def label(self, iri: str) -> str:
        """Return the Japanese name of a thing or term."""
        return self._terms[iri].ja
