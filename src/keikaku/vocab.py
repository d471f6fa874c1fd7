"""The terms that data is made of: the ontology's names, its code lists, and the local governments.

Everything here reads ``ontology/``, when it is first asked for, and keeps what it read.
"""

# ruff: noqa: N815 - terms are spelt as in the ontology

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace

from keikaku import content

DEFAULT_BASE = "https://w3id.org/keikaku/id/"
"""Where data lives unless its publisher sets another base."""


class KEI(DefinedNamespace):
    """Every term of the ontology and of its code lists; a misspelt one raises ``AttributeError``."""

    _NS = Namespace("https://w3id.org/keikaku/ns#")
    _fail = True

    Action: URIRef
    ActivityIndicator: URIRef
    Actual: URIRef
    AtDate: URIRef
    AttitudeIndicator: URIRef
    Average: URIRef
    Baseline: URIRef
    BasicConcept: URIRef
    BasicPlan: URIRef
    Budget: URIRef
    Certain: URIRef
    CitizenActionIndicator: URIRef
    CommonRating1: URIRef
    CommonRating2: URIRef
    CommonRating3: URIRef
    CommonRating4: URIRef
    CommonRating5: URIRef
    Completed: URIRef
    ComprehensiveStrategy: URIRef
    Continuing: URIRef
    Cumulative: URIRef
    Decrease: URIRef
    Department: URIRef
    Discontinued: URIRef
    Digest: URIRef
    DocumentGraph: URIRef
    Doubtful: URIRef
    Evaluation: URIRef
    EvaluationReport: URIRef
    Excerpt: URIRef
    Expanded: URIRef
    Field: URIRef
    Goal: URIRef
    ImplementationPlan: URIRef
    Increase: URIRef
    Indicator: URIRef
    LinkAbsent: URIRef
    LinkConfirmed: URIRef
    LinkDeclared: URIRef
    LinkGeneral: URIRef
    LinkInherited: URIRef
    LinkRejected: URIRef
    LinkSuggested: URIRef
    LinkUnreadable: URIRef
    Maintain: URIRef
    Measure: URIRef
    Municipality: URIRef
    New: URIRef
    Observation: URIRef
    OutcomeIndicator: URIRef
    PerYear: URIRef
    Perspective: URIRef
    Plan: URIRef
    PlanElement: URIRef
    Policy: URIRef
    PopulationTarget: URIRef
    Prefecture: URIRef
    ProcessIndicator: URIRef
    ProgressA: URIRef
    ProgressB: URIRef
    ProgressC: URIRef
    ProgressBehind: URIRef
    ProgressD: URIRef
    ProgressOnTheWay: URIRef
    ProgressReached: URIRef
    ProgressUnknown: URIRef
    Project: URIRef
    Reduced: URIRef
    Repaired: URIRef
    ReplacementGraph: URIRef
    ReviewI: URIRef
    ReviewII: URIRef
    ReviewIII: URIRef
    ReviewIV: URIRef
    SectoralPlan: URIRef
    SharedGraph: URIRef
    SourceDocument: URIRef
    SourceFragment: URIRef
    StakeholderRole: URIRef
    StatisticalIndicator: URIRef
    StrategyCode: URIRef
    StrategyGoal: URIRef
    Target: URIRef
    Vision: URIRef
    WholePlan: URIRef
    accumulation: URIRef
    accumulations: URIRef
    approach: URIRef
    asPrinted: URIRef
    budget: URIRef
    commonRatings: URIRef
    comparator: URIRef
    content: URIRef
    contentSha256: URIRef
    contributesTo: URIRef
    currentSituation: URIRef
    decision: URIRef
    department: URIRef
    desiredDirection: URIRef
    directions: URIRef
    endFiscalYear: URIRef
    evaluation: URIRef
    extent: URIRef
    extentPart: URIRef
    extents: URIRef
    fileName: URIRef
    firstLine: URIRef
    fiscalYear: URIRef
    generalRevenue: URIRef
    inPlan: URIRef
    indicatorKind: URIRef
    indicatorKinds: URIRef
    indicatorOf: URIRef
    issue: URIRef
    kana: URIRef
    lastLine: URIRef
    leadDepartment: URIRef
    linkStates: URIRef
    loader: URIRef
    loaderVersion: URIRef
    localGovernmentCode: URIRef
    lowerBound: URIRef
    mark: URIRef
    observation: URIRef
    outcome: URIRef
    planKind: URIRef
    planKinds: URIRef
    policyDirection: URIRef
    progressRating: URIRef
    progressRatings: URIRef
    progressStates: URIRef
    projectStatus: URIRef
    projectStatuses: URIRef
    rating: URIRef
    ratingOrder: URIRef
    readingConfidence: URIRef
    readingConfidences: URIRef
    relatedDepartment: URIRef
    relatedPlan: URIRef
    reviewRating: URIRef
    reviewRatings: URIRef
    reviewerRole: URIRef
    sdg: URIRef
    sdgCommitment: URIRef
    searchKey: URIRef
    sha256: URIRef
    sharedStatements: URIRef
    softwareVersion: URIRef
    specificRevenue: URIRef
    stakeholder: URIRef
    stakeholderRole: URIRef
    startFiscalYear: URIRef
    strategyCode: URIRef
    strategyGoal: URIRef
    targetState: URIRef
    totalAmount: URIRef
    unitLabel: URIRef
    unreadableProperty: URIRef
    upperBound: URIRef
    usesCode: URIRef
    value: URIRef


