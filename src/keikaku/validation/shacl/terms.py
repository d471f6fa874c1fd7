r"""RDF terms as the text that N-Triples write: an IRI is ``<…>``, a literal ``"…"``, a blank node ``_:…``.

Two terms are equal exactly when their texts are. For that a text is canonical: of the escapes only ``\\``,
``\"``, ``\n`` and ``\r`` are used, ``xsd:string`` is left out, and language tags are lower case. What keikaku
writes is canonical as it stands but for a tab, which it escapes.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from keikaku.validation.shacl.lexical import XSD, well_formed

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"

TYPE = f"<{RDF}type>"
SUBCLASS = f"<{RDFS}subClassOf>"
LANG_STRING = f"<{RDF}langString>"
STRING = f"<{XSD}string>"
TRUE = f'"true"^^<{XSD}boolean>'

_NUMBERS = {
    f"<{XSD}{name}>"
    for name in (
        "integer", "decimal", "byte", "short", "int", "long", "unsignedByte", "unsignedShort", "unsignedInt",
        "unsignedLong", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger", "negativeInteger",
    )
}  # fmt: skip
_FLOATS = {f"<{XSD}float>", f"<{XSD}double>"}
_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_TO_ESCAPE = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def sh(name: str) -> str:
    """Return a term of SHACL."""
    return f"<{SH}{name}>"


def is_iri(term: str) -> bool:
    """Tell whether a term is an IRI."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """Tell whether a term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Tell whether a term is a literal."""
    return term[0] == '"'


def lexical(term: str) -> str:
    """Return the text of a literal, of an IRI without its brackets, or of a blank node without ``_:``."""
    if term[0] != '"':
        return term[1:-1] if term[0] == "<" else term[2:]
    text = term[1 : term.rindex('"')]
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU":
        return chr(int(code[1:], 16))
    return _PLAIN_ESCAPES.get(code, code)


def datatype(term: str) -> str:
    """Return the datatype of a literal, in brackets."""
    suffix = term[term.rindex('"') + 1 :]
    return suffix[2:] if suffix[:2] == "^^" else LANG_STRING if suffix else STRING


def language(term: str) -> str:
    """Return the language tag of a literal, or nothing."""
    suffix = term[term.rindex('"') + 1 :] if term[0] == '"' else ""
    return suffix[1:] if suffix[:1] == "@" else ""


def literal(text: str, kind: str = STRING, tag: str = "") -> str:
    """Return a literal.

    Args:
        text: Its text.
        kind: Its datatype, in brackets.
        tag: Its language tag.
    """
    quoted = f'"{text.translate(_TO_ESCAPE)}"'
    return f"{quoted}@{tag.lower()}" if tag else quoted if kind == STRING else f"{quoted}^^{kind}"


def from_oxigraph(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
    """Return a term of pyoxigraph as text.

    Raises:
        TypeError: It is a triple (RDF 1.2), which SHACL 1.0 does not know.
    """
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>"
    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    if isinstance(term, ox.Literal):
        return literal(term.value, f"<{term.datatype.value}>", term.language or "")
    raise TypeError("a triple as a term: this is RDF 1.2, and RDF 1.1 is read here")


def to_oxigraph(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return a term as pyoxigraph's."""
    if term[0] == "<":
        return ox.NamedNode(term[1:-1])
    if term[0] == "_":
        return ox.BlankNode(term[2:])
    tag = language(term)
    if tag:
        return ox.Literal(lexical(term), language=tag)
    return ox.Literal(lexical(term), datatype=ox.NamedNode(datatype(term)[1:-1]))


# ---------------------------------------------------------------- comparing


def less(left: str, right: str, *, or_equal: bool = False) -> bool:
    """Tell whether SPARQL's ``<`` (or ``<=``) holds between two terms.

    What cannot be compared is not less (SPARQL 1.1, section 17.3). Numbers, strings and truth values are
    compared here; Oxigraph compares dates and times, where a zone on one side only may leave it open.
    """
    one, other = comparable(left), comparable(right)
    if one is None or other is None:
        return False
    if one[0] != other[0]:
        return False
    if one[0] == "other":
        return _engine_less(left, right, or_equal)
    a, b = one[1], other[1]
    if (
        a != a or b != b
    ):  # NaN is neither less than anything nor equal to it; Python refuses it beside a decimal
        return False
    return bool(a <= b if or_equal else a < b)  # type: ignore[operator]


@lru_cache(maxsize=65536)
def comparable(term: str) -> tuple[str, int | float | Decimal | str] | None:
    """Return what kind of value a literal has for an order, and the value; None where it has none."""
    if term[0] != '"':
        return None
    kind, text = datatype(term), lexical(term)
    if kind == STRING:
        return "string", text
    if kind == LANG_STRING or not well_formed(kind, text):
        return None
    if kind in _NUMBERS:
        return "number", Decimal(text)
    if kind in _FLOATS:
        return "number", float(text)
    if kind == f"<{XSD}boolean>":
        return "boolean", int(text in ("true", "1"))
    return "other", text


@lru_cache(maxsize=4096)
def _engine_less(left: str, right: str, or_equal: bool) -> bool:
    sign = "<=" if or_equal else "<"
    terms = {ox.Variable("a"): to_oxigraph(left), ox.Variable("b"): to_oxigraph(right)}
    query = f"SELECT ?a ?b {{ FILTER (?a {sign} ?b) }}"  # the sign is one of two
    rows = ox.Store().query(query, substitutions={**terms})
    return any(True for _row in rows) if isinstance(rows, ox.QuerySolutions) else False


def language_matches(tag: str, wanted: str) -> bool:
    """Tell whether a language tag matches a basic range, as SPARQL's ``langMatches`` does (RFC 4647, 3.3.1)."""
    return bool(tag) and (wanted == "*" or tag == wanted or tag.startswith(f"{wanted}-"))
