"""Two plans of one field: 国土強靱化 by worst cases, with units in cells; 健康増進 by fields, a target for men and one for women."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def resilience() -> Book:
    """国土強靱化地域計画: goals, below each the worst cases, what is weak, how it is met, and how far."""
    truth = Truth("99961", "磯崎市")
    book, plan = Book(truth), truth.plan("個別計画", 2025, 2029)
    book.say("磯崎市国土強靱化地域計画", style="h1")
    book.say("計画期間 令和7年度から令和11年度まで")
    goals = (
        ("1", "直接死を最大限防ぐ", (
            ("1-1", "大規模地震による建物の倒壊", ("耐震性のない住宅が二割残っています。",), ("住宅の耐震診断と改修を助成します。", "避難路に面するブロック塀を除却します。"), (("住宅の耐震化率", "81.5%", "95.0%"), ("ブロック塀の除却数", "24件", "120件"))),
            ("1-2", "大規模な津波による多数の死傷者", ("避難タワーが沿岸の一部にしかありません。",), ("津波避難タワーを整備します。",), (("津波避難タワーの数", "3基", "6基"),)),
        )),
        ("2", "救助と救急を速やかに行う", (
            ("2-1", "消防の人員と装備の不足", ("消防団員が減り続けています。", "車両の更新が遅れています。"), ("消防団への加入を促します。",), (("消防団員の数", "412人", "450人"),)),
        )),
    )  # fmt: skip
    for number, label, cases in goals:
        goal = truth.node("Goal", label, plan, f"目標{number}")
        book.say(f"目標{number} {label}", style="h2")
        for own, worst, weak, ways, kpis in cases:
            case = truth.node("Measure", worst, goal, own)
            book.say(f"{own} {worst}", style="h3")
            book.say("【脆弱性の評価】", *(f"・{text}" for text in weak))
            book.say("【推進方針】", *(f"・{text}" for text in ways), "【重要業績指標】")
            truth.texts(case, "現状と課題", *weak)
            truth.texts(case, "方針", *ways)
            rows: list[list[Cell]] = [["指標", "現状(R5)", "目標(R11)"]]
            rows.extend([*kpi] for kpi in kpis)
            book.table(*rows)
            for name, now, then in kpis:
                unit = now.lstrip("0123456789.")
                pair = (float(now.removesuffix(unit)), 2023), (float(then.removesuffix(unit)), 2029)
                truth.indicator(case, name, unit, *pair)
    return book


def health() -> Book:
    """健康増進計画: fields, each with its situation, targets for men and for women below one name, and what the town does."""
    truth = Truth("99962", "緑野町")
    book, plan = Book(truth), truth.plan("個別計画", 2024, 2035)
    book.say("第3次健康みどりの21", "緑野町健康増進計画", style="h1")
    book.say("計画の期間：令和6年度～令和17年度")
    fields = (
        ("1", "栄養・食生活", ("野菜を食べる量が県の平均を下回ります。",), (
            ("適正体重の人の割合", "％", (("男性", "62.1", "66.0"), ("女性", "59.8", "66.0"))),
            ("朝食を毎日食べる人の割合", "％", (("中学生", "84.3", "95.0"),)),
        ), (("野菜たっぷり教室", "調理の実習を年に四回開きます。", "健康課"), ("給食だよりの配布", "旬の野菜を使う献立を紹介します。", "学校教育課"))),
        ("2", "身体活動・運動", ("歩く人が減っています。", "運動の場が町の中心に偏っています。"), (
            ("一日の歩数の平均", "歩", (("男性", "6,410", "7,500"), ("女性", "5,730", "7,000"))),
        ), (("ウォーキングマップ", "各地区の道を歩ける地図を作ります。", "健康課"),)),
    )  # fmt: skip
    for number, label, situation, targets, actions in fields:
        measure = truth.node("Field", label, plan, number)
        book.say(f"{number} {label}", style="h2")
        book.say("(1) 現状と課題", style="h3")
        book.say(*(f"○{text}" for text in situation))
        truth.texts(measure, "現状と課題", *situation)
        book.say("(2) 数値目標", style="h3")
        rows: list[list[Cell]] = [["項目", "対象", "単位", "現状値(令和4年度)", "目標値(令和17年度)"]]
        for name, unit, groups in targets:
            first: list[Cell] = [(name, len(groups), 1)]
            for who, now, then in groups:
                rows.append([*first, who, unit, now, then])
                first = []
                pair = (float(now.replace(",", "")), 2022), (float(then.replace(",", "")), 2035)
                truth.indicator(measure, f"{name}({who})" if len(groups) > 1 else name, unit, *pair)
        book.table(*rows)
        book.say("(3) 町の取組", style="h3")
        rows = [["取組", "内容", "担当課"]]
        rows.extend([*one] for one in actions)
        book.table(*rows)
        for name, about, department in actions:
            action = truth.node("Action", name, measure)
            truth.texts(action, "取組内容", about)
            truth.departments(action, department)
    return book


SECTORAL: dict[str, tuple[Callable[[], Book], str]] = {
    "resilience": (resilience, ".html"),
    "health": (health, ".docx"),
}
