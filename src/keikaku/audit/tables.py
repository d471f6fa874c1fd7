"""The tables of the paper: data, from which the workbook, the page and the CSV files are written."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from keikaku.asking import questions
from keikaku.audit.compare import Unit, period, spread, units
from keikaku.audit.extents import extent_word, told
from keikaku.audit.follow_up import NOTES
from keikaku.audit.model import GOALS, Audit, AuditFinding, Cell, MeasureRow, View
from keikaku.audit.words import SEVERITIES, goal_names, pick, word
from keikaku.documents.places import shown
from keikaku.graph.states import STANDINGS, Status
from keikaku.ground.messages import Language

CellValue = str | int | float | None
ColumnKind = Literal["text", "name", "long", "number", "yen", "percent", "status", "iri"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, and how its cells are written."""

    head: str
    kind: ColumnKind = "text"


@dataclass(slots=True)
class Table:
    """A table of the paper.

    Attributes:
        name: Name of its sheet, its file and its place on the page.
        title: Its heading.
        columns: Its columns.
        rows: Its rows, all of one kind: what sums them up has a table of its own.
    """

    name: str
    title: str
    columns: list[Column]
    rows: list[list[CellValue]] = field(default_factory=list)


def tables(audit: Audit, language: Language) -> list[Table]:
    """Return all tables of an audit, in the order of the paper."""
    made = [make(audit, language) for make in _MAKERS[audit.view]]
    return [table for table in made if table.rows or table.name not in _ASKED_FOR]


def title(audit: Audit, language: Language) -> str:
    """Return what the paper is called."""
    return word("consistency_title" if audit.view is View.CONSISTENCY else "title", language)


def _table(name: str, language: Language, *columns: Column | str) -> Table:
    made = [
        Column(word(one, language), "name" if one in _NAMES else "text") if isinstance(one, str) else one
        for one in columns
    ]
    return Table(name, word(name, language), made)


_NAMES = {"measure", "name", "holder", "unit", "code", "question", "item"}


