"""The evaluation sheets of Ami for R6: what was read by hand, and what happens to damaged sheets."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import pytest

from keikaku.ground.rules import Severity
from keikaku.ground.text.folding import key
from keikaku.reading.model import Confidence, Element, Fact, Indicator, Kind, Record
from keikaku.reading.records import Reading
from tests.claims import claims, replaced
from tests.evaluation import NAME, news
from tests.support import ROOT, document, load_plan, load_text, plan_path, plan_text, quads, series

EXAMPLE = "examples/evaluation-sheets"

M1, M2, M3 = "効果的な行政運営", "健全な財政運営", "シティプロモーション・広聴活動の拡充"
M4, M5 = "デジタル化の推進", "広域行政の推進"

# Read by hand from the sheets: name, unit, baseline (R4), target (R10), actual (R6).
FIGURES = {
    M1: [
        ("施策の目標達成率", "%", "74", "100", "29.8"),
        ("窓口対応がスムーズだと回答した町民の割合", "%", "75", "80", "78.9"),
    ],
    M2: [
        ("財政力指数", "", "0.89", "0.90", "0.88"),
        ("本町への寄附金額(一般)", "億円", "1.45", "3.00", "0.88"),
    ],
    M3: [
        ("町へ「誇り」や「愛着」を感じていると回答した町民の割合", "%", None, "80", "78.8"),
        ("あみメール・町公式LINEの登録者数", "人", "11363", "20000", "16765"),
    ],
    M4: [
        ("オンライン化した行政手続の業務数", "業務", "46", "200", "194"),
        ("AI・RPAの導入業務数", "業務", "0", "18", "7"),
    ],
    M5: [("つくば霞ヶ浦りんりんロードの利用者数", "万人", "12.5", "12.5", "13.2")],
}
RATINGS = {M1: ("B", ""), M2: ("", ""), M3: ("", ""), M4: ("B", ""), M5: ("B", "II")}
DEPARTMENTS = {
    M1: ["政策企画課", "行政経営課", "人事課"],
    M2: ["財政課", "管財課", "中央公民館", "政策企画課", "税務課", "収納課", "商工観光課"],
    M3: ["秘書広聴課"],
    M4: ["行政経営課", "人事課", "町民課"],
    M5: ["政策企画課", "生活環境課", "廃棄物対策課"],
}
RELATED = {
    M1: ["第3期まち・ひと・しごと創生総合戦略"],
    M2: ["中期財政計画", "中長期保全計画"],
    M3: ["第2期阿見町シティプロモーション戦略"],
    M4: ["阿見町DX推進計画"],
    M5: [],
}
SDGS = {M1: [], M2: [], M3: ["11", "17"], M4: [], M5: ["17"]}
TABLES = {
    M1: {
        "市制施行・行政経営の確立": ["市制施行推進事業", "総合計画推進事務", "行政経営推進事業"],
        "人材マネジメント・働き方改革": ["職員研修事業", "人事評価事務", "ワーク・ライフ・バランス推進事務"],
        "SDGsの推進": ["SDGs推進事業"],
    },
    M2: {
        "計画的・効率的な財政運営": ["財政運営事業"],
        "公有財産の有効活用と管理": [
            "公共施設等総合管理計画事務",
            "公有財産管理事務",
            "公民館維持管理事務",
            "庁舎維持管理事業",
            "公共施設跡地利活用事務",
        ],
        "税収の確保": ["町税賦課事務", "納税推進事務", "滞納処分事務"],
        "自主財源の確保": ["ふるさと納税事業", "企業版ふるさと納税事務"],
    },
    M3: {},
    M4: {
        "自治体DXの推進": ["情報化推進事業", "住民情報ネットワーク運営事業", "テレワーク推進事務"],
        "デジタルを活用した窓口・行政サービスの向上": [
            "書かない窓口導入事務",
            "マイナンバーカード普及促進事務",
        ],
    },
    M5: {"広域行政の推進": ["牛久・阿見町斎場組合事務", "龍ケ崎地方衛生組合事務", "広域行政推進事務"]},
}
NAMELESS = {M3: ["プロモーション戦略事務", "広報事務", "二所ノ関部屋連携推進事業", "広聴事業"]}
TEXTS = {
    (M1, "targetState"): ["de4e68c5"],
    (M1, "currentSituation"): ["9448ef60"],
    (M1, "approach"): ["4d964fc6"],
    (M1, "outcome"): ["cacac47a"],
    (M1, "issue"): ["bb370587"],
    (M2, "targetState"): ["beced0ca"],
    (M2, "currentSituation"): ["7fd26d3a"],
    (M2, "approach"): ["7fd26d3a"],
    (M2, "outcome"): ["7fd26d3a"],
    (M2, "issue"): ["b8c6fab2"],
    (M3, "targetState"): ["ae340a7c"],
    (M3, "currentSituation"): ["0ffd9d9c"],
    (M3, "approach"): ["0ffd9d9c"],
    (M3, "outcome"): ["82ab66e5"],
    (M3, "issue"): ["bb953fdd", "9c965851"],
    (M3, "description"): ["195aad8b", "5b0e3732"],
    (M4, "targetState"): ["7e0fb3c4"],
    (M4, "currentSituation"): ["f200ed4a", "5588da17"],
    (M4, "approach"): ["7db04549"],
    (M4, "outcome"): ["db52c09e"],
    (M4, "issue"): ["fbc969e4"],
    (M5, "targetState"): ["94352810"],
    (M5, "currentSituation"): ["cb1c6626"],
    (M5, "approach"): ["0b9609ad"],
    (M5, "outcome"): ["72a87689"],
    (M5, "issue"): ["e9e1d485", "d09bab86"],
}
"""What each text begins with, read by hand: the texts are the town's and stand here as their digests (`beginning`)."""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_plan(NAME)


