"""Pages as pixels: those of a PDF drawn, those of an image file decoded; and image files as documents."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from keikaku.documents.form import Box, Kind, Leaf, Part
from keikaku.documents.ocr.raster import Pixels

MOST_PAGES = 3000
MOST_PIXELS = 120_000_000
"""Of one page: A2 at 400 dpi has 62 million; an image of some bytes can claim any number."""

_A4 = 11.69  # inches of its longer side: what a page without a resolution is taken for
_LEAST_DPI, _MOST_DPI = 50.0, 2400.0  # resolutions outside are no scanner's, but defaults of programs
_VISIBLE = 40  # steps of grey, of 255, above the noise of a scanner
_SPECKS = 40  # pixels: less ink is dust; a full stop has as many
_LARGEST_SIDE = 6000  # pixels of a drawn page: A3 at 350 dpi


class ImageError(ValueError):
    """An image that is not read; the reason is the name of a message."""


def read_image(path: Path) -> Iterator[Part]:
    """Yield the pages of a TIFF, JPEG or PNG file: they have a size and no text.

    Raises:
        ImageError: "damaged", "many-pages", "bomb".
    """
    with _opened(path) as image:
        count = getattr(image, "n_frames", 1)
        if count > MOST_PAGES:
            raise ImageError("many-pages", f"{count:,}")
        for index in range(count):
            _sought(image, index)
            dpi = _resolution(image)
            width, height = _as_seen(image)
            yield Part(
                kind=Kind.PAGE,
                number=index + 1,
                width=round(width * 72 / dpi, 2),
                height=round(height * 72 / dpi, 2),
                notes=["no-text"],
                leaves=(Leaf(Box(0.0, 0.0, round(width * 72 / dpi, 2), round(height * 72 / dpi, 2))),),
            )


def _opened(path: Path) -> Any:
    """Return an image file, not decoded yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sizes, which are held against our own bound
        try:
            return Image.open(path, formats=("TIFF", "JPEG", "PNG"))
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise ImageError("damaged", str(error).replace(str(path), path.name)) from error
        except Image.DecompressionBombError as error:
            raise ImageError("bomb", "page 1") from error


def _sought(image: Any, index: int) -> None:
    """Turn an image file to one of its pages.

    Raises:
        ImageError: The page is damaged, or has more pixels than any page.
    """
    try:
        image.seek(index)
    except (EOFError, OSError, ValueError, KeyError) as error:
        raise ImageError("damaged", f"page {index + 1}") from error
    if image.width * image.height > MOST_PIXELS:
        raise ImageError("bomb", f"page {index + 1}: {image.width:,} × {image.height:,}")


def _resolution(image: Any) -> float:
    """Return an image's pixels per inch; as those of A4 where the file does not say them."""
    said = image.info.get("dpi", (0, 0))
    dpi = float(said[0] or 0)
    if _LEAST_DPI < dpi < _MOST_DPI and dpi not in {72.0, 96.0}:  # what programs write that know none
        return dpi
    return float(max(image.size)) / _A4


def _as_seen(image: Any) -> tuple[int, int]:
    """Return width and height as viewers show them: cameras note how they were held."""
    turned = image.getexif().get(0x0112, 1) >= 5
    return (image.height, image.width) if turned else (image.width, image.height)


def draw(path: Path, form: str, number: int, dpi: int, *, pictures: bool = False) -> tuple[Pixels, float]:
    """Return a page's pixels, and their number per inch.

    Args:
        path: The file.
        form: "PDF", or that of an image file.
        number: The page, from 1.
        dpi: Pixels per inch that are wanted; an image with fewer keeps its own.
        pictures: Whether the text of a page of a PDF is left out.

    Raises:
        ImageError: The page is damaged or too large.
    """
    return _drawn(path, number, dpi, pictures) if form == "PDF" else _decoded(path, number, dpi)


def _drawn(path: Path, number: int, dpi: int, pictures: bool) -> tuple[Pixels, float]:
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[number - 1]
        for text in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]) if pictures else ():
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
        resolution = min(float(dpi), _LARGEST_SIDE * 72 / max(page.get_size()))
        pixels = np.array(page.render(scale=resolution / 72, rev_byteorder=False).to_numpy()[:, :, :3])
        page.close()
    finally:
        document.close()
    return pixels, resolution


def _decoded(path: Path, number: int, dpi: int) -> tuple[Pixels, float]:
    with _opened(path) as image:
        _sought(image, number - 1)
        resolution = _resolution(image)
        try:
            seen = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError) as error:
            raise ImageError("damaged", f"page {number}") from error
        factor = min(1.0, dpi / resolution, _LARGEST_SIDE / max(seen.size))
        if factor < 1:
            size = (round(seen.width * factor), round(seen.height * factor))
            seen = seen.resize(size, Image.Resampling.LANCZOS)
        return np.ascontiguousarray(np.asarray(seen)[:, :, ::-1]), resolution * factor


def is_blank(pixels: Pixels) -> bool:
    """Return whether a page shows nothing but its ground."""
    grey = pixels.min(axis=2).astype(np.int16)
    return int((np.abs(grey - int(np.median(grey))) > _VISIBLE).sum()) < _SPECKS


def page_hash(pixels: Pixels) -> str:
    """Return the SHA-256, in hexadecimal, of a page's size and pixels."""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.hexdigest()
