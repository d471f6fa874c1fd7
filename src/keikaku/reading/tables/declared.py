"""What plan.yml declares of tables, held against what a document prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from keikaku.ground.messages import say
from keikaku.reading.settings import NotAllowedError
from keikaku.reading.tables.result import K, TableRead


def unmet(kinds: Mapping[str, K], tables: Iterable[TableRead[K]]) -> Iterator[NotAllowedError]:
    """Yield what plan.yml says of tables and the document has not, with the keys that lead to it.

    A role that no column has is a word that is misspelt, or one that this document does not print.

    Args:
        kinds: The kinds of plan.yml's key ``tables``, by name.
        tables: All tables of the document.
    """
    read = list(tables)
    for name, kind in kinds.items():
        own = [table for table in read if table.kind is kind]
        heads = [cell.text for table in own for column in table.columns for cell in column.cells]
        for role, word in kind.columns.items() if own else ():
            if not any(column.role == role for table in own for column in table.columns):
                shown = ", ".join(dict.fromkeys(heads))
                yield NotAllowedError(
                    say("reading.no-column-role-none", role=role, source=word.source, shown=shown),
                    "tables", name, "columns", role,
                )  # fmt: skip
