"""Plans against the time of their municipality: one that begins after it was gone, or long before it began."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from keikaku.ground import vocab
from keikaku.ground.messages import say
from keikaku.reading.model import Finding
from keikaku.reading.planfile import MunicipalitySettings
from keikaku.reading.records import Reading
from keikaku.reading.settings import key_at

_APRIL = 4
"""The month in which fiscal years begin."""


def out_of_time(reading: Reading, body: MunicipalitySettings, file: Path) -> Iterator[Finding]:
    """Yield the plans whose first fiscal year the municipality did not see.

    Args:
        reading: What was read.
        body: Whose plans it holds.
        file: The plan.yml that says so.
    """
    gone = vocab.former(body.code)
    dissolved = body.dissolved or (gone.dissolved if gone else None)
    founded = body.founded or body.merged or (gone.founded if gone else vocab.founded(body.code))
    names = [one.name for code in vocab.successors(body.code) if (one := vocab.municipality(code))]
    for plan in reading.plans.values():
        if not plan.start:
            continue
        late = dissolved and date(plan.start, _APRIL, 1) >= dissolved
        early = founded and date(plan.start + 1, _APRIL, 1) <= founded
        if not late and not early:
            continue
        about = {"plan": plan.title, "start": plan.start, "where": key_at(file, "municipality")}
        if dissolved and late:
            told = "、".join(names) or "-"
            yield Finding.of(
                say("rules.municipality-gone", **about, day=dissolved.isoformat(), names=told), plan.lines
            )
        if founded and early:
            yield Finding.of(say("rules.municipality-not-yet", **about, day=founded.isoformat()), plan.lines)
