"""The pages at the door of the desk: the form of a login, and why somebody is not let in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import Response

from keikaku.ground.errors import KeikakuError
from keikaku.ground.messages import Language
from keikaku.web.pages.policy import policy
from keikaku.web.server.negotiation import best
from keikaku.web.server.problems import chosen_language, refuse, status_of
from keikaku.web.server.representations import Representation, respond

_LONGEST = 80  # characters of an id that are shown again


def language_of(request: Request, usual: Language | None) -> Language:
    """Return the language of a page: what its address says, the desk's usual one, or the browser's."""
    asked = request.query_params.get("lang", "") or usual or chosen_language(request)
    return "en" if asked == "en" else "ja"


def form(
    request: Request, usual: Language | None, id_: str = "", error: KeikakuError | None = None
) -> Response:
    """Return the form of a login, with what was wrong with the last try."""
    return _page(request, usual, error, id_[:_LONGEST], is_form=True)


def refused(request: Request, usual: Language | None, error: KeikakuError) -> Response:
    """Return why a request is not let through: a page for a person, data for a program."""
    if best(request.headers.get("accept"), ("application/json", "text/html")) == "text/html":
        return _page(request, usual, error)
    return refuse(request, error, headers=_headers(error))


def _page(
    request: Request,
    usual: Language | None,
    error: KeikakuError | None,
    id_: str = "",
    *,
    is_form: bool = False,
) -> Response:
    language = language_of(request, usual)
    text = _template().render(
        language=language,
        other="ja" if language == "en" else "en",
        both=lambda ja, en: ja if language == "ja" else en,
        id=id_,
        is_form=is_form,
        error=error.message(language) if error else "",
    )
    headers = {**_headers(error), "Content-Security-Policy": policy("login.html")}
    page = Representation(text.encode(), "text/html; charset=utf-8", language)
    return respond(request, page, headers, status_of(error) if error else 200)


def _headers(error: KeikakuError | None) -> Mapping[str, str]:
    wait = error.values.get("seconds") if error else None
    return {"Cache-Control": "no-store"} | ({"Retry-After": str(wait)} if wait else {})


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("door.html.j2")
