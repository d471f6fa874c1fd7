"""Reading, loading and minting the real plans against the time that pyshacl needs to validate their graphs.

    python benchmarks/read.py

Prints seconds for each document and the ratio of the sums; the bound is 0.1 or less. The real plans lie in
the folder that KEIKAKU_SHARED names (``../shared`` by default); without them the examples are measured.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from keikaku.building.pipeline import Options, find_documents, load
from keikaku.reading.loaders import Loaders
from keikaku.validation import validate

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the table."""
    plans = Path(os.environ.get("KEIKAKU_SHARED", ROOT.parent / "shared")) / "plans"
    folder = plans if plans.is_dir() else ROOT / "examples"
    loaders = Loaders.of()
    validate([], "pyshacl")  # parses the shapes and the vocabularies
    print(f"{'document':45} {'quads':>6} {'load s':>8} {'pyshacl s':>10}")
    loading = validating = 0.0
    for path in find_documents([folder]):
        if not isinstance(path, Path):
            continue
        start = time.perf_counter()
        loaded = load(path, Options(), loaders)
        middle = time.perf_counter()
        validate(loaded.lines, "pyshacl")
        end = time.perf_counter()
        print(f"{path.name:45} {len(loaded.lines):6} {middle - start:8.3f} {end - middle:10.3f}")
        loading, validating = loading + middle - start, validating + end - middle
    print(
        f"{'all':45} {'':6} {loading:8.3f} {validating:10.3f}   ratio {loading / validating:.3f}, bound 0.1"
    )


if __name__ == "__main__":
    main()
