"""A made-up municipality through twelve years, with everything that happened in a table of truth.

Two 総合計画 (the 5th of 2015-2020, the 6th of 2021-2026; a third where it is wanted), three 総合戦略, a yearly print of
the 実施計画 and a yearly sheet of evaluations from 2015 to 2026, and a town that was taken in on the way. `write` puts the
documents into a folder, each series with its plan.yml, and returns the truth.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from made_up.editions import _GOALS as GOALS
from made_up.editions import _THEMES as THEMES
from made_up.history_truth import Aim, Became, Merger, Office, Truth
from made_up.words import place

YEARS = range(2015, 2027)
"""The fiscal years of the story."""
MERGER = (2019, 4, 1)
"""The day on which the neighbour was taken in."""
PLANS = {5: (2015, 2020), 6: (2021, 2026), 7: (2027, 2032)}
"""First and last year of each 総合計画; the 7th is printed where three editions are wanted, and nothing else of its years."""
STRATEGIES = {1: (2015, 2019), 2: (2020, 2024), 3: (2025, 2029)}
"""First and last year of each 総合戦略."""
FATES = ("kept", "renamed", "moved", "split", "merged", "merged", "dropped", "kept", "renamed", "kept")
"""What becomes of the measures of the 5th plan in the 6th, over and over; after a dropped one comes a new one."""
AIMS = ("raised", "lowered", "postponed", "unit", "indicator", "baseline")
"""What becomes of the targets of measures that go on: the unit, the indicator or the baseline may be another."""
_DEPARTMENTS = {
    "企画課": ("企画政策課",),
    "福祉課": ("高齢福祉課", "障がい福祉課"),
    "建設課": ("都市建設課",),
    "都市計画課": ("都市建設課",),
    "学校教育課": ("学校教育課",),
    "環境課": ("環境課",),
}
"""What became of each department in 2021: renamed, split, two merged, two kept."""
_ENDS = ("の推進", "の充実", "の強化", "の支援", "の整備")
_OTHERS = {
    "の推進": "の展開",
    "の充実": "の向上",
    "の強化": "の推進",
    "の支援": "の応援",
    "の整備": "の形成",
    "の展開": "の拡充",
    "の向上": "の徹底",
    "の応援": "の後押し",
    "の形成": "の再編",
    "の創出": "の拡大",
}
_TIMES = ("年間利用者数", "参加者数", "相談件数", "登録者数")
_NEW = {
    6: ("関係人口の創出", ["お試し住宅", "ふるさと留学", "副業人材", "二地域居住"]),
    7: ("脱炭素の地域づくり", ["太陽光発電", "断熱改修", "木質バイオマス", "電動自動車"]),
}
"""The measure that is new in each plan, and what it is about."""
_SAYS = (
    "{0}と{1}に取り組む地区を毎年増やし、世話役を地域で育てる。",
    "{0}の利用が伸び悩んでいるため、{1}とあわせて場所と時間を見直す。",
    "{0}や{1}の担い手を、隣の市町や学校とともに育てる。",
)


@dataclass
class Measured:
    """An indicator in one plan: its figures by year, and what the plan wants."""

    label: str
    unit: str
    base_year: int
    base: int
    target_year: int
    target: int
    interim: tuple[int, int] | None = None
    over: int = 0  # years over which the target is a sum, 0 where it is none
    values: dict[int, int] = field(default_factory=dict)
    missing: dict[int, str] = field(default_factory=dict)


@dataclass
class Measure:
    """A measure in one plan."""

    label: str
    goal: int
    topics: list[str]
    texts: list[str]
    office: str
    indicator: Measured
    project: str
    number: str = ""


def era(year: int) -> str:
    """Return a fiscal year as heads of columns print it."""
    return f"R{year - 2018}" if year >= 2019 else f"H{year - 1988}"


def words(year: int) -> str:
    """Return a fiscal year in words."""
    short = era(year)
    return f"{'令和' if short[0] == 'R' else '平成'}{short[1:]}年度"


class Story:
    """Decides what happens, and prints it.

    Args:
        seed: The same seed tells the same story.
        code: Code of the municipality, which no real one has.
        name: Its name.
        measures: How many the 5th plan has; at most 28.
        editions: How many 総合計画 there are, 2 or 3.
        years: Of which years a 実施計画 and a sheet of evaluations is printed.
        troubles: Whether what people look for in plans happens too: a plan of one field that names a plan which nobody has and
            other departments, money that stays after the lowest mark, a goal of a strategy without a project.
    """

    def __init__(
        self,
        seed: str,
        code: str,
        name: str,
        measures: int,
        editions: int = 2,
        years: Iterable[int] = YEARS,
        *,
        troubles: bool = False,
    ) -> None:
        self.years = tuple(years)
        self.troubles = troubles
        self.dice = random.Random(f"history/{seed}")  # noqa: S311 -- no secret
        self.truth = Truth(code, name)
        self.neighbour = f"{int(code) + 1:05}"
        self.plans: dict[int, list[Measure]] = {number: [] for number in list(PLANS)[:editions]}
        self._offices = list(_DEPARTMENTS)
        themes = self.dice.sample(sorted(THEMES), min(measures, len(THEMES)))
        self._revise(6, self._first(themes), self.truth.elements, self.truth.aims)
        _number(self.plans[5])
        _number(self.plans[6])
        if editions > 2:
            self._revise(7, self.plans[6], self.truth.later, [])
            _number(self.plans[7])
        for office, new in _DEPARTMENTS.items():
            shared = sum(new[0] in others for others in _DEPARTMENTS.values()) > 1
            relation = (
                "split" if len(new) > 1 else "merged" if shared else "kept" if new == (office,) else "renamed"
            )
            self.truth.offices += [Office(office, relation, one) for one in new]
        self.truth.merger = Merger(self.neighbour, code, "{:04}-{:02}-{:02}".format(*MERGER))

    # -- what happens

    def _first(self, themes: list[str]) -> Iterator[Measure]:
        """Yield the measures of the 5th plan as they are thought of."""
        for at, theme in enumerate(themes):
            self.plans[5].append(self._measure(theme, at))
            yield self.plans[5][-1]

    def _revise(self, plan: int, before: Iterable[Measure], elements: list[Became], aims: list[Aim]) -> None:
        """Decide what becomes in a plan of each measure of the one before."""
        self._next_plan, self._elements, self._aims = plan, elements, aims
        waiting: Measure | None = None
        for at, old in enumerate(before):
            fate = FATES[at % len(FATES)]
            if fate == "merged" and waiting is None:
                waiting = old
            elif fate == "merged" and waiting is not None:
                self._merge(waiting, old)
                waiting = None
            else:
                self._go_on(old, fate, at)
        if waiting is not None:
            elements.append(Became(waiting.label, "dropped", ""))

    def _measure(self, theme: str, at: int) -> Measure:
        topics = self.dice.sample(THEMES[theme], 4)
        return Measure(
            label=f"{theme}{_ENDS[at % len(_ENDS)]}",
            goal=at % len(GOALS),
            topics=topics,
            texts=self._texts(topics),
            office=self._offices[at % len(self._offices)],
            indicator=self._indicator(f"{topics[0]}の{_TIMES[at % len(_TIMES)]}", 5, at),
            project=f"{topics[1]}事業",
        )

    def _texts(self, topics: list[str]) -> list[str]:
        return [said.format(*self.dice.sample(topics, 2)) for said in self.dice.sample(_SAYS, 2)]

    def _indicator(self, label: str, plan: int, at: int) -> Measured:
        """Return an indicator; each third has an interim target, each fifth a sum over the years."""
        start, end = PLANS[plan]
        base = self.dice.randint(200, 900)
        one = Measured(label, "件" if label.endswith("件数") else "人", start - 1, base, end, base + 60)
        if at % 3 == 0:
            one.interim = (start + 2, base + 30)
        if at % 5 == 4:
            one.over, one.target = end - start + 1, base * 6
        one.values = {
            year: base + (year - start + 1) * 8 + self.dice.randint(-3, 3) for year in range(start, end + 1)
        }
        if at % 4 == 1:
            one.missing[start + 3] = "未調査"
        return one

    def _next(self, old: Measured, aim: str, at: int) -> Measured:
        """Return an indicator as the next plan has it."""
        start, end = PLANS[self._next_plan]
        new = self._indicator(old.label, self._next_plan, at)
        new.base, new.over, new.interim = old.values[start - 1], 0, None
        new.values = {year: new.base + (year - start + 1) * 5 for year in range(start, end + 1)}
        change = {"lowered": -20, "postponed": 0}.get(aim, 40)
        new.target = old.target + (change if not old.over else 40)
        if aim == "unit":
            new.unit = "千人" if old.unit == "人" else "千件"
        if aim == "indicator":
            new.label = f"新しい{old.label}"
        if aim == "baseline":
            new.base_year, new.base = old.base_year, old.base + 7
        return new

    def _go_on(self, old: Measure, fate: str, at: int) -> None:
        if fate == "dropped":
            self._elements.append(Became(old.label, "dropped", ""))
            self._begin(old, at)
            return
        if fate == "split" and len(old.topics) > 3:
            self._split(old, at)
            return
        label, goal, fate = old.label, old.goal, "kept" if fate == "split" else fate
        if fate == "renamed":
            label = next(label.replace(end, other) for end, other in _OTHERS.items() if label.endswith(end))
        if fate == "moved":
            goal = (goal + 2) % len(GOALS)
        aim = AIMS[at % len(AIMS)]
        new = Measure(
            label,
            goal,
            old.topics,
            [old.texts[0], self._texts(old.topics)[0]],
            _offices(old)[0],
            self._next(old.indicator, aim, at),
            old.project,
        )
        self.plans[self._next_plan].append(new)
        self._elements.append(Became(old.label, fate, label))
        before, after = old.indicator, new.indicator
        if before.unit == after.unit and before.label == after.label:
            change = (
                "raised"
                if after.target > before.target
                else "lowered"
                if after.target < before.target
                else "postponed"
            )
            self._aims.append(
                Aim(
                    label,
                    after.label,
                    change,
                    before.target,
                    before.target_year,
                    after.target,
                    after.target_year,
                )
            )

    def _begin(self, old: Measure, at: int) -> None:
        """Begin the measure that is new in the next plan, once, where another was dropped."""
        label, topics = _NEW[self._next_plan]
        if label in [one.label for one in self.plans[self._next_plan]]:
            return
        self.plans[self._next_plan].append(
            Measure(
                label,
                old.goal,
                topics,
                self._texts(topics),
                _offices(old)[0],
                self._indicator(f"{topics[0]}の利用者数", self._next_plan, at),
                f"{topics[0]}事業",
            )
        )
        self._elements.append(Became("", "new", label))

    def _split(self, old: Measure, at: int) -> None:
        offices = _offices(old)
        for half, topics in enumerate((old.topics[:2], old.topics[2:])):
            label = f"{'と'.join(topics)}の充実"
            self.plans[self._next_plan].append(
                Measure(
                    label,
                    old.goal,
                    topics,
                    self._texts(topics),
                    offices[half % len(offices)],
                    self._indicator(f"{topics[0]}の満足度調査の回答数", self._next_plan, at),
                    f"{topics[0]}事業",
                )
            )
            self._elements.append(Became(old.label, "split", label))

    def _merge(self, one: Measure, other: Measure) -> None:
        label = f"{one.topics[0]}と{other.topics[0]}の充実"
        self.plans[self._next_plan].append(
            Measure(
                label,
                one.goal,
                [*one.topics[:2], *other.topics[:2]],
                [*one.texts, *other.texts],
                _offices(one)[0],
                self._indicator(f"{one.topics[0]}の延べ利用者数", self._next_plan, 0),
                f"{one.topics[0]}事業",
            )
        )
        self._elements += [Became(old.label, "merged", label) for old in (one, other)]


def _offices(one: Measure) -> tuple[str, ...]:
    """Return what became of a measure's department in 2021; later ones stay."""
    return _DEPARTMENTS.get(one.office, (one.office,))


