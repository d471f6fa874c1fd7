"""SPARQL text seen as tokens: what a query is, what it would reach for, and its parameters bound as terms.

A parameter is bound by a data block: ``VALUES ?name { term }`` goes to the head of the outermost group and of
every group that mentions the variable, so that it holds inside sub-selects too and means the same on every
server. (The engines' own bindings do not: pyoxigraph takes those of projected variables only.) The text of
the query is cut into tokens for that and never searched and replaced; a term is written by one function that
knows how to escape it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pyoxigraph as ox

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "UPDATE", ""]
Term = ox.NamedNode | ox.Literal

_FORMS: dict[str, Form] = {"SELECT": "SELECT", "ASK": "ASK", "CONSTRUCT": "CONSTRUCT", "DESCRIBE": "DESCRIBE"}
_UPDATES = {
    "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH",
}  # fmt: skip
_OUTWARD = re.compile("service|from", re.IGNORECASE)
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.%\\~\-·]*:(?:[\w.:%·\-]|\\.)*)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HIDING = re.compile(r"\).*(?:service|from)", re.IGNORECASE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`\x7f]+")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CODE = re.compile(r"\\(?:u(?P<four>[0-9A-Fa-f]{4})|U(?P<eight>[0-9A-Fa-f]{8})|.)", re.DOTALL)
_ESCAPED_CODE = re.compile(r"(?<=\\)(?=[uU])")


class Token(NamedTuple):
    """A token of a query: its kind, its text and where it starts."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Examined:
    """What the text of a query says of itself before anything runs it.

    Attributes:
        form: Its form; ``"UPDATE"`` for an update, ``""`` where no form is to be seen.
        variables: The names of its variables.
        reaches: The words with which it reaches outside the store: ``SERVICE``, ``FROM``, escapes that
            could hide one.
    """

    form: Form
    variables: frozenset[str]
    reaches: tuple[str, ...]


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query, white space and comments left out."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "space":
            yield Token(match.lastgroup, match.group(), match.start())


def unescaped(text: str) -> str:
    r"""Return a query with letters, digits and marks of names in place of their codes (``\u0078`` is an x).

    SPARQL 1.1, section 19.2, has codes read before anything else, so a query means the same without them, and what
    looks at its tokens sees what the engine will. Other characters (quotes, spaces, brackets) keep their codes: where
    one stands outside a string, the query is none.
    """

    def plain(found: re.Match[str]) -> str:
        digits = found["four"] or found["eight"]
        char = chr(int(digits, 16)) if digits and int(digits, 16) <= 0x10FFFF else ""
        return char if char.isalnum() or char in tuple("_-.:/") else found[0]

    return _CODE.sub(plain, text) if "\\" in text else text


def examine(text: str) -> Examined:
    """Return what a query is and what it reaches for."""
    form: Form = ""
    variables, reaches = set(), []
    for kind, piece, _at in tokens(text):
        word = piece.upper() if kind == "word" else ""
        if not form and word in _FORMS:
            form = _FORMS[word]
        elif not form and word in _UPDATES:
            form = "UPDATE"
        if kind in ("word", "name") and _OUTWARD.search(piece.split(":")[0]):
            reaches.append(piece)  # also "SERVICE:x" and "trueSERVICE", which a lax parser takes apart
        elif kind == "other" and piece == "\\":
            reaches.append("\\u")
        elif kind == "iri" and _HIDING.search(piece):  # a lax parser may read "<" as less-than here
            reaches.append(piece)
        elif kind == "variable":
            variables.add(piece[1:])
    return Examined(form, frozenset(variables), tuple(dict.fromkeys(reaches)))


# ---------------------------------------------------------------- terms


def iri(text: str) -> ox.NamedNode:
    """Return an absolute IRI as a term.

    Raises:
        ValueError: It is no absolute IRI.
    """
    if not _IRI.fullmatch(text):
        raise ValueError(text)
    return ox.NamedNode(text)


