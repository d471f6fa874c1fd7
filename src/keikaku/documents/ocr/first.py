"""The first engine: the detector and the recogniser of PP-OCRv6 as rapidocr's wheel brings them, in one thread.

Nothing is downloaded: the models are named by their paths within the wheel, and rapidocr fetches only what has none.
The recogniser is run here, not by rapidocr, since it knows all scripts of East Asia: asked for any character, it
answers a Japanese page with Chinese variants (值 for 値), and it says where a character stands only roughly.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import onnxruntime
import rapidocr
from numpy.typing import NDArray

from keikaku.documents.ocr.model import Engine, file_hash
from keikaku.documents.ocr.raster import Pixels

_MODELS = Path(rapidocr.__file__).parent / "models"
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_LARGEST = 2400  # pixels of a page's longer side that the detector looks at: A4 at 200 dpi
_THINNEST = 4  # pixels: a crop thinner than this holds no character
_HEIGHT, _NARROWEST, _WIDEST = 48, 160, 4800  # pixels of the picture of a line that the recogniser takes
_BLANK = 0  # what it answers between characters


class Letter(NamedTuple):
    """A character that was recognised.

    Attributes:
        text: The character.
        at: Where its middle lies along the line, from 0 to 1.
        apart: Whether a space leads it.
    """

    text: str
    at: float
    apart: bool = False


class Reading(NamedTuple):
    """What was recognised in one line, and how sure the engine says it is, from 0 to 1."""

    letters: tuple[Letter, ...]
    score: float


class Rectangle(NamedTuple):
    """A rectangle of a page in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Its height."""
        return self.bottom - self.top


NOTHING = Reading((), 0.0)


def describe() -> Engine:
    """Return which engine this is: its version and the hashes of its models."""
    models = tuple((name, file_hash(_MODELS / name)) for name in (_DETECTOR, _RECOGNISER))
    return Engine(
        name="rapidocr",
        version=f"{version('rapidocr')} (onnxruntime {version('onnxruntime')})",
        models=models,
    )


def is_japanese(char: str) -> bool:
    """Return whether a Japanese document may print a character: one of JIS X 0208 with its usual additions, or a sign."""
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return len(char) == 1 and unicodedata.category(char)[0] in "NPS" and ord(char) >= 0x2000
    return True


class FirstEngine:
    """The detector of lines and the recogniser of what stands in one."""

    def __init__(self) -> None:
        logging.getLogger("RapidOCR").disabled = True
        self._detector = rapidocr.RapidOCR(
            params={
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # more change the order of sums, and the bytes
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Det.model_path": str(_MODELS / _DETECTOR),
                "Det.limit_type": "max",  # a strip is not blown up until its short side is that of a page
                "Det.limit_side_len": _LARGEST,
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
            }
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it keeps what the longest line took
        options.log_severity_level = 4
        self._recogniser = onnxruntime.InferenceSession(
            str(_MODELS / _RECOGNISER), options, providers=["CPUExecutionProvider"]
        )
        known = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *known, " "]
        self._allowed = np.flatnonzero([not char or is_japanese(char) for char in self._characters])

    def lines(self, pixels: Pixels) -> list[Rectangle]:
        """Return where lines of text stand on a page, from above."""
        height, width = pixels.shape[:2]
        factor = min(1.0, _LARGEST / max(height, width))
        seen = (
            cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            if factor < 1
            else pixels
        )
        found = self._detector(np.ascontiguousarray(seen), use_det=True, use_rec=False, use_cls=False)
        boxes = getattr(found, "boxes", None)
        if boxes is None:
            return []
        lows = [np.floor(box.min(axis=0) / factor).astype(int).tolist() for box in boxes]
        highs = [np.ceil(box.max(axis=0) / factor).astype(int).tolist() for box in boxes]
        return [
            Rectangle(max(0, left), max(0, top), min(width, right), min(height, bottom))
            for (left, top), (right, bottom) in zip(lows, highs, strict=True)
        ]

    def read(self, line: Pixels) -> Reading:
        """Return what stands in the picture of one line."""
        if min(line.shape[:2]) < _THINNEST:
            return NOTHING
        answers = self._answers(line)
        best = self._allowed[answers[:, self._allowed].argmax(axis=1)]
        letters = tuple(self._letters(best, answers.shape[0] * _used(line)))
        if not letters:
            return NOTHING
        held = best != _BLANK
        return Reading(letters, round(float(answers[np.flatnonzero(held), best[held]].mean()), 4))

    def _answers(self, line: Pixels) -> NDArray[Any]:
        """Return how likely each character is at each step along the line."""
        width = _scaled(line)
        seen = cv2.resize(line, (width, _HEIGHT)).astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        padded = np.zeros((1, 3, _HEIGHT, max(width, _NARROWEST)), np.float32)
        padded[0, :, :, :width] = seen
        answers: NDArray[Any] = self._recogniser.run(None, {"x": padded})[0][0]
        return answers

    def _letters(self, best: NDArray[Any], length: float) -> Iterator[Letter]:
        """Yield the characters: what is answered several times in a row is one."""
        edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
        apart = False
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            char = self._characters[int(best[start])]
            if char.isspace():
                apart = True
            elif char:
                yield Letter(char, min(1.0, (start + end) / 2 / length), apart)
                apart = False


def _scaled(line: Pixels) -> int:
    """Return how wide a line is once it is as high as the recogniser wants."""
    return int(min(_WIDEST, max(8, round(line.shape[1] * _HEIGHT / line.shape[0]))))


def _used(line: Pixels) -> float:
    """Return the share of the recogniser's picture that a line fills."""
    width = _scaled(line)
    return width / max(width, _NARROWEST)
