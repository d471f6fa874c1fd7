"""What a sheet says of the year: progress, outcome, problems ahead, rating and direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from keikaku.documents.numbered_lines import Line
from keikaku.reading.layouts.evaluation_sheets.settings import EvaluationSettings, Review
from keikaku.reading.layouts.evaluation_sheets.text import Text, filled, is_prose
from keikaku.reading.model import Confidence, Element, Evaluation, Fact, Plan, RatingName, Severity
from keikaku.reading.ratings import Rating, Scale, read_rating
from keikaku.reading.records import Reading
from keikaku.reading.values.fiscal import fiscal_year


@dataclass(slots=True, eq=False)
class Rated:
    """A rating with the text beside it and their lines."""

    rating: Rating = field(default_factory=Rating)
    text: Text = field(default_factory=Text)
    proved: bool = True


class Scales:
    """The scales of the ratings.

    Args:
        reading: What is read.
        review: How the parts of a sheet are headed.
        plan: The plan whose scales they are.
    """

    def __init__(self, reading: Reading, review: Review, plan: Plan) -> None:
        self._review = review
        lines = reading.document.lines
        progress = [((line.number,), _beside(line)) for line in lines if self.is_progress(line)]
        others = [((line.number,), _beside(line)) for line in lines if self.is_review(line)]
        self.progress = Scale(reading, plan, "progress", progress, review.progress_ratings or ())
        self.review = Scale(reading, plan, "review", others, review.review_ratings or ())

    def check(self, line: Line) -> None:
        """Note a legend, and report one that prints other ratings or cannot be read."""
        scale = self.progress if self.is_progress(line) else self.review
        scale.check([line.number], _beside(line))

    def is_progress(self, line: Line) -> bool:
        """Return whether a line is the legend of the progress ratings."""
        return len(filled(line)) == 2 and self._review.progress_scale.fullmatch(line.cells[0]) is not None

    def is_review(self, line: Line) -> bool:
        """Return whether a line is the legend of the review ratings."""
        return len(filled(line)) == 2 and self._review.review_scale.fullmatch(line.cells[0]) is not None


def _beside(line: Line) -> str:
    """Return what stands beside the name of a legend."""
    return " ".join(line.cells[1:]).strip()


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
        scale = self._scales.review if review else self._scales.progress
        rated.rating = read_rating(lines[1].cells[0], scale.steps)
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
        self._reading.report(
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
        rated: tuple[tuple[RatingName, Rated | None], ...] = (("progress", progress), ("review", review))
        parts = [(name, part) for name, part in rated if part]
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
        evaluation.unreadable.extend(name for name, part in parts if not part.rating.code)
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
        self._reading.report(
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
