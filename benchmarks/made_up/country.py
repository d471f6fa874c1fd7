"""Municipalities with their documents, the known truth beside them, and what was spoiled on purpose."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from made_up import (
    bulleted_outlines,
    defects,
    evaluation_sheets,
    measure_sheets,
    measure_spreads,
    measure_tables,
    project_tables,
    project_years,
    strategy_kpis,
    yearly_sources,
)
from made_up.page import Made
from made_up.words import Words, place

LAYOUTS = {
    "bulleted-outlines": (bulleted_outlines.make, 350),
    "evaluation-sheets": (evaluation_sheets.make, 410),
    "measure-sheets": (measure_sheets.make, 700),
    "measure-spreads": (measure_spreads.make, 270),
    "measure-tables": (measure_tables.make, 300),
    "project-tables": (project_tables.make, 700),
    "project-years": (project_years.make, 740),
    "strategy-kpis": (strategy_kpis.make, 300),
    "yearly-sources": (yearly_sources.make, 280),
}
"""Each layout, and about how many quads a document has for each step of its size."""

QUADS = 10_000
"""About how many quads a municipality has; rounding takes some of them."""


@dataclass
class Country:
    """A country of made-up plans.

    Attributes:
        count: How many municipalities.
        seed: The same seed gives the same country.
        quads: About how many quads a municipality has.
        spoiled: How many documents are spoiled in each way.
    """

    count: int
    seed: int = 1
    quads: int = QUADS
    spoiled: int = 0
    _kinds: dict[tuple[int, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Decide which documents are spoiled, and how; none in two ways."""
        dice = random.Random(f"{self.seed}/defects")  # noqa: S311 - no secret
        for kind, defect in defects.DOCUMENT.items():
            free = [
                (number, defect.layout)
                for number in range(self.count)
                if defect.layout in self.layouts(number) and (number, defect.layout) not in self._kinds
            ]
            for document in dice.sample(free, min(self.spoiled, len(free))):
                self._kinds[document] = kind

    def layouts(self, number: int) -> list[str]:
        """Return the layouts of a municipality's documents, one to nine."""
        dice = random.Random(f"{self.seed}/{number}/layouts")  # noqa: S311 - no secret
        return sorted(dice.sample(sorted(LAYOUTS), dice.randint(1, len(LAYOUTS))))

    def documents(self) -> Iterator[tuple[str, Made]]:
        """Yield the name and the content of each document."""
        for number in range(self.count):
            layouts = self.layouts(number)
            for layout in layouts:
                make, step = LAYOUTS[layout]
                made = Made(place(number), f"9{number:04}", layout)
                make(
                    made,
                    Words(f"{self.seed}/{number}/{layout}"),
                    max(2, round(1.1 * self.quads / len(layouts) / step)),
                )
                yield f"{number:04}-{layout}", made

    def write(self, folder: Path, *, truth: bool = True) -> dict[str, str]:
        """Write the country: ``documents/``, ``truth/`` and ``spoiled.json``, what was spoiled where.

        Args:
            folder: A folder that does not exist yet.
            truth: Whether to write the known truth, which takes longer than the documents.

        Returns:
            How documents were spoiled (the keys of :data:`made_up.defects.DOCUMENT`), by their names.
        """
        spoiled: dict[str, str] = {}
        if truth:
            (folder / "truth").mkdir(parents=True)
        for name, made in self.documents():
            kind = self._kinds.get((int(name[:4]), made.layout))
            if kind:
                defects.spoil(made, kind, f"{self.seed}/{name}")
                spoiled[name] = kind
            made.write(folder / "documents" / name)
            if truth and not kind:
                (folder / "truth" / f"{name}.nq").write_bytes(made.quads(folder / "documents" / name))
        text = json.dumps(spoiled, ensure_ascii=False, indent=1, sort_keys=True)
        (folder / "spoiled.json").write_text(f"{text}\n", encoding="utf-8")
        return spoiled
