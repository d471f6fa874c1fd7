"""Tables of plain text: columns that spaces align, and those of Markdown. A row is a line, whatever it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku import PublishedDocument, read_document
from keikaku.documents.form import Found, Table
from tests.conftest import Keikaku

ALIGNED = """\
第２章　施策の展開
指標名              基準値      目標値
見守り訪問の件数      １２      　３０
                      (Ｒ４)    (Ｒ８)
ＡＥＤの設置数             8        20
これは本文の行です。
"""
PIPED = """\
# 計画

| 指標 | 基準値 | 目標値 |
| --- | ---: | ---: |
| 見守り | 12 | 30 |
| 防災\\|減災 |  | 5 |

本文
"""


def read(tmp_path: Path, text: str, name: str = "plan.txt") -> PublishedDocument:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_document(path)


def tables(document: PublishedDocument) -> list[Table]:
    return [block for part in document.parts for block in part.blocks if isinstance(block, Table)]


def test_columns_that_spaces_align_are_cells_by_the_width_of_their_characters(tmp_path: Path) -> None:
    document = read(tmp_path, ALIGNED)
    (table,) = tables(document)

    assert table.found is Found.GAPS
    assert [text for text, _ in document.lines] == [
        "第２章　施策の展開",
        "指標名\t基準値\t目標値",
        "見守り訪問の件数\t１２\t３０",
        "\t(Ｒ４)\t(Ｒ８)",
        "ＡＥＤの設置数\t8\t20",
        "これは本文の行です。",
    ]


def test_a_table_by_spaces_says_that_merged_cells_cannot_be_told(keikaku: Keikaku, tmp_path: Path) -> None:
    assert read(tmp_path, ALIGNED).parts[0].notes == ["aligned-columns"]
    assert "merged cells cannot be told" in keikaku("text", str(tmp_path / "plan.txt")).stderr
    assert "結合セルは区別できません" in keikaku("text", str(tmp_path / "plan.txt"), "--lang", "ja").stderr


def test_a_table_of_markdown(tmp_path: Path) -> None:
    document = read(tmp_path, PIPED, "plan.md")
    (table,) = tables(document)

    assert table.found is Found.NATIVE
    assert [[cell.text for cell in row] for row in table.by_row()] == [
        ["指標", "基準値", "目標値"],
        ["---", "---:", "---:"],
        ["見守り", "12", "30"],
        ["防災|減災", "", "5"],
    ]
    assert {cell.note for cell in table.cells if cell.row == 1} == {"rule"}
    assert document.parts[0].notes == []


@pytest.mark.parametrize(
    "text",
    [
        "第１章　総論　　　1\n第２章　各論　　　5\n第３章　資料　　　9\n",
        "本町では、人口減少が進む。\n一方で、 移住者は　増えた。\nそこで、次の施策を行う。\n",
        "| 縦棒だけの行 |\n| 区切りのない |\n",
        "事業\t12\t30\n訓練\t8\t20\n備蓄\t1\t2\n",
    ],
    ids=["contents", "prose", "bars without a rule", "TABs"],
)
def test_lines_that_are_no_table_stay_lines(text: str, tmp_path: Path) -> None:
    document = read(tmp_path, text)

    assert tables(document) == []
    assert [line for line, _ in document.lines] == text.splitlines()


def test_every_line_keeps_its_number(tmp_path: Path) -> None:
    for text in (ALIGNED, PIPED):
        assert len(read(tmp_path, text).lines) == len(text.splitlines())
