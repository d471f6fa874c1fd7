"""Decisions that come back: taken all or none, and kept with who made them."""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions
from typer.testing import Result

from keikaku.asking.transfer.decisions import refuse_losing
from keikaku.audit.suggestions.proposals import suggestions
from keikaku.audit.suggestions.returned import read_returned
from keikaku.ground.errors import KeikakuError
from keikaku.store.folder import Store
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.conftest import Keikaku
from tests.support import raises

STATUS = """
    PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX semapv: <https://w3id.org/semapv/vocab/>
    PREFIX sssom: <https://w3id.org/sssom/>
    SELECT ?label ?status ?who ?day ?confidence WHERE {
        GRAPH ?graph {
            ?graph a sssom:MappingSet ; sssom:mappings ?node .
            ?node a owl:Axiom ; owl:annotatedSource ?element ; owl:annotatedTarget ?goal .
            OPTIONAL { ?node dcterms:creator/dcterms:identifier ?who ; dcterms:created ?day }
            OPTIONAL { ?node sssom:predicate_modifier ?not }
            OPTIONAL { ?node prov:wasDerivedFrom/sssom:confidence ?confidence }
        }
        GRAPH ?document { ?element rdfs:label ?label }
        BIND (IF(!BOUND(?who), "suggested", IF(BOUND(?not), "rejected", "confirmed")) AS ?status)
    }
"""


def table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return the metadata lines and the rows of a table."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    return head, list(csv.DictReader(lines[len(head) :], delimiter="\t"))


def save(path: Path, head: list[str], rows: list[dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text("\n".join([*head, text.getvalue()]), encoding="utf-8")


def decide(row: dict[str, str], mark: str = "confirmed") -> dict[str, str]:
    """Return a row with a decision."""
    return row | {"ext_decision": mark}


def links(store: Path) -> list[dict[str, str]]:
    """Return what the graphs of links say, as the audit would ask."""
    found = Store(store).load().query(STATUS)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: str(row[name].value) for name in names if isinstance(row[name], Literal)} for row in found]


def statuses(store: Path) -> dict[str, str]:
    return {row["label"]: row["status"] for row in links(store) if "who" in row}


def content(store: Path) -> dict[str, bytes]:
    files = (file for file in store.rglob("*") if file.is_file() and file.name != "lock")
    return {str(file.relative_to(store)): file.read_bytes() for file in files}


@pytest.fixture
def suggested(towns: Path, tmp_path: Path, keikaku: Keikaku) -> Path:
    """Return the table of what is suggested for the towns."""
    path = tmp_path / "links.sssom.tsv"
    assert keikaku("suggest", "--store", towns, "--output", path).exit_code == 0
    return path


@pytest.fixture
def confirm(towns: Path, suggested: Path, keikaku: Keikaku) -> Callable[..., Result]:
    def run(*more: str, by: str = "k-yamada", role: str = "企画課") -> Result:
        who = ("--by", by, "--role", role, "--date", "2026-11-20")
        return keikaku("confirm", suggested, "--store", towns, *who, *more)

    return run


# ---------------------------------------------------------------- what is taken


@pytest.mark.parametrize(
    ("yes", "no"), [("confirmed", "rejected"), ("確認", "却下"), (" Confirmed", "REJECTED ")]
)
def test_a_mark_decides_and_a_row_without_one_or_a_missing_row_decides_nothing(
    towns: Path, suggested: Path, confirm: Callable[..., Result], keikaku: Keikaku, yes: str, no: str
) -> None:
    head, rows = table(suggested)
    assert len(rows) > 3
    rejected = next(row for row in rows[1:] if row["subject_id"] != rows[0]["subject_id"])
    others = [row for row in rows[1:-1] if row is not rejected]
    save(suggested, head, [decide(rows[0], yes), decide(rejected, no), *others])
    result = confirm()
    assert result.exit_code == 0, result.stderr
    assert "1 links confirmed (0 of them added), 1 rejected by k-yamada (企画課)" in result.stderr
    assert f"{len(others)} left undecided" in result.stderr
    assert statuses(towns) == {rows[0]["subject_label"]: "confirmed", rejected["subject_label"]: "rejected"}
    assert len(table_of(keikaku("suggest", "--store", towns).stdout)) == len(rows) - 2


def table_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader((one for one in text.splitlines() if one[:1] != "#"), delimiter="\t"))


