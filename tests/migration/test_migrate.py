"""A store of an older version, brought up to this one, is what building the documents anew gives."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keikaku.building.pipeline import build
from keikaku.cli import app
from keikaku.graph.addresses import Addresses
from keikaku.ground.messages import Words
from keikaku.ground.vocab import DEFAULT_BASE
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.store.manifest import FORMAT, MARK, entry_of, manifest_bytes
from keikaku.store.migration import run
from keikaku.store.migration.model import Step, Town, replaced
from keikaku.store.migration.run import migrate
from keikaku.store.migration.steps import STEPS
from tests.support import ROOT, held, raises

Keep = Callable[[Path], Path]
ONLY_DOCUMENTS_TELL = re.compile(
    r"/ns#(loaderVersion|softwareVersion)>|/ns#unreadableProperty> <\S+#\w*Rating> "
)
"""Which software read a document stays as it was; that a rating could not be read, older versions did not note."""
LEGENDS = re.compile(
    r"<\S+/rating/(progress|review)(/\S+)?> <\S+(#prefLabel|#closeMatch|#ratingOrder|#wasDerivedFrom|#place)> "
    r"|<https://w3id.org/keikaku/ns#CommonRating\d> "
)
"""What the legend of a scale says of its steps, and their order, stands in the document alone."""
RATED = "Rating> "
MISREAD = re.compile(
    r"<\S+/indicator/[^/]+/statement/\S+> |<\S+/indicator/[^/]+> <\S+#(readingConfidence|asPrinted)> "
)
"""Which property of an indicator was misread stands in the document alone: an older store says it of the whole."""
SHEETS = re.compile(
    r"(<\S+(#wasDerivedFrom|#place|#readingConfidence)> |<\S+/indicator/[^/]+> <\S+#indicatorKind> |<\S+#line=\S+> )"
    r".*/graph/(evaluation-sheets-7|measure-sheets)> \."
)
"""Which rows of a form print a figure, and that 成果指標 stands over it, is in the document alone: an older version cited
the whole form."""
PROJECT = f"{DEFAULT_BASE}99999/new-project"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a store of the examples, as the first version wrote it."""
    return unpacked("version-1", tmp_path)


