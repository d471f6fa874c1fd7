"""The first view of every kind of page is small, without pictures; changes of a site are in tests/publishing."""

from __future__ import annotations

from tests.pages.conftest import Site
from tests.pages.weight import heavy


def test_the_first_view_of_every_kind_of_page_is_small(example_site: Site) -> None:
    kinds: dict[str, list[str]] = {}
    for path in example_site.pages.paths():
        kinds.setdefault(path.rpartition("/")[0], []).append(path)
    assert {"", "agreement", "theme", "sdg", "strategy", "compare", "differences"} <= set(kinds)
    assert {"ns/class", "ns/property", "ns/list", "shapes/rule", "queries", "doc/document"} <= set(kinds)
    # Of things there are hundreds alike: the first and the last of a kind stand for them.
    few = [path for paths in kinds.values() for path in (paths if len(paths) < 40 else (paths[0], paths[-1]))]
    assert heavy(example_site, [*few, "queries/index"]) == {}
