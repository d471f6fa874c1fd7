"""Files of RDF as graphs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from keikaku.errors import MissingPathError, NotAFileError, NotAGraphError, UnreadableError
from keikaku.shacl.graph import Column, Graph, columns_of_lines, columns_of_quads

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def read_graph(files: Iterable[Path]) -> Graph:
    """Return files of RDF as one graph; blank nodes of different files stay different.

    Raises:
        KeikakuError: A file is missing, cannot be read, or is no RDF.
    """
    together: dict[str, Column] = {}
    for number, file in enumerate(files):
        for predicate, column in read_columns(file, f"f{number}").items():
            into = together.setdefault(predicate, {})
            for subject, objects in column.items():
                into[subject] = list(dict.fromkeys([*into.get(subject, ()), *objects]))
    return Graph(together)


def read_columns(file: Path, mark: str = "") -> dict[str, Column]:
    """Return a file of RDF as columns, all its graphs as one.

    Args:
        file: N-Quads (.nq), N-Triples (.nt), Turtle (.ttl, and whatever has another suffix), TriG, RDF/XML or
            JSON-LD.
        mark: What to put before the names of blank nodes.

    Raises:
        KeikakuError: The file is missing, cannot be read, or is no RDF.
    """
    form = _FORMATS.get(file.suffix.lower(), ox.RdfFormat.TURTLE)
    try:
        data = file.read_bytes()
        if form == ox.RdfFormat.N_QUADS:
            lines = data.decode().split("\n")
            columns = columns_of_lines(lines[:-1] if not lines[-1] else lines)
        else:
            base = file.absolute().as_uri()
            columns = columns_of_quads(ox.parse(data, format=form, base_iri=base))
    except FileNotFoundError as error:
        raise MissingPathError(path=file) from error
    except IsADirectoryError as error:
        raise NotAFileError(path=file) from error
    except OSError as error:
        raise UnreadableError(path=file, why=error.strerror or type(error).__name__) from error
    except (SyntaxError, UnicodeDecodeError, TypeError, ValueError) as error:
        why = " ".join(str(error).split())
        raise NotAGraphError(path=file, format=form.name, why=why) from error
    return _marked(columns, mark) if mark else columns


def _marked(columns: dict[str, Column], mark: str) -> dict[str, Column]:
    def name(term: str) -> str:
        return f"_:{mark}{term[2:]}" if term[0] == "_" else term

    return {
        predicate: {name(subject): [name(one) for one in objects] for subject, objects in column.items()}
        for predicate, column in columns.items()
    }
