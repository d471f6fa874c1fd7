"""Rows of one indicator for several groups (男性, 女性; 小学生, 中学生): each is an indicator of its own, named with its group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from keikaku.ground.text.folding import key
from keikaku.reading.tables.grid import GridCell
from keikaku.reading.tables.result import Column, Item
from keikaku.reading.tables.vocabulary import CATEGORY, CLASSES, FIGURES, GROUP
from keikaku.reading.tables.wrapping import Piece
from keikaku.reading.values.numbers import figure, is_no_value


def group_of(columns: Sequence[Column], pieces: Mapping[int, Piece]) -> Piece | None:
    """Return what a row says of which group its figures are: the one text between names and figures without a role."""
    first = min((column.at for column in columns if column.role in FIGURES), default=0)
    names = max(
        (column.at for column in columns if column.role in CLASSES and column.at < first), default=first
    )
    told = [
        pieces[column.at]
        for column in columns[names + 1 : first]
        if column.role in {"", CATEGORY, GROUP} and column.at in pieces
    ]
    plain = [one for one in told if figure(one.text) is None and not is_no_value(one.text)]
    return plain[0] if len(plain) == 1 else None


def is_of_another(item: Item, columns: Sequence[Column], pieces: Mapping[int, Piece]) -> bool:
    """Tell whether a row prints another figure for a column of figures of which its thing has one."""
    held = {cell.column for value in item.values if value.role in FIGURES for cell in value.cells}
    return any(column.at in pieces and column.at in held for column in columns if column.role in FIGURES)


def name_by_groups(items: Iterable[Item], groups: Mapping[int, Piece]) -> list[GridCell]:
    """Give indicators of one name the groups that their rows say behind it, where all differ by these.

    Args:
        items: The things of a table.
        groups: The groups, by the ids of their things.

    Returns:
        The cells of the groups that are in names now.
    """
    alike: dict[tuple[str, int], list[Item]] = {}
    for item in items:
        if item.of == "Indicator" and item.label:
            alike.setdefault((key(item.label.text), id(item.parent)), []).append(item)
    used: list[GridCell] = []
    for same in alike.values():
        said = [groups[id(item)] for item in same if id(item) in groups]
        if len(same) < 2 or len({key(one.text) for one in said}) < len(same):
            continue
        for item, group in zip(same, said, strict=True):
            if item.label:
                cells = (*item.label.cells, *group.cells)
                item.label = replace(item.label, text=f"{item.label.text}({group.text})", cells=cells)
                used.extend(group.cells)
    return used
