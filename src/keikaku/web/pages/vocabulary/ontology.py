"""The vocabulary: the page ``ns`` names every term at an anchor that is its local name; each class, property and code list has a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from keikaku.graph.triples import KEI, Look
from keikaku.ground.messages import Language, pair, sentence
from keikaku.web.pages.layout import SUFFIXES, Layout, term_link
from keikaku.web.pages.vocabulary.diagram import picture
from keikaku.web.pages.vocabulary.examples import Example, example_text, examples
from keikaku.web.pages.vocabulary.terms import Term, ontology, short, terms
from keikaku.web.pages.vocabulary.uses import queries_by_term, rules_by_term

PATH = "ns"
_EXAMPLE = "ns/example"
_PICTURE = "ns/picture"
_KINDS = {
    "owl:Class": pair("pages.class-2", first="ja"),
    "owl:ObjectProperty": pair("pages.object-property", first="ja"),
    "owl:DatatypeProperty": pair("pages.datatype-property", first="ja"),
    "skos:ConceptScheme": pair("pages.code-list", first="ja"),
    "skos:Concept": pair("pages.code-2", first="ja"),
}
_GROUPS = {
    "class": ("toc-classes", pair("pages.classes", first="ja")),
    "property": ("toc-properties", pair("pages.properties", first="ja")),
    "list": ("toc-codes", pair("pages.code-lists", first="ja")),
}
_ABOVE = {"class": "class-above", "property": "property-above", "code": "code-above"}
_BELOW = {"class": "class-below", "property": "property-below", "list": "list-below"}
_PAGES = {"sdgo:Goal": "sdg/index", "sdgo:Target": "sdg/index", "sdgo:Indicator": "sdg/index"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a term.

    Attributes:
        text: Its short name.
        link: Where it is documented.
        label: What it is called, or "".
    """

    text: str
    link: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A term as the page shows it.

    Attributes:
        term: The term.
        kind: What it is, in words.
        label: In the page's language.
        other: In the other language.
        definition: In the page's language.
        rows: What it is linked to: a heading, and terms.
        rules: Names of the rules that name it.
        queries: Names of the queries that name it.
        example: A statement that shows it in use, with the label of its subject and value, or ``None``.
    """

    term: Term
    kind: str
    label: str
    other: str
    definition: str
    rows: tuple[tuple[str, tuple[Reference, ...]], ...]
    rules: tuple[str, ...]
    queries: tuple[str, ...]
    example: tuple[Example, str, str] | None


class OntologyPages:
    """The documentation of the ontology.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._look = Look(layout.dataset.memory)

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return [PATH, _EXAMPLE, _PICTURE, *dict.fromkeys(term.page[0] for term in terms().values())]

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == PATH:
            return self._index(language)
        if path == _EXAMPLE:
            title = sentence("pages.small-example", language)
            return self._layout.render(
                "vocabulary-example.html.j2", path, language, title=title, example=example_text()
            )
        if path == _PICTURE:
            return self._layout.render(
                "vocabulary-picture.html.j2",
                path,
                language,
                title=sentence("pages.vocabulary-picture", language),
                picture=picture(language),
                labels={name: one.labels[language] for name, one in terms().items()},
            )
        _ns, kind, name = path.split("/")
        term = terms()[name]
        if term.kind != kind:
            raise KeyError(path)
        root = self._layout.root(path)
        anchor, group = _GROUPS[kind]
        shown = self._shown(term, root, language)
        codes = term.below if kind == "list" else ()
        return self._layout.render(
            "vocabulary-term.html.j2",
            path,
            language,
            title=f"{shown.label} (kei:{name})",
            shown=shown,
            codes=[self._shown(terms()[one], root, language) for one in codes],
            group=(anchor, group[language == "en"]),
            namespace=KEI,
            short=short,
        )

    def _index(self, language: Language) -> bytes:
        known = terms()
        of_kind = {kind: [one for one in known.values() if one.kind == kind] for kind in _GROUPS}
        return self._layout.render(
            "vocabulary-ns.html.j2",
            PATH,
            language,
            title=ontology()[f"title.{language}"],
            about=ontology(),
            classes=of_kind["class"],
            properties=of_kind["property"],
            lists=[(one, [known[name] for name in one.below]) for one in of_kind["list"]],
            namespace=KEI,
        )

    @cached_property
    def _examples(self) -> dict[str, Example]:
        return examples(self._layout.dataset, terms())

    def _shown(self, term: Term, root: str, language: Language) -> Shown:
        types = [_KINDS[short(one)] for one in term.types if short(one) in _KINDS]
        example = self._examples.get(term.name)
        labels = (self._name(example.subject, language), self._name(example.iri, language)) if example else ()
        return Shown(
            term=term,
            kind=types[0][0 if language == "ja" else 1],
            label=term.labels[language],
            other=term.labels["en" if language == "ja" else "ja"],
            definition=term.definitions[language],
            rows=tuple(self._rows(term, root, language)),
            rules=rules_by_term().get(term.name, ()),
            queries=queries_by_term().get(term.name, ()),
            example=(example, *labels) if example else None,
        )

    def _name(self, iri: str, language: Language) -> str:
        """Return what a thing is called; the end of its name where it has no label."""
        local = self._layout.dataset.addresses.local(iri) if iri else None
        return (self._look.label(iri, language) if iri else "") or "/".join((local or "").rsplit("/", 2)[-2:])

    def _rows(self, term: Term, root: str, language: Language) -> list[tuple[str, tuple[Reference, ...]]]:
        has = [one.iri for one in terms().values() if term.iri in one.domain]
        leads = [one.iri for one in terms().values() if one.kind == "property" and term.iri in one.range]
        with_list = [one.iri for one in terms().values() if one.codes and one.codes in _list_of(term)]
        rows = [
            (_ABOVE.get(term.kind, ""), term.above),
            (_BELOW.get(term.kind, ""), tuple(KEI + name for name in term.below)),
            ("domain", term.domain),
            ("range", term.range),
            ("codes", (KEI + term.codes,) if term.codes else ()),
            ("properties", has),
            ("leads", leads),
            ("used", with_list if term.kind in ("code", "list") else ()),
            ("see", term.seen),
            ("replaced", (term.replacement,) if term.replacement else ()),
        ]
        return [
            (_head(name, language), tuple(_reference(iri, root, language) for iri in iris))
            for name, iris in rows
            if iris
        ]


def _reference(iri: str, root: str, language: Language) -> Reference:
    name = iri.removeprefix(KEI)
    if name in terms():
        return Reference(short(iri), term_link(root, language, name), terms()[name].labels[language])
    page = _PAGES.get(short(iri))
    return Reference(short(iri), f"{root}{page}{SUFFIXES[language]}" if page else iri)


def _head(name: str, language: Language) -> str:
    return sentence(f"vocabulary.row-{name}", language) if name else ""


def _list_of(term: Term) -> set[str]:
    """Return the local name of the list that a code is in, or of the list itself."""
    return {term.name} if term.kind == "list" else {one.removeprefix(KEI) for one in term.above}
