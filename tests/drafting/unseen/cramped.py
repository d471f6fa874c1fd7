"""Eight kinds more, as offices print them in a hurry: sheets on one page, narrow tables, several names in a cell, marks for headings."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def single() -> Book:
    """事務事業評価: one project on one page of a workbook whose columns are small squares, merged for each cell."""
    truth = Truth("99941", "青嶺市")
    book, plan = Book(truth, squares=3), truth.plan("評価", 2023, 2025)
    book.say("令和6年度 事務事業評価シート", "青嶺市")
    project = truth.node("Project", "放課後児童クラブ運営事業", plan, "104")
    book.table(
        ["事業番号", "104", "事務事業名", ("放課後児童クラブ運営事業", 1, 3)],
        ["所管課", "こども未来課", "関連課", ("学校教育課", 1, 3)],
        ["事業の目的", ("放課後に安心して過ごせる場をつくる。", 1, 5)],
        ["事業の内容", ("小学校の余裕教室などで児童を預かる。", 1, 5)],
    )
    truth.departments(project, "こども未来課", "学校教育課", lead=True)
    truth.texts(project, "説明", "放課後に安心して過ごせる場をつくる。")
    truth.texts(project, "取組内容", "小学校の余裕教室などで児童を預かる。")
    book.say("事業費の推移(単位:千円)")
    money = ((31200, 10400, 10400, 10400), (33600, 11200, 11200, 11200), (36000, 12000, 12000, 12000))
    rows: list[list[Cell]] = [["区分", "令和5年度決算", "令和6年度決算", "令和7年度予算"]]
    for name, place in (("事業費", 0), ("国庫支出金", 1), ("県支出金", 2), ("一般財源", 3)):
        rows.append([name, *(f"{one[place]:,}" for one in money)])
    for year, one in enumerate(money, 2023):
        truth.budget(project, year, one[0], one[1] + one[2], one[3])
    book.table(*rows)
    book.say("指標")
    rows = [["指標名", "単位", "区分", "令和5年度", "令和6年度", "令和7年度"]]
    for name, unit, aims, real in (("クラブの開設数", "か所", (14, 15, 16), (14, 15)), ("待機児童数", "人", (10, 5, 0), (18, 7))):  # fmt: skip
        rows.append([(name, 2, 1), (unit, 2, 1), "目標", *map(str, aims)])
        rows.append(["実績", *map(str, real), "-"])
        years = range(2023, 2026)
        pairs = tuple(zip(aims, years, strict=True))
        seen = tuple(zip(real, years, strict=False))
        truth.indicator(project, name, unit, None, pairs[0], seen, more=pairs[1:])
    book.table(*rows)
    book.table(
        ["総合評価", "B 概ね順調", "今後の方向性", ("拡充", 1, 3)],
        ["課題", ("支援員の確保が難しくなっている。", 1, 5)],
    )
    truth.texts(project, "今後の取組方針", "拡充")
    truth.texts(project, "課題", "支援員の確保が難しくなっている。")
    return book


def portrait() -> Book:
    """実施計画 on A4 portrait: narrow columns, names and figures wrapped, one table over pages below each measure."""
    truth = Truth("99942", "早瀬町")
    book, plan = Book(truth), truth.plan("実施計画", 2025, 2027)
    book.say("早瀬町総合計画 第3期実施計画", style="h1")
    book.say("計画期間 令和7年度~令和9年度", "金額の単位:千円")
    goals = (
        ("自然と共生する安全なまち", (
            ("防災対策の推進", (
                ("防災行政無線デジタル化更新事業", "老朽化した屋外の子局を更新し、戸別の受信機を全ての世帯に配る。", "総務課", (126500, 98000, 0)),
                ("自主防災組織育成支援事業", "資機材の購入と訓練に要する費用を補助する。", "総務課", (1200, 1200, 1200)),
                ("木造住宅耐震診断・改修費補助事業", "昭和56年以前に建てられた木造住宅の診断と改修の費用を補助する。", "建設課", (3500, 3500, 4000)),
            )),
            ("循環型社会の形成", (
                ("ごみ減量化推進事業", "生ごみ処理機の購入費を補助する。", "町民生活課", (800, 800, 800)),
                ("一般廃棄物処理施設基幹的設備改良事業", "焼却施設の延命のため、基幹となる設備を改良する。", "町民生活課", (0, 245000, 312000)),
            )),
        )),
        ("人が輝く学びのまち", (
            ("生涯学習の推進", (
                ("図書館システム更新事業", "図書館の業務を行うシステムを入れ替える。", "教育委員会", (0, 15400, 0)),
                ("公民館施設長寿命化事業", "屋根と外壁を改修し、空調の設備を入れ替える。", "教育委員会", (42000, 0, 38500)),
            )),
        )),
    )  # fmt: skip
    number = 0
    for count, (label, measures) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"第{count}章")
        book.say(f"第{count}章 {label}", style="h2")
        for place, (called, projects) in enumerate(measures, 1):
            measure = truth.node("Measure", called, goal, f"第{place}節")
            book.say(f"第{place}節 {called}", style="h3")
            rows: list[list[Cell]] = [
                ["No.", "事業名", "事業概要", "担当課", "令和\n7年度", "令和\n8年度", "令和\n9年度"]
            ]
            for name, about, department, amounts in projects:
                number += 1
                project = truth.node("Project", name, measure, str(number))
                truth.texts(project, "事業概要", about)
                truth.departments(project, department)
                for year, amount in enumerate(amounts, 2025):
                    truth.budget(project, year, amount)
                rows.append([str(number), name, about, department, *(f"{one:,}" for one in amounts)])
            totals = [sum(one[3][at] for one in projects) for at in range(3)]
            rows.append([("計", 1, 4), *(f"{one:,}" for one in totals)])
            book.table(*rows)
    return book


def merged() -> Book:
    """総合戦略 as one table: goals and measures merged at the left, several projects and departments in one cell."""
    truth = Truth("99943", "三笠野市")
    book, plan = Book(truth), truth.plan("総合戦略", 2025, 2029)
    book.say("三笠野市総合戦略 施策・KPI一覧", style="h1")
    book.say("計画期間:令和7年度~令和11年度")
    goals = (
        ("基本目標Ⅰ", "地域の稼ぐ力を高める", (
            ("企業の誘致", ("企業立地促進事業", "工業団地整備事業"), ("商工課", "建設課"), (("立地企業数", "社", "3", "8"),)),
            ("農業の振興", ("スマート農業導入事業", "新規就農者支援事業", "6次産業化推進事業"), ("農政課",), (("農業産出額", "億円", "41.5", "45"), ("新規就農者数", "人", "6", "15"))),
        )),
        ("基本目標Ⅱ", "ひとの流れをつくる", (
            ("移住の促進", ("移住体験住宅事業", "空き家活用事業"), ("企画課", "都市計画課"), (("移住者数", "人", "52", "120"),)),
        )),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        ["基本目標", "施策", "主な事業", "担当課", "KPI", "単位", "現状値(R5)", "目標値(R11)"]
    ]
    for number, label, measures in goals:
        goal = truth.node("Goal", label, plan, number)
        left: list[Cell] = [(f"{number}\n{label}", sum(len(one[3]) for one in measures), 1)]
        for place, (called, projects, departments, kpis) in enumerate(measures, 1):
            measure = truth.node("Measure", called, goal, f"({place})")
            truth.departments(measure, *departments)
            for one in projects:
                truth.node("Project", one, measure)
            high = len(kpis)
            names = "\n".join(f"・{one}" for one in projects)
            own: list[Cell] = [(f"({place}) {called}", high, 1), (names, high, 1), ("・".join(departments), high, 1)]  # fmt: skip
            for name, unit, now, then in kpis:
                rows.append([*left, *own, name, unit, now, then])
                left, own = [], []
                truth.indicator(measure, name, unit, (float(now), 2023), (float(then), 2029))
    book.table(*rows)
    return book


def words() -> Book:
    """基本計画 in Word: headings by marks and words without numbers, ■ 政策, ◆ 施策, ● what stands below."""
    return marks(("99950", "葛野町"), ("政策 ", "施策 "))


def marks(town: tuple[str, str] = ("99944", "桐生台町"), before: tuple[str, str] = ("", "")) -> Book:
    """The same with marks alone, so that they and their order say what is a goal and what a measure."""
    truth = Truth(*town)
    book, plan = Book(truth), truth.plan("基本計画", 2024, 2028)
    book.say(f"{town[1]}第5次総合計画 後期基本計画", "(令和6年度~令和10年度)")
    goals = (
        ("健やかに暮らせるまち", (
            ("子育て支援の充実", "こども課", ("核家族化が進み、相談の相手が身近にいない家庭が増えています。",), ("相談の窓口を一つにします。", "保育所の開所の時間を延ばします。"), (("相談窓口の利用者数", "人", "310", "500"),)),
            ("地域医療の確保", "健康課", ("常勤の医師が不足しています。",), ("近隣の病院と連携し、夜間の診療を確保します。",), (("夜間診療の実施日数", "日", "120", "200"), ("かかりつけ医を持つ町民の割合", "%", "54.2", "65"))),
        )),
        ("にぎわいのあるまち", (
            ("商店街の活性化", "産業課", ("空き店舗が増えています。",), ("空き店舗を使う人に改修の費用を補助します。",), (("空き店舗の数", "店", "23", "15"),)),
        )),
    )  # fmt: skip
    for label, measures in goals:
        goal = truth.node("Goal", label, plan)
        book.say(f"■ {before[0]}{label}")
        for called, department, issues, ways, kpis in measures:
            measure = truth.node("Measure", called, goal)
            book.say(f"◆ {before[1]}{called}", f"担当課:{department}", "● 現状と課題")
            truth.departments(measure, department, lead=True)
            book.say(
                *(f"・{one}" for one in issues), "● 取組方針", *(f"・{one}" for one in ways), "● 成果指標"
            )
            truth.texts(measure, "現状と課題", *issues)
            truth.texts(measure, "取組方針", *ways)
            rows: list[list[Cell]] = [["指標名", "単位", "現状値(令和4年度)", "目標値(令和10年度)"]]
            for name, unit, now, then in kpis:
                rows.append([name, unit, now, then])
                truth.indicator(measure, name, unit, (float(now), 2022), (float(then), 2028))
            book.table(*rows)
    return book


def running() -> Book:
    """基本計画 as text from a PDF: each page ends with the title and its number, tables are columns of spaces."""
    truth = Truth("99945", "舟入町")
    book, plan = Book(truth), truth.plan("基本計画", 2021, 2030)
    book.say("舟入町総合計画", "計画期間:2021年度から2030年度まで", "", "舟入町総合計画 1ページ")
    goals = (
        ("安心して暮らせる福祉のまち", (
            ("高齢者福祉の充実", "介護保険課", "一人で暮らす高齢者が増えています。", "見守りの協定を事業所と結びます。", (("見守り協定を結んだ事業所", "社", "12", "30"), ("通いの場の数", "か所", "18", "25"))),
            ("障がい者福祉の充実", "福祉課", "働く場が足りません。", "企業への説明会を開きます。", (("一般就労した人", "人", "4", "10"),)),
        )),
        ("美しい環境を守るまち", (
            ("公園と緑の整備", "都市整備課", "遊具の老朽化が進んでいます。", "公園ごとに管理の計画を定めます。", (("遊具を更新した公園", "か所", "3", "14"),)),
        )),
    )  # fmt: skip
    page = 1
    for number, (label, measures) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        for place, (called, department, now, way, kpis) in enumerate(measures, 1):
            page += 1
            measure = truth.node("Measure", called, goal, f"{number}-{place}")
            book.turn()
            if place == 1:
                book.say(f"基本目標{number} {label}", "")
            book.say(f"{number}-{place} {called}", f"主管課:{department}", "", "【現状と課題】", now, "【施策の方針】", way, "【成果指標】")  # fmt: skip
            truth.departments(measure, department, lead=True)
            truth.texts(measure, "現状と課題", now)
            truth.texts(measure, "方針", way)
            rows: list[list[Cell]] = [["指標", "単位", "現状(2019年度)", "目標(2030年度)"]]
            for name, unit, before, then in kpis:
                rows.append([name, unit, before, then])
                truth.indicator(measure, name, unit, (float(before), 2019), (float(then), 2030))
            book.table(*rows)
            book.say("", f"舟入町総合計画 {page}ページ")
    return book


def kanji() -> Book:
    """総合戦略 in Word: 基本目標一, 施策①, projects as one line with 、, departments in the line below, a table of KPIs."""
    truth = Truth("99946", "千早村")
    book, plan = Book(truth), truth.plan("総合戦略", 2024, 2028)
    book.say("千早村まち・ひと・しごと創生総合戦略(第3期)", "計画期間 令和6年度~令和10年度")
    goals = (
        ("しごとを生み出す", ("村内の事業所数", "所", "84", "90"), (
            ("林業の再生", "森林を守り、木を使う産業を育てます。", ("森林経営管理事業", "木質バイオマス利用促進事業"), ("農林課", "環境課"), (("間伐の面積", "ha", "45", "80"),)),
            ("起業の支援", "起業する人に伴走します。", ("起業塾開催事業",), ("地域振興課",), (("起業した人の数", "人", "2", "10"),)),
        )),
        ("ひとを呼び込む", ("転入者数", "人", "61", "80"), (
            ("関係人口の拡大", "村に通う人を増やします。", ("ふるさと住民登録事業", "山村留学事業"), ("地域振興課", "教育委員会"), (("ふるさと住民の登録者数", "人", "150", "600"), ("山村留学の受入数", "人", "5", "12"))),
        )),
    )  # fmt: skip
    for kan, (label, aim, measures) in zip("一二", goals, strict=True):
        goal = truth.node("Goal", label, plan, f"基本目標{kan}")
        book.say(f"基本目標{kan} {label}", "数値目標")
        head: list[Cell] = ["指標", "単位", "基準値(R4)", "目標値(R10)"]
        book.table(head, list(aim))
        truth.indicator(goal, aim[0], aim[1], (float(aim[2]), 2022), (float(aim[3]), 2028))
        for circled, (called, about, projects, departments, kpis) in zip("①②", measures, strict=False):
            measure = truth.node("Measure", called, goal, f"施策{circled}")
            book.say(f"施策{circled} {called}", "施策の内容", about, f"主な事業 {'、'.join(projects)}")
            truth.texts(measure, "取組内容", about)
            for one in projects:
                truth.node("Project", one, measure)
            book.say(f"担当課 {'、'.join(departments)}", "重要業績評価指標(KPI)")
            for one in departments:
                truth.departments(measure, one, lead=True)
            rows: list[list[Cell]] = [[*one] for one in kpis]
            book.table(head, *rows)
            for name, unit, now, then in kpis:
                truth.indicator(measure, name, unit, (float(now), 2022), (float(then), 2028))
    return book


def website() -> Book:
    """基本計画 on the town's site, a page for each measure: a trail, when it was changed, whom to ask."""
    truth = Truth("99947", "緑ヶ原市")
    book, plan = Book(truth), truth.plan("基本計画", 2022, 2031)
    measures = (
        ("1 みんなで支え合うまち", "1-1", "地域福祉の推進", "福祉総務課", "支え合う地域になっています。", ("民生委員のなり手が不足しています。",), (("民生委員の充足率", "%", "93.1", "100"),)),
        ("1 みんなで支え合うまち", "1-2", "生活困窮者の支援", "生活支援課", "だれもが自立して暮らしています。", ("相談の件数が増えています。", "居場所が足りません。"), (("自立した世帯の数", "世帯", "21", "40"), ("居場所の数", "か所", "2", "6"))),
        ("2 産業が元気なまち", "2-1", "農業の振興", "農業振興課", "若い担い手が活躍しています。", ("耕作されない農地が広がっています。",), (("認定農業者の数", "人", "88", "95"),)),
    )  # fmt: skip
    goals: dict[str, str] = {}
    book.say("緑ヶ原市第4次総合計画 基本計画", style="h1")
    book.turn()
    for above, code, called, department, wanted, issues, kpis in measures:
        if above not in goals:
            goals[above] = truth.node("Goal", above.split(" ")[1], plan, f"政策{above[0]}")
        measure = truth.node("Measure", called, goals[above], f"施策{code}")
        book.say(
            "ホーム > 市政情報 > 計画 > 総合計画", "更新日:2022年4月1日", "計画期間:令和4年度~令和13年度"
        )
        book.say(f"政策{above}", style="h2")
        book.say(f"施策{code} {called}", style="h3")
        book.say("目指す姿", style="h4")
        book.say(wanted)
        truth.texts(measure, "目指す姿", wanted)
        book.say("現状と課題", style="h4")
        book.items(*((0, one) for one in issues))
        truth.texts(measure, "現状と課題", *issues)
        book.say("成果指標", style="h4")
        rows: list[list[Cell]] = [["指標", "単位", "現状値(令和2年度)", "目標値(令和13年度)"]]
        for name, unit, before, then in kpis:
            rows.append([name, unit, before, then])
            truth.indicator(measure, name, unit, (float(before), 2020), (float(then), 2031))
        book.table(*rows)
        book.table(["担当課", department])
        truth.departments(measure, department, lead=True)
        book.say("お問い合わせ", style="h4")
        book.say("企画部企画課 電話:0000-00-0000 ファクス:0000-00-0001")
        book.turn()
    return book


