"""Printed figures as exact decimals.

A number is read only where the whole text is one: text extraction splits digits ("7 4" for 74), and a reading
that puts them together would be a guess. No value passes through a float.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache

from keikaku.ground.text.characters import is_unreadable, table, unify
from keikaku.ground.text.folding import fold, key, tidy
from keikaku.reading.model import Accumulation
from keikaku.reading.values.accumulation import split_accumulation
from keikaku.reading.values.fiscal import find_years

# A long dash before a number is the empty cell beside it ("― 120"), and so is a short one that stands apart.
_LONG_DASHES = str.maketrans("―—─━⸺", "…" * 5)
_NUMBER = r"(?P<sign>[-+]|[△▲]\s?)?(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?P<part>\.[0-9]+)?"
_WHOLE_NUMBER = re.compile(_NUMBER)
_AFTER = "未満|以下|以内|以上|超|を?(?:超える|上回る|下回る)"
_FIGURE = re.compile(
    rf"(?P<before><=?|>=?|[≦≧≤≥])?\s*{_NUMBER}(?P<unit>[^0-9]{{0,12}}?)\s*(?P<after>{_AFTER})?"
)
_COMPARATORS = {"未満": "lt", "以下": "le", "以内": "le", "以上": "ge", "超": "gt", "超える": "gt",
                "上回る": "gt", "下回る": "lt"} | {
    "<": "lt", "<=": "le", "≦": "le", "≤": "le", ">": "gt", ">=": "ge", "≧": "ge", "≥": "ge",
}  # fmt: skip
_SPACED = re.compile(r"(?P<sign>[-+△▲]?)\s*(?P<digits>[0-9](?:\s+[0-9,.])+)(?P<rest>[^0-9]*)")
_MAGNITUDES = {"兆": 10**12, "億": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "十": 10}
_PART = re.compile(
    r"(?P<count>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)\s*(?P<small>[千百十]?)(?P<large>[兆億万]?)\s*"
)
_BAND = re.compile(r"(?![十百千万億兆]*台$).+台$")
_NO_VALUE = re.compile(r"(?:-\s*)+|(?:ー\s*)+|[…‥⋯]+|\.{3}|・{3}")
_UNIT_CHAR = "[^\\W\\d_²³₂]|[%‰°℃㎡㎢㎥㎞㎏㎎㎜㎝ℓ]"
_UNIT = re.compile(rf"(?:(?:{_UNIT_CHAR})+[²³₂]?(?:[/・-](?:{_UNIT_CHAR})+[²³₂]?)*)?")
_NO_UNIT = re.compile(
    "^年度$|未満|以[下内上降]|[超約毎]|現在|時点|見込|予定|目標|[弱強余比増減台]$|まで|ほど"
)
_COUNTED_BY_THE_MACHINE = re.compile("[十百千万億兆]*台")
_UNIT_HIRAGANA = re.compile(r"つ|か(?=[所国月年村店寺])|あたり|当たり")
_HIRAGANA = re.compile(r"[\u3041-\u309f]")
_YEN = {"円": 1, "千円": 10**3, "万円": 10**4, "百万円": 10**6, "千万円": 10**7, "億円": 10**8,
        "十億円": 10**9, "兆円": 10**12}  # fmt: skip


def number(text: str) -> Decimal | None:
    """Return the number that the whole text is.

    △ and ▲ are the minus of Japanese accounts. Commas stand at the thousands or nowhere; a number that begins
    with a needless 0 is a code.

    Digits that are set apart one by one (3 , 4 0 0) are one number where a comma among them proves it.

    >>> number("４，５９７，７５２"), number("△1.2"), number("7 4"), number("1,23"), number("3 , 4 0 0")
    (Decimal('4597752'), Decimal('-1.2'), None, None, Decimal('3400'))
    """
    match = _WHOLE_NUMBER.fullmatch(_together(_folded(unify(text)).strip()))
    return _value(match) if match else None


def _folded(text: str) -> str:
    """Return the text for matching, with no minus but where a dash can be one."""
    return fold(text.translate(_LONG_DASHES))


def _together(folded: str) -> str:
    """Return a number whose characters all stand apart with them together, if its commas prove that it is one."""
    match = _SPACED.fullmatch(folded)
    if match is None:
        return folded
    digits = "".join(match["digits"].split())
    proved = "," in digits and _WHOLE_NUMBER.fullmatch(digits)
    return match["sign"] + digits + match["rest"] if proved else folded


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


def money(text: str, unit: str = "") -> int | None:
    """Return the yen that a whole cell prints, None where it prints no exact amount.

    Args:
        text: The cell, perhaps with a unit of its own, which counts before that of the column.
        unit: The unit of the column, such as 千円; "" where it has none.

    >>> money("634億3,349万5千円"), money("△3,400", "千円"), money("3,400万円", "千円"), money("約3億円")
    (63433495000, -3400000, 34000000, None)
    """
    read = figure(text)
    if read is None or read.value is None or read.comparator or read.accumulation:
        return None
    return yen(read.value, read.unit or unit)


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure.

    Attributes:
        value: The number; None for a range, and for a target in words.
        comparator: "lt", "le", "ge" or "gt" where the figure is a bound, else ""; of a range, "lt" where its
            upper bound is no longer part of it.
        unit: What follows the number, as printed, without spaces; "" where nothing does.
        as_printed: The whole print.
        lower: The lower bound of a range.
        upper: Its upper bound.
        accumulation: How the figure came about, None where the print does not say.
    """

    value: Decimal | None
    comparator: str
    unit: str
    as_printed: str
    lower: Decimal | None = None
    upper: Decimal | None = None
    accumulation: Accumulation | None = None

    @property
    def yen(self) -> int | None:
        """The amount in yen, None where it is no money."""
        return None if self.value is None else yen(self.value, self.unit)

    @property
    def in_words(self) -> bool:
        """Whether it is a target in words: a print without a value."""
        return self.value is None and self.lower is None


