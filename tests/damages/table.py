"""The tables of docs/trust.md and docs/trust.ja.md: what became of each kind of damage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.damages.kinds import KINDS
from tests.damages.trial import OUTCOMES, Trial

EACH = 6
"""Damages of each kind in CI."""

_HEADS = {
    "en": (
        "damage",
        "tried",
        "read right",
        "refused",
        "reported",
        "silent",
        "text alone",
        "what would show it",
    ),
    "ja": (
        "壊れ方",
        "試行",
        "正しく読んだ",
        "受け付けなかった",
        "指摘した",
        "見逃した",
        "文章のみ",
        "見つけるために必要なもの",
    ),
}
_TOTALS = {
    "en": ("**what the document disproves**", "**what it does not**", "**what changes no meaning**"),
    "ja": ("**文書自身が誤りを示すもの**", "**示さないもの**", "**意味を変えないもの**"),
}


def table(trials: Iterable[Trial], language: str) -> str:
    """Return the table in one language: what a document disproves, what it does not, and what changes no meaning."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for trial in trials:
        counts[trial.kind][trial.outcome] += 1
    rows = [_HEADS[language], ("---", *["---:"] * (len(OUTCOMES) + 1), "---")]
    parts = [
        [kind for kind, about in KINDS.items() if about.seen and not about.neutral],
        [kind for kind, about in KINDS.items() if not about.seen],
        [kind for kind, about in KINDS.items() if about.neutral],
    ]
    for kinds, title in zip(parts, _TOTALS[language], strict=True):
        rows.append(_row(title, sum((counts[kind] for kind in kinds), Counter())))
        rows += [_row(getattr(KINDS[kind], language), counts[kind], _needs(kind, language)) for kind in kinds]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(title: str, count: Counter[str], needs: str = "") -> tuple[str, ...]:
    return (title, str(count.total()), *(str(count[outcome] or "") for outcome in OUTCOMES), needs)


def _needs(kind: str, language: str) -> str:
    needs = KINDS[kind].needs
    return needs[language == "ja"] if needs else ""
