"""A series recognises its own documents, and not those of the example that was made like it."""

from __future__ import annotations

import pytest

from tests.support import ROOT, document, plan_path, series


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("kanegasaki-11th-plan-digest", "examples/measure-tables"),
        ("ninohe-late-basic-plan-outline", "examples/bulleted-outlines"),
        ("shirakawa-implementation-plan-goal7", "examples/project-tables"),
        ("suzaka-basic-plan-measures-35-39", "examples/measure-sheets"),
    ],
)
def test_a_series_and_its_example_do_not_recognise_each_other(name: str, example: str) -> None:
    assert series(name).missing(document(ROOT / example / "plan.txt"))
    assert series(example).missing(document(plan_path(name)))
    assert not series(name).missing(document(plan_path(name)))
