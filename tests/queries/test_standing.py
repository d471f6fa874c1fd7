"""Answers of servers say where things stand as those of a store do: pages and rows, not lines that nobody counts."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from keikaku.asking.sources.endpoint import Memory
from keikaku.asking.standing import Standing, on_servers
from keikaku.documents.as_lines import numbered
from keikaku.documents.document import read_document
from keikaku.graph.mint import mint
from keikaku.ground.errors import ServerError
from tests.documents.made import Page, pdf
from tests.reading.made import series

GRAMMAR = "tables: {measures: {rows: Measure, heads: [department]}}\n"


class Silent(Memory):
    """A server that does not answer."""

    def select(self, text: str) -> ox.QuerySolutions:
        raise ServerError("asking.no-answer", server=self.name, why="gone")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Memory:
    """A server with a document: a table of two measures on its page."""
    folder = tmp_path_factory.mktemp("standing")
    page = Page().grid([60, 200, 320], [60, 90, 120, 150])
    page.text(65, 78, "施策名").text(205, 78, "担当課")
    page.text(65, 108, "緑を守る").text(205, 108, "環境課").text(65, 138, "水を守る").text(205, 138, "水道課")
    loaded = series(folder, GRAMMAR)
    reading = loaded.load(numbered(read_document(pdf(folder / "plan.pdf", [page]), ocr=None)))
    memory = ox.Store()
    memory.load("\n".join(mint(reading, loaded)).encode(), format=ox.RdfFormat.N_QUADS)
    return Memory(memory)


def test_a_line_of_a_servers_document_stands_on_a_page_in_a_row_of_a_table(server: Memory) -> None:
    assert Standing(on_servers([server]), "en").words("plan.pdf", 3) == "p. 1, table 1 row 3"
    assert Standing(on_servers([server]), "ja").words("plan.pdf", 3) == "p. 1, 表1 行3"


def test_what_no_server_knows_stays_a_line(server: Memory) -> None:
    words = Standing(on_servers([Silent(ox.Store()), server]), "en").words

    assert words("plan.pdf", 2) == "p. 1, table 1 row 2"
    assert (words("plan.pdf", 99), words('other".pdf', 2)) == ("", "")
