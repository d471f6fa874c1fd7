"""What a shell is offered when somebody presses the tab key."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def offered(words: str) -> list[str]:
    """Return what bash is offered behind some words, by the way that its script goes."""
    told = {"_KEIKAKU_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['keikaku']; from keikaku.cli import main; main()"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **told},
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("keikaku pu", ["publish", "push", "pull"]),
        ("keikaku query money-by-m", ["money-by-measure"]),
        ("keikaku publish site --old", ["--old-dumps"]),
    ],
)
def test_commands_options_and_questions_are_offered(words: str, expected: list[str]) -> None:
    assert sorted(offered(words)) == sorted(expected)
