"""How a thing stands to a goal of the SDGs, or to a strategy: one set of states, wherever one is shown.

The signs, words and definitions stand in ``ontology/codes.ttl`` (``kei:linkStates``), so that data, pages,
tables, terminals and pictures say the same; the names here are those that queries answer with.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from keikaku.ground import vocab
from keikaku.ground.messages import Language


class Status(StrEnum):
    """The states, the surest first."""

    DECLARED = "declared"
    CONFIRMED = "confirmed"
    INHERITED = "inherited"
    SUGGESTED = "suggested"
    UNREADABLE = "unreadable"
    GENERAL = "general"
    ABSENT = "absent"
    REJECTED = "rejected"

    @property
    def sign(self) -> str:
        """How it is written where there is room for one character."""
        return _described()[self].notation

    def word(self, language: Language) -> str:
        """Return what it is called."""
        return _described()[self].labels[language]

    def definition(self, language: Language) -> str:
        """Return what it means, in a sentence."""
        return _described()[self].definitions[language]


LINKED = (Status.DECLARED, Status.CONFIRMED, Status.INHERITED, Status.SUGGESTED)
"""The states behind which something stands."""
UNLINKED = (Status.UNREADABLE, Status.GENERAL, Status.ABSENT)
"""The states of what has no link, what is known least first."""
STANDINGS = (*LINKED, *UNLINKED)
"""How something may stand to a goal; what was rejected is no way to stand."""


def unlinked(*, unreadable: bool, general: bool) -> Status:
    """Return the state of what states no goal.

    Args:
        unreadable: Whether a field that could name some was lost.
        general: Whether the document turns to the SDGs as a whole there.

    >>> unlinked(unreadable=True, general=True)
    <Status.UNREADABLE: 'unreadable'>
    """
    if unreadable:
        return Status.UNREADABLE
    return Status.GENERAL if general else Status.ABSENT


@cache
def _described() -> dict[Status, vocab.Code]:
    codes = {code.labels["en"]: code for code in vocab.codes("linkStates")}
    return {status: codes[status.value] for status in Status}
