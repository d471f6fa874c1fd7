"""Property paths (SHACL, section 2.3.1), read from a shapes graph and walked over a data graph without recursion."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from keikaku.ground.errors import ShapesError, UnsupportedShapesError
from keikaku.ground.messages import say
from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.terms import is_iri, is_literal, lexical, sh

Walk = Callable[[Graph, str], Iterable[str]]
"""Returns the nodes at the end of a path, each once."""

_DEEPEST = 50
_INVERSE = sh("inversePath")
_ALTERNATIVE = sh("alternativePath")
_REPEATS = {sh("zeroOrMorePath"): "*", sh("oneOrMorePath"): "+", sh("zeroOrOnePath"): "?"}


@dataclass(frozen=True, slots=True)
class Path:
    """A property path.

    Attributes:
        kind: ``p`` for a predicate, ``^`` for one walked backwards, ``/``, ``|``, ``*``, ``+`` or ``?``.
        predicate: The predicate of the first two kinds.
        parts: The paths that the others are made of.
    """

    kind: str
    predicate: str = ""
    parts: tuple[Path, ...] = field(default=())

    def sparql(self) -> str:
        """Return the path as SPARQL writes it."""
        if self.kind in "p^":
            return f"{'^' if self.kind == '^' else ''}{self.predicate}"
        inner = [part.sparql() for part in self.parts]
        joined = self.kind.join(inner) if self.kind in "/|" else f"({inner[0]}){self.kind}"
        return f"({joined})"

    def walk(self) -> Walk:
        """Return a function that walks the path."""
        return _WALKS[self.kind](self)


def read_path(shapes: Graph, node: str, shape: str) -> Path:
    """Return the path that a node of a shapes graph stands for.

    Args:
        shapes: The shapes graph.
        node: The value of ``sh:path``.
        shape: The shape, for errors.

    Raises:
        ShapesError: It is none.
        UnsupportedShapesError: It is nested deeper than 50 paths.
    """
    return _read(shapes, node, shape, 0, turned=False)


def _read(shapes: Graph, node: str, shape: str, depth: int, *, turned: bool) -> Path:
    if depth > _DEEPEST:
        raise UnsupportedShapesError(
            "shapes.unsupported", shape=shape, what=f"a path nested deeper than {_DEEPEST}"
        )
    if is_iri(node):
        return Path("^" if turned else "p", node)
    if is_literal(node):
        raise _broken(shape)
    members = shapes.items(node)
    if members:
        parts = [_read(shapes, one, shape, depth + 1, turned=turned) for one in members]
        return Path("/", parts=tuple(reversed(parts) if turned else parts)) if len(parts) > 1 else parts[0]
    inverse = shapes.objects(node, _INVERSE)
    if len(inverse) == 1:
        return _read(shapes, inverse[0], shape, depth + 1, turned=not turned)
    alternatives = shapes.objects(node, _ALTERNATIVE)
    if len(alternatives) == 1 and (choices := shapes.items(alternatives[0])):
        return Path("|", parts=tuple(_read(shapes, one, shape, depth + 1, turned=turned) for one in choices))
    for predicate, kind in _REPEATS.items():
        repeated = shapes.objects(node, predicate)
        if len(repeated) == 1:
            return Path(kind, parts=(_read(shapes, repeated[0], shape, depth + 1, turned=turned),))
    raise _broken(shape)


def _broken(shape: str) -> ShapesError:
    return ShapesError(
        "shapes.ill-formed",
        shape=lexical(shape),
        detail=say("shapes.sh-path-no-path"),
    )


# ---------------------------------------------------------------- walking


def _forward(path: Path) -> Walk:
    predicate = path.predicate
    return lambda graph, node: graph.objects(node, predicate)


def _backward(path: Path) -> Walk:
    predicate = path.predicate
    return lambda graph, node: graph.subjects(predicate, node)


def _sequence(path: Path) -> Walk:
    steps = [part.walk() for part in path.parts]

    def walk(graph: Graph, node: str) -> Iterable[str]:
        nodes: Iterable[str] = (node,)
        for step in steps:
            nodes = dict.fromkeys(one for here in nodes for one in step(graph, here))
        return nodes

    return walk


def _alternative(path: Path) -> Walk:
    choices = [part.walk() for part in path.parts]
    return lambda graph, node: dict.fromkeys(one for choice in choices for one in choice(graph, node))


def _repeated(path: Path) -> Walk:
    step, with_start = path.parts[0].walk(), path.kind == "*"

    def walk(graph: Graph, node: str) -> Iterable[str]:
        found = dict.fromkeys([node] if with_start else step(graph, node))
        queue = list(found)
        while queue:
            for one in step(graph, queue.pop()):
                if one not in found:
                    found[one] = None
                    queue.append(one)
        return found

    return walk


def _optional(path: Path) -> Walk:
    step = path.parts[0].walk()
    return lambda graph, node: dict.fromkeys([node, *step(graph, node)])


_WALKS: dict[str, Callable[[Path], Walk]] = {
    "p": _forward,
    "^": _backward,
    "/": _sequence,
    "|": _alternative,
    "*": _repeated,
    "+": _repeated,
    "?": _optional,
}
