"""Figures of one name that two documents of a municipality print differently, and documents of one series in a row.

A figure (of an indicator, a budget, an evaluation) is named by what it is of and its year, so that yearly sheets make
one series whichever of them printed it. Where a later sheet prints another figure for the year, both are kept: the
later keeps the name, the earlier gets one of its own (``…/actual/2017/in/{document}``), stands under ``kei:superseded``
and says by ``dcterms:isReplacedBy`` what took its place. Of documents that are no earlier and no later than each
other, the figures contradict (``kei:contradicts``) as well. All that can be undone from a file alone (:func:`together`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from keikaku.graph.nquads import DCT, KEI, PROV, QB, TYPE
from keikaku.store.manifest import Entry

_PARTS = r"(?:baseline|target|actual|comparison|budget|evaluation)"
_NODE = re.compile(rf"<([^<>]*/{_PARTS}/[^<>]*)>".encode())
_OWN = re.compile(rf"(<[^<>]*/{_PARTS}/[^<>]*?)/in/[^/<>]+(?=[/>])".encode())
_AMOUNTS = "totalAmount|specificRevenue|generalRevenue|nationalSubsidy|prefecturalSubsidy|localBonds|otherRevenue|personnelCost"
_SAID = re.compile(
    rf"^<([^<>]*/{_PARTS}/[^<>]*)> <{re.escape(KEI)}"
    rf"(value|lowerBound|upperBound|comparator|asPrinted|progressRating|reviewRating|{_AMOUNTS})> (.*?)(?: <[^<>]*>)? ?\.?$".encode(),
    re.MULTILINE,
)
_YEARS = tuple(
    re.compile(form.encode())
    for form in (
        r"/actual/((?:19|20)[0-9]{2})[/>]",
        r"/evaluation/((?:19|20)[0-9]{2})[/>]",
        r"/budget/((?:19|20)[0-9]{2})(?!/PlannedAmount)[/>]",
        r"/budget/((?:19|20)[0-9]{2})[/>]",
    )
)
_LINKS = {b"budget": b"budget", b"evaluation": b"evaluation"}
_SUPERSEDED = f"<{KEI}superseded>".encode()
_REPLACED = f"<{DCT}isReplacedBy>".encode()
_CONTRADICTS = f"<{KEI}contradicts>".encode()
_CUBE = (
    (f" {TYPE} <{QB}Observation> ".encode(), f" {TYPE} <{KEI}SupersededObservation> ".encode()),
    (f" <{QB}dataSet> ".encode(), f" <{DCT}isPartOf> ".encode()),
)
"""What is no longer said of a figure of the data cube, which has one of a year, and what is said in its place."""
_REVISION = f"<{PROV}wasRevisionOf>".encode()

Sayings = dict[bytes, bytes]
"""What a document says of a figure: the value, range or words under ``b""``, ratings and amounts by property."""
Order = tuple[tuple[int, ...], str]


def _links(node: bytes) -> bytes:
    """Return the property by which a thing has a figure of its own, in brackets."""
    part = re.search(rf"/({_PARTS[3:-1]})/".encode(), node)
    name = _LINKS.get(part[1], b"observation") if part else b"observation"
    return b"<" + KEI.encode() + name + b">"


def order(key: str, data: bytes) -> Order:
    """Return where a document stands among those of its municipality: by the newest years that it tells of."""
    years = [max(map(int, form.findall(data)), default=0) for form in _YEARS]
    return (max(years[:3]), years[3]), key


def told_apart(alone: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the documents of a municipality, with figures that are no longer those that count named apart.

    Args:
        alone: The N-Quads of each document, as it says them by itself.
    """
    said = {key: _sayings(data) for key, data in alone.items()}
    holders: defaultdict[bytes, list[str]] = defaultdict(list)
    for key, nodes in said.items():
        for node in nodes:
            holders[node].append(key)
    shared = {node: keys for node, keys in holders.items() if len(keys) > 1}
    orders = {key: order(key, alone[key]) for key in {key for keys in shared.values() for key in keys}}
    renames: defaultdict[str, dict[bytes, bool]] = defaultdict(dict)
    for node, keys in shared.items():
        counts = max(keys, key=lambda key: (_is_figure(said[key][node]), orders[key]))
        for key in keys:
            if key != counts and _differ(said[key][node], said[counts][node]):
                renames[key][node] = orders[key][0] == orders[counts][0]
    return {key: _renamed(data, key, renames[key]) if key in renames else data for key, data in alone.items()}


