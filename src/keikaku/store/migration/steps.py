"""The steps, from the oldest version on."""

from __future__ import annotations

from keikaku.store.migration import (
    characters,
    cube,
    decisions,
    legends,
    places,
    ratings,
    search_keys,
    shared_things,
    stages,
)
from keikaku.store.migration.model import Step

STEPS: tuple[Step, ...] = (
    shared_things.STEP,
    characters.STEP,
    search_keys.STEP,
    ratings.STEP,
    decisions.STEP,
    places.STEP,
    legends.STEP,
    cube.STEP,
    stages.STEP,
)
