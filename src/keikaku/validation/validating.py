"""Validating by whichever validator is wanted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Literal

from keikaku.ground.errors import UnsupportedShapesError
from keikaku.reading.model import Finding
from keikaku.validation import own
from keikaku.validation.findings import findings
from keikaku.validation.shacl.compiler import Shapes
from keikaku.validation.shacl.engine import run
from keikaku.validation.shacl.graph import Graph, columns_of_lines
from keikaku.validation.shacl.model import Result

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
    return findings(Prepared.own(validator).results(together), graph)


class Prepared:
    """Shapes, ready to validate one graph after another.

    Where keikaku's own validator does not support them, it warns once, and pyshacl does the work.
    """

    def __init__(
        self, shapes: Graph, validator: Validator = "keikaku", *, compiled: Shapes | None = None
    ) -> None:
        """Make shapes ready.

        Args:
            shapes: The shapes graph.
            validator: What validates.
            compiled: The same shapes compiled, where they are.

        Raises:
            ShapesError: They cannot be run.
        """
        self.shapes = shapes
        self.validator = validator
        self._compiled = compiled
        if validator == "keikaku" and compiled is None:
            try:
                self._compiled = Shapes(shapes)
            except UnsupportedShapesError as error:
                self._fall_back(error)

    @classmethod
    def own(cls, validator: Validator = "keikaku") -> Prepared:
        """Return the shapes of ``shapes/``."""
        return cls(own.compiled().graph, validator, compiled=own.compiled())

    def _fall_back(self, error: UnsupportedShapesError) -> None:
        warnings.warn(f"{error.message('en')} pyshacl does it.", FallbackWarning, stacklevel=3)
        self.validator = "pyshacl"

    def results(self, graph: Graph) -> list[Result]:
        """Return what of a graph does not conform.

        Raises:
            ShapesError: Nothing can validate it.
        """
        if self.validator == "keikaku" and self._compiled:
            return run(self._compiled, graph)
        from keikaku.validation.shacl.peers import PEERS  # loads rdflib

        return PEERS[self.validator](self.shapes, graph)
