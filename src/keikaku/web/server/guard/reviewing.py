"""What a query would reach for, looked at before anything runs it.

A query may name graphs with FROM as long as the store holds them, and SERVICE only where the operator allows
the address. Whatever a lax parser could take for one of these words, and a reader would not, is refused:
``keikaku.graph.sparql`` knows such texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urljoin

from keikaku.graph.sparql import Token, examine, tokens
from keikaku.ground.errors import EndpointError

_SUSPECT = re.compile(r"\\|(?<![:\w])\w*(?:service|from)", re.IGNORECASE)
"""What every outward word matches; a local name after its colon (``prov:wasDerivedFrom``) does not."""
_HINT = re.compile(r"[\\sSſfF](?:(?<=\\)|[eE][rR][vV][iIİı][cC][eE]|[rR][oO][mM])")
"""What every suspect holds: found in an eighth of the time, as no letter is folded."""


def review(text: str, graphs: Collection[str], services: Collection[str] = (), base: str = "") -> bool:
    """Check what a query reaches for.

    Args:
        text: The query.
        graphs: IRIs of the graphs that the store holds.
        services: IRIs that SERVICE may name.
        base: What relative IRIs are relative to.

    Returns:
        Whether the query names a dataset of its own.

    Raises:
        EndpointError: FROM of a graph that the store does not hold.
        EndpointError: SERVICE of an address that is not allowed.
        EndpointError: Something could hide one of these words.
    """
    if not (_HINT.search(text) and _SUSPECT.search(text)):
        return False
    reaches = examine(text).reaches
    for word in reaches:
        if word.upper() not in ("FROM", "SERVICE"):
            raise EndpointError("endpoint.hidden-word", word=word[:60])
    if reaches:
        _check_services(text, services)
    named = list(_datasets(text, base)) if reaches else []
    for graph in named:
        if graph not in graphs:
            raise EndpointError("endpoint.unknown-graph", graph=graph)
    return bool(named)


def _check_services(text: str, services: Collection[str]) -> None:
    for following in _after(text, "SERVICE"):
        words = [token for token in following if token.text.upper() != "SILENT"]
        address = words[0].text if words else ""
        if not (address.startswith("<") and address[1:-1] in services):
            raise EndpointError("endpoint.service-refused", service=address[:200])


def _datasets(text: str, base: str) -> Iterator[str]:
    """Yield the graphs that FROM and FROM NAMED name, as absolute IRIs."""
    prefixes, base = _prologue(text, base)
    for following in _after(text, "FROM"):
        words = [token for token in following if token.text.upper() != "NAMED"]
        graph = words[0] if words else Token("other", "", 0)
        if graph.kind == "iri":
            yield urljoin(base, graph.text[1:-1])
        else:
            prefix, colon, local = graph.text.partition(":")
            if not colon or prefix not in prefixes:
                raise EndpointError("endpoint.hidden-word", word=f"FROM {graph.text[:60]}")
            yield urljoin(base, prefixes[prefix] + local)


def _after(text: str, word: str) -> Iterator[Sequence[Token]]:
    """Yield the two tokens after each place where a keyword stands."""
    found = list(tokens(text))
    for place, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == word:
            yield found[place + 1 : place + 3]


def _prologue(text: str, base: str) -> tuple[dict[str, str], str]:
    """Return the prefixes and the base that a query declares."""
    prefixes = {}
    found = list(tokens(text))
    for place, token in enumerate(found):
        word = token.text.upper() if token.kind == "word" else ""
        following = [one.text for one in found[place + 1 : place + 3]]
        if word == "BASE" and following:
            base = urljoin(base, following[0][1:-1])
        elif word == "PREFIX" and len(following) == 2:
            prefixes[following[0].removesuffix(":")] = urljoin(base, following[1][1:-1])
        elif word not in ("", "BASE", "PREFIX"):
            break
    return prefixes, base
