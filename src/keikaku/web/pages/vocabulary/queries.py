"""The pages of the queries: all of them in groups, and one for each with the beginning of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pyoxigraph as ox

from keikaku.asking.query_files import Parameter, Query
from keikaku.graph.nquads import XSD
from keikaku.graph.triples import KEI, Look
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Language, say, sentence
from keikaku.web.pages.layout import Layout, term_link
from keikaku.web.pages.tools.library import example, group_of, titles, words
from keikaku.web.pages.vocabulary.answers import MOST_QUADS, ROWS, Answer, Answers
from keikaku.web.pages.vocabulary.terms import short, terms
from keikaku.web.pages.vocabulary.uses import body, library, named

INDEX = "queries/index"
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double"))
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of an answer.

    Attributes:
        text: What it shows.
        link: Where it leads, or "".
        number: Whether it is one, and stands to the right.
    """

    text: str
    link: str = ""
    number: bool = False


class ShownParameter(NamedTuple):
    """A parameter as a page shows it: name, what it is, type in words, an example, whether it may be left out."""

    name: str
    about: str
    type: str
    example: str
    optional: bool


class QueryPages:
    """The documentation of the queries.

    Args:
        layout: What all pages have in common.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._look = Look(layout.dataset.memory)

    def paths(self) -> Iterable[str]:
        """Return the paths of the pages."""
        return [INDEX, *(f"queries/{name}" for name in library())]

    def html(self, path: str, language: Language) -> bytes:
        """Return a page.

        Raises:
            KeyError: There is no such page.
        """
        if path == INDEX:
            return self._index(language)
        return self._page(path, library()[path.removeprefix("queries/")], language)

    @cached_property
    def _answers(self) -> Answers:
        return Answers(self._layout.dataset)

    def _index(self, language: Language) -> bytes:
        groups: dict[str, list[tuple[Query, str]]] = {}
        for query in library().values():
            words = " ".join([query.titles["en" if language == "ja" else "ja"], *query.keywords])
            groups.setdefault(group_of(query)[language], []).append((query, words))
        return self._layout.render(
            "vocabulary-queries.html.j2",
            INDEX,
            language,
            title=sentence("pages.library-queries", language),
            groups=[(name, anchor(group_of(found[0][0])["en"]), found) for name, found in groups.items()],
            count=len(library()),
        )

    def _page(self, path: str, query: Query, language: Language) -> bytes:
        used = named(query)
        answer = None if self._answers.left_out else self._answers.answer(query)
        root = self._layout.root(path)
        table = self._table(answer, root, language) if answer else {}
        return self._layout.render(
            "vocabulary-query.html.j2",
            path,
            language,
            title=query.titles.get(language, query.name),
            query=query,
            sparql=body(query),
            parameters=[self._parameter(one, language) for one in query.parameters],
            terms={name: terms()[name].labels[language] for name in terms() if name in used},
            group=group_of(query)[language],
            answer=answer,
            table=table,
            titles={name: pair[language == "en"] for name, pair in titles(query).items()},
            count=len(answer.rows) if answer else 0,
            numbers={
                name for name, cells in table.items() if all(one.number or not one.text for one in cells)
            },
            given=self._given(answer, root, language),
            limits={"rows": ROWS, "quads": MOST_QUADS},
            asked=urlencode({"query": query.name, **(answer.values if answer else {})}),
            group_anchor=anchor(group_of(query)["en"]),
        )

    def _parameter(self, one: Parameter, language: Language) -> ShownParameter:
        return ShownParameter(
            name=one.name,
            about=one.descriptions.get(language, ""),
            type=say(f"vocabulary.parameter-{one.type}").text(language),
            example=example(one, self._layout.dataset),
            optional=one.optional,
        )

    def _given(self, answer: Answer | None, root: str, language: Language) -> list[tuple[str, Cell]]:
        if answer is None:
            return []
        local = self._layout.dataset.addresses.local
        return [
            (name, self._cell(ox.NamedNode(value) if local(value) else ox.Literal(value), root, language))
            for name, value in answer.values.items()
        ]

    def _table(self, answer: Answer, root: str, language: Language) -> dict[str, list[Cell]]:
        """Return the columns of an answer; a name stands in the column of its thing, what is empty is left out."""
        columns = {
            name: [self._cell(row[at], root, language) for row in answer.rows]
            for at, name in enumerate(answer.columns)
            if name.removesuffix("Label") not in answer.columns or not name.endswith("Label")
        }
        return {name: cells for name, cells in columns.items() if any(one.text for one in cells)}

    def _cell(self, term: Any, root: str, language: Language) -> Cell:
        if isinstance(term, ox.Literal):
            is_number = term.datatype.value in _NUMBERS
            word = None if term.language or is_number else words().get(term.value)
            return Cell(word[language == "en"] if word else term.value, number=is_number)
        if not isinstance(term, ox.NamedNode):
            return Cell("")
        iri = term.value
        if iri.startswith(KEI):
            name = iri.removeprefix(KEI)
            known = terms().get(name)
            return (
                Cell(known.labels[language], term_link(root, language, name)) if known else Cell(short(iri))
            )
        local = self._layout.dataset.addresses.local(iri)
        if local is None:
            return Cell(short(iri), iri if is_address(iri) else "")
        link = self._layout.linker(root, language)(iri)
        return Cell(self._look.label(iri, language) or "/".join(local.rsplit("/", 2)[-2:]), link)


def anchor(group: str) -> str:
    """Return the anchor of a group by its English name."""
    return "-".join(_WORD.findall(group.lower()))
