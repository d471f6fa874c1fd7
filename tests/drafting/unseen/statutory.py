"""Plans that laws and the state ask for: 子ども・子育て with the demand of each year, 過疎 with its programme, 環境 by who acts,
DX with its schedule, 公共施設 by kinds of buildings. All made up."""

from __future__ import annotations

from collections.abc import Callable

from tests.drafting.unseen.printing import Book, Cell, Truth


def children() -> Book:
    """子ども・子育て支援事業計画: goals with tables of what is done, then for each service how much is needed and offered a year."""
    truth = Truth("99963", "芦原市")
    book, plan = Book(truth), truth.plan("個別計画", 2025, 2029)
    book.say("第3期芦原市子ども・子育て支援事業計画", style="h1")
    book.say("計画期間　令和7年度～令和11年度", "芦原市こども未来課")
    book.say("第4章 施策の展開", style="h2")
    goals = (
        ("1", "安心して産み育てられる環境づくり", (
            ("(1)", "母子の健康の確保", (("産後ケア事業", "助産院での宿泊と日帰りのケアを助成します。", "健康づくり課"), ("乳幼児健診", "四か月から三歳まで五回の健診を行います。", "健康づくり課"))),
            ("(2)", "保育の充実", (("保育士確保支援", "就職した保育士に家賃を補助します。", "こども未来課"),)),
        )),
        ("2", "子どもの育ちを支える地域づくり", (
            ("(1)", "放課後の居場所の確保", (("放課後子ども教室", "学校の空き教室で地域の人と過ごします。", "生涯学習課"),)),
        )),
    )  # fmt: skip
    for number, label, measures in goals:
        goal = truth.node("Goal", label, plan, f"基本目標{number}")
        book.say(f"基本目標{number}　{label}", style="h2")
        for own, called, ways in measures:
            measure = truth.node("Measure", called, goal, own)
            book.say(f"{own} {called}", style="h3")
            rows: list[list[Cell]] = [["事業名", "事業内容", "担当課"]]
            for name, about, department in ways:
                rows.append([name, about, department])
                project = truth.node("Project", name, measure)
                truth.texts(project, "事業概要", about)
                truth.departments(project, department)
            book.table(*rows)
    book.say("第5章 量の見込みと確保方策", style="h2")
    services = (
        ("(1)", "延長保育事業", "通常の利用時間を超えて保育を行う事業です。", "人", (210, 205, 201, 196, 190), (210, 210, 210, 210, 210)),
        ("(2)", "病児保育事業", "病気の子どもを一時的に預かる事業です。", "人日", (480, 470, 465, 450, 440), (300, 300, 450, 450, 450)),
        ("(3)", "放課後児童健全育成事業", "放課後に遊びと生活の場を提供する事業です。", "人", (1_020, 1_015, 998, 970, 955), (980, 980, 1_000, 1_000, 1_000)),
    )  # fmt: skip
    for own, name, about, unit, needed, offered in services:
        project = truth.node("Project", name, plan, own)
        book.say(f"{own} {name}", style="h3")
        book.say(about)
        truth.texts(project, "事業概要", about)
        table: list[list[Cell]] = [["区分", "単位", *(f"令和{year}年度" for year in range(7, 12))]]
        for label, amounts in (("量の見込み", needed), ("確保方策", offered)):
            table.append([label, unit, *(f"{one:,}" for one in amounts)])
            first, *more = ((float(one), year) for year, one in enumerate(amounts, 2025))
            truth.indicator(project, label, unit, None, first, more=tuple(more))
        book.table(*table)
    return book