def unpacked(name: str, folder: Path) -> Path:
    with tarfile.open(Path(__file__).parent / f"{name}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("version-*.store")).rename(folder / "old.store")


LEGEND = re.compile("(/rating/[a-z]+)/[0-9a-f]{8}(?=[/>])")
"""Which legend a scale has."""


def lines(path: Path) -> set[str]:
    found = {line for data in Store(path).nquads() for line in data.decode().split("\n")[:-1]}
    unworded = {LEGEND.sub(r"\1", line) for line in found}
    return {line for line in unworded if not ONLY_DOCUMENTS_TELL.search(line)}


def unexplained(ours: set[str], anew: set[str]) -> set[str]:
    """Return the lines that only one of two stores has and that not only documents can tell."""
    used = {part for line in ours for part in line.split(" ")[2:3]}
    found = set()
    for line in ours ^ anew:
        subject = line.partition(" ")[0]
        unused = line in anew and subject not in used and re.search("/rating/|#line=", subject)
        if not (unused or LEGENDS.match(line) or MISREAD.match(line) or SHEETS.search(line)):
            found.add(line)
    return found


def test_a_migrated_store_is_what_building_anew_gives(old: Path, tmp_path: Path) -> None:
    new = Store(tmp_path / "new.store")
    build(ROOT / "examples", new)
    found = migrate(old, write=True)
    assert (found.before, found.after, found.written) == (1, FORMAT, True)
    ours, anew = lines(old), lines(new.path)
    assert not unexplained(ours, anew)
    assert {line for line in ours if RATED in line} == {line for line in anew if RATED in line} != set()
    memory = Store(old).load()
    assert len({quad.triple for quad in memory}) == len(memory)
    assert {key: (one.graph, one.alone == "") for key, one in Store(old).documents.items()} == {
        key: (one.graph, one.alone == "") for key, one in new.documents.items()
    }


def with_odd_characters(name: str, folder: Path) -> Path:
    """Write an example whose print holds radicals and two forms of a department's name."""
    path = Path(shutil.copytree(ROOT / "examples" / name, folder / name)) / "plan.txt"
    text = path.read_text(encoding="utf-8").translate(str.maketrans("民長見", "⺠⻑⻅"))
    old, new = ("健康課", "髙健康課") if name == "measure-tables" else ("山里課", "高健康課")
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_names_of_odd_characters_become_those_that_building_anew_gives(tmp_path: Path) -> None:
    """Both documents were read by version 1, which took radicals and variants for other characters."""
    new = Store(tmp_path / "new.store")
    build([with_odd_characters(name, tmp_path) for name in ("measure-tables", "project-tables")], new)
    old = unpacked("version-1-characters", tmp_path)
    (town,) = migrate(old, write=True).towns
    ours = {line for line in lines(old) if "graph/replaced-" not in line}
    assert ours == lines(new.path)
    department = f"{DEFAULT_BASE}99999/department/"
    assert town.renamed[f"{department}髙健康課"] == f"{department}高健康課"
    assert town.renamed[f"{department}町⺠課"] == f"{department}町民課"


def test_it_is_shown_before_it_is_written_and_done_once(old: Path) -> None:
    before = held(old)
    shown = migrate(old)
    assert held(old) == before
    written = migrate(old, write=True)
    assert [vars(town) for town in shown.towns] == [vars(town) for town in written.towns]
    assert written.towns[0].moved > 0
    after = held(old)
    assert migrate(old, write=True).steps == ()
    assert held(old) == after


def test_every_command_names_the_way_out_of_an_older_and_of_a_newer_store(old: Path, tmp_path: Path) -> None:
    with raises("store.older"):
        Store(old)
    commands = (
        ["query", "plans"], ["trace", "x"], ["export", "-f", "turtle"], ["audit"], ["suggest"], ["index"],
        ["publish", str(tmp_path / "site"), "--base", "https://a.example/"], ["serve", "--port", "0"],
        ["build", str(ROOT / "examples"), "--jobs", "0"], ["push", "http://127.0.0.1:9"],
    )  # fmt: skip
    for command in commands:
        result = CliRunner().invoke(app, [*command, "--store", str(old), "--lang", "en"])
        assert result.exit_code == 2, (command, result.output)
        assert "keikaku migrate" in "".join(result.output.split("\n")), command
    manifest = json.loads((old / "manifest.json").read_text())
    (old / "manifest.json").write_text(json.dumps(manifest | {MARK: FORMAT + 1}))
    with raises("store.newer"):
        Store(old)
    with raises("store.newer"):
        migrate(old, write=True)


def test_a_store_that_is_held_is_waited_for(old: Path) -> None:
    store = run._Older(old)
    with store.writing() as writer:
        writer.hold()
        with raises("store.locked"):
            migrate(old, write=True, wait=0.1)


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_town: Town) -> Mapping[str, str]:
        raise KeyboardInterrupt

    before = held(old)
    monkeypatch.setattr(run, "STEPS", (Step(version=2, said=Words("-", "-"), renames=fails),))
    with pytest.raises(KeyboardInterrupt):
        migrate(old, write=True)
    assert held(old) == before


# ---------------------------------------------------------------- IRIs


def old_plan(town: Town) -> str:
    return min(iri for iri in town.iris() if re.fullmatch(rf"{DEFAULT_BASE}99999/[\w-]+", iri))


def renaming(town: Town) -> Mapping[str, str]:
    return {old_plan(town): PROJECT}


@pytest.fixture
def renamed(old: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, str]]:
    monkeypatch.setattr(run, "STEPS", (*STEPS, Step(version=2, said=Words("-", "-"), renames=renaming)))
    (town,) = migrate(old, write=True).towns
    return old, town.renamed


