"""What sections of running text list: numbered elements, bare names, bullets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import model_validator

from keikaku.layouts._sectioned.blocks import Body, has_mark, heads, is_label, is_name, numbered, ordinal
from keikaku.layouts._sectioned.sections import Opened, Section, Walk
from keikaku.model import Element, Fact, Kind, Plan, Role, Severity
from keikaku.read.document import Line
from keikaku.read.fiscal import fiscal_year
from keikaku.read.folding import fold, key, tidy
from keikaku.read.numbers import Figure, figure, figure_or_words, number
from keikaku.read.patterns import Match, Pattern
from keikaku.settings import Expression, NotAllowedError, Plain, PlanId, Settings, groups


class Parts(Settings):
    """What an element breaks down into, in rows such as "①… ②…".

    Attributes:
        kind: Their class.
        number: The form of their numbers.
        plan: Id of the plan they are in, where that is not the plan of what they are parts of.
    """

    kind: Kind
    number: Plain = Pattern("[①-⑳]")
    plan: PlanId = ""


class ElementsSection(Section):
    """Numbered elements with a text each.

    Attributes:
        kind: Their class.
        item: Their line, with the groups ``number`` and ``label``.
        under: Class of the one element that they contribute to; the plan if empty.
        fact: What the text of each says.
        parts: What each breaks down into.
        introduction: The sentence that announces the elements and says nothing more.
        heads_of: Class of elements whose heads stand in a diagram before the first element.
    """

    reads: Literal["elements"]
    kind: Kind
    item: Annotated[Expression, groups("number label")]
    under: Kind | None = None
    fact: Fact = Fact.DESCRIPTION
    parts: Parts | None = None
    introduction: Plain | None = None
    heads_of: Kind | None = None

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        above = self._above(walk, here)
        self._read_lead(walk, body)
        made: list[Element] = []
        while above is not None and body.line is not None:
            element = self._read_item(walk, above, body)
            if element is None:
                break
            made.append(element)
            if paragraph := body.paragraph():
                walk.state(element, self.fact, body.take(len(paragraph)))
            self._read_parts(walk, element, body)
        check_order(walk, made)
        if self.parts:
            report_childless(walk, made)
        return bool(made)

    def _above(self, walk: Walk, here: Opened) -> Element | Plan | None:
        if self.under is None:
            return here.element
        found = [element for element in walk.all(self.under) if element.plan is here.plan]
        return found[0] if len(found) == 1 else None

    def _read_lead(self, walk: Walk, body: Body) -> None:
        if self.introduction and body.line and self.introduction.fullmatch(body.line.text):
            walk.reading.structure(body.take()[0].number)
        names = {heads(element.label) for element in walk.all(self.heads_of)} if self.heads_of else set()
        while body.line and key(body.line.text) in names:
            walk.reading.structure(body.take()[0].number)

    def _read_item(self, walk: Walk, above: Element | Plan, body: Body) -> Element | None:
        head = body.line
        match = self.item.fullmatch(head.text) if head else None
        if head is None or match is None:
            return None
        return walk.element(self.kind, match["label"], above, body.take(), number=match["number"])

    def _read_parts(self, walk: Walk, element: Element, body: Body) -> None:
        if self.parts is None:
            return
        made: list[Element] = []
        plan = walk.reading.plans[self.parts.plan] if self.parts.plan else None
        while body.line and (row := numbered(body.line.text, self.parts.number)):
            (line,) = body.take()
            made += [
                walk.element(self.parts.kind, name, element, [line], number=number, plan=plan)
                for number, name in row
            ]
        check_order(walk, made)


class HeadedSection(Section):
    """One element: its number in the heading, its name there (group ``label``) or in the line below, a text.

    Attributes:
        kind: Its class.
        fact: What the text says of it.
        listed: Whether a list may have printed it before, number and name.
    """

    reads: Literal["element"]
    kind: Kind
    fact: Fact = Fact.DESCRIPTION
    listed: bool = False

    def open(self, walk: Walk, here: Opened) -> bool:
        return "label" not in here.match or self._make(walk, here, here.match["label"], [here.line])

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        if "label" not in here.match:
            line = body.line
            if line is None or not is_label(line) or not self._make(walk, here, line.text, [here.line, line]):
                return False
            body.take()
        if paragraph := body.paragraph():
            walk.state(here.element, self.fact, body.take(len(paragraph)))
        return True

    def finish(self, walk: Walk) -> None:
        if "number" in self.heading.groups:
            for plan in walk.reading.plans.values():
                check_order(walk, [each for each in walk.children(plan) if each.kind is self.kind])

    def _make(self, walk: Walk, here: Opened, print_: str, lines: list[Line]) -> bool:
        """Make the element, or find it in the list; False where number and name do not go together."""
        number = tidy(here.match.group("number"))
        above = here.around.element if here.around else here.plan
        if self.listed:
            named = walk.child(self.kind, tidy(print_), above)
            same = [each for each in walk.children(above) if each.number == number and each.kind is self.kind]
            if [each for each in same if each is not named] or (named and named not in same):
                return False
            if named:
                walk.again(named, *(line.number for line in lines))
                here.element = named
                return True
        here.element = walk.element(self.kind, print_, above, lines, number=number)
        return True


_DATED = " ".join(f"{role.value.lower()} {role.value.lower()}_year" for role in Role)
_Item = Annotated[Expression, groups("label", may=f"number mark {_DATED}")]


class BulletsSection(Section):
    """Bullets that are elements, facts or indicators; the heading says how many if it has a group ``count``.

    Attributes:
        item: A bullet, with a group ``label`` and perhaps ``number`` and ``mark``; of an indicator perhaps
            with ``baseline``, ``target`` or ``actual`` and the year of each (``target_year``).
        kind: Class of the elements that the bullets are.
        fact: What the bullets say of the plan or element.
        indicators: Whether the bullets are indicators.
        text: The form of texts after the bullets (group ``label``).
        text_fact: What they say.
    """

    reads: Literal["bullets"]
    item: _Item = Pattern("(?:[-・*] ?)+(?P<label>[^ -・].*)")
    kind: Kind | None = None
    fact: Fact | None = None
    indicators: bool = False
    text: Annotated[Expression, groups("label")] | None = None
    text_fact: Fact = Fact.DESCRIPTION

    @model_validator(mode="after")
    def _one_use(self) -> BulletsSection:
        if (self.kind is not None) + (self.fact is not None) + self.indicators != 1:
            raise NotAllowedError(
                "bullets are elements (kind), facts (fact) or indicators, one of the three",
                "kind・fact・indicators のうち一つだけが必要です",
            )
        undated = [role.value.lower() for role in Role if self._has(role) and not self._has(role, "_year")]
        if undated:
            raise NotAllowedError(
                f"the figure {undated[0]} has no year: the pattern lacks the group {undated[0]}_year",
                f"値 {undated[0]} の年度がありません。パターンに {undated[0]}_year のグループが必要です",
                "item",
            )
        return self

    def _has(self, role: Role, what: str = "") -> bool:
        return f"{role.value.lower()}{what}" in self.item.groups

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        made: list[Element] = []
        taken: list[Line] = []
        while body.line is not None and (match := self.item.fullmatch(body.line.text)):
            if has_mark(match["label"]) or not (self.fact or _is_bare_name(match["label"])):
                break
            if self.indicators and not self._use_indicator(walk, here, match, body.line):
                break
            (line,) = body.take()
            made += self._use(walk, here, match, line)
            taken.append(line)
        check_order(walk, [element for element in made if element.number])
        check_count(walk, here, taken)
        while self.text and body.line is not None and (match := self.text.fullmatch(body.line.text)):
            if has_mark(match["label"]):
                break
            walk.state(here.element, self.text_fact, body.take(), tidy(match["label"]))
        return bool(taken)

    def _use(self, walk: Walk, here: Opened, match: Match, line: Line) -> list[Element]:
        print_ = match["label"]
        if self.fact:
            walk.state(here.element, self.fact, [line], tidy(print_))
        elif self.kind:
            number, mark = match.group("number"), tidy(match.group("mark"))
            return [walk.element(self.kind, print_, here.element, [line], number=number, mark=mark)]
        return []

    def _use_indicator(self, walk: Walk, here: Opened, match: Match, line: Line) -> bool:
        """Read an indicator with its figures; False where a figure or its year is not understood."""
        found: list[tuple[Role, int, Figure]] = []
        for role in Role:
            group = role.value.lower()
            if match.group(group):
                value, year = figure_or_words(match[group]), fiscal_year(match.group(f"{group}_year"))
                if value is None or year is None:
                    return False
                found.append((role, year, value))
        units = {value.unit for _, _, value in found if not value.in_words}
        if len(units) > 1:
            return False
        indicator = walk.indicator(here.element, match["label"], line, unit="".join(units))
        for role, year, value in found:
            walk.observe(indicator, role, year, value, line)
        return True


def _is_bare_name(text: str) -> bool:
    """Tell whether a text is a name without a figure behind it."""
    return is_name(text) and not any(figure(word) for word in fold(text).split()[1:])


def report_childless(walk: Walk, elements: Sequence[Element]) -> None:
    """Report elements with nothing below them, where others have something."""
    without = [at for at, element in enumerate(elements) if not walk.children(element)]
    for at in without if len(without) < len(elements) else ():
        beside = elements[max(at - 1, 0) : at + 2]  # what is missing may stand below one of these
        walk.reading.find(
            "nothing-below",
            Severity.WARNING,
            f"{elements[at].label}: nothing stands below it.",
            f"{elements[at].label}: 下位の項目が読み取れません。",
            *(number for element in beside for number in element.lines),
        )


def check_order(walk: Walk, elements: Sequence[Element]) -> None:
    """Report numbers that do not follow one another, as where one is lost."""
    values = [ordinal(element.number) for element in elements]
    numbers = [value for value in values if value is not None]
    if not elements or (numbers[:1] in ([], [1]) and all(b == a + 1 for a, b in pairwise(numbers))):
        return
    printed = " ".join(element.number for element in elements)
    walk.reading.find(
        "number-order",
        Severity.WARNING,
        f"The numbers {printed} do not follow one another.",
        f"番号 {printed} が続いていません。",
        *(element.lines[0] for element in elements),
    )


class LabelsSection(Section):
    """Names without numbers, a line each; the heading says how many where it has a group ``count``.

    Attributes:
        kind: Their class.
    """

    reads: Literal["labels"]
    kind: Kind

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        made: list[Line] = []
        while body.line and is_label(body.line):
            (line,) = body.take()
            walk.element(self.kind, line.text, here.element, [line])
            made.append(line)
        check_count(walk, here, made)
        return bool(made)


def check_count(walk: Walk, here: Opened, items: Sequence[Line]) -> None:
    """Report a heading that announces another number of things than stand below it."""
    count = number(here.match.group("count"))
    if count is not None and count != len(items):
        walk.contradict(
            f"{tidy(here.line.text)}: {len(items)} stand below it.",
            f"{tidy(here.line.text)}: 見出しの数と項目の数({len(items)})が一致しません。",
            here.line.number,
            *(line.number for line in items),
        )
