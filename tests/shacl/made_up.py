"""Random graphs and random shapes, as columns, for comparing validators.

Left out is what docs/validation.md names as a difference: literals that are not canonical, orders between values
of different kinds, blank nodes under ``sh:lessThan`` and ``sh:minLength 0``, texts with languages under ``sh:lessThan``.
"""

from __future__ import annotations

from hypothesis import strategies as st

from keikaku.validation.shacl.graph import Graph
from keikaku.validation.shacl.lexical import XSD
from keikaku.validation.shacl.terms import RDF, SUBCLASS, TYPE, sh

EX = "http://example.org/"
NIL = f"<{RDF}nil>"

IRIS = [f"<{EX}{name}>" for name in "abcde"]
BLANKS = ["_:x", "_:y"]
TEXTS = ['"a"', '"bb"', '"東京"', '"東京"@ja', '"Tokyo"@en', '"Tokio"@de', '"Tokyo"@en-gb', '" "']
NUMBERS = [f'"{n}"^^<{XSD}integer>' for n in (-1, 0, 1, 2, 10)] + [f'"1.5"^^<{XSD}decimal>']
OTHERS = [f'"2020-02-30"^^<{XSD}date>', f'"x"^^<{EX}own>']
LINKS, WORDS, AMOUNTS = ([f"<{EX}{name}{n}>" for n in (1, 2)] for name in ("link", "word", "amount"))
CLASSES = [f"<{EX}{name}>" for name in ("Low", "Middle", "High")]
PREDICATES = LINKS + WORDS + AMOUNTS
ANY = IRIS + BLANKS + TEXTS + NUMBERS + OTHERS


