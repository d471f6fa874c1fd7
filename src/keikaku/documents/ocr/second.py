"""The second engine: tesseract, asked of the very lines that the first one read, all lines of a page in one process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from keikaku.documents.ocr.model import Engine, file_hash
from keikaku.documents.ocr.raster import Pixels

ACROSS, DOWN = "jpn", "jpn_vert"
_MARGIN = 10  # pixels of ground around a line: tesseract reads nothing that touches the edge
_MODES = {ACROSS: "7", DOWN: "5"}  # of page segmentation: one line; a block of vertical text
_LOWEST = 48  # pixels: lines are scaled up to this height


class SecondEngineError(Exception):
    """Tesseract ended without an answer; the argument is what it said."""


def describe() -> Engine | None:
    """Return which engine this is; None where tesseract or its Japanese models are not installed."""
    program = shutil.which("tesseract")
    return None if program is None else _described(program)


@cache
def _described(program: str) -> Engine | None:
    said = _run([program, "--list-langs"])
    folder = re.search(r'"([^"]+)"', said)
    names = said.split()
    if folder is None or not {ACROSS, DOWN} <= set(names):
        return None
    models = tuple(
        (f"{name}.traineddata", file_hash(Path(folder[1]) / f"{name}.traineddata")) for name in (ACROSS, DOWN)
    )
    return Engine(name="tesseract", version=_run([program, "--version"]).split()[1], models=models)


def read(lines: list[Pixels], model: str, dpi: int) -> list[str]:
    """Return what tesseract reads in the pictures of lines, each by itself.

    Args:
        lines: A picture of each.
        model: :data:`ACROSS` or :data:`DOWN`.
        dpi: Their resolution.

    Raises:
        SecondEngineError: It ended without an answer for each.
    """
    if not lines:
        return []
    pictures = [Image.fromarray(_framed(line)) for line in lines]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lines.tif"
        pictures[0].save(file, save_all=True, append_images=pictures[1:])
        said = _run(["tesseract", str(file), "-", "-l", model, "--psm", _MODES[model], "--dpi", str(dpi)])
    answers = [" ".join(answer.split()) for answer in said.split("\f")]
    if len(answers) not in {len(lines), len(lines) + 1}:
        raise SecondEngineError(f"{len(answers)} answers for {len(lines)} lines")
    return answers[: len(lines)]


def _framed(line: Pixels) -> Pixels:
    """Return a line in grey, dark on light, with ground around it."""
    grey = cv2.cvtColor(line, cv2.COLOR_BGR2GRAY)
    ground = int(np.median(grey))
    if ground < 128:
        grey, ground = 255 - grey, 255 - ground
    factor = max(1.0, _LOWEST / min(grey.shape))
    if factor > 1:
        grey = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(
        cv2.copyMakeBorder(grey, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=(ground,))
    )


def _run(command: list[str]) -> str:
    """Return what a command says on standard output; it works in one thread."""
    run = subprocess.run(  # noqa: S603 -- a program of the system, our own arguments
        command, capture_output=True, text=True, check=False, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
    )
    if run.returncode:
        raise SecondEngineError(run.stderr.strip()[-200:] or f"status {run.returncode}")
    return run.stdout
