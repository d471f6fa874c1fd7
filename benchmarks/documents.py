"""Writes a country of made-up plans as documents, with the graph that a perfect reading gives.

    python benchmarks/documents.py 20 build/country [defects of each kind]

One folder a document under ``documents/`` (the text and its plan.yml), one N-Quads file a document under
``truth/``, and in ``spoiled.json`` what was spoiled on purpose and the rule that must report it. The same
number gives the same country.
"""

from __future__ import annotations

import sys
from pathlib import Path

from made_up.country import Country


def main(count: int = 20, folder: Path = Path("build/country"), spoiled: int = 0) -> None:
    """Write the country and say how large it is."""
    if folder.exists():
        print(f"{folder} is there already")
        return
    Country(count, spoiled=spoiled).write(folder)
    documents = list((folder / "documents").iterdir())
    quads = sum(file.read_bytes().count(b"\n") for file in (folder / "truth").iterdir())
    print(f"{count} municipalities: {len(documents):,} documents, {quads:,} quads in {folder}")


if __name__ == "__main__":
    wanted = sys.argv[1:]
    main(
        int(wanted[0]) if wanted else 20,
        Path(wanted[1]) if len(wanted) > 1 else Path("build/country"),
        int(wanted[2]) if len(wanted) > 2 else 0,
    )
