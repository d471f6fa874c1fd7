"""Writes src/keikaku/validation/shacl/examined.json: what the queries of shapes/ look at, so that no build parses them.

    python tools/make_examined.py [--check]

With ``--check`` nothing is written; the exit status tells whether the file is current.
"""

from __future__ import annotations

import json
import sys

from keikaku.validation import own
from keikaku.validation.shacl.examined import FILE, key_of
from keikaku.validation.shacl.examining import examine


def made() -> str:
    """Return the file as the shapes have it."""
    queries = own.compiled().wanted.seen
    found = {key_of(text, bound): examine(text, bound).packed() for text, bound in queries}
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or tell whether it is current."""
    text = made()
    if "--check" not in sys.argv[1:]:
        FILE.write_text(text, "utf-8")
    return 0 if FILE.read_text("utf-8") == text else 1


if __name__ == "__main__":
    raise SystemExit(main())
