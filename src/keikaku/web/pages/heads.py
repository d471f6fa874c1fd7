"""Statistics of municipalities on pages: figures with their sources, money per head and as a share of the expenditure."""

from __future__ import annotations

from collections.abc import Iterable

from keikaku.asking.per_head import POPULATIONS, PerHead, Taken, per_head, taken
from keikaku.graph.nquads import KEI
from keikaku.ground.messages import Words
from keikaku.web.pages.overview import Sums
from keikaku.web.pages.things import Things
from keikaku.web.pages.words import Text, number, worded


class Statistics:
    """The statistics that were taken into a dataset.

    Args:
        things: Reads it.
    """

    def __init__(self, things: Things) -> None:
        self._things = things

    def of(self, municipality: str) -> list[Taken]:
        """Return the statistics of a municipality."""
        return taken(self._things.dataset.memory, municipality)

    def per_head(self, municipality: str, sums: Sums) -> list[PerHead]:
        """Return money of a municipality per head; nothing where no statistic was taken."""
        found = self.of(municipality)
        return per_head({year[0]: year[1] for year in sums.years}, found) if found else []

    def name(self, kind: str) -> Text:
        """Return what a kind of statistic is called."""
        return self._things.terms[KEI + kind]

    def value(self, one: Taken) -> Text:
        """Return a figure with the unit of its kind."""
        if one.kind in POPULATIONS:
            return worded("pages.persons", count=number(one.value))
        if one.kind == "TotalArea":
            return worded("pages.square-kilometres", count=number(one.value))
        return worded("pages.yen-amount", count=number(one.value))

    def below(self, one: Taken) -> Text:
        """Return what money is divided by: kind, year, value and source."""
        kind, value = self.name(one.kind), self.value(one)
        values = {"kind": Words(kind.en, kind.ja), "value": Words(value.en, value.ja)}
        name = "pages.divided-by-population" if one.kind in POPULATIONS else "pages.divided-by-accounts"
        return worded(name, year=one.year, source=one.source, **values)


def notes(one: PerHead) -> list[Text]:
    """Return what has to be said of a row: what is missing, and where years differ."""
    said = []
    if one.population is None:
        said.append(worded("pages.no-population"))
    elif str(one.population.year) != one.year:
        said.append(worded("pages.population-of", base=one.population.year, year=one.year))
    if one.expenditure is None:
        said.append(worded("pages.no-accounts"))
    elif str(one.expenditure.year) != one.year:
        said.append(worded("pages.accounts-of", base=one.expenditure.year, year=one.year))
    return said


def has_heads(rows: Iterable[PerHead]) -> bool:
    """Tell whether a figure per head or a share can be shown at all."""
    return any(one.amount is not None or one.percent is not None for one in rows)