def _number(plan: list[Measure]) -> None:
    """Number the measures of a plan below their goals, in the order of the goals."""
    plan.sort(key=lambda one: one.goal)
    for goal in range(len(GOALS)):
        for at, one in enumerate([one for one in plan if one.goal == goal], start=1):
            one.number = f"{goal + 1}-{at}"


def tell(
    seed: str = "1",
    code: str = "99910",
    name: str = "山海市",
    measures: int = 12,
    editions: int = 2,
    years: Iterable[int] = YEARS,
    *,
    troubles: bool = False,
) -> tuple[Truth, dict[str, str]]:
    """Return the truth about a municipality, and the texts of its documents and plan.yml by their paths.

    Args:
        seed: The same seed tells the same story.
        code: Code of the municipality, which no real one has; the neighbour has the next one.
        name: Its name.
        measures: How many measures the 5th plan has; at most 28.
        editions: How many 総合計画 there are, 2 or 3.
        years: Of which years a 実施計画 and a sheet of evaluations is printed.
        troubles: Whether what people look for in plans happens too (:class:`Story`).
    """
    from made_up.history_prints import prints

    story = Story(seed, code, name, measures, editions, years, troubles=troubles)
    texts = dict(prints(story))
    story.truth.documents = [path for path in texts if path.endswith(".txt")]
    return story.truth, texts


