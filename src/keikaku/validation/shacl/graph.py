"""One graph as columns: for each predicate what its subjects point to, and the same turned round when asked.

A predicate's column is a plain dictionary, so that a rule can be checked for all its focus nodes by a few
operations on sets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, islice
from operator import lt

import pyoxigraph as ox

from keikaku.graph.nesting import parse
from keikaku.validation.shacl.terms import SUBCLASS, TYPE, from_oxigraph, to_oxigraph

Column = dict[str, list[str]]

_EMPTY: Column = {}
_IRI, _BLANK = r'<[^<>" \\\n]++>', r'_:[^\s<>"\\]++'
_LITERAL = rf'"[^"\\\n]*+"(?:@[a-z0-9-]++|\^\^(?!<http://www\.w3\.org/2001/XMLSchema#string>){_IRI})?+'
_GRAPH_PART = re.compile(rf" {_IRI} \.\n").fullmatch
_NODES = re.compile(rf"(?:(?:{_IRI}|{_BLANK})\n)*+").fullmatch
_TERMS = re.compile(rf"(?:(?:{_IRI}|{_BLANK}|{_LITERAL})\n)*+").fullmatch


class Graph:
    """A graph.

    Attributes:
        columns: The objects of each subject, by predicate.
    """

    __slots__ = ("_instances", "_inverses", "columns")

    def __init__(self, columns: dict[str, Column], base: Graph | None = None) -> None:
        """Make a graph of columns, and of another graph that it is seen together with."""
        self.columns: dict[str, Column] = _merged(base.columns, columns) if base else columns
        self._inverses: dict[str, Column] = {}
        self._instances: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return sum(len(objects) for column in self.columns.values() for objects in column.values())

    def fill(self, store: ox.Store, name: ox.NamedNode) -> None:
        """Put the graph into a named graph of Oxigraph."""
        store.extend(
            ox.Quad(*map(to_oxigraph, (subject, predicate, one)), name)  # type: ignore[arg-type, call-arg]
            for predicate, column in self.columns.items()
            for subject, objects in column.items()
            for one in objects
        )

    def column(self, predicate: str) -> Column:
        """Return the objects of each subject of a predicate."""
        return self.columns.get(predicate, _EMPTY)

    def objects(self, subject: str, predicate: str) -> list[str]:
        """Return the objects of a subject and a predicate."""
        return self.columns.get(predicate, _EMPTY).get(subject, [])

    def inverse(self, predicate: str) -> Column:
        """Return the subjects of each object of a predicate."""
        found = self._inverses.get(predicate)
        if found is None:
            turned: defaultdict[str, list[str]] = defaultdict(list)
            for subject, objects in self.column(predicate).items():
                for one in objects:
                    turned[one].append(subject)
            found = self._inverses[predicate] = dict(turned)
        return found

    def subjects(self, predicate: str, one: str) -> list[str]:
        """Return the subjects of a predicate and an object."""
        return self.inverse(predicate).get(one, [])

    def pointing_at(self, one: str) -> Iterable[str]:
        """Return the subjects of whatever predicate that point at a term."""
        for column in self.columns.values():
            for subject, objects in column.items():
                if one in objects:
                    yield subject

    def instances(self, of: str) -> set[str]:
        """Return the SHACL instances of a class: of it or of what is below it (SHACL, section 1.1)."""
        found = self._instances.get(of)
        if found is None:
            found = set()
            for one in self.subclasses(of):
                found.update(self.subjects(TYPE, one))
            self._instances[of] = found
        return found

    def subclasses(self, of: str) -> set[str]:
        """Return a class and all below it."""
        below, queue = {of}, [of]
        while queue:
            for one in self.subjects(SUBCLASS, queue.pop()):
                if one not in below:
                    below.add(one)
                    queue.append(one)
        return below

    def items(self, head: str) -> list[str] | None:
        """Return the members of a list, or None where it is none: broken, forked or going round."""
        found, seen = [], set()
        first, rest = (
            self.column(f"<http://www.w3.org/1999/02/22-rdf-syntax-ns#{n}>") for n in ("first", "rest")
        )
        while head != _NIL:
            here, onward = first.get(head, ()), rest.get(head, ())
            if len(here) != 1 or len(onward) != 1 or head in seen:
                return None
            seen.add(head)
            found.append(here[0])
            head = onward[0]
        return found


_NIL = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>"


def _merged(base: dict[str, Column], columns: dict[str, Column]) -> dict[str, Column]:
    """Return two graphs as one; the first is left as it is."""
    merged = dict(columns)
    for predicate, below in base.items():
        above = columns.get(predicate)
        if above is None:
            merged[predicate] = below
            continue
        both = merged[predicate] = below | above
        for subject in below.keys() & above.keys():
            both[subject] = list(dict.fromkeys(below[subject] + above[subject]))
    return merged


# ---------------------------------------------------------------- reading


def columns_of_quads(quads: Iterable[ox.Quad | ox.Triple]) -> dict[str, Column]:
    """Return quads as columns, whatever graph they name.

    Raises:
        TypeError: One holds a triple as a term.
    """
    columns: defaultdict[str, defaultdict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for quad in quads:
        subject, predicate = from_oxigraph(quad.subject), from_oxigraph(quad.predicate)  # type: ignore[arg-type]
        columns[predicate][subject][from_oxigraph(quad.object)] = None  # type: ignore[arg-type]
    return {
        predicate: {subject: list(objects) for subject, objects in column.items()}
        for predicate, column in columns.items()
    }


def columns_of_lines(lines: Iterable[str]) -> dict[str, Column]:
    """Return N-Quads lines as columns, whatever graph they name.

    Raises:
        SyntaxError: A line is no N-Quads.
    """
    lines = list(lines)
    triples = _triples(lines)
    columns = None if triples is None else _cut(triples)
    return columns_of_quads(parse("\n".join(lines), ox.RdfFormat.N_QUADS)) if columns is None else columns


def _triples(lines: Iterable[str]) -> list[str] | None:
    """Return lines without graphs and dots, or None where one ends otherwise."""
    parts = [line.rpartition(" <") for line in lines]
    graphs = {graph for _triple, _mark, graph in parts}
    whole = all(_GRAPH_PART(f" <{graph}\n") for graph in graphs)
    return [triple for triple, _mark, _graph in parts] if whole else None


def columns_of_text(text: str, end: str | None = None, beside: Iterable[str] = ()) -> dict[str, Column]:
    """Return N-Quads as columns, whatever graph they name.

    Text as keikaku writes it is cut at its spaces, soonest where it is of one graph. Text that is written in another way
    is read by pyoxigraph, and so are lines that hold escapes.

    Args:
        text: The text.
        end: How each of its lines ends, where :func:`one_graph` has been asked.
        beside: Lines of other graphs that are read with it.

    Raises:
        SyntaxError: It is no N-Quads.
    """
    end = end or one_graph(text)
    others = None if end is None else _triples(line.removesuffix("\n") for line in beside)
    columns = None if others is None else _cut(text.split(end)[:-1] + others)
    if columns is None:
        return columns_of_lines("".join([text, *beside]).removesuffix("\n").split("\n"))
    return columns


def one_graph(text: str) -> str | None:
    """Return how each line of N-Quads ends where all name one graph: a space, the graph, a dot, the line's end."""
    end = text[text.rfind(" <") :] if text.endswith("\n") else ""
    return end if _GRAPH_PART(end) and text.count(end) == text.count("\n") else None


