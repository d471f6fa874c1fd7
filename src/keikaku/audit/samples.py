"""Figures to tick against the print: drawn by a seed, so that whoever audits the audit draws the same."""

from __future__ import annotations

import random

from keikaku.audit.graph import Graph
from keikaku.audit.model import Sample


def samples(graph: Graph, plans: set[str], count: int, seed: str) -> list[Sample]:
    """Return figures of some plans, each equally likely, in the order of the documents.

    Args:
        graph: What the documents say.
        plans: The plans.
        count: How many; all of them where there are fewer.
        seed: What the draw depends on besides the figures.
    """
    one = graph.one
    figures = [
        figure
        for name, values in (("observation", one["value"]), ("budget", one["amount"]))
        for figures in graph.many[name].values()
        for figure in figures
        if figure in values and graph.plan_of(figure) in plans
    ]
    drawn = random.Random(seed).sample(sorted(figures), min(count, len(figures)))  # noqa: S311 - no secret
    return [
        Sample(
            ref=graph.ref(graph.owner(iri)),
            kind=graph.kinds.get(iri, ""),
            year=one["year"].get(iri, ""),
            value=one["value"].get(iri) or one["amount"].get(iri, ""),
            sources=graph.sources(iri) or graph.sources(graph.owner(iri)),
        )
        for iri in sorted(drawn, key=lambda iri: (graph.standing(iri), iri))
    ]
