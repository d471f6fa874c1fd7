"""The page of the data: it leads to what a site publishes, under the names that publishing gives it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.web.pages.layout import LANGUAGES
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.pages.conftest import BASE, Site, site_of


@pytest.fixture(scope="module")
def published(examples: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(examples, folder, Publication(base=BASE))
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_linked_to_is_published(
    examples: Store, published: Path, language: Language
) -> None:
    page = site_of(examples).page("data", language)
    links = {unquote(link.href).partition("#")[0] for link in page.links if "://" not in link.href}
    files = {link for link in links if link}
    assert {"dumps/latest/keikaku.nq.gz", "dumps/latest/SHA256SUMS", "void.ttl", "catalog.ttl"} <= files
    assert [link for link in files if not (published / link).is_file()] == []


def test_documents_are_listed_with_their_hashes(plan_site: Site) -> None:
    page = plan_site.page("data")
    entries = plan_site.dataset.store.documents
    titles = {attributes["title"] for tag, attributes in page.tags if tag == "code" and "title" in attributes}
    assert titles == {entry.source_sha256 for entry in entries.values()}
    texts = {text for text, _language in page.texts}
    assert {f"{entry.quads:,}" for entry in entries.values()} <= texts


def test_names_of_things_are_explained_for_both_styles(examples: Store) -> None:
    slash, hashed = (
        site_of(examples, style).pages.html("data", "en").decode() for style in ("slash", "hash")
    )
    assert "303" in slash
    assert "303" not in hashed
    assert f"<code>{BASE}id/99999/" in slash
    assert re.search(rf"<code>{BASE}doc/99999/[\w-]+#it</code>", hashed)
