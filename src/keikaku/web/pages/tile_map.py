"""The prefectures as a map of tiles: each about where it lies, all of one size, so that small ones are seen as well.

Boundaries would need data under a licence of their own and many times the bytes; a tile is a link, and its number is text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.ground.vocab import municipalities_by_prefecture

_PLACES = """
            . . . . . . . . . . . . 北海道
            . . . . . . . . . . . 青森県 .
            . . . . . . . . . . 秋田県 岩手県 .
            . . . . . . . . . . 山形県 宮城県 .
            . . . . . . . 石川県 富山県 新潟県 福島県 . .
            . . . . . . . 福井県 岐阜県 長野県 群馬県 栃木県 茨城県
            . . 山口県 島根県 鳥取県 兵庫県 京都府 滋賀県 愛知県 山梨県 埼玉県 東京都 千葉県
            佐賀県 福岡県 大分県 広島県 岡山県 . 大阪府 奈良県 三重県 静岡県 神奈川県 . .
            長崎県 熊本県 宮崎県 . 愛媛県 香川県 . 和歌山県 . . . . .
            . 鹿児島県 . . 高知県 徳島県 . . . . . . .
            沖縄県 . . . . . . . . . . . .
"""
SIZE = 52
"""Width and height of a tile, in units of the drawing: two lines of text fit."""
_STEPS = (
    0.0,
    0.05,
    0.2,
    0.5,
    0.8,
)  # from which share a tile has a darker colour; below a twentieth it is a beginning


@dataclass(frozen=True, slots=True)
class Tile:
    """A prefecture on the map.

    Attributes:
        name: Of the prefecture.
        x: Of its left upper corner.
        y: Of its left upper corner.
        held: How many of its municipalities have plans here.
        all: How many municipalities it has.
    """

    name: str
    x: int
    y: int
    held: int
    all: int

    @property
    def short(self) -> str:
        """Its name as a tile has room for it."""
        return self.name if self.name == "北海道" else self.name[:-1]

    @property
    def step(self) -> int:
        """How dark it is: 0 for none of its municipalities, 5 for four of five or more."""
        return sum(self.held / self.all > step for step in _STEPS) if self.held else 0


def tiles(held: Iterable[str]) -> list[Tile]:
    """Return the tiles in the order of the prefectures' codes.

    Args:
        held: The prefecture of each municipality that has plans.
    """
    counts, listed = Counter(held), municipalities_by_prefecture()
    rows = [line.split() for line in _PLACES.strip().splitlines()]
    places = {name: (across, down) for down, row in enumerate(rows) for across, name in enumerate(row)}
    return [
        Tile(name, places[name][0] * SIZE, places[name][1] * SIZE, counts[name], len(towns))
        for name, towns in listed.items()
    ]


def size() -> tuple[int, int]:
    """Return width and height of the map."""
    rows = [line.split() for line in _PLACES.strip().splitlines()]
    return len(rows[0]) * SIZE, len(rows) * SIZE
