"""What stands above the measures: goals, fields and their pages, and which measure hangs under which.

A field's head is printed once, in the sheet of its first measure. It holds the measures from that number up to
the first of the next field, wherever their sheets stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from keikaku.ground.text.folding import join, key
from keikaku.reading.layouts.measure_sheets.lines import Sort, Token, is_full, paragraphs, usual_width
from keikaku.reading.layouts.measure_sheets.outline import Chapter, Order, Outline, order
from keikaku.reading.layouts.measure_sheets.settings import SheetSettings
from keikaku.reading.layouts.measure_sheets.texts import Scope, confidence_in, explain, is_wrapped, state_text
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan, Severity
from keikaku.reading.records import Reading


class Upper:
    """Makes the elements above the measures, and finds a measure's way up."""

    def __init__(self, reading: Reading, settings: SheetSettings, whole: Outline) -> None:
        self._reading = reading
        self._settings = settings
        self._plan = reading.plan(settings.plan)
        self._width = usual_width([chapter.body for chapter in whole.chapters])
        self._goals: dict[str, Element] = {}
        self._fields: dict[str, Element] = {}
        self._goal_starts = [(opens, self._goal(token)) for token, opens in whole.goals if opens]
        own = [(chapter, self._goal(chapter.goal) if chapter.goal else None) for chapter in whole.chapters]
        self._goal_starts += [(chapter.opens, goal) for chapter, goal in own if chapter.opens and goal]
        self._goal_starts.sort(key=lambda start: start[0])
        self._field_starts: list[tuple[Order, Element | None]] = [(opens, None) for opens in whole.broken]
        for chapter, goal in own:
            self._chapter(chapter, goal)
        self._field_starts.sort(key=lambda start: start[0])
        self._numbers = sorted(whole.sheets)

    def _goal(self, token: Token) -> Element:
        """Return the goal that a head prints, made when it is first met."""
        match = token.group
        label = join([match["label"]])
        goal = self._goals.get(key(label))
        if goal:
            self._reading.again(goal, *token.lines)
            return goal
        goal = self._goals[key(label)] = self._reading.element(
            Kind.GOAL,
            label,
            under=self._plan,
            lines=token.lines,
            number=join([match["number"]]),
            confidence=confidence_in(self._reading, [match["label"]], token.lines),
        )
        return goal

    def _chapter(self, chapter: Chapter, goal: Element | None) -> None:
        lines = [number for token in chapter.head for number in token.lines]
        label = join(chapter.label)
        above = goal or self._covering(self._goal_starts, chapter.opens) or self._plan
        field = self._fields.get(key(label))
        if field:
            self._reading.again(field, *lines)
        else:
            field = self._fields[key(label)] = self._reading.element(
                Kind.FIELD,
                label,
                under=above,
                lines=lines,
                number=join([chapter.number]),
                confidence=confidence_in(self._reading, chapter.label, lines),
            )
        if chapter.opens:
            self._field_starts.append((chapter.opens, field))
        if above is self._plan and self._settings.goal:
            self._report_goal(field)
        if goal:
            _Page(self._reading, goal, self._width).read(chapter.body)

    def _report_goal(self, field: Element) -> None:
        field.confidence = Confidence.DOUBTFUL
        self._reading.report(
            "goal-unknown",
            Severity.WARNING,
            f"The goal of the field “{field.label}” is not printed, or its head is lost.",
            f"分野「{field.label}」の基本目標が印字されていないか、見出しが失われています。",
            *field.lines,
        )

    @staticmethod
    def _covering(starts: Sequence[tuple[Order, Element]], number: Order | None) -> Element | None:
        """Return the element that holds a measure: the last one that opens at or before its number."""
        at = bisect_right([opens for opens, _ in starts], number or ())
        return starts[at - 1][1] if at else None

    def of_measure(self, number: Order, lines: Sequence[int]) -> tuple[Element | Plan, Confidence]:
        """Return what a measure contributes to, doubtful where a lost sheet may have opened another field."""
        goal = self._covering(self._goal_starts, number) or self._plan
        at = bisect_right([opens for opens, _ in self._field_starts], number)
        if not at:
            if self._field_starts or self._settings.field:
                self._report("no field stands above it", "上位の分野がありません", lines)
            return goal, Confidence.CERTAIN
        opens, field = self._field_starts[at - 1]
        if field is None:
            self._report("the head of the field is broken", "分野の見出しが壊れています", lines)
            return goal, Confidence.DOUBTFUL
        if self._is_whole(opens, number) or self._is_next(at, field):
            return field, Confidence.CERTAIN
        self._report(
            "a sheet before it is missing, and with it perhaps the head of another field",
            "前の施策のシートがなく、別の分野の見出しが失われた可能性があります",
            lines,
        )
        return field.parent, Confidence.DOUBTFUL

    def _is_whole(self, opens: Order, number: Order) -> bool:
        """Return whether every measure from the first of a field to this one is there."""
        first, last = bisect_right(self._numbers, opens), bisect_right(self._numbers, number)
        if len(opens) != 1 or len(number) != 1:
            return True
        return last - first == number[0] - opens[0]

    def _is_next(self, at: int, field: Element) -> bool:
        """Return whether the next field has the next number, so that no field between them is lost."""
        if at >= len(self._field_starts):
            return False
        following = self._field_starts[at][1]
        after = order(following.number) if following else ()
        return len(after) == 1 and after[0] - 1 == (order(field.number) or (0,))[0]

    def _report(self, en: str, ja: str, lines: Sequence[int]) -> None:
        self._reading.report(
            "field-unknown",
            Severity.WARNING,
            f"The field of this measure is not known: {en}.",
            f"この施策の属する分野が確かめられません: {ja}。",
            *lines,
        )


