"""Several sources asked as one: what half the data answers on two servers is what all of it answers on one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from keikaku.asking.questions import Query, read_query
from keikaku.asking.sources.endpoint import Endpoint, Memory, answer
from keikaku.asking.sources.federation import Combined, ask_all, order_of
from keikaku.asking.sources.wire import Limits
from keikaku.cli import app
from tests.queries import support
from tests.queries.support import NAMES, examples, library
from tests.servers.bad import ROWS, bad
from tests.servers.running import free_port
from tests.support import raises

# These compare municipalities with one another, or count what is in all of them together.
ACROSS = {"comparable-figures", "similar-measures"}


def halves(town: bool = False) -> list[Memory]:
    """Return a fixture as two sources: the town with the most graphs, and the others.

    Args:
        town: Whether that of plans held against each other is meant.
    """
    parts = [ox.Store(), ox.Store()]
    for quad in support.memory(town):
        graph = str(quad.graph_name)
        both = "/vocabulary/" in graph
        for number, part in enumerate(parts):
            first = not graph.endswith("/neighbour>") if town else _town(graph) == "99999"
            if both or first == (number == 0):
                part.add(quad)
    return [Memory(part, name) for part, name in zip(parts, ("one", "two"), strict=True)]


def _town(graph: str) -> str:
    """Return the town whose document, links that people decided on, or figures of population a graph holds."""
    own = ("/basic>", "/projects>", "/strategy>", "/mappings-99999>", "/statistics-99999>")
    return "99999" if graph.endswith(own) else "another"


def rows(found: Combined) -> list[tuple[str, ...]]:
    return [tuple(support._text(cell) for cell in row)[:-1] for row in found.solutions]


TOTAL = """SELECT ?m (SUM(?a) AS ?yen) WHERE {
    ?p <https://w3id.org/keikaku/ns#budget>/<https://w3id.org/keikaku/ns#totalAmount> ?a ;
       <https://w3id.org/keikaku/ns#inPlan>/<http://purl.org/dc/terms/publisher> ?m
} GROUP BY ?m"""


def test_a_sum_over_servers_is_refused_unless_it_is_said_how_it_combines(tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text(TOTAL)
    with raises("asking.uncombined") as refused:
        ask_all(halves(), read_query(file))
    assert refused.value.values == {"query": "own", "words": "SUM"}
    one = [row[:2] for row in ask_all(halves()[:1], read_query(file)).solutions]
    file.write_text(f"# combine: sum yen\n{TOTAL}")
    both = {row[0]: int(row[1].value) for row in ask_all(halves(), read_query(file)).solutions}  # type: ignore[union-attr]
    of_all = support.memory().query(TOTAL, use_default_graph_as_union=True)
    assert isinstance(of_all, ox.QuerySolutions)
    whole = {row[0]: int(row[1].value) for row in of_all}
    assert both == whole
    assert one
    file.write_text(f"# combine: union\n{TOTAL}")
    assert len(list(ask_all(halves(), read_query(file)).solutions)) == len(whole)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ACROSS])
def test_two_halves_answer_as_the_whole(name: str) -> None:
    query = library()[name]
    whole = support.rows(query, examples(query))
    found = ask_all(halves(support.of_town(query)), query, examples(query))
    if query.form == "CONSTRUCT":
        assert sorted(tuple(support._text(cell) for cell in row) for row in found.solutions) == whole
    elif query.form == "ASK":
        assert [(str(bool(found.solutions)).lower(),)] == whole
    else:
        assert found.solutions.variables[-1] == "endpoint"
        assert sorted(rows(found)) == sorted(whole)
    assert found.answered == ("one", "two")


def _query(folder: Path, text: str, combine: str = "union") -> Query:
    path = folder / "query.rq"
    header = f"# title@en: T\n# title@ja: T\n# combine: {combine}\n"
    path.write_text(header + text, encoding="utf-8")
    return read_query(path)


def _data(text: str, name: str) -> Memory:
    memory = ox.Store()
    memory.load(text.encode(), format=ox.RdfFormat.TURTLE, base_iri="https://a/")
    return Memory(memory, name)


ONE, TWO = "<1> <is> 1 . <2> <is> 2 .", "<2> <is> 2 . <3> <is> 2.5 ."


def _asked(folder: Path, text: str, combine: str = "union") -> list[list[str]]:
    found = ask_all([_data(ONE, "one"), _data(TWO, "two")], _query(folder, text, combine))
    return [[support._text(cell) for cell in row] for row in found.solutions]


def test_rows_are_united_in_order_and_name_their_sources(tmp_path: Path) -> None:
    text = "SELECT ?s ?o { ?s <https://a/is> ?o } ORDER BY DESC(?o) LIMIT 2"
    assert _asked(tmp_path, text) == [["https://a/3", "2.5", "two"], ["https://a/2", "2", "one two"]]


@pytest.mark.parametrize(
    ("how", "of", "expected"), [("sum", "SUM", "7.5"), ("min", "MIN", "1"), ("max", "MAX", "2.5")]
)
def test_aggregates_combine_as_the_header_says(tmp_path: Path, how: str, of: str, expected: str) -> None:
    text = f"SELECT ({of}(?o) AS ?all) {{ ?s <https://a/is> ?o }}"
    assert _asked(tmp_path, text, f"{how} all") == [[expected, "one two"]]


def test_yes_is_yes_anywhere(tmp_path: Path) -> None:
    query = _query(tmp_path, "ASK { <https://a/3> ?p ?o }")
    assert bool(ask_all([_data(ONE, "one"), _data(TWO, "two")], query).solutions)
    assert not bool(ask_all([_data(ONE, "one")], query).solutions)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("SELECT ?a { ?a ?b ?c } ORDER BY ?a", "ORDER BY ?a"),
        ("SELECT ?a { { SELECT ?a { ?a ?b ?c } ORDER BY ?a LIMIT 1 } }", ""),
        ("SELECT ?a { ?a ?b ?c } GROUP BY ?a order by ?a LIMIT 3 OFFSET 2", "order by ?a LIMIT 3 "),
        ("SELECT ?a { ?a ?b 'ORDER' } # ORDER BY", ""),
    ],
)
def test_the_order_of_a_query(text: str, order: str) -> None:
    assert order_of(text) == order


class Sleeper(Memory):
    """A source that does not answer."""

    def select(self, text: str) -> ox.QuerySolutions:
        self.woken.wait()
        return super().select(text)

    woken = threading.Event()


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    yield Sleeper(ox.Store(), "sleeper")
    Sleeper.woken.set()


def test_nobody_is_waited_for_longer_than_the_limit(sleeper: Sleeper) -> None:
    query = library()["plans"]
    one = Memory(support.memory(), "one")
    found = next(
        made
        for seconds in (0.5, 2, 8, 32, 128)
        if (made := ask_all([one, sleeper], query, timeout=seconds)).answered
    )
    assert found.answered == ("one",)
    assert found.silent["sleeper"].id == "servers.slow"
    assert rows(found) == support.rows(query, {})


def test_a_wrong_parameter_is_nobodys_silence() -> None:
    with raises("asking.missing-parameter"):
        ask_all(halves(), library()["everything-below"])


def test_no_answer_at_all_names_everybody() -> None:
    urls = [f"http://127.0.0.1:{free_port()}/sparql" for _number in range(2)]
    with raises("servers.none-answered", match="None of the 2 servers answered") as caught:
        ask_all([Endpoint(url, Limits(timeout=1)) for url in urls], library()["plans"])
    assert all(url in str(caught.value) for url in urls)


def test_the_command_names_who_did_not_answer(tmp_path: Path) -> None:
    file = _query(tmp_path, "SELECT ?a { ?a ?b ?c }").path
    down = f"http://127.0.0.1:{free_port()}/sparql"

    def reply(request: object) -> None:
        asked = b"ASK" in request.body  # type: ignore[attr-defined]
        request.reply(200, data=b'{"head":{},"boolean":true}' if asked else ROWS)  # type: ignore[attr-defined]

    with bad(reply) as server:
        command = ["query", str(file), "--format", "csv", "--lang", "en"]
        result = CliRunner().invoke(app, [*command, "--endpoint", server.url, "--endpoint", down])
        assert result.exit_code == 0
        assert result.stdout.splitlines() == ["a,endpoint", f"1,{server.url}"]
        assert down in result.stderr.replace("\n", "")
        alone = CliRunner().invoke(app, [*command, "--endpoint", server.url])
        assert alone.stdout.splitlines() == ["a", "1"]


def test_the_two_kinds_of_source_answer_alike() -> None:
    query = library()["counts-by-class"]
    source = Memory(support.memory())
    assert len([*answer(source, query)]) == len([*source.select(query.text)])
    assert bool(source.ask("ASK { ?a ?b ?c }"))
    assert len([*source.construct("CONSTRUCT WHERE { ?a a ?b }")]) > 10
