"""What is matched, shown and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.ground.text.characters import unify
from keikaku.ground.text.folding import fold, join, key, tidy

PRINT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("AZaz09 　\t\ufffd（）()～〜－―ー①Ⅲｱﾞ※.,%'\"&+都市\u200b\ufeff"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("令和３年度（２０２１）", "令和3年度(2021)"),
        ("ＩＣＴ ％＜", "ICT %<"),
        ("～〜∼˜~", "~~~~~"),
        ("－―—–‐−─-", "--------"),
        ("サービス", "サービス"),
        ("ｻｰﾋﾞｽ", "サーヒ\u3099ス"),
        ("①⑳㊿⑴ⅠⅢⅲ㊀", "①⑳㊿⑴ⅠⅢⅲ㊀"),
        ("5²", "5²"),
        ("⼈⼝", "人口"),
        ("a\u3000b\u00a0c\u2003d", "a b c d"),
        ("a\tb", "a\tb"),
        ("\ufffd\x07\u200b\ufeff\u00ad\n", "      "),
        ("㈱㎡㍻…", "㈱㎡㍻…"),
    ],
)
def test_fold_leaves_one_character_for_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(PRINT)
def test_fold_keeps_places_and_has_nothing_left_to_fold(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("ICT 等による", "ICT等による"),
        ("農 業", "農業"),
        ("市　民", "市民"),
        ("  主　体  ", "主体"),
        ("W I T Hコロナ", "WITHコロナ"),
        ("W I T H", "WITH"),
        ("SDG s 推進事業", "SDGs推進事業"),
        (
            "※\ufffd\ufffd「RPA」…Robotic\ufffdProcess\ufffdAutomation の略",
            "※「RPA」…Robotic Process Automationの略",
        ),
        ("施策 35 \ufffd広聴・広報の充実", "施策35広聴・広報の充実"),
        ("CMS( コンテンツ管理システム )の", "CMS(コンテンツ管理システム)の"),
        ("I(4)  III(4)", "I(4) III(4)"),
        ("令和3年度 (2021年度)", "令和3年度(2021年度)"),
        ("７ ４", "７４"),
        ("7 4", "7 4"),
        ("Ver. 2 (beta)", "Ver. 2 (beta)"),
        ("農\u200b業", "農業"),
        ("Auto\u00admation", "Automation"),
        ("R6\tR7", "R6 R7"),
        ("ＩＣＴ（％）～", "ＩＣＴ（％）～"),
        ("Plan AB cd", "Plan AB cd"),
        ("", ""),
        (" \ufffd ", ""),
    ],
)
def test_tidy_drops_what_layout_put_in(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(PRINT)
def test_tidy_is_done_at_once_and_adds_nothing(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert "\ufffd" not in tidied
    remaining = iter(unify(text))
    assert all(char in remaining for char in tidied if char != " ")


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (["◇ LINE", "を活用した情報発信"], "◇LINEを活用した情報発信"),
        (["効率的な", "行政運営"], "効率的な行政運営"),
        (["Robotic", "Process"], "Robotic Process"),
        (["2021～", "2025年度の累計"], "2021～2025年度の累計"),
        (["計画 20", "25"], "計画2025"),
        (["SNS ", "", " \ufffd", "等"], "SNS等"),
        ([], ""),
    ],
)
def test_join_mends_wrapped_lines(parts: list[str], joined: str) -> None:
    assert join(parts) == joined


@given(st.text("あ漢ー、。", max_size=30), st.data())
def test_japanese_reads_the_same_wherever_it_is_wrapped(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text)))
    assert join([text[:cut] + " ", "　" + text[cut:]]) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("金ケ崎町", "金ヶ崎町"),
        ("金ケ﨑", "金ヶ崎"),
        ("髙橋", "高橋"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斉藤"),
        ("ＳＤＧｓ推進", "SDGS 推進"),
        ("生活環境～快適～", "生活環境〜快適∼"),
        ("A－1", "A-1"),
        ("ｻｰﾋﾞｽ", "サービス"),
        ("葛\U000e0100城", "葛城"),
        ("広聴\ufffd・ 広報", "広聴・広報"),
        ("㎡", "m2"),
    ],
)
def test_key_is_the_same_for_prints_of_one_name(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("サービス", "サ-ビス"), ("市民課", "市民税課"), ("第1", "第2")])
def test_key_tells_names_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


@given(PRINT)
def test_key_of_a_key_is_itself_and_knows_no_layout(text: str) -> None:
    assert key(key(text)) == key(text)
    assert key(tidy(text)) == key(text)
