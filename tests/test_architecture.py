"""The house: every module stands in a wing, imports go one way, and the public surface is what it says."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import keikaku
from tests.support import ROOT

SOURCE = ROOT / "src" / "keikaku"

TIERS = (
    ("cli",),
    ("web",),
    ("audit", "building"),
    ("asking",),
    ("store",),
    ("validation",),
    ("graph",),
    ("reading",),
    ("documents",),
    ("ground",),
)
"""The wings of the house from the top down: a module imports of its own wing, and of wings further down."""

DOORS = {"", "__main__"}
"""What stands outside the wings: the public names, and ``python -m keikaku``."""

FLOORS = {"web": ("desk", "server", "site", "pages")}
"""Where a wing has floors, they too go one way; what a module imports for its types alone is left out here."""

ENGINE = ("graph.sparql", "graph.nesting", "ground.errors", "ground.messages", "ground.vocab")
"""All that the SHACL engine knows of keikaku: it could be a package of its own."""


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@cache
def modules() -> dict[str, set[str]]:
    """Return each module of the engine and what it imports of the engine, inside functions too."""
    return graph(types=False)


@cache
def graph(*, types: bool) -> dict[str, set[str]]:
    files = {module_name(file): file for file in SOURCE.rglob("*.py") if file != SOURCE / "__init__.py"}
    return {name: imports(file, set(files), types=types) - {name} for name, file in files.items()}


def imports(file: Path, known: set[str], *, types: bool) -> set[str]:
    """Return the modules that a file imports when it runs, and with ``types`` those for the type checker alone."""
    found = set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for branch in [node for node in ast.walk(tree) if isinstance(node, ast.If)]:
        if ast.unparse(branch.test) == "TYPE_CHECKING" and not types:
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


def tier(name: str) -> int:
    return next(number for number, wings in enumerate(TIERS) if name.split(".")[0] in wings)


def test_every_module_stands_in_a_wing_and_every_wing_is_there() -> None:
    assert {name.split(".")[0] for name in modules()} - DOORS == {wing for wings in TIERS for wing in wings}


def test_imports_go_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, others in graph(types=True).items()
        for other in others
        if name not in DOORS and name.split(".")[0] != other.split(".")[0] and tier(other) <= tier(name)
    ]
    assert not wrong


def test_nothing_inside_comes_by_the_public_door() -> None:
    assert not [
        f"{module_name(file)}: {alias.name}"
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "keikaku"
        for alias in node.names
        if alias.name not in {wing for wings in TIERS for wing in wings}
    ]


def test_the_floors_of_a_wing_go_one_way() -> None:
    wrong = [
        f"{name} imports {other}"
        for wing, floors in FLOORS.items()
        for name, others in modules().items()
        for other in others
        if name.startswith(f"{wing}.") and other.startswith(f"{wing}.")
        if floors.index(other.split(".")[1]) < floors.index(name.split(".")[1])
    ]
    assert not wrong


def test_the_shacl_engine_knows_nothing_of_plans() -> None:
    engine = {
        name: others for name, others in graph(types=True).items() if name.startswith("validation.shacl.")
    }
    assert "validation.shacl.engine" in engine
    assert not {
        f"{name} imports {other}"
        for name, others in engine.items()
        for other in others
        if not other.startswith(("validation.shacl.", *ENGINE))
    }


def test_no_two_modules_of_a_wing_have_one_name() -> None:
    files = [file for file in SOURCE.rglob("*.py") if file.name != "__init__.py"]
    named = Counter((file.relative_to(SOURCE).parts[0], file.stem) for file in files)
    assert not [f"{wing}: {stem}" for (wing, stem), times in named.items() if times > 1]


def reach(name: str) -> set[str]:
    found: set[str] = set()
    queue = [name]
    while queue:
        new = modules()[queue.pop()] - found
        found |= new
        queue.extend(new)
    return found


def test_no_module_imports_what_imports_it() -> None:
    assert not [name for name in modules() if name in reach(name)]


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