@lru_cache(maxsize=4096)  # a cell is asked whether it is a head, a name, a figure and which
def figure(text: str) -> Figure | None:
    """Return the figure that the whole text is, taken whole or not at all.

    A number with its unit; a bound (4,200人以内); a range (50～60%, 80点台); an amount in words of ten
    thousands (634億3,349万5千円); and what the print says of how it came about (年3回, 5年間で1,500人, 平均3.5人).
    A fiscal year (2019年度) is no figure, and neither is a number with a phrase around it (約25, 100%維持).

    >>> figure("90.0％ 未満")
    Figure(value=Decimal('90.0'), comparator='lt', unit='％', as_printed='90.0％ 未満', lower=None, upper=None, accumulation=None)
    >>> (read := figure("50～60%")).lower, read.upper, read.value, read.unit
    (Decimal('50'), Decimal('60'), None, '%')
    >>> (read := figure("5年間で1,500人")).value, read.unit, str(read.accumulation)
    (Decimal('1500'), '人', 'Cumulative')
    """
    printed = text.strip()
    plain = unify(printed)
    folded = _folded(plain)
    accumulation, start, end = split_accumulation(folded)
    core, stripped = folded[start:end], plain[start:end]
    read = _simple(core, stripped) or _compound(core, stripped) or _range(core, stripped)
    if read is None:
        return None
    if accumulation is None and key(read.unit).endswith("/年"):
        accumulation = Accumulation.PER_YEAR
    return replace(read, as_printed=printed, accumulation=accumulation)


def figure_or_words(text: str) -> Figure | None:
    """Return the figure that a whole cell is, or the target in words that it prints; None where it is neither.

    >>> figure_or_words("約25").in_words, figure_or_words("毎年増加").value, figure_or_words("道路")
    (True, None, None)
    """
    found = figure(text)
    return found or (Figure(None, "", "", text.strip()) if is_in_words(text) else None)


def is_in_words(text: str) -> bool:
    """Return whether a cell prints a target without an exact value: 約25, 25程度, 100%維持, 倍増, 調査中, 1/2.

    >>> is_in_words("現状維持"), is_in_words("1/2"), is_in_words("1,500"), is_in_words("―"), is_in_words("人口減少対策の推進")
    (True, True, False, False, False)
    """
    folded = fold(unify(text)).strip()
    plain = "".join(folded.split())
    if not plain or is_unreadable(text) or is_no_value(text) or figure(text) is not None:
        return False
    return bool(_words().fullmatch(plain))


@cache
def _words() -> re.Pattern[str]:
    """Return the pattern of a target in words, out of its table."""
    rows: dict[str, list[str]] = {}
    for kind, word in table("targets"):
        rows.setdefault(kind, []).append(re.escape(word))
    about, behind, words = ("|".join(rows[kind]) for kind in ("before", "behind", "word"))
    amount = r"[△▲-]?[0-9][0-9,.]*[^0-9,.。、]{0,6}?"
    change = rf"(?:{words})"
    return re.compile(
        rf"(?:{about})+{amount}(?:~{amount})?(?:{behind})*"
        rf"|{amount}(?:{behind})+|(?:{about})*(?:{amount})?(?:の|を|以上|以下)?{change}(?:の?{change})*(?:以上|以下|超|未満)?"
        r"|[0-9]{1,4}/[0-9]{1,4}"
    )


