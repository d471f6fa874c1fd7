"""What several documents of a municipality say of one thing: it stands once, in a graph of shared things.

A document is minted by itself into its own graph. When a store is committed, each municipality whose documents
changed is settled: a triple that two of its documents state moves, in the files of both, to the municipality's
graph of shared things, ``…/graph/shared/{code}``. RDF datasets are sets, so the quad that both files hold is one,
and no triple stands in two graphs. A file of record still holds all that its document says; what it says can
therefore be settled again from the files alone, and the result depends neither on the order of builds nor on what
was built before.

Where documents call one thing by labels that differ, the label that most of them print stays ``rdfs:label`` (the
first by code point where as many print another), and the others become ``skos:altLabel``.

Where two documents of a municipality print money of one piece of work and year, the graph of shared things says which
amount counts (:mod:`keikaku.graph.money`), in the file of the one that does not.

Figures of one name that two documents print differently are told apart, and the documents of one series stand in a row
(:mod:`keikaku.store.restated`).

What names our code lists stands in the graphs of the vocabulary itself, in a document's file as everywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from keikaku.graph.money import Amount, counted_by, replaced_by
from keikaku.graph.nquads import DCT, KEI, LABEL, SKOS, TYPE
from keikaku.store.manifest import ANSWERED, Entry, graph_file
from keikaku.store.restated import chain, together, told_apart, unchained

ALT_LABEL = f"<{SKOS}altLabel>"
_LABEL, _ALT = f" {LABEL} ".encode(), f" {ALT_LABEL} ".encode()
_NAME = re.compile(
    b"^(<[^>]*>) ("
    + re.escape(LABEL.encode())
    + b"|"
    + re.escape(ALT_LABEL.encode())
    + rb') (".*"@ja) <[^<>"]*> \.$',
    re.MULTILINE,
)

_BUDGET, _TOTAL, _YEAR, _STAGE, _KEY, _PLAN = (
    f"<{KEI}{name}>".encode()
    for name in ("budget", "totalAmount", "fiscalYear", "budgetStage", "searchKey", "inPlan")
)
_REPLACED = f"<{DCT}isReplacedBy>".encode()
_OF_MONEY = frozenset({_TOTAL, _YEAR, _STAGE, _KEY, _PLAN, _REPLACED})
_COUNTED = f"<{KEI}countedBy>".encode()
"""What no document says by itself: that an amount of another plan counts in sums over both."""

Read = Callable[[Entry], bytes]
Write = Callable[[str, bytes], None]


def shared_graph(entry: Entry) -> str:
    """Return the IRI of the graph of what the documents of an entry's municipality share, "" where it has none."""
    base, mark, _key = entry.graph.rpartition("graph/")
    of_a_town = mark and entry.kind in ANSWERED and entry.municipality
    return f"{base}graph/shared/{entry.municipality}" if of_a_town else ""


def settle(
    before: Mapping[str, Entry], now: Mapping[str, Entry], read: Read, write: Write
) -> dict[str, Entry]:
    """Settle the municipalities whose documents changed.

    Args:
        before: The documents by key, as they were settled last.
        now: The documents by key.
        read: Returns the N-Quads of an entry.
        write: Writes N-Quads under a path in the store.

    Returns:
        The entries of the documents whose files had to be written anew, by key.
    """
    changed = {shared_graph(entry) for _key, entry in before.items() ^ now.items()} - {""}
    towns: defaultdict[str, list[str]] = defaultdict(list)
    for key, entry in sorted(now.items()):
        if (graph := shared_graph(entry)) in changed:
            towns[graph].append(key)
    found: dict[str, Entry] = {}
    for graph, keys in towns.items():
        if len(keys) > 1 or any(now[key].alone for key in keys):
            entries = {key: now[key] for key in keys}
            found |= _settle_town(graph, entries, read, write)
    return found


