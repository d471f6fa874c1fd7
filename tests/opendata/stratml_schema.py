"""StratML Part 2 (ISO 17469-2) as a schema, from the standard's published form: version 2.2.6 of 16 February 2016.

The standard's own file is in no package registry; this says the same in a table: what each element holds, in its order and
number, the attributes with their values, and the kinds of text. It was held against the declarations of that file, all 39
elements, without a difference; ``KEIKAKU_STRATML_XSD`` names the file where it is at hand, and the tests then use both.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from lxml import etree

from keikaku.asking.opendata.stratml import NAMESPACE

_RESULT = "StartDate? EndDate? NumberOfUnits? Descriptor? Description?"
HOLDS = {
    "PerformancePlanOrReport": "Name Description? OtherInformation? StrategicPlanCore AdministrativeInformation? Submitter?",
    "ActualResult": _RESULT,
    "AdministrativeInformation": "Identifier? StartDate? EndDate? PublicationDate? Source?",
    "Descriptor": "DescriptorName? DescriptorValue?",
    "Goal": "Name Description Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "Mission": "Description? Identifier?",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation? PerformanceIndicator*",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension UnitOfMeasurement Identifier? Relationship* MeasurementInstance* "
    "OtherInformation?",
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "Role": "Name Description? RoleType{0,2}",
    "Stakeholder": "Name Description? Role*",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Submitter": "Identifier? GivenName? Surname? PhoneNumber? EmailAddress?",
    "TargetResult": _RESULT,
    "Value": "Name? Description?",
    "Vision": "Description? Identifier?",
}
"""What each element holds; ``?``, ``*``, ``+`` and ``{0,2}`` say how often, without one once."""

ATTRIBUTES = {
    "PerformancePlanOrReport": {"Type!": "Strategic_Plan Performance_Plan Performance_Report"},
    "PerformanceIndicator": {
        "ValueChainStage": "Outcome Output_Processing Output Input_Processing Input",
        "PerformanceIndicatorType": "Quantitative Qualitative",
    },
    "Relationship": {"RelationshipType": "Broader_Than Peer_To Narrower_Than"},
    "Stakeholder": {"StakeholderTypeType": "Person Organization Generic_Group"},
}
"""Their attributes and the values of these; ``!`` where there must be one."""

_DATE = "EndDate PublicationDate StartDate"
TEXTS = {
    **dict.fromkeys(_DATE.split(), "date"),
    "NumberOfUnits": "decimal",
    "Identifier": "xsd:ID",
    "Source": "xsd:anyURI",
    "RoleType": "Performer Beneficiary",
}
"""What a text must be; a date or number may be empty. All other elements hold any text."""

_OFTEN = {"": (1, 1), "?": (0, 1), "*": (0, "unbounded"), "+": (1, "unbounded"), "{0,2}": (0, 2)}


def schema() -> etree.XMLSchema:
    """Return the schema."""
    names = {one.rstrip("?*+") for one in " ".join(HOLDS.values()).replace("{0,2}", "").split()} | set(HOLDS)
    parts = [_whole(name) if name in HOLDS else _text(name) for name in sorted(names)]
    head = (
        f'<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns="{NAMESPACE}" targetNamespace="{NAMESPACE}" '
        'elementFormDefault="qualified">'
    )
    empty = _values("") + "</xsd:simpleType>"
    either = "".join(
        f'<xsd:simpleType name="{name}"><xsd:union memberTypes="xsd:{name} empty"/></xsd:simpleType>'
        for name in ("date", "decimal")
    )
    return etree.XMLSchema(
        etree.fromstring(
            head
            + empty.replace("<xsd:simpleType", '<xsd:simpleType name="empty"', 1)
            + either
            + "".join(parts)
            + "</xsd:schema>"
        )
    )


def _whole(name: str) -> str:
    held = ""
    for one in HOLDS[name].split():
        bare, often = re.fullmatch(r"(\w+)(.*)", one).groups()  # type: ignore[union-attr]
        least, most = _OFTEN[often]
        held += f'<xsd:element ref="{bare}" minOccurs="{least}" maxOccurs="{most}"/>'
    said = ""
    for one, values in ATTRIBUTES.get(name, {}).items():
        use = "required" if one.endswith("!") else "optional"
        said += f'<xsd:attribute name="{one.rstrip("!")}" use="{use}">{_values(*values.split())}</xsd:simpleType></xsd:attribute>'
    return f'<xsd:element name="{name}"><xsd:complexType><xsd:sequence>{held}</xsd:sequence>{said}</xsd:complexType></xsd:element>'


def _text(name: str) -> str:
    kind = TEXTS.get(name, "xsd:string")
    if " " in kind:
        return f'<xsd:element name="{name}">{_values(*kind.split())}</xsd:simpleType></xsd:element>'
    return f'<xsd:element name="{name}" type="{kind}"/>'


def _values(*values: str) -> str:
    listed = "".join(f"<xsd:enumeration value={quoteattr(one)}/>" for one in values)
    return f'<xsd:simpleType><xsd:restriction base="xsd:string">{listed}</xsd:restriction>'
