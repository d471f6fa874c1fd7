"""Four kinds more that offices print every year: key projects, KPIs aimed at and reached by year, 個票 of a reform, settled accounts."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def priorities() -> Book:
    """重点プロジェクト of a 基本計画: years written in three ways, figures with footnotes, money of three years and their sum."""
    truth = Truth("99951", "白帆市")
    book, plan = Book(truth), truth.plan("基本計画", 2024, 2027)
    book.say("第6次白帆市総合計画 後期基本計画", style="h1")
    book.say("〈重点プロジェクト編〉", "計画期間　2024(令和6)年度~2027(令和9)年度")
    book.say("重点プロジェクトとは", style="h2")
    book.say(
        "人口が5万人を下回るなかで、4年間に特に力を入れる取組を、分野を越えてまとめたものです。全部で3つあります。"
    )
    projects = (
        ("1", "子育て応援プロジェクト", "子どもを産み育てたいと思う人の希望がかなうまちをつくります。", "こども未来課", (
            ("出生数", "人", "288", 2022, "300", "※1"),
            ("子育てしやすいと感じる保護者の割合", "％", "61.4", 2023, "75.0", ""),
        ), (
            ("産後ケア事業", "健康推進課", ("4,200", "4,800", "4,800"), "拡充"),
            ("こども誰でも通園事業", "こども未来課", ("－", "12,500", "13,000"), "新規"),
        )),
        ("2", "稼ぐ観光プロジェクト", "滞在する時間を延ばし、市内で使われるお金を増やします。", "観光交流課", (
            ("観光消費額", "百万円", "8,120", 2022, "9,500", "※2"),
            ("外国人の延べ宿泊者数", "人泊", "3,900", 2023, "12,000", ""),
            ("観光案内所の満足度", "点", "調査中", 2023, "4.5", ""),
        ), (
            ("観光地域づくり法人支援事業", "観光交流課", ("18,000", "18,000", "15,000"), "継続"),
        )),
        ("3", "ゼロカーボンプロジェクト", "市役所が率先して二酸化炭素の排出を減らします。", "環境政策課", (
            ("公共施設の太陽光発電の容量", "kW", "310", 2022, "900", ""),
        ), (
            ("公共施設照明LED化事業", "財産管理課", ("52,000", "47,600", "－"), "継続"),
            ("公用車電動化事業", "財産管理課", ("6,300", "6,300", "6,300"), "新規"),
        )),
    )  # fmt: skip
    for number, label, aim, lead, kpis, works in projects:
        measure = truth.node("StrategyGoal", label, plan, f"重点プロジェクト{number}")
        book.say(f"重点プロジェクト{number}　{label}", style="h2")
        book.say("【ねらい】", aim, f"【主担当課】{lead}", "【重要業績評価指標(KPI)】")
        truth.texts(measure, "説明", aim)
        truth.departments(measure, lead, lead=True)
        rows: list[list[Cell]] = [
            [("指標名", 2, 1), ("単位", 2, 1), ("現状値", 1, 2), ("目標値", 1, 1)],
            ["数値", "年度", "令和9年度"],
        ]
        for name, unit, now, year, then, mark in kpis:
            rows.append([f"{name}{mark}", unit, now, f"R{year - 2018}", then])
            before = None if now == "調査中" else (float(now.replace(",", "")), year)
            truth.indicator(measure, name, unit, before, (float(then.replace(",", "")), 2027))
        book.table(*rows)
        if any(kpi[5] for kpi in kpis):
            book.say("※1 住民基本台帳による。" if number == "1" else "※2 県の観光統計による推計値。")
        book.say("【主な事業】", "(単位:千円)")
        head: list[list[Cell]] = [
            [("事業名", 2, 1), ("担当課", 2, 1), ("区分", 2, 1), ("事業費", 1, 4)],
            ["R6", "R7", "R8", "3か年計"],
        ]
        for called, department, money, kind in works:
            one = truth.node("Project", called, measure)
            truth.departments(one, department, lead=True)
            truth.add("categories", one, value=kind)
            amounts = [None if amount == "－" else int(amount.replace(",", "")) for amount in money]
            head.append([called, department, kind, *money, f"{sum(filter(None, amounts)):,}"])
            for year, amount in enumerate(amounts, 2024):
                if amount is not None:
                    truth.budget(one, year, amount)
        book.table(*head)
    return book


def ledger() -> Book:
    """KPI一覧 as a workbook: aim, actual and share of each year beside each other, a sheet a goal, what is not known in words."""
    truth = Truth("99952", "三郷浜町")
    book, plan = Book(truth), truth.plan("評価", 2020, 2024)
    goals = (
        ("1", "安心して働ける場をつくる", (
            ("新規就農者数(累計)", "人", "4", (("5", "6", "120.0%"), ("10", "9", "90.0%"), ("15", "17", "113.3%")), "25", "◎", "産業課", "見込みを上回った。"),
            ("創業支援を受けて創業した件数", "件", "2", (("3", "1", "33.3%"), ("3", "－", "－"), ("3", "4", "133.3%")), "3", "○", "産業課", "令和4年度は窓口を休止した。"),
        )),
        ("2", "つながりを築き、人の流れをつくる", (
            ("転入者数", "人", "412", (("415", "398", "95.9%"), ("420", "405", "96.4%"), ("425", "431", "101.4%")), "440", "◎", "企画課", ""),
            ("ふるさと納税の寄附者数", "人", "1,830", (("2,000", "2,415", "120.8%"), ("2,200", "2,960", "134.5%"), ("2,400", "3,102", "129.3%")), "3,000", "◎", "企画課", "返礼品を見直した。"),
            ("関係人口の登録者数", "人", "－", (("50", "調査中", "－"), ("100", "84", "84.0%"), ("150", "139", "92.7%")), "250", "○", "企画課", ""),
        )),
    )  # fmt: skip
    for number, label, kpis in goals:
        if number != "1":
            book.turn()
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say("第2期三郷浜町総合戦略 KPI達成状況一覧", f"基本目標{number} {label}")
        if number == "1":
            book.say("対象期間:令和2年度~令和6年度", "達成状況 ◎:目標を達成 ○:概ね達成(80%以上) △:未達成")
        rows: list[list[Cell]] = [
            [("No.", 2, 1), ("KPI", 2, 1), ("単位", 2, 1), ("基準値\nR1", 2, 1), ("令和3年度", 1, 3), ("令和4年度", 1, 3), ("令和5年度", 1, 3), ("最終目標\n(R6)", 2, 1), ("達成状況", 2, 1), ("担当課", 2, 1), ("備考", 2, 1)],
            ["目標", "実績", "達成率"] * 3,
        ]  # fmt: skip
        for place, (name, unit, base, years, final, mark, department, note) in enumerate(kpis, 1):
            rows.append([f"{number}-{place}", name, unit, base, *(one for year in years for one in year), final, mark, department, note])  # fmt: skip
            aims = [(_figure(aim), year) for year, (aim, _real, _share) in enumerate(years, 2021)]
            reals = [(_figure(real), year) for year, (_aim, real, _share) in enumerate(years, 2021)]
            truth.indicator(
                goal,
                name,
                unit,
                None if base == "－" else (_figure(base) or 0, 2019),
                (_figure(final) or 0, 2024),
                tuple((value, year) for value, year in reals if value is not None),
                more=tuple((value, year) for value, year in aims if value is not None),
            )
        book.table(*rows)
    return book


def _figure(printed: str) -> float | None:
    return None if printed in {"－", "調査中"} else float(printed.replace(",", ""))


def reform() -> Book:
    """行財政改革実施計画 in Word: a form for each item, what is done in each year, what it saves, in thousands of yen."""
    truth = Truth("99953", "綾瀬川市")
    book, plan = Book(truth), truth.plan("実施計画", 2023, 2025)
    book.say("第7次綾瀬川市行財政改革大綱 実施計画", "(令和5年度~令和7年度)")
    parts = (
        ("Ⅰ", "持続可能な財政運営", (
            ("1", "公共施設使用料の見直し", "財政課", "スポーツ課、生涯学習課", "施設の維持管理費に対する使用料の割合が低く、施設により差がある。", "受益者負担の基準を定め、全ての施設の使用料を改定する。", ("使用料収入の割合", "％", "18.2", "25.0"), ("基準案の作成", "条例の改正", "新料金の適用")),
            ("2", "ネーミングライツの導入", "財産管理課", "スポーツ課", "市有施設の命名権を活用していない。", "体育館と文化会館に導入し、収入を維持管理に充てる。", ("導入施設数", "施設", "0", "2"), ("対象施設の選定", "募集", "実施")),
        )),
        ("Ⅱ", "市民サービスの向上", (
            ("3", "行政手続のオンライン化", "デジタル推進課", "市民課", "オンラインで申請できる手続が少ない。", "利用の多い手続から順に電子申請に対応する。", ("オンライン化した手続数", "件", "42", "150"), ("実施", "実施", "実施")),
        )),
    )  # fmt: skip
    for number, label, items in parts:
        goal = truth.node("Goal", label, plan, f"基本方針{number}")
        book.say(f"基本方針{number} {label}")
        for code, name, lead, other, now, content, (kpi, unit, base, aim), steps in items:
            one = truth.node("Action", name, goal, code)
            truth.departments(one, lead, *other.split("、"), lead=True)
            truth.texts(one, "現状と課題", now)
            truth.texts(one, "取組内容", content)
            truth.indicator(one, kpi, unit, (float(base), 2022), (float(aim), 2025))
            book.table(
                ["整理番号", code, ("取組項目", 1, 1), (name, 1, 3)],
                ["担当課", (lead, 1, 2), "関係課", (other, 1, 2)],
                [("現状と課題", 1, 1), (now, 1, 5)],
                [("取組内容", 1, 1), (content, 1, 5)],
            )
            book.say("【数値目標】")
            book.table(["指標", "単位", "現状値(R4)", "目標値(R7)"], [kpi, unit, base, aim])
            book.say("【実施スケジュール】")
            book.table(["R5年度", "R6年度", "R7年度"], list(steps))
    return book


def settled() -> Book:
    """主要な施策の成果: settled accounts of a year, budget beside what was spent, sources of it, what came of it."""
    truth = Truth("99954", "若杉町")
    book, plan = Book(truth), truth.plan("評価", 2024, 2024)
    book.say("令和6年度 若杉町 主要施策の成果に関する報告書", style="h1")
    book.say("(単位:千円)")
    fields = (
        ("総務費", (
            ("地域おこし協力隊事業", "企画課", 12600, (0, 0, 0, 12140), "隊員3人が活動し、うち1人が町内で起業した。"),
            ("庁舎照明更新事業", "総務課", 8800, (0, 7900, 0, 790), "1階から3階までの照明を更新した。"),
        )),
        ("民生費", (
            ("子ども医療費助成事業", "福祉課", 31500, (9800, 0, 120, 20655), "18歳までの医療費を助成した。延べ14,210件。"),
        )),
        ("土木費", (
            ("町道若杉線改良事業", "建設課", 64000, (31200, 28000, 0, 3480), "延長320メートルの改良を終えた。"),
        )),
    )  # fmt: skip
    for label, projects in fields:
        field = truth.node("Field", label, plan)
        book.say(f"◇ {label}", style="h2")
        rows: list[list[Cell]] = [
            [("事業名", 2, 1), ("担当課", 2, 1), ("予算現額", 2, 1), ("決算額", 2, 1), ("決算額の財源内訳", 1, 4), ("成果", 2, 1)],
            ["国県支出金", "地方債", "その他", "一般財源"],
        ]  # fmt: skip
        for name, department, planned, sources, outcome in projects:
            project = truth.node("Project", name, field)
            truth.departments(project, department)
            truth.texts(project, "事業の成果", outcome)
            rows.append([name, department, f"{planned:,}", f"{sum(sources):,}", *(f"{one:,}" for one in sources), outcome])  # fmt: skip
            truth.budget(project, 2024, planned)
            truth.budget(project, 2024, sum(sources), sum(sources[:3]), sources[3])
        book.table(*rows)
    return book


EVERYDAY: dict[str, tuple[Callable[[], Book], str]] = {
    "priorities": (priorities, ".pdf"),
    "ledger": (ledger, ".xlsx"),
    "reform": (reform, ".docx"),
    "settled": (settled, ".html"),
}
"""The documents, and the form in which each is published."""
