"""What words mean wherever a plan is printed: the draft's vocabulary, as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Fact, Kind
from keikaku.reading.values.patterns import Pattern

FILE = Path(__file__).with_name("words.yml")


@dataclass(frozen=True, slots=True)
class Hints:
    """The draft's vocabulary.

    Attributes:
        kinds: Of plans, by words of their titles, the surest first.
        kinds_by_heads: The same, by heads of tables and forms.
        sectoral: Titles of plans of one field of work.
        others: What is no plan, by words of titles.
        above: The plan that a strategy stands beside or below.
        paper: What a title says of the paper behind the name of the plan.
        sheet: What titles of sheets for one thing each are called.
        periods: Forms of lines that print a plan's years, the surest first.
        levels: Classes of elements by words of headings.
        aims: How the names of goals end.
        aside: What stands behind the label of a heading and is none of it.
        labels: Classes of elements by what they are called, where no word of their headings says one.
        facts: What heads and labels say.
        skip: Heads that say nothing of their own.
        named: Whole headings without a number, by the class of what they head.
        vision: Heads below which a vision stands.
        needs: What a document must print for some of the sentences.
        beside: How a line begins that names other plans.
        sentences: What lines and cells state by themselves.
        plan: A plan with its years.
        formal: Headings of what is outside a plan's tree.
        chapters: Headings of chapters that only hold headings.
        stakeholders: Heads of lists of what others do, and who.
        lists: Classes of elements by heads of lists.
        columns: Heads of tables whose columns became lines.
        item: Form of such an item.
        ends: How names end of which a cell lists several without a mark, by the class of what they name.
        strokes: What borders of tables look like as characters.
        misread: Why signs are read otherwise than they are printed.
    """

    kinds: dict[str, Pattern]
    kinds_by_heads: dict[str, Pattern]
    sectoral: Pattern
    others: dict[str, Pattern]
    above: Pattern
    paper: re.Pattern[str]
    sheet: Pattern
    periods: tuple[Pattern, ...]
    levels: dict[Kind, Pattern]
    aims: Pattern
    aside: str
    labels: dict[Kind, Pattern]
    facts: dict[Fact, Pattern]
    skip: Pattern
    named: dict[Kind, str]
    vision: Pattern
    needs: dict[str, Pattern]
    beside: Pattern
    sentences: dict[str, dict[str, str]]
    plan: Pattern
    formal: Pattern
    chapters: Pattern
    stakeholders: Pattern
    lists: dict[Kind, Pattern]
    columns: dict[str, dict[str, Any]]
    item: str
    ends: dict[str, list[str]]
    strokes: str
    misread: str

    def kind_of(self, word: str) -> Kind | None:
        """Return the class of what a word heads."""
        return next((kind for kind, pattern in self.levels.items() if pattern.fullmatch(word)), None)

    def kind_of_all(self, labels: Iterable[str]) -> Kind | None:
        """Return the class of what is called so, where each of the labels is one of its own."""
        called = {squeeze(label) for label in labels} - {""}
        return next(
            (kind for kind, form in self.labels.items() if called and all(map(form.fullmatch, called))), None
        )

    def opens(self, label: str) -> Kind | None:
        """Return the class of what a form's label names: 施策, 施策名, 事務事業名."""
        return self.kind_of(re.sub("(の)?(名|名称)$", "", label))

    def fact_of(self, words: str) -> Fact | None:
        """Return what stands below or beside some words."""
        return next((fact for fact, pattern in self.facts.items() if pattern.fullmatch(words)), None)

    def said_of(self, words: str) -> str:
        """Return what stands below a head, "" where its words are not known."""
        said = self.list_of(words) or self.fact_of(words)
        if said is None and self.stakeholders.fullmatch(words):
            said = Fact.STAKEHOLDER_ROLE
        return said.value if said else "skip" if self.skip.fullmatch(words) else ""

    def list_of(self, words: str) -> Kind | None:
        """Return the class of the items below a head."""
        return next((kind for kind, pattern in self.lists.items() if pattern.fullmatch(words)), None)


@cache
def hints() -> Hints:
    """Return the vocabulary that ships with keikaku."""
    _node, raw = read_yaml(FILE)
    words: dict[str, Any] = raw  # type: ignore[assignment]
    return Hints(
        kinds={kind: Pattern(form) for kind, form in words["kinds"].items()},
        kinds_by_heads={kind: Pattern(form) for kind, form in words["kinds_by_heads"].items()},
        sectoral=Pattern(str(words["sectoral"])),
        others={name: Pattern(form) for name, form in words["others"].items()},
        above=Pattern(str(words["above"])),
        paper=re.compile(str(words["paper"])),
        sheet=Pattern(str(words["sheet"])),
        periods=tuple(Pattern(form) for form in words["periods"]),
        levels={Kind(kind): Pattern(form) for kind, form in words["levels"].items()},
        aims=Pattern(str(words["aims"])),
        aside=str(words["aside"]),
        labels={Kind(kind): Pattern(form) for kind, form in words["labels"].items()},
        facts={Fact(fact): Pattern(form) for fact, form in words["facts"].items()},
        skip=Pattern(str(words["skip"])),
        named={Kind(kind): form for kind, form in words["named"].items()},
        vision=Pattern(words["vision"]),
        needs={name: Pattern(form) for name, form in words["needs"].items()},
        beside=Pattern(str(words["beside"])),
        sentences=words["sentences"],
        plan=Pattern(words["plan"]),
        formal=Pattern(str(words["formal"])),
        chapters=Pattern(str(words["chapters"])),
        stakeholders=Pattern(str(words["stakeholders"])),
        lists={Kind(kind): Pattern(form) for kind, form in words["lists"].items()},
        columns=words["columns"],
        item=str(words["item"]),
        ends=words["ends"],
        strokes=str(words["strokes"]),
        misread=str(words["misread"]),
    )
