"""Bringing documents whose address and SHA-256 stand in plan.yml from where a municipality publishes them.

One request a document, nothing that a site's robots.txt (RFC 9309) does not allow, and nothing that is not, byte for
byte, the document that was read when plan.yml was written. What was interrupted goes on where it ended (RFC 9110,
section 14).
"""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import requests

from keikaku.ground.errors import RetrievalError
from keikaku.ground.messages import say
from keikaku.ground.version import __version__
from keikaku.reading.planfile import Copy

__all__ = ["LARGEST", "SECONDS", "Outcome", "Retriever"]

AGENT = f"keikaku/{__version__}"
LARGEST = 200 * 2**20
"""Bytes of the largest document that is fetched: scans of a whole plan seldom have more than 100 MiB."""
SECONDS = 600.0
"""Time that one document may take: 200 MiB at 3 Mbit/s."""
PAUSE = 1.0
"""Seconds between two requests to one host where its robots.txt asks for no longer pause (Crawl-delay)."""
LONGEST_PAUSE = 60.0
"""Seconds of the longest pause that a robots.txt can ask for; beyond it the site is left alone."""
_QUIET = 30.0  # seconds without a byte after which a server has gone
_CHUNK = 2**16  # bytes
_REDIRECTS = 5  # as many as RFC 9309 asks a reader of robots.txt to follow
_ROBOTS = 500 * 2**10  # bytes that are read of a robots.txt (RFC 9309, section 2.5)
_MOVED = {301, 302, 303, 307, 308}
_RANGE = re.compile(r"bytes (\d+)-")

Outcome = Literal["fetched", "resumed", "there"]


