"""Blocks of a document, printed as HTML, PDF, Word and Excel; and what is true of it, as the references in gold/ say it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from zipfile import ZipFile

import openpyxl

Cell = str | tuple[str, int, int]
"""The text of a cell; or its text, the rows and the columns that it spans."""
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLE = (
    "@page { size: A4; margin: 14mm } body { font: 9.5pt 'Noto Sans CJK JP', sans-serif; line-height: 1.5 } "
    "p, h1, h2, h3 { margin: 3pt 0 } h1 { font-size: 17pt } h2 { font-size: 13pt; background: #ddd } "
    "h3 { font-size: 11pt } table { border-collapse: collapse; margin: 4pt 0; width: 100% } "
    "td { border: 1px solid black; padding: 2pt 4pt; vertical-align: top } .columns { display: flex; gap: 8mm } "
    ".columns div { flex: 1 } .break { break-after: page } .box { border: 1px solid black; padding: 3pt }"
)


@dataclass
class Truth:
    """What is true of a document, gathered while it is written."""

    code: str
    name: str
    plans: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, category: str, of: str, **said: Any) -> None:
        self.facts.setdefault(category, []).append({"of": of, **said})

    def plan(self, kind: str, start: int | None = None, end: int | None = None) -> str:
        one = f"P{len(self.plans) + 1}"
        self.plans.append({"id": one, "title": None, "kind": kind, "start_fy": start, "end_fy": end})
        return one

    def node(self, kind: str, label: str, parent: str, number: str | None = None) -> str:
        one = f"n{len(self.nodes) + 1}"
        self.nodes.append({"id": one, "type": kind, "label": label, "number": number, "parent": parent})
        return one

    def texts(self, of: str, kind: str, *texts: str) -> None:
        for text in texts:
            self.add("texts", of, kind=kind, text=text)

    def departments(self, of: str, *labels: str, lead: bool = False) -> None:
        for place, label in enumerate(labels):
            self.add("departments", of, label=label, role="lead" if lead and not place else None)

    def sdgs(self, of: str, *goals: str) -> None:
        for goal in goals:
            self.add("sdgs", of, goal=goal)

    def indicator(
        self,
        of: str,
        label: str,
        unit: str | None,
        baseline: tuple[float, int] | None,
        target: tuple[float, int] | None,
        actuals: tuple[tuple[float, int], ...] = (),
        direction: str | None = None,
        more: tuple[tuple[float, int], ...] = (),
    ) -> None:
        """Add an indicator; `more` are targets of other years, which stand as indicators of the same name."""

        def observed(one: tuple[float, int] | None) -> dict[str, Any] | None:
            return {"value": one[0], "fy": one[1], "cmp": None} if one else None

        said = {"label": label, "unit": unit, "direction": direction}
        printed = [{"value": value, "fy": year} for value, year in actuals]
        self.add(
            "indicators", of, **said, baseline=observed(baseline), target=observed(target), actuals=printed
        )
        for one in more:
            self.add("indicators", of, **said, baseline=None, target=observed(one), actuals=[])

    def budget(
        self, of: str, year: int, total: int, specific: int | None = None, general: int | None = None
    ) -> None:
        """Add a budget in thousands of yen."""
        self.add("budgets", of, fy=year, total=total, specific=specific, general=general)

    def reference(self) -> dict[str, Any]:
        """Return what is true in the form of gold/."""
        kinds = (
            "texts", "indicators", "departments", "sdgs", "strategy_links", "budgets", "categories", "evaluations",
            "related_plans",
        )  # fmt: skip
        return {
            "municipality": {"name": self.name, "jis_code": self.code},
            "plans": self.plans,
            "nodes": self.nodes,
            **{kind: self.facts.get(kind, []) for kind in kinds},
        }


@dataclass
class Book:
    """A document: its blocks in order; each cell of a workbook is merged of so many squares beside each other."""

    truth: Truth
    blocks: list[tuple[str, Any]] = field(default_factory=list)
    squares: int = 1

    def say(self, *lines: str, style: str = "p") -> None:
        self.blocks.extend((style, line) for line in lines)

    def table(self, *rows: list[Cell]) -> None:
        self.blocks.append(("table", rows))

    def columns(self, *columns: list[str]) -> None:
        self.blocks.append(("columns", columns))

    def items(self, *lines: tuple[int, str]) -> None:
        """Add a list; each item with the depth of its list."""
        self.blocks.append(("items", lines))

    def turn(self) -> None:
        self.blocks.append(("break", ""))


def spans(cell: Cell) -> tuple[str, int, int]:
    """Return the text, rows and columns of a cell."""
    return (cell, 1, 1) if isinstance(cell, str) else cell


def grid(rows: tuple[list[Cell], ...]) -> list[dict[int, tuple[str, int, int, bool]]]:
    """Return by row and column the text and spans of each cell; those that a span from above covers are marked."""
    placed: list[dict[int, tuple[str, int, int, bool]]] = [{} for _ in rows]
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            text, high, wide = spans(cell)
            while x in placed[y]:
                x += placed[y][x][2]
            for below in range(high):
                placed[y + below][x] = (text, high, wide, below > 0)
            x += wide
    return placed


def html(book: Book) -> str:
    """Return the document as a page of HTML."""

    def text(words: str) -> str:
        return escape(words).replace("\n", "<br>")

    parts = []
    for kind, said in book.blocks:
        if kind == "table":
            rows = []
            for row in said:
                cells = [
                    f'<td rowspan="{high}" colspan="{wide}">{text(words)}</td>'
                    for words, high, wide in map(spans, row)
                ]
                rows.append(f"<tr>{''.join(cells)}</tr>")
            parts.append(f"<table>{''.join(rows)}</table>")
        elif kind == "columns":
            columns = ("".join(f"<p>{text(line)}</p>" for line in column) for column in said)
            parts.append(
                f'<div class="columns">{"".join(f"<div>{column}</div>" for column in columns)}</div>'
            )
        elif kind == "items":
            depth = -1
            for level, line in said:
                parts.append("<ul>" * (level - depth) + "</ul>" * (depth - level) + f"<li>{text(line)}")
                depth = level
            parts.append("</ul>" * (depth + 1))
        elif kind == "break":
            parts.append('<div class="break"></div>')
        elif kind == "box":
            parts.append(f'<p class="box">{text(said)}</p>')
        else:
            parts.append(f"<{kind}>{text(said)}</{kind}>")
    head = f'<!doctype html><html lang="ja"><meta charset="utf-8"><style>{STYLE}</style>'
    return f"{head}<body>{''.join(parts)}</body></html>"


def write_pdf(book: Book, path: Path) -> None:
    """Print the document with Chromium."""
    program = shutil.which("chromium")
    assert program, "Chromium prints these documents"
    page = path.with_suffix(".print.html")
    page.write_text(html(book), encoding="utf-8")
    switches = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'profile'}")
    done = [program, *switches, "--no-pdf-header-footer", f"--print-to-pdf={path}", page.as_uri()]
    subprocess.run(done, check=True, capture_output=True, timeout=300)
    page.unlink()


def write_html(book: Book, path: Path) -> None:
    """Write the page of HTML."""
    path.write_text(html(book), encoding="utf-8")


def write_docx(book: Book, path: Path) -> None:
    """Write a Word document."""

    def paragraphs(words: str) -> str:
        return "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in words.split("\n")
        )

    parts = []
    for kind, said in book.blocks:
        if kind == "table":
            rows = []
            for row in grid(said):
                cells = []
                for _x, (words, high, wide, covered) in sorted(row.items()):
                    merge = "" if high == 1 else "<w:vMerge/>" if covered else '<w:vMerge w:val="restart"/>'
                    cells.append(
                        f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/>{merge}</w:tcPr>{paragraphs("" if covered else words)}</w:tc>'
                    )
                rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
            parts.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
        elif kind == "columns":
            parts.extend(paragraphs(line) for column in said for line in column)
        elif kind.startswith("auto"):
            number = f'<w:pPr><w:numPr><w:ilvl w:val="{kind[-1]}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
            parts.append(paragraphs(said).replace("<w:p>", f"<w:p>{number}"))
        elif kind != "break":
            parts.append(paragraphs(said))
    counted = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{form}"/></w:lvl>'
        for level, form in enumerate(("第%1章", "第%2節", "(%3)"))
    )
    with ZipFile(path, "w") as package:
        package.writestr(
            "word/numbering.xml",
            f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{counted}</w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        )
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(parts)}</w:body></w:document>'
        )


def write_xlsx(book: Book, path: Path) -> None:
    """Write a workbook: a break begins a sheet; figures are numbers."""
    work = openpyxl.Workbook()
    sheet, y, side = work.worksheets[0], 1, book.squares
    for kind, said in book.blocks:
        if kind == "break":
            sheet, y = work.create_sheet(), 1
        elif kind == "table":
            for row in grid(said):
                for x, (words, high, wide, covered) in row.items():
                    if covered:
                        continue
                    bare = words.replace(",", "")
                    cell = sheet.cell(y, x * side + 1, int(bare) if bare.isdigit() else words)
                    cell.number_format = "#,##0" if bare.isdigit() else "General"
                    if high > 1 or wide * side > 1:
                        left, right = x * side + 1, (x + wide) * side
                        sheet.merge_cells(
                            start_row=y, end_row=y + high - 1, start_column=left, end_column=right
                        )
                y += 1
            y += 1
        else:
            sheet.cell(y, 1, said)
            y += 1
    work.save(path)


def write_text(book: Book, path: Path) -> None:
    """Write text as it is extracted from a PDF: a form feed begins a page, columns stand below each other."""
    lines = [""]
    for kind, said in book.blocks:
        if kind == "table":
            texts = [[row[x][0] if x in row else "" for x in range(max(row) + 1)] for row in grid(said)]
            wide = [max(map(_width, column)) + 3 for column in zip(*texts, strict=True)]
            for row in texts:
                padded = (text + " " * (room - _width(text)) for text, room in zip(row, wide, strict=True))
                lines.append("".join(padded).rstrip())
        elif kind == "break":
            lines.append("\f")
        elif lines[-1] == "\f":
            lines[-1] += said
        else:
            lines.append(said)
    path.write_text("\n".join(lines[1:]) + "\n", encoding="utf-8")


def _width(text: str) -> int:
    return sum(1 + (east_asian_width(char) in "WF") for char in text)


WRITERS = {
    ".txt": write_text,
    ".pdf": write_pdf,
    ".html": write_html,
    ".docx": write_docx,
    ".xlsx": write_xlsx,
}
