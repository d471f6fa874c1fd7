"""The formats of answers: what a client may ask for, and what the engine writes."""

from __future__ import annotations

import pyoxigraph as ox

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, N_TRIPLES = "text/turtle", "application/n-triples"
JSON_LD, RDF_XML = "application/ld+json", "application/rdf+xml"

ROWS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
}
"""Of SELECT and ASK; the server's favourite first."""
GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
    RDF_XML: ox.RdfFormat.RDF_XML,
}
"""Of CONSTRUCT and DESCRIBE; the server's favourite first."""
SHORT = {
    "json": JSON,
    "xml": XML,
    "csv": CSV,
    "tsv": TSV,
    "turtle": TURTLE,
    "ttl": TURTLE,
    "nt": N_TRIPLES,
    "jsonld": JSON_LD,
    "rdfxml": RDF_XML,
}
"""Names for links, where no header can be sent: ``format=csv``."""


def with_charset(media_type: str) -> str:
    """Return the content type: text is in UTF-8, and says so (RFC 6657, section 3)."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