class Writer:
    """Collects triples."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, list[str]]] = {}
        self._made = 0

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        column = self.columns.setdefault(predicate, {})
        for one in objects:
            if one not in column.setdefault(subject, []):
                column[subject].append(one)

    def node(self) -> str:
        self._made += 1
        return f"_:n{self._made}"

    def list(self, members: list[str]) -> str:
        head = NIL
        for member in reversed(members):
            node = self.node()
            self.add(node, f"<{RDF}first>", member)
            self.add(node, f"<{RDF}rest>", head)
            head = node
        return head

    def graph(self) -> Graph:
        return Graph(self.columns)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    writer = Writer()
    writer.add(CLASSES[0], SUBCLASS, CLASSES[1])
    if draw(st.booleans()):
        writer.add(CLASSES[1], SUBCLASS, CLASSES[2])
    nodes = st.sampled_from(IRIS + BLANKS)
    for _triple in range(draw(st.integers(0, 25))):
        subject = draw(nodes)
        kind = draw(st.sampled_from(["type", "link", "word", "amount"]))
        if kind == "type":
            writer.add(subject, TYPE, draw(st.sampled_from(CLASSES)))
        elif kind == "link":
            writer.add(subject, draw(st.sampled_from(LINKS)), draw(nodes))
        elif kind == "word":
            writer.add(
                subject, draw(st.sampled_from(WORDS)), draw(st.sampled_from(TEXTS + NUMBERS + OTHERS + IRIS))
            )
        else:
            writer.add(subject, draw(st.sampled_from(AMOUNTS)), draw(st.sampled_from(NUMBERS)))
    return writer.graph()


@st.composite
def shapes(draw: st.DrawFn) -> Graph:
    writer = Writer()
    for number in range(draw(st.integers(1, 2))):
        node = f"<{EX}shape{number}>"
        _fill(draw, writer, node, 2)
        for target in draw(
            st.lists(st.sampled_from(["Class", "Node", "SubjectsOf", "ObjectsOf"]), min_size=1, max_size=2)
        ):
            chosen = {"Class": CLASSES, "Node": IRIS + TEXTS[:2]}.get(target, PREDICATES)
            writer.add(node, sh(f"target{target}"), draw(st.sampled_from(chosen)))
    return writer.graph()


def _fill(draw: st.DrawFn, writer: Writer, node: str, depth: int, *, bound: bool = False) -> None:
    """Make a node a shape.

    Args:
        draw: Draws.
        writer: Where to.
        node: The node.
        depth: How many shapes may stand below it.
        bound: Whether it must have a path.
    """
    path = bound or draw(st.booleans())
    writer.add(node, TYPE, sh("PropertyShape" if path else "NodeShape"))
    writer.add(node, sh("message"), f'"{node[-3:-1]}"@en', '"規則"@ja')
    if path:
        writer.add(node, sh("path"), _path(draw, writer, 2))
    if draw(st.integers(0, 9)) == 0:
        writer.add(node, sh("deactivated"), f'"true"^^<{XSD}boolean>')
    if draw(st.booleans()):
        writer.add(node, sh("severity"), draw(st.sampled_from([sh("Info"), sh("Warning")])))
    names = _PLAIN + (_OF_PATHS if path else _OF_NODES) + (_OF_SHAPES if depth else [])
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        _constraint(draw, writer, node, name, depth)


_PLAIN = ["class", "datatype", "nodeKind", "minInclusive", "maxExclusive", "minLength", "maxLength", "pattern", "languageIn", "equals", "disjoint", "hasValue", "in"]  # fmt: skip
_OF_PATHS = ["minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"]
_OF_NODES = ["closed"]
_OF_SHAPES = ["not", "and", "or", "xone", "node", "property", "qualified"]
_KINDS = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
_SIMPLE = {
    "class": CLASSES,
    "datatype": [f"<{XSD}{name}>" for name in ("string", "integer", "decimal", "gYear", "date")]
    + [f"<{RDF}langString>"],
    "nodeKind": [sh(name) for name in _KINDS],
    "minInclusive": NUMBERS,
    "maxExclusive": NUMBERS,
    "minLength": [f'"{n}"^^<{XSD}integer>' for n in (1, 2, 19)],
    "maxLength": [f'"{n}"^^<{XSD}integer>' for n in (0, 1, 2, 19)],
    "pattern": [f'"{text}"' for text in ("a", "^T", "\\\\S", "^[0-9]+$", "京")],
    "equals": PREDICATES,
    "disjoint": PREDICATES,
    "hasValue": ANY[:5] + ANY[7:],
    "minCount": [f'"{n}"^^<{XSD}integer>' for n in (0, 1, 2)],
    "maxCount": [f'"{n}"^^<{XSD}integer>' for n in (0, 1, 2)],
    "uniqueLang": [f'"true"^^<{XSD}boolean>'],
}


def _constraint(draw: st.DrawFn, writer: Writer, node: str, name: str, depth: int) -> None:
    if name in _SIMPLE:
        writer.add(node, sh(name), draw(st.sampled_from(_SIMPLE[name])))
    elif name == "languageIn":
        writer.add(
            node, sh(name), writer.list(draw(st.lists(st.sampled_from(['"ja"', '"en"', '"*"']), min_size=1)))
        )
    elif name == "in":
        writer.add(
            node,
            sh(name),
            writer.list(draw(st.lists(st.sampled_from(ANY[:5] + ANY[7:]), min_size=1, max_size=4))),
        )
    elif name in ("lessThan", "lessThanOrEquals"):
        _order(draw, writer, node, name)
    elif name == "closed":
        writer.add(node, sh(name), f'"true"^^<{XSD}boolean>')
        writer.add(node, sh("ignoredProperties"), writer.list([TYPE, draw(st.sampled_from(PREDICATES))]))
    elif name == "qualified":
        _qualified(draw, writer, node, depth)
    elif name in ("and", "or", "xone"):
        inner = [_inner(draw, writer, depth) for _member in range(draw(st.integers(1, 2)))]
        writer.add(node, sh(name), writer.list(inner))
    else:
        below = _inner(draw, writer, depth, bound={"property": True, "node": False}.get(name))
        writer.add(node, sh(name), below)


def _inner(draw: st.DrawFn, writer: Writer, depth: int, *, bound: bool | None = None) -> str:
    node = writer.node()
    if bound is False:
        writer.add(node, TYPE, sh("NodeShape"))
        for name in draw(st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=2, unique=True)):
            _constraint(draw, writer, node, name, 0)
    else:
        _fill(draw, writer, node, depth - 1, bound=bool(bound))
    return node


def _order(draw: st.DrawFn, writer: Writer, node: str, name: str) -> None:
    """Compare amounts alone: the path of the shape is replaced by one that leads to numbers."""
    writer.columns[sh("path")][node] = [AMOUNTS[0]]
    writer.add(node, sh(name), AMOUNTS[draw(st.integers(0, 1))])


def _qualified(draw: st.DrawFn, writer: Writer, node: str, depth: int) -> None:
    if sh("path") not in writer.columns or node not in writer.columns[sh("path")]:
        return
    writer.add(node, sh("qualifiedValueShape"), _inner(draw, writer, depth))
    for bound in draw(st.sampled_from([["Min"], ["Max"], ["Min", "Max"]])):
        writer.add(node, sh(f"qualified{bound}Count"), f'"{draw(st.integers(0, 2))}"^^<{XSD}integer>')
    if draw(st.booleans()):
        writer.add(node, sh("qualifiedValueShapesDisjoint"), f'"true"^^<{XSD}boolean>')


def _path(draw: st.DrawFn, writer: Writer, depth: int) -> str:
    kind = draw(st.sampled_from(["p", "p", "p", "^", "/", "|", "*", "+", "?"])) if depth else "p"
    if kind == "p":
        return draw(st.sampled_from([*PREDICATES, TYPE]))
    if kind == "/":
        return writer.list([_path(draw, writer, depth - 1) for _step in range(2)])
    node = writer.node()
    if kind == "|":
        choices = writer.list([_path(draw, writer, depth - 1) for _choice in range(2)])
        writer.add(node, sh("alternativePath"), choices)
    else:
        names = {"^": "inversePath", "*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}
        writer.add(node, sh(names[kind]), _path(draw, writer, depth - 1))
    return node
