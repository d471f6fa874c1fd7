"""What a sheet says of the year: progress, outcome, problems ahead, rating and direction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from keikaku.layouts.evaluation_sheets.settings import EvaluationSettings, Review
from keikaku.layouts.evaluation_sheets.text import Text, filled, is_prose
from keikaku.model import Confidence, Element, Evaluation, Fact, Plan, Severity
from keikaku.read.document import Line
from keikaku.read.fiscal import fiscal_year
from keikaku.read.folding import fold
from keikaku.read.ratings import Step, is_mark, is_of_their_kind, legend, mark, words_alone
from keikaku.reading import Reading

_CODE = re.compile(r"(?:^|\s)([A-Z]{1,4})(?=\s)")
_LOOKALIKES = str.maketrans("АВСЕΑΒΕ", "ABCEABE")
"""Cyrillic and Greek capitals that look like Latin ones."""

_STROKES = str.maketrans("1l|!", "IIII")


@dataclass(slots=True, eq=False)
class Rating:
    """The cell of a rating.

    Attributes:
        code: The rating, "" where it was lost or cannot be read.
        printed: The print, where it differs.
        confidence: What had to be done to read it.
    """

    code: str = ""
    printed: str = ""
    confidence: Confidence = Confidence.CERTAIN


@dataclass(slots=True, eq=False)
class Rated:
    """A rating with the text beside it and their lines."""

    rating: Rating = field(default_factory=Rating)
    text: Text = field(default_factory=Text)
    proved: bool = True


class Scales:
    """The scales of the ratings: as the legends of the sheets print them, else as plan.yml declares them.

    A legend that differs from the one that most sheets print is a misprint or was misread. Where there is no scale,
    a rating is known by its mark alone.

    Args:
        reading: What is read.
        review: How the parts of a sheet are headed.
        plan: The plan whose scales they are.
    """

    def __init__(self, reading: Reading, review: Review, plan: Plan) -> None:
        self._reading = reading
        self._plan = plan
        self._review = review
        for name in ("progress", "review"):
            self._keep(name)
        self.progress = self._marks("progress")
        self.review = self._marks("review")

    def check(self, line: Line) -> None:
        """Note a legend, and report one that prints other ratings or cannot be read."""
        self._reading.structure(line.number)
        name = "progress" if self.is_progress(line) else "review"
        steps, known = self._steps(name, line), self._marks(name)
        printed = set(_CODE.findall(fold(" ".join(line.cells[1:]))))
        if steps:
            self._reading.scale(self._plan, name, dict(steps), line.number)
        elif printed - {*known} or not known:
            self._reading.find(
                "rating-scale",
                Severity.WARNING,
                "This legend cannot be read as the plan's scale; ratings (of the plan, in plan.yml) may declare it.",
                "この評価基準は、計画の評価の段階として読み取れません。plan.yml の計画の ratings で宣言できます。",
                line.number,
            )

    def _marks(self, name: str) -> tuple[str, ...]:
        """Return the marks that a rating may have; none where nobody says."""
        review = self._review
        declared = review.progress_ratings if name == "progress" else review.review_ratings
        return tuple(self._reading.steps(self._plan, name)) or tuple(declared or ())

    def _keep(self, name: str) -> None:
        """Keep the legend that most sheets print, the first of those that are printed equally often.

        Those whose marks are lost come after the others, which tell what the marks are.
        """
        is_legend = self.is_progress if name == "progress" else self.is_review
        lines = [line for line in self._reading.document.lines if is_legend(line)]
        for chosen in ([line for line in lines if all(step.mark for step in _printed(line))], lines):
            printed = [(line.number, tuple(steps)) for line in chosen if (steps := self._steps(name, line))]
            for usual, _ in Counter(steps for _, steps in printed).most_common(1):
                numbers = [number for number, steps in printed if steps == usual]
                self._reading.scale(self._plan, name, dict(usual), *numbers)
                return

    def _steps(self, name: str, line: Line) -> list[Step]:
        """Return the steps of a legend; where its marks are lost, their order tells which is which."""
        steps = _printed(line)
        if all(step.mark for step in steps):
            return [Step(mark(step.mark), step.words) for step in steps]
        declared = self._marks(name)
        if len(steps) != len(declared):
            return []
        return [Step(known, step.words) for known, step in zip(declared, steps, strict=True)]

    def is_progress(self, line: Line) -> bool:
        """Return whether a line is the legend of the progress ratings."""
        return len(filled(line)) == 2 and self._review.progress_scale.fullmatch(line.cells[0]) is not None

    def is_review(self, line: Line) -> bool:
        """Return whether a line is the legend of the review ratings."""
        return len(filled(line)) == 2 and self._review.review_scale.fullmatch(line.cells[0]) is not None


def _printed(line: Line) -> list[Step]:
    print_ = " ".join(line.cells[1:]).strip()
    return legend(print_) or words_alone(print_)


def read_rating(cell: str, scale: Collection[str]) -> Rating:
    """Return the rating that a cell prints: one of the scale, in letters that may look like others.

    One that the scale does not have, and that is of the kind of its marks, is doubtful and kept as printed. Without a
    scale whatever can be a mark is one, of any kind; letters of another script, which no scale proves, are doubtful.
    """
    if not cell:
        return Rating()
    plain = mark(cell)
    known = {fold(mark): mark for mark in scale}
    if found := known.get(fold(plain)):
        return Rating(found)
    for reading in (plain.translate(_LOOKALIKES), plain.translate(_STROKES)):
        if found := known.get(fold(reading)):
            return Rating(found, cell, Confidence.REPAIRED)
    if not scale and plain == plain.translate(_LOOKALIKES) and is_mark(plain):
        return Rating(plain)
    code = plain.translate(_LOOKALIKES) if not scale else plain
    return Rating(code if is_of_their_kind(code, scale) else "", cell, Confidence.DOUBTFUL)


class ReviewReader:
    """Reads what a sheet says of the year.

    Args:
        reading: What is read.
        settings: The layout's settings.
        scales: The ratings that there are.
    """

    def __init__(self, reading: Reading, settings: EvaluationSettings, scales: Scales) -> None:
        self._reading = reading
        self._review = settings.review
        self._scales = scales

    def rated(self, lines: Sequence[Line], *, review: bool) -> Rated | None:
        """Return the rating and the text below a head; the lines begin with the head.

        The head of the text may be broken: that of the rating, in its place, says what the row below holds.
        """
        if len(lines) < 2:
            return None
        cells = filled(lines[1])
        if [index for index, _ in cells] not in ([0, 1], [1]) or not is_prose(cells[-1][1]):
            return None
        beside = self._review.direction if review else self._review.approach
        rated = Rated(proved=beside.fullmatch(lines[0].cells[1]) is not None)
        rated.rating = read_rating(
            lines[1].cells[0], self._scales.review if review else self._scales.progress
        )
        rated.text.add(lines[1], [cells[-1][1]])
        self._reading.structure(lines[0].number)
        return rated

    def approach(self, rated: Rated, measure: Element) -> None:
        """State the approach that stands beside the progress."""
        confidence = Confidence.CERTAIN if rated.proved else Confidence.REPAIRED
        rated.text.state(self._reading, measure, Fact.APPROACH, confidence)

    def outcomes(self, lines: Sequence[Line], measure: Element) -> list[int]:
        """State outcomes and problems ahead; return the fiscal years of the outcomes.

        A line that begins with a year, or follows one, is that year's outcome. The paragraphs behind the
        outcomes are problems ahead, whether their head was lost or not.
        """
        years: list[int] = []
        label: Line | None = None
        texts: list[tuple[Fact, Text]] = []
        closed = 0
        for line in lines:
            columns = [index for index, _ in filled(line)]
            print_ = line.cells[columns[-1]]
            year = fiscal_year(line.cells[0])
            if year is not None and columns in ([0], [0, 1]):
                years.append(year)
                label = line if columns == [0] else None
                if columns == [0, 1]:
                    closed = len(texts)
                    texts.append((Fact.OUTCOME, _text(line, print_)))
            elif columns == [0] and self._review.issue.fullmatch(print_):
                self._reading.structure(line.number)
                label, closed = None, len(texts)
            elif columns == [0] and is_prose(print_):
                if label and not self._adjacent(label, line):
                    label = None
                self._paragraph(line, print_, label, texts, open_=len(texts) > closed)
                label = None
        self._report_years(years, [fact for fact, _ in texts], measure, lines)
        for fact, text in texts:
            text.state(self._reading, measure, fact)
        return years

    def _adjacent(self, one: Line, other: Line) -> bool:
        """Return whether nothing stands between two lines, not even what plan.yml sets aside."""
        between = self._reading.document.lines[one.number : other.number - 1]
        return all(line.blank for line in between)

    def _paragraph(
        self, line: Line, print_: str, label: Line | None, texts: list[tuple[Fact, Text]], *, open_: bool
    ) -> None:
        """Add a paragraph: the outcome of a year that stands alone above it, a continuation, or a problem."""
        if label:
            text = _text(label, "")
            text.add(line, [print_])
            texts.append((Fact.OUTCOME, text))
        elif open_ and not texts[-1][1].complete:
            texts[-1][1].add(line, [print_])
        elif texts and any(print_ in text.parts for _, text in texts):
            self._reading.copy(line.number)
        elif texts:
            texts.append((Fact.ISSUE, _text(line, print_)))

    def _report_years(
        self, years: Sequence[int], facts: Sequence[Fact], measure: Element, lines: Sequence[Line]
    ) -> None:
        ordered = bool(years) and list(years) == sorted(set(years))
        if ordered and facts.count(Fact.OUTCOME) == len(years) and Fact.ISSUE in facts:
            return
        self._reading.find(
            "outcome-years",
            Severity.WARNING,
            f"The sheet of “{measure.label}” lacks outcomes or problems ahead, or years are out of order.",
            f"「{measure.label}」のシートに事業の成果や課題がないか、年度の順序が正しくありません。",
            *(line.number for line in lines),
        )

    def evaluate(
        self,
        measure: Element,
        year: int,
        progress: Rated | None,
        review: Rated | None,
    ) -> Evaluation | None:
        """Add the evaluation of a year; ratings that cannot be read are reported."""
        parts = [(name, part) for name, part in (("progress", progress), ("review", review)) if part]
        if not parts:
            return None
        for name, part in parts:
            if part.rating.confidence is Confidence.DOUBTFUL or not part.rating.code:
                self._report_rating(name, part, measure)
        ratings = [part.rating for _, part in parts]
        confidences = {rating.confidence for rating in ratings}
        order = (Confidence.DOUBTFUL, Confidence.REPAIRED, Confidence.CERTAIN)
        evaluation = self._reading.evaluation(
            measure,
            year,
            [line.number for _, part in parts for line in part.text.lines],
            progress=progress.rating.code if progress else "",
            review=review.rating.code if review else "",
            confidence=next(confidence for confidence in order if confidence in confidences),
            as_printed="; ".join(rating.printed for rating in ratings if rating.printed),
        )
        if review:
            confidence = Confidence.CERTAIN if review.proved else Confidence.REPAIRED
            review.text.state(self._reading, evaluation, Fact.DESCRIPTION, confidence)
        return evaluation

    def _report_rating(self, name: str, part: Rated, measure: Element) -> None:
        what = (
            f"{part.rating.printed!r} is none of the scale"
            if part.rating.printed
            else "nothing is left of it"
        )
        self._reading.find(
            f"rating-{name}",
            Severity.WARNING,
            f"The {name} rating of “{measure.label}” cannot be read: {what}.",
            f"「{measure.label}」の{'進捗' if name == 'progress' else '施策'}の評価が読み取れません。",
            *(line.number for line in part.text.lines),
        )


def _text(line: Line, print_: str) -> Text:
    text = Text()
    text.add(line, [print_])
    return text
