"""keikaku (計画): the plans of Japanese local governments as linked open data.

The names in ``__all__`` are the public surface. Each is loaded from its module when it is first asked for, so
that ``import keikaku`` costs nothing; no module is called as one of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from keikaku.version import __version__ as __version__

if TYPE_CHECKING:
    from keikaku.asking.questions import ask, queries
    from keikaku.documents.reading import PublishedDocument, read_document
    from keikaku.errors import (
        InputError,
        KeikakuError,
        MappingsError,
        QuestionError,
        ReadingError,
        RecognitionError,
        SeriesError,
        StoreError,
    )
    from keikaku.model import Finding, Severity
    from keikaku.pipeline import Loaded, Options, build, check, load
    from keikaku.publishing.settings import Publication
    from keikaku.publishing.site import publish
    from keikaku.report import DocumentReport
    from keikaku.shacl import validate
    from keikaku.store import Store
    from keikaku.suggest.links import suggestions
    from keikaku.suggest.recorded import confirm
    from keikaku.suggest.reviewers import Reviewer
    from keikaku.tracing.trace import find, lineage

__all__ = [
    "DocumentReport",
    "Finding",
    "InputError",
    "KeikakuError",
    "Loaded",
    "MappingsError",
    "Options",
    "Publication",
    "PublishedDocument",
    "QuestionError",
    "ReadingError",
    "RecognitionError",
    "Reviewer",
    "SeriesError",
    "Severity",
    "Store",
    "StoreError",
    "ask",
    "build",
    "check",
    "confirm",
    "find",
    "lineage",
    "load",
    "publish",
    "queries",
    "read_document",
    "suggestions",
    "validate",
]

_MODULES = {
    "documents.reading": ("PublishedDocument", "read_document"),
    "errors": (
        "InputError",
        "KeikakuError",
        "MappingsError",
        "QuestionError",
        "ReadingError",
        "RecognitionError",
        "SeriesError",
        "StoreError",
    ),
    "model": ("Finding", "Severity"),
    "pipeline": ("Loaded", "Options", "build", "check", "load"),
    "asking.questions": ("ask", "queries"),
    "publishing.settings": ("Publication",),
    "publishing.site": ("publish",),
    "report": ("DocumentReport",),
    "shacl": ("validate",),
    "store": ("Store",),
    "suggest.links": ("suggestions",),
    "suggest.recorded": ("confirm",),
    "suggest.reviewers": ("Reviewer",),
    "tracing.trace": ("find", "lineage"),
}


if not TYPE_CHECKING:  # else a misspelt name would pass the type checker

    def __getattr__(name: str) -> object:
        home = next((module for module, names in _MODULES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module 'keikaku' has no attribute {name!r}")
        value = getattr(import_module(f"keikaku.{home}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
