"""Which queries and rules name a term of the ontology."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from keikaku.asking import questions
from keikaku.asking.query_files import Query
from keikaku.graph.triples import KEI
from keikaku.web.pages.vocabulary.rules import rule_files

_NAMED = re.compile(rf"(?:\bkei:|{re.escape(KEI)})([A-Za-z]\w*)")


@cache
def library() -> dict[str, Query]:
    """Return the queries of the library by name, read once."""
    return questions.queries()


def body(query: Query) -> str:
    """Return the SPARQL of a query without its header."""
    lines = query.text.splitlines()
    start = next((at for at, line in enumerate(lines) if not line.startswith("#")), 0)
    return "\n".join(lines[start:]).strip()


def named(query: Query) -> set[str]:
    """Return the local names of our terms in a query."""
    return set(_NAMED.findall(body(query)))


@cache
def queries_by_term() -> dict[str, tuple[str, ...]]:
    """Return the names of the queries that name a term, by the term's local name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, query in library().items():
        for term in named(query):
            found[term].append(name)
    return {term: tuple(names) for term, names in found.items()}


@cache
def rules_by_term() -> dict[str, tuple[str, ...]]:
    """Return the names of the rules that name a term or look at it, by the term's local name."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for file in rule_files():
        for rule in file.rules.values():
            looked_at = {target.iri.removeprefix(KEI) for target in rule.targets}
            for term in rule.uses | looked_at if rule.severity else ():
                found[term].append(rule.name)
    return {term: tuple(names) for term, names in found.items()}
