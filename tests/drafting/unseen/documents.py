"""Eight documents of kinds that every municipality prints, made up: towns, measures and figures are nobody's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from tests.drafting.unseen.cramped import CRAMPED
from tests.drafting.unseen.everyday import EVERYDAY
from tests.drafting.unseen.further import FURTHER
from tests.drafting.unseen.latest import LATEST
from tests.drafting.unseen.printing import WRITERS, Book, Cell, Truth
from tests.drafting.unseen.sectoral import SECTORAL
from tests.drafting.unseen.statutory import STATUTORY


def strategy() -> Book:
    """総合戦略: the unit beside the figure, numerical targets of a goal, KPIs of a measure, projects with departments."""
    truth = Truth("99911", "霞浜市")
    book, plan = Book(truth), truth.plan("総合戦略", 2020, 2024)
    book.say("第2期霞浜市まち・ひと・しごと創生総合戦略", style="h1")
    book.say("令和2年3月", "霞浜市")
    book.turn()
    book.say("第1章 総合戦略の基本的な考え方", style="h2")
    book.say("1 計画期間", style="h3")
    book.say("本戦略の計画期間は、令和2年度から令和6年度までの5年間とします。")
    book.say("2 推進体制", style="h3")
    book.say("産業界、大学、金融機関などで構成する推進会議において、毎年度、取組の成果を検証します。")
    book.say("3 総合計画との関係", style="h3")
    book.say("第4次霞浜市総合計画を上位の計画とし、本戦略には固有の基本目標を定めます。")
    book.say("第2章 基本目標と具体的な施策", style="h2")
    goals = (
        ("稼ぐ力を高め、しごとをつくる", ("新規就業者数", "人", 412, 500), ("若者が働き続けられる職場を増やします。", "地域の資源を生かした産業を育てます。"), (
            ("地域産業の競争力強化", "ものづくりを担う中小企業の販路の開拓と人材の確保を支援します。", (("製造品出荷額等", "億円", 1204, 1300), ("新商品開発件数", "件", 8, 15)), (("販路開拓支援事業", "商工課"), ("ものづくり人材育成事業", "商工課"))),
            ("農林水産業の担い手の確保", "新たに農業を始める人の研修と住まいを支援します。", (("認定新規就農者数", "人", 14, 30),), (("就農研修支援事業", "農政課"),)),
        )),
        ("新しいひとの流れをつくる", ("転入者数", "人", 1890, 2000), ("首都圏からの移住を進めます。",), (
            ("移住・定住の促進", "空き家を活用した住まいの提供と相談の体制を整えます。", (("移住相談件数", "件", 125, 240), ("空き家バンク成約件数", "件", 6, 20)), (("空き家活用事業", "都市計画課"), ("移住相談窓口運営事業", "企画政策課"))),
        )),
    )  # fmt: skip
    for count, (label, (name, unit, now, then), directions, measures) in enumerate(goals, 1):
        goal = truth.node("StrategyGoal", label, plan, f"基本目標{count}")
        book.say(f"基本目標{count} {label}", style="h2")
        book.say("◇数値目標")
        book.table(
            ["指標", "基準値(平成30年度)", "目標値(令和6年度)"], [name, f"{now:,}{unit}", f"{then:,}{unit}"]
        )
        truth.indicator(goal, name, unit, (now, 2018), (then, 2024))
        book.say("◇基本的方向", *(f"○ {one}" for one in directions))
        truth.texts(goal, "方向性", *directions)
        book.say("◇具体的な施策")
        for place, (called, about, kpis, projects) in enumerate(measures, 1):
            measure = truth.node("Measure", called, goal, f"({place})")
            book.say(f"({place}) {called}", style="h3")
            book.say("【施策の概要】", about)
            truth.texts(measure, "説明", about)
            rows: list[list[Cell]] = [
                ["重要業績評価指標(KPI)", "基準値\n(平成30年度)", "目標値\n(令和6年度)"]
            ]
            for name, unit, now, then in kpis:
                rows.append([name, f"{now:,}{unit}", f"{then:,}{unit}"])
                truth.indicator(measure, name, unit, (now, 2018), (then, 2024))
            book.table(*rows)
            rows = [["主な事業", "担当課"]]
            for one, department in projects:
                rows.append([one, department])
                truth.departments(truth.node("Project", one, measure), department)
            book.table(*rows)
    return book


def spread() -> Book:
    """基本計画: a page for each measure: a form above, two columns, directions with paragraphs, indicators with arrows."""
    truth = Truth("99912", "白樺町")
    book, plan = Book(truth), truth.plan("基本計画", 2023, 2027)
    book.say("第6次白樺町総合計画", style="h1")
    book.say("前期基本計画", "2023(令和5)年度~2027(令和9)年度")
    book.turn()
    spreads = (
        ("政策3 安心して暮らし続けられるまち", 8, "地域公共交通の確保", "まちづくり課", "福祉課", ("町営バスの利用者は年々減少しています。", "運転手の高齢化が進んでいます。"), ("町民の足を守る持続可能な仕組みが求められています。",), "だれもが行きたい所へ行ける町になっている。", (("町営バスの運行の見直し", "利用の実態に合わせて路線と時刻を見直します。"), ("新しい移動手段の導入", "予約型の乗合タクシーを全地区に広げます。")), (("町営バスの年間利用者数", "人", 21500, 23000, "↗"), ("乗合タクシーの登録者数", "人", 340, 600, "↗")), ("白樺町地域公共交通計画",), ("3", "11")),
        ("政策3 安心して暮らし続けられるまち", 9, "消防・救急体制の充実", "総務課", "建設課", ("消防団員の定数割れが続いています。",), ("救急の出動が増え、応急手当の普及が必要です。",), "災害や火災から命が守られている。", (("消防団の活性化", "団員の処遇を見直し、機能別団員を募ります。"),), (("消防団員数", "人", 182, 200, "↗"), ("火災発生件数", "件", 9, 5, "↘")), ("白樺町地域防災計画", "白樺町国土強靱化地域計画"), ("11", "13")),
        ("政策4 豊かな学びと文化のまち", 10, "社会教育の推進", "教育委員会", "企画課", ("公民館の講座の参加者が固定化しています。",), ("若い世代が学ぶ機会を増やす必要があります。",), "町民が生涯にわたり学び合っている。", (("公民館講座の充実", "夜間や休日の講座を増やします。"), ("図書室の利用促進", "学校図書館と蔵書を共同で利用します。")), (("公民館講座の参加者数", "人", 1250, 1500, "↗"), ("図書貸出冊数", "冊", 8400, 9000, "→")), ("白樺町教育振興基本計画",), ("4",)),
    )  # fmt: skip
    goals: dict[str, str] = {}
    for above, number, label, lead, other, now, issues, wanted, ways, figures, plans, sdgs in spreads:
        if above not in goals:
            goals[above] = truth.node("Goal", above.split(" ")[1], plan, above.split(" ")[0])
        measure = truth.node("Measure", label, goals[above], f"施策{number}")
        book.say(above, style="box")
        book.say(f"施策{number} {label}", style="h2")
        book.table(["主担当課", lead, "関係課", other], ["めざす姿", (wanted, 1, 3)])
        truth.departments(measure, lead, other, lead=True)
        truth.texts(measure, "目指す姿", wanted)
        book.columns(["■現状", *(f"・{one}" for one in now)], ["■課題", *(f"・{one}" for one in issues)])
        truth.texts(measure, "現状と課題", *now)
        truth.texts(measure, "課題", *issues)
        book.say("■施策の展開")
        for place, (action, content) in enumerate(ways, 1):
            book.say(f"({place}) {action}", content)
            truth.texts(truth.node("Action", action, measure, f"({place})"), "取組内容", content)
        book.say("■成果指標")
        rows: list[list[Cell]] = [["指標", "単位", "現状値\nR4", "目標値\nR9", "方向性"]]
        for name, unit, before, then, arrow in figures:
            rows.append([name, unit, f"{before:,}", f"{then:,}", arrow])
            way = {"↗": "up", "↘": "down", "→": "flat"}[arrow]
            truth.indicator(measure, name, unit, (before, 2022), (then, 2027), direction=way)
        book.table(*rows)
        book.table(["関連する個別計画", "、".join(plans)], ["SDGs", "、".join(f"目標{one}" for one in sdgs)])
        for one in plans:
            truth.add("related_plans", measure, label=one)
        truth.sdgs(measure, *sdgs)
        book.turn()
    return book


def programme() -> Book:
    """実施計画: a workbook; for each project rows by source of funds, three years as columns."""
    truth = Truth("99913", "緑川市")
    book, plan = Book(truth), truth.plan("実施計画", 2024, 2026)
    goals = (
        ("1", "子どもが輝くまち", (("1-1", "子育て支援の充実", (
            ("保育所整備事業", "老朽化した保育所を建て替える。", "こども課", ((52000, 20000, 10000, 15000, 0, 7000), (48000, 18000, 9000, 14000, 0, 7000), (0, 0, 0, 0, 0, 0))),
            ("子ども医療費助成事業", "高校生までの医療費を助成する。", "保険年金課", ((31500, 0, 12000, 0, 500, 19000), (31800, 0, 12100, 0, 500, 19200), (32000, 0, 12200, 0, 500, 19300))),
        )), ("1-2", "学校教育の充実", (
            ("学校ICT推進事業", "児童生徒の端末を更新する。", "学校教育課", ((8000, 4000, 0, 0, 0, 4000), (95000, 47500, 0, 0, 0, 47500), (8200, 0, 0, 0, 0, 8200))),
        )))),
        ("2", "活力あふれるまち", (("2-1", "商工業の振興", (
            ("商店街活性化事業", "空き店舗への出店を支援する。", "商工観光課", ((4500, 0, 1500, 0, 0, 3000), (4500, 0, 1500, 0, 0, 3000), (4500, 0, 1500, 0, 0, 3000))),
            ("企業立地促進事業", "立地した企業に奨励金を交付する。", "商工観光課", ((26000, 0, 0, 0, 6000, 20000), (28000, 0, 0, 0, 6000, 22000), (30000, 0, 0, 0, 6000, 24000))),
        )),)),
    )  # fmt: skip
    sources = ("国庫支出金", "県支出金", "地方債", "その他", "一般財源")
    for number, label, measures in goals:
        if number != "1":
            book.turn()
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say("緑川市実施計画(令和6年度~令和8年度)", f"基本目標{number} {label}")
        rows: list[list[Cell]] = [
            [("施策", 2, 1), ("事業名", 2, 1), ("事業概要", 2, 1), ("担当課", 2, 1), ("区分", 2, 1), ("事業費(千円)", 1, 3)],
            ["令和6年度", "令和7年度", "令和8年度"],
        ]  # fmt: skip
        for code, called, projects in measures:
            measure = truth.node("Measure", called, goal, code)
            for place, (name, about, department, years) in enumerate(projects):
                project = truth.node("Project", name, measure)
                truth.texts(project, "事業概要", about)
                truth.departments(project, department)
                first: list[Cell] = [(f"{code} {called}", 6 * len(projects), 1)] if not place else []
                rows.append([*first, (name, 6, 1), (about, 6, 1), (department, 6, 1), "事業費", *(f"{one[0]:,}" for one in years)])  # fmt: skip
                for row, source in enumerate(sources, 1):
                    rows.append([source, *(f"{one[row]:,}" for one in years)])
                for year, one in enumerate(years, 2024):
                    truth.budget(project, year, one[0], sum(one[1:5]), one[5])
        book.table(*rows)
    return book


def evaluation() -> Book:
    """施策評価: a Word form for each measure: targets and actuals in two rows, a mark with its legend."""
    truth = Truth("99914", "高嶺町")
    book, plan = Book(truth), truth.plan("評価", 2021, 2023)
    sheets = (
        ("道路の整備と維持管理", "建設課", "都市計画課", "安全で快適な道路が整っている。", (("町道の改良率", "％", (62, 63, 64), (61.5, 62.8, 64.2)), ("道路損傷の通報件数", "件", (120, 110, 100), (131, 118, 96))), "A", "計画した区間の改良が完了し、目標を上回った。", ("橋の点検の結果、修繕を急ぐ橋が増えている。",), ("長寿命化計画に基づき修繕を進める。",)),
        ("ごみの減量と資源化", "環境課", "学校教育課", "循環型の社会が実現している。", (("1人1日当たりのごみ排出量", "g", (860, 850, 840), (872, 868, 861)),), "C", "家庭ごみの減量が進まず、目標に届かなかった。", ("生ごみの割合が4割を超えている。",), ("生ごみの堆肥化の補助を拡充する。", "出前講座を全ての学校で開く。")),
        ("高齢者福祉の充実", "福祉課", "健康課", "高齢者が生きがいを持って暮らしている。", (("通いの場の参加者数", "人", (400, 450, 500), (355, 421, 488)),), "B", "参加者は増えているが、目標には僅かに届かなかった。", ("担い手が不足している。",), ("担い手の養成講座を開く。",)),
    )  # fmt: skip
    legend = "※評価 A:目標を達成した B:おおむね達成した C:達成が不十分 D:達成していない"
    book.say("高嶺町総合計画 施策評価シート(令和5年度実績)", style="h1")
    for number, (label, lead, other, wanted, figures, mark, reason, issues, ways) in enumerate(sheets, 1):
        measure = truth.node("Measure", label, plan, str(number))
        book.table(
            ["施策番号", str(number), "施策名", label],
            ["主管課", lead, "関係課", other],
            ["施策の目標", (wanted, 1, 3)],
        )
        truth.departments(measure, lead, other, lead=True)
        truth.texts(measure, "目指す姿", wanted)
        book.say("1 成果指標の推移")
        rows: list[list[Cell]] = [["指標名", "単位", "区分", "R3年度", "R4年度", "R5年度"]]
        for name, unit, aims, real in figures:
            rows.append([(name, 2, 1), (unit, 2, 1), "目標値", *map(str, aims)])
            rows.append(["実績値", *map(str, real)])
            years = range(2021, 2024)
            pairs = tuple(zip(aims, years, strict=True))
            truth.indicator(
                measure, name, unit, None, pairs[0], tuple(zip(real, years, strict=True)), more=pairs[1:]
            )
        book.table(*rows)
        book.say("2 評価")
        book.table(["評価", mark], ["評価の理由", reason])
        book.say(legend)
        book.say("3 課題", *(f"・{one}" for one in issues))
        truth.texts(measure, "課題", *issues)
        book.say("4 今後の取組方針", *(f"・{one}" for one in ways))
        truth.texts(measure, "今後の取組方針", *ways)
        book.turn()
    return book


def project_sheets() -> Book:
    """事務事業評価: a sheet of a workbook for each project, a form of labels and values, cost by source over years."""
    truth = Truth("99915", "桜谷市")
    book, plan = Book(truth), truth.plan("評価", 2022, 2024)
    sheets = (
        ("101", "健康診査事業", "健康増進課", "生涯にわたり健康に暮らせるまち", "健康づくりの推進", "生活習慣病を早く見つけ、重症化を防ぐ。", "特定健康診査と各種がん検診を行う。", ((41200, 12000, 3200, 26000), (42800, 12500, 3300, 27000), (44000, 13000, 3000, 28000)), (("健診会場の開設回数", "回", (40, 42, 42), (40, 41)), ("特定健康診査の受診率", "％", (45, 47, 50), (43.1, 46.2))), "B"),
        ("102", "母子保健事業", "こども家庭課", "生涯にわたり健康に暮らせるまち", "子育て環境の充実", "妊娠期から切れ目なく親子を支える。", "妊婦の健康診査と新生児の訪問を行う。", ((18300, 8000, 300, 10000), (18900, 8200, 200, 10500), (19500, 8500, 0, 11000)), (("新生児訪問の件数", "件", (210, 205, 200), (206, 199)),), "A"),
        ("203", "森林整備事業", "農林課", "自然と共に生きるまち", "森林の保全", "水源となる森林を健全に保つ。", "間伐と作業道の整備を補助する。", ((9600, 5000, 600, 4000), (10200, 5400, 800, 4000), (11000, 5800, 1000, 4200)), (("間伐を行った面積", "ha", (60, 65, 70), (58, 66)),), "B"),
    )  # fmt: skip
    goals: dict[str, str] = {}
    measures: dict[str, str] = {}
    for place, (code, label, department, goal, measure, purpose, content, years, figures, mark) in enumerate(
        sheets
    ):
        if place:
            book.turn()
        goals.setdefault(goal, "")
        if not goals[goal]:
            goals[goal] = truth.node("Goal", goal, plan)
        if measure not in measures:
            measures[measure] = truth.node("Measure", measure, goals[goal])
        project = truth.node("Project", label, measures[measure], code)
        book.say("令和5年度 桜谷市事務事業評価シート")
        book.table(
            ["事業番号", code, "事務事業名", label],
            ["基本目標", goal, "施策", measure],
            ["所管課", department, "事業期間", "平成20年度~"],
            ["事業の目的", (purpose, 1, 3)],
            ["事業の内容", (content, 1, 3)],
        )
        truth.departments(project, department)
        truth.texts(project, "説明", purpose)
        truth.texts(project, "取組内容", content)
        book.say("【事業費】(単位:千円)")
        rows: list[list[Cell]] = [["区分", "令和4年度決算", "令和5年度決算", "令和6年度予算"]]
        for row, head in enumerate(("事業費", "国県支出金", "その他特定財源", "一般財源")):
            rows.append([head, *(f"{one[row]:,}" for one in years)])
        book.table(*rows)
        for year, one in enumerate(years, 2022):
            truth.budget(project, year, one[0], one[1] + one[2], one[3])
        book.say("【指標】")
        rows = [["指標名", "単位", "", "令和4年度", "令和5年度", "令和6年度"]]
        for name, unit, aims, real in figures:
            rows.append([(name, 2, 1), (unit, 2, 1), "目標", *map(str, aims)])
            rows.append(["実績", *map(str, real), "-"])
            pairs = tuple(zip(aims, range(2022, 2025), strict=True))
            truth.indicator(
                project,
                name,
                unit,
                None,
                pairs[0],
                tuple(zip(real, (2022, 2023), strict=True)),
                more=pairs[1:],
            )
        book.table(*rows)
        book.table(["総合評価", mark])
    return book


def outline() -> Book:
    """基本計画 with a 体系図: a table of merged cells in front, then chapters and sections with lists."""
    truth = Truth("99916", "月島町")
    book, plan = Book(truth), truth.plan("基本計画", 2022, 2031)
    vision = truth.node("Vision", "人と海がひびきあうまち月島", plan)
    book.say("月島町総合計画 基本計画", style="h1")
    book.say("計画期間 令和4年度~令和13年度", "施策の体系")
    chapters = (
        ("海と生きる産業のまち", (("水産業の振興", ("漁港の機能を保つ", "若い漁業者を育てる"), "漁獲量が10年で3割減っています。", (("漁港の長寿命化", "計画に沿って岸壁を補修します。"), ("漁業研修の実施", "県の学校と連携して研修を行います。"))), ("観光の振興", ("島の魅力を伝える",), "日帰りの客が多く、滞在が短い状況です。", (("体験型観光の推進", "漁業体験の受け入れ先を増やします。"),)))),
        ("支え合い安心できるまち", (("地域医療の確保", ("島の診療を守る",), "常勤の医師が1人で、代わりがいません。", (("遠隔診療の導入", "本土の病院とつなぎ、専門の診療を受けられるようにします。"),)), ("防災の推進", ("自助と共助を高める", "避難の道を整える"), "避難に時間を要する地区があります。", (("自主防災組織の育成", "全ての地区で訓練を行います。"), ("避難路の整備", "急な坂に手すりを付けます。"))))),
    )  # fmt: skip
    rows: list[list[Cell]] = [["将来像", "基本目標", "施策", "施策の方向"]]
    high = sum(len(ways) for _chapter, sections in chapters for _section, ways, _now, _does in sections)
    first: list[Cell] = [("人と海がひびきあうまち月島", high, 1)]
    body: list[tuple[str, str, str, str, tuple[tuple[str, str], ...], tuple[str, ...]]] = []
    for count, (chapter, sections) in enumerate(chapters, 1):
        goal = truth.node("Goal", chapter, vision, f"第{count}章")
        wide = sum(len(ways) for _section, ways, _now, _does in sections)
        second: list[Cell] = [(f"第{count}章 {chapter}", wide, 1)]
        for place, (section, ways, now, does) in enumerate(sections, 1):
            measure = truth.node("Measure", section, goal, f"第{place}節")
            third: list[Cell] = [(f"第{place}節 {section}", len(ways), 1)]
            for way in ways:
                rows.append([*first, *second, *third, f"・{way}"])
                first, second, third = [], [], []
            truth.texts(measure, "方向性", *ways)
            truth.texts(measure, "現状と課題", now)
            body.append((f"第{count}章 {chapter}", f"第{place}節 {section}", measure, now, does, ways))
            for mark, (action, content) in zip("①②③", does, strict=False):
                truth.texts(truth.node("Action", action, measure, mark), "取組内容", content)
    book.table(*rows)
    book.turn()
    before = ""
    for chapter, section, _measure, now, does, ways in body:
        if chapter != before:
            book.say(chapter, style="h2")
        before = chapter
        book.say(section, style="h3")
        book.say("【現状と課題】", now, "【施策の方向】", *(f"・{way}" for way in ways), "【主な取組】")
        for mark, (action, content) in zip("①②③", does, strict=False):
            book.say(f"{mark} {action}", f"　{content}")
    return book


def sdgs() -> Book:
    """SDGs未来都市計画 in the national form, as Word: targets per pillar in a table, efforts with KPIs in lines."""
    truth = Truth("99917", "若葉市")
    book, plan = Book(truth), truth.plan("個別計画", 2023, 2025)
    book.say("若葉市SDGs未来都市計画(2023~2025)", style="h1")
    book.say("1.1 将来ビジョン", "(2)2030年のあるべき姿")
    vision = truth.node("Vision", "森と人がともに育つまち わかば", plan)
    book.say(
        "【森と人がともに育つまち わかば】",
        "2030年には、森の恵みが循環し、だれもが役割を持って暮らしている。",
    )
    truth.texts(vision, "説明", "2030年には、森の恵みが循環し、だれもが役割を持って暮らしている。")
    book.say("(3)2030年のあるべき姿の実現に向けた優先的なゴール、ターゲット")
    pillars = (
        (
            "経済",
            (("8", "8.9", "観光消費額", "億円", 42, 60), ("12", "12.5", "木材の地域内利用率", "％", 18, 40)),
        ),
        ("社会", (("3", "3.8", "健康寿命", "歳", 79.5, 82),)),
        ("環境", (("15", "15.2", "適切に管理された森林の面積", "ha", 1200, 2000),)),
    )
    for name, aims in pillars:
        pillar = truth.node("Policy", name, vision)
        book.say(f"({name})")
        rows: list[list[Cell]] = [["ゴール、ターゲット番号", "KPI(指標)", "現在(2022年)", "2030年"]]
        for goal, target, label, unit, now, then in aims:
            rows.append(
                [f"ゴール{goal}\nターゲット{target}", f"{label}", f"{now:,}{unit}", f"{then:,}{unit}"]
            )
            truth.indicator(pillar, label, unit, (now, 2022), (then, 2030))
            truth.sdgs(pillar, goal, target)
        book.table(*rows)
    book.say("1.2 自治体SDGsの推進に資する取組")
    efforts = (
        ("木質バイオマスの活用", ("15.2", "7.2"), ("未利用の木材を燃料として集める仕組みを整える。",), ("木質ボイラーの導入件数", "件", 3, 10)),
        ("森の学校の推進", ("4.7",), ("全ての小学校で森林の授業を行う。",), ("森林の授業を行う学校数", "校", 5, 12)),
    )  # fmt: skip
    for mark, (label, targets, contents, (name, unit, now, then)) in zip("①②", efforts, strict=True):
        measure = truth.node("Measure", label, plan, mark)
        book.say(f"{mark} {label}")
        rows = [["ゴール、ターゲット番号", "KPI(指標)", "現在(2022年)", "2025年"]]
        shown = "\n".join(f"ターゲット{one}" for one in targets)
        rows.append([shown, name, f"{now:,}{unit}", f"{then:,}{unit}"])
        book.table(*rows)
        truth.indicator(measure, name, unit, (now, 2022), (then, 2025))
        truth.sdgs(measure, *targets)
        book.say("(取組の内容)", *(f"・{one}" for one in contents))
        truth.texts(measure, "取組内容", *contents)
    return book


def main_projects() -> Book:
    """主要事業: a list of the budget, new and continued, with money by source, on a page of HTML."""
    truth = Truth("99918", "千草町")
    book, plan = Book(truth), truth.plan("予算", 2025, 2025)
    book.say("令和7年度 千草町当初予算の主要事業", style="h1")
    book.say("(単位:千円)")
    parts = (
        ("未来を育てる", (("新規", "給食費無償化事業", 38000, (0, 9000, 0, 29000), "町立小中学校の給食費を無償とする。", "教育総務課"), ("継続", "放課後児童クラブ運営事業", 21500, (7000, 7000, 0, 7500), "町内3か所で児童クラブを運営する。", "子育て支援課"))),
        ("暮らしを守る", (("継続", "橋りょう長寿命化事業", 64000, (32000, 0, 28000, 4000), "点検の結果に基づき橋を補修する。", "建設課"), ("新規", "防災行政無線更新事業", 120000, (0, 0, 119000, 1000), "デジタル方式の無線に更新する。", "総務課"))),
        ("地域を元気にする", (("継続", "特産品開発支援事業", 2400, (1200, 0, 0, 1200), "千草いもを使った商品の開発を支援する。", "産業課"),)),
    )  # fmt: skip
    for number, (label, projects) in enumerate(parts, 1):
        goal = truth.node("Goal", label, plan, str(number))
        book.say(f"{number} {label}", style="h2")
        rows: list[list[Cell]] = [
            [("区分", 2, 1), ("事業名", 2, 1), ("予算額", 2, 1), ("財源内訳", 1, 4), ("事業の概要", 2, 1), ("担当課", 2, 1)],
            ["国庫支出金", "県支出金", "町債", "一般財源"],
        ]  # fmt: skip
        for status, name, total, sources, about, department in projects:
            rows.append(
                [
                    status,
                    name,
                    f"{total:,}",
                    *(f"{one:,}" if one else "" for one in sources),
                    about,
                    department,
                ]
            )
            project = truth.node("Project", name, goal)
            truth.add("categories", project, value=status)
            truth.texts(project, "事業概要", about)
            truth.departments(project, department)
            truth.budget(project, 2025, total, sum(sources[:3]), sources[3])
        book.table(*rows)
    return book


DOCUMENTS: dict[str, tuple[Callable[[], Book], str]] = {
    "strategy": (strategy, ".pdf"),
    "spread": (spread, ".pdf"),
    "programme": (programme, ".xlsx"),
    "evaluation": (evaluation, ".docx"),
    "project-sheets": (project_sheets, ".xlsx"),
    "outline": (outline, ".pdf"),
    "sdgs": (sdgs, ".docx"),
    "main-projects": (main_projects, ".html"),
    **FURTHER,
    **LATEST,
    **CRAMPED,
    **EVERYDAY,
    **SECTORAL,
    **STATUTORY,
}
"""The documents, and the form in which each is published."""


def write(name: str, folder: Path, suffix: str = "") -> tuple[Path, Truth]:
    """Write a document into a folder, as it is published or in another form; return its path and what is true of it."""
    make, published = DOCUMENTS[name]
    book, path = make(), folder / f"{name}{suffix or published}"
    WRITERS[path.suffix](book, path)
    return path, book.truth


def sheets(name: str, folder: Path) -> tuple[list[Path], Truth]:
    """Write each sheet of a document as a page of its own, below the document's first line; return their paths and the truth."""
    book = DOCUMENTS[name][0]()
    title, paths = book.blocks[0], list[Path]()
    for turned, blocks in groupby(book.blocks, key=lambda block: block[0] == "break"):
        one = list(blocks)
        if not turned and len(one) > 3:  # no cover
            paths.append(folder / f"{name}-{len(paths) + 1}.html")
            whole = one if one[0] == title else [title, *one]
            WRITERS[".html"](Book(book.truth, whole), paths[-1])
    return paths, book.truth
