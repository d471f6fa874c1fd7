"""Pages as a scanner gives them: askew, blurred, noisy, pressed as JPEG; made of the shared typeset documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.support import shared

DPI = 200


def scan(name: str, page: int, *, skew: float = 0.4, noise: float = 9.0) -> Image.Image:
    """Return a page of a typeset document as a scanner gives it.

    Args:
        name: The document's name without suffix.
        page: From 1.
        skew: Degrees by which the paper lies askew.
        noise: Standard deviation of the grey of a pixel.
    """
    document = pypdfium2.PdfDocument(shared("formats", "pdf", f"{name}.pdf"))
    image: Image.Image = document[page - 1].render(scale=DPI / 72).to_pil().convert("RGB")
    document.close()
    return worn(image, skew, noise, page)


def worn(image: Image.Image, skew: float = 0.4, noise: float = 9.0, seed: int = 1) -> Image.Image:
    """Return a picture of a page as a scanner gives it: askew, blurred, noisy."""
    image = image.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    image = image.filter(ImageFilter.GaussianBlur(0.6))
    grains = np.random.default_rng(seed).normal(0, noise, (image.height, image.width, 3))
    pixels: NDArray[np.float64] = np.asarray(image) * 0.97 + 3 + grains
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def save(path: Path, *pages: Image.Image) -> Path:
    """Write pages as one file, in the form that its suffix names."""
    if len(pages) > 1:
        pages[0].save(path, dpi=(DPI, DPI), save_all=True, append_images=pages[1:])
    else:
        pages[0].save(path, dpi=(DPI, DPI), quality=75)
    return path
