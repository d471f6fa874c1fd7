"""The summary of the paper: a dozen lines of item and value, for each thing that an audit may look at."""

from __future__ import annotations

from keikaku.audit.extents import told
from keikaku.audit.model import GOALS, Audit, Cell, View
from keikaku.audit.tabular import Column, Table, counted, table_of
from keikaku.audit.words import SEVERITIES, pick, word
from keikaku.graph.states import STANDINGS, Status
from keikaku.ground.messages import Language, Said, say


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
    measures = audit.measures
    counts = {status: sum(row.status is status for row in measures) for status in STANDINGS}
    sure = goals_with(audit, Status.DECLARED, Status.CONFIRMED, Status.INHERITED)
    is_linked = any(row.cells for row in measures)
    plans = "、".join(plan.ref.label for plan in audit.plans[:4]) + ("…" if len(audit.plans) > 4 else "")
    return [
        (word("summary-towns", language), _towns(audit, language)),
        (word("summary-plans", language), f"{len(audit.plans)} ({plans})"),
        (word("extent", language), told(audit.plans, language)),
        (word("summary-measures", language), f"{len(measures):,}"),
        (
            word("summary-statuses", language),
            counted((one.word(language), number) for one, number in counts.items()),
        ),
        (word("summary-links", language), _links(audit).text(language)),
        (
            word("summary-goals", language),
            f"{len(sure)} / 17 ({_numbers(sure)})" if is_linked else f"0 / 17 — {word('no-links', language)}",
        ),
        (word("summary-no-goals", language), _numbers([goal for goal in GOALS if goal not in sure])),
        (word("summary-unreadable", language), _lost(audit).text(language)),
        (word("summary-money", language), _money(audit.yen, language)),
        (word("summary-linked-money", language), _money(audit.linked_yen, language)),
        (word("summary-findings", language), _severities(audit, language)),
    ]


def _links(audit: Audit) -> Said:
    """Say how many links there are, and how many of them icons alone state."""
    cells = [cell for row in audit.measures for cell in row.cells.values()]
    icons = [cell for cell in cells if is_by_icon(cell)]
    if not icons:
        return say("audit.count", count=len(cells))
    unsure = sum(all(one.doubtful for one in cell.evidence if one.icon) for cell in icons)
    return say("audit.count-icons", count=len(cells), icons=len(icons), unsure=unsure)


def _lost(audit: Audit) -> Said:
    """Say how many measures have an SDG field that cannot be read, and how many of them have a link otherwise."""
    unread = [row for row in audit.measures if row.rest is Status.UNREADABLE]
    linked = sum(row.status is not Status.UNREADABLE for row in unread)
    if not linked:
        return say("audit.count", count=len(unread))
    return say("audit.count-linked", count=len(unread), linked=linked)


def _money(yen: int, language: Language) -> str:
    return say("audit.amount", yen=yen).text(language)


def _severities(audit: Audit, language: Language) -> str:
    return counted(
        (pick(SEVERITIES[name], language), sum(str(one.severity) == name for one in audit.findings))
        for name in SEVERITIES
    )


def _towns(audit: Audit, language: Language) -> str:
    """Return how many municipalities there are, and the first five by name."""
    names = [one.ref.label for one in audit.municipalities]
    shown = ("、" if language == "ja" else ", ").join(names[:5]) + ("…" if len(names) > 5 else "")
    return f"{len(names)} ({shown})"


def _agreement_rows(audit: Audit, language: Language) -> list[tuple[str, str]]:
    """Return the summary of an audit of agreement: how many plans are known and loaded, and what was found."""
    known = [one for town in audit.municipalities for one in town.inventory]
    return [
        (word("summary-towns", language), _towns(audit, language)),
        (word("summary-known", language), f"{len(known):,}"),
        *(
            (word(f"state_{state}", language), f"{count:,}")
            for state in ("loaded", "reviewed", "named")
            if (count := sum(one.state == state for one in known))
        ),
        (word("extent", language), told(audit.plans, language)),
        (word("summary-money", language), _money(audit.yen, language)),
        (word("summary-findings", language), _severities(audit, language)),
    ]


def is_by_icon(cell: Cell) -> bool:
    """Return whether icons alone state a link that the documents declare."""
    stated = [one for one in cell.evidence if one.status is cell.status]
    return cell.status in {Status.DECLARED, Status.INHERITED} and all(one.icon for one in stated)


def _numbers(goals: list[int]) -> str:
    return ", ".join(map(str, goals)) or "–"


def summary(audit: Audit, language: Language) -> Table:
    """Return the summary as a table."""
    table = table_of("summary", language, "item", Column(word("value", language), "long"))
    table.rows = [list(pair) for pair in summary_rows(audit, language)]
    return table
