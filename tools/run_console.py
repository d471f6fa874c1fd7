"""Runs the commands in the console blocks of Markdown pages and puts their real output below them.

    python tools/run_console.py [--check] PAGE…

A block starts with ```console. A line `$ keikaku …` is run in the project's folder, with a store of its own
that holds examples/; what follows up to the next `$` is its output. A line of `…` in the page stands for any
lines that are left out and stays. Other commands (`$ make run`) are shown and not run. With ``--check``
nothing is written, and the exit status tells whether the pages are true.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
CUT = "…"


def run(command: str, store: str, language: str) -> list[str]:
    """Run a keikaku command and return its output as lines."""
    arguments = shlex.split(command)[1:]
    environment = os.environ | {"KEIKAKU_STORE": store, "KEIKAKU_LANG": language, "COLUMNS": "100"}
    environment["KEIKAKU_JOBS"] = "0"  # a process more for each command costs more than it reads
    environment.pop("KEIKAKU_LOADERS", None)
    done = subprocess.run(  # noqa: S603 - commands of our own pages
        [sys.executable, "-m", "keikaku", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    text = (done.stdout + done.stderr).replace(store, "keikaku.store")
    return [line.rstrip() for line in text.rstrip().splitlines()]


def shown(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command of a block with the output that the page shows."""
    command, output = "", list[str]()
    for line in block.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, output
            command, output = line[2:], []
        else:
            output.append(line)
    if command:
        yield command, output


def cut_alike(real: list[str], page: list[str]) -> list[str]:
    """Leave out of the real output what the page leaves out: what stands after its last shown line."""
    if CUT not in page:
        return real
    return [*real[: page.index(CUT)], CUT]


def refresh(text: str, store: str, language: str) -> str:
    """Return a page with the real output of its commands."""

    def block(match: re.Match[str]) -> str:
        lines = []
        for command, page in shown(match[1]):
            lines.append(f"$ {command}")
            lines += (
                cut_alike(run(command, store, language), page) if command.startswith("keikaku ") else page
            )
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, text)


def main() -> int:
    """Refresh the pages, or say which are not true."""
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "built.store"
        run("keikaku build examples", str(built), "en")
        for number, name in enumerate(name for name in sys.argv[1:] if name != "--check"):
            path = Path(name)
            store = str(
                shutil.copytree(built, Path(folder) / f"{number}.store")
            )  # a page sees what no other did
            old = path.read_text(encoding="utf-8")
            new = refresh(old, store, "ja" if path.name.endswith(".ja.md") else "en")
            if new != old:
                stale.append(name)
                if "--check" not in sys.argv:
                    path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'is not what the commands print' if '--check' in sys.argv else 'refreshed'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
