"""Which texts the datatypes of XML Schema allow (XML Schema 1.1, part 2, section 3).

``sh:datatype`` looks at the text only for the datatypes that SPARQL supports (SHACL, section 4.1.2). Dates, times,
durations and binary texts are looked at too, as pyshacl does; years and parts of dates are not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

XSD = "http://www.w3.org/2001/XMLSchema#"

_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)").fullmatch
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN").fullmatch
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?([1-9][0-9]{3,}|0[0-9]{3})"
_TIME = r"(([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?|24:00:00(\.0+)?)"
_DATE = re.compile(rf"({_YEAR})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T{_TIME})?{_ZONE}").fullmatch
_DURATION = re.compile(
    r"-?P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+(\.[0-9]+)?S)?)?"
).fullmatch

_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}


def _whole(least: int | None, most: int | None) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        if not _INTEGER(text):
            return False
        number = Decimal(text)  # int() refuses thousands of digits, and its time grows with their square
        return (least is None or number >= least) and (most is None or number <= most)

    return check


def _matches(pattern: str) -> Callable[[str], bool]:
    full = re.compile(pattern).fullmatch
    return lambda text: full(text) is not None


def _is_date(text: str, *, timed: bool) -> bool:
    match = _DATE(text)
    if match is None or (match[5] is not None) is not timed:
        return False
    year, month, day = int(match[1][-4:]), int(match[3]), int(match[4])
    try:
        # The calendar comes round every 400 years, so four digits of the year are enough.
        date((-year if match[1][0] == "-" else year) % 400 + 2000, month, day)
    except ValueError:
        return False
    return True


def _is_base64(text: str) -> bool:
    plain = text.replace(" ", "")
    return len(plain) % 4 == 0 and re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", plain) is not None


_CHECKS: dict[str, Callable[[str], bool]] = {
    **{name: _whole(*bounds) for name, bounds in _RANGES.items()},
    "decimal": lambda text: _DECIMAL(text) is not None,
    "float": lambda text: _FLOAT(text) is not None,
    "double": lambda text: _FLOAT(text) is not None,
    "boolean": lambda text: text in ("true", "false", "0", "1"),
    "date": lambda text: _is_date(text, timed=False),
    "dateTime": lambda text: _is_date(text, timed=True),
    "time": _matches(_TIME + _ZONE),
    "duration": lambda text: _DURATION(text) is not None,
    "dayTimeDuration": lambda text: (
        _DURATION(text) is not None and "Y" not in text and "M" not in text.split("T")[0]
    ),
    "yearMonthDuration": lambda text: _DURATION(text) is not None and "D" not in text and "T" not in text,
    "hexBinary": _matches("([0-9a-fA-F]{2})*"),
    "base64Binary": _is_base64,
}
_BY_IRI = {f"<{XSD}{name}>": check for name, check in _CHECKS.items()}


def well_formed(datatype: str, text: str) -> bool:
    """Tell whether a text stands for a value of a datatype.

    Args:
        datatype: The datatype, in brackets; every text is well-formed of one that is not listed here.
        text: The text.
    """
    check = _BY_IRI.get(datatype)
    return check is None or check(text)