def depopulation() -> Book:
    """過疎地域持続的発展計画: by field what is and what is wrong, what is done about it, targets in lines, and the programme."""
    truth = Truth("99964", "深山町")
    book, plan = Book(truth), truth.plan("個別計画", 2026, 2030)
    book.say("深山町過疎地域持続的発展計画", style="h1")
    book.say("（令和8年度～令和12年度）")
    fields = (
        ("2", "移住・定住・地域間交流の促進、人材育成", ("空き家の登録が進まず、移住の希望に応えられていない。", "地域を支える人材が高齢化している。"), ("空き家バンクへの登録を地区ごとに働きかける。",),
         (("移住者数", "人", "14", "40"), ("空き家バンクの登録件数", "件", "9", "30")),
         (("空き家改修補助事業", "移住者が住む空き家の改修に補助する。", "町"), ("地域おこし協力隊事業", "隊員を三名受け入れる。", "町"))),
        ("3", "産業の振興", ("茶園の後継者が不足している。",), ("共同の製茶工場を中心に担い手へ農地を集める。", "特産品の販路を都市部に広げる。"),
         (("認定農業者の数", "人", "22", "25"),),
         (("製茶工場整備事業", "共同工場の製茶機械を更新する。", "農協"), ("特産品販路開拓事業", "都市部の催事に出展する。", "町"))),
        ("4", "地域における情報化", ("山間部に携帯電話が通じない集落がある。",), ("基地局の整備を事業者に求める。",),
         (("不感地域の集落数", "集落", "6", "0"),),
         (("移動通信用鉄塔整備事業", "鉄塔を二基建てる。", "町"),)),
    )  # fmt: skip
    for number, label, situation, ways, targets, projects in fields:
        field = truth.node("Field", label, plan, number)
        book.say(f"{number} {label}", style="h2")
        book.say("（1）現況と問題点", *(f"ア {situation[0]}", *(f"イ {one}" for one in situation[1:])))
        truth.texts(field, "現状と課題", *situation)
        book.say("（2）その対策", *(f"ア {ways[0]}", *(f"イ {one}" for one in ways[1:])))
        truth.texts(field, "方針", *ways)
        book.say("（3）目標")
        for name, unit, now, then in targets:
            book.say(f"・{name}　{now}{unit}（令和6年度）→ {then}{unit}（令和12年度）")
            truth.indicator(field, name, unit, (float(now), 2024), (float(then), 2030))
        book.say("（4）計画", "事業計画（令和8年度～令和12年度）")
        rows: list[list[Cell]] = [["持続的発展施策区分", "事業名（施設名）", "事業内容", "事業主体", "備考"]]
        first: list[Cell] = [(f"{int(number) - 1} {label}", len(projects), 1)]
        for name, about, who in projects:
            rows.append([*first, name, about, who, ""])
            first = []
            truth.texts(truth.node("Project", name, field), "事業概要", about)
        book.table(*rows)
    return book


def environment() -> Book:
    """環境基本計画: aims for the environment, measures, what the city, its people and its firms do, and targets with a half way."""
    truth = Truth("99965", "碧海市")
    book, plan = Book(truth), truth.plan("個別計画", 2024, 2033)
    book.say("第2次碧海市環境基本計画", style="h1")
    book.say("計画期間：2024（令和6）年度から2033（令和15）年度までの10年間")
    book.turn()
    goals = (
        ("環境目標１", "脱炭素で災害に強いまち", (("市域の温室効果ガス排出量", "千t-CO2", "512", "400", "280"), ("公共施設の太陽光発電の出力", "kW", "860", "1,500", "2,400")), (
            ("1-1", "再生可能エネルギーの導入", "市有地と屋根を生かして太陽光発電を広げます。", ("公共施設の屋根に太陽光パネルを設置します。", "初期費用のかからない設置の仕組みを紹介します。"), ("自宅の屋根への設置を検討します。",), ("事業所で使う電気を再生可能なものに切り替えます。",)),
            ("1-2", "移動の脱炭素", "車に頼りすぎない暮らしへ移ります。", ("駅前に自転車の駐輪場を増やします。",), ("近い所へは歩きや自転車で出かけます。",), ("社用車を電気自動車に替えます。",)),
        )),
        ("環境目標２", "水と緑を守り育てるまち", (("市民一人当たりの公園面積", "㎡", "6.8", "7.5", "8.2"),), (
            ("2-1", "水辺の保全", "川と干潟の生きものを守ります。", ("干潟の生きもの調査を毎年行います。", "雨水を地面に返す舗装を進めます。"), ("川の清掃に加わります。",), ("排水の水質を自主的に測ります。",)),
        )),
    )  # fmt: skip
    for number, label, targets, measures in goals:
        goal = truth.node("Goal", label, plan, number)
        book.say(f"{number}　{label}", style="h2")
        book.say("〈環境指標〉")
        rows: list[list[Cell]] = [
            ["指標", "単位", "基準値\n（2022年度）", "中間目標\n（2028年度）", "最終目標\n（2033年度）"]
        ]
        for name, unit, now, half, then in targets:
            rows.append([name, unit, now, half, then])
            base, middle, end = (float(one.replace(",", "")) for one in (now, half, then))
            truth.indicator(goal, name, unit, (base, 2022), (end, 2033), more=((middle, 2028),))
        book.table(*rows)
        for own, called, about, city, people, firms in measures:
            measure = truth.node("Measure", called, goal, own)
            book.say(f"施策{own}　{called}", style="h3")
            book.say("▼施策の方向", about)
            truth.texts(measure, "方向性", about)
            for head, lines in (("▼市の取組", city), ("▼市民の取組", people), ("▼事業者の取組", firms)):
                book.say(head, *(f"・{line}" for line in lines))
            for line in city:
                truth.node("Action", line, measure)
            for who, lines in (("市民", people), ("事業者", firms)):
                for line in lines:
                    truth.add("texts", measure, kind="役割", text=line, who=who)
    return book


