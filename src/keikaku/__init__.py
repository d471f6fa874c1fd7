"""keikaku (計画): the plans of Japanese local governments as linked open data.

The names in ``__all__`` are the public surface. Each is loaded from its module when it is first asked for, so
that ``import keikaku`` costs nothing; no module is called as one of them.

The code stands in wings; each knows its own and those below it (``tests/test_architecture.py``)::

    cli         what is typed and shown: a file a verb; the only place that knows typer and rich
    web         what is browsed: pages, the site that they make, the server
    audit       the audit, its papers, suggested links
    building    documents to a store: the pipeline, its processes, a cluster
    asking      questions, lineages, the print behind a fact; SPARQL servers elsewhere, the index
    store       a store on disk and in memory, its exports and its migration
    validation  the SHACL engine, and what it says of plans
    graph       terms, IRIs, quads: what records become, and how it is read back
    reading     from a document's lines and cells to records, told by plan.yml; drafts of one
    documents   files as municipalities publish them become lines and tables with their places
    ground      errors, terms and codes, text, files, the version
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from keikaku.ground.version import __version__ as __version__

if TYPE_CHECKING:
    from keikaku.asking.lineage.trace import find, lineage
    from keikaku.asking.questions import ask, queries
    from keikaku.audit.suggestions.proposals import suggestions
    from keikaku.audit.suggestions.recorded import confirm
    from keikaku.building.pipeline import Loaded, Options, build, check, load
    from keikaku.building.report import DocumentReport
    from keikaku.documents.document import PublishedDocument, read_document
    from keikaku.ground.errors import (
        InputError,
        KeikakuError,
        MappingsError,
        QuestionError,
        ReadingError,
        RecognitionError,
        SeriesError,
        StoreError,
    )
    from keikaku.ground.rules import Severity
    from keikaku.reading.decisions.reviewers import Reviewer
    from keikaku.reading.model import Finding
    from keikaku.store.folder import Store
    from keikaku.validation import validate
    from keikaku.web.site.publication import Publication
    from keikaku.web.site.publishing import publish

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
    "documents.document": ("PublishedDocument", "read_document"),
    "ground.errors": (
        "InputError",
        "KeikakuError",
        "MappingsError",
        "QuestionError",
        "ReadingError",
        "RecognitionError",
        "SeriesError",
        "StoreError",
    ),
    "ground.rules": ("Severity",),
    "reading.model": ("Finding",),
    "building.pipeline": ("Loaded", "Options", "build", "check", "load"),
    "asking.questions": ("ask", "queries"),
    "web.site.publication": ("Publication",),
    "web.site.publishing": ("publish",),
    "building.report": ("DocumentReport",),
    "validation": ("validate",),
    "store.folder": ("Store",),
    "audit.suggestions.proposals": ("suggestions",),
    "audit.suggestions.recorded": ("confirm",),
    "reading.decisions.reviewers": ("Reviewer",),
    "asking.lineage.trace": ("find", "lineage"),
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
