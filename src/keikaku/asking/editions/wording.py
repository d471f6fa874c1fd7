"""How the differences between two editions are worded, for the command line and for pages."""

from __future__ import annotations

from keikaku.asking.editions.changes import Change, Difference, What
from keikaku.asking.editions.matching import Became, Correspondence
from keikaku.ground.messages import Language, say

_WORDED = {What.COUNTING_CHANGED, What.DIRECTION_CHANGED}
"""What is said in terms of the ontology, which have names in both languages."""
_GOALS = "sdg:"


def sentence(change: Change, language: Language) -> str:
    """Return a difference in one line."""
    none = say("editions.none").text(language)
    return say(
        f"editions.what-{change.what}",
        of=change.of,
        before=shown(change, change.before, language) or none,
        after=shown(change, change.after, language) or none,
        year=change.year,
    ).text(language)


def title(change: Change, language: Language) -> str:
    """Return the kind of a difference in a few words, without what it is about."""
    return say(f"editions.kind-{change.what}", year=change.year).text(language)


def shown(change: Change, text: str, language: Language) -> str:
    """Return what one of the editions says as people read it, "" where it says nothing.

    Args:
        change: The difference.
        text: Its ``before`` or ``after``.
        language: Of the words.
    """
    if change.what in _WORDED:
        return say(f"editions.word-{text or 'none'}").text(language)
    if change.what is What.GOALS_CHANGED:
        return text.replace(_GOALS, "SDG ")
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text


def became(one: Correspondence, language: Language) -> str:
    """Return what became of an element or a department, in a word: what no print names any more need not be dissolved."""
    is_gone = one.part.kind == "Department" and one.became is Became.DROPPED
    return say("editions.office-dropped" if is_gone else f"editions.became-{one.became}").text(language)


def standing(found: Difference, language: Language) -> str:
    """Return who answers for the correspondences: nobody yet, or people for so many."""
    confirmed, pairs = found.confirmed
    if not confirmed:
        return say("editions.proposed").text(language)
    return say("editions.some-confirmed", count=confirmed, all=pairs).text(language)