def digital() -> Book:
    """DX推進計画: policies, below each what is done with who does it, a schedule in words and a KPI in one line."""
    truth = Truth("99966", "砂丘市")
    book, plan = Book(truth), truth.plan("個別計画", 2025, 2027)
    book.say("砂丘市DX推進計画", style="h1")
    book.say("対象期間　令和7年度～令和9年度", "砂丘市デジタル戦略課")
    goals = (
        ("１", "市民の利便性を高めるDXの推進", (
            ("１－１", "行かない窓口の実現", "デジタル戦略課、市民課", "市役所に来なくても手続きが終わるようにします。",
             (("オンライン申請の拡充", "対象手続の選定", "システム構築", "運用"), ("キャッシュレス決済の導入", "検討", "導入", "拡大")),
             ("オンライン申請ができる手続の割合", "％", "24.5", "60.0")),
            ("１－２", "書かない窓口の実現", "市民課", "聞き取った内容で申請書を作ります。",
             (("窓口支援システムの導入", "仕様の検討", "導入", "運用"),), ("窓口での平均の待ち時間", "分", "18", "10")),
        )),
        ("２", "職員の働き方を変えるDXの推進", (
            ("２－１", "定型業務の自動化", "総務課", "繰り返しの作業を機械に任せます。",
             (("RPAの活用", "業務の選定", "拡大", "拡大"),), ("自動化による削減時間", "時間", "320", "1,500")),
        )),
    )  # fmt: skip
    for number, label, measures in goals:
        goal = truth.node("Goal", label, plan, f"基本方針{number}")
        book.say(f"基本方針{number}　{label}", style="h2")
        for own, called, who, about, ways, (kpi, unit, now, then) in measures:
            measure = truth.node("Measure", called, goal, own)
            book.say(f"施策{own}　{called}", f"【担当課】{who}", "【概要】", about, style="p")
            for one in who.split("、"):
                truth.departments(measure, one, lead=True)
            truth.texts(measure, "事業概要", about)
            book.say("【スケジュール】")
            rows: list[list[Cell]] = [["取組項目", "令和7年度", "令和8年度", "令和9年度"]]
            for name, *steps in ways:
                rows.append([name, *steps])
                truth.node("Action", name, measure)
            book.table(*rows)
            book.say(f"【KPI】{kpi}：{now}{unit}（令和5年度）⇒ {then}{unit}（令和9年度）")
            pair = (float(now), 2023), (float(then.replace(",", "")), 2027)
            truth.indicator(measure, kpi, unit, *pair)
    return book


def facilities() -> Book:
    """公共施設等総合管理計画: aims in figures, then by kinds of buildings what is, what is meant, and what is done to which when."""
    truth = Truth("99967", "河口町")
    book, plan = Book(truth), truth.plan("個別計画", 2026, 2035)
    book.say("河口町公共施設等総合管理計画", style="h1")
    book.say("計画期間：令和8年度～令和17年度", "第3章 施設類型ごとの管理に関する基本方針", style="p")
    kinds = (
        ("1", "学校教育系施設", "建築後三十年を超える校舎が七割を占めています。", ("計画的に予防保全を行い、八十年の使用を目指します。", "空き教室は地域の活動に開放します。"),
         (("第一小学校", "大規模改修", "令和9年度", 420_000), ("河口中学校", "屋上防水", "令和8年度", 36_500))),
        ("2", "社会教育系施設", "利用者が十年で三割減りました。", ("図書館と公民館を一つにまとめます。",),
         (("町立図書館", "複合化", "令和11年度", 680_000), ("中央公民館", "除却", "令和12年度", 52_000))),
        ("3", "町営住宅", "空き家が増えています。", ("入居者の移転が済んだ棟から用途を廃止します。",),
         (("河口団地", "用途廃止", "令和10年度", 18_400),)),
    )  # fmt: skip
    for number, label, situation, ways, works in kinds:
        field = truth.node("Field", label, plan, number)
        book.say(f"{number} {label}", style="h2")
        book.say("(1) 現状と課題", situation, "(2) 管理に関する基本的な方針", *(f"・{way}" for way in ways))
        truth.texts(field, "現状と課題", situation)
        truth.texts(field, "方針", *ways)
        book.say("(3) 主な対策", "単位：千円")
        rows: list[list[Cell]] = [["施設名", "対策の内容", "実施時期", "概算事業費"]]
        for name, work, when, cost in works:
            rows.append([name, work, when, f"{cost:,}"])
            project = truth.node("Project", name, field)
            truth.texts(project, "事業概要", work)
            truth.budget(project, 2018 + int(when[2:-2]), cost)
        book.table(*rows)
    return book


STATUTORY: dict[str, tuple[Callable[[], Book], str]] = {
    "children": (children, ".pdf"),
    "depopulation": (depopulation, ".docx"),
    "environment": (environment, ".html"),
    "digital": (digital, ".html"),
    "facilities": (facilities, ".docx"),
}
