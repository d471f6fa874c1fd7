"""Last year's findings and what became of them, from the paper's own JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keikaku.audit.model import AuditFinding
from keikaku.ground.errors import AuditError
from keikaku.ground.files import read_json, read_regular

NOTES = ("assessment", "response", "action", "due", "status")
"""What people write beside a finding; the paper leaves room for it and takes it over into the next one."""
_MOST = 64 * 2**20
"""Bytes of a paper that is read: that of a whole country is smaller."""

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A finding of an earlier audit.

    Attributes:
        number: Its number then.
        rule: Its rule.
        severity: How bad it was.
        plan: IRI of its plan, or "".
        elements: IRIs of what it is about.
        en: What it said.
        ja: The same in Japanese.
        notes: What people wrote beside it, by the names of :data:`NOTES`.
    """

    number: int
    rule: str
    severity: str
    plan: str
    elements: tuple[str, ...]
    en: str
    ja: str
    notes: Mapping[str, str]

    @property
    def key(self) -> Key:
        """What it is recognised by."""
        return (self.rule, *self.elements)


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a finding.

    Attributes:
        earlier: The finding of the earlier audit.
        became: "open" where it is found again, "gone" where it is not, "unseen" where its plan was not audited now.
        now: The finding that says the same now, or None.
    """

    earlier: Earlier
    became: str
    now: AuditFinding | None


def read_earlier(path: Path) -> list[Earlier]:
    """Return the findings of the JSON of an earlier paper, with what people wrote into it.

    Raises:
        AuditError: The file cannot be read, or is no paper.
    """
    try:
        data = read_regular(path)
        if len(data) > _MOST:
            raise ValueError(path)
        paper = read_json(data)
        return [_earlier(one) for one in paper["findings"]]
    except OSError as error:
        raise AuditError("audit.no-earlier", path=path, why=error.strerror or str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AuditError("audit.no-earlier", path=path, why="audit.json") from error


def _earlier(one: Mapping[str, Any]) -> Earlier:
    said = one["said"]
    return Earlier(
        number=int(one["number"]),
        rule=str(one["rule"]),
        severity=str(one["severity"]),
        plan=str(one["plan"]),
        elements=tuple(str(ref["iri"]) for ref in one["elements"]),
        en=str(one.get("en") or said),
        ja=str(one.get("ja") or said),
        notes={name: str(one.get(name) or "") for name in NOTES},
    )


def followed(
    earlier: Iterable[Earlier], findings: Iterable[AuditFinding], plans: Iterable[str]
) -> list[Followed]:
    """Return what became of each finding, in the order of the earlier paper.

    A finding is the same where its rule and all that it is about are; two findings are never taken for one.

    Args:
        earlier: The findings of the earlier paper.
        findings: Those of this one.
        plans: The plans that were audited now.
    """
    there: dict[Key, list[AuditFinding]] = {}
    for one in findings:
        there.setdefault((one.rule, *(ref.iri for ref in one.elements)), []).append(one)
    audited = set(plans)
    found = []
    for old in earlier:
        same = there.get(old.key)
        now = same.pop(0) if same else None
        became = "open" if now else "unseen" if old.plan and old.plan not in audited else "gone"
        found.append(Followed(old, became, now))
    return found
