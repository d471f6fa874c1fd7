"""What sections of running text hold: titles and periods, texts, visions, dated figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from keikaku import vocab
from keikaku.layouts._sectioned.blocks import (
    SHORT,
    Body,
    is_label,
)
from keikaku.layouts._sectioned.sections import Opened, Section, Walk
from keikaku.model import Fact, Kind, Plan, Role, Severity
from keikaku.read.document import Line
from keikaku.read.fiscal import fiscal_year, whole_period
from keikaku.read.folding import tidy
from keikaku.read.numbers import Figure, figure
from keikaku.read.patterns import Match, Pattern
from keikaku.settings import Expression, PlanId, groups


class PlanSection(Section):
    """The title of a plan, with its period in the same line (group ``period``) or in the next.

    Attributes:
        also: Ids of further plans that the title names.
        echoes: Whether lines below may print what is read later, as on a cover.
    """

    reads: Literal["plan"]
    also: list[Annotated[PlanId, Field(min_length=1)]] = []
    echoes: bool = False

    def open(self, walk: Walk, here: Opened) -> bool:
        printed = here.match.group("period")
        period = whole_period(printed)
        if printed and period is None:
            return False
        for plan in self._plans(walk, here):
            walk.reading.plan(plan.id, here.line.number)
            if period:
                walk.reading.period(plan, *period, here.line.number)
        return True

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        period = whole_period(body.line.text) if body.line else None
        if period:
            (line,) = body.take()
            for plan in self._plans(walk, here):
                walk.reading.period(plan, *period, line.number)
        while self.echoes and body.line is not None:
            walk.echo(body.take(len(body.block())))
        return True

    def _plans(self, walk: Walk, here: Opened) -> list[Plan]:
        return [here.plan, *(walk.reading.plans[plan_id] for plan_id in self.also)]


class HeadingSection(Section):
    """A heading or the legend of a mark: it says what comes, and nothing stands below it."""

    reads: Literal["heading"]

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:  # noqa: ARG002
        """Nothing stands below it."""
        return True


class TextsSection(Section):
    """Paragraphs, each a fact of the plan or element, with small headings between them or none.

    Attributes:
        fact: What the paragraphs are.
    """

    reads: Literal["texts"]
    fact: Fact

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        is_complete = False
        while body.line is not None:
            if paragraph := body.paragraph():
                walk.state(here.element, self.fact, body.take(len(paragraph)))
                is_complete = True
            elif len(body.block()) == 1 and is_label(body.line) and body.paragraph(skip=1):
                walk.reading.structure(body.take()[0].number)
            else:
                break
        return is_complete


class VisionSection(Section):
    """A vision: its wording in the heading (group ``label``), or in a block below with texts around it.

    The wording is that of a slogan, so the spaces in it stay; corner brackets around the whole of it go.

    Attributes:
        fact: What the texts say of it.
        lines: How many lines the wording may have.
    """

    reads: Literal["vision"]
    fact: Fact = Fact.DESCRIPTION
    lines: int = 3

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        texts: list[list[Line]] = []
        wording = [here.line] if here.match.group("label") else []
        while body.line is not None:
            if paragraph := body.paragraph():
                texts.append(body.take(len(paragraph)))
            elif not wording and len(body.block()) <= self.lines and all(map(_is_slogan, body.block())):
                wording = body.take(len(body.block()))
            else:
                break
        return bool(wording) and self._make(walk, here, wording, texts)

    def _make(self, walk: Walk, here: Opened, wording: list[Line], texts: list[list[Line]]) -> bool:
        print_ = here.match.group("label") or " ".join(line.text for line in wording)
        label = slogan(print_)
        if (
            label[:1] + label[-1:] in {"「」", "『』"} or "*" in label
        ):  # two wordings, or another line glued to it
            return False
        known = walk.child(Kind.VISION, label, here.plan)
        vision = known or walk.element(Kind.VISION, print_, here.plan, wording, label=label)
        if known:
            walk.again(known, *(line.number for line in wording))
        for text in texts:
            walk.state(vision, self.fact, text)
        return True


def slogan(print_: str) -> str:
    """Return the wording of a slogan: single spaces stay, corner brackets around the whole go.

    >>> slogan("「水と緑の町　架空 」")
    '水と緑の町 架空'
    """
    plain = " ".join(print_.split())
    if plain[:1] + plain[-1:] in {"「」", "『』"} and plain[0] not in plain[1:]:
        plain = plain[1:-1].strip()
    return plain


def _is_slogan(line: Line) -> bool:
    return (
        len(line.text.strip()) <= 2 * SHORT
        and "\t" not in line.text
        and not line.folded.strip().endswith("。")
    )


class FiguresSection(Section):
    """An indicator of the plan with figures, a line each; texts before them.

    Attributes:
        kinds: The kinds of the indicator; its name, where the code list has a kind of that name, if empty.
        role: What the figures are.
        figure: A line of year and value.
        fact: What the texts say of the plan.
    """

    reads: Literal["figures"]
    kinds: list[str] = []
    role: Role = Role.TARGET
    figure: Annotated[Expression, groups("year value")] = Pattern(
        r"(?P<year>.+)[ :]\*{0,2}(?P<value>[^ *]+)\*{0,2}"
    )
    fact: Fact = Fact.DESCRIPTION

    def read(self, walk: Walk, here: Opened, body: Body) -> bool:
        name = here.match.group("label") or here.line.text
        figures: list[Figure] = []
        while body.line is not None:
            match = self.figure.fullmatch(body.line.text)
            if match and fiscal_year(match["year"]):
                value = self._read_figure(walk, here, name, match, body)
                if value is None:
                    break
                figures.append(value)
            elif not figures and (paragraph := body.paragraph()):
                walk.state(here.element, self.fact, body.take(len(paragraph)))
            else:
                break
        _compare(walk, here, name, figures)
        return bool(figures)

    def _read_figure(self, walk: Walk, here: Opened, name: str, match: Match, body: Body) -> Figure | None:
        """Read one figure; None where the line is not understood."""
        value, year, plan = figure(match["value"]), fiscal_year(match["year"]), here.plan
        if value is None or year is None or not value.unit:
            return None
        if plan.start and plan.end and not plan.start <= year <= plan.end:
            return None
        (line,) = body.take()
        kinds = self.kinds or ([tidy(name)] if vocab.indicator_kind(tidy(name)) else [])
        indicator = walk.indicator(here.element, name, here.line, kinds=kinds, unit=value.unit)
        walk.observe(indicator, self.role, year, value, line)
        return value


def _compare(walk: Walk, here: Opened, name: str, figures: Sequence[Figure]) -> None:
    """Report figures of one indicator whose units differ, or that lie too far apart to be digit for digit right."""
    units = {value.unit for value in figures}
    if len(units) > 1:
        walk.contradict(
            f"{tidy(name)}: the figures have different units ({', '.join(sorted(units))}).",
            f"{tidy(name)}: 単位が一致しません({'、'.join(sorted(units))})。",
            here.line.number,
        )
    sizes = [abs(value.value) for value in figures if value.value is not None]
    if sizes and max(sizes) > 2 * min(sizes):
        walk.reading.find(
            "figures-apart",
            Severity.WARNING,
            f"{tidy(name)}: one figure is more than twice another; a digit may be lost.",
            f"{tidy(name)}: 値が2倍以上離れています。桁が失われていないか確かめてください。",
            here.line.number,
        )
