"""The sitemap and robots.txt: which pages there are, for search engines.

Sources: https://www.sitemaps.org/protocol.html (50,000 addresses and 50 MB a file, an index above that),
Google's extension for languages (``xhtml:link``), RFC 9309 (robots.txt).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from keikaku.web.pages.layout import LANGUAGES, NOT_FOUND, SUFFIXES, encoded
from keikaku.web.site.publication import Publication

MOST = 50_000
"""Addresses in a file."""
_PAGES = MOST // len(LANGUAGES)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def sitemaps(settings: Publication, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the sitemap and robots.txt: path, bytes; the addresses of one file are in memory at a time.

    Args:
        settings: The publisher's.
        paths: Of the pages, decoded, without suffix.
    """
    pages = (path for path in paths if path != NOT_FOUND)
    part, names = list(islice(pages, _PAGES)), list[str]()
    while following := list(islice(pages, _PAGES)):
        names.append(f"sitemap-{len(names) + 1}.xml")
        yield names[-1], _part(settings, part)
        part = following
    if names:
        names.append(f"sitemap-{len(names) + 1}.xml")
        yield names[-1], _part(settings, part)
        yield "sitemap.xml", _index(settings, names)
    else:
        yield "sitemap.xml", _part(settings, part)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {settings.base}sitemap.xml\n".encode()


def _part(settings: Publication, pages: Sequence[str]) -> bytes:
    day = f"<lastmod>{settings.day.isoformat()}</lastmod>" if settings.day else ""
    lines = [f"{_HEAD}<urlset {_SPACE} {_XHTML}>\n"]
    for path in pages:
        addresses = {one: settings.base + encoded(path) + SUFFIXES[one] for one in LANGUAGES}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{one}" href={quoteattr(address)}/>'
            for one, address in addresses.items()
        )
        lines.extend(f"<url><loc>{escape(one)}</loc>{day}{links}</url>\n" for one in addresses.values())
    return "".join([*lines, "</urlset>\n"]).encode()


def _index(settings: Publication, names: Sequence[str]) -> bytes:
    day = f"<lastmod>{settings.day.isoformat()}</lastmod>" if settings.day else ""
    parts = "".join(f"<sitemap><loc>{escape(settings.base + name)}</loc>{day}</sitemap>\n" for name in names)
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{parts}</sitemapindex>\n".encode()
