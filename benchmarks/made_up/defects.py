"""What can go wrong with a document, or with a graph: each kind, and the rule that must report it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from made_up.page import Made

KEI = "<https://w3id.org/keikaku/ns#"


@dataclass(frozen=True)
class Defect:
    """A way to spoil a document.

    Attributes:
        layout: The layout of the documents that can be spoiled so.
        rule: The rule of the finding, or the name of the error, that reports it.
        spoil: Changes the lines, which hold what is needed.
        refused: Whether it keeps the document out of the store.
    """

    layout: str
    rule: str
    spoil: Callable[[list[str], random.Random], None]
    refused: bool = False


def _rows(lines: list[str], pattern: str) -> list[int]:
    """Return where lines match, from 0."""
    found = [index for index, line in enumerate(lines) if re.search(pattern, line)]
    if not found:
        raise ValueError(f"no line matches {pattern}")
    return found


def _one(pattern: str, by: str) -> Callable[[list[str], random.Random], None]:
    """Return what replaces a pattern in one of the lines that it matches."""

    def spoil(lines: list[str], dice: random.Random) -> None:
        index = dice.choice(_rows(lines, pattern))
        lines[index] = re.sub(pattern, by, lines[index], count=1)

    return spoil


def _unread(lines: list[str], dice: random.Random) -> None:
    lines.insert(dice.choice(_rows(lines, "^◆")), "▲ 欄外の書き込み 17")


def _half(lines: list[str], _dice: random.Random) -> None:
    del lines[_rows(lines, "^柱Ⅱ")[0] - 2 :]


DOCUMENT: dict[str, Defect] = {
    "sum that does not hold": Defect(
        "project-tables",
        "budget-figures",
        _one(
            r"^(\d+\t[^\t]+\t[^\t]+\t)[\d,０-９，]+(\t[\d,０-９，]+\t[\d,０-９，]+\t)", r"\g<1>123,456\g<2>"
        ),
    ),
    "unread line": Defect("project-tables", "UnreadLinesError", _unread, refused=True),
    "too few elements": Defect("project-tables", "BelowYieldError", _half, refused=True),
    "missing unit": Defect("measure-sheets", "target-unit", _one(r"（(人|件|回|か所|ha|km|％)）(?= )", "")),
    "unreadable rating": Defect("evaluation-sheets", "rating-progress", _one(r"^[ABCD]\t", "\t")),
    "lost SDG sign": Defect("evaluation-sheets", "sdg-unreadable", _one(r"^(貢献するSDGs)\t.+", r"\1")),
}


def spoil(made: Made, kind: str, seed: str) -> None:
    """Spoil a document in one way, and note it."""
    defect = DOCUMENT[kind]
    defect.spoil(made.lines, random.Random(seed))  # noqa: S311 - no secret
    made.refused = made.refused or defect.refused
    made.spoil(defect.rule)


# ---------------------------------------------------------------- graphs


def _drop(subject: str, predicate: str) -> Callable[[list[str], random.Random], list[str]]:
    """Return what takes all values of a property away from one thing of a class."""

    def spoil(quads: list[str], dice: random.Random) -> list[str]:
        node = dice.choice(_things(quads, subject))
        return [quad for quad in quads if not quad.startswith(f"{node} {predicate}")]

    return spoil


def _change(subject: str, predicate: str, value: str) -> Callable[[list[str], random.Random], list[str]]:
    """Return what gives a property of one thing of a class another value."""

    def spoil(quads: list[str], dice: random.Random) -> list[str]:
        node = dice.choice(
            [n for n in _things(quads, subject) if any(q.startswith(f"{n} {predicate}") for q in quads)]
        )
        tail = quads[0].rsplit(" <", 1)[1]
        kept = [quad for quad in quads if not quad.startswith(f"{node} {predicate}")]
        return sorted([*kept, f"{node} {predicate} {value} <{tail}"])

    return spoil


def _things(quads: list[str], name: str) -> list[str]:
    """Return the things of a class, in order."""
    return sorted({quad.split(" ", 1)[0] for quad in quads if f"#type> {KEI}{name}> " in quad})


LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DERIVED = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
GRAPH: dict[str, tuple[str, Callable[[list[str], random.Random], list[str]]]] = {
    "element without a label": ("project-tables", _drop("Project", LABEL)),
    "element without a plan": ("project-tables", _drop("Measure", f"{KEI}inPlan>")),
    "element that serves nothing": ("project-tables", _drop("Project", f"{KEI}contributesTo>")),
    "element without a source": ("bulleted-outlines", _drop("Action", DERIVED)),
    "budget whose parts do not add up": (
        "project-tables",
        _change("Budget", f"{KEI}totalAmount>", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ),
    "budget without a year": ("project-tables", _drop("Budget", f"{KEI}fiscalYear>")),
    "indicator of nothing": ("measure-sheets", _drop("Indicator", f"{KEI}indicatorOf>")),
    "figure that is no number": ("measure-sheets", _change("Target", f"{KEI}value>", '"many"')),
    "figure without a year": ("measure-sheets", _drop("Target", f"{KEI}fiscalYear>")),
    "evaluation without a year": ("evaluation-sheets", _drop("Evaluation", f"{KEI}fiscalYear>")),
    "rating that is none": (
        "evaluation-sheets",
        _change("Evaluation", f"{KEI}progressRating>", "<https://example.org/very-good>"),
    ),
    "role without a text": (
        "measure-sheets",
        _drop("StakeholderRole", "<http://purl.org/dc/terms/description>"),
    ),
}
"""Ways to spoil a graph, each a violation of the shapes: the layout of the graph, and what spoils its quads."""
