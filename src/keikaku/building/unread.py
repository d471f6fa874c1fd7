"""A document that cannot be read yet, as a reading of nothing: whose it is nobody has said, or its plan.yml is broken.

A person who reviews it sees its print, every line unread, and what has to be said or mended first.
"""

from __future__ import annotations

from pathlib import Path

from keikaku.building.model import Loaded
from keikaku.documents.numbered_lines import Document
from keikaku.ground.errors import KeikakuError
from keikaku.ground.messages import Words
from keikaku.reading import families, reader
from keikaku.reading.decisions.acceptance import Acceptance, State
from keikaku.reading.decisions.sampling import Rate
from keikaku.reading.planfile import SeriesSettings
from keikaku.reading.records import Reading
from keikaku.reading.series import DRAFTED, Series
from keikaku.reading.settings import check


def unread(document: Document, plan: Path | None, error: KeikakuError) -> Loaded:
    """Return what is known of a document that cannot be read.

    Args:
        document: The document.
        plan: Its plan.yml; None where it has none yet.
        error: Why it cannot be read.
    """
    place = plan or Path("draft") / "plan.yml"
    said = {
        "family": "base",
        "municipality": {"code": "00000", "name": "-", "invented": True},
        "document": {"recognise": [r"\S"], "title": document.name},
        "plans": [{"id": "plan", "kind": "基本計画", "title": document.name}],
        "expect": {"Measure": {"min": 1, "max": 1}},
    }
    settings = check(SeriesSettings, families.with_defaults(said), place, None)
    series = Series(f"{DRAFTED}unread", place, settings, reader.read, "", proposed=plan is None)
    stands = Acceptance(
        State.PROPOSED if plan is None else State.DECLARED,
        (Words(error.message("en"), error.message("ja")),),
        Rate(0, 0, 0),
    )
    return Loaded(
        document=document,
        series=series,
        reading=Reading(document, {}),
        lines=[],
        key="",
        graph="",
        acceptance=stands,
        error=error,
    )
