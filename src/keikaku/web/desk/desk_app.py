"""The review desk as an ASGI application: its page, and what the page asks for, a leaf and a slice at a time."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from keikaku.ground.errors import KeikakuError, RequestError
from keikaku.ground.files import read_json
from keikaku.ground.messages import Language, say
from keikaku.ground.text.folding import key
from keikaku.reading import families
from keikaku.reading.decisions.decision import Decision
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.model import KINDS, Fact
from keikaku.reading.tables.kinds import NOTHING
from keikaku.reading.tables.vocabulary import shipped
from keikaku.web.desk import deciding, paper
from keikaku.web.desk.differences import difference, effect
from keikaku.web.desk.gate import Gate
from keikaku.web.desk.opened import Opened, Read
from keikaku.web.desk.rows import Row, label
from keikaku.web.pages.bundles import bundles
from keikaku.web.pages.layout import assets
from keikaku.web.pages.policy import policy
from keikaku.web.server.bounds import Bounds
from keikaku.web.server.headers import Headers
from keikaku.web.server.problems import chosen_language, refuse
from keikaku.web.server.representations import Representation, media_type, respond

MOST_ROWS = 200
"""Rows of one answer: several screens of a list."""
_FOLDER = Path(__file__).parent
_PRIVATE = {"Cache-Control": "no-store"}


def application(
    opened: Opened,
    host: str,
    clock: Callable[[], float] = time.monotonic,
    language: Language | None = None,
) -> tuple[ASGIApp, Gate]:
    """Return the desk, and the gate that knows its key.

    Args:
        opened: What lies on it.
        host: The name and port that it is asked under.
        clock: Seconds that never go back, by which sessions end.
        language: Of the page, where its address says none; the browser's otherwise.
    """
    desk = _Desk(opened, language)
    get, post = ["GET"], ["POST"]
    routes = [
        Route("/", desk.page, methods=get),
        Route("/api/state", desk.state, methods=get),
        Route("/api/leaf/{number:int}", desk.leaf, methods=get),
        Route("/api/picture/{number:int}", desk.picture, methods=get),
        Route("/api/version", desk.version, methods=get),
        Route("/api/rows", desk.rows, methods=get),
        Route("/api/tables", desk.tables, methods=get),
        Route("/api/table/{name}", desk.table, methods=get),
        Route("/api/search", desk.search, methods=get),
        Route("/api/queue", desk.queue, methods=get),
        Route("/api/groups", desk.groups, methods=get),
        Route("/api/decide", desk.decide, methods=post),
        Route("/api/accept", desk.accept, methods=post),
        Route("/api/undo", desk.undo, methods=post),
        Route("/api/point", desk.point, methods=post),
        Route("/api/known", desk.known, methods=get),
        Route("/api/plan", desk.plan, methods=get),
        Route("/api/plan", desk.change_plan, methods=post),
        Route("/assets/{name}", desk.asset, methods=get),
    ]
    handlers = {
        KeikakuError: _refused,
        HTTPException: _refused,
        ClientDisconnect: _refused,
        Exception: _refused,
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    gate = Gate(Bounds(app), host, clock)
    return Headers(gate, private=True), gate


async def _refused(request: Request, error: Exception) -> Response:
    """Return the answer to a request that is not met."""
    if isinstance(error, ClientDisconnect):
        return Response(status_code=499)
    said: KeikakuError
    if isinstance(error, HTTPException):
        is_method = error.status_code == 405
        said = (
            RequestError("serving.method", method=request.method, allowed="GET")
            if is_method
            else RequestError("serving.nothing-here", path=request.url.path)
        )
    else:
        said = error if isinstance(error, KeikakuError) else RequestError("serving.broken")
    return refuse(request, said, headers=_PRIVATE)


class _Desk:
    """What the page asks for."""

    def __init__(self, opened: Opened, language: Language | None) -> None:
        self._opened = opened
        self._language = language
        with opened.held() as review:
            self._name = review.document.name

    # -- the page

    async def page(self, request: Request) -> Response:
        chosen = request.query_params.get("lang", "")
        language: Language = "en" if (chosen or self._language or chosen_language(request)) == "en" else "ja"
        text = _page().render(
            language=language,
            other="ja" if language == "en" else "en",
            both=lambda ja, en: ja if language == "ja" else en,
            name=self._name,
        )
        headers = {**_PRIVATE, "Content-Security-Policy": policy("desk.html")}
        return respond(request, Representation(text.encode(), media_type("desk.html"), language), headers)

    async def asset(self, request: Request) -> Response:
        name = f"assets/{request.path_params['name']}"
        body = _assets().get(name)
        if body is None:
            raise RequestError("serving.nothing-here", path=request.url.path)
        return respond(
            request, Representation(body, media_type(name)), {"Cache-Control": "private, no-cache"}
        )

    # -- what is read

    async def state(self, request: Request) -> Response:
        return await _answer(request, partial(state, self._opened))

    async def leaf(self, request: Request) -> Response:
        return await _answer(request, partial(self._leaf, request.path_params["number"]))

    def _leaf(self, number: int) -> dict[str, Any]:
        read = self._opened.current
        return {
            "version": self._opened.version,
            **paper.shown(read.document, _leaf(read, number), read.tints, read.passages),
        }

    async def picture(self, request: Request) -> Response:
        leaf = _leaf(self._opened.current, request.path_params["number"])
        drawn = await run_in_threadpool(paper.picture, self._opened.current.document, leaf)
        if drawn is None:
            raise RequestError("serving.nothing-here", path=request.url.path)
        return respond(
            request, Representation(drawn.data, "image/webp"), {"Cache-Control": "private, no-cache"}
        )

    async def rows(self, request: Request) -> Response:
        only = request.query_params.get("only")
        wanted = [int(one) for one in only.split() if one.isdecimal()][:MOST_ROWS] if only else None
        return await _answer(request, partial(self._rows, *_slice(request.query_params), wanted))

    def _rows(self, first: int, last: int, only: list[int] | None) -> dict[str, Any]:
        """Return rows from one to before another, or only some, by their numbers."""
        read = self._opened.current
        chosen = (
            read.rows[first:last] if only is None else [read.rows[at] for at in only if at < len(read.rows)]
        )
        found = [row_json(read, row, self._opened.made) for row in chosen]
        return {"version": self._opened.version, "whole": len(read.rows), "from": first, "rows": found}

    async def version(self, request: Request) -> Response:
        return await _answer(request, lambda: {"version": self._opened.version})

    async def tables(self, request: Request) -> Response:
        return await _answer(request, self._tables)

    def _tables(self) -> dict[str, Any]:
        read = self._opened.current
        known = [
            {"name": name, "label": label(name), "columns": one.columns, "whole": len(one.rows)}
            for name, one in read.tables.by_name.items()
        ]
        return {"version": self._opened.version, "tables": known}

    async def table(self, request: Request) -> Response:
        return await _answer(
            request, partial(self._table, request.path_params["name"], *_slice(request.query_params))
        )

    def _table(self, name: str, first: int, last: int) -> dict[str, Any]:
        read = self._opened.current
        table = read.tables.by_name.get(name)
        if table is None:
            raise RequestError("serving.nothing-here", path=f"table {name}")
        rows = [
            [fact and row_json(read, fact, self._opened.made) for fact in row]
            for row in table.rows[first:last]
        ]
        return {"version": self._opened.version, "whole": len(table.rows), "from": first, "rows": rows}

    async def search(self, request: Request) -> Response:
        first, _last = _slice({"from": request.query_params.get("row", "0")})
        return await _answer(request, partial(self._search, request.query_params.get("q", "")[:200], first))

    def _search(self, wanted: str, after: int) -> dict[str, Any]:
        """Return where a text was read, or stands; after a row the next one, the first one again behind the last."""
        read, sought = self._opened.current, key(wanted)
        rows = [row.number for row in read.rows if sought and sought in key(row.claim.value)]
        lines = (
            [line.number for line in read.document.lines if sought and sought in key(line.text)]
            if not rows
            else []
        )
        row = next((number for number in rows if number > after), rows[0] if rows else None)
        line = lines[0] if lines else None
        leaf = read.leaf_of[line - 1] if line else 0
        return {
            "version": self._opened.version,
            "count": len(rows) or len(lines),
            "row": row,
            "line": line,
            "leaf": leaf,
        }

    # -- plan.yml

    async def plan(self, request: Request) -> Response:
        return await _answer(request, self._plan)

    def _plan(self) -> dict[str, Any]:
        with self._opened.held() as review:
            return {"version": self._opened.version, "text": review.plan_text, "name": str(review.plan_path)}

    async def change_plan(self, request: Request) -> Response:
        asked = await _asked(request)
        text, before, keep = asked.get("text"), asked.get("before"), asked.get("keep")
        if not isinstance(text, str) or not isinstance(before, str) or not isinstance(keep, bool):
            raise RequestError(
                "desk.not-understood",
                why=say("desk.text-before-keep-needed"),
            )
        return await _answer(request, partial(self._changed, text, before, keep=keep))

    async def point(self, request: Request) -> Response:
        asked = await _asked(request)
        gesture, values = asked.get("gesture"), asked.get("values")
        if not isinstance(gesture, str) or not isinstance(values, dict):
            raise RequestError(
                "desk.not-understood",
                why=say("desk.gesture-values-needed"),
            )
        return await _answer(request, partial(self._pointed, gesture, values))

    def _pointed(self, gesture: str, values: Mapping[str, Any]) -> dict[str, Any]:
        with self._opened.held() as review:
            return self._changed(review.point(gesture, values).text, review.plan_text, keep=False)

    def _changed(self, text: str, before: str, *, keep: bool) -> dict[str, Any]:
        """Return what another plan.yml changes; it takes the place of the old one where that is asked for."""
        with self._opened.held():
            old = self._opened.current
            if keep:
                self._opened.save(text, before)
            after = self._opened.current if keep else self._opened.tried(text)
            return {
                "version": self._opened.version,
                "kept": keep,
                "text": text,
                "before": before,
                "difference": difference(before, text),
                "effect": effect(old, after),
                **_error(after),
            }

    async def known(self, request: Request) -> Response:
        return await _answer(request, partial(known, self._opened))

    # -- decisions

    async def queue(self, request: Request) -> Response:
        return await _answer(request, partial(self._queue, *_slice(request.query_params)))

    def _queue(self, first: int, last: int) -> dict[str, Any]:
        with self._opened.held() as review:
            read, open_ = self._opened.current, review.open()
            items = [deciding.item_json(read, item) for item in open_[first:last]]
            return {"version": self._opened.version, "whole": len(open_), "from": first, "items": items}

    async def groups(self, request: Request) -> Response:
        asked = request.query_params.get("key", "")
        return await _answer(request, lambda: {"groups": deciding.groups(self._opened, asked)})

    async def decide(self, request: Request) -> Response:
        asked = await _asked(request)
        return await _answer(
            request, lambda: {"made": deciding.decide(self._opened, asked), **standing(self._opened)}
        )

    async def accept(self, request: Request) -> Response:
        asked = await _asked(request)
        return await _answer(
            request, lambda: {"made": deciding.accept(self._opened, asked), **standing(self._opened)}
        )

    async def undo(self, request: Request) -> Response:
        return await _answer(request, partial(self._undo, await _asked(request)))

    def _undo(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        by = deciding.who(asked)
        with self._opened.held():
            before = self._opened.current
            made, text = self._opened.undo_last(by)
            changed = effect(before, self._opened.current) if made or text else []
            return {"undone": len(made), "plan": bool(text), "effect": changed, **standing(self._opened)}


def state(opened: Opened) -> dict[str, Any]:
    """Return what the page must know before anything else: the document, its leaves, what is open on each."""
    opened.again()
    with opened.held() as review:
        read, settings = opened.current, review.loaded.series.settings
        names = {row.name for row in read.rows}
        return {
            "document": review.document.name,
            "plan": str(review.plan_path),
            "title": settings.document.title,
            "rows": len(read.rows),
            "leaves": [
                [leaf.kind, leaf.name, leaf.first, leaf.last, *open_]
                for leaf, open_ in zip(read.leaves, read.counts, strict=True)
            ],
            "names": {name: label(name) for name in sorted(names)},
            **standing(opened),
        }


def standing(opened: Opened) -> dict[str, Any]:
    """Return how the document stands: what is left to decide, what acceptance lacks, how good the certain facts are."""
    with opened.held() as review:
        read, open_, stands = opened.current, review.open(), review.acceptance
        states = Counter(read.tints.line(line.number).state for line in read.document.lines)
        low, high = stands.rate.interval
        return {
            "version": opened.version,
            "lines": {name: states[name] for name in paper.STATES},
            "open": len(open_),
            "kinds": Counter(item.kind.name.lower() for item in open_),
            "state": str(stands.state),
            "missing": [[ja, en] for en, ja in stands.missing],
            "rate": [
                stands.rate.facts,
                stands.rate.checked,
                stands.rate.wrong,
                round(low, 5),
                round(high, 5),
            ],
            "decisions": len(review.decisions),
        }


def known(opened: Opened) -> dict[str, Any]:
    """Return what plan.yml may say where a person chooses: classes, facts, roles, families, its own levels and tables."""
    with opened.held() as review:
        grammar = PlanText(review.plan_text, review.plan_path).whole
        facts = [fact.value for fact in Fact]
        named = {*KINDS, *facts, "Indicator"}
        return {
            "kinds": list(KINDS),
            "facts": facts,
            "roles": [*shipped().roles, NOTHING],
            "families": ["base", *families.names()],
            "levels": list(grammar.get("levels", {})),
            "tables": list(grammar.get("tables", {})),
            "names": {name: label(name) for name in sorted(named)},
        }


def row_json(read: Read, row: Row, made: Mapping[str, Decision]) -> dict[str, Any]:
    """Return a row for the page."""
    lines = row.record.lines
    said: dict[str, Any] = {
        "number": row.number,
        "depth": row.depth,
        "name": row.name,
        "key": row.claim.key,
        "value": row.claim.value[:500],
        "below": row.below,
        "leaf": read.leaf_of[lines[0] - 1] if lines else 0,
        "lines": lines[:50],
        "confidence": row.claim.confidence.value,
    }
    if row.year:
        said["year"] = row.year
    applied = read.applied.get(row.claim.key)
    decision = made.get(row.claim.key) or (applied.decision if applied else None)
    if decision:
        said["decided"], said["by"] = str(decision.act), decision.reviewer
        if decision.after:
            said["after"] = decision.after[:500]
    if row.claim.printed:
        said["printed"] = row.claim.printed[:500]
    return said


def _error(read: Read) -> dict[str, Any]:
    return {"error": [read.error.message("ja"), read.error.message("en")]} if read.error else {}


def _leaf(read: Read, number: int) -> paper.Leaf:
    if not 1 <= number <= len(read.leaves):
        raise RequestError("serving.nothing-here", path=f"leaf {number}")
    return read.leaves[number - 1]


def _slice(asked: Mapping[str, str]) -> tuple[int, int]:
    """Return the first row that is asked for and the one behind the last.

    Raises:
        RequestError: They are no numbers.
    """
    try:
        first, last = int(asked.get("from", "0")), int(asked.get("to", str(MOST_ROWS)))
    except ValueError:
        raise RequestError("desk.not-understood", why=say("desk.from-numbers")) from None
    first = max(first, 0)
    return first, max(first, min(last, first + MOST_ROWS))


async def _asked(request: Request) -> dict[str, Any]:
    """Return the JSON of a request.

    Raises:
        RequestError: It is none.
    """
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise RequestError("desk.not-understood", why=say("desk.json-needed"))
    try:
        asked = read_json(await request.body())
    except ValueError:
        raise RequestError("desk.not-understood", why=say("desk.json-broken")) from None
    if not isinstance(asked, dict):
        raise RequestError("desk.not-understood", why=say("desk.json-no-object"))
    return asked


async def _answer(request: Request, make: Callable[[], dict[str, Any]]) -> Response:
    """Return what a function gives as JSON; it may take a while."""
    body = json.dumps(await run_in_threadpool(make), ensure_ascii=False, separators=(",", ":"))
    return respond(request, Representation(body.encode("utf-8", "replace"), "application/json"), _PRIVATE)


@cache
def _page() -> Any:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("desk.html.j2")


@cache
def _assets() -> dict[str, bytes]:
    """Return the styles and scripts of the desk, by their names below the base."""
    known = {"assets/site.css", "assets/icon.svg", "assets/desk.js", "assets/desk.css"}
    return {name: data for name, data in (*assets(), *bundles()) if name in known}
