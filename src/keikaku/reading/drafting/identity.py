"""Whose plan a document is, what it is called, what kind it is, and over which years: as the document prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.documents.numbered_lines import Document, Line
from keikaku.ground import vocab
from keikaku.ground.text.folding import fold, tidy
from keikaku.ground.vocab import Municipality
from keikaku.reading.drafting.hints import hints
from keikaku.reading.fields import squeeze
from keikaku.reading.model import Fact
from keikaku.reading.values.fiscal import fiscal_period, fiscal_year
from keikaku.reading.values.patterns import Match, Pattern

FIRST = 60
"""Lines in which a title is looked for: a cover and the page after it."""
SENTENCE = 120
"""Characters of a line that may say over which years a plan is."""
_COVER = 15
"""Lines in which a document says that it is none: those of a cover."""
LONGEST = 45
"""Characters of a title; longer lines are sentences."""
_HEADING = re.compile(r"\s*(?:[■◆●○◎▼◇□・【]|(?:[0-9]{1,2}|\([0-9]{1,2}\)|第[0-9]+[章節編部])[\s.、])")
_BODY = re.compile(r"[一-鿿々ケヶぁ-んァ-ヴー]{1,7}?[市区町村]|[一-鿿]{2,3}[都道府県]")

_ANY_SORT = "個別計画"
_WHOLE = {"実施計画", "基本計画", "基本構想"}
"""Kinds of plans that are those of the whole town, where no field of work stands in their titles."""
PLAN_IDS = {
    "基本構想": "basic-concept",
    "基本計画": "basic-plan",
    "実施計画": "implementation-plan",
    "総合戦略": "strategy",
    "評価": "evaluation",
    "個別計画": "plan",
    "予算": "budget",
}
"""Ids of plans by their kinds."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A municipality that the document may be of.

    Attributes:
        body: The municipality.
        count: How often its name is printed.
    """

    body: Municipality
    count: int


def owners(documents: Iterable[Document]) -> list[Owner]:
    """Return the municipalities whose names documents print, most often printed first.

    Several bodies may have one name; one whose prefecture is printed too comes first.
    """
    text = "\n".join(line.text for document in documents for line in document.lines)
    names: Counter[str] = Counter()
    for found in _BODY.finditer(text):
        for start in range(len(found[0]) - 1):
            names[found[0][start:]] += 1
    found_bodies = [
        Owner(body, count * len(name))
        for name, count in names.items()
        for body in vocab.find_municipalities(name)
        if body.name.replace("ヶ", "ケ") == name.replace("ヶ", "ケ")
    ]
    return sorted(
        found_bodies, key=lambda owner: (-owner.count, -text.count(owner.body.prefecture), owner.body.code)
    )


def title(document: Document, names: Iterable[str] = ()) -> tuple[str, Line | None]:
    """Return the document's title and its line: one near the beginning that names a kind of plan; "" where none does.

    One that begins with the municipality's name and ends as the name of a plan comes first, then one that ends so.

    Args:
        document: The document.
        names: Of the municipality.
    """
    kinds = hints().kinds
    best: tuple[int, str, Line | None] = (0, "", None)
    above = ""
    for line in _near_the_top(document):
        text, of_others = tidy(line.text), _names_others(line.text) or _is_others(above)
        above = line.text
        if of_others or len(text) > LONGEST or text.endswith(("。", "、")) or re.search(r"[.…・]{3,}", text):
            continue
        if "\t" in line.text or _HEADING.match(fold(line.text)):  # a row of a table, a heading
            continue
        if any(pattern.search(text) for pattern in kinds.values()):
            bare = hints().paper.sub("", re.sub(r"\s*[(（].*", "", text))
            ends = any(Pattern(f".*({form.source})").fullmatch(bare) for form in kinds.values())
            rank = 1 + 2 * any(name in text for name in names) + ends
            if rank > best[0]:
                best = (rank, text, line)
    return best[1], best[2]


def _is_others(text: str) -> bool:
    """Tell whether a line is a label below which other plans are named, and nothing else."""
    return hints().fact_of(squeeze(text)) is Fact.RELATED_PLAN


def _names_others(text: str) -> bool:
    """Tell whether a line names other plans behind their label: 関連する計画 みどりの基本計画."""
    label = re.split(r"[\s:]", fold(text).strip(), maxsplit=1)[0]
    return _is_others(label) or hints().beside.search(fold(text).strip()) is not None


def other_than_a_plan(document: Document) -> str:
    """Return what the document says that it is, where that is no plan; "" otherwise."""
    for line in list(_near_the_top(document))[:_COVER]:
        text = tidy(line.text)
        if len(text) <= LONGEST:
            for name, pattern in hints().others.items():
                match = pattern.search(text)
                if match and not _is_in_phrase(text, *match.span()):
                    return name
    return ""


def _is_in_phrase(text: str, start: int, end: int) -> bool:
    """Tell whether words stand within a phrase: 広聴・広報の充実, 「広報」を読む人 are no titles of what is called 広報."""
    return text[start - 1 : start] in {"・", "「", "『"} or text[end : end + 1] in {"の", "を", "が", "・"}


def kind_of(title: str) -> str:
    """Return the kind of a plan by its title; 個別計画 where the title says none."""
    kind = next((kind for kind, form in hints().kinds.items() if form.search(title)), _ANY_SORT)
    return _ANY_SORT if kind in _WHOLE and hints().sectoral.search(title) else kind


def period(document: Document) -> tuple[Pattern, Line] | None:
    """Return the form of the line that prints the plan's years, and that line."""
    for form in hints().periods:
        for line in document.lines:
            match = form.fullmatch(line.text) if len(line.text) <= SENTENCE else None
            if match and _years(match):
                return form, line
    return None


def is_said(found: tuple[Pattern, Line] | None) -> bool:
    """Tell whether the line that prints years says that they are a period, or the year of what it rates.

    As 対象期間 令和2年度~令和6年度, and 令和5年度 事務事業評価 do.
    """
    return found is not None and (
        "期間" in found[1].text or hints().kinds["評価"].search(found[1].text) is not None
    )


def is_sheet(title: str) -> bool:
    """Tell whether a title is that of a sheet for one thing, whose columns say over which years it is."""
    return hints().sheet.search(title) is not None


def plans(document: Document) -> list[tuple[str, str, str]]:
    """Return kind, title and form of the years of the plans that one line near the top names with their years, if several."""
    printed = list(_near_the_top(document))
    for line, after in zip(printed, [*printed[1:], None], strict=True):
        text, found = line.text + (after.text if after else ""), list[tuple[str, str, str]]()
        while match := hints().plan.search(text):
            title = tidy(match["title"])
            form = rf"{pattern_of(title)}\s*\((?P<period>[^()]+)\)"
            found.append((kind_of(title), title, form))
            text = text[match.span()[1] :]
        if len({kind for kind, _title, _form in found}) == len(found) > 1:
            return found
    return []


def _years(match: Match) -> bool:
    years = fiscal_period(match.group("period"))
    return bool(years and years[0] < years[1]) or fiscal_year(match.group("year")) is not None


def _near_the_top(document: Document) -> Iterable[Line]:
    printed = [line for line in document.lines if not line.blank]
    return printed[:FIRST]


def pattern_of(text: str) -> str:
    """Return a pattern that recognises a line by its words, whatever its spaces."""
    return r"\s*".join(re.escape(part) for part in fold(text).split())
