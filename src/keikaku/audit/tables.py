"""The tables of the paper: data, from which the workbook, the page and the CSV files are written."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from keikaku.asking import questions
from keikaku.audit.compare import Unit, period, spread, units
from keikaku.audit.extents import extent_word, told
from keikaku.audit.model import GOALS, Audit, AuditFinding, MeasureRow, View
from keikaku.audit.sheets import by_department, follow_up, register, samples, working_sheet
from keikaku.audit.summary import summary
from keikaku.audit.tabular import CellValue, Column, Table, few, labels_of, table_of, worded
from keikaku.audit.words import SEVERITIES, goal_names, pick, word
from keikaku.graph.states import STANDINGS, Status
from keikaku.ground.messages import Language, say


def tables(audit: Audit, language: Language) -> list[Table]:
    """Return all tables of an audit, in the order of the paper."""
    made = [make(audit, language) for make in _MAKERS[audit.view]]
    return [table for table in made if table.rows or table.name not in _ASKED_FOR]


def title(audit: Audit, language: Language) -> str:
    """Return what the paper is called."""
    return word("consistency_title" if audit.view is View.CONSISTENCY else "title", language)


def goals(audit: Audit, language: Language) -> Table:
    """Return what is done for each goal."""
    statuses = [Column(one.word(language), "number") for one in STANDINGS]
    table = table_of(
        "goals", language, Column(word("goal", language), "number"), "name", *statuses,
        Column(word("projects", language), "number"), Column(word("indicators", language), "number"),
        Column(word("yen", language), "yen"), Column(word("share", language), "yen"),
    )  # fmt: skip
    names = goal_names(language)
    for goal, tally in audit.tallies.items():
        counts: list[CellValue] = [tally.measures.get(one, 0) for one in STANDINGS]
        money: list[CellValue] = [tally.yen, round(tally.share)]
        table.rows.append([goal, names[goal], *counts, tally.projects, tally.indicators, *money])
    return table


def matrix(audit: Audit, language: Language) -> Table:
    """Return the measures with a letter for each goal."""
    table = table_of(
        "matrix", language, "municipality", "plan", "heading", "number", "measure", "status",
        *(Column(str(goal), "status") for goal in GOALS),
        Column(word("projects", language), "number"), Column(word("indicators", language), "number"),
        Column(word("yen", language), "yen"),
    )  # fmt: skip
    towns, plans = labels_of(audit)
    for row in audit.measures:
        letters: list[CellValue] = [row.at(goal).sign for goal in GOALS]
        head: list[CellValue] = [
            towns[row.municipality],
            plans[row.plan],
            row.heading,
            row.number,
            row.ref.label,
        ]
        status = status_words(row, language)
        table.rows.append([*head, status, *letters, row.projects, row.indicators, row.yen])
    return table


def status_words(row: MeasureRow, language: Language) -> str:
    """Return the surest status of a measure, and beside it that its own SDG field is unreadable."""
    surest = row.status.word(language)
    if row.rest is not Status.UNREADABLE or row.status is Status.UNREADABLE:
        return surest
    field = Status.UNREADABLE.word(language)
    return say("audit.status-with-field", status=surest, field=field).text(language)


def cells(audit: Audit, language: Language) -> Table:
    """Return every cell that has a link, with what stands behind it."""
    table = table_of(
        "cells", language, "municipality", "plan", "number", "measure", Column(word("goal", language), "number"),
        "stated", "status", Column(word("projects", language), "number"),
        Column(word("indicators", language), "number"), Column(word("yen", language), "yen"),
    )  # fmt: skip
    towns, plans = labels_of(audit)
    for row in audit.measures:
        head: list[CellValue] = [towns[row.municipality], plans[row.plan], row.number, row.ref.label]
        for goal, cell in row.cells.items():
            stated = ", ".join(sorted({text for one in cell.evidence for text in one.stated}))
            status = cell.status.word(language)
            table.rows.append([*head, goal, stated, status, cell.projects, cell.indicators, cell.yen])
    return table


def _finding_rows(audit: Audit, language: Language, found: list[AuditFinding]) -> list[list[CellValue]]:
    towns, plans = labels_of(audit)
    return [
        [
            one.number,
            pick(SEVERITIES[str(one.severity)], language),
            one.rule,
            one.ja if language == "ja" else one.en,
            towns[one.municipality],
            plans.get(one.plan, ""),
            few([ref.label for ref in one.elements]),
            few(worded(one.sources, language)),
            command_of(one, audit.provenance.data),
        ]
        for one in found
    ]


def command_of(finding: AuditFinding, data: Sequence[str]) -> str:
    """Return the command that finds a finding again.

    Args:
        finding: The finding.
        data: The options that name where the data are: ``--store plans.store``.
    """
    if not finding.query:
        shapes = ["--shapes"] if finding.rule.startswith("shape:") else []
        return shlex.join(["keikaku", "audit", *data, *shapes])
    asked = [part for name, value in finding.parameters for part in ("-p", f"{name}={value}")]
    return shlex.join(["keikaku", "query", finding.query, *asked, *data])


def _finding_table(name: str, language: Language) -> Table:
    return table_of(
        name, language, Column(word("number", language), "number"), "severity", "rule",
        Column(word("sentence", language), "long"), "municipality", "plan", Column(word("elements", language), "long"),
        Column(word("source", language), "long"), Column(word("command", language), "long"),
    )  # fmt: skip


def gaps(audit: Audit, language: Language) -> Table:
    """Return the findings about what is missing."""
    table = _finding_table("gaps", language)
    table.rows = _finding_rows(audit, language, [one for one in audit.findings if one.gap])
    return table


def findings(audit: Audit, language: Language) -> Table:
    """Return all findings."""
    table = _finding_table("findings", language)
    table.rows = _finding_rows(audit, language, audit.findings)
    return table


def evidence(audit: Audit, language: Language) -> Table:
    """Return where each link is stated, by whom it was confirmed, or which words suggest it."""
    table = table_of(
        "evidence", language, "municipality", "number", "measure", Column(word("goal", language), "number"), "status",
        "stated", "holder", "kind", "source", "printed", Column(word("how", language), "long"),
        Column(word("iri", language), "iri"),
    )  # fmt: skip
    towns, _plans = labels_of(audit)
    for row in audit.measures:
        for goal, cell in row.cells.items():
            for one in cell.evidence:
                head: list[CellValue] = [towns[row.municipality], row.number, row.ref.label, goal]
                status = one.status.word(language)
                holder: list[CellValue] = [
                    one.holder.label,
                    one.holder.kind,
                    few(worded(one.sources, language)),
                ]
                icon = word("icon-in-doubt" if one.doubtful else "icon", language) if one.icon else ""
                table.rows.append(
                    [
                        *head,
                        status,
                        ", ".join(one.stated),
                        *holder,
                        one.printed,
                        one.how or icon,
                        one.holder.iri,
                    ]
                )
    return table


def strategy(audit: Audit, language: Language) -> Table:
    """Return strategy codes and goals with what names them."""
    table = table_of(
        "strategy", language, "municipality", "code", "kind", "status", Column(word("links", language), "number"),
        Column(word("projects", language), "number"), Column(word("yen", language), "yen"),
        Column(word("share", language), "yen"), "target", Column(word("source", language), "long"),
    )  # fmt: skip
    towns, _plans = labels_of(audit)
    for row in audit.strategy:
        table.rows.append([
            towns[row.municipality], row.ref.label, row.ref.kind, row.status.word(language), row.links,
            row.projects, row.yen, round(row.share), row.target, few(worded(row.ref.sources, language)),
        ])  # fmt: skip
    return table


Value = Callable[[Unit], float | None]


def _side_by_side(name: str, language: Language) -> tuple[Table, list[Value]]:
    """Return a table over what is compared, without rows, and what its columns are of a unit."""
    statuses = [Column(one.word(language), "percent") for one in STANDINGS]
    table = table_of(
        name, language, "unit", Column(word("measures", language), "number"), *statuses,
        Column(word("covered", language), "number"), Column(word("yen", language), "yen"),
        *(Column(f"{goal} {word('currency', language)}", "yen") for goal in GOALS),
    )  # fmt: skip
    values: list[Value] = [
        lambda unit: unit.measures,
        *(lambda unit, one=one: unit.share(one) for one in STANDINGS),
        lambda unit: unit.covered,
        lambda unit: unit.yen,
        *(lambda unit, goal=goal: unit.tallies[goal].yen for goal in GOALS),
    ]
    return table, values


def comparison(audit: Audit, language: Language) -> Table:
    """Return municipalities, or plans, side by side."""
    table, values = _side_by_side("comparison", language)
    table.rows = [[unit.label, *(value(unit) for value in values)] for unit in units(audit)]
    return table


def distribution(audit: Audit, language: Language) -> Table:
    """Return the smallest, the middle and the largest value of each column of the comparison."""
    table, values = _side_by_side("distribution", language)
    found = units(audit)
    if len(found) > 1:
        spreads = [spread(found, value) for value in values]
        for place, name in enumerate(("min", "median", "max")):
            table.rows.append([word(name, language), *(one[place] if one else None for one in spreads)])
    return table


def queries(audit: Audit, language: Language) -> Table:
    """Return the queries that found something, with their text."""
    used: dict[str, set[str]] = {}
    for one in audit.findings:
        if one.query:
            used.setdefault(one.query, set()).add(command_of(one, audit.provenance.data))
    always = ("sdg-cells", "sdg-totals", "money-by-strategy-code")
    for name in ("plans-and-what-is-known",) if audit.view is View.CONSISTENCY else always:
        used.setdefault(name, set()).add(shlex.join(["keikaku", "query", name, *audit.provenance.data]))
    table = table_of(
        "queries", language, "query", "question", Column(word("command", language), "long"),
        Column(word("text", language), "long"),
    )  # fmt: skip
    library = questions.queries()
    for name, commands in sorted(used.items()):
        query = library[name]
        table.rows.append([name, query.titles.get(language, ""), few(sorted(commands), 3), query.text])
    return table


def provenance(audit: Audit, language: Language) -> Table:
    """Return what the audit was made from and with."""
    made = audit.provenance
    table = table_of("provenance", language, "item", Column(word("value", language), "long"))
    versions = ", ".join(f"{name} {one}" for name, one in made.versions.items())
    table.rows = [
        [word(f"made-{item}", language), value]
        for item, value in (
            ("command", made.command),
            ("as-of", made.as_of or "–"),
            ("graphs", made.graph_sha256),
            ("shapes", made.shapes_sha256),
            ("queries", made.queries_sha256),
            ("ontology", made.ontology),
            ("software", versions),
        )
    ]
    for one in made.inputs:
        table.rows.append([f"{word('made-input', language)}: {one.file}", f"SHA-256 {one.sha256}"])
        about = f"SHA-256 {one.graph_sha256} · {one.quads:,} quads · {one.loader} · keikaku {one.software}"
        table.rows.append([f"{word('made-graph', language)}: {one.graph}", about])
    for plan in audit.plans:
        dates = period(plan.start, plan.end) or "–"
        about = f"{dates} · {told([plan], language)} · {plan.ref.iri}"
        table.rows.append([f"{word('plan', language)}: {plan.ref.label}", about])
    return table


def inventory(audit: Audit, language: Language) -> Table:
    """Return what is known of the plans of each municipality, those that are named alone last."""
    counts = ("read", "doubtful", "proposed", "reviewed")
    table = table_of(
        "inventory", language, "municipality", Column(word("plan", language), "name"), "kind", "start", "end",
        Column(word("state", language), "name"), "extent", *(Column(word(one, language), "number") for one in counts),
        Column(word("source", language), "long"),
    )  # fmt: skip
    for town in audit.municipalities:
        for one in town.inventory:
            table.rows.append([
                town.ref.label, one.ref.label, one.kind, one.start, one.end, word(f"state_{one.state}", language),
                extent_word(one.extent, language), one.elements, one.doubtful, one.proposed, one.reviewed,
                few(worded(one.ref.sources, language), 3),
            ])  # fmt: skip
    return table


_ASKED_FOR = ("samples", "follow_up")
"""Tables that are in the paper where somebody asked for them."""
_Maker = Callable[[Audit, Language], Table]
_MAKERS: dict[View, list[_Maker]] = {
    View.SDGS: [
        summary, goals, comparison, distribution, matrix, cells, gaps, findings, register, by_department,
        follow_up, evidence, strategy, samples, queries, working_sheet, provenance,
    ],
    View.CONSISTENCY: [
        summary, inventory, findings, register, by_department, follow_up, samples, queries, working_sheet, provenance,
    ],
}  # fmt: skip
