"""Made-up documents and grammars: what the one reader makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from keikaku.documents.as_lines import numbered
from keikaku.documents.document import PublishedDocument
from keikaku.documents.form import Box, Kind, Part, PrintedLine, Run
from keikaku.documents.numbered_lines import Document, read_document
from keikaku.reading.model import Element, Plan
from keikaku.reading.records import Reading
from keikaku.reading.series import Series, read_series

HEAD = """\
family: {family}
municipality: {{code: "99999", name: 架空町, invented: true}}
document: {{recognise: [架空町]}}
plans:
  - {{id: plan, kind: 基本計画, title: 架空町基本計画}}
  - {{id: strategy, kind: 総合戦略, title: 架空町総合戦略}}
expect:
  Goal: {{min: 0, max: 99}}
"""

Read = Callable[..., Reading]


def series(folder: Path, grammar: str, family: str = "base") -> Series:
    """Return a series with a grammar of its own."""
    (folder / "plan.yml").write_text(HEAD.format(family=family) + grammar, encoding="utf-8")
    return read_series(folder / "plan.yml")


def text(folder: Path, print_: str) -> Document:
    """Return a text as a document."""
    (folder / "document.txt").write_text(print_, encoding="utf-8")
    return read_document(folder / "document.txt")


def page(*lines: tuple[str, float] | list[tuple[str, float]], size: float = 10.0) -> Part:
    """Return a page of lines, each a print and where it begins, or several of them beside each other."""
    part = Part(kind=Kind.PAGE, number=1, width=600, height=800)
    for row, line in enumerate(lines):
        top = 100 + 2 * size * row
        pieces = line if isinstance(line, list) else [line]
        runs: list[Run] = []
        for print_, left in pieces:
            runs += [Run(text="　　")] if runs else []
            runs.append(
                Run(text=print_, box=Box(left, top, left + size * len(print_), top + size), size=size)
            )
        boxes = [run.box for run in runs if run.box]
        part.blocks.append(PrintedLine(runs=tuple(runs), box=Box.around(boxes)))
    return part


def published(folder: Path, *parts: Part) -> Document:
    """Return pages as a document."""
    for number, part in enumerate(parts, start=1):
        part.number = number
    return numbered(PublishedDocument(folder / "plan.pdf", "0" * 64, "PDF", "application/pdf", parts))


def tree(reading: Reading) -> list[tuple[str, str, str]]:
    """Return the elements: class, label, and label of what each hangs under."""
    return [(each.kind.value, each.label, name(each.parent)) for each in reading.elements]


def said(reading: Reading) -> list[tuple[str, str, str]]:
    """Return what is said: of what, which fact, and the value."""
    holders: list[Element | Plan] = [*reading.plans.values(), *reading.elements]
    return [(name(of), one.fact.value, one.value) for of in holders for one in of.statements]


def name(of: Element | Plan) -> str:
    """Return a label, or the id of a plan."""
    return of.id if isinstance(of, Plan) else of.label


def figures(reading: Reading) -> list[tuple[str, str, int | None, str]]:
    """Return the figures: of which indicator, role, year and print."""
    return [
        (each.label, one.role.value, one.fiscal_year, one.as_printed)
        for each in reading.indicators
        for one in each.observations
    ]
