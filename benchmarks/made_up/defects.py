"""What can go wrong with a document: each kind, and what must report it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from made_up.page import Made


@dataclass(frozen=True)
class Defect:
    """A way to spoil a document.

    Attributes:
        layout: The layout of the documents that can be spoiled so.
        rule: The rule of the finding that reports it, "" where there is none.
        spoil: Changes the lines, which hold what is needed.
        error: Name of the error that keeps the document out of the store, "" where nothing does.
    """

    layout: str
    rule: str
    spoil: Callable[[list[str], random.Random], None]
    error: str = ""


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
        "money-sum",
        _one(
            r"^(\d+\t[^\t]+\t[^\t]+\t)[\d,０-９，]+(\t[\d,０-９，]+\t[\d,０-９，]+\t)", r"\g<1>123,456\g<2>"
        ),
    ),
    "unread line": Defect("project-tables", "unread-line", _unread, error="ReadingError"),
    "too few elements": Defect("project-tables", "", _half, error="ReadingError"),
    "missing unit": Defect("measure-sheets", "target-unit", _one(r"（(人|件|回|か所|ha|km|％)）(?= )", "")),
    "unreadable rating": Defect("evaluation-sheets", "rating-unread", _one(r"^[ABCD]\t", "\t")),
    "lost SDG sign": Defect("evaluation-sheets", "sdg-unreadable", _one(r"^(貢献するSDGs)\t.+", r"\1")),
}


def spoil(made: Made, kind: str, seed: str) -> None:
    """Spoil a document in one way."""
    DOCUMENT[kind].spoil(made.lines, random.Random(seed))  # noqa: S311 - no secret
