"""Zipped XML (XLSX, DOCX, ODS): opened within bounds, without document types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from keikaku.documents.notes import CHARTS, MACROS

MOST_BYTES = 256 * 2**20
"""Inflated bytes of one package: a bomb of a few kilobytes inflates to gigabytes; a sheet of a million cells to 100 MB."""

MOST_MEMBERS = 10_000

_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 2**20
_CHART = re.compile(r"/(?:charts/chart|diagrams/data)|^object \d+/content\.xml$")
"""Members in lower case: charts and SmartArt (ECMA-376, part 1, 21.2 and 21.4), objects of OpenDocument."""
_XML = (".xml", ".rels", ".vml")


class PackageError(ValueError):
    """A package that is not opened; the reason is the name of a message."""


def read_package(path: Path) -> dict[str, bytes]:
    """Return the XML members of a package.

    Raises:
        PackageError: "damaged", "locked", "bomb", "doctype", each with the member where it has one.
    """
    try:
        with ZipFile(path) as package:
            return dict(_members(package))
    except (BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        reason = "locked" if "encrypted" in str(error) or "password" in str(error) else "damaged"
        raise PackageError(reason, str(error)) from error


def _members(package: ZipFile) -> Any:
    """Yield the members, counting what they inflate to."""
    left = MOST_BYTES
    infos = package.infolist()
    if len(infos) > MOST_MEMBERS:
        raise PackageError("bomb", f"{len(infos):,} members")
    for info in infos:
        held = []
        with package.open(info) as member:
            while chunk := member.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise PackageError("bomb", info.filename)
                if info.filename.lower().endswith(_XML):
                    held.append(chunk)
        data = b"".join(held)
        if _DOCTYPE.search(data):
            raise PackageError("doctype", info.filename)
        if held:
            yield info.filename, data


def unread_in(path: Path) -> list[str]:
    """Return the notes of what a package holds and nobody reads: charts and diagrams, macros (MS-OFFMACRO2)."""
    with ZipFile(path) as package:
        names = [name.lower() for name in package.namelist()]
    held = {CHARTS: any(map(_CHART.search, names)), MACROS: any(n.endswith("vbaproject.bin") for n in names)}
    return [note for note, there in held.items() if there]


def parse(members: Mapping[str, bytes], name: str) -> Any:
    """Return the root of a member; None where there is no such member.

    Raises:
        PackageError: It is no XML.
    """
    data = members.get(name)
    if data is None:
        return None
    from lxml import etree  # here, since XLSX needs the check of a package and not lxml

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PackageError("damaged", f"{name}: {error}") from error
