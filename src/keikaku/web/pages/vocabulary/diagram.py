"""The picture of the ontology: its classes and how they are linked, as boxes and lines.

Classes that are kinds of another stand as lines in that one's box. The boxes have their places by hand, since
what belongs together reads best side by side; a class without a place goes below, so none is left out. The lines
between the boxes follow from the ontology (domains and ranges) and from the shapes (what a link must lead to).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from rdflib import SH

from keikaku.graph.triples import KEI
from keikaku.ground.messages import Language
from keikaku.web.pages.vocabulary.rules import rule_files
from keikaku.web.pages.vocabulary.terms import short, terms

SDG = "sdgo:Goal"
"""The one box that is not ours: the UN's goals, with targets and indicators."""
_HUB = "PlanElement"
_PLACES = {
    "Prefecture": (0, 0, 1),
    "Municipality": (1, 0, 1),
    "DocumentGraph": (2, 0, 1),
    "SourceDocument": (3, 0, 1),
    "Department": (0, 1, 1),
    "Plan": (1, 1, 1),
    "SourceFragment": (2, 1, 1),
    "SharedGraph": (3, 1, 1),
    "StrategyCode": (0, 2, 1),
    _HUB: (1, 2, 2),
    "Indicator": (2, 2, 1),
    "Observation": (3, 2, 1),
    SDG: (0, 3, 1),
    "StakeholderRole": (2, 3, 1),
    "ReplacementGraph": (3, 3, 1),
    "Budget": (1, 4, 1),
    "BudgetAccount": (2, 5, 1),
    "SdgFramework": (3, 5, 1),
    "NationalStrategy": (4, 4, 1),
    "LocalIndicators": (4, 5, 1),
    "Evaluation": (2, 4, 1),
    "Recognition": (4, 0, 1),
    "RecognitionEngine": (4, 1, 1),
    "Review": (4, 2, 1),
    "Report": (4, 3, 1),
    "SampleCheck": (3, 4, 1),
    "TownStatistic": (0, 4, 1),
    "StatisticsFile": (0, 5, 1),
    "StatisticsGraph": (1, 5, 1),
}
"""Column, row, and over how many rows."""
_WIDTH, _COLUMN, _LINE, _PAD, _GAP, _MARGIN = 178, 290, 20, 10, 76, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A class in the picture.

    Attributes:
        name: Its local name.
        label: What it is called.
        kinds: Local name and label of each kind of it.
        own: What the properties are called that link things of it to each other.
        x: Left edge.
        y: Upper edge.
        height: Of the box.
        width: Of the box.
    """

    name: str
    label: str
    kinds: tuple[tuple[str, str], ...]
    own: tuple[str, ...]
    x: int
    y: int
    height: int
    width: int = _WIDTH

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A link between two boxes, or several of the same direction.

    Attributes:
        source: Local name of the class that has the properties.
        target: Local name of the class that they lead to.
        properties: Short name and label of each.
        path: Where the line runs, as SVG.
        x: Middle of the words on it.
        y: Middle of the words on it.
    """

    source: str
    target: str
    properties: tuple[tuple[str, str], ...]
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and lines, with the size of it all."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


# ---------------------------------------------------------------- what is linked


def links() -> dict[tuple[str, str], list[str]]:
    """Return the properties that lead from one class to another, as short names, by the two classes.

    What plan elements share with others is drawn from plan elements alone.
    """
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for term in terms().values():
        if term.kind == "property":
            for source in _chosen(term.domain):
                for target in term.range if source == _HUB else _chosen(term.range):
                    name = _box_of(target)
                    if name:
                        found[source, name].add(short(term.iri))
    for source, path, wanted in _asked_of_links():
        end = _box_of(wanted)
        if source and end:
            found[source, end].add(path)
    for source, end in found:
        if source != _HUB:
            found[source, end] -= found.get((_HUB, end), set())
    return {pair: sorted(names) for pair, names in sorted(found.items()) if names}


def _chosen(iris: tuple[str, ...]) -> list[str]:
    names = sorted(filter(None, map(_box_of, iris)))
    return [_HUB] if _HUB in names else names


def _asked_of_links() -> list[tuple[str, str, str]]:
    """Return what the shapes ask of links by properties of other vocabularies: source, property, class."""
    return [
        (_box_of(target.iri), rule.path, str(wanted))
        for file in rule_files()
        for rule in file.rules.values()
        for wanted in sorted(file.graph.objects(rule.node, SH["class"]), key=str)
        for target in rule.targets
        if target.kind == "class"
        and rule.path.replace(":", "", 1).isalpha()
        and not rule.path.startswith("kei:")
    ]


