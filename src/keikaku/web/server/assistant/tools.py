"""The tools as they are described to an assistant: names, what they answer, and the schemas of what goes in and out.

Every question of the library is a tool of its name; what it says of itself is its header. No tool takes an address,
a path or an update.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from keikaku.asking.query_files import Parameter, Query
from keikaku.ground.messages import both, pair, sentence

LONGEST_TEXT = 1_000
"""Characters of a parameter: the longest label of the real plans has 212, the longest IRI 305."""
LONGEST_QUERY = 20_000
"""Characters of a query; the longest of the library has 4,000."""
MOST_ROWS = 200
"""Rows of one answer: more of them is more than an assistant can keep in view, and can be had with ``skip``."""

CONFIDENCE = ("things", "certain", "repaired", "doubtful", "proposed")
"""What is counted of the readings behind an answer."""

_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
_TYPES: Mapping[str, dict[str, Any]] = {
    "iri": _TEXT,
    "string": _TEXT,
    "key": _TEXT,
    "integer": {"type": "integer", "minimum": -(10**15), "maximum": 10**15},
    "year": {"type": "string", "pattern": "^[0-9]{4}$"},
}
_NAMED = f"; {both('assisting.or-named')}"
_SKIP = {
    "type": "integer",
    "minimum": 0,
    "maximum": 1_000_000,
    "default": 0,
    "description": both("assisting.rows-leave-out"),
}
_NAME = _TEXT | {"description": both("assisting.name-part-one-printed")}
_MUNICIPALITY = _TEXT | {"description": both("assisting.code-or-name-municipality")}
_STRING = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool.

    Attributes:
        name: Its name.
        title: What it answers, in both languages.
        description: What the answer holds, and words by which it is found.
        input: JSON Schema of its parameters.
        output: JSON Schema of its answer.
    """

    name: str
    title: str
    description: str
    input: dict[str, Any]
    output: dict[str, Any]


def tools(queries: Iterable[Query]) -> dict[str, Tool]:
    """Return the tools by their names: those of the library's questions, and the others."""
    found = [*(_of_question(query) for query in queries), *_others()]
    return {tool.name: tool for tool in found}


def _of_question(query: Query) -> Tool:
    words = _found_by(query.keywords)
    columns = query.columns or {"en": {name: name for name in ("subject", "predicate", "object")}}
    answer = {
        "rows": {
            "type": "array",
            "maxItems": MOST_ROWS,
            "items": {"type": "object", "properties": {name: _column(query, name) for name in columns["en"]}},
        },
        "columns": {"type": "array", "items": {"type": "string"}},
        "row_count": _COUNT,
    }
    given = {one.name: _parameter(one) for one in query.parameters}
    needed = [one.name for one in query.parameters if not one.optional]
    return Tool(
        query.name,
        _both(query.titles),
        f"{_both(query.descriptions)} {words}",
        _input(given | {"skip": _SKIP}, needed),
        _output(answer),
    )


def _column(query: Query, name: str) -> dict[str, str]:
    """Return the schema of a column: any value; what its name does not say by itself is said in both languages."""
    titles = {language: titles[name] for language, titles in query.columns.items()}
    return {"description": _both(titles)} if titles and titles["en"].lower() != _spaced(name) else {}


def _spaced(name: str) -> str:
    """Return a name in words: "otherPlan" as "other plan", "planLabel" as "name of the plan"."""
    words = re.sub(r"([A-Z])", lambda letter: f" {letter[0].lower()}", name)
    return f"name of the {words.removesuffix(' label')}" if words.endswith(" label") else words


def _parameter(parameter: Parameter) -> dict[str, Any]:
    said = _both(parameter.descriptions) + (_NAMED if parameter.type == "iri" else "")
    return _TYPES[parameter.type] | {"description": said}


def _both(words: Mapping[str, str]) -> str:
    return " / ".join(words[language] for language in ("en", "ja") if language in words)


def _input(properties: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _output(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an answer with what stands beside every one."""
    return {
        "type": "object",
        "properties": {
            "notice": _STRING,
            "answer": {"type": "object", "properties": answer, "required": [*answer]},
            "confidence": {"type": "object", "additionalProperties": _COUNT},
            "known_gaps": {"type": "array", "items": {"type": "object", "required": ["en", "ja"]}},
            "evidence": {"type": "array", "items": {"type": "object", "required": ["of", "place", "words"]}},
        },
        "required": ["notice", "answer", "confidence", "known_gaps", "evidence"],
    }


def _list(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": [*properties]}}


def _others() -> list[Tool]:
    return [_find(), _trace(), _diff(), _audit_summary(), _sparql()]


def _told(name: str) -> str:
    """Return what a tool's answer holds, in English, which models read best, and words of both languages that find it."""
    return f"{sentence(f'assisting.about-{name}', 'en')} {_found_by(pair(f'assisting.words-{name}'))}"


def _found_by(words: Iterable[str]) -> str:
    return f"{both('assisting.keywords')}: {', '.join(words)}"


def _find() -> Tool:
    return Tool(
        "find",
        both("assisting.things-called-so"),
        _told("find"),
        _input({"name": _NAME}, ["name"]),
        _output(
            {"things": _list(iri=_STRING, label=_STRING, kind=_STRING, number=_STRING, municipality=_STRING)}
        ),
    )


def _trace() -> Tool:
    return Tool(
        "trace",
        both("assisting.what-does-thing-serve"),
        _told("trace"),
        _input(
            {
                "thing": _TEXT | {"description": both("assisting.thing") + _NAMED},
                "direction": {"enum": ["both", "up", "down"], "default": "both"},
            },
            ["thing"],
        ),
        _output(
            {
                "thing": _STRING,
                "nodes": _list(iri=_STRING, label=_STRING, kind=_STRING, figures=_STRING, defect=_STRING),
                "edges": _list(lower=_STRING, upper=_STRING, property=_STRING),
            }
        ),
    )


def _diff() -> Tool:
    return Tool(
        "diff",
        both("assisting.what-changed-between-two"),
        _told("diff"),
        _input(
            {
                "old": _TEXT | {"description": both("assisting.earlier-plan-title-iri")},
                "new": _TEXT | {"description": both("assisting.later-plan-title-iri")},
            },
            ["old", "new"],
        ),
        _output({"counts": {"type": "object"}, "elements": {"type": "array"}, "notes": {"type": "array"}}),
    )


def _audit_summary() -> Tool:
    return Tool(
        "audit-summary",
        both("assisting.what-does-audit-say"),
        _told("audit"),
        _input(
            {
                "municipality": _MUNICIPALITY,
                "plan": _TEXT | {"description": both("assisting.iri-or-title-plan")},
                "as_of": {
                    "type": "string",
                    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                    "description": both("assisting.only-plans-hold-on"),
                },
            },
            [],
        ),
        _output(
            {
                "plans": {"type": "array"},
                "measures": {"type": "object"},
                "goals": {"type": "object"},
                "yen": {"type": "integer"},
                "linked_yen": {"type": "integer"},
                "finding_counts": {"type": "object"},
                "findings": {"type": "array"},
            }
        ),
    )


def _sparql() -> Tool:
    return Tool(
        "sparql",
        both("assisting.answer-sparql-query"),
        _told("sparql"),
        _input(
            {
                "query": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": LONGEST_QUERY,
                    "description": both("assisting.query"),
                },
                "skip": _SKIP,
            },
            ["query"],
        ),
        _output(
            {
                "rows": {"type": "array", "items": {"type": "object"}},
                "columns": {"type": "array", "items": {"type": "string"}},
                "row_count": _COUNT,
            }
        ),
    )