def values(element: Element, *facts: Fact) -> list[str]:
    return [one.value for one in element.statements if one.fact in facts]


def measures(reading: Reading) -> dict[str, Element]:
    return {one.label: one for one in reading.elements if one.kind is Kind.MEASURE}


def beginning(text: str) -> str:
    return hashlib.sha256(text[:15].encode()).hexdigest()[:8]


def below(reading: Reading, element: Element, kind: Kind) -> list[Element]:
    return [one for one in reading.elements if one.parent is element and one.kind is kind]


def row(indicator: Indicator) -> tuple[str | None, ...]:
    figures = {(one.role.value, one.fiscal_year): str(one.value) for one in indicator.observations}
    places = (("Baseline", 2022), ("Target", 2028), ("Actual", 2024))
    assert set(figures) <= set(places)
    return (indicator.label, indicator.unit, *(figures.get(place) for place in places))


# -- what is read


def test_plan_goal_field(reading: Reading) -> None:
    (plan,) = reading.plans.values()
    assert (plan.kind, plan.start, plan.end) == ("評価", 2024, 2028)
    goal, field = (
        next(one for one in reading.elements if one.kind is kind) for kind in (Kind.GOAL, Kind.FIELD)
    )
    assert (goal.label, goal.number, goal.as_printed) == ("未来につながるまちづくり", "第7章", "第一章")
    assert (goal.parent, goal.confidence, goal.unreadable) == (plan, Confidence.REPAIRED, [Fact.SDG])
    assert [text[:12] for text in values(goal, Fact.DESCRIPTION)] == ["市制を見据えた行政運営、"]
    assert (field.label, field.number, field.parent) == ("行政力を高めるまちづくり", "第1節", goal)
    (indicator,) = [one for one in reading.indicators if one.of is goal]
    assert (indicator.unit, indicator.direction, indicator.observations) == ("", "Increase", [])
    assert indicator.label.endswith("充実していると感じている町民の割合")


def test_measures(reading: Reading) -> None:
    found = measures(reading)
    assert {one.number: label for label, one in found.items()} == {
        f"第{number}施策": label for number, label in enumerate((M1, M2, M3, M4, M5), start=1)
    }
    for label, one in found.items():
        names = values(one, Fact.LEAD_DEPARTMENT) + values(one, Fact.RELATED_DEPARTMENT)
        assert names == DEPARTMENTS[label]
        assert len(values(one, Fact.LEAD_DEPARTMENT)) == 1
        assert values(one, Fact.RELATED_PLAN) == RELATED[label]
        assert values(one, Fact.SDG) == SDGS[label]
        assert one.unreadable == ([] if SDGS[label] else [Fact.SDG])