def is_text(text: str) -> bool:
    """Tell whether a text can stand in a query: no control characters but tab and line ends, no halves of pairs."""
    return not any(
        (char < " " and char not in "\t\n\r") or char == "\x7f" or "\ud800" <= char <= "\udfff"
        for char in text
    )


def write(term: Term) -> str:
    r"""Return a term as N-Triples write it.

    >>> print(write(ox.Literal('say "hi"')))
    "say \"hi\""
    """
    if isinstance(term, ox.NamedNode):
        return f"<{iri(term.value).value}>"
    quoted = _quote(term.value)
    if term.language:
        return f"{quoted}@{term.language}"
    plain = term.datatype.value.endswith("XMLSchema#string")
    return quoted if plain else f"{quoted}^^<{iri(term.datatype.value).value}>"


def _quote(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def binding(name: str, term: Term) -> str:
    r"""Return the clause that binds a variable.

    Some engines read ``\u0022`` as a quote before they look for strings. A text with a backslash before a
    "u" is therefore put together from two, so that no such pair is ever written.
    """
    if isinstance(term, ox.Literal) and _ESCAPED_CODE.search(term.value):
        parts = ", ".join(_quote(part) for part in _ESCAPED_CODE.split(term.value))
        return f"BIND(CONCAT({parts}) AS ?{name})"
    return f"VALUES ?{name} {{ {write(term)} }}"


# ---------------------------------------------------------------- binding


@dataclass(slots=True)
class _Group:
    """A pair of braces: what it is, where its content starts, and the variables it mentions itself."""

    kind: str  # "group", "exists", "select", "data" or "template"
    start: int
    mentions: set[str]


def bind(text: str, terms: Mapping[str, Term]) -> str:
    """Return a query with its parameters bound.

    Args:
        text: The query.
        terms: The terms by the names of the variables.
    """
    if not terms:
        return text
    pieces, end = [], 0
    for start, names in sorted(places(text, frozenset(terms))):
        clauses = " ".join(binding(name, terms[name]) for name in sorted(names))
        pieces += [text[end:start], f" {clauses} "]
        end = start
    return "".join([*pieces, text[end:]])


def places(text: str, names: frozenset[str]) -> list[tuple[int, set[str]]]:
    """Return where bindings of variables go, and of which: offset in the text, names."""
    groups: list[_Group] = []
    places: list[tuple[int, set[str]]] = []
    before: list[str] = []
    for kind, piece, at in tokens(text):
        if piece == "{" and kind == "other":
            groups.append(_Group(_kind(before, groups), at + 1, set()))
            before.clear()
        elif piece == "}" and kind == "other":
            closed = groups.pop() if groups else None
            if closed and closed.kind == "group":
                outermost = not groups
                places.append((closed.start, set(names) if outermost else closed.mentions))
            elif closed and closed.kind == "exists" and groups:
                groups[-1].mentions |= closed.mentions
            before.clear()
        else:
            if kind == "variable" and piece[1:] in names and groups:
                groups[-1].mentions.add(piece[1:])
            elif piece.upper() == "SELECT" and groups and not before and groups[-1].kind == "group":
                groups[-1].kind = "select"
            before.append(piece.upper() if kind == "word" else "" if kind == "string" else piece)
    return [(start, found) for start, found in places if found]


def _kind(before: list[str], groups: list[_Group]) -> str:
    """Return what an opening brace opens, by the tokens before it since the last brace."""
    last = before[-1] if before else ""
    if last == "EXISTS":
        return "exists"
    if last == "CONSTRUCT":
        return "template"
    if groups and groups[-1].kind in ("data", "template"):
        return groups[-1].kind
    if "VALUES" in before[-2:] or (last == ")" and "VALUES" in before and "(" in before):
        since = before[len(before) - before[::-1].index("VALUES") :]
        if len(since) == 1 or all(part in "()" or part[:1] in "?$" for part in since):
            return "data"
    return "group"
