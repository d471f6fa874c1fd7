"""HTTP as keikaku uses it: one request, its answer as a stream, and a sentence for everything that can go wrong.

SPARQLWrapper puts queries into requests; this module sends them, and those of the Graph Store protocol, through
one ``requests`` session. So there is one place that decides on passwords, certificates, redirects, time and size.
(``requests`` and not the standard library, which SPARQLWrapper would use: it keeps connections open, answers a
digest challenge once and not before every body, and leaves redirects to the caller.)
"""

from __future__ import annotations

import contextlib
import email.utils
import ipaddress
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from keikaku.asking.sources.credentials import Login, credentials
from keikaku.ground.errors import (
    RefusedError,
    ServerError,
)
from keikaku.ground.messages import say
from keikaku.ground.version import __version__

_BUSY = (429, 503)
_REDIRECTS = 5
_SENTENCE = 300
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long to wait for a server, and for how much.

    Attributes:
        timeout: Seconds to wait for it, over a whole answer.
        max_mib: The longest answer, in MiB.
        tries: How often to ask a server that says it is busy.
    """

    timeout: float = 60.0
    max_mib: int = 1024
    tries: int = 4


def check_address(url: str) -> str:
    """Return an address as it is used.

    Raises:
        ServerError: It is no http(s) address, or it carries a password.
    """
    try:
        parts = urlsplit(url)
        host, port, secret = parts.hostname, parts.port, parts.username or parts.password
    except ValueError:
        host, port, secret = None, None, None
    if secret:
        at = f"{parts.scheme}://…@{host or ''}"
        why = say("servers.address-carries-no-password")  # fmt: skip
        raise ServerError("servers.address", url=at, why=why)
    if not host or port == 0 or parts.scheme not in ("http", "https") or re.search(r"[\s\x00-\x1f\x7f]", url):
        why = say("servers.no-http-s-address")
        raise ServerError("servers.address", url=url, why=why)
    return url.partition("#")[0]


class Body:
    """An answer as it comes in: a file to read from, which knows how much and how long is enough.

    Args:
        response: What ``requests`` returned.
        url: The address, for sentences.
        limits: How long and how much.
    """

    def __init__(self, response: requests.Response, url: str, limits: Limits) -> None:
        self.response = response
        self._url = url
        self._limits = limits
        self._left = limits.max_mib * 2**20
        self._waited = 0.0

    @property
    def type(self) -> str:
        """The media type, without its parameters."""
        return self.response.headers.get("Content-Type", "").partition(";")[0].strip().lower()

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most ``size`` and at least one before the end.

        Raises:
            ServerError: It takes too long, is too long, or breaks off.
        """
        began = time.monotonic()
        data = b""
        with _sentences(self._url, self._limits.timeout):
            while not data and not _ended(self.response.raw):
                data = self.response.raw.read1(2**16 if size < 0 else size, decode_content=True)
        self._waited += time.monotonic() - began
        self._left -= len(data)
        if self._left < 0:
            raise ServerError("servers.too-long-answer", url=self._url, limit=self._limits.max_mib)
        if self._waited > self._limits.timeout:
            raise ServerError("servers.slow", url=self._url, seconds=self._limits.timeout)
        if size < 0 and data:
            return data + self.read()
        return data

    def close(self) -> None:
        """Let go of the connection."""
        self.response.close()


def _ended(raw: urllib3.HTTPResponse) -> bool:
    """Tell whether nothing more comes."""
    return raw.closed or raw.length_remaining == 0


