"""The shipped words of tables, as data: which role a head, a row or a cell has by its print (roles.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from keikaku.ground import content
from keikaku.ground.text.folding import fold
from keikaku.reading.values.codes import strip_footnote_marks, unit_in_brackets
from keikaku.reading.values.fiscal import find_years
from keikaku.reading.values.patterns import Forms, Pattern
from keikaku.reading.words import words

CLASSES = ("Vision", "Goal", "StrategyGoal", "Field", "Measure", "Action", "Project", "Indicator")
"""The classes of what a column can name, from the top of a plan down."""
INDICATOR_ROLES = frozenset(
    {
        "unit",
        "baseline",
        "interim",
        "target",
        "actual",
        "comparison",
        "achievement",
        "desiredDirection",
        "accumulation",
        "indicatorKind",
    }
)
"""Roles of columns that speak of indicators only."""
MONEY = (
    "total", "specific", "national", "prefectural", "subsidies", "bonds", "other", "general", "personnel",
)  # fmt: skip
"""Roles of columns that hold money of a year."""
SOURCES = MONEY[1:]
"""Those of them that say where the money comes from, or what a part of it is for."""
FIGURES = frozenset(
    {
        "baseline",
        "interim",
        "target",
        "actual",
        "comparison",
        "achievement",
        *MONEY,
        "period_total",
        "period_part",
        "difference",
    }
)
"""Roles of cells that hold figures."""
CATEGORY = "category"
"""The role of a column that says of which sort a thing is: what stands in it says what sort of sort."""
GROUP = "group"
"""The role of a head that says nothing of its own."""


class HeadWords(NamedTuple):
    """What one cell of a head says.

    Attributes:
        role: Its role, or "".
        year: The fiscal year, or None.
        unit: The unit, or "".
        stage: The stage of a budget, or "".
        bare: Whether it prints a year and nothing else.
    """

    role: str = ""
    year: int | None = None
    unit: str = ""
    stage: str = ""
    bare: bool = False

    @property
    def says(self) -> bool:
        """Whether it says anything that a head says."""
        return bool(self.role or self.bare)


@dataclass(frozen=True, eq=False)  # compared as an object: what was read with it is kept
class Vocabulary:
    """Words by what they say; see roles.yml."""

    roles: Forms[str]
    stages: Forms[str]
    rows: Forms[str]
    contents: Mapping[str, Pattern]
    kinds: Forms[str]
    sums: Pattern
    grand_sums: Pattern
    notes: Pattern
    beside_years: Pattern
    caption_unit: Pattern
    year_heads: Pattern
    beside_targets: Pattern
    of_each_year: Pattern
    ends: Mapping[str, Sequence[str]]
    own: Forms[str]

    def with_words(self, own: Mapping[str, Pattern]) -> Vocabulary:
        """Return the vocabulary with words of a series before it."""
        return replace(self, own=Forms(own.items())) if own else self  # what was read with it is kept

    def head(self, text: str) -> HeadWords:
        """Return what a cell of a head says.

        >>> shipped().head("R2事業費(千円)"), shipped().head("令和5年度")
        (HeadWords(role='total', year=2020, unit='千円', stage='', bare=False), HeadWords(role='', year=2023, unit='', stage='', bare=True))
        """
        return _head(self, text)

    def is_bare_year(self, text: str) -> bool:
        """Return whether a cell prints a year and nothing else."""
        prints = _prints(self.beside_years, text)
        return prints is not None and prints.bare

    def role_of(self, text: str) -> str:
        """Return the role that a print is the name of, "" where it is none."""
        squeezed = squeeze(text)
        return self.own.first(squeezed, "") or self.roles.first(squeezed, "")

    def row(self, text: str) -> str:
        """Return the role that a cell gives to the figures of its row, "" where it gives none."""
        return self.rows.first(squeeze(text), "")

    def kind_of_indicators(self, head: Iterable[str]) -> str:
        """Return the kind of the indicators that a head names, as the ontology's concept is labelled, or ""."""
        said = list({name for text in head for name in self.kinds.fitting(squeeze(text))})
        return said[0] if len(said) == 1 else ""

    def is_sum(self, text: str) -> bool:
        """Return whether a name is that of a row which is a sum of others."""
        return self.sums.fullmatch(squeeze(text)) is not None

    def is_grand(self, text: str) -> bool:
        """Return whether a sum is that of the whole table."""
        return self.grand_sums.fullmatch(squeeze(text)) is not None

    def is_caption(self, text: str) -> bool:
        """Return whether a text says the unit of what stands below it, and nothing else."""
        return self.caption_unit.fullmatch(squeeze(text).strip("()[]【】")) is not None

    def is_note(self, text: str) -> bool:
        """Return whether a text is a remark."""
        return self.notes.fullmatch(squeeze(text)) is not None


