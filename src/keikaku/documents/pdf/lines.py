"""Characters to lines: what stands beside each other, with the gaps between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter, itemgetter, sub

from keikaku.documents.form import Box, Origin, PrintedLine, Run
from keikaku.documents.icon_lines import is_mark
from keikaku.documents.pdf.characters import Char
from keikaku.documents.pdf.geometry import upright

_ONE_LINE = 0.45  # of a character's height, by which middles on one line may differ
_SPACE = 0.2  # of a character's height: a gap as wide is a space of Latin; that is a quarter, kerning a tenth
_QUARTER = (
    0.2  # what typesetters leave between Japanese and Latin letters (JLREQ, 3.2.6), in boxes a fifth higher
)
_STRETCHED = 0.5  # and to which they stretch it in a justified line
_STANDS_OUT = 0.1  # of a character's height, by which a space is wider than what else parts such characters
_WIDE_SPACE = 0.6  # and from here on a full-width one: what justified lines add stays below half
_LAST = 8  # characters of a line that tell its height, so that a line may go askew
_LEFT = attrgetter("left")
_FEWEST_DOWN = 3  # characters below each other: two may be the ends of two lines
_STEPS_DOWN = 4  # from a character to one below it: three are also those of a narrow cell that is wrapped
_SEGMENT = (
    1.6  # and from here on the line is parted: two full-width spaces stand in a heading, not in a column
)


class Segment(list[Char]):
    """Characters of one line that no wide gap parts, from left to right."""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(char.right for char in self)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(char.top for char in self)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(char.bottom for char in self)

    @property
    def y(self) -> float:
        """Its middle."""
        return sum(char.y for char in self) / len(self)

    @property
    def height(self) -> float:
        """The height of most of its characters."""
        return sorted(char.height for char in self)[len(self) // 2]


def turned(chars: Iterable[Char], angle: int) -> list[Char]:
    """Return characters as they lie once their lines stand upright."""
    if not angle:
        return list(chars)
    return [Char(char.text, *upright(char[1:5], angle), 0, char.style, char.spaced) for char in chars]


def rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Return characters by the lines that they stand on, from above, each from left to right."""
    found: list[list[Char]] = []
    row: list[Char] = []
    levels: list[float] = []  # where the last characters of the row stand
    first = 0.0  # the height of its first
    for y, char in sorted([((char.top + char.bottom) / 2, char) for char in chars], key=itemgetter(0)):
        height = char.bottom - char.top
        if row and abs(y - sum(levels) / len(levels)) < max(2.0, _ONE_LINE * min(height, first)):
            row.append(char)
            levels.append(y)
            if len(levels) > _LAST:
                del levels[0]
        else:
            row, levels, first = [char], [y], height
            found.append(row)
    for row in found:
        row.sort(key=_LEFT)
    return found


def segments(row: list[Char], gap: float = _SEGMENT) -> list[Segment]:
    """Return the pieces of a line between gaps wider than so many character heights."""
    found: list[Segment] = []
    for char in row:
        if char.text.isspace():
            continue
        if found and char.left - found[-1][-1].right <= gap * char.height:
            found[-1].append(char)
        else:
            found.append(Segment([char]))
    return found


def vertical_runs(chars: list[Char]) -> tuple[list[list[Char]], list[Char]]:
    """Return the lines of vertical writing, and the other characters.

    Where most of a text runs down, one or two characters that no other stands beside are such a line too, or a piece
    of one.

    Args:
        chars: In the order of the content: vertical writing goes down from one to the next.
    """
    runs: list[list[Char]] = []
    for char in chars:
        if char.text.isspace() or is_mark(char.text):
            continue
        if runs and _follows(runs[-1], char):
            runs[-1].append(char)
        else:
            runs.append([char])
    found = [run for run in runs if len(run) >= _FEWEST_DOWN]
    if 2 * sum(map(len, found)) > sum(map(len, runs)):
        beside = {
            at + n
            for at, (one, two) in enumerate(pairwise(runs))
            if _is_beside(one[-1], two[0])
            for n in (0, 1)
        }
        found = _put_together(
            run for at, run in enumerate(runs) if len(run) >= _FEWEST_DOWN or at not in beside
        )
    held = {id(char) for run in found for char in run}
    return found, [char for char in chars if id(char) not in held]


