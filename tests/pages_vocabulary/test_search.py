"""The search: the browser folds as Python does, and finds what there is with few and small files."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
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
from keikaku.web.pages.search_entries import PASSAGES, Entry, entries
from keikaku.web.pages.search_folding import folding_json, folding_tables
from keikaku.web.pages.search_hash import bucket
from keikaku.web.pages.search_index import QUERY, index_files, pairs, search_files
from keikaku.web.pages.search_readings import short
from tests.pages.conftest import Site
from tests.support import ROOT

SCRIPT = ROOT / "src" / "keikaku" / "web" / "pages" / "assets" / "search-index.js"
Ask = Callable[..., dict[str, Any]]
Search = Callable[..., dict[str, Any]]

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


def test_the_tables_reach_the_browser_whole(ask: Ask) -> None:
    assert ask(unpacked=json.loads(folding_json()))["unpacked"] == folding_tables()
    assert len(folding_json()) < 60_000


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


@pytest.fixture(scope="module")
def index(plan_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the index of the real plans."""
    folder = tmp_path_factory.mktemp("index")
    write(dict(search_files(plan_site.dataset)), folder)
    return folder / "search"


@pytest.fixture(scope="module")
def listed(plan_site: Site) -> list[Entry]:
    return entries(plan_site.dataset)


@pytest.fixture
def found(ask: Ask, index: Path) -> Search:
    """Return a function that searches the real plans."""

    def search(text: str, *, whole: bool = True, **chosen: str | list[str]) -> dict[str, Any]:
        picked = {name: [one] if isinstance(one, str) else one for name, one in chosen.items()}
        asked = [{"text": text, "chosen": picked, "whole": whole}]
        result: dict[str, Any] = ask(folder=str(index), asked=asked)["found"][0]
        return result

    return search


def write(files: dict[str, bytes], folder: Path) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def names(result: dict[str, Any]) -> list[str]:
    return [one["label"] for one in result["entries"]]


def test_a_town_is_found_however_it_is_written(found: Search) -> None:
    results = [found(text) for text in ("金ヶ﨑町", "金ケ崎町", "金ｹ崎町", "かねがさきちょう")]
    for result in results:
        first = result["entries"][0]
        assert (first["label"], first["kind"], first["path"]) == ("金ケ崎町", "Municipality", "doc/03381")
    assert names(results[0]) == names(results[1]) == names(results[2])


def holding(listed: list[Entry], word: str) -> set[str]:
    """Return the paths of what has a word in a name or a passage."""
    return {
        one.path for one in listed if any(key(word) in text for text in (*one.names, *map(key, one.passages)))
    }


def test_all_that_holds_a_word_is_found_in_names_and_texts(found: Search, listed: list[Entry]) -> None:
    for word in ("推進", "の推進", "公民連携", "ICT", "ｱﾌﾟﾘ", "SDGs"):
        assert holding(listed, word) <= {one["path"] for one in found(word)["entries"]}
    assert {one["path"] for one in found("公民連携")["entries"]} == holding(listed, "公民連携")
    inside = [one for one in found("推進")["entries"] if one["rank"] == 3]
    assert len(inside) > 20


def test_what_stands_in_a_text_alone_is_shown_with_its_sentence(found: Search) -> None:
    got = found("子育て")
    shown = [text for one, text in zip(got["entries"], got["passages"], strict=True) if one["rank"] == 3]
    assert shown
    assert all("子育て" in key(text) and len(text) <= 142 for text in shown)


def test_words_apart_must_all_occur(found: Search, listed: list[Entry]) -> None:
    got = {one["path"] for one in found("推進　子育て")["entries"]}
    assert got
    assert got == {one for one in holding(listed, "推進") if one in holding(listed, "子育て")}


def test_the_best_stands_first(found: Search, listed: list[Entry]) -> None:
    wanted = next(one for one in listed if one.kind == "Action")
    assert found(wanted.label)["entries"][0]["label"] == wanted.label
    ranks = [one["rank"] for one in found("地域", municipality="07205")["entries"]]
    assert ranks == sorted(ranks)
    assert set(ranks) >= {1, 2, 3}


