"""How a printed figure came about: per year, over a period, on average, at a date."""

from __future__ import annotations

import re

from keikaku.reading.model import Accumulation
from keikaku.reading.values.fiscal import find_years

_COUNT = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})"
_YEARS = rf"{_COUNT}\s*[かカヵケヶ箇]?\s*年(?:度)?(?:間)?"
_SPAN = rf"(?:(?:計画)?期間(?:中|内)?|{_YEARS})"
_OVER = rf"(?:{_SPAN}\s*(?:の|で|に)?\s*)?(?:累計|累積)|{_SPAN}\s*(?:の|で)?\s*(?:合計|計|延べ)|{_YEARS}\s*で|(?:計画)?期間(?:中|内)(?:に|で)?"
_EACH = rf"毎年度?|各年度?|単年度|年間?(?!度)|{_COUNT}\s*年(?:間)?\s*(?:に|あたり|当たり)"
_MEAN = rf"(?:{_SPAN}\s*の?\s*|年間?|月|期間)?平均値?"
_FORMS = (
    (Accumulation.AVERAGE, _MEAN),
    (Accumulation.CUMULATIVE, _OVER),
    (Accumulation.PER_YEAR, _EACH),
)
_BEFORE = tuple(
    (kind, re.compile(rf"\s*(?:{form})\s*(?:で|に|の|:)?\s*(?=[0-9△▲<>≦≧≤≥])")) for kind, form in _FORMS
)
_IN_BRACKETS = rf"\s*\(\s*(?:{_EACH})\s*\)\s*$"
_BEHIND = (
    *((kind, re.compile(rf"\s*(?:\(\s*(?:{form})\s*\)|{form})\s*$")) for kind, form in _FORMS[:2]),
    (Accumulation.PER_YEAR, re.compile(_IN_BRACKETS)),
)
_BARE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?%?")
_AT = re.compile(r"\s*(?:度?末)?(?:時点|現在)?\s*(?:で|の|に|:)?\s*(?=[0-9△▲])")
_AT_WORD = re.compile(r"末|時点|現在")
_AT_BEHIND = re.compile(r"\s*\(\s*(?P<date>[^()]+?)\s*(?:末時点|末|時点|現在)\s*\)\s*$")


def split_accumulation(folded: str) -> tuple[Accumulation | None, int, int]:
    """Return how a folded print says that its figure came about, and where the figure begins and ends in it.

    >>> split_accumulation("年3回"), split_accumulation("1,500人(累計)"), split_accumulation("3回")
    ((<Accumulation.PER_YEAR: 'PerYear'>, 1, 3), (<Accumulation.CUMULATIVE: 'Cumulative'>, 0, 6), (None, 0, 2))
    """
    if _BARE.fullmatch(folded):  # most figures
        return None, 0, len(folded)
    years = find_years(folded)
    if years and years[0][0] == 0:
        match = _AT.match(folded, years[0][1])
        if match and _AT_WORD.search(match.group()):
            return Accumulation.AT_DATE, match.end(), len(folded)
    for kind, form in _BEFORE:
        if match := form.match(folded):
            return kind, match.end(), len(folded)
    if (match := _AT_BEHIND.search(folded)) and find_years(match["date"]):
        return Accumulation.AT_DATE, 0, match.start()
    for kind, form in _BEHIND:
        match = form.search(folded)
        if match and match.start():
            return kind, 0, match.start()
    return None, 0, len(folded)