def test_figures(reading: Reading) -> None:
    for label, one in measures(reading).items():
        found = [indicator for indicator in reading.indicators if indicator.of is one]
        assert [row(indicator) for indicator in found] == FIGURES[label]
        assert {indicator.direction for indicator in found} == {"Increase"}


def test_evaluations(reading: Reading) -> None:
    found = {one.of.label: (one.fiscal_year, one.progress, one.review) for one in reading.evaluations}
    assert found == {label: (2024, *ratings) for label, ratings in RATINGS.items()}
    assert all(len(one.texts) == 1 for one in reading.evaluations)
    lost = Counter(name for one in reading.evaluations for name in one.unreadable)
    assert lost == {"progress": 2, "review": 4}
    assert len([one for one in reading.findings if one.rule == "rating-unread"]) == 6


def test_tables(reading: Reading) -> None:
    for label, one in measures(reading).items():
        actions = below(reading, one, Kind.ACTION)
        table = {a.label: [p.label for p in below(reading, a, Kind.PROJECT)] for a in actions}
        assert table == TABLES[label]
        assert all(len(values(action, Fact.DESCRIPTION)) == 1 for action in actions)
        nameless = below(reading, one, Kind.PROJECT)
        assert [project.label for project in nameless] == NAMELESS.get(label, [])
        assert all(project.confidence is Confidence.DOUBTFUL for project in nameless)


def test_texts(reading: Reading) -> None:
    facts = (
        Fact.TARGET_STATE,
        Fact.CURRENT_SITUATION,
        Fact.APPROACH,
        Fact.OUTCOME,
        Fact.ISSUE,
        Fact.DESCRIPTION,
    )
    found = {
        (label, fact.value): [beginning(text) for text in values(one, fact)]
        for label, one in measures(reading).items()
        for fact in facts
        if values(one, fact)
    }
    assert found == TEXTS
    whole = [text for one in reading.elements for fact in facts for text in values(one, fact)]
    assert all(text.endswith("。") for text in whole)
    assert not [text for text in whole if re.search("目指す姿|施策の現状|[|\t]", text)]


# -- where it stands


def test_every_line_is_accounted_for(reading: Reading) -> None:
    account = reading.account()
    assert account.unread == ()
    assert account.read + account.structure + account.furniture + account.blank == account.total
    assert account.furniture <= 0.3 * (account.total - account.blank)
    furniture = set(range(1, account.total + 1)) - {line.number for line in reading.lines()}
    assert not furniture & {number for one in reading.records() for number in one.lines}
    assert not [one for one in reading.findings if one.severity is Severity.VIOLATION]


def test_what_is_read_stands_in_its_lines(reading: Reading) -> None:
    texts = [
        ((one.as_printed if one.fact is Fact.RELATED_DEPARTMENT else "") or one.value, one)
        for e in reading.elements
        for one in e.statements
    ]
    labels: list[tuple[str, Record]] = [(one.label, one) for one in reading.elements]
    labels += [(one.label, one) for one in reading.indicators]
    figures = [(one.as_printed, one) for i in reading.indicators for one in i.observations]
    for text, one in [*texts, *labels, *figures]:
        assert one.lines
        print_ = key("".join(reading.line(number).printed for number in sorted(one.lines)))
        pieces = iter(print_)
        assert all(char in pieces for char in key(text.replace(" | ", ""))), text


def test_plan_yml_says_how_to_read_and_not_what(reading: Reading) -> None:
    yml = (ROOT / "loaders" / NAME / "plan.yml").read_text(encoding="utf-8")
    kept = key(re.sub(r"(?ms)^repairs:\n.*?(?=^\w)", "", yml))
    labels = [one.label for one in reading.elements if len(one.label) >= 4]
    labels += [one.label for one in reading.indicators]
    figures = [
        str(one.value) for i in reading.indicators for one in i.observations if len(str(one.value)) > 2
    ]
    assert [word for word in [*labels, *figures] if key(word) in kept] == []


