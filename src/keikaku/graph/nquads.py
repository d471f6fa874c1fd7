"""The terms of N-Quads as text: IRIs made of printed labels, literals, the names that minting uses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache, lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring
from urllib.parse import quote

from keikaku.ground.hyperlinks import is_address
from keikaku.ground.text.characters import VARIANTS
from keikaku.ground.text.folding import key, unify

KEI = "https://w3id.org/keikaku/ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
QB = "http://purl.org/linked-data/cube#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
SCHEMA = "https://schema.org/"
OA = "http://www.w3.org/ns/oa#"
VOCABULARY = "https://w3id.org/keikaku/vocabulary/"
"""What the graphs of the ontology, the code lists and the SDGs are called by."""

TYPE = f"<{RDF}type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DERIVED = f"<{PROV}wasDerivedFrom>"
GENERATED = f"<{PROV}wasGeneratedBy>"
PLACE = f"<{KEI}place>"
ORIGIN = f"<{KEI}textOrigin>"
SEARCH_KEY = f"<{KEI}searchKey>"
NOTATION = f"<{SKOS}notation>"
CONFIDENCE = f"<{KEI}readingConfidence>"
PROPOSED = (f"<{KEI}readingStatus>", f"<{KEI}Proposed>")
"""What is said of all that was read with a draft nobody accepted."""
REVIEWED = (f"<{KEI}readingStatus>", f"<{KEI}Reviewed>")
"""What is said of a fact that a person decided about."""
ACCEPTED = (f"<{KEI}readingStatus>", f"<{KEI}Accepted>")
"""What is said of the graph of a document that people accepted."""
YEAR = f"^^<{XSD}gYear>"
INTEGER = f"^^<{XSD}integer>"
_DECIMAL = f"^^<{XSD}decimal>"
_KEPT = "-._~!$&'()*+,;=@"
_SEGMENT_LIMIT = 60


@lru_cache(maxsize=65536)
def segment(text: str) -> str:
    """Return a printed label as one segment of an IRI: unified, compatibility-normalised, without white space.

    A label that is too long for a file name is cut and ends in a hash of the whole.
    """
    return shortened(re.sub(r"\s", "", unicodedata.normalize("NFKC", unify(text))))


def department_segment(name: str) -> str:
    """Return the name of a department as a segment: two forms of a character, such as 髙 and 高, are one."""
    return segment(unify(name).translate(VARIANTS))


def shortened(plain: str) -> str:
    """Return a text as one segment of an IRI, cut where it is too long for a file name."""
    if len(plain) > _SEGMENT_LIMIT:
        plain = f"{plain[: _SEGMENT_LIMIT - 9]}-{digest(plain, 8)}"
    return "".join(char if ord(char) > 0x9F else quote(char, safe=_KEPT) for char in plain)


def digest(text: str, length: int) -> str:
    """Return the first characters of a hash of a text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()[:length]


literal = encode_basestring
"""Returns a plain string as N-Quads, whose escapes are those of JSON."""


def japanese(text: str) -> str:
    """Return a Japanese text as N-Quads."""
    return f"{literal(text)}@ja"


def named(text: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return a label, and the key by which it is found whatever its widths and variant characters."""
    return (LABEL, japanese(text)), search_key(text)


_key = lru_cache(maxsize=65536)(key)


def search_key(text: str) -> tuple[str, str]:
    """Return the property and value by which a text is found whatever its widths and variant characters."""
    return SEARCH_KEY, literal(_key(text))


def code_segment(code: str) -> str:
    """Return a strategy code as one segment of an IRI; its Roman numeral stays one character."""
    plain = "".join(code.split())
    return "".join(char if ord(char) > 0x9F else quote(char, safe=_KEPT) for char in plain)


def reference(text: str) -> str:
    """Return an address as an IRI and anything else as a string."""
    return f"<{text}>" if is_address(text) else literal(text)


def decimal_literal(value: Decimal) -> str:
    """Return a figure as N-Quads, without exponent or trailing zeros."""
    return f'"{value.normalize():f}"{_DECIMAL}'


@cache
def kei(name: str) -> str:
    """Return a term of the ontology in angle brackets."""
    return f"<{KEI}{name}>"


@cache
def hyphenated(camel: str) -> str:
    """Return a class name as a segment: "StrategyGoal" is "strategy-goal"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", camel).lower()


def runs(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Return stretches of consecutive line numbers as (first, last)."""
    wanted = set(lines)
    if len(wanted) == 1:  # most records stand on one line
        (only,) = wanted
        return [(only, only)]
    found: list[tuple[int, int]] = []
    for number in sorted(wanted):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
