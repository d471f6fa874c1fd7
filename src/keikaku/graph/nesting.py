"""Nesting is bounded before it is parsed: the parsers recurse, and where their stack ends, so does the process.

Oxigraph reads queries, triple terms (``<<( … )>>``) and objects of JSON by recursion and without a limit of its own;
what comes from others is looked at here first. (Plain JSON is read by :func:`keikaku.ground.files.read_json`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import IO, cast

import pyoxigraph as ox

from keikaku.graph.sparql import tokens
from keikaku.ground.messages import both

DEEPEST = 200
"""How deep anything may nest; some thousand levels end the process."""
_LONGEST = 2000  # operators; a chain of some ten thousand ends the process
_OPERATORS = "!+-*/^|&=<>"
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)  # strings and brackets
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_JSON_BRACKET = re.compile(rb"[\[\]{}]")
_CHUNK = 2**20


def _too_deep() -> str:
    return both("asking.nested-deeper", deepest=DEEPEST)


def in_query(text: str) -> int | None:
    """Return where a query nests deeper, or chains more operators, than the engine's stack is sure to hold."""
    depth = operators = 0
    for kind, piece, at in tokens(text):
        if kind == "other":
            depth += (piece in "([{") - (piece in ")]}")
        operators += piece in _OPERATORS if kind == "other" else piece.upper() == "UNION"
        if depth > DEEPEST or operators > _LONGEST:
            return at
    return None


def in_triples(text: str) -> int | None:
    """Return where triple terms nest too deep in N-Triples, N-Quads, Turtle or TriG."""
    if text.count("<<(") <= DEEPEST:
        return None
    depth, before = 0, ""
    for kind, piece, at in tokens(text):
        sign = piece if kind == "other" else " "
        depth += (before == "<<" and sign == "(") - (before[-1:] == ")" and sign == ">")
        before = (before + sign)[-2:]
        if depth > DEEPEST:
            return at
    return None


def in_json(text: str) -> int | None:
    """Return where JSON nests too deep."""
    depth = 0
    for match in _JSON.finditer(text):
        depth += _STEPS.get(match[0], 0)
        if depth > DEEPEST:
            return match.start()
    return None


def is_deep_json(file: IO[bytes]) -> bool:
    """Tell whether JSON nests too deep, a piece of the file at a time, however long it is."""
    depth, rest = 0, b""
    while data := file.read(_CHUNK):
        plain, quote, text = _JSON_STRING.sub(b"", rest + data).partition(b'"')
        is_escape = (len(text) - len(text.rstrip(b"\\"))) % 2 == 1
        rest = (
            quote + b"\\" * is_escape
        )  # of a string that goes on in the next piece, what decides where it ends
        steps = (_STEPS[chr(one[0])] for one in _JSON_BRACKET.findall(plain))
        depths = list(accumulate(steps, initial=depth))
        if max(depths) > DEEPEST:
            return True
        depth = depths[-1]
    return False


def parse(text: str, form: ox.RdfFormat, base_iri: str | None = None) -> Iterator[ox.Quad]:
    """Return the quads of a text; as :func:`pyoxigraph.parse`, which reads those of XML without recursion.

    Args:
        text: The text.
        form: What it is written in.
        base_iri: What relative IRIs in it are relative to.

    Raises:
        SyntaxError: It is not written so, or nests too deep.
    """
    if form == ox.RdfFormat.RDF_XML:
        place = None
    else:
        place = in_json(text) if form == ox.RdfFormat.JSON_LD else in_triples(text)
    if place is not None:
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        raise SyntaxError(f"line {line} column {column}: {_too_deep()}")
    return ox.parse(text, format=form, base_iri=base_iri)


def parse_lines(body: IO[bytes]) -> Iterator[ox.Quad]:
    """Yield the quads of N-Triples as they come, whose terms end on their line.

    Raises:
        SyntaxError: As :func:`parse`.
    """
    return ox.parse(cast("IO[bytes]", _Lines(body)), format=ox.RdfFormat.N_TRIPLES)


def check_results(file: IO[bytes]) -> None:
    """Check SPARQL's results in JSON, whose triple terms nest.

    Raises:
        SyntaxError: They nest too deep.
    """
    if is_deep_json(file):
        raise SyntaxError(_too_deep())


class _Lines:
    """A file that hands on whole lines, looked at before.

    Args:
        body: The file.
    """

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body
        self._ready, self._line = b"", bytearray()

    def read(self, size: int) -> bytes:
        """Return some bytes, none at the end."""
        if not self._ready:
            self._ready = self._lines()
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _lines(self) -> bytes:
        end = 0
        while not end:
            data = self._body.read(2**16)
            start = len(self._line)
            self._line += data
            end = self._line.rfind(b"\n", start) + 1 if data else len(self._line)
            if not data:
                break
        lines = bytes(self._line[:end])
        del self._line[:end]
        if lines.count(b"<<(") > DEEPEST and any(
            in_triples(line) is not None for line in lines.decode(errors="replace").splitlines()
        ):
            raise SyntaxError(_too_deep())
        return lines
