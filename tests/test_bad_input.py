"""What bad input gets: a sentence in two languages, an exit status, and a store that stays as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.store.folder import Store
from tests.conftest import Keikaku, Town
from tests.support import ROOT, raises

pytestmark = pytest.mark.usefixtures("without_shapes")

GOOD = ROOT / "examples" / "measure-tables"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
GIF = b"GIF89a" + bytes(64)
ZIP = b"PK\x03\x04" + bytes(64)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + zlib.compress(bytes(4096))


def stored(store: Path) -> dict[str, bytes]:
    """Return all that a store holds, save the journal, which tells the next build what it need not read again."""
    files = (file for file in store.rglob("*") if file.is_file() and file.name != "journal.jsonl")
    return {str(file): file.read_bytes() for file in files}


@pytest.fixture
def refuse(keikaku: Keikaku, town: Town) -> Callable[..., None]:
    """Return a function that builds bad input beside good, and checks the answer in both languages."""
    assert keikaku("build", town.folder, "--store", town.store).exit_code == 0
    before = stored(town.store)

    def check(path: Path, english: str, japanese: str, *options: object, status: int = 2) -> None:
        for language, sentence in (("en", english), ("ja", japanese)):
            for command in (["build", path, "--store", town.store], ["check", path]):
                result = keikaku(*command, "--lang", language, *options)
                said = result.stdout + result.stderr
                assert result.exit_code == status, said
                assert sentence in said.replace("\n", "")
                assert "Traceback" not in said
        assert stored(town.store) == before

    return check


Refuse = Callable[..., None]


def written(folder: Path, data: bytes | str, name: str = "bad.txt") -> Path:
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


# ---------------------------------------------------------------- nothing there


def test_an_empty_file(refuse: Refuse, tmp_path: Path) -> None:
    refuse(
        written(tmp_path, b""),
        "the file is empty; there is nothing to read",
        "読み取る文字がありません(0 バイト)",
    )


def test_a_blank_file(refuse: Refuse, tmp_path: Path) -> None:
    refuse(written(tmp_path, "\n 　\n\t\ufeff\n"), "the file is blank", "読み取る文字がありません(空白だけ)")


def test_a_folder_without_documents(refuse: Refuse, tmp_path: Path) -> None:
    (tmp_path / "none" / "photos").mkdir(parents=True)
    written(tmp_path / "none" / "photos", PNG, "hall.png")
    refuse(
        tmp_path / "none",
        "the folder or archive holds no document (looked for .txt",
        "フォルダやアーカイブに文書がありません",
    )


def test_a_missing_path(refuse: Refuse, tmp_path: Path) -> None:
    refuse(
        tmp_path / "nowhere", "there is no such file or folder", "そのようなファイルやフォルダはありません"
    )


def test_a_link_that_leads_nowhere(refuse: Refuse, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "plan.txt").symlink_to(tmp_path / "gone.txt")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    refuse(folder / "plan.txt", "there is no such file", "ありません")
    refuse(folder, "plan.txt  there is no such file or folder.", "plan.txt  そのような")


# ---------------------------------------------------------------- no text


@pytest.mark.parametrize(
    ("data", "english", "japanese"),
    [
        (PDF, "this PDF file is damaged", "この PDF ファイルは壊れています"),
        (ZIP, "this ZIP file is damaged", "この ZIP ファイルは壊れています"),
        (PNG, "this PNG file is damaged", "この PNG ファイルは壊れています"),
        (GIF, "this looks like a GIF image", "GIF 画像のようです"),
        (bytes(range(256)) * 20, "this looks like binary data", "バイナリデータ"),
        (bytes(5000), "this looks like binary data", "バイナリデータのようです"),
    ],
)
def test_a_binary_with_a_name_of_text(
    refuse: Refuse, tmp_path: Path, data: bytes, english: str, japanese: str
) -> None:
    refuse(written(tmp_path, data), english, japanese)


def test_undecodable_bytes(refuse: Refuse, tmp_path: Path) -> None:
    data = "計画\n施策\n".encode() + b"\xff\xfe\xfd" + "の推進\n".encode()
    refuse(
        written(tmp_path, data),
        "line 3, byte offset 14: the bytes FF fit none of the encodings tried (utf-8, cp932, euc_jp",
        "3 行目、14 バイト目の FF は、試したどの文字コード(utf-8, cp932",
    )


@pytest.mark.parametrize(
    ("char", "name"), [("\x00", "U+0000 NUL"), ("\x1b", "U+001B ESC"), ("\u202e", "RIGHT-TO-LEFT OVERRIDE")]
)
def test_characters_that_mislead(refuse: Refuse, tmp_path: Path, char: str, name: str) -> None:
    text = "施策の推進\n道路" * 40 + char + "の整備\n"
    refuse(written(tmp_path, text), name, name)


def test_a_line_of_ten_megabytes(refuse: Refuse, tmp_path: Path) -> None:
    file = written(tmp_path, "計画" * 5_000_000)
    refuse(
        file,
        "line 1 (in characters) is 10,000,000, above the limit of 1,000,000",
        "1 行目の文字数が 10,000,000",
    )


def test_a_file_above_the_limit(refuse: Refuse, tmp_path: Path) -> None:
    file = written(tmp_path, "計画\n" * 200_000)
    refuse(file, "above the limit of 1,048,576 B; split it by chapters", "上限 1,048,576 B", "--max-mib", 1)


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux counts it")
def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    import resource

    from keikaku.documents.numbered_lines import read_document

    file = tmp_path / "huge.txt"
    with file.open("wb") as handle:
        handle.truncate(8 * 2**30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with raises("documents.too-large"):
        read_document(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000


# ---------------------------------------------------------------- whose is it


def test_a_document_that_nothing_recognises(refuse: Refuse, keikaku: Keikaku, tmp_path: Path) -> None:
    menu = written(tmp_path, "献立表\nカレーライス\n")
    refuse(menu, "no loader recognises this document", "この文書を認識するローダーが")
    for language, *sentences in (
        ("en", "this document. Nearest: ", "(no line has “", "docs/loaders.md"),
        ("ja", "ローダーがありません。近いもの: ", "に当たる行がない)", "書き方: docs/loaders.ja.md"),
    ):
        for command in (("check", menu), ("build", menu, "--no-draft")):
            said = keikaku(*command, "--lang", language).stdout.replace("\n", "")
            assert all(sentence in said for sentence in sentences), said
    drafted = keikaku("build", menu).stdout.replace("\n", "")
    assert "This does not look like a plan: no heading, table, indicator" in drafted


def test_the_nearest_loader_comes_first(keikaku: Keikaku, town: Town) -> None:
    town.change("    - '^柱[ⅠⅡⅢⅣ] '", "    - '^柱[ⅠⅡⅢⅣ] '\n    - 'another town'")
    result = keikaku("check", town.plan)
    assert result.exit_code == 2
    assert "Nearest: town (no line has “another town”); " in result.stdout


def two_loaders(town: Town) -> Path:
    """Make a second loader that recognises the same document."""
    loaders = town.folder.parent / "loaders"
    (loaders / "rival").mkdir(parents=True)
    shutil.copy(town.yml, loaders / "rival" / "plan.yml")
    return loaders


def test_a_document_that_two_loaders_recognise(refuse: Refuse, keikaku: Keikaku, town: Town) -> None:
    loaders = two_loaders(town)
    refuse(
        town.plan,
        "rival, town all recognise this document; name one with --loader",
        "複数のローダー(rival, town)がこの文書を認識します。--loader で",
        "--loaders",
        loaders,
    )
    for name in ("rival", "town"):
        options = ("--loaders", loaders, "--loader", name, "--store", f"{name}.store")
        assert keikaku("build", town.plan, *options).exit_code == 0
        assert list(Store(f"{name}.store").documents) == [name]


def test_an_unknown_loader_names_the_nearest(refuse: Refuse, town: Town) -> None:
    refuse(
        town.plan,
        "There is no loader 'twn'. Nearest names: town",
        "ローダー 'twn' はありません。近い名前: town",
        "--loader",
        "twn",
    )


def test_a_folder_of_loaders_that_is_none(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    result = keikaku("build", town.plan, "--loaders", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert "nowhere: there is no such file or folder." in result.stderr
    (tmp_path / "hollow").mkdir()
    result = keikaku("build", town.plan, "--loaders", tmp_path / "hollow")
    assert result.exit_code == 2
    assert "plan.yml: there is no such file" in result.stderr


def test_two_loaders_of_one_name(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "rival").mkdir(parents=True)
        shutil.copy(town.yml, tmp_path / name / "rival" / "plan.yml")
    result = keikaku("build", town.plan, "--loaders", tmp_path / "one", "--loaders", tmp_path / "two")
    assert result.exit_code == 2
    assert "another loader has this name" in result.stderr


# ---------------------------------------------------------------- less than expected


def test_below_the_expected_yield(refuse: Refuse, keikaku: Keikaku, town: Town) -> None:
    town.change("Measure: {min: 2, max: 8}", "Measure: {min: 20, max: 30}")
    town.change("Budget: {min: 3, max: 30}", "Budget: {min: 25, max: 30}")
    refuse(
        town.plan,
        "less was read than expected: Measure 3 of at least 20, Budget 6 of at least 25.",
        "読み取れた数が見込みを下回りました: 施策 3 件(見込み 20 件以上)、事業費 6 件(見込み 25 件以上)。",
        status=1,
    )
    result = keikaku("build", town.plan, "--store", town.store)
    assert "--accept stores it all the same." in result.stdout
    result = keikaku("build", town.plan, "--store", town.store, "--accept")
    assert result.exit_code == 0
    assert result.stdout.startswith("accepted  ")
    assert list(Store(town.store).documents) == ["town"]


def test_lines_left_unread(refuse: Refuse, keikaku: Keikaku, town: Town) -> None:
    town.plan.write_text(
        town.plan.read_text(encoding="utf-8").replace("柱Ⅱ ", "？？？ 新しい形の行\n\n柱Ⅱ "), encoding="utf-8"
    )
    number = town.plan.read_text(encoding="utf-8").split("\n").index("？？？ 新しい形の行") + 1
    result = keikaku("check", town.plan)
    if result.exit_code == 0:
        pytest.skip("the layout reads the line")
    refuse(town.plan, f"line {number}", f"{number} 行", status=1)


def test_above_the_expected_yield_is_a_warning(keikaku: Keikaku, town: Town) -> None:
    town.change("Project: {min: 4, max: 30}", "Project: {min: 4, max: 5}")
    result = keikaku("check", town.plan, "--lang", "ja")
    assert result.exit_code == 0
    assert "警告: 事業が 8 件あり、見込みの 5 件を超えています。" in result.stdout


# ---------------------------------------------------------------- plan.yml


@pytest.mark.parametrize(
    ("old", "new", "english", "japanese"),
    [
        (
            "document:\n  title:",
            "document:\n  titel:",
            "plan.yml:5: document.titel: unknown key; allowed here: ",
            "plan.yml:5: document.titel: 未知のキーです。使えるキー: ",
        ),
        (
            '{code: "99999", name: 架空町, invented: true}',
            '{code: "99998"}',
            "plan.yml:3: municipality: no municipality has the code 99998",
            "plan.yml:3: municipality: 団体コード 99998 の自治体はありません",
        ),
        (
            '{code: "99999", name: 架空町, invented: true}',
            '{code: "20207", name: 架空町, invented: true}',
            "an invented municipality needs a name and a code that no municipality has",
            "架空の自治体には、名前と、実在しない団体コードが必要です",
        ),
        (
            'code: "99999"',
            "code: 99999",
            "plan.yml:3: municipality.code: must be text, not 99999; put it in quotes",
            "municipality.code: 文字列が必要です(99999 は不可)。引用符で囲んでください",
        ),
        (
            "kind: 実施計画, title: 三か年実施計画",
            "kind: 実施計画, title: 三か年実施計画, start: 2026, end: 2024",
            "plans.0: the plan ends in 2024, before it starts in 2026",
            "plans.0: 計画の終了年度 2024 が開始年度 2026 より前です",
        ),
        (
            "kind: 実施計画",
            "kind: 計画",
            "plans.0.kind: '計画' is not allowed; allowed: '基本構想', '基本計画', '実施計画'",
            "plans.0.kind: '計画' は使えません。使えるもの: '基本構想'",
        ),
        (
            "- '架空町三か年実施計画'\n",
            "- '架空町(三か年実施計画'\n",
            "plan.yml:7: document.recognise.0: '架空町(三か年実施計画' is no regular expression: missing )",
            "plan.yml:7: document.recognise.0: パターンとして使えません: '架空町(三か年実施計画'",
        ),
        (
            "head: '柱",
            "head: '（柱",
            "levels.goal.head: '（柱",
            "levels.goal.head: パターンとして使えません: '（柱",
        ),
        (
            "family: jisshi-keikaku",
            "family: jisshi-keikak",
            "plan.yml:2: family: 'jisshi-keikak' is no family; allowed: ",
            "plan.yml:2: family: 'jisshi-keikak' という family はありません。使えるもの: ",
        ),
        (
            "family: jisshi-keikaku",
            "family: [jisshi-keikaku, sogo-keikaku]",
            "plan.yml:2: family: a plan.yml departs from one family, not from several (jisshi-keikaku, sogo-keikaku)",
            "plan.yml:2: family: family には一つだけ書けます(jisshi-keikaku, sogo-keikaku は不可)",
        ),
        (
            "levels:\n",
            "levels:\n  gaol: {is: Goal, head: x, in: y}\n",
            "levels.gaol.in: unknown key; allowed",
            "levels.gaol.in: 未知のキー",
        ),
        (
            "  Goal: {min",
            "  Gaol: {min",
            "expect.Gaol: 'Gaol' is not allowed",
            "expect.Gaol: 'Gaol' は使えません",
        ),
        (
            "{min: 1, max: 4}",
            "{min: 4, max: 1}",
            "the ceiling 1 is below the floor 4",
            "上限 1 が下限 4 より小さく",
        ),
        (
            "{min: 1, max: 4}",
            "{max: 4}",
            "expect.Goal.min: this key is missing",
            "expect.Goal.min: このキーが必要",
        ),
        (
            "unread: 0",
            "unread: few",
            "unread: must be a whole number, not 'few'",
            "unread: 整数が必要です('few' は不可)",
        ),
        ("unread: 0", "unread: -1", "unread: -1 is below 0", "unread: -1 は 0 未満です"),
        ("family:", "family: [", "YAML: ", "YAML: YAML として読めません("),
        (
            "family:",
            "family: !!python/object:os.system x\nb:",
            "could not determine a constructor",
            "constructor",
        ),
        (
            "unread: 0",
            "unread: 0\nunread: 5",
            "unread: this key stands twice",
            "unread: このキーが二つあります",
        ),
        ("unread: 0", "unread: 2026-02-30", "'2026-02-30' is no value", "値として読めません"),
        ("unread: 0", "unread: !!timestamp few", "'few' is no value", "値として読めません"),
        (
            "(?P<number>[ⅠⅡⅢⅣ])(\\s",
            "(?P<nmuber>[ⅠⅡⅢⅣ])(\\s",
            "levels.goal.head: the pattern ",
            "に使われないグループがあります: nmuber。使えるグループ",
        ),
        ("unread: 0", "unread: \x01", "YAML: U+0001", "YAML として読めません(U+0001"),
        (
            "'架空町三か年実施計画\\s+[0-9]+ページ'",
            "'.+'",
            "furniture.0: '.+' matches lines of any kind; furniture needs a narrow pattern",
            "furniture.0: '.+' はどのような行にも当たります",
        ),
    ],
)
def test_a_plan_yml_that_does_not_say_what_it_must(
    refuse: Refuse, town: Town, old: str, new: str, english: str, japanese: str
) -> None:
    town.change(old, new)
    refuse(town.plan, english, japanese)


@pytest.mark.parametrize(
    ("data", "english", "japanese"),
    [
        (b"", "plan.yml:1: plan.yml: must be a mapping", "「キー: 値」の形が必要です"),
        (b"- a\n- b\n", "plan.yml:1: plan.yml: must be a mapping", "「キー: 値」の形が必要です"),
        (
            "layout: x\ntitle: 計画".encode("cp932"),
            "plan.yml:2: plan.yml: is not UTF-8",
            "UTF-8 ではありません",
        ),
        (b"[" * 100_000, "plan.yml:1: YAML: is nested too deep", "入れ子が深すぎます"),
        (b"- " * 100_000, "plan.yml:1: YAML: is nested too deep", "入れ子が深すぎます"),
        (
            b"layout: x\ntitle: " + b"{a: " * 1_200,
            "plan.yml:2: YAML: is nested too deep",
            "入れ子が深すぎます",
        ),
        (
            b"layout: x\nunread: " + b"1" * 5_000,
            "plan.yml:2: YAML: '1111",
            "plan.yml:2: YAML: '1111",
        ),
        (b"layout: x\nedition: 2024-13-45", "plan.yml:2: YAML: '2024-13-45' is no", "値として読めません"),
        (b"layout: x\nunread: !!bool few", "plan.yml:2: YAML: 'few' is no value", "値として読めません"),
        (b"#" * 2_000_000, "is larger than 1,048,576 B", "1,048,576 B を超えています"),
    ],
)
def test_a_plan_yml_that_is_none(
    refuse: Refuse, town: Town, data: bytes, english: str, japanese: str
) -> None:
    town.yml.write_bytes(data)
    refuse(town.plan, english, japanese)


def test_a_broken_plan_yml_does_not_stop_the_others(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    town.change("family:", "familly:")
    shutil.copytree(GOOD, tmp_path / "good")
    result = keikaku("build", town.folder, tmp_path / "good", "--store", town.store)
    assert result.exit_code == 2
    assert list(Store(town.store).documents) == ["good"]
    assert "2 documents: stored 1, not stored 1" in result.stdout


def test_a_broken_loader_of_a_named_folder_stops_the_build(keikaku: Keikaku, town: Town) -> None:
    loaders = two_loaders(town)
    (loaders / "rival" / "plan.yml").write_text("family: 1\n")
    result = keikaku("build", town.folder, "--loaders", loaders, "--store", town.store)
    assert result.exit_code == 2
    assert "rival/plan.yml:1: family: must be text" in result.stderr
    assert not town.store.exists()


# ---------------------------------------------------------------- load.py

PROCEDURE = """
from pathlib import Path

