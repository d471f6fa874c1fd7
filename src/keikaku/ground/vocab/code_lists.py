"""The code lists: a code by what is printed, a list in its order, what a graph says of the codes that it uses."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from keikaku.ground.vocab.facts import Facts, by_language, first, read_facts
from keikaku.ground.vocab.names import PREFIXES

_NS = PREFIXES["kei"]
_PREF_LABEL = PREFIXES["skos"] + "prefLabel"
_ALT_LABEL = PREFIXES["skos"] + "altLabel"
_NOTATION = PREFIXES["skos"] + "notation"
_DEFINITION = PREFIXES["skos"] + "definition"
_IN_SCHEME = PREFIXES["skos"] + "inScheme"
_TYPE = PREFIXES["rdf"] + "type"


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


@cache
def code_facts() -> dict[str, Facts]:
    """Return what is said of each code list and each code, by IRI."""
    return read_facts("codes.ttl")


@cache
def _concepts() -> dict[tuple[str, str], str]:
    """Return the IRI of each concept by its scheme and by each of its labels and notations."""
    return {
        (scheme.value, name.value): iri
        for iri, facts in code_facts().items()
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
    if _NS + scheme not in code_facts():
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
            notation=first(facts, _NOTATION) if _NOTATION in facts else "",
            labels=by_language(facts, _PREF_LABEL),
            definitions=by_language(facts, _DEFINITION),
        )
        for iri, facts in code_facts().items()
        if any(one.value == _NS + scheme for one in facts.get(_IN_SCHEME, ()))
    )


def is_code(iri: str) -> bool:
    """Tell whether an IRI is one of the code lists'."""
    return iri in code_facts()


@cache
def code_description(iri: str) -> tuple[tuple[str, str], ...]:
    """Return what a graph that uses a code should say of it, as N-Triples (predicate, object) pairs.

    Type, list, labels and notation: enough to read the graph without the ontology beside it.
    """
    facts = code_facts()[iri]
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
