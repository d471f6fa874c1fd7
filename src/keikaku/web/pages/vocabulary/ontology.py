"""The page ``ns``: every term of the ontology and of its code lists, each at an anchor that is its local name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from keikaku.graph.triples import KEI, Look
from keikaku.ground.messages import Language, pair, sentence
from keikaku.web.pages.layout import SUFFIXES, Layout
from keikaku.web.pages.vocabulary.diagram import picture
from keikaku.web.pages.vocabulary.examples import Example, example_text, examples
from keikaku.web.pages.vocabulary.terms import Term, ontology, short, terms
from keikaku.web.pages.vocabulary.uses import queries_by_term, rules_by_term

PATH = "ns"
_KINDS = {
    "owl:Class": pair("pages.class-2", first="ja"),
    "owl:ObjectProperty": pair("pages.object-property", first="ja"),
    "owl:DatatypeProperty": pair("pages.datatype-property", first="ja"),
    "skos:ConceptScheme": pair("pages.code-list", first="ja"),
    "skos:Concept": pair("pages.code-2", first="ja"),
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


class OntologyPage:
    """The documentation of the ontology.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._look = Look(layout.dataset.memory)

    def paths(self) -> Iterable[str]:
        """Return the path of the page."""
        return [PATH]

    def html(self, path: str, language: Language) -> bytes:
        """Return the page.

        Raises:
            KeyError: There is no such page.
        """
        if path != PATH:
            raise KeyError(path)
        shown = {name: self._shown(term, language) for name, term in terms().items()}
        lists = [one for one in shown.values() if one.term.kind == "list"]
        return self._layout.render(
            "vocabulary-ns.html.j2",
            PATH,
            language,
            title=ontology()[f"title.{language}"],
            about=ontology(),
            classes=[one for one in shown.values() if one.term.kind == "class"],
            properties=[one for one in shown.values() if one.term.kind == "property"],
            lists=[(one, [shown[name] for name in one.term.below]) for one in lists],
            picture=picture(language),
            example=example_text(),
            namespace=KEI,
            short=short,
            labels={name: one.label for name, one in shown.items()},
        )

    @cached_property
    def _examples(self) -> dict[str, Example]:
        return examples(self._layout.dataset, terms())

    def _shown(self, term: Term, language: Language) -> Shown:
        types = [_KINDS[short(one)] for one in term.types if short(one) in _KINDS]
        example = self._examples.get(term.name)
        labels = (self._name(example.subject, language), self._name(example.iri, language)) if example else ()
        return Shown(
            term=term,
            kind=types[0][0 if language == "ja" else 1],
            label=term.labels[language],
            other=term.labels["en" if language == "ja" else "ja"],
            definition=term.definitions[language],
            rows=tuple(self._rows(term, language)),
            rules=rules_by_term().get(term.name, ()),
            queries=queries_by_term().get(term.name, ()),
            example=(example, *labels) if example else None,
        )

    def _name(self, iri: str, language: Language) -> str:
        """Return what a thing is called; the end of its name where it has no label."""
        local = self._layout.dataset.addresses.local(iri) if iri else None
        return (self._look.label(iri, language) if iri else "") or "/".join((local or "").rsplit("/", 2)[-2:])

    def _rows(self, term: Term, language: Language) -> list[tuple[str, tuple[Reference, ...]]]:
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
            (_head(name, language), tuple(self._reference(iri, language) for iri in iris))
            for name, iris in rows
            if iris
        ]

    def _reference(self, iri: str, language: Language) -> Reference:
        name = iri.removeprefix(KEI)
        if name in terms():
            return Reference(short(iri), f"#{name}", terms()[name].labels[language])
        page = _PAGES.get(short(iri))
        return Reference(short(iri), page + SUFFIXES[language] if page else iri)


def _head(name: str, language: Language) -> str:
    return sentence(f"vocabulary.row-{name}", language) if name else ""


def _list_of(term: Term) -> set[str]:
    """Return the local name of the list that a code is in, or of the list itself."""
    return {term.name} if term.kind == "list" else {one.removeprefix(KEI) for one in term.above}
