"""Five kinds more: one table for a whole strategy, years as rows of a project, sentences with arrows, panels, a list with codes."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def matrix() -> Book:
    """総合戦略の検証: one table for all, goals and measures merged at its left, years as heads of their own."""
    truth = Truth("99931", "港南市")
    book, plan = Book(truth), truth.plan("評価", 2020, 2024)
    book.say("港南市総合戦略 重要業績評価指標(KPI)検証結果一覧", style="h1")
    book.say("計画期間:令和2(2020)年度~令和6(2024)年度")
    goals = (
        ("しごとづくり", (
            ("地場産業の振興", (("製造品出荷額", "億円", "820", ("801", "815", "-"), "850", "順調"), ("新商品の開発数", "件", "3", ("5", "4", "6"), "10", "順調"))),
            ("雇用の確保", (("若者の就職件数", "件", "44", ("39", "41", "52"), "60", "概ね順調"),)),
        )),
        ("ひとの流れ", (
            ("移住の促進", (("移住相談件数", "件", "120", ("98", "143", "171"), "200", "順調"), ("空き家の活用件数", "件", "7", ("6", "8", "9"), "20", "遅れている"))),
        )),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [("基本目標", 2, 1), ("施策", 2, 1), ("KPI", 2, 1), ("単位", 2, 1), ("基準値(R1)", 2, 1), ("実績", 1, 3), ("目標値(R6)", 2, 1), ("進捗状況", 2, 1)],
        ["R2", "R3", "R4"],
    ]  # fmt: skip
    for label, measures in goals:
        goal = truth.node("Goal", label, plan)
        first: list[Cell] = [(label, sum(len(kpis) for _called, kpis in measures), 1)]
        for called, kpis in measures:
            measure = truth.node("Measure", called, goal)
            second: list[Cell] = [(called, len(kpis), 1)]
            for name, unit, now, real, then, mark in kpis:
                rows.append([*first, *second, name, unit, now, *real, then, mark])
                first, second = [], []
                seen = tuple((float(one), year) for year, one in enumerate(real, 2020) if one != "-")
                truth.indicator(measure, name, unit, (float(now), 2019), (float(then), 2024), seen)
    book.table(*rows)
    return book


def years() -> Book:
    """実施計画: a project over three rows, one a year, in a workbook; sums below each measure."""
    truth = Truth("99932", "東雲町")
    book, plan = Book(truth), truth.plan("実施計画", 2025, 2027)
    book.say("東雲町第6次総合計画実施計画", "期間 令和7年度から令和9年度まで", "単位:千円")
    measures = (
        ("1-1", "子育て環境の整備", (
            ("保育園改修事業", "こども課", ((12000, 6000, 0, 5000, 1000), (8000, 4000, 0, 3500, 500), (0, 0, 0, 0, 0))),
            ("病児保育事業", "こども課", ((6300, 2100, 2100, 0, 2100), (6300, 2100, 2100, 0, 2100), (6600, 2200, 2200, 0, 2200))),
        )),
        ("1-2", "高齢者の支援", (
            ("配食サービス事業", "福祉課", ((2400, 0, 0, 0, 2400), (2500, 0, 0, 0, 2500), (2600, 0, 0, 0, 2600))),
        )),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        ["施策", "事業名", "担当課", "年度", "事業費", "国庫支出金", "県支出金", "地方債", "一般財源"]
    ]
    for code, called, projects in measures:
        measure = truth.node("Measure", called, plan, code)
        first: list[Cell] = [(f"{code} {called}", 3 * len(projects), 1)]
        for name, department, by_year in projects:
            project = truth.node("Project", name, measure)
            truth.departments(project, department)
            own: list[Cell] = [(name, 3, 1), (department, 3, 1)]
            for year, amounts in enumerate(by_year, 2025):
                rows.append([*first, *own, f"R{year - 2018}", *(f"{one:,}" for one in amounts)])
                first, own = [], []
                truth.budget(project, year, amounts[0], sum(amounts[1:4]), amounts[4])
        totals = [sum(one[at] for _n, _d, by_year in projects for one in by_year) for at in range(5)]
        rows.append([("小計", 1, 4), *(f"{one:,}" for one in totals)])
    book.table(*rows)
    return book


def arrows() -> Book:
    """総合戦略 as a page of the Web: KPIs as items with arrows, bounds and words for targets, departments in brackets."""
    truth = Truth("99933", "花園村")
    book, plan = Book(truth), truth.plan("総合戦略", 2023, 2027)
    book.say("花園村デジタル田園都市構想総合戦略", style="h1")
    book.say("計画期間は令和5年度から令和9年度までの5年間です。")
    goals = (
        ("稼げる村をつくる", (("就農者数", "人", 42, 50),), (
            ("農業の担い手づくり", "研修と住まいを一体で支援します。", (("新規就農者数", "人", 2, 5), ("農地集積率", "%", 48.2, 60)), (("新規就農支援事業", "産業課"), ("農地集積推進事業", "産業課"))),
            ("観光の磨き上げ", "農村の暮らしを体験できる滞在を増やします。", (("農泊の延べ宿泊者数", "人", 310, 1200),), (("農泊推進事業", "観光交流課"),)),
        )),
        ("住み続けられる村をつくる", (("転出者数", "人", 95, 80),), (
            ("移動手段の確保", "予約型の乗合交通を全域に広げます。", (("乗合交通の登録者数", "人", 120, 400),), (("デマンド交通運行事業", "総務課"),)),
        )),
    )  # fmt: skip
    for number, (label, aims, measures) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say(f"【基本目標{number}】{label}", style="h2")
        book.say("数値目標", style="h4")
        book.items(
            *(
                (0, f"{name}:{now:,}{unit}(令和4年度)→{then:,}{unit}(令和9年度)")
                for name, unit, now, then in aims
            )
        )
        for name, unit, now, then in aims:
            truth.indicator(goal, name, unit, (now, 2022), (then, 2027))
        for place, (called, about, kpis, projects) in enumerate(measures, 1):
            measure = truth.node("Measure", called, goal, f"({place})")
            book.say(f"({place}) {called}", style="h3")
            book.say("取組の方向性", style="h4")
            book.say(about)
            truth.texts(measure, "方向性", about)
            book.say("KPI", style="h4")
            book.items(
                *(
                    (0, f"{name}:{now:,}{unit}(令和4年度)→{then:,}{unit}(令和9年度)")
                    for name, unit, now, then in kpis
                )
            )
            for name, unit, before, after in kpis:
                truth.indicator(measure, name, unit, (before, 2022), (after, 2027))
            book.say("主な事業", style="h4")
            book.items(*((0, f"{one}({department})") for one, department in projects))
            for one, department in projects:
                truth.departments(truth.node("Project", one, measure), department)
    return book


def panels() -> Book:
    """基本計画 in Word: a measure is one table, labels at its left, its indicators in the last rows of it."""
    truth = Truth("99934", "双葉台町")
    book, plan = Book(truth), truth.plan("基本計画", 2025, 2029)
    book.say("双葉台町総合計画 前期基本計画", "計画期間 令和7年度~令和11年度")
    goals = (
        ("安全・安心", (
            ("防災体制の強化", "総務課", "消防署、福祉課", "自主防災組織の組織率が伸び悩んでいます。", "全ての地区で共助の体制が整っています。", "地区防災計画の作成を支援します。", (("自主防災組織の組織率", "%", "71.5", "90以上"), ("防災訓練の参加者数", "人", "840", "1,500"))),
            ("交通安全の推進", "住民課", "建設課", "高齢者の事故の割合が高くなっています。", "交通事故のない町になっています。", "通学路の点検を毎年行います。", (("交通事故の発生件数", "件", "31", "20以下"),)),
        )),
        ("健康・福祉", (
            ("健康づくりの推進", "健康課", "教育委員会", "運動習慣のある人が3割にとどまっています。", "町民が生涯元気に暮らしています。", "ウオーキングの教室を開きます。", (("運動習慣のある人の割合", "%", "31.2", "45"),)),
        )),
    )  # fmt: skip
    for number, (label, measures) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say(f"基本目標{number} {label}")
        for place, (called, lead, others, now, wanted, way, kpis) in enumerate(measures, 1):
            code = f"{number}-{place}"
            measure = truth.node("Measure", called, goal, code)
            truth.departments(measure, lead, *others.split("、"), lead=True)
            truth.texts(measure, "現状と課題", now)
            truth.texts(measure, "目指す姿", wanted)
            truth.texts(measure, "取組方針", way)
            rows: list[list[Cell]] = [
                ["施策名", (f"{code} {called}", 1, 4)],
                ["主管課", lead, "関係課", (others, 1, 2)],
                ["現状と課題", (now, 1, 4)],
                ["目指す姿", (wanted, 1, 4)],
                ["取組方針", (way, 1, 4)],
                [("指標名", 1, 2), "単位", "現状値(R5)", "目標値(R11)"],
            ]
            for name, unit, before, then in kpis:
                rows.append([(name, 1, 2), unit, before, then])
                target = float(then.rstrip("以上下").replace(",", ""))
                truth.indicator(measure, name, unit, (float(before.replace(",", "")), 2023), (target, 2029))
                bound = {"上": "以上", "下": "以下"}.get(then[-1])
                truth.facts["indicators"][-1]["target"]["cmp"] = bound
            book.table(*rows)
    return book


def codes() -> Book:
    """事務事業評価一覧 as a page of the Web: settled money of two years in yen, what is general of it, a letter, what comes next."""
    truth = Truth("99935", "若松台市")
    book, plan = Book(truth), truth.plan("評価", 2023, 2023)
    book.say("令和5年度 若松台市事務事業評価結果一覧表", style="h1")
    rows: list[list[Cell]] = [
        [("事業コード", 2, 1), ("事務事業名", 2, 1), ("所管課", 2, 1), ("令和4年度決算額(円)", 1, 2), ("令和5年度決算額(円)", 1, 2), ("総合評価", 2, 1), ("今後の方向性", 2, 1)],
        ["事業費", "うち一般財源", "事業費", "うち一般財源"],
    ]  # fmt: skip
    for code, name, department, before, now, mark, way in (
        ("10101", "広報紙発行事業", "秘書広報課", (8123456, 8123456), (8400120, 8400120), "A", "現状維持"),
        ("10102", "統計調査事業", "企画課", (2310000, 310000), (1980500, 280500), "B", "改善"),
        ("20101", "敬老祝金支給事業", "高齢福祉課", (15200000, 15200000), (14900000, 14900000), "C", "縮小"),
        ("30201", "林道維持補修事業", "農林課", (6000000, 3500000), (7200000, 4100000), "B", "現状維持"),
    ):
        rows.append([code, name, department, *(f"{one:,}" for one in (*before, *now)), mark, way])
        project = truth.node("Project", name, plan, code)
        truth.departments(project, department)
        truth.texts(project, "方向性", way)
        for year, (total, general) in ((2022, before), (2023, now)):
            specific = 0 if total == general else None  # what is not general is printed nowhere
            truth.add("budgets", project, fy=year, total=total / 1000, specific=specific, general=general / 1000)  # fmt: skip
    book.table(*rows)
    return book


LATEST: dict[str, tuple[Callable[[], Book], str]] = {
    "matrix": (matrix, ".pdf"),
    "years": (years, ".xlsx"),
    "arrows": (arrows, ".html"),
    "panels": (panels, ".docx"),
    "codes": (codes, ".html"),
}
"""The documents, and the form in which each is published."""
