"""Where the content folders are: inside the installed package, else beside ``src/``; and the web bundles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
"""The folder of keikaku's own code."""

_BESIDE = PACKAGE.resolve().parents[1]
_FOLDERS = ("ontology", "shapes", "queries", "loaders", "examples")


def folder(name: str) -> Path:
    """Return the path of a content folder.

    Args:
        name: ``"ontology"``, ``"shapes"``, ``"queries"``, ``"loaders"`` or ``"examples"``.

    Raises:
        FileNotFoundError: The installation lacks the folder.
    """
    if name not in _FOLDERS:
        raise FileNotFoundError(f"no content folder is called {name!r}; there are {', '.join(_FOLDERS)}")
    for candidate in (PACKAGE / "content" / name, _BESIDE / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the content folder {name!r} is missing from this installation of keikaku")


def from_yaml(path: Path) -> Any:
    """Return what stands in a YAML file of the package; those of users are read by :mod:`keikaku.ground.yamlfile`."""
    import yaml  # the quick door: what says and reads nothing loads no YAML

    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    return yaml.load(path.read_bytes(), loader)  # noqa: S506 -- a safe one


def web() -> Path | None:
    """Return the folder of what ``make web`` bundled, or None where it was not run."""
    for candidate in (PACKAGE / "content" / "web", _BESIDE / "build" / "web"):
        if candidate.is_dir():
            return candidate
    return None