def test_the_series_and_its_example_do_not_recognise_each_other() -> None:
    assert series(NAME).missing(document(ROOT / EXAMPLE / "plan.txt"))
    assert series(EXAMPLE).missing(document(plan_path(NAME)))
    assert not series(NAME).missing(document(plan_path(NAME)))


def test_quads(reading: Reading) -> None:
    assert quads(reading, NAME) == quads(series(NAME).load(document(plan_path(NAME))), NAME)


# -- what is printed is what is read


@pytest.mark.parametrize(("old", "new"), [("広報", "宣伝"), ("広聴", "公聴"), ("財政", "会計"), ("デジタル", "電子"), ("町民", "住民"), ("窓口", "カウンター"), ("バランス", "均衡"), ("愛着", "親しみ")])  # fmt: skip
def test_words_replaced_throughout(old: str, new: str, reading: Reading, tmp_path: Path) -> None:
    changed = load_text(NAME, plan_text(NAME).replace(old, new), tmp_path)
    assert set(claims(changed)) == replaced(claims(reading), lambda text: text.replace(old, new))
    assert changed.account().unread == ()


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("\t46\t", "\t48\t", "46", "48"),
        ("0.\t89", "0.\t87", "0.89", "0.87"),
        ("8\t30\t", "9\t90\t", "80", "90"),
        ("29.8", "31.4", "29.8", "31.4"),
        ("16,765]", "17,002]", "16765", "17002"),
        ("3.0\t00", "2.5\t50", "3.00", "2.50"),
    ],
)
def test_a_figure_replaced(old: str, new: str, was: str, now: str, reading: Reading, tmp_path: Path) -> None:
    changed = load_text(NAME, plan_text(NAME).replace(old, new, 1), tmp_path)
    sound, after = (
        Counter(map(str, (o.value for i in one.indicators for o in i.observations)))
        for one in (reading, changed)
    )
    assert (sound - after, after - sound) == (Counter([was]), Counter([now]))
    assert news(reading, changed) == []


def sheets(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the chapter page and the sheets, each with the lines of its SDG field above it."""
    lines = text.splitlines()
    heads = [at for at, line in enumerate(lines) if re.search("第7章 第1節 第.施策", line)]
    starts = []
    for at in heads:
        above = max(i for i in range(at) if lines[i].strip())
        starts.append(above if "関連する" in lines[above] and "課" not in lines[above] else at)
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    return lines[: starts[0]], [lines[start:end] for start, end in bounds]


@pytest.mark.parametrize("order", [(4, 3, 2, 1, 0), (0, 3, 1, 2, 4)])
def test_sheets_moved(order: tuple[int, ...], reading: Reading, tmp_path: Path) -> None:
    page, parts = sheets(plan_text(NAME))
    moved = load_text(
        NAME, "\n".join(line for part in (page, *(parts[at] for at in order)) for line in part), tmp_path
    )
    assert set(claims(moved)) == set(claims(reading))
    assert all("number-order" in one for one in news(reading, moved))


@pytest.mark.parametrize("dropped", range(5))
def test_a_measure_dropped(dropped: int, reading: Reading, tmp_path: Path) -> None:
    label = (M1, M2, M3, M4, M5)[dropped]
    page, parts = sheets(plan_text(NAME))
    page = [line for line in page if not line.endswith(f" {label}")]
    text = "\n".join(
        line for part in (page, *(p for at, p in enumerate(parts) if at != dropped)) for line in part
    )
    changed = load_text(NAME, text, tmp_path)
    measure = ("Measure", f"第{dropped + 1}施策", label)
    kept = {
        claim for claim in claims(reading) if measure not in zip(claim, claim[1:], claim[2:], strict=False)
    }
    assert set(claims(changed)) == kept
    told = ("list-gap", "chapter-number", "number-gap")
    assert [one for one in news(reading, changed) if not any(rule in one for rule in told)] == []
    assert any("number-gap" in one for one in news(reading, changed)) == (0 < dropped < 4)
