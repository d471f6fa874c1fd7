"""The goals of the SDGs by their words."""

from __future__ import annotations

from functools import cache

from keikaku.ground import content
from keikaku.ground.text.folding import key
from keikaku.ground.vocab.names import PREFIXES


@cache
def goal_words() -> dict[str, int]:
    """Return the 17 goals by each of their names in Japanese and English, as names are compared (`key`)."""
    import pyoxigraph as ox

    labels = {ox.NamedNode(f"http://www.w3.org/2004/02/skos/core#{name}Label") for name in ("pref", "alt")}
    goals = {ox.NamedNode(f"{PREFIXES['sdg']}{goal}"): goal for goal in range(1, 18)}
    triples = ox.parse(path=content.folder("ontology") / "sdg.ttl", format=ox.RdfFormat.TURTLE)
    return {
        key(one.object.value): goals[one.subject]
        for one in triples
        if one.subject in goals and one.predicate in labels
    }