def test_facets_narrow_it_down_to_what_has_their_values(found: Search, listed: list[Entry]) -> None:
    everything = found("事業")["entries"]
    for name, value in (
        ("kind", "Project"), ("municipality", "07205"), ("year", "2024"), ("sdg", "4"), ("status", "behind"), ("reading", "Repaired")
    ):  # fmt: skip
        got = found("事業", **{name: value})
        assert {one["path"] for one in got["entries"]} == {
            one["path"] for one in everything if value in one["values"][name]
        }, name
        assert got["looked"] == got["parts"]
    department = next(one.facets["department"][0] for one in listed if "department" in one.facets)
    alone = found("", department=department)["entries"]
    assert {one["path"] for one in alone} == {
        one.path for one in listed if department in one.facets.get("department", ())
    }
    goals = sorted({goal for one in listed for goal in one.facets.get("sdg", ())})[:2]
    either = found("", sdg=goals)["entries"]
    assert {one["path"] for one in either} == {
        one.path for one in listed if {*goals} & {*one.facets.get("sdg", ())}
    }
    assert len(either) > 1


def test_a_choice_that_cannot_be_is_named(found: Search) -> None:
    assert found("事業", status="excellent")["unknown"] == [["status", "excellent"]]
    assert found("事業", municipality="00000")["unknown"] == [["municipality", "00000"]]
    assert found("事業", kind="Project", sdg="4")["unknown"] == []


def test_every_property_of_sentences_is_searched() -> None:
    from keikaku.graph.nquads import KEI
    from keikaku.web.pages.vocabulary.terms import terms

    sentences = {"policyDirection", "targetState", "currentSituation", "issue", "approach", "content", "outcome", "sdgCommitment"}  # fmt: skip
    assert sentences <= terms().keys()
    assert {KEI + name for name in sentences} <= set(PASSAGES)


# ---------------------------------------------------------------- readings


def test_romaji_are_read_in_both_ways_of_writing_them(ask: Ask) -> None:
    told = {
        "toshokan": "としょかん", "tosyokan": "としょかん", "kosodate": "こそだて", "shimbun": "しんぶん", "sinbun": "しんぶん", "gakkou": "がっこう",
        "gakkō": "がっこ", "kon'ya": "こんや", "matcha": "まっちゃ", "jidou": "じどう", "zidou": "じどう", "fukushi": "ふくし", "energy": "", "12": "", "": "",
    }  # fmt: skip
    got = dict(zip(told, ask(kana=[*told])["kana"], strict=True))
    assert {typed: kana for typed, (kana, _short) in got.items()} == told
    assert all(brief == short(kana) for kana, brief in got.values())
    assert len({brief for typed, (_kana, brief) in got.items() if typed.startswith("gakk")}) == 1


def test_kana_and_romaji_find_what_is_written(ask: Ask, tmp_path: Path) -> None:
    labels = ("図書館の整備", "子育て支援", "交通安全", "防災訓練", "こども図書室", "金ケ崎町の道路")
    made = [
        Entry(kind="Project", label=label, municipality="03381", path=f"doc/{at}")
        for at, label in enumerate(labels)
    ]
    made.append(
        Entry(
            kind="Measure", label="学び", municipality="03381", path="doc/m", passages=("図書館を開きます。",)
        )
    )
    write(dict(index_files(sorted(made, key=lambda one: one.order), {"03381": "金ケ崎町"}, {})), tmp_path)
    wanted: dict[str, list[int | str]] = {
        "としょかん": [0, "m"], "トショカン": [0, "m"], "toshokan": [0, "m"], "tosyokan": [0, "m"], "kosodate": [1], "こそだてしえん": [1], "kosodateshien": [1],
        "kotsu": [2], "koutuu": [2], "bousai": [3], "bosaikunren": [3], "こども": [4], "かねがさきちょう": [5], "kanegasakicho": [5], "zzz": [], "んんん": [],
    }  # fmt: skip
    results = ask(folder=str(tmp_path / "search"), asked=[{"text": typed} for typed in wanted])["found"]
    assert {
        typed: sorted(one["path"] for one in got["entries"])
        for typed, got in zip(wanted, results, strict=True)
    } == {typed: [f"doc/{one}" for one in paths] for typed, paths in wanted.items()}


# ---------------------------------------------------------------- more of finding


def test_english_words_find_goals_and_terms(found: Search) -> None:
    goal = found("clean energy")["entries"] or found("energy")["entries"]
    assert ("SDG", "7", "sdg/7") in [(one["kind"], one["number"], one["path"]) for one in goal]
    assert "ns/class/Measure" in [one["path"] for one in found("measure")["entries"]]
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
    for one in entries(plan_site.dataset):
        if one.kind == "Term":
            path, _mark, anchor = one.path.partition("#")
            assert (anchor or path.rpartition("/")[2]) in plan_site.page(path).ids


