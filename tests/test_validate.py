"""Validation: what is found arrives in both languages and with the lines that it is about."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pyshacl
import pytest
from rdflib import SH

from keikaku import validation
from keikaku.building.pipeline import load
from keikaku.ground.messages import Words
from keikaku.ground.rules import Severity
from keikaku.reading.model import Finding
from keikaku.validation import own
from keikaku.validation.shacl.graph import Graph, columns_of_lines
from tests.conftest import Town
from tests.support import ROOT

KEI = "https://w3id.org/keikaku/ns#"


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return load(ROOT / "examples" / "project-tables" / "plan.txt").lines


def found(lines: list[str], rule: str) -> list[Finding]:
    return [finding for finding in validation.validate(lines) if finding.rule == rule]


def of(lines: list[str], *parts: str) -> str:
    """Return the first quad that holds all the parts."""
    return next(line for line in lines if all(part in line for part in parts))


def numbers(lines: list[str], subject: str) -> tuple[int, ...]:
    return validation.source_lines(Graph(columns_of_lines(lines)), subject.split(" ")[0])


def test_an_example_conforms(lines: list[str]) -> None:
    assert {finding.severity for finding in validation.validate(lines)} <= {Severity.INFO, Severity.WARNING}


def test_a_finding_has_both_languages_and_its_lines(lines: list[str]) -> None:
    total = of(lines, "totalAmount")
    broken = [line for line in lines if line != total] + [total.replace('"^^', '1"^^', 1)]
    [finding] = [f for f in validation.validate(broken) if f.severity is Severity.VIOLATION]
    assert finding.lines == numbers(lines, total)
    assert finding.focus in total
    assert finding.ja != finding.en
    assert finding.en.isascii()


def test_a_finding_about_a_value_has_the_lines_that_state_it(lines: list[str]) -> None:
    membership = of(lines, "org#unitOf>")
    department = membership.split(" ")[0]
    foreign = membership.replace("/99999> <", "/20207> <")
    assert foreign != membership
    about = [
        finding
        for finding in validation.validate([*(line for line in lines if line != membership), foreign])
        if finding.severity is Severity.VIOLATION
    ]
    assert about
    name = of(lines, department, "rdf-schema#label>").split('"')[1]
    printed = (ROOT / "examples" / "project-tables" / "plan.txt").read_text(encoding="utf-8").split("\n")
    for finding in about:
        assert len(finding.lines) <= 3
        assert any(name in printed[number - 1] for number in finding.lines)


def test_the_worst_come_first(lines: list[str]) -> None:
    label = of(lines, "rdf-schema#label>", "/project/")
    severities = [
        finding.severity for finding in validation.validate([line for line in lines if line != label])
    ]
    assert severities[0] is Severity.VIOLATION
    assert severities == sorted(severities, key=list(Severity).index)


def test_a_thing_without_lines_has_those_of_what_points_at_it(lines: list[str]) -> None:
    graph = Graph(columns_of_lines(lines))
    department = of(lines, "org#unitOf>")
    assert validation.source_lines(graph, department.split(" ")[0])
    assert validation.source_lines(graph, '"nothing"') == ()


def test_every_sentence_of_the_shapes_comes_in_both_languages() -> None:
    graph = validation.shapes()
    for subject in set(graph.subjects(SH.message)):
        languages = {message.language for message in graph.objects(subject, SH.message)}  # type: ignore[attr-defined]
        assert languages == {"en", "ja"}, subject


def test_pyshacl_runs_plainly(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is inferred, imported or fetched, and SHACL's own shapes are not checked each time."""
    seen: dict[str, Any] = {}
    real: Callable[..., Any] = pyshacl.validate

    def validate(*args: Any, **kwargs: Any) -> Any:
        seen.update(kwargs)
        return real(*args, **kwargs)

    def connect(*_args: object, **_kwargs: object) -> None:
        raise OSError("no network here")

    monkeypatch.setattr(pyshacl, "validate", validate)
    monkeypatch.setattr(socket.socket, "connect", connect)
    validation.validate(lines, "pyshacl")
    wanted = {"inference": "none", "advanced": False, "meta_shacl": False, "do_owl_imports": False}
    assert {name: seen.get(name) for name in wanted} == wanted


def test_the_ontology_stays_as_it_is(lines: list[str]) -> None:
    validation.validate(lines)
    before = len(own.vocabularies()), len(validation.shapes())
    first = validation.validate(lines)
    assert validation.validate(lines) == first
    assert (len(own.vocabularies()), len(validation.shapes())) == before


def test_text_with_odd_line_ends_is_one_literal() -> None:
    line = (
        '<https://example.org/a> <https://example.org/b> "a\u2028b\u0085c\x0cd"@ja <https://example.org/g> .'
    )
    [value] = validation.as_graph([line]).objects()
    assert str(value) == "a\u2028b\u0085c\x0cd"


def test_a_build_stores_nothing_that_violates(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    from keikaku.building.pipeline import Options, build
    from keikaku.store.folder import Store

    violation = Finding(rule="r", severity=Severity.VIOLATION, said=Words("Wrong.", "誤り。"), lines=(3,))
    monkeypatch.setattr("keikaku.building.pipeline.validate", lambda lines, validator: [violation])
    [report] = build(town.folder, Store(town.store))
    assert not report.stored
    assert report.exit_status == 1
    assert report.error is not None
    assert report.error.message("en").endswith("violations of the shapes: 1. The first: Wrong.")
    assert report.error.message("ja").endswith("シェイプ違反が 1 件あります。最初の違反: 誤り。")
    [report] = build(town.folder, Store(town.store), Options(accept=True))
    assert report.stored
    assert report.exit_status == 0
