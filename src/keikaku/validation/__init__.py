"""SHACL: what of a graph does not conform, in words and with its source lines.

Shapes are compiled once (:mod:`~keikaku.validation.shacl.compiler`) and run over the columns of one graph at a time
(:mod:`~keikaku.validation.shacl.graph`, :mod:`~keikaku.validation.shacl.engine`); queries in shapes run on Oxigraph
(:mod:`~keikaku.validation.shacl.queries`). The validator sees one document's graph together with the ontology, the code
lists and the SDGs; the municipalities stay out, since each document describes its own. It fetches nothing and
infers nothing: only what SHACL Core and SHACL-SPARQL say of the graph as it stands. What it does not support it
refuses by name, and pyshacl does the work.
"""

from __future__ import annotations

from keikaku.validation.findings import source_lines
from keikaku.validation.own import as_graph, shapes
from keikaku.validation.validating import VALIDATORS, validate

__all__ = ["VALIDATORS", "as_graph", "shapes", "source_lines", "validate"]
