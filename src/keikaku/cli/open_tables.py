"""What ``keikaku check`` says of tables by the open-data definition, and ``keikaku export`` writes of them."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console

from keikaku.asking.opendata import stratml, stratml_reading
from keikaku.asking.opendata.files import csv_lines, write_csv, write_parquet
from keikaku.asking.opendata.reading_back import Checked, check, table_of
from keikaku.asking.opendata.rows import made_of_rows, store_rows
from keikaku.cli.show import console_for, tell
from keikaku.ground.errors import OutputError
from keikaku.ground.messages import SEPARATORS, Language, say
from keikaku.store.folder import Store

_Write = Callable[[Store, Path, int], Iterable[Path]]

FORMATS: dict[str, _Write] = {
    "csv": lambda store, to, processes: write_csv(made_of_rows(csv_lines, store, processes=processes), to),
    "parquet": lambda store, to, processes: write_parquet(store_rows(store, processes=processes), to),
    "stratml": lambda store, to, processes: stratml.write_files(store_rows(store, processes=processes), to),
}
"""What is several files: tables by the definition, and a plan a file."""


def export(store: Store, format_: str, output: Path | None, language: Language) -> None:
    """Write the tables of a store.

    Raises:
        OutputError: No folder is named, or a file cannot be written.
        MissingExtraError: What writes them is not installed.
    """
    if output is None:
        raise OutputError("opendata.need-folder", format=format_)
    for path in (written := FORMATS[format_](store, output, os.cpu_count() or 1)):
        print(path)
        if isinstance(written, dict) and (lost := +written[path]):
            print(f"  {_lost(lost, language)}")


def check_tables(paths: Sequence[Path], language: Language) -> int:
    """Check tables and documents of StratML, and show what is not as it should be; return the exit status.

    Raises:
        InputError: A file cannot be read, or is refused.
    """
    console = console_for()
    for path in filter(stratml_reading.is_stratml, paths):
        _show_stratml(console, path, language)
    found = check(paths)
    for one in found:
        _show(console, one, language)
    return int(any(one.fault_count for one in found))


def is_ours(path: Path) -> bool:
    """Tell whether a file is a table by the definition, or of StratML."""
    return table_of(path) is not None or stratml_reading.is_stratml(path)


def _show_stratml(console: Console, path: Path, language: Language) -> None:
    held = stratml_reading.read(path)
    counts = {name: len(held.rows[name]) for name in ("elements", "figures", "money")}
    plan = next((str(row["plan"]) for row in held.rows["elements"]), "-")
    tell(console, 0, str(path), "bold")
    tell(console, 2, say("opendata.stratml", plan=plan, **counts).text(language), "green")
    if lost := +held.lost:
        tell(console, 2, _lost(lost, language), "yellow")


def _lost(lost: Counter[str], language: Language) -> str:
    counts = SEPARATORS[language].join(f"{name} {count:,}" for name, count in sorted(lost.items()))
    return say("opendata.lost", counts=counts).text(language)


def _show(console: Console, one: Checked, language: Language) -> None:
    tell(console, 0, str(one.path), "bold")
    table, comma = one.table.labels[language], SEPARATORS[language]
    counts = comma.join(f"{name} {count:,}" for name, count in sorted(one.counts.items()))
    if one.fault_count:
        said = say("opendata.faults", table=table, rows=one.rows, count=one.fault_count)
    else:
        said = say("opendata.conforms", table=table, rows=one.rows, counts=counts or "-")
    tell(console, 2, said.text(language), "red" if one.fault_count else "green")
    if one.yen:
        sums = comma.join(f"{year}: {yen:,}" for year, yen in sorted(one.yen.items()))
        tell(console, 2, say("opendata.yen", sums=sums).text(language))
    for fault in sorted(one.faults, key=lambda fault: fault.line):
        text = say("opendata.fault", line=fault.line, said=fault.said) if fault.line else fault.said
        tell(console, 2, text.text(language), "red")
    if one.fault_count > len(one.faults):
        tell(console, 2, say("opendata.more-faults", count=one.fault_count - len(one.faults)).text(language))
