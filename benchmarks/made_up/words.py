"""The words of made-up plans: names of places that do not exist, labels and sentences as plans print them."""

from __future__ import annotations

import random

_FIRST = "霧雪風月星虹露霞若古遠近静清深浅朝夕晴曇葵楓椿桐梓樫萩菫蓮藍紅碧翠琥瑠銀鉄砂岩谷峰沢"
_SECOND = "見原野里浜坂瀬戸崎越渡倉橋塚森林岡丘畑田沼池泉滝川浦島港津淵窪端前平台辻関守宮代掛根"
_WHO = (
    "町民",
    "高齢者",
    "子ども",
    "若者",
    "女性",
    "農業者",
    "事業者",
    "観光客",
    "転入者",
    "学生",
    "親子",
    "職員",
)
_WHAT = (
    "図書館",
    "学校",
    "公園",
    "道路",
    "水道",
    "路線バス",
    "防災",
    "健診",
    "保育",
    "移住",
    "商店街",
    "農地",
    "森林",
    "文化財",
    "空き家",
    "朝市",
)
_HOW = (
    "の充実",
    "の推進",
    "の支援",
    "の整備",
    "の促進",
    "の強化",
    "の活性化",
    "の保全",
    "の見直し",
    "の育成",
)
_WHY = ("担い手が減り", "傷みが進み", "利用が伸び悩み", "相談が増え", "声が届きにくく", "費用がかさみ")
_THEN = (
    "見直しが要ります",
    "手立てを探しています",
    "続け方を話し合います",
    "地区ごとに備えます",
    "町ぐるみで支えます",
)
_UNITS = ("人", "件", "回", "か所", "ha", "km", "％")
_OFFICES = ("総務", "建設", "農林", "商工", "福祉", "健康", "教育", "町民", "環境", "企画", "税務", "水道")


def place(number: int) -> str:
    """Return the name of a municipality that does not exist, another for each number below 1,849."""
    first, second = divmod(number, len(_SECOND))
    return f"{_FIRST[first]}{_SECOND[second]}町"


class Words:
    """Words of one document: the same for the same seed, no label twice.

    Args:
        seed: What decides everything.
    """

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - no secret
        self._used: set[str] = set()
        self._offices = [f"{name}課" for name in self.dice.sample(_OFFICES, 8)]

    def label(self) -> str:
        """Return a label that this document has not printed yet."""
        choice = self.dice.choice
        while True:
            ward = f"{choice(_FIRST)}{choice(_SECOND)}"
            made = f"{ward}地区の{choice(_WHO)}と{choice(_WHAT)}{choice(_HOW)}"
            if made not in self._used:
                self._used.add(made)
                return made

    def sentence(self) -> str:
        """Return a sentence that this document has not printed yet."""
        return f"{self.label()}について、{self.dice.choice(_WHY)}、{self.dice.choice(_THEN)}。"

    def offices(self, most: int = 2) -> list[str]:
        """Return some departments."""
        return self.dice.sample(self._offices, self.dice.randint(1, most))

    def unit(self) -> str:
        """Return a unit."""
        return self.dice.choice(_UNITS)

    def goals(self) -> list[int]:
        """Return some numbers of SDGs, ascending."""
        return sorted(self.dice.sample(range(1, 18), self.dice.randint(1, 3)))

    def chance(self, share: float) -> bool:
        """Return whether something happens that happens in a share of all cases."""
        return self.dice.random() < share

    def pair(self) -> tuple[int, int]:
        """Return a figure and a target for it, of like size."""
        baseline = self.dice.randint(10, 5000)
        return baseline, baseline * self.dice.randint(60, 240) // 100

    def figure(self, value: int) -> str:
        """Return a whole number as one of the ways in which plans print it."""
        plain = self.dice.choice((f"{value:,}", f"{value}"))
        wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
        return plain.translate(wide) if self.chance(0.1) else plain
