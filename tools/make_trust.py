"""Writes the tables of docs/trust.md and docs/trust.ja.md: what became of damaged documents.

    python tools/make_trust.py [how many of each kind]

With a number nothing is written: the table of so many damages is printed, and those that a document disproves
and nobody was told of. The real plans are needed (KEIKAKU_SHARED).
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.damages.kinds import KINDS  # noqa: E402
from tests.damages.table import EACH, table  # noqa: E402
from tests.damages.trial import trials  # noqa: E402


def main(each: int | None = None) -> None:
    """Write the tables, or print that of another number of damages."""
    with tempfile.TemporaryDirectory() as folder:
        tried = trials(each or EACH, Path(folder))
    if each is None:
        for page, language in (("trust.md", "en"), ("trust.ja.md", "ja")):
            path = ROOT / "docs" / page
            text = path.read_text(encoding="utf-8")
            path.write_text(
                re.sub(r"(?m)(?:^\|.*\n)+", table(tried, language) + "\n", text, count=1), encoding="utf-8"
            )
        return
    print(table(tried, "en"))
    for trial in tried:
        if KINDS[trial.kind].seen and trial.outcome in ("silent", "text"):
            print(trial.kind, trial.source, trial.damage.edits[0][0] + 1, trial.damage.what, *trial.wrong[:1])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