def test_parts_and_statements_follow_a_thing_that_is_called_otherwise(
    renamed: tuple[Path, dict[str, str]],
) -> None:
    path, names = renamed
    first = min(names)
    assert names[first] == PROJECT
    assert all(new.startswith(PROJECT) for iri, new in names.items() if iri.startswith(f"{first}/"))
    memory = Store(path).load()
    said = {iri for quad in memory for iri in (str(quad.subject)[1:-1], str(quad.object)[1:-1])}
    moved = {
        (str(quad.subject)[1:-1], str(quad.object)[1:-1])
        for quad in memory
        if str(quad.predicate).endswith("isReplacedBy>") and "/graph/replaced-" in str(quad.graph_name)
    }
    assert moved == set(names.items())
    assert set(names.values()) <= said


def test_old_names_lead_to_new_ones_and_have_no_page_of_their_own(
    renamed: tuple[Path, dict[str, str]],
) -> None:
    path, names = renamed
    dataset = Dataset(Store(path), Addresses("https://a.example/", DEFAULT_BASE))
    assert dataset.replaced == {
        iri.removeprefix(DEFAULT_BASE): new.removeprefix(DEFAULT_BASE) for iri, new in names.items()
    }
    assert not set(dataset.replaced) & set(dataset.documents)


def test_a_second_renaming_leads_the_oldest_name_to_the_newest(
    renamed: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, names = renamed
    last = f"{PROJECT}-2"
    entries = {
        key: entry_of(raw)
        for key, raw in json.loads((path / "manifest.json").read_text())["documents"].items()
    }
    (path / "manifest.json").write_bytes(
        manifest_bytes(entries).replace(f'"{MARK}": {FORMAT}'.encode(), f'"{MARK}": 1'.encode())
    )
    step = Step(version=2, said=Words("-", "-"), renames=lambda _town: {PROJECT: last})
    monkeypatch.setattr(run, "STEPS", (step,))
    migrate(path, write=True)
    dataset = Dataset(Store(path), Addresses("https://a.example/", DEFAULT_BASE))
    oldest = min(names).removeprefix(DEFAULT_BASE)
    assert dataset.replaced[oldest] == dataset.replaced[PROJECT.removeprefix(DEFAULT_BASE)]
    assert dataset.replaced[oldest] == last.removeprefix(DEFAULT_BASE)


def test_texts_stay_as_they_are() -> None:
    line = '<https://a/x> <https://a/p> "see <https://a/x> \\" <https://a/x>"@ja <https://a/g> .'
    new = replaced(line, {"https://a/x": "https://a/y"})
    assert new == line.replace("<https://a/x>", "<https://a/y>", 1)


def test_the_command_lists_what_changes(old: Path) -> None:
    copy = old.with_name("copy.store")
    shutil.copytree(old, copy)
    shown = CliRunner().invoke(app, ["migrate", str(copy), "--lang", "en"])
    assert (shown.exit_code, f"1 → {FORMAT}" in shown.output, "--write" in shown.output) == (0, True, True)
    assert CliRunner().invoke(app, ["migrate", str(copy), "--write"]).exit_code == 0
    done = CliRunner().invoke(app, ["migrate", str(copy), "--lang", "en"])
    assert "nothing to do" in done.output
    nothing = CliRunner().invoke(app, ["migrate", str(old.with_name("no.store"))])
    assert nothing.exit_code == 2


def test_a_manifest_without_documents_is_of_no_version(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({MARK: 1, "documents": {}}))
    assert Store(tmp_path).documents == {}
    assert replace(entry_of({**RAW}), alone="x").said_sha256 == "x"


RAW = {
    "graph": "g", "file": "graphs/a.0123456789abcdef.nq", "sha256": "", "quads": 0, "source": "", "source_sha256": "",
    "loader": "", "loader_version": "", "software": "", "municipality": "",
}  # fmt: skip
