"""A draft as the text of a plan.yml: what it says, why beside it, and what is asked at its head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from keikaku.ground.messages import Language, say, sentence
from keikaku.reading.drafting.draft import Draft

_FEW = {"municipality", "document", "plans", "periods"}
_WIDTH = 1000
"""Columns after which YAML may break a line: never, since a pattern that is broken cannot be read."""


def as_yaml(draft: Draft, language: Language) -> str:
    """Return the text of a plan.yml.

    Args:
        draft: What it says.
        language: Of its remarks.
    """
    return "".join(f"{line}\n" for line in _lines(draft, language))


def refusal(draft: Draft, language: Language) -> str:
    """Return why a document does not look like a plan, "" where it does."""
    if draft.is_plan:
        return ""
    if draft.no_plan:
        said = say("drafting.no-plan", what=draft.no_plan)
    elif any(draft.counts.values()):
        said = say("drafting.untitled", unread=draft.unread, printed=draft.printed)
    else:
        said = say("drafting.nothing")
    return said.text(language)


def _lines(draft: Draft, language: Language) -> Iterator[str]:
    at = int(language == "ja")
    yield f"# {sentence('drafting.head', language)}"
    counts = ", ".join(f"{name} {count}" for name, count in sorted(draft.counts.items()) if count) or "-"
    reads = say("drafting.reads", counts=counts, unread=draft.unread, printed=draft.printed)
    yield f"# {reads.text(language)}"
    if refused := refusal(draft, language):
        yield f"# {refused}"
    if draft.questions:
        yield f"# {sentence('drafting.asked', language)}"
        yield from (f"#   - {question[at]}" for question in draft.questions)
    for key, value in draft.settings.items():
        if value == {}:
            continue
        if key in draft.reasons:
            yield f"# {draft.reasons[key][at]}"
        if isinstance(value, dict) and key not in _FEW:
            yield f"{key}:"
            for name, said in value.items():
                reason = draft.reasons.get(f"{key}.{name}")
                if reason:
                    yield f"  # {reason[at]}"
                yield from (f"  {line}" for line in _dumped({name: said}, flow=True))
        else:
            yield from _dumped({key: value}, flow=isinstance(value, dict) and key != "document")


def _dumped(value: dict[str, Any], *, flow: bool) -> list[str]:
    """Return YAML, each entry on a line of its own where it is short."""
    if flow:
        lines = []
        for name, said in value.items():
            inner = yaml.safe_dump(
                said, allow_unicode=True, sort_keys=False, default_flow_style=True, width=_WIDTH
            )
            label = yaml.safe_dump(name, allow_unicode=True, default_flow_style=True).splitlines()[0]
            lines.append(f"{label}: {inner.splitlines()[0]}")
        return lines
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=_WIDTH).splitlines()
