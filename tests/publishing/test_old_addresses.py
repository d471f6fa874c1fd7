"""Addresses of things that are called otherwise now: 308 by hosts and server, a page where a host knows no 308."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

import pytest

from keikaku.graph.nquads import DCT, KEI, TYPE
from keikaku.store.folder import Store
from keikaku.store.migration.run import replaced_entry
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.publishing.conftest import BASE, Site, settings, small_lines
from tests.publishing.hosts import Host, carried
from tests.serving.support import client_of
from tests.serving.support import settings as served
from tests.support import ORIGIN, put

OLD, NEW = "07205/keikaku/project/⻄橋(旧)-1", "07205/keikaku/project/橋-1a2b3c"
ABOUT = {"file", "sha256", "quads", "alone"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = put(Store(tmp_path_factory.mktemp("moved") / "store"), small_lines(), {"small": "07205"})
    graph = f"{ORIGIN}graph/replaced-07205"
    entry = asdict(replaced_entry(graph, "replaced-07205", "07205"))
    lines = [f"<{graph}> {TYPE} <{KEI}ReplacementGraph> <{graph}> ."]
    for part in ("", "/budget/2024"):
        lines.append(f"<{ORIGIN}{OLD}{part}> <{DCT}isReplacedBy> <{ORIGIN}{NEW}{part}> <{graph}> .")
    with made.writing() as writer:
        writer.put(
            "replaced-07205", sorted(lines), **{name: entry[name] for name in entry if name not in ABOUT}
        )
    return made


@pytest.fixture(scope="module")
def moved_site(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("moved-site") / "site"
    return Site(folder, store, settings(), publish(store, folder, settings()))


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def host(request: pytest.FixtureRequest, moved_site: Site) -> Iterator[Host]:
    with carried(request.param, moved_site.folder, "/plans/") as one:
        yield one


@pytest.mark.xdist_group("hosts")
@pytest.mark.parametrize("tail", ["", "/budget/2024"])
def test_a_host_answers_old_iris_with_308(host: Host, tail: str) -> None:
    answer = host.get(f"/plans/id/{quote(OLD)}{tail}")
    assert answer.status_code == 308
    target = answer.headers["Location"].removeprefix(host.address)
    assert target == f"/plans/id/{quote(NEW)}{tail}"
    assert host.get(target).status_code == 303


@pytest.mark.xdist_group("hosts")
@pytest.mark.parametrize("suffix", ["", ".html", ".en.html", ".ttl"])
def test_a_host_answers_old_documents_with_308(host: Host, suffix: str) -> None:
    answer = host.get(f"/plans/doc/{quote(OLD)}{suffix}")
    assert answer.status_code == 308
    target = answer.headers["Location"].removeprefix(host.address)
    assert target == f"/plans/doc/{quote(NEW)}{suffix}"
    assert host.get(target).status_code == 200


def test_hosts_of_static_files_are_told_and_have_a_page(moved_site: Site) -> None:
    lines = (moved_site.folder / "_redirects").read_text().splitlines()
    assert lines[0] == f"/plans/id/{quote(OLD)} /plans/id/{quote(NEW)} 308"
    for suffix in (".html", ".en.html"):
        page = (moved_site.folder / f"doc/{OLD}{suffix}").read_text()
        assert f'href="{BASE}doc/{quote(NEW)}{suffix}"' in page
        assert (moved_site.folder / f"doc/{NEW}{suffix}").is_file()
    assert OLD not in (moved_site.folder / "sitemap.xml").read_text()


@pytest.mark.parametrize("with_site", [False, True])
def test_the_server_answers_old_addresses_with_308(
    store: Store, moved_site: Site, *, with_site: bool
) -> None:
    publication: Publication = moved_site.settings
    site: Path | None = moved_site.folder if with_site else None
    with client_of(served(store.path, base=publication.base, site=site)) as client:
        for path, target in (
            (f"id/{quote(OLD)}", f"id/{quote(NEW)}"),
            (f"id/{quote(OLD)}/budget/2024", f"id/{quote(NEW)}/budget/2024"),
            (f"doc/{quote(OLD)}", f"doc/{quote(NEW)}"),
            (f"doc/{quote(OLD)}.en.html", f"doc/{quote(NEW)}.en.html"),
            (f"doc/{quote(OLD)}.ttl", f"doc/{quote(NEW)}.ttl"),
        ):
            answer = client.get(f"/plans/{path}")
            assert (path, answer.status_code) == (path, 308)
            assert quote(answer.headers["Location"], safe="/%") == f"/plans/{target}"
            assert client.get(answer.headers["Location"]).status_code in (200, 303)
        assert client.get("/plans/id/07205/keikaku/project/none").status_code == 404
