"""Every YAML that keikaku ships or shows means the same with libyaml and without it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.support import ROOT

FILES = sorted(
    file
    for folder in ("examples", "loaders", "docs", "ontology", "queries", "shapes")
    for file in (ROOT / folder).rglob("*")
    if file.suffix in (".yml", ".yaml", ".md")
)


def texts(file: Path) -> list[str]:
    """Return the YAML of a file: the whole, or what a page shows."""
    text = file.read_text(encoding="utf-8")
    return (
        re.findall(r"^```ya?ml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        if file.suffix == ".md"
        else [text]
    )


@pytest.mark.skipif(
    not yaml.__with_libyaml__, reason="there is one reader only: PyYAML was built without libyaml"
)
@pytest.mark.parametrize(
    "file", [one for one in FILES if texts(one)], ids=lambda one: str(one.relative_to(ROOT))
)
def test_both_readers_read_the_same(file: Path) -> None:
    for text in texts(file):
        assert yaml.load(text, yaml.SafeLoader) == yaml.load(text, yaml.CSafeLoader)


def test_what_ships_is_found() -> None:
    found = {file.parent.parent.name for file in FILES if file.name == "plan.yml"}
    assert found == {"examples", "loaders"}