def _box_of(iri: str) -> str:
    """Return the class in whose box a class stands: itself or what it is a kind of; "" where there is none."""
    if short(iri) == SDG:
        return SDG
    known = terms()
    name = iri.removeprefix(KEI)
    if name not in known:
        below = [one.name for one in known.values() if one.kind == "class" and iri in one.above]
        # A municipality is the formal organisation of our data; prefectures only hold municipalities.
        return "Municipality" if short(iri) == "org:FormalOrganization" and "Municipality" in below else ""
    if known[name].kind != "class":
        return ""
    up = [one for one in known[name].above if one.startswith(KEI)]
    return _box_of(up[0]) if up else name


# ---------------------------------------------------------------- where it stands


def picture(language: Language) -> Picture:
    """Return the picture with its words in a language."""
    boxes = _boxes(language)
    lines = tuple(
        _line(boxes[source], boxes[target], names, language)
        for (source, target), names in links().items()
        if source != target
    )
    width = max(box.x + box.width for box in boxes.values()) + _MARGIN
    height = max(box.y + box.height for box in boxes.values()) + _MARGIN
    return Picture(tuple(boxes.values()), lines, width, height)


def _boxes(language: Language) -> dict[str, Box]:
    known = terms()
    whole = [name for name, term in known.items() if term.kind == "class" and _box_of(term.iri) == name]
    below = max(row + rows for _column, row, rows in _PLACES.values())
    spare = ((index % 4, below + index // 4, 1) for index in count())
    places = {name: _PLACES.get(name) or next(spare) for name in (*whole, SDG)}
    labels = {name: known[name].labels[language] for name in whole} | {SDG: "SDGs"}
    kinds = {
        name: tuple(
            (one, term.labels[language])
            for one, term in known.items()
            if one != name and term.kind == "class" and _box_of(term.iri) == name
        )
        for name in whole
    } | {SDG: ()}
    own = {
        source: tuple(label for _name, label in _called(names, language))
        for (source, target), names in links().items()
        if source == target
    }
    heights = {
        name: 2 * _PAD + _LINE * (1 + len(kinds[name]) + len(own.get(name, ()))) + 6 * bool(kinds[name])
        for name in places
    }
    tops = _tops(places, heights)
    return {
        name: Box(
            name=name,
            label=labels[name],
            kinds=kinds[name],
            own=own.get(name, ()),
            x=_MARGIN + column * _COLUMN,
            y=tops[row],
            height=heights[name],
        )
        for name, (column, row, _rows) in sorted(places.items(), key=lambda item: (item[1][1], item[1][0]))
    }


def _tops(places: dict[str, tuple[int, int, int]], heights: dict[str, int]) -> dict[int, int]:
    """Return the upper edge of each row; a box over several rows makes the last of them higher."""
    tops, y = {}, _MARGIN
    for row in range(max(row for _column, row, _rows in places.values()) + 1):
        tops[row] = y
        bottoms = [
            tops[first] + heights[name]
            for name, (_column, first, rows) in places.items()
            if first <= row and first + rows - 1 == row
        ]
        y = max(bottoms, default=y) + _GAP
    return tops


def _called(names: list[str], language: Language) -> tuple[tuple[str, str], ...]:
    """Return properties with what they are called; another vocabulary's with its short name."""
    known = terms()
    ours = (known.get(name.removeprefix("kei:")) for name in names)
    return tuple(
        (name, term.labels[language] if term else name) for name, term in zip(names, ours, strict=True)
    )


def _line(source: Box, target: Box, names: list[str], language: Language) -> Line:
    start, end = _edge(source, target), _edge(target, source)
    level = abs(start[1] - end[1]) < _LINE
    return Line(
        source=source.name,
        target=target.name,
        properties=_called(names, language),
        path=f"M{start[0]:.0f},{start[1]:.0f} L{end[0]:.0f},{end[1]:.0f}",
        x=(start[0] + end[0]) / 2,
        y=(start[1] + end[1]) / 2 - _PAD * level,  # above a line that runs from left to right, which is short
    )


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Return where the line from the middle of a box to the middle of another leaves it."""
    (x, y), (to_x, to_y) = box.middle, other.middle
    across, down = to_x - x, to_y - y
    share = min(
        box.width / 2 / abs(across) if across else float("inf"),
        box.height / 2 / abs(down) if down else float("inf"),
    )
    return x + across * share, y + down * share
