"""What Word's EQ fields print: characters in a circle, readings beside words, fractions (older Word; no result is kept)."""

from __future__ import annotations

import re

from keikaku.documents.form import UNKNOWN

_ENCLOSED = re.compile(r"\\o\\ac\((?P<mark>[^,;()]*)[,;](?P<held>[^()]*)\)")
_RUBY = re.compile(r"\\o\\a[cdlr]?\(\\s\\up\s*[\d.]+\([^()]*\)[,;](?P<base>[^()]*)\)")
_FRACTION = re.compile(r"\\f\((?P<above>[^,;()]*)[,;](?P<below>[^,;()]*)\)")
_SWITCHES = re.compile(r'\\\*\s*(?:"[^"]*"|\S+)')
_EQ = re.compile(r"\s*eq\b", re.IGNORECASE)


def printed(instruction: str) -> str:
    r"""Return what a field prints by its instruction; "" for one whose print stands in the document.

    >>> printed(r"EQ \o\ac(○,12)"), printed(r'eq \* jc2 \* "Font:明朝" \o\ad(\s\up 9(かくう),架空)'), printed(" PAGE ")
    ('⑫', '架空', '')
    """
    if not _EQ.match(instruction):
        return ""
    said = "".join(_SWITCHES.sub("", _EQ.sub("", instruction)).split())
    enclosed, ruby, fraction = (form.fullmatch(said) for form in (_ENCLOSED, _RUBY, _FRACTION))
    if ruby:
        return ruby["base"]
    if fraction:
        return f"{fraction['above']}/{fraction['below']}"
    if enclosed is None:
        return UNKNOWN
    held = enclosed["held"]
    if held.isdecimal() and 1 <= int(held) <= 20 and enclosed["mark"] in {"○", "◯", "〇"}:
        return chr(0x2460 + int(held) - 1)
    return enclosed["mark"] + held
