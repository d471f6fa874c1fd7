"""What the models of plan.yml and of the layouts' settings share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails

from keikaku.ground.errors import SeriesError
from keikaku.ground.messages import Said, Words, say
from keikaku.ground.yamlfile import read_yaml
from keikaku.reading.values.patterns import Pattern


class NotAllowedError(ValueError):
    """A value of plan.yml that is not allowed, with the reason in both languages.

    Args:
        said: The reason.
        at: Keys that lead from what was checked to the value.
    """

    def __init__(self, said: Said, *at: int | str) -> None:
        super().__init__(said)
        self.said = said
        self.at = at

    def __str__(self) -> str:
        return self.said.text()


def _compile(value: object) -> Pattern:
    if isinstance(value, Pattern):
        return value
    if not isinstance(value, str):
        raise NotAllowedError(say("planfile.pattern-text", value=value))
    try:
        pattern = Pattern(value)
    except ValueError as error:
        raise NotAllowedError(say("planfile.no-pattern", error=str(error))) from None
    if pattern.fullmatch(""):  # found everywhere, and at one place for ever
        raise NotAllowedError(say("planfile.matches-empty-text", value=value))
    return pattern


Expression = Annotated[Pattern, BeforeValidator(_compile)]
"""A pattern in settings: RE2 syntax, seen on folded text."""


def groups(needs: str = "", *, may: str = "") -> AfterValidator:
    """Return a check of the groups of an :data:`Expression`: what a layout asks of a match is there.

    A group of another name is refused too, since nothing would read it: it is one that is misspelt.

    Args:
        needs: Names of the groups that the pattern must have.
        may: Names of those that it may have.
    """
    needed = needs.split()
    known = [*needed, *may.split()]

    def check_groups(pattern: Pattern) -> Pattern:
        missing = [name for name in needed if name not in pattern.groups]
        unknown = sorted(pattern.groups.difference(known))
        if not missing and not unknown:
            return pattern
        allowed = ", ".join(f"(?P<{name}>…)" for name in known) or "-"
        wrong = ", ".join(missing or unknown)
        fault = say("planfile.groups-missing" if missing else "planfile.groups-unread")
        raise NotAllowedError(
            say("planfile.pattern-groups", source=pattern.source, fault=fault, wrong=wrong, allowed=allowed),
        )

    return AfterValidator(check_groups)


Plain = Annotated[Expression, groups()]
"""An :data:`Expression` without named groups: that it matches is all that counts."""


def _a_plan(name: str, info: ValidationInfo) -> str:
    known: Sequence[str] | None = (info.context or {}).get("plans")
    if known is None or not name or name in known:
        return name
    raise NotAllowedError(
        say("planfile.id-no-plan-file", name=name, known=", ".join(known)),
    )


PlanId = Annotated[str, AfterValidator(_a_plan)]
"""The id of a plan that the same plan.yml declares; "" where none is meant."""


class Settings(BaseModel):
    """Base of everything in plan.yml: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


S = TypeVar("S", bound=Settings)


def check(
    model: type[S],
    raw: object,
    path: Path,
    node: yaml.Node | None,
    *at: str,
    plans: Sequence[str] | None = None,
) -> S:
    """Check a part of plan.yml against its model.

    Args:
        model: The model.
        raw: What YAML made of the part.
        path: The file, for the error.
        node: The file's YAML nodes, which know their lines.
        at: Keys that lead to the part.
        plans: Ids of the plans that a :data:`PlanId` may name; any where None.

    Raises:
        SeriesError: The part has an unknown key or a value that is not allowed; names file, line and key.
    """
    try:
        return model.model_validate(raw, context={"plans": plans})
    except ValidationError as error:
        first = error.errors()[0]
        refusal = first.get("ctx", {}).get("error")
        keys, inner = _keys(model, [*first["loc"], *getattr(refusal, "at", ())])
        said = _reason(first, sorted(getattr(inner, "model_fields", {})))
        more = error.error_count() - 1
        raise SeriesError(
            "planfile.fault",
            path=path,
            line=line_of(node, [*at, *keys]),
            key=".".join(map(str, [*at, *keys])) or "plan.yml",
            detail=say("planfile.value-and-more", said=said, more=more) if more else said,
        ) from None


