"""Decisions that come back: taken all or none, and kept with who made them."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions
from typer.testing import Result

from keikaku.errors import KeikakuError
from keikaku.store import Store
from keikaku.suggest.links import suggestions
from keikaku.suggest.returned import read_returned
from tests.conftest import Keikaku

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
            OPTIONAL { ?node sssom:author_label ?who ; dcterms:created ?day }
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
    def run(*more: str, by: str = "山田 花子") -> Result:
        return keikaku("confirm", suggested, "--store", towns, "--by", by, "--date", "2026-11-20", *more)

    return run


# ---------------------------------------------------------------- what is taken


def test_rows_kept_are_confirmed_not_is_rejected_missing_is_undecided(
    towns: Path, suggested: Path, confirm: Callable[..., Result], keikaku: Keikaku
) -> None:
    head, rows = table(suggested)
    assert len(rows) > 3
    rows[1]["predicate_modifier"] = "Not"
    save(suggested, head, rows[:2])
    result = confirm()
    assert result.exit_code == 0
    assert "1 links confirmed (0 of them added), 1 rejected by 山田 花子." in result.stderr
    assert statuses(towns) == {
        rows[0]["subject_label"]: "confirmed",
        rows[1]["subject_label"]: "rejected",
    }
    again = keikaku("suggest", "--store", towns)
    assert len(again.stdout.splitlines()) == len(head) + 1 + len(rows) - 2
    assert "2 that somebody decided about" in again.stderr


def test_who_and_when_and_the_suggestion_are_kept(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, rows[:1])
    confirm()
    (decision,) = [row for row in links(towns) if "who" in row]
    assert decision["who"] == "山田 花子"
    assert decision["day"] == "2026-11-20"
    assert float(decision["confidence"]) == float(rows[0]["confidence"])
    entry = next(one for key, one in Store(towns).documents.items() if key.startswith("mappings-"))
    assert entry.kind == "mappings"
    assert entry.source == suggested.name


def test_nothing_enters_what_the_documents_state(towns: Path, confirm: Callable[..., Result]) -> None:
    sdg = NamedNode("https://w3id.org/keikaku/ns#sdg")
    before = set(Store(towns).load().quads_for_pattern(None, sdg, None, None))
    confirm()
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
    result = confirm()
    assert "1 links confirmed (1 of them added)" in result.stderr
    assert statuses(towns) == {rows[0]["subject_label"]: "confirmed"}


def test_a_later_decision_takes_the_place_of_an_earlier_one(
    towns: Path, suggested: Path, confirm: Callable[..., Result]
) -> None:
    head, rows = table(suggested)
    save(suggested, head, rows[:1])
    confirm()
    rows[0]["predicate_modifier"] = "Not"
    save(suggested, head, rows[:1])
    confirm(by="佐藤")
    assert statuses(towns) == {rows[0]["subject_label"]: "rejected"}


def test_the_same_decisions_give_the_same_bytes(towns: Path, confirm: Callable[..., Result]) -> None:
    confirm()
    first = content(towns)
    confirm()
    assert content(towns) == first


def test_suggestions_can_be_recorded_and_decisions_survive_that(
    towns: Path, suggested: Path, confirm: Callable[..., Result], keikaku: Keikaku
) -> None:
    head, rows = table(suggested)
    save(suggested, head, rows[:1])
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
    suggested.write_bytes(made(suggested.read_bytes()))
    result = confirm()
    assert result.exit_code == 0, result.stderr


# ---------------------------------------------------------------- what is refused


BAD_CELLS = [
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


@pytest.mark.parametrize("name", ["", "  ", "\u3000", "\u202e", "\x07"])
def test_a_confirmation_without_a_name(towns: Path, confirm: Callable[..., Result], name: str) -> None:
    before = content(towns)
    result = confirm(by=name)
    assert (result.exit_code, "--by NAME" in result.stderr) == (2, True)
    assert content(towns) == before


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
