"""Of one project and year the latest stage counts, whichever of the yearly prints of a plan says it.

It is said where a municipality is settled (:mod:`keikaku.store.shared`), whenever its files are written.
"""

from __future__ import annotations

from keikaku.ground.messages import say
from keikaku.store.migration.model import Step

STEP = Step(version=6, said=say("store.latest-stage-counts"))
