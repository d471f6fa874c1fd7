"""What a printed unit means: the one list of units, ``ontology/units.ttl``, for tables, comparisons and statistics."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from keikaku.ground.text.folding import key
from keikaku.ground.vocab.facts import Facts, by_language, read_facts
from keikaku.ground.vocab.names import PREFIXES

_QUDT, _SKOS = PREFIXES["qudt"], PREFIXES["skos"]
_MATCHES = tuple(_SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch"))
YEN = "https://w3id.org/keikaku/unit/yen"
"""The unit of all money."""


class Unit(NamedTuple):
    """A unit of the list.

    Attributes:
        iri: Its IRI.
        ucum: Its code in UCUM, or "".
        qudt: The unit of QUDT that it is, or is one of; "" for none.
        base: IRI of the unit that it is converted to: itself, where it is not converted.
        factor: By what a figure is multiplied for that.
        label: What it is called in Japanese.
    """

    iri: str
    ucum: str
    qudt: str
    base: str
    factor: Decimal
    label: str = ""


@cache
def units() -> dict[str, Unit]:
    """Return the units by their IRIs."""
    found = read_facts("units.ttl")
    return {iri: _unit(iri, facts) for iri, facts in found.items() if _SKOS + "inScheme" in facts}


def unit(printed: str) -> Unit | None:
    """Return what a print means, None where the list does not have it.

    Case and width of letters count only where they tell two units apart.

    >>> [one and one.ucum for one in map(unit, ("㎡", "ＫＭ", "光年"))]
    ['m2', 'km', None]
    """
    exact, folded = _prints()
    return exact.get(printed) or folded.get(key(printed))


@cache
def _prints() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """Return the units by their prints, and by what of these is one in any case and width."""
    exact, folded = dict[str, Unit](), defaultdict[str, set[Unit]](set)
    for iri, facts in read_facts("units.ttl").items():
        for label in facts.get(_SKOS + "altLabel", ()):
            exact[label.value] = units()[iri]
            folded[key(label.value)].add(units()[iri])
    return exact, {text: one for text, (one, *others) in folded.items() if not others}


def _unit(iri: str, facts: Facts) -> Unit:
    def said(*names: str) -> str:
        return next((facts[name][0].value for name in names if name in facts), "")

    factor = Decimal(said(f"{_QUDT}conversionMultiplier") or 1)
    label = by_language(facts, f"{_SKOS}prefLabel").get("ja", "")
    base = said(f"{_QUDT}scalingOf") or iri
    return Unit(iri, said(f"{_QUDT}ucumCode"), said(*_MATCHES), base, factor, label)
