"""Printed figures as exact decimals.

A number is read only where the whole text is one: text extraction splits digits ("7 4" for 74), and a reading
that puts them together would be a guess. No value passes through a float.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from keikaku.read.folding import fold, key, tidy

# A long dash before a number is the empty cell beside it ("― 120"), and so is a short one that stands apart.
_LONG_DASHES = str.maketrans("―—─━⸺", "…" * 5)
_NUMBER = r"(?P<sign>[-+]|[△▲]\s?)?(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<part>\.[0-9]+)?"
_WHOLE_NUMBER = re.compile(_NUMBER)
_FIGURE = re.compile(
    rf"(?P<before><=?|>=?|[≦≧≤≥])?\s*{_NUMBER}(?P<unit>[^0-9]{{0,12}}?)\s*(?P<after>未満|以下|以上|超|を超える)?"
)
_COMPARATORS = {"未満": "lt", "以下": "le", "以上": "ge", "超": "gt", "を超える": "gt"} | {
    "<": "lt", "<=": "le", "≦": "le", "≤": "le", ">": "gt", ">=": "ge", "≧": "ge", "≥": "ge",
}  # fmt: skip
_NO_VALUE = re.compile(r"(?:-\s*)+|(?:ー\s*)+|[…‥⋯]+|\.{3}|・{3}")
_UNIT_CHAR = "[^\\W\\d_²³₂]|[%‰°℃㎡㎢㎥㎞㎏㎎㎜㎝ℓ]"
_UNIT = re.compile(rf"(?:(?:{_UNIT_CHAR})+[²³₂]?(?:[/・-](?:{_UNIT_CHAR})+[²³₂]?)*)?")
_NO_UNIT = re.compile("^年度$|未満|以下|以上|超|程度|前後")
_UNIT_HIRAGANA = re.compile(r"つ|か(?=[所国月年村店寺])|あたり|当たり")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_YEN = {"円": 1, "千円": 10**3, "万円": 10**4, "百万円": 10**6, "千万円": 10**7, "億円": 10**8,
        "十億円": 10**9, "兆円": 10**12}  # fmt: skip


def number(text: str) -> Decimal | None:
    """Return the number that the whole text is.

    △ and ▲ are the minus of Japanese accounts. Commas stand at the thousands or nowhere; a number that begins
    with a needless 0 is a code.

    >>> number("４，５９７，７５２"), number("△1.2"), number("7 4"), number("1,23")
    (Decimal('4597752'), Decimal('-1.2'), None, None)
    """
    match = _WHOLE_NUMBER.fullmatch(_folded(text).strip())
    return _value(match) if match else None


def _folded(text: str) -> str:
    """Return the text for matching, with no minus but where a dash can be one."""
    return fold(text.translate(_LONG_DASHES))


def _value(match: re.Match[str]) -> Decimal:
    """Return the value of a match of `_NUMBER`."""
    sign = "-" if (match["sign"] or "+")[0] != "+" else ""
    return Decimal(sign + match["whole"].replace(",", "") + (match["part"] or ""))


def is_no_value(text: str) -> bool:
    """Return whether the whole text prints that there is no value.

    Dashes of any kind say so, the katakana ー among them where nothing else stands. So does "…", which in
    Japanese statistics marks a figure that is not available. An empty cell says nothing: it is no dash.

    >>> is_no_value("―"), is_no_value("…"), is_no_value(""), is_no_value("-5")
    (True, True, False, False)
    """
    return _NO_VALUE.fullmatch(fold(text).strip()) is not None


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure.

    Attributes:
        value: The number.
        comparator: "lt", "le", "ge" or "gt" where the figure is a bound, else "".
        unit: What follows the number, as printed, without spaces; "" where nothing does.
        as_printed: The whole print.
    """

    value: Decimal
    comparator: str
    unit: str
    as_printed: str


def figure(text: str) -> Figure | None:
    """Return the figure that the whole text is: a number, perhaps with its unit and a bound.

    A fiscal year (2019年度) is no figure, and neither is a number with a phrase behind it.

    >>> figure("90.0％ 未満")
    Figure(value=Decimal('90.0'), comparator='lt', unit='％', as_printed='90.0％ 未満')
    """
    text = text.strip()
    match = _FIGURE.fullmatch(_folded(text))
    if match is None or (match["before"] and match["after"]):
        return None
    unit = tidy(text[slice(*match.span("unit"))])
    if not _is_unit(unit):
        return None
    comparator = _COMPARATORS.get(match["before"] or match["after"], "")
    return Figure(_value(match), comparator, unit, text)


def _is_unit(unit: str) -> bool:
    """Return whether a text has the form of a unit, or is empty."""
    folded = fold(unit)
    if not _UNIT.fullmatch(folded) or _NO_UNIT.search(unit) or _HIRAGANA.search(_UNIT_HIRAGANA.sub("", unit)):
        return False
    return all(char in "²³₂" or unicodedata.category(char)[0] != "N" for char in folded)


def yen(amount: Decimal, unit: str) -> int | None:
    """Return an amount in whole yen, None where the unit is no money or the yen do not come out whole.

    >>> yen(Decimal("1.45"), "億円"), yen(Decimal("16759"), "千円"), yen(Decimal("0.5"), "円")
    (145000000, 16759000, None)
    """
    factor = _YEN.get(key(unit))
    if factor is None or not amount.is_finite():
        return None
    exact = Fraction(amount) * factor
    return exact.numerator if exact.denominator == 1 else None
