"""What a step is, and the town that it changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from keikaku.graph.nquads import RDF, digest
from keikaku.ground.messages import Said
from keikaku.store.manifest import Entry

_IRI = re.compile(r'"(?:[^"\\]|\\.)*"|<([^>]+)>')
_STATEMENT = re.compile(r"<(.+/statement/)([0-9a-f]{16})>")
_PREDICATE, _OBJECT = f"<{RDF}predicate>", f"<{RDF}object>"


@dataclass
class Town:
    """What a store holds of one municipality.

    Attributes:
        base: IRI under which its things are named.
        code: Five-digit code of the municipality.
        entries: What the manifest says of its files, by key.
        files: The lines of each file by key, sorted; a document's as it says them by itself.
    """

    base: str
    code: str
    entries: dict[str, Entry]
    files: dict[str, list[str]]

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of its files, those of graphs too, again and again."""
        for lines in self.files.values():
            for line in lines:
                yield from filter(None, _IRI.findall(line))

    def rename(self, renames: Mapping[str, str]) -> dict[str, str]:
        """Call things otherwise in all files, with their parts and the statements about them.

        Args:
            renames: Old IRI to new IRI.

        Returns:
            All that is called otherwise now, IRI by IRI.
        """
        if not renames:
            return {}
        whole = {iri: new for iri in set(self.iris()) if (new := renamed(iri, renames)) != iri}
        whole |= self._statements(whole)
        for key, lines in self.files.items():
            self.files[key] = sorted({replaced(line, whole) for line in lines})
        return whole

    def _statements(self, renames: Mapping[str, str]) -> dict[str, str]:
        """Return the statements whose names are made from an object that is called otherwise."""
        predicates, objects = {}, {}
        for lines in self.files.values():
            for line in lines:
                subject, predicate, rest = line.split(" ", 2)
                if predicate == _PREDICATE and "/statement/" in subject:
                    predicates[subject] = rest.rsplit(" ", 2)[0]
                elif predicate == _OBJECT and "/statement/" in subject:
                    objects[subject] = rest.rsplit(" ", 2)[0]
        found = {}
        for subject, value in objects.items():
            match, new = _STATEMENT.fullmatch(subject), replaced(value, renames)
            if match and new != value and subject in predicates:
                home = renamed(match[1][: -len("/statement/")], renames)
                name = digest(f"{predicates[subject]} {new}", len(match[2]))
                found[subject[1:-1]] = f"{home}/statement/{name}"
        return found


def replaced(text: str, renames: Mapping[str, str]) -> str:
    """Return N-Quads with IRIs replaced; literals stay as they are."""
    return _IRI.sub(lambda match: f"<{renames.get(match[1], match[1])}>" if match[1] else match[0], text)


def renamed(iri: str, renames: Mapping[str, str]) -> str:
    """Return what a thing is called now, by its own new name or that of what it is a part of."""
    end = len(iri)
    while end > 0:
        new = renames.get(iri[:end])
        if new is not None:
            return new + iri[end:]
        end = max(iri.rfind("/", 0, end), iri.rfind("#", 0, end))
    return iri


def _nothing(_town: Town) -> Mapping[str, str]:
    return {}


def _as_they_are(_town: Town, _key: str, lines: list[str]) -> list[str]:
    return lines


def _no_notes(_town: Town) -> list[Said]:
    return []


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a version mints differently.

    Attributes:
        version: The version of the data that it leads to.
        said: What it does.
        renames: Returns old IRI to new IRI.
        rewrite: Returns the lines of one file, given town, key and lines, after the renaming.
        notes: Returns what people should know; called before anything is changed.
    """

    version: int
    said: Said
    renames: Callable[[Town], Mapping[str, str]] = field(default=_nothing)
    rewrite: Callable[[Town, str, list[str]], list[str]] = field(default=_as_they_are)
    notes: Callable[[Town], list[Said]] = field(default=_no_notes)
