"""Made-up pairs of editions of one plan, with the known truth of what became of each element.

The words are those that plans everywhere share (推進, 充実, 地域 …), so that elements of one edition are as alike as
they are in print: a measure has a twin under another goal more often than not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from keikaku.asking.editions.elements import Edition, Measured, Part
from keikaku.asking.lineage.things import Thing

_THEMES: dict[str, tuple[str, ...]] = {
    "子育て": ("保育", "幼児教育", "放課後児童クラブ", "妊産婦健診", "児童虐待防止", "ひとり親家庭"),
    "学校教育": ("学力", "給食", "いじめ防止", "通学路", "特別支援教育", "校舎"),
    "生涯学習": ("公民館", "図書館", "読書活動", "講座", "青少年育成", "社会教育団体"),
    "文化": ("文化財", "伝統芸能", "美術館", "芸術鑑賞", "郷土史", "文化団体"),
    "スポーツ": ("体育館", "総合型クラブ", "競技力", "指導者", "大会誘致", "健康体操"),
    "地域福祉": ("民生委員", "社会福祉協議会", "見守り", "生活困窮者", "成年後見", "ボランティア"),
    "高齢者福祉": ("介護予防", "地域包括ケア", "認知症", "生きがい", "在宅介護", "シルバー人材"),
    "障がい者福祉": ("就労支援", "相談支援", "バリアフリー", "手話通訳", "日中活動", "移動支援"),
    "健康": ("がん検診", "特定健診", "食育", "こころの健康", "歯科保健", "感染症"),
    "医療": ("救急医療", "診療所", "医師確保", "看護師", "在宅医療", "病院"),
    "農業": ("担い手", "農地集積", "有害鳥獣", "特産品", "六次産業", "用水路"),
    "林業": ("間伐", "林道", "木材利用", "松くい虫", "森林環境", "林業就業者"),
    "商工業": ("商店街", "創業", "企業誘致", "中小企業", "事業承継", "工業団地"),
    "観光": ("温泉", "観光案内", "宿泊施設", "イベント", "外国人観光客", "観光ルート"),
    "雇用": ("求人", "若者就職", "職業訓練", "女性活躍", "Uターン", "働き方"),
    "道路": ("幹線道路", "橋りょう", "除雪", "歩道", "舗装", "街路樹"),
    "公共交通": ("路線バス", "デマンド交通", "駅前広場", "高齢者の足", "運転免許返納", "鉄道"),
    "住宅": ("空き家", "公営住宅", "耐震改修", "宅地分譲", "移住者住宅", "住宅リフォーム"),
    "上下水道": ("水道管", "下水処理", "浄化槽", "水源", "料金改定", "漏水"),
    "公園緑地": ("都市公園", "遊具", "花いっぱい", "緑化", "河川敷", "景観"),
    "環境": ("ごみ減量", "資源化", "再生可能エネルギー", "不法投棄", "地球温暖化", "公害"),
    "防災": ("自主防災組織", "避難所", "ハザードマップ", "備蓄", "防災無線", "治水"),
    "消防": ("消防団", "救命講習", "消防水利", "火災予防", "救急車", "消防署"),
    "交通安全防犯": ("防犯灯", "交通安全教室", "見守り隊", "特殊詐欺", "カーブミラー", "消費生活"),
    "協働": ("自治会", "市民活動", "地域おこし協力隊", "NPO", "まちづくり協議会", "広聴"),
    "人権": ("男女共同参画", "人権教育", "平和", "多文化共生", "相談窓口", "ハラスメント"),
    "行財政": ("税収", "公共施設", "職員研修", "ふるさと納税", "事務事業", "広域連携"),
    "情報": (
        "オンライン申請",
        "光回線",
        "マイナンバーカード",
        "広報紙",
        "オープンデータ",
        "情報セキュリティ",
    ),
}
_ENDS = (
    "の推進",
    "の充実",
    "の強化",
    "の促進",
    "の整備",
    "の支援",
    "の確保",
    "対策の推進",
    "環境の整備",
    "体制の充実",
)
_LEADS = ("", "", "", "安心できる", "持続可能な", "魅力ある", "地域で支える", "多様な", "次代につなぐ")
_GOALS = (
    "健やかに暮らせるまち",
    "豊かな心を育むまち",
    "活力とにぎわいのあるまち",
    "安全で快適なまち",
    "みんなで創るまち",
)
_SENTENCES = (
    "{0}と{1}に取り組み、誰もが安心して暮らせる地域をつくります。",
    "{0}の利用が伸び悩んでいるため、{1}とあわせて見直しを進めます。",
    "関係機関と連携し、{0}や{1}の担い手を育てます。",
    "{0}の老朽化が進んでおり、計画的な更新が課題です。",
    "市民の声を聴きながら、{0}に関する情報を分かりやすく届けます。",
    "{0}を必要とする人が増えており、{1}の体制づくりが求められます。",
)
_TIMES = ("年間利用者数", "参加者数", "実施率", "満足度", "整備率", "登録者数")
_SYNONYMS = (
    ("推進", "展開"),
    ("充実", "向上"),
    ("強化", "推進"),
    ("促進", "活性化"),
    ("整備", "形成"),
    ("支援", "応援"),
    ("確保", "維持"),
)
_FATES = {"kept": 40, "renamed": 20, "moved": 10, "split": 8, "merged": 8, "dropped": 7, "new": 7}
"""What becomes of a measure, and of how many in a hundred; of "new" it stays and another is printed beside it."""
_PLAN = "https://example.org/id/99999/"


@dataclass
class Pair:
    """Two editions and the truth.

    Attributes:
        old: The earlier edition.
        new: The later one.
        pairs: IRIs of what corresponds, the pieces of split and merged elements too.
        became: What became of each new or dropped element, by IRI.
    """

    old: Edition
    new: Edition
    pairs: set[tuple[str, str]] = field(default_factory=set)
    became: dict[str, str] = field(default_factory=dict)


class _Maker:
    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)  # noqa: S311 -- no secret
        self._count = 0

    def iri(self, edition: str) -> str:
        self._count += 1
        return f"{_PLAN}{edition}/e{self._count}"

    def name(self, theme: str, topics: list[str]) -> str:
        subject = self.dice.choice((theme, "と".join(topics[:2]), topics[0], f"{theme}における{topics[0]}"))
        return f"{self.dice.choice(_LEADS)}{subject}{self.dice.choice(_ENDS)}"

    def texts(self, topics: list[str]) -> dict[str, tuple[str, ...]]:
        def some(least: int) -> tuple[str, ...]:
            return tuple(
                self.dice.choice(_SENTENCES).format(*self.dice.sample([*topics, *topics], 2))
                for _one in range(self.dice.randint(least, 3))
            )

        return {"currentSituation": some(1), "approach": some(1)}

    def indicators(self, iri: str, topics: list[str]) -> tuple[Measured, ...]:
        return tuple(
            Measured(f"{iri}/{at}", f"{topic}{self.dice.choice(_TIMES)}")
            for at, topic in enumerate(self.dice.sample(topics, self.dice.randint(0, 2)))
        )

    def measure(self, edition: str, parent: str, theme: str) -> tuple[Part, list[str]]:
        topics = self.dice.sample(_THEMES[theme], self.dice.randint(3, 5))
        iri = self.iri(edition)
        return (
            Part(
                iri=iri,
                kind="Measure",
                label=self.name(theme, topics),
                parent=parent,
                texts=self.texts(topics),
                indicators=self.indicators(iri, topics),
            ),
            topics,
        )

    def renamed(self, label: str) -> str:
        """Return a label as the next edition words it."""
        if self.dice.random() < 0.6:
            for old, new in self.dice.sample(_SYNONYMS, len(_SYNONYMS)):
                if old in label:
                    return label.replace(old, new)
        lead = self.dice.choice([one for one in _LEADS if one and not label.startswith(one)])
        return f"{lead}{label}"

    def rewritten(self, part: Part, topics: list[str]) -> dict[str, tuple[str, ...]]:
        """Return the texts as the next edition writes them: half of the sentences are new."""
        fresh = self.texts(topics)
        return {
            name: tuple(one if self.dice.random() < 0.5 else fresh[name][0] for one in values)
            for name, values in part.texts.items()
        }


class _Editing:
    """Writes the next edition of a plan, a measure at a time, and keeps the truth of it.

    Args:
        make: What words are drawn from.
        old: The goals of the old edition.
        new: The goals of the new one, in the same order.
    """

    def __init__(self, make: _Maker, old: list[Part], new: list[Part]) -> None:
        self._make, self._dice = make, make.dice
        self._goals = new
        self.old, self.new = list(old), list(new)
        self.pairs = {(before.iri, after.iri) for before, after in zip(old, new, strict=True)}
        self.became: dict[str, str] = {}
        self._waiting: tuple[Part, list[str]] | None = None

    def measure(self, theme: str, at: int) -> None:
        """Print a measure below a goal of the old edition, and what becomes of it in the new one."""
        before, topics = self._make.measure("old", self.old[at].iri, theme)
        self.old.append(before)
        after = replace(
            before,
            iri=self._make.iri("new"),
            parent=self._goals[at].iri,
            texts=self._make.rewritten(before, topics),
        )
        fate = self._dice.choices(*zip(*_FATES.items(), strict=True))[0]
        if fate == "dropped":
            self.became[before.iri] = "dropped"
        elif fate == "split" and len(topics) >= 4:
            self._split(before, after, topics)
        elif fate == "merged":
            self._merge(before, after, topics)
        else:
            self._go_on(before, after, fate, theme)

    def end(self) -> None:
        """Drop the measure that waits for another to be merged with."""
        if self._waiting is not None:
            self.became[self._waiting[0].iri] = "dropped"

    def _go_on(self, before: Part, after: Part, fate: str, theme: str) -> None:
        if fate == "renamed":
            after = replace(after, label=self._make.renamed(after.label))
        if fate == "moved":
            after = replace(after, parent=self._dice.choice(self._goals).iri)
        self.pairs.add((before.iri, after.iri))
        self.new.append(after)
        if fate == "new":
            fresh, _topics = self._make.measure("new", self._dice.choice(self._goals).iri, theme)
            self.became[fresh.iri] = "new"
            self.new.append(fresh)

    def _split(self, before: Part, after: Part, topics: list[str]) -> None:
        for half in (topics[:2], topics[2:]):
            piece = replace(
                after,
                iri=self._make.iri("new"),
                label=f"{'と'.join(half[:2])}{self._dice.choice(_ENDS)}",
                texts=self._make.texts(half),
                indicators=tuple(one for one in before.indicators if one.label.startswith(tuple(half))),
            )
            self.new.append(piece)
            self.pairs.add((before.iri, piece.iri))

    def _merge(self, before: Part, after: Part, topics: list[str]) -> None:
        """Merge a measure with the one that waits, or let it wait."""
        if self._waiting is None:
            self._waiting = before, topics
            return
        (first, others), self._waiting = self._waiting, None
        joined = replace(
            after,
            label=f"{'と'.join((topics[0], others[0]))}{self._dice.choice(_ENDS)}",
            texts={
                name: (*values, *self._make.rewritten(first, others)[name])
                for name, values in self._make.rewritten(before, topics).items()
            },
            indicators=(*before.indicators, *first.indicators),
        )
        self.new.append(joined)
        self.pairs |= {(before.iri, joined.iri), (first.iri, joined.iri)}


def pair(seed: str, measures: int = 40) -> Pair:
    """Return two editions: of ten measures about four stay, two are renamed, one each is moved, split, merged, gone.

    Args:
        seed: The same seed gives the same pair.
        measures: How many the old edition has.
    """
    make = _Maker(seed)
    plans = {
        name: Thing(f"第{at}次総合計画", "Plan", "", f"{_PLAN}{name}")
        for name, at in (("old", 5), ("new", 6))
    }
    old, new = (
        [Part(make.iri(name), "Goal", label, str(at), plan.iri) for at, label in enumerate(_GOALS, 1)]
        for name, plan in plans.items()
    )
    renamed = make.dice.randrange(len(_GOALS))
    new[renamed] = replace(new[renamed], label=make.renamed(new[renamed].label))
    editing = _Editing(make, old, new)
    for theme in make.dice.sample(sorted(_THEMES) * 2, measures):
        editing.measure(theme, make.dice.randrange(len(_GOALS)))
    editing.end()
    make.dice.shuffle(editing.new)
    return Pair(
        _edition(plans["old"], 2016, _numbered(editing.old)),
        _edition(plans["new"], 2026, _numbered(editing.new)),
        editing.pairs,
        editing.became,
    )


def _numbered(parts: list[Part]) -> list[Part]:
    """Return the parts with the numbers that an edition prints: those of measures by their goals."""
    goals = {part.iri: part.number for part in parts if part.kind == "Goal"}
    counts = dict.fromkeys(goals, 0)
    found = [part for part in parts if part.kind == "Goal"]
    for part in parts:
        if part.kind != "Goal":
            counts[part.parent] += 1
            found.append(replace(part, number=f"{goals[part.parent]}-{counts[part.parent]}"))
    return found


def _edition(plan: Thing, start: int, parts: list[Part]) -> Edition:
    return Edition(
        plan=plan, municipality="架空市", start=start, end=start + 9, parts={part.iri: part for part in parts}
    )
