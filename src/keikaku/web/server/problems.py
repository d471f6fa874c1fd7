"""Refusals: a sentence as a page, as problem details (RFC 9457) or as text, and what leads on from there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from keikaku.ground.errors import (
    AuditError,
    EndpointError,
    KeikakuError,
    NoReviewerError,
    QuestionError,
    RequestError,
    ReviewError,
    SeriesError,
)
from keikaku.ground.messages import Language, sentence
from keikaku.web.pages.policy import policy
from keikaku.web.server.negotiation import best, best_language
from keikaku.web.server.representations import Representation, respond

if TYPE_CHECKING:
    from keikaku.web.pages.all_pages import Pages

LANGUAGES: tuple[Language, ...] = ("ja", "en")
_OFFERS = ("application/problem+json", "application/json", "text/html", "text/plain")
"""A browser names HTML; who takes anything is a program."""
_CHARSET = "; charset=utf-8"
_UNKNOWN = {
    "asking.no-match",
    "asking.unknown-query",
    "audit.unknown-municipality",
    "audit.unknown-plan",
    "audit.outside-period",
}
"""What is asked of a thing that there is not."""


@dataclass(frozen=True, slots=True)
class Link:
    """Something that leads on.

    Attributes:
        href: Its address.
        label: What it is, for people.
        type: Its media type, or "".
        iri: The thing that it leads to, or "".
    """

    href: str
    label: str
    type: str = ""
    iri: str = ""


def chosen_language(request: Request) -> Language:
    """Return the language that a request asks for."""
    found = best_language(request.headers.get("accept-language"), LANGUAGES)
    return "en" if found == "en" else "ja"


def status_of(error: KeikakuError) -> int:
    """Return the status that says what an error says."""
    if isinstance(error, RequestError):
        return error.status
    if error.id in _UNKNOWN:
        return 404
    asked = QuestionError | AuditError | ReviewError | SeriesError | NoReviewerError
    return 400 if isinstance(error, asked) else 500


def refuse(
    request: Request,
    error: KeikakuError,
    *,
    pages: Pages | None = None,
    links: Sequence[Link] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that says why a request is not met, in the form and language that it likes.

    Args:
        request: The request.
        error: Why.
        pages: What writes pages; without them, a page is asked for in vain and gets text.
        links: What leads on: near matches of an unknown thing, the forms of a known one.
        headers: Further headers.
    """
    status, language = status_of(error), chosen_language(request)
    offers = [offer for offer in _OFFERS if pages or offer != "text/html"]
    form = best(request.headers.get("accept"), offers) or "text/plain"
    if form == "text/html" and pages:
        body = _page(pages, language, error, status, links)
    elif form == "text/plain":
        body = _text(error, language, links)
    else:
        body = _details(error, language, status, links)
    found = {"Vary": "Accept, Accept-Language", "Cache-Control": _caching(status), **(headers or {})}
    if error.id == "serving.busy":
        found["Retry-After"] = str(error.values["seconds"])
    if isinstance(error, EndpointError):
        found |= {"Retry-After": str(error.retry_after)} if error.retry_after else {}
        found |= {"Keikaku-Limit": error.limit} if error.limit else {}
    if form == "text/html":
        found["Content-Security-Policy"] = policy("404.html")
    kind = form + ("" if form.endswith("json") else _CHARSET)
    return respond(request, Representation(body, kind, language), found, status)


def _caching(status: int) -> str:
    """Return how long a refusal holds: what is missing may come, what is withdrawn stays away."""
    return {404: "public, max-age=60", 410: "public, max-age=3600"}.get(status, "no-store")


def _page(pages: Pages, language: Language, error: KeikakuError, status: int, links: Sequence[Link]) -> bytes:
    if status == 404:
        return pages.not_found(language, [link.iri for link in links if link.iri])
    return pages.layout.render(
        "serving-problem.html.j2",
        "404",
        language,
        title=f"{status} {_title(status, language)}",
        sentence=error.message(language),
        status=status,
        links=links,
    )


def _text(error: KeikakuError, language: Language, links: Sequence[Link]) -> bytes:
    lines = [error.message(language), *(f"- {link.label}: {link.href}" for link in links)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _details(error: KeikakuError, language: Language, status: int, links: Sequence[Link]) -> bytes:
    details: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message(language),
    }
    if links:
        details["links"] = [
            {"href": link.href, "title": link.label, **({"type": link.type} if link.type else {})}
            for link in links
        ]
    return (json.dumps(details, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


_TITLED = frozenset({400, 404, 405, 406, 410, 413, 414, 500, 503})
"""Statuses that have a title in each language; others have that of HTTP."""


def _title(status: int, language: Language) -> str:
    return sentence(f"serving.status-{status}", language) if status in _TITLED else HTTPStatus(status).phrase
