"""What a browser loads before it shows a page: the page itself, its styles and its scripts; pictures are left out."""

from __future__ import annotations

import gzip
from posixpath import basename

from keikaku.ground.messages import Language
from keikaku.web.pages.layout import LANGUAGES, assets
from tests.pages.conftest import Site

MOST = 100_000
"""Bytes of a first view: a second on a slow mobile line (1 Mbit/s)."""
_OURS = {basename(path): data for path, data in assets()}


def weight(site: Site, path: str, language: Language, *, packed: bool = False) -> int:
    """Return how many bytes the first view of a page takes; packed, as most hosts send what browsers take packed."""
    names = [
        attributes.get("src") or attributes.get("href", "")
        for tag, attributes in site.page(path, language).tags
        if tag == "script" or (tag == "link" and attributes.get("rel") == "stylesheet")
    ]
    files = [
        site.pages.html(path, language),
        *(_OURS[basename(one)] for one in names if basename(one) in _OURS),
    ]
    return sum(len(gzip.compress(one)) if packed else len(one) for one in files)


def heavy(site: Site, paths: list[str], *, packed: bool = False) -> dict[tuple[str, Language], int]:
    """Return the pages that take more than a first view may take, with their bytes."""
    pages = [(path, language) for path in paths for language in LANGUAGES]
    found = {page: weight(site, *page, packed=packed) for page in pages}
    assert found
    return {page: size for page, size in found.items() if size > MOST}
