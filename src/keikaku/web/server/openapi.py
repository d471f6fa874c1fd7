"""The description of the server for programs: OpenAPI 3.1, made from the headers of the queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from keikaku.asking.query_files import Parameter, Query
from keikaku.graph.formats import FORMATS
from keikaku.ground.messages import both, pair
from keikaku.ground.version import __version__
from keikaku.web.pages.layout import Text
from keikaku.web.server import lineages
from keikaku.web.server.answer_forms import GRAPH_FORMATS, ROW_FORMATS, is_graph

_SCHEMAS: Mapping[str, dict[str, Any]] = {
    "iri": {"type": "string", "minLength": 1},
    "string": {"type": "string", "minLength": 1},
    "key": {"type": "string", "minLength": 1},
    "integer": {"type": "integer"},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def description(
    base: str, title: Text, queries: Iterable[Query], published: Mapping[str, str]
) -> dict[str, Any]:
    """Return the description.

    Args:
        base: IRI under which everything lies.
        title: Name of the site.
        queries: The queries of the library.
        published: The examples of parameters that hold an IRI of the store, as IRIs that are served.
    """
    paths: dict[str, Any] = {
        f"/api/queries/{query.name}": {"get": _question(query, published)} for query in queries
    }
    paths["/api/lineage"] = {"get": _lineage()}
    paths["/audit"] = {"get": _audit()}
    paths["/doc/{name}"] = {"get": _document()}
    paths["/healthz"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title.ja} / {title.en}",
            "version": __version__,
            "description": ("\n\n".join(pair("serving.api-description", first="ja"))),
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {"Problem": _problem_schema()}},
    }


def _question(query: Query, published: Mapping[str, str]) -> dict[str, Any]:
    formats = GRAPH_FORMATS if is_graph(query) else ROW_FORMATS
    return {
        "operationId": query.name,
        "summary": _both(query.titles),
        "description": _both(query.descriptions, "\n\n"),
        "tags": ["queries"],
        "parameters": [
            *(_parameter(one, published) for one in query.parameters),
            _format(formats),
        ],
        "responses": {
            "200": _answer(formats.values(), both("serving.answer", first="ja")),
            **_refusals("400", "406", "422", "429", "503"),
        },
    }


def _parameter(parameter: Parameter, published: Mapping[str, str]) -> dict[str, Any]:
    example = published.get(parameter.example, parameter.example)
    return {
        "name": parameter.name,
        "in": "query",
        "required": not parameter.optional,
        "description": _both(parameter.descriptions),
        "schema": _SCHEMAS[parameter.type],
        "example": int(example) if parameter.type == "integer" else example,
    }


def _format(formats: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "description": both("serving.format-goes-before-accept", first="ja"),
        "schema": {"type": "string", "enum": list(formats)},
    }


def _lineage() -> dict[str, Any]:
    return {
        "operationId": "lineage",
        "summary": both("serving.what-thing-serves-what", first="ja"),
        "tags": ["lineage"],
        "parameters": [
            {
                "name": "iri",
                "in": "query",
                "required": True,
                "description": both("serving.iri-thing", first="ja"),
                "schema": {"type": "string", "minLength": 1},
                "example": lineages.EXAMPLE,
            },
            {
                "name": "direction",
                "in": "query",
                "description": both("serving.only-upwards-or-downwards", first="ja"),
                "schema": {"type": "string", "enum": list(lineages.DIRECTIONS), "default": "both"},
            },
            _format(lineages.TYPES),
        ],
        "responses": {
            "200": _answer(lineages.TYPES.values(), both("serving.lineage", first="ja")),
            **_refusals("400", "404", "406", "503"),
        },
    }


def _audit() -> dict[str, Any]:
    names = {
        "municipality": both("serving.code-or-name-municipality", first="ja"),
        "plan": both("serving.iri-or-title-plan", first="ja"),
        "as-of": both("serving.only-plans-whose-period", first="ja"),
    }
    return {
        "operationId": "audit",
        "summary": both("serving.audit-sdgs", first="ja"),
        "tags": ["audit"],
        "parameters": [
            {"name": name, "in": "query", "description": about, "schema": {"type": "string"}}
            for name, about in names.items()
        ],
        "responses": {
            "200": _answer(["text/html"], both("serving.working-paper", first="ja")),
            **_refusals("400", "404", "503"),
        },
    }


def _document() -> dict[str, Any]:
    return {
        "operationId": "document",
        "summary": both("serving.description-thing", first="ja"),
        "tags": ["resources"],
        "parameters": [
            {
                "name": "name",
                "in": "path",
                "required": True,
                "description": both("serving.what-follows-id-its", first="ja"),
                "schema": {"type": "string"},
            }
        ],
        "responses": {
            "200": _answer(
                ["text/html", *(one.media_type for one in FORMATS.values())],
                both("serving.description", first="ja"),
            ),
            **_refusals("400", "404", "406", "410"),
        },
    }


def _health() -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {
            "status": {"const": "ok"},
            "documents": {"type": "integer"},
            "version": {"type": "string"},
        },
        "required": ["status", "documents", "version"],
    }
    return {
        "operationId": "health",
        "summary": both("serving.whether-server-answers", first="ja"),
        "tags": ["server"],
        "responses": {
            "200": {"description": "ok", "content": {"application/json": {"schema": schema}}},
            **_refusals("400"),
        },
    }


def _answer(types: Iterable[str], about: str) -> dict[str, Any]:
    return {"description": about, "content": {one.partition(";")[0]: {} for one in types}}


_REFUSALS = {
    "400": both("serving.parameter-not-right", first="ja"),
    "404": both("serving.nothing-name", first="ja"),
    "406": both("serving.not-form", first="ja"),
    "410": both("serving.withdrawn-2", first="ja"),
    "422": both("serving.answer-above-limit", first="ja"),
    "429": both("serving.too-many-queries", first="ja"),
    "503": both("serving.busy-or-time-limit", first="ja"),
}


def _refusals(*statuses: str) -> dict[str, Any]:
    content = {
        "application/problem+json": {"schema": _PROBLEM},
        "application/json": {"schema": _PROBLEM},
        "text/plain": {},
        "text/html": {},
    }
    return {status: {"description": _REFUSALS[status], "content": content} for status in statuses}


def _problem_schema() -> dict[str, Any]:
    """Return the schema of problem details (RFC 9457)."""
    link = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("href", "title", "type")},
        "required": ["href", "title"],
    }
    return {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "links": {"type": "array", "items": link},
        },
        "required": ["title", "status", "detail"],
    }


def _both(texts: Mapping[str, str], between: str = " / ") -> str:
    return between.join(texts[language] for language in ("ja", "en") if texts.get(language))