def _is_figure(saying: Sayings) -> bool:
    return not saying.get(b"", b"").startswith(b"words ")


def _sayings(data: bytes) -> dict[bytes, Sayings]:
    every: defaultdict[bytes, Sayings] = defaultdict(dict)
    for node, name, value in _SAID.findall(data):
        if b"/statement/" not in node:
            every[node][name] = value
    return {node: _saying(facts) for node, facts in every.items()}


def _saying(facts: Sayings) -> Sayings:
    """Return what counts of a figure: of words only where it has neither value nor bounds, and never how a value is printed."""
    numbers = [facts.pop(name, b"") for name in (b"value", b"lowerBound", b"upperBound", b"comparator")]
    words = facts.pop(b"asPrinted", b"")
    if any(numbers):
        return facts | {b"": b"|".join(numbers)}
    return facts | {b"": b"words " + words} if words else facts


def _differ(one: Sayings, other: Sayings) -> bool:
    return any(one[name] != other[name] for name in one.keys() & other.keys())


def _renamed(data: bytes, key: str, nodes: Mapping[bytes, bool]) -> bytes:
    """Return a document with figures under names of their own; True beside a node where neither document is later."""
    suffix = b"/in/" + key.encode()

    def own(found: re.Match[bytes]) -> bytes:
        whole, mark, rest = found[1].partition(b"/statement/")
        return b"<" + whole + suffix + mark + rest + b">" if whole in nodes else found[0]

    lines = []
    for line in data.split(b"\n")[:-1]:
        new = _NODE.sub(own, line)
        if new is not line and new != line:
            subject, predicate, rest = new.split(b" ", 2)
            node = rest.partition(b" ")[0]
            if predicate == _links(node) and suffix in node:
                new = b" ".join((subject, _SUPERSEDED, rest))
                graph = rest.rpartition(b" <")[2]
                old = node.replace(suffix + b">", b">")
                lines.append(b" ".join((node, _REPLACED, old, b"<" + graph)))
                if nodes[old[1:-1]]:
                    lines.append(b" ".join((node, _CONTRADICTS, old, b"<" + graph)))
            elif suffix in subject:
                for there, instead in _CUBE:
                    new = new.replace(there, instead, 1)
        lines.append(new)
    return b"".join(line + b"\n" for line in sorted(lines))


def together(lines: list[bytes]) -> list[bytes]:
    """Return the lines of a document as it says them by itself: what :func:`told_apart` did is undone."""
    found, is_changed = [], False
    for line in lines:
        old = _OWN.sub(rb"\1", line) if b"/in/" in line else line
        if old != line:
            is_changed = True
            subject, predicate, rest = old.split(b" ", 2)
            node = rest.partition(b" ")[0]
            if predicate in (_REPLACED, _CONTRADICTS) and node == subject:
                continue
            if predicate == _SUPERSEDED:
                old = b" ".join((subject, _links(node), rest))
            elif b"/in/" in line.partition(b" ")[0]:
                for there, instead in _CUBE:
                    old = old.replace(instead, there, 1)
        found.append(old)
    return sorted(found) if is_changed else found


def chain(alone: Mapping[str, bytes], entries: Mapping[str, Entry]) -> dict[str, list[bytes]]:
    """Return for each document that has one before it in its series the triple that says so, without graph.

    Args:
        alone: The N-Quads of each document of a municipality.
        entries: Their entries; documents of one loader are a series. Of those that tell of the same years none comes
            after another: they may be parts of one edition.
    """
    series: defaultdict[str, list[str]] = defaultdict(list)
    for key, entry in entries.items():
        series[entry.loader].append(key)
    found = {}
    for keys in (keys for keys in series.values() if len(keys) > 1):
        row = sorted(order(key, alone[key]) for key in keys)
        for (earlier, before), (later, after) in pairwise(row):
            if earlier < later:
                found[after] = [b" ".join((_document(entries[after]), _REVISION, _document(entries[before])))]
    return found


def _document(entry: Entry) -> bytes:
    base, _mark, key = entry.graph.rpartition("graph/")
    return f"<{base}document/{key}>".encode()


def unchained(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines without what :func:`chain` said."""
    for line in lines:
        subject, predicate, _rest = line.split(b" ", 2)
        if not (predicate == _REVISION and b"/document/" in subject):
            yield line
