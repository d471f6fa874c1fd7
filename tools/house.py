"""Figures of the house: files, lines, functions, modules with one user, errors, sentences in Python, imports upward.

    python tools/house.py [FOLDER]

FOLDER is another checkout; this one where none is given. ``make house`` prints them with the time a command needs to begin
(``benchmarks/start.py``).
"""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINGS = (
    "cli",
    "web",
    "audit building",
    "asking",
    "store",
    "validation",
    "graph",
    "reading",
    "documents",
    "ground",
)
"""From the top down; those of one line stand beside each other (``tests/test_architecture.py``)."""
LONGEST = 450
"""Lines of a module: what is longer holds two concepts."""
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
FEWEST = 4
"""Japanese characters of a text that users read; what is shorter is a sign, a unit or an era."""
CONTENT: Mapping[str, str] = {
    "asking/lineage/names.py": "words that people write for a class when they ask",
    "building/reports.py": "the role in which a report from outside is kept, and the labels that its mail bears in both languages",
    "building/unread.py": "a kind of plan, as its code list has it",
    "cli/__init__.py": "the one line of help above all commands, in both languages; help loads no messages",
    "documents/": "what documents print",
    "graph/mint.py": "a kind of plan, as its code list has it",
    "ground/text/": "the characters that Japanese is written with",
    "ground/defaults.py": "the name of a site where its publisher gives none; help names it and loads no messages",
    "reading/": "what documents print",
    "reading/values/patterns.py": "two lines of a made-up document, against which a pattern's time is measured",
    "web/desk/tints.py": "what documents print",
    "web/pages/search_readings.py": "the rows of the kana by their vowels",
    "web/pages/tile_map.py": "a map: the names of the prefectures where they lie",
    "web/site/open_data_list.py": "the columns and codes of a published standard",
}
"""Where Japanese stands in Python that is no sentence to users, and what it is instead."""


@cache
def trees(source: Path) -> tuple[tuple[str, ast.Module], ...]:
    """Return the modules below a folder: path, syntax tree."""
    files = sorted(source.rglob("*.py"))
    return tuple(
        (file.relative_to(source).as_posix(), ast.parse(file.read_text(encoding="utf-8"))) for file in files
    )


def texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that are no documentation: line, text, its values as ``{}``."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        for statement in (
            getattr(node, "body", None) or () if not isinstance(node, ast.Lambda | ast.IfExp) else ()
        ):
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                skipped.add(statement.value)
        if isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield (
                node.lineno,
                "".join(
                    str(getattr(part, "value", "")) if isinstance(part, ast.Constant) else "{}"
                    for part in node.values
                ),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.lineno, node.value


def japanese(source: Path) -> list[str]:
    """Return the Japanese texts in Python that stand in no catalogue of messages: place and text."""
    return [
        f"{path}:{line}: {text}"
        for path, tree in trees(source)
        for line, text in texts(tree)
        if len(_JAPANESE.findall(text)) >= FEWEST
    ]


def sentences(source: Path) -> list[str]:
    """Return of the Japanese texts in Python those that are no content; what ends as a sentence does is none in a folder."""
    files = tuple(path for path in CONTENT if path.endswith(".py"))
    folders = tuple(path for path in CONTENT if path.endswith("/"))
    return [
        one
        for one in japanese(source)
        if not one.startswith(files) and (not one.startswith(folders) or one.endswith(("。", "？")))
    ]


def imported(source: Path) -> dict[str, set[str]]:
    """Return the modules of keikaku that each module imports, for types too."""
    names = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path, _tree in trees(source)
    }
    found: dict[str, set[str]] = {}
    for path, tree in trees(source):
        name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        found[name] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("keikaku"):
                inside = (node.module or "").removeprefix("keikaku").removeprefix(".")
                for alias in node.names:
                    whole = f"{inside}.{alias.name}".removeprefix(".")
                    found[name].add(whole if whole in names else inside)
        found[name] = found[name] & names - {name}
    return found


def upward(imports: Mapping[str, set[str]]) -> list[str]:
    """Return the imports of a wing above or beside, and those among modules that import each other."""
    floor = {wing: number for number, wings in enumerate(WINGS) for wing in wings.split()}
    return [
        f"{name} → {other}"
        for name, others in imports.items()
        for other in others
        if (mine := floor.get(name.partition(".")[0])) is not None
        and (theirs := floor.get(other.partition(".")[0])) is not None
        and name.partition(".")[0] != other.partition(".")[0]
        and theirs <= mine
    ]


def errors(source: Path) -> tuple[set[str], set[str]]:
    """Return the classes of errors, and those of them that somebody catches."""
    bases: dict[str, set[str]] = {}
    caught: set[str] = set()
    for _path, tree in trees(source):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
            elif isinstance(node, ast.ExceptHandler) and node.type:
                caught |= {one.id for one in ast.walk(node.type) if isinstance(one, ast.Name)}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("suppress", "isinstance")):
                caught |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    found = {"Exception", "BaseException", "OSError", "ValueError", "RuntimeError"}
    while new := {name for name, above in bases.items() if above & found} - found:
        found |= new
    own = found & bases.keys()
    return own, own & caught


def figures(root: Path) -> Iterator[tuple[str, object]]:
    """Yield what a checkout measures: name, figure."""
    source = root / "src" / "keikaku"
    files = {
        path: len((source / path).read_text(encoding="utf-8").splitlines()) for path, _tree in trees(source)
    }
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for _path, tree in trees(source)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    imports = imported(source)
    users = Counter(other for others in imports.values() for other in others)
    packages = {
        path.removesuffix("/__init__.py").replace("/", ".") for path in files if path.endswith("__init__.py")
    }
    classes, caught = errors(source)
    yield "modules", len(files)
    yield "lines", sum(files.values())
    yield (
        "lines outside reading",
        sum(count for path, count in files.items() if not path.startswith("reading/")),
    )
    yield "longest module", max((count, path) for path, count in files.items())
    yield f"modules above {LONGEST} lines", sum(count > LONGEST for count in files.values())
    yield "functions", len(lengths)
    yield "lines of a function, median", statistics.median(lengths)
    yield "lines of a function, 95 of 100", statistics.quantiles(lengths, n=20)[18]
    yield "functions above 60 lines", sum(length > 60 for length in lengths)
    yield "modules that only one other imports", sum(users[name] == 1 for name in imports.keys() - packages)
    yield "imports upward", len(upward(imports))
    yield "classes of errors", len(classes)
    yield "of them caught by name", len(caught)
    yield "Japanese texts in Python", len(japanese(source))
    yield "of them sentences to users", len(sentences(source))


def main() -> None:
    """Print the figures."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    for name, figure in figures(root):
        print(f"{name:<36} {figure}")


if __name__ == "__main__":
    main()