def write(
    folder: Path,
    seed: str = "1",
    code: str = "99910",
    name: str = "山海市",
    measures: int = 12,
    editions: int = 2,
    series: str = "",
    years: Iterable[int] = YEARS,
    *,
    troubles: bool = False,
) -> Truth:
    """Write the documents of a municipality, and return the truth about them.

    Args:
        folder: Where they go: a folder for each series, with its plan.yml; it is made if it is not there.
        seed: The same seed tells the same story.
        code: Code of the municipality, which no real one has; the neighbour has the next one.
        name: Its name.
        measures: How many measures the 5th plan has; at most 28.
        editions: How many 総合計画 there are, 2 or 3.
        series: Stands before the name of each folder: a series is known by it, and no two towns share one.
        years: Of which years a 実施計画 and a sheet of evaluations is printed.
        troubles: Whether what people look for in plans happens too (:class:`Story`).
    """
    truth, texts = tell(seed, code, name, measures, editions, years, troubles=troubles)
    for path, text in texts.items():
        written = folder / f"{series}{path}"
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(text, encoding="utf-8")
    return truth


def country(
    folder: Path, count: int = 20, measures: int = 12, years: Iterable[int] = YEARS
) -> Iterator[Truth]:
    """Write so many municipalities with three editions of their plan, and yield the truth about each."""
    for number in range(count):
        town = (f"country/{number}", f"{90000 + 2 * number:05}", place(number), measures)
        yield write(folder, *town, 3, f"{number:04}-", years)
