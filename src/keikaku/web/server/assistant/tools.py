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
_NAMED = "; an IRI, or the name of one thing / IRI または一つに決まる名称"
_SKIP = {
    "type": "integer",
    "minimum": 0,
    "maximum": 1_000_000,
    "default": 0,
    "description": "Rows to leave out / 読み飛ばす行数",
}
_NAME = _TEXT | {
    "description": "A name, part of one, a printed number, a municipality / 名称・その一部・番号・自治体名"
}
_MUNICIPALITY = _TEXT | {"description": "Code or name of a municipality / 自治体のコードか名称"}
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
    words = f"Keywords / キーワード: {', '.join(query.keywords)}"
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


def _find() -> Tool:
    return Tool(
        "find",
        "Which things are called so? / その名前のものは何か",
        "Finds projects, measures, goals, indicators, plans, departments, SDGs and codes by name, with their IRIs. "
        "Keywords / キーワード: find, search, look up, name, 探す, 検索, 名称, 番号",
        _input({"name": _NAME}, ["name"]),
        _output(
            {"things": _list(iri=_STRING, label=_STRING, kind=_STRING, number=_STRING, municipality=_STRING)}
        ),
    )


def _trace() -> Tool:
    return Tool(
        "trace",
        "What does a thing serve, and what serves it? / 系譜: 何に貢献し、何がそれを支えるか",
        "The lineage of a thing, from projects up to the vision, the SDGs and the strategy, and down again. "
        "Keywords / キーワード: trace, lineage, up, down, serve, 系譜, たどる, 上位, 下位",
        _input(
            {
                "thing": _TEXT | {"description": "The thing / 対象" + _NAMED},
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
        "What changed between two editions of a plan? / 二つの版で何が変わったか",
        "Compares two plans of the store: kept, renamed, moved, split, merged, new and dropped elements, raised and "
        "lowered targets, money. Proposed by names and places; nobody confirmed it. "
        "Keywords / キーワード: diff, compare, editions, change, before, after, 比較, 改定, 前期, 後期, 違い",
        _input(
            {
                "old": _TEXT | {"description": "The earlier plan: title, IRI or a date / 前の計画"},
                "new": _TEXT | {"description": "The later plan: title, IRI or a date / 後の計画"},
            },
            ["old", "new"],
        ),
        _output({"counts": {"type": "object"}, "elements": {"type": "array"}, "notes": {"type": "array"}}),
    )


def _audit_summary() -> Tool:
    return Tool(
        "audit-summary",
        "What does the audit say? / 監査の要約: 何が欠け、何に注意すべきか",
        "The audit of everything, of one municipality or of one plan: plans, measures by how they stand to the SDGs, "
        "money, findings with their places. "
        "Keywords / キーワード: audit, findings, gaps, summary, SDGs, 監査, 指摘, 要約, 欠落",
        _input(
            {
                "municipality": _MUNICIPALITY,
                "plan": _TEXT | {"description": "IRI or title of a plan / 計画の IRI か題名"},
                "as_of": {
                    "type": "string",
                    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                    "description": "Only plans that hold on this day / この日に有効な計画だけ",
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
        "Answer a SPARQL query / SPARQL で問い合わせる",
        "A SPARQL 1.1 query (SELECT, ASK, CONSTRUCT or DESCRIBE) over all graphs as one, bounded in time, memory and "
        "rows; updates and other servers are refused. For what no other tool answers. "
        "Keywords / キーワード: SPARQL, query, graph, free question, 自由な問い合わせ",
        _input(
            {
                "query": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": LONGEST_QUERY,
                    "description": "The query / クエリー",
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
