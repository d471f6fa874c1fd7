"""What the desk answers about a document: how it stands, its leaves, rows, tables, what a search finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from keikaku.building.review import Review
from keikaku.ground import vocab
from keikaku.ground.errors import RequestError, ReviewError, SeriesError
from keikaku.ground.messages import pair, say
from keikaku.ground.text.folding import key
from keikaku.reading import families
from keikaku.reading.decisions.decision import Decision
from keikaku.reading.decisions.reviewers import Reviewer
from keikaku.reading.decisions.sampling import Rate
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.gestures.pointing import MUST_SAY
from keikaku.reading.model import KINDS, Fact
from keikaku.reading.tables.kinds import NOTHING
from keikaku.reading.tables.vocabulary import shipped
from keikaku.web.desk import deciding, paper
from keikaku.web.desk.differences import difference, effect
from keikaku.web.desk.opened import Opened
from keikaku.web.desk.read import Read
from keikaku.web.desk.rows import Row, label
from keikaku.web.desk.telling import trial_name

_PRINT = 16  # digits of the document's hash, by which a page says which print it shows
MOST_ROWS = 200
"""Rows of one answer: several screens of a list."""


def state(opened: Opened) -> dict[str, Any]:
    """Return what the page must know before anything else: the document, its leaves, what is open on each."""
    opened.again()
    with opened.held() as review:
        read, settings = opened.current, review.loaded.series.settings
        names = {row.name for row in read.rows}
        return {
            "document": review.document.name,
            "print": review.document.sha256[:_PRINT],
            "plan": str(review.plan_path),
            "title": settings.document.title,
            "rows": len(read.rows),
            "leaves": [
                [leaf.kind, leaf.name, leaf.first, leaf.last, *open_]
                for leaf, open_ in zip(read.leaves, read.counts, strict=True)
            ],
            "names": {name: label(name) for name in sorted(names)},
            **_wrong(review),
            **standing(opened),
        }


def refuse_another_print(opened: Opened, asked: Mapping[str, Any]) -> None:
    """Refuse what was decided in front of another print than the file holds now.

    Raises:
        RequestError: The page names another.
    """
    with opened.held() as review:
        if asked.get("print", review.document.sha256[:_PRINT]) != review.document.sha256[:_PRINT]:
            raise RequestError("desk.another-print", name=review.document.name)


def _wrong(review: Review) -> dict[str, Any]:
    """Return why nothing is read of a document: the sentence, the line of plan.yml, whether its municipality is asked."""
    if review.error is None or review.trouble is None:
        return {}
    line = review.error.values.get("line", 0) if isinstance(review.error, SeriesError) else 0
    said = [review.trouble.text("ja"), review.trouble.text("en")]
    return {"error": {"says": said, "line": line, "whose": review.is_unowned}}


def standing(opened: Opened) -> dict[str, Any]:
    """Return how the document stands: what is left to decide, what acceptance lacks, how good the certain facts are."""
    with opened.held() as review:
        read, open_, stands = opened.current, review.open(), review.acceptance
        states = read.states
        return {
            "version": opened.version,
            "reading": opened.is_reading,
            "lines": {name: states[name] for name in paper.STATES},
            "open": len(open_),
            "kinds": Counter(item.kind.name.lower() for item in open_),
            "state": str(stands.state),
            "missing": [[one.text("ja"), one.text("en")] for one in stands.missing],
            "rate": _rate(stands.rate)[2:],
            "decisions": 0 if review.error else len(review.decisions),
        }


def rates(opened: Opened) -> dict[str, Any]:
    """Return how good the certain facts are, all first: names of what they are, how many, checked, wrong, the interval."""
    with opened.held() as review:
        return {"rates": [_rate(one) for one in review.rates]}


def _rate(rate: Rate) -> list[Any]:
    names = [label(one) for one in (rate.about, rate.said) if one]
    said = [" ".join(one) for one in zip(*names, strict=True)] or ["", ""]
    if rate.rule:
        said = [*pair("desk.rule", rule=rate.rule, first="ja")]
    low, high = (round(bound, 5) for bound in rate.interval)
    return [*said, rate.facts, rate.checked, rate.wrong, low, high]


def known(opened: Opened) -> dict[str, Any]:
    """Return what plan.yml may say where a person chooses: classes, facts, roles, families, its own levels and tables."""
    with opened.held() as review:
        grammar = PlanText(review.plan_text, review.plan_path).whole
        facts = [fact.value for fact in Fact]
        named = {*KINDS, *facts, "Indicator"}
        return {
            "kinds": list(KINDS),
            "facts": facts,
            "roles": [*shipped().roles, NOTHING],
            "families": ["base", *families.names()],
            "levels": list(grammar.get("levels", {})),
            "tables": list(grammar.get("tables", {})),
            "names": {name: label(name) for name in sorted(named)},
        }


def row_json(read: Read, row: Row, made: Mapping[str, Decision]) -> dict[str, Any]:
    """Return a row for the page."""
    lines = row.record.lines
    said: dict[str, Any] = {
        "number": row.number,
        "depth": row.depth,
        "name": row.name,
        "key": row.claim.key,
        "value": row.claim.value[:500],
        "below": row.below,
        "leaf": read.leaf_of[lines[0] - 1] if lines else 0,
        "lines": lines[:50],
        "confidence": row.claim.confidence.value,
    }
    if row.year:
        said["year"] = row.year
    applied = read.applied.get(row.claim.key)
    decision = made.get(row.claim.key) or (applied.decision if applied else None)
    if decision:
        said["decided"], said["by"] = str(decision.act), decision.reviewer
        if decision.after:
            said["after"] = decision.after[:500]
    if row.claim.printed:
        said["printed"] = row.claim.printed[:500]
    return said


def _error(read: Read) -> dict[str, Any]:
    return {"error": [read.error.message("ja"), read.error.message("en")]} if read.error else {}


def leaf_of(read: Read, number: int) -> paper.Leaf:
    """Return a leaf by its number.

    Raises:
        RequestError: There is none.
    """
    if not 1 <= number <= len(read.leaves):
        raise RequestError("serving.nothing-here", path=f"leaf {number}")
    return read.leaves[number - 1]


def leaf(opened: Opened, number: int) -> dict[str, Any]:
    """Return a leaf with its lines and what became of each."""
    read, first = opened.current, opened.first
    shown = leaf_of(read, number)
    if first is None or not first.holds(shown.first):
        return {
            "version": opened.version,
            **paper.shown(read.document, shown, read.tint, read.passages),
        }
    found = paper.shown(read.document, shown, first.tint, read.passages)
    return {"version": opened.version, **paper.without_rows(found)}  # rows of the whole are not known yet


def rows(opened: Opened, first: int, last: int, only: Sequence[int] | None) -> dict[str, Any]:
    """Return rows from one to before another, or only some, by their numbers."""
    read = opened.current
    chosen = read.rows[first:last] if only is None else [read.rows[at] for at in only if at < len(read.rows)]
    found = [row_json(read, row, opened.made) for row in chosen]
    return {"version": opened.version, "whole": len(read.rows), "from": first, "rows": found}


def tables(opened: Opened) -> dict[str, Any]:
    """Return what was read as tables: their names and columns."""
    known = [
        {"name": name, "label": label(name), "columns": one.columns, "whole": len(one.rows)}
        for name, one in opened.current.tables.by_name.items()
    ]
    return {"version": opened.version, "tables": known}


def table(opened: Opened, name: str, first: int, last: int) -> dict[str, Any]:
    """Return rows of a table.

    Raises:
        RequestError: There is none of that name.
    """
    read = opened.current
    found = read.tables.by_name.get(name)
    if found is None:
        raise RequestError("serving.nothing-here", path=f"table {name}")
    rows = [[fact and row_json(read, fact, opened.made) for fact in row] for row in found.rows[first:last]]
    return {"version": opened.version, "whole": len(found.rows), "from": first, "rows": rows}


def search(opened: Opened, wanted: str, after: int) -> dict[str, Any]:
    """Return where a text was read, or stands; after a row the next one, the first one again behind the last."""
    read, sought = opened.current, key(wanted)
    rows = [row.number for row in read.rows if sought and sought in key(row.claim.value)]
    lines = (
        [line.number for line in read.document.lines if sought and sought in key(line.text)]
        if not rows
        else []
    )
    row = next((number for number in rows if number > after), rows[0] if rows else None)
    line = lines[0] if lines else None
    return {
        "version": opened.version,
        "count": len(rows) or len(lines),
        "row": row,
        "line": line,
        "leaf": read.leaf_of[line - 1] if line else 0,
    }


def queue(opened: Opened, first: int, last: int) -> dict[str, Any]:
    """Return items of a document's queue from one to before another."""
    with opened.held() as review:
        read, open_ = opened.current, review.open()
        items = [deciding.item_json(read, item) for item in open_[first:last]]
        return {"version": opened.version, "whole": len(open_), "from": first, "items": items}


