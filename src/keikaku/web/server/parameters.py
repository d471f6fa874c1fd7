"""What stands after the question mark of an address."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from starlette.requests import Request

from keikaku.ground.errors import QuestionError, RequestError


def single(request: Request, known: Collection[str] | None = None) -> dict[str, str]:
    """Return the parameters of a request, each given once; one that is empty counts as not given.

    Args:
        request: The request.
        known: The names that there are; any where that is not given.

    Raises:
        RequestError: They are no UTF-8.
        RequestError: One is given twice.
        QuestionError: One is unknown; the nearest names are in the error.
    """
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if "\ufffd" in name + value:
            raise RequestError("serving.malformed-address")
        if name in found:
            raise RequestError("serving.repeated-parameter", name=name)
        if known is not None and name not in known:
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3) or sorted(known)
            raise QuestionError(
                "asking.unknown-parameter", query=request.url.path, name=name, nearest=", ".join(near) or "-"
            )
        found[name] = value
    return {name: value for name, value in found.items() if value}
