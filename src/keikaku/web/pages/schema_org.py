"""What a page tells search engines: schema.org's terms as JSON-LD (https://schema.org/version/latest).

The script element that carries it is data and is never run. It stays whole whatever a document prints: "<", ">" and
"&" are written as JSON escapes, so that no text ends the element or begins a comment (HTML, 4.12.1.3).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote

from keikaku.graph.addresses import file_stem
from keikaku.graph.triples import DCT, KEI, ORG, RDF_TYPE, SKOS, Look
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Language
from keikaku.store.dataset import Dataset

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})  # fmt: skip
_KEPT = "/!$&'()*+,;=:@~"
_SUFFIXES: dict[Language, str] = {"ja": ".html", "en": ".en.html"}
_TYPES = {
    f"{KEI}Municipality": "GovernmentOrganization",
    f"{KEI}Department": "GovernmentOrganization",
    f"{KEI}Project": "Project",
    f"{KEI}Indicator": "StatisticalVariable",
    f"{KEI}StrategyCode": "DefinedTerm",
    f"{KEI}BudgetAccount": "DefinedTerm",
    f"{KEI}SourceDocument": "DigitalDocument",
    f"{KEI}DocumentGraph": "Dataset",
}
"""schema.org's type by ours; a plan and its headings are creative works."""
_UP = (f"{KEI}contributesTo", f"{KEI}indicatorOf", f"{DCT}publisher", f"{ORG}unitOf", f"{DCT}isPartOf")
_LONGEST_WAY = 20
_KNOWN = 1 << 13  # things of a dozen towns, some 3 MiB
_SCHEMA = "https://schema.org/"

Node = dict[str, Any]
Told = Callable[[str, Language], Node]


class Titles(Protocol):
    """Names by language."""

    def __getitem__(self, language: Language, /) -> str: ...


