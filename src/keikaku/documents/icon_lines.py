"""Icons among the print: a row of them is a line, which says the goals that apply, where the row stands.

On pages, a row is set among the characters as one character of its own before tables and lines are found, so that it
comes to its cell and its place in the reading order as print does; behind that, it is parted from what stands beside it.
Elsewhere an icon is an image whose words say that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from keikaku.documents.form import Block, Box, Icon, Origin, PrintedLine, Run, State, Table
from keikaku.ground.text.folding import fold, key
from keikaku.ground.vocab.goals import goal_words

_FIRST = 0x100000
"""Stands for the first row: a character of a plane for private use, which no document prints."""
_LAST = 0x10FFFD

_NAMED = re.compile(
    r"(?P<names>(?:持続可能な開発目標|SDGs?|の?目標|の?ゴール|Goals?|の?アイコン|マーク|ロゴ|icon|logo|第|[\W_])*)"
    r"(?:0?(?P<goal>1[0-7]|[1-9])(?![0-9.]))?[\W_]*(?P<words>.*?)(?:[\W_]*の?(?:アイコン|マーク|ロゴ|icon|logo))?[\W_]*",
    re.IGNORECASE,
)
"""What is said of an icon: that it is one, or whose; its number; its name."""
_OF_SDGS = re.compile("SDG|ゴール|Goal|持続可能", re.IGNORECASE)
"""A number alone is that of one of a plan's own goals (目標3)."""
_PALE = re.compile(r"grayscale\(\s*(?!0)|opacity\s*:\s*0?\.[0-6]")
_OTHER = re.compile(r"gr[ae]y|mono|disabled|inactive|(?:^|[\W_])(?:off|bw)(?:[\W_]|$)", re.IGNORECASE)


# -- what a line of icons says


def icon_line(icons: Sequence[Icon], text: str = "") -> PrintedLine:
    """Return icons as a line.

    Args:
        icons: At least one, from left to right.
        text: What it says; the goals that apply unless given ("SDGs 3 11"), "?" where one cannot be told.
    """
    goals = [_word(icon) for icon in icons if icon.state is not State.NOT_APPLYING]
    boxes = [icon.box for icon in icons if icon.box]
    box = Box.around(boxes) if boxes else None
    said = text or " ".join(["SDGs", *(goals or ["-"])])
    run = Run(text=said, box=box, size=round(box.height, 2) if box else 0.0)
    return PrintedLine(runs=(run,), box=box, origin=Origin.PICTURED, icons=tuple(icons))


def _word(icon: Icon) -> str:
    return str(icon.goal) if icon.goal and icon.state is State.APPLIES else "?"


# -- images whose words say that they are icons


def icon_of(words: str, *looks: str) -> Icon | None:
    """Return the icon that an image is, by its words; None where they say something else.

    Args:
        words: What the document says of it, its alternative text.
        looks: Its style, class and file: one that is made pale does not apply, and what may be greyed cannot be told.

    >>> icon_of("SDGs目標3 すべての人に健康と福祉を").goal, icon_of("住み続けられるまちづくりを").goal, icon_of("写真3")
    (3, 11, None)
    """
    match = _NAMED.fullmatch(fold(words))
    number = int(match["goal"] or 0) if match else 0
    rest = key(match["words"]) if match else ""
    named = goal_words().get(rest, 0)
    said = match is not None and _OF_SDGS.search(match["names"])
    if (rest and not named) or not (named or (number and said)):
        return None
    goal = number or named
    if named not in {0, goal}:
        return Icon(0, State.UNKNOWN, None, (), sure=False)
    if any(map(_PALE.search, looks)):
        return Icon(goal, State.NOT_APPLYING, None, ("words",))
    if any(map(_OTHER.search, looks)):
        return Icon(goal, State.UNKNOWN, None, ("words",), sure=False)
    return Icon(goal, State.APPLIES, None, ("words",))


def with_icons(line: str, icons: Sequence[Icon]) -> list[PrintedLine]:
    """Return a line, and the icons in it as one of their own, unless a label announces them.

    Args:
        line: With a mark before the words of each icon.
        icons: What the marks stand for.
    """
    at = next((at for at, char in enumerate(line) if is_mark(char)), None)
    if at is None:
        return [PrintedLine(runs=(Run(text=line),))]
    held = tuple(icons[ord(char) - _FIRST] for char in line if is_mark(char))
    before, behind = line[:at], "".join(char for char in line[at:] if not is_mark(char))
    if fold(before).rstrip().endswith(":"):
        return [PrintedLine(runs=(Run(text=before + behind),), icons=held)]
    return [PrintedLine(runs=(Run(text=before),)), icon_line(held, behind)]


# -- icons on pages, and where else they stand among text


def mark(row: int) -> str:
    """Return the character that stands for a row of icons, by its number from 0."""
    return chr(min(_FIRST + row, _LAST))


def is_mark(char: str) -> bool:
    """Return whether a character stands for a row of icons."""
    return char >= "\U00100000"


def part(blocks: Iterable[Block], rows: Sequence[Sequence[Icon]]) -> list[Block]:
    """Return blocks with the rows of icons that stand in their lines as lines of their own, behind them.

    Args:
        blocks: With marks in their lines.
        rows: What the marks stand for.
    """
    if not rows:
        return list(blocks)
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, PrintedLine):
            found += _parted(block, rows)
        elif isinstance(block, Table):
            cells = (
                replace(cell, lines=tuple(one for line in cell.lines for one in _parted(line, rows)))
                for cell in block.cells
            )
            found.append(replace(block, cells=tuple(cells)))
        else:
            found.append(block)
    return found


def _parted(line: PrintedLine, rows: Sequence[Sequence[Icon]]) -> list[PrintedLine]:
    """Return a line of print without the marks in it, and a line for each of them."""
    marks = [ord(char) - _FIRST for char in line.text if is_mark(char)]
    if not marks:
        return [line]
    icons = [icon_line(rows[number]) for number in marks]
    runs = [run for run in line.runs if not any(map(is_mark, run.text))]
    while runs and not runs[-1].text.strip():
        runs.pop()
    while runs and not runs[0].text.strip():
        runs.pop(0)
    if not runs:
        return icons
    runs[0] = replace(runs[0], text=runs[0].text.lstrip())  # the gap behind a mark
    boxes = [run.box for run in runs if run.box]
    return [replace(line, runs=tuple(runs), box=Box.around(boxes) if boxes else line.box), *icons]
