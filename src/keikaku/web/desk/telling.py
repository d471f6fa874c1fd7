"""What the desk tells of work that nobody waits for: whether the document is being read again, and what that changed."""

from __future__ import annotations

import hashlib
from typing import Any

from keikaku.ground.errors import KeikakuError
from keikaku.web.desk.differences import effect
from keikaku.web.desk.opened import Opened


def now(opened: Opened) -> dict[str, Any]:
    """Return what a page asks every few seconds: what is shown, whether it is being read again, what that changed."""
    opened.settle()
    with opened.held():
        said: dict[str, Any] = {"version": opened.version, "reading": opened.is_reading}
        if opened.before is not None:
            said["effect"] = effect(opened.before, opened.current)
        if opened.failed is not None:
            said["failed"] = _both(opened.failed)
        return said


def trial_name(text: str) -> str:
    """Return by what a page asks for the effect of a text of plan.yml on the whole document."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def whole(opened: Opened, wanted: str) -> dict[str, Any]:
    """Return what a text of plan.yml that is tried changes in the whole document; nothing of it while that is not known."""
    with opened.held():
        tried = opened.last_trial
        if tried is None or trial_name(tried.text) != wanted:
            return {"ready": False}
        said = {"error": _both(tried.error)} if tried.error else {}
        return {"ready": True, "effect": effect(opened.current, tried), **said}


def _both(error: KeikakuError) -> list[str]:
    return [error.message("ja"), error.message("en")]
