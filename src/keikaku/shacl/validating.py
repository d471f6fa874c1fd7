"""Validating by whichever validator is wanted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Literal

from keikaku.errors import UnsupportedShapesError
from keikaku.model import Finding
from keikaku.shacl import own
from keikaku.shacl.compiler import Shapes
from keikaku.shacl.engine import run
from keikaku.shacl.findings import findings
from keikaku.shacl.graph import Graph, columns_of_lines
from keikaku.shacl.model import Result
from keikaku.shacl.peers import PEERS

Validator = Literal["keikaku", "pyshacl", "pyrudof"]
VALIDATORS: tuple[Validator, ...] = ("keikaku", "pyshacl", "pyrudof")


class FallbackWarning(UserWarning):
    """Shapes that pyshacl runs since keikaku's own validator cannot."""


def validate(lines: Iterable[str], validator: Validator = "keikaku") -> list[Finding]:
    """Validate one document's graph against the shapes of ``shapes/``.

    Args:
        lines: Its N-Quads lines.
        validator: What validates: keikaku's own, or pyshacl or pyrudof as a second opinion.

    Returns:
        What does not conform, worst first, each with the source lines of its focus node.

    Raises:
        ShapesError: The validator gives up.
    """
    graph = Graph(columns_of_lines(list(lines)))
    together = Graph(graph.columns, own.vocabularies())
    if validator == "keikaku":
        return findings(run(own.compiled(), together), graph)
    return findings(PEERS[validator](own.compiled().graph, together), graph)


def results(shapes: Graph, graph: Graph, validator: Validator = "keikaku") -> list[Result]:
    """Validate a graph against any shapes.

    Where keikaku's own validator does not support the shapes, it warns, and pyshacl does the work.

    Args:
        shapes: The shapes graph.
        graph: The data graph.
        validator: What validates.

    Raises:
        ShapesError: Nothing can validate it.
    """
    if validator != "keikaku":
        return PEERS[validator](shapes, graph)
    try:
        return run(Shapes(shapes), graph)
    except UnsupportedShapesError as error:
        warnings.warn(f"{error.message('en')} pyshacl does it.", FallbackWarning, stacklevel=2)
        return PEERS["pyshacl"](shapes, graph)
