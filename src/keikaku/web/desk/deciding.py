"""What is decided on the desk: one fact, or all of a group that a person sees as one; the queue of what is to be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from keikaku.building.review import Wanted
from keikaku.ground.errors import RequestError
from keikaku.ground.messages import say
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Item, Kind
from keikaku.reading.decisions.reviewers import Reviewer, reviewer
from keikaku.web.desk.opened import GROUP, Opened
from keikaku.web.desk.read import Read
from keikaku.web.desk.rows import Row, label

ACTS = {"accept": Act.ACCEPT, "correct": Act.CORRECT, "unreadable": Act.UNREADABLE, "reject": Act.REJECT}
"""What a person can decide of a fact, by the name that the page gives it."""
GROUPS = ("page", "column", "table", "below", "alike", "sample")
"""What facts a person can decide about at once, by the one in front of them."""
MOST_SHOWN = 50
"""Facts of a group that are shown with their values before they are decided about together."""
_LONGEST = 200  # characters of an id, a role, a name


def who(asked: Mapping[str, Any]) -> Reviewer:
    """Return who decides.

    Raises:
        NoReviewerError: The id or the role is missing, or the id has other characters.
    """
    by = asked.get("by")
    said = by if isinstance(by, dict) else {}
    return reviewer(*(str(said.get(name) or "")[:_LONGEST] for name in ("id", "role", "name")))


def item_json(read: Read, item: Item) -> dict[str, Any]:
    """Return an item of the queue for the page."""
    row = read.row_of.get(item.key)
    lines = list(item.lines)
    return {
        "kind": item.kind.name.lower(),
        "key": item.key,
        "says": [item.ja, item.en],
        "lines": lines[:50],
        "leaf": read.leaf_of[lines[0] - 1] if lines else 0,
        "row": row.number if row else None,
        "value": item.before[:500],
        **(
            {
                "name": row.name,
                "label": label(row.name),
                "year": row.year,
                "of": _above(row),
                "printed": row.claim.printed[:200],
            }
            if row
            else {}
        ),
    }


def _above(row: Row) -> str:
    """Return what the thing is called that a fact is said of; of a thing, the one above it."""
    return row.parent.claim.value[:100] if row.parent else ""


def decide(opened: Opened, by: Reviewer, asked: Mapping[str, Any]) -> int:
    """Write down a decision about facts, and return about how many.

    Args:
        opened: What lies on the desk.
        by: Who decides.
        asked: ``act``, ``keys`` or ``group`` with ``key``, ``after``, ``note``; ``sampled`` where the queue asked about a
            fact of its sample.

    Raises:
        RequestError: It says nothing that can be decided.
        KeikakuError: It cannot be written.
    """
    act = ACTS.get(str(asked.get("act")))
    if act is None:
        raise _unclear("act", ", ".join(ACTS))
    after = asked.get("after", "")
    if not isinstance(after, str) or (act is Act.CORRECT) != bool(after.strip()):
        raise _unclear("after", "a value, for correct alone")
    with opened.held() as review:
        keys, note = _keys(opened, asked), str(asked.get("note") or "")
        if (
            len(keys) > 1
        ):  # so that they are taken back together; another group of that name has another number
            note = f"{GROUP}{asked.get('group') or 'chosen'} {len(review.decisions) + 1}"
        is_sampled = asked.get("sampled") is True or asked.get("group") == "sample"
        sampled = {item.key for item in review.open([Kind.SAMPLE])} if is_sampled else set()
        box = _box(opened, asked)
        wanted = [Wanted(_act(act, key, sampled), key, after=after, note=note, box=box) for key in keys]
        opened.decide(by, wanted)
        return len(wanted)


def _box(opened: Opened, asked: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the line, and of a row the column, that a person says prints the right value; nothing where none is said.

    Raises:
        RequestError: There is no such box.
    """
    said = asked.get("box")
    if said is None:
        return ()
    whole = len(opened.current.document.lines)
    numbers = [one for one in said if type(one) is int] if isinstance(said, list) and len(said) == 2 else []
    if not numbers or not 1 <= numbers[0] <= whole or said[0] != numbers[0]:
        raise _unclear("box", "the number of a line and of a column, or null")
    return tuple(numbers)


