"""The engine's modules: imports go one way, and the public surface is what it says."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import keikaku
from tests.support import ROOT

SOURCE = ROOT / "src" / "keikaku"

LAYERS = (
    "cli __main__",
    "pipeline",
    "export tracing shacl store report loaders",
    "mint",
    "quads description",
    "series",
    "layouts checks",
    "reading settings",
    "model read",
    "vocab files",
    "read.folding",
    "read.characters",
    "content errors defaults",
)
"""From the top down; a module imports what is below it, and of its own layer what does not import it.

A module that is not named here may stand anywhere, as long as it closes no circle.
"""


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, set[str]]:
    """Return each module of the engine and what it imports of the engine, inside functions too."""
    files = {module_name(file): file for file in SOURCE.rglob("*.py") if file != SOURCE / "__init__.py"}
    return {name: imports(file, set(files)) - {name} for name, file in files.items()}


def imports(file: Path, known: set[str]) -> set[str]:
    """Return the modules that a file imports when it runs; what is for the type checker alone is left out."""
    found = set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for branch in [node for node in ast.walk(tree) if isinstance(node, ast.If)]:
        if ast.unparse(branch.test) == "TYPE_CHECKING":
            branch.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "keikaku":
            inside = node.module.removeprefix("keikaku").removeprefix(".")
            for alias in node.names:
                name = f"{inside}.{alias.name}".removeprefix(".")
                found.add(name if name in known else inside)
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("keikaku.") for alias in node.names if "keikaku." in alias.name}
    return found & known


def layer(name: str) -> int | None:
    """Return the layer of a module, or of the package that it is in."""
    for part in (name, name.split(".")[0]):
        found = [index for index, names in enumerate(LAYERS) if part in names.split()]
        if found:
            return found[0]
    return None


def test_imports_go_one_way() -> None:
    upwards = [
        f"{name} imports {other}"
        for name, others in modules().items()
        for other in others
        if (here := layer(name)) is not None and (there := layer(other)) is not None and there < here
    ]
    assert not upwards


def test_every_layer_is_there() -> None:
    assert {name for names in LAYERS for name in names.split()} <= set(modules())


def reach(name: str) -> set[str]:
    found: set[str] = set()
    queue = [name]
    while queue:
        new = modules()[queue.pop()] - found
        found |= new
        queue.extend(new)
    return found


@pytest.mark.parametrize("name", sorted(modules()))
def test_no_module_imports_what_imports_it(name: str) -> None:
    assert name not in reach(name)


def test_the_engine_names_no_loader() -> None:
    names = [folder.name for folder in (ROOT / "loaders").iterdir()]
    assert not [
        f"{file.name}: {name}"
        for file in SOURCE.rglob("*.py")
        for name in names
        if name in file.read_text(encoding="utf-8")
    ]


def test_all_is_sorted_and_can_be_had() -> None:
    assert keikaku.__all__ == sorted(keikaku.__all__)
    for name in keikaku.__all__:
        assert getattr(keikaku, name).__name__ == name
    assert set(keikaku.__all__) <= set(dir(keikaku))


def test_no_module_is_called_as_a_public_name() -> None:
    """Else importing the module would put it in the place of the function."""
    assert not set(keikaku.__all__) & {name.split(".")[0] for name in modules()}


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'biuld'"):
        _ = keikaku.biuld  # type: ignore[attr-defined]


def test_the_documented_surface_is_the_public_one() -> None:
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    documented = [line.split("`")[1].split("(")[0] for line in text.splitlines() if line.startswith("| `")]
    assert sorted(documented) == keikaku.__all__


def test_importing_keikaku_loads_little() -> None:
    code = "import sys; before = set(sys.modules); import keikaku; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = done.stdout.split()
    assert "keikaku" in loaded
    assert {name.partition(".")[0] for name in loaded} <= {"keikaku", *sys.stdlib_module_names}
    assert len(loaded) < 40


def test_the_version_stands_in_one_place() -> None:
    holders = [
        file.name for file in SOURCE.rglob("*.py") if "__version__ = " in file.read_text(encoding="utf-8")
    ]
    assert holders == ["version.py"]
