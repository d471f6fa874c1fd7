"""The files that configure hosts, and what says how they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from keikaku.web.site.hosting import apache, nginx, others
from keikaku.web.site.publication import Publication

_README = """\
# サイトの設置 / Putting the site on a host

この説明は `keikaku publish` が {base} のために書いたものです。詳しくは docs/publishing.ja.md を参照してください。
Written by `keikaku publish` for {base}; docs/publishing.md says more.

IRI の方式 / style of IRIs: **{style}** — {style_ja} / {style_en}

## nginx

1. サイトのフォルダを `root` の下の `{path}` に置きます。/ Put the site into `{path}` below `root`.
2. `nginx-http.conf` を `http` ブロックに(例: `/etc/nginx/conf.d/keikaku.conf`)、`nginx-server.conf` を {host} の
   `server` ブロックに `include` します。/ Include `nginx-http.conf` in the `http` block and `nginx-server.conf` in the
   `server` block of {host}.
3. `nginx -t` で確かめて再読込します。/ Check with `nginx -t`, then reload.

## Apache 2.4

サイトのフォルダにある `.htaccess` がそのまま働きます(`AllowOverride All`、または `FileInfo Options Indexes`。mod_rewrite、
mod_headers、mod_setenvif、mod_mime、mod_dir が必要)。/ The `.htaccess` in the site's folder does it all (`AllowOverride All`, or
`FileInfo Options Indexes`; modules rewrite, headers, setenvif, mime, dir).

## 静的ホスティング / Hosts of static files

- Netlify, Cloudflare Pages: `_redirects` と `_headers` を読みます(サイトが公開フォルダの直下にあるとき)。内容交渉はなく、IRI は日本語の
  ページに 303 で転送されます。/ They read `_redirects` and `_headers` where the site is what is deployed. No content
  negotiation: an IRI is led to the Japanese page by 303.
- GitHub Pages と同種のホスト: 転送の設定がないため、`keikaku publish --iris hash` で作った IRI を使ってください。`.nojekyll` があるので
  `.well-known` などもそのまま公開されます。/ GitHub Pages and its like cannot redirect: publish with `--iris hash`. With
  `.nojekyll`, `.well-known` is published too.

## ホストの直下に置くもの / What belongs at the top of the host

`.well-known/void`, `robots.txt` はホストの直下で探されます。サイトが {path} にあるときは、そこへ写すか転送してください。
Both are looked for at the top of the host; where the site lies at {path}, copy or redirect them.
"""
_STYLES = {
    "slash": ("ものの IRI は id/ 以下にあり、文書 doc/ へ 303 で転送されます", "things are named below id/ and lead to doc/ by 303"),
    "hash": ("ものの IRI は文書 doc/ の #it で、転送は要りません", "things are named by #it of their document in doc/; nothing is redirected"),
}  # fmt: skip


def host_files(
    settings: Publication, documents: list[str], moved: Mapping[str, str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that configure hosts: path, bytes.

    Args:
        settings: The publisher's.
        documents: Local names of the site's documents.
        moved: Old local names of documents to the new ones; old addresses are answered with 308.
    """
    moved = moved or {}
    ja, en = _STYLES[settings.style]
    readme = _README.format(
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
