"""The steps, from the oldest version on."""

from __future__ import annotations

from keikaku.migration import search_keys, shared_things
from keikaku.migration.model import Step

STEPS: tuple[Step, ...] = (shared_things.STEP, search_keys.STEP)
