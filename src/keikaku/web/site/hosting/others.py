"""Files that hosts of static files read: ``_redirects`` and ``_headers`` (Netlify, Cloudflare Pages), ``.nojekyll`` (GitHub Pages).

They know no content negotiation: an IRI leads to the Japanese page, which links to the English one and to the RDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from keikaku.graph.addresses import PARTS
from keikaku.web.site.hosting import common
from keikaku.web.site.publication import Publication


def redirects(settings: Publication, documents: Iterable[str], moved: Mapping[str, str]) -> bytes:
    """Return ``_redirects``: old addresses and exceptions first, then the rule; the first that fits decides."""
    path = settings.path
    lines = []
    for old, new in common.moves(moved):
        suffixes = ("",) if old.startswith("id/") else ("", ".html", ".en.html", ".ttl", ".jsonld", ".nt")
        for suffix in suffixes:
            source, target = (quote(f"{path}{one}{suffix}", safe="/") for one in (old, new))
            lines.append(f"{source} {target} 308")
    for name, stem in common.exceptions(documents):
        source, target = quote(f"{path}id/{name}", safe="/"), quote(f"{path}doc/{stem}.html", safe="/")
        lines.append(f"{source} {target} 303")
    for depth in ("/:a/:b", "/:a/:b/:c", "/:a/:b/:c/:d"):
        for part in sorted(PARTS):
            lines.append(f"{path}id{depth}/{part}/* {path}doc{depth}.html 303")
    return "\n".join([*lines, f"{path}id/* {path}doc/:splat.html 303", ""]).encode()


def headers(settings: Publication) -> bytes:
    """Return ``_headers``: types that hosts do not know by themselves, and what keeps browsers careful."""
    path = settings.path
    blocks = {f"{path}*": {**common.HEADERS, "X-Frame-Options": "DENY"}}
    for suffix in ("ttl", "jsonld", "nt", "rq"):
        blocks[f"{path}*.{suffix}"] = {"Content-Type": f"{common.TYPES[suffix]}; charset=utf-8"}
    blocks[f"{path}.well-known/void"] = {"Content-Type": "text/turtle; charset=utf-8"}
    lines = []
    for where, values in blocks.items():
        lines += [where, *(f"  {name}: {value}" for name, value in values.items())]
    return "\n".join([*lines, ""]).encode()