_REASONS = {
    "model_type": "dict-type",
    "int_parsing": "int-type",
    "int_from_float": "int-type",
    "int_parsing_size": "int-type",
    "bool_parsing": "bool-type",
    "enum": "literal-error",
    "invalid_key": "string-type",
    "model_attributes_type": "dict-type",
    "missing": "missing",
    "string_type": "string-type",
    "int_type": "int-type",
    "bool_type": "bool-type",
    "list_type": "list-type",
    "dict_type": "dict-type",
    "literal_error": "literal-error",
    "string_pattern_mismatch": "string-pattern-mismatch",
    "string_too_short": "string-too-short",
    "string_too_long": "string-too-long",
    "too_short": "too-short",
    "greater_than_equal": "greater-than-equal",
    "less_than_equal": "less-than-equal",
    "union_tag_invalid": "union-tag-invalid",
    "union_tag_not_found": "union-tag-not-found",
}
"""The message, behind ``planfile.value-``, for each kind of fault that pydantic tells."""


def _reason(error: ErrorDetails, allowed: list[str]) -> Said:
    """Return why a value is not allowed."""
    values = {**error.get("ctx", {}), "input": error["input"]}
    if error["type"] == "extra_forbidden":
        return say("planfile.value-extra", keys=", ".join(allowed))
    if error["type"] == "value_error":
        refusal = values["error"]
        return refusal.said if isinstance(refusal, NotAllowedError) else Words(str(refusal), str(refusal))
    if error["type"] in _REASONS:
        return say(f"planfile.value-{_REASONS[error['type']]}", **values)
    return say("planfile.value-other", detail=error["msg"])


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> tuple[list[int | str], Any]:
    """Return the keys that lead to a fault, and the model around it.

    pydantic's way there names more: of a key that it was a key, and of a union which of its models it took.
    """
    around: Any = model
    models: list[Any] = [model]
    keys: list[int | str] = []
    for part in loc:
        tagged = [each for each in models if len(models) > 1 and _is_tagged(each, part)]
        if tagged:
            around, models = tagged[0], tagged
        elif part != "[key]":
            keys.append(part)
            if isinstance(part, str):
                around = models[0] if models else None
                field = getattr(around, "model_fields", {}).get(part)
                models = list(_models_in(field.annotation)) if field else []
    return keys, around


def _is_tagged(model: type[BaseModel], tag: int | str) -> bool:
    """Tell whether a model of a union is the one that a word chooses."""
    annotations = [field.annotation for field in model.model_fields.values()]
    return any(get_origin(each) is Literal and get_args(each) == (tag,) for each in annotations)


def _models_in(annotation: Any) -> Iterator[Any]:
    """Yield the models inside an annotation such as ``list[Model] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def line_of(node: yaml.Node | None, keys: Sequence[int | str]) -> int:
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


def key_at(path: Path, *keys: int | str) -> str:
    """Return where a plan.yml says something, or where it may be added: "town/plan.yml:5: document.edition"."""
    line = line_of(read_yaml(path)[0], keys) if path.is_file() else 0
    named = "/".join(
        path.parts[-2:]
    )  # its folder tells it from others, and where that stands is another machine's matter
    return f"{named}{f':{line}' if line else ''}: {'.'.join(map(str, keys))}"


def is_there(node: yaml.Node | None, keys: Sequence[int | str]) -> bool:
    """Return whether a path of keys leads to something in a file of YAML mappings."""
    for key in keys:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in pairs if name.value == str(key)), None)
    return node is not None
