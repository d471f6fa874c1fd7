"""The rules by which something is worth a look: each has one severity, whatever reads the defect that it names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from keikaku.ground import content
from keikaku.ground.messages import Message

_FILE = Path(__file__).with_name("rules.yml")
_SAID = "rules."


class Severity(StrEnum):
    """How bad a finding is; the names are SHACL's."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule.

    Attributes:
        name: Short stable name: ``text-cut``.
        severity: How bad a breach is.
        group: What is to be done about it: a message of ``remedies``.
    """

    name: str
    severity: Severity
    group: str


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its name, in groups."""
    return {
        name: Rule(name, Severity(severity), group)
        for group, severities in content.from_yaml(_FILE).items()
        for name, severity in severities.items()
    }


def severity_of(rule: str) -> Severity:
    """Return how bad a breach of a rule is.

    Raises:
        KeyError: There is no such rule.
    """
    return rules()[rule].severity


def rule_of(said: Message) -> str:
    """Return the name of the rule that a message is of: ``text-cut`` of ``rules.text-cut.end``.

    Raises:
        ValueError: It is the message of no rule.
    """
    if not said.id.startswith(_SAID):
        raise ValueError(said.id)
    return said.id.removeprefix(_SAID).partition(".")[0]
