"""What ``make web`` bundles: scripts, styles and Oxigraph as WebAssembly, for the pages that run in a browser.

They are in the installed package where it was built with them, else in ``build/web`` of the checkout. Without
them everything else works: the pages that need one say what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keikaku.ground import content

__all__ = ["available", "bundles"]


def bundles() -> Iterator[tuple[str, bytes]]:
    """Yield what is bundled: path below the base, bytes; nothing where ``make web`` was not run."""
    folder = content.web()
    for file in _files(folder) if folder else ():
        yield file.relative_to(folder or file).as_posix(), file.read_bytes()


def available() -> frozenset[str]:
    """Return the names of the scripts that are bundled, without suffix."""
    folder = content.web()
    return frozenset(file.stem for file in _files(folder) if file.suffix == ".js") if folder else frozenset()


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file())
