"""What a command costs before it does anything, beside ``sqlite-utils --help``, in CPU seconds.

    python benchmarks/start.py [ROUNDS]

Help, version and an error of usage: at most 1.5 times the peer in the same run. ``build`` and ``check`` of one small document
(an example), reading in this process and in one of its own: bound 0.8 s of CPU. sqlite-utils is in the group ``bench``.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = next((ROOT / "examples").glob("*/plan.txt"))


def cpu(command: list[str], rounds: int) -> float:
    """Return the CPU seconds of a command and its children, the least of some rounds."""
    least = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    peer = shutil.which(
        "sqlite-utils", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    )
    base = cpu([peer, "--help"], rounds) if peer else None
    print(
        f"sqlite-utils --help        {base:.2f} s" if base else "sqlite-utils is not installed (group bench)"
    )
    keikaku = [sys.executable, "-m", "keikaku"]
    for arguments in (["--help"], ["--version"], ["build", "--nonsense"]):
        spent = cpu([*keikaku, *arguments], rounds)
        ratio = f"  {spent / base:.2f} of the peer (bound 1.5)" if base else ""
        print(f"keikaku {' '.join(arguments):<18} {spent:.2f} s{ratio}")
    with tempfile.TemporaryDirectory() as folder:
        for jobs in ("0", "1"):
            store = ["--store", str(Path(folder) / jobs), "--force"]
            spent = cpu([*keikaku, "build", str(EXAMPLE), "--jobs", jobs, *store], rounds)
            print(f"keikaku build --jobs {jobs}     {spent:.2f} s (bound 0.8)")


if __name__ == "__main__":
    main()
