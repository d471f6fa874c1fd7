"""What the ontology's tests share: namespaces with the terms they declare, and the scripts of tools/."""

from __future__ import annotations

import importlib.util
from collections.abc import Container
from functools import cache
from pathlib import Path
from types import ModuleType

import rdflib.namespace as known
from rdflib import Graph

from keikaku.ground import content, vocab

ROOT = Path(__file__).resolve().parents[2]


@cache
def _un_goals() -> frozenset[str]:
    return frozenset(
        str(subject) for subject in Graph().parse(content.folder("ontology") / "sdg.ttl").subjects()
    )


class _UnGoals:
    """The UN's goals, targets and indicators, read when first asked for."""

    def __contains__(self, iri: object) -> bool:
        return str(iri) in _un_goals()


class _Declared:
    """The terms that a namespace of rdflib or of keikaku declares."""

    def __init__(self, namespace: type[known.DefinedNamespace]) -> None:
        self._namespace = namespace

    def __contains__(self, iri: object) -> bool:
        return str(iri) in self._namespace


SSSOM = (
    "Mapping MappingSet NegatedPredicate confidence mapping_justification mapping_tool"
    " mapping_tool_version mappings match_string predicate_modifier subject_match_field"
)
"""The terms of SSSOM 1.1 that keikaku uses (https://w3id.org/sssom/)."""
SEMAPV = "CompositeMatching LexicalMatching ManualMappingCuration"
"""The justifications of the mapping vocabulary that keikaku uses (https://w3id.org/semapv/vocab/)."""

OA = "FragmentSelector"
"""The terms of the Web Annotation vocabulary that keikaku uses (http://www.w3.org/ns/oa#)."""

QUDT = "conversionMultiplier hasUnit scalingOf ucumCode"
"""The terms of QUDT that keikaku uses (http://qudt.org/schema/qudt/)."""

IRI_NAMESPACES: dict[str, Container[str]] = {
    "http://metadata.un.org/sdg/": _UnGoals(),
    vocab.PREFIXES["sssom"]: {vocab.PREFIXES["sssom"] + name for name in SSSOM.split()},
    vocab.PREFIXES["semapv"]: {vocab.PREFIXES["semapv"] + name for name in SEMAPV.split()},
    vocab.PREFIXES["oa"]: {vocab.PREFIXES["oa"] + name for name in OA.split()},
    vocab.PREFIXES["qudt"]: {vocab.PREFIXES["qudt"] + name for name in QUDT.split()},
    **{
        str(namespace._NS): _Declared(namespace)
        for namespace in (
            vocab.KEI,
            vocab.SDGO,
            known.DCTERMS,
            known.FOAF,
            known.ORG,
            known.OWL,
            known.PROV,
            known.QB,
            known.RDF,
            known.RDFS,
            known.SDO,
            known.SH,
            known.SKOS,
            known.VANN,
            known.VOID,
            known.XSD,
        )
    },
}
"""The closed namespaces: what is in each of them is known."""


def load_tool(name: str) -> ModuleType:
    """Return a script of tools/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
