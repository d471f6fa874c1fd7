"""What ``keikaku query`` and ``keikaku queries`` show and write."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from keikaku.asking import answers, questions
from keikaku.asking.answers import FORMATS
from keikaku.asking.columns.index import Index
from keikaku.asking.columns.index import answer as answer_from_index
from keikaku.asking.columns.index import answers as answers_from_index
from keikaku.asking.lineage.trace import find
from keikaku.asking.questions import Query
from keikaku.asking.sources.wire import Limits
from keikaku.asking.standing import Standing, in_store, on_servers
from keikaku.cli import servers
from keikaku.cli.answer_table import answer_table
from keikaku.ground.errors import ParameterValueError
from keikaku.ground.files import in_part
from keikaku.ground.messages import Language, sentence
from keikaku.store.folder import Store

_ALL_FORMATS = tuple(dict.fromkeys(name for names in FORMATS.values() for name in names))


def values_of(pairs: list[str]) -> dict[str, str]:
    """Return the parameters of ``--param name=value``."""
    values = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(f"{pair!r} is not key=value", param_hint="--param")
        values[name.strip()] = value
    return values


def resolve(memory: ox.Store, query: Query, values: dict[str, str]) -> dict[str, str]:
    """Return the values with names of things in the place of IRIs looked up.

    Raises:
        QuestionError: Nothing is called so.
        QuestionError: Several things are; the choice is in the error.
    """
    resolved = dict(values)
    for parameter in query.parameters:
        value = values.get(parameter.name)
        if value is None or parameter.type != "iri":
            continue
        try:
            parameter.term(value)
        except ParameterValueError:
            if "://" in value or not value.strip():
                raise
            resolved[parameter.name] = find(memory, value).iri
    return resolved


def answer_query(
    name: str,
    params: list[str],
    *,
    format_: str,
    output: Path | None,
    explain: bool,
    whole: bool,
    store: Path,
    proposed: bool = False,
    endpoints: Sequence[str] = (),
    timeout: float = 60.0,
    language: Language,
) -> int:
    """Run a query and show or write its answer; return the exit status."""
    if format_ and format_ not in _ALL_FORMATS:
        raise typer.BadParameter(f"one of {', '.join(_ALL_FORMATS)}", param_hint="--format")
    query = questions.find_query(name)
    chosen = answers.choose_format(query, format_)
    questions.check_syntax(query)
    values = values_of(params)
    if (
        not endpoints
        and not explain
        and (indexed := _from_index(Store(store, proposed=proposed), query, values))
    ):
        answer = indexed
    else:
        if not endpoints:
            memory = _load(Store(store, proposed=proposed), explain)
            values = resolve(memory, query, values)
        if explain:
            print(query.bound(values))
            return 0
        if endpoints:
            answer = servers.ask(endpoints, query, values, resolve, timeout=timeout, language=language)
        else:
            answer = questions.run(memory, query, values)
    with servers.endpoints(endpoints, Limits(timeout=timeout)) as sources:
        standing = Standing(on_servers(sources) if endpoints else in_store(Store(store)), language)
        if output is None:
            _show(answer, chosen, query, (whole, standing), language)
        else:
            _save(answer, chosen, output, standing)
    return 0


def _from_index(store: Store, query: Query, values: dict[str, str]) -> questions.Solutions | None:
    """Answer from the store's index, where it is fresh and knows the question and no name is to be looked up."""
    index = Index(store)
    named = any(one.type == "iri" and "://" not in values.get(one.name, "://") for one in query.parameters)
    if named or not answers_from_index(query) or not index.fresh:
        return None
    with contextlib.closing(index.connect()) as base:
        return answer_from_index(base, query, values)


def _load(store: Store, explain: bool) -> ox.Store:
    """Load a store; one without documents is loaded only to explain a query.

    Raises:
        StoreError: There is nothing to ask.
    """
    if not explain and not store.documents:
        raise store.nothing()
    return store.load()


def _console() -> Console:
    """Return a console that keeps its lines whole where they are not read on a screen."""
    console = Console()
    return console if console.is_terminal else Console(width=200, soft_wrap=True)


def _show(
    answer: questions.Solutions,
    chosen: str,
    query: Query,
    how: tuple[bool, Standing],
    language: Language,
) -> None:
    if chosen != "table":
        answers.write(answer, chosen, sys.stdout.buffer)
        return
    console = _console()
    if query.form == "ASK":
        console.print(sentence("cli.answer-yes" if answer else "cli.answer-no", language))
        return
    if title := query.titles.get(language):
        console.print(title, style="bold", markup=False, highlight=False)
    whole, standing = how
    if not answer_table(answer, console, whole=whole, standing=standing):
        console.print(sentence("cli.nothing-found", language), style="dim")


def _save(answer: questions.Solutions, chosen: str, output: Path, standing: Standing) -> None:
    """Write an answer into a file that is there whole or not at all."""
    with in_part(output) as part, part.open("wb") as file:
        if chosen == "table":
            text = io.TextIOWrapper(file, encoding="utf-8", write_through=True)
            answer_table(answer, Console(file=text, width=200, soft_wrap=True), standing=standing)
            text.detach()
        else:
            answers.write(answer, chosen, file)


def list_queries(word: str, language: Language) -> int:
    """List the library's queries with their parameters; those of a word where one is given."""
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("cli.query", "cli.question", "cli.parameters"):
        grid.add_column(sentence(head, language), overflow="fold")
    found = [query for query in questions.queries().values() if _is_about(query, word)]
    for query in found:
        needs = "\n".join(
            f"{one.name}{'?' if one.optional else ''} ({one.type}) {one.descriptions.get(language, '')}"
            for one in query.parameters
        )
        grid.add_row(query.name, escape(query.titles.get(language, "")), escape(needs))
    _console().print(grid)
    return 0 if found else 1


def _is_about(query: Query, word: str) -> bool:
    about = (query.name, *query.titles.values(), *query.descriptions.values(), *query.keywords)
    return any(word.casefold() in text.casefold() for text in about)
