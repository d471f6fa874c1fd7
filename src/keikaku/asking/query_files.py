"""Query files: what a header says, and a query with its parameters.

A query is plain SPARQL 1.1 under a comment header. Its parameters are variables, bound as terms before it runs
(see :mod:`keikaku.graph.sparql`).
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import pyoxigraph as ox

from keikaku.graph import sparql
from keikaku.ground.errors import (
    MissingParameterError,
    ParameterValueError,
    QuestionError,
)
from keikaku.ground.messages import Words, say
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import PREFIXES

ParameterType = Literal["iri", "string", "key", "integer", "year", "any"]
Term = sparql.Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_HEADER = re.compile(r"#\s*(?P<key>[a-z]+)(?:@(?P<language>[a-z]+))?:\s*(?P<value>.*\S)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*) (?P<type>iri|string|key|integer|year) (?P<optional>optional )?"
    r"(?P<example>.+?) — (?P<en>.+?) / (?P<ja>.+)"
)
_COMBINE = re.compile(r"(?P<how>sum|min|max) (?P<columns>\w+(?:, \w+)*)")
_COLUMN = re.compile(r"(\w+) = ([^;=]+)(?:; |$)")
_PREFIXED = re.compile(r"(?P<prefix>[a-z]+):(?P<local>[\w.%\-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of a query.

    Attributes:
        name: The variable's name.
        type: ``iri``; ``string``; ``key`` (a text that is folded as ``kei:searchKey`` is); ``integer``;
            ``year``; ``any`` in a file without a header.
        optional: Whether the query also runs without it, over everything.
        example: A value with which it can be tried.
        descriptions: What it is, by language.
    """

    name: str
    type: ParameterType
    optional: bool = False
    example: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)

    def term(self, value: str) -> Term:
        """Return a value as the term that the variable stands for.

        Raises:
            ParameterValueError: The value is not of the parameter's type.
        """
        term = self._term(value) if sparql.is_text(value) else None
        if term is None:
            raise ParameterValueError(
                "asking.parameter-value",
                name=self.name,
                value=value,
                type=say(f"asking.type-{self.type}"),
            )
        return term

    def _term(self, value: str) -> Term | None:
        if self.type == "iri":
            return _named(value)
        if self.type == "integer":
            whole = re.fullmatch(r"[+-]?[0-9]{1,18}", value)
            return ox.Literal(str(int(value)), datatype=ox.NamedNode(f"{_XSD}integer")) if whole else None
        if self.type == "year":
            year = re.fullmatch(r"[0-9]{4}", value)
            return ox.Literal(value, datatype=ox.NamedNode(f"{_XSD}gYear")) if year else None
        if self.type == "key":
            return ox.Literal(folded) if (folded := key(value)) else None
        if self.type == "any" and (named := _named(value)):
            return named
        return ox.Literal(value)


def _named(value: str) -> ox.NamedNode | None:
    """Return an absolute IRI or a prefixed name as a term."""
    short = _PREFIXED.fullmatch(value)
    if short and short["prefix"] in PREFIXES:
        value = PREFIXES[short["prefix"]] + short["local"]
    elif "://" not in value and not value.startswith("urn:"):
        return None
    try:
        return sparql.iri(value)
    except ValueError:
        return None


_AGGREGATES = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"}