def _simple(folded: str, printed: str) -> Figure | None:
    """Return a number with its unit and a bound."""
    together = _together(folded.strip())
    if together != folded.strip():
        folded = printed = together
    match = _FIGURE.fullmatch(folded.strip())
    if match is None or (match["before"] and match["after"]):
        return None
    offset = len(folded) - len(folded.lstrip())
    first, last = match.span("unit")
    unit = tidy(printed[offset + first : offset + last])
    comparator = _COMPARATORS.get((match["before"] or match["after"] or "").removeprefix("を"), "")
    if not comparator and _BAND.fullmatch(unit) and _is_unit(unit[:-1]):
        return _band(match, unit[:-1])
    if not _is_unit(unit):
        return None
    value = _value(match)
    if unit and all(char in _MAGNITUDES for char in unit):
        return Figure(value * math.prod(_MAGNITUDES[char] for char in unit), comparator, "", "")
    return Figure(value, comparator, unit, "")


def _band(match: re.Match[str], unit: str) -> Figure | None:
    """Return the range that 台 names: 80点台 is 80 and more, less than 90; 1,200円台 less than 1,300."""
    lower = _value(match)
    if lower <= 0:
        return None
    step = Decimal(1).scaleb(int(lower.normalize().as_tuple().exponent))
    return Figure(None, "lt", unit, "", lower, lower + step)


def _compound(folded: str, printed: str) -> Figure | None:
    """Return an amount whose number is parted by 兆, 億, 万, 千: 1億2千万円 is 120,000,000円."""
    text, total, place, before = folded.strip(), Decimal(0), 0, 10**16
    sign = -1 if text[:1] in {"△", "▲", "-"} else 1
    text = text.lstrip("△▲-+ ") if text[:1] in {"△", "▲", "-", "+"} else text
    parts = 0
    while (match := _PART.match(text, place)) is not None:
        factor = _MAGNITUDES.get(match["large"], 1)
        part = int(match["count"].replace(",", "")) * _MAGNITUDES.get(match["small"], 1) * factor
        if part >= before:
            return None
        total, place, parts = total + part, match.end(), parts + 1
        before = factor if match["large"] else _MAGNITUDES.get(match["small"], 1)
        if before == 1:
            break
    rest = re.fullmatch(rf"(?P<unit>[^0-9]{{0,8}}?)\s*(?P<after>{_AFTER})?", text[place:])
    unit = (
        tidy(printed.strip()[len(printed.strip()) - len(text) + place :][: rest.end("unit")]) if rest else ""
    )
    if parts < 2 or rest is None or not _is_unit(unit) or any(char in _MAGNITUDES for char in unit):
        return None
    comparator = _COMPARATORS.get((rest["after"] or "").removeprefix("を"), "")
    return Figure(sign * total, comparator, unit, "")


def _range(folded: str, printed: str) -> Figure | None:
    """Return a range with both its bounds: 50～60%, 50%～60%, 50以上60未満."""
    for match in re.finditer(r"~|から|以上(?=\s*[0-9])", folded):
        halves = [
            _simple(folded[part], printed[part]) or _compound(folded[part], printed[part])
            for part in (slice(0, match.start()), slice(match.end(), None))
        ]
        low, high = halves
        if low is None or high is None or low.value is None or high.value is None:
            continue
        bounded = match.group() == "以上"
        fits = high.comparator in ({"lt", "le"} if bounded else {""}) and not low.comparator
        if not high.unit and find_years(printed):
            continue  # 2021～2025 is a period
        if fits and key(low.unit) in {"", key(high.unit)} and low.value < high.value:
            exclusive = "lt" if high.comparator == "lt" else ""
            return Figure(None, exclusive, high.unit, "", low.value, high.value)
    return None


@lru_cache(maxsize=4096)  # the figures of a document have few units
def _is_unit(unit: str) -> bool:
    """Return whether a text has the form of a unit, or is empty."""
    folded = fold(unit)
    if _COUNTED_BY_THE_MACHINE.fullmatch(unit):
        return True
    if not _UNIT.fullmatch(folded) or _NO_UNIT.search(unit) or _HIRAGANA.search(_UNIT_HIRAGANA.sub("", unit)):
        return False
    words = tuple(word for _, word in table("targets") if len(word) > 1)
    if unit.startswith(words) or unit.endswith(words):
        return False
    return all(char in "²³₂" or unicodedata.category(char)[0] != "N" for char in folded)
