"""Ratings are steps of the plan's own scale, where they were those of two code lists of ours.

What the words of a legend are, and so the order of its steps, only the document tells: the scales are made of
the marks alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keikaku.graph.nquads import KEI, SKOS, TYPE
from keikaku.graph.scales import scheme_iri, step_description, step_iri
from keikaku.ground.messages import Said, say
from keikaku.store.migration.model import Step, Town

_RATED = re.compile(
    rf"(?P<subject><(?P<root>\S+?/\d{{5}}/[^/>\s]+)\S*>) "
    rf"(?P<predicate><{re.escape(KEI)}(?P<name>progress|review)Rating>) "
    rf"<{re.escape(KEI)}(?:Progress(?P<letter>[A-D])|Review(?P<number>I{{1,3}}|IV))> (?P<graph><\S+>) \."
)
_CODE = re.compile(rf"<{re.escape(KEI)}(?:Progress[A-D]|Review(?:I{{1,3}}|IV))> ")


def _rewrite(_town: Town, _key: str, lines: list[str]) -> list[str]:
    found: set[str] = set()
    for line in lines:
        rated = _RATED.fullmatch(line)
        if rated:
            found.update(_own(rated))
        elif not _CODE.match(line):  # what the code list says of its steps, which nothing names any more
            found.add(line)
    return sorted(found)


def _own(rated: re.Match[str]) -> Iterator[str]:
    """Yield a rating by the plan's own scale, with what is known of the scale."""
    scheme = scheme_iri(f"<{rated['root']}>", rated["name"], {}, [])
    mark = rated["letter"] or rated["number"]
    step = step_iri(scheme, mark)
    triples = [(rated["subject"], rated["predicate"], step), (scheme, TYPE, f"<{SKOS}ConceptScheme>")]
    triples += [(step, *pair) for pair in step_description(scheme, mark)]
    for triple in triples:
        yield f"{' '.join(triple)} {rated['graph']} ."


def _notes(town: Town) -> list[Said]:
    count = sum(_RATED.fullmatch(line) is not None for lines in town.files.values() for line in lines)
    if not count:
        return []
    return [say("store.ratings-name-mark-alone", count=count)]


STEP = Step(
    version=2,
    said=say("store.ratings-steps-plan-s"),
    rewrite=_rewrite,
    notes=_notes,
)
