"""The outline of Ninohe's late basic plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan
from keikaku.reading.records import Reading
from tests.claims import Claim, claims, replaced, reported, unreported
from tests.sectioned import Lines, counts, furniture_share, is_below_yield, not_in_its_lines, said_by_plan_yml
from tests.support import facts, load_plan, load_text, plan_text, quads

NAME = "ninohe-late-basic-plan-outline"
GOALS = ["しごと・産業・交流", "子ども・若者・女性", "暮らし・安心・健康", "地域力・行政力・共創"]
MEASURES = {
    "しごと・産業・交流": "うるし 農業・林業 地域企業 雇用 観光・交流 ブランド・流通 エネルギー",
    "子ども・若者・女性": "子育て 学校教育 移住・定住 女性・若者の活躍",
    "暮らし・安心・健康": "歴史・伝統 スポーツの振興 芸術文化 健康 福祉 生活安全 防災・減災 地域 生涯学習 生活環境 公共交通",
    "市民参画": "民間力の活用 市民提案、総合計画の推進",
    "生活基盤": "道路 都市計画 上下水道",
    "地域経営": "行財政経営 自治体連携 シティセールス",
}
TWO_ACTIONS = {"うるし", "農業・林業", "学校教育", "移住・定住", "上下水道"}
INDICATORS = {
    "しごと・産業・交流": ["就業者数", "市内純生産額"],
    "子ども・若者・女性": ["合計特殊出生率", "移住定住者数"],
    "暮らし・安心・健康": ["文化、スポーツ施設利用者数", "平均寿命"],
    "地域力・行政力・共創": ["地域活動参加率", "ワークショップの提言を政策に反映した数"],
}


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


@pytest.fixture(scope="module")
def lines() -> Lines:
    return Lines(plan_text(NAME))


def labels(reading: Reading, kind: Kind, plan: str = "") -> list[str]:
    return [one.label for one in reading.elements if one.kind is kind and plan in ("", one.plan.id)]


def name(thing: Element | Plan) -> str:
    return thing.id if isinstance(thing, Plan) else thing.label


# -- what is read


def test_every_line_is_accounted_for(reading: Reading) -> None:
    account = reading.account()
    assert account.unread == ()
    assert account.read + account.structure + account.furniture + account.blank == account.total
    assert furniture_share(NAME, reading) == 0


def test_yield(reading: Reading) -> None:
    assert counts(reading) == {
        "Vision": 2,
        "Goal": 8,
        "Field": 3,
        "Measure": 30,
        "Action": 35,
        "Perspective": 6,
        "Policy": 2,
        "Indicator": 8,
    }


def test_plans(reading: Reading) -> None:
    found = [(one.kind, one.start, one.end, one.part_of) for one in reading.plans.values()]
    assert found == [("基本構想", 2016, 2025, ""), ("基本計画", 2021, 2025, "basic-concept")]


def test_what_the_concept_holds(reading: Reading) -> None:
    assert labels(reading, Kind.VISION) == [
        "人が輝き 未来をひらくまち へのへ",
        "挑戦します！次代へ紡ぐふるさとづくり",
    ]
    assert labels(reading, Kind.GOAL, "basic-concept") == [
        "しごとをつくる",
        "子育てを支える",
        "暮らしを守る",
        "まちをつなぐ",
    ]
    assert labels(reading, Kind.PERSPECTIVE, "basic-concept") == [
        "人口減少に歯止めをかける",
        "人口減少に対応する",
    ]
    concept = [one for one in reading.elements if one.plan.id == "basic-concept"]
    assert len(concept) == 8
    assert {name(one.parent) for one in concept} == {"basic-concept"}


def test_goals_of_the_plan_are_listed_and_printed_again(reading: Reading) -> None:
    goals = [one for one in reading.elements if one.kind is Kind.GOAL and one.plan.id == "late-basic-plan"]
    assert [one.label for one in goals] == GOALS
    assert [one.number for one in goals] == ["政策1", "政策2", "政策3", "政策を支える土台・原動力"]
    assert all(len(one.lines) == 4 for one in goals)
    assert [len(one.statements) for one in goals] == [3, 3, 2, 4]


def test_measures_and_fields(reading: Reading) -> None:
    found: dict[str, list[str]] = {}
    for one in reading.elements:
        if one.kind is Kind.MEASURE:
            found.setdefault(name(one.parent), []).append(one.label)
    assert found == {above: below.split(" ") for above, below in MEASURES.items()}
    fields = [one for one in reading.elements if one.kind is Kind.FIELD]
    assert {name(one.parent) for one in fields} == {GOALS[3]}
    starred = [one.label for one in reading.elements if one.mark == "★"]
    assert starred == ["うるし", "子育て", "歴史・伝統", "スポーツの振興", "民間力の活用"]


def test_actions(reading: Reading) -> None:
    actions = [one for one in reading.elements if one.kind is Kind.ACTION]
    below = {name(one.parent): [a.label for a in actions if a.parent is one.parent] for one in actions}
    assert {measure for measure, found in below.items() if len(found) == 2} == TWO_ACTIONS
    assert len(below) == 30
    assert below["農業・林業"][1] == "ブランド力の向上と販売展開"
    assert below["地域"] == ["町内会活動支援と地域資源（宝）をつなぐまちづくり"]


def test_glued_group_headings(reading: Reading) -> None:
    repaired = [one for one in reading.elements if one.confidence is Confidence.REPAIRED]
    assert [(one.kind, one.lines[0]) for one in repaired] == [
        (Kind.ACTION, 197),
        (Kind.FIELD, 197),
        (Kind.ACTION, 204),
        (Kind.FIELD, 204),
    ]
    assert [one.as_printed for one in repaired if one.kind is Kind.FIELD] == ["（生活基盤）", "（地域経営）"]
    assert [(one.rule, one.severity) for one in reading.findings] == [
        ("glued-heading-mended", Severity.INFO)
    ] * 2


def test_texts_of_the_plan(reading: Reading) -> None:
    plan = reading.plans["late-basic-plan"]
    said = [one.fact for one in plan.statements]
    assert (said.count(Fact.POLICY_DIRECTION), said.count(Fact.DESCRIPTION), len(said)) == (4, 2, 6)
    assert labels(reading, Kind.POLICY) == ["人づくり", "公民連携"]
    numbered = [one for one in reading.elements if one.kind is Kind.PERSPECTIVE and one.number]
    assert [one.number for one in numbered] == ["①", "②", "③", "④"]


def test_indicators_are_names(reading: Reading) -> None:
    found: dict[str, list[str]] = {}
    for one in reading.indicators:
        found.setdefault(name(one.of), []).append(one.label)
    assert found == INDICATORS
    assert not any(one.observations or one.unit for one in reading.indicators)


def test_the_doubted_name(reading: Reading) -> None:
    (doubtful,) = [one for one in reading.records() if one.confidence is Confidence.DOUBTFUL]
    assert doubtful in reading.elements
    assert doubtful.lines == [5]


def test_graph(reading: Reading) -> None:
    found = facts(quads(reading, NAME), "03213")
    assert sum(found["elements"].values()) == len(reading.elements)
    assert sum(found["lineage"].values()) == len(reading.elements)
    assert set(found["plans"]) == {("基本構想", "2016", "2025"), ("基本計画", "2021", "2025")}


def test_what_is_read_stands_in_its_lines(reading: Reading) -> None:
    assert not_in_its_lines(reading) == []


def test_plan_yml_says_how_to_read_and_not_what(reading: Reading) -> None:
    assert said_by_plan_yml(NAME, reading) == []


# -- what is printed is what is read


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("若者", "青年"),
        ("充実", "拡充"),
        ("産業", "生業"),
        ("交流", "往来"),
        ("生活基盤", "都市基盤"),
        ("第2期", "第3期"),
    ],
)
def test_words_replaced_throughout(old: str, new: str, reading: Reading, tmp_path: Path) -> None:
    changed = load_text(NAME, plan_text(NAME).replace(old, new), tmp_path)
    assert set(claims(changed)) == replaced(claims(reading), lambda text: text.replace(old, new))
    assert not reported(changed)


def without(said: dict[Claim, set[int]], *names: str) -> set[Claim]:
    return {claim for claim in said if not set(names) & set(map(str, claim))}


def test_a_measure_moved(reading: Reading, lines: Lines, tmp_path: Path) -> None:
    moved = load_text(NAME, lines.moved("- 農業・林業", 3, before="- 移住・定住"), tmp_path)
    measure = next(one for one in moved.elements if one.label == "農業・林業")
    assert name(measure.parent) == GOALS[1]
    assert [one.label for one in moved.elements if one.parent is measure] == [
        one.label for one in reading.elements if name(one.parent) == "農業・林業"
    ]
    assert without(claims(moved), "農業・林業") == without(claims(reading), "農業・林業")
    assert not reported(moved)


@pytest.mark.parametrize(
    ("measure", "count"), [("★うるし", 3), ("雇用", 2), ("道路", 2), ("健康", 2), ("公共交通", 2)]
)
def test_a_measure_dropped(measure: str, count: int, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    dropped = load_text(NAME, lines.without(f"- {measure}", count=count), tmp_path)
    assert set(claims(dropped)) == without(claims(reading), measure.lstrip("★"))
    assert not reported(dropped)
    assert not is_below_yield(NAME, dropped)


# -- damages: reported or read right, never wrong in silence

DAMAGES: dict[str, Callable[[Lines], str]] = {
    "a goal's number lost": lambda it: it.without("政策2", 1),
    "a goal's name lost": lambda it: it.without("子ども・若者・女性", 1),
    "a goal's heading lost": lambda it: it.without("政策2", 1, count=3),
    "a goal's number changed": lambda it: it.edited("政策2", "2", "3", 1),
    "a goal's name changed": lambda it: it.edited("子ども・若者・女性", "女性", "女牲", 1),
    "a listed goal lost": lambda it: it.without("政策2", 0, count=3),
    "a heading of directions lost": lambda it: it.without("【方向性】"),
    "a heading of measures lost": lambda it: it.without("【施策項目"),
    "a heading of indicators lost": lambda it: it.without("【指標】"),
    "a heading garbled": lambda it: it.edited("【指標】", "標", "\ufffd"),
    "a section's heading lost": lambda it: it.without("◎共通政策"),
    "the pillars' heading lost": lambda it: it.without("総合計画 4"),
    "a pillar lost": lambda it: it.without("暮らしを守る"),
    "two pillars glued": lambda it: it.glued("暮らしを守る", "まちをつなぐ"),
    "the views' heading lost": lambda it: it.without("人口減少に立ち向かう"),
    "a view lost": lambda it: it.without("- ③情報"),
    "two views glued": lambda it: it.glued("- ②持続", "- ③情報"),
    "the vision lost": lambda it: it.without("「人が輝き"),
    "the vision doubled": lambda it: it.doubled("「人が輝き"),
    "the period lost": lambda it: it.without("(平成28年度"),
    "the period's digits split": lambda it: it.edited("(平成28年度", "28", "2 8"),
    "the plan's last line lost": lambda it: it.without("後期基本計画（"),
    "an end before the start": lambda it: it.edited("後期基本計画（", "令和7", "令和2"),
    "a measure before an action": lambda it: it.swapped("- ★うるし", "- ・原木"),
    "an action behind a gap": lambda it: it.edited("- ・確かな", "- ・確かな", "\n- ・確かな"),
    "an action lost": lambda it: it.without("- ・事業継承"),
    "two actions glued": lambda it: it.glued("- ・確かな", "- ・地域と連携した"),
    "a measure glued to an action": lambda it: it.glued("- ・ブランド力の向上と", "- 地域企業"),
    "two measures glued": lambda it: it.glued("- 学校教育", "- 移住・定住"),
    "a measure's bullet lost": lambda it: it.edited("- 地域企業", "- ", ""),
    "a measure doubled": lambda it: it.doubled("- 雇用"),
    "an action doubled": lambda it: it.doubled("- ・雇用定着"),
    "a character lost": lambda it: it.edited("- 地域企業", "域", "\ufffd"),
    "a group heading lost": lambda it: it.without("- （市民参画）"),
    "a group heading cut off": lambda it: it.edited("- ・地域課題", "盤）", ""),
    "a glued heading doubled": lambda it: it.doubled("- ・下水道会計"),
    "a glued heading before an action": lambda it: it.swapped("- ・水の安定", "- ・下水道会計"),
    "a figure behind an indicator": lambda it: it.edited("- ・就業者数", "数", "数 10,500人"),
    "an indicator glued to the last line": lambda it: it.glued("- ・ワークショップ", "後期基本計画（"),
    "half the file gone": lambda it: "\n".join(it.lines[: len(it.lines) // 2]),
    "the first half gone": lambda it: "\n".join(it.lines[len(it.lines) // 2 :]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str, reading: Reading, lines: Lines, tmp_path: Path) -> None:
    after = load_text(NAME, DAMAGES[damage](lines), tmp_path)
    assert unreported(reading, after) == []
    same = claims(after).keys() == claims(reading).keys()
    assert reported(after) or same or is_below_yield(NAME, after)


def test_a_measure_moved_above_the_first_group(lines: Lines, tmp_path: Path) -> None:
    moved = load_text(NAME, lines.moved("- 自治体連携", 2, before="- （市民参画）"), tmp_path)
    parents = {one.label: name(one.parent) for one in moved.elements if one.kind is Kind.MEASURE}
    assert (parents["自治体連携"], parents["道路"], parents["シティセールス"]) == (
        GOALS[3],
        "生活基盤",
        "地域経営",
    )
    assert not reported(moved)
