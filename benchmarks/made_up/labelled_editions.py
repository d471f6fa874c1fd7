"""Pairs of editions as plans print them, labelled by reading (``labelled-editions.tsv``): towns and figures invented, styles real.

Nothing here was made by the rules that the matching uses, nor by those of :mod:`made_up.editions`.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

from keikaku.asking.editions.elements import Edition, Measured, Part
from keikaku.asking.lineage.things import Thing
from made_up.editions import Pair

FILE = Path(__file__).parent / "labelled-editions.tsv"
UNSEEN = ("教育計画", "都市計画")
"""The pairs that were written and labelled after the matching was last changed, and asked once; the others showed what it lacked."""
Row = dict[str, str]


def labelled() -> dict[str, Pair]:
    """Return the pairs by their styles, with what became of each element."""
    lines = (line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in csv.DictReader(lines, delimiter="\t", restval=""):
        found[row["pair"]].append(row)
    return {name: _pair(name, rows) for name, rows in found.items()}


def _pair(name: str, rows: list[Row]) -> Pair:
    old, new = (_edition(name, side, [row for row in rows if row["side"] == side]) for side in ("old", "new"))
    came = {row["id"]: row["from"].split() for row in rows if row["side"] == "new"}
    heirs = Counter(one for ones in came.values() for one in ones)
    pairs = {
        (_iri(name, "old", before), _iri(name, "new", after))
        for after, ones in came.items()
        for before in ones
    }
    alone = {_iri(name, "new", after): "new" for after, ones in came.items() if not ones}
    gone = [row["id"] for row in rows if row["side"] == "old" and row["id"] not in heirs]
    return Pair(old, new, pairs, alone | {_iri(name, "old", one): "dropped" for one in gone})


def _edition(name: str, side: str, rows: list[Row]) -> Edition:
    plan = f"https://example.org/{name}/{side}"
    parts = [
        Part(
            iri=_iri(name, side, row["id"]),
            kind=row["kind"],
            label=row["label"],
            number=row["number"],
            parent=_iri(name, side, row["above"]) if row["above"] else plan,
            texts={"approach": (row["text"],)},
            indicators=tuple(
                Measured(f"{_iri(name, side, row['id'])}/{one}", one)
                for one in row["measured"].split("|")
                if one
            ),
        )
        for row in rows
    ]
    start = 2020 if side == "old" else 2025
    return Edition(
        plan=Thing(name, "Plan", "", plan),
        municipality="架空町",
        start=start,
        end=start + 4,
        parts={part.iri: part for part in parts},
    )


def _iri(name: str, side: str, element: str) -> str:
    return f"https://example.org/{name}/{side}/{element}"
