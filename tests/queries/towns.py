"""An invented town with five plans that do not quite agree, and with money from plan to accounts: N-Quads by document.

What is wrong with it stands beside each line; everything else agrees.
"""

from __future__ import annotations

from collections import defaultdict

BASE = "https://w3id.org/keikaku/id/"
TOWN = f"{BASE}99995"
_NS = {
    "kei": "https://w3id.org/keikaku/ns#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
Rows = list[tuple[object, ...]]


class Document:
    """One document of the town, written line by line."""

    def __init__(
        self,
        name: str,
        plan: str,
        title: str,
        kind: str,
        start: int,
        end: int,
        town: tuple[str, str] = ("99995", "食違町"),
    ) -> None:
        code, called = town
        here = f"{BASE}{code}"
        self.name, self.plan, self.town, self.lines = name, f"{here}/{plan}", here, list[str]()
        self._graph, self._at = f"{BASE}graph/{name}", 0
        self._document = f"{BASE}document/{name}"
        self.say(self._graph, "a", "kei:DocumentGraph")
        self.say(self._graph, "prov:wasDerivedFrom", f"<{self._document}>")
        self.say(self._document, "a", "kei:SourceDocument")
        self.say(self._document, "kei:fileName", f'"{name}.txt"')
        self.say(here, "a", "kei:Municipality")
        self.say(here, "rdfs:label", f'"{called}"@ja')
        self.say(here, "dct:identifier", f'"{code}"')
        self.thing(self.plan, "Plan", title)
        self.say(self.plan, "dct:publisher", f"<{here}>")
        self.say(self.plan, "kei:planKind", f"kei:{kind}")
        for which, year in (("start", start), ("end", end)):
            self.say(self.plan, f"kei:{which}FiscalYear", self.year(year))

    def say(self, subject: str, predicate: str, value: str) -> None:
        self.lines.append(f"<{subject}> <{self._iri(predicate)}> {self._term(value)} <{self._graph}> .")

    def _iri(self, name: str) -> str:
        if name == "a":
            return _TYPE
        prefix, _colon, local = name.partition(":")
        return _NS[prefix] + local

    def _term(self, value: str) -> str:
        if value.startswith(("<", '"')):
            before, mark, kind = value.partition("^^")
            return f"{before}^^<{self._iri(kind)}>" if mark else value
        return f"<{self._iri(value)}>"

    @staticmethod
    def year(year: int) -> str:
        return f'"{year}"^^xsd:gYear'

    def place(self, subject: str) -> None:
        self._at += 1
        fragment = f"{self._document}#line={self._at - 1},{self._at}"
        self.say(subject, "kei:place", f"<{fragment}>")
        self.say(subject, "prov:wasDerivedFrom", f"<{fragment}>")
        self.say(fragment, "a", "kei:SourceFragment")
        self.say(fragment, "dct:isPartOf", f"<{self._document}>")
        for name in ("firstLine", "lastLine"):
            self.say(fragment, f"kei:{name}", f'"{self._at}"^^xsd:integer')

    def thing(self, iri: str, kind: str, label: str) -> str:
        self.say(iri, "a", f"kei:{kind}")
        self.say(iri, "rdfs:label", f'"{label}"@ja')
        self.say(iri, "kei:searchKey", f'"{label}"')
        self.say(iri, "kei:readingConfidence", "kei:Certain")
        self.place(iri)
        return iri

    def element(self, kind: str, label: str, above: str = "") -> str:
        iri = self.thing(f"{self.plan}/{kind.lower()}/{label}", kind, label)
        self.say(iri, "a", "kei:PlanElement")
        self.say(iri, "kei:inPlan", f"<{self.plan}>")
        self.say(iri, "kei:contributesTo", f"<{above or self.plan}>")
        return iri

    def indicator(self, label: str, of: str, unit: str, figures: Rows) -> str:
        iri = self.thing(f"{self.plan}/indicator/{label}", "Indicator", label)
        self.say(iri, "kei:inPlan", f"<{self.plan}>")
        self.say(iri, "kei:indicatorOf", f"<{of}>")
        self.say(iri, "kei:unitLabel", f'"{unit}"')
        for role, year, value in figures:
            node = f"{iri}/{str(role).lower()}/{year}"
            self.say(iri, "kei:observation", f"<{node}>")
            self.say(node, "a", f"kei:{role}")
            self.say(node, "a", "kei:Observation")
            self.say(node, "kei:fiscalYear", self.year(int(str(year))))
            self.say(node, "kei:value", f'"{value}"^^xsd:decimal')
            self.say(node, "kei:readingConfidence", "kei:Certain")
            self.place(node)
        return iri

    def department(self, name: str, of: str) -> None:
        iri = f"{self.town}/department/{name}"
        self.say(iri, "a", "kei:Department")
        self.say(iri, "rdfs:label", f'"{name}"@ja')
        self.say(iri, "org:unitOf", f"<{self.town}>")
        self.say(of, "kei:leadDepartment", f"<{iri}>")

    def money(self, project: str, year: int, stage: str, **amounts: int) -> str:
        node = f"{project}/budget/{year}" + (f"-{stage}" if stage else "")
        self.say(project, "kei:budget", f"<{node}>")
        self.say(node, "a", "kei:Budget")
        self.say(node, "kei:fiscalYear", self.year(year))
        if stage:
            self.say(node, "kei:budgetStage", f"kei:{stage}")
        for name, yen in amounts.items():
            self.say(node, f"kei:{name}", f'"{yen}"^^xsd:integer')
        self.say(node, "kei:readingConfidence", "kei:Certain")
        self.place(node)
        return node

    def replaced(self, node: str, by: str) -> None:
        self.say(node, "dct:isReplacedBy", f"<{by}>")


def town() -> dict[str, list[str]]:
    """Return the lines of each document of the town."""
    documents = (_basic(), _strategy(), _works(), _sheets())
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in documents:
        found[one.name] += sorted(set(one.lines))
    return found


def neighbour() -> list[str]:
    """Return the lines of a document of another town, whose figures stand beside those of this one."""
    at = Document("neighbour", "basic-plan", "隣町総合計画", "BasicPlan", 2022, 2031, ("99996", "隣町"))
    goal = at.element("Goal", "学びのまち")
    at.indicator("来館者数", goal, "千人", [("Target", 2025, 12)])  # comparable: 12,000 people
    at.indicator("貸出点数", goal, "点", [("Target", 2025, 9000)])  # not comparable: 冊 and 点
    at.indicator("満足度", goal, "％", [("Target", 2026, 75)])  # with note: another year
    return sorted(set(at.lines))


def _basic() -> Document:
    at = Document("basic-plan", "basic-plan", "食違町総合計画", "BasicPlan", 2021, 2030)
    goal = at.element("Goal", "暮らしを支える")
    roads = at.element("Measure", "道路をまもる", goal)
    at.department("道路課", roads)  # gone: the implementation plan names others
    at.department("企画課", goal)
    library = at.element("Measure", "本に親しむ", goal)
    at.element("Measure", "空き家をなくす", goal)  # carried out nowhere
    at.indicator("来館者数", library, "人", [("Baseline", 2020, 10000), ("Target", 2025, 15000)])
    at.indicator("貸出点数", library, "冊", [("Target", 2025, 8000)])
    at.indicator("歩道の延長", roads, "km", [("Baseline", 2020, "1.5"), ("Target", 2025, 2)])
    at.indicator("満足度", goal, "％", [("Target", 2025, 70)])
    at.indicator("参加者数", goal, "人", [("Target", 2025, 10)])
    related = at.thing(f"{TOWN}/plan/空家等対策計画", "Plan", "空家等対策計画")  # nobody has loaded it
    at.say(related, "dct:publisher", f"<{TOWN}>")
    at.say(related, "kei:planKind", "kei:SectoralPlan")
    at.say(library, "kei:relatedPlan", f"<{related}>")
    return at


def _strategy() -> Document:
    at = Document("strategy", "strategy", "食違町総合戦略", "ComprehensiveStrategy", 2020, 2024)
    served = at.element("StrategyGoal", "学びの場をつくる")
    at.element("StrategyGoal", "仕事をつくる")  # no project
    figures: Rows = [("Baseline", 2020, 10500), ("Target", 2025, 18000)]
    at.indicator("来館者数", served, "人", figures)  # another baseline and target
    at.indicator("歩道の延長", served, "m", [("Baseline", 2020, 1500), ("Target", 2025, 2000)])  # the same
    at.indicator("満足度", served, "ポイント", [("Target", 2025, 70)])  # another unit
    at.indicator("貸出点数", served, "冊", [("Target", 2024, 8000)])  # another year
    return at


def _works() -> Document:
    at = Document("works", "works", "食違町実施計画", "ImplementationPlan", 2023, 2025)
    roads = at.element("Measure", "道路をまもる")
    repair = at.element("Project", "舗装の修繕", roads)
    at.department("建設課", repair)
    books = at.element("Measure", "本に親しむ")
    reading = at.element("Project", "読書の催し", books)
    at.department("企画課", reading)
    at.say(reading, "kei:strategyGoal", f"<{TOWN}/strategy/strategygoal/学びの場をつくる>")
    stalled = at.element("Project", "書庫の増築", books)  # budgeted, never settled
    parts = {"nationalSubsidy": 3_000_000, "prefecturalSubsidy": 1_000_000, "localBonds": 2_000_000}
    for year, yen in ((2023, 10_000_000), (2024, 10_000_000)):
        at.money(
            repair, year, "InitialBudget", totalAmount=yen, specificRevenue=6_000_000,
            generalRevenue=yen - 6_000_000, **parts,
        )  # fmt: skip
    at.money(reading, 2023, "InitialBudget", totalAmount=1_000_000, generalRevenue=1_000_000)
    at.money(reading, 2024, "InitialBudget", totalAmount=1_500_000, generalRevenue=1_500_000)
    at.money(stalled, 2023, "InitialBudget", totalAmount=5_000_000)
    parking = at.element("Project", "駐輪場の管理", roads)
    at.money(parking, 2025, "", totalAmount=300_000)  # another sum in the evaluation
    return at


def _sheets() -> Document:
    at = Document("sheets-r5", "sheets", "食違町施策評価", "EvaluationReport", 2023, 2024)
    roads = at.element("Measure", "道路をまもる")
    repair = at.element("Project", "舗装の修繕", roads)
    books = at.element("Measure", "本に親しむ")
    reading = at.element("Project", "読書の催し", books)
    # the budget of the sheet is that of the implementation plan, and what was settled replaces both
    first = at.money(repair, 2023, "InitialBudget", totalAmount=10_000_000)
    final = at.money(repair, 2023, "FinalBudget", totalAmount=12_000_000)
    settled = at.money(
        repair, 2023, "Settlement", totalAmount=9_000_000, specificRevenue=6_000_000, generalRevenue=3_000_000,
        nationalSubsidy=3_000_000, prefecturalSubsidy=1_000_000, localBonds=2_000_000, personnelCost=700_000,
    )  # fmt: skip
    for node in (first, final):
        at.replaced(node, settled)
    at.money(reading, 2023, "Settlement", totalAmount=1_000_000, generalRevenue=1_000_000)
    at.money(reading, 2024, "Settlement", totalAmount=1_400_000, generalRevenue=1_400_000)
    parking = at.element("Project", "駐輪場の管理", roads)
    at.money(parking, 2025, "", totalAmount=400_000)
    visitors: Rows = [("Baseline", 2020, 10000), ("Actual", 2023, 9500), ("Actual", 2024, 9000)]
    at.indicator("来館者数", books, "人", visitors)  # it falls while the money grows
    at.say(f"{at.plan}/indicator/来館者数", "kei:desiredDirection", "kei:Increase")
    sheet = f"{roads}/evaluation/2023"  # rated D, and the money of the next year is the same
    at.say(roads, "kei:evaluation", f"<{sheet}>")
    at.say(sheet, "a", "kei:Evaluation")
    at.say(sheet, "kei:fiscalYear", at.year(2023))
    at.say(sheet, "kei:progressRating", "kei:ProgressD")
    at.place(sheet)
    return at


def twice() -> dict[str, list[str]]:
    """Return the lines of each document of a town whose two plans print the same work: no yen may be in a sum twice."""
    works = Document(
        "works-twice", "works", "二重町実施計画", "ImplementationPlan", 2023, 2024, ("99994", "二重町")
    )
    sheets = Document(
        "sheets-twice", "sheets", "二重町施策評価", "EvaluationReport", 2023, 2024, ("99994", "二重町")
    )
    works.say(works.plan, "kei:endFiscalYear", works.year(2025))  # as another print of it says
    goal = works.element("StrategyGoal", "つながるまち")
    code = f"{works.town}/code/1"
    works.say(code, "a", "kei:StrategyCode")
    works.say(code, "skos:notation", '"Ⅰ"')
    works.say(f"{works.plan}/measure/図書館", "kei:sdg", "<http://metadata.un.org/sdg/4>")
    for at, stage, yen in (
        (works, "InitialBudget", (1_000_000, 300_000)),
        (sheets, "Settlement", (900_000, 200_000)),
    ):
        above = at.element("Goal", "学びのまち")
        measure = at.element("Measure", "図書館", above)
        talks = at.element("Project", "読み聞かせ", measure)
        at.department("教育課", talks)
        at.say(talks, "kei:strategyGoal", f"<{goal}>")
        at.say(talks, "kei:strategyCode", f"<{code}>")
        at.money(talks, 2023, stage, totalAmount=yen[0], generalRevenue=yen[0])
        moved = at.element("Project", "移動図書館", measure)  # another department in the sheet
        at.department("教育課" if at is works else "総務課", moved)
        at.money(moved, 2023, stage, totalAmount=yen[1], generalRevenue=yen[1])
    sheets.say(f"{sheets.plan}/project/読み聞かせ", "kei:sdg", "<http://metadata.un.org/sdg/4>")
    alone = works.element("Project", "書架の増設", f"{works.plan}/measure/図書館")
    works.department("教育課", alone)
    works.money(alone, 2023, "InitialBudget", totalAmount=500_000)
    return {one.name: sorted(set(one.lines)) for one in (works, sheets)}


CODES = dict.fromkeys(("basic-plan", "strategy", "works", "sheets-r5"), "99995")
"""The municipality of each document."""
CODES_TWICE = dict.fromkeys(("works-twice", "sheets-twice"), "99994")
