"""Tables: what kind each is, by its heads, and what its rows say of which thing.

The input is a :class:`Grid` and the kinds that plan.yml declares; the output says which kind, which rows are heads,
what each column is, which things the rows name and what they say of them, and where every cell went.
"""

from keikaku.reading.tables.declared import unmet
from keikaku.reading.tables.grid import Grid, GridCell
from keikaku.reading.tables.heads import fitting
from keikaku.reading.tables.kinds import NOTHING, OWNER, TableKind
from keikaku.reading.tables.result import Column, Item, NoKind, TableRead, Use, Value
from keikaku.reading.tables.segments import goes_on, read_tables
from keikaku.reading.tables.spaced import spaced_table

__all__ = [
    "NOTHING",
    "OWNER",
    "Column",
    "Grid",
    "GridCell",
    "Item",
    "NoKind",
    "TableKind",
    "TableRead",
    "Use",
    "Value",
    "fitting",
    "goes_on",
    "read_tables",
    "spaced_table",
    "unmet",
]
