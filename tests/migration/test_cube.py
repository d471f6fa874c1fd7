"""Stores of before the data cube get it as building anew gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from keikaku.graph.nquads import DCT, QB, kei
from keikaku.store.folder import Store
from keikaku.store.migration import cube
from keikaku.store.migration.model import Town
from keikaku.store.restated import together
from tests import history


def _before(lines: list[str]) -> list[str]:
    """Return lines without what the cube says of figures."""
    new = (f" <{QB}dataSet> ", f" <{QB}structure> ", f" <{QB}DataSet> ", *(
        f" {kei(name)} " for name in ("figureOf", "figureRole", "valueStatus")
    ), f" <{DCT}isPartOf> <https://w3id.org/keikaku/id/99910/")  # fmt: skip
    code = kei("NotYetSurveyed")
    return [line for line in lines if not any(one in line for one in new) and not line.startswith(code)]


def test_figures_enter_the_data_sets_that_building_anew_gives(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = Store(history.store(tmp_path_factory))
    seen = set()
    for key in (name for name in store.documents if name.startswith(("hyoka", "sogo"))):
        lines = [line.decode() for line in together([one.encode() for one in store.lines(key)])]
        town = Town("https://w3id.org/keikaku/id/", "99910", {}, {})
        old = _before(lines)
        assert len(old) < len(lines)
        found = cube.STEP.rewrite(town, key, old)
        assert {line.rpartition(" <")[0] for line in found} == {line.rpartition(" <")[0] for line in lines}
        seen |= {line.split()[2] for line in found if kei("valueStatus") in line}
    assert seen == {kei("NotYetSurveyed")}


def test_every_restated_figure_is_kept_beside_the_one_that_counts(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    memory = Store(history.store(tmp_path_factory)).load()
    rows = history.rows(
        memory,
        """PREFIX kei: <https://w3id.org/keikaku/ns#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?name ?year ?was ?is WHERE {
            ?indicator kei:superseded ?old ; rdfs:label ?name ; kei:observation ?new .
            ?old dcterms:isReplacedBy ?new ; kei:fiscalYear ?year ; kei:value ?was .
            ?new kei:value ?is
        }""",
    )
    found = {tuple(row.values()) for row in rows}
    wanted = {
        (one.indicator, str(one.year), str(one.value), str(other.value))
        for one, other in history.truth().restated()
    }
    assert found == wanted
    assert len(wanted) > 3


def test_figures_have_one_value_each(tmp_path_factory: pytest.TempPathFactory) -> None:
    memory = Store(history.store(tmp_path_factory)).load()
    twice = history.rows(
        memory,
        """SELECT ?one WHERE { ?one <https://w3id.org/keikaku/ns#value> ?a , ?b FILTER(STR(?a) < STR(?b)) }""",
    )
    assert twice == []


def test_files_alone_give_back_what_documents_say(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    from keikaku.building.model import Options
    from keikaku.building.pipeline import build
    from keikaku.store.shared import restored, shared_graph

    every = Store(history.store(tmp_path_factory))
    one = Store(tmp_path / "store")
    folder = history.documents(tmp_path_factory)
    build([folder / "hyoka-5" / "2017.txt"], one, Options(jobs=0))
    (key,) = one.documents
    entry = every.documents[key]
    settled = (every.path / entry.file).read_bytes()
    assert b"/in/" in settled
    assert (
        restored(settled, entry.graph, shared_graph(entry))
        == (one.path / one.documents[key].file).read_bytes()
    )