def once(documents: Iterable[tuple[str, bytes]], shared: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield the N-Quads of documents without what earlier ones of them hold already.

    Args:
        documents: The IRI of each document's graph, and its N-Quads.
        shared: As :func:`repeated` takes it.
    """
    for data, again in repeated(documents, shared):
        yield without(data, again)


def repeated(
    documents: Iterable[tuple[str, bytes]], shared: Sequence[str] = ()
) -> Iterator[tuple[bytes, set[bytes]]]:
    """Yield the N-Quads of documents, and the lines of each that earlier ones of them hold already.

    Args:
        documents: The IRI of each document's graph, and its N-Quads.
        shared: For each document the IRI of the graph of what its municipality shares; where they are given, only what the
            municipalities share of which documents are still to come is held in memory.
    """
    seen: defaultdict[bytes, set[bytes]] = defaultdict(set)
    towns, left = iter(shared), Counter(shared)
    for graph, data in documents:
        own = f" <{graph}> .".encode()
        others = set[bytes]()
        if data.count(own + b"\n") < data.count(
            b"\n"
        ):  # most documents hold nothing else; a literal has no line break
            others = {line for line in data.split(b"\n")[:-1] if not line.endswith(own)}
        again = {line for line in others if line in seen[line.rpartition(b" <")[2]]}
        for line in others:
            seen[line.rpartition(b" <")[2]].add(line)
        yield data, again
        town = next(towns, "")
        left[town] -= 1
        if not left[town]:
            seen.pop(f"{town}> .".encode(), None)


def without(data: bytes, lines: Collection[bytes]) -> bytes:
    """Return N-Quads without some of their lines."""
    if not lines:
        return data
    return b"".join(line + b"\n" for line in data.split(b"\n")[:-1] if line not in lines)


def _settle_town(graph: str, entries: Mapping[str, Entry], read: Read, write: Write) -> dict[str, Entry]:
    files = {key: read(entry) for key, entry in entries.items()}
    alone = {key: restored(data, entries[key].graph, graph) for key, data in files.items()}
    found = {}
    for (key, data), old in zip(settled(alone, entries, graph).items(), files.values(), strict=True):
        entry = _entry(entries[key], key, data, alone[key])
        if data != old:
            write(entry.file, data)
        if entry != entries[key]:
            found[key] = entry
    return found


def _entry(entry: Entry, key: str, data: bytes, alone: bytes) -> Entry:
    """Return what the manifest says of a document that was settled."""
    sha256 = hashlib.sha256(data).hexdigest()
    said = "" if data == alone else entry.alone or hashlib.sha256(alone).hexdigest()
    file = graph_file(key, sha256)
    return replace(entry, file=file, sha256=sha256, quads=data.count(b"\n"), alone=said)


def settled(alone: Mapping[str, bytes], entries: Mapping[str, Entry], graph: str) -> dict[str, bytes]:
    """Return the files of one municipality with what its documents share in the graph of shared things.

    Args:
        alone: The N-Quads of each document, as it says them by itself.
        entries: Their entries.
        graph: IRI of the graph of shared things.
    """
    links = chain(alone, entries)
    alone = told_apart(alone)
    chosen = _labels(alone.values())
    said = {key: _triples(data, entries[key].graph, chosen) for key, data in alone.items()}
    graphs: defaultdict[str, set[bytes]] = defaultdict(set)
    for key, triples in said.items():
        graphs[entries[key].graph].update(triples)
    seen, twice = set[bytes](), set[bytes]()
    for theirs in graphs.values():
        twice |= theirs & seen
        seen |= theirs
    money = _money(said)
    return {
        key: _file(triples, entries[key], graph, twice, [*_lines_of(money, triples), *links.get(key, ())])
        for key, triples in said.items()
    }


def _money(said: Mapping[str, list[bytes]]) -> dict[bytes, bytes]:
    """Return what is said of budgets that another document's replaces or counts: predicate and object, by their nodes."""
    facts: defaultdict[bytes, dict[bytes, bytes]] = defaultdict(dict)
    owner: dict[bytes, bytes] = {}
    if sum(any(_TOTAL in line for line in lines) for lines in said.values()) < 2:
        return {}
    for lines in said.values():
        for line in lines:
            subject, predicate, value = line.rstrip(b" .").split(b" ", 2)
            if predicate in _OF_MONEY:
                facts[subject][predicate] = value
            elif predicate == _BUDGET:
                owner[value.rstrip()] = subject
    amounts = list(_amounts(facts, owner))
    replaced = replaced_by(amounts)
    counted = counted_by(one for one in amounts if one.node not in replaced)
    return {
        f"<{node}>".encode(): predicate + f" <{by}>".encode()
        for predicate, found in ((_REPLACED, replaced), (_COUNTED, counted))
        for node, by in found.items()
    }


def _amounts(facts: Mapping[bytes, Mapping[bytes, bytes]], owner: Mapping[bytes, bytes]) -> Iterator[Amount]:
    """Yield the amounts that count as far as their own documents know."""
    for node, project in owner.items():
        about, of = facts.get(node, {}), facts.get(project, {})
        whole = {_YEAR, _TOTAL} <= about.keys() and {_KEY, _PLAN} <= of.keys()
        if whole and _REPLACED not in about and about[_TOTAL].split(b'"')[1].lstrip(b"-").isdigit():
            yield Amount(
                node=node[1:-1].decode(),
                project=project[1:-1].decode(),
                plan=of[_PLAN].strip()[1:-1].decode(),
                name=of[_KEY].decode(),
                year=about[_YEAR].decode(),
                stage=about.get(_STAGE, b"<>").strip()[1:-1].decode(),
                yen=int(about[_TOTAL].split(b'"')[1]),
            )


def _lines_of(money: Mapping[bytes, bytes], triples: Iterable[bytes]) -> list[bytes]:
    """Return what is said of the budgets of one document that another's replaces or counts."""
    own = {line.rstrip().split(b" ", 2)[2] for line in triples if f" {_BUDGET.decode()} ".encode() in line}
    return [node + b" " + money[node] for node in sorted(own & money.keys())]


def _triples(data: bytes, graph: str, chosen: Mapping[bytes, bytes]) -> list[bytes]:
    """Return the triples of a document's graph, and its quads in others, labels and other labels told apart."""
    lines = data.replace(f" <{graph}> .\n".encode(), b"\n").split(b"\n")[:-1]
    return [_chosen(line, chosen) for line in lines] if chosen else lines


def _chosen(line: bytes, chosen: Mapping[bytes, bytes]) -> bytes:
    subject, _space, rest = line.partition(b" ")
    label = chosen.get(subject)
    if label is None or not rest.startswith((_LABEL[1:], _ALT[1:])):
        return line
    text = rest.partition(b" ")[2]
    return subject + (_LABEL if text == label else _ALT) + text


def _labels(files: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the label of each thing that two documents call differently."""
    forms: defaultdict[bytes, Counter[bytes]] = defaultdict(Counter)
    mains: defaultdict[bytes, list[frozenset[bytes]]] = defaultdict(list)
    for data in files:
        main: defaultdict[bytes, set[bytes]] = defaultdict(set)
        for subject, predicate, text in set(_NAME.findall(data)):
            forms[subject][text] += 1
            if predicate == _LABEL[1:-1]:
                main[subject].add(text)
        for subject, texts in main.items():
            mains[subject].append(frozenset(texts))
    return {subject: _first(forms[subject]) for subject, found in mains.items() if len(set(found)) > 1}


def _first(forms: Counter[bytes]) -> bytes:
    """Return the form that most documents have, of those the first by code point."""
    return min(forms, key=lambda text: (-forms[text], text))


def restored(data: bytes, own: str, shared: str) -> bytes:
    """Return a document's N-Quads as it says them by itself: what :func:`settled` did is undone.

    Where it calls a thing by no label but others do, the first of its other labels is its label again.

    Args:
        data: The N-Quads, settled or not.
        own: IRI of its graph.
        shared: IRI of the graph of shared things.
    """
    tail = f" <{shared}> .\n".encode()
    if tail not in data:
        lines = data.split(b"\n")[:-1]
    else:
        lines = data.replace(tail, f" <{own}> .\n".encode()).split(b"\n")[:-1]
        about = f"<{shared}> ".encode()
        counted = b" " + _COUNTED + b" "
        kept = (line for line in lines if not line.startswith(about) and counted not in line)
        lines = [*unchained(kept)]
    lines = together(lines)
    if tail in data and _REPLACED in data:
        lines = _with_own_stages(lines)
    if _ALT in data:
        lines = sorted(_with_labels(lines))
    return b"".join(line + b"\n" for line in lines)


def _with_own_stages(lines: list[bytes]) -> list[bytes]:
    """Return lines without the later stages of budgets that only other documents print."""
    mark = b" " + _BUDGET + b" "
    own = {line.split(b" ", 3)[2] for line in lines if mark in line}
    found = []
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if not (predicate == _REPLACED and subject in own and rest.partition(b" ")[0] not in own):
            found.append(line)
    return found


def _with_labels(lines: list[bytes]) -> Iterator[bytes]:
    labelled = {line.partition(b" ")[0] for line in lines if _LABEL in line}
    for line in lines:
        subject, _space, rest = line.partition(b" ")
        if rest.startswith(_ALT[1:]) and subject not in labelled:
            labelled.add(subject)
            yield subject + _LABEL + rest.partition(b" ")[2]
        else:
            yield line


def _file(triples: list[bytes], entry: Entry, graph: str, twice: set[bytes], more: list[bytes]) -> bytes:
    own, shared = f" <{entry.graph}> .".encode(), f" <{graph}> .".encode()
    moved = {line for line in twice.intersection(triples) if not line.endswith(b" .")}
    lines = [line if line.endswith(b" .") else line + (shared if line in moved else own) for line in triples]
    lines += [line + shared for line in more]
    if moved or more:
        lines += _description(entry, graph)
    return b"".join(line + b"\n" for line in sorted(lines))


def _description(entry: Entry, graph: str) -> Iterator[bytes]:
    """Yield what a graph of shared things says of itself."""
    town = f"{entry.graph[: entry.graph.rindex('graph/')]}{entry.municipality}"
    for predicate, value in (
        (TYPE, f"<{KEI}SharedGraph>"),
        (TYPE, "<http://rdfs.org/ns/void#Dataset>"),
        (f"<{DCT}subject>", f"<{town}>"),
    ):
        yield f"<{graph}> {predicate} {value} <{graph}> .".encode()
