"""What the models of plan.yml and of the layouts' settings share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from keikaku.errors import SeriesError
from keikaku.read.patterns import Pattern


def _compile(value: object) -> Pattern:
    if isinstance(value, Pattern):
        return value
    if not isinstance(value, str):
        raise ValueError(f"a pattern is text, not {value!r}")
    return Pattern(value)


Expression = Annotated[Pattern, BeforeValidator(_compile)]
"""A pattern in settings: RE2 syntax, seen on folded text."""


class Settings(BaseModel):
    """Base of everything in plan.yml: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


S = TypeVar("S", bound=Settings)


def check(model: type[S], raw: object, path: Path, node: yaml.Node | None, *at: str) -> S:
    """Check a part of plan.yml against its model.

    Args:
        model: The model.
        raw: What YAML made of the part.
        path: The file, for the error.
        node: The file's YAML nodes, which know their lines.
        at: Keys that lead to the part.

    Raises:
        SeriesError: The part has an unknown key or a value that is not allowed; names file, line and key.
    """
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        keys = [*at, *first["loc"]]
        detail = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            detail = f"unknown key; allowed here: {', '.join(_allowed(model, first['loc'][:-1]))}"
        more = error.error_count() - 1
        raise SeriesError(
            path=path,
            line=_line_of(node, keys),
            key=".".join(map(str, keys)) or "plan.yml",
            detail=detail + (f" (and {more} more)" if more else ""),
            detail_ja=detail + (f"(ほか {more} 件)" if more else ""),
        ) from None


def _allowed(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys allowed at a place inside a model."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        field = getattr(current, "model_fields", {}).get(part)
        current = _model_in(field.annotation) if field else None
    return sorted(getattr(current, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    """Return the model inside an annotation such as ``list[Model] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)


def _line_of(node: yaml.Node | None, keys: list[int | str]) -> int:
    """Return the line on which the deepest known part of a path of keys stands, 1-based."""
    line = node.start_mark.line if node else 0
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if not found:
                break
            line, node = found[0].start_mark.line, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line
    return line + 1
