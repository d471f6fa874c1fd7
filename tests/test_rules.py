"""The register of rules: one severity each, words for each, and no second name for what a shape says."""

from __future__ import annotations

import csv
import subprocess
import sys

import pyoxigraph as ox
import pytest

from keikaku.documents.notes import NOTES
from keikaku.ground.messages import LANGUAGES, say, sentences
from keikaku.ground.rules import Severity, rule_of, rules, severity_of
from keikaku.reading.model import Finding
from tests.support import ROOT

_SEVERITIES = (
    """PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?shape ?severity { ?shape sh:severity ?severity }"""
)


def test_every_rule_says_something_and_what_to_do() -> None:
    said = {name.partition(".")[0] for name in sentences("en", "rules")}
    assert said <= rules().keys()
    assert rules().keys() - said <= {*NOTES}
    for language in LANGUAGES:
        groups = {rule.group for rule in rules().values()}
        assert {*sentences(language, "remedies")} == groups | {f"{group}.title" for group in groups}


def local(term: object) -> str:
    assert isinstance(term, ox.NamedNode)
    return term.value.rpartition("#")[2]


def test_a_rule_that_is_a_shape_has_its_severity() -> None:
    graph = ox.Store()
    for file in (ROOT / "shapes").glob("*.ttl"):
        graph.load(path=str(file))
    rows = graph.query(_SEVERITIES)
    assert isinstance(rows, ox.QuerySolutions)
    shapes = {local(row["shape"]): local(row["severity"]) for row in rows}
    both = shapes.keys() & rules().keys()
    assert {"budget-sum", "doubtful", "same-actual", "target-side"} <= both
    assert {name: shapes[name] for name in both} == {name: str(severity_of(name)) for name in both}


def test_a_finding_has_the_rule_and_the_severity_of_its_message() -> None:
    found = Finding.of(say("rules.text-cut.end", text="…の"), [3, 2, 3])
    assert (found.rule, found.severity, found.lines) == ("text-cut", Severity.WARNING, (3, 2))
    with pytest.raises(ValueError, match=r"store\.newer"):
        rule_of(say("store.newer"))
    with pytest.raises(KeyError):
        Finding.of(say("rules.nothing-of-that-name"))


def test_what_was_two_or_none_has_one_name() -> None:
    """One name had two severities, or one defect two names, as the list of approved changes tells."""
    text = (ROOT / "tests" / "approved" / "rule-changes.tsv").read_text(encoding="utf-8")
    changes = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    assert changes
    assert [one for one in changes if one["is"] not in rules() or not one["reason"]] == []


def test_the_pages_of_rules_are_current() -> None:
    tool = "tools/make_rules_docs.py"
    done = subprocess.run([sys.executable, tool, "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0, f"python {tool}"
