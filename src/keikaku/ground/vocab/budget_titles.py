"""The 款 of municipalities' expenditure, as the nation's regulation names and numbers them."""

from __future__ import annotations

from functools import cache

from keikaku.ground.text.folding import key
from keikaku.ground.vocab.facts import Facts, first, read_facts
from keikaku.ground.vocab.names import PREFIXES

_SCHEME = "https://w3id.org/keikaku/kan"
_SKOS = PREFIXES["skos"]


def national_title(name: str) -> str | None:
    """Return the IRI of the nation's 款 of a name.

    >>> national_title("民生費"), national_title("需用費")
    ('https://w3id.org/keikaku/kan/minsei', None)
    """
    return _by_name().get(key(name))


def title_numbered(number: str) -> str | None:
    """Return the IRI of the 款 that the regulation gives a number: ``"3"``."""
    return _by_number().get(number)


@cache
def _by_name() -> dict[str, str]:
    return {key(first(facts, f"{_SKOS}prefLabel")): iri for iri, facts in _titles().items()}


@cache
def _by_number() -> dict[str, str]:
    return {first(facts, f"{_SKOS}notation"): iri for iri, facts in _titles().items()}


@cache
def _titles() -> dict[str, Facts]:
    return {
        iri: facts
        for iri, facts in read_facts("themes.ttl").items()
        if any(one.value == _SCHEME for one in facts.get(f"{_SKOS}inScheme", ()))
    }
