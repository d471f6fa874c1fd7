"""Repairs of cells, as plan.yml declares them for a kind of tables: done on the cells, before records are made of them.

What is read otherwise than it is printed keeps its print. A figure over several cells is put together only where what
stands beside it leaves one reading (:mod:`keikaku.reading.tables.split`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from keikaku.ground.messages import Message, say
from keikaku.ground.text.folding import fold
from keikaku.reading.model import Finding
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.kinds import CellRepairs, TableKind
from keikaku.reading.tables.result import Column, Item, Value
from keikaku.reading.tables.split import decimals, of_like_size, read_pair, wrong_side
from keikaku.reading.tables.vocabulary import FIGURES
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.numbers import figure, figure_or_words, is_no_value, number
from keikaku.reading.words import direction_of

_WIDE = frozenset({"unit", "baseline", "interim", "target"})
"""Roles of columns whose cells the extraction cuts in two."""
_APART = " | "
_WHOLE = 100
"""The whole, in percent."""
_PAIR = 2
"""A baseline and a target."""


def without_debris(grid: Grid, kinds: Iterable[TableKind]) -> Grid:
    """Return a grid without the marks of a border at the ends of its figures and years, where a kind declares such marks."""
    debris = "".join(kind.repairs.debris for kind in kinds if kind.repairs)
    if not debris:
        return grid
    plain = (_plain(cell, debris) for cell in grid.cells if cell.text.strip(debris + " \u3000"))
    return replace(grid, cells=tuple(plain))


def _plain(cell: GridCell, debris: str) -> GridCell:
    text = cell.text.strip(debris + " \u3000")
    told = text != cell.text.strip() and (figure(text) is not None or fiscal_year(text) is not None)
    return cell._replace(text=text, printed=cell.text) if told else cell


def widened(columns: Sequence[Column], repairs: CellRepairs | None) -> tuple[Column, ...]:
    """Return columns, one that no head stands over taken as part of the one at its left, whose cells may be cut in two."""
    done: list[Column] = []
    for column in columns:
        left = done[-1] if done else None
        cut = repairs and repairs.split and left and left.role in _WIDE and not column.cells
        done.append(left._replace(at=column.at) if cut and left else column)
    return tuple(done)


def mended(item: Item, repairs: CellRepairs) -> tuple[list[Value], list[Finding]]:
    """Return what is said of an indicator with the repairs made, and what a person should know of them."""
    values = [_signed(value, repairs) for value in item.values]
    unit = _unit([value for value in values if value.role == "unit"])
    values = [*unit, *(value for value in values if value.role != "unit")]
    if not repairs.split:
        return values, []
    values, findings = _joined(item, values)
    return values, [*findings, *_doubted(item, values)]


def left_in_parts(item: Item, columns: Sequence[Column]) -> tuple[list[Value], list[Finding]]:
    """Return what is said of a thing, figures that one row prints in several cells below one head left in their parts.

    Which figure they are, or whether they are several, only `repairs.split` may ask; what is read of one part is wrong.
    """
    heads = {column.at: column.cells for column in columns}
    parts: dict[object, list[Value]] = {}
    for value in item.values:
        cell = value.cells[0]
        figure = value.role in FIGURES and heads.get(cell.column) and any(map(str.isdigit, fold(value.text)))
        place = (value.role, value.year, value.stage, cell.row, heads[cell.column]) if figure else id(value)
        parts.setdefault(place, []).append(value)
    cut = [values for values in parts.values() if len({one.cells[0].column for one in values}) > 1]
    if not cut:
        return item.values, []
    whole = [_as_one(found, _APART.join(one.text.strip() for one in found)) for found in cut]
    taken = {id(one) for found in cut for one in found}
    rest = [value for value in item.values if id(value) not in taken]
    return [*rest, *whole], [_told(item, value, proved=False) for value in whole]


def _signed(value: Value, repairs: CellRepairs) -> Value:
    """Return a value whose whole cell is a misread sign as the sign."""
    printed = _APART.join(cell.printed for cell in value.cells if cell.printed)
    sign = repairs.signs.get(value.role, {}).get(value.text.strip())
    return replace(value, text=sign or value.text, printed=value.text if sign else printed)


def _unit(values: list[Value]) -> list[Value]:
    """Return the unit as one value: the same sign twice is one, different ones are two parts."""
    if len(values) < 2:
        return values
    whole = "".join(dict.fromkeys(value.text.strip() for value in values))
    return [_as_one(values, whole)]


def _joined(item: Item, values: list[Value]) -> tuple[list[Value], list[Finding]]:
    """Put together the figures that are printed over several cells."""
    direction = next((direction_of(one.text) for one in values if one.role == "desiredDirection"), None)
    unit = next((one.text for one in values if one.role == "unit"), "")
    parts = {role: [one for one in values if one.role == role] for role in ("baseline", "target")}
    if all(len(cells) < 2 for cells in parts.values()):
        return values, []
    prints = [[one.text for one in cells] for cells in parts.values()]
    done = [value for value in values if value.role not in parts]
    findings = []
    for (_role, cells), read in zip(
        parts.items(), read_pair(prints[0], prints[1], unit, direction, ""), strict=True
    ):
        if len(cells) < 2:
            done += cells
            continue
        text = read.printed if read.value is None else str(read.value)
        done.append(_as_one(cells, text))
        findings.append(_told(item, done[-1], proved=read.value is not None))
    return done, findings


def _doubted(item: Item, values: list[Value]) -> Iterator[Finding]:
    """Yield what is odd about figures that the extraction may have broken: no figure, or two that hardly belong together."""
    figures = [value for value in values if value.role in {"baseline", "target", "actual"}]
    unit = next((one.text for one in values if one.role == "unit"), "")
    for value in figures:
        if not value.printed and figure_or_words(value.text) is None and not is_no_value(value.text):
            yield _warned(
                item, say("rules.figure-doubtful.unread", prints=value.text, name=_name(item)), [value]
            )
        yield from _far_off(item, value, figures, unit)
    pair = [value for value in figures if value.role != "actual"]
    baseline, target = (
        number(next((one.text for one in pair if one.role == role), "")) for role in ("baseline", "target")
    )
    if len(pair) != _PAIR or baseline is None or target is None:
        return
    direction = next((direction_of(one.text) for one in values if one.role == "desiredDirection"), None)
    odd = decimals(baseline) != decimals(target) or not of_like_size(baseline, target)
    if odd or wrong_side(baseline, target, direction):
        prints = f"{baseline} / {target}"
        yield _warned(item, say("rules.figure-pair", prints=prints, name=_name(item)), pair)
    if len({len(value.cells) > 1 for value in pair}) > 1:
        prints = " / ".join(value.text for value in pair)
        yield _warned(item, say("rules.figure-beside-split", prints=prints, name=_name(item)), pair)  # fmt: skip


def _far_off(item: Item, value: Value, figures: Sequence[Value], unit: str) -> Iterator[Finding]:
    """Yield a share above the whole, and an actual that has not about as many digits as any figure beside it."""
    read, others = number(value.text), [number(one.text) for one in figures if one.role != "actual"]
    beside = [one for one in others if one is not None]
    far = value.role == "actual" and beside and read and not any(of_like_size(read, one) for one in beside)
    if read is not None and (far or (fold(unit) == "%" and read > _WHOLE)):
        yield _warned(item, say("rules.figure-actual", prints=value.text, name=_name(item)), [value])


def _name(item: Item) -> str:
    return item.label.text if item.label else ""


def _warned(item: Item, said: Message, values: list[Value]) -> Finding:
    label = item.label.lines if item.label else ()
    return Finding.of(said, (line for value in values for line in (*label, *value.lines)))


def _as_one(values: list[Value], text: str) -> Value:
    cells = tuple(cell for value in values for cell in value.cells)
    printed = _APART.join(value.printed or value.text.strip() for value in values)
    return replace(values[0], text=text, cells=cells, printed=printed)


def _told(item: Item, value: Value, *, proved: bool) -> Finding:
    said = say(
        "rules.figure-joined" if proved else "rules.figure-doubtful",
        role=value.role,
        text=value.text,
        name=_name(item),
        printed=value.printed,
    )
    return Finding.of(said, value.lines)
