"""What a kind of damage is, and the list of all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.damages.source import Places


@dataclass(frozen=True)
class Kind:
    """A kind of damage.

    Attributes:
        en: What is damaged and how.
        ja: The same in Japanese.
        places: Yields the damages of this kind that a document can suffer.
        needs: What the document would have to print besides for the damage to be seen, in English and
            Japanese; None where the document itself disproves what is damaged, so that silence is a fault.
        neutral: Whether it changes no meaning: the same records are to be read.
    """

    en: str
    ja: str
    places: Places
    needs: tuple[str, str] | None = None
    neutral: bool = False

    @property
    def seen(self) -> bool:
        """Whether silence is a fault: the document disproves what is damaged, or nothing is."""
        return self.needs is None


KINDS: dict[str, Kind] = {}


def kind(en: str, ja: str, needs: tuple[str, str] | None = None) -> Callable[[Places], Places]:
    """Put a function that yields damages into the list of kinds, under its own name."""

    def enter(places: Places) -> Places:
        KINDS[places.__name__] = Kind(en, ja, places, needs)
        return places

    return enter


def neutral(en: str, ja: str) -> Callable[[Places], Places]:
    """Put a function that yields damages without a meaning into the list of kinds, under its own name."""

    def enter(places: Places) -> Places:
        KINDS[places.__name__] = Kind(en, ja, places, neutral=True)
        return places

    return enter


TWICE = ("the name printed a second time (a list of names, an index)", "名称の二度目の印字(一覧や索引)")
PAIR = ("a second figure beside it (baseline, target, sum)", "並べて比べられる値(基準値・目標値・合計)")
SERIES = (
    "a series of yearly figures, or the same figure in words",
    "年ごとの値の列、または本文での同じ値の記載",
)
COUNT = ("a number, or the count of what follows", "番号、または件数の記載")
TEXT = ("the same text in a second edition or file", "別の版やファイルの同じ文章")
