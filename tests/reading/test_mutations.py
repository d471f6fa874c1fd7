"""One change to a family's grammar, of every kind and at every place: told with file, line and key, or read."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from keikaku.building.pipeline import Options, load
from keikaku.ground.errors import KeikakuError
from keikaku.reading import families
from keikaku.reading.loaders import Loaders
from tests.reading.made import HEAD
from tests.test_mutations import EVERY, complaint, mutations

PRINT = """\
架空町総合戦略
計画期間：令和６年度～令和８年度
基本目標１　水の町
■ 数値目標
| 指標 | 単位 | 基準値（令和５年度） | 目標値（令和８年度） |
| --- | --- | --- | --- |
| 蛍を見た人 | 人 | 1,200 | 1,500 |
◎基本的方向
○川を守る。
（１）川を守る
■ 具体的な取組
・岸の手入れ（水道課）
事業名　橋を直す
担当課　水道課
目的　川を渡れるようにする。
| 事業名 | 担当課 | 事業内容 | 令和６年度事業費（千円） | 評価 |
| --- | --- | --- | --- | --- |
| 橋を直す | 水道課 | 橋の板を替える。 | 1,200 | A |
"""
DERIVED = [name for name in families.names() if name != "base"]


@pytest.mark.parametrize("family", DERIVED)
def test_a_mutation_of_a_grammar_is_read_or_named(family: str, tmp_path: Path) -> None:
    """The whole grammar of a family stands in a plan.yml, as a town's own would."""
    plan, yml = tmp_path / "plan.txt", tmp_path / "plan.yml"
    plan.write_text(PRINT, encoding="utf-8")
    head = yaml.safe_load(HEAD.format(family="base"))
    grammar = deepcopy(families.defaults(family))
    wrong, told, read = [], 0, 0
    for name, text in mutations(grammar, EVERY):
        yml.write_text(str(yaml.safe_dump(head | yaml.safe_load(text), allow_unicode=True)), encoding="utf-8")
        try:
            load(plan, Options(), Loaders({}))
            read += 1
        except KeikakuError as error:
            told += 1
            said = complaint(error, yml, plan)
            wrong += [f"{name}: {said}"] if said else []
    assert wrong == []
    assert told
    assert read
