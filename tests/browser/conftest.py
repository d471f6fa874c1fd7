"""The examples and the invented towns as a published site on a plain host, and as a server."""

from __future__ import annotations

import functools
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from keikaku import build
from keikaku.store.folder import Store
from keikaku.web.pages.bundles import available
from keikaku.web.pages.policy import policy
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import publish
from tests.audit.support import fixture_lines
from tests.browser.driving import WEB, Driver, Visitor, chromium
from tests.support import ROOT, missing, put, shared


class _Handler(SimpleHTTPRequestHandler):
    """A host of files that sends the content security policy and knows nothing else."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy(unquote(urlsplit(self.path).path)))
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has
        pass


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    if not available():
        missing("What the pages run", WEB)
    made = Store(tmp_path_factory.mktemp("browser") / "store")
    build(ROOT / "examples", made)
    return put(made, fixture_lines())


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the host serves; the site is below it."""
    return tmp_path_factory.mktemp("host")


@pytest.fixture(scope="session")
def base(store: Store, root: Path) -> Iterator[str]:
    """Publish the site, serve its files, and return its base."""
    with hosted(store, root, ROOT / "examples") as address:
        yield address


@pytest.fixture(scope="session")
def plans_base(plans: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the real plans with the lines they were read from, serve the files, and return the base."""
    with hosted(plans, tmp_path_factory.mktemp("plans-host"), shared("plans")) as address:
        yield address


@contextmanager
def hosted(store: Store, root: Path, sources: Path, *, reports: str = "") -> Iterator[str]:
    """Publish a store with its sources, and where visitors report to, serve the files, and return the base."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(root))) as server:
        address = f"http://127.0.0.1:{server.server_port}/plans/"
        publish(store, root / "plans", Publication(base=address, sources=(sources,), reports=reports))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield address
        server.shutdown()


@pytest.fixture(scope="session")
def live(store: Store) -> Iterator[str]:
    """Serve the store, and return the base."""
    command = [
        sys.executable,
        "-m",
        "keikaku",
        "serve",
        "--store",
        str(store.path),
        "--port",
        "0",
        "--log",
        "",
    ]
    command += ["--lang", "en", "--sources", str(ROOT / "examples")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            lines = iter(process.stderr.readline, "")
            yield next(
                word.strip(";") for line in lines for word in line.split() if word.startswith("http://127")
            )
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with chromium(Path(tmp_path_factory.mktemp("profile"))) as made:
        yield made


@pytest.fixture
def visitor(driver: Driver, base: str) -> Iterator[Visitor]:
    """Somebody who looks at the site; afterwards nothing was complained of, and nobody else was asked."""
    yield from _visit(driver, base)


@pytest.fixture
def reader(driver: Driver, plans_base: str) -> Iterator[Visitor]:
    """Somebody who looks at the site of the real plans; afterwards nothing was complained of."""
    yield from _visit(driver, plans_base)


@pytest.fixture
def guest(driver: Driver, live: str) -> Iterator[Visitor]:
    """Somebody who looks at the server; afterwards nothing was complained of, and nobody else was asked."""
    yield from _visit(driver, live)


def _visit(driver: Driver, base: str) -> Iterator[Visitor]:
    visitor = Visitor(driver, base)
    visitor.plain()
    visitor.complaints()
    visitor.requested()
    yield visitor
    assert visitor.complaints() == []
    assert [
        url for url in visitor.requested() if not url.startswith((base, "data:", "blob:", "about:"))
    ] == []
