"""The data cube is well formed: the integrity constraints of its specification, as questions that must be false."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from keikaku.store.folder import Store
from tests import history

CONSTRAINTS = sorted((Path(__file__).parent / "cube").glob("*.rq"))
QB = "http://purl.org/linked-data/cube#"
BROKEN = {
    "01-one-data-set": "<a:o> a qb:Observation .",
    "02-one-structure": "<a:s> a qb:DataSet .",
    "03-a-measure": "<a:d> a qb:DataStructureDefinition .",
    "04-dimensions-have-a-range": "<a:p> a qb:DimensionProperty .",
    "05-concept-dimensions-have-lists": "<a:p> a qb:DimensionProperty ; rdfs:range skos:Concept .",
    "06-only-attributes-are-optional": "structure:figures qb:component [ qb:dimension <a:p> ; qb:componentRequired false ] .",
    "07-slice-keys-are-declared": "<a:k> a qb:SliceKey .",
    "08-slice-keys-name-components": "structure:figures qb:sliceKey [ qb:componentProperty <a:p> ] .",
    "09-slices-have-one-key": "<a:l> a qb:Slice .",
    "10-slices-are-whole": "<a:l> qb:sliceStructure [ qb:componentProperty <a:p> ] .",
    "11-all-dimensions": "<a:o> qb:dataSet <a:s> ; kei:value 1 . <a:s> qb:structure structure:figures .",
    "12-no-two-alike": "<a:o> qb:dataSet <a:s> ; kei:figureOf <a:i> ; kei:figureRole <a:r> ; kei:fiscalYear <a:y> . "
    "<a:q> qb:dataSet <a:s> ; kei:figureOf <a:i> ; kei:figureRole <a:r> ; kei:fiscalYear <a:y> . <a:s> qb:structure structure:figures .",
    "13-required-attributes": "structure:figures qb:component [ qb:attribute <a:p> ; qb:componentRequired true ] . "
    "<a:o> qb:dataSet/qb:structure structure:figures .".replace(
        "qb:dataSet/qb:structure structure:figures", "qb:dataSet <a:s> . <a:s> qb:structure structure:figures"
    ),
    "14-all-measures": "<a:o> qb:dataSet <a:s> . <a:s> qb:structure structure:figures .",
    "15-the-measure-that-is-named": "<a:o> qb:dataSet <a:s> ; qb:measureType <a:m> . <a:s> qb:structure <a:d> . "
    "<a:d> qb:component [ qb:dimension qb:measureType ] .",
    "16-no-other-measure": "<a:o> qb:dataSet <a:s> ; qb:measureType <a:m> ; <a:n> 1 . <a:s> qb:structure <a:d> . "
    "<a:d> qb:component [ qb:dimension qb:measureType ] , [ qb:measure <a:n> ] .",
    "17-all-measures-of-a-point": "<a:o> qb:dataSet <a:s> ; qb:measureType <a:m> . <a:s> qb:structure <a:d> . "
    "<a:d> qb:component [ qb:dimension qb:measureType ] , [ qb:measure <a:m> ] , [ qb:measure <a:n> ] .",
    "18-data-sets-own-what-their-slices-hold": "<a:s> qb:slice [ qb:observation <a:o> ] .",
    "19-codes-are-of-their-list": "<a:o> qb:dataSet <a:s> ; <a:p> <a:c> . <a:s> qb:structure <a:d> . "
    "<a:d> qb:component [ qb:dimension <a:p> ] . <a:p> qb:codeList <a:list> .",
    "20-codes-of-a-hierarchy": "<a:o> qb:dataSet <a:s> ; <a:p> <a:c> . <a:s> qb:structure <a:d> . "
    "<a:d> qb:component [ qb:dimension <a:p> ] . <a:p> qb:codeList <a:list> . <a:list> a qb:HierarchicalCodeList .",
}
"""What breaks each constraint, beside the ontology."""


def asked(memory: ox.Store, file: Path) -> bool:
    return bool(memory.query(file.read_text(encoding="utf-8"), use_default_graph_as_union=True))


def test_every_constraint_holds_for_the_municipality_of_twelve_years(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    memory = Store(history.store(tmp_path_factory)).load()
    assert len(CONSTRAINTS) == 20
    count = history.rows(
        memory, f"SELECT (COUNT(?one) AS ?count) {{ ?one a <{QB}Observation> ; <{QB}dataSet> ?set }}"
    )
    assert int(count[0]["count"]) > 200
    assert [file.stem for file in CONSTRAINTS if asked(memory, file)] == []


@pytest.mark.parametrize("file", CONSTRAINTS, ids=lambda file: file.stem)
def test_each_constraint_can_be_broken(file: Path) -> None:
    from tests.support import ROOT

    memory = ox.Store()
    for name in ("keikaku", "structures"):
        memory.bulk_load(path=ROOT / "ontology" / f"{name}.ttl", format=ox.RdfFormat.TURTLE)
    assert not asked(memory, file)
    prefixes = (
        f"@prefix qb: <{QB}> . @prefix kei: <https://w3id.org/keikaku/ns#> . "
        "@prefix structure: <https://w3id.org/keikaku/structure/> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    )
    memory.load((prefixes + BROKEN[file.stem]).encode(), format=ox.RdfFormat.TURTLE)
    assert asked(memory, file)
