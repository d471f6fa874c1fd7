"""StratML Part 2, read back to the rows of the tables: no entity is expanded, and nothing is fetched."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from keikaku.asking.opendata.definition import definition
from keikaku.asking.opendata.rows import Row
from keikaku.asking.opendata.stratml import KEPT, NAMESPACE, Carried, lxml_etree
from keikaku.ground.errors import InputError

LARGEST = 64 * 2**20
"""Bytes of a file that is read; the largest plan of a made-up country has 0.4 MB."""
_SUFFIXES = {".xml", ".stratml"}
_HEAD_BYTES = 8_192  # in which the root of a document stands, behind its comments


def is_stratml(path: Path) -> bool:
    """Tell whether a file says that it is a plan of StratML."""
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return b"PerformancePlanOrReport" in file.read(_HEAD_BYTES)
    except OSError:
        return False


def read(path: Path) -> Carried:
    """Return the rows of a document of StratML Part 2, as far as it says them, and what of it has no place in them.

    No entity is expanded and nothing is fetched: a document with a DOCTYPE is refused.

    Raises:
        InputError: It cannot be read, is larger than :data:`LARGEST`, is no XML, or none of StratML Part 2.
        MissingExtraError: lxml is not installed.
    """
    etree = lxml_etree()
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("opendata.too-large", path=path, most=LARGEST // 2**20)
        data = path.read_bytes()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    except OSError as error:
        raise InputError("documents.unreadable", path=path, why=error.strerror or str(error)) from error
    except etree.XMLSyntaxError as error:
        raise InputError("opendata.no-xml", path=path, why=str(error).partition("\n")[0][:200]) from None
    if root.getroottree().docinfo.doctype or any(
        node.tag is etree.Entity for node in root.iter(etree.Entity)
    ):
        raise InputError("opendata.doctype", path=path)
    if root.tag != f"{{{NAMESPACE}}}PerformancePlanOrReport":
        raise InputError("opendata.no-stratml", path=path, found=str(root.tag)[:100])
    return _Reader(root).read()


class _Reader:
    """Reads a document."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._found = Carried()
        own = _json(_text(root, "OtherInformation"))
        self._plan = str(
            own.get("iri") or _text(root, "AdministrativeInformation/Source") or "urn:stratml:plan"
        )
        code = _text(root, "StrategicPlanCore/Organization/Identifier").removeprefix("lg-")
        self._first: Row = {
            "lg_code": code if code.isdecimal() and len(code) == 6 else None,
            "municipality": _text(root, "StrategicPlanCore/Organization/Name") or None,
            "plan_id": self._plan,
            "plan": _text(root, "Name"),
        }
        vision = own.get("vision")
        self._vision: dict[str, Any] = vision if isinstance(vision, dict) else {}
        if own:
            self._element(root, own, "Plan", self._plan)

    def read(self) -> Carried:
        """Return what it says."""
        core = self._root.find(f"{{{NAMESPACE}}}StrategicPlanCore")
        for node in core if core is not None else ():
            name = _local(node)
            if name == "Vision":
                self._vision_of(node)
            elif name == "Goal":
                self._goal(node)
            elif name == "Value":
                self._value(node)
            elif name != "Organization":
                self._found.lost[name] += 1
        self._found.lost += Counter(
            _local(node) for node in self._root if _local(node) in ("Submitter", "Description")
        )
        return self._found

    def _vision_of(self, node: Any) -> None:
        iri = str(self._vision.get("iri") or f"{self._plan}/vision/{_text(node, 'Identifier') or 1}")
        row = self._row(iri, "Vision", _text(node, "Description"), self._vision)
        row["parents"] = self._joined(self._vision.get("serves") or [])
        self._found.rows["elements"].append(row)

    def _value(self, node: Any) -> None:
        said = _json(_text(node, "Description"))
        if said:
            self._element(node, said, "Vision", "")
        else:
            self._found.lost["Value"] += 1

    def _goal(self, node: Any) -> None:
        said = _json(_text(node, "OtherInformation"))
        iri = str(
            said.get("again")
            or said.get("iri")
            or f"{self._plan}/goal/{_text(node, 'Identifier') or _text(node, 'Name')}"
        )
        if iri != self._plan:
            self._element(node, said, "Goal", iri)
        self._found.lost["Description"] += bool(_text(node, "Description"))
        for one in node.iterfind(f"{{{NAMESPACE}}}Objective"):
            self._objective(one, iri)

    def _objective(self, node: Any, goal: str) -> None:
        said = _json(_text(node, "OtherInformation"))
        iri = str(
            said.get("again")
            or said.get("iri")
            or f"{self._plan}/objective/{_text(node, 'Identifier') or len(self._found.rows['elements'])}"
        )
        if "again" not in said:
            self._element(node, said, "Measure", iri, goal)
            self._found.lost["Description"] += bool(_text(node, "Description"))
        for one in node.iterfind(f"{{{NAMESPACE}}}PerformanceIndicator"):
            if one.get("ValueChainStage") == "Input" and _text(one, "UnitOfMeasurement") == "円":
                self._money(one, iri, _text(node, "Name"))
            else:
                self._indicator(one, iri)

    def _element(self, node: Any, said: dict[str, Any], kind: str, iri: str, goal: str = "") -> None:
        known = definition().codes("classes")
        kind = str(said.get("class")) if said.get("class") in known else kind
        row = self._row(str(said.get("iri") or iri), kind, _text(node, "Name"), said)
        row["number"] = _text(node, "SequenceIndicator") or None
        row["departments"] = self._joined(
            _text(one, "Name") for one in node.iterfind(f"{{{NAMESPACE}}}Stakeholder")
        )
        row["parents"] = self._joined(said["serves"] if said else [goal])
        self._found.rows["elements"].append(row)

    def _joined(self, names: Iterable[object]) -> str | None:
        return definition().separator.join(str(name) for name in names if name) or None

    def _row(self, iri: str, kind: str, name: str, said: dict[str, Any]) -> Row:
        kept: Row = {one: said.get(one) for one in KEPT}
        return self._first | {"id": iri, "class": kind, "name": name} | kept

    def _indicator(self, node: Any, owner: str) -> None:
        said = _json(_text(node, "OtherInformation"))
        iri = str(
            said.get("iri")
            or f"{owner}/indicator/{_text(node, 'Identifier') or _text(node, 'MeasurementDimension')}"
        )
        row = self._row(iri, "Indicator", _text(node, "MeasurementDimension"), said)
        row["number"] = _text(node, "SequenceIndicator") or None
        row["departments"], row["parents"] = None, self._joined(said["serves"] if said else [owner])
        self._found.rows["elements"].append(row)
        self._found.lost["Relationship"] += len(node.findall(f"{{{NAMESPACE}}}Relationship"))
        for result in self._results(node):
            told = _json(_text(result, "Description"))
            role = _text(result, "Descriptor/DescriptorName")
            roles = definition().codes("roles")
            default = "Target" if _local(result) == "TargetResult" else "Actual"
            figure = self._first | {
                "id": told.get("iri") or f"{iri}/{_local(result)}/{len(self._found.rows['figures'])}",
                "indicator_id": iri,
                "indicator": row["name"],
                "role": role if role in roles else default,
                "fiscal_year": self._year(result),
                "value": self._number(result),
                "unit": _text(node, "UnitOfMeasurement") or None,
                "printed": told.get("printed"),
                "comparator": told.get("comparator"),
                **{name: _decimal(told.get(name)) for name in ("lower_bound", "upper_bound")},
                **{name: told.get(name) for name in KEPT},
            }
            self._found.rows["figures"].append(figure)

    def _money(self, node: Any, project: str, name: str) -> None:
        for result in self._results(node):
            told = _json(_text(result, "Description"))
            total = self._number(result)
            self._found.rows["money"].append(
                self._first
                | {
                    "id": told.get("iri") or f"{project}/budget/{len(self._found.rows['money'])}",
                    "project_id": project,
                    "project": name,
                    "fiscal_year": self._year(result),
                    "total_yen": int(total) if total is not None else None,
                    **{one: told.get(one) for one in ("stage", "specific_yen", "general_yen", *KEPT)},
                }
            )

    def _results(self, node: Any) -> Iterator[Any]:
        for instance in node.iterfind(f"{{{NAMESPACE}}}MeasurementInstance"):
            yield from instance

    def _year(self, result: Any) -> int | None:
        start = _text(result, "StartDate")
        return int(start[:4]) if len(start) == 10 and start[:4].isdecimal() else None

    def _number(self, result: Any) -> Decimal | None:
        return _decimal(_text(result, "NumberOfUnits"))


def _decimal(text: object) -> Decimal | None:
    try:
        return Decimal(str(text)) if text not in (None, "") else None
    except InvalidOperation:
        return None


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(node: Any, path: str) -> str:
    found = node.find("/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _json(text: str) -> dict[str, Any]:
    """Return what was written here beside a thing, nothing for what others wrote."""
    try:
        said = json.loads(text) if text.startswith("{") and len(text) < 100_000 else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and (said.get("iri") or said.get("again")) else {}
