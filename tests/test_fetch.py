"""keikaku fetch, against a server that is really there."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from keikaku.building.retrieval import LARGEST, Retriever
from keikaku.ground.errors import RetrievalError
from keikaku.reading.planfile import Copy
from tests.conftest import Keikaku, Town

PRINT = bytes(range(256)) * 4096  # 1 MiB


@dataclass
class Site:
    """A municipality's site: pages by path, and what it was asked for."""

    address: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)  # bytes after which the connection breaks
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, range

    def copy(self, path: str, data: bytes = PRINT, file: str = "") -> Copy:
        return Copy(address=f"{self.address}{path}", sha256=hashlib.sha256(data).hexdigest(), file=file)

    def documents(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(pages={"/plan.pdf": PRINT})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            made.asked.append((self.path, wanted))
            if self.path in made.moved:
                self.send_response(302)
                self.send_header("Location", made.moved[self.path])
                self.end_headers()
                return
            data = made.pages.get(self.path)
            code = made.codes.get(self.path, 200 if data is not None else 404)
            data = data or b""
            if wanted and code == 200:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                code, body = (206, data[start:]) if start < len(data) else (416, b"")
            else:
                start, body = 0, data
            self.send_response(code)
            if code == 206:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: made.cut.pop(self.path, len(body))])

        def log_request(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def retriever(largest: int = LARGEST) -> Retriever:
    return Retriever(largest, local=True, sleep=lambda seconds: None)


def test_a_document_costs_one_request_and_none_when_it_is_there(site: Site, tmp_path: Path) -> None:
    fetching = retriever()
    assert fetching.fetch(site.copy("/plan.pdf"), tmp_path) == "fetched"
    assert (tmp_path / "plan.pdf").read_bytes() == PRINT
    assert fetching.fetch(site.copy("/plan.pdf"), tmp_path) == "there"
    assert site.asked == [("/robots.txt", ""), ("/plan.pdf", "")]
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]


def test_a_broken_connection_goes_on_where_it_ended(site: Site, tmp_path: Path) -> None:
    site.cut["/plan.pdf"] = 300_000
    with pytest.raises(RetrievalError, match="the same command goes on with it"):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    kept = (tmp_path / "plan.pdf.part").stat().st_size
    assert 0 < kept <= 300_000
    assert not (tmp_path / "plan.pdf").exists()
    assert retriever().fetch(site.copy("/plan.pdf"), tmp_path) == "resumed"
    assert site.asked[-1] == ("/plan.pdf", f"bytes={kept}-")
    assert (tmp_path / "plan.pdf").read_bytes() == PRINT


def test_another_document_is_not_taken_for_it(site: Site, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="another SHA-256"):
        retriever().fetch(site.copy("/plan.pdf", b"the edition that was read"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_of_another_document_is_dropped(site: Site, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf.part").write_bytes(b"x" * 1000)
    with pytest.raises(RetrievalError, match="run it again"):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    assert retriever().fetch(site.copy("/plan.pdf"), tmp_path) == "fetched"


def test_a_file_of_the_name_is_not_overwritten(site: Site, tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"mine")
    with pytest.raises(RetrievalError, match="--into"):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    assert (tmp_path / "plan.pdf").read_bytes() == b"mine"
    assert site.asked == []


@pytest.mark.parametrize(
    ("rules", "status", "words"),
    [
        (b"User-agent: *\nDisallow: /plan.pdf", 200, "does not allow"),
        (b"User-agent: *\nCrawl-delay: 3600", 200, "3600 s between"),
        (b"", 503, "HTTP 503"),
    ],
)
def test_robots_are_respected(site: Site, tmp_path: Path, rules: bytes, status: int, words: str) -> None:
    site.pages["/robots.txt"], site.codes["/robots.txt"] = rules, status
    with pytest.raises(RetrievalError, match=words):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    assert site.documents() == []


def test_a_host_is_asked_again_after_the_pause_that_it_wants(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 7"
    pauses: list[float] = []
    fetching = Retriever(local=True, sleep=pauses.append)
    for name in ("one.pdf", "two.pdf"):
        fetching.fetch(site.copy("/plan.pdf", file=name), tmp_path)
    assert pauses == [7.0]
    assert [path for path, _ in site.asked] == ["/robots.txt", "/plan.pdf", "/plan.pdf"]


def test_a_document_that_is_too_large_or_not_there_is_said(site: Site, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="--max-mib"):
        retriever(largest=1000).fetch(site.copy("/plan.pdf"), tmp_path)
    with pytest.raises(RetrievalError, match="HTTP 404"):
        retriever().fetch(site.copy("/gone.pdf"), tmp_path)


def test_private_networks_are_not_reached_not_even_by_a_redirect(site: Site, tmp_path: Path) -> None:
    with pytest.raises(RetrievalError, match="--local"):
        Retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    site.moved["/plan.pdf"] = "file:///etc/passwd"
    with pytest.raises(RetrievalError, match="no address of the Web"):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)
    site.moved["/plan.pdf"] = "/plan.pdf"
    with pytest.raises(RetrievalError, match="more than 5 redirects"):
        retriever().fetch(site.copy("/plan.pdf"), tmp_path)


@pytest.mark.parametrize("name", ["../plan.pdf", ".hidden", "a/b.pdf", "", "x" * 300])
def test_a_name_cannot_lead_out_of_the_folder(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a file"):
        Copy(address="https://example.jp/", sha256="0" * 64, file=name)


def test_the_command_asks_first_and_shows_what_it_would_do(site: Site, town: Town, keikaku: Keikaku) -> None:
    copy = site.copy("/plan.pdf")
    entry = f"  copies: [{{address: '{copy.address}', sha256: {copy.sha256}}}]\n"
    town.yml.write_text(town.yml.read_text(encoding="utf-8").replace("document:\n", f"document:\n{entry}"))
    result = keikaku("fetch", town.yml, "--local")
    assert result.exit_code == 2
    assert copy.address in result.output
    assert "licence" in result.output
    assert "--yes" in result.output
    assert site.asked == []
    result = keikaku("fetch", town.yml, "--local", "--yes")
    assert result.exit_code == 0, result.output
    assert (Path("documents") / "town" / "plan.pdf").read_bytes() == PRINT
    assert "取得済み" in keikaku("fetch", town.yml, "--local", "--yes", "--lang", "ja").output
    assert site.documents() == ["/plan.pdf"]
