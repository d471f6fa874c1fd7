"""No test depends on how quick something was: clocks stand in tests/waiting.py alone, and every wait is a long one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.waiting import PATIENCE, comes, steps, wait_until

FILES = sorted(file for file in (ROOT / "tests").rglob("*.py") if file.name != "waiting.py")
CLOCKS = {"monotonic", "perf_counter", "process_time", "thread_time"}
WAITS = {"communicate", "join", "run", "settimeout", "wait", "wait_for", "wait_until", "until", "comes"}


def hasty(tree: ast.AST) -> Iterator[str]:
    """Yield what of a module reads a clock, or waits for less than half of what every wait is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            yield f"{node.lineno}: {node.attr}"
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = (
                [one.value for one in node.keywords if one.arg in ("timeout", "seconds")]
                if name in WAITS
                else []
            )
            if name in ("join", "settimeout", "wait"):
                given += node.args
            for one in given:
                if (
                    isinstance(one, ast.Constant)
                    and isinstance(one.value, int | float)
                    and one.value < PATIENCE / 2
                ):
                    yield f"{node.lineno}: {name}({one.value})"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_test_depends_on_how_quick_something_is(file: Path) -> None:
    assert list(hasty(ast.parse(file.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    "text",
    [
        "assert time.monotonic() - begun < 2",
        "process.wait(10)",
        "run([], timeout=30)",
        "until(seen, seconds=5)",
    ],
)
def test_what_is_hasty_is_seen(text: str) -> None:
    assert list(hasty(ast.parse(text)))


def test_waiting_ends_where_nothing_comes() -> None:
    assert not comes(lambda: False, 0.05)
    with pytest.raises(AssertionError, match="in vain"):
        wait_until(lambda: False, 0.05)
    assert comes(lambda: True, 0.0)


def test_steps_count_work_and_no_time() -> None:
    assert (
        steps(lambda: [abs(one) for one in range(1000)]) - steps(lambda: [abs(one) for one in range(100)])
        == 900
    )
