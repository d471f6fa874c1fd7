"""One endpoint for the tests that only ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from keikaku.web.server.guard.pool import Guard
from tests.serving_sparql.running import LIMITS, Endpoint, load, running


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Endpoint]:
    with running(Guard(load, limits=LIMITS)) as found:
        yield found
