"""Any change to a file of any form ends in a document or in an error that names it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keikaku import InputError, read_document
from tests.documents.fuzz import SEEDS, mutant, seeds
from tests.support import ROOT

ROUNDS = int(os.environ.get("KEIKAKU_FUZZ_ROUNDS", "15"))
SEED = os.environ.get("KEIKAKU_FUZZ_SEED", "1")
MOST = 600.0  # seconds until a process is held for one that hangs


def rounds(form: str, first: int, folder: Path) -> tuple[int, str]:
    """Read changed files from one round on; return the round that ended the process, or ROUNDS, and what it said."""
    command = [sys.executable, "-m", "tests.documents.fuzz", form, SEED, str(first), str(ROUNDS), str(folder)]
    ended = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=MOST, check=False, env=os.environ
    )
    said = ended.stdout.split()
    return (ROUNDS if said[-1:] == ["end"] else int(said[-1])), ended.stderr


@pytest.mark.parametrize("form", sorted(SEEDS))
def test_changed_files_are_read_or_named(form: str, tmp_path: Path) -> None:
    """`KEIKAKU_FUZZ_ROUNDS` and `KEIKAKU_FUZZ_SEED` try more and others.

    A library may end its process: then that file is read as anyone's is, and must end in an error with its path.
    """
    seeds(form, tmp_path)  # absent, they are said here
    first = 0
    while first < ROUNDS:
        first, said = rounds(form, first, tmp_path)
        if first < ROUNDS:
            assert "Traceback" not in said, f"round {first}: {said}"
            path = mutant(form, SEED, first, tmp_path)
            with pytest.raises(InputError) as caught:
                read_document(path)
            assert caught.value.values["path"] == path
            first += 1
