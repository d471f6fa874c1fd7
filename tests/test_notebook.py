"""The notebooks of docs/ run, and their cells print what they keep."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.support import ROOT
from tests.waiting import PATIENCE

NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)]


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return, no-untyped-call]


@pytest.fixture
def nobody_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the person who runs the tests reach the kernel, and it writes nothing into the checkout."""
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.delenv("KEIKAKU_LANG", raising=False)


def text_outputs(notebook: nbformat.NotebookNode) -> Iterator[tuple[int, str]]:
    """Yield the number of each cell that prints or shows something, and what that is as text."""
    for number, cell in enumerate(notebook.cells):
        shown = [
            output.get("text", "") or output.get("data", {}).get("text/plain", "")
            for output in _outputs(cell)
        ]
        if shown:
            yield number, re.sub(r" at 0x[0-9a-f]+", "", "".join(shown))


def _outputs(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """Return what a cell prints and shows; a notice on stderr (the first font cache) is of the machine."""
    return [output for output in cell.get("outputs", []) if output.get("name") != "stderr"]


def run(path: Path) -> nbformat.NotebookNode:
    """Run the cells in a fresh kernel; a cell that raises fails the test."""
    notebook = read(path)
    client = NotebookClient(notebook, timeout=PATIENCE, resources={"metadata": {"path": str(path.parent)}})
    client.record_timing = False
    client.execute()
    return notebook


def keep(path: Path, notebook: nbformat.NotebookNode) -> None:
    """Write the notebook with its outputs, without what differs from machine to machine."""
    notebook.metadata = read(path).metadata
    for cell in notebook.cells:
        cell.metadata = {}
        if "outputs" in cell:
            cell.outputs = _outputs(cell)
        for output in _outputs(cell):
            data = output.get("data", {})
            if "text/plain" in data:
                data["text/plain"] = re.sub(r" at 0x[0-9a-f]+", "", data["text/plain"])
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


@pytest.mark.usefixtures("nobody_at_home")
def test_a_notebook_prints_what_it_keeps(path: Path) -> None:
    """``KEIKAKU_APPROVE=1`` keeps what it prints, for a person to read and commit."""
    kept = dict(text_outputs(read(path)))
    notebook = run(path)
    if os.environ.get("KEIKAKU_APPROVE"):
        keep(path, notebook)
        kept = dict(text_outputs(notebook))
    assert dict(text_outputs(notebook)) == kept
    assert kept


def test_a_notebook_names_no_machine_and_no_time(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/home/|/Users/|/root/|/work/|/tmp/|[A-Z]:\\\\|iopub|\d\d:\d\d:\d\d", text)
    assert not re.search(r"dc:date>[^<]", text)
    assert [cell for cell in read(path).cells if cell.get("outputs")]
