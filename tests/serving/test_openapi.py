"""The server asked what its own description allows, and what it does not allow."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as effort
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.serving.support import Process

pytestmark = pytest.mark.xdist_group("process")  # all of them ask one server

EXAMPLES = 5
"""Requests for each operation and phase: 60 operations, some seconds."""
UNSAID: list[Any] = [positive_data_acceptance]
"""OpenAPI has no words for what an IRI of this store is: one that is none is refused, though its text fits."""


def test_the_server_does_what_it_says(process: Process) -> None:
    """No 500, no status, type or body that the description does not name, whatever parameters are sent."""
    _status, _headers, body = process.get(b"/openapi.json")
    schema = schemathesis.openapi.from_dict(json.loads(body))
    asked: Counter[int] = Counter()

    def ask(case: schemathesis.Case[Any]) -> None:
        answer = case.call_and_validate(
            base_url=f"http://127.0.0.1:{process.port}",
            excluded_checks=UNSAID,
            headers={"Accept-Language": "en"},
        )
        asked[answer.status_code] += 1

    for operation in schema.get_all_operations():
        assert isinstance(operation, Ok)
        gently = effort(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        gently(given(case=operation.ok().as_strategy())(ask))()
    assert asked[200] > 50
    assert asked[400] > 50
