"""Makes the folder of ``keikaku new``: whole, or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from keikaku.documents.as_lines import read_numbered
from keikaku.ground import vocab
from keikaku.ground.errors import InputError, OutputError
from keikaku.ground.messages import LANGUAGES, Language, say
from keikaku.ground.version import __version__
from keikaku.reading.drafting.draft import Draft, draft
from keikaku.reading.drafting.writing import as_yaml

_TEMPLATES: Mapping[str, str] = {
    "README.md": "README.md",
    "README.ja.md": "README.ja.md",
    "publish.yml": ".github/workflows/publish.yml",
}
"""What is filled in, and where it goes."""
_IGNORED = "/build/\n/site/\n/keikaku.store/\n"
_ADDRESS = "https://data.example.jp/plans/"


class _Blanks(Template):
    """A text with ``%{name}`` where something goes: ``$`` is the workflow's own."""

    delimiter = "%"


@dataclass(frozen=True, slots=True)
class Begun:
    """A document in the new folder.

    Attributes:
        path: Where it lies, from the folder.
        found: The draft of its plan.yml; one that is no plan has none in the folder.
    """

    path: Path
    found: Draft


def begin(
    folder: Path, municipality: str, documents: Sequence[Path] = (), base: str = "", language: Language = "en"
) -> list[Begun]:
    """Make the folder that a publisher begins with; return its documents.

    Args:
        folder: Where it goes; nothing may be there but an empty folder.
        municipality: Code of the municipality, of an invented one with its name behind it.
        documents: Copied to ``plans/NAME/``, each with a drafted plan.yml.
        base: IRI that the data will be named by; that of the host's pages otherwise.
        language: Of the questions in the drafts.

    Raises:
        OutputError: The folder is there and not empty, or cannot be written.
        InputError: A document cannot be read, or two have one name.
    """
    if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise OutputError("ground.occupied-folder", path=folder)
    names = [document.stem for document in documents]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError("building.new-one-name", name=twice[0])
    begun = [
        Begun(
            Path("plans") / document.stem / document.name,
            draft(read_numbered(document), municipality=municipality),
        )
        for document in documents
    ]
    try:
        with tempfile.TemporaryDirectory(prefix=f"{folder.name}.part-", dir=folder.absolute().parent) as part:
            made = Path(part) / "made"
            _fill(made, municipality, zip(documents, begun, strict=True), base, language)
            if folder.is_dir():
                folder.rmdir()
            made.rename(folder)
    except OSError as error:
        raise OutputError("ground.unwritable", path=folder, why=error.strerror or str(error)) from error
    return begun


def _fill(
    made: Path,
    municipality: str,
    documents: zip[tuple[Path, Begun]],
    base: str,
    language: Language,
) -> None:
    held = []
    for document, one in documents:
        place = made / one.path
        place.parent.mkdir(parents=True)
        shutil.copyfile(document, place)
        held.append(one)
        if one.found.is_plan:
            (place.parent / "plan.yml").write_text(as_yaml(one.found, language), encoding="utf-8")
    (made / "plans").mkdir(parents=True, exist_ok=True)
    (made / "plans" / ".gitkeep").touch()
    (made / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    for name, path in _TEMPLATES.items():
        text = (files("keikaku.building.starting") / name).read_text(encoding="utf-8")
        place = made / path
        place.parent.mkdir(parents=True, exist_ok=True)
        spoken = next((one for one in LANGUAGES if f".{one}." in name), LANGUAGES[0])
        blanks = {
            "town": name_of(municipality),
            "version": __version__,
            "base": base,
            "address": base or _ADDRESS,
            "documents": _listed(held, spoken),
        }
        place.write_text(_Blanks(text).substitute(blanks), encoding="utf-8")


def name_of(municipality: str) -> str:
    """Return the name of a municipality by its code, of an invented one that which stands behind its code."""
    code, _space, name = municipality.partition(" ")
    known = vocab.municipality(code)
    return name or (known.name if known else code)


def _listed(documents: Sequence[Begun], language: Language) -> str:
    if not documents:
        return say("building.new-no-document").text(language)
    rows = []
    for one in documents:
        name = "building.new-drafted" if one.found.is_plan else "building.new-no-plan"
        values = {
            "path": one.path.as_posix(),
            "unread": one.found.unread,
            "printed": one.found.printed,
            "questions": len(one.found.questions),
        }
        rows.append(f"- {say(name, **values).text(language)}")
    return "\n".join(rows)
