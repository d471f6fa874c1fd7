"""What a publisher decides about a site, and what everything that is written for it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from keikaku.graph.addresses import Addresses, Style
from keikaku.ground.defaults import TITLE_EN, TITLE_JA
from keikaku.ground.errors import (
    InputError,
    PublishingError,
)
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Message, say
from keikaku.store.dataset import origin
from keikaku.store.folder import Store
from keikaku.web.pages.layout import Text

_MAIL = re.compile(r"mailto:[^\s?&@]+@[^\s?&@]+")
TITLE = Text(TITLE_JA, TITLE_EN)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What a publisher decides.

    Attributes:
        base: IRI under which the site lies: ``https://data.example.jp/plans/``.
        style: How the IRI of a thing leads to its document; see :mod:`keikaku.graph.addresses`.
        title: Name of the site.
        publisher: Name of who publishes it; empty where that is left to the municipalities.
        licence: IRI of the licence of the data; empty where the documents' own are all there is.
        day: Day of publication; None for a site that names none.
        sparql: Address of a SPARQL endpoint that serves the same data; empty where there is none.
        sources: Folders that hold the documents that were read.
        old_dumps: Whether the dumps of the site that is replaced are kept beside the new one.
        reviewer_names: Whether the pages show the names of reviewers that the store's local file keeps.
        evidence: True where the publisher answers for showing the print of all documents at hand, False where none is
            to be shown; None where the licence of each decides.
        reports: Where visitors say that a reading is wrong: ``mailto:…``, or the address where an issue is begun.

    Raises:
        PublishingError: The base is no http(s) IRI that ends in "/".
        PublishingError: The licence is no http(s) IRI.
        PublishingError: The endpoint is no http(s) address.
        PublishingError: Reports go to something that is no address of mail or the Web.
        InputError: A folder of sources is not there.
        PublishingError: The print is to be shown, and no folder of sources is named.
    """

    base: str
    style: Style = "slash"
    title: Text = TITLE
    publisher: str = ""
    licence: str = ""
    day: date | None = None
    sparql: str = ""
    sources: tuple[Path, ...] = ()
    old_dumps: bool = True
    reviewer_names: bool = False
    evidence: bool | None = None
    reports: str = ""

    def __post_init__(self) -> None:
        check_base(self.base)
        if self.licence and not _is_of_the_web(self.licence):
            raise PublishingError("publishing.licence", licence=self.licence)
        if self.sparql and not _is_of_the_web(self.sparql):
            raise PublishingError("publishing.endpoint", sparql=self.sparql)
        if self.reports and not (_MAIL.fullmatch(self.reports) or _is_of_the_web(self.reports)):
            raise PublishingError("publishing.reports", reports=self.reports)
        for folder in self.sources:
            if not folder.exists():
                raise InputError("documents.missing-path", path=folder)
        if self.evidence and not self.sources:
            raise PublishingError("publishing.no-sources")

    @property
    def path(self) -> str:
        """The path of the base on its host: ``/plans/``."""
        return urlsplit(self.base).path

    @property
    def host(self) -> str:
        """The host of the base."""
        return urlsplit(self.base).hostname or ""

    @property
    def year(self) -> str:
        """The year of publication, "" where the site names no day."""
        return str(self.day.year) if self.day else ""

    def addresses(self, store: Store) -> Addresses:
        """Return the addresses of what a store holds."""
        return Addresses(self.base, origin(store), self.style)


def _is_of_the_web(text: str) -> bool:
    return is_address(text) and text.startswith(("http://", "https://"))


def check_base(base: str) -> None:
    """Refuse what no site can lie under.

    Raises:
        PublishingError: It has no scheme or no host, does not end in "/", or has a query, a fragment or a password.
    """
    why = _wrong_base(base)
    if why:
        raise PublishingError("publishing.base-iri", base=base, why=why)


def _wrong_base(base: str) -> Message | None:
    try:
        parts = urlsplit(base)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return say("publishing.base-no-address")
    if parts.scheme not in ("http", "https") or not host:
        return say("publishing.base-no-host")
    if parts.query or parts.fragment or "?" in base or "#" in base:
        return say("publishing.base-query")
    if "@" in parts.netloc:
        return say("publishing.base-password")
    if not base.endswith("/"):
        return say("publishing.base-end")
    if not _is_of_the_web(base) or "//" in parts.path or "/." in parts.path or "%" in parts.path:
        return say("publishing.base-path")
    return None
