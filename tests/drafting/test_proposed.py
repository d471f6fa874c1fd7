"""Documents without a plan.yml: read with a draft, stored as proposed, and seen by those alone who ask for them."""

from __future__ import annotations

from pathlib import Path

from keikaku.store.folder import Store
from keikaku.store.manifest import PROPOSED
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.conftest import Keikaku
from tests.drafting.test_draft import UNSEEN
from tests.support import shared

STATUS = "<https://w3id.org/keikaku/ns#readingStatus> <https://w3id.org/keikaku/ns#Proposed>"


def test_a_document_without_a_plan_yml_is_proposed_until_a_person_declares_it(
    keikaku: Keikaku, tmp_path: Path
) -> None:
    path, store = tmp_path / "plans" / "plan.txt", tmp_path / "store"
    path.parent.mkdir()
    path.write_text(UNSEEN, encoding="utf-8")
    build = ("build", path, "--store", store, "--municipality", "20207", "--jobs", 0)
    built = keikaku(*build, "--lang", "en")
    assert built.exit_code == 0
    assert "Read with a draft that nobody has accepted" in built.stdout
    assert Store(store).documents == {}
    (key, entry), *others = Store(store, proposed=True).documents.items()
    assert (entry.kind, entry.municipality, others) == (PROPOSED, "20207", [])
    assert key.startswith("proposed-20207-basic-plan-")
    lines = Store(store).lines(key)
    confident = [line for line in lines if "readingConfidence" in line]
    assert sum(STATUS in line for line in lines) == len(confident) + 1  # the graph says so of itself too

    export = ("export", "--store", store)
    assert keikaku(*export).exit_code == 2
    assert keikaku(*export, "--proposed").stdout.count(STATUS) == len(confident) + 1
    trace = ("trace", "見守りを広げる", "--store", store, "--lang", "ja")
    assert keikaku(*trace).exit_code == 2
    assert "支え合うまち" in keikaku(*trace, "--proposed").stdout
    query = ("query", "measures-without-sdg", "--store", store, "--format", "csv")
    refused = keikaku(*query)
    assert refused.exit_code == 2
    assert "--proposed shows it" in refused.stderr
    assert "見守りを広げる" in keikaku(*query, "--proposed").stdout
    audit = ("audit", "--store", store, "--lang", "ja")
    assert keikaku(*audit).exit_code != 0
    assert "須坂市" in keikaku(*audit, "--proposed").stdout
    publish(Store(store, proposed=True), tmp_path / "site", Publication(base="https://x.example/"))
    (page,) = (tmp_path / "site").rglob("見守りを広げる-??????.html")
    assert "提案" in page.read_text(encoding="utf-8")

    before = (store / "manifest.json").read_bytes()
    assert keikaku(*build, "--lang", "en").output.startswith("unchanged")
    assert (store / "manifest.json").read_bytes() == before
    draft = keikaku("draft", path, "--municipality", "20207", "--output", path.with_name("plan.yml"))
    assert draft.exit_code == 0
    assert keikaku(*build).exit_code == 0
    assert [one.kind for one in Store(store, proposed=True).documents.values()] == ["document"]
    assert keikaku(*export).stdout.count(STATUS) == 0


def test_nothing_is_proposed_of_what_is_no_plan_or_nobody_s(keikaku: Keikaku, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(UNSEEN, encoding="utf-8")
    speech = shared("documents", "more", "nankoku-policy-speech-r4.pdf")
    build = ("build", "--store", tmp_path / "store", "--jobs", 0, "--lang", "en")
    said = keikaku(*build, path, speech)
    assert said.exit_code != 0
    assert "--municipality" in said.output
    assert "does not look like a plan" in said.output
    assert "no loader recognises this document. Nearest" in keikaku(*build, "--no-draft", path).output
    assert not Store(tmp_path / "store", proposed=True).documents
