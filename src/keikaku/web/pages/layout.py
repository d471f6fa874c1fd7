"""What every page has in common: head, navigation, language switch, links to data, footer with the licence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from urllib.parse import quote, urlsplit

from keikaku.asking.evidence.licences import licence_name
from keikaku.graph.addresses import place
from keikaku.graph.formats import FORMATS
from keikaku.ground.errors import MissingExtraError
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Language
from keikaku.ground.version import __version__
from keikaku.store.dataset import Dataset
from keikaku.web.pages.policy import meta_policy
from keikaku.web.pages.reporting import report_link
from keikaku.web.pages.schema_org import SchemaOrg, Told
from keikaku.web.pages.vocabulary.terms import terms
from keikaku.web.pages.words import Terms, Text, Wording, described, worded

if TYPE_CHECKING:
    from jinja2 import Environment

    from keikaku.asking.evidence.prints import Prints

__all__ = [
    "LANGUAGES",
    "NOT_FOUND",
    "SUFFIXES",
    "Layout",
    "Section",
    "Text",
    "assets",
    "encoded",
]

LANGUAGES: tuple[Language, ...] = ("ja", "en")
SUFFIXES: dict[Language, str] = {"ja": ".html", "en": ".en.html"}
"""What follows the path of a page in the name of its file."""
NOT_FOUND = "404"
"""The page that a server shows at any address: its links start at the host, not at where it lies."""
_MOST_LINES = 20  # of a fragment whose text is read in place
_FOLDER = Path(__file__).parent
_NO_KEY = re.compile("[^A-Za-z0-9]+")
_KEPT = "/!$&'()*+,;=:@~"


class Section(Protocol):
    """A family of pages."""

    def paths(self) -> Iterable[str]:
        """Return the paths of its pages below the base, decoded, without suffix."""

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: It has no such page.
        """


NAVIGATION = (
    ("plans", worded("pages.plans")),
    ("sdg/index", Text("SDGs", "SDGs")),
    ("strategy/index", worded("pages.strategies")),
    ("departments", worded("pages.departments")),
    ("search", worded("pages.search")),
    ("sparql", Text("SPARQL", "SPARQL")),
    ("data", worded("pages.data")),
    ("ns", worded("pages.vocabulary")),
)
"""The pages that every page leads to."""

_FORMAT_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples"}


