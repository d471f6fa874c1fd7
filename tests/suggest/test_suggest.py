"""What keikaku suggests, and that it can be followed into the document."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from keikaku.audit.suggestions import sssom
from keikaku.audit.suggestions.proposals import CLOSE, RELATED, Link, declared, suggestions
from keikaku.audit.suggestions.scoring import scores
from keikaku.audit.suggestions.subjects import Passage, Place, Subject
from keikaku.audit.suggestions.word_list import Word, WordList, word_list
from keikaku.documents.numbered_lines import Document
from keikaku.ground.spreadsheet_text import neutral
from keikaku.ground.text.folding import fold
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.support import PLANS, load_plan, tsv


@pytest.fixture(scope="module")
def links(plans: Store) -> list[Link]:
    return suggestions(plans.load(), "ja")


# ---------------------------------------------------------------- the real plans


@pytest.mark.parametrize(
    ("label", "goal"),
    [
        ("公共交通", "11"),
        ("農地利用の最適化", "2"),
        ("上下水道", "6"),
        ("認知症対策", "3"),
        ("男女共同参画の推進", "5"),
        ("健全な財政運営の推進", "17"),
        ("ICT等による利便性の向上と業務効率化の促進", "9"),
        ("森林保全", "15"),
    ],
)
def test_a_measure_is_suggested_the_goal_that_it_is_called_after(
    links: list[Link], label: str, goal: str
) -> None:
    found = {link.object.rsplit("/", 1)[-1] for link in links if link.subject_label == label}
    assert goal in found


def test_most_measures_get_a_suggestion_and_few_get_many(plans: Store, links: list[Link]) -> None:
    related = [link.subject for link in links if link.predicate == RELATED]
    measures = 105
    assert len(set(related)) > 0.9 * measures
    assert len(related) < 2 * measures
    assert all(0.5 <= link.confidence < 1 for link in links)


def test_what_stands_above_a_measure_never_decides_alone(plans: Store, links: list[Link]) -> None:
    every = suggestions(plans.load(), "ja", least=0.0)
    assert len(every) > len(links)
    assert all({match.passage.place for match in link.matches} != {Place.ABOVE} for link in every)
    words = WordList([Word("道路", ("9",), 3.0), Word("福祉", ("3",), 3.0)])
    above = Passage(Place.ABOVE, "rdfs:label", "福祉のまち")
    for label, goals in (("道路", {"9"}), ("道路と福祉", {"9", "3"})):
        subject = Subject("x", label, "", (Passage(Place.LABEL, "rdfs:label", label), above))
        assert scores(subject, words).keys() == goals


def test_no_list_of_words_is_nearly_certain(links: list[Link]) -> None:
    surest = max(link.confidence for link in links)
    assert 0.9 < surest < 0.97


def documents() -> dict[str, Document]:
    return {f"/document/{name}": load_plan(name).document for name in PLANS}


def test_every_word_stands_in_the_lines_that_are_named(links: list[Link]) -> None:
    found = [
        (fold(match.word).casefold(), text_of(match.passage.sources))
        for link in links
        for match in link.matches
    ]
    apart = [(word, text) for word, text in found if word not in text]
    assert len(found) > 500
    assert len(apart) <= 0.01 * len(found)  # a word that a table's cell breaks has another cell's text inside
    for word, text in apart:
        letters = iter(text)
        assert all(letter in letters for letter in word), word


def text_of(fragments: tuple[str, ...]) -> str:
    """Return the text of the lines of source fragments, in the order of the document."""
    assert fragments
    spans = []
    for fragment in fragments:
        document, _mark, position = fragment.partition("#line=")
        before, last = map(int, position.split(","))
        lines = next(one for name, one in documents().items() if document.endswith(name)).lines
        spans.append((before, "".join(line.text for line in lines if before < line.number <= last)))
    return "".join(fold("".join(text for _before, text in sorted(spans))).casefold().split())


def test_strategy_goals_are_compared_with_the_national_strategy_of_their_period(links: list[Link]) -> None:
    found = {link.subject_label: link.object for link in links if link.predicate == CLOSE}
    national = "https://w3id.org/keikaku/id/national-strategy/"
    assert found["結婚・出産・子育ての希望をかなえる"] == national + "mhs2/3"
    assert found["須坂市への新しい人の流れをつくる"] == national + "mhs2/2"
    assert all("/mhs2/" in iri for iri in found.values())  # all three plans began in fiscal year 2021


def test_what_the_plans_state_is_not_suggested_again(plans: Store, keikaku: Keikaku) -> None:
    result = keikaku("suggest", "--store", plans.path)
    stated = {
        (sssom.uri(subject).rsplit("/", 1)[-1], goal.rsplit("/", 1)[-1])
        for subject, _p, goal in declared(plans.load())
    }
    suggested = {
        (row["subject_id"].rsplit("/", 1)[-1], row["object_id"].removeprefix("sdg:"))
        for row in tsv(result.stdout)
    }
    assert len(stated) == 3
    assert not stated & suggested


# ---------------------------------------------------------------- the table


def test_the_table_names_words_lines_tool_and_version(towns: Path, keikaku: Keikaku) -> None:
    result = keikaku("suggest", "--store", towns)
    assert result.exit_code == 0
    snow = next(row for row in tsv(result.stdout) if row["subject_label"] == "除雪")
    assert snow["object_id"] == "sdg:11"
    assert snow["predicate_id"] == "skos:relatedMatch"
    assert snow["mapping_justification"] == "semapv:LexicalMatching"
    assert snow["match_string"].split("|")[0] == "除雪"
    assert "除雪 (label plan.txt:" in snow["comment"]
    assert snow["mapping_tool"] == "keikaku"
    assert snow["mapping_date"] == ""
    assert "links suggested for" in result.stderr


def test_goals_are_named_in_the_language_asked_for(towns: Path, keikaku: Keikaku) -> None:
    japanese = tsv(keikaku("suggest", "--store", towns, "--lang", "ja").stdout)
    english = tsv(keikaku("suggest", "--store", towns, "--lang", "en").stdout)
    assert {row["object_label"] for row in japanese if row["object_id"] == "sdg:11"} == {
        "住み続けられるまちづくりを"
    }
    assert any("cities" in row["object_label"] for row in english)
    assert [row["confidence"] for row in japanese] == [row["confidence"] for row in english]


def test_a_lower_confidence_gives_more_and_a_date_only_if_given(towns: Path, keikaku: Keikaku) -> None:
    usual = tsv(keikaku("suggest", "--store", towns).stdout)
    more = tsv(
        keikaku("suggest", "--store", towns, "--min-confidence", "0.1", "--as-of", "2026-04-01").stdout
    )
    assert len(more) > len(usual)
    assert {row["mapping_date"] for row in more} == {"2026-04-01"}


def test_the_same_store_gives_the_same_bytes(towns: Path, tmp_path: Path) -> None:
    made = set()
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.tsv"
        subprocess.run(
            [sys.executable, "-m", "keikaku", "suggest", "--store", str(towns), "--output", str(out)],
            env=os.environ | {"PYTHONHASHSEED": seed, "KEIKAKU_LANG": "ja"},
            check=True,
            capture_output=True,
        )
        made.add(out.read_bytes())
    assert len(made) == 1


def test_an_empty_store_and_a_file_that_cannot_be_written(
    tmp_path: Path, towns: Path, keikaku: Keikaku
) -> None:
    empty = keikaku("suggest", "--store", tmp_path / "none")
    assert (empty.exit_code, "holds no document" in empty.stderr) == (2, True)
    nowhere = keikaku("suggest", "--store", towns, "--output", tmp_path / "no" / "such.tsv")
    assert (nowhere.exit_code, "cannot write" in nowhere.stderr) == (2, True)


def test_a_label_that_looks_like_a_formula_is_defused() -> None:
    assert neutral("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert neutral("道路") == "道路"


# ---------------------------------------------------------------- the words


def words_in(text: str) -> list[str]:
    return [word.text for word in word_list().find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公共交通", ["公共交通"]),
        ("企業誘致", ["企業誘致"]),  # and not 企業 beside it
        ("ＤＸの推進", ["DX"]),
        ("dx", ["DX"]),
        ("FAIRTRADE", []),  # no AI in it
        ("ＡＩ・ＲＰＡ", ["AI", "RPA"]),
        ("ごみ、ごみ", ["ごみ"]),
        ("協議会と議会", ["議会"]),
        ("協議会", []),
        ("地下水", ["地下水"]),
        ("", []),
    ],
)
def test_words_are_found_whole_in_any_width(text: str, found: list[str]) -> None:
    assert words_in(text) == found


def test_the_longest_word_counts() -> None:
    short, long = Word("教育", ("4",), 3), Word("特別支援教育", ("10",), 3)
    assert WordList([short, long]).find("特別支援教育と教育") == [long, short]


@pytest.mark.parametrize("name", ["words", "strategy-words"])
def test_the_lists_are_clean(name: str) -> None:
    path = Path(sssom.__file__).parent / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    words = [fold(row["word"]).casefold() for row in found]
    assert sorted(words) == sorted(set(words))
    goals = {goal for row in found for goal in row["goals"].split()}
    themes = {"work", "flow", "family", "place", "people", "digital"}
    assert goals == (set(map(str, range(1, 18))) if name == "words" else themes)
    assert {row["weight"] for row in found} <= {"1", "2", "3"}