@dataclass(frozen=True, kw_only=True)
class Query:
    """A query and what its header says of it.

    Attributes:
        name: Its file's name without suffix.
        path: Its file.
        text: The whole file, names without codes of characters.
        titles: The question, by language.
        descriptions: What the answer holds, by language.
        keywords: Words by which it is found.
        parameters: What it must be given.
        columns: What its columns are called, by language and column.
        combine: How the rows of several sources become one table: columns that are ``sum``, ``min`` or
            ``max``, over rows that agree in all other columns; none for a plain union; None where the header
            does not say.
        within: ``"municipality"`` where each row is about the documents of one, which is its first column and what rows are
            ordered by first; the index keeps such answers. "" where the header does not say.
    """

    name: str
    path: Path
    text: str
    titles: Mapping[str, str] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    combine: Mapping[str, str] | None = None
    within: str = ""

    @cached_property
    def form(self) -> sparql.Form:
        """SELECT, ASK, CONSTRUCT or DESCRIBE."""
        return sparql.examine(self.text).form

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """The aggregates that it computes, in upper case."""
        found = list(sparql.tokens(self.text))
        words = [
            one.text.upper()
            for one, following in itertools.pairwise(found)
            if one.kind == "word" and following.text == "("
        ]
        return tuple(dict.fromkeys(word for word in words if word in _AGGREGATES))

    def terms(self, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the parameters' values as terms.

        Raises:
            QuestionError: The query has no such parameter.
            MissingParameterError: A parameter that must be given is not.
            ParameterValueError: A value is not of its parameter's type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or sorted(known)
                raise QuestionError(
                    "asking.unknown-parameter", query=self.name, name=name, nearest=", ".join(near) or "-"
                )
        for parameter in self.parameters:
            if parameter.name not in values and not parameter.optional and parameter.type != "any":
                about, about_ja = (parameter.descriptions.get(one, "") for one in ("en", "ja"))
                raise MissingParameterError("asking.missing-parameter",
                    query=self.name, name=parameter.name, about=Words(about, about_ja), example=parameter.example
                )  # fmt: skip
        return {name: known[name].term(value) for name, value in values.items()}

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the query with its parameters bound: what any SPARQL server can be sent.

        Raises:
            QuestionError: As :meth:`terms`.
        """
        return sparql.bind(self.text, self.terms(values))


# ---------------------------------------------------------------- reading


def read_query(path: Path) -> Query:
    """Return the query of a file.

    Raises:
        QuestionError: Its header says something unknown, or the file is no text.
        QuestionError: It is an update, or no SPARQL at all.
    """
    try:
        text = sparql.unescaped(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise QuestionError(
            "asking.query-header", path=path, line=1, detail=say("asking.not-utf-8")
        ) from None
    examined = sparql.examine(text)
    if examined.form in ("UPDATE", ""):
        raise QuestionError("asking.not-a-query", path=path)
    header = _Header(path)
    described = re.search(r"^#\s*title@", text, re.MULTILINE)
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if described or line.startswith("# combine:"):
            header.read(number, line)
    if not described:
        header.parameters = [Parameter(name=name, type="any") for name in sorted(examined.variables)]
    return Query(
        name=path.stem,
        path=path,
        text=text,
        titles=header.titles,
        descriptions=header.descriptions,
        keywords=header.keywords,
        parameters=tuple(header.parameters),
        columns=header.columns,
        combine=header.combine,
        within=header.within,
    )


class _Header:
    """Reads the lines of a header; an unknown key is an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.titles: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        self.keywords: tuple[str, ...] = ()
        self.parameters: list[Parameter] = []
        self.columns: dict[str, dict[str, str]] = {}
        self.combine: dict[str, str] | None = None
        self.within = ""

    def read(self, number: int, line: str) -> None:
        match = _HEADER.fullmatch(line.rstrip())
        if not match:
            raise self._error(number, f"not “# key: value”: {line!r}")
        entry, language, value = match.group("key", "language", "value")
        if entry in ("title", "description") and language in ("en", "ja"):
            (self.titles if entry == "title" else self.descriptions)[language] = value
        elif entry == "columns" and language in ("en", "ja"):
            self.columns[language] = self._columns(number, value)
        elif entry == "keywords" and not language:
            self.keywords = tuple(word.strip() for word in value.split(","))
        elif entry == "param" and not language:
            self.parameters.append(self._parameter(number, value))
        elif entry == "combine" and not language:
            self.combine = (self.combine or {}) | self._combine(number, value)
        elif entry == "within" and not language and value == "municipality":
            self.within = value
        else:
            raise self._error(number, f"unknown key {line[1:].split(':')[0].strip()!r}")

    def _parameter(self, number: int, value: str) -> Parameter:
        match = _PARAMETER.fullmatch(value)
        if not match:
            raise self._error(number, "not “name type [optional] example — English / 日本語”")
        return Parameter(
            name=match["name"],
            type=match["type"],  # type: ignore[arg-type]  # the pattern knows the types
            optional=bool(match["optional"]),
            example=match["example"],
            descriptions={"en": match["en"], "ja": match["ja"]},
        )

    def _columns(self, number: int, value: str) -> dict[str, str]:
        found = dict(_COLUMN.findall(value))
        if "; ".join(f"{name} = {title}" for name, title in found.items()) != value:
            raise self._error(number, "not “column = title; column = title”")
        return found

    def _combine(self, number: int, value: str) -> dict[str, str]:
        if value == "union":
            return {}
        found: dict[str, str] = {}
        for part in value.split("; "):
            match = _COMBINE.fullmatch(part)
            if not match:
                raise self._error(number, "not “union” or “sum a, b; min c; max d”")
            found |= dict.fromkeys(match["columns"].split(", "), match["how"])
        return found

    def _error(self, number: int, detail: str) -> QuestionError:
        return QuestionError("asking.query-header", path=self._path, line=number, detail=detail)
