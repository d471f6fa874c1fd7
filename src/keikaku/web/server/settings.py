"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from keikaku.web.server.guard.limits import Limits
from keikaku.web.site.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What is written of each request.

    Attributes:
        path: A file, ``-`` for standard output, "" for nowhere.
        queries: Whether what was asked is in it: query strings and SPARQL.
        clients: Whether who asked is in it.
    """

    path: str = ""
    queries: bool = False
    clients: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a server is told; plain values, so that they reach worker processes.

    Attributes:
        store: Folder of the store.
        publication: Base, title, licence: what a published site would be told too.
        site: Folder of a published site whose files are served where it has them, or nothing.
        withdrawn: File that lists what was published once, or nothing.
        limits: How much a query may take.
        services: Origins that queries may name in SERVICE.
        log: What is written of each request.
        proposed: Whether what was read with drafts that nobody accepted is served too.
    """

    store: Path
    publication: Publication
    site: Path | None = None
    withdrawn: Path | None = None
    limits: Limits = field(default_factory=Limits)
    services: tuple[str, ...] = ()
    log: Log = field(default_factory=Log)
    proposed: bool = False

    @property
    def base_path(self) -> str:
        """Path of the base, with a slash at both ends."""
        return self.publication.path
