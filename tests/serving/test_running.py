"""The log, new builds, a published site's files, and how the command starts, refuses to start and stops."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path
from urllib.parse import quote

import duckdb
import pytest
from starlette.testclient import TestClient

from keikaku.asking.columns.index import Index
from keikaku.asking.questions import find_query
from keikaku.ground.errors import ServingError
from keikaku.store.folder import Store
from keikaku.web.server import live
from keikaku.web.server.settings import Log
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.conftest import Keikaku
from tests.serving.support import BASE, HTML, PLAN, PROJECT, TURTLE, client_of, command, running, settings
from tests.waiting import PATIENCE, wait_until

QUERY = "SELECT * { ?s ?p ?o } LIMIT 1 # a-secret"

# ---------------------------------------------------------------- the log


def logged(store: Path, log: Log, tmp_path: Path) -> list[dict[str, object]]:
    """Return the lines of the log of some requests."""
    with client_of(settings(store, log=log)) as client:
        client.get(f"/doc/{PROJECT}", headers={"Accept": "text/turtle"})
        client.get("/nothing", headers={"Accept": "text/html"})
        client.head("/")
        client.get("/sparql", params={"query": QUERY})
        client.post("/sparql", data={"query": QUERY})
    return [json.loads(line) for line in Path(log.path).read_text(encoding="utf-8").splitlines()]


def test_the_log_says_what_was_done_and_not_what_was_asked(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    lines = logged(store, Log(path=str(path)), tmp_path)
    assert [(line["method"], line["path"], line["status"]) for line in lines] == [
        ("GET", f"/doc/{PROJECT}", 200),
        ("GET", "/nothing", 404),
        ("HEAD", "/", 200),
        ("GET", "/sparql", 200),
        ("POST", "/sparql", 200),
    ]
    assert all(set(line) == {"time", "method", "path", "status", "bytes", "ms", "type"} for line in lines)
    assert [line["type"] for line in lines[:2]] == ["text/turtle", "text/html"]
    assert [bool(line["bytes"]) for line in lines] == [True, True, False, True, True]
    assert "secret" not in path.read_text(encoding="utf-8")
    assert "testclient" not in path.read_text(encoding="utf-8")


def test_the_log_says_more_where_it_is_asked_to(store: Path, tmp_path: Path) -> None:
    lines = logged(store, Log(path=str(tmp_path / "log"), queries=True, clients=True), tmp_path)
    assert "a-secret" in str(lines[3]["query"])
    assert "a-secret" in str(lines[4]["body"])
    assert {line["client"] for line in lines} == {"testclient"}


def test_a_log_that_was_moved_away_is_begun_anew(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    with client_of(settings(store, log=Log(path=str(path)))) as client:
        client.get("/healthz")
        path.rename(tmp_path / "access.log.1")
        client.get("/healthz")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


# ---------------------------------------------------------------- a new build


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the store before every request."""
    monkeypatch.setattr(live, "SECONDS", 0.0)


def until(client: TestClient, version: str) -> None:
    """Wait until something else is served, and check that every request is answered meanwhile."""

    def changed() -> bool:
        answer = client.get("/healthz")
        assert answer.status_code == 200
        return bool(answer.json()["version"] != version)

    wait_until(changed)


