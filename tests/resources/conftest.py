"""A store of two invented documents, one of which says what could mislead."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.graph.nquads import KEI, LABEL, TYPE
from keikaku.store.folder import Store
from tests.support import put

ORIGIN = "https://w3id.org/keikaku/id/"
GRAPHS = {key: f"{ORIGIN}graph/{key}" for key in ("a", "b")}


def lines() -> dict[str, list[str]]:
    """Return the N-Quads lines of each document."""
    plan = f"<{ORIGIN}99999/keikaku>"
    budget = f"<{ORIGIN}99999/keikaku/project/橋/budget/2024>"
    project = f"<{ORIGIN}99999/keikaku/project/橋>"
    tricky = f'"<{ORIGIN}99999> and \\"<{ORIGIN}x>\\" \\\\"'
    said = {
        "a": [
            f"{plan} {TYPE} <{KEI}Plan>",
            f'{plan} {LABEL} "計画"@ja',
            f"{project} <{KEI}budget> {budget}",
            f'{project} {LABEL} "=橋\\n<b>"@ja',
            f'{budget} <{KEI}totalAmount> "5"^^<http://www.w3.org/2001/XMLSchema#integer>',
            f"<http://metadata.un.org/sdg/11> {LABEL} {tricky}",
        ],
        "b": [f"{plan} {TYPE} <{KEI}Plan>", f"{plan} <{KEI}content> {tricky}"],
    }
    return {key: sorted(f"{one} <{GRAPHS[key]}> ." for one in ones) for key, ones in said.items()}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return put(Store(tmp_path / "store"), lines())
