"""The numbers that Word writes before headings and items: numbering.xml and styles.xml (ECMA-376, part 1, 17.9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from keikaku.documents.numerals import numeral
from keikaku.documents.packages import parse
from keikaku.documents.symbol_fonts import bullet

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 50  # styles that are based on one another


@dataclass(slots=True)
class _Level:
    """A level of a list: how its number is written."""

    format: str
    text: str
    start: int
    plain: bool = False
    """Whether the numbers above it are written in digits too (legal numbering)."""


@dataclass(slots=True)
class _List:
    """A list: its levels, the definition that it counts on with others, and the levels that it begins anew."""

    levels: dict[int, _Level]
    counted_as: str
    anew: set[int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each was counted.

    Lists of one definition count on from each other; one that states a start of its own begins there, once.
    """

    lists: dict[str, _List]
    of_style: dict[str, tuple[str, int]]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, properties: Any) -> tuple[str, int] | None:
        """Return the list and the level of a paragraph, by its own properties or its style's."""
        numbered = _list_of(properties)
        if numbered is None and properties is not None:
            style = properties.find(f"{_W}pStyle")
            numbered = self.of_style.get(style.get(f"{_W}val", "")) if style is not None else None
        return numbered

    def next(self, list_id: str, depth: int) -> str:
        """Count a paragraph of a list and return its number as printed."""
        one = self.lists.get(list_id)
        level = one.levels.get(depth) if one else None
        if one is None or level is None or level.format in {"none", "bullet"}:
            return bullet(level.text) if level and level.format == "bullet" else ""
        counts = self.counts[one.counted_as]
        if depth in one.anew:
            one.anew.discard(depth)
            counts.pop(depth, None)
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        text = level.text
        for at in range(depth + 1):
            above = one.levels.get(at)
            if above is not None:
                form = "decimal" if level.plain else above.format
                text = text.replace(f"%{at + 1}", numeral(counts.get(at, above.start), form))
        return text


def numbering_of(members: Mapping[str, bytes]) -> Numbering:
    """Return the lists of a document and which styles belong to them.

    Args:
        members: The XML members of the DOCX.

    Raises:
        PackageError: A member is no XML.
    """
    root, styles = parse(members, "word/numbering.xml"), parse(members, "word/styles.xml")
    definitions = list(root.iter(f"{_W}abstractNum")) if root is not None else []
    abstract = {
        one.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): _level(level) for level in one.iter(f"{_W}lvl")
        }
        for one in definitions
    }
    # A definition may say that it is that of a style: then it has no levels of its own.
    of_link = {
        link: one.get(f"{_W}abstractNumId") for one in definitions if (link := _named(one, "styleLink"))
    }
    meant = {one.get(f"{_W}abstractNumId"): of_link.get(_named(one, "numStyleLink")) for one in definitions}
    lists = {}
    for num in root.iter(f"{_W}num") if root is not None else ():
        base = _named(num, "abstractNumId")
        base = meant.get(base) or base
        one = _List(dict(abstract.get(base, {})), base, set())
        for override in num.iter(f"{_W}lvlOverride"):
            _override(one, override)
        lists[num.get(f"{_W}numId", "")] = one
    return Numbering(lists, _of_styles(styles.iter(f"{_W}style") if styles is not None else ()))


def _of_styles(styles: Iterable[Any]) -> dict[str, tuple[str, int]]:
    """Return the list of each style, its own or that of the style that it is based on."""
    own, based = {}, {}
    for style in styles:
        name = style.get(f"{_W}styleId", "")
        own[name], based[name] = _list_of(style.find(f"{_W}pPr")), _named(style, "basedOn")
    found = {}
    for name in own:
        at, steps = name, 0
        while at in own and own[at] is None and steps < _DEEPEST:
            at, steps = based[at], steps + 1
        numbered = own.get(at)
        if numbered:
            found[name] = numbered
    return found


def _named(element: Any, name: str) -> str:
    """Return the value of a child; "" where there is none."""
    child = element.find(f"{_W}{name}")
    return child.get(f"{_W}val", "") if child is not None else ""


def _override(one: _List, override: Any) -> None:
    """Apply a list's own start or level."""
    depth = int(override.get(f"{_W}ilvl", "0"))
    own, start = override.find(f"{_W}lvl"), override.find(f"{_W}startOverride")
    if own is not None:
        one.levels[depth] = _level(own)
    if start is not None and depth in one.levels:
        one.levels[depth] = replace(one.levels[depth], start=_int(start.get(f"{_W}val", "1")))
        one.anew.add(depth)


def _int(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 1


def _level(level: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = level.find(f"{_W}{name}")
        return found.get(f"{_W}val", default) if found is not None else default

    plain = level.find(f"{_W}isLgl") is not None
    return _Level(value("numFmt", "decimal"), value("lvlText", ""), _int(value("start", "1")), plain)


def _list_of(properties: Any) -> tuple[str, int] | None:
    """Return the list and the level that paragraph properties name."""
    numbered = properties.find(f"{_W}numPr") if properties is not None else None
    if numbered is None:
        return None
    list_id, depth = numbered.find(f"{_W}numId"), numbered.find(f"{_W}ilvl")
    if list_id is None:
        return None
    at = depth.get(f"{_W}val", "0") if depth is not None else "0"
    return list_id.get(f"{_W}val", ""), int(at) if at.isdecimal() else 0
