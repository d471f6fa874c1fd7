"""The scales by which plans rate, as schemes of those plans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from keikaku.graph.nquads import INTEGER, NOTATION, SKOS, TYPE, digest, japanese, kei, literal, segment
from keikaku.ground import vocab
from keikaku.ground.text.folding import key
from keikaku.reading.values.rating_scales import best_first, common_step, unranked

CLOSE = f"<{SKOS}closeMatch>"


def scheme_iri(plan: str, name: str, words: Mapping[str, str], order: Sequence[str]) -> str:
    """Return the node of a plan's scale.

    A plan may rate by another scale in another year, or word its legend otherwise: each wording is a scale of its own, so
    that no year is told in the words of another. Without a legend the scale is known by what it rates alone.

    Args:
        plan: Node of the plan, in angle brackets.
        name: What is rated: "progress", "review" or "general".
        words: What the legend says of each mark; empty where there is none.
        order: The marks, the best first; empty where the order is not known.

    >>> scheme_iri("<https://a.example/plan>", "progress", {}, [])
    '<https://a.example/plan/rating/progress>'
    >>> scheme_iri("<https://a.example/plan>", "progress", {"A": "順調", "B": "遅れ"}, ["A", "B"])
    '<https://a.example/plan/rating/progress/f81f52eb>'
    """
    legend = digest("\n".join([*(f"{mark}\t{key(said)}" for mark, said in words.items()), *order]), 8)
    return f"{plan[:-1]}/rating/{name}{'/' * bool(words)}{legend * bool(words)}>"


def step_iri(scheme: str, mark: str) -> str:
    """Return the node of a step of a scale."""
    return f"{scheme[:-1]}/{segment(mark)}>"


def step_description(scheme: str, mark: str, words: str = "") -> tuple[tuple[str, str], ...]:
    """Return what is said of a step, as (predicate, object) pairs of N-Triples: mark and words, or the mark alone."""
    return (
        (TYPE, f"<{SKOS}Concept>"),
        (f"<{SKOS}inScheme>", scheme),
        (NOTATION, literal(mark)),
        (f"<{SKOS}prefLabel>", japanese(words or mark)),
    )


def ranks(words: Mapping[str, str], declared: Mapping[str, str]) -> list[str]:
    """Return the marks of a scale that are ranks, the best first, or nothing where nobody says which is the best.

    Args:
        words: What the legend says of each mark, in its order.
        declared: The scale as plan.yml declares it, best first; it tells the order of a legend with the same ranks.
    """
    none = unranked(words)
    if words.keys() - none == declared.keys() - unranked(declared) and len(words.keys() - none) > 1:
        return [mark for mark in declared if mark in words and mark not in none]
    return best_first(words)


def scheme_description(
    scheme: str, words: Mapping[str, str], order: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield what is said of a plan's scale, as triples of N-Triples.

    Where the order of the steps is known, each rank has its place (``kei:ratingOrder``, 1 the best) and the step of
    ``kei:commonRatings`` that it comes close to (:func:`keikaku.reading.values.rating_scales.common_step`). Without a legend nothing of
    the kind is said, even of A, B and C: the marks that happen to be given do not tell how many there are.

    Args:
        scheme: Node of the scale.
        words: What the legend says of each mark; empty where there is none.
        order: The marks that are ranks, the best first; empty where the order is not known.
    """
    yield scheme, TYPE, f"<{SKOS}ConceptScheme>"
    places = {mark: place for place, mark in enumerate(order, 1)}
    for mark, said in words.items():
        node = step_iri(scheme, mark)
        for predicate, value in step_description(scheme, mark, said):
            yield node, predicate, value
        if place := places.get(mark):
            yield node, kei("ratingOrder"), f'"{place}"{INTEGER}'
            yield node, CLOSE, f"<{vocab.common_rating(common_step(place, len(order)))}>"
