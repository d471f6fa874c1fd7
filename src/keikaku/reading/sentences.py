"""Sentences: lines and cells that state something by themselves, such as an indicator with its figures."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.ground import vocab
from keikaku.ground.text.folding import tidy
from keikaku.reading import facts
from keikaku.reading.blocks import said
from keikaku.reading.grammar import Grammar, Sentence
from keikaku.reading.model import Element, Indicator, Role
from keikaku.reading.ratings import Ratings
from keikaku.reading.records import Reading
from keikaku.reading.tree import Tree
from keikaku.reading.values.codes import unit_in_brackets
from keikaku.reading.values.fiscal import fiscal_year
from keikaku.reading.values.patterns import Forms, Match


class Sentences:
    """Reads them; an indicator stays open, so that the next one may state its figures.

    Args:
        reading: Where the records go.
        grammar: What the series prints.
        tree: Where the reader is.
        ratings: What reads ratings, which are of the year that is told of.
    """

    def __init__(self, reading: Reading, grammar: Grammar, tree: Tree, ratings: Ratings) -> None:
        self._reading = reading
        self._names = {id(sentence): name for name, sentence in grammar.sentences.items()}
        self._forms = Forms((sentence, sentence.form) for sentence in grammar.sentences.values())
        self._tree = tree
        self._ratings = ratings
        self._indicator: Indicator | None = None
        self.ahead: list[tuple[Sentence, Match, list[int]]] = []

    def close(self) -> None:
        """Forget the indicator that is open."""
        self._indicator = None

    def fits(self, text: str, within: str) -> bool:
        """Tell whether a text has the form of a sentence."""
        return self._fitting(text, within) is not None

    def read(self, text: str, within: str, lines: list[int]) -> Sentence | None:
        """State what a text says.

        Args:
            text: A line or a cell.
            within: Which of them: "line", "row" or "cell".
            lines: Numbers of the lines that print it.

        Returns:
            The sentence, None where it is none that says something here.
        """
        form = self._fitting(text, within)
        match = form.form.fullmatch(text) if form else None
        if form is None or match is None:
            return None
        if form.ahead and form.of:
            self.ahead.append((form, match, lines))
            return form
        with self._reading.by(f"sentences.{self._names[id(form)]}"):
            return self._said(form, match, lines)

    def _said(self, form: Sentence, match: Match, lines: list[int]) -> Sentence | None:
        of = self._tree.here(form.of)
        if match.group("indicator"):
            label, unit = unit_in_brackets(tidy(match["indicator"]))
            kinds = [kind for kind in (form.kind or label,) if vocab.indicator_kind(kind)]
            self._indicator = self._reading.indicator(
                of, label, lines, kinds=kinds, unit=tidy(match.group("unit")) or unit
            )
        elif self._indicator is None and _states_figures(match):
            return None
        said(match, of, lines, self._reading)
        if isinstance(of, Element) and (year := fiscal_year(match.group("year"))):
            self._ratings.told_of(of, year)
        if self._indicator:
            facts.figures(self._reading, self._indicator, match, lines)
        return form

    def is_ahead(self, text: str) -> bool:
        """Tell whether a line is said of the heading below it."""
        found = self._fitting(text, "line")
        return found is not None and found.ahead

    def said_ahead(self, level: str, element: Element) -> Iterator[int]:
        """State of an element what stands above its heading; yield the lines that print it."""
        for form, match, lines in self.ahead:
            if form.of in {"", level}:
                said(match, element, lines, self._reading)
                yield from lines
        self.ahead = []

    def _fitting(self, text: str, within: str) -> Sentence | None:
        anywhere = "" if within == "row" else "any"
        return next((form for form in self._forms.fitting(text) if form.within in {within, anywhere}), None)


def _states_figures(match: Match) -> bool:
    return any(match.group(role.value.lower()) for role in Role)
