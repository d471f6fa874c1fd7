"""Characters that are other codes of one character, and those that only look alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keikaku.documents.numbered_lines import Line
from keikaku.graph.nquads import segment
from keikaku.ground.text.characters import STANDS_FOR, table, unified_places, unify
from keikaku.ground.text.folding import fold, key, tidy
from keikaku.ground.text.magic import recognise
from keikaku.reading.values.lookalikes import look_alike
from keikaku.reading.values.patterns import Pattern

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe00\ufe0f\ufeff\U000e0100\U000e01ef\u061c\u180e"
ODD = st.text(
    st.one_of(
        st.sampled_from("".join(STANDS_FOR) + INVISIBLE + "か\u3099は\u309aA\u0301神髙﨑町民課 　・ー1I"),
        st.characters(),
    ),
    max_size=30,
)


def test_every_radical_of_unicode_stands_for_an_ideograph() -> None:
    blocks = [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6)]
    radicals = [chr(code) for code in blocks if unicodedata.category(chr(code)) != "Cn"]
    left = [char for char in radicals if unify(char) == char]
    assert left == ["\u2e80"]  # CJK RADICAL REPEAT, which is an iteration mark
    assert all(
        unicodedata.name(unify(char), "CJK UNIFIED").startswith("CJK UNIFIED")
        for char in radicals
        if char not in left
    )


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("町⺠課", "町民課"),
        ("⻑寿⽀援課", "長寿支援課"),
        ("⻅守り・⻘少年・⻄⼭", "見守り・青少年・西山"),
        ("⼿しごとが続くまち", "手しごとが続くまち"),
        (unicodedata.normalize("NFD", "ガイドブック"), "ガイドブック"),
        ("葛\U000e0100飾課", "葛飾課"),
        ("福\ufe00祉課", "福祉課"),
        ("神社課", "神社課"),
        ("建\u00ad設\u200b課\u200e", "建設課"),
        ("企画‧財政課", "企画・財政課"),
    ],
)
def test_prints_of_the_same_characters_are_one_label_and_one_iri(printed: str, meant: str) -> None:
    assert tidy(printed) == meant
    assert segment(printed) == segment(meant)
    assert key(printed) == key(meant)
    assert Line.make(1, printed).folded == fold(meant)
    assert Pattern(printed).fullmatch(Line.make(1, meant).text)


@pytest.mark.parametrize(
    "forms",
    [
        "髙齢課 高齢課",
        "﨑山課 崎山課 嵜山課",
        "渡邊 渡邉 渡辺",
        "國際課 国際課",
        "𠮷野課 吉野課",
        "企画·財政 企画•財政 企画･財政",
        "金ヶ崎 金ケ﨑",
    ],
)
def test_forms_of_one_character_match_and_stay_as_printed(forms: str) -> None:
    names = forms.split()
    assert len({key(name) for name in names}) == 1
    assert [tidy(name) for name in names] == names


@given(ODD)
def test_unifying_is_done_at_once_and_goes_before_all_else(text: str) -> None:
    unified = unify(text)
    assert unify(unified) == unified
    assert key(unified) == key(text)
    assert tidy(unified) == tidy(text)
    assert segment(unified) == segment(text)


@given(ODD)
def test_every_unified_character_is_found_where_it_is_printed(text: str) -> None:
    unified, places = unified_places(text)
    assert len(places) == len(unified) + 1
    assert places[-1] == len(text)
    assert places == sorted(places)
    if not any("\u1100" <= char <= "\u11ff" or "\uac00" <= char <= "\ud7a3" for char in text):
        assert unify(unified) == unify(text)


def test_no_variant_is_the_usual_form_of_another() -> None:
    rows = table("variants")
    usual = {row[1] for row in rows}
    assert not usual & {row[0] for row in rows}


# ---------------------------------------------------------------- look-alikes


@pytest.mark.parametrize(
    ("one", "other", "pair"),
    [
        ("企両政策課", "企画政策課", ("両", "画")),
        ("1CT推進課", "ICT推進課", ("1", "I")),
        ("lCT推進課", "ＩＣＴ推進課", ("l", "I")),
        ("В型肝炎", "B型肝炎", ("В", "B")),
        ("サ一ビス課", "サービス課", ("一", "ー")),
        ("サ二ビス課", "サービス課", ("二", "ー")),
        ("エ事課", "工事課", ("エ", "工")),
        ("協カ課", "協力課", ("カ", "力")),
        ("緑の課", "縁の課", ("緑", "縁")),
        ("未広課", "末広課", ("未", "末")),
        ("土木課", "士木課", ("土", "士")),
        ("D0X", "DOX", ("0", "O")),
        ("スボーツ課", "スポーツ課", ("ボ", "ポ")),
    ],
)
def test_names_that_differ_by_a_look_alike(one: str, other: str, pair: tuple[str, str]) -> None:
    assert look_alike(one, other) == pair
    assert look_alike(other, one) == pair[::-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("町民課", "町民課"),
        ("市民課", "町民課"),
        ("総務課", "財務課"),
        ("髙齢課", "高齢課"),
        ("町⺠課", "町民課"),
        ("第一中学校", "第二中学校"),
        ("一丁目", "二丁目"),
        ("教育総務課", "教育総務"),
        ("建設課", "建築課"),
        ("", ""),
    ],
)
def test_other_names_are_no_look_alikes(one: str, other: str) -> None:
    assert look_alike(one, other) is None


# ---------------------------------------------------------------- encodings that are not read


@pytest.mark.parametrize(("encoding", "name"), [("iso2022_jp", "ISO-2022-JP"), ("utf-7", "UTF-7")])
def test_encodings_of_mail_are_named(encoding: str, name: str) -> None:
    kind = recognise("架空町 第3次総合計画のあらまし\n".encode(encoding))
    assert kind is not None
    assert name in kind.said.text("en")
    assert name in kind.said.text("ja")


@pytest.mark.parametrize("text", ["C++ 1+1=2 +abcd- a+b", "plain text", "", "+81-3-1234-5678 and +10%"])
def test_plain_ascii_is_no_encoding_of_mail(text: str) -> None:
    assert recognise(text.encode()) is None
