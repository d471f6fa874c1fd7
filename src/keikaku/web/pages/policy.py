"""Which content security policy each file of a site needs (W3C Content Security Policy Level 3), in one place.

Nothing comes from elsewhere, no script or style stands in a page. Oxigraph as WebAssembly needs
``'wasm-unsafe-eval'``: on the SPARQL page, and on the worker's own script, since a worker has the policy of its
file and not that of its page. Styles that scripts set through the CSSOM (``element.style``) need no permission.
"""

from __future__ import annotations

import re

__all__ = ["COMPUTES", "meta_policy", "policy"]

_COMMON = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
COMPUTES = r"sparql(?:(?:\.en)?\.html)?|assets/sparql-worker\.js"
"""What runs WebAssembly, below the base, as a regular expression that hosts understand too."""
_COMPUTES = re.compile(rf"(?:.*/)?(?:{COMPUTES})", re.DOTALL)


_IN_HEADERS_ALONE = ("frame-ancestors",)
"""What a page cannot say of itself (W3C Content Security Policy Level 3, §3.3)."""


def meta_policy(name: str) -> str:
    """Return the policy as a page carries it itself, for hosts that send no headers."""
    parts = policy(name).split("; ")
    return "; ".join(part for part in parts if not part.startswith(_IN_HEADERS_ALONE))


def policy(name: str) -> str:
    """Return the policy of a file of a site.

    Args:
        name: Decoded path, with suffix.

    >>> "wasm" in policy("sparql.html"), "wasm" in policy("index.html")
    (True, False)
    """
    scripts = "'self' 'wasm-unsafe-eval'" if _COMPUTES.fullmatch(name) else "'self'"
    return "; ".join(f"{key} {value}" for key, value in {**_COMMON, "script-src": scripts}.items())
