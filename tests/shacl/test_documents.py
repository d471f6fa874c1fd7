"""keikaku's validator against pyshacl on documents: the real plans, every rule's example, made-up plans with defects."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from country import towns
from rdflib import Graph as RdflibGraph

from keikaku.ground import content
from keikaku.validation import own, validate
from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.engine import run
from keikaku.validation.shacl.graph import Graph, columns_of_lines
from keikaku.validation.shacl.model import Run
from keikaku.validation.shacl.report import turtle
from keikaku.validation.shacl.sources import read_graph
from tests import support
from tests.shapes.test_shapes import example_name, examples, report_text

PLANS = (
    "ami-evaluation-sheets-r6",
    "kanegasaki-11th-plan-digest",
    "ninohe-late-basic-plan-outline",
    "shirakawa-implementation-plan-goal7",
    "suzaka-basic-plan-measures-35-39",
)


def shapes_of(path: Path) -> Shapes:
    return Shapes(read_graph([content.folder("shapes") / f"{path.parent.name}.ttl"]))


@pytest.mark.parametrize("path", examples("invalid.*.ttl"), ids=example_name)
def test_every_example_of_a_broken_rule_has_the_report_of_pyshacl(path: Path) -> None:
    """The approved reports are what pyshacl says: tests/shapes."""
    shapes = shapes_of(path)
    found = run(shapes, Graph(read_graph([path]).columns, own.vocabularies()))
    report = RdflibGraph().parse(data=turtle(found, shapes.graph), format="turtle")
    assert report_text(report) == path.with_suffix(".approved.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", examples("valid.*.ttl"), ids=example_name)
def test_every_valid_example_conforms(path: Path) -> None:
    assert run(shapes_of(path), Graph(read_graph([path]).columns, own.vocabularies())) == []


@pytest.mark.parametrize("plan", PLANS)
def test_both_find_the_same_in_a_real_plan(plan: str) -> None:
    lines = support.quads(support.load_plan(plan), plan)
    ours = validate(lines)
    assert ours
    assert ours == validate(lines, "pyshacl")


Damage = Callable[[str], str | None]
DAMAGES: dict[str, tuple[str, Damage]] = {
    "no label": ("rdf-schema#label> ", lambda line: None),
    "label in English": ("rdf-schema#label> ", lambda line: line.replace('"@ja', '"@en')),
    "empty label": ("rdf-schema#label> ", lambda line: _text(line, "　")),
    "year out of range": ("ns#fiscalYear> ", lambda line: _text(line, "1820")),
    "year that is none": ("ns#fiscalYear> ", lambda line: _text(line, "R6")),
    "negative sum": ("ns#totalAmount> ", lambda line: _text(line, "-3")),
    "sum that is none": ("ns#totalAmount> ", lambda line: _text(line, "three")),
    "sum that does not add up": ("ns#generalRevenue> ", lambda line: _text(line, "123456789")),
    "no source": ("prov#wasDerivedFrom> ", lambda line: None),
    "lines turned round": ("ns#lastLine> ", lambda line: _text(line, "0")),
    "no way up": ("ns#contributesTo> ", lambda line: None),
    "unknown kind": ("ns#planKind> ", lambda line: line.replace("ns#ImplementationPlan", "ns#Other")),
    "doubt": ("ns#readingConfidence> ", lambda line: line.replace("ns#Certain", "ns#Doubtful")),
    "no unit": ("ns#unitLabel> ", lambda line: None),
    "value that is none": ("ns#value> ", lambda line: _text(line, "many")),
    "unknown SDG": ("ns#sdg> ", lambda line: line.replace("metadata.un.org/sdg/", "metadata.un.org/sdg/9")),
    "no department": ("ns#leadDepartment> ", lambda line: None),
    "no publisher": ("dc/terms/publisher> ", lambda line: None),
}


def _text(line: str, text: str) -> str:
    start, end = line.index('"'), line.rindex('"')
    return f"{line[: start + 1]}{text}{line[end:]}"


def damaged(lines: list[str]) -> list[str]:
    """Return a graph with two defects of each kind, at random places."""
    dice = random.Random("defects")  # noqa: S311 - no secret
    out = list(lines)
    for part, damage in DAMAGES.values():
        places = [number for number, line in enumerate(out) if part in line]
        for place in dice.sample(places, min(2, len(places))):
            out[place] = damage(out[place]) or ""
    return sorted({line for line in out if line})


def test_both_find_the_same_in_a_made_up_plan_with_defects() -> None:
    [lines] = towns(1)
    broken = damaged(lines)
    ours = validate(broken)
    rules = Counter(finding.rule for finding in ours)
    assert len(rules) >= len(DAMAGES)
    assert ours == validate(broken, "pyshacl")


def test_what_is_injected_is_found() -> None:
    """Each kind alone: something is found that was not there before."""
    [lines] = towns(1)
    before = Counter(finding.rule for finding in validate(lines))
    for name, (part, damage) in DAMAGES.items():
        place = next(number for number, line in enumerate(lines) if part in line and damage(line) != line)
        changed = damage(lines[place])
        after = validate([*lines[:place], *([changed] if changed else []), *lines[place + 1 :]])
        assert Counter(finding.rule for finding in after) - before, name


def test_the_results_hold_for_all_shapes_at_once() -> None:
    """Column by column and node by node come to the same."""
    [lines] = towns(1)
    graph = Graph(columns_of_lines(damaged(lines)), own.vocabularies())
    shapes = own.compiled()
    fast = Counter(run(shapes, graph))
    state = Run(graph)
    slow = Counter(
        result
        for shape in shapes.targeted
        for focus in {node for target in shape.targets for node in target(graph)}
        for result in shape.results(state, focus)
    )
    assert fast == slow
    assert fast
