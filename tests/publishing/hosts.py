"""nginx and Apache on loopback, each with a site, a process and a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support import missing
from tests.waiting import PATIENCE, comes

HOW = "sh tools/test-hosts.sh installs it"
_NGINX = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {site}/hosting/nginx-http.conf;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        include {site}/hosting/nginx-server.conf;
    }}
}}
"""
_MODULES = ("mpm_event", "authz_core", "rewrite", "headers", "setenvif", "mime", "dir", "filter", "deflate")
_APACHE = """
ServerRoot "{folder}"
ServerName localhost
ServerTokens Prod
TypesConfig /dev/null
Listen 127.0.0.1:{port}
PidFile "{folder}/apache.pid"
ErrorLog "{folder}/error.log"
{modules}
{user}
DocumentRoot "{root}"
<Directory "/">
    Require all granted
    AllowOverride All
</Directory>
"""


@dataclass(frozen=True)
class Host:
    """A web server that carries a site."""

    name: str
    address: str

    def get(
        self,
        path: str,
        accept: str | None = None,
        language: str | None = None,
        encoding: str | None = "identity",
    ) -> requests.Response:
        """Ask for a path, encoded, below the host; redirections are not followed."""
        headers = {"Accept": accept, "Accept-Language": language, "Accept-Encoding": encoding}
        return requests.get(  # None leaves a header out; the stubs do not know
            self.address + path,
            headers=headers,  # type: ignore[arg-type]
            allow_redirects=False,
            timeout=PATIENCE,
        )


def program(name: str) -> str:
    """Return the path of a web server."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        missing(name, HOW)
    return str(found)


@contextmanager
def carried(name: str, site: Path, path: str) -> Iterator[Host]:
    """Run a web server with a site at a path of its root.

    Args:
        name: ``"nginx"`` or ``"apache2"``.
        site: The site.
        path: Of its base: ``/plans/``.
    """
    command = program(name)
    with tempfile.TemporaryDirectory(prefix="keikaku-host-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # the server may run as somebody else
        place = folder / "root" / path.strip("/")
        shutil.copytree(site, place)
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        values = {"folder": folder, "root": folder / "root", "site": place, "port": port}
        arguments = _nginx(folder, values) if name == "nginx" else _apache(folder, values)
        with (folder / "start.txt").open("wb") as said:
            process = subprocess.Popen([command, *arguments], stdout=said, stderr=said)
        try:
            host = Host(name, f"http://127.0.0.1:{port}")
            _wait(host, process, folder)
            yield host
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _nginx(folder: Path, values: dict[str, object]) -> list[str]:
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(user=user, **values), encoding="utf-8")
    return ["-p", str(folder), "-c", str(config), "-e", str(folder / "start.log")]


def _apache(folder: Path, values: dict[str, object]) -> list[str]:
    home = Path("/usr/lib/apache2/modules")
    modules = [
        f'LoadModule {name}_module "{home}/mod_{name}.so"'
        for name in _MODULES
        if (home / f"mod_{name}.so").exists()
    ]
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    config = folder / "apache.conf"
    config.write_text(_APACHE.format(modules="\n".join(modules), user=user, **values), encoding="utf-8")
    return ["-d", str(folder), "-f", str(config), "-DFOREGROUND"]


def _wait(host: Host, process: subprocess.Popen[bytes], folder: Path) -> None:
    def answers() -> bool:
        try:
            requests.get(host.address, timeout=PATIENCE)
        except requests.exceptions.ConnectionError:
            return False
        return True

    assert comes(lambda: answers() or process.poll() is not None), (
        f"{host.name} does not answer: {_log(folder)}"
    )
    if process.poll() is not None:
        said = "".join(file.read_text() for file in folder.glob("*.txt")) + _log(folder)
        raise AssertionError(f"{host.name} does not start: {said}")


def _log(folder: Path) -> str:
    file = folder / "error.log"
    return file.read_text() if file.exists() else ""
