"""What stands around a place of a sheet, a table or a text: the rows and paragraphs beside it, as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from keikaku.asking.evidence.leaves import Leaf, anchor
from keikaku.asking.evidence.withheld import MARK, Withheld, within
from keikaku.documents.places import Place
from keikaku.documents.text_form import Place as Stand

_BESIDE = 2  # rows and paragraphs before and after
_HEADS = 2  # rows of a table that are shown whatever was read


@dataclass(frozen=True, slots=True)
class Field:
    """A cell as it is shown.

    Attributes:
        text: What it prints.
        columns: Over how many columns it reaches.
        is_read: Whether something was read from it.
        ids: Of the places that begin with it.
        is_above: Whether it stands above, and reaches down to here.
    """

    text: str
    columns: int = 1
    is_read: bool = False
    ids: tuple[str, ...] = ()
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of a table, or a paragraph.

    Attributes:
        fields: Its cells from the first column to the last; one for a paragraph.
        number: Which row or paragraph it is, or "".
        after_gap: Whether something was left out before it.
    """

    fields: tuple[Field, ...]
    number: str
    after_gap: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of one table, or paragraphs, one after another.

    Attributes:
        is_table: Whether it is a table.
        strips: Its rows or paragraphs.
    """

    is_table: bool
    strips: tuple[Strip, ...]


def excerpt(lines: Sequence[tuple[str, Stand]], leaf: Leaf, withheld: Withheld) -> list[Stretch]:
    """Return what stands around the places of a leaf.

    Args:
        lines: The lines of the document, with where they stand.
        leaf: The leaf.
        withheld: What is never shown.
    """
    read = {index: held for index, (_, one) in enumerate(lines) if (held := _places(one, leaf.places))}
    kept = sorted({near for index in read for near in _near(lines, index)})
    stretches: list[list[int]] = []
    for index in kept:
        if not stretches or _block(lines[stretches[-1][-1]][1]) != _block(lines[index][1]):
            stretches.append([])
        stretches[-1].append(index)
    given: set[str] = set()
    return [_stretch(lines, held, read, withheld, given) for held in stretches]


def _places(stand: Stand, places: Iterable[Place]) -> list[Place]:
    return [place for place in places if _is_at(stand, place)]


def _is_at(stand: Stand, place: Place) -> bool:
    """Tell whether a line stands at a place, in part at least."""
    if place.file != stand.file:
        return False
    if place.sheet:
        return stand.name == place.sheet and any(within(one.address, place.cells) for one in stand.cells)
    if place.table:
        return stand.table == place.table and place.rows[0] <= stand.row <= place.rows[1]
    if place.rows[0]:
        numbers = [_csv_row(one.address) for one in stand.cells]
        return any(place.rows[0] <= number <= place.rows[1] for number in numbers)
    return not stand.table and place.paragraphs[0] <= stand.paragraph <= place.paragraphs[1]


def _csv_row(address: str) -> int:
    """Return the row of an address as RFC 7111 writes it (``row=5;col=3``), 0 for another."""
    number = address.removeprefix("row=").partition(";")[0]
    return int(number) if number.isdecimal() else 0


def _block(stand: Stand) -> tuple[int, int]:
    return stand.part, stand.table


def _near(lines: Sequence[tuple[str, Stand]], index: int) -> Iterator[int]:
    """Yield the lines that are shown because of one: those beside it, and the heads of its table."""
    here = _block(lines[index][1])
    for near in range(max(0, index - _BESIDE), min(len(lines), index + _BESIDE + 1)):
        if _block(lines[near][1]) == here:
            yield near
    if lines[index][1].table:
        first = index
        while first and _block(lines[first - 1][1]) == here:
            first -= 1
        yield from range(first, min(first + _HEADS, index))


def _stretch(
    lines: Sequence[tuple[str, Stand]],
    held: list[int],
    read: dict[int, list[Place]],
    withheld: Withheld,
    given: set[str],
) -> Stretch:
    strips = []
    columns = max(max((c.column + c.columns for c in lines[index][1].cells), default=1) for index in held)
    for place, index in enumerate(held):
        text, stand = lines[index]
        after_gap = bool(place) and held[place - 1] != index - 1
        if stand.table:
            fields = _fields(stand, read.get(index, []), withheld, given)
            above = _above(lines, index, withheld) if after_gap or not place else []
            strips.append(Strip(_row([*fields, *above], columns), _row_number(stand), after_gap))
        else:
            ids = _given([anchor(one) for one in read.get(index, [])], given)
            field = Field(withheld.text(text, stand), is_read=index in read, ids=ids)
            strips.append(Strip((field,), str(stand.paragraph), after_gap))
    return Stretch(bool(lines[held[0]][1].table), tuple(strips))


def _row_number(stand: Stand) -> str:
    """Return the number of a row as the sheet or file counts it, else as its table does."""
    address = stand.cells[0].address if stand.cells else ""
    digits = str(_csv_row(address) or "") or address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return digits if digits.isdecimal() else str(stand.row)


def _fields(
    stand: Stand, places: list[Place], withheld: Withheld, given: set[str]
) -> list[tuple[int, Field]]:
    """Return the cells of a row with their columns."""
    found = []
    for cell in stand.cells:
        here = [one for one in places if not one.cells or within(cell.address, one.cells)]
        text = MARK if withheld.hides(cell, stand) else cell.text
        ids = _given([anchor(one) for one in here], given)
        found.append((cell.column, Field(text, cell.columns, is_read=bool(here), ids=ids)))
    return found


def _given(ids: list[str], given: set[str]) -> tuple[str, ...]:
    """Return the ids that nothing on the leaf has yet."""
    new = tuple(dict.fromkeys(one for one in ids if one not in given))
    given.update(new)
    return new


def _above(lines: Sequence[tuple[str, Stand]], index: int, withheld: Withheld) -> list[tuple[int, Field]]:
    """Return the cells of rows above that reach down to a row."""
    stand = lines[index][1]
    top = stand.cells[0].row if stand.cells else 0
    found = []
    for before in range(index - 1, -1, -1):
        other = lines[before][1]
        if _block(other) != _block(stand):
            break
        found += [
            (
                cell.column,
                Field(MARK if withheld.hides(cell, other) else cell.text, cell.columns, is_above=True),
            )
            for cell in other.cells
            if cell.row + cell.rows > top
        ]
    return found


def _row(fields: list[tuple[int, Field]], columns: int) -> tuple[Field, ...]:
    """Return the cells of a row, those that print nothing among them."""
    found: list[Field] = []
    end = 0
    for column, field in sorted(fields, key=lambda one: one[0]):
        if column >= end:
            found += [Field("")] * (column - end)
            found.append(replace(field, columns=max(1, min(field.columns, columns - column))))
            end = column + field.columns
    return (*found, *[Field("")] * (columns - end))
