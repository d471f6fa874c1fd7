"""Nobody is kept out: every kind of page by axe-core, in both languages and schemes, and on a narrow screen."""

from __future__ import annotations

import pytest

from tests.browser.driving import Visitor, wait_for

pytestmark = pytest.mark.xdist_group("site")

PAGES = {
    "start": "index",
    "plans": "plans",
    "municipality": "doc/99999",
    "plan": "doc/99999/mid-plan",
    "measure": "doc/99999/basic-plan/measure/図書館の利用促進",
    "project": "doc/99999/implementation-plan/project/図書館の夜間開館",
    "indicator": "doc/99999/basic-plan/indicator/図書館の来館者数",
    "department": "doc/99999/department/生涯学習課",
    "document": "doc/document/project-tables",
    "graph": "doc/graph/project-tables",
    "goals": "sdg/index",
    "goal": "sdg/4",
    "coverage": "coverage",
    "strategies": "strategy/index",
    "departments": "departments",
    "municipalities": "municipalities",
    "search": "search",
    "vocabulary": "ns",
    "shapes": "shapes",
    "queries": "queries/index",
    "query": "queries/sdg-coverage",
    "data": "data",
    "about": "about",
    "missing": "404",
    "sparql": "sparql",
    "lineage": "lineage",
}
QUERIES = {
    "search": "?q=図書館",
    "lineage": "?iri=http://metadata.un.org/sdg/4",
    "sparql": "?query=sdg-coverage",
}
READY = {"search": "#results li", "lineage": "#graph a", "sparql": "#results td"}


def visit(visitor: Visitor, kind: str, suffix: str) -> None:
    """Open a page of a kind and wait until its scripts have filled it."""
    visitor.open(PAGES[kind] + suffix, QUERIES.get(kind, ""))
    if kind in READY:
        wait_for(lambda: visitor.all(READY[kind]), 20)


@pytest.mark.parametrize(("suffix", "scheme"), [(".html", "dark"), (".en.html", "light")])
@pytest.mark.parametrize("kind", PAGES)
def test_nothing_serious_stands_in_anybodys_way(
    visitor: Visitor, kind: str, suffix: str, scheme: str
) -> None:
    visitor.scheme(scheme)
    visit(visitor, kind, suffix)
    assert visitor.obstacles() == []
    visitor.width(400)
    assert visitor.run("return document.documentElement.scrollWidth") <= 400