@lru_cache(maxsize=8192)  # the words of a table are looked up in turn under all that they may say
def squeeze(text: str) -> str:
    """Return a head as it is matched: folded, without white space."""
    return "".join(fold(text).split())


_LONGEST = 60
"""Characters of the longest head."""
_EMPTY_BRACKETS = re.compile(r"\(\)|\[\]|【】")
_IN_BRACKETS = re.compile(r"\((.*)\)")
_OF_WHICH = re.compile(r"^うち")
_MARK = re.compile(r"^(?:[①-⑳]|\([0-9]+\)|[0-9]+\.)")
_LAST_BRACKET = re.compile(r"(?<=.)[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True, slots=True)
class _Prints:
    """A cell of a head, whatever the words: the forms under which its role is looked up, and what it says beside."""

    forms: tuple[str, ...]
    year: int | None
    unit: str
    bare: bool


@lru_cache(maxsize=8192)  # every row of a table is asked whether it is a head, of each kind of tables
def _head(words: Vocabulary, text: str) -> HeadWords:
    prints = _prints(words.beside_years, text)
    if prints is None:
        return HeadWords()
    role = "" if prints.bare else next(filter(None, map(words.role_of, prints.forms)), "")
    return HeadWords(role, prints.year, prints.unit, words.stages.first(prints.forms[0], ""), prints.bare)


@lru_cache(maxsize=8192)  # kinds of tables with words of their own ask for the same cells
def _prints(beside_years: Pattern, text: str) -> _Prints | None:
    """Return the forms of a cell, None where it is too long for one of a head."""
    whole = squeeze(strip_footnote_marks(text))
    if len(whole) > _LONGEST:
        return None
    rest, unit = unit_in_brackets(text)
    without_unit = squeeze(strip_footnote_marks(rest))
    years = find_years(whole)
    forms = [
        whole,
        without_unit,
        without_years(beside_years, whole),
        without_years(beside_years, without_unit),
    ]
    forms += [_LAST_BRACKET.sub("", forms[3]), _IN_BRACKETS.sub(r"\1", forms[3]), _MARK.sub("", forms[3])]
    forms += [_OF_WHICH.sub("", form) for form in forms if form[:1] == "う"]
    bare = bool(years) and not forms[3]
    return _Prints(tuple(dict.fromkeys(forms)), years[-1][2] if years else None, unit, bare)


def without_years(beside_years: Pattern, squeezed: str) -> str:
    """Return a squeezed text without its years, what belongs to them (末, 時点), and brackets left empty."""
    for start, end, _ in reversed(find_years(squeezed)):
        beside = beside_years.match(squeezed[end:])
        squeezed = squeezed[:start] + squeezed[end + (beside.span()[1] if beside else 0) :]
    return _EMPTY_BRACKETS.sub("", squeezed)


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary that keikaku ships."""
    raw = content.from_yaml(Path(__file__).with_name("roles.yml"))

    def of_each(words: Mapping[str, Iterable[str]]) -> dict[str, Pattern]:
        return {name: _any(forms) for name, forms in words.items()}

    return Vocabulary(
        roles=Forms(of_each(raw["roles"]).items()),
        stages=Forms(of_each(raw["stages"]).items(), anywhere=True),
        rows=Forms(of_each(raw["rows"]).items()),
        contents=of_each(raw["contents"]),
        kinds=Forms(of_each(raw["kinds"]).items()),
        sums=_any(raw["sums"]),
        grand_sums=_any(raw["grand_sums"]),
        notes=_any(raw["notes"]),
        beside_years=_any(raw["beside_years"]),
        caption_unit=_any(raw["caption_unit"]),
        year_heads=_any(raw["year_heads"]),
        beside_targets=_any(raw["beside_targets"]),
        of_each_year=_any(raw["of_each_year"]),
        ends={"Project": words()["project_ends"]},
        own=Forms(()),
    )


def _any(forms: Iterable[str]) -> Pattern:
    return Pattern("|".join(f"(?:{form})" for form in forms))
