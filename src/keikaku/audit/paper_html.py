"""The paper as one HTML page that needs nothing else: no network, no server, and no script to be read."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from keikaku.asking.evidence.licences import licence_name
from keikaku.audit.clips import MOST, Clip
from keikaku.audit.flow import picture
from keikaku.audit.model import GOALS, Audit, View
from keikaku.audit.summary import summary_rows
from keikaku.audit.tables import tables, title
from keikaku.audit.tabular import CellValue, Column, Table
from keikaku.audit.words import COLOURS, SEVERITIES, goal_names, pick, text_colour, word
from keikaku.graph.states import STANDINGS
from keikaku.ground.errors import MissingExtraError
from keikaku.ground.hyperlinks import ADDRESS, is_address
from keikaku.ground.messages import Language, pair

FIRST_ROWS = 200
"""Rows of a table that stand on the page itself; the script shows the rest."""
_FOLDER = Path(__file__).parent / "page"


def html_bytes(audit: Audit, language: Language, clips: Mapping[int, Sequence[Clip]] | None = None) -> bytes:
    """Return the paper as an HTML page, the same bytes for the same audit.

    Args:
        audit: The audit.
        language: Of the page.
        clips: The print of findings, by their numbers.

    Raises:
        MissingExtraError: Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="HTML", package="jinja2", extra="audit"
        ) from None
    page = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page.filters |= {"shown": shown, "cell_class": cell_class}
    page.tests["address"] = is_address
    text = page.get_template("paper.html.j2").render(**_context(audit, language, clips or {}))
    return text.encode("utf-8", "xmlcharrefreplace")


def _context(audit: Audit, language: Language, clips: Mapping[int, Sequence[Clip]]) -> dict[str, Any]:
    from markupsafe import Markup

    style = (_FOLDER / "paper.css").read_text(encoding="utf-8") + _goal_styles()
    script = (_FOLDER / "paper.js").read_text(encoding="utf-8")
    made = {table.name: _without_the_same(table, audit, language) for table in tables(audit, language)}
    return {
        "language": language,
        "say": lambda name: word(name, language),
        "both": lambda ja, en: ja if language == "ja" else en,
        "style": Markup(style),  # noqa: S704 - a file of ours
        "script": Markup(script),  # noqa: S704 - a file of ours
        "policy": _policy(style, script, pictures=bool(clips)),
        "clips": clips,
        "most_clips": MOST,
        "shown_findings": [one for one in audit.findings if one.number in clips],
        "severities": {name: pick(pair, language) for name, pair in SEVERITIES.items()},
        "licence_name": licence_name,
        "audit": audit,
        "title": title(audit, language),
        "summary": summary_rows(audit, language),
        "tables": made,
        "order": [name for name in made if name not in ("summary", "goals", "matrix", "provenance")],
        "goal_names": goal_names(language),
        "goals": list(GOALS),
        "statuses": [
            (one.sign, one.value, one.word(language), one.definition(language)) for one in STANDINGS
        ],
        "picture": picture(audit, language) if audit.view is View.SDGS else None,
        "most_yen": max((tally.yen for tally in audit.tallies.values()), default=0),
        "first_rows": FIRST_ROWS,
        "data": _data,
        "wordings": json.dumps(_wordings(language) | {"classes": _classes()}, ensure_ascii=False),
    }


def _without_the_same(table: Table, audit: Audit, language: Language) -> Table:
    """Return a table without the columns that would say the same in every row of the page."""
    same = set()
    if len(audit.municipalities) == 1:
        same.add(word("municipality", language))
    if len({row.plan for row in audit.measures}) == 1 and table.name in ("matrix", "cells"):
        same.add(word("plan", language))
    if table.name == "matrix" and not any(row.number for row in audit.measures):
        same.add(word("number", language))
    kept = [index for index, column in enumerate(table.columns) if column.head not in same]
    if table.name == "matrix":  # what the goals are about stands beside them, where it belongs to after them
        behind = {word(name, language) for name in ("municipality", "plan", "heading")}
        kept.sort(key=lambda index: table.columns[index].head in behind)
    rows = [[row[index] for index in kept] for row in table.rows]
    return Table(table.name, table.title, [table.columns[index] for index in kept], rows)


def _goal_styles() -> str:
    return "".join(
        f".g{goal}{{background:{colour};color:{text_colour(colour)}}}"
        f"thead th.g{goal}{{background:{colour}}}"
        f"rect.f{goal}{{fill:{colour}}}path.f{goal}{{stroke:{colour};stroke-opacity:.6}}"
        for goal, colour in enumerate(COLOURS, 1)
    )


def _policy(style: str, script: str, *, pictures: bool) -> str:
    """Return a content security policy under which nothing but the page's own style and script runs."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        f"{'img-src data:; ' if pictures else ''}base-uri 'none'; form-action 'none'"
    )


@cache
def _classes() -> dict[str, str]:
    """Return the class of the cells of each sign, the surest first."""
    return {one.sign: f"s-{one.value}" for one in STANDINGS}


def _wordings(language: Language) -> dict[str, str]:
    pairs = {
        "filter": pair("audit.filter", first="ja"),
        "rows": pair("audit.rows", first="ja"),
        "of": ("/", "of"),
        "more": pair("audit.show-more", first="ja"),
        "sort": pair("audit.sort", first="ja"),
        "all": pair("audit.show-all-before-printing", first="ja"),
    }
    return {name: pick(pair, language) for name, pair in pairs.items()} | {"address": ADDRESS}


def shown(cell: CellValue, column: Column) -> str:
    """Return a cell as text."""
    if cell is None:
        return "–"
    if column.kind == "percent" and isinstance(cell, int | float):
        return f"{cell:.1%}"
    return f"{cell:,.0f}" if isinstance(cell, int | float) else cell


def cell_class(cell: CellValue, column: Column) -> str:
    """Return the class of a cell: how it is aligned and coloured."""
    if column.kind == "status":
        return f"s {_classes().get(str(cell), '')}".strip()
    return {"text": "", "name": "m", "long": "l", "iri": "i"}.get(column.kind, "n")


def _data(table: Table) -> str:
    """Return the rows of a long table as JSON that cannot end the element it stands in."""
    kinds = [column.kind for column in table.columns]
    rows = [
        [shown(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows
    ]
    text = json.dumps({"kinds": kinds, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