class Client:
    """Sends requests to one server.

    Args:
        url: An address on it; passwords are looked up for its host.
        limits: How long to wait, and for how much.
        sleep: How to wait between tries.

    Raises:
        ServerError: It is no http(s) address, or it carries a password.
    """

    def __init__(
        self, url: str, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.url = check_address(url)
        self.limits = limits or Limits()
        self._sleep = sleep
        self._known = credentials(url)
        self._login = Login(self._known)
        self._session = requests.Session()
        self._session.mount("http://", HTTPAdapter(max_retries=0))
        self._session.mount("https://", HTTPAdapter(max_retries=0))
        self._session.headers["User-Agent"] = f"keikaku/{__version__}"
        self._session.auth = self._login
        if _is_here(self.url):
            self._session.trust_env = False  # no proxy leads to this computer itself
            self._session.verify = _authorities()

    def close(self) -> None:
        """Let go of all connections."""
        self._session.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        accept: tuple[int, ...] = (),
    ) -> Body:
        """Send a request and return the answer, whose body is still to be read.

        A server that is busy is asked again, later each time or when it says; a redirect is followed on the
        same server only.

        Args:
            method: GET, PUT, POST or DELETE.
            url: The address.
            data: The body.
            headers: Further headers.
            params: What to add to the address as a query.
            accept: Status codes that are no error here, besides 200 to 299.

        Raises:
            ServerError: Anything else than success.
        """
        prepared = requests.Request(
            method, url, data=data, headers=dict(headers or {}), params=params
        ).prepare()
        tries = redirects = 0
        while True:
            request = self._session.prepare_request(_again(prepared))
            response = self._exchange(request)
            status = response.status_code
            if 300 <= status < 400 or status in (401, *_BUSY):
                _drain(response)
            if status in _BUSY and status not in accept:
                tries += 1
                self._wait(response, prepared.url or url, tries)
            elif response.is_redirect and redirects < _REDIRECTS:
                redirects += 1
                prepared.url = self._target(response, prepared.url or url)
            elif status == 401 and self._login.wants_basic(response):
                pass
            else:
                body = Body(response, _plain(prepared.url or url), self.limits)
                if not (200 <= status < 300 or status in accept):
                    self._refuse(body)
                return body

    def _exchange(self, request: requests.PreparedRequest) -> requests.Response:
        with _sentences(_plain(request.url or ""), self.limits.timeout):
            settings = self._session.merge_environment_settings(request.url or "", {}, True, None, None)
            return self._session.send(request, allow_redirects=False, timeout=self.limits.timeout, **settings)

    def _wait(self, response: requests.Response, url: str, tries: int) -> None:
        asked = _retry_after(response.headers.get("Retry-After", ""))
        seconds = asked if asked is not None else 0.5 * 2 ** (tries - 1)
        if tries >= self.limits.tries or seconds > min(_LONGEST_WAIT, self.limits.timeout):
            raise ServerError(
                "servers.busy", url=_plain(url), status=response.status_code, seconds=seconds, tries=tries
            )
        self._sleep(seconds)

    def _target(self, response: requests.Response, url: str) -> str:
        target = urljoin(url, response.headers.get("Location", ""))
        if origin(target) != origin(url):
            raise ServerError("servers.redirected", url=_plain(url), target=_plain(target))
        return target

    def _refuse(self, body: Body) -> NoReturn:
        response, url = body.response, _plain(body.response.url)
        with contextlib.closing(response):
            if response.status_code in (401, 403, 407):
                name = self._known.user if self._known else ""
                raise ServerError(
                    "servers.login",
                    url=url,
                    status=response.status_code,
                    who=say("asking.the-user", name=name) if name else say("asking.no-user"),
                )
            if response.is_redirect:
                raise ServerError("servers.redirected", url=url, target="itself, again and again")
            raise RefusedError(
                "servers.refused", url=url, status=response.status_code, sentence=_sentence(body)
            )


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    try:
        port = parts.port
    except ValueError:
        port = -1
    return scheme, (parts.hostname or "").lower(), port or (443 if scheme == "https" else 80)


def _again(prepared: requests.PreparedRequest) -> requests.Request:
    """Return a request to be signed afresh."""
    headers = {name: value for name, value in prepared.headers.items() if name.lower() != "content-length"}
    return requests.Request(prepared.method, prepared.url, data=prepared.body, headers=headers)


def _plain(url: str) -> str:
    """Return an address without name, password and query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _drain(response: requests.Response) -> None:
    """Read the little that a redirect or refusal says, so that the connection can be used again, or close it."""
    with contextlib.suppress(requests.exceptions.RequestException, urllib3.exceptions.HTTPError):
        response.raw.read(_SENTENCE, decode_content=False)
    response.close()


def _is_here(url: str) -> bool:
    """Tell whether an address is one of this computer's own."""
    host = urlsplit(url).hostname or ""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _authorities() -> bool | str:
    """Return the file of certificate authorities that the environment names."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _retry_after(value: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as seconds or as a date."""
    if re.fullmatch(r"\d{1,6}", value.strip()):
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, then.timestamp() - time.time())


def _sentence(body: Body) -> str:
    """Return what a server says of its error, as one short line."""
    text = ""
    with contextlib.suppress(ServerError, ServerError):
        text = body.read(4096).decode("utf-8", errors="replace")
    if "html" in body.type:
        text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>", " ", text)
    first = text.split("SPARQL query:")[0]  # Virtuoso repeats the query
    line = " ".join("".join(char if char.isprintable() else " " for char in first).split())
    return (line[:_SENTENCE] + "…" if len(line) > _SENTENCE else line) or body.response.reason or "-"


@contextlib.contextmanager
def _sentences(url: str, timeout: float) -> Iterator[None]:
    """Turn what the HTTP library raises into keikaku's errors."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise ServerError("servers.untrusted", url=url, why=_tls(error)) from None
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError):
        raise ServerError("servers.slow", url=url, seconds=timeout) from None
    except requests.exceptions.ConnectionError as error:
        raise ServerError("servers.unreachable", url=url, why=_reason(error)) from None
    except (urllib3.exceptions.HTTPError, requests.exceptions.RequestException, OSError) as error:
        raise ServerError("servers.broken-answer", url=url, why=type(error).__name__) from None


def _tls(error: BaseException) -> str:
    """Return OpenSSL's reason, without the library's wrapping."""
    found = re.search(r"certificate verify failed: ([^()]+?) \(_ssl", str(error))
    found = found or re.search(r"\[SSL: ([A-Z_0-9]+)\]", str(error))
    return found[1] if found else "TLS"


def _reason(error: BaseException) -> str:
    """Return the system's reason, without the library's wrapping."""
    found = re.search(r"\[Errno -?\d+\] ([^'\")]+)", str(error))
    return found[1] if found else "the connection was closed"