def _cut(lines: list[str]) -> dict[str, Column] | None:
    """Return triples without their dots as columns, or None where they are not canonical."""
    if not all(map(lt, lines, islice(lines, 1, None))):
        lines = list(dict.fromkeys(lines))
    escaped = [line for line in lines if "\\" in line]
    if escaped:
        lines = [line for line in lines if "\\" not in line]
    columns: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    try:
        for line in lines:
            subject, predicate, one = line.split(" ", 2)
            columns[predicate][subject].append(one)
    except ValueError:
        return None
    if not _canonical(columns):
        return None
    return _with_escaped({name: dict(column) for name, column in columns.items()}, escaped)


def _canonical(columns: defaultdict[str, defaultdict[str, list[str]]]) -> bool:
    """Tell whether all terms are written as this module writes them."""
    subjects = set(chain.from_iterable(columns.values()))
    objects = set(chain.from_iterable(chain.from_iterable(column.values() for column in columns.values())))
    return (
        all(name[:1] == "<" and _NODES(f"{name}\n") for name in columns)
        and _NODES(_listed(subjects)) is not None
        and _TERMS(_listed(objects - subjects)) is not None
    )


def _listed(terms: set[str]) -> str:
    return "".join([f"{term}\n" for term in terms])


def _with_escaped(columns: dict[str, Column], lines: list[str]) -> dict[str, Column]:
    """Add lines that hold escapes."""
    if not lines:
        return columns
    text = "".join([f"{line} .\n" for line in lines])
    for predicate, column in columns_of_quads(parse(text, ox.RdfFormat.N_TRIPLES)).items():
        into = columns.setdefault(predicate, {})
        for subject, objects in column.items():
            known = into.setdefault(subject, [])
            known += [one for one in objects if one not in known]
    return columns
