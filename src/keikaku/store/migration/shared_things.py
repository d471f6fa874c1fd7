"""What names our code lists and this software stood in the graph of each document; it stands in those of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from keikaku.graph.nquads import VOCABULARY
from keikaku.ground import vocab
from keikaku.ground.messages import say
from keikaku.store.manifest import ANSWERED
from keikaku.store.migration.model import Step, Town

_SOFTWARE = "<https://w3id.org/keikaku/software>"


def _rewrite(town: Town, key: str, lines: list[str]) -> list[str]:
    if town.entries[key].kind not in ANSWERED:
        return lines
    codes = {iri for line in lines if vocab.is_code(iri := line.partition(" ")[0][1:-1])}
    own = [line for line in lines if not line.startswith(f"{_SOFTWARE} ")]
    kept = [line for line in own if line.partition(" ")[0][1:-1] not in codes]
    return sorted([*kept, *_described(codes)])


def _described(codes: set[str]) -> Iterator[str]:
    for iri in codes:
        for predicate, value in vocab.code_description(iri):
            yield f"<{iri}> {predicate} {value} <{VOCABULARY}codes> ."


STEP = Step(
    version=2,
    said=say("store.what-several-documents-town"),
    rewrite=_rewrite,
)
