"""StratML Part 2 (ISO 17469-2, PerformancePlanOrReport): plans written as it, and read back to the rows of the tables.

It knows goals, objectives below them and indicators of objectives, and no deeper tree. What has a place there stands in
it; the class, the IRI and what a thing serves stand in ``OtherInformation``, as JSON, so that what was written here comes back
whole; what has no place is counted and told.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.asking.opendata.definition import definition
from keikaku.asking.opendata.rows import Row, Value
from keikaku.graph.addresses import file_stem
from keikaku.ground.errors import MissingExtraError, OutputError
from keikaku.ground.files import write_whole
from keikaku.ground.spreadsheet_text import for_xml

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_GOALS = ("Goal", "StrategyGoal")
_OBJECTIVES = ("Field", "Perspective", "Policy", "Measure", "Action", "Project")
_RESULTS = {"Target": "TargetResult", "Baseline": "ActualResult", "Actual": "ActualResult"}
KEPT = ("confidence", "status", "place_id", "document")
_NO_PLACE = ("sdgs",)


@dataclass
class Carried:
    """What came of a plan.

    Attributes:
        rows: The rows, by table.
        lost: How much has no place in the form, by what it is.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    lost: Counter[str] = field(default_factory=Counter)


def write(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[str, bytes, Counter[str]]]:
    """Yield each plan as a document of StratML: its IRI, the bytes, and how much of it has no place there.

    Args:
        rows: What :func:`keikaku.asking.opendata.rows.store_rows` yields.

    Raises:
        MissingExtraError: lxml is not installed.
    """
    plans: dict[str, Carried] = {}
    for table, row in rows:
        if "plan_id" in row:  # a statistic of a municipality is of no plan
            plans.setdefault(str(row["plan_id"]), Carried()).rows[table].append(row)
    for iri, held in sorted(plans.items()):
        yield iri, _Plan(iri, held).written(), held.lost


def write_files(rows: Iterable[tuple[str, Row]], folder: Path) -> dict[Path, Counter[str]]:
    """Write each plan as a file of StratML; return the files, with how much of each plan has no place there.

    Args:
        rows: What :func:`keikaku.asking.opendata.rows.store_rows` yields.
        folder: Where to; it is made where it is not there.

    Raises:
        MissingExtraError: lxml is not installed.
        OutputError: A file cannot be written.
    """
    written: dict[Path, Counter[str]] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for iri, data, lost in write(rows):
            path = folder / ("-".join(file_stem(iri).rsplit("/", 2)[-2:]) + ".xml")
            write_whole(path, [data])
            written[path] = lost
    except OSError as error:
        raise OutputError("ground.unwritable", path=folder, why=error.strerror or str(error)) from error
    return written