def test_municipalities_without_plans_are_found_only_where_they_became_one_with_plans(plans: Store) -> None:
    home = Dataset(plans, Addresses("https://w3id.org/keikaku/", "https://w3id.org/keikaku/id/"))
    towns = {one.path.removeprefix("doc/"): one.label for one in entries(home) if one.kind == "Municipality"}
    assert towns == {
        "03213": "二戸市",
        "03521": "浄法寺町",
        "03522": "福岡町",
        "03525": "金田一村",
        "03381": "金ケ崎町",
        "07205": "白河市",
        "07462": "表郷村",
        "07463": "東村",
        "07467": "大信村",
        "08443": "阿見町",
        "20207": "須坂市",
        "20542": "東村",
    }, "of all codes, towns of today with plans and those that became one of them"


def test_what_was_asked_for_is_marked(found: Search) -> None:
    first = found("金ヶ﨑")["pieces"][0]
    assert first == [["金ケ崎", True], ["町", False]]
    got = found("推進")
    assert all(
        any(inside and "推進" in key(piece) for piece, inside in pieces)
        for one, pieces in zip(got["entries"], got["pieces"], strict=True)
        if one["rank"] < 3
    )


def test_marks_keep_the_text_whole(ask: Ask, tmp_path: Path) -> None:
    labels = ["ｶﾞｲﾄﾞの㈱案内", "か\u3099いど", "葛\U000e0100飾の道", "ﬁne 計画", "①推進", "ＳＤＧｓ推進"]
    write(dict(index_files([Entry(kind="Plan", label=label, path=f"doc/{at}") for at, label in enumerate(labels)], {}, {})), tmp_path)  # fmt: skip
    asked = [{"text": text} for text in ("イ", "ガイド", "(株)", "がい", "飾の", "計画", "推進", "fi")]
    for result in ask(folder=str(tmp_path / "search"), asked=asked)["found"]:
        for entry, pieces in zip(result["entries"], result["pieces"], strict=True):
            assert "".join(piece for piece, _inside in pieces) == entry["label"]
            assert any(inside for _piece, inside in pieces)


# ---------------------------------------------------------------- size


def many(towns: int) -> Iterator[Entry]:
    """Yield as many entries as municipalities have, 400 each, with words that all share and a passage each."""
    words = ("地域", "子育て", "支援", "推進", "事業", "整備", "観光", "防災", "福祉", "農業")
    for town in range(towns):
        code = f"{town + 1000:05}"
        made = [
            Entry(
                kind=("Measure", "Project", "Indicator", "Action")[at % 4],
                label=f"{words[at % 10]}{words[at // 10 % 10]}の{words[(at + town) % 10]}{town * 400 + at:06}事業",
                number=f"{at % 9}-{at % 7}",
                municipality=code,
                plan=f"doc/{code}/plan",
                path=f"doc/{code}/plan/project/x{at}",
                passages=(
                    f"{words[at % 7]}と{words[(at + town) % 9]}を図り、{town}の{words[at % 3]}を進めます。",
                ),
                facets={"year": (str(2020 + at % 6),), "department": (f"{words[at % 10]}課",)},
            )
            for at in range(400)
        ]
        yield from sorted(made, key=lambda one: one.order)


def test_a_query_loads_little_however_large_the_site_is(ask: Ask, tmp_path: Path) -> None:
    rare = [
        Entry(
            kind="Measure",
            label="集会所",
            number="7-7",
            municipality="09999",
            path="doc/a",
            passages=("蓄電池を置く。",),
        )
    ]
    files = dict(index_files((*many(99), *rare), {f"{n:05}": f"町{n}" for n in range(1000, 1100)}, {}))
    write(files, tmp_path)
    asked = [
        {"text": text, "chosen": chosen, "whole": False}
        for text, chosen in (
            ("子育て支援", {}), ("事業", {}), ("蓄電池", {}), ("kosodateshien", {}), ("観光 農業 防災 福祉", {}), ("子育て支援の推進と防災を図り観光事業整備" * 2, {}),
            ("事業", {"year": ["2021"], "department": ["防災課"]}), ("", {"kind": ["Measure"]}),
        )
    ]  # fmt: skip
    results = ask(folder=str(tmp_path / "search"), asked=asked)["found"]
    assert max(map(len, files.values())) < 60_000
    assert [result["bytes"] <= QUERY for result in results] == [True] * len(results)
    assert [len(result["entries"]) >= 20 for result in results] == [
        True,
        True,
        False,
        True,
        False,
        False,
        True,
        True,
    ]
    assert [one["number"] for one in results[2]["entries"]] == ["7-7"]
    assert (
        results[1]["parts"] > results[1]["looked"] > 2
    )  # the rest is looked through when somebody asks for it


def test_the_same_data_gives_the_same_files(example_site: Site) -> None:
    once, again = (dict(search_files(example_site.dataset)) for _ in range(2))
    assert once == again
    assert all(path.startswith("search/") and path.endswith(".json") for path in once)