class SDGO(DefinedNamespace):
    """The classes of the UN's SDG ontology that keikaku names."""

    _NS = Namespace("http://metadata.un.org/sdg/ontology#")
    _fail = True

    Goal: URIRef
    Indicator: URIRef
    Target: URIRef


SDG = Namespace("http://metadata.un.org/sdg/")
"""The UN's goals (``SDG["11"]``), targets (``SDG["11.3"]``) and indicators (``SDG["C110301"]``)."""

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kei": "https://w3id.org/keikaku/ns#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sdg": "http://metadata.un.org/sdg/",
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that keikaku writes, wherever it writes prefixes."""

_NS = PREFIXES["kei"]
_LABEL = PREFIXES["rdfs"] + "label"
_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_NOTATION = PREFIXES["skos"] + "notation"
_DEFINITION = PREFIXES["skos"] + "definition"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_TYPE = PREFIXES["rdf"] + "type"

_KINDS = {
    PREFIXES["owl"] + "Class": "class",
    PREFIXES["owl"] + "ObjectProperty": "object property",
    PREFIXES["owl"] + "DatatypeProperty": "datatype property",
    PREFIXES["skos"] + "ConceptScheme": "code list",
    PREFIXES["skos"] + "Concept": "code",
}

Facts = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, town, village or special ward.

    Attributes:
        code: The five-digit standard area code, ``"20207"``.
        name: ``"須坂市"``.
        kana: How the name is read, in hiragana.
        prefecture: The name of the prefecture, ``"長野県"``.
        estat: The e-Stat IRI of the area.
        lg_code: The six-digit local government code, with its check digit.
    """

    code: str
    name: str
    kana: str
    prefecture: str
    estat: str
    lg_code: str


class Term(NamedTuple):
    """A term of the ontology, as ``keikaku vocab`` shows it.

    Attributes:
        iri: The term's IRI.
        kind: ``"class"``, ``"object property"``, ``"datatype property"``, ``"code list"`` or ``"code"``.
        labels: Language to label.
        definitions: Language to definition.
        scheme: The IRI of a code's list, else ``None``.
    """

    iri: str
    kind: str
    labels: dict[str, str]
    definitions: dict[str, str]
    scheme: str | None = None


class Code(NamedTuple):
    """A code of a list.

    Attributes:
        iri: The code's IRI.
        notation: Its sign, or "".
        labels: Language to label.
        definitions: Language to definition.
    """

    iri: str
    notation: str
    labels: dict[str, str]
    definitions: dict[str, str]


def _read(name: str) -> dict[str, Facts]:
    """Return what an ontology file says of each IRI: predicate to objects, in the file's order."""
    found: dict[str, Facts] = {}
    path = content.folder("ontology") / name
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            facts = found.setdefault(quad.subject.value, {})
            facts.setdefault(quad.predicate.value, []).append(quad.object)
    return found


# ---------------------------------------------------------------- local governments


def _first(facts: Facts, predicate: str) -> str:
    return facts[predicate][0].value


@cache
def _municipalities() -> dict[str, Municipality]:
    """Return every municipality by its five-digit code."""
    bodies = _read("municipalities.ttl")
    within = PREFIXES["dcterms"] + "isPartOf"
    return {
        code: Municipality(
            code=code,
            name=_first(facts, _LABEL),
            kana=_first(facts, _NS + "kana"),
            prefecture=_first(bodies[_first(facts, within)], _LABEL),
            estat=_first(facts, PREFIXES["skos"] + "exactMatch"),
            lg_code=_first(facts, _NS + "localGovernmentCode"),
        )
        for facts in bodies.values()
        if within in facts
        for code in [_first(facts, PREFIXES["dcterms"] + "identifier")]
    }


def municipality(code: str) -> Municipality | None:
    """Return the municipality of a five-digit code, or of a six-digit one with its check digit.

    >>> municipality("20207").name
    '須坂市'
    """
    found = _municipalities().get(code[:5])
    return found if found is not None and code in (found.code, found.lg_code) else None


