"""The layouts: each knows a family of documents.

A layout is a module of this folder with a ``Settings`` model and a function ``read(reading, settings)``. It
is found by its file name (``measure_tables.py`` is the layout ``measure-tables``); nothing lists it.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Any, Protocol

from keikaku.reading.records import Reading
from keikaku.reading.settings import Settings


class Read(Protocol):
    """How a layout reads: records go into the reading."""

    def __call__(self, reading: Reading, settings: Any) -> None:
        """Read a document."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: its name, the model of its settings, and how it reads."""

    name: str
    title: str
    settings: type[Settings]
    read: Read


def names() -> list[str]:
    """Return the names of all layouts, sorted."""
    return sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    )


def layout(name: str) -> Layout | None:
    """Return a layout by its name, or None."""
    if name not in names():
        return None
    module = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
    title = (module.__doc__ or "").strip().splitlines()[0]
    return Layout(name=name, title=title, settings=module.Settings, read=module.read)