class SchemaOrg:
    """Writes what pages say in schema.org's terms.

    Args:
        dataset: What the pages are about.
        titles: Name of the site by language.
        licence: IRI of the licence of the data, or "" where the documents' graphs say it or nobody does.
        described: Returns what the site's one description says of a dataset by its IRI: the whole, or what one document
            says; nothing of others, or where nobody publishes.
    """

    def __init__(self, dataset: Dataset, titles: Titles, licence: str, described: Told) -> None:
        self._dataset = dataset
        self._titles = titles
        self._licence = licence
        self._described = described
        self._look = Look(dataset.memory)
        self._base = dataset.addresses.base
        # What stands above things is told on each page below it, in both languages.
        self._above = lru_cache(maxsize=_KNOWN)(self._step_up)
        self._name = lru_cache(maxsize=_KNOWN)(self._called)
        self._signposts = lru_cache(maxsize=1)(self._told_of)

    def script(self, path: str, language: Language, title: str = "") -> str:
        """Return the JSON-LD of a page, safe inside a script element.

        Args:
            path: Of the page below the base, decoded, without suffix.
            language: Of the page.
            title: What the page is called.
        """
        nodes = [self._page(path, language, title), *self._about(path, language)]
        document = {"@context": "https://schema.org", "@graph": nodes}
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.translate(_ESCAPES)

    def signposts(self, path: str) -> list[tuple[str, str, str]]:
        """Return the typed links of a page, relation, address and media type or "" (https://signposting.org/FAIR/).

        Args:
            path: Of the page below the base, decoded, without suffix.
        """
        if path in ("index", "data"):
            files = self._whole("ja").get("distribution", ())
            items = [("item", one["contentUrl"], one["encodingFormat"]) for one in files]
            links = [
                ("cite-as", self._base, ""),
                ("type", f"{_SCHEMA}Dataset", ""),
                ("type", f"{_SCHEMA}AboutPage", ""),
            ]
            described = ("linkset", f"{self._base}linkset.json", "application/linkset+json")
            return [*links, *self._licences(self._licence), described, *items]
        name = self._document(path)
        return [] if name is None else self._signposts(name)

    def _told_of(self, name: str) -> list[tuple[str, str, str]]:
        """Return the typed links of the page of a document, which has the same in each language."""
        iri = self._dataset.addresses.named(name)
        kinds_of = [_TYPES[one] for one in self._look.values(iri, RDF_TYPE) if one in _TYPES]
        graphs = (self._look.value(graph, f"{DCT}license") for graph in self._look.graphs(iri))
        licence = next(filter(None, graphs), self._licence)
        kind = f"{_SCHEMA}{kinds_of[0] if kinds_of else 'CreativeWork'}"
        return [("cite-as", iri, ""), ("type", kind, ""), *self._licences(licence)]

    @staticmethod
    def _licences(licence: str) -> list[tuple[str, str, str]]:
        return [("license", licence, "")] if is_address(licence) else []

    def _document(self, path: str) -> str | None:
        """Return the local name of the document that a page describes, None for a page of something else."""
        return self._dataset.stems.get(path[4:]) if path.startswith("doc/") else None

    def _address(self, path: str, language: Language) -> str:
        return self._base + quote(path, safe=_KEPT) + _SUFFIXES[language]

    def _page(self, path: str, language: Language, title: str) -> Node:
        page: Node = {
            "@type": "WebPage",
            "@id": self._address(path, language),
            "inLanguage": language,
            "isPartOf": {"@type": "WebSite", "@id": self._base, "name": self._titles[language]},
        }
        if title:
            page["name"] = title
        if name := self._document(path):
            iri = self._dataset.addresses.named(name)
            page["about"] = {"@id": iri}
            page["breadcrumb"] = self._breadcrumb(iri, language)
        return page

    def _about(self, path: str, language: Language) -> list[Node]:
        if name := self._document(path):
            return [self._thing(name, language)]
        if path == "index":
            return [self._catalog(language), self._site(language)]
        if path == "data":
            return [self._catalog(language)]
        if path == "ns":
            return [self._terms(language)]
        if path.startswith(("ns/class/", "ns/list/")):
            return [self._term(KEI + path.rpartition("/")[2], language)]
        return []

    # ------------------------------------------------------------ the site

    def _site(self, language: Language) -> Node:
        target = f"{self._address('search', language)}?q={{search_term_string}}"
        return {
            "@type": "WebSite",
            "@id": self._base,
            "name": self._titles[language],
            "url": self._base,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": target},
                "query-input": "required name=search_term_string",
            },
        }

    def _catalog(self, language: Language) -> Node:
        whole = self._whole(language)
        catalog = {"@type": "DataCatalog", "@id": f"{self._base}#catalog", "name": self._titles[language]}
        return catalog | ({"dataset": [whole]} if whole else {})

    def _whole(self, language: Language) -> Node:
        return self._described(f"{self._base}#dataset", language)

    def _terms(self, language: Language) -> Node:
        names = sorted(
            {
                term
                for kind in ("http://www.w3.org/2002/07/owl#Class", f"{SKOS}Concept")
                for term in self._look.subjects(RDF_TYPE, kind)
                if term.startswith(KEI)
            }
        )
        return {
            "@type": "DefinedTermSet",
            "@id": KEI,
            "name": self._look.text(KEI.rstrip("#"), language, f"{DCT}title"),
            "license": self._look.value(KEI.rstrip("#"), f"{DCT}license"),
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "@id": term, "name": self._look.label(term, language)}
                for term in names
            ],
        }

    def _term(self, iri: str, language: Language) -> Node:
        return {
            "@type": "DefinedTerm",
            "@id": iri,
            "name": self._look.label(iri, language),
            "description": self._look.text(iri, language, f"{SKOS}definition"),
            "inDefinedTermSet": KEI,
        }

    # ------------------------------------------------------------ things

    def _thing(self, document: str, language: Language) -> Node:
        iri = self._dataset.addresses.named(document)
        if told := self._described(iri, language):
            return told
        types = self._look.values(iri, RDF_TYPE)
        chosen = [_TYPES[one] for one in types if one in _TYPES]
        node: Node = {
            "@type": chosen[0] if chosen else "CreativeWork",
            "@id": iri,
            "name": self._name(iri, language),
            "url": self._address(f"doc/{file_stem(document)}", language),
            "additionalType": [one for one in types if one.startswith(KEI)],
            "identifier": self._look.value(iri, f"{SKOS}notation", f"{DCT}identifier"),
            "description": " ".join(self._look.values(iri, f"{DCT}description")),
            "sameAs": self._look.values(iri, f"{SKOS}exactMatch"),
        }
        node |= self._relations(iri, node["@type"])
        return {key: value for key, value in node.items() if value}

    def _relations(self, iri: str, kind: str) -> Node:
        """Return the links of a thing to others, in the terms that its type allows."""
        look = self._look
        up = self._above(iri)
        if kind == "GovernmentOrganization":
            return {"parentOrganization": {"@id": up}} if up else {}
        if kind == "Project":
            owners = look.links(iri, f"{KEI}leadDepartment") or look.links(iri, f"{KEI}department")
            return {"parentOrganization": [{"@id": one} for one in owners]}
        if kind == "DefinedTerm":
            scheme = look.value(iri, f"{SKOS}inScheme")
            return {"inDefinedTermSet": scheme, "termCode": look.value(iri, f"{SKOS}notation")}
        if kind == "StatisticalVariable":
            return {}
        return self._work(iri, up)

    def _work(self, iri: str, up: str) -> Node:
        look = self._look
        years = look.value(iri, f"{KEI}startFiscalYear"), look.value(iri, f"{KEI}endFiscalYear")
        publisher = next(iter(look.links(iri, f"{DCT}publisher")), "")
        licences = [look.value(graph, f"{DCT}license") for graph in look.graphs(iri)]
        node: Node = {"inLanguage": "ja"}
        if all(year.isdecimal() for year in years):
            # A fiscal year runs from April to March.
            node["temporalCoverage"] = f"{years[0]}-04-01/{int(years[1]) + 1}-03-31"
        if publisher:
            node["publisher"] = {"@id": publisher}
        elif up:
            node["isPartOf"] = {"@id": up}
        return node | self._license(next(filter(None, licences), self._licence))

    @staticmethod
    def _license(licence: str) -> Node:
        return {"license": licence} if is_address(licence) else {}

    def _called(self, iri: str, language: Language) -> str:
        local = self._dataset.addresses.local(iri) or iri
        return self._look.label(iri, language) or local.rsplit("/", 1)[-1]

    def _step_up(self, iri: str) -> str:
        """Return what is directly above a thing, "" where nothing is."""
        return next(iter(self._look.links(iri, *_UP)), "")

    def _breadcrumb(self, iri: str, language: Language) -> Node:
        """Return the way down to a thing: from its municipality over plan and headings."""
        way = [iri]
        while (up := self._above(way[-1])) and up not in way and len(way) < _LONGEST_WAY:
            way.append(up)
        items: list[Node] = []
        for one in reversed(way):
            page = self._dataset.addresses.page(one)
            if page is None or "#" in page:
                continue
            address = self._base + page + _SUFFIXES[language]
            items.append({"@type": "ListItem", "name": self._name(one, language), "item": address})
        for position, item in enumerate(items, 1):
            item["position"] = position
        return {"@type": "BreadcrumbList", "itemListElement": items}
