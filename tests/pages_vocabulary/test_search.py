"""The search: the browser folds as Python does, and finds what there is with few and small files."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keikaku.graph.addresses import Addresses
from keikaku.ground.text.characters import STANDS_FOR, table
from keikaku.ground.text.folding import key, unify
from keikaku.store.dataset import Dataset
from keikaku.store.folder import Store
from keikaku.web.pages.search_entries import KINDS, Entry, entries
from keikaku.web.pages.search_folding import folding_tables
from keikaku.web.pages.search_index import bucket, index_files, pairs, search_files
from tests.pages.conftest import Site
from tests.support import ROOT

SCRIPT = ROOT / "src" / "keikaku" / "web" / "pages" / "assets" / "search-index.js"
Ask = Callable[..., dict[str, Any]]

PRINTS = [
    "金ケ崎", "金ヶ崎", "金ヶ﨑", "ＳＤＧｓ", "sdgs", "㈱計画", "(株)計画", "Ⅲ(4)", "III(4)", "ｶﾞｲﾄﾞﾌﾞｯｸ", "ガイドブック",
    "か\u3099い", "髙橋", "高橋", "渡邊", "渡邉", "渡辺", "國土", "ひらがな", "ヒラガナ", "2021～2025", "2021〜2025", "2021~2025",
    "Straße", "ΑΣ", "ſ", "İ", "①", "１", "²", "ー―−-‐", "゠", "﷼", "ﬁn", "\u200bゼロ幅", "葛\U000e0100飾", "辻\ufe00", "", "\u0000a",
    "ᄒ\u1161ᆫ", "\U0001f1ef\U0001f1f5", "﨑", "塚", "ﾊﾟ", "は\u309a", "A\u0301\u0328", "\ufdfa", "ﾞ", "Ǆ", "ŉ", "ΐ", "Ꭰ", "ꭰ",
]  # fmt: skip


@pytest.fixture
def ask(node: str, tmp_path: Path) -> Ask:
    """Return a function that lets the page's own script answer."""

    def asked(**given: Any) -> dict[str, Any]:
        file = tmp_path / "asked.json"
        file.write_text(json.dumps(given), encoding="utf-8")
        command = [node, str(Path(__file__).with_name("search.mjs")), str(SCRIPT), str(file)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        answer: dict[str, Any] = json.loads(run.stdout)
        return answer

    return asked


# ---------------------------------------------------------------- folding


def folded(text: str) -> str:
    """Fold a text by the tables, as the script does."""
    tables = folding_tables()
    known = "".join(char for char in text if unicodedata.category(char) != "Co")
    plain = unicodedata.normalize("NFKC", known)
    plain = unicodedata.normalize("NFKC", "".join(tables["case"].get(char, char) for char in plain))
    return unicodedata.normalize("NFKC", "".join(tables["last"].get(char, char) for char in plain))


def test_the_browser_folds_as_python_does(ask: Ask, plan_site: Site) -> None:
    labels = [one.label for one in entries(plan_site.dataset)]
    blocks = [
        "".join(map(chr, range(start, start + 64)))
        for start in (*range(0, 0xD800, 64), *range(0xF900, 0x10000, 64))
    ]
    known = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cn"]
    texts = [*PRINTS, *labels, *known, *(block for block in blocks if assigned(block))]
    assert len(texts) > 3000
    got = ask(tables=folding_tables(), texts=texts)["folded"]
    wrong = [(text, js, key(text)) for text, js in zip(texts, got, strict=True) if js != key(text)]
    assert wrong == []


def test_the_browser_unifies_and_folds_as_python_does(node: str) -> None:
    texts = [
        *STANDS_FOR,
        *[row[0] for row in table("variants")],
        *(f"町{char}民" for char in "\u00ad\u200b\u2060\ufe0f\ufeff\U000e0100"),
    ]
    texts += ["か\u3099く", "企画‧財政·係", "町\ue000民\ufffd課", "ＳＤＧｓ ﾊﾟ", "神", "R6～10", "Straße"]
    script = (ROOT / "web" / "src" / "folding.js").as_uri()
    program = f"""import {{ key, unify }} from {json.dumps(script)};
        process.stdout.write(JSON.stringify({json.dumps(texts)}.map((text) => [unify(text), key(text)])))"""
    run = subprocess.run(
        [node, "--input-type=module", "-e", program], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == [[unify(text), key(text)] for text in texts]


def assigned(text: str) -> bool:
    """Tell whether all characters are in this Python's Unicode: a newer browser may know more of others."""
    return all(unicodedata.category(char) != "Cn" for char in text)


def test_other_prints_of_a_name_are_one_key(ask: Ask) -> None:
    groups = [["金ケ崎", "金ヶ崎", "金ヶ﨑", "金ケ 崎"], ["ＳＤＧｓ", "SDGS", "sdgs"], ["渡邊", "渡邉", "渡辺"], ["ｶﾞｲﾄﾞ", "ガイド"], ["㈱計画", "(株)計画", "（株）計画"]]  # fmt: skip
    for group in groups:
        assert len(set(ask(tables=folding_tables(), texts=group)["folded"])) == 1, group


@given(st.text())
@settings(max_examples=300, suppress_health_check=[HealthCheck.differing_executors])
def test_the_tables_say_all_that_folding_does(text: str) -> None:
    assert folded(text) == key(text)


def test_no_character_is_left_out_of_the_tables() -> None:
    planes = [*range(0x20000, 0x30000), *range(0xE0000, 0xE2000), *range(0x10000)]
    wrong = [code for code in planes if not 0xD800 <= code <= 0xDFFF and folded(chr(code)) != key(chr(code))]
    assert wrong == []


def test_files_of_pairs_are_those_of_the_browser(ask: Ask) -> None:
    some = sorted({pair for text in PRINTS for pair in pairs(key(text))})
    assert ask(pairs=some)["buckets"] == [bucket(pair, 1000) for pair in some]


# ---------------------------------------------------------------- finding


@pytest.fixture
def found(ask: Ask, plan_site: Site, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that searches the real plans."""
    write(dict(search_files(plan_site.dataset)), tmp_path)

    def search(text: str, kind: str = "", municipality: str = "", count: int = 20) -> dict[str, Any]:
        asked = [{"text": text, "kind": kind, "municipality": municipality}]
        result: dict[str, Any] = ask(folder=str(tmp_path / "search"), asked=asked, count=count)["found"][0]
        return result

    return search


def write(files: dict[str, bytes], folder: Path) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def names(result: dict[str, Any]) -> list[str]:
    return [one["label"] for one in result["entries"]]


Search = Callable[..., dict[str, Any]]


def test_a_town_is_found_however_it_is_written(found: Search) -> None:
    results = [found(text) for text in ("金ヶ﨑町", "金ケ崎町", "金ｹ崎町", "かねがさきちょう")]
    for result in results:
        first = result["entries"][0]
        assert (first["label"], first["kind"], first["path"]) == ("金ケ崎町", "Municipality", "doc/03381")
    assert names(results[0]) == names(results[1]) == names(results[2])


def test_all_that_holds_a_word_is_found(found: Search, plan_site: Site) -> None:
    for word in ("推進", "の推進", "公民連携", "ICT", "ｱﾌﾟﾘ", "SDGs"):
        expected = {
            one.path for one in entries(plan_site.dataset) if any(key(word) in text for text in one.texts)
        }
        got = found(word, count=1000)
        assert {one["path"] for one in got["entries"]} == expected
        assert got["total"] >= len(expected)


def test_words_apart_must_all_occur(found: Search, plan_site: Site) -> None:
    got = found("推進　事業", count=1000)
    wanted = {
        one.path
        for one in entries(plan_site.dataset)
        if key("推進") in key(one.label) and key("事業") in key(one.label)
    }
    assert wanted
    assert {one["path"] for one in got["entries"]} == wanted


def test_the_best_stands_first(found: Search, plan_site: Site) -> None:
    wanted = next(one for one in entries(plan_site.dataset) if one.kind == "Action")
    assert found(wanted.label)["entries"][0]["label"] == wanted.label
    kinds = list(KINDS)
    order = [
        (key(one["label"]) != "地域", not key(one["label"]).startswith("地域"), kinds.index(one["kind"]))
        for one in found("地域", count=500)["entries"]
    ]
    assert order == sorted(order)
    assert len({one[2] for one in order}) > 3


def test_kind_and_municipality_narrow_it_down(found: Search) -> None:
    everything, projects = found("事業", count=500), found("事業", kind="Project", count=500)
    assert {one["kind"] for one in projects["entries"]} == {"Project"}
    assert 0 < len(projects["entries"]) < len(everything["entries"])
    shirakawa = found("推進", municipality="07205", count=500)
    assert {one["municipality"] for one in shirakawa["entries"]} == {"白河市"}
    assert {one["path"].split("/")[1] for one in shirakawa["entries"]} == {"07205"}


def test_english_words_find_goals_and_terms(found: Search) -> None:
    goal = found("clean energy")["entries"] or found("energy")["entries"]
    assert ("SDG", "7", "sdg/7") in [(one["kind"], one["number"], one["path"]) for one in goal]
    assert "ns#Measure" in [one["path"] for one in found("measure")["entries"]]
    assert found("SDG 11")["entries"][0]["path"] == "sdg/11"
    assert found("11", kind="SDG")["entries"][0]["path"] == "sdg/11"


def test_a_number_is_found_as_printed(found: Search, plan_site: Site) -> None:
    measure = next(one for one in entries(plan_site.dataset) if one.kind == "Measure" and one.number == "7-2")
    assert measure.path in [one["path"] for one in found("７－２")["entries"]]


def test_nothing_is_found_where_nothing_is(found: Search) -> None:
    for text in ("", " 　", "存在しない言葉", "constructor", "__proto__", "🗾", "<script>"):
        assert found(text)["entries"] == []


def test_every_result_has_a_page(found: Search, plan_site: Site) -> None:
    pages = set(plan_site.pages.paths())
    paths = {one.path.partition("#")[0] for one in entries(plan_site.dataset)}
    assert paths <= pages
    terms = {one.path.partition("#")[2] for one in entries(plan_site.dataset) if one.kind == "Term"}
    assert terms <= set(plan_site.page("ns").ids)


def test_municipalities_without_plans_are_not_found(plans: Store) -> None:
    home = Dataset(plans, Addresses("https://w3id.org/keikaku/", "https://w3id.org/keikaku/id/"))
    towns = [one.label for one in entries(home) if one.kind == "Municipality"]
    assert towns == ["二戸市", "金ケ崎町", "白河市", "阿見町", "須坂市"]


def test_what_was_asked_for_is_marked(found: Search) -> None:
    first = found("金ヶ﨑")["pieces"][0]
    assert first == [["金ケ崎", True], ["町", False]]
    assert all(
        any(inside and key(piece) == "推進" for piece, inside in pieces) for pieces in found("推進")["pieces"]
    )


def test_marks_keep_the_text_whole(ask: Ask, tmp_path: Path) -> None:
    labels = ["ｶﾞｲﾄﾞの㈱案内", "か\u3099いど", "葛\U000e0100飾の道", "ﬁne 計画", "①推進", "ＳＤＧｓ推進"]
    write(dict(index_files([Entry(kind="Plan", label=label, path=f"doc/{at}") for at, label in enumerate(labels)], [], {})), tmp_path)  # fmt: skip
    asked = [
        {"text": text, "kind": "", "municipality": ""}
        for text in ("イ", "ガイド", "(株)", "がい", "飾の", "計画", "推進", "fi")
    ]
    for result in ask(folder=str(tmp_path / "search"), asked=asked)["found"]:
        for entry, pieces in zip(result["entries"], result["pieces"], strict=True):
            assert "".join(piece for piece, _inside in pieces) == entry["label"]
            assert any(inside for _piece, inside in pieces)


# ---------------------------------------------------------------- size


def many(count: int) -> list[Entry]:
    """Return as many entries as a hundred municipalities have, with words that many share."""
    words = ("地域", "子育て", "支援", "推進", "事業", "整備", "観光", "防災", "福祉", "農業")
    made = [
        Entry(
            kind=("Measure", "Project", "Indicator", "Action")[at % 4],
            label=f"{words[at % 10]}{words[at // 10 % 10]}の{words[at // 100 % 10]}{at:05}事業",
            number=f"{at % 9}-{at % 7}",
            municipality=f"{at % 100 + 1000:05}",
            plan=f"doc/{at % 100 + 1000:05}/plan",
            path=f"doc/{at % 100 + 1000:05}/plan/project/x{at}",
        )
        for at in range(count)
    ]
    return sorted(made, key=lambda one: one.order)


def test_a_hundred_municipalities_stay_searchable(ask: Ask, tmp_path: Path) -> None:
    found = many(40_000)
    files = dict(index_files(found, [[f"{n:05}", f"町{n}"] for n in range(1000, 1100)], {}))
    assert max(map(len, files.values())) < 200_000
    write(files, tmp_path)
    asked = [{"text": text, "kind": "", "municipality": ""} for text in ("子育て支援", "事業", "12345事業")]
    results = ask(folder=str(tmp_path / "search"), asked=asked)["found"]
    assert results[1]["total"] == 40_000
    assert [one["label"] for one in results[2]["entries"]] == [
        one.label for one in found if "12345事業" in one.label
    ]
    for result in results:
        assert len(result["files"]) < 40
        assert sum((tmp_path / "search" / name).stat().st_size for name in result["files"]) < 1_500_000


def test_the_same_data_gives_the_same_files(example_site: Site) -> None:
    once, again = (dict(search_files(example_site.dataset)) for _ in range(2))
    assert once == again
    assert all(path.startswith("search/") and path.endswith(".json") for path in once)