def test_a_new_build_is_served(own_store: Path, eager: None) -> None:
    with client_of(settings(own_store)) as client:
        before = client.get("/healthz").json()
        count = {"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
        rows = client.get("/sparql", params=count).text
        tag = client.get("/").headers["etag"]
        assert client.get(f"/id/{PROJECT}").status_code == 303
        with Store(own_store).writing() as writer:
            writer.remove("project-tables")
        until(client, before["version"])
        assert client.get("/healthz").json()["documents"] == before["documents"] - 1
        assert client.get(f"/id/{PROJECT}").status_code == 404
        assert client.get("/sparql", params=count).text != rows
        assert client.get("/", headers={"If-None-Match": tag}).status_code == 200


def test_an_index_is_noticed_and_answers_the_questions_of_the_library(own_store: Path, eager: None) -> None:
    text = find_query("sdg-cells").text
    with client_of(settings(own_store)) as client:

        def answer() -> str:
            found = client.post("/sparql", data={"query": text})
            assert found.status_code == 200
            return found.text

        by_sparql = answer()
        index = Index(Store(own_store))
        index.make(memory="256MiB")
        with duckdb.connect(str(index.path)) as base:  # so that it is seen who answers
            base.execute("UPDATE label SET token = '\"+' || token[2:]")
        wait_until(lambda: '"+' in answer())
        assert answer().replace('"+', '"') == by_sparql
        assert ",+" in client.get("/api/queries/sdg-cells?format=csv").text
        with Store(own_store).writing() as writer:
            writer.remove("project-tables")
        wait_until(lambda: '"+' not in answer())  # stale


def test_a_damaged_build_leaves_what_is_served(
    own_store: Path, eager: None, caplog: pytest.LogCaptureFixture
) -> None:
    with client_of(settings(own_store)) as client:
        before = client.get("/healthz").json()
        for file in (own_store / "graphs").iterdir():
            file.write_bytes(b"")
        manifest = own_store / "manifest.json"
        manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        client.get("/healthz")
        wait_until(lambda: caplog.messages)
        assert "was changed by something else" in caplog.text
        assert client.get("/healthz").json() == before
        assert client.get(f"/doc/{PROJECT}").status_code == 200


# ---------------------------------------------------------------- a published site


@pytest.fixture(scope="module")
def site(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    publish(store, folder, Publication(base=BASE, licence="https://creativecommons.org/licenses/by/4.0/"))
    return folder


def test_the_files_of_a_site_are_served_with_negotiation(store: Path, site: Path, client: TestClient) -> None:
    with client_of(settings(store, site=site)) as static:
        turtle = static.get(f"/doc/{PROJECT}", headers={"Accept": TURTLE})
        assert turtle.content == (site / "doc" / f"{PROJECT}.ttl").read_bytes()
        page = static.get(f"/doc/{PROJECT}", headers={"Accept": HTML, "Accept-Language": "en"})
        assert page.content == (site / "doc" / f"{PROJECT}.en.html").read_bytes()
        assert page.headers["content-language"] == "en"
        assert static.get(f"/id/{PROJECT}").headers["location"] == f"/doc/{quote(PROJECT)}.html"
        assert static.get("/dumps/latest/keikaku.nq.gz").status_code == 200
        assert static.get("/sparql?query=ASK%7B%7D").json()["boolean"] is True
        for hidden in (".htaccess", "_redirects", "hosting/README.md", "keikaku-site.json"):
            assert (site / hidden).is_file()
            assert static.get(f"/{hidden}").status_code == 404
        for address in (f"/doc/{PROJECT}.ttl", "/assets/site.css", "/ns.ttl"):  # with or without a site
            assert static.get(address).headers["etag"] == client.get(address).headers["etag"]


def test_a_site_does_not_lead_out_of_itself(store: Path, site: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a-secret", encoding="utf-8")
    link = site / "assets" / "link.txt"
    link.symlink_to(secret)
    try:
        with client_of(settings(store, site=site)) as static:
            assert static.get("/assets/link.txt").status_code == 404
            assert static.get("/assets/late.txt").status_code == 404
    finally:
        link.unlink()


def test_large_files_come_in_parts(store: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keikaku.web.server.served._LARGEST", 100)
    with client_of(settings(store, site=site)) as static:
        whole = static.get("/dumps/latest/keikaku.nq.gz")
        part = static.get("/dumps/latest/keikaku.nq.gz", headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.content) == (206, whole.content[10:20])
        assert (
            static.get(
                "/dumps/latest/keikaku.nq.gz", headers={"If-None-Match": whole.headers["etag"]}
            ).status_code
            == 304
        )
        assert whole.headers["content-type"] == "application/gzip"


# ---------------------------------------------------------------- the command


def refused(keikaku: Keikaku, *arguments: object) -> str:
    result = keikaku("serve", "--lang", "en", "--port", 0, *arguments)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    return " ".join(result.output.split())


def test_a_port_in_use_is_a_sentence(keikaku: Keikaku, store: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refused(keikaku, "--store", store, "--port", port)
        assert f"127.0.0.1:{port}: the port is in use" in said


def test_what_cannot_be_served_is_a_sentence(
    keikaku: Keikaku, store: Path, site: Path, tmp_path: Path
) -> None:
    text = tmp_path / "list.txt"
    text.write_text("# fine\nhttps://elsewhere.example/x\n", encoding="utf-8")
    for arguments, sentence in (
        (("--store", tmp_path / "none"), "holds no document yet"),
        (("--store", store, "--base", "data.example.jp/plans/"), "data.example.jp/plans/"),
        (("--store", store, "--base", "http://x.example/plans"), "http://x.example/plans"),
        (("--store", store, "--log", tmp_path / "no" / "folder"), "cannot write"),
        (("--store", store, "--host", "192.0.2.1"), "cannot listen there"),
        (("--store", store, "--site", tmp_path), "it has no keikaku-site.json"),
        (
            ("--store", store, "--site", site, "--base", "http://other.example/"),
            f"the site was published for {BASE}",
        ),
        (
            ("--store", store, "--withdrawn", text),
            "line 2: https://elsewhere.example/x is no IRI of this site",
        ),
        (("--store", store, "--withdrawn", tmp_path / "missing"), "cannot be read"),
        (("--store", store, "--iris", "both"), "slash or hash"),
        (("--store", store, "--sources", tmp_path / "missing"), "missing"),
    ):
        assert sentence in refused(keikaku, *arguments), arguments


def test_a_server_that_does_not_come_up_says_why(
    keikaku: Keikaku, store: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def fail(_live: object) -> None:
        raise ServingError("endpoint.guard-start", why="they ended", why_ja="終了しました")

    monkeypatch.setattr(live.Live, "start", fail)
    result = keikaku("serve", "--lang", "en", "--port", 0, "--store", store)
    assert result.exit_code == 2
    told = result.output + "".join(capfd.readouterr())
    assert "The processes that answer queries do not start (they ended)." in told
    assert "Traceback" not in told
    assert "Stopped" not in told


def test_the_same_in_japanese(keikaku: Keikaku, tmp_path: Path) -> None:
    result = keikaku("serve", "--lang", "ja", "--port", 0, "--store", tmp_path / "none")
    assert result.exit_code == 2
    assert "文書がありません" in result.output


def test_a_port_that_a_server_holds_cannot_be_taken(store: Path, tmp_path: Path) -> None:
    """And one process is enough to serve, with its log on standard output, until Ctrl-C."""
    with running(tmp_path, "--store", store, "--query-workers", 1) as one:
        status, headers, body = one.get(b"/healthz")
        assert (status, headers["content-type"]) == (200, "application/json")
        other = subprocess.run(
            command("--store", store, "--port", one.port, "--lang", "en"),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert other.returncode == 2
        assert b"the port is in use" in other.stderr
        assert one.get(b"/healthz")[2] == body
        wait_until(lambda: '"path": "/healthz", "status": 200' in one.said.read_text(encoding="utf-8"))
        assert (
            one.get(f"/doc/{quote(PLAN)}.ttl".encode())[2].count(f"http://127.0.0.1:{one.port}/id/".encode())
            > 1
        )


@pytest.mark.parametrize("workers", [1, 2])
def test_termination_ends_everything_too(store: Path, tmp_path: Path, workers: int) -> None:
    with running(tmp_path, "--store", store, "--workers", workers, "--query-workers", 1, ctrl_c=False) as one:
        assert one.get(b"/healthz")[0] == 200
