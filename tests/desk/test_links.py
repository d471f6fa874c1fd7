"""Suggested links: asked about at the desk, decided there, and in the graph where those of a table are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.building.review import Review
from keikaku.reading.decisions.register import Register
from keikaku.store.folder import Store
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.links import Links
from keikaku.web.desk.opened import Opened
from tests.conftest import Keikaku
from tests.desk.conftest import BY, HOST, WAITS, Desk
from tests.suggest.test_confirm import links, save, table
from tests.support import ROOT

WHO = ("--by", "k-yamada", "--role", "監査")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an example for whose measures words speak."""
    folder = Path(shutil.copytree(ROOT / "examples" / "measure-sheets", tmp_path / "town"))
    opened = Opened(Review(folder / "plan.txt", links=Links(Options().base)), patience=WAITS)
    app, gate = application(opened, HOST)
    with TestClient(
        app, base_url=f"http://{HOST}", follow_redirects=False, headers={"Accept-Language": "en"}
    ) as client:
        yield Desk(opened, gate, client, folder).enter()


def states(store: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in links(store):
        if "who" in row:
            found.setdefault(row["status"], []).append(row["who"])
    return found


def test_what_is_decided_of_links_at_the_desk_is_in_the_graph_like_that_of_a_table(
    desk: Desk, tmp_path: Path, keikaku: Keikaku
) -> None:
    asked = [one for one in desk.get("queue", **{"to": 200})["items"] if one["kind"] == "link"]
    assert len(asked) >= 3
    assert all(one["lines"] and one["leaf"] for one in asked)  # the print follows
    first, second, third = (one["key"] for one in asked[:3])
    status, said = desk.refused("decide", by=BY, act="correct", keys=[first], after="3")
    assert (status, "confirmed" in said) == (400, True)
    desk.post("decide", by=BY, act="accept", keys=[first])
    desk.post("decide", by=BY, act="reject", keys=[second])
    desk.get("state")
    assert not {first, second} & {one["key"] for one in desk.get("queue", **{"to": 200})["items"]}

    store = tmp_path / "store"
    assert keikaku("build", desk.folder / "plan.txt", "--store", store).exit_code == 0
    assert states(store) == {"confirmed": ["t-mita"], "rejected": ["t-mita"]}
    build(desk.folder / "plan.txt", Store(tmp_path / "library"), Options(jobs=0))
    assert states(tmp_path / "library") == states(store)
    assert keikaku("suggest", "--store", store, "--output", tmp_path / "links.tsv").exit_code == 0
    head, rows = table(tmp_path / "links.tsv")
    assert len(rows) == len(asked) - 2  # what was decided is not suggested again
    save(tmp_path / "links.tsv", head, [rows[0] | {"ext_decision": "rejected"}, *rows[1:]])
    assert keikaku("confirm", tmp_path / "links.tsv", "--store", store, *WHO).exit_code == 0
    assert sorted(states(store)["rejected"]) == ["k-yamada", "t-mita"]

    assert keikaku("build", desk.folder / "plan.txt", "--store", store, "--force").exit_code == 0
    assert sorted(states(store)["rejected"]) == ["k-yamada", "t-mita"]  # both stand, whatever is built again
    gone = Register(desk.folder).read()[-1]
    assert desk.post("undo", by=BY)["undone"] == 1
    assert keikaku("build", desk.folder / "plan.txt", "--store", store).exit_code == 0
    assert gone.fact == second
    assert states(store) == {"confirmed": ["t-mita"], "rejected": ["k-yamada"]}
    assert "violations 0, warnings 0" in keikaku("validate", store / "graphs").stdout
    documents = [key for key, entry in Store(store).documents.items() if entry.kind != "mappings"]
    said = "\n".join(Store(store).lines(documents[0]))
    assert f'factKey> "{first}"' in said  # the act itself, as PROV
    assert second not in said
    assert third not in said
