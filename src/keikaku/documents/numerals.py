"""Numbers as lists write them: the formats of ECMA-376, part 1, 17.18.59."""

from __future__ import annotations

import unicodedata

_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_KANJI = "〇一二三四五六七八九"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


KANJI = "DBNum1"
SCRIPTS = {
    KANJI: str.maketrans("0123456789", _KANJI),
    "DBNum3": str.maketrans("0123456789", "０１２３４５６７８９"),
}
"""The digits that number formats of sheets ask for, and those that they print."""


def digits_in(text: str, script: str) -> str:
    """Return a number in other digits, one for one; as it is for "".

    >>> digits_in("1,234", "DBNum3"), digits_in("2024", "DBNum1")
    ('１,２３４', '二〇二四')
    """
    return text.translate(SCRIPTS[script]) if script else text


def counted(number: int, script: str) -> str:
    """Return a number from 1 to 9,999 as it is said in kanji, or in other digits.

    >>> counted(31, "DBNum1"), counted(31, "DBNum3"), counted(31, "")
    ('三十一', '３１', '31')
    """
    return _counting(number) if script == KANJI else digits_in(str(number), script)


def numeral(number: int, form: str) -> str:
    """Return a number in a list's format; in digits where the format is not known.

    Args:
        number: From 1.
        form: The name of the format.

    >>> numeral(12, "japaneseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(2, "aiueoFullWidth")
    ('十二', '③', 'イ')
    """
    digits = str(number)
    if form in {"decimalFullWidth", "decimalFullWidth2"}:
        return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    if form in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}:
        return _circled(number)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if form == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2488 + number - 1)
    if form in {"japaneseCounting", "japaneseDigitalTenThousand", "chineseCounting", "japaneseLegal"}:
        return _counting(number) if form != "japaneseDigitalTenThousand" else _digital(number)
    if form in {"ideographDigital", "chineseCountingThousand"}:
        return _digital(number)
    if form in {"aiueo", "aiueoFullWidth", "iroha", "irohaFullWidth"}:
        return _letter(
            number, _AIUEO if form.startswith("aiueo") else _IROHA, half=not form.endswith("Width")
        )
    if form in {"upperRoman", "lowerRoman"}:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    return digits.zfill(2) if form == "decimalZero" else digits


def _circled(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _digital(number: int) -> str:
    return "".join(_KANJI[int(digit)] for digit in str(number))


def _counting(number: int) -> str:
    """Return a number below ten thousand as it is said: 百二十三."""
    if not 0 < number < 10_000:
        return _digital(number)
    said = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            said += ("" if digit == 1 and unit else _KANJI[digit]) + unit
    return said


def _letter(number: int, letters: str, *, half: bool) -> str:
    letter = letters[(number - 1) % len(letters)]
    if not half:
        return letter
    narrow = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)}
    return narrow.get(letter, letter)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written += letters * count
    return written
