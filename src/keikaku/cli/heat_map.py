"""The audit on a terminal: a heat map that letters tell as well as colours, and ten lines of summary."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from keikaku.audit.compare import units
from keikaku.audit.model import GOALS, Audit, MeasureRow, View
from keikaku.audit.summary import summary_rows
from keikaku.audit.tables import tables, title
from keikaku.audit.words import SEVERITIES, pick, word
from keikaku.documents.places import shown as shown_place
from keikaku.graph.states import LINKED, STANDINGS, Status, unlinked
from keikaku.ground.messages import Language, sentence

_STYLES = {
    Status.DECLARED: "bold white on dark_green",
    Status.CONFIRMED: "bold white on green4",
    Status.INHERITED: "black on light_green",
    Status.SUGGESTED: "black on khaki1",
    Status.UNREADABLE: "black on plum2",
    Status.GENERAL: "black on light_sky_blue1",
    Status.ABSENT: "dim",
}
_MOST = 60
"""Measures that fit on a screen or two; of more, the map shows what they have in common."""


def show(audit: Audit, console: Console, language: Language) -> None:
    """Print the heat map and the summary."""
    console.print(title(audit, language), style="bold")
    if audit.view is View.SDGS:
        console.print(heat_map(audit, language))
        console.print(_legend(language))
    else:
        _show_agreement(audit, console, language)
    grid = Grid.grid(padding=(0, 2))
    for item, value in summary_rows(audit, language):
        grid.add_row(Text(item, style="bold"), Text(value))
    console.print(grid)


def _show_agreement(audit: Audit, console: Console, language: Language) -> None:
    """Print what is known of the plans, and what they say differently, each with its places."""
    for table in tables(audit, language):
        if table.name == "inventory":
            grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
            shown = [place for place, column in enumerate(table.columns) if column.kind != "long"]
            for place in shown:
                grid.add_column(table.columns[place].head, overflow="fold")
            for row in table.rows:
                grid.add_row(*(Text("" if row[place] is None else str(row[place])) for place in shown))
            console.print(grid)
    for one in audit.findings:
        line = Text(f"{one.number:>4} ")
        line.append(pick(SEVERITIES[str(one.severity)], language), style="bold")
        line.append(f" {one.said.text(language)}")
        places = "; ".join(shown_place(source, language) for source in one.sources[:3])
        line.append(f"  {places}" if places else "", style="dim")
        console.print(line)


def heat_map(audit: Audit, language: Language) -> Grid:
    """Return the map: measures, or where there are too many, municipalities or headings, by goal."""
    grid = Grid(box=None, pad_edge=False, header_style="bold", padding=(0, 0, 0, 1))
    many = len(audit.measures) > _MOST
    towns = len(audit.municipalities) > 1
    head = "municipality" if many and towns else "heading" if many else "measure"
    grid.add_column(word(head, language), overflow="ellipsis", no_wrap=True, max_width=44)
    for goal in GOALS:
        grid.add_column(str(goal), justify="right", no_wrap=True, min_width=2)
    if not many:
        for row in audit.measures:
            grid.add_row(Text(f"{row.number} {row.ref.label}".strip()), *map(_letter, _statuses(row)))
    elif towns:
        for unit in units(audit):
            grid.add_row(Text(unit.label), *(_count(unit.tallies[goal].measures) for goal in GOALS))
    else:
        for heading, rows in _headings(audit.measures).items():
            grid.add_row(Text(heading), *(_count(_counts(rows, goal)) for goal in GOALS))
    return grid


def _statuses(row: MeasureRow) -> list[Status]:
    return [row.at(goal) for goal in GOALS]


def _letter(status: Status) -> Text:
    return Text(status.sign, style=_STYLES[status])


def _headings(rows: Sequence[MeasureRow]) -> dict[str, list[MeasureRow]]:
    found: dict[str, list[MeasureRow]] = {}
    for row in rows:
        found.setdefault(row.heading, []).append(row)
    return found


def _counts(rows: Sequence[MeasureRow], goal: int) -> dict[Status, int]:
    return {status: sum(row.at(goal) is status for row in rows) for status in STANDINGS}


def _count(counts: dict[Status, int]) -> Text:
    """Return how many measures are linked, in the style of the surest link; else the letter of what is not."""
    linked = [status for status in LINKED if counts.get(status)]
    if linked:
        return Text(str(sum(counts[status] for status in linked)), style=_STYLES[linked[0]])
    lost, general = (bool(counts.get(one)) for one in (Status.UNREADABLE, Status.GENERAL))
    return _letter(unlinked(unreadable=lost, general=general))


def _legend(language: Language) -> Text:
    legend = Text()
    for status in STANDINGS:
        legend.append(status.sign, style=_STYLES[status])
        legend.append(f" {status.word(language)}  ")
    legend.append("/ 1, 2 … " + (sentence("cli.measures-with-link", language)))
    return legend
