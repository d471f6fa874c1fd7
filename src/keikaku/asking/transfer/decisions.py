"""What people decided about suggested links, here and on a server: none of it is lost in silence.

The rule is that of the store (:mod:`keikaku.audit.suggestions.recorded`): a later decision about a link takes the place of an
earlier one. Two that differ and are of one day are both kept until a person says which holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keikaku.asking.transfer.parcels import MAPPINGS
from keikaku.graph.nquads import DCT, TYPE
from keikaku.ground.errors import MappingsError, NoReviewerError
from keikaku.ground.messages import say
from keikaku.store.folder import Store

_DECISION = "/decision>"
_CREATED = f" <{DCT}created> "
_CREATOR = f" <{DCT}creator> "
_MEMBER = "<https://w3id.org/sssom/mappings>"


@dataclass(frozen=True, slots=True)
class Difference:
    """How the decisions of one graph differ, each a node of a decision.

    Attributes:
        only_there: Decisions about links that nobody decided about here.
        later_there: Those that take the place of one that stands here.
        later_here: Those that one that stands here takes the place of.
        same_day: Those that are of the same day as another one here.
    """

    only_there: tuple[str, ...]
    later_there: tuple[str, ...]
    later_here: tuple[str, ...]
    same_day: tuple[str, ...]


def difference(here: Iterable[str], there: Iterable[str]) -> Difference:
    """Compare the decisions of two N-Quads of one graph."""
    ours, theirs = _decided(here), _decided(there)
    both = [node for node in sorted(theirs) if node in ours and ours[node] != theirs[node]]
    days = {node: (_day(ours[node]), _day(theirs[node])) for node in both}
    return Difference(
        only_there=tuple(sorted(theirs.keys() - ours.keys())),
        later_there=tuple(node for node, (our, their) in days.items() if our < their),
        later_here=tuple(node for node, (our, their) in days.items() if our > their),
        same_day=tuple(node for node, (our, their) in days.items() if our == their),
    )


def with_decisions(here: Iterable[str], there: Iterable[str], graph: str) -> list[str]:
    """Return the sorted N-Quads of a graph with what was decided there, later or alone, with links and reviewers.

    Args:
        here: What stands here.
        there: What stands there.
        graph: The IRI of the graph.

    Raises:
        MappingsError: An id decides in one role here and in another one there.
    """
    here, there = list(here), list(there)
    ours, theirs = _nodes(here), _nodes(there)
    found = difference(here, there)
    tail = f" <{graph}> ."
    lines = {f"<{graph}> {TYPE} <{MAPPINGS}>{tail}"}
    for decision in (*found.only_there, *found.later_there):
        ours[decision] = theirs[decision]
        link = decision.removesuffix(_DECISION) + ">"
        ours.setdefault(link, theirs.get(link, set()))
        lines |= {f"<{graph}> {_MEMBER} {node}{tail}" for node in (link, decision) if ours[node]}
        for reviewer in _objects(theirs[decision], _CREATOR):
            _refuse_other_role(ours.setdefault(reviewer, theirs.get(reviewer, set())), theirs, reviewer)
    return sorted(lines.union(*ours.values()))


def refuse_losing(target: Store, key: str, lines: Iterable[str]) -> None:
    """Refuse a graph that would take the place of decisions that it does not hold: nobody could get them back.

    Args:
        target: The store.
        key: Of the graph in it.
        lines: The N-Quads that would take its place.

    Raises:
        MappingsError: Some decision about a suggested link stands in the store alone.
    """
    held = _decided(target.lines(key) if key in target.documents else [])
    arriving = _decided(lines)
    lost = [node for node, facts in held.items() if facts - arriving.get(node, set())]
    if lost:
        raise MappingsError("mappings.lost-decisions", path=target.path, key=key, count=len(lost))


def _nodes(lines: Iterable[str]) -> dict[str, set[str]]:
    """Return the lines by what they speak of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        found[line.partition(" ")[0]].add(line)
    return found


def _decided(lines: Iterable[str]) -> dict[str, set[str]]:
    return {node: facts for node, facts in _nodes(lines).items() if node.endswith(_DECISION)}


def _objects(lines: Iterable[str], predicate: str) -> list[str]:
    return sorted(line.split(predicate)[1].split(" ")[0] for line in lines if predicate in line)


def _day(lines: Iterable[str]) -> str:
    """Return the day of a decision as it is written, "" where it has none."""
    return max(_objects(lines, _CREATED), default="")


def _refuse_other_role(held: set[str], theirs: Mapping[str, set[str]], reviewer: str) -> None:
    if held != theirs.get(reviewer, held):
        name = reviewer.rpartition("/")[2].rstrip(">")
        raise NoReviewerError(
            "mappings.no-reviewer",
            what=say("mappings.id-which-decides-another", name=name),
        )
