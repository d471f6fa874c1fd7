"""The first view of every kind of page is small, without pictures; changes of a site are in tests/publishing."""

from __future__ import annotations

from tests.pages.conftest import Site
from tests.pages.weight import heavy

LONG = ("ns", "shapes", "queries/", "doc/document/")
"""What is whole by its nature, and small when packed: the vocabulary, each line of a document."""
TOOLS = ("sparql", "lineage")
"""Whose programs are larger than pages."""


def test_the_first_view_of_every_kind_of_page_is_small(example_site: Site) -> None:
    kinds: dict[str, list[str]] = {}
    for path in example_site.pages.paths():
        if not path.startswith((*LONG, *TOOLS)):
            kinds.setdefault(path.rpartition("/")[0], []).append(path)
    assert {"", "agreement", "theme", "sdg", "strategy", "compare", "differences"} <= set(kinds)
    # Of things there are hundreds alike: the first and the last of a kind stand for them.
    few = [path for paths in kinds.values() for path in (paths if len(paths) < 40 else (paths[0], paths[-1]))]
    assert heavy(example_site, few) == {}
    long = [path for path in example_site.pages.paths() if path.startswith(LONG)]
    lists = [path for path in long if not path.startswith("queries/") or path == "queries/index"]
    assert heavy(example_site, lists, packed=True) == {}
