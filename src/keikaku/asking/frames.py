"""Rows of terms as values and tables that a notebook takes: dataclasses, Arrow, pandas, polars.

A column has one type. Where every term of it is a number, a year, a date or a truth, it is a column of those;
anything else, and a column that is empty, is text. Nothing is rounded: a number that its type cannot hold makes its
column text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, make_dataclass
from datetime import date
from decimal import Decimal
from keyword import iskeyword
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from keikaku.ground.errors import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Value = str | int | float | Decimal | bool | date | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WIDEST = 38  # digits of the decimals that Arrow, pandas and polars share


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-04-01")


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type of column: whether a literal is written as it wants, and its value."""

    fits: Callable[[str], object]
    value: Callable[[str], Value]
    type: type


_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_INTEGER = _Kind(re.compile(r"[+-]?[0-9]{1,4000}").fullmatch, int, int)  # the most that int() takes is 4300
_DECIMAL = _Kind(re.compile(_NUMBER).fullmatch, Decimal, Decimal)
_FLOAT = _Kind(re.compile(rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN").fullmatch, float, float)
_YEAR = _Kind(re.compile(r"[0-9]{4}").fullmatch, int, int)
_DATE = _Kind(_is_date, date.fromisoformat, date)
_TRUTH = _Kind(re.compile(r"true|false|0|1").fullmatch, lambda text: text in ("true", "1"), bool)
_TEXT = _Kind(str, str, str)
_KINDS = {
    "integer": _INTEGER,
    "decimal": _DECIMAL,
    "double": _FLOAT,
    "float": _FLOAT,
    "gYear": _YEAR,
    "date": _DATE,
    "boolean": _TRUTH,
}
_SUBTYPE_OF_INTEGER = re.compile(
    "byte|int|long|short|unsigned(Byte|Int|Long|Short)|(negative|nonNegative|nonPositive|positive)Integer"
)


def value(term: object) -> Value:
    """Return a term as a value of Python; what is not written as its type says stays text.

    >>> value(ox.Literal("2024", datatype=ox.NamedNode(_XSD + "gYear")))
    2024
    """
    return None if term is None else _kind(term).value(_text(term))


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else str(term)


def _kind(term: object) -> _Kind:
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(_XSD):
        return _TEXT
    name = term.datatype.value.removeprefix(_XSD)
    kind = _KINDS.get("integer" if _SUBTYPE_OF_INTEGER.fullmatch(name) else name, _TEXT)
    return kind if kind.fits(term.value) else _TEXT


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    type: type
    values: list[Value]


def _columns(names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[_Column]:
    cells: list[list[object]] = [[] for _name in names]
    for row in rows:
        for column, cell in zip(cells, row, strict=True):
            column.append(cell)
    return [_column(name, column) for name, column in zip(names, cells, strict=True)]


def _column(name: str, cells: Sequence[object]) -> _Column:
    kinds = {id(kind): kind for kind in (_kind(cell) for cell in cells if cell is not None)}
    found = list(kinds.values())
    if len(found) == 2 and _INTEGER in found and _DECIMAL in found:
        found = [_DECIMAL]
    kind = found[0] if len(found) == 1 else _TEXT
    values = [None if cell is None else kind.value(_text(cell)) for cell in cells]
    if kind.type in (int, Decimal) and _digits(values)[0] > _WIDEST:
        return _Column(name, str, [None if cell is None else _text(cell) for cell in cells])
    return _Column(name, kind.type, values)


def _digits(values: Iterable[Value]) -> tuple[int, int]:
    """Return how many digits numbers need in all, and how many of them after the point."""
    whole, part = 1, 0
    for number in (Decimal(one) for one in values if isinstance(one, int | Decimal)):
        _sign, digits, exponent = number.as_tuple()
        whole, part = max(whole, len(digits) + int(exponent)), max(part, -int(exponent))
    return whole + part, part


def rows(names: Sequence[str], found: Iterable[Sequence[object]]) -> list[Any]:
    """Return rows as frozen dataclasses with a typed field per column."""
    columns = _columns(names, found)
    fields = [(field, column.type | None) for field, column in zip(_fields(names), columns, strict=True)]
    row = make_dataclass("Row", fields, frozen=True, slots=True)
    return [row(*values) for values in zip(*(column.values for column in columns), strict=True)]


def _fields(names: Iterable[str]) -> Iterator[str]:
    """Yield names that Python takes for attributes, each once."""
    seen = set[str]()
    for name in names:
        field = name if name.isidentifier() else f"_{name}"
        while iskeyword(field) or field in seen:
            field += "_"
        seen.add(field)
        yield field


def arrow(names: Sequence[str], found: Iterable[Sequence[object]]) -> pa.Table:
    """Return rows as an Arrow table.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    return _table(names, found, "arrow")


def pandas(names: Sequence[str], found: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Return rows as a pandas frame of types in which a missing number leaves the others whole.

    Raises:
        MissingExtraError: pandas or pyarrow is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="pandas()", package="pandas", extra="pandas"
        ) from None
    table = _table(names, found, "pandas")
    known = {
        "bool": pd.BooleanDtype(),
        "double": pd.Float64Dtype(),
        "int64": pd.Int64Dtype(),
        "string": pd.StringDtype("pyarrow"),
    }
    frame: pd.DataFrame = table.to_pandas(types_mapper=lambda one: known.get(str(one)) or pd.ArrowDtype(one))
    return frame


def polars(names: Sequence[str], found: Iterable[Sequence[object]]) -> pl.DataFrame:
    """Return rows as a polars frame.

    Raises:
        MissingExtraError: polars or pyarrow is not installed.
    """
    try:
        import polars as pl
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="polars()", package="polars", extra="polars"
        ) from None
    return pl.DataFrame(_table(names, found, "polars"))


def _table(names: Sequence[str], found: Iterable[Sequence[object]], extra: str) -> pa.Table:
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what=f"{extra}()", package="pyarrow", extra=extra
        ) from None
    columns = _columns(names, found)
    arrays = [pa.array(column.values, type=_arrow_type(pa, column)) for column in columns]
    return pa.table(arrays, names=[column.name for column in columns])


def _arrow_type(pa: ModuleType, column: _Column) -> Any:
    """Return the narrowest type of Arrow that holds every value of a column exactly."""
    if column.type is Decimal or (column.type is int and not _fits(column.values)):
        return pa.decimal128(_WIDEST, _digits(column.values)[1])
    types = {int: pa.int64, float: pa.float64, bool: pa.bool_, date: pa.date32}
    return types.get(column.type, pa.string)()


def _fits(values: Iterable[Value]) -> bool:
    """Tell whether whole numbers fit into 64 bits."""
    return all(-(2**63) <= one < 2**63 for one in values if isinstance(one, int))
