"""Which plan of a store somebody means: by its name, its IRI, or a date on which it holds."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pyoxigraph import Store

from keikaku.asking.lineage.things import Reader, Thing
from keikaku.ground.errors import QuestionError
from keikaku.ground.text.folding import key
from keikaku.ground.vocab import PREFIXES
from keikaku.reading.checks.usual import usual


def plans(memory: Store) -> list[Thing]:
    """Return the plans of which a store holds elements, sorted by title; one that was only named is left out."""
    reader = Reader(memory)
    return [one for one in reader.of_kind("Plan") if reader.subjects("inPlan", one.iri)]


def successions(memory: Store, there: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Yield plans with the edition before each: the one that it says it revises, else the last of its kind and name.

    Numbers are no part of a name: 第5次総合計画 and 第6次総合計画 are one series, and so are 前期 and 後期.
    """
    reader = Reader(memory)
    known = {one.iri: one for one in there}
    begins = {one.iri: _first(reader, one) for one in there}
    series: defaultdict[tuple[str, ...], list[Thing]] = defaultdict(list)
    of_series: dict[str, tuple[str, ...]] = {}
    for one in there:
        kind = (reader.municipality(one.iri), _series(one.label), *reader.values(one.iri, "planKind"))
        series[kind].append(one)
        of_series[one.iri] = kind
    for one in there:
        revised = reader.objects(one.iri, PREFIXES["prov"] + "wasRevisionOf")
        earlier = [other for other in series[of_series[one.iri]] if 0 < begins[other.iri] < begins[one.iri]]
        before = [known[iri] for iri in revised if iri in known] or sorted(
            earlier, key=lambda other: begins[other.iri]
        )[-1:]
        yield from ((other, one) for other in before)


def _first(reader: Reader, one: Thing) -> int:
    return next((int(year) for year in reader.values(one.iri, "startFiscalYear")), 0)


def _series(title: str) -> str:
    return re.sub("|".join(usual().editions), "", key(title))


def plan(memory: Store, name: str, where: str) -> Thing:
    """Return the one plan that is meant.

    Args:
        memory: A loaded store.
        name: Its title or part of it, the end of its IRI, its IRI, or a date such as ``2026-04-01`` on which it
            holds; "" where the store holds one.
        where: The store as people call it, for the error.

    Raises:
        QuestionError: None is meant, or several are; the choice is in the error.
    """
    there = plans(memory)
    found = _on(memory, there, name) if _is_date(name) else _called(there, name)
    if len(found) == 1:
        return found[0]
    names = sorted({one.label for one in found or there})
    if not found:
        near = difflib.get_close_matches(name, names, n=5, cutoff=0.3) or names[:5]
        raise QuestionError("editions.not-there", name=name, store=where, nearest=", ".join(near) or "-")
    listed = ", ".join(f"{one.label} <{one.iri}>" for one in found[:12])
    raise QuestionError("editions.several-plans", path=where, count=len(found), names=listed)


def _is_date(name: str) -> bool:
    try:
        date.fromisoformat(name)
    except ValueError:
        return False
    return True


def _called(there: list[Thing], name: str) -> list[Thing]:
    if not name:
        return there
    exact = [
        one for one in there if name in (one.iri, one.iri.rpartition("/")[2]) or key(one.label) == key(name)
    ]
    return exact or [one for one in there if key(name) in key(one.label)]


def _on(memory: Store, there: list[Thing], day: str) -> list[Thing]:
    """Return the plans whose period holds a day; a fiscal year begins in April."""
    on = date.fromisoformat(day)
    year = on.year - (on.month < 4)
    reader = Reader(memory)
    found = []
    for one in there:
        start, end = reader.values(one.iri, "startFiscalYear"), reader.values(one.iri, "endFiscalYear")
        if start and int(start[0]) <= year and (not end or year <= int(end[0])):
            found.append(one)
    return found
