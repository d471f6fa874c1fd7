"""Writes docs/plan-yml.md: every setting, from the models that check plan.yml.

    python tools/make_settings_docs.py [--check]

With ``--check`` nothing is written; the exit status tells whether the page is current.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from keikaku.reading.planfile import SeriesSettings
from keikaku.reading.values.patterns import Pattern

PAGE = Path(__file__).resolve().parents[1] / "docs" / "plan-yml.md"
HEAD = """\
# What plan.yml can say

This page is made from the models that check plan.yml (`python tools/make_settings_docs.py`). How to write a
loader, step by step: [loaders.md](loaders.md). Patterns are RE2 expressions over folded text: half-width
letters, digits and brackets, `~` for wave dashes, `-` for dashes; ①, Ⅲ and kana as printed.
"""


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Return what the docstrings of a model and its bases say of its fields."""
    found: dict[str, str] = {}
    for base in reversed(model.__mro__):
        text = inspect.cleandoc(base.__doc__ or "").partition("Attributes:\n")[2]
        for match in re.finditer(r"^ {4}(\w+): (.+(?:\n {8,}.+)*)", text, re.MULTILINE):
            found[match[1]] = re.sub(r"\s+", " ", match[2])
    return found


def type_name(annotation: Any) -> str:
    """Return a type as a reader of YAML would call it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_name(arguments[0])
    if origin is Literal:
        return " / ".join(f"`{value}`" for value in arguments)
    if origin in (Union, UnionType):
        return " or ".join(type_name(one) for one in arguments if one is not type(None))
    if origin in (list, tuple, frozenset, set):
        return f"list of {type_name(arguments[0])}"
    if origin is dict:
        return f"map of {type_name(arguments[0])} to {type_name(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    if isinstance(annotation, type) and issubclass(annotation, str) and hasattr(annotation, "__members__"):
        return " / ".join(f"`{value}`" for value in annotation)
    names = {Pattern: "pattern", str: "text", int: "number", bool: "yes or no", Any: "anything"}
    return names.get(annotation, getattr(annotation, "__name__", str(annotation)))


def default_of(field: FieldInfo) -> str:
    """Return a field's default as YAML would write it."""
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    return f"`{_yaml(value)}`"


def _yaml(value: Any) -> str:
    if isinstance(value, Pattern):
        return value.source
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_yaml, value))}]"
    if isinstance(value, BaseModel):
        return "…"
    if value is None or value == "":
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def models_in(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Yield a model and those that its fields name, each once."""
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for inner in _models_of(field.annotation):
            yield from models_in(inner, seen)


def _models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_of(argument)


def table(model: type[BaseModel]) -> str:
    """Return a model's fields as a table."""
    said = meanings(model)
    rows = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"]
    for name, field in model.model_fields.items():
        cells = (
            f"`{field.alias or name}`",
            type_name(field.annotation),
            default_of(field),
            said.get(name, ""),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def section(title: str, model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    """Yield the Markdown of a model and of those inside it."""
    yield f"## {title}"
    for one in models_in(model, seen):
        if one is not model:
            yield f"### {one.__name__}"
        yield inspect.cleandoc(one.__doc__ or "").partition("\n\nAttributes:")[0]
        yield table(one)


def page() -> str:
    """Return the page."""
    return "\n\n".join([HEAD.strip(), *section("plan.yml", SeriesSettings, set())]) + "\n"


def main() -> int:
    """Write the page, or say whether it is current."""
    text = page()
    if "--check" in sys.argv:
        return 0 if PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
