"""The files that configure hosts, and what says how they are used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from keikaku.ground.messages import pair
from keikaku.web.site.hosting import apache, nginx, others
from keikaku.web.site.publication import Publication

_README = Path(__file__).with_name("README.template.md")
_STYLES = {
    "slash": pair("site.things-named-below-id", first="ja"),
    "hash": pair("site.things-named-their-document", first="ja"),
}  # fmt: skip


def host_files(
    settings: Publication, documents: Collection[str], moved: Mapping[str, str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that configure hosts: path, bytes.

    Args:
        settings: The publisher's.
        documents: Local names of the site's documents.
        moved: Old local names of documents to the new ones; old addresses are answered with 308.
    """
    moved = moved or {}
    ja, en = _STYLES[settings.style]
    readme = _README.read_text(encoding="utf-8").format(
        base=settings.base,
        host=settings.host,
        path=settings.path,
        style=settings.style,
        style_ja=ja,
        style_en=en,
    )
    yield "hosting/README.md", readme.encode()
    yield "hosting/nginx-http.conf", nginx.http_block(settings, documents, moved)
    yield "hosting/nginx-server.conf", nginx.server_block(settings)
    yield ".htaccess", apache.htaccess(settings, documents, moved)
    yield "_redirects", others.redirects(settings, documents, moved)
    yield "_headers", others.headers(settings)
    yield ".nojekyll", b""
