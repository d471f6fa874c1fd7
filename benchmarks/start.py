"""What a command costs before it does anything, beside ``sqlite-utils --help``, in CPU seconds.

    python benchmarks/start.py [ROUNDS]

Help, version and an error of usage: at most 1.5 times the peer in the same run. ``build`` and ``check`` of one small document
(an example), reading in this process and in one of its own: bound 0.8 s of CPU. sqlite-utils is in the group ``bench``.
Modules are compiled before, as pip compiles those that it installs, whatever ``PYTHONDONTWRITEBYTECODE`` says here.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = next((ROOT / "examples").glob("*/plan.txt"))


def cpu(command: list[str], rounds: int, compiled: str) -> float:
    """Return the CPU seconds of a command and its children, the least of some rounds; ``compiled`` keeps compiled modules."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    run = partial(
        subprocess.run, command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    run(check=False)
    least = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    peer = shutil.which(
        "sqlite-utils", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    )
    keikaku = [sys.executable, "-m", "keikaku"]
    with tempfile.TemporaryDirectory() as folder:
        base = cpu([peer, "--help"], rounds, folder) if peer else None
        print(
            f"sqlite-utils --help        {base:.2f} s"
            if base
            else "sqlite-utils is not installed (group bench)"
        )
        for arguments in (["--help"], ["--version"], ["build", "--nonsense"]):
            spent = cpu([*keikaku, *arguments], rounds, folder)
            ratio = f"  {spent / base:.2f} of the peer (bound 1.5)" if base else ""
            print(f"keikaku {' '.join(arguments):<18} {spent:.2f} s{ratio}")
        for jobs in ("0", "1"):
            store = ["--store", str(Path(folder) / jobs), "--force"]
            spent = cpu([*keikaku, "build", str(EXAMPLE), "--jobs", jobs, *store], rounds, folder)
            print(f"keikaku build --jobs {jobs}     {spent:.2f} s (bound 0.8)")


if __name__ == "__main__":
    main()
