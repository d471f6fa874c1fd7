"""What a made-up document prints, and the records of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from keikaku.documents.numbered_lines import Document, Line
from keikaku.graph.mint import mint
from keikaku.reading.model import Confidence, Element, Fact, Kind, Plan, Record, Statement
from keikaku.reading.records import Reading
from keikaku.reading.series import read_series

NOTHING = Document(path=Path("-"), name="-", sha256="", encoding="utf-8", lines=())


@dataclass
class Made:
    """A made-up document in the making.

    Attributes:
        municipality: Name of the municipality.
        code: Its code, which no municipality has.
        layout: Name of the layout.
        lines: What is printed so far.
        truth: The records of it.
        plan: Text of its plan.yml.
    """

    municipality: str
    code: str
    layout: str
    lines: list[str] = field(default_factory=list)
    truth: Reading = field(default_factory=lambda: Reading(NOTHING, {}))
    plan: str = ""

    def print(self, text: str = "") -> int:
        """Print a line; return its number."""
        self.lines.append(text)
        return len(self.lines)

    def spaced(self, text: str) -> int:
        """Print a line between blank ones; return its number."""
        self.print()
        number = self.print(text)
        self.print()
        return number

    def add_plan(self, plan_id: str, kind: str, title: str, **more: object) -> Plan:
        """Add a plan to the truth."""
        plan = Plan(id=plan_id, kind=kind, title=title, lines=[], **more)  # type: ignore[arg-type]
        self.truth.plans[plan_id] = plan
        return plan

    def element(
        self,
        kind: Kind,
        label: str,
        under: Element | Plan,
        lines: Sequence[int],
        *,
        number: str = "",
        plan: Plan | None = None,
        mark: str = "",
    ) -> Element:
        """Add an element to the truth."""
        made = Element(
            kind=kind,
            label=label,
            plan=plan or (under if isinstance(under, Plan) else under.plan),
            parent=under,
            number=number,
            mark=mark,
            lines=list(lines),
        )
        self.truth.elements.append(made)
        return made

    def state(
        self, of: Element | Plan, fact: Fact, value: str, *lines: int, who: str = "", plan: str = ""
    ) -> Statement:
        """Add a statement to the truth."""
        statement = Statement(fact=fact, value=value, stakeholder=who, plan=plan, lines=list(lines))
        of.statements.append(statement)
        return statement

    @property
    def text(self) -> str:
        """The document."""
        return "".join(f"{line}\n" for line in self.lines)

    def write(self, folder: Path) -> None:
        """Write the document and its plan.yml."""
        folder.mkdir(parents=True)
        (folder / "plan.yml").write_text(self.plan, encoding="utf-8")
        (folder / "plan.txt").write_text(self.text, encoding="utf-8")

    def quads(self, folder: Path) -> bytes:
        """Return the N-Quads that a perfect reading of what was written gives."""
        data = self.text.encode()
        path = folder / "plan.txt"
        lines = tuple(Line.make(number, text) for number, text in enumerate(self.lines, start=1))
        self.truth.document = Document(
            path=path, name=path.name, sha256=hashlib.sha256(data).hexdigest(), encoding="utf-8", lines=lines
        )
        quads = mint(self.truth, read_series(folder / "plan.yml"))
        return "".join(f"{line}\n" for line in quads).encode()


def repaired(record: Record, printed: str) -> None:
    """Say of a record that its print is another, and that plan.yml repairs it."""
    record.confidence, record.as_printed = Confidence.REPAIRED, printed
