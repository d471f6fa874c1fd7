"""Walks a published site as a browser would: which links it has, where they lead, what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "use": "href", "form": "action"}


@dataclass
class Page:
    """What a page links to, and the places on it."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.page.ids.append(str(given["id"]))
        link = given.get(_LINKS.get(tag, ""))
        if link is not None and given.get("rel") != "cite-as":  # the IRI of a thing, which hosts lead on
            self.page.links.append(link)


@cache
def read(file: Path) -> Page:
    """Return what a page links to and which places it has."""
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    reader.close()
    return reader.page


def pages(site: Path) -> list[Path]:
    """Return the HTML files of a site."""
    return sorted(site.rglob("*.html"))


def broken(site: Path, base: str) -> Iterator[str]:
    """Yield the links that lead to no file, or to no place on a page."""
    for page in pages(site):
        here = base + page.relative_to(site).as_posix()
        for link in read(page).links:
            target = urljoin(here, link)
            if not target.startswith(base):
                continue
            parts = urlsplit(target)
            path = unquote(target[len(base) :].partition("#")[0].partition("?")[0]) or "index.html"
            file = site / path
            if not file.is_file():
                yield f"{here}: {link}: no file {path}"
            elif parts.fragment and unquote(parts.fragment) not in read(file).ids:
                yield f"{here}: {link}: no place {unquote(parts.fragment)}"


def doubled(site: Path) -> Iterator[str]:
    """Yield the places of which a page has two."""
    for page in pages(site):
        ids = read(page).ids
        yield from (
            f"{page.relative_to(site)}: {one}" for one in sorted({x for x in ids if ids.count(x) > 1})
        )