class _Page:
    """The page of a field: statements of its goal, and a box of perspectives."""

    def __init__(self, reading: Reading, goal: Element, width: float) -> None:
        self._reading, self._goal, self._width = reading, goal, width
        self._scope = Scope()

    def read(self, body: list[Token]) -> None:
        """Read the page; where its box does not add up, the page stays unread."""
        notes = [token for token in body if token.sort is Sort.NOTE]
        rows = [token for token in body if token.sort is not Sort.NOTE]
        boxes = [at for at, token in enumerate(rows) if token.sort is Sort.BOX]
        if boxes:
            named = (at for at, token in enumerate(rows) if token.sort is Sort.BULLET and token.before)
            first = min(boxes[0], next(named, boxes[0]))
            if len(boxes) > 1 or not self._box(rows[first:], rows[boxes[0]]):
                return
            rows = rows[:first]
        blocks = list(paragraphs(rows))
        if any(block[0].sort is not Sort.BULLET or token.before for block in blocks for token in block):
            return
        self._statements(self._goal, Fact.TARGET_STATE, blocks, Confidence.CERTAIN)
        explain(self._reading, self._scope, notes)

    def _box(self, rows: list[Token], box: Token) -> bool:
        """Read the box if each of its names has its statements.

        A name stands beside or directly above its statements. Names that stand apart are taken in order; where
        they stand above the title of the box, which is printed on top, they were read from the bottom up.
        """
        blocks = [_named(block) for block in paragraphs(token for token in rows if token is not box)]
        clusters = [block for block in blocks if block[1]]
        loose = [name for name, cluster in blocks if not cluster]
        free = [at for at, (name, _) in enumerate(clusters) if not name]
        sides = {name[0].lines[0] < box.lines[0] for name in loose}
        if order(box.group["count"]) != (len(clusters),) or len(free) != len(loose) or len(sides) > 1:
            return False
        if not all(is_wrapped([token.text for token in name]) for name in loose):
            return False
        names = dict(zip(free, loose[::-1] if True in sides else loose, strict=True))
        self._reading.structure(*box.lines)
        for at, (name, cluster) in enumerate(clusters):
            self._perspective(
                name or names[at], cluster, Confidence.REPAIRED if at in names else Confidence.CERTAIN
            )
        return True

    def _perspective(self, name: list[Token], cluster: list[Token], sure: Confidence) -> None:
        parts = [token.before if token is cluster[0] else token.text for token in name]
        lines = [number for token in name for number in token.lines]
        element = self._reading.element(
            Kind.PERSPECTIVE,
            join(parts),
            under=self._goal,
            lines=lines,
            confidence=confidence_in(self._reading, parts, lines),
        )
        self._statements(element, Fact.POLICY_DIRECTION, [cluster], sure)

    def _statements(self, of: Element, fact: Fact, blocks: list[list[Token]], sure: Confidence) -> None:
        """State the bullets of each block with the lines directly below them; other lines stay unread."""
        for block in blocks:
            open_: list[Token] = []
            for token in block:
                if token.sort is Sort.BULLET:
                    self._finish(of, fact, open_, sure)
                    open_ = [token] if len(token.bullets) == 1 else []
                elif open_ and token.sort is Sort.PLAIN and self._goes_on(open_[-1]):
                    open_.append(token)
            self._finish(of, fact, open_, sure)

    def _goes_on(self, token: Token) -> bool:
        text = token.bullets[-1] if token.sort is Sort.BULLET else token.text
        return not text.rstrip().endswith("。") and is_full(text, self._width)

    def _finish(self, of: Element, fact: Fact, open_: list[Token], sure: Confidence) -> None:
        if open_:
            parts = [open_[0].bullets[0], *(token.text for token in open_[1:])]
            lines = [number for token in open_ for number in token.lines]
            statement = state_text(self._reading, of, fact, parts, lines, confidence=sure)
            self._scope.note_marks(statement.value, of)


def _named(block: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the lines that name a block of statements, and the statements."""
    first = next((at for at, token in enumerate(block) if token.sort is not Sort.PLAIN), len(block))
    name, cluster = block[:first], block[first:]
    if not cluster or cluster[0].sort is not Sort.BULLET:
        return block, []
    if not name and cluster[0].before:
        return cluster[:1], cluster
    return name, cluster
