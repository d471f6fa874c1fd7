"""The local governments: by their codes, by their names and readings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from keikaku.ground.vocab.facts import Facts, first, read_blocks, read_facts
from keikaku.ground.vocab.names import PREFIXES

_FILE = "municipalities.ttl"
_NS = PREFIXES["kei"]
_LABEL = PREFIXES["rdfs"] + "label"

INVENTED = "99999"
"""The code of a town that there is not, of which the name alone is said: no prefecture has the number 99."""


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


@cache
def _municipalities() -> dict[str, Municipality]:
    """Return every municipality by its five-digit code."""
    return _of(read_facts(_FILE))


@cache
def _municipality(code: str) -> Municipality | None:
    """Return the municipality of a five-digit code; the list of all is not read for it."""
    return _of(read_blocks(_FILE, (f"id:{code}", f"id:{code[:2]}000"))).get(code)


def _of(bodies: dict[str, Facts]) -> dict[str, Municipality]:
    within = PREFIXES["dcterms"] + "isPartOf"
    return {
        code: Municipality(
            code=code,
            name=first(facts, _LABEL),
            kana=first(facts, _NS + "kana"),
            prefecture=first(bodies[first(facts, within)], _LABEL),
            estat=first(facts, PREFIXES["skos"] + "exactMatch"),
            lg_code=first(facts, _NS + "localGovernmentCode"),
        )
        for facts in bodies.values()
        if within in facts
        for code in [first(facts, PREFIXES["dcterms"] + "identifier")]
    }


def municipality(code: str) -> Municipality | None:
    """Return the municipality of a five-digit code, or of a six-digit one with its check digit.

    >>> municipality("20207").name
    '須坂市'
    """
    found = _municipality(code[:5])
    return found if found is not None and code in (found.code, found.lg_code) else None


@cache
def _municipalities_by_key() -> dict[str, list[Municipality]]:
    from keikaku.ground.text.folding import key

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
    from keikaku.ground.text.folding import key

    return list(_municipalities_by_key().get(key(name), ()))


@cache
def municipalities_by_prefecture() -> dict[str, tuple[str, ...]]:
    """Return the codes of the municipalities of each prefecture, both in the order of their codes.

    >>> len(municipalities_by_prefecture()), len(municipalities_by_prefecture()["富山県"])
    (47, 15)
    """
    found: dict[str, list[str]] = {}
    for code, each in sorted(_municipalities().items()):
        found.setdefault(each.prefecture, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def municipalities_like(text: str, most: int = 20) -> list[Municipality]:
    """Return the municipalities whose name, reading or code holds a text, those that begin with it first.

    Args:
        text: What was typed so far; the prefecture may stand before the name.
        most: How many are wanted.

    >>> [m.name for m in municipalities_like("音威子")]
    ['音威子府村']
    """
    from keikaku.ground.text.folding import key

    sought = key(text)
    if not sought:
        return []
    found: dict[str, tuple[bool, str, Municipality]] = {}
    for each in _municipalities().values():
        names = (each.name, each.kana, each.prefecture + each.name, each.code)
        known = [one for one in map(key, names) if sought in one]
        if known:
            found[each.code] = (not any(one.startswith(sought) for one in known), each.code, each)
    return [each for _later, _code, each in sorted(found.values(), key=lambda one: one[:2])[:most]]
