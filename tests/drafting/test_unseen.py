"""Kinds of documents that every municipality prints, in layouts nobody tuned for: what a draft reads of them without a person.

`benchmarks/draft.py` reads the same documents as they are published (PDF); here they are pages of HTML, to spare a browser.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.building.pipeline import Options, load
from tests.drafting.test_draft import drafted
from tests.drafting.unseen.documents import DOCUMENTS, write
from tests.support import score

LEAST = {
    "strategy": 0.9,
    "spread": 0.9,
    "programme": 1.0,
    "evaluation": 0.9,
    "outline": 0.9,
    "sdgs": 0.9,
    "main-projects": 1.0,
}
"""Mean F1 over the categories of the reference."""


@pytest.mark.parametrize("name", LEAST)
def test_an_unseen_layout_is_drafted_without_a_wrong_figure(name: str, tmp_path: Path) -> None:
    published = DOCUMENTS[name][1]
    path, truth = write(name, tmp_path, ".html" if published == ".pdf" else published)
    town = {"code": truth.code, "name": truth.name, "invented": True}
    folder, _said = drafted(path, tmp_path / "loaders", municipality=town)
    found = score(
        load(path, Options(loaders=(folder,), loader="drafted")).lines, truth.reference() | {"optional": []}
    )
    assert sum(f1 for f1, _missing, _extra in found.values()) / len(found) >= LEAST[name]
    for category in ("values", "budgets"):
        assert found.get(category, (1.0, [], []))[1:] == ([], [])
