"""No SPARQL of ours depends on which side an engine reads a - b - c from: what matters stands in brackets."""

from __future__ import annotations

import ast
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyparsing import ParseException, ParseResults
from rdflib.namespace import SH
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from tests.support import ROOT

CHAINS = {"AdditiveExpression": {"+"}, "MultiplicativeExpression": {"*"}}
"""What a chain without brackets may hold: what comes out the same from either side."""
ASKS = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b[^{]*\{")
IN_JAVASCRIPT = re.compile(r"`((?:[^`\\]|\\.)*)`|\"((?:[^\"\\\n]|\\.)*)\"", re.DOTALL)
STANDING_IN = ("?v", "<x:y>", "", "1", "VALUES ?v { 1 }")
NO_OPERATORS = re.compile(r"<[^>\s]*>|\"[^\"]*\"|#.*|\bxsd:\w+|[\w)}]/\w+:|[\w:]+-[a-z]\w*")


def nodes(tree: object) -> Iterator[CompValue]:
    """Yield the nodes of a syntax tree."""
    if isinstance(tree, CompValue):
        yield tree
        yield from nodes(list(tree.values()))
    elif isinstance(tree, (list, tuple, ParseResults)):
        for one in tree:
            yield from nodes(one)


def chains(tree: object) -> list[list[str]]:
    """Return the operators of each chain that the two sides read differently."""
    found = [(node.name, [str(one) for one in node.op or ()]) for node in nodes(tree)]
    return [ops for name, ops in found if len(ops) > 1 and name in CHAINS and set(ops) - CHAINS[name]]


def constants(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield each text of a Python file that asks something, in pieces between which a value comes."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [str(one.value) if isinstance(one, ast.Constant) else "\0" for one in node.values]
            yield tuple("".join(parts).split("\0"))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield (node.value,)


def texts() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each SPARQL text of the repository with where it stands."""
    for file in sorted(ROOT.glob("queries/**/*.rq")):
        yield file.name, (file.read_text(encoding="utf-8"),)
    for file in sorted(ROOT.glob("shapes/*.ttl")):
        shapes = rdflib.Graph().parse(file)
        starts = "".join(
            f"PREFIX {shapes.value(one, SH.prefix)}: <{shapes.value(one, SH.namespace)}>\n"
            for one in shapes.objects(None, SH.declare)
        )
        for predicate in (SH.select, SH.ask):
            for select in shapes.objects(None, predicate):
                yield file.name, (starts + str(select).replace("$PATH", "?path"),)
    for file in sorted(ROOT.glob("src/**/*.py")):
        for parts in constants(file):
            if ASKS.search(" ".join(parts)):
                yield file.relative_to(ROOT).as_posix(), parts
    for file in sorted((ROOT / "web" / "src").glob("*.js")):
        for match in IN_JAVASCRIPT.finditer(file.read_text(encoding="utf-8")):
            if ASKS.search(text := match[1] or match[2] or ""):
                yield file.name, tuple(re.split(r"\$\{[^}]*\}(?:`\)\.join\([^)]*\)\})?", text))
    for file in sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("README*.md")]):
        for block in re.findall(r"```sparql\n(.*?)```", file.read_text(encoding="utf-8"), re.DOTALL):
            yield file.name, (block,)


def parsed(parts: tuple[str, ...]) -> object:
    """Return the syntax tree of the text with something in its gaps that makes it SPARQL, if anything does."""
    for value in STANDING_IN[: 1 if len(parts) == 1 else None]:
        with contextlib.suppress(ParseException):
            return parseQuery(value.join(parts).replace("{{", "{").replace("}}", "}"))
    return None


def test_no_text_of_ours_can_be_read_from_either_side() -> None:
    found, read = [], 0
    for place, parts in texts():
        tree = parsed(parts)
        if tree is None:  # a piece of a query: it may not compute at all
            assert not re.search(r"\s[-/]\s", NO_OPERATORS.sub("", " ".join(parts))), (place, parts)
            continue
        read += 1
        found += [(place, chain) for chain in chains(tree)]
    assert found == []
    assert read > 80


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("10 - 3 - 2", [["-", "-"]]),
        ("100/10/2", [["/", "/"]]),
        ("?a -1 -1", [["-", "-"]]),
        ("?a * 2 / 3", [["*", "/"]]),
        ("?a + 2 - 3", [["+", "-"]]),
        ("IF(?a - (?b - 1 - 1) > 0, 1, 2)", [["-", "-"]]),
        ("(?a - ?b) - (?c / ?d) / 2 + 0", [["-", "+"]]),
        ("(10 - 3) - 2", []),
        ("1 + 2 + 3 * 4 * 5", []),
        ("1 - 2 * 3 / (4 - 5)", [["*", "/"]]),
    ],
)
def test_chains_are_found(expression: str, expected: list[list[str]]) -> None:
    assert chains(parseQuery(f"SELECT ({expression} AS ?x) {{}}")) == expected
