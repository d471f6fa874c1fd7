"""What every answer carries, and what requests get that are wrong, too large, or up to something."""

from __future__ import annotations

import json
import socket
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from keikaku.web.server import bounds
from tests.serving.support import PLAN, PROJECT, Process
from tests.waiting import PATIENCE

pytestmark = pytest.mark.xdist_group("process")  # all of them ask one server

EVERYWHERE = ["/", f"/doc/{PLAN}.ttl", f"/id/{PLAN}", "/nothing", "/api/queries/plans", "/api/lineage?iri=sdg:4", "/audit",
              "/assets/site.css", "/openapi.json", "/healthz", "/sparql", "/sparql?query=ASK%7B%7D", "/sparql?query=x"]  # fmt: skip


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_headers(client: TestClient, address: str) -> None:
    for method in ("GET", "OPTIONS", "DELETE"):
        headers = client.request(method, address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-inline" not in headers["content-security-policy"]
        assert headers["referrer-policy"]
        assert "geolocation=()" in headers["permissions-policy"]
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "cross-origin"
        assert headers["access-control-allow-origin"] == "*"
        assert headers["server"] == "keikaku"


@pytest.mark.parametrize("address", ["/", f"/doc/{PLAN}", f"/id/{PLAN}", "/api/queries/plans", "/nothing"])
def test_browsers_may_read_from_other_sites(client: TestClient, address: str) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    preflight = client.options(address, headers=asked)
    assert preflight.status_code == 204
    assert (
        preflight.headers["access-control-allow-methods"]
        == preflight.headers["allow"]
        == "GET, HEAD, OPTIONS"
    )
    assert "Accept" in preflight.headers["access-control-allow-headers"]
    exposed = client.get(address, headers={"Origin": "https://elsewhere.example"}).headers
    assert {"ETag", "Link", "Location"} <= set(exposed["access-control-expose-headers"].split(", "))
    assert "access-control-allow-credentials" not in exposed


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("address", ["/", f"/doc/{PLAN}", f"/id/{PLAN}", "/api/queries/plans", "/healthz"])
def test_other_methods_are_refused(client: TestClient, method: str, address: str) -> None:
    answer = client.request(method, address, headers={"Accept-Language": "en"})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert method in answer.text


def test_a_refusal_comes_in_the_form_and_language_asked_for(client: TestClient) -> None:
    problem = client.get("/nothing", headers={"Accept": "application/problem+json", "Accept-Language": "en"})
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at /nothing.",
    }
    assert "何もありません" in client.get("/nothing", headers={"Accept": "text/plain"}).text
    page = client.get("/nothing", headers={"Accept": "text/html,*/*;q=0.1", "Accept-Language": "en"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == "en"
    assert 'href="/search.en.html"' in page.text


def test_large_requests_are_refused(client: TestClient) -> None:
    assert client.get(f"/doc/{'x' * bounds.LONGEST_ADDRESS}").status_code == 414
    assert client.get("/", params={"q": "x" * bounds.LONGEST_ADDRESS}).status_code == 414
    large = client.post("/sparql", content=b"x" * (bounds.LARGEST_BODY + 1))
    assert large.status_code == 413
    assert large.headers["connection"] == "close"

    def pieces() -> object:
        for _ in range(200):
            yield b"x" * 8192

    query = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=pieces(), headers=query).status_code == 413  # type: ignore[arg-type]


def test_the_health_address_says_what_is_served(client: TestClient) -> None:
    about = client.get("/healthz")
    assert about.json()["status"] == "ok"
    assert about.json()["documents"] == 5
    assert about.headers["cache-control"] == "no-store"


# ---------------------------------------------------------------- as it stands on the wire

ESCAPES = [
    b"/../../etc/passwd",
    b"/assets/../../../pyproject.toml",
    b"/assets/%2e%2e/%2e%2e/pyproject.toml",
    b"/assets/%2E%2E%2F%2E%2E%2Fpyproject.toml",
    b"/assets/..%2f..%2f..%2fpyproject.toml",
    b"/assets/..%252f..%252fpyproject.toml",
    b"/assets/..\\..\\pyproject.toml",
    b"/assets/%5c..%5c..%5cpyproject.toml",
    b"/assets//etc/passwd",
    b"//etc/passwd",
    b"/%2fetc%2fpasswd",
    b"/etc/passwd",
    b"/doc//etc/passwd",
    b"/doc/..%2f..%2fmanifest.json",
    b"/manifest.json",
    b"/doc/%c0%ae%c0%ae/x",
    b"/doc/%ff",
    b"/doc/x%00.ttl",
    b"/assets/site.css%00",
    b"/doc/%0d%0aSet-Cookie:x=1",
    b"/file:///etc/passwd",
    b"/dumps/latest/../../keikaku-site.json",
    b"/.htaccess",
    b"/.git/config",
]


@pytest.mark.parametrize("target", ESCAPES)
def test_nothing_outside_is_served(process: Process, target: bytes) -> None:
    status, headers, body = process.get(target)
    assert status in (400, 404)
    assert "set-cookie" not in headers
    for inside in (b"root:", b"[build-system]", b'"keikaku-store"', b"[core]"):
        assert inside not in body


@pytest.mark.parametrize(
    "target",
    [
        f"/doc/{PROJECT}".encode(),
        f"/doc/{quote(PROJECT)}".encode(),
        f"/doc/{quote(PROJECT).lower()}".encode(),
    ],
    ids=["raw", "escaped", "small escapes"],
)
def test_japanese_addresses_are_understood_however_they_are_sent(process: Process, target: bytes) -> None:
    status, headers, body = process.get(target, b"Accept: text/html")
    assert status == 200
    assert headers["content-location"] == f"/doc/{quote(PROJECT)}.html"
    assert "工房めぐりの日".encode() in body


def test_the_server_says_nothing_of_itself(process: Process) -> None:
    for target in (b"/", b"/nothing", b"/sparql?query=x"):
        _status, headers, _body = process.get(target)
        assert headers["server"] == "keikaku"
        assert "date" in headers
        assert "x-powered-by" not in headers


def test_what_is_no_http_is_refused(process: Process) -> None:
    assert process.raw(b"\x16\x03\x01\x02\x00\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert process.get(b"/", b"X-Long: " + b"x" * bounds.LARGEST_HEAD)[0] == 431
    many = b"".join(b"x-%d: y\r\n" % number for number in range(9000))
    assert process.raw(b"GET / HTTP/1.1\r\n" + many).startswith(b"HTTP/1.1 431 ")
    assert process.get(b"/" + b"x" * (bounds.LONGEST_ADDRESS + 1))[0] == 414
    assert process.get(b"/sparql", b"Content-Length: 999999999", method=b"POST")[0] == 413


@pytest.mark.slow
def test_who_sends_nothing_is_not_waited_for(process: Process) -> None:
    with (
        socket.create_connection(("127.0.0.1", process.port)) as silent,
        socket.create_connection(("127.0.0.1", process.port)) as slow,
    ):
        slow.sendall(b"GET / HTTP/1.1\r\n")
        for line in (silent, slow):
            line.settimeout(PATIENCE)
            assert line.recv(1) == b""
    assert process.get(b"/healthz")[0] == 200


def test_the_log_of_the_process_tells_of_requests(process: Process) -> None:
    process.get(f"/doc/{quote(PROJECT)}.ttl?secret=1".encode(), b"User-Agent: somebody")
    lines = (process.said.parent / "access.log").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    one = next(line for line in reversed(found) if line["path"] == f"/doc/{PROJECT}.ttl")
    assert one["status"] == 200
    assert "secret" not in "".join(lines)
    assert "127.0.0.1" not in "".join(lines)
