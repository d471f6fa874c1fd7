"""Shapes run over a graph: sets first, then only the nodes about which the sets leave a doubt.

Most nodes conform. For a shape over one predicate, whether all of its focus nodes do is told by a few operations
on whole columns; the nodes that break something, or could, are then looked at one by one, which also makes the
results. A shape of another kind is looked at node by node from the start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, filterfalse

from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.graph import Column, Graph
from keikaku.validation.shacl.model import Constraint, Count, Nested, Query, Result, Run, Shape, ValueTest


def run(shapes: Shapes, graph: Graph) -> list[Result]:
    """Return what of a graph does not conform to shapes.

    Args:
        shapes: The compiled shapes.
        graph: The graph.
    """
    state = Run(graph)
    found: list[Result] = []
    for shape in shapes.targeted:
        focuses = {node for target in shape.targets for node in target(graph)}
        _check(shape, state, focuses, found)
    return found


def _check(shape: Shape, state: Run, focuses: set[str], found: list[Result]) -> None:
    """Add the results of a shape for many focus nodes."""
    if shape.deactivated or not focuses:
        return
    if shape.walk is None:
        for constraint in shape.constraints:
            if isinstance(constraint, Nested):
                _check(constraint.shape, state, focuses, found)
            elif isinstance(constraint, ValueTest):
                test = state.test(constraint)
                _look(shape, [constraint], state, filterfalse(test, focuses), found)
            elif isinstance(constraint, Query) and constraint.many:
                found.extend(constraint.many(state, shape, focuses))
            else:
                _look(shape, [constraint], state, focuses, found)
    else:
        _look(shape, shape.constraints, state, _doubtful(shape, state, focuses), found)


def _look(
    shape: Shape, constraints: list[Constraint], state: Run, focuses: Iterable[str], found: list[Result]
) -> None:
    """Look at focus nodes one by one."""
    for focus in focuses:
        values = shape.values(state, focus)
        for constraint in constraints:
            found.extend(shape.broken(state, constraint, focus, values))


def _doubtful(shape: Shape, state: Run, focuses: set[str]) -> Collection[str]:
    """Return the focus nodes that may break a property shape; all others conform."""
    column = _column(shape, state.graph)
    if column is None or not all(isinstance(one, ValueTest | Count) for one in shape.constraints):
        return focuses
    there = [focus for focus in focuses if focus in column]
    lists = [column[focus] for focus in there]
    doubtful: set[str] = set()
    fewest, most = min(map(len, lists), default=0), max(map(len, lists), default=0)
    values = set(chain.from_iterable(lists))
    wrong: set[str] = set()
    for constraint in shape.constraints:
        if isinstance(constraint, ValueTest):
            wrong.update(filterfalse(state.test(constraint), values))
        elif isinstance(constraint, Count):
            if constraint.broken(0) and len(there) < len(focuses):
                doubtful |= focuses.difference(there)
            if constraint.broken(fewest) or constraint.broken(most):
                doubtful.update(focus for focus in there if constraint.broken(len(column[focus])))
    if wrong:
        doubtful.update(focus for focus in there if not wrong.isdisjoint(column[focus]))
    return doubtful


def _column(shape: Shape, graph: Graph) -> Column | None:
    """Return the column that holds the values of a shape over one predicate."""
    if shape.path is None or shape.path.kind not in "p^":
        return None
    turned = shape.path.kind == "^"
    return graph.inverse(shape.path.predicate) if turned else graph.column(shape.path.predicate)
