"""A store of names in many codes becomes what its document gives now."""

from __future__ import annotations

from pathlib import Path

import pytest

import keikaku.documents.numbered_lines
import keikaku.graph.mint
import keikaku.graph.nquads
import keikaku.ground.text.folding
import keikaku.reading.series
from keikaku.building.pipeline import load
from keikaku.graph.mint import mint
from keikaku.graph.nquads import segment
from keikaku.store.manifest import Entry
from keikaku.store.migration.characters import STEP
from keikaku.store.migration.model import Town
from keikaku.store.migration.run import replaced_entry
from tests.support import ROOT

PRINTED = (("町民", "町⺠"), ("見守", "⻅守"), ("山", "⼭"), ("診療所", "診療\u00ad所"), ("長", "⻑"))


FORMS = (("建設課、総務課", "髙齢課、総務課"), ("教育課", "高齢課"))


def document(folder: Path, name: str, changes: tuple[tuple[str, str], ...]) -> Path:
    source = ROOT / "examples" / name
    text = (source / "plan.txt").read_text(encoding="utf-8")
    for usual, printed in changes:
        text = text.replace(usual, printed)
    (folder / "plan.txt").write_text(text, encoding="utf-8")
    (folder / "plan.yml").write_bytes((source / "plan.yml").read_bytes())
    return folder / "plan.txt"


def as_before(monkeypatch: pytest.MonkeyPatch, path: Path) -> tuple[list[str], str]:
    """Return the quads that the code before unification made, and their graph."""
    with monkeypatch.context() as before:
        for module in (keikaku.graph.nquads, keikaku.documents.numbered_lines, keikaku.ground.text.folding):
            before.setattr(module, "unify", lambda text: text)
        before.setattr(keikaku.reading.series, "keep_prints", lambda reading: None)
        before.setattr(keikaku.graph.mint, "department_segment", segment)
        _forget()
        loaded = load(path)
        lines = mint(loaded.reading, loaded.series)
    _forget()
    return lines, loaded.graph


def _forget() -> None:
    segment.cache_clear()
    keikaku.ground.text.folding.fold.cache_clear()
    keikaku.ground.text.folding.key.cache_clear()
    keikaku.graph.nquads._key.cache_clear()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("measure-sheets", PRINTED),
        ("project-tables", PRINTED),
        ("measure-tables", PRINTED),
        ("measure-tables", FORMS),
    ],
)
def test_old_names_become_what_is_minted_now(
    name: str, changes: tuple[tuple[str, str], ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = document(tmp_path, name, changes)
    old, graph = as_before(monkeypatch, path)
    now = load(path).lines
    assert set(old) != set(now)
    entry: Entry = replaced_entry(graph, "plan", "99999")
    town = Town("https://w3id.org/keikaku/id/", "99999", {"plan": entry}, {"plan": old})
    town.rename(STEP.renames(town))
    lines = STEP.rewrite(town, "plan", town.files["plan"])
    assert iris(lines) == iris(now)


def iris(lines: list[str]) -> set[str]:
    """Return the quads that link things, and the names of things; only a reading tells what is doubtful."""
    named = {line for line in lines if '"' not in line or "abel>" in line}
    return {line for line in named if "#readingConfidence>" not in line}
