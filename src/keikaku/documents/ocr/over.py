"""Text that a file prints over a scan, such as a page number or a stamp, laid among what is recognised in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from keikaku.documents.form import Block, Box, PrintedLine, Table


def laid_over(own: Sequence[Block], found: Sequence[Block]) -> list[Block]:
    """Return what is recognised on a page with its file's own text where it stands: in its cell, else by height.

    Args:
        own: The blocks that the file prints.
        found: The blocks that were recognised in the picture below them, in reading order.
    """
    blocks = list(found)
    for block in own:
        at = next((at for at, one in enumerate(blocks) if _holds(one, block)), None)
        table = blocks[at] if at is not None else None
        if at is not None and isinstance(table, Table) and isinstance(block, PrintedLine):
            blocks[at] = _with(table, block)
        else:
            below = (
                at for at, one in enumerate(blocks) if one.box and block.box and one.box.top > block.box.top
            )
            blocks.insert(next(below, len(blocks)), block)
    return blocks


def _holds(one: Block, block: Block) -> bool:
    """Return whether a block is a line in a cell of a table."""
    return isinstance(one, Table) and any(_is_in(block.box, cell.box) for cell in one.cells)


def _is_in(box: Box | None, cell: Box | None) -> bool:
    return (
        box is not None
        and cell is not None
        and cell.holds((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    )


def _with(table: Table, line: PrintedLine) -> Table:
    """Return a table with a line in the cell that it stands in."""
    cells = (
        replace(
            cell, lines=tuple(sorted((*cell.lines, line), key=lambda one: one.box.top if one.box else 0.0))
        )
        if _is_in(line.box, cell.box)
        else cell
        for cell in table.cells
    )
    return replace(table, cells=tuple(cells))