@dataclass(frozen=True)
class Layout:
    """Writes pages from templates.

    Attributes:
        dataset: What the pages are about.
        title: Name of the site.
        licence: IRI of the licence of the data, or "" where the documents' graphs say it or nobody does.
        live: Whether a server answers: it offers what a static site cannot.
        bundles: Names of the scripts that are there (``make web``), by their names without suffix.
        sources: Lines of the source documents, by the documents' keys; a document may be missing.
        reviewers: Names of reviewers by their ids, where the publisher says that they are shown.
        prints: The print of the source documents, where any of it may be shown.
        reports: Where visitors say that a reading is wrong: ``mailto:…`` or an address where an issue is begun; "" for
            nowhere.
        publisher: Who publishes the site, "" where nobody is named.
        year: The year of publication, "" where no day is named.
        described: Returns what the site's one description says of a dataset, in schema.org's terms, by its IRI and a language.
    """

    dataset: Dataset
    title: Text
    licence: str = ""
    live: bool = False
    bundles: frozenset[str] = frozenset()
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reviewers: Mapping[str, str] = field(default_factory=dict)
    prints: Prints | None = None
    reports: str = ""
    publisher: str = ""
    year: str = ""
    described: Told = lambda _iri, _language: {}

    @cached_property
    def _page(self) -> Callable[[str], str | None]:
        return lru_cache(maxsize=1 << 16)(self.dataset.addresses.page)

    @cached_property
    def _wording(self) -> Wording:
        return Wording(Terms(self.dataset.memory))

    @cached_property
    def _schema_org(self) -> SchemaOrg:
        return SchemaOrg(self.dataset, self.title, self.licence, self.described)

    def render(self, template: str, path: str, language: Language, **values: Any) -> bytes:
        """Return a page.

        Args:
            template: Name of the template.
            path: Of the page below the base, decoded, without suffix.
            language: Of the page.
            values: What the template names besides: ``title`` always, ``rdf`` (the path of the RDF files
                without suffix) where the page describes things.
        """
        root = self.root(path)

        def both(ja: str, en: str) -> str:
            return ja if language == "ja" else en

        text = (
            _templates(language)
            .get_template(template)
            .render(
                layout=self,
                language=language,
                other="en" if language == "ja" else "ja",
                path=path,
                root=root,
                address=lambda to, chosen=language: (
                    self.dataset.addresses.base + encoded(to) + SUFFIXES[chosen]
                ),
                anchor=self.anchor,
                wrong=self._wrong(path, language),
                wrong_at=partial(self._wrong, path, language),
                link=lambda to: root + encoded(to) + SUFFIXES[language],
                encoded=encoded,
                formats=_FORMATS,
                licence_name=licence_name,
                navigation=NAVIGATION,
                mark=partial(next, count(1)),
                term=partial(term_link, root, language),
                text_of=self._text_of,
                print_of=self._print_linker(root, language),
                policy=meta_policy(path + SUFFIXES[language]),
                version=__version__,
                words=self._wording,
                described=_described(values, language, self.title[language]),
                cite_key=_NO_KEY.sub("-", path).strip("-")[-60:] or "page",
                switch=root + encoded(path) + SUFFIXES["en" if language == "ja" else "ja"],
                to=self.linker(root, language),
                both=both,
                signposts=self._schema_org.signposts(path),
                schema_org=self._schema_org.script(path, language, values.get("title", "")),
                **values,
            )
        )
        return text.encode("utf-8", "xmlcharrefreplace")

    def _wrong(self, path: str, language: Language, anchor: str = "") -> str:
        """Return the link by which a visitor says that a page, or one figure of it, is wrong, "" where nobody takes such reports."""
        address = self.dataset.addresses.base + encoded(path) + SUFFIXES[language]
        address += f"#{encoded(anchor)}" if anchor else ""
        return report_link(self.reports, address, language) if self.reports else ""

    def _text_of(self, fragment: str) -> str:
        """Return the lines of a document that a fragment names, "" where they are not at hand."""
        if not self.sources:
            return ""
        place = described(self.dataset.memory, fragment)
        key = (self.dataset.addresses.local(place.document) or "").removeprefix("document/")
        found = self.sources.get(key, ())[
            max(place.first - 1, 0) : min(place.last, place.first + _MOST_LINES - 1)
        ]
        return "\n".join(found) + ("\n…" if place.last - place.first >= _MOST_LINES else "")

    def _print_linker(self, root: str, language: Language) -> Callable[[str], str]:
        """Return a function from the IRI of a place to the link to its print, "" where that is not shown."""

        def print_of(place: str) -> str:
            found = self.prints.where(place) if self.prints else None
            return f"{root}{encoded(found[0])}{SUFFIXES[language]}#{encoded(found[1])}" if found else ""

        return print_of

    def root(self, path: str) -> str:
        """Return what leads from a page to the base."""
        if path == NOT_FOUND:
            return urlsplit(self.dataset.addresses.base).path
        return "../" * path.count("/")

    def anchor(self, iri: str) -> str:
        """Return where on its page a thing is described, "" for what the page is about."""
        return place(self.dataset.addresses.local(iri) or "").anchor

    def linker(self, root: str, language: Language) -> Callable[[str], str]:
        """Return a function from a published IRI to the link to its page.

        Others' IRIs stay as they are; those of another scheme than the Web's (``javascript:``) lead nowhere.
        """

        def to(iri: str) -> str:
            page = self._page(iri)
            if page is None:
                return iri if is_address(iri) else "#"
            path, mark, anchor = page.partition("#")
            return root + path + SUFFIXES[language] + mark + anchor

        return to


def _templates(language: Language) -> Environment:
    try:
        from keikaku.web.pages.rendering import templates
    except ImportError:
        raise MissingExtraError("ground.missing-extra", what="HTML", package="jinja2", extra="site") from None
    return templates(language)


@dataclass(frozen=True, slots=True)
class _NamedFormat:
    name: str
    media_type: str
    suffix: str


_FORMATS = tuple(_NamedFormat(_FORMAT_NAMES[key], one.media_type, one.suffix) for key, one in FORMATS.items())


def _described(values: Mapping[str, Any], language: Language, site: str) -> str:
    """Return what a page is, in a line for those who meet its address elsewhere: name, kind, way from the municipality."""
    way = " › ".join([*(ref.label for ref in values.get("trail", ())), values["title"]])
    kind = f" ({values['kind'][language]})" if values.get("kind") else ""
    return f"{way}{kind} · {site}"


class OnePage:
    """A section of a single page, whose path its class names.

    Args:
        layout: What all pages have in common.
    """

    PATH: ClassVar[str]

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def paths(self) -> Iterable[str]:
        """Return the path of the page."""
        return (self.PATH,)


def term_link(root: str, language: Language, name: str) -> str:
    """Return the link to where a term of the ontology is documented, by its local name."""
    path, anchor = terms()[name].page
    return f"{root}{path}{SUFFIXES[language]}" + (f"#{anchor}" if anchor else "")


@lru_cache(maxsize=1 << 14)  # the pages that all lead to, and those of a few towns
def encoded(path: str) -> str:
    """Return a decoded path as it stands in a link."""
    return quote(path, safe=_KEPT)


def assets() -> Iterator[tuple[str, bytes]]:
    """Yield the project's own styles and scripts: path below the base, bytes."""
    for file in sorted((_FOLDER / "assets").iterdir()):
        yield f"assets/{file.name}", file.read_bytes()
