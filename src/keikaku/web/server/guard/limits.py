"""How much of the machine a query may have."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of the endpoint.

    Attributes:
        seconds: Longest run of a query.
        memory_mib: Address space that a query may take beyond what its worker has at the start.
        rows: Most rows, or triples, of an answer.
        answer_mib: Longest answer.
        request_bytes: Longest query text and longest body of a request.
        workers: Processes, and so queries that run at the same time.
        long: How many of them long queries may hold while others wait; the longest gives way beyond that.
        patience: Seconds after which a query counts as long.
        queue: Queries that may wait for a worker.
        wait: Longest wait, in seconds.
        per_client: Queries of one client that may run or wait; 0 for any number.
    """

    seconds: float = 20
    memory_mib: int = 256
    rows: int = 10_000
    answer_mib: int = 16
    request_bytes: int = 100_000
    workers: int = 8
    long: int = 6
    patience: float = 1
    queue: int = 256
    wait: float = 10
    per_client: int = 0
