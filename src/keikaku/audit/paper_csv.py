"""The tables as CSV files, and the whole audit as JSON."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from keikaku.audit.follow_up import NOTES
from keikaku.audit.model import GOALS, Audit
from keikaku.audit.tables import command_of
from keikaku.audit.tabular import CellValue, Table
from keikaku.ground.spreadsheet_text import neutral


def csv_bytes(table: Table) -> bytes:
    """Return a table as CSV: UTF-8 with a mark that spreadsheets look for, no cell a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([neutral(column.head) for column in table.columns])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return buffer.getvalue().encode("utf-8-sig", "backslashreplace")


def _cell(cell: CellValue) -> CellValue:
    if isinstance(cell, float):
        return round(cell, 6)
    return neutral(cell) if isinstance(cell, str) else cell


def as_json(audit: Audit) -> dict[str, Any]:
    """Return an audit as JSON values; money that is divided is rounded to yen."""
    measures = []
    notes = {one.now.number: dict(one.earlier.notes) for one in audit.followed or () if one.now}
    for row in audit.measures:
        made = asdict(row)
        made["statuses"] = {str(goal): row.at(goal) for goal in GOALS}
        measures.append(made)
    return {
        "provenance": asdict(audit.provenance),
        "municipalities": [{"code": one.code, **asdict(one.ref)} for one in audit.municipalities],
        "plans": [asdict(plan) for plan in audit.plans],
        "goals": {str(goal): asdict(tally) for goal, tally in audit.tallies.items()},
        "money": {"yen": audit.yen, "linked": audit.linked_yen},
        "measures": measures,
        "strategy": [asdict(row) for row in audit.strategy],
        "view": audit.view,
        "inventory": [
            {"municipality": one.code, **asdict(plan)}
            for one in audit.municipalities
            for plan in one.inventory
        ],
        "findings": [
            asdict(one)
            | {"en": one.en, "ja": one.ja, "command": command_of(one, audit.provenance.data)}
            | (notes.get(one.number) or dict.fromkeys(NOTES, ""))
            for one in audit.findings
        ],
        "follow_up": [
            {"became": one.became, "now": one.now.number if one.now else None, **asdict(one.earlier)}
            for one in audit.followed or ()
        ],
        "samples": [
            {"municipality": one.code, **asdict(sample)}
            for one in audit.municipalities
            for sample in one.samples
        ],
        "signed": asdict(audit.signed),
    }


def json_bytes(audit: Audit) -> bytes:
    """Return an audit as a JSON file."""
    text = json.dumps(as_json(audit), ensure_ascii=False, indent=1, default=_plain)
    return f"{text}\n".encode("utf-8", "backslashreplace")


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return round(value)
    raise TypeError(type(value))