@dataclass(slots=True)
class Retriever:
    """Fetches documents, one after the other.

    Attributes:
        largest: Bytes that a document may have.
        seconds: Seconds that a document may take.
        local: Whether addresses of this machine and of private networks are asked too; plan.yml may be a stranger's.
        sleep: Waits between two requests to one host.
        progress: Is told the bytes that have come, and how many there are where the server says so.
    """

    largest: int = LARGEST
    seconds: float = SECONDS
    local: bool = False
    sleep: Callable[[float], object] = time.sleep
    progress: Callable[[int, int | None], object] | None = None
    _rules: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def fetch(self, copy: Copy, folder: Path) -> Outcome:
        """Bring one document into a folder.

        Args:
            copy: Its address, SHA-256 and name.
            folder: Where it is put; made where there is none.

        Returns:
            ``there`` where it was there already and nothing was asked, ``resumed`` where a part of it was.

        Raises:
            RetrievalError: It could not be fetched, may not be, or is another document than it was.
            OSError: The folder cannot be written.
        """
        target = folder / copy.name
        if target.exists():
            if _sha256(target) != copy.sha256:
                raise RetrievalError(
                    "building.not-fetched",
                    address=target,
                    why=say("building.other-file"),
                )
            return "there"
        folder.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        self._allow(copy.address)
        resumed = self._receive(copy.address, part)
        if _sha256(part) != copy.sha256:
            part.unlink()
            if resumed:
                raise RetrievalError(
                    "building.not-fetched",
                    address=copy.address,
                    why=say("building.other-part"),
                )
            raise RetrievalError(
                "building.not-fetched",
                address=copy.address,
                why=say("building.other-document"),
            )
        part.replace(target)
        return "resumed" if resumed else "fetched"

    def _receive(self, address: str, part: Path) -> bool:
        """Write what a server sends behind what is there of it; tell whether it went on."""
        there = part.stat().st_size if part.exists() else 0
        end = time.monotonic() + self.seconds
        headers = {"Range": f"bytes={there}-"} if there else {}
        with self._get(address, headers) as answer:
            if (
                answer.status_code == 416
            ):  # it is all there, or the document is shorter now: its hash will tell
                return True
            if answer.status_code not in (200, 206):
                raise _failed(address, f"HTTP {answer.status_code}")
            start = _RANGE.match(answer.headers.get("Content-Range", ""))
            resumed = answer.status_code == 206 and start is not None and int(start[1]) == there
            if answer.status_code == 206 and not resumed:
                raise _failed(address, "the server sent another part than it was asked for")
            done = there if resumed else 0
            length = answer.headers.get("Content-Length", "")
            whole = done + int(length) if length.isdecimal() else None
            if whole is not None and whole > self.largest:
                raise _too_large(address, self.largest)
            with part.open("ab" if resumed else "wb") as file:
                for chunk in _chunks(address, answer):
                    done += len(chunk)
                    if done > self.largest:
                        raise _too_large(address, self.largest)
                    file.write(chunk)
                    if self.progress:
                        self.progress(done, whole)
                    if time.monotonic() > end:
                        raise RetrievalError(
                            "building.not-fetched",
                            address=address,
                            why=say("building.not-in-time", seconds=self.seconds),
                        )
            return resumed

    def _allow(self, address: str) -> None:
        """Ask the robots.txt of a host, once; wait where the host was asked before.

        Raises:
            RetrievalError: It does not allow the address, cannot be had, or asks for too long a pause.
        """
        site = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        rules = self._rules.get(site)
        if rules is None:
            rules = self._rules[site] = RobotFileParser()
            rules.parse(self._robots(f"{site}/robots.txt").splitlines())
        if not rules.can_fetch(AGENT, address):
            raise RetrievalError(
                "building.not-fetched",
                address=address,
                why=say("building.robots-forbid", site=site),
            )
        pause = float(rules.crawl_delay(AGENT) or PAUSE)
        if pause > LONGEST_PAUSE:
            raise RetrievalError(
                "building.not-fetched",
                address=address,
                why=say("building.robots-pause", site=site, pause=pause),
            )
        if site in self._asked:
            self.sleep(pause)
        self._asked.add(site)

    def _robots(self, address: str) -> str:
        """Return a robots.txt: none allows all; one that a server fails to give forbids all (RFC 9309, 2.3.1)."""
        with self._get(address, {}) as answer:
            if 400 <= answer.status_code < 500:
                return ""
            if answer.status_code != 200:
                raise _failed(address, f"HTTP {answer.status_code}")
            return next(_chunks(address, answer, _ROBOTS), b"").decode("utf-8", "replace")

    @contextlib.contextmanager
    def _get(self, address: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        """Ask for an address and follow where it leads, to the Web alone.

        Raises:
            RetrievalError: No answer, too many redirects, or a way to a private network.
        """
        said = {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers}
        at = address
        with requests.Session() as session:
            session.trust_env = True  # proxies and authorities of a company's network
            for _ in range(_REDIRECTS + 1):
                self._refuse_private(at)
                try:
                    answer = session.get(at, headers=said, stream=True, timeout=_QUIET, allow_redirects=False)
                except requests.RequestException as error:
                    raise _failed(at, _why(error)) from error
                if answer.status_code not in _MOVED or "Location" not in answer.headers:
                    with answer:
                        yield answer
                    return
                answer.close()
                at = urljoin(at, answer.headers["Location"])
        raise _failed(address, f"more than {_REDIRECTS} redirects")

    def _refuse_private(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise _failed(address, "no address of the Web (http, https)")
        if self.local:
            return
        try:
            found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise _failed(address, _why(error)) from error
        if any(not ipaddress.ip_address(str(entry[4][0]).partition("%")[0]).is_global for entry in found):
            raise RetrievalError(
                "building.not-fetched",
                address=address,
                why=say("building.private-address"),
            )


def _chunks(address: str, answer: requests.Response, size: int = _CHUNK) -> Iterator[bytes]:
    try:
        yield from answer.iter_content(size)
    except requests.RequestException as error:
        raise RetrievalError(
            "building.not-fetched",
            address=address,
            why=say("building.connection-broke", error=_why(error)),
        ) from error


def _why(error: Exception) -> str:
    """Return the innermost reason that a library gives, without its addresses in memory."""
    while error.__context__ is not None and isinstance(error.__context__, Exception):
        error = error.__context__
    return str(error).rpartition(": ")[2] or type(error).__name__


def _failed(address: object, why: str) -> RetrievalError:
    return RetrievalError(
        "building.not-fetched",
        address=address,
        why=say("building.refused-by-server", why=why),
    )


def _too_large(address: object, largest: int) -> RetrievalError:
    mib = largest // 2**20
    return RetrievalError(
        "building.not-fetched",
        address=address,
        why=say("building.too-large", mib=mib),
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
