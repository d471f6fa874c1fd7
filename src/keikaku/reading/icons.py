"""The icons of the goals in a document: whose they are, and how sure what they say is.

Print that a grammar knows as goals of the SDGs (a field, a column, a sentence) may be a line of icons, whose words say
the goals that apply; then each goal's icon is its place and its confidence. Icons that no label announces are of the
element whose heading stands above them on the page. What belongs to nothing by either is reported and links nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keikaku.documents.form import Cell, Icon, State
from keikaku.ground.messages import say
from keikaku.reading.grammar import SKIP, Grammar
from keikaku.reading.model import Confidence, Element, Evaluation, Fact, Plan, Statement
from keikaku.reading.records import Reading
from keikaku.reading.spans import Spans
from keikaku.reading.stream import Strip, icons_in
from keikaku.reading.tree import Tree

_ALL = 17
"""Where all seventeen apply and no label says whose they are, they picture the SDGs themselves."""


class Icons:
    """Reads the icons that no label announces, and accounts for all.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        spans: The account.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree, spans: Spans) -> None:
        self._reading = reading
        self._settings = grammar.icons
        self._tree = tree
        self._spans = spans

    def line(self, strip: Strip) -> None:
        """Read a line of icons that no label announces."""
        self._spans.claim(strip.number)
        if self._settings.is_ == SKIP:
            self._reading.structure(strip.number)
            self._reading.icons_read.add(strip.number)
            return
        of = self._tree.here(self._settings.of)
        if self._is_of(of, strip.line.page) and not _are_all(strip.icons):
            state_icons(self._reading, of, strip.icons, strip.number)

    def cells(self, number: int, cells: Iterable[Cell], of: Element | Plan | None = None) -> None:
        """Read the icons in some cells of a row as those of an element: that which is open unless given.

        Args:
            number: The line of the row.
            cells: The cells.
            of: Whose they are.
        """
        held = tuple(icon for cell in cells for line in cell.lines if line.pictured for icon in line.icons)
        if held and self._settings.is_ != SKIP:
            state_icons(self._reading, of or self._tree.here(self._settings.of), held, number)

    def _is_of(self, of: Element | Plan, page: int) -> bool:
        """Tell whether icons on a page are those of what is open: plan.yml says of what, or its heading stands there."""
        if isinstance(of, Plan):
            return self._settings.of != ""
        return bool(self._settings.of) or any(self._reading.line(line).page == page for line in of.lines)

    def report(self, outside: Iterable[int]) -> None:
        """Report the icons that belong to nothing; those outside the plan are left out."""
        beyond = {*outside, *self._reading.icons_read}
        left = [
            line.number
            for line in self._reading.document.lines
            if line.number not in beyond and icons_in(self._reading.document, line.number)
        ]
        if self._settings.is_ == SKIP or not left:
            return
        self._reading.structure(*left)
        self._reading.report(
            say("rules.icons-of-nothing", count=len(left)),
            *left,
        )


def _are_all(icons: Sequence[Icon]) -> bool:
    return sum(icon.state is State.APPLIES for icon in icons) >= _ALL


def state_icons(reading: Reading, of: Element | Plan, icons: Sequence[Icon], number: int) -> None:
    """State the goals that a row of icons declares.

    Args:
        reading: Where the statements go.
        of: Whose they are.
        icons: The row.
        number: Its line.
    """
    for icon in icons:
        if icon.state is not State.APPLIES or not icon.goal:
            continue
        said = next(
            (one for one in of.statements if (one.fact, one.value) == (Fact.SDG, str(icon.goal))), None
        )
        if said is None:
            with reading.by("icons"):
                said = reading.state(of, Fact.SDG, str(icon.goal), [number])
            _witnessed(said, icon)
        else:
            reading.again(said, number)
    _account(reading, of, icons, number)


def applying(reading: Reading, goals: Iterable[str], lines: Iterable[int]) -> list[str]:
    """Return goals that were read of lines but for those whose icons there do not apply, or cannot be told to.

    Args:
        reading: Of the document.
        goals: Goals and targets, as words say them.
        lines: The lines.
    """
    icons = [icon for number in lines for icon in icons_in(reading.document, number)]
    shown = {str(icon.goal) for icon in icons if icon.state is State.APPLIES}
    off = {str(icon.goal) for icon in icons} - shown
    return [goal for goal in goals if goal.partition(".")[0] not in off]


def witnessed(
    reading: Reading, of: Element | Plan | Evaluation, said: Sequence[Statement], lines: Iterable[int]
) -> None:
    """Give goals that were read of lines of icons their icons, and report those that cannot be told.

    Args:
        reading: Where the statements are.
        of: What they are said of.
        said: The goals.
        lines: The lines that print them.
    """
    for number in lines:
        icons = icons_in(reading.document, number)
        for statement in said if icons else ():
            goal = statement.value.partition(".")[0]
            meant = [icon for icon in icons if icon.state is State.APPLIES and str(icon.goal) == goal]
            if meant and statement.lines == [number]:
                _witnessed(statement, max(meant, key=lambda icon: icon.sure))
        if icons and isinstance(of, Element | Plan):
            _account(reading, of, icons, number)


def _witnessed(said: Statement, icon: Icon) -> None:
    said.icon = icon
    if not icon.sure:
        said.confidence, said.as_printed = Confidence.DOUBTFUL, f"SDGs {icon.goal}"


def _account(reading: Reading, of: Element | Plan, icons: Sequence[Icon], number: int) -> None:
    """Note a row of icons as read, and those of it that cannot be told as lost."""
    if number in reading.icons_read:
        return
    reading.icons_read.add(number)
    reading.structure(number)
    lost = [icon for icon in icons if icon.state is State.UNKNOWN]
    if not lost:
        return
    if isinstance(of, Element) and Fact.SDG not in of.unreadable:
        of.unreadable.append(Fact.SDG)
    label = of.title if isinstance(of, Plan) else of.label
    reading.report(
        say("rules.icon-unreadable", label=label, count=len(lost), found=len(icons)),
        number,
    )
