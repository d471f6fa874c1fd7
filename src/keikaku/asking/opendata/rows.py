"""The rows of the tables: each says by itself of which municipality, plan and measure it is, how surely it was read and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import TypeVar, cast

from keikaku.asking.opendata.definition import Definition, definition
from keikaku.asking.opendata.said import Said
from keikaku.documents.places import parse
from keikaku.graph.nquads import DCT, KEI, PROV, SKOS
from keikaku.graph.triples import LABELS, RDF_TYPE
from keikaku.ground import vocab
from keikaku.ground.processes.pool import in_order
from keikaku.ground.vocab import PREFIXES, units
from keikaku.store.folder import Store
from keikaku.store.manifest import OF_DOCUMENTS
from keikaku.store.statistics import STATISTICS

Value = str | int | Decimal | None
Row = dict[str, Value]
Named = Callable[[str], str]
Made = TypeVar("Made")

_UP = (f"{KEI}contributesTo", f"{KEI}indicatorOf")
_DEPARTMENTS = (f"{KEI}leadDepartment", f"{KEI}relatedDepartment", f"{KEI}department")
_STEPS = ("kan", "kou", "moku")
_SURE = ("Doubtful", "Repaired", "Certain")
_ANSWERED = ("Proposed", "Declared", "Accepted", "Reviewed")
_UNIT = f"{PREFIXES['qudt']}hasUnit"
_LONGEST_WAY = 20
_FEW = 16  # municipalities that one process has done before others have started
_LOOKED_AT = (
    RDF_TYPE, *LABELS, *_UP, *_DEPARTMENTS, f"{DCT}publisher", f"{DCT}identifier", f"{DCT}isReplacedBy", f"{SKOS}notation", f"{SKOS}broader",
    *(f"{KEI}{name}" for name in (
        "inPlan", "startFiscalYear", "observation", "budget", "readingConfidence", "readingStatus", "place", "fileName", "sdg",
        "unitLabel", "fiscalYear", "value", "lowerBound", "upperBound", "comparator", "asPrinted", "budgetStage", "totalAmount",
        "specificRevenue", "generalRevenue", "budgetAccount", "statisticOf", "statisticKind", "statisticYear",
        "statisticValue", "statisticItem", "firstRow",
    )),
    f"{DCT}title", f"{DCT}description", f"{PROV}wasDerivedFrom", _UNIT,
)  # fmt: skip


def store_rows(store: Store, named: Named = str, *, processes: int = 1) -> Iterator[tuple[str, Row]]:
    """Yield the rows of all tables with the names of their tables, municipality by municipality.

    Only a few municipalities are in memory at a time.

    Args:
        store: The store.
        named: Returns the IRI under which a thing of the store is published; it must pickle.
        processes: How many may make them, where there are enough municipalities; the rows and their order stay the same.

    Raises:
        StoreError: A file of the store is not as it was written, or cannot be read.
    """
    return chain.from_iterable(made_of_rows(list, store, named, processes=processes))


def made_of_rows(
    work: Callable[[Iterator[tuple[str, Row]]], Made], store: Store, named: Named = str, *, processes: int = 1
) -> Iterator[Made]:
    """Yield what a work makes of the rows of each municipality, in the process that makes the rows.

    Args:
        work: The work; it must pickle, and what it makes.
        store: The store, and the rest as of :func:`store_rows`.
        named: Likewise.
        processes: Likewise.
    """
    towns: defaultdict[str, list[str]] = defaultdict(list)
    for key, entry in store.documents.items():
        if entry.kind in (*OF_DOCUMENTS, STATISTICS):
            towns[entry.municipality].append(key)
    tasks = [tuple(keys) for _code, keys in sorted(towns.items())]
    count = processes if len(tasks) > _FEW else 1
    return in_order(count, "keikaku.asking.opendata.rows:making", work, store, named, tasks=tasks)


def making(
    work: Callable[[Iterator[tuple[str, Row]]], Made], store: Store, named: Named
) -> Callable[[Iterable[str]], Iterator[Made]]:
    """Return what makes something of the rows of a municipality's documents in this process.

    Args:
        work: Makes it.
        store: The store.
        named: Returns the IRI under which a thing of the store is published.
    """

    def made(keys: Iterable[str]) -> Iterator[Made]:
        yield work(Town(chain.from_iterable(map(store.lines, keys)), named).rows())

    return made


class Town:
    """Makes the rows of what documents say.

    Args:
        lines: The N-Quads lines of a municipality's documents, or of several municipalities'.
        named: Returns the IRI under which a thing is published.
    """

    def __init__(self, lines: Iterable[str], named: Named = str) -> None:
        self._look = Said(lines, _LOOKED_AT)
        self._named = named
        self._define: Definition = definition()
        self._plans: dict[str, Row] = {}

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield the rows, sorted by plan and IRI, a thing's figures and money after those of what stands before it."""
        found: list[tuple[str, str, str, Row]] = []
        for plan in self._look.subjects(RDF_TYPE, f"{KEI}Plan"):
            things = self._look.subjects(f"{KEI}inPlan", plan)
            if not things and not self._look.values(plan, f"{KEI}startFiscalYear"):
                continue  # only its name was printed, in another document
            for thing in [plan, *things]:
                for table, iri, row in self._of_thing(plan, thing):
                    found.append((plan, table, iri, row))
        for _plan, table, _iri, row in sorted(found, key=lambda one: one[:3]):
            yield table, row
        for node in self._look.subjects(RDF_TYPE, f"{KEI}TownStatistic"):
            yield "statistics", self._statistic(node)

    def _of_thing(self, plan: str, thing: str) -> Iterator[tuple[str, str, Row]]:
        kind = self._kind(thing, "classes")
        if not kind:
            return
        first = self._first(plan, thing)
        name = first | {"id": self._named(thing)} | self._last(thing)
        yield "elements", thing, name | self._labels("class", kind, "classes") | self._element(thing)
        owner = self._named(thing)
        label = self._label(thing)
        for figure in self._look.links(thing, f"{KEI}observation"):
            row = first | {"id": self._named(figure), "indicator_id": owner, "indicator": label}
            yield "figures", figure, row | self._figure(thing, figure) | self._last(figure)
        for money in self._look.links(thing, f"{KEI}budget"):
            if not self._look.links(money, f"{DCT}isReplacedBy"):
                row = first | {"id": self._named(money), "project_id": owner, "project": label}
                yield "money", money, row | self._money(money) | self._last(money)

    # -- what all rows say

    def _first(self, plan: str, thing: str) -> Row:
        measure = self._measure(thing)
        return {
            **(self._plans.get(plan) or self._plan(plan)),
            "measure_id": self._named(measure) if measure else None,
            "measure": self._label(measure) or None,
        }

    def _plan(self, plan: str) -> Row:
        town = self._look.value(plan, f"{DCT}publisher")
        known = vocab.municipality(self._look.value(town, f"{DCT}identifier"))
        said = self._plans[plan] = {
            "lg_code": known.lg_code if known else None,
            "municipality": self._label(town) or town,
            "plan_id": self._named(plan),
            "plan": self._label(plan) or plan,
        }
        return said

    def _measure(self, thing: str) -> str:
        """Return the measure that a thing is, or that it serves first; "" for none."""
        way, seen = [thing], {thing}
        while way and len(seen) < _LONGEST_WAY:
            here = way.pop(0)
            if f"{KEI}Measure" in self._look.values(here, RDF_TYPE):
                return here
            new = [one for one in self._look.links(here, *_UP) if one not in seen]
            seen |= set(new)
            way += new
        return ""

    def _last(self, thing: str) -> Row:
        sure = {one.removeprefix(KEI) for one in self._look.values(thing, f"{KEI}readingConfidence")}
        confidence = next((one for one in _SURE if one in sure), "Certain")
        places = self._look.links(thing, f"{KEI}place")
        place = parse(places[0]) if places else None
        document = place.document if place else ""
        return {
            **self._labels("confidence", confidence, "readingConfidences"),
            **self._labels("status", self._status(thing), "readingStates"),
            "document": self._look.value(document, f"{KEI}fileName") or None,
            "place_id": self._named(places[0]) if places else None,
            "place_ja": place.words("ja") if place else None,
            "place_en": place.words("en") if place else None,
        }

    def _status(self, thing: str) -> str:
        """Return who answers for a reading: for the very fact, else for its document, the least of several."""
        for subjects in ([thing], self._look.graphs(thing)):
            said = {
                one.removeprefix(KEI)
                for iri in subjects
                for one in self._look.values(iri, f"{KEI}readingStatus")
            }
            if said:
                return next((one for one in _ANSWERED if one in said), "Declared")
        return "Declared"

    def _label(self, thing: str) -> str:
        return self._look.text(thing, "ja", *LABELS)

    def _labels(self, column: str, code: str | None, scheme: str) -> Row:
        labels = self._define.codes(scheme).get(code or "", {})
        return {column: code, f"{column}_ja": labels.get("ja"), f"{column}_en": labels.get("en")}

    def _kind(self, thing: str, scheme: str) -> str:
        kinds = {one.removeprefix(KEI) for one in self._look.values(thing, RDF_TYPE)}
        return next((one for one in self._define.codes(scheme) if one in kinds), "")

    # -- what each table says

    def _element(self, thing: str) -> Row:
        goals = {one.rpartition("/")[2].partition(".")[0] for one in self._look.links(thing, f"{KEI}sdg")}
        names = {self._label(one) for one in self._look.links(thing, *_DEPARTMENTS)}
        return {
            "number": self._look.value(thing, f"{SKOS}notation") or None,
            "name": self._label(thing) or thing,
            "parents": self._joined(map(self._named, sorted(self._look.links(thing, *_UP)))),
            "departments": self._joined(sorted(names - {""})),
            "sdgs": self._joined(sorted((one for one in goals if one.isdecimal()), key=int)),
        }

    def _joined(self, several: object) -> str | None:
        mark = self._define.separator
        held = [str(one).replace(mark, "；") for one in cast("list[str]", several)]
        return mark.join(held) or None

    def _figure(self, indicator: str, figure: str) -> Row:
        unit = self._look.value(indicator, f"{KEI}unitLabel")
        known = units.unit(unit)
        return {
            **self._labels("role", self._kind(figure, "roles") or "Observation", "roles"),
            "fiscal_year": self._whole(figure, "fiscalYear"),
            "value": self._decimal(figure, "value"),
            "lower_bound": self._decimal(figure, "lowerBound"),
            "upper_bound": self._decimal(figure, "upperBound"),
            "comparator": self._look.value(figure, f"{KEI}comparator") or None,
            "unit": unit or None,
            "unit_ucum": known.ucum or None if known else None,
            "unit_qudt": known.qudt or None if known else None,
            "printed": self._look.value(figure, f"{KEI}asPrinted") or None,
        }

    def _money(self, money: str) -> Row:
        stage = self._look.value(money, f"{KEI}budgetStage").removeprefix(KEI)
        return {
            "fiscal_year": self._whole(money, "fiscalYear"),
            **self._labels("stage", stage or None, "budgetStages"),
            **self._account(self._look.value(money, f"{KEI}budgetAccount")),
            "total_yen": self._whole(money, "totalAmount"),
            "specific_yen": self._whole(money, "specificRevenue"),
            "general_yen": self._whole(money, "generalRevenue"),
            "currency": "JPY",
            "currency_qudt": units.units()[units.YEN].qudt,
        }

    def _account(self, line: str) -> Row:
        """Return the line of the budget that money stands in, from the 款 down; it has at most three steps."""
        steps = [line]
        while len(steps) < len(_STEPS) and (above := self._look.value(steps[0], f"{SKOS}broader")):
            steps.insert(0, above)
        names = dict(zip(_STEPS, map(self._label, steps if line else ()), strict=False))
        number = self._look.value(line, f"{SKOS}notation") if line else ""
        return {
            "account_id": self._named(line) if line else None,
            "account_number": number or None,
            **{step: names.get(step) or None for step in _STEPS},
        }

    def _statistic(self, node: str) -> Row:
        """Return the row of a figure of official statistics, which is of a municipality and of no plan."""
        town = self._look.value(node, f"{KEI}statisticOf")
        file = self._look.value(node, f"{PROV}wasDerivedFrom")
        known = vocab.municipality(self._look.value(town, f"{DCT}identifier") or town.rpartition("/")[2])
        unit = units.units()[self._look.value(node, _UNIT)]
        kind = self._look.value(node, f"{KEI}statisticKind").removeprefix(KEI)
        return {
            "id": self._named(node),
            "lg_code": known.lg_code if known else None,
            "municipality": self._label(town) or town,
            **self._labels("kind", kind, "statisticKinds"),
            "statistic_year": self._whole(node, "statisticYear"),
            "statistic_value": self._decimal(node, "statisticValue"),
            "unit": unit.label,
            "unit_ucum": unit.ucum or None,
            "unit_qudt": unit.qudt or None,
            "table_printed": self._look.value(node, f"{KEI}asPrinted"),
            "table_item": self._look.value(node, f"{KEI}statisticItem"),
            "source": self._look.value(file, f"{DCT}title"),
            "source_file": self._look.value(file, f"{KEI}fileName"),
            "source_row": self._whole(node, "firstRow"),
            "note": self._look.value(node, f"{DCT}description") or None,
        }

    def _whole(self, thing: str, name: str) -> int | None:
        value = self._look.value(thing, f"{KEI}{name}")
        return int(value) if value.removeprefix("-").isdecimal() else None

    def _decimal(self, thing: str, name: str) -> Decimal | None:
        value = self._look.value(thing, f"{KEI}{name}")
        return Decimal(value) if value else None
