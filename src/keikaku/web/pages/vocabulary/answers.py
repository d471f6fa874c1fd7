"""What the queries of the library answer on the dataset at hand: the first rows, as a page shows them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from keikaku.asking import questions
from keikaku.asking.query_files import Parameter, Query
from keikaku.asking.questions import Row
from keikaku.graph.triples import KEI, RDF_TYPE, SKOS, Look
from keikaku.store.dataset import Dataset
from keikaku.web.pages.tools.library import example

ROWS = 10
"""How many rows of an answer a page shows."""
MOST_QUADS = 200_000
"""Beyond so many quads, answers are left out: some queries compare every measure with every other."""
_RUN = re.compile(r"[一-鿿]{2,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The beginning of an answer.

    Attributes:
        values: The parameters that were given, by name.
        columns: Names of the columns; none for a truth.
        rows: The first rows.
        more: Whether there are more.
        truth: What an ASK found, else ``None``.
    """

    values: dict[str, str]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    more: bool = False
    truth: bool | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not self.rows and not self.truth


class Answers:
    """Answers questions on a dataset, each once.

    Args:
        dataset: Where it looks.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._look = Look(dataset.memory)
        self._known: dict[str, Answer] = {}
        self.left_out = sum(entry.quads for entry in dataset.store.documents.values()) > MOST_QUADS

    def answer(self, query: Query) -> Answer:
        """Return the beginning of a query's answer.

        Parameters that must be given get the library's examples, or things of the dataset of the same kind; where
        that finds nothing, values that the dataset has.
        """
        if query.name not in self._known:
            self._known[query.name] = self._answer(query)
        return self._known[query.name]

    def _answer(self, query: Query) -> Answer:
        needed = [one for one in query.parameters if not one.optional]
        tried: list[Answer] = []
        for values in self._values(needed):
            tried.append(self._run(query, values))
            if not tried[-1].empty:
                return tried[-1]
        return tried[0]

    def _values(self, needed: list[Parameter]) -> Iterator[dict[str, str]]:
        """Yield values for the parameters that must be given: examples first."""
        yield {one.name: example(one, self._dataset) for one in needed}
        own = [self._own(one) for one in needed]
        for values in zip(*own, strict=False):
            yield dict(zip((one.name for one in needed), values, strict=True))

    def _run(self, query: Query, values: dict[str, str]) -> Answer:
        solutions = questions.run(self._dataset.memory, query, values)
        if solutions.form == "ASK":
            return Answer(values=values, truth=bool(solutions))
        columns = solutions.variables or ("subject", "predicate", "object")
        # The triples of a CONSTRUCT come in no order; the rows of a SELECT in that of the query.
        found: Iterable[Row] = sorted(set(solutions), key=str) if solutions.form == "CONSTRUCT" else solutions
        rows = tuple(islice(found, ROWS + 1))
        return Answer(values=values, columns=columns, rows=rows[:ROWS], more=len(rows) > ROWS)

    def _own(self, parameter: Parameter) -> list[str]:
        """Return values for a parameter that something in the dataset has."""
        things = [self._first(kind) for kind in ("Project", "Action", "Measure", "Goal", "Plan")]
        choices = {
            "printed": [self._number("Measure"), self._number("Goal")],
            "notation": [self._number("StrategyCode")],
            "name": [self._look.label(self._first("Department"), "ja")],
            "word": [self._common_word("Indicator"), self._common_word("Measure")],
            "measure": [self._with("strategyCode"), *self._look.subjects(RDF_TYPE, f"{KEI}Measure")[:8]],
            "element": [*things, self._with("sdg")],
            "sdg": [f"sdg:{number}" for number in range(1, 18)],
            "lower": [self._first("Project", "Measure")],
            "upper": [self._look.value(self._first("Project", "Measure"), f"{KEI}inPlan")],
        }
        return [value for value in choices.get(parameter.name, []) if value]

    def _first(self, *kinds: str) -> str:
        """Return the first thing of the first class that has any, or ""."""
        found = (iri for kind in kinds for iri in self._look.subjects(RDF_TYPE, KEI + kind)[:1])
        return next(found, "")

    def _number(self, kind: str) -> str:
        """Return the number of the first thing of a class that has one, or ""."""
        numbers = (
            self._look.value(iri, f"{SKOS}notation") for iri in self._look.subjects(RDF_TYPE, KEI + kind)
        )
        return next(filter(None, numbers), "")

    def _with(self, name: str) -> str:
        """Return the first thing that has a property, or ""."""
        quads = self._dataset.memory.quads_for_pattern(None, ox.NamedNode(KEI + name), None, None)
        return min((one.subject.value for one in quads if isinstance(one.subject, ox.NamedNode)), default="")

    def _common_word(self, kind: str) -> str:
        """Return the word of Chinese characters that the labels of a class's things have most often, or ""."""
        labels = [self._look.label(iri, "ja") for iri in self._look.subjects(RDF_TYPE, KEI + kind)]
        words = Counter(word for label in labels for word in _RUN.findall(label))
        return min(words, key=lambda word: (-words[word], word), default="")
