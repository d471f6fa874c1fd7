r"""Regular expressions of ``sh:pattern``, run by RE2: in linear time and bounded memory whatever they say.

SPARQL's REGEX takes XPath's expressions. RE2 knows the part of them that runs in linear time. ``\s``, ``\d`` and
``\w`` mean all of Unicode's spaces, digits and letters here, as they do for pyshacl, so that a text of full-width
spaces is as empty as one of half-width ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import re2  # type: ignore[import-untyped]

from keikaku.ground.errors import ShapesError, UnsupportedShapesError
from keikaku.validation.shacl.terms import lexical

_SPACE = r"\t-\r\x1c- \x{85}\p{Z}"
_CLASSES = {"s": _SPACE, "d": r"\p{Nd}", "w": r"\p{L}\p{N}_"}
_UNKNOWN = {"b": r"\b", "B": r"\B", "i": r"\i", "I": r"\I", "c": r"\c", "C": r"\C"}
_MEMORY = 8 * 2**20  # bytes for a compiled pattern: RE2's own default
_LONGEST = 10_000  # characters of a pattern
_PIECE = re.compile(r"\\(.)|(\[)|(\])|([^\\\[\]]+)", re.DOTALL)


def compile_pattern(pattern: str, flags: str, shape: str) -> Callable[[str], object]:
    """Return a function that searches a text.

    Args:
        pattern: The expression.
        flags: Flags of SPARQL's REGEX: ``i``, ``s``, ``m``, ``q``.
        shape: The shape, for errors.

    Raises:
        ShapesError: It cannot be run in bounded time and memory, or is no expression.
        UnsupportedShapesError: It uses what RE2 would read in another way.
    """
    if unknown := set(flags) - set("ismq"):
        raise UnsupportedShapesError(
            "shapes.unsupported", shape=lexical(shape), what=f"sh:flags with {', '.join(sorted(unknown))}"
        )
    if len(pattern) > _LONGEST:
        raise ShapesError(
            "shapes.unsafe-pattern",
            shape=lexical(shape),
            pattern=f"{pattern[:40]}…",
            why=f"longer than {_LONGEST} characters",
        )
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    source = re2.escape(pattern) if "q" in flags else _translated(pattern, shape)
    inline = "".join(flag for flag in "ism" if flag in flags)
    try:
        compiled: Any = re2.compile(f"(?{inline}){source}" if inline else source, options)
    except re2.error as error:
        raise ShapesError(
            "shapes.unsafe-pattern", shape=lexical(shape), pattern=pattern, why=_reason(error)
        ) from error
    search: Callable[[str], object] = compiled.search
    return search


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else error
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)


def _translated(pattern: str, shape: str) -> str:
    """Return an expression with the classes that RE2 takes for ASCII written out."""
    pieces, depth = [], 0
    for match in _PIECE.finditer(pattern):
        escape, opened, closed, _plain = match.groups()
        if escape is None:
            depth += bool(opened) - bool(closed and depth)
            pieces.append(match.group())
        elif escape in _UNKNOWN or (depth and escape in "SW"):
            raise UnsupportedShapesError(
                "shapes.unsupported", shape=lexical(shape), what=f"sh:pattern with \\{escape}"
            )
        else:
            pieces.append(_class(escape, inside=bool(depth)))
    if depth > 1 or "-[" in pattern:
        raise UnsupportedShapesError(
            "shapes.unsupported", shape=lexical(shape), what="sh:pattern with a class inside a class"
        )
    return "".join(pieces)


def _class(escape: str, *, inside: bool) -> str:
    known = _CLASSES.get(escape.lower())
    if known is None:
        return f"\\{escape}"
    if escape == "D":
        return r"\P{Nd}"
    return known if inside else f"[{'^' if escape.isupper() else ''}{known}]"