def accept(opened: Opened, by: Reviewer) -> int:
    """Accept the whole document, and return how many decisions that took."""
    return len(opened.accept(by))


def _act(act: Act, key: str, sampled: Set[str]) -> Act:
    """Return a decision, which of a fact of the random sample that the desk asked about tells how good the rest is.

    What a person comes upon by themselves and puts right is no draw of that sample.
    """
    if key not in sampled:
        return act
    return Act.RIGHT if act is Act.ACCEPT else Act.WRONG


def _keys(opened: Opened, asked: Mapping[str, Any]) -> list[str]:
    keys, group = asked.get("keys"), asked.get("group")
    if isinstance(keys, list) and keys and all(isinstance(key, str) for key in keys):
        return list(dict.fromkeys(keys))
    row = opened.current.row_of.get(str(asked.get("key")))
    if group not in GROUPS or row is None:
        raise _unclear("keys", "keys of facts, or a group and a key")
    found = [one.claim.key for one in members(opened, row, str(group))]
    if not found:
        raise _unclear("group", "a group with facts that are not decided")
    return found


def groups(opened: Opened, key: str) -> dict[str, Any]:
    """Return the facts of each group of a fact that are not decided: how many, and the first with their values."""
    with opened.held():
        row = opened.current.row_of.get(key)
        found = {group: list(members(opened, row, group)) for group in GROUPS} if row else {}
        return {
            group: {
                "count": len(rows),
                "rows": [one.number for one in rows[:MOST_SHOWN]],
                "says": _said(rows),
            }
            for group, rows in found.items()
        }


def _said(rows: Sequence[Row]) -> list[list[str]]:
    return [[_above(one), one.name, str(one.year or ""), one.claim.value[:80]] for one in rows[:MOST_SHOWN]]


def members(opened: Opened, row: Row, group: str) -> Iterator[Row]:
    """Yield the facts of a group that nobody decided about yet; those that are unsure are decided one by one."""
    read = opened.current
    if group == "sample":  # those of the random sample on this page, which are looked at together
        with opened.held() as review:
            asked = [read.row_of.get(item.key) for item in review.open([Kind.SAMPLE])]
        yield from (one for one in asked if one and _leaf(read, one) == _leaf(read, row))
        return
    for one in _all(read, row, group):
        if (
            one.claim.key not in opened.made
            and one.claim.key not in read.applied
            and one.claim.confidence.value == "Certain"
            and one.claim.value
        ):
            yield one


def _all(read: Read, row: Row, group: str) -> Iterable[Row]:
    if group == "below":
        return read.rows[row.number : row.number + row.below + 1]
    if group == "alike":
        return (one for one in read.rows if (one.name, one.year) == (row.name, row.year))
    if group == "page":
        leaf = _leaf(read, row)
        return (one for one in read.rows if _leaf(read, one) == leaf)
    place = _table(read, row)
    if place is None:
        return ()
    alike = (one for one in read.rows if _table(read, one) == place)
    return (
        alike if group == "table" else (one for one in alike if (one.name, one.year) == (row.name, row.year))
    )


def _leaf(read: Read, row: Row) -> int:
    return read.leaf_of[row.record.lines[0] - 1] if row.record.lines else 0


def _table(read: Read, row: Row) -> tuple[int, int] | None:
    """Return the part and the number of the table that a fact stands in, None outside tables."""
    published, lines = read.document.published, row.record.lines
    place = published.lines[lines[0] - 1][1] if published and lines else None
    return (place.part, place.table) if place and place.table else None


def _unclear(name: str, wanted: str) -> RequestError:
    return RequestError("desk.not-understood", why=say("desk.must", name=name, wanted=wanted))