def _is_beside(one: Char, two: Char) -> bool:
    """Return whether a character stands at the right of another, as in one level line."""
    return abs(two.y - one.y) < 0.3 * one.height and 0 < two.x - one.x < _SEGMENT * one.height


def _put_together(pieces: Iterable[list[Char]]) -> list[list[Char]]:
    """Return lines of vertical writing out of their pieces: a bracket or a space, whose box is odd, parts them."""
    lines: list[list[Char]] = []
    for piece in sorted(pieces, key=lambda piece: piece[0].top):
        em = max(piece[0].height, piece[0].right - piece[0].left)
        for line in lines:
            if (
                abs(line[-1].x - piece[0].x) < 0.5 * em
                and abs(piece[0].top - line[-1].bottom) < _SEGMENT * em
            ):
                line += piece
                break
        else:
            lines.append(list(piece))
    return lines


def _follows(run: list[Char], char: Char) -> bool:
    """Return whether a character goes on a line of vertical writing: below it, or as the next of digits set side by side."""
    before = run[-1]
    if _goes_down(before, char):
        return True
    if len(run) < _FEWEST_DOWN:
        return False
    narrow = max(before.right - before.left, char.right - char.left) < 0.7 * char.height
    beside = abs(char.y - before.y) < 0.2 * char.height and 0 < char.x - before.x < 0.8 * char.height
    return narrow and beside and abs(char.x - run[0].x) < 0.5 * run[0].height


def _goes_down(one: Char, two: Char) -> bool:
    """Return whether a character stands below another, as close as in one line; either may be a turned letter."""
    if two.left >= one.right or two.bottom <= one.bottom:  # most characters, which stand beside each other
        return False
    em = max(one.height, one.right - one.left)
    return abs(two.x - one.x) < 0.3 * em and -0.5 * em < two.top - one.bottom < 0.8 * em and two.y > one.y


def stood_up(chars: list[Char]) -> list[Char]:
    """Return characters with the letters that lie in vertical writing counted as part of it.

    Args:
        chars: A page's characters in the order of the content, of all angles.
    """
    if not any(char.angle == 90 for char in chars):
        return chars
    up: set[int] = set()
    runs = list(_down(chars))
    ink = sum(not char.text.isspace() for char in chars)
    most = 2 * sum(len(run) for run in runs if len(run) >= _FEWEST_DOWN) > ink
    for run in runs:
        upright_ = sum(not char.angle for char in run)
        if (1 if most else _FEWEST_DOWN) <= upright_ < len(run):
            up.update(id(char) for char in run)
    return [char._replace(angle=0) if id(char) in up else char for char in chars]


