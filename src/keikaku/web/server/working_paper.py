"""The audit of what is served, as a page: made in a process of its own, kept while the store stays as it is."""

from __future__ import annotations

import html
import re
from functools import partial
from pathlib import Path

import anyio
from anyio import CapacityLimiter, to_process
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from keikaku.audit.clips import NO_PRINTS, Prints, clips
from keikaku.audit.paper_html import html_bytes
from keikaku.audit.run import audit
from keikaku.audit.scope import Scope
from keikaku.graph.addresses import Addresses
from keikaku.ground.errors import RequestError
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.web.server.busy import admit
from keikaku.web.server.leaving import while_there
from keikaku.web.server.parameters import single
from keikaku.web.server.problems import chosen_language
from keikaku.web.server.representations import Representation, respond
from keikaku.web.server.scopes import Scopes
from keikaku.web.server.served import Served

SECONDS = 60.0
"""Longest time that an audit may take."""
_META = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


class WorkingPaper:
    """Answers with the working paper of an audit.

    Args:
        served: The state of the store.
    """

    def __init__(self, served: Served) -> None:
        self._served = served
        self._scopes = Scopes(served.dataset)
        self._one_at_a_time = CapacityLimiter(1)

    async def answer(self, request: Request) -> Response:
        """Answer a request for the audit of everything, of a ``municipality`` or of a ``plan``.

        Raises:
            AuditError: The plan or municipality is unknown, or the date is none, or outside every plan.
            RequestError: It took too long, or too many wait.
            ClientDisconnect: The client went away; the audit ended with it.
        """
        values = single(request, ("municipality", "plan", "as-of"))
        scope = self._scopes.scope(
            plan=values.get("plan", ""),
            municipality=values.get("municipality", ""),
            as_of=values.get("as-of", ""),
        )
        language = _language(request)
        name = f"\0audit {scope} {language}"
        found = self._served.kept(name)
        if found is None:
            page = await while_there(request, self._made(scope, language))
            found = Representation(page, "text/html; charset=utf-8", language)
            self._served.keep(name, found)
        headers = {
            "Vary": "Accept-Language",
            "Cache-Control": "public, max-age=300",
            "Content-Security-Policy": policy(found.body),
        }
        return await run_in_threadpool(respond, request, found, headers)

    async def _made(self, scope: Scope, language: Language) -> bytes:
        admit(self._one_at_a_time)
        settings = self._served.settings
        publication = settings.publication
        prints = Prints(publication.sources, publication.evidence)
        addresses = self._served.dataset.addresses
        make = partial(paper, settings.store, addresses, scope, language, prints, proposed=settings.proposed)
        try:
            with anyio.fail_after(SECONDS):
                return await to_process.run_sync(make, cancellable=True, limiter=self._one_at_a_time)
        except TimeoutError:
            raise RequestError("serving.busy", seconds=int(SECONDS)) from None


def _language(request: Request) -> Language:
    name = request.url.path.rsplit("/", 1)[-1]
    return "en" if name == "audit.en.html" else "ja" if name == "audit.html" else chosen_language(request)


def policy(page: bytes) -> str:
    """Return the content security policy that a page carries, for its header: the hashes of its style and script."""
    found = _META.search(page)
    own = html.unescape(found[1].decode()) if found else "default-src 'none'"
    return f"{own}; frame-ancestors 'none'"


def paper(
    store: Path,
    addresses: Addresses,
    scope: Scope,
    language: Language,
    prints: Prints = NO_PRINTS,
    *,
    proposed: bool = False,
) -> bytes:
    """Return the working paper of an audit as a page that names things by their published IRIs.

    Args:
        store: Folder of the store.
        addresses: The IRIs that its things are published under.
        scope: What is audited.
        language: Of the page.
        prints: Where the print of the documents is looked for, and whether it is shown.
        proposed: Whether what was read with drafts that nobody accepted is audited too.

    Raises:
        AuditError: The plan or municipality is unknown, or the date is none, or outside every plan.
    """
    opened = Store(store, proposed=proposed)
    made = audit(opened, scope)
    page = html_bytes(made, language, clips(opened, made, prints))
    origin = re.escape(addresses.origin.encode())
    return re.sub(
        rb"(?<=[\"' >;])" + origin + rb"[^\s\"'<>\\&]+",
        lambda found: addresses.published(found[0].decode()).encode(),
        page,
    )
