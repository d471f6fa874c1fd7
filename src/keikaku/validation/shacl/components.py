"""The constraint components of SHACL Core (SHACL, section 4), each as a function that builds its constraints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from keikaku.ground.errors import ShapesError
from keikaku.ground.messages import Said, say
from keikaku.validation.shacl import terms
from keikaku.validation.shacl.lexical import XSD, well_formed
from keikaku.validation.shacl.model import Constraint, Count, Nested, Run, SetTest, Shape, Test, ValueTest
from keikaku.validation.shacl.patterns import compile_pattern
from keikaku.validation.shacl.terms import is_blank, is_literal, language, lexical, sh

if TYPE_CHECKING:
    from keikaku.validation.shacl.compiler import Shapes

Builder = Callable[["Shapes", Shape, list[str]], Iterable[Constraint]]
Broken = Iterable[tuple[str | None, str | None]]

_REMEMBERED = 8192  # terms a test: years, codes and numbers come again, texts hardly
_BEYOND = 2**63  # more than anything has values or letters; int() refuses thousands of digits


class _Memo(dict[str, bool]):
    """Remembers what a test said of a term, which is the same in every graph."""

    def __init__(self, test: Callable[[str], object]) -> None:
        self._test = test
        super().__init__()

    def __missing__(self, term: str) -> bool:
        if len(self) >= _REMEMBERED:
            self.clear()
        answer = self[term] = bool(self._test(term))
        return answer


def _of_terms(name: str, test: Callable[[str], object]) -> ValueTest:
    """Return a constraint that depends on nothing but the term."""
    remembered = _Memo(test).__getitem__
    return ValueTest(sh(f"{name}ConstraintComponent"), lambda _run: remembered)


def _refused(shape: Shape, detail: Said) -> Exception:
    return ShapesError("shapes.ill-formed", shape=lexical(shape.node), detail=detail)


def _single(shape: Shape, values: list[str], name: str) -> str:
    if len(values) != 1:
        raise _refused(shape, say("shapes.two-values-sh", name=name))
    return values[0]


def _number(shape: Shape, values: list[str], name: str) -> int:
    value = _single(shape, values, name)
    if not (is_literal(value) and terms.datatype(value) == f"<{XSD}integer>" and lexical(value).isdecimal()):
        raise _refused(shape, say("shapes.sh-no-whole-number", name=name))
    return int(min(Decimal(lexical(value)), Decimal(_BEYOND)))


def _needs_path(shape: Shape, name: str) -> None:
    if shape.walk is None:
        raise _refused(shape, say("shapes.node-shape-may-have", name=name))


# ---------------------------------------------------------------- kinds of values


def _class(_shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for one in values:
        yield ValueTest(sh("ClassConstraintComponent"), _instances_of(one))


def _instances_of(one: str) -> Callable[[Run], Test]:
    return lambda run: run.graph.instances(one).__contains__


def _datatype(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    wanted = _single(shape, values, "datatype")
    yield _of_terms(
        "Datatype",
        lambda term: (
            is_literal(term) and terms.datatype(term) == wanted and well_formed(wanted, lexical(term))
        ),
    )


_KINDS = {
    sh("IRI"): "<",
    sh("BlankNode"): "_",
    sh("Literal"): '"',
    sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"',
    sh("IRIOrLiteral"): '<"',
}


def _node_kind(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    allowed = _KINDS.get(_single(shape, values, "nodeKind"))
    if allowed is None:
        raise _refused(shape, say("shapes.sh-nodekind-none-six"))
    yield _of_terms("NodeKind", lambda term: term[0] in allowed)


# ---------------------------------------------------------------- counts and ranges


def _min_count(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    _needs_path(shape, "minCount")
    yield Count(sh("MinCountConstraintComponent"), least=_number(shape, values, "minCount"))


def _max_count(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    _needs_path(shape, "maxCount")
    yield Count(sh("MaxCountConstraintComponent"), most=_number(shape, values, "maxCount"))


def _range(name: str, *, lower: bool, or_equal: bool) -> Builder:
    def build(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
        bound = _single(shape, values, name)
        yield _of_terms(
            name[0].upper() + name[1:],
            (lambda term: terms.less(bound, term, or_equal=or_equal))
            if lower
            else (lambda term: terms.less(term, bound, or_equal=or_equal)),
        )

    return build


# ---------------------------------------------------------------- strings


def _min_length(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    least = _number(shape, values, "minLength")
    yield _of_terms("MinLength", lambda term: not is_blank(term) and len(lexical(term)) >= least)


def _max_length(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    most = _number(shape, values, "maxLength")
    yield _of_terms("MaxLength", lambda term: not is_blank(term) and len(lexical(term)) <= most)


def _pattern(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    flags = shapes.one(shape.node, sh("flags"))
    for value in values:
        search = compile_pattern(lexical(value), lexical(flags) if flags else "", shape.node)
        yield _of_terms("Pattern", _searching(search))


def _searching(search: Callable[[str], object]) -> Test:
    return lambda term: not is_blank(term) and search(lexical(term)) is not None


def _language_in(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    head = _single(shape, values, "languageIn")
    wanted = [lexical(one).lower() for one in shapes.members(shape.node, head)]
    yield _of_terms(
        "LanguageIn",
        lambda term: is_literal(term) and any(terms.language_matches(language(term), one) for one in wanted),
    )


def _unique_lang(shapes: Shapes, shape: Shape, _values: list[str]) -> Iterator[Constraint]:
    _needs_path(shape, "uniqueLang")

    def check(_run: Run, _focus: str, values: list[str]) -> Broken:
        used = Counter(tag for tag in map(language, values) if tag)
        return [(None, None) for count in used.values() if count > 1]

    if shapes.one(shape.node, sh("uniqueLang")) == terms.TRUE:
        yield SetTest(sh("UniqueLangConstraintComponent"), check)


# ---------------------------------------------------------------- pairs of properties


def _equals(_shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for other in values:
        yield SetTest(sh("EqualsConstraintComponent"), _unequal(other))


def _unequal(other: str) -> Callable[[Run, str, list[str]], Broken]:
    def check(run: Run, focus: str, values: list[str]) -> Broken:
        others = run.graph.objects(focus, other)
        return [(one, None) for one in {*values} ^ {*others}]

    return check


def _disjoint(_shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for other in values:
        yield SetTest(sh("DisjointConstraintComponent"), _common(other))


def _common(other: str) -> Callable[[Run, str, list[str]], Broken]:
    def check(run: Run, focus: str, values: list[str]) -> Broken:
        return [(one, None) for one in {*values} & {*run.graph.objects(focus, other)}]

    return check


def _less_than(name: str, *, or_equal: bool) -> Builder:
    def build(_shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
        _needs_path(shape, name[0].lower() + name[1:])
        for other in values:
            yield SetTest(sh(f"{name}ConstraintComponent"), _not_less(other, or_equal=or_equal))

    return build


def _not_less(other: str, *, or_equal: bool) -> Callable[[Run, str, list[str]], Broken]:
    def check(run: Run, focus: str, values: list[str]) -> Broken:
        others = run.graph.objects(focus, other)
        return [
            (value, None)
            for value in values
            for one in others
            if not terms.less(value, one, or_equal=or_equal)
        ]

    return check


# ---------------------------------------------------------------- shapes


def _property(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for node in values:
        inner = shapes.shape(node)
        if inner.walk is None:
            raise _refused(shape, say("shapes.value-sh-property-no"))
        yield Nested(inner)


def _node(shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for node in values:
        yield ValueTest(sh("NodeConstraintComponent"), _conforming([shapes.shape(node)], all))


def _conforming(inner: list[Shape], how: Callable[[Iterator[object]], bool]) -> Callable[[Run], Test]:
    def bind(run: Run) -> Test:
        tests = [run.conforming(shape) for shape in inner]
        return lambda term: how(test(term) for test in tests)

    return bind


def _none(answers: Iterator[object]) -> bool:
    return not any(answers)


def _exactly_one(answers: Iterator[object]) -> bool:
    return sum(map(bool, answers)) == 1


def _not(shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for node in values:
        yield ValueTest(sh("NotConstraintComponent"), _conforming([shapes.shape(node)], _none))


def _logical(name: str, how: Callable[[Iterator[object]], bool]) -> Builder:
    def build(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
        for head in values:
            inner = [shapes.shape(node) for node in shapes.members(shape.node, head)]
            yield ValueTest(sh(f"{name}ConstraintComponent"), _conforming(inner, how))

    return build


def _qualified(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    _needs_path(shape, "qualifiedValueShape")
    wanted = shapes.shape(_single(shape, values, "qualifiedValueShape"))
    apart = _siblings(shapes, shape, values[0])
    for bound in ("Min", "Max"):
        counts = shapes.graph.objects(shape.node, sh(f"qualified{bound}Count"))
        if counts:
            number = _number(shape, counts, f"qualified{bound}Count")
            count = Count("", least=number) if bound == "Min" else Count("", most=number)
            yield SetTest(sh(f"Qualified{bound}CountConstraintComponent"), _miscounted(wanted, apart, count))


def _siblings(shapes: Shapes, shape: Shape, own: str) -> list[Shape]:
    """Return the shapes that a counted value may not conform to (SHACL, section 4.7.3)."""
    if not shapes.flag(shape.node, sh("qualifiedValueShapesDisjoint")):
        return []
    graph = shapes.graph
    parents = graph.subjects(sh("property"), shape.node)
    beside = {one for parent in parents for one in graph.objects(parent, sh("property"))}
    found = {one for node in beside for one in graph.objects(node, sh("qualifiedValueShape"))} - {own}
    return [shapes.shape(node) for node in sorted(found)]


def _miscounted(wanted: Shape, apart: list[Shape], count: Count) -> Callable[[Run, str, list[str]], Broken]:
    def check(run: Run, _focus: str, values: list[str]) -> Broken:
        test, others = run.conforming(wanted), [run.conforming(one) for one in apart]
        found = sum(1 for value in values if test(value) and not any(other(value) for other in others))
        return [(None, None)] if count.broken(found) else []

    return check


# ---------------------------------------------------------------- other


def _closed(shapes: Shapes, shape: Shape, _values: list[str]) -> Iterator[Constraint]:
    graph = shapes.graph
    known = {
        path for node in graph.objects(shape.node, sh("property")) for path in graph.objects(node, sh("path"))
    }
    for head in graph.objects(shape.node, sh("ignoredProperties")):
        known.update(shapes.members(shape.node, head))

    def check(run: Run, _focus: str, values: list[str]) -> Broken:
        for predicate, column in run.graph.columns.items():
            if predicate not in known:
                for value in values:
                    for one in column.get(value, ()):
                        yield one, predicate

    if shapes.flag(shape.node, sh("closed")):
        yield SetTest(sh("ClosedConstraintComponent"), check)


def _has_value(_shapes: Shapes, _shape: Shape, values: list[str]) -> Iterator[Constraint]:
    for wanted in values:
        yield SetTest(sh("HasValueConstraintComponent"), _lacking(wanted))


def _lacking(wanted: str) -> Callable[[Run, str, list[str]], Broken]:
    return lambda _run, _focus, values: [] if wanted in values else [(None, None)]


def _in(shapes: Shapes, shape: Shape, values: list[str]) -> Iterator[Constraint]:
    allowed = frozenset(shapes.members(shape.node, _single(shape, values, "in")))
    yield ValueTest(sh("InConstraintComponent"), lambda _run: allowed.__contains__)


BUILDERS: dict[str, Builder] = {
    sh("class"): _class,
    sh("datatype"): _datatype,
    sh("nodeKind"): _node_kind,
    sh("minCount"): _min_count,
    sh("maxCount"): _max_count,
    sh("minExclusive"): _range("minExclusive", lower=True, or_equal=False),
    sh("minInclusive"): _range("minInclusive", lower=True, or_equal=True),
    sh("maxExclusive"): _range("maxExclusive", lower=False, or_equal=False),
    sh("maxInclusive"): _range("maxInclusive", lower=False, or_equal=True),
    sh("minLength"): _min_length,
    sh("maxLength"): _max_length,
    sh("pattern"): _pattern,
    sh("languageIn"): _language_in,
    sh("uniqueLang"): _unique_lang,
    sh("equals"): _equals,
    sh("disjoint"): _disjoint,
    sh("lessThan"): _less_than("LessThan", or_equal=False),
    sh("lessThanOrEquals"): _less_than("LessThanOrEquals", or_equal=True),
    sh("property"): _property,
    sh("node"): _node,
    sh("not"): _not,
    sh("and"): _logical("And", all),
    sh("or"): _logical("Or", any),
    sh("xone"): _logical("Xone", _exactly_one),
    sh("qualifiedValueShape"): _qualified,
    sh("closed"): _closed,
    sh("hasValue"): _has_value,
    sh("in"): _in,
}
"""What builds the constraints of each parameter."""
