"""Drafts without a person, scored against references: with all families, and without those learnt from the document.

    python benchmarks/draft.py [NAME …]

A line for each document at hand (`../shared`, or the folder that KEIKAKU_SHARED names): the mean F1 over categories, precision and
recall of figures, lines left over, CPU seconds; twice, the second time without the families that were written with this document
at hand, so that it is one of a kind never seen. Aim: mean F1 0.80, precision of figures 0.97.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from keikaku.documents.numbered import read_numbered
from keikaku.drafting.draft import draft
from keikaku.drafting.writing import as_yaml
from keikaku.pipeline import Options, load

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared"))
DOCUMENTS: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "sogo-senryaku": (
        "sogo-senryaku",
        ("sogo-senryaku",),
        {"code": "99901", "name": "潮見町", "invented": True},
    ),
    "mihiraki": ("mihiraki", ("measure-spreads",), {"code": "99902", "name": "星野市", "invented": True}),
    "sdgs-mirai": ("sdgs-mirai", ("sdgs-mirai",), {"code": "99905", "name": "浜辺市", "invented": True}),
    "hino-jisshi": ("hino-jisshi", ("jisshi-keikaku",), {}),
    "otoineppu": ("otoineppu-strategy", ("sogo-senryaku",), {}),
    "nankoku-continuing": ("nankoku-continuing-projects-r4", ("shuyo-jigyo",), {"code": "39204"}),
}


def measure(name: str, without: tuple[str, ...], score: Any) -> str:
    """Return the line of a document."""
    file, _own, municipality = DOCUMENTS[name]
    path = SHARED / "documents" / f"{file}.pdf"
    document = read_numbered(path)
    before = time.process_time()
    found = draft(document, without=without)
    spent = time.process_time() - before
    said = yaml.safe_load(as_yaml(found, "en"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "drafted").mkdir()
        (Path(folder) / "drafted" / "plan.yml").write_text(
            yaml.safe_dump(
                said | ({"municipality": municipality} if municipality else {}),
                allow_unicode=True,
                sort_keys=False,  # the order of levels is what they hang under
            ),
            encoding="utf-8",
        )
        lines = load(path, Options(loaders=(Path(folder),), loader="drafted")).lines
    scores = score(lines, name)
    right = dict(scores)
    mean = sum(value[0] for value in right.values()) / len(right)
    figures = {category: right[category] for category in ("values", "budgets") if category in right}
    shown = ", ".join(f"{key} missing {len(one[1])} wrong {len(one[2])}" for key, one in figures.items())
    return f"{mean:.3f}  {shown}; {found.unread} of {found.printed} lines left over; {spent:.1f} s"


def main() -> None:
    """Measure and print."""
    sys.path.insert(0, str(ROOT))
    from tests.support import score

    for name in sys.argv[1:] or DOCUMENTS:
        print(f"{name:20} all families    {measure(name, (), score)}")
        print(f"{'':20} none of its own {measure(name, DOCUMENTS[name][1], score)}")


if __name__ == "__main__":
    main()
