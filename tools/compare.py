"""What two commits make of the same documents, byte by byte: quads, the site's files, the audit.

    python tools/compare.py BASE [--keep FOLDER]

Each side builds the examples, and the plans of ``KEIKAKU_SHARED`` where that is set, into stores of its own, publishes them and
audits them. What differs is printed, a line a file: ``quads``, ``site`` or ``audit``, the name, and how many lines came and
went. Exits with 1 where anything differs. What says who read (hashes of the software and of the loaders, and what is hashed or
named by them) is the same on both sides by their first commit's words, else every line would differ.

``make compare BASE=commit`` runs it. The other commit is checked out below ``build/`` and needs nothing that this one lacks.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASE_IRI = "https://data.example.jp/plans/"
_READER = re.compile(rb'(Version> |"(?:software|loader)[a-zA-Z_]*": ?|softwareVersion|loaderVersion)[^\n]*')
_HASH = re.compile(rb"\b[0-9a-f]{16,64}\b|\b[0-9a-f]{8}\b|sha(?:256|384|512)-[A-Za-z0-9+/=]+")
_SHOWN = 40
"""Lines of a difference that are shown with ``--show``."""


def checked_out(commit: str) -> Path:
    """Return a folder that holds a commit."""
    whole = subprocess.run(
        ["git", "rev-parse", commit], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()
    folder = ROOT / "build" / "compare" / whole[:12]
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        packed = subprocess.run(["git", "archive", whole], cwd=ROOT, capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", part], input=packed, check=True)
        if (web := ROOT / "build" / "web").is_dir():
            shutil.copytree(web, part / "build" / "web")
        part.rename(folder)
    return folder


def made(checkout: Path, into: Path) -> dict[str, bytes]:
    """Return what a checkout makes: names to bytes, what says who read left out."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    keikaku(checkout, into, "build", str(checkout / "examples"), "--store", "examples.store", "--jobs", "0")
    inputs = {"examples": checkout / "examples"}
    if shared := os.environ.get("KEIKAKU_SHARED"):
        plans = sorted(
            path
            for path in (Path(shared) / "plans").glob("*.txt")
            if (checkout / "loaders" / path.stem).is_dir()
        )
        keikaku(checkout, into, "build", *map(str, plans), "--store", "plans.store", "--jobs", "0")
        inputs["plans"] = Path(shared) / "plans"
    found: dict[str, bytes] = {}
    for name, documents in inputs.items():
        store = ("--store", f"{name}.store")
        site = ("--base", BASE_IRI, "--date", "2026-04-01", "--sources", str(documents), "--jobs", "1")
        keikaku(checkout, into, "publish", f"{name}.site", *store, *site)
        keikaku(checkout, into, "audit", *store, "--output", f"{name}.audit")
        found |= {
            f"quads {name}/{file.name.split('.')[0]}": plain(file)
            for file in files(into / f"{name}.store" / "graphs")
        }
        for kind in ("site", "audit"):
            folder = into / f"{name}.{kind}"
            found |= {
                f"{kind} {name}/{_HASH.sub(b'#', str(file.relative_to(folder)).encode()).decode()}": plain(
                    file
                )
                for file in files(folder)
            }
    return found


def keikaku(checkout: Path, into: Path, *arguments: str) -> None:
    """Run a command of a checkout."""
    environment = os.environ | {
        "PYTHONPATH": str(checkout / "src"),
        "SOURCE_DATE_EPOCH": "0",
        "TZ": "UTC",
        "LANG": "C.UTF-8",
    }
    ran = subprocess.run(
        [sys.executable, "-m", "keikaku", *arguments],
        cwd=into,
        env=environment,
        capture_output=True,
        check=False,
    )
    if ran.returncode not in (0, 1):  # 1: something was found
        sys.exit(f"{checkout.name}: keikaku {' '.join(arguments)}: {ran.stderr.decode()[-2000:]}")


def files(folder: Path) -> list[Path]:
    """Return the files below a folder."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def plain(file: Path) -> bytes:
    """Return a file unpacked, without what says who read and without hashes."""
    data = file.read_bytes()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    if file.suffix in (".xlsx", ".zip", ".parquet"):  # packed with what says who read
        return b""
    return _HASH.sub(b"#", _READER.sub(b"#", data))


def differences(
    before: dict[str, bytes], after: dict[str, bytes]
) -> Iterator[tuple[str, int, int, list[str]]]:
    """Yield what differs: name, lines that went, lines that came, the lines."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, b""), after.get(name, b"")
        if old != new or (name in before) != (name in after):
            rows = [one.decode("utf-8", "replace").splitlines() for one in (old, new)]
            lines = [
                line
                for line in difflib.unified_diff(*rows, lineterm="", n=0)
                if line[:1] in "+-" and line[:3] not in ("+++", "---")
            ]
            went = sum(line[0] == "-" for line in lines)
            yield name, went, len(lines) - went, lines


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", help="the commit that this checkout is held against")
    parser.add_argument("--show", action="store_true", help="show the lines that differ")
    chosen = parser.parse_args()
    sides = {"before": checked_out(chosen.base), "after": ROOT}
    with ThreadPoolExecutor() as pool:
        before, after = pool.map(lambda side: made(sides[side], ROOT / "build" / "compare" / side), sides)
    kinds = {kind: sum(name.startswith(kind) for name in after) for kind in ("quads", "site", "audit")}
    found = list(differences(before, after))
    for name, went, came, lines in found:
        print(f"{name}: -{went} +{came}")
        if chosen.show:
            print("".join(f"    {line[:300]}\n" for line in lines[:_SHOWN]), end="")
    print(
        f"{len(found)} of {sum(kinds.values())} files differ ({', '.join(f'{count} {kind}' for kind, count in kinds.items())})"
    )
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
