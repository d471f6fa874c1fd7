"""A user's name and password for a server: from the environment or a netrc, never from the command line.

They are sent to the host they were looked up for and to no other, after that host has asked for them, in the
way that it asked for: digest before basic. Nothing here writes them anywhere; ``repr`` hides them.
"""

from __future__ import annotations

import netrc
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from keikaku.ground.errors import ServerError

USER, PASSWORD, NETRC = "KEIKAKU_USER", "KEIKAKU_PASSWORD", "NETRC"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and a password; the password is never shown."""

    user: str
    password: str = field(repr=False)


def credentials(url: str) -> Credentials | None:
    """Return what the environment, or else a netrc, has for the host of an address.

    Raises:
        ServerError: The netrc cannot be read.
    """
    if user := os.environ.get(USER, ""):
        return Credentials(user, os.environ.get(PASSWORD, ""))
    named = os.environ.get(NETRC)
    path = Path(named) if named else Path.home() / ".netrc"
    if not path.is_file():
        return None
    try:
        found = netrc.netrc(str(path)).authenticators(urlsplit(url).hostname or "")
    except (netrc.NetrcParseError, OSError, UnicodeDecodeError) as error:
        why = f"line {error.lineno}" if isinstance(error, netrc.NetrcParseError) else type(error).__name__
        raise ServerError(
            "servers.netrc", path=path, why=why
        ) from None  # the parser's own words quote the file
    return Credentials(found[0], found[2]) if found else None


class Login(AuthBase):
    """Answers a server's challenge, digest or basic, and sends the answer along from then on.

    Args:
        known: The name and password; without any, nothing is ever sent.
    """

    def __init__(self, known: Credentials | None) -> None:
        self._digest = HTTPDigestAuth(known.user, known.password) if known else None
        self._basic = HTTPBasicAuth(known.user, known.password) if known else None
        self._basic_wanted = False

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        """Sign a request in the way that the server asked for; digest challenges are answered on the spot."""
        if self._basic and self._basic_wanted:
            self._basic(request)
        elif self._digest:
            self._digest(request)
        return request

    def wants_basic(self, response: Response) -> bool:
        """Take up the challenge of a refusal; tell whether it is worth another try."""
        offered = response.headers.get("WWW-Authenticate", "").lower()
        if self._basic_wanted or not self._basic or "digest" in offered or "basic" not in offered:
            return False
        self._basic_wanted = True
        return True
