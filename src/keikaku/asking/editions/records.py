"""The difference between two editions as JSON values, for files and programs."""

from __future__ import annotations

from typing import Any

from keikaku.asking.editions.changes import Change, Difference
from keikaku.asking.editions.elements import Edition, Part
from keikaku.ground.messages import Language


def record(found: Difference, language: Language) -> dict[str, Any]:
    """Return what is different between two editions as JSON values.

    Args:
        found: The difference.
        language: Of notes and reasons.
    """

    def part(one: Part | None) -> dict[str, Any] | None:
        return None if one is None else {
            "iri": one.iri, "kind": one.kind, "number": one.number, "label": one.label, "sources": list(one.sources)
        }  # fmt: skip

    def change(one: Change) -> dict[str, Any]:
        return {
            "what": one.what.value,
            "of": one.of,
            "year": one.year,
            "before": one.before,
            "after": one.after,
            "iris": {"old": one.about[0], "new": one.about[1]},
            "sources": {"old": list(one.sources_before), "new": list(one.sources_after)},
        }

    def plan(one: Edition) -> dict[str, Any]:
        return {
            "iri": one.plan.iri,
            "title": one.plan.label,
            "municipality": one.municipality,
            "start": one.start,
            "end": one.end,
        }

    return {
        "old": plan(found.old),
        "new": plan(found.new),
        "notes": [note.text(language) for note in found.notes],
        "counts": {became.value: count for became, count in found.count().items()},
        "status": found.status,
        "plan": [change(one) for one in found.own],
        "departments": [
            {
                "became": one.became.value,
                "score": one.score,
                "confirmed": one.confirmed,
                "reasons": [reason.text(language) for reason in one.reasons],
                "old": part(one.old),
                "new": part(one.new),
            }
            for one in found.offices
        ],
        "elements": [
            {
                "became": step.element.became.value,
                "also": list(step.element.also),
                "score": step.element.score,
                "confirmed": step.element.confirmed,
                "reasons": [reason.text(language) for reason in step.element.reasons],
                "old": part(step.element.old),
                "new": part(step.element.new),
                "changes": [change(one) for one in step.changes],
            }
            for step in found.steps
        ],
    }
