"""Files of RDF as graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pyoxigraph as ox

from keikaku.graph.nesting import parse
from keikaku.ground.errors import InputError, ShapesError
from keikaku.ground.messages import say
from keikaku.validation.shacl.graph import Column, Graph, columns_of_quads, columns_of_text

_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
SUFFIXES = tuple(_FORMATS)
"""What a file of RDF in a folder is called."""


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
        mark: What the names of blank nodes are to begin with; they stay as they are without it.

    Raises:
        KeikakuError: The file is missing, cannot be read, or is no RDF.
    """
    form = _FORMATS.get(file.suffix.lower(), ox.RdfFormat.TURTLE)
    try:
        with opened(file) as stream:
            text = stream.read()
        if form == ox.RdfFormat.N_QUADS:
            columns = columns_of_text(text)
        else:
            columns = columns_of_quads(parse(text, form, file.absolute().as_uri()))
    except (SyntaxError, TypeError, ValueError) as error:
        raise no_graph(file, form.name, error) from error
    return _marked(columns, mark) if mark else columns


@contextmanager
def opened(file: Path) -> Iterator[TextIO]:
    """Open a file of text, for as long as it is read.

    Raises:
        KeikakuError: It is missing, cannot be read, or is no UTF-8.
    """
    try:
        if file.is_char_device():  # a pipe ends where a shell made it
            raise InputError("documents.not-a-file", path=file, what=say("documents.device"))
        with file.open(encoding="utf-8", newline="\n") as stream:
            yield stream
    except FileNotFoundError as error:
        raise InputError("documents.missing-path", path=file) from error
    except IsADirectoryError as error:
        raise InputError("documents.not-a-file", path=file, what=say("documents.folder")) from error
    except UnicodeDecodeError as error:
        raise no_graph(file, "UTF-8", error) from error
    except OSError as error:
        raise InputError(
            "documents.unreadable", path=file, why=error.strerror or type(error).__name__
        ) from error


def no_graph(file: Path, form: str, error: Exception) -> ShapesError:
    """Return the error of a file that is no RDF."""
    return ShapesError("shapes.not-a-graph", path=file, format=form, why=" ".join(str(error).split()))


def _marked(columns: dict[str, Column], mark: str) -> dict[str, Column]:
    """Name blank nodes by their order in the file: parsers name those without a label anew each time."""
    names: dict[str, str] = {}

    def name(term: str) -> str:
        return names.setdefault(term, f"_:{mark}n{len(names)}") if term[0] == "_" else term

    return {
        predicate: {name(subject): [name(one) for one in objects] for subject, objects in column.items()}
        for predicate, column in columns.items()
    }
