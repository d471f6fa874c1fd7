"""Which engines of text recognition are installed here, and with what exactly a page is read."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from keikaku.documents.ocr.model import Recognition, Settings


def is_installed() -> bool:
    """Return whether the extra ``ocr`` is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def installed() -> str:
    """Return the engines that are installed here, without asking them anything: "" for none."""
    second = shutil.which("tesseract")
    return "".join(name for name, there in (("rapidocr ", is_installed()), ("tesseract", second)) if there)


def recognition(settings: Settings) -> Recognition:
    """Return with what pages are recognised here; the extra must be installed."""
    from keikaku.documents.ocr import first, second

    engines = tuple(engine for engine in (first.describe(), second.describe()) if engine is not None)
    return Recognition(engines=engines, dpi=settings.dpi, program=_program())


@cache
def _program() -> str:
    """Return keikaku's version with a hash of the code that finds lines, rules and cells: what it finds stands on it."""
    from keikaku.ground.version import __version__

    folder = Path(__file__).parents[1]
    whole = hashlib.sha256()
    for file in sorted((*folder.glob("ocr/*.py"), *folder.glob("pdf/*.py"))):
        whole.update(file.read_bytes())
    return f"{__version__}+{whole.hexdigest()[:12]}"
