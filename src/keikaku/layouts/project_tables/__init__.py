"""Tables of projects with their budgets (実施計画), under the headings of goals and measures.

The figures of a project stand in one table row or over several: total, then its sources in the order of the
table's head. They are taken where there are exactly as many as the head says and the sources add up to the
total; nothing else proves which figure is which.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from keikaku import vocab
from keikaku.layouts.project_tables import checks
from keikaku.layouts.project_tables.heads import Columns, Head, begin_head, looks_like_head
from keikaku.layouts.project_tables.rows import Forms, figure_cells, project_row
from keikaku.layouts.project_tables.sheet import Goal, Measure, Project
from keikaku.layouts.project_tables.spellings import Spellings
from keikaku.model import TEXT_FACTS, Fact, Kind, Severity
from keikaku.read.document import Line
from keikaku.read.folding import fold, key, tidy
from keikaku.read.patterns import Pattern
from keikaku.reading import Reading
from keikaku.settings import Expression, NotAllowedError, Plain, groups
from keikaku.settings import Settings as Base


def _is_status(word: str) -> str:
    if vocab.project_status(word) is None:
        raise NotAllowedError(
            f"{word!r} is no project status of the ontology; `keikaku vocab` shows them",
            f"{word!r} は事業区分の語彙にありません。`keikaku vocab` で確認できます",
        )
    return word


def _is_text(fact: Fact) -> Fact:
    if fact not in TEXT_FACTS:
        allowed = ", ".join(sorted(TEXT_FACTS))
        raise NotAllowedError(
            f"{fact.value!r} holds no text; allowed here: {allowed}",
            f"{fact.value!r} は文章の項目ではありません。使えるもの: {allowed}",
        )
    return fact


Status = Annotated[str, AfterValidator(_is_status)]
TextFact = Annotated[Fact, AfterValidator(_is_text)]


class Settings(Base):
    """What is particular to one series of project tables.

    The first plan of plan.yml is the document's own; codes are those of the plan of kind 総合戦略.

    Attributes:
        goal: A goal's heading: groups ``number``, ``label`` (a title page may print it on the next line) and
            ``field`` (words beside the label that are no part of it).
        field: Those words on a line of their own: group ``field``.
        measure: A measure's heading: groups ``number`` and ``label``. A number "7-1" belongs under goal "7".
        texts: Headings of the texts above a measure's tables, by what the texts say.
        paragraph: One paragraph of such a text, whole: group ``text``.
        note: The note below a table that names the strategy whose codes it prints: group ``title``.
        columns: The words of the table heads.
        statuses: The status words, with what each means.
        department: The form of a department's name.
    """

    goal: Annotated[Expression, groups("number", may="label field")]
    field: Annotated[Expression, groups("field")] = Pattern(r"【(?P<field>[^【】]+)】")
    measure: Annotated[Expression, groups("number label")]
    texts: dict[TextFact, Plain] = {
        Fact.TARGET_STATE: Pattern(r"[【《<]?(?:目指す|めざす)[^【】]*姿[】》>]?")
    }
    paragraph: Annotated[Expression, groups("text")] = Pattern(
        r"(?:[・○●◎◆◇■□]\s*)?(?P<text>[^※【・○●◎◆◇■□\s].*。)"
    )
    note: Annotated[Expression, groups("title")] | None = None
    columns: Columns = Columns()
    statuses: dict[str, Status] = {"継続": "継続", "新規": "新規"}
    department: Plain = Pattern(r"[^\s・。、]+(?:課|室|局|部|所|館|署|係|センター|委員会|支所)|全課")


def read(reading: Reading, settings: Settings) -> None:
    """Read a document of project tables."""
    reader = _Reader(reading, settings)
    for line in reading.lines():
        if line.blank:
            reader.read_blank()
        else:
            reader.read_line(line)
    reader.finish()


class _Reader:
    """Goes through the lines; each is taken whole by the first that understands it, or left."""

    def __init__(self, reading: Reading, settings: Settings) -> None:
        self._reading = reading
        self._settings = settings
        plans = list(reading.plans.values())
        self._strategy = next((plan for plan in plans if plan.kind == "総合戦略"), None)
        self._plan = next((plan for plan in plans if plan is not self._strategy), plans[0])
        statuses = {fold(word): status for word, status in settings.statuses.items()}
        self._forms = Forms(statuses, settings.department, coded=self._strategy is not None)
        self._titles = Spellings()
        self._goals: dict[str, Goal] = {}
        self._measures: dict[tuple[str, str], Measure] = {}
        self._heads: list[Head] = []
        self._goal: Goal | None = None
        self._due = self._next = (
            ""  # what a title page prints on this line and the next: "label", "field", ""
        )
        self._measure: Measure | None = None
        self._text: Fact | None = None
        self._told = False  # whether the text has begun
        self._head: Head | None = None
        self._project: Project | None = None
        self._steps = (
            self._read_goal,
            self._read_measure,
            self._read_text_heading,
            self._read_note,
            self._read_head,
            self._read_figures,
            self._read_project,
            self._read_title_page,
            self._read_paragraph,
        )

    def read_line(self, line: Line) -> None:
        """Give a line to the first step that takes it; what follows one that none takes is not sure."""
        self._due, self._next = self._next, ""
        if not any(step(line) for step in self._steps):
            self._close()
            self._text = None

    def read_blank(self) -> None:
        """Take a blank line: it ends a text, not the space between a heading and its text."""
        if self._told:
            self._text = None

    def finish(self) -> None:
        """Settle what only the whole document says."""
        self._close()
        for goal in self._goals.values():
            goal.settle(self._reading)
        usual = checks.usual_texts([*self._measures.values()])
        for measure in self._measures.values():
            measure.settle(self._reading, usual)
        if self._strategy and self._titles.best():
            self._strategy.title = self._titles.best()
            self._titles.report(self._reading, "The strategy's title", "戦略の名称")
            self._reading.plan(self._strategy.id, *self._titles.lines())
        checks.check_heads(self._reading, self._heads, self._plan)

    def _close(self) -> None:
        if self._project:
            self._project.settle(self._reading)
        self._project = None

    # -- headings

    def _read_goal(self, line: Line) -> bool:
        match = self._settings.goal.fullmatch(line.text)
        if match is None:
            return False
        self._close()
        number, label = tidy(match.group("number")), tidy(match.group("label"))
        goal = self._goals.get(key(number))
        if goal is None:
            element = self._reading.element(
                Kind.GOAL, label, under=self._plan, lines=[line.number], number=number
            )
            goal = self._goals[key(number)] = Goal(element)
        goal.print_on(line.number, label, tidy(match.group("field")))
        self._goal, self._text = goal, None
        self._next = "" if label else "label"
        return True

    def _read_title_page(self, line: Line) -> bool:
        """Take the goal's label, and what stands beside it, where a title page sets them on lines of their own."""
        if self._goal is None or not self._due or "\t" in line.text:
            return False
        field = self._settings.field.fullmatch(line.text)
        if self._due == "field":
            if field is not None:
                self._goal.fields_alone.append((tidy(field.group("field")), line.number))
            return field is not None
        if field is not None or self._settings.paragraph.fullmatch(line.text):
            return False
        self._goal.print_on(line.number, tidy(line.text), "", on_title_page=True)
        self._next = "field"
        return True

    def _read_measure(self, line: Line) -> bool:
        match = self._settings.measure.fullmatch(line.text)
        if match is None or not match.group("label"):
            return False
        self._close()
        self._head = self._text = None
        self._measure = self._find_measure(tidy(match.group("number")), tidy(match.group("label")), line)
        if self._measure is None:
            return False
        if len(self._measure.element.lines) == 1:
            checks.lost_characters(self._reading, self._measure.element, match.group("label"), line.number)
        return True

    def _find_measure(self, number: str, label: str, line: Line) -> Measure | None:
        """Return the measure that a heading names, or None where it contradicts what is known."""
        goal = self._goal
        if goal is None or not checks.belongs(self._reading, goal, number, line.number):
            return None
        name = (key(goal.element.number), key(number) or key(label))
        measure = self._measures.get(name)
        if measure is None:
            element = self._reading.element(
                Kind.MEASURE, label, under=goal.element, lines=[line.number], number=number
            )
            measure = self._measures[name] = Measure(element)
        elif key(measure.element.label) != key(label):
            self._reading.find(
                "two-names",
                Severity.VIOLATION,
                f"Measure {number} is {measure.element.label} elsewhere; what follows belongs to neither for sure.",
                f"施策 {number} は他の箇所では「{measure.element.label}」です。以下の内容がどちらのものか確定できません。",
                measure.element.lines[0],
                line.number,
            )
            return None
        measure.begin(line.number)
        return measure

    def _read_text_heading(self, line: Line) -> bool:
        fact = next((fact for fact, form in self._settings.texts.items() if form.fullmatch(line.text)), None)
        if fact is None:
            return False
        self._close()
        self._text = None
        if self._measure and not self._measure.opening:
            checks.heading_lost(self._reading, self._measure, line.number)
            self._measure = self._head = None
        if self._measure is None:
            return False
        self._text, self._told = fact, False
        self._measure.headings.setdefault(fact, line.number)
        self._reading.structure(line.number)
        return True

    def _read_paragraph(self, line: Line) -> bool:
        match = self._settings.paragraph.fullmatch(line.text)
        if match is None or self._text is None or self._measure is None or "\t" in line.text:
            return False
        printed = match.group("text")
        if not tidy(printed):
            return False
        self._measure.state(self._reading, self._text, printed, line.number)
        self._told = True
        return True

    def _read_note(self, line: Line) -> bool:
        note = self._settings.note
        match = note.fullmatch(line.text) if note and self._strategy else None
        title = tidy(match.group("title")) if match else ""
        if not title:
            return False
        self._text = None
        self._titles.add(title, line.number)
        return True

    # -- tables

    def _read_head(self, line: Line) -> bool:
        columns = self._settings.columns
        if "\t" not in line.text or self._measure is None:
            return False
        if self._head and not self._head.used and self._head.take(line, columns):
            self._reading.structure(line.number)
            return True
        if not looks_like_head(line, columns):
            return False
        self._head, self._text = begin_head(line, columns), None
        if self._head is None:
            return False
        self._measure.opening = False
        self._heads.append(self._head)
        self._reading.structure(line.number)
        return True

    def _read_figures(self, line: Line) -> bool:
        figures = figure_cells(line.cells, self._head) if self._head and self._project else None
        if not figures or not self._project:
            return False
        self._project.add(figures, line.number)
        return True

    def _read_project(self, line: Line) -> bool:
        head, measure = self._head, self._measure
        row = project_row(line.cells, head, self._forms) if head and measure and "\t" in line.text else None
        if row is None or head is None or measure is None:
            return False
        self._close()
        head.used = True
        codes_of = self._strategy.id if self._strategy else ""
        self._project = measure.accept(self._reading, row, head, line.number, codes_of)
        if self._project is None:
            self._measure = self._head = None
            return False
        self._project.add(row.figures, line.number)
        return True
