"""Writes the scales by which a plan rates, each once."""

from __future__ import annotations

from keikaku.graph.decided import DecisionWriter
from keikaku.graph.scales import CLOSE, ranks, scheme_description, scheme_iri, step_description, step_iri
from keikaku.reading.model import Plan, RatingScale


class ScaleWriter(DecisionWriter):
    """Writes the scales of plans, and the steps that evaluations name."""

    def _scale(self, scale: RatingScale) -> str:
        """Write a plan's own scale, and return its node."""
        order = ranks(scale.words, scale.plan.ratings.get(scale.name, {}))
        scheme = scheme_iri(self.iri(scale.plan), scale.name, scale.words, order)
        if self._first(scheme):
            self._derived(scheme, scale.lines)
            for node, predicate, value in scheme_description(scheme, scale.words, order):
                self._described.add(node)
                self._add(node, (predicate, value))
                if predicate == CLOSE:
                    self._describe_code(value)
        return scheme

    def _rating(self, plan: Plan, name: str, mark: str) -> str:
        """Return a step of a plan's scale; one that no legend knows is known by its mark alone."""
        scheme = self._rated_by.get((plan, name))
        if scheme is None:
            scheme = self._rated_by[plan, name] = self._scale(self._reading.scale_of(plan, name))
        node = step_iri(scheme, mark)
        if self._first(node):
            self._add(node, *step_description(scheme, mark))
        return node
