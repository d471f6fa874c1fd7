"""Our units against what QUDT and UCUM publish (``units.tsv``): each code is in the list, and our factors are theirs."""

from __future__ import annotations

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from keikaku.ground.vocab.facts import Facts, first, read_facts
from keikaku.ground.vocab.names import PREFIXES

_QUDT, _SKOS = PREFIXES["qudt"], PREFIXES["skos"]
_UNIT = "http://qudt.org/vocab/unit/"
UNITS = {iri: facts for iri, facts in read_facts("units.ttl").items() if f"{_SKOS}inScheme" in facts}


@cache
def published() -> dict[tuple[str, str], tuple[Decimal, str]]:
    """Return magnitude and dimension by list and code."""
    text = (Path(__file__).parent / "units.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t")
    return {(row["list"], row["code"]): (Decimal(row["magnitude"]), row["dimension"]) for row in rows}


def codes(facts: Facts) -> list[tuple[str, str]]:
    """Return the codes that a unit names, with the list of each."""
    matches = [
        one.value for how in ("exact", "close", "broad") for one in facts.get(f"{_SKOS}{how}Match", ())
    ]
    named = [("qudt", one.removeprefix(_UNIT)) for one in matches]
    return named + [("ucum", one.value) for one in facts.get(f"{_QUDT}ucumCode", ())]


@pytest.mark.parametrize("iri", UNITS, ids=lambda iri: iri.rpartition("/")[2])
def test_every_code_is_in_the_published_list(iri: str) -> None:
    assert [code for code in codes(UNITS[iri]) if code not in published()] == []


SCALED = [iri for iri, facts in UNITS.items() if f"{_QUDT}scalingOf" in facts]


@pytest.mark.parametrize("iri", SCALED, ids=lambda iri: iri.rpartition("/")[2])
def test_factors_are_those_of_the_lists(iri: str) -> None:
    """Where a list knows a unit and what it is converted to, it gives our factor, of one dimension."""
    facts = UNITS[iri]
    base = UNITS[first(facts, f"{_QUDT}scalingOf")]
    ours = Decimal(first(facts, f"{_QUDT}conversionMultiplier"))
    exact = {name for name, code in codes(facts) if name == "ucum" or f"{_SKOS}exactMatch" in facts}
    for name in exact:
        mine, theirs = (
            [published()[code] for code in codes(one) if code[0] == name] for one in (facts, base)
        )
        for (size, dimension), (unit, of_base) in zip(mine, theirs, strict=False):
            assert dimension == of_base
            assert float(size / unit) == pytest.approx(float(ours), rel=1e-9)


def test_units_that_are_never_scaled_alike_have_dimensions_of_their_own() -> None:
    """Two prints that are one unit in a list are one unit here: else they would stand side by side as another one."""
    exact = [one.value for facts in UNITS.values() for one in facts.get(f"{_SKOS}exactMatch", ())]
    assert len(exact) == len(set(exact))
    prints = [one.value for facts in UNITS.values() for one in facts[f"{_SKOS}altLabel"]]
    assert len(prints) == len(set(prints))
