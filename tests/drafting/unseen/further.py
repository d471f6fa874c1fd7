"""Seven more kinds, laid out as differently from the first eight as towns do it; and one that is no plan. All made up."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def boxes() -> Book:
    """総合戦略: goals in Roman numbers and quotes, numerical targets in a box, KPI tables whose heads have two rows."""
    truth = Truth("99921", "汐見市")
    book, plan = Book(truth), truth.plan("総合戦略", 2025, 2029)
    book.say("汐見市デジタル田園都市構想総合戦略", style="h1")
    book.say("令和7年度(2025年度)~令和11年度(2029年度)", "令和7年3月 汐見市")
    book.turn()
    goals = (
        ("しごとを育て、働きたい人が集まるまち", (("市内事業所の従業者数", "人", 8420, 8600), ("創業件数", "件", 11, 20)), (
            ("地場産業の高付加価値化", "水産加工をはじめとする地場産業の商品づくりと販路の開拓を後押しします。", (("ふるさと納税の返礼品数", "品", 210, 350), ("海外販路の開拓件数", "件", 2, 8)), (("水産加工品ブランド化事業", "水産課"), ("販路開拓アドバイザー派遣事業", "商工振興課"))),
            ("創業と事業承継の支援", "空き店舗の改修や専門家の伴走により、新たな挑戦を支えます。", (("事業承継の成立件数", "件", 1, 5),), (("創業支援補助事業", "商工振興課"),)),
        )),
        ("人とつながり、移り住みたくなるまち", (("転出超過数", "人", 186, 90),), (
            ("関係人口の創出", "市外に住む人が継続して関わる機会を増やします。", (("ファンクラブ会員数", "人", 1250, 3000),), (("ふるさとファンクラブ事業", "秘書広報課"), ("ワーケーション推進事業", "観光課"))),
        )),
        ("安心して産み育てられるまち", (("出生数", "人", 142, 150), ("子育てがしやすいと感じる市民の割合", "%", 58.4, 70)), (
            ("切れ目のない子育て支援", "妊娠から就学まで、一人ひとりに寄り添います。", (("産後ケアの利用率", "%", 12.5, 30), ("一時預かりの延べ利用者数", "人", 640, 900)), (("産後ケア事業", "こども家庭センター"),)),
        )),
    )  # fmt: skip
    for roman, (label, aims, ways) in zip("ⅠⅡⅢ", goals, strict=True):
        goal = truth.node("Goal", label, plan, f"基本目標{roman}")
        book.say(f"基本目標{roman} 「{label}」", style="h2")
        rows: list[list[Cell]] = [["数値目標", "現状(令和5年度)", "目標(令和11年度)"]]
        for name, unit, now, then in aims:
            rows.append([name, f"{now:,}{unit}", f"{then:,}{unit}"])
            truth.indicator(goal, name, unit, (now, 2023), (then, 2029))
        book.table(*rows)
        for place, (called, about, kpis, projects) in enumerate(ways, 1):
            measure = truth.node("Measure", called, goal, f"施策{place}")
            book.say(f"施策{place} {called}", style="h3")
            book.say("〔取組の方向〕", about)
            truth.texts(measure, "方向性", about)
            rows = [
                [("重要業績評価指標(KPI)", 2, 1), ("単位", 2, 1), ("基準値", 1, 2), ("目標値", 1, 2)],
                ["年度", "数値", "年度", "数値"],
            ]
            for name, unit, now, then in kpis:
                rows.append([name, unit, "R5", f"{now:,}", "R11", f"{then:,}"])
                truth.indicator(measure, name, unit, (now, 2023), (then, 2029))
            book.table(*rows)
            book.say("〔主な事業〕")
            for one, department in projects:
                book.say(f"▶{one}〈{department}〉")
                truth.departments(truth.node("Project", one, measure), department)
    return book


def wide() -> Book:
    """実施計画 on broad sheets: three years side by side, each with its sources; measures as rows across the table."""
    truth = Truth("99922", "柏原町")
    book, plan = Book(truth), truth.plan("実施計画", 2025, 2027)
    book.say("柏原町第7次総合計画 第3期実施計画", "計画期間:令和7年度~令和9年度", "(単位:千円)")
    parts = (
        ("1", "安全で快適な暮らし", (("(1)", "道路網の整備", (
            ("1", "町道改良事業", "幹線町道3路線を改良する。", "建設課", ((84000, 42000, 0, 37800, 0, 4200), (60000, 30000, 0, 27000, 0, 3000), (45000, 22500, 0, 20200, 0, 2300))),
            ("2", "橋りょう長寿命化事業", "点検に基づき橋を修繕する。", "建設課", ((32000, 17600, 0, 12900, 0, 1500), (28000, 15400, 0, 11300, 0, 1300), (0, 0, 0, 0, 0, 0))),
        )), ("(2)", "消防力の強化", (
            ("3", "消防団車両更新事業", "小型ポンプ積載車を更新する。", "総務課", ((9800, 0, 0, 9000, 0, 800), (0, 0, 0, 0, 0, 0), (10200, 0, 0, 9500, 0, 700))),
        )))),
        ("2", "学びと文化の香るまち", (("(1)", "学校教育の充実", (
            ("4", "小学校空調更新事業", "特別教室の空調を更新する。", "教育委員会", ((25600, 8500, 0, 15300, 0, 1800), (0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 0))),
            ("5", "外国語指導助手配置事業", "全校に指導助手を配置する。", "教育委員会", ((14200, 0, 0, 0, 200, 14000), (14400, 0, 0, 0, 200, 14200), (14600, 0, 0, 0, 200, 14400))),
        )),)),
    )  # fmt: skip
    sources: list[Cell] = ["事業費", "国庫", "県費", "起債", "その他", "一般財源"]
    head: list[list[Cell]] = [
        [("番号", 2, 1), ("事業名", 2, 1), ("事業内容", 2, 1), ("担当課", 2, 1), *((f"令和{one}年度", 1, 6) for one in (7, 8, 9))],
        [*sources, *sources, *sources],
    ]  # fmt: skip
    rows = head
    for number, label, measures in parts:
        goal = truth.node("Goal", label, plan, f"政策{number}")
        rows.append([(f"政策{number} {label}", 1, 22)])
        for place, called, projects in measures:
            measure = truth.node("Measure", called, goal, f"施策{place}")
            rows.append([(f"施策{place} {called}", 1, 22)])
            for code, name, about, department, years in projects:
                project = truth.node("Project", name, measure, code)
                truth.texts(project, "事業概要", about)
                truth.departments(project, department)
                rows.append([code, name, about, department, *(f"{one:,}" for year in years for one in year)])
                for year, one in enumerate(years, 2025):
                    truth.budget(project, year, one[0], sum(one[1:5]), one[5])
    book.table(*rows)
    return book


def nested() -> Book:
    """総合計画 as a page of the Web: headings without numbers, lists in lists, indicators in sentences with arrows."""
    truth = Truth("99923", "朝凪町")
    book, plan = Book(truth), truth.plan("基本計画", 2024, 2033)
    book.say("朝凪町総合計画2024 基本計画", style="h1")
    book.say("計画期間:2024年度(令和6年度)から2033年度(令和15年度)まで")
    goals = (
        ("健やかに暮らせるまち", (
            ("健康づくりの推進", "健康課", ("健診の受診率が県の平均を下回っています。", "働く世代の運動の機会が不足しています。"), (("健診を受けやすい環境づくり", ("休日健診を実施します。", "受診の案内を対象者ごとに変えます。")), ("運動の習慣づくり", ("歩数に応じてポイントを付与します。",))), (("特定健診受診率", "%", 41.2, 60), ("健康ポイント参加者数", "人", 830, 2000))),
            ("地域医療の確保", "健康課", ("開業医の高齢化が進んでいます。",), (("在宅医療の推進", ("多職種の連携会議を開きます。",)),), (("かかりつけ医を持つ町民の割合", "%", 62.0, 75),)),
        )),
        ("にぎわいを生むまち", (
            ("観光の振興", "産業課", ("宿泊を伴う客が少ない状況です。",), (("滞在型観光の推進", ("早朝の漁港を巡るツアーを造成します。", "宿泊施設の改修を補助します。")),), (("年間宿泊者数", "人", 12400, 20000),)),
        )),
    )  # fmt: skip
    for number, (label, measures) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say(f"基本目標{number}:{label}", style="h2")
        for place, (called, department, issues, ways, kpis) in enumerate(measures, 1):
            measure = truth.node("Measure", called, goal, f"{number}-{place}")
            book.say(f"{number}-{place} {called}", style="h3")
            book.say(f"担当:{department}")
            truth.departments(measure, department, lead=True)
            book.say("現状と課題", style="h4")
            book.items(*((0, one) for one in issues))
            truth.texts(measure, "現状と課題", *issues)
            book.say("主な取組", style="h4")
            lines: list[tuple[int, str]] = []
            for action, contents in ways:
                lines += [(0, action), *((1, one) for one in contents)]
                truth.texts(truth.node("Action", action, measure), "取組内容", *contents)
            book.items(*lines)
            book.say("指標", style="h4")
            rows: list[list[Cell]] = [
                ["指標名", "現状値(2022年度)", "中間目標値(2028年度)", "目標値(2033年度)"]
            ]
            for name, unit, now, then in kpis:
                middle = round((now + then) / 2, 1) if unit == "%" else (now + then) // 2
                rows.append([f"{name}({unit})", f"{now:,}", f"{middle:,}", f"{then:,}"])
                truth.indicator(measure, name, unit, (now, 2022), (then, 2033), more=((middle, 2028),))
            book.table(*rows)
    return book


def squared() -> Book:
    """事務事業評価 on squared paper: a sheet a project, every cell merged over narrow columns, years as rows of money."""
    truth = Truth("99924", "楠木市")
    book, plan = Book(truth), truth.plan("評価", 2024, 2024)
    sheets = (
        ("公園維持管理事業", "都市整備課", "快適な都市空間の形成", "公園を安全に保ち、憩いの場を提供する。", "遊具の点検、草刈り、樹木の剪定を行う。", ((2023, "決算", 31200, 0, 0, 0, 1200, 30000), (2024, "決算", 33500, 0, 0, 0, 1500, 32000), (2025, "予算", 36000, 2000, 0, 0, 1500, 32500)), (("遊具の点検回数", "回", (2, 2, 2), (2, 2)),), (("公園の利用に満足している市民の割合", "%", (70, 72, 75), (68.5, 71.9)),), "現状のまま継続"),
        ("図書館運営事業", "生涯学習課", "生涯学習の推進", "市民の学びと交流を支える。", "資料の収集と貸出、読書会を行う。", ((2023, "決算", 58700, 0, 0, 0, 700, 58000), (2024, "決算", 59400, 0, 300, 0, 600, 58500), (2025, "予算", 61000, 0, 300, 0, 700, 60000)), (("開館日数", "日", (290, 290, 292), (288, 291)),), (("市民1人当たりの貸出冊数", "冊", (5.0, 5.2, 5.5), (4.8, 5.1)),), "拡充"),
        ("河川環境保全事業", "環境課", "自然環境の保全", "清らかな川を次の世代に引き継ぐ。", "水質を調べ、市民と清掃を行う。", ((2023, "決算", 4100, 0, 600, 0, 0, 3500), (2024, "決算", 4300, 0, 600, 0, 0, 3700), (2025, "予算", 4400, 0, 600, 0, 0, 3800)), (("水質調査の地点数", "地点", (12, 12, 14), (12, 12)),), (("環境基準を満たす地点の割合", "%", (90, 95, 100), (83.3, 91.7)),), "改善して継続"),
    )  # fmt: skip
    for place, (label, department, measure, purpose, content, money, outputs, outcomes, future) in enumerate(
        sheets, 1
    ):
        if place > 1:
            book.turn()
        project = truth.node("Project", label, truth.node("Measure", measure, plan))
        truth.departments(project, department)
        truth.texts(project, "説明", purpose)
        truth.texts(project, "取組内容", content)
        book.say("令和6年度実施事業 事務事業評価表 楠木市")
        book.table(
            [("事務事業名", 1, 4), (label, 1, 14), ("担当部署", 1, 4), (department, 1, 8)],
            [("総合計画の位置づけ", 2, 4), ("施策", 1, 4), (measure, 1, 22)],
            [("事業開始年度", 1, 4), ("平成15年度", 1, 22)],
            [("目的", 1, 4), (purpose, 1, 26)],
            [("事業内容", 1, 4), (content, 1, 26)],
        )
        book.say("■ 事業費の推移(千円)")
        rows: list[list[Cell]] = [
            [("年度", 2, 5), ("事業費", 2, 5), ("財源内訳", 1, 20)],
            [("国支出金", 1, 4), ("県支出金", 1, 4), ("地方債", 1, 4), ("その他", 1, 4), ("一般財源", 1, 4)],
        ]
        for year, stage, *amounts in money:
            wide = (5, 4, 4, 4, 4, 4)
            rows.append([(f"令和{year - 2018}年度{stage}", 1, 5), *((f"{one:,}", 1, each) for one, each in zip(amounts, wide, strict=True))])  # fmt: skip
            truth.budget(project, year, amounts[0], sum(amounts[1:5]), amounts[5])
        book.table(*rows)
        book.say("■ 指標")
        rows = [[("区分", 1, 4), ("指標名", 1, 10), ("単位", 1, 2), ("", 1, 2), *((f"令和{one}年度", 1, 4) for one in (5, 6, 7))]]  # fmt: skip
        for kind, lines in (("活動指標", outputs), ("成果指標", outcomes)):
            for name, unit, aims, real in lines:
                rows.append([(kind, 2, 4), (name, 2, 10), (unit, 2, 2), ("目標", 1, 2), *((str(one), 1, 4) for one in aims)])  # fmt: skip
                rows.append([("実績", 1, 2), *((str(one), 1, 4) for one in real), ("", 1, 4)])
                pairs = tuple(zip(aims, range(2023, 2026), strict=True))
                seen = tuple(zip(real, (2023, 2024), strict=True))
                truth.indicator(project, name, unit, None, pairs[0], seen, more=pairs[1:])
        book.table(*rows)
        book.table([("今後の方向性", 1, 6), (future, 1, 24)])
        truth.texts(project, "今後の取組方針", future)
    return book


def progress() -> Book:
    """進捗管理: one table a goal, a baseline, actuals of three years, the target, how much of it is reached, and a letter."""
    truth = Truth("99925", "松ヶ丘市")
    book, plan = Book(truth), truth.plan("評価", 2020, 2024)
    book.say("第2次松ヶ丘市総合戦略 進捗状況報告書", style="h1")
    book.say("対象期間 令和2年度~令和6年度", "【評価の基準】")
    book.table(
        ["評価", "考え方"],
        ["A", "目標を達成した(達成率100%以上)"],
        ["B", "おおむね順調に進んでいる(達成率80%以上)"],
        ["C", "やや遅れている(達成率50%以上)"],
        ["D", "遅れている(達成率50%未満)"],
    )
    goals = (
        ("産業を元気にし、雇用をつくる", (
            ("農業産出額", "億円", 42.1, (42.8, 43.5, 44.0), 45, "97.8%", "B", "農林課"),
            ("新規創業者数", "人", 8, (10, 15, 21), 20, "105.0%", "A", "商工課"),
            ("有効求人倍率", "倍", 1.21, (1.08, 1.15, 1.19), 1.3, "91.5%", "B", "商工課"),
        )),
        ("新しい人の流れをつくる", (
            ("移住者数", "人", 35, (31, 40, 52), 120, "43.3%", "D", "企画課"),
            ("観光入込客数", "千人", 812, (405, 530, 690), 900, "76.7%", "C", "観光課"),
        )),
    )  # fmt: skip
    for number, (label, rows_of) in enumerate(goals, 1):
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say(f"基本目標{number}　{label}", style="h2")
        rows: list[list[Cell]] = [
            [("No.", 2, 1), ("KPI", 2, 1), ("単位", 2, 1), ("基準値\n(H30)", 2, 1), ("実績値", 1, 3), ("目標値\n(R6)", 2, 1), ("達成率", 2, 1), ("評価", 2, 1), ("担当課", 2, 1)],
            ["R2", "R3", "R4"],
        ]  # fmt: skip
        for place, (name, unit, now, real, then, reached, mark, department) in enumerate(rows_of, 1):
            rows.append([f"{number}-{place}", name, unit, f"{now:,}", *(f"{one:,}" for one in real), f"{then:,}", reached, mark, department])  # fmt: skip
            truth.indicator(goal, name, unit, (now, 2018), (then, 2024), tuple(zip(real, (2020, 2021, 2022), strict=True)))  # fmt: skip
        book.table(*rows)
    return book


def numbered() -> Book:
    """基本計画 as Word counts it: chapters, sections and actions whose numbers no character of the file prints."""
    truth = Truth("99926", "岩瀬村")
    book, plan = Book(truth), truth.plan("基本計画", 2026, 2030)
    book.say("第5次岩瀬村振興計画 後期基本計画", "(令和8年度~令和12年度)")
    chapters = (
        ("みどり豊かな産業の村", (
            ("農業の振興", "産業振興課", "農業者の平均年齢は69歳となり、耕作放棄地が増えています。", "意欲ある担い手に農地が集まり、営農が続いています。", (("担い手の育成", "新規就農者に研修と農地をあっせんします。"), ("農地の集積", "地域計画に基づいて農地を集積します。")), (("認定農業者数", "人", 38, 45), ("担い手への農地集積率", "%", 51.3, 65))),
            ("林業の振興", "産業振興課", "木材価格の低迷により、手入れの届かない森が増えています。", "森が適切に手入れされ、木材が使われています。", (("森林経営管理の推進", "所有者の意向を調べ、間伐を委託します。"),), (("間伐面積", "ha", 42, 60),)),
        )),
        ("支え合い、安心して暮らせる村", (
            ("高齢者福祉の充実", "保健福祉課", "高齢者のみの世帯が4割に達しています。", "住み慣れた家で安心して暮らしています。", (("見守りの充実", "配達の事業者と協定を結び、異変に早く気づきます。"), ("介護予防の推進", "集落ごとに体操教室を開きます。")), (("体操教室の参加者数", "人", 212, 300),)),
        )),
    )  # fmt: skip
    for number, (label, sections) in enumerate(chapters, 1):
        goal = truth.node("Goal", label, plan, f"第{number}章")
        book.say(label, style="auto0")
        for place, (called, department, now, wanted, ways, kpis) in enumerate(sections, 1):
            measure = truth.node("Measure", called, goal, f"第{place}節")
            book.say(called, style="auto1")
            book.say("【現状と課題】", now, "【めざす姿】", wanted)
            truth.texts(measure, "現状と課題", now)
            truth.texts(measure, "目指す姿", wanted)
            book.say("【施策の内容】")
            for action, content in ways:
                book.say(action, style="auto2")
                book.say(content)
                truth.texts(truth.node("Action", action, measure), "取組内容", content)
            book.say("【目標指標】")
            rows: list[list[Cell]] = [["指標", "単位", "現状値(令和6年度)", "目標値(令和12年度)"]]
            for name, unit, before, then in kpis:
                rows.append([name, unit, f"{before:,}", f"{then:,}"])
                truth.indicator(measure, name, unit, (before, 2024), (then, 2030))
            book.table(*rows)
            book.say(f"【担当】{department}")
            truth.departments(measure, department, lead=True)
    return book


def cards() -> Book:
    """当初予算の主な事業: a card for each project, its money in words, its sources in one cell, two years beside each other."""
    truth = Truth("99927", "星見町")
    book, plan = Book(truth), truth.plan("予算", 2026, 2026)
    book.say("令和8年度 星見町当初予算 主要事業の概要", style="h1")
    goals = (
        ("子育て・教育", (
            ("給食費無償化事業", "新規", "教育総務課", "小中学校の給食費を全額補助します。", 45200, 0, (0, 15000, 30200)),
            ("放課後児童クラブ運営事業", "継続", "こども課", "4か所で児童を預かります。", 38600, 37900, (12800, 12800, 13000)),
        )),
        ("防災・安全", (
            ("防災行政無線更新事業", "拡充", "総務課", "屋外の子局25基を更新します。", 98000, 12000, (0, 0, 98000)),
        )),
    )  # fmt: skip
    for number, (label, projects) in enumerate(goals, 1):
        field = truth.node("Field", label, plan, str(number))
        book.say(f"{number} {label}", style="h2")
        for name, status, department, content, money, before, (national, prefectural, general) in projects:
            project = truth.node("Project", name, field)
            truth.departments(project, department)
            truth.add("categories", project, value=status)
            truth.texts(project, "説明", content)
            truth.budget(project, 2026, money, national + prefectural, general)
            truth.budget(project, 2025, before)
            book.table(
                [("事業名", 1, 1), (f"{name}", 1, 3), "区分", status],
                ["担当課", (department, 1, 3), "単位", "千円"],
                ["事業費", f"本年度 {money:,}", f"前年度 {before:,}", f"国 {national:,}", f"県 {prefectural:,}", f"一般財源 {general:,}"],
                ["事業概要", (content, 1, 5)],
            )  # fmt: skip
    return book


def population() -> Book:
    """人口ビジョン: what has become and becomes of the number of people; no plan, and none of its figures a target."""
    truth = Truth("99928", "渚町")
    book = Book(truth)
    book.say("渚町人口ビジョン(令和6年改訂版)", style="h1")
    book.say("第1章 人口の現状分析", style="h2")
    book.say("1 総人口の推移", style="h3")
    book.say("本町の総人口は、昭和60年の18,420人をピークに減少が続いています。")
    book.table(
        ["年", "総人口", "年少人口", "生産年齢人口", "老年人口"],
        ["平成22年", "14,210", "1,620", "8,330", "4,260"],
        ["平成27年", "13,050", "1,390", "7,210", "4,450"],
        ["令和2年", "11,930", "1,120", "6,300", "4,510"],
    )
    book.say("2 自然増減と社会増減", style="h3")
    book.table(
        ["年度", "出生数", "死亡数", "転入数", "転出数"],
        ["平成30年度", "74", "201", "312", "398"],
        ["令和元年度", "69", "208", "305", "401"],
        ["令和2年度", "61", "215", "268", "372"],
    )
    book.say("第2章 将来人口の推計", style="h2")
    book.table(
        ["区分", "2025年", "2030年", "2040年", "2060年"],
        ["社人研推計", "10,820", "9,710", "7,630", "4,380"],
        ["町独自推計", "10,900", "9,980", "8,340", "6,120"],
    )
    return book


FURTHER: dict[str, tuple[Callable[[], Book], str]] = {
    "boxes": (boxes, ".pdf"),
    "wide": (wide, ".xlsx"),
    "nested": (nested, ".html"),
    "squared": (squared, ".xlsx"),
    "progress": (progress, ".pdf"),
    "numbered": (numbered, ".docx"),
    "cards": (cards, ".pdf"),
    "population": (population, ".html"),
}
"""The documents, and the form in which each is published."""
