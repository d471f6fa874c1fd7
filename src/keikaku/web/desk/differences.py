"""What a change of plan.yml is, and what it changes: lines of text, and what is read more and less."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from keikaku.web.desk.read import Read
from keikaku.web.desk.rows import label

_BESIDE = 1  # lines of plan.yml before and after a difference
_COUNTED = ("unread", "figure", "outside", "furniture", "structure")


def difference(before: str, after: str) -> list[list[str]]:
    """Return the lines that differ, each with "+", "-" or " " for one beside them, "…" where some are left out."""
    old, new = before.splitlines(), after.splitlines()
    found: list[list[str]] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_BESIDE):
        if found:
            found.append(["…", ""])
        for kind, first, last, start, end in group:
            if kind == "equal":
                found += [[" ", line] for line in old[first:last]]
            else:
                found += [["-", line] for line in old[first:last]] + [["+", line] for line in new[start:end]]
    return found


def effect(before: Read, after: Read) -> list[dict[str, Any]]:
    """Return what is read more (positive) and less (negative) than before, by class, and which lines changed their state."""
    counted: list[dict[str, Any]] = []
    old, new = before.things, after.things
    for name in sorted(old.keys() | new.keys()):
        if old[name] != new[name]:
            counted.append({"what": "thing", "name": name, "label": label(name), "by": new[name] - old[name]})
    was, now = before.states, after.states
    for state in _COUNTED:
        if was[state] != now[state]:
            counted.append({"what": "lines", "name": state, "by": now[state] - was[state]})
    return counted