def test_a_table_that_nobody_marked_is_refused_with_the_way_out(
    towns: Path, confirm: Callable[..., Result]
) -> None:
    before = content(towns)
    for language, words in (
        ("en", ("ext_decision", "confirmed", "--all")),
        ("ja", ("確認", "却下", "--all")),
    ):
        result = confirm("--lang", language, "--name", "山田 花子")
        assert result.exit_code == 2
        assert all(word in result.stderr for word in words), result.stderr
    assert content(towns) == before


def test_all_confirms_what_is_not_rejected(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0], "rejected"), *rows[1:]])
    assert confirm("--all").exit_code == 0
    found = [row["status"] for row in links(towns) if "who" in row]
    assert (found.count("rejected"), found.count("confirmed")) == (1, len(rows) - 1)
    save(suggested, head, rows)
    assert confirm("--all").exit_code == 0  # the table does not show it any more: rejected it stays
    again = [row["status"] for row in links(towns) if "who" in row]
    assert sorted(again) == sorted(found)


def test_the_graph_knows_id_and_role_and_a_local_file_the_name(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    assert confirm("--name", "山田 花子").exit_code == 0
    graphs = b"".join(data for name, data in content(towns).items() if name != "reviewers.yml")
    assert "企画課".encode() in graphs
    assert "山田".encode() not in graphs
    decided, (towns_names) = links(towns), towns / "reviewers.yml"
    assert "k-yamada: 山田 花子" in towns_names.read_text(encoding="utf-8")
    towns_names.unlink()
    assert links(towns) == decided
    other = confirm(role="議会")
    assert (other.exit_code, "another role" in other.stderr) == (2, True)


def test_names_are_published_only_if_the_publisher_says_so(
    towns: Path, suggested: Path, confirm: Callable[..., Result], tmp_path: Path
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    confirm("--name", "山田 花子")
    for shown in (False, True):
        settings = Publication(base="https://plans.example.jp/", reviewer_names=shown)
        publish(towns, tmp_path / "site", settings)
        files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
        naming = {file.suffix for file in files if "山田 花子".encode() in unpacked(file)}
        assert naming == ({".html"} if shown else set())
        assert any(b"k-yamada" in unpacked(file) for file in files)


def unpacked(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def test_not_in_the_predicate_modifier_rejects_and_cannot_be_confirmed_at_once(
    towns: Path, suggested: Path, confirm: Callable[..., Result], keikaku: Keikaku
) -> None:
    head, rows = table(suggested)
    rows[1]["predicate_modifier"] = "Not"
    save(suggested, head, [rows[0], decide(rows[1])])
    assert confirm().exit_code == 2
    save(suggested, head, rows)
    assert confirm().exit_code == 0
    assert statuses(towns) == {rows[1]["subject_label"]: "rejected"}
    assert "1 that somebody decided about" in keikaku("suggest", "--store", towns).stderr


def test_who_and_when_and_the_suggestion_are_kept(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    confirm()
    (decision,) = [row for row in links(towns) if "who" in row]
    assert decision["who"] == "k-yamada"
    assert decision["day"] == "2026-11-20"
    assert float(decision["confidence"]) == float(rows[0]["confidence"])
    entry = next(one for key, one in Store(towns).documents.items() if key.startswith("mappings-"))
    assert entry.kind == "mappings"
    assert entry.source == suggested.name


def test_nothing_enters_what_the_documents_state(towns: Path, confirm: Callable[..., Result]) -> None:
    sdg = NamedNode("https://w3id.org/keikaku/ns#sdg")
    before = set(Store(towns).load().quads_for_pattern(None, sdg, None, None))
    assert confirm("--all").exit_code == 0
    assert set(Store(towns).load().quads_for_pattern(None, sdg, None, None)) == before


def test_a_person_can_add_a_link(towns: Path, suggested: Path, confirm: Callable[..., Result]) -> None:
    head, rows = table(suggested)
    own = dict.fromkeys(rows[0], "") | {
        "subject_id": rows[0]["subject_id"],
        "predicate_id": "skos:relatedMatch",
        "object_id": "http://metadata.un.org/sdg/7.2",
        "mapping_justification": "semapv:ManualMappingCuration",
    }
    save(suggested, head, [own])
    assert confirm().exit_code == 2  # a decision of it is wanted, too
    save(suggested, head, [decide(own)])
    result = confirm()
    assert "1 links confirmed (1 of them added)" in result.stderr
    assert statuses(towns) == {rows[0]["subject_label"]: "confirmed"}


def test_a_later_decision_takes_the_place_of_an_earlier_one(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    confirm()
    save(suggested, head, [decide(rows[0], "rejected")])
    confirm(by="sato")
    assert statuses(towns) == {rows[0]["subject_label"]: "rejected"}


def test_the_same_decisions_give_the_same_bytes(towns: Path, confirm: Callable[..., Result]) -> None:
    confirm("--all", "--name", "山田")
    first = content(towns)
    confirm("--all", "--name", "山田")
    assert content(towns) == first


def test_suggestions_can_be_recorded_and_decisions_survive_that(
    towns: Path, suggested: Path, confirm: Callable[..., Result], keikaku: Keikaku
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    confirm()
    assert keikaku("suggest", "--store", towns, "--record").exit_code == 0
    found = [row["status"] for row in links(towns)]
    assert found.count("confirmed") == 1
    assert found.count("suggested") == len(rows)


# ---------------------------------------------------------------- what spreadsheet programs make of it


def as_windows(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")


def as_utf16(data: bytes) -> bytes:
    return data.decode().encode("utf-16")


def with_quotes_and_tabs(data: bytes) -> bytes:
    lines = data.decode().splitlines()
    return "\n".join(f'"{one}"' + "\t" * 5 if one.startswith("#") else one + "\t\t" for one in lines).encode()


def with_commas(data: bytes) -> bytes:
    lines = data.decode().splitlines()
    head = [line for line in lines if line.startswith("#")]
    text = io.StringIO()
    csv.writer(text).writerows(csv.reader(lines[len(head) :], delimiter="\t"))
    return "\n".join([*head, text.getvalue()]).encode()


def without_metadata(data: bytes) -> bytes:
    return b"\n".join(line for line in data.splitlines() if not line.startswith(b"#"))


@pytest.mark.parametrize(
    "made",
    [as_windows, as_utf16, with_quotes_and_tabs, with_commas, without_metadata],
    ids=lambda one: one.__name__,
)
def test_a_table_survives_spreadsheet_programs(
    suggested: Path, confirm: Callable[..., Result], made: Callable[[bytes], bytes]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0]), *rows[1:]])
    suggested.write_bytes(made(suggested.read_bytes()))
    result = confirm()
    assert result.exit_code == 0, result.stderr
    assert "1 links confirmed" in result.stderr


# ---------------------------------------------------------------- what is refused


BAD_CELLS = [
    ("ext_decision", "yes", "ext_decision"),
    ("ext_decision", "〇", "ext_decision"),
    ("subject_id", "m99999:plan/measure/none", "subject_id"),
    ("subject_id", "道路", "subject_id"),
    ("object_id", "sdg:18", "object_id"),
    ("object_id", "", "object_id"),
    ("object_id", "strategy:dd/1", "object_id"),
    ("predicate_id", "skos:exactMatch", "predicate_id"),
    ("predicate_id", "skos:closeMatch", "object_id"),
    ("predicate_modifier", "no", "predicate_modifier"),
    ("confidence", "0.01", "confidence"),
    ("confidence", "", "confidence"),
    ("confidence", "nan", "confidence"),
    ("confidence", "高い", "confidence"),
    ("mapping_justification", "semapv:LogicalReasoning", "mapping_justification"),
    ("mapping_justification", "semapv:ManualMappingCuration", "confidence"),
    ("mapping_tool_version", "0.0.1", "mapping_tool_version"),
    ("subject_label", "別の施策", "subject_label"),
    ("object_label", "別の目標", "object_label"),
    ("comment", '=HYPERLINK("https://example.org","x")', "comment"),
    ("comment", "@SUM(A1)", "comment"),
    ("subject_label", "+1", "subject_label"),
    ("object_id", "sdg:14", "object_id"),
]


@pytest.mark.parametrize(("column", "cell", "named"), BAD_CELLS)
def test_a_wrong_cell_is_named_and_nothing_is_taken(
    towns: Path, suggested: Path, confirm: Callable[..., Result], column: str, cell: str, named: str
) -> None:
    head, rows = table(suggested)
    rows[1][column] = cell
    save(suggested, head, rows)
    before = content(towns)
    result = confirm()
    assert result.exit_code == 2
    assert f"line {len(head) + 3}, column {named}:" in result.stderr
    assert "nothing of the file was taken" in result.stderr
    assert content(towns) == before


def test_problems_are_named_in_japanese_too(suggested: Path, confirm: Callable[..., Result]) -> None:
    head, rows = table(suggested)
    rows[0]["confidence"] = "0.01"
    save(suggested, head, rows)
    assert f"{len(head) + 2} 行 confidence 列: '0.01' は変更されています" in confirm("--lang", "ja").stderr


def test_a_link_that_stands_there_twice(suggested: Path, confirm: Callable[..., Result]) -> None:
    head, rows = table(suggested)
    save(suggested, head, [*rows, rows[0]])
    result = confirm()
    assert result.exit_code == 2
    assert f"the link stands on line {len(head) + 2} already" in result.stderr


@pytest.mark.parametrize(
    "by", ["", "  ", "\u3000", "\u202e", "\x07", "山田 花子", "K-Yamada", "a/b", "-a", "a" * 41]
)
def test_a_confirmation_by_nobody_or_by_a_name(towns: Path, confirm: Callable[..., Result], by: str) -> None:
    before = content(towns)
    result = confirm("--all", by=by)
    assert (result.exit_code, "--by ID --role ROLE" in result.stderr) == (2, True)
    assert (confirm("--all", role="\u3000").exit_code, content(towns)) == (2, before)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# only metadata\n", "no header"),
        ("subject_id\tpredicate_id\n", "the column object_id is missing"),
        ("subject_id\tpredicate_id\tobject_id\tmapping_justification\tpredicate_modifer\n", "is meant?"),
        ("subject_id\tsubject_id\tpredicate_id\tobject_id\tmapping_justification\n", "there twice"),
        ("subject_id\tpredicate_id\tobject_id\tmapping_justification\na\tb\tc\td\te\n", "5 cells under 4"),
        ("#curie_map: [\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n", "metadata"),
        ("#curie_map: x\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n", "metadata"),
        ("#just text\nsubject_id\tpredicate_id\tobject_id\tmapping_justification\n", "metadata"),
    ],
)
def test_what_is_no_table(suggested: Path, confirm: Callable[..., Result], text: str, says: str) -> None:
    suggested.write_text(text, encoding="utf-8")
    result = confirm()
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_file_that_is_not_there_or_no_text(suggested: Path, confirm: Callable[..., Result]) -> None:
    suggested.write_bytes(b"PK\x03\x04" + bytes(50))
    assert confirm().exit_code == 2
    suggested.unlink()
    assert "no such file" in confirm().stderr


def test_a_line_that_is_too_long(suggested: Path, confirm: Callable[..., Result]) -> None:
    suggested.write_text(suggested.read_text(encoding="utf-8") + "a\t" + "b" * 200_000, encoding="utf-8")
    result = confirm()
    assert (result.exit_code, "above the limit" in result.stderr) == (2, True)


PIECES = (
    "\t",
    "\n",
    '"',
    "#",
    ":",
    "=",
    "Not",
    "0.9",
    "sdg:",
    "[",
    "&a",
    "*a",
    "!!python/object:os",
    "\ufeff",
    "|",
)


def test_a_broken_table_is_refused_in_words(suggested: Path, towns: Path) -> None:
    memory = Store(towns).load()
    links, whole = suggestions(memory, least=0.0), suggested.read_text(encoding="utf-8")
    chance = random.Random(4)  # noqa: S311
    refused = []
    for _ in range(200):
        text = whole
        for _ in range(3):
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(PIECES) + text[place + chance.choice((0, 0, 5, 500)) :]
        suggested.write_text(text, encoding="utf-8")
        try:
            read_returned(suggested, memory, links)
        except KeikakuError as error:
            refused.append(error.message("ja"))
    assert len(refused) > 100
    assert all(refused)


# ---------------------------------------------------------------- what takes the place of decisions


def test_no_graph_that_arrives_takes_the_place_of_decisions_that_it_does_not_hold(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[0])])
    confirm()
    store = Store(towns)
    key = next(key for key, entry in store.documents.items() if entry.kind == "mappings")
    held = store.lines(key)
    refuse_losing(store, key, held)
    refuse_losing(store, "mappings-00000", [])
    with raises("mappings.lost-decisions") as refused:
        refuse_losing(store, key, [line for line in held if "/decision>" not in line])
    assert "1 decisions" in refused.value.message("en")
