"""Who may come to a desk that is served to several: a local file with ids, roles, what each may do, and hashes of passwords.

The file is YAML, a line a person, readable by its owner alone. Passwords are kept as scrypt (RFC 7914), each with a salt of
its own and the work that it was made with, so that the work can grow without anybody choosing a new password.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Any

import yaml

from keikaku.ground.errors import InputError, NoReviewerError, OutputError, ReviewError, SeriesError
from keikaku.ground.files import stamp_of, why, write_whole
from keikaku.ground.messages import pair, say
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.decisions.reviewers import Reviewer, reviewer

SHORTEST = 12
"""Characters of a password: it stands alone, without a second factor, and NIST SP 800-63B asks for 8 beside one, 15 alone; guesses
are slowed down here as well."""
LONGEST = 200
"""Characters of a password that is looked at: more is no password, and costs time."""
WORK = 16
"""Binary logarithm of scrypt's cost: 64 MiB and some 0.2 s of one core a guess (OWASP Password Storage takes 2^15 to 2^17)."""
_BLOCK, _LANES = 8, 1
_MOST_WORK = 20  # of a hash in the file: 1 GiB; more would be a way to stop the desk
_ONE = threading.Semaphore(1)  # one guess at a time, so that many do not take the machine's memory


class Right(IntEnum):
    """What a person may do; each holds those before it."""

    READ = 0
    DECIDE = 1
    ACCEPT = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come to the desk.

    Attributes:
        id: Their id, published with what they decide.
        role: In what role they decide, published too.
        may: What they may do.
        name: Their name, "" where none is kept; not published.
        secret: The hash of their password, "" where another server says who they are.
    """

    id: str
    role: str
    may: Right
    name: str = ""
    secret: str = ""

    @property
    def reviewer(self) -> Reviewer:
        """The person as decisions name them."""
        return Reviewer(self.id, self.role, self.name)


def hashed(password: str, work: int = WORK) -> str:
    """Return what is kept of a password: the work, a salt and the hash.

    Raises:
        ReviewError: It is too short or too long.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ReviewError("desk.password-length", shortest=SHORTEST, longest=LONGEST)
    salt = secrets.token_bytes(16)
    return f"{work}${_text(salt)}${_text(_scrypt(password, salt, work))}"


def fits(secret: str, password: str) -> bool:
    """Tell whether a password is the one that was kept; it takes as long whether it is or not."""
    work, salt, kept = _parts(secret)
    return hmac.compare_digest(_scrypt(password[:LONGEST], salt, work), kept)


_NOBODY = f"{WORK}${'A' * 22}==${'A' * 43}="
"""The hash that the password of who is not known is held against, so that a guess of an id takes as long as one of a password."""


class People:
    """The file of a desk's people; a change of it counts from the next request on.

    Args:
        path: The file.

    Raises:
        InputError: It cannot be read, or does not say what it must.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, ...] | None = None
        self._known: dict[str, Person] = {}
        self.all()

    def all(self) -> dict[str, Person]:
        """Return everybody by id.

        Raises:
            InputError: The file cannot be read, or does not say what it must.
        """
        stamp = stamp_of(self.path)
        if stamp is None or stamp != self._stamp:
            self._known, self._stamp = people_of(self.path), stamp
        return self._known

    def checked(self, id_: str, password: str) -> Person | None:
        """Return who an id and a password are of, None where they fit nobody."""
        found = self.all().get(id_)
        with _ONE:
            is_right = fits(found.secret if found and found.secret else _NOBODY, password)
        return found if found and found.secret and is_right else None


def people_of(path: Path) -> dict[str, Person]:
    """Return the people of a file, by id.

    Raises:
        InputError: It cannot be read, or does not say what it must.
    """
    try:
        _nodes, held = read_yaml(path)
    except SeriesError as error:
        raise InputError("documents.unreadable", path=path, why=error.message("en")) from error
    if not isinstance(held, dict):
        raise _wrong(path, "")
    return {str(id_): _person(path, str(id_), said) for id_, said in held.items()}


def _person(path: Path, id_: str, said: Any) -> Person:
    known = {"role", "may", "name", "scrypt"}
    if not isinstance(said, dict) or set(said) - known or not {"role", "may"} <= set(said):
        raise _wrong(path, id_)
    try:
        who = reviewer(id_, str(said["role"]), str(said.get("name", "")))
        may = Right[str(said["may"]).upper()]
        secret = str(said.get("scrypt", ""))
        if secret:
            _parts(secret)
    except (KeyError, ValueError, NoReviewerError) as error:
        raise _wrong(path, id_) from error
    return Person(who.id, who.role, may, who.name, secret)


def keep(path: Path, person: Person) -> None:
    """Put a person into a file, in the place of who had the id; who keeps their password where none is given.

    Raises:
        InputError: The file that is there is not right; it is as it was.
        OutputError: It cannot be written; likewise.
    """
    held = people_of(path) if path.exists() else {}
    before = held.get(person.id)
    if before and not person.secret:
        person = replace(person, secret=before.secret)
    _write(path, {**held, person.id: person})


def remove(path: Path, id_: str) -> None:
    """Take a person out of a file; what they decided stays.

    Raises:
        ReviewError: There is nobody of that id.
        InputError, OutputError: As :func:`keep`.
    """
    held = people_of(path)
    if id_ not in held:
        raise ReviewError("desk.no-such-person", id=id_, path=path)
    _write(path, {other: person for other, person in held.items() if other != id_})


def _write(path: Path, people: Mapping[str, Person]) -> None:
    said = {
        one.id: {
            "role": one.role,
            "may": one.may.name.lower(),
            **({"name": one.name} if one.name else {}),
            **({"scrypt": one.secret} if one.secret else {}),
        }
        for one in sorted(people.values(), key=lambda one: one.id)
    }
    text = "".join(f"{line}\n" for line in pair("desk.people-head")) + (
        yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=1000) if said else "{}\n"
    )
    before = os.umask(0o077)  # the hashes are nobody else's to read, from the first byte on
    try:
        write_whole(path, [text.encode()], durable=True)
    except OSError as error:
        raise OutputError("ground.unwritable", path=path, why=why(error)) from error
    finally:
        os.umask(before)


def _parts(secret: str) -> tuple[int, bytes, bytes]:
    """Return the work, the salt and the hash of what is kept of a password.

    Raises:
        ValueError: It is none.
    """
    work, salt, kept = secret.split("$")
    if not 1 <= int(work) <= _MOST_WORK:
        raise ValueError(secret)
    try:
        return int(work), base64.b64decode(salt, validate=True), base64.b64decode(kept, validate=True)
    except binascii.Error as error:
        raise ValueError(secret) from error


def _scrypt(password: str, salt: bytes, work: int) -> bytes:
    typed = unicodedata.normalize("NFKC", password).encode()  # as keyboards and systems differ (RFC 8265)
    memory = 2 * 128 * _BLOCK * 2**work  # OpenSSL counts a little more than what the algorithm needs
    return hashlib.scrypt(typed, salt=salt, n=2**work, r=_BLOCK, p=_LANES, maxmem=memory, dklen=32)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _wrong(path: Path, id_: str) -> InputError:
    return InputError("documents.unreadable", path=path, why=say("desk.people-file", id=id_ or "-"))
