"""What the models of plan.yml and of the layouts' settings share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from keikaku.errors import SeriesError
from keikaku.read.patterns import Pattern


class NotAllowedError(ValueError):
    """A value of plan.yml that is not allowed, with the reason in both languages.

    Args:
        en: The reason in English.
        ja: The reason in Japanese.
    """

    def __init__(self, en: str, ja: str) -> None:
        super().__init__(en)
        self.ja = ja


def _compile(value: object) -> Pattern:
    if isinstance(value, Pattern):
        return value
    if not isinstance(value, str):
        raise NotAllowedError(f"a pattern is text, not {value!r}", f"パターンは文字列です({value!r} は不可)")
    try:
        return Pattern(value)
    except ValueError as error:
        raise NotAllowedError(str(error), f"パターンとして使えません: {error}") from None


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
        loc = tuple(part for part in first["loc"] if part != "[key]")
        en, ja = _reason(first, _allowed(model, loc[:-1]))
        more = error.error_count() - 1
        raise SeriesError(
            path=path,
            line=_line_of(node, [*at, *loc]),
            key=".".join(map(str, [*at, *loc])) or "plan.yml",
            detail=en + (f" (and {more} more)" if more else ""),
            detail_ja=ja + (f"(ほか {more} 件)" if more else ""),
        ) from None


_REASONS = {
    "missing": ("this key is missing", "このキーが必要です"),
    "string_type": (
        "must be text, not {input!r}; put it in quotes",
        "文字列が必要です({input!r} は不可)。引用符で囲んでください",
    ),
    "int_type": ("must be a whole number, not {input!r}", "整数が必要です({input!r} は不可)"),
    "bool_type": ("must be true or false, not {input!r}", "true か false が必要です({input!r} は不可)"),
    "list_type": ("must be a list", "リストが必要です"),
    "dict_type": ("must be a mapping (key: value)", "「キー: 値」の形が必要です"),
    "literal_error": (
        "{input!r} is not allowed; allowed: {expected}",
        "{input!r} は使えません。使えるもの: {expected}",
    ),
    "string_pattern_mismatch": (
        "{input!r} does not have the form {pattern}",
        "{input!r} は {pattern} の形ではありません",
    ),
    "string_too_short": ("must not be empty", "空にできません"),
    "string_too_long": ("is longer than {max_length} characters", "{max_length} 文字を超えています"),
    "too_short": ("needs at least {min_length}", "{min_length} 件以上必要です"),
    "greater_than_equal": ("{input!r} is below {ge}", "{input!r} は {ge} 未満です"),
    "less_than_equal": ("{input!r} is above {le}", "{input!r} は {le} を超えています"),
}
_REASONS |= {
    "model_type": _REASONS["dict_type"],
    "int_parsing": _REASONS["int_type"],
    "int_from_float": _REASONS["int_type"],
    "bool_parsing": _REASONS["bool_type"],
}


def _reason(error: ErrorDetails, allowed: list[str]) -> tuple[str, str]:
    """Return why a value is not allowed, in English and in Japanese."""
    keys = ", ".join(allowed)
    values = {**error.get("ctx", {}), "input": error["input"]}
    if error["type"] == "extra_forbidden":
        return f"unknown key; allowed here: {keys}", f"未知のキーです。使えるキー: {keys}"
    if error["type"] == "value_error":
        refusal = values["error"]
        return str(refusal), getattr(refusal, "ja", str(refusal))
    if error["type"] in _REASONS:
        en, ja = _REASONS[error["type"]]
        return en.format_map(values), ja.format_map(values)
    return error["msg"], error["msg"]


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
