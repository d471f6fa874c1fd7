"""Hosts of a cluster in network namespaces: a bridge, a namespace a host, an address each, nothing beyond."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import missing
from tests.waiting import PATIENCE, comes

BIN = Path(sys.executable).parent
HOSTS = ("scheduler", "one", "two", "files", "caller")
HOW = "sh tools/test-cluster.sh, as root"
_SUBNET = "10.213.77"


@dataclass
class Net:
    """Hosts with addresses of their own.

    Attributes:
        name: What the namespaces' names begin with.
        running: The processes that were started and not stopped.
    """

    name: str
    folder: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def address(self, host: str) -> str:
        return f"{_SUBNET}.{HOSTS.index(host) + 1}"

    def command(self, host: str, *arguments: str) -> list[str]:
        return ["ip", "netns", "exec", f"{self.name}-{host}", *arguments]

    def start(self, host: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a process on a host; what it says goes to a file."""
        log = (self.folder / f"{host}-{len(self.running)}.log").open("wb")
        process = subprocess.Popen(
            self.command(host, *arguments),
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        return process

    def run(self, host: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a process on a host to its end."""
        return subprocess.run(
            self.command(host, *arguments),
            capture_output=True,
            text=True,
            timeout=2 * PATIENCE,
            env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
            check=False,
        )

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process that was started, at once."""
        process.kill()
        process.wait()
        self.running.remove(process)

    # -- Dask

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start a scheduler and wait until it answers."""
        process = self.start(
            "scheduler", str(BIN / "dask"), "scheduler", "--host", self.address("scheduler"),
            "--port", "8786", "--no-dashboard", "--no-jupyter",
        )  # fmt: skip
        self.wait_for("scheduler", 8786)
        return process

    def worker(self, host: str, *more: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a worker of one thread."""
        return self.start(
            host, str(BIN / "dask"), "worker", self.tcp, "--host", self.address(host), "--nthreads", "1",
            "--no-dashboard", "--no-nanny", "--local-directory", str(self.folder / f"scratch-{host}"), *more,
            **environment,
        )  # fmt: skip

    @property
    def tcp(self) -> str:
        return f"tcp://{self.address('scheduler')}:8786"

    def wait_for(self, host: str, port: int) -> None:
        """Wait until something listens at a host's port."""
        code = f"import socket; socket.create_connection(('{self.address(host)}', {port}), 1).close()"
        if comes(lambda: self.run("caller", sys.executable, "-c", code).returncode == 0):
            return
        logs = [log.read_text(errors="replace")[-500:] for log in self.folder.glob(f"{host}-*.log")]
        raise AssertionError(f"nothing listens at {host}:{port}: {logs}")

    def build(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``keikaku build`` on the caller's host."""
        return self.run(
            "caller",
            str(BIN / "keikaku"),
            "build",
            *arguments,
            "--scheduler",
            self.tcp,
            "--lang",
            "en",
            **environment,
        )


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@contextlib.contextmanager
def network(folder: Path) -> Iterator[Net]:
    """Make the hosts; whatever was started on them ends with the block."""
    if not shutil.which("ip") or os.geteuid() != 0:
        missing("root, Linux or iproute2", HOW)
    net = Net(f"kk{os.getpid() % 100000}", folder)
    bridge = f"{net.name}b"
    with contextlib.ExitStack() as undo:
        try:
            for number, host in enumerate(HOSTS):
                space = f"{net.name}-{host}"
                _ip("netns", "add", space)
                undo.callback(subprocess.run, ["ip", "netns", "del", space], capture_output=True, check=False)
                if (
                    not number
                ):  # the bridge stands in the first namespace, so that this machine's own has none
                    _ip("-n", space, "link", "add", bridge, "type", "bridge")
                    _ip("-n", space, "link", "set", bridge, "up")
                _ip("-n", space, "link", "set", "lo", "up")
                _ip("-n", space, "link", "add", "eth0", "type", "veth", "peer", "name", f"v{number}")
                _ip("-n", space, "addr", "add", f"{net.address(host)}/24", "dev", "eth0")
                _ip("-n", space, "link", "set", "eth0", "up")
                if number:
                    _ip("-n", space, "link", "set", f"v{number}", "netns", f"{net.name}-{HOSTS[0]}")
                _ip("-n", f"{net.name}-{HOSTS[0]}", "link", "set", f"v{number}", "master", bridge)
                _ip("-n", f"{net.name}-{HOSTS[0]}", "link", "set", f"v{number}", "up")
        except subprocess.CalledProcessError as error:
            missing(f"the right to make network namespaces ({error.stderr.decode().strip()})", HOW)
        try:
            yield net
        finally:
            for process in list(net.running):
                net.stop(process)
