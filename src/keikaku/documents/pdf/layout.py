"""The order in which the blocks of a page are read: columns, then from above."""

from __future__ import annotations

from dataclasses import dataclass

from keikaku.documents.form import Block, Box, PrintedLine

_SIDES = 3  # lines on each side of a gutter: fewer stand beside each other by chance
_LETTERS = 12  # characters of a column's line at the median: a label beside its value has fewer
_APART = 0.8  # of a line's height: lines of one paragraph stand nearer
_FULL = 0.6  # of a column's width that its median line fills


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, or a piece of a line, with its place and how many characters it has."""

    block: Block
    box: Box
    letters: int
    pieces: bool = False


def in_order(placed: list[Placed]) -> list[Placed]:
    """Return blocks as a person reads them."""
    if 2 * sum(one.letters for one in placed if _is_vertical(one)) > sum(one.letters for one in placed):
        return _from_the_right(placed)
    placed = _vertical_first(sorted(placed, key=lambda one: (one.box.top, one.box.left)))
    gutter = _gutter(placed)
    if gutter is None:
        return placed
    ordered: list[Placed] = []
    band: list[Placed] = []
    for one in placed:
        if one.box.left < gutter < one.box.right:
            ordered += _columns(band, gutter)
            ordered.append(one)
            band = []
        else:
            band.append(one)
    return ordered + _columns(band, gutter)


def _is_vertical(one: Placed) -> bool:
    return isinstance(one.block, PrintedLine) and one.block.vertical


def _from_the_right(placed: list[Placed]) -> list[Placed]:
    """Return the blocks of a page of vertical writing: tier by tier from above, each from the right."""
    tiers: list[tuple[float, float]] = []
    for one in sorted(filter(_is_vertical, placed), key=lambda one: one.box.top):
        if tiers and one.box.top < tiers[-1][1]:
            tiers[-1] = (tiers[-1][0], max(tiers[-1][1], one.box.bottom))
        else:
            tiers.append((one.box.top, one.box.bottom))

    def place(one: Placed) -> tuple[float, float, float]:
        middle = (one.box.top + one.box.bottom) / 2
        tier = next((top for top, bottom in tiers if top <= middle <= bottom), None)
        if tier is None:
            return one.box.top, 0.0, one.box.left
        return tier, -one.box.right, one.box.top

    return sorted(placed, key=place)


def _vertical_first(placed: list[Placed]) -> list[Placed]:
    """Return blocks with neighbouring lines of vertical writing from the right to the left."""
    ordered: list[Placed] = []
    waiting: list[Placed] = []
    for one in placed:
        if _is_vertical(one):
            if waiting and one.box.top > max(other.box.bottom for other in waiting):
                ordered += sorted(waiting, key=lambda other: -other.box.left)
                waiting = []
            waiting.append(one)
        else:
            ordered += sorted(waiting, key=lambda other: -other.box.left)
            waiting = []
            ordered.append(one)
    return ordered + sorted(waiting, key=lambda other: -other.box.left)


def _columns(band: list[Placed], gutter: float) -> list[Placed]:
    """Return what stands between two blocks that cross a gutter: the left column, then the right one."""
    left = [one for one in band if one.box.right <= gutter]
    right = [one for one in band if one.box.left >= gutter]
    if min(len(left), len(right)) < _SIDES:
        return band
    below = _below(left, right) + _below(right, left)
    left = [one for one in left if one not in below]
    right = [one for one in right if one not in below]
    return in_order(left) + in_order(right) + in_order(below)


def _below(column: list[Placed], other: list[Placed]) -> list[Placed]:
    """Return what stands under both columns, apart from its own: the head of what follows them."""
    end = max(one.box.bottom for one in other)
    for index in range(1, len(column)):
        before, one = column[index - 1], column[index]
        if one.box.top > end and one.box.top - before.box.bottom > _APART * before.box.height:
            return column[index:]
    return []


def _gutter(placed: list[Placed]) -> float | None:
    """Return where a page's text is parted in two columns; None where it is not."""
    lines = [one for one in placed if one.letters]
    if len(lines) < 2 * _SIDES:
        return None
    best: tuple[int, float] | None = None
    for candidate in sorted({one.box.left for one in lines}):
        at = candidate - 0.5
        left = [one for one in lines if one.box.right <= at]
        right = [one for one in lines if one.box.left >= at]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _SIDES or crossing > min(len(left), len(right)):
            continue
        if _is_column(left) and _is_column(right) and _side_by_side(left, right):
            score = min(len(left), len(right)) - crossing
            if best is None or score > best[0]:
                best = (score, at)
    return best[1] if best else None


def _is_column(lines: list[Placed]) -> bool:
    """Return whether lines fill a column, as running text does."""
    letters = sorted(one.letters for one in lines)[len(lines) // 2]
    width = Box.around(one.box for one in lines).width
    middle = sorted(one.box.width for one in lines)[len(lines) // 2]
    return letters >= _LETTERS and middle >= _FULL * width


def _side_by_side(left: list[Placed], right: list[Placed]) -> bool:
    """Return whether two columns stand beside each other for most of the shorter one's height."""
    a, b = Box.around(one.box for one in left), Box.around(one.box for one in right)
    common = min(a.bottom, b.bottom) - max(a.top, b.top)
    return common > 0.5 * min(a.height, b.height)
