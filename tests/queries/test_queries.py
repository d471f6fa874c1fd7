"""Every query of the library: its header, its rows on the fixture, on two engines, and on the real plans."""

from __future__ import annotations

import csv
import io
import os
import re

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph

from keikaku.asking.answers import write
from keikaku.asking.questions import run
from keikaku.graph.sparql import tokens
from keikaku.ground.errors import KeikakuError
from keikaku.ground.vocab import KEI, PREFIXES, terms
from keikaku.store.folder import Store
from tests.queries import support
from tests.queries.support import FOLDER, NAMES, examples, library, rdflib_rows, rows

EXPECTED = FOLDER / "expected"
# rdflib starts at the paths whose two ends are open where the SDG is bound too, and joins pairs of indicators anew for each.
RDFLIB_NEEDS_MINUTES = {("path-to-sdg", "sdg"), ("indicators-that-disagree", "municipality")}
ORDERED = re.compile(r"ORDER BY[^}]*\Z")


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_approved_ones(name: str) -> None:
    """``KEIKAKU_APPROVE=1`` writes the rows for a person to read and commit."""
    query = library()[name]
    found = [list(row) for row in rows(query, examples(query))]
    path = EXPECTED / f"{name}.csv"
    if os.environ.get("KEIKAKU_APPROVE"):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(found)
    with path.open(encoding="utf-8", newline="") as file:
        assert found == list(csv.reader(file))
    assert found, "the fixture has nothing for this query to find"


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_finds_the_same_rows(name: str) -> None:
    query = library()[name]
    assert sorted(rdflib_rows(query, examples(query))) == sorted(rows(query, examples(query)))


@pytest.mark.parametrize(
    "name", [name for name in NAMES if any(p.optional for p in library()[name].parameters)]
)
def test_optional_parameters_narrow_the_answer(name: str) -> None:
    query = library()[name]
    every = rows(query, examples(query))
    for parameter in (one for one in query.parameters if one.optional):
        values = {**examples(query), parameter.name: parameter.example}
        narrowed = rows(query, values)
        assert set(narrowed) <= set(every)
        if (name, parameter.name) not in RDFLIB_NEEDS_MINUTES:
            assert sorted(rdflib_rows(query, values)) == sorted(narrowed)


@pytest.mark.parametrize("name", NAMES)
def test_header_says_everything_in_both_languages(name: str) -> None:
    query = library()[name]
    assert set(query.titles) == {"en", "ja"}
    assert set(query.descriptions) == {"en", "ja"}
    assert query.keywords
    assert "# combine: " in query.text
    for parameter in query.parameters:
        assert set(parameter.descriptions) == {"en", "ja"}
        parameter.term(parameter.example)
        assert f"?{parameter.name}" in query.text


@pytest.mark.parametrize("name", [name for name in NAMES if library()[name].form == "SELECT"])
def test_every_column_has_a_title_in_both_languages(name: str) -> None:
    query = library()[name]
    answer = ox.Store().query(query.text)
    assert isinstance(answer, ox.QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    for language in ("en", "ja"):
        assert list(query.columns[language]) == columns
        assert len(set(query.columns[language].values())) == len(columns), "two columns of one title"
    assert not [title for title in query.columns["ja"].values() if re.search(r"[a-z]{3}", title)]


def test_titles_tell_queries_apart() -> None:
    for language in ("en", "ja"):
        titles = [query.titles[language] for query in library().values()]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize("name", NAMES)
def test_every_term_is_declared(name: str) -> None:
    """A misspelt term finds nothing and says nothing."""
    known = {term.iri for term in terms()}
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", library()[name].text, re.MULTILINE))
    assert declared.items() <= PREFIXES.items()
    for kind, text, _at in tokens(library()[name].text):
        if kind == "name" and text.startswith("kei:") and len(text) > 4:
            assert str(KEI[text[4:]]) in known
        if kind == "iri":
            scheme = ox.NamedNode(text[1:-1])
            assert text[1:-1] in declared.values() or any(
                support.memory(True).quads_for_pattern(scheme, None, None, None)
            )


def test_every_other_vocabulary_term_is_one_that_data_or_ontology_use() -> None:
    """Terms of other vocabularies, from skos: to org:, occur in the fixture, which is what minting writes."""
    used = {
        text
        for query in library().values()
        for kind, text, _at in tokens(query.text)
        if kind == "name" and text.split(":")[0] not in ("kei", "sdg", "xsd") and not text.endswith(":")
    }
    text = b"".join(support.memory(town).dump(format=ox.RdfFormat.N_QUADS) or b"" for town in (False, True))
    unknown = {
        name for name in used if f"<{PREFIXES[name.split(':')[0]]}{name.split(':')[1]}>".encode() not in text
    }
    assert unknown <= {
        "dcterms:license",
        "dcterms:source",
        "prov:wasRevisionOf",
    }  # optional of a document, a plan


@pytest.mark.parametrize("town", [False, True], ids=["towns", "plans-of-a-town"])
@pytest.mark.parametrize("name", [name for name in NAMES if library()[name].form == "SELECT"])
def test_rows_come_in_an_order_that_decides(name: str, town: bool) -> None:
    """Two rows that the order leaves alike come as each engine pleases: no two servers then agree."""
    query = library()[name]
    ordered = ORDERED.search(query.text)
    assert ordered
    keys = re.findall(r"\?(\w+)", ordered[0])
    columns = list(query.columns["en"])
    optional = [one for one in query.parameters if one.optional]
    for values in [{}, *({one.name: one.example} for one in optional)]:
        found = set(support.texts(query, run(support.memory(town), query, {**examples(query), **values})))
        assert len({tuple(row[columns.index(key)] for key in keys) for row in found}) == len(found)


@pytest.mark.parametrize("name", NAMES)
def test_columns_that_combine_are_columns(name: str) -> None:
    query = library()[name]
    answer = run(support.memory(support.of_town(query)), query, examples(query))
    assert set(query.combine or {}) <= set(answer.variables)


BREAKING_OUT = [
    '"',
    "'",
    '"""',
    "}",
    '"} UNION { ?s ?p ?o } #',
    "\\u0022} UNION { ?s ?p ?o } #",
    '\\" } UNION { ?s ?p ?o } #',
    "\\U00000022 } #",
    "x\n} UNION { ?s ?p ?o } #",
]
NASTY = [
    *BREAKING_OUT,
    "x\r\n}",
    "\\",
    "\\\\u0022",
    "<https://example.com/> } #",
    "https://example.com/> ?p ?o } #",
    "https://example.com/\\u003e",
    "https://example.com/{}",
    "1 UNION",
    "2022\n",
    "?element",
    "%s {0} $x",
    "",
    " ",
    "\x00",
    "\x7f",
    "\ud800",
    "\u202e",
    "٣",
]


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, one.name) for name in NAMES for one in library()[name].parameters]
)
def test_values_are_values_and_nothing_else(name: str, parameter: str) -> None:
    query = library()[name]
    others = {key: value for key, value in examples(query).items() if key != parameter}
    for value in NASTY:
        try:
            text = query.bound({**others, parameter: value})
        except KeikakuError:
            continue
        assert "UNION { ?s ?p ?o }" not in text.replace('\\"', "").split('"')[::2]
        assert rows(query, {**others, parameter: value}) in ([], [("false",)])
        if value in BREAKING_OUT:
            assert rdflib_rows(query, {**others, parameter: value}) in ([], [("false",)])


