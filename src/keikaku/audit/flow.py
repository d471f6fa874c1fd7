"""The picture of what leads where: goals on the left, measures between, projects on the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keikaku.audit.compare import units
from keikaku.audit.model import GOALS, Audit, MeasureRow
from keikaku.audit.words import goal_names
from keikaku.graph.states import LINKED, UNLINKED, Status
from keikaku.ground.messages import Language, say, sentence

_ROW, _TOP, _NODE, _WIDTH = 24, 12, 10, 1000
_WIDEST, _HAIRLINE = 10.0, 0.4
_MOST_MEASURES, _MOST_PROJECTS = 80, 120


@dataclass(frozen=True, slots=True)
class Node:
    """A box with its label.

    Attributes:
        x: Left edge.
        y: Middle.
        label: What it is.
        goal: The goal whose colour it has, or 0.
        anchor: Where its label begins: "start" to its right, "end" to its left.
    """

    x: int
    y: float
    label: str
    goal: int = 0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Band:
    """A band from one node to another.

    Attributes:
        path: The SVG path.
        width: How wide it is: proportional to what it stands for, among the bands of its kind; a hairline at least.
        goal: The goal whose colour it has, or 0.
        status: The status of the link, or "" between a measure and a project.
        title: What it says.
    """

    path: str
    width: float
    goal: int
    status: str
    title: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture."""

    width: int
    height: int
    nodes: list[Node]
    bands: list[Band]


Column = list[tuple[str, str, int]]  # key, label, goal
Link = tuple[str, str, float, int, str]  # from, to, weight, goal, status


def picture(audit: Audit, language: Language) -> Picture:
    """Return the picture of an audit: to projects for one municipality, to municipalities for several."""
    if len(audit.municipalities) > 1:
        return _towns(audit, language)
    rows = audit.measures if len(audit.measures) <= _MOST_MEASURES else []
    rows = rows or [row for row in audit.measures if row.cells][:_MOST_MEASURES]
    flows = {flow.measure: flow.projects for one in audit.municipalities for flow in one.flows}
    links = [link for row in rows for link in _goal_links(row)]
    measures: Column = [(row.ref.iri, f"{row.number} {row.ref.label}".strip(), 0) for row in rows]
    projects: Column = []
    whole = sum(len(flows.get(row.ref.iri, ())) for row in rows) <= _MOST_PROJECTS
    for row in rows:
        below = flows.get(row.ref.iri, ())
        for name, label, yen in below if whole else _together(row, below, language):
            key = f"{row.ref.iri} {name}"
            money = f" {yen:,}{sentence('audit.yen', language)}" if yen else ""
            projects.append((key, f"{_cut(label, 20)}{money}", 0))
            links.append((row.ref.iri, key, float(yen), 0, ""))
    return _draw([_goals(links, language), measures, projects], links, language)


def _together(
    row: MeasureRow, below: Iterable[tuple[str, str, int]], language: Language
) -> list[tuple[str, str, int]]:
    """Return the projects of a measure as one."""
    if not row.projects:
        return []
    label = say("audit.projects-projects", projects=row.projects).text(language)
    return [("projects", label, sum(yen for _iri, _label, yen in below))]


def _goal_links(row: MeasureRow) -> list[Link]:
    linked: list[Link] = [
        (f"goal {goal}", row.ref.iri, 1.0, goal, cell.status.value) for goal, cell in row.cells.items()
    ]
    return linked or [(row.rest.value, row.ref.iri, 1.0, 0, row.rest.value)]


def _goals(links: list[Link], language: Language) -> Column:
    """Return the goals and, for what has none, the status, that links begin at."""
    starts = {link[0] for link in links}
    names = goal_names(language)
    column: Column = [
        (f"goal {goal}", f"{goal} {_cut(names[goal], 15 if language == 'ja' else 28)}", goal)
        for goal in GOALS
        if f"goal {goal}" in starts
    ]
    for status in UNLINKED:
        if status.value in starts:
            column.append((status.value, status.word(language), 0))
    return column


def _towns(audit: Audit, language: Language) -> Picture:
    found = units(audit)
    links: list[Link] = [
        (f"goal {goal}", unit.iri, float(count), goal, Status.DECLARED.value)
        for unit in found
        for goal in GOALS
        if (count := sum(unit.tallies[goal].measures.get(one, 0) for one in LINKED))
    ]
    links += [
        (rest.value, unit.iri, float(count), 0, rest.value)
        for unit in found
        for rest in UNLINKED
        if (count := unit.statuses[rest])
    ]
    column: Column = [(unit.iri, unit.label, 0) for unit in found]
    return _draw([_goals(links, language), column], links, language)


def _draw(columns: list[Column], links: list[Link], language: Language) -> Picture:
    columns = [column for column in columns if column]
    rows = max((len(column) for column in columns), default=0)
    height = rows * _ROW + 2 * _TOP
    places: dict[str, tuple[int, float]] = {}
    nodes = []
    lefts = _lefts(len(columns), language)
    for place, column in enumerate(columns):
        gap = (height - 2 * _TOP) / max(len(column), 1)
        for index, (key, label, goal) in enumerate(column):
            y = round(_TOP + gap * (index + 0.5), 1)
            places[key] = (lefts[place], y)
            nodes.append(Node(lefts[place], y, _cut(label, 40), goal, "end" if place == 0 else "start"))
    labels = {key: label for column in columns for key, label, _goal in column}
    return Picture(_WIDTH, height, nodes, _bands(links, places, labels))


def _lefts(count: int, language: Language) -> list[int]:
    first = 210 if language == "ja" else 240
    return [first, 390, 740][:count] if count > 2 else [first, 560][:count]


def _bands(links: list[Link], places: dict[str, tuple[int, float]], labels: dict[str, str]) -> list[Band]:
    most = {
        kind: max((one[2] for one in links if bool(one[4]) is kind), default=1.0) for kind in (True, False)
    }
    bands = []
    for start, end, weight, goal, status in links:
        if start not in places or end not in places:
            continue
        (left, top), (right, bottom) = places[start], places[end]
        left += _NODE
        middle = (left + right) // 2
        path = f"M{left},{top} C{middle},{top} {middle},{bottom} {right},{bottom}"
        width = max(_HAIRLINE, round(_WIDEST * weight / (most[bool(status)] or 1.0), 2))
        bands.append(Band(path, width, goal, status, f"{labels[start]} → {labels[end]}: {weight:,.0f}"))
    return bands


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
