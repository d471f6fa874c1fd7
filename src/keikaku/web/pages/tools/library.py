"""What the SPARQL page offers: the library's questions with the places of their parameters, prefixes, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from keikaku.asking.lineage.things import Reader
from keikaku.asking.query_files import Parameter, Query
from keikaku.asking.questions import queries
from keikaku.graph.sparql import places
from keikaku.ground import vocab
from keikaku.ground.hyperlinks import ADDRESS
from keikaku.ground.messages import both
from keikaku.ground.vocab import DEFAULT_BASE, PREFIXES
from keikaku.store.dataset import Dataset
from keikaku.web.pages.layout import Text
from keikaku.web.pages.vocabulary.terms import terms
from keikaku.web.pages.words import Terms, worded

_GROUPS = {
    "lineage": worded("pages.lineage"),
    "gap": worded("pages.gaps"),
    "indicator": worded("pages.indicators"),
    "money": worded("pages.money"),
    "SDG": Text("SDGs", "SDGs"),
    "strategy code": worded("pages.strategies-2"),
    "strategy goal": worded("pages.strategies-2"),
    "department": worded("pages.departments"),
    "evaluation": worded("pages.evaluations"),
}
"""Groups of questions by their first keyword."""
_OTHER = worded("pages.plans-texts")
_HEADER = re.compile(r"\A(?:#.*\n)+")
_CHOICES = {"plan": "plans", "municipality": "municipalities", "sdg": "goals"}
"""Parameters whose values a reader chooses from a list, by their names."""
_COMMON = (
    "rdf:type",
    "rdfs:label",
    "skos:prefLabel",
    "skos:notation",
    "skos:broader",
    "dcterms:publisher",
    "dcterms:isPartOf",
    "dcterms:title",
    "org:unitOf",
    "prov:wasDerivedFrom",
)
_FIRST = """# {ask}
SELECT ?plan ?kind (COUNT(?element) AS ?count)
WHERE {{
    ?element kei:inPlan ?plan ;
        a ?kind .
    FILTER(STRSTARTS(STR(?kind), STR(kei:)))
}}
GROUP BY ?plan ?kind
ORDER BY ?plan DESC(?count)
LIMIT 100
"""

Pair = list[str]


def library(dataset: Dataset) -> dict[str, object]:
    """Return what the page needs besides the data, ready for JSON; a text is a pair of Japanese and English."""
    reader, common = Reader(dataset.memory), Terms(dataset.memory)
    found = queries()
    groups = [*dict.fromkeys(_GROUPS.values()), _OTHER]
    ordered = sorted(
        found.values(), key=lambda one: (groups.index(group_of(one)), one.titles.get("ja", one.name))
    )
    return {
        "address": ADDRESS,
        "choices": choices(dataset, reader),
        "first": first(),
        "names": [
            *(
                {"iri": term.iri, "kind": term.kind, "label": [term.labels["ja"], term.labels["en"]]}
                for term in terms().values()
                if term.kind in ("class", "property")
            ),
            *(
                {"iri": iri, "kind": "property", "label": [common[iri].ja, common[iri].en]}
                for iri in _common()
            ),
        ],
        "prefixes": PREFIXES,
        "questions": [_question(one, dataset) for one in ordered],
        "words": {word: list(pair) for word, pair in words().items()},
    }


def titles(query: Query) -> dict[str, tuple[str, str]]:
    """Return what the columns of a query are called, in Japanese and English, by their names."""
    japanese, english = (query.columns.get(language, {}) for language in ("ja", "en"))
    return {name: (japanese[name], english.get(name, name)) for name in japanese}


@cache
def words() -> dict[str, tuple[str, str]]:
    """Return what the words are called in both languages that queries answer with in place of terms.

    Those are the local names of classes and codes ("Measure", "Increase") and the English labels ("unreadable").
    """
    found: dict[str, tuple[str, str]] = {}
    for term in vocab.terms():
        if term.kind in ("class", "code"):
            pair = term.labels["ja"], term.labels["en"]
            for word in (term.labels["en"], re.split("[#/]", term.iri)[-1]):
                found.setdefault(word, pair)
    return found


def _common() -> Iterator[str]:
    """Yield the IRIs of the properties of others that the data uses most."""
    for name in _COMMON:
        prefix, _colon, local = name.partition(":")
        yield PREFIXES[prefix] + local


def first() -> str:
    """Return the query with which the editor begins."""
    used = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("kei", "rdfs"))
    return used + _FIRST.format(ask=both("pages.how-much-each-plan", first="ja"))


def choices(dataset: Dataset, reader: Reader) -> dict[str, list[Pair]]:
    """Return what can be chosen for parameters: IRI and name of the plans, municipalities and goals."""
    plans, municipalities, goals = [], [], []
    for thing in reader.things():
        if thing.kind == "SDG":
            goals.append([thing.iri, f"{thing.number or thing.iri.rsplit('/', 1)[-1]} {thing.label}"])
        elif dataset.addresses.local(thing.iri) and thing.kind == "Plan":
            plans.append([thing.iri, " ".join(filter(None, (reader.municipality(thing.iri), thing.label)))])
        elif dataset.addresses.local(thing.iri) in dataset.documents and thing.kind == "Municipality":
            municipalities.append([thing.iri, thing.label])
    goals.sort(key=lambda pair: int(pair[0].rsplit("/", 1)[-1]))
    return {"goals": goals, "municipalities": sorted(municipalities), "plans": sorted(plans)}


def group_of(query: Query) -> Text:
    """Return the group that a question stands in."""
    names = [name for name in query.keywords if name in _GROUPS]
    return _GROUPS[names[0]] if names else _OTHER


def _question(query: Query, dataset: Dataset) -> dict[str, object]:
    return {
        "about": _pair(query.descriptions),
        "columns": {name: list(title) for name, title in titles(query).items()},
        "group": [group_of(query).ja, group_of(query).en],
        "name": query.name,
        "parameters": [_parameter(one, dataset) for one in query.parameters],
        "pieces": list(pieces(query)),
        "title": _pair(query.titles, query.name),
    }


def pieces(query: Query) -> Iterator[str | Sequence[str]]:
    """Yield the text of a query without its header, cut where bindings go: there the names of the variables."""
    text = _HEADER.sub("", query.text)
    end = 0
    for start, names in sorted(places(text, frozenset(one.name for one in query.parameters))):
        yield text[end:start]
        yield sorted(names)
        end = start
    yield text[end:]


def _parameter(parameter: Parameter, dataset: Dataset) -> dict[str, object]:
    return {
        "about": _pair(parameter.descriptions, parameter.name),
        "choices": _CHOICES.get(parameter.name, "") if parameter.type == "iri" else "",
        "example": example(parameter, dataset),
        "name": parameter.name,
        "optional": parameter.optional,
        "type": parameter.type,
    }


def example(parameter: Parameter, dataset: Dataset) -> str:
    """Return a value to try: the library's example, or a thing of the dataset of the same kind."""
    if not parameter.example.startswith(DEFAULT_BASE):
        return parameter.example
    local = parameter.example.removeprefix(DEFAULT_BASE)
    kind = f"/{local.split('/')[2]}/" if local.count("/") > 1 else ""
    near = next((name for name in dataset.documents if kind and kind in name), local)
    return dataset.addresses.named(local if local in dataset.documents else near)


def _pair(texts: Mapping[str, str], otherwise: str = "") -> Pair:
    return [texts.get("ja", otherwise), texts.get("en", otherwise)]
