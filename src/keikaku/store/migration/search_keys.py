"""Names are found by a folding that knows more variant characters than before."""

from __future__ import annotations

from keikaku.graph.nquads import SEARCH_KEY, search_key
from keikaku.ground.messages import say
from keikaku.store.migration.model import Step, Town

_MARK = f" {SEARCH_KEY} "


def _rewrite(_town: Town, _key: str, lines: list[str]) -> list[str]:
    return sorted(_folded(line) if _MARK in line else line for line in lines)


def _folded(line: str) -> str:
    subject, predicate, rest = line.split(" ", 2)
    value, mark, graph = rest.rpartition('" ')
    if predicate != SEARCH_KEY or not mark or "\\" in value:
        return line
    return f"{subject} {predicate} {search_key(value[1:])[1]} {graph}"


STEP = Step(
    version=2,
    said=say("store.names-found-folding-knows"),
    rewrite=_rewrite,
)