def _names(audit: Audit) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of municipalities by code and of plans by IRI."""
    towns = {one.code: one.ref.label for one in audit.municipalities}
    return towns, {plan.ref.iri: plan.ref.label for plan in audit.plans}


def goals_with(audit: Audit, *statuses: Status) -> list[int]:
    """Return the goals to which at least one measure has a link of some statuses."""
    counts = audit.tallies
    return [goal for goal in GOALS if any(counts[goal].measures.get(one) for one in statuses)]


def summary_rows(audit: Audit, language: Language) -> list[tuple[str, str]]:
    """Return the summary: twelve lines of item and value.

    A lost SDG field is told whatever else its measure is linked to: a link that somebody confirmed reads nothing.
    """
    if audit.view is View.CONSISTENCY:
        return _agreement_rows(audit, language)
    ja, measures = language == "ja", audit.measures
    counts = {status: sum(row.status is status for row in measures) for status in STANDINGS}
    sure = goals_with(audit, Status.DECLARED, Status.CONFIRMED, Status.INHERITED)
    findings = {name: sum(str(one.severity) == name for one in audit.findings) for name in SEVERITIES}
    links = sum(len(row.cells) for row in measures)
    icons = [cell for row in measures for cell in row.cells.values() if is_by_icon(cell)]
    unsure = sum(all(one.doubtful for one in cell.evidence if one.icon) for cell in icons)
    by_icon = (
        f"{links:,}" + (f" (うちアイコンで記載 {len(icons):,}、うち要確認 {unsure:,})" if icons else ""),
        f"{links:,}"
        + (f" (of which icons state {len(icons):,}, {unsure:,} of them in doubt)" if icons else ""),
    )
    unread = sum(row.rest is Status.UNREADABLE for row in measures)
    linked = unread - counts[Status.UNREADABLE]
    lost = (
        f"{unread:,}" + (f" (うち他の関連がある施策 {linked:,})" if linked else ""),
        f"{unread:,}" + (f" (of which have a link otherwise: {linked:,})" if linked else ""),
    )
    plans = "、".join(plan.ref.label for plan in audit.plans[:4]) + ("…" if len(audit.plans) > 4 else "")
    pairs = [
        (("自治体", "municipalities"), _towns(audit, language)),
        (("計画", "plans"), f"{len(audit.plans)} ({plans})"),
        (("収録範囲", "extent of what was read"), told(audit.plans, language)),
        (("施策", "measures"), f"{len(measures):,}"),
        (
            ("状態別の施策", "measures by status"),
            _listed((one.word(language), number) for one, number in counts.items()),
        ),
        (("関連(施策×ゴール)", "links (measure × goal)"), pick(by_icon, language)),
        (("対応するゴール", "goals with a link"), f"{len(sure)} / 17 ({_numbers(sure)})"),
        (
            ("関連を読み取れないゴール", "goals without a link that can be read"),
            _numbers([goal for goal in GOALS if goal not in sure]),
        ),
        (("SDGsの欄が読取不能の施策", "measures with an unreadable SDG field"), pick(lost, language)),
        (("事業費", "money of the projects"), f"{audit.yen:,} {'円' if ja else 'yen'}"),
        (
            ("うちSDGsとの関連あり", "of that, linked to an SDG"),
            f"{audit.linked_yen:,} {'円' if ja else 'yen'}",
        ),
        (
            ("指摘事項", "findings"),
            _listed((pick(SEVERITIES[one], language), number) for one, number in findings.items()),
        ),
    ]
    if not links:
        pairs[6] = (pairs[6][0], "0 / 17 — " + pick(NO_LINKS, language))
    return [(pick(item, language), value) for item, value in pairs]


def _towns(audit: Audit, language: Language) -> str:
    """Return how many municipalities there are, and the first five by name."""
    names = [one.ref.label for one in audit.municipalities]
    shown = ("、" if language == "ja" else ", ").join(names[:5]) + ("…" if len(names) > 5 else "")
    return f"{len(names)} ({shown})"


def _agreement_rows(audit: Audit, language: Language) -> list[tuple[str, str]]:
    """Return the summary of an audit of agreement: how many plans are known and loaded, and what was found."""
    known = [one for town in audit.municipalities for one in town.inventory]
    pairs = [
        (("自治体", "municipalities"), _towns(audit, language)),
        (("わかっている計画", "plans known"), f"{len(known):,}"),
        *(
            ((word(f"state_{state}", "ja"), word(f"state_{state}", "en")), f"{count:,}")
            for state in ("loaded", "reviewed", "named")
            if (count := sum(one.state == state for one in known))
        ),
        (("収録範囲", "extent of what was read"), told(audit.plans, language)),
        (("事業費", "money of the projects"), f"{audit.yen:,} {'円' if language == 'ja' else 'yen'}"),
        (
            ("指摘事項", "findings"),
            _listed(
                (pick(SEVERITIES[name], language), sum(str(one.severity) == name for one in audit.findings))
                for name in SEVERITIES
            ),
        ),
    ]
    return [(pick(item, language), value) for item, value in pairs]


def is_by_icon(cell: Cell) -> bool:
    """Return whether icons alone state a link that the documents declare."""
    stated = [one for one in cell.evidence if one.status is cell.status]
    return cell.status in {Status.DECLARED, Status.INHERITED} and all(one.icon for one in stated)


NO_LINKS = (
    "この範囲の計画には、SDGsとの関連が一つも読み取れません。",
    "No link to the SDGs can be read in these plans.",
)


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return " · ".join(f"{name} {count:,}" for name, count in counts)


def _numbers(goals: list[int]) -> str:
    return ", ".join(map(str, goals)) or "–"


def summary(audit: Audit, language: Language) -> Table:
    """Return the summary as a table."""
    table = _table("summary", language, "item", Column(word("value", language), "long"))
    table.rows = [list(pair) for pair in summary_rows(audit, language)]
    return table


def goals(audit: Audit, language: Language) -> Table:
    """Return what is done for each goal."""
    statuses = [Column(one.word(language), "number") for one in STANDINGS]
    table = _table(
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
    table = _table(
        "matrix", language, "municipality", "plan", "heading", "number", "measure", "status",
        *(Column(str(goal), "status") for goal in GOALS),
        Column(word("projects", language), "number"), Column(word("indicators", language), "number"),
        Column(word("yen", language), "yen"),
    )  # fmt: skip
    towns, plans = _names(audit)
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
    return surest + ("(欄は{})" if language == "ja" else " (field {})").format(
        Status.UNREADABLE.word(language)
    )


def cells(audit: Audit, language: Language) -> Table:
    """Return every cell that has a link, with what stands behind it."""
    table = _table(
        "cells", language, "municipality", "plan", "number", "measure", Column(word("goal", language), "number"),
        "stated", "status", Column(word("projects", language), "number"),
        Column(word("indicators", language), "number"), Column(word("yen", language), "yen"),
    )  # fmt: skip
    towns, plans = _names(audit)
    for row in audit.measures:
        head: list[CellValue] = [towns[row.municipality], plans[row.plan], row.number, row.ref.label]
        for goal, cell in row.cells.items():
            stated = ", ".join(sorted({text for one in cell.evidence for text in one.stated}))
            status = cell.status.word(language)
            table.rows.append([*head, goal, stated, status, cell.projects, cell.indicators, cell.yen])
    return table


def _finding_rows(audit: Audit, language: Language, found: list[AuditFinding]) -> list[list[CellValue]]:
    towns, plans = _names(audit)
    return [
        [
            one.number,
            pick(SEVERITIES[str(one.severity)], language),
            one.rule,
            one.ja if language == "ja" else one.en,
            towns[one.municipality],
            plans.get(one.plan, ""),
            _few([ref.label for ref in one.elements]),
            _few(_worded(one.sources, language)),
            command_of(one, audit.provenance.data),
        ]
        for one in found
    ]


def _worded(sources: Iterable[str], language: Language) -> list[str]:
    return [shown(source, language) for source in sources]


def _few(texts: list[str], limit: int = 8) -> str:
    return "; ".join(texts[:limit]) + (f" … ({len(texts)})" if len(texts) > limit else "")


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
    return _table(
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


_ICONS = (("SDGsのアイコン", "icon of the goal"), ("SDGsのアイコン(要確認)", "icon of the goal, in doubt"))
"""What states a link, without and with a doubt."""


def evidence(audit: Audit, language: Language) -> Table:
    """Return where each link is stated, by whom it was confirmed, or which words suggest it."""
    table = _table(
        "evidence", language, "municipality", "number", "measure", Column(word("goal", language), "number"), "status",
        "stated", "holder", "kind", "source", "printed", Column(word("how", language), "long"),
        Column(word("iri", language), "iri"),
    )  # fmt: skip
    towns, _plans = _names(audit)
    for row in audit.measures:
        for goal, cell in row.cells.items():
            for one in cell.evidence:
                head: list[CellValue] = [towns[row.municipality], row.number, row.ref.label, goal]
                status = one.status.word(language)
                holder: list[CellValue] = [
                    one.holder.label,
                    one.holder.kind,
                    _few(_worded(one.sources, language)),
                ]
                how = one.how or ("" if not one.icon else pick(_ICONS[one.doubtful], language))
                table.rows.append(
                    [*head, status, ", ".join(one.stated), *holder, one.printed, how, one.holder.iri]
                )
    return table


def strategy(audit: Audit, language: Language) -> Table:
    """Return strategy codes and goals with what names them."""
    table = _table(
        "strategy", language, "municipality", "code", "kind", "status", Column(word("links", language), "number"),
        Column(word("projects", language), "number"), Column(word("yen", language), "yen"),
        Column(word("share", language), "yen"), "target", Column(word("source", language), "long"),
    )  # fmt: skip
    towns, _plans = _names(audit)
    for row in audit.strategy:
        table.rows.append([
            towns[row.municipality], row.ref.label, row.ref.kind, row.status.word(language), row.links,
            row.projects, row.yen, round(row.share), row.target, _few(_worded(row.ref.sources, language)),
        ])  # fmt: skip
    return table


Value = Callable[[Unit], float | None]


def _side_by_side(name: str, language: Language) -> tuple[Table, list[Value]]:
    """Return a table over what is compared, without rows, and what its columns are of a unit."""
    statuses = [Column(one.word(language), "percent") for one in STANDINGS]
    table = _table(
        name, language, "unit", Column(word("measures", language), "number"), *statuses,
        Column(word("covered", language), "number"), Column(word("yen", language), "yen"),
        *(Column(f"{goal} {pick(('円', 'yen'), language)}", "yen") for goal in GOALS),
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
    table = _table(
        "queries", language, "query", "question", Column(word("command", language), "long"),
        Column(word("text", language), "long"),
    )  # fmt: skip
    library = questions.queries()
    for name, commands in sorted(used.items()):
        query = library[name]
        table.rows.append([name, query.titles.get(language, ""), _few(sorted(commands), 3), query.text])
    return table


def provenance(audit: Audit, language: Language) -> Table:
    """Return what the audit was made from and with."""
    made = audit.provenance
    table = _table("provenance", language, "item", Column(word("value", language), "long"))
    pairs = [
        (("コマンド", "command"), made.command),
        (("基準日", "as of"), made.as_of or "–"),
        (("グラフの正準ハッシュ (SHA-256)", "canonical hash of the graphs (SHA-256)"), made.graph_sha256),
        (("シェイプ (SHA-256)", "shapes (SHA-256)"), made.shapes_sha256),
        (("クエリ (SHA-256)", "queries (SHA-256)"), made.queries_sha256),
        (("語彙", "ontology"), made.ontology),
        (("ソフトウェア", "software"), ", ".join(f"{name} {one}" for name, one in made.versions.items())),
    ]
    table.rows = [[pick(item, language), value] for item, value in pairs]
    for one in made.inputs:
        table.rows.append([f"{pick(('入力', 'input'), language)}: {one.file}", f"SHA-256 {one.sha256}"])
        about = f"SHA-256 {one.graph_sha256} · {one.quads:,} quads · {one.loader} · keikaku {one.software}"
        table.rows.append([f"{pick(('グラフ', 'graph'), language)}: {one.graph}", about])
    for plan in audit.plans:
        dates = period(plan.start, plan.end) or "–"
        about = f"{dates} · {told([plan], language)} · {plan.ref.iri}"
        table.rows.append([f"{word('plan', language)}: {plan.ref.label}", about])
    return table


def inventory(audit: Audit, language: Language) -> Table:
    """Return what is known of the plans of each municipality, those that are named alone last."""
    counts = ("read", "doubtful", "proposed", "reviewed")
    table = _table(
        "inventory", language, "municipality", Column(word("plan", language), "name"), "kind", "start", "end",
        Column(word("state", language), "name"), "extent", *(Column(word(one, language), "number") for one in counts),
        Column(word("source", language), "long"),
    )  # fmt: skip
    for town in audit.municipalities:
        for one in town.inventory:
            table.rows.append([
                town.ref.label, one.ref.label, one.kind, one.start, one.end, word(f"state_{one.state}", language),
                extent_word(one.extent, language), one.elements, one.doubtful, one.proposed, one.reviewed,
                _few(_worded(one.ref.sources, language), 3),
            ])  # fmt: skip
    return table


def working_sheet(audit: Audit, language: Language) -> Table:
    """Return the sheet that the paper is signed on: subject, viewpoint, procedure, evidence, result, author, date."""
    table = _table("working_sheet", language, "item", Column(word("value", language), "long"))
    comma = "、" if language == "ja" else ", "
    files = [one.file for one in audit.provenance.inputs]
    rules = dict.fromkeys(one.query for one in audit.findings if one.query)
    blank = "＿＿＿＿＿＿＿＿" if language == "ja" else "________________"
    table.rows = [
        [word(f"sheet_{item}", language), value]
        for item, value in (
            ("subject", comma.join(dict.fromkeys(plan.ref.label for plan in audit.plans))),
            ("viewpoint", word(f"viewpoint_{audit.view}", language)),
            ("procedure", f"{audit.provenance.command or '–'} ({comma.join(rules) or '–'})"),
            ("evidence", comma.join(files)),
            ("result", _listed((pick(SEVERITIES[name], language), sum(str(one.severity) == name for one in audit.findings)) for name in SEVERITIES)),
            ("author", audit.signed.author or blank),
            ("date", audit.signed.date or blank),
            ("reviewer", blank),
        )
    ]  # fmt: skip
    return table


def register(audit: Audit, language: Language) -> Table:
    """Return the findings by weight of money, with room for what people say of them."""
    table = _table(
        "register", language, Column(word("number", language), "number"), "severity",
        Column(word("sentence", language), "long"), "department", Column(word("yen", language), "yen"),
        *(Column(word(name, language), "name") for name in NOTES),
    )  # fmt: skip
    notes = {one.now.number: one.earlier.notes for one in audit.followed or () if one.now}
    for one in sorted(audit.findings, key=lambda one: (-one.yen, one.number)):
        written = notes.get(one.number, {})
        table.rows.append([
            one.number, pick(SEVERITIES[str(one.severity)], language), one.said.text(language), _few(list(one.departments)),
            one.yen, *(written.get(name, "") for name in NOTES),
        ])  # fmt: skip
    return table


def by_department(audit: Audit, language: Language) -> Table:
    """Return how many findings are about what each department answers for."""
    table = _table(
        "by_department", language, "municipality", "department",
        *(Column(pick(SEVERITIES[name], language), "number") for name in SEVERITIES), Column(word("number", language), "long"),
    )  # fmt: skip
    for town in audit.municipalities:
        found: dict[str, list[AuditFinding]] = {}
        for one in town.findings:
            for name in one.departments or ("",):
                found.setdefault(name, []).append(one)
        for name in sorted(found, key=lambda name: (not name, name)):
            counts = [sum(str(one.severity) == each for one in found[name]) for each in SEVERITIES]
            numbers = _few([str(one.number) for one in found[name]], 20)
            table.rows.append([town.ref.label, name or word("no_department", language), *counts, numbers])
    return table


def samples(audit: Audit, language: Language) -> Table:
    """Return the figures that were drawn, with a box to tick where the print says the same."""
    table = _table(
        "samples", language, Column(word("number", language), "number"), "municipality",
        Column(word("name", language), "name"), "kind", Column(word("period", language)), "value",
        Column(word("source", language), "long"), Column(word("ticked", language)), Column(word("printed", language)),
    )  # fmt: skip
    rows = [(town, one) for town in audit.municipalities for one in town.samples]
    for number, (town, one) in enumerate(rows, 1):
        places = _few(_worded(one.sources, language), 3)
        table.rows.append(
            [number, town.ref.label, one.ref.label, one.kind, one.year, one.value, places, "☐", ""]
        )
    return table


def follow_up(audit: Audit, language: Language) -> Table:
    """Return last year's findings and what became of them, with what people wrote beside them."""
    table = _table(
        "follow_up", language, Column(word("number", language), "number"), "severity",
        Column(word("sentence", language), "long"), "became", Column(word("number_now", language), "number"),
        *(Column(word(name, language), "name") for name in NOTES),
    )  # fmt: skip
    for one in audit.followed or ():
        old = one.earlier
        table.rows.append([
            old.number, pick(SEVERITIES.get(old.severity, (old.severity,) * 2), language),
            old.ja if language == "ja" else old.en, word(f"became_{one.became}", language),
            one.now.number if one.now else None, *(old.notes[name] for name in NOTES),
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
