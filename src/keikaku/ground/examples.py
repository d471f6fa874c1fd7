"""The plans of an invented town that ship with keikaku, laid out in a folder."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from pathlib import Path

from keikaku.ground import content
from keikaku.ground.errors import OutputError


def copy_examples(folder: Path) -> list[Path]:
    """Copy the examples into a folder, a folder each; return those folders, sorted.

    A folder that holds them already is left as it is. It comes to be whole or not at all.

    Args:
        folder: Where they go; it is made.

    Raises:
        OutputError: It is there, and is something else.
        OutputError: It cannot be written.
    """
    source = content.folder("examples")
    names = sorted(child.name for child in source.iterdir() if child.is_dir())
    if os.path.lexists(folder):
        if not all(_alike(source / name, folder / name) for name in names):
            raise OutputError("ground.occupied-folder", path=folder)
        return [folder / name for name in names]
    try:
        with tempfile.TemporaryDirectory(prefix=f"{folder.name}.part-", dir=folder.parent) as part:
            made = Path(part) / "examples"
            for name in names:
                shutil.copytree(source / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
            made.rename(folder)
    except OSError as error:
        raise OutputError("ground.unwritable", path=folder, why=error.strerror or str(error)) from error
    return [folder / name for name in names]


def _alike(source: Path, copy: Path) -> bool:
    """Tell whether a copy holds all files of its source as they are."""
    files = [
        file.relative_to(source) for file in source.rglob("*") if file.is_file() and file.suffix != ".pyc"
    ]
    return all((copy / file).is_file() and filecmp.cmp(source / file, copy / file, False) for file in files)
