"""Whose the goals of a strategy are: some towns number those of their 総合計画 on, some set goals of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from keikaku.documents.numbered_lines import Document
from keikaku.ground.messages import pair
from keikaku.reading import families
from keikaku.reading.drafting.hints import hints
from keikaku.reading.drafting.trials import Trial, read
from keikaku.reading.model import Kind


def own_goals(
    documents: Sequence[Document], settings: dict[str, Any], best: Trial
) -> tuple[dict[str, Any], dict[str, tuple[str, str]], Trial] | None:
    """Return settings by which the goals are the strategy's own, why, and the reading with them.

    A strategy that names the 総合計画 as another plan above or beside it sets goals of its own; one whose title names it
    is both, and one that never names it proves nothing.

    Returns:
        None where the document does not prove it.
    """
    above = hints().above
    title = settings["document"]["title"]
    beside = next((line for line in documents[0].lines if above.search(line.folded)), None)
    if beside is None or above.search(title):
        return None
    whole = families.with_defaults(dict(settings))
    levels: dict[str, Any] = whole.get("levels", {}) if isinstance(whole, dict) else {}
    goals = [name for name, said in levels.items() if said.get("is") == Kind.GOAL.value]
    own = settings.get("levels", {})
    said = {name: {**own.get(name, {}), "is": Kind.STRATEGY_GOAL.value} for name in goals}
    raw = {**settings, "levels": {**own, **said}}
    trial = read(documents, raw)
    if trial is None or trial.figures != best.figures:
        return None
    why = pair("drafting.own-goals", number=beside.number)
    return raw, {f"levels.{name}": why for name in goals}, trial
