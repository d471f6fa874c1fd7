"""Configuration for Apache 2.4: a ``.htaccess`` in the folder of the site (``AllowOverride All`` or FileInfo and Options)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from keikaku.web.pages.policy import COMPUTES
from keikaku.web.site.hosting import common
from keikaku.web.site.publication import Publication

_HTACCESS = """\
# keikaku: Apache 2.4 with mod_rewrite, mod_setenvif, mod_headers and mod_mime; with mod_deflate and mod_filter it sends texts packed.
Options -Indexes -MultiViews
DirectoryIndex index.html
ErrorDocument 404 {path}404.html
{types}
<Files "void">
    ForceType text/turtle
</Files>

# What a request likes: the last line that fits decides, so the best comes last.
SetEnvIf Request_URI "^" keikaku_format=html keikaku_html=.html
{formats}
{languages}
SetEnvIf keikaku_html "^(.*)$" keikaku_suffix=$1
SetEnvIf keikaku_format "^(ttl|jsonld|nt)$" keikaku_suffix=.$1

<IfModule mod_filter.c>
    <IfModule mod_deflate.c>
        AddOutputFilterByType DEFLATE {packed}
        # Apache gives what it packs a tag of its own, and does not know it again.
        RequestHeader edit If-None-Match '^"(.*)-gzip"$' '"$1", "$1-gzip"'
    </IfModule>
</IfModule>

RewriteEngine On
RewriteBase {path}

# What is called otherwise now.
{moves}
# Documents whose names are too long for a file system, or could be taken for another's.
{exceptions}
# A part is described on the page of its whole.
RewriteCond %{{ENV:keikaku_format}} =html
RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {path}id/({whole})/({part})"
RewriteRule "^id/" "{path}doc/%1%{{ENV:keikaku_suffix}}#%2" [R=303,NE,L]
RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {path}id/({whole})/{part}"
RewriteRule "^id/" "{path}doc/%1%{{ENV:keikaku_suffix}}" [R=303,NE,L]
RewriteCond %{{THE_REQUEST}} "^[A-Z]+ {path}id/([^?# ]+)"
RewriteRule "^id/" "{path}doc/%1%{{ENV:keikaku_suffix}}" [R=303,NE,L]

# A document without suffix, and the start page.
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteCond %{{REQUEST_FILENAME}}%{{ENV:keikaku_suffix}} -f
RewriteRule "^doc/(.+)$" "doc/$1%{{ENV:keikaku_suffix}}" [L]
RewriteRule "^$" "index%{{ENV:keikaku_html}}" [L]
RewriteRule "^hosting/" - [R=404,L]

{headers}
<If "%{{REQUEST_URI}} =~ m#^{path}(id|doc)/#">
    Header always merge Vary Accept
    Header always merge Vary Accept-Language
</If>
<If "%{{REQUEST_URI}} == '{path}'">
    Header always merge Vary Accept-Language
</If>
Header always set Content-Security-Policy "{policy}"
<If "%{{REQUEST_URI}} =~ m#^{path}({computes})$#">
    Header always set Content-Security-Policy "{wasm}"
</If>
"""


def htaccess(settings: Publication, documents: Iterable[str], moved: Mapping[str, str]) -> bytes:
    """Return the ``.htaccess`` of a site.

    Args:
        settings: The publisher's.
        documents: Local names of the site's documents.
        moved: Old local names of documents to the new ones.
    """
    path = settings.path
    charset = " ".join(f".{suffix}" for suffix in common.TEXT)
    types = [f"AddType {media_type} .{suffix}" for suffix, media_type in common.TYPES.items()]
    return _HTACCESS.format(
        path=path,
        whole=common.WHOLE,
        part=common.PART,
        types="\n".join([*types, f"AddCharset utf-8 {charset}"]),
        packed=" ".join(sorted(common.TYPES[suffix] for suffix in common.PACKED)),
        formats=_ladder("Accept", "keikaku_format", common.formats(), {}),
        languages=_ladder(
            "Accept-Language", "keikaku_html", common.languages(), {"ja": ".html", "en": ".en.html"}
        ),
        moves="".join(_moves(path, moved)),
        exceptions="".join(_exceptions(path, documents)),
        headers="\n".join(f'Header always set {name} "{value}"' for name, value in common.HEADERS.items()),
        policy=common.POLICY,
        computes=COMPUTES,
        wasm=common.WASM_POLICY,
    ).encode()


def _ladder(header: str, variable: str, choices: Iterable[common.Choice], values: dict[str, str]) -> str:
    lines = [
        f'SetEnvIfNoCase {header} "{pattern}" {variable}={values.get(chosen, chosen)}'
        for pattern, chosen in choices
    ]
    return "\n".join(reversed(lines))


def _moves(path: str, moved: Mapping[str, str]) -> Iterable[str]:
    for old, new in common.moves(moved):
        rest = f"/{common.PART}" if old.startswith("id/") else common.SUFFIXES
        target = quote(f"{path}{new}", safe="/").replace("%", r"\%")
        yield f'RewriteRule "^{common.literal(old)}({rest})?$" "{target}$1" [R=308,NE,L]\n'


def _exceptions(path: str, documents: Iterable[str]) -> Iterable[str]:
    for name, stem in common.exceptions(documents):
        pattern = f"^id/{common.literal(name)}(?:/{common.PART})?$"
        target = quote(f"{path}doc/{stem}", safe="/").replace("%", r"\%")
        yield f'RewriteRule "{pattern}" "{target}%{{ENV:keikaku_suffix}}" [R=303,NE,L]\n'