def _down(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Yield the stretches of characters that go down, upright or turned clockwise."""
    run: list[Char] = []
    for char in chars:
        if char.angle not in {0, 90} or char.text.isspace():
            continue
        if run and not _goes_down(run[-1], char):
            yield run
            run = []
        run.append(char)
    if run:
        yield run


def is_vertical(chars: list[Char]) -> bool:
    """Return whether characters, in the order of the content, run from top to bottom."""
    if len(chars) <= _STEPS_DOWN:  # most cells
        return False
    down = across = 0
    for one, two in pairwise(char for char in chars if not char.text.isspace()):
        if _goes_down(one, two):
            down += 1
        elif abs(two.y - one.y) < 0.3 * one.height and two.x > one.x:
            across += 1
    return down >= _STEPS_DOWN and down > 2 * across


def columns_of_vertical(chars: list[Char]) -> Iterator[list[Char]]:
    """Yield the lines of vertical writing, from the right, each from above."""
    found: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.x):
        if found and abs(found[-1][0].x - char.x) < 0.6 * char.height:
            found[-1].append(char)
        else:
            found.append([char])
    for column in found:
        yield sorted(column, key=lambda char: char.top)


def printed_lines(chars: list[Char], turn: int = 0) -> tuple[PrintedLine, ...]:
    """Return the lines of a cell or a block.

    Args:
        chars: Upright, in the order of the content.
        turn: The angle by which they were turned on the page.
    """
    if is_vertical(chars):
        return tuple(vertical_line(column, turn) for column in columns_of_vertical(_ink(chars)))
    return tuple(_line(row, turn) for row in map(_ink, rows(chars)) if row)


def vertical_line(chars: list[Char], turn: int = 0) -> PrintedLine:
    """Return a line of vertical writing, its characters from above."""
    return _line(chars, turn, vertical=True)


def _ink(chars: Iterable[Char]) -> list[Char]:
    return [char for char in chars if not char.text.isspace()]


def _line(chars: list[Char], turn: int, *, vertical: bool = False) -> PrintedLine:
    """Return a line with its gaps as spaces."""
    runs: list[Run] = []
    stretch: list[Char] = []
    text = ""
    usual = (_usual_gap_down(chars), 0.0) if vertical else _usual_gaps(chars)
    for before, char in zip([None, *chars], chars, strict=False):
        if stretch and char.style != stretch[-1].style:
            runs.append(_run(stretch, text, turn))
            stretch, text = [], ""
        if before is not None:
            text += _space_down(before, char, usual[0]) if vertical else _space(before, char, *usual)
        text += char.text
        stretch.append(char)
    runs.append(_run(stretch, text, turn))
    box = Box.around(run.box for run in runs if run.box)
    origin = Origin.ACTUAL if any(char.style.actual for char in chars) else Origin.TEXT
    return PrintedLine(runs=tuple(runs), box=box, origin=origin, vertical=vertical)


def _space_down(before: Char, char: Char, usual: float) -> str:
    """Return the white space between two characters of vertical writing; no figure is made of two that stand apart.

    Args:
        before: A character.
        char: The next one of its line.
        usual: How far apart the characters of the line stand: a name may be spread over its cell.
    """
    gap = _gap_down(before, char)
    if gap >= usual + _WIDE_SPACE:
        return "\u3000"
    figures = before.text.isdecimal() and char.text.isdecimal() and char.text.isascii()
    return " " if figures and gap >= _SPACE else ""


def _usual_gap_down(chars: list[Char]) -> float:
    gaps = sorted(_gap_down(one, two) for one, two in pairwise(chars))
    return max(0.0, gaps[len(gaps) // 4]) if gaps else 0.0


def _gap_down(before: Char, char: Char) -> float:
    """Return the gap between two characters of vertical writing, in heights of the second."""
    return (char.top - before.bottom) / max(char.height, char.right - char.left, 1.0)


def _usual_gaps(chars: list[Char]) -> tuple[float, float]:
    """Return how far apart the letters of a line stand, and Latin ones from Japanese ones where no space is set.

    What is spread over its width, and what typesetters leave between the two scripts, is no space.
    """
    letters, mixed = [], []
    spelled = [char.text.isalpha() or char.text.isdecimal() for char in chars]
    for at, (one, two) in enumerate(pairwise(chars), start=1):
        if spelled[at] and spelled[at - 1]:
            letters.append(_gap(one, two))
            if one.text.isascii() != two.text.isascii() and not two.spaced:
                mixed.append(letters[-1])
    letters.sort()
    between = min(mixed) if len(mixed) > 1 else _QUARTER
    if len(letters) < 2 and all(char.text.isdecimal() for char in chars):
        letters = []  # one gap alone tells nothing: no number may be made of two that a space parts (2 8)
    return max(0.0, letters[len(letters) // 4]) if letters else 0.0, min(between, _STRETCHED)


def _gap(before: Char, char: Char) -> float:
    """Return the gap between two characters, in heights of the second."""
    height = char.bottom - char.top
    return (char.left - before.right) / (height if height > 1.0 else 1.0)


def _space(before: Char, char: Char, usual: float, between: float) -> str:
    """Return the white space that a gap between two characters is.

    Args:
        before: A character.
        char: The next one of its line.
        usual: How far apart letters of the line stand.
        between: How far Latin letters stand from Japanese ones.
    """
    gap = _gap(before, char)
    if gap >= _WIDE_SPACE:
        return "\u3000"
    if char.spaced:
        return " " if gap >= usual + _STANDS_OUT else ""
    latin = before.text.isascii() + char.text.isascii()
    least = max(_SPACE, between + _STANDS_OUT) if latin == 1 else _SPACE
    return " " if latin and gap >= least else ""


def _run(chars: list[Char], text: str, turn: int) -> Run:
    lefts, tops, rights, bottoms = zip(*(char[1:5] for char in chars), strict=True)
    extent = min(lefts), min(tops), max(rights), max(bottoms)
    style = chars[0].style
    return Run(
        text=text,
        box=Box(*upright(extent, -turn % 360)),
        size=round(sorted(map(sub, bottoms, tops))[len(chars) // 2], 2),
        bold=style.bold,
        colour=style.colour,
        angle=turn,
        ruby=style.ruby,
    )