@cache
def _municipalities_by_key() -> dict[str, list[Municipality]]:
    from keikaku.read.folding import key

    found: dict[str, list[Municipality]] = {}
    for each in _municipalities().values():
        for name in {key(each.name), key(each.kana), key(each.prefecture + each.name)}:
            found.setdefault(name, []).append(each)
    return found


def find_municipalities(name: str) -> list[Municipality]:
    """Return the municipalities of a name or reading, by code.

    The prefecture may stand before the name; variants such as ケ and ヶ count as the same.

    >>> [m.prefecture for m in find_municipalities("府中市")]
    ['東京都', '広島県']
    """
    from keikaku.read.folding import key

    return list(_municipalities_by_key().get(key(name), ()))


# ---------------------------------------------------------------- code lists


@cache
def _codes() -> dict[str, Facts]:
    return _read("codes.ttl")


@cache
def _concepts() -> dict[tuple[str, str], str]:
    """Return the IRI of each concept by its scheme and by each of its labels and notations."""
    return {
        (scheme.value, name.value): iri
        for iri, facts in _codes().items()
        for scheme in facts.get(_IN_SCHEME, ())
        for predicate in (_ALT_LABEL, _PREF_LABEL, _NOTATION)
        for name in facts.get(predicate, ())
    }


def concept(scheme: str, name: str) -> str | None:
    """Return the IRI of a code by its printed label or notation.

    Args:
        scheme: The local name of the code list, such as ``"projectStatuses"``.
        name: A label in either language, or a notation.

    Raises:
        KeyError: There is no such code list.

    >>> concept("commonRatings", "2")
    'https://w3id.org/keikaku/ns#CommonRating2'
    """
    if _NS + scheme not in _codes():
        raise KeyError(scheme)
    return _concepts().get((_NS + scheme, name))


@cache
def codes(scheme: str) -> tuple[Code, ...]:
    """Return the codes of a list, in its order.

    Args:
        scheme: The local name of the code list, such as ``"linkStates"``.
    """
    return tuple(
        Code(
            iri=iri,
            notation=_first(facts, _NOTATION) if _NOTATION in facts else "",
            labels=_by_language(facts, _PREF_LABEL),
            definitions=_by_language(facts, _DEFINITION),
        )
        for iri, facts in _codes().items()
        if any(one.value == _NS + scheme for one in facts.get(_IN_SCHEME, ()))
    )


def is_code(iri: str) -> bool:
    """Tell whether an IRI is one of the code lists'."""
    return iri in _codes()


@cache
def code_description(iri: str) -> tuple[tuple[str, str], ...]:
    """Return what a graph that uses a code should say of it, as N-Triples (predicate, object) pairs.

    Type, list, labels and notation: enough to read the graph without the ontology beside it.
    """
    facts = _codes()[iri]
    predicates = (_TYPE, _IN_SCHEME, _PREF_LABEL, _NOTATION)
    return tuple((f"<{name}>", str(value)) for name in predicates for value in facts.get(name, ()))


def plan_kind(label: str) -> str | None:
    """Return the IRI of a plan kind: 基本構想, 基本計画, 実施計画, 総合戦略, 評価, 個別計画."""
    return concept("planKinds", label)


def project_status(label: str) -> str | None:
    """Return the IRI of a project status: 継続, 新規, 拡充, 縮小, 完了, 廃止."""
    return concept("projectStatuses", label)


def indicator_kind(label: str) -> str | None:
    """Return the IRI of an indicator kind: 成果指標, 活動指標, 統計指標 and so on."""
    return concept("indicatorKinds", label)


def common_rating(step: int) -> str:
    """Return the IRI of a step of the scale that plans' own scales are compared by: 1, the best, to 5.

    Raises:
        KeyError: There is no such step.
    """
    return _concepts()[(f"{_NS}commonRatings", str(step))]


# ---------------------------------------------------------------- the ontology


def _by_language(facts: Facts, *predicates: str) -> dict[str, str]:
    return {
        text.language: text.value
        for predicate in predicates
        for text in facts.get(predicate, ())
        if isinstance(text, ox.Literal) and text.language
    }


def _terms() -> Iterator[Term]:
    for iri, facts in (_read("keikaku.ttl") | _codes()).items():
        types = {kind.value for kind in facts.get(_TYPE, ())}
        kind = next((name for type_, name in _KINDS.items() if type_ in types), None)
        if kind is None:
            continue
        scheme = facts[_IN_SCHEME][0].value if _IN_SCHEME in facts else None
        labels = _by_language(facts, _LABEL, _PREF_LABEL)
        yield Term(iri, kind, labels, _by_language(facts, _DEFINITION), scheme)


@cache
def terms() -> tuple[Term, ...]:
    """Return every term of the ontology and its code lists, in the order in which the files define them."""
    return tuple(_terms())
