"""Taking a store through the steps, a town at a time: shown, or written in one rename."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from keikaku.graph.nquads import DCT, KEI, TYPE
from keikaku.ground.files import read_json, write_whole
from keikaku.ground.messages import Said
from keikaku.ground.version import __version__
from keikaku.store.folder import Store
from keikaku.store.manifest import FORMAT, MANIFEST, MARK, REPLACED, Entry, graph_file
from keikaku.store.migration import decisions
from keikaku.store.migration.model import Step, Town
from keikaku.store.migration.steps import STEPS
from keikaku.store.shared import restored, settle, shared_graph

_BY = f"<{DCT}isReplacedBy>"


@dataclass
class TownChange:
    """What changes of one municipality.

    Attributes:
        code: Its code.
        renamed: Old IRI to new IRI, sorted.
        moved: How many triples stand in another graph.
        added: How many triples are new.
        removed: How many triples are gone.
        notes: What people should know.
    """

    code: str
    renamed: dict[str, str]
    moved: int = 0
    added: int = 0
    removed: int = 0
    notes: list[Said] = field(default_factory=list)


@dataclass
class Migration:
    """What bringing a store up to this version changes.

    Attributes:
        before: The version of its data.
        after: The version to which it is brought.
        steps: What is done.
        towns: What changes, by municipality.
        written: Whether it was written.
    """

    before: int
    after: int = FORMAT
    steps: tuple[Step, ...] = ()
    towns: list[TownChange] = field(default_factory=list)
    written: bool = False


class _Older(Store):
    """A store that an older version may have written."""

    _oldest = 0


def migrate(
    path: str | os.PathLike[str], *, write: bool = False, reopen: bool = False, wait: float = 10.0
) -> Migration:
    """Bring a store up to the version of this software; what is up to it stays as it is.

    Args:
        path: The store.
        write: Whether to write it, all at once; else it is only told what would change.
        reopen: Whether links that were confirmed by leaving their rows as they were are put back to suggested.
        wait: Seconds to wait for another process that holds the store.

    Raises:
        StoreError: There is none, it is damaged or newer, another process holds it, or it cannot be written; it is
            as it was.
    """
    store = _Older(path)
    before = _version(store)
    steps = tuple(_asked(step, reopen) for step in STEPS if step.version > before)
    found = Migration(before=before, steps=steps)
    if not steps:
        return found
    if not write:
        for _entries, _files in _migrated(store, found):
            pass
        return found
    with store.writing(wait=wait) as writer:
        documents = writer.hold()
        writer.renewed = True
        for entries, files in _migrated(store, found):
            for file, data in files.items():
                with writer.unwritable():
                    write_whole(writer.folder / file, [data], durable=True)
            documents.update(entries)
        writer.journal.unlink(missing_ok=True)  # it tells of readings by the older version
    found.written = True
    return found


def _asked(step: Step, reopen: bool) -> Step:
    return decisions.REOPENED if reopen and step is decisions.STEP else step


def _version(store: Store) -> int:
    if not store.exists:
        return FORMAT
    return int(read_json((store.path / MANIFEST).read_text(encoding="utf-8"))[MARK])


def _migrated(store: Store, found: Migration) -> Iterator[tuple[dict[str, Entry], dict[str, bytes]]]:
    """Yield the entries and files of each town, and note what changes."""
    for town in _towns(store):
        before = _quads({key: store.lines(key) for key in town.entries})  # as they were settled last
        change = TownChange(town.code, {})
        for step in found.steps:
            change.notes += step.notes(town)
            renamed = town.rename(step.renames(town))
            change.renamed = _chained(change.renamed, renamed)
            town.files = {key: step.rewrite(town, key, lines) for key, lines in town.files.items()}
        change.renamed = {old: new for old, new in sorted(change.renamed.items()) if old != new}
        _keep_replaced(town, change.renamed)
        entries, files = _settled(town)
        _count(change, before, files)
        found.towns.append(change)
        yield entries, files


def _chained(first: Mapping[str, str], then: Mapping[str, str]) -> dict[str, str]:
    return {**then, **{old: then.get(new, new) for old, new in first.items()}}


def _towns(store: Store) -> Iterator[Town]:
    groups: defaultdict[tuple[str, str], dict[str, Entry]] = defaultdict(dict)
    for key, entry in store.documents.items():
        groups[entry.graph.rpartition("graph/")[0], entry.municipality][key] = entry
    for (base, code), entries in sorted(groups.items()):
        files = {key: _alone(store.lines(key), entry) for key, entry in entries.items()}
        yield Town(base, code, dict(entries), files)


def _alone(lines: list[str], entry: Entry) -> list[str]:
    """Return the lines of a file, a document's as it says them by itself."""
    if not entry.alone:
        return lines
    data = "".join(f"{line}\n" for line in lines).encode()
    return restored(data, entry.graph, shared_graph(entry)).decode().split("\n")[:-1]


def _keep_replaced(town: Town, renamed: Mapping[str, str]) -> None:
    """Let old IRIs lead to new ones, in a graph of the town's own."""
    if not renamed:
        return
    key = f"{REPLACED}-{town.code}"
    graph = f"{town.base}graph/{key}"
    lines = {*town.files.get(key, ()), f"<{graph}> {TYPE} <{KEI}ReplacementGraph> <{graph}> ."}
    lines |= {f"<{old}> {_BY} <{new}> <{graph}> ." for old, new in renamed.items()}
    town.files[key] = sorted(lines)
    town.entries.setdefault(key, replaced_entry(graph, key, town.code))


def replaced_entry(graph: str, key: str, code: str) -> Entry:
    """Return what the manifest says of a graph that says which IRIs took the place of which."""
    return Entry(
        graph=graph,
        file=graph_file(key, "0" * 64),
        sha256="",
        quads=0,
        source="-",
        source_sha256="-",
        loader=REPLACED,
        loader_version=__version__,
        software=__version__,
        municipality=code,
        kind=REPLACED,
    )


def _settled(town: Town) -> tuple[dict[str, Entry], dict[str, bytes]]:
    """Return the entries and the files of a town, what its documents share settled."""
    files: dict[str, bytes] = {}
    entries = {}
    for key, lines in town.files.items():
        data = "".join(f"{line}\n" for line in lines).encode()
        sha256 = hashlib.sha256(data).hexdigest()
        entries[key] = replace(
            town.entries[key], file=graph_file(key, sha256), sha256=sha256, quads=len(lines), alone=""
        )
        files[entries[key].file] = data
    read: Callable[[Entry], bytes] = lambda entry: files[entry.file]  # noqa: E731
    entries |= settle({}, entries, read, files.__setitem__)
    return entries, {entry.file: files[entry.file] for entry in entries.values()}


def _quads(files: Mapping[str, list[str]]) -> dict[str, set[str]]:
    """Return the graphs in which each triple stands."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for lines in files.values():
        for line in lines:
            triple, graph, _end = line.rsplit(" ", 2)
            found[triple].add(graph)
    return found


def _count(change: TownChange, before: Mapping[str, set[str]], files: Mapping[str, bytes]) -> None:
    after = _quads({file: data.decode().split("\n")[:-1] for file, data in files.items()})
    change.added = len(after.keys() - before.keys())
    change.removed = len(before.keys() - after.keys())
    change.moved = sum(before[triple] != after[triple] for triple in before.keys() & after.keys())
