"""The tables that people write on: what is signed, remarked, ticked and followed up."""

from __future__ import annotations

from keikaku.audit.follow_up import NOTES
from keikaku.audit.model import Audit, AuditFinding
from keikaku.audit.tabular import Column, Table, counted, few, table_of, worded
from keikaku.audit.words import SEVERITIES, pick, word
from keikaku.ground.messages import Language


def working_sheet(audit: Audit, language: Language) -> Table:
    """Return the sheet that the paper is signed on: subject, viewpoint, procedure, evidence, result, author, date."""
    table = table_of("working_sheet", language, "item", Column(word("value", language), "long"))
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
            ("result", counted((pick(SEVERITIES[name], language), sum(str(one.severity) == name for one in audit.findings)) for name in SEVERITIES)),
            ("author", audit.signed.author or blank),
            ("date", audit.signed.date or blank),
            ("reviewer", blank),
        )
    ]  # fmt: skip
    return table


def register(audit: Audit, language: Language) -> Table:
    """Return the findings by weight of money, with room for what people say of them."""
    table = table_of(
        "register", language, Column(word("number", language), "number"), "severity",
        Column(word("sentence", language), "long"), "department", Column(word("yen", language), "yen"),
        *(Column(word(name, language), "name") for name in NOTES),
    )  # fmt: skip
    notes = {one.now.number: one.earlier.notes for one in audit.followed or () if one.now}
    for one in sorted(audit.findings, key=lambda one: (-one.yen, one.number)):
        written = notes.get(one.number, {})
        table.rows.append([
            one.number, pick(SEVERITIES[str(one.severity)], language), one.said.text(language), few(list(one.departments)),
            one.yen, *(written.get(name, "") for name in NOTES),
        ])  # fmt: skip
    return table


def by_department(audit: Audit, language: Language) -> Table:
    """Return how many findings are about what each department answers for."""
    table = table_of(
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
            numbers = few([str(one.number) for one in found[name]], 20)
            table.rows.append([town.ref.label, name or word("no_department", language), *counts, numbers])
    return table


def samples(audit: Audit, language: Language) -> Table:
    """Return the figures that were drawn, with a box to tick where the print says the same."""
    table = table_of(
        "samples", language, Column(word("number", language), "number"), "municipality",
        Column(word("name", language), "name"), "kind", Column(word("period", language)), "value",
        Column(word("source", language), "long"), Column(word("ticked", language)), Column(word("printed", language)),
    )  # fmt: skip
    rows = [(town, one) for town in audit.municipalities for one in town.samples]
    for number, (town, one) in enumerate(rows, 1):
        places = few(worded(one.sources, language), 3)
        table.rows.append(
            [number, town.ref.label, one.ref.label, one.kind, one.year, one.value, places, "☐", ""]
        )
    return table


def follow_up(audit: Audit, language: Language) -> Table:
    """Return last year's findings and what became of them, with what people wrote beside them."""
    table = table_of(
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
