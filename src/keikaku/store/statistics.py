"""Figures of official statistics about a municipality, as a graph of a store beside those of its documents.

Each figure has a node with its year, its value in the unit of its kind, what was printed, its row, and the file that it was
read from. A later file takes the place of an earlier one for the same figure; others stay.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from keikaku.graph.nquads import DCT, DERIVED, INTEGER, KEI, LABEL, TYPE, XSD, japanese, literal
from keikaku.ground.errors import StoreError
from keikaku.ground.version import __version__
from keikaku.ground.vocab.code_lists import code_facts
from keikaku.ground.vocab.facts import by_language
from keikaku.ground.vocab.names import PREFIXES
from keikaku.reading.statistics import Statistic
from keikaku.store.folder import Store
from keikaku.store.manifest import OF_DOCUMENTS

STATISTICS = "statistics"
"""Kind of the entries that hold figures of official statistics."""
_OWN = re.compile(r"<[^>]*/(?:statistic|statistics-file)/[^>]*>")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the figures of a file.

    Attributes:
        new: Those that stand in the store now and did not before.
        changed: Those that stand there with another value than before, with that value.
        same: How many stood there already.
    """

    new: tuple[Statistic, ...]
    changed: tuple[tuple[Statistic, str], ...]
    same: int


def towns(store: Store) -> dict[str, str]:
    """Return the IRIs of the municipalities whose documents a store holds, by their codes.

    Raises:
        StoreError: It holds no document.
    """
    found = {
        entry.municipality: f"{entry.graph.rpartition('graph/')[0]}{entry.municipality}"
        for entry in store.documents.values()
        if entry.kind in OF_DOCUMENTS
    }
    if not found:
        raise StoreError("store.empty", path=store.path)
    return found


def keep(
    store: Store, found: Iterable[Statistic], file: str, sha256: str, title: str, wait: float = 10.0
) -> Stored:
    """Put figures into the graphs of their municipalities.

    Args:
        store: The store.
        found: The figures, of municipalities of the store.
        file: Name of the file that they were read from.
        sha256: Of that file.
        title: What its source is called.
        wait: Seconds to wait for another process that holds the store.

    Raises:
        StoreError: The store cannot be read or written.
    """
    iris = towns(store)
    by_town: dict[str, list[Statistic]] = {}
    for one in found:
        by_town.setdefault(one.code, []).append(one)
    new: list[Statistic] = []
    changed: list[tuple[Statistic, str]] = []
    same = 0
    with store.writing(wait=wait) as writer:
        writer.hold()
        for code, theirs in sorted(by_town.items()):
            graph = _Graph(iris[code], _held(store, f"{STATISTICS}-{code}"))
            for one in theirs:
                before = graph.put(one, file, sha256, title)
                if before is None:
                    new.append(one)
                elif Decimal(before) != one.value:
                    changed.append((one, before))
                else:
                    same += 1
            writer.put(f"{STATISTICS}-{code}", graph.lines(), **graph.about(file, sha256))
    return Stored(tuple(new), tuple(changed), same)


def _held(store: Store, key: str) -> list[str]:
    return store.lines(key) if key in store.documents else []


class _Graph:
    """The figures of one municipality: IRI of a node to what is said of it."""

    def __init__(self, town: str, held: Iterable[str]) -> None:
        base, _slash, self._code = town.rpartition("/")
        self._town = town
        self._iri = f"{base}/graph/{STATISTICS}-{self._code}"
        self._nodes: dict[str, set[str]] = {}
        for line in held:
            subject = line.partition(" ")[0]
            if _OWN.fullmatch(subject):
                self._nodes.setdefault(subject, set()).add(line)

    def put(self, one: Statistic, file: str, sha256: str, title: str) -> str | None:
        """Take a figure in; return the value that stood there before, None where none did."""
        node = f"<{self._town}/statistic/{_slug(one.kind)}-{one.year}>"
        before = next(
            (found[1] for line in self._nodes.get(node, ()) if (found := _VALUE.search(line))), None
        )
        source = f"<{self._town}/statistics-file/{sha256[:16]}>"
        self._say(source, (TYPE, f"<{KEI}StatisticsFile>"), *_of_file(file, sha256, title))
        note = [(f"<{DCT}description>", literal(one.note))] if one.note else []
        self._say(
            node,
            (TYPE, f"<{KEI}TownStatistic>"),
            (LABEL, japanese(f"{label(one.kind)['ja']}({one.year})")),
            (f"<{KEI}statisticOf>", f"<{self._town}>"),
            (f"<{KEI}statisticKind>", f"<{KEI}{one.kind}>"),
            (f"<{KEI}statisticYear>", f'"{one.year}"^^<{XSD}gYear>'),
            (f"<{KEI}statisticValue>", f'"{_plain(one.value)}"^^<{XSD}decimal>'),
            (f"<{PREFIXES['qudt']}hasUnit>", f"<{one.unit}>"),
            (f"<{KEI}asPrinted>", literal(one.printed)),
            (f"<{KEI}statisticItem>", literal(one.item)),
            (f"<{KEI}firstRow>", f'"{one.row}"{INTEGER}'),
            (DERIVED, source),
            *note,
        )
        return before

    def _say(self, node: str, *pairs: tuple[str, str]) -> None:
        self._nodes[node] = {f"{node} {predicate} {value} <{self._iri}> ." for predicate, value in pairs}

    def lines(self) -> list[str]:
        """Return the graph as sorted lines of N-Quads, without files that no figure is of any more."""
        sources = {
            line.split(" ")[2] for lines in self._nodes.values() for line in lines if f" {DERIVED} " in line
        }
        kept = [lines for node, lines in self._nodes.items() if "/statistic/" in node or node in sources]
        iri = f"<{self._iri}>"
        head = {
            f"{iri} {predicate} {value} {iri} ."
            for predicate, value in (
                (TYPE, f"<{KEI}StatisticsGraph>"),
                (f"<{DCT}subject>", f"<{self._town}>"),
                *((DERIVED, source) for source in sources),
            )
        }
        return sorted(head.union(*kept))

    def about(self, source: str, sha256: str) -> dict[str, str]:
        """Return what the manifest says of the graph."""
        return {
            "graph": self._iri,
            "source": source,
            "source_sha256": sha256,
            "loader": STATISTICS,
            "loader_version": __version__,
            "software": __version__,
            "municipality": self._code,
            "kind": STATISTICS,
        }


_VALUE = re.compile(f' <{re.escape(KEI)}statisticValue> "([^"]*)"')


def _of_file(file: str, sha256: str, title: str) -> Iterator[tuple[str, str]]:
    yield f"<{KEI}fileName>", literal(file)
    yield f"<{KEI}sha256>", literal(sha256)
    yield f"<{DCT}title>", japanese(title or file)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of a file, as the graph names it."""
    return hashlib.sha256(data).hexdigest()


def label(kind: str) -> dict[str, str]:
    """Return what a kind of figure is called, by language."""
    return by_language(code_facts()[KEI + kind], PREFIXES["skos"] + "prefLabel")


def _slug(kind: str) -> str:
    """Return the part of an IRI for a kind.

    >>> _slug("CensusPopulation")
    'census-population'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()


def _plain(value: Decimal) -> str:
    """Return a number as XML Schema writes it: 12345, 67.89."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
