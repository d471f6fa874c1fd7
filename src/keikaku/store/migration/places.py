"""What was read from a text names its place, which is the fragment that it was derived from."""

from __future__ import annotations

from keikaku.documents.places import parse
from keikaku.graph.nquads import DERIVED, PLACE
from keikaku.ground.messages import say
from keikaku.store.migration.model import Step, Town

_MARK = f" {DERIVED} "


def _rewrite(_town: Town, _key: str, lines: list[str]) -> list[str]:
    return sorted({*lines, *(line.replace(_MARK, f" {PLACE} ", 1) for line in lines if _is_of_lines(line))})


def _is_of_lines(line: str) -> bool:
    """Tell whether a line of N-Quads says from which lines something was read."""
    subject, predicate, rest = line.split(" ", 2)
    if predicate != DERIVED or not subject.startswith("<") or not rest.startswith("<"):
        return False
    place = parse(rest[1 : rest.index(">")])
    return place is not None and place.lines[0] > 0


STEP = Step(
    version=3,
    said=say("store.what-was-read-names"),
    rewrite=_rewrite,
)
