"""What a server can do wrong, and the sentence for it."""

from __future__ import annotations

import base64
import email.utils
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from keikaku.asking import transfer
from keikaku.asking.sources.credentials import NETRC, PASSWORD, USER, credentials
from keikaku.asking.sources.endpoint import Endpoint
from keikaku.asking.sources.services import Places
from keikaku.asking.sources.wire import Client, Limits, check_address
from keikaku.cli import app
from keikaku.store.folder import Store
from tests.servers.bad import JSON, ROWS, TRUE, Handler, Request, bad, self_signed
from tests.servers.running import free_port
from tests.support import raises

SECRET = "hunter2-Geheimnis"  # noqa: S105 - looked for in everything that is said
SELECT = "SELECT ?a { ?a ?b ?c }"


OPENED: list[Client] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while OPENED:
        OPENED.pop().close()


def _endpoint(url: str, **limits: float) -> Endpoint:
    endpoint = Endpoint(url, Limits(timeout=limits.get("timeout", 2), max_mib=int(limits.get("max_mib", 1))))
    OPENED.append(endpoint.client)
    endpoint.__dict__["_union"] = {}  # the question about the default graph has tests of its own
    return endpoint


def _drip(request: Request) -> None:
    request.send_response(200)
    request.send_header("Content-Type", JSON)
    request.end_headers()
    for _second in range(100):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.1)


def _long(request: Request) -> None:
    row = b'{"a":{"type":"literal","value":"' + b"x" * 1000 + b'"}}'
    data = b'{"head":{"vars":["a"]},"results":{"bindings":[' + b",".join([row] * 2000) + b"]}}"
    request.reply(200, data=data)


def _elsewhere(request: Request) -> None:
    request.reply(307, Location="http://127.0.0.1:9/elsewhere")


