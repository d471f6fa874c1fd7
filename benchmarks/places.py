"""How many quads places cost: those of a graph beside those that it would have without places.

    python benchmarks/places.py

Before places, a fact pointed to the lines that it was read from, each stretch of lines one node. What is counted as
added: what a fact says of its place, its icons' witnesses and of recognition; nodes of pages; of the nodes of places those
that name the same lines as another, and what they say beyond lines. Bound: 1.25 times. The real plans lie in the folder
that KEIKAKU_SHARED names (``../shared`` by default), the icons are sixteen typeset pages that hold nothing but a heading, icons
and a paragraph.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ocr import GRAMMAR

from keikaku.building.pipeline import load
from keikaku.graph.nquads import GENERATED, ORIGIN, PLACE, kei

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT))

OF_FACTS = (PLACE, ORIGIN, GENERATED, kei("iconWitness"))
OF_LINES = re.compile("#(?:type|value|firstLine|lastLine)>|/(?:conformsTo|isPartOf)>")


def counted(lines: Iterable[str]) -> tuple[int, int]:
    """Return how many quads a graph has, and how many it would have without places."""
    nodes: dict[str, list[tuple[str, str]]] = {}
    every = before = 0
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        every += 1
        if "/document/" in subject and "#" in subject:
            nodes.setdefault(subject, []).append((predicate, rest))
        elif not (predicate in OF_FACTS and "#build>" not in rest) and "#recogni" not in subject:
            before += 1
    seen: set[tuple[str, ...]] = set()
    for said in nodes.values():
        stretch = tuple(rest for predicate, rest in said if "Line>" in predicate)
        if stretch and stretch not in seen:  # nodes of pages name no lines
            seen.add(stretch)
            before += sum(OF_LINES.search(predicate) is not None for predicate, _rest in said)
    return every, before


def main() -> None:
    """Print the ratios."""
    from tests.evidence.made import as_html, as_pdf, as_workbook, plan_yml

    with tempfile.TemporaryDirectory() as folder:
        example, icons = Path(folder) / "example", Path(folder) / "icons"
        example.mkdir()
        icons.mkdir()
        plan_yml(example / "plan.yml")
        (icons / "plan.yml").write_text(GRAMMAR, encoding="utf-8")
        documents = [
            *sorted((SHARED / "plans").glob("*.txt")),
            as_pdf(example / "example.pdf"),
            as_workbook(example / "example.xlsx"),
            as_html(example / "example.html"),
        ]
        if (SHARED / "formats/pdf/d4-icons.pdf").is_file():
            (icons / "icons.pdf").write_bytes((SHARED / "formats/pdf/d4-icons.pdf").read_bytes())
            documents.append(icons / "icons.pdf")
        for path in documents:
            every, before = counted(load(path).lines)
            print(
                f"{path.name:50} {every:6} quads, {before:6} without places: {every / before:.2f} times (bound 1.25)"
            )


if __name__ == "__main__":
    main()