def control() -> Book:
    """総合戦略の進捗管理: a workbook, targets and actuals of five years in two rows, several names in one cell."""
    truth = Truth("99948", "石見沢市")
    book, plan = Book(truth), truth.plan("評価", 2020, 2024)
    book.say("石見沢市総合戦略 進捗管理表(令和6年度末)", "対象期間 令和2年度~令和6年度")
    rows: list[list[Cell]] = [
        ["施策名", "関連事業", "担当課", "KPI", "単位", "基準値(R1)", "", "R2", "R3", "R4", "R5", "R6"]
    ]
    for called, projects, departments, name, unit, base, aims, real in (
        ("雇用の創出", ("企業立地奨励事業", "合同企業説明会"), ("商工労政課", "企画課"), "新規雇用者数", "人", 35, (40, 45, 50, 55, 60), (38, 47, 51, 49, 66)),
        ("観光の振興", ("観光案内所運営事業",), ("観光課",), "観光入込客数", "千人", 812, (830, 850, 870, 890, 910), (401, 455, 690, 802, 877)),
        ("子育て支援", ("産後ケア事業", "病児保育事業", "子育て応援券交付事業"), ("こども課", "健康課"), "出生数", "人", 220, (222, 224, 226, 228, 230), (214, 201, 198, 190, 187)),
    ):  # fmt: skip
        measure = truth.node("Measure", called, plan)
        truth.departments(measure, *departments)
        for one in projects:
            truth.node("Project", one, measure)
        own: list[Cell] = [(called, 2, 1), ("、".join(projects), 2, 1), ("\n".join(departments), 2, 1)]
        rows.append([*own, (name, 2, 1), (unit, 2, 1), (f"{base:,}", 2, 1), "目標", *map(str, aims)])
        rows.append(["実績", *map(str, real)])
        years = range(2020, 2025)
        pairs = tuple(zip(aims, years, strict=True))
        seen = tuple(zip(real, years, strict=True))
        truth.indicator(measure, name, unit, (base, 2019), pairs[0], seen, more=pairs[1:])
    book.table(*rows)
    return book


CRAMPED: dict[str, tuple[Callable[[], Book], str]] = {
    "single": (single, ".xlsx"),
    "portrait": (portrait, ".pdf"),
    "merged": (merged, ".pdf"),
    "words": (words, ".docx"),
    "marks": (marks, ".docx"),
    "running": (running, ".txt"),
    "kanji": (kanji, ".docx"),
    "website": (website, ".html"),
    "control": (control, ".xlsx"),
}
"""The documents, and the form in which each is published."""
