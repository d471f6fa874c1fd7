"""Municipalities that are gone: their IRIs are answered by the server, and stand in the files of a published site."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.store.folder import Store
from keikaku.web.site.publishing import publish
from tests.publishing.conftest import settings
from tests.queries.towns import Document
from tests.serving.support import client_of
from tests.serving.support import settings as of_server
from tests.support import put

ABUTA, TOYAKO = "01572", "01584"
"""虻田町 became part of 洞爺湖町 on 2006-03-27."""


@pytest.fixture(scope="module")
def toyako(tmp_path_factory: pytest.TempPathFactory) -> Store:
    plan = Document("toya", "basic-plan", "総合計画", "BasicPlan", 2021, 2030, (TOYAKO, "洞爺湖町"))
    plan.element("Goal", "湖とともに")
    store = Store(tmp_path_factory.mktemp("toya") / "store")
    return put(store, {"toya": sorted(set(plan.lines))}, {"toya": TOYAKO})


def test_the_server_answers_the_iris_of_then(toyako: Store) -> None:
    with client_of(of_server(toyako.path)) as client:
        there = client.get(f"/id/{ABUTA}", headers={"Accept": "text/turtle"})
        assert there.status_code == 303
        assert there.headers["location"] == f"/doc/{ABUTA}.ttl"
        turtle = client.get(there.headers["location"])
        assert turtle.status_code == 200
        assert "虻田町" in turtle.text
        assert "2006-03-27" in turtle.text
        page = client.get(f"/doc/{ABUTA}.html")
        assert "この自治体は2006年3月27日に廃止されました。" in page.text
        assert f"{TOYAKO}.html" in page.text, "to its successor"


def test_a_published_site_holds_the_iris_of_then(toyako: Store, tmp_path: Path) -> None:
    publish(toyako, tmp_path / "site", settings())
    page = (tmp_path / "site" / "doc" / f"{ABUTA}.html").read_text(encoding="utf-8")
    assert "この自治体は2006年3月27日に廃止されました。" in page
    assert f"{TOYAKO}.html" in page
    assert "虻田町" in (tmp_path / "site" / "doc" / f"{ABUTA}.ttl").read_text(encoding="utf-8")