class _Plan:
    """Writes a plan."""

    def __init__(self, iri: str, held: Carried) -> None:
        self._etree = lxml_etree()
        self._held = held
        elements = held.rows["elements"]
        self._own = next((row for row in elements if row["id"] == iri), elements[0])
        self._by_id = {str(row["id"]): row for row in elements}
        self._figures: defaultdict[str, list[Row]] = defaultdict(list)
        self._money: defaultdict[str, list[Row]] = defaultdict(list)
        for row in held.rows["figures"]:
            self._figures[str(row["indicator_id"])].append(row)
        for row in held.rows["money"]:
            self._money[str(row["project_id"])].append(row)

    def written(self) -> bytes:
        """Return the document."""
        root = self._etree.Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", nsmap={None: NAMESPACE})
        root.set("Type", "Performance_Plan")
        self._put(root, "Name", self._own["plan"])
        visions = [row for row in self._held.rows["elements"] if row["class"] == "Vision"]
        self._put(root, "OtherInformation", self._said(self._own, visions[:1]))
        core = self._put(root, "StrategicPlanCore")
        organisation = self._put(core, "Organization")
        self._put(organisation, "Name", self._own["municipality"])
        if self._own["lg_code"]:
            self._put(organisation, "Identifier", f"lg-{self._own['lg_code']}")
        self._visions(core, visions)
        self._goals(core)
        administrative = self._put(root, "AdministrativeInformation")
        self._put(administrative, "Identifier", _name(str(self._own["plan_id"])))
        self._put(administrative, "Source", self._own["plan_id"])
        self._etree.indent(root, " ")
        return bytes(self._etree.tostring(root, xml_declaration=True, encoding="UTF-8"))

    def _visions(self, core: Any, visions: list[Row]) -> None:
        for row in visions[:1]:
            vision = self._put(core, "Vision")
            self._put(vision, "Description", row["name"])
            self._put(vision, "Identifier", _name(str(row["id"])))
        for row in visions[1:]:  # a plan has one there; each further one is a value that it names
            value = self._put(core, "Value")
            self._put(value, "Name", row["name"])
            self._put(value, "Description", self._said(row))

    def _goals(self, core: Any) -> None:
        elements = self._held.rows["elements"]
        goals = {str(row["id"]): row for row in elements if row["class"] in _GOALS}
        below: defaultdict[str, list[Row]] = defaultdict(list)
        for row in elements:
            if row["class"] in (*_OBJECTIVES, "Indicator"):
                below[self._goal_of(row, goals)].append(row)
        for iri, row in goals.items():
            self._goal(core, row, below.pop(iri, []))
        if (
            below or not goals
        ):  # a plan has one goal at least there; what is below none stands below the plan itself
            self._goal(core, self._own, below.pop("", []))

    def _goal_of(self, row: Row, goals: dict[str, Row]) -> str:
        """Return the goal that a thing is below, "" for none."""
        way, seen = self._parents(row), {str(row["id"])}
        while way:
            here = way.pop(0)
            if here in goals:
                return here
            if here not in seen and here in self._by_id:
                seen.add(here)
                way += self._parents(self._by_id[here])
        return ""

    def _parents(self, row: Row) -> list[str]:
        return [one for one in str(row["parents"] or "").split(definition().separator) if one]

    def _goal(self, core: Any, row: Row, below: list[Row]) -> None:
        goal = self._put(core, "Goal")
        self._head(goal, row, describe=True, again=row is self._own)
        indicators: defaultdict[str, list[Row]] = defaultdict(list)
        for one in below:
            if one["class"] == "Indicator":
                indicators[next(iter(self._parents(one)), "")].append(one)
        for one in below:
            if one["class"] != "Indicator":
                self._objective(goal, one, indicators.pop(str(one["id"]), []))
        for iri, held in indicators.items():  # those of the goal itself, and of the plan
            self._objective(goal, self._by_id.get(iri, row), held, again=True)

    def _objective(self, goal: Any, row: Row, indicators: list[Row], *, again: bool = False) -> None:
        objective = self._put(goal, "Objective")
        self._head(objective, row, again=again)
        for one in indicators:
            self._indicator(objective, one)
        for money in self._money[str(row["id"])] if not again else ():
            self._input(objective, money)

    def _head(self, parent: Any, row: Row, *, describe: bool = False, again: bool = False) -> None:
        """Write what goals and objectives have in common, in the order that the schema wants."""
        self._put(parent, "Name", row["name"])
        if describe:
            self._put(parent, "Description", "")
        if not again:
            self._put(parent, "Identifier", _name(str(row["id"])))
        if row["number"]:
            self._put(parent, "SequenceIndicator", row["number"])
        for name in filter(None, str(row["departments"] or "").split(definition().separator)):
            stakeholder = self._put(parent, "Stakeholder")
            stakeholder.set("StakeholderTypeType", "Organization")
            self._put(stakeholder, "Name", name)
            role = self._put(stakeholder, "Role")
            self._put(role, "Name", "担当課")
            self._put(role, "RoleType", "Performer")
        self._put(
            parent, "OtherInformation", json.dumps({"again": str(row["id"])}) if again else self._said(row)
        )
        if not again:
            self._held.lost.update(name for name in _NO_PLACE if row.get(name))

    def _said(self, row: Row, visions: Iterable[Row] = ()) -> str:
        """Return what stands beside a thing; of the plan, also what stands beside its vision, which has no place for it."""
        said = {"iri": row["id"], "class": row["class"], "serves": self._parents(row)}
        said |= {name: row[name] for name in KEPT}
        for vision in visions:
            said["vision"] = json.loads(self._said(vision))
        return json.dumps(said, ensure_ascii=False)

    def _indicator(self, objective: Any, row: Row) -> None:
        made = self._put(objective, "PerformanceIndicator")
        made.set("PerformanceIndicatorType", "Quantitative")
        figures = self._figures[str(row["id"])]
        unit = next((one["unit"] for one in figures if one["unit"]), "")
        if row["number"]:
            self._put(made, "SequenceIndicator", row["number"])
        self._put(made, "MeasurementDimension", row["name"])
        self._put(made, "UnitOfMeasurement", unit)
        self._put(made, "Identifier", _name(str(row["id"])))
        for figure in figures:
            self._figure(made, figure)
        self._put(made, "OtherInformation", self._said(row))

    def _figure(self, indicator: Any, row: Row) -> None:
        result = self._put(
            self._put(indicator, "MeasurementInstance"), _RESULTS.get(str(row["role"]), "ActualResult")
        )
        self._dates(result, row["fiscal_year"])
        if row["value"] is not None:
            self._put(result, "NumberOfUnits", f"{row['value']:f}")
        self._descriptor(result, str(row["role"]), str(row["confidence"]))
        said = {"iri": row["id"]} | {
            name: str(row[name])
            for name in ("printed", "lower_bound", "upper_bound", "comparator", *KEPT)
            if row[name] is not None
        }
        self._put(result, "Description", json.dumps(said, ensure_ascii=False))

    def _input(self, objective: Any, row: Row) -> None:
        made = self._put(objective, "PerformanceIndicator")
        made.set("ValueChainStage", "Input")
        self._put(made, "MeasurementDimension", "事業費")
        self._put(made, "UnitOfMeasurement", "円")
        self._put(made, "Identifier", _name(str(row["id"])))
        result = self._put(self._put(made, "MeasurementInstance"), "TargetResult")
        self._dates(result, row["fiscal_year"])
        if row["total_yen"] is not None:
            self._put(result, "NumberOfUnits", str(row["total_yen"]))
        self._descriptor(result, "Budget", str(row["confidence"]))
        names = ("stage", "specific_yen", "general_yen", *KEPT)
        said = {"iri": row["id"]} | {name: row[name] for name in names if row[name] is not None}
        self._put(result, "Description", json.dumps(said, ensure_ascii=False))

    def _dates(self, result: Any, year: Value) -> None:
        if isinstance(year, int):  # a fiscal year begins in April
            self._put(result, "StartDate", f"{year:04}-04-01")
            self._put(result, "EndDate", f"{year + 1:04}-03-31")

    def _descriptor(self, result: Any, name: str, value: str) -> None:
        descriptor = self._put(result, "Descriptor")
        self._put(descriptor, "DescriptorName", name)
        self._put(descriptor, "DescriptorValue", value)

    def _put(self, parent: Any, name: str, text: Value = None) -> Any:
        made = self._etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if text is not None:
            made.text = for_xml(str(text))
        return made


def _name(iri: str) -> str:
    """Return what stands for an IRI where XML wants a name."""
    return f"_{hashlib.sha256(iri.encode()).hexdigest()[:24]}"


def lxml_etree() -> Any:
    """Return lxml's reader and writer of XML.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        from lxml import etree
    except ImportError:
        raise MissingExtraError(
            "ground.missing-extra", what="StratML", package="lxml", extra="documents"
        ) from None
    return etree
