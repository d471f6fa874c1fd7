"""A number put into the places of a format code: ``#,##0.0``, ``0!.0,`` (ten thousands), ``# ?/?``, ``0.00E+00``.

The places of a section are one number, whatever stands between them: 1234567 in ``000-0000`` is 123-4567.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from keikaku.documents.numerals import KANJI, SCRIPTS, counted, digits_in

_FRACTION = re.compile(r"(?:(?P<whole>[#0?]+)\s+)?[#0?]+\s*/\s*(?:(?P<open>[#0?]+)|(?P<fixed>[1-9][0-9]*))")
_EXPONENT = re.compile(r"[#0](?:\.(?P<part>0+))?E(?P<sign>[+-])(?P<power>0+)", re.IGNORECASE)
_COLOUR = r"(?i)black|blue|cyan|green|magenta|red|white|yellow|color ?\d+"
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""A sheet's numbers have up to 308 digits before their point."""
_PLACE = re.compile("[#0?]")
_SCALE = re.compile(r",+(?=\.|$)")
"""Commas before the point or the end: thousands that the print leaves out."""
_GROUPED = re.compile("[#0?],+(?=[#0?])")


def script(tokens: Sequence[re.Match[str]]) -> str:
    """Return in which digits a section prints ("DBNum1"), "" for those of ASCII."""
    return next((t["bracket"] for t in tokens if re.fullmatch(r"DBNum\d", t["bracket"] or "")), "")


def literal(token: re.Match[str]) -> str | None:
    """Return what a token prints that is no part of a number or a date; None for one that is not understood."""
    kind = token.lastgroup
    if kind in {"quoted", "escaped", "literal"}:
        return token[kind]
    if kind == "blank":
        return " "
    if kind == "fill":
        return ""
    if kind == "bracket":
        currency = re.fullmatch(r"\$([^-]*)(-.*)?", token["bracket"])
        if currency:
            return currency[1]
        return "" if re.fullmatch(_COLOUR, token["bracket"]) or script((token,)) else None
    return None


def placed(value: Decimal, tokens: Sequence[re.Match[str]]) -> str | None:
    """Return what a number is printed as.

    Args:
        value: The number.
        tokens: Those of the section for it.

    Returns:
        The print, or None where the section says something that is not understood.
    """
    bare = "".join(t.group() for t in tokens if t.lastgroup not in {"blank", "fill", "bracket"}).strip()
    fraction, exponent = _FRACTION.fullmatch(bare), _EXPONENT.fullmatch(bare)
    if fraction:
        return _fraction(value, fraction)
    if exponent:
        return _exponent(value, exponent)
    digits = script(tokens)
    if digits not in {"", *SCRIPTS}:
        return None
    percent = sum(token.group() in "%％" for token in tokens if token.lastgroup == "literal")
    codes = [token.group() for token in tokens if token.lastgroup == "number"]
    if "".join(codes).count(".") > 1:
        return None
    scale = sum(map(len, _SCALE.findall("".join(codes))))
    scaled = _EXACT.divide(value * 100**percent, Decimal(1000) ** scale)
    filled = _filled(scaled, codes)
    printed: list[str] = []
    for token in tokens:
        if token.lastgroup == "number":
            printed.append(digits_in(next(filled), digits))
        elif token.lastgroup in {"general", "text"}:
            said = _general(abs(value), digits)
            if said is None:
                return None
            printed.append(said)
        else:
            between = literal(token)
            if between is None:
                return None
            printed.append(between)
    shown = _rounded(scaled, codes) if codes else value
    return ("-" if shown < 0 and (codes or _has_general(tokens)) else "") + "".join(printed)


def _has_general(tokens: Sequence[re.Match[str]]) -> bool:
    return any(token.lastgroup in {"general", "text"} for token in tokens)


def _rounded(value: Decimal, codes: Sequence[str]) -> Decimal:
    """Return a number with as many decimals as there are places for."""
    after = "".join(codes).partition(".")[2]
    return value.quantize(Decimal(1).scaleb(-len(_PLACE.findall(after))), context=_EXACT)


def _filled(value: Decimal, codes: Sequence[str]) -> Iterator[str]:
    """Yield what the places of each token print of a number, its sign left out.

    Digits fill the places from the point on; the first place takes those that are left.
    """
    before, _point, after = "".join(codes).partition(".")
    places, parts = _PLACE.findall(before), _PLACE.findall(after)
    whole, _point, decimals = f"{abs(_rounded(value, codes)):f}".partition(".")
    needed = len(places) - places.index("0") if "0" in places else 0
    digits = whole.lstrip("0").rjust(needed, "0")
    kept = len(parts) - parts[::-1].index("0") if "0" in parts else 0
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    grouped = _GROUPED.search(before) is not None
    power, beyond = len(places), False
    for code in codes:
        text = ""
        for char in code:
            if char == ".":
                text += ("" if places else digits) + ("." if decimals or not parts else "")
                beyond = True
            elif char != "," and beyond:
                text, decimals = text + decimals[:1], decimals[1:]
            elif char != ",":
                highest = len(digits) if power == len(places) else power
                power -= 1
                text += _between(digits, highest, power, grouped=grouped)
        yield text


def _between(digits: str, highest: int, lowest: int, *, grouped: bool) -> str:
    """Return those digits of a whole number whose powers of ten are below one and not below another."""
    printed = ""
    for power in range(min(highest, len(digits)) - 1, lowest - 1, -1):
        printed += digits[len(digits) - 1 - power] + ("," if grouped and power and power % 3 == 0 else "")
    return printed


def _general(value: Decimal, digits: str) -> str | None:
    if not digits:
        return plain(value)
    whole = value == value.to_integral_value() and 0 < value < 10_000
    return counted(int(value), digits) if whole and digits == KANJI else None


def plain(value: Decimal) -> str:
    """Return a number as General prints it: as many digits as there are, at most eleven."""
    if value == value.to_integral_value() and abs(value) < Decimal(10) ** 11:
        return f"{value.quantize(Decimal(1)):f}"
    shortest = value.normalize()
    if len(shortest.as_tuple().digits) > 10:
        whole = max(shortest.adjusted() + 1, 1)
        shortest = shortest.quantize(
            Decimal(1).scaleb(min(0, whole - 10)), rounding=ROUND_HALF_UP, context=_EXACT
        ).normalize()
    return f"{shortest:f}"


def _fraction(value: Decimal, form: re.Match[str]) -> str:
    """Return a number as a fraction, of the given denominator or of the best that its places have room for."""
    exact = abs(Fraction(value))
    whole = int(exact) if form["whole"] else 0
    if form["fixed"]:
        below = int(form["fixed"])
        above = int((exact - whole) * below + Fraction(1, 2))
    else:
        near = (exact - whole).limit_denominator(10 ** len(form["open"]) - 1)
        above, below = near.numerator, near.denominator
    if form["whole"] and above == below:
        whole, above = whole + 1, 0
    sign = "-" if value < 0 and (whole or above) else ""
    if not above:
        return f"{sign}{whole}"
    return f"{sign}{whole} {above}/{below}" if whole else f"{sign}{above}/{below}"


def _exponent(value: Decimal, form: re.Match[str]) -> str:
    decimals = len(form["part"] or "")
    mantissa, _, power = f"{value:.{decimals}E}".partition("E")
    exponent = int(power)
    sign = "-" if exponent < 0 else "+" if form["sign"] == "+" else ""
    return f"{mantissa}E{sign}{abs(exponent):0{len(form['power'])}d}"
