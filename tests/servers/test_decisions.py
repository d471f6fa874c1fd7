"""Decisions about links that two people make and push to one server: none of them is lost in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from keikaku.asking import transfer
from keikaku.asking.sources.wire import Limits
from keikaku.store.folder import Store
from tests.conftest import Keikaku
from tests.servers.running import Server
from tests.suggest.test_confirm import decide, save, table

LIMITS = Limits(timeout=120)
Decide = Callable[[str, int, str, str], None]


@pytest.fixture
def people(examples: Store, tmp_path: Path) -> Path:
    """Return a folder with a store of the same documents for each of two people."""
    for name in ("aoki", "baba"):
        shutil.copytree(examples.path, tmp_path / name)
    return tmp_path


@pytest.fixture
def decides(people: Path, keikaku: Keikaku) -> Decide:
    """Return what lets a person decide about one of the links that are suggested, on a day."""
    suggested = people / "links.tsv"
    assert keikaku("suggest", "--store", people / "aoki", "--output", suggested).exit_code == 0
    head, rows = table(suggested)

    def run(who: str, row: int, mark: str, day: str) -> None:
        decided = people / "decided.tsv"
        save(decided, head, [decide(rows[row], mark)])
        by = ("--by", who, "--role", "企画課", "--date", day)
        assert keikaku("confirm", decided, "--store", people / who, *by).exit_code == 0

    return run


def on_server(server: Server, folder: Path) -> dict[str, set[str]]:
    """Return the decisions on a server: link to who decided what."""
    shutil.rmtree(folder, ignore_errors=True)
    copy = Store(folder)
    transfer.pull(server.places, copy, LIMITS)
    found: dict[str, set[str]] = {}
    for key, entry in copy.documents.items():
        for line in copy.lines(key) if entry.kind == "mappings" else ():
            subject, predicate, value = line.split(" ")[:3]
            if subject.endswith("/decision>") and predicate.endswith(("ns#decision>", "creator>")):
                found.setdefault(subject, set()).add(value.strip("<>").rpartition("/")[2].strip('"'))
    return found


def test_nobodys_decision_is_lost_in_silence(
    server: Server, people: Path, decides: Decide, keikaku: Keikaku
) -> None:
    server.clear()

    def push(who: str, *more: str) -> Result:
        return keikaku("push", server.places.url, "--store", people / who, "--no-vocabularies", *more)

    def there() -> list[set[str]]:
        return sorted(on_server(server, people / "copy").values(), key=sorted)

    def take(who: str) -> str:
        output = keikaku("pull", server.places.url, "--store", people / who, "--decisions")
        assert output.exit_code == 0, output.stderr
        return output.stderr

    decides("aoki", 0, "confirmed", "2026-11-01")
    assert push("aoki").exit_code == 0
    decides("baba", 1, "rejected", "2026-11-02")
    states = transfer.states(server.places.query, LIMITS)
    for language, said in (("en", "1 decisions about links stand on the server"), ("ja", "判断が 1 件")):
        refused = push("baba", "--lang", language)
        assert refused.exit_code == 2
        assert said in refused.stderr
    assert push("baba", "--everything").exit_code == 2
    assert transfer.states(server.places.query, LIMITS) == states, "nothing was sent"

    before = {key: entry.sha256 for key, entry in Store(people / "baba").documents.items()}
    assert "1 decisions added" in take("baba")
    after = {key: entry.sha256 for key, entry in Store(people / "baba").documents.items()}
    assert [key for key in after if after[key] != before[key]] == [
        key for key in after if key.startswith("mappings-")
    ]
    (links,) = (people / "baba").glob("graphs/mappings-*.nq")
    assert keikaku("validate", links).exit_code == 0
    assert push("baba").exit_code == 0
    assert there() == [{"confirmed", "aoki"}, {"rejected", "baba"}]
    assert "0 graphs sent" in push("baba").stderr

    decides("aoki", 0, "rejected", "2026-11-03")
    assert push("aoki").exit_code == 2, "of the other link nothing is known here"
    assert "1 decisions added" in take("aoki")
    assert "1 decisions on the server were earlier" in push("aoki").stderr
    assert there() == [{"rejected", "aoki"}, {"rejected", "baba"}]
    assert "1 decisions added" in take("baba")

    decides("aoki", 2, "confirmed", "2026-11-04")
    decides("baba", 2, "rejected", "2026-11-04")
    assert push("aoki").exit_code == 0
    assert push("baba").exit_code == 2
    assert "1 differ from decisions of the same day" in take("baba")
    assert push("baba").exit_code == 2
    assert push("baba", "--replace-decisions").exit_code == 0
    assert there() == [{"rejected", "aoki"}, {"rejected", "baba"}, {"rejected", "baba"}]


@pytest.mark.xdist_group("oxigraph")
def test_one_id_decides_in_one_role(
    oxigraph: Server, people: Path, decides: Decide, keikaku: Keikaku
) -> None:
    oxigraph.clear()
    decides("aoki", 0, "confirmed", "2026-11-01")
    assert keikaku("push", oxigraph.places.url, "--store", people / "aoki").exit_code == 0
    suggested = people / "links.tsv"
    head, rows = table(suggested)
    save(suggested, head, [decide(rows[1])])
    other = ("--by", "aoki", "--role", "議会", "--store", people / "baba")
    assert keikaku("confirm", suggested, *other).exit_code == 0
    held = Store(people / "baba").documents
    output = keikaku("pull", oxigraph.places.url, "--store", people / "baba", "--decisions")
    assert output.exit_code == 2
    assert "'aoki'" in output.stderr
    assert Store(people / "baba").documents == held
    output = keikaku("pull", oxigraph.places.url, "--decisions", "--output", people / "out.nq")
    assert output.exit_code == 2
    assert not (people / "out.nq").exists()
