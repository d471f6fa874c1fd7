"""What ``keikaku check`` says of tables by the open-data definition, and ``keikaku export`` writes of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from keikaku.asking.opendata.files import write_csv, write_parquet
from keikaku.asking.opendata.reading_back import Checked, check
from keikaku.asking.opendata.rows import store_rows
from keikaku.cli.show import console_for, tell
from keikaku.ground.errors import OutputError
from keikaku.ground.messages import SEPARATORS, Language, say
from keikaku.store.folder import Store

FORMATS = {"csv": write_csv, "parquet": write_parquet}
"""What is several files: tables by the definition."""


def export(store: Store, format_: str, output: Path | None) -> None:
    """Write the tables of a store.

    Raises:
        OutputError: No folder is named, or a file cannot be written.
        MissingExtraError: What writes them is not installed.
    """
    if output is None:
        raise OutputError("opendata.need-folder", format=format_)
    for path in FORMATS[format_](store_rows(store), output):
        print(path)


def check_tables(paths: Sequence[Path], language: Language) -> int:
    """Check tables and show what is not as it should be; return the exit status."""
    console = console_for()
    found = check(paths)
    for one in found:
        _show(console, one, language)
    return int(any(one.fault_count for one in found))


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
