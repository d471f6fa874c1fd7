"""The command line: help, summaries in two languages, exit statuses, readers that go away."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from keikaku import __version__
from keikaku.cli import app
from keikaku.cli.show import _wrap
from keikaku.store.folder import Store
from tests.conftest import Keikaku, Town
from tests.support import ROOT

COMMANDS = sorted(command.name or "" for command in app.registered_commands)
MINE = ("build", "check", "doctor", "export", "loaders", "trace", "vocab")


def program(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "keikaku", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **environment}
    )


# ---------------------------------------------------------------- help


def test_the_version(keikaku: Keikaku) -> None:
    assert keikaku("--version").stdout == f"keikaku {__version__}\n"


@pytest.mark.parametrize("command", MINE)
def test_each_command_has_help_in_both_languages_and_an_example(keikaku: Keikaku, command: str) -> None:
    text = keikaku(command, "--help").stdout
    assert any("\u3041" <= char <= "\u30fe" for char in text)
    assert f"Example: keikaku {command}" in text
    assert all(cell_len(line) <= 80 for line in text.splitlines())


def test_help_lists_every_command(keikaku: Keikaku) -> None:
    text = keikaku("--help").stdout
    assert all(f"  {command} " in text for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["build"], "Missing argument"),
        (["build", "x", "--base", "ftp://x"], "an http(s) IRI that ends in / or #"),
        (["build", "x", "--lang", "fr"], "ja or en"),
        (["build", "x", "--max-mib", "0"], "greater than or equal to 1"),
        (["trace", "x", "--format", "png"], "one of tree, json"),
        (["biuld"], "No such command"),
    ],
)
def test_a_wrong_call_says_what_is_allowed(keikaku: Keikaku, arguments: list[str], sentence: str) -> None:
    result = keikaku(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr


# ---------------------------------------------------------------- doctor


def test_the_doctor_says_what_is_there_and_finds_a_damaged_store(
    keikaku: Keikaku, examples: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "store"
    shutil.copytree(examples.path, copy)
    well = keikaku("doctor", "--store", copy)
    assert well.exit_code == 0
    assert f"ok  store {copy}: {len(examples.documents)} documents" in well.stdout
    assert "ok  extra site: installed" in well.stdout
    graph = next(copy.rglob("*.nq"))
    graph.write_bytes(graph.read_bytes()[:-10])
    ill = keikaku("doctor", "--store", copy)
    assert ill.exit_code == 1
    assert any(line.startswith("!!  ") and graph.name in line for line in ill.stdout.splitlines())
    monkeypatch.setenv("PATH", str(tmp_path))
    bare = keikaku("doctor", "--lang", "ja").stdout
    assert "--  文字認識" in bare
    assert "apt-get install fonts-noto-cjk" in bare
    assert keikaku("doctor", "--store", tmp_path / "none").exit_code == 0


# ---------------------------------------------------------------- build and check


@pytest.mark.usefixtures("without_shapes")
def test_a_summary_in_each_language(keikaku: Keikaku, town: Town) -> None:
    english = keikaku("build", town.folder, "--store", town.store).stdout
    assert english.splitlines() == [
        f"stored  {town.plan}",
        "  plan 2, goal 2, measure 3, project 8, budget 6",
        english.splitlines()[2],
        f"store: {town.store}",
    ]
    assert english.splitlines()[2].startswith(
        "  loader town; 51 lines: 41 read, 7 structure, 3 furniture, 0 unread"
    )
    japanese = keikaku("build", town.folder, "--store", town.store, "--lang", "ja").stdout.splitlines()
    assert japanese[0] == f"変更なし  {town.plan}"
    assert japanese[1] == "  計画 2、基本目標 2、施策 3、事業 8、事業費 6"
    assert japanese[2].startswith("  ローダー town。51 行: 読取 41、構造 7、対象外 3、未読 0。違反 0、警告 ")
    assert japanese[3] == f"ストア: {town.store}"


@pytest.mark.usefixtures("without_shapes")
def test_the_language_follows_the_locale(
    keikaku: Keikaku, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEIKAKU_LANG")
    for name, value in (("LC_ALL", ""), ("LC_MESSAGES", ""), ("LANG", "ja_JP.UTF-8")):
        monkeypatch.setenv(name, value)
    assert "適合" in keikaku("check", town.plan).stdout
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "conforms" in keikaku("check", town.plan).stdout


@pytest.mark.usefixtures("without_shapes")
def test_check_stores_nothing(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    result = keikaku("check", town.folder)
    assert result.exit_code == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["town"]


def test_verbose_shows_the_notes_too(keikaku: Keikaku, town: Town) -> None:
    brief, full = (keikaku("check", town.plan, *more).stdout for more in ((), ("--verbose",)))
    assert "note: " not in brief
    assert "note: line" in full
    assert "注記: " in keikaku("check", town.plan, "-v", "--lang", "ja").stdout


@pytest.mark.usefixtures("without_shapes")
def test_the_store_may_be_named_by_the_environment(
    keikaku: Keikaku, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEIKAKU_STORE", str(town.store))
    assert keikaku("build", town.folder).exit_code == 0
    assert list(Store(town.store).documents) == ["town"]


@pytest.mark.usefixtures("without_shapes")
def test_a_base_of_ones_own(keikaku: Keikaku, town: Town) -> None:
    base = "https://data.example.jp/plans/"
    assert keikaku("build", town.folder, "--store", town.store, "--base", base).exit_code == 0
    assert Store(town.store).documents["town"].graph == f"{base}graph/town"


@pytest.mark.usefixtures("without_shapes")
def test_a_report_says_everything(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    (town.folder / "empty.txt").touch()
    town.plan.write_text(town.plan.read_text(encoding="utf-8") + "\n謎の行その一\n", encoding="utf-8")
    result = keikaku("build", town.folder, "--store", town.store, "--report", "report.json")
    value = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert value["software"] == f"keikaku {__version__}"
    empty, plan = value["documents"]
    assert empty["error"]["en"].endswith("the file is empty; there is nothing to read.")
    assert empty["lines"] is None
    assert plan["loader"] == "town"
    assert len(plan["sha256"]) == 64
    assert plan["elements"]["Project"] == 8
    assert plan["lines"]["total"] == sum(number for name, number in plan["lines"].items() if name != "total")
    assert [line["line"] for line in plan["unread"]] == [
        f["lines"][0] for f in plan["findings"] if f["rule"] == "unread-line"
    ]
    for finding in plan["findings"]:
        assert set(finding["sentence"]) == {"en", "ja"}
        assert finding["severity"] in ("Violation", "Warning", "Info")
        assert finding["source"].startswith(str(town.plan))
    assert result.exit_code == 2


@pytest.mark.usefixtures("without_shapes")
def test_each_document_is_built_once(keikaku: Keikaku, town: Town) -> None:
    (town.folder / "again.txt").symlink_to(town.plan)
    result = keikaku("build", town.folder, town.plan, f"{town.folder}/../town", "--store", town.store)
    assert result.exit_code == 0
    assert "documents:" not in result.stdout


@pytest.mark.usefixtures("without_shapes")
def test_hidden_files_and_other_suffixes_are_left_out(keikaku: Keikaku, town: Town) -> None:
    (town.folder / ".hidden").mkdir()
    for name in (".hidden/plan.txt", ".plan.txt", "plan.doc", "notes.bak"):
        shutil.copy(town.plan, town.folder / name)
    assert keikaku("build", town.folder, "--store", town.store).exit_code == 0


# ---------------------------------------------------------------- lists and lineage


def test_loaders_are_listed(keikaku: Keikaku, town: Town) -> None:
    text = keikaku("loaders", "--loaders", town.folder).stdout
    assert "  99999 架空町, family jisshi-keikaku\n  実施計画: 三か年実施計画" in text
    assert "03381 金ケ崎町" in text


def test_the_vocabulary(keikaku: Keikaku) -> None:
    assert "kei:Measure" in keikaku("vocab").stdout
    assert "施策" in keikaku("vocab", "Measure", "--lang", "ja").stdout
    assert keikaku("vocab", "府中市").stdout.count("府中市") == 2
    assert "長野県須坂市" in keikaku("vocab", "20207").stdout
    result = keikaku("vocab", "Mesure")
    assert result.exit_code == 2
    assert "Nearest names: Measure" in result.stderr


@pytest.mark.usefixtures("without_shapes")
def test_a_trace_goes_up_and_down(keikaku: Keikaku, town: Town) -> None:
    keikaku("build", town.folder, "--store", town.store)
    tree = keikaku("trace", "停電にそなえる", "--store", town.store).stdout
    assert tree.index("三か年実施計画") < tree.index("停電にそなえる") < tree.index("集会所の蓄電池")
    value = json.loads(keikaku("trace", "停電にそなえる", "-f", "json", "--store", town.store).stdout)
    assert {node["kind"] for node in value["nodes"]} >= {"Plan", "Goal", "Measure", "Project"}
    assert "<graphml" in keikaku("trace", "停電にそなえる", "-f", "graphml", "--store", town.store).stdout
    assert (
        "停電にそなえる" in keikaku("trace", "停電に", "--store", town.store, "--no-up", "--no-down").stdout
    )
    result = keikaku("trace", "停電にそなえろ", "--store", town.store)
    assert result.exit_code == 2
    assert "Nearest names: 停電にそなえる" in result.stderr


# ---------------------------------------------------------------- readers and terminals


@pytest.mark.usefixtures("without_shapes")
@pytest.mark.parametrize("command", [["export"], ["export", "-f", "turtle"], ["loaders"], ["vocab"]])
def test_a_reader_that_goes_away_ends_it_quietly(town: Town, keikaku: Keikaku, command: list[str]) -> None:
    keikaku("build", town.folder, "--store", town.store)
    process = program(*command, KEIKAKU_STORE=str(town.store))
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.usefixtures("without_shapes")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_named(town: Town, keikaku: Keikaku) -> None:
    keikaku("build", town.folder, "--store", town.store)
    with Path("/dev/full").open("wb") as full:
        command: list[str | Path] = [sys.executable, "-m", "keikaku", "export", "--store", town.store]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_that_knows_no_japanese(town: Town) -> None:
    process = program("check", town.plan, "--lang", "ja", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert b"\\u" in output


def test_a_bar_is_shown_on_a_terminal_only(town: Town, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples" / "measure-tables", tmp_path / "second")
    process = program("check", town.folder, tmp_path / "second")
    assert process.communicate()[1] == b""
    master, terminal = pty.openpty()
    command: list[str | Path] = [sys.executable, "-m", "keikaku", "check", town.folder, tmp_path / "second"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, env=environment)
    os.close(terminal)
    shown = b""
    while b"2" not in shown or len(shown) < 100:
        shown += os.read(master, 65536)
    os.close(master)
    assert done.returncode == 0
    assert b"/2" in shown
    assert b"plan.txt" in shown


@pytest.mark.parametrize("width", [20, 40, 80, 120])
@pytest.mark.parametrize(
    "text",
    [
        "警告: 22, 30 行目: SDGsの欄はありますが内容が抽出で失われています(「該当なし」ではない)。 (sdg)",
        "warning: line 3: The reading is doubtful: compare it with the place in the source. (doubtful)",
        "計画 2、基本目標 1、分野 2、施策 5、取組項目 40、総合戦略の基本目標 2、視点 3、指標 24",
    ],
)
def test_lines_are_broken_where_they_may_be(text: str, width: int) -> None:
    lines = _wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width + 4 for line in lines)
    assert not [line for line in lines if line[:1] in "、。」"]