def test_the_real_plans_answer_every_query(plans: Store) -> None:
    store = plans.load()
    empty = set()
    for name, query in library().items():
        answer = run(store, query, _values(store, name))
        if query.form != "ASK" and not list(answer):
            empty.add(name)
    defects = {name for name in empty if {"gap", "audit", "監査"} & set(library()[name].keywords)}
    assert empty - defects <= MAY_BE_EMPTY


# None of the five plans resembles another, is another's edition or prints accounts; none that prints money prints SDGs,
# and nobody has decided on links or recorded themes.
MAY_BE_EMPTY = {
    "beside-the-country",
    "continued-elements",
    "departments-over-editions",
    "dropped-and-new",
    "editions-of-documents",
    "editions-of-plans",
    "executed-share",
    "figures-not-there",
    "measures-by-theme",
    "money-by-sdg",
    "money-by-theme",
    "figures-of-predecessors",
    "plans-of-predecessors",
    "restated-figures",
    "similar-measures",
    "suggested-links",
    "sums-over-periods",
    "targets-on-the-way",
    "targets-over-editions",
}
# What the five plans print, in the place of what the fixture prints.
PRINTED = {
    "projects-of-department": {"name": "企画"},
    "projects-of-sdg": {"sdg": "sdg:17"},
    "what-plans-say": {"word": "ＩＣＴ"},
    "indicators-by-subject": {"word": "人口"},
    "element-by-number": {"printed": "35"},
}
WITH = {"path-to-sdg": KEI.sdg, "codes-of-measure": KEI.strategyCode}


def _values(store: ox.Store, name: str) -> dict[str, str]:
    values = examples(library()[name]) | PRINTED.get(name, {})
    for parameter in library()[name].parameters:
        if parameter.type == "iri" and not parameter.optional and not parameter.example.startswith("sdg:"):
            values[parameter.name] = _some(store, name)
    return values


def _some(store: ox.Store, name: str) -> str:
    """Return a measure that has something below it, or what a query asks for."""
    wanted = f"?one <{WITH[name]}> ?value" if name in WITH else f"?one a <{KEI.Measure}>"
    below = f"?project <{KEI.contributesTo}> ?one . ?project <{KEI.department}>|<{KEI.leadDepartment}> ?unit"
    end = "" if name in WITH else below
    text = f"SELECT ?one {{ {wanted} . {end} }} ORDER BY ?one LIMIT 1"
    answer = store.query(text, use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    return str(next(answer)["one"].value)


def test_the_graph_of_a_lineage_is_a_graph() -> None:
    query = library()["lineage-graph"]
    answer = run(support.memory(), query, examples(query))
    buffer = io.BytesIO()
    write(answer, "turtle", buffer)
    graph = Graph().parse(data=buffer.getvalue(), format="turtle")
    assert (None, RDF.type, KEI.Plan) in graph