def plan(opened: Opened) -> dict[str, Any]:
    """Return plan.yml as text."""
    with opened.held() as review:
        return {"version": opened.version, "text": review.plan_text, "name": str(review.plan_path)}


def pointed(opened: Opened, gesture: str, values: Mapping[str, Any], leaf: int) -> dict[str, Any]:
    """Return what a gesture makes of plan.yml, and what that changes; nothing is kept."""
    with opened.held() as review:
        found = changed(opened, review.point(gesture, values).text, review.plan_text, leaf, by=None)
        if gesture in MUST_SAY and not (found["effect"] or found["partial"]) and "error" not in found:
            raise ReviewError("reviewing.refused-edit", detail=say("reviewing.says-nothing"))
        return found


def towns(wanted: str) -> dict[str, Any]:
    """Return the municipalities whose name, reading or code holds a text."""
    return {
        "towns": [[one.code, one.prefecture, one.name] for one in vocab.municipalities_like(wanted)],
        "exact": bool(vocab.find_municipalities(wanted)),
    }


def changed(opened: Opened, text: str, before: str, leaf: int, *, by: str | None) -> dict[str, Any]:
    """Return what another plan.yml changes; it takes the place of the old one where somebody keeps it.

    Where the whole takes long, what it changes around the leaf in view is told first ("partial").

    Args:
        opened: The document.
        text: The other text.
        before: The text that it was made from.
        leaf: Number of the leaf in view.
        by: Id of who keeps it, "" where nobody says; None where it is only tried.
    """
    with opened.held():
        trial = opened.trial(text) if opened.is_slow and by is None else None
        is_partial = opened.is_slow and trial is None
        old = opened.part(before, leaf) if is_partial else opened.current
        after = opened.part(text, leaf) if is_partial else trial
        if is_partial and by is None:
            opened.try_beside(text)  # only now: two at a time would make the first wait for the second
        if by is not None:
            opened.save(text, before, by)
        if after is None:
            after = opened.current if by is not None else opened.tried(text)
        return {
            "version": opened.version,
            "kept": by is not None,
            "partial": is_partial,
            "trial": trial_name(text),
            "text": text,
            "before": before,
            "difference": difference(before, text),
            "effect": effect(old, after),
            **_error(after),
        }


def undo(opened: Opened, by: Reviewer) -> dict[str, Any]:
    """Take back what a person did last, and return what that was."""
    with opened.held():
        before = opened.current
        made, text = opened.undo_last(by)
        changes = effect(before, opened.current) if made or text else []
        return {"undone": len(made), "plan": bool(text), "effect": changes, **standing(opened)}
