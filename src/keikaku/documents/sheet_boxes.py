"""Text boxes and shapes that lie over the cells of an XLSX sheet: forms print headings and notes in them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import fromstring

from keikaku.documents.form import Cell
from keikaku.documents.native import lines_of
from keikaku.documents.packages import PackageError

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BOOK = "xl/workbook.xml"


def text_boxes(members: Mapping[str, bytes]) -> dict[str, list[Cell]]:
    """Return the texts of shapes, each as a cell at the one in whose corner its shape begins, by the sheets' names.

    Args:
        members: The XML members of the workbook.

    Raises:
        PackageError: A member is no XML.
    """
    book = _root(members, _BOOK)
    if book is None:
        return {}
    targets = dict(_related(members, _BOOK))
    found: dict[str, list[Cell]] = {}
    for sheet in book.iter(f"{_S}sheet"):
        member = targets.get(sheet.get(f"{_R}id", ""), "")
        for target in dict(_related(members, member)).values():
            if target.startswith("xl/drawings/") and target.endswith(".xml"):
                found.setdefault(sheet.get("name", ""), []).extend(_boxes(_root(members, target)))
    return found


def _boxes(drawing: Any) -> Iterator[Cell]:
    """Yield the texts of a drawing by the rows and columns that they begin at."""
    for anchor in drawing if drawing is not None else ():
        row, column = (_number(anchor, f"{_XDR}from/{_XDR}{name}") for name in ("row", "col"))
        for shape in anchor.iter(f"{_XDR}sp"):
            unseen = shape.find(f"{_XDR}nvSpPr/{_XDR}cNvPr")
            lines = lines_of("\n".join(_paragraph(one) for one in shape.iter(f"{_A}p")))
            if lines:
                yield Cell(
                    row=row,
                    column=column,
                    lines=lines,
                    hidden=unseen is not None and unseen.get("hidden") in {"1", "true"},
                    address=f"{get_column_letter(min(column, 16383) + 1)}{row + 1}",
                )


def _number(element: Any, path: str) -> int:
    text = element.findtext(path, "0")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _paragraph(paragraph: Any) -> str:
    said = (e for e in paragraph.iter() if e.tag in {f"{_A}t", f"{_A}br"})
    return "".join("\n" if element.tag == f"{_A}br" else element.text or "" for element in said)


def _related(members: Mapping[str, bytes], member: str) -> Iterator[tuple[str, str]]:
    """Yield the ids and the names of the members that a member refers to."""
    folder, name = posixpath.split(member)
    relations = _root(members, f"{folder}/_rels/{name}.rels")
    for one in relations if relations is not None else ():
        target = one.get("Target", "")
        yield one.get("Id", ""), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _root(members: Mapping[str, bytes], name: str) -> Any:
    if name not in members:
        return None
    try:
        return fromstring(members[name])
    except SyntaxError as error:  # what both of openpyxl's parsers raise
        raise PackageError("damaged", f"{name}: {error}") from error
