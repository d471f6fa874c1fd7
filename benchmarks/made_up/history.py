"""A made-up municipality through twelve years, with everything that happened in a table of truth.

Two 総合計画 (the 5th of 2015-2020, the 6th of 2021-2026), three 総合戦略, a yearly print of the 実施計画 and a yearly
sheet of evaluations from 2015 to 2026, and a town that was taken in on the way. `write` puts the documents into a
folder, each series with its plan.yml, and returns the truth.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
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
PLANS = {5: (2015, 2020), 6: (2021, 2026)}
"""First and last year of each 総合計画."""
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
}
_TIMES = ("年間利用者数", "参加者数", "相談件数", "登録者数")
_NEW, _TOPICS = "関係人口の創出", ["お試し住宅", "ふるさと留学", "副業人材", "二地域居住"]
"""The measure that is new, and what it is about."""
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
    """

    def __init__(self, seed: str, code: str, name: str, measures: int) -> None:
        self.dice = random.Random(f"history/{seed}")  # noqa: S311 -- no secret
        self.truth = Truth(code, name)
        self.neighbour = f"{int(code) + 1:05}"
        self.plans: dict[int, list[Measure]] = {5: [], 6: []}
        self._offices = list(_DEPARTMENTS)
        themes = self.dice.sample(sorted(THEMES), min(measures, len(THEMES)))
        waiting: Measure | None = None
        for at, theme in enumerate(themes):
            old = self._measure(theme, at)
            self.plans[5].append(old)
            fate = FATES[at % len(FATES)]
            if fate == "merged" and waiting is None:
                waiting = old
            elif fate == "merged" and waiting is not None:
                self._merge(waiting, old)
                waiting = None
            else:
                self._go_on(old, fate, at)
        if waiting is not None:
            self.truth.elements.append(Became(waiting.label, "dropped", ""))
        for plan in self.plans.values():
            _number(plan)
        for office, new in _DEPARTMENTS.items():
            shared = sum(new[0] in others for others in _DEPARTMENTS.values()) > 1
            relation = (
                "split" if len(new) > 1 else "merged" if shared else "kept" if new == (office,) else "renamed"
            )
            self.truth.offices += [Office(office, relation, one) for one in new]
        self.truth.merger = Merger(self.neighbour, code, "{:04}-{:02}-{:02}".format(*MERGER))

    # -- what happens

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
        """Return an indicator as the 6th plan has it."""
        start, end = PLANS[6]
        new = self._indicator(old.label, 6, at)
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
            self.truth.elements.append(Became(old.label, "dropped", ""))
            if _NEW not in [one.label for one in self.plans[6]]:
                self.plans[6].append(
                    Measure(
                        _NEW,
                        old.goal,
                        _TOPICS,
                        self._texts(_TOPICS),
                        _DEPARTMENTS[old.office][0],
                        self._indicator(f"{_TOPICS[0]}の利用者数", 6, at),
                        f"{_TOPICS[0]}事業",
                    )
                )
                self.truth.elements.append(Became("", "new", _NEW))
            return
        if fate == "split":
            self._split(old, at)
            return
        label, goal = old.label, old.goal
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
            _DEPARTMENTS[old.office][0],
            self._next(old.indicator, aim, at),
            old.project,
        )
        self.plans[6].append(new)
        self.truth.elements.append(Became(old.label, fate, label))
        before, after = old.indicator, new.indicator
        if before.unit == after.unit and before.label == after.label:
            change = (
                "raised"
                if after.target > before.target
                else "lowered"
                if after.target < before.target
                else "postponed"
            )
            self.truth.aims.append(
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

    def _split(self, old: Measure, at: int) -> None:
        offices = _DEPARTMENTS[old.office]
        for half, topics in enumerate((old.topics[:2], old.topics[2:])):
            label = f"{'と'.join(topics)}の充実"
            self.plans[6].append(
                Measure(
                    label,
                    old.goal,
                    topics,
                    self._texts(topics),
                    offices[half % len(offices)],
                    self._indicator(f"{topics[0]}の満足度調査の回答数", 6, at),
                    f"{topics[0]}事業",
                )
            )
            self.truth.elements.append(Became(old.label, "split", label))

    def _merge(self, one: Measure, other: Measure) -> None:
        label = f"{one.topics[0]}と{other.topics[0]}の充実"
        self.plans[6].append(
            Measure(
                label,
                one.goal,
                [*one.topics[:2], *other.topics[:2]],
                [*one.texts, *other.texts],
                _DEPARTMENTS[one.office][0],
                self._indicator(f"{one.topics[0]}の延べ利用者数", 6, 0),
                f"{one.topics[0]}事業",
            )
        )
        self.truth.elements += [Became(old.label, "merged", label) for old in (one, other)]


def _number(plan: list[Measure]) -> None:
    """Number the measures of a plan below their goals, in the order of the goals."""
    plan.sort(key=lambda one: one.goal)
    for goal in range(len(GOALS)):
        for at, one in enumerate([one for one in plan if one.goal == goal], start=1):
            one.number = f"{goal + 1}-{at}"


def tell(
    seed: str = "1", code: str = "99910", name: str = "山海市", measures: int = 12
) -> tuple[Truth, dict[str, str]]:
    """Return the truth about a municipality, and the texts of its documents and plan.yml by their paths.

    Args:
        seed: The same seed tells the same story.
        code: Code of the municipality, which no real one has; the neighbour has the next one.
        name: Its name.
        measures: How many measures the 5th plan has; at most 28.
    """
    from made_up.history_prints import prints

    story = Story(seed, code, name, measures)
    texts = dict(prints(story))
    story.truth.documents = [path for path in texts if path.endswith(".txt")]
    return story.truth, texts


def write(
    folder: Path, seed: str = "1", code: str = "99910", name: str = "山海市", measures: int = 12
) -> Truth:
    """Write the documents of a municipality, and return the truth about them.

    Args:
        folder: Where they go: a folder for each series, with its plan.yml; it is made if it is not there.
        seed: The same seed tells the same story.
        code: Code of the municipality, which no real one has; the neighbour has the next one.
        name: Its name.
        measures: How many measures the 5th plan has; at most 28.
    """
    truth, texts = tell(seed, code, name, measures)
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return truth


def country(folder: Path, count: int = 20, measures: int = 12) -> Iterator[Truth]:
    """Write so many municipalities, each into a folder of its own, and yield the truth about each."""
    for number in range(count):
        code = f"{90000 + 2 * number:05}"
        yield write(folder / f"{number:04}", f"country/{number}", code, place(number), measures)
