"""Who decides: an id and a role, which the data keep, and a name, which stays in a local file.

``reviewers.yml`` in the folder of a store holds ids and names, a line each. No command publishes it (``keikaku
publish --reviewer-names`` shows its names, because somebody says so), and a line that is taken out leaves every
decision as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from keikaku.ground.errors import InputError, NoReviewerError, SeriesError, StoreError
from keikaku.ground.files import write_whole
from keikaku.ground.messages import pair, say
from keikaku.ground.yamlfile import read_yaml

NAMES = "reviewers.yml"
"""The file with the names, in the folder of a store."""

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person or a committee that decides.

    Attributes:
        id: Latin letters, digits and hyphens; it is published.
        role: The office or capacity in which they decide, as text; it is published.
        name: Who that is; it stays in the local file. ``""`` where nothing is to be kept.

    Raises:
        MappingsError: The id or the role is missing, or the id has other characters.
    """

    id: str
    role: str
    name: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise NoReviewerError("mappings.no-reviewer", what=say("mappings.that-id", id_=self.id))
        if not self.role:
            raise NoReviewerError("mappings.no-reviewer", what=say("mappings.id-without-role"))


def reviewer(by: str, role: str, name: str = "") -> Reviewer:
    """Return a reviewer from what was typed: white space and characters without a shape are dropped.

    Raises:
        MappingsError: The id or the role is missing, or the id has other characters.
    """
    return Reviewer(
        *("".join(filter(str.isprintable, " ".join(text.split()))).strip() for text in (by, role, name))
    )


def names(store: Path) -> dict[str, str]:
    """Return the names that are kept beside a store, by id.

    Raises:
        InputError: The file cannot be read, or is no list of ids and names.
    """
    path = store / NAMES
    if not path.exists():
        return {}
    try:
        _nodes, held = read_yaml(path)
    except SeriesError:
        held = None
    if not isinstance(held, dict):
        raise InputError("documents.unreadable", path=path, why=say("reviewing.no-names"))
    return {str(id_): str(name) for id_, name in held.items()}


def keep_names(store: Path, found: dict[str, str]) -> None:
    """Add names to those that are kept beside a store.

    Raises:
        InputError: The file cannot be read, or is no list of ids and names.
        StoreError: No rights, no space; the file is as it was.
    """
    held = names(store)
    if held | found == held:
        return
    text = "".join(f"{line}\n" for line in pair("reviewing.reviewers-head")) + yaml.safe_dump(
        held | found, allow_unicode=True, sort_keys=True, width=1000
    )
    try:
        write_whole(store / NAMES, [text.encode()])
    except OSError as error:
        raise StoreError(
            "store.unwritable", path=store, why=error.strerror or type(error).__name__
        ) from error