BAD: list[tuple[str, Handler, str, str]] = [
    ("html", lambda r: r.reply(200, "text/html", b"<html>Hi"), "servers.wrong-answer", "text/html"),
    ("nothing", lambda r: r.reply(200, "", b""), "servers.wrong-answer", "nameless"),
    ("empty", lambda r: r.reply(200, data=b""), "servers.broken-answer", "breaks off"),
    ("truncated", lambda r: r.reply(200, data=ROWS[:-9]), "servers.broken-answer", "breaks off"),
    ("no json", lambda r: r.reply(200, data=b"oops"), "servers.broken-answer", "breaks off"),
    ("hangs up", lambda r: r.reply(200, Content_Length="999"), "servers.broken-answer", "breaks off"),
    ("yes or no", lambda r: r.reply(200, data=TRUE), "servers.broken-answer", "yes or no"),
    ("says nothing", lambda r: r.connection.close(), "servers.unreachable", "closed"),
    ("slow", lambda r: time.sleep(5), "servers.slow", "0.5 s"),
    ("drips", _drip, "servers.slow", "0.5 s"),
    ("long", _long, "servers.too-long-answer", "1 MiB"),
    ("elsewhere", _elsewhere, "servers.redirected", "http://127.0.0.1:9/elsewhere"),
    ("round", lambda r: r.reply(302, Location=r.path), "servers.redirected", "again and again"),
    ("unauthorised", lambda r: r.reply(401), "servers.login", "KEIKAKU_USER"),
    ("forbidden", lambda r: r.reply(403), "servers.login", "403"),
    ("missing", lambda r: r.reply(404, "text/plain", b"no\n such  thing"), "servers.refused", "404: no such thing"),
    ("page", lambda r: r.reply(500, "text/html", b"<style>p{}</style><p>It\nbroke"), "servers.refused", "It broke"),
    ("chatter", lambda r: r.reply(400, "text/plain", b"x" * 9999), "servers.refused", "x…"),
    ("cut", lambda r: r.reply(200, X_SPARQL_MaxRows="1"), "servers.cut-answer", "at 1 rows"),
    ("too late", lambda r: r.reply(200, X_SQL_State="S1TAT", X_SQL_Message="RC..."), "servers.cut-answer", "RC"),
    ("busy", lambda r: r.reply(503, Retry_After="3600"), "servers.busy", "3600 s"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "error", "said"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_every_failure_has_a_sentence(answer: Handler, error: str, said: str) -> None:
    with bad(answer) as server:
        endpoint = _endpoint(server.url, timeout=0.5)
        with raises(error) as caught:
            list(endpoint.select(SELECT))
        assert said in str(caught.value)
        assert server.url in str(caught.value)
        assert caught.value.message("ja") != str(caught.value)


@pytest.mark.parametrize("case", ["html", "slow", "truncated", "missing"])
def test_the_command_line_says_it_and_exits_2(case: str) -> None:
    answer = next(one[1] for one in BAD if one[0] == case)
    with bad(answer) as server:
        for command in (["query", "plans"], ["trace", "図書館"]):
            result = CliRunner().invoke(
                app, [*command, "--endpoint", server.url, "--timeout", "0.5", "--lang", "en"]
            )
            assert result.exit_code == 2
            assert result.stdout == ""
            assert server.url in result.stderr.replace("\n", "")
            assert "Traceback" not in result.stderr


def test_a_server_that_is_down() -> None:
    url = f"http://127.0.0.1:{free_port()}/sparql"
    with raises("servers.unreachable", match="Connection refused"):
        _endpoint(url).select(SELECT)


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "user")
    monkeypatch.setenv(PASSWORD, SECRET)
    certificate = self_signed(tmp_path)
    with bad(lambda request: request.reply(200), certificate) as server:
        url = server.url.replace("http:", "https:")
        with raises("servers.untrusted", match=r"self.signed"):
            _endpoint(url).select(SELECT)
        assert not server.seen
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
        assert len(list(_endpoint(url).select(SELECT))) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("after", ["2", "date", "", "soon"])
def test_a_busy_server_is_asked_again_when_it_says(status: int, after: str) -> None:
    then = email.utils.formatdate(time.time() + 2, usegmt=True)
    waits: list[float] = []
    said = then if after == "date" else after
    with bad(lambda request: request.reply(200 if len(waits) == 2 else status, Retry_After=said)) as server:
        client = Client(server.url, Limits(timeout=5), sleep=waits.append)
        OPENED.append(client)
        client.send("POST", server.url, data=b"x").close()
        assert [request[3] for request in server.seen] == [b"x"] * 3
    expected = {"2": [2, 2], "date": [2, 2]}.get(after, [0.5, 1])
    assert waits == pytest.approx(expected, abs=1.1 if after == "date" else 0)


def test_a_redirect_on_the_same_server_is_followed_with_the_query() -> None:
    def answer(request: Request) -> None:
        if request.path == "/there":
            request.reply(200)
        else:
            request.reply(302, Location="/there")

    with bad(answer) as server:
        assert len(list(_endpoint(server.url).select(SELECT))) == 1
        assert [(request[0], b"query=SELECT" in request[3]) for request in server.seen] == [
            ("POST", True)
        ] * 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "ftp://a/",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://a:x/",
        "http://[/",
        "http://a/\n",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with raises("servers.address", match="no http"):
        check_address(url)


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with raises("servers.address") as caught:
        check_address(f"https://me:{SECRET}@example.org/sparql")
    assert SECRET not in caught.value.message("en") + caught.value.message("ja")


# ---------------------------------------------------------------- logging in


def _basic(request: Request) -> None:
    right = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    if request.headers.get("Authorization") == right:
        request.reply(200)
    else:
        request.reply(401, WWW_Authenticate='Basic realm="here"')


def _digest(request: Request) -> None:
    said = request.headers.get("Authorization", "")
    if said.startswith("Digest ") and 'username="me"' in said and SECRET not in said:
        request.reply(200)
    else:
        request.reply(
            401, WWW_Authenticate='Digest realm="here", nonce="abc", qop="auth", algorithm="SHA-256"'
        )


@pytest.mark.parametrize("answer", [_basic, _digest])
@pytest.mark.parametrize("where", ["environment", "netrc"])
def test_name_and_password_are_sent_when_asked_for(
    answer: Handler, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "environment":
        monkeypatch.setenv(USER, "me")
        monkeypatch.setenv(PASSWORD, SECRET)
    else:
        _netrc(tmp_path, f"machine 127.0.0.1 login me password {SECRET}\n", monkeypatch)
    with bad(answer) as server:
        endpoint = _endpoint(server.url)
        for _time in range(2):
            assert len(list(endpoint.select(SELECT))) == 1
        assert "Authorization" not in server.seen[0][2]
        assert len(server.seen) == 3  # asked once, known from then on


def _netrc(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "netrc"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv(NETRC, str(path))


def test_a_netrc_is_for_its_own_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _netrc(tmp_path, f"machine example.org login me password {SECRET}\n", monkeypatch)
    assert credentials("http://127.0.0.1/") is None
    known = credentials("https://example.org/sparql")
    assert known is not None
    assert SECRET not in repr(known)


def test_a_netrc_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _netrc(tmp_path, f"machine 127.0.0.1 login me passwort {SECRET}\n", monkeypatch)
    with raises("servers.netrc", match="line") as caught:
        Endpoint("http://127.0.0.1/")
    assert SECRET not in caught.value.message("en") + caught.value.message("ja")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("way", ["Basic", "Digest", "Bearer"])
def test_a_wrong_password_is_never_shown(
    way: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(USER, "me")
    monkeypatch.setenv(PASSWORD, SECRET)
    challenge = f'{way} realm="here", nonce="{hashlib.sha256(b"x").hexdigest()}", qop="auth"'
    caplog.set_level("DEBUG")
    with bad(lambda request: request.reply(401, WWW_Authenticate=challenge)) as server:
        result = CliRunner().invoke(app, ["query", "plans", "--endpoint", server.url, "--lang", "en"])
        assert result.exit_code == 2
        assert "refuses the user me (401)" in result.output.replace("\n", " ")
        assert SECRET not in result.output + caplog.text
        assert len(server.seen) <= 3


def test_a_password_does_not_follow_a_redirect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER, "me")
    monkeypatch.setenv(PASSWORD, SECRET)
    with (
        bad(lambda request: request.reply(200)) as other,
        bad(lambda request: request.reply(307, Location=other.url)) as server,
    ):
        with raises("servers.redirected"):
            _endpoint(server.url).select(SELECT)
        assert not other.seen


# ---------------------------------------------------------------- pulling from a bad server

GRAPH = "https://example.org/graph/one"
STATES = (
    b'{"head":{"vars":["graph","size","kind"]},"results":{"bindings":[{"graph":{"type":"uri","value":"%s"},'
    b'"size":{"type":"literal","value":"2","datatype":"http://www.w3.org/2001/XMLSchema#integer"},'
    b'"kind":{"type":"uri","value":"https://w3id.org/keikaku/ns#DocumentGraph"}}]}}'
)
TRIPLES = b'<https://a/1> <https://a/b> "1" .\n<https://a/2> <https://a/b> "2" .\n'


def _pulls(target: Store | Path, data: bytes, graph: str = GRAPH) -> list[str]:
    def answer(request: Request) -> None:
        if request.command == "POST":
            request.reply(200, data=STATES % graph.encode())
        else:
            request.reply(200, "application/n-triples", data)

    with bad(answer) as server:
        return transfer.pull(
            Places(url=server.url, query=server.url, store=server.url), target, Limits(timeout=2)
        )


@pytest.mark.parametrize("data", [TRIPLES[:34], TRIPLES[:50], b"", b"<html>", TRIPLES + b"<<<"])
def test_half_a_graph_is_not_kept(tmp_path: Path, data: bytes) -> None:
    store, file = Store(tmp_path / "store"), tmp_path / "out.nq"
    file.write_text("as before", encoding="utf-8")
    for target in (store, file):
        with raises("servers.broken-answer"):
            _pulls(target, data)
    assert not Store(tmp_path / "store").documents
    assert file.read_text(encoding="utf-8") == "as before"
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("states", [STATES.replace(b',"kind"', b""), STATES.replace(b'"2"', b'"two"')])
def test_a_list_of_graphs_that_is_none_is_named(
    states: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.servers.test_bad_servers.STATES", states)
    with raises("servers.broken-answer"):
        _pulls(tmp_path / "out.nq", TRIPLES)


def test_a_graph_that_is_not_as_it_was_pushed_is_refused(tmp_path: Path) -> None:
    fact = f'<{GRAPH}> <https://w3id.org/keikaku/ns#contentSha256> "{"0" * 64}" .\n'.encode()
    with raises("servers.different-graph", match="stated 000000000000"):
        _pulls(tmp_path / "out.nq", TRIPLES + fact)


@pytest.mark.parametrize(
    "graph", ["https://a/graph/../../x", "https://a/graph/", "https://a/graph/.x", "urn:a:b"]
)
def test_the_name_of_a_graph_is_no_path(tmp_path: Path, graph: str) -> None:
    store = Store(tmp_path / "in" / "store")
    assert _pulls(store, TRIPLES, graph) == [graph]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".nq"]
    assert [path.parent for path in files] == [tmp_path / "in" / "store" / "graphs"]
    assert len(list(Store(store.path).nquads())) == 1
