"""Configuration for nginx: what goes into ``http``, and what goes into the ``server`` of the host."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from keikaku.web.pages.policy import COMPUTES
from keikaku.web.site.hosting import common
from keikaku.web.site.publication import Publication

_HTTP = """\
# keikaku: put this into the http block of nginx, for example as /etc/nginx/conf.d/keikaku.conf.

map $http_accept $keikaku_format {{
    default html;
{formats}
}}

map $http_accept_language $keikaku_html {{
    default .html;
{languages}
}}

map $keikaku_format $keikaku_suffix {{
    default $keikaku_html;
    ttl .ttl;
    jsonld .jsonld;
    nt .nt;
}}

# Parts are described on the page of their whole.
map $request_uri $keikaku_part {{
    default "";
    "~^{path}id/{whole}/(?<keikaku_anchor>{part})" "#$keikaku_anchor";
}}

map $keikaku_format $keikaku_place {{
    default $keikaku_part;
    ttl "";
    jsonld "";
    nt "";
}}

map $request_uri $keikaku_rule {{
    default "";
    "~^{path}id/(?<keikaku_whole>{whole})/{part}" "{path}doc/$keikaku_whole";
    "~^{path}id/(?<keikaku_local>[^?# ]+)" "{path}doc/$keikaku_local";
}}

# Documents whose names are too long for a file system, or could be taken for another's.
map $uri $keikaku_exception {{
    default "";
{exceptions}
}}

# What is called otherwise now.
map $uri $keikaku_moved {{
    default "";
{moves}
}}

map $keikaku_exception $keikaku_document {{
    default $keikaku_exception;
    "" $keikaku_rule;
}}

map $uri $keikaku_vary {{
    default "";
    "~^{path}(?:id|doc)/" "Accept, Accept-Language";
    "{path}" "Accept-Language";
}}

map $uri $keikaku_policy {{
    default "{policy}";
    "~^{path}(?:{computes})$" "{wasm}";
}}
"""
_SERVER = """\
# keikaku: put this into the server block of {host}. The site lies in the folder {path} below the root.
# root /var/www/{host};

server_tokens off;
absolute_redirect off;

location ^~ {path} {{
    types {{
{types}
    }}
    default_type application/octet-stream;
    charset utf-8;
    charset_types {text};
    gzip on;
    gzip_types {packed};
    gzip_proxied any;
    gzip_vary on;
    error_page 404 {path}404.html;

{headers}
    add_header Content-Security-Policy $keikaku_policy always;
    add_header Vary $keikaku_vary always;

    location ^~ {path}id/ {{
        if ($keikaku_moved) {{
            return 308 $keikaku_moved;
        }}
        if ($keikaku_document) {{
            return 303 $keikaku_document$keikaku_suffix$keikaku_place;
        }}
        return 404;
    }}

    location ^~ {path}doc/ {{
        if ($keikaku_moved) {{
            return 308 $keikaku_moved;
        }}
        try_files $uri $uri$keikaku_suffix =404;
    }}

    location = {path} {{
        try_files {path}index$keikaku_html =404;
    }}

    location = {path}.well-known/void {{
        default_type text/turtle;
    }}

    location ^~ {path}hosting/ {{
        return 404;
    }}

    try_files $uri $uri$keikaku_html =404;
}}
"""


def http_block(settings: Publication, documents: Iterable[str], moved: Mapping[str, str]) -> bytes:
    """Return what goes into the ``http`` block.

    Args:
        settings: The publisher's.
        documents: Local names of the site's documents.
        moved: Old local names of documents to the new ones.
    """
    path = settings.path
    return _HTTP.format(
        path=path,
        whole=common.WHOLE,
        part=common.PART,
        formats=_map(common.formats(), {"html": "html", "ttl": "ttl", "jsonld": "jsonld", "nt": "nt"}),
        languages=_map(common.languages(), {"ja": ".html", "en": ".en.html"}),
        exceptions=_exceptions(path, documents),
        moves=_moves(path, moved),
        policy=common.POLICY,
        computes=COMPUTES,
        wasm=common.WASM_POLICY,
    ).encode()


def server_block(settings: Publication) -> bytes:
    """Return what goes into the ``server`` block."""
    types = [f"        {media_type} {suffix};" for suffix, media_type in common.TYPES.items()]
    texts = {common.TYPES[suffix] for suffix in common.TEXT if suffix != "html"}
    headers = [f'    add_header {name} "{value}" always;' for name, value in common.HEADERS.items()]
    return _SERVER.format(
        host=settings.host,
        path=settings.path,
        types="\n".join(types),
        text=" ".join(sorted(texts)),
        packed=" ".join(sorted(common.TYPES[suffix] for suffix in common.PACKED if suffix != "html")),
        headers="\n".join(headers),
    ).encode()


def _map(choices: Iterable[common.Choice], values: dict[str, str]) -> str:
    return "\n".join(f'    "~*{pattern}" {values[chosen]};' for pattern, chosen in choices)


def _moves(path: str, moved: Mapping[str, str]) -> str:
    lines = []
    for old, new in common.moves(moved):
        rest = f"/{common.PART}" if old.startswith("id/") else common.SUFFIXES
        target = quote(f"{path}{new}", safe="/")
        lines.append(
            f'    "~^{common.literal(path + old)}(?<keikaku_rest>{rest})?$" "{target}$keikaku_rest";'
        )
    return "\n".join(lines)


def _exceptions(path: str, documents: Iterable[str]) -> str:
    lines = []
    for name, stem in common.exceptions(documents):
        target = quote(f"{path}doc/{stem}", safe="/")
        lines.append(f'    "~^{common.literal(path + "id/" + name)}(?:/{common.PART})?$" "{target}";')
    return "\n".join(lines)
