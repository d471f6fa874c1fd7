"""What queries of shapes look at: looked through before they run, keikaku's own before they are shipped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keikaku.ground.messages import Said

FILE = Path(__file__).with_name("examined.json")
"""What the queries of ``shapes/`` look at, by :func:`key_of` (``python tools/make_examined.py``)."""


class RefusedError(Exception):
    """A query that is none, or that SHACL forbids.

    Attributes:
        why: In a few words.
    """

    def __init__(self, why: Said) -> None:
        super().__init__(str(why))
        self.why = why


@dataclass(frozen=True, slots=True)
class Examined:
    """What a query looks at.

    Attributes:
        projected: The variables that it selects.
        single: Whether it can be asked about one focus node at a time only: it counts, nests or ends early.
        everything: Whether it looks at the whole graph.
        predicates: The predicates of which it looks at every triple.
        pairs: Other predicates, each with an object that it looks at.
    """

    projected: frozenset[str]
    single: bool
    everything: bool
    predicates: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    def packed(self) -> dict[str, object]:
        """Return it as JSON holds it, in one order."""
        return {
            "projected": sorted(self.projected),
            "single": self.single,
            "everything": self.everything,
            "predicates": sorted(self.predicates),
            "pairs": sorted(self.pairs),
        }


def key_of(text: str, bound: Iterable[str]) -> str:
    """Return what a query is known by: its whole text, and the variables that are bound before it runs."""
    return hashlib.blake2b("\0".join([text, *sorted(bound)]).encode(), digest_size=16).hexdigest()


@cache
def known() -> dict[str, Examined]:
    """Return what the queries of ``shapes/`` look at."""
    return {
        key: Examined(
            projected=frozenset(one["projected"]),
            single=one["single"],
            everything=one["everything"],
            predicates=frozenset(one["predicates"]),
            pairs=frozenset(map(tuple, one["pairs"])),
        )
        for key, one in json.loads(FILE.read_text("utf-8")).items()
    }