from keikaku.reading.model import Kind
from keikaku.reading.records import Reading


def read(reading: Reading, settings: object) -> None:
    Path(__file__).with_name("ran").touch()
    plan = reading.plan("sankanen-jisshi-keikaku", 1)
    for line in reading.lines():
        if not line.blank:
            reading.element(Kind.GOAL, f"行{line.number} {line.text.strip()}", under=plan, lines=[line.number])
"""


def with_procedure(town: Town) -> None:
    (town.folder / "load.py").write_text(PROCEDURE, encoding="utf-8")
    text = town.yml.read_text(encoding="utf-8")
    before, _expect, _after = text.partition("expect:")
    town.yml.write_text(before + "expect:\n  Goal: {min: 2, max: 99}\n", encoding="utf-8")


def test_a_load_py_beside_a_document_never_runs(keikaku: Keikaku, town: Town) -> None:
    with_procedure(town)
    result = keikaku("build", town.folder, "--store", town.store)
    assert not (town.folder / "ran").exists()
    assert result.exit_code == 0
    assert f"load.py did not run: `--loaders {town.folder}` says that it is trusted." in result.stdout
    result = keikaku("build", town.folder, "--store", town.store, "--lang", "ja")
    assert "load.py は実行していません" in result.stdout
    assert not (town.folder / "ran").exists()


@pytest.mark.parametrize("inside", [True, False])
def test_a_load_py_of_a_named_folder_runs(keikaku: Keikaku, town: Town, inside: bool) -> None:
    with_procedure(town)
    loaders = town.folder if inside else town.folder.parent
    result = keikaku("build", town.folder, "--loaders", loaders, "--store", town.store, "--lang", "ja")
    assert result.exit_code == 0, result.stdout
    assert (town.folder / "ran").exists()
    assert re.search(r"^  計画 1、基本目標 \d\d$", result.stdout, re.MULTILINE)
    assert "実行していません" not in result.stdout


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("def raed(): ...", "load.py:1: read: defines no function read(reading, settings)"),
        ("def read(:", "load.py:1: load.py: "),
    ],
)
def test_a_load_py_that_cannot_run(keikaku: Keikaku, town: Town, code: str, sentence: str) -> None:
    (town.folder / "load.py").write_text(code)
    result = keikaku("build", town.folder, "--loaders", town.folder, "--store", town.store)
    assert result.exit_code == 2
    assert sentence in result.stderr


# ---------------------------------------------------------------- stores and outputs


def test_a_store_that_is_something_else(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    written(tmp_path / "letters", "mine")
    for language, sentence in (
        ("en", "this folder is not a keikaku store"),
        ("ja", "のストアではありません"),
    ):
        for command in (["build", town.folder], ["export"], ["trace", "x"]):
            result = keikaku(*command, "--store", tmp_path / "letters", "--lang", language)
            assert result.exit_code == 2
            assert sentence in result.stderr
    assert stored(tmp_path / "letters") == {str(tmp_path / "letters" / "bad.txt"): b"mine"}


def test_a_store_of_a_newer_version(keikaku: Keikaku, town: Town) -> None:
    keikaku("build", town.folder, "--store", town.store)
    manifest = town.store / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "keikaku-store": 99}))
    before = stored(town.store)
    for language, sentence in (("en", "has format 99"), ("ja", "ストアの形式は 99")):
        result = keikaku("build", town.folder, "--store", town.store, "--lang", language)
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert stored(town.store) == before


def test_a_store_that_another_process_holds(keikaku: Keikaku, town: Town) -> None:
    keikaku("build", town.folder, "--store", town.store)
    with Store(town.store).writing():
        for language, sentence in (("en", "the store is in use by process"), ("ja", "が使用中です")):
            result = keikaku("build", town.folder, "--store", town.store, "--wait", "0", "--lang", language)
            assert result.exit_code == 2
            assert sentence in result.stderr
            assert str(os.getpid()) in result.stderr


@pytest.mark.parametrize("place", ["nowhere/report.json", "."])
def test_a_report_that_cannot_be_written(keikaku: Keikaku, town: Town, place: str) -> None:
    for language, sentence in (("en", "cannot write the file"), ("ja", "ファイルに書き込めません")):
        result = keikaku("build", town.folder, "--store", town.store, "--report", place, "--lang", language)
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert not town.store.exists()


# ---------------------------------------------------------------- good and bad together


def test_the_good_are_stored_and_the_status_says_that_one_failed(
    keikaku: Keikaku, town: Town, tmp_path: Path
) -> None:
    shutil.copytree(GOOD, tmp_path / "good")
    written(town.folder, PDF, "scan.txt")
    result = keikaku("build", tmp_path, "--store", town.store)
    assert result.exit_code == 2
    assert list(Store(town.store).documents) == ["good", "town"]
    town.change("Measure: {min: 2, max: 8}", "Measure: {min: 20, max: 30}")
    assert keikaku("build", town.plan, tmp_path / "good", "--store", town.store).exit_code == 1
    assert list(Store(town.store).documents) == ["good", "town"]


def test_a_document_that_fails_now_keeps_what_was_stored(keikaku: Keikaku, town: Town) -> None:
    keikaku("build", town.folder, "--store", town.store)
    before = stored(town.store)
    town.plan.write_bytes(b"")
    assert keikaku("build", town.folder, "--store", town.store).exit_code == 2
    assert stored(town.store) == before


def test_bad_input_alone_makes_no_store(keikaku: Keikaku, tmp_path: Path) -> None:
    assert keikaku("build", written(tmp_path, PDF)).exit_code == 2
    assert not (tmp_path / "keikaku.store").exists()


def test_two_documents_of_one_series(keikaku: Keikaku, town: Town) -> None:
    shutil.copy(town.plan, town.folder / "copy.txt")
    result = keikaku("build", town.folder, "--store", town.store)
    assert result.exit_code == 1
    assert "already stands for town in this build" in result.stdout
    assert Store(town.store).documents["town"].source == "copy.txt"


def test_a_file_name_that_is_no_text(town: Town) -> None:
    odd = Path(os.fsdecode(os.fsencode(town.folder) + "/計画.txt".encode("cp932")))
    try:
        town.plan.rename(odd)
    except OSError:
        pytest.skip("the file system wants UTF-8 names")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "keikaku",
        "build",
        town.folder,
        "--store",
        town.store,
        "--report",
        "r.json",
    ]
    done = subprocess.run(command, capture_output=True, cwd=town.folder)
    assert done.returncode == 0, done.stderr
    assert "\ufffd" in Store(town.store).documents["town"].source
    assert (town.folder / "r.json").exists()


def test_a_folder_name_that_fits_no_iri(keikaku: Keikaku, town: Town, tmp_path: Path) -> None:
    folder = tmp_path / "計画 <案> (第２版)"
    shutil.copytree(town.folder, folder)
    assert keikaku("build", folder, "--store", town.store).exit_code == 0
    assert list(Store(town.store).documents) == ["計画-案-第2版"]
    assert len(Store(town.store).load(vocabularies=False)) > 100


def test_a_subfolder_that_may_not_be_read(
    keikaku: Keikaku, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = town.folder / "closed"
    closed.mkdir()
    scandir = os.scandir

    def deny(path: Path) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(closed))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", deny)
    result = keikaku("build", town.folder, "--store", town.store)
    assert result.exit_code == 2
    assert "cannot be opened (Permission denied)" in result.stdout
    assert list(Store(town.store).documents) == ["town"]
