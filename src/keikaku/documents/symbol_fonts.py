"""Characters of Symbol and Wingdings, whose codes mean nothing without the font: ``F081`` of Wingdings is ①.

Word writes them as ``w:sym``, as text in that font, or in the private use area (U+F020 to U+F0FF).
"""

from __future__ import annotations

from keikaku.documents.form import UNKNOWN

_PRIVATE = 0xF000

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9E: "・", 0x9F: "・", 0xA0: "■", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "■", 0xA8: "□",
    0xAB: "★", 0xD8: "▶", 0xDC: "▶", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→",
    0xE9: "↑", 0xEA: "↓", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xFB: "✘", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x20: " ",
} | {0x81 + at: chr(0x2460 + at) for at in range(10)} | {0x8C + at: chr(0x2776 + at) for at in range(10)}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✘", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0x9A: "○", 0xA2: "■",
    0xA3: "□", 0x20: " ",
} | {0x6A + at: chr(0x2460 + at) for at in range(10)} | {0x75 + at: chr(0x2776 + at) for at in range(10)}  # fmt: skip
_SYMBOL = {code: chr(code) for code in (*range(0x20, 0x22), *range(0x30, 0x3D), *range(0x3D, 0x40), 0x23, 0x25, 0x26,
                                        0x28, 0x29, 0x2B, 0x2C, 0x2E, 0x2F, 0x5B, 0x5D, 0x7B, 0x7C, 0x7D)} | {
    0x2D: "−", 0xA3: "≦", 0xA5: "∞", 0xAB: "⇔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
    0xB3: "≧", 0xB4: "×", 0xB7: "・", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≒", 0xBC: "…", 0xDE: "⇒", 0xE5: "Σ",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ",
    0x57: "Ω",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL,
          "wingdings 3": {}, "webdings": {}, "marlett": {}}  # fmt: skip
_BULLETS = _WINGDINGS | _SYMBOL | {0x6C: "●", 0x6D: "○"}


def is_symbol_font(name: str) -> bool:
    """Return whether a font draws signs where others draw letters."""
    return name.lower() in _FONTS


def drawn(text: str, font: str) -> str:
    """Return what a font of signs draws for a text; 〓 for a sign that is not known.

    >>> drawn("n", "Wingdings"), drawn("7", "Symbol"), drawn("!", "Webdings")
    ('■', '7', '〓')
    """
    known = _FONTS[font.lower()]
    return "".join(_sign(char, known) for char in text)


def bullet(text: str) -> str:
    """Return the mark of a list, in whichever font; those in no font of signs stay as they are."""
    return "".join(_sign(char, _BULLETS, "・") if ord(char) >> 8 == _PRIVATE >> 8 else char for char in text)


def _sign(char: str, known: dict[int, str], unknown: str = UNKNOWN) -> str:
    code = ord(char)
    code = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + 0x100 else code
    return known.get(code, unknown) if code < 0x100 else char
