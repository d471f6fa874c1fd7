"""Suggested links as SSSOM: a table of tab-separated values under a block of metadata."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from pyoxigraph import Store

from keikaku.audit.suggestions.proposals import Link
from keikaku.audit.suggestions.sources import Sources
from keikaku.ground.messages import Language, sentence
from keikaku.ground.spreadsheet_text import neutral
from keikaku.ground.version import __version__
from keikaku.ground.vocab import PREFIXES

TOOL = "keikaku"
LEXICAL = "semapv:LexicalMatching"
"""Justification of what the program suggests."""
"""Justification of what a person decides."""
DECISION = "ext_decision"
"""Column of what a person decides, an extension slot of SSSOM; an empty cell decides nothing."""
MARKS = {"confirmed": True, "rejected": False, "確認": True, "却下": False}
"""What can stand in that column, and whether it accepts the link."""
NOT = "Not"
"""The predicate modifier of SSSOM that rejects a link, too."""

COLUMNS = (
    DECISION,
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "subject_match_field",
    "match_string",
    "mapping_tool",
    "mapping_tool_version",
    "mapping_date",
    "comment",
)
_STRATEGY = "https://w3id.org/keikaku/id/national-strategy/"
_SHARED = {name: PREFIXES[name] for name in ("dcterms", "kei", "rdfs", "sdg", "skos")} | {
    "semapv": "https://w3id.org/semapv/vocab/",
    "strategy": _STRATEGY,
    "theme": "https://w3id.org/keikaku/theme/",
}


def curie_map(links: Iterable[Link]) -> dict[str, str]:
    """Return the prefixes of a table: those of the vocabularies, and one for each municipality."""
    codes = {link.municipality.rsplit("/", 1)[-1]: f"{link.municipality}/" for link in links}
    return dict(sorted(({f"m{code}": space for code, space in codes.items()} | _SHARED).items()))


def contract(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI as a CURIE, by the longest space that it stands in, in the characters of a URI."""
    fitting = [(space, name) for name, space in prefixes.items() if iri.startswith(space)]
    return uri(f"{max(fitting)[1]}:{iri.removeprefix(max(fitting)[0])}" if fitting else iri)


def uri(iri: str) -> str:
    """Return an IRI as a URI (RFC 3987): SSSOM's tools know no others."""
    return "".join(char if char.isascii() else quote(char) for char in iri)


def table(memory: Store, links: list[Link], language: Language = "en", as_of: date | None = None) -> bytes:
    """Return links as an SSSOM table, UTF-8; the same links give the same bytes.

    Args:
        memory: The store that they were made from, for the names of its files.
        links: The links.
        language: Of the explanations.
        as_of: The date to write; none otherwise.
    """
    prefixes = curie_map(links)
    sources = Sources(memory)
    text = io.StringIO()
    for line in _metadata(prefixes, links, language):
        text.write(f"#{line}\n")
    writer = csv.DictWriter(text, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for link in links:
        row = _row(link, prefixes) | {
            "mapping_date": as_of.isoformat() if as_of else "",
            "comment": sources.explain(link, language),
        }
        writer.writerow({name: neutral(value) for name, value in row.items()})
    return text.getvalue().encode()


def _metadata(prefixes: dict[str, str], links: list[Link], language: Language) -> list[str]:
    base = min((link.municipality.rsplit("/", 1)[0] for link in links), default="https://w3id.org/keikaku/id")
    return [
        "curie_map:",
        *(f"  {name}: {space}" for name, space in prefixes.items()),
        f"mapping_set_id: {base}/mappings/suggested",
        f"mapping_set_title: {sentence('audit.suggested-title', language)}",
        "license: https://w3id.org/sssom/license/unspecified",
        "extension_definitions:",
        f"  - slot_name: {DECISION}",
        f"    property: {PREFIXES['kei']}decision",
        f"    type_hint: {PREFIXES['xsd']}string",
    ]


def _row(link: Link, prefixes: dict[str, str]) -> dict[str, str]:
    fields = dict.fromkeys(match.passage.property for match in link.matches)
    return {
        DECISION: "",
        "subject_id": contract(link.subject, prefixes),
        "subject_label": link.subject_label,
        "predicate_id": link.predicate,
        "predicate_modifier": "",
        "object_id": contract(link.object, prefixes),
        "object_label": link.object_label,
        "mapping_justification": LEXICAL,
        "confidence": f"{link.confidence:.2f}",
        "subject_match_field": "|".join(fields),
        "match_string": "|".join(link.words),
        "mapping_tool": TOOL,
        "mapping_tool_version": __version__,
    }
