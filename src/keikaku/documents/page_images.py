"""Pictures of pages, as evidence: drawn in a process of its own, kept by the hash of the document and the page.

What is withheld is painted over in the picture itself, before anything leaves the process that draws it. The same
file, page and boxes give the same bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keikaku.documents import archives
from keikaku.documents.apart import each_apart
from keikaku.documents.files import form_of, named
from keikaku.documents.form import Box
from keikaku.documents.limits import limit
from keikaku.documents.packages import PackageError
from keikaku.ground.caches import cache_folder
from keikaku.ground.errors import (
    InputError,
    KeikakuError,
    MissingExtraError,
    OverrunError,
)
from keikaku.ground.files import write_whole

if TYPE_CHECKING:
    from PIL.Image import Image

    _Page = tuple[Image, float, float]
    """A page as it is displayed, its width and its height in points."""

WIDTH = 1000
"""Pixels across: 8 pt on a page of A4 are 13 pixels high, which is read with ease."""

MOST_BYTES = 150_000
"""The largest picture. Of 105 real and typeset pages the median has 34 kB, the largest 122 kB."""

_MOST_UPRIGHT = 4  # times its width; a longer page (a roll, a page that a stranger made up) is drawn smaller
_GROUND = "#8a8a8a"  # what is painted over
_COLOURS = 64  # of a page of text, its smoothed edges included
_QUALITIES = (60, 45, 30, 15)  # of a page of photographs, until it is small enough
_SCANNED_DPI = 150  # of what a scan is scaled down from
FORMS = frozenset({"PDF", "TIFF", "JPEG", "PNG"})
"""The forms of which pages are drawn."""
_SECONDS = 120.0
_MOST_DEATHS = 5  # of processes that draw, and a document is given up
_RECIPE = 1  # counted up when pictures come out otherwise


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page.

    Attributes:
        page: The page's number in its file, from 1.
        width: Of the picture, in pixels.
        height: Likewise.
        across: The page's width in points.
        along: Its height in points.
        data: The picture's bytes, as WebP.
    """

    page: int
    width: int
    height: int
    across: float
    along: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a document's pages became.

    Attributes:
        images: The pictures, by page.
        failed: What kept the others from being drawn, by page.
    """

    images: dict[int, PageImage]
    failed: dict[int, KeikakuError]


def page_images(
    path: Path,
    form: str,
    sha256: str,
    pages: Sequence[int],
    withheld: Mapping[int, Sequence[Box]] | None = None,
    *,
    file: str = "",
) -> Drawn:
    """Return pictures of some pages of a document; what was drawn before is taken from the cache.

    A page that cannot be drawn costs itself alone.

    Args:
        path: The document.
        form: The name of its form.
        sha256: The hash of its bytes, in hexadecimal.
        pages: Their numbers, from 1.
        withheld: What is painted over, by page.
        file: The file that the pages are in, of an archive or a folder.

    Raises:
        MissingExtraError: What writes pictures is not installed.
    """
    boxes = {page: tuple((withheld or {}).get(page, ())) for page in sorted(set(pages))}
    name = hashlib.sha256(f"{sha256} {file}".encode()).hexdigest() if file else sha256
    files = {page: _kept(name, page, boxes[page]) for page in boxes}
    drawn = Drawn({page: image for page, place in files.items() if (image := _read(place))}, {})
    left = {page: boxes[page] for page in boxes if page not in drawn.images}
    try:
        for place, own in _files(path, form, file) if left else ():
            _draw_left(place, own, left, drawn)
            for page in left.keys() & drawn.images.keys():
                _write(files[page], drawn.images[page])
    except PackageError as error:  # changed since it was read
        drawn.failed.update(dict.fromkeys(left, named(path, form, error)))
    return drawn


def _files(path: Path, form: str, file: str) -> Iterator[tuple[Path, str]]:
    """Yield the file that pages are in, with its form; nothing for one without pages."""
    if not file:
        yield path, form
        return
    for _name, place in archives.files_of(path, form, {file}):
        own = form_of(place)
        if own is not None and own.name in FORMS:
            yield place, own.name


def _draw_left(path: Path, form: str, boxes: Mapping[int, Sequence[Box]], drawn: Drawn) -> None:
    """Draw pages of a file, and note what becomes of each."""
    left = list(boxes)
    memory = limit("PDF" if form == "PDF" else "OCR").memory  # an A3 page at 400 dpi has 31 million pixels
    deaths: list[OverrunError] = []
    while left and len(deaths) < _MOST_DEATHS:
        told = tuple((page, boxes[page]) for page in left)
        try:
            for answer in each_apart("page_images:draw", path, form, told, memory=memory, seconds=_SECONDS):
                page = left.pop(0)
                if isinstance(answer, PageImage):
                    drawn.images[page] = answer
                else:
                    drawn.failed[page] = InputError("documents.damaged", path=path, form=form, where=answer)
        except OverrunError as error:  # the page that was being drawn ended the process
            drawn.failed[left.pop(0)] = error
            deaths.append(error)
        except InputError as error:
            drawn.failed.update(dict.fromkeys(left, error))
            return
    drawn.failed.update(dict.fromkeys(left, deaths[-1]) if left else {})


def _kept(sha256: str, page: int, boxes: Sequence[Box]) -> Path:
    """Return the file that keeps a picture; other boxes, another recipe, are another file."""
    how = json.dumps([_RECIPE, WIDTH, [asdict(box) for box in boxes]])
    name = hashlib.sha256(how.encode()).hexdigest()[:16]
    return cache_folder("page-images") / sha256 / f"{page}-{name}"


def _read(file: Path) -> PageImage | None:
    """Return a kept picture: a line of JSON that describes it, then its bytes."""
    try:
        head, _end, data = file.read_bytes().partition(b"\n")
        return PageImage(**json.loads(head), data=data)
    except (OSError, ValueError, TypeError):  # none, or not ours: it is drawn anew
        return None


def _write(file: Path, image: PageImage) -> None:
    """Keep a picture; a cache that cannot be written costs time, and nothing else."""
    head = asdict(image)
    del head["data"]
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, [json.dumps(head).encode(), b"\n", image.data])


# ---------------------------------------------------------------- in the process that draws


def draw(path: Path, form: str, pages: Sequence[tuple[int, Sequence[Box]]]) -> Iterator[PageImage | str]:
    """Yield a picture of each page, what its boxes hold painted over; of one that cannot be drawn, where it fails.

    Args:
        path: The document.
        form: The name of its form.
        pages: Numbers of pages, each with what is withheld of it, in points.

    Raises:
        MissingExtraError: Pillow is not installed.
        InputError: The document cannot be opened.
    """
    if find_spec("PIL") is None:
        raise MissingExtraError(
            "ground.missing-extra", what="page images", package="pillow", extra="documents"
        )
    pages_of = _pdf_pages if form == "PDF" else _scanned_pages
    for number, drawn in pages_of(path, form, [number for number, _boxes in pages]):
        if isinstance(drawn, str):
            yield drawn
            continue
        picture, across, along = drawn
        _paint_over(picture, dict(pages)[number], picture.width / across)
        data = encoded(picture)
        yield PageImage(number, picture.width, picture.height, round(across, 2), round(along, 2), data)


def _pdf_pages(path: Path, form: str, numbers: Sequence[int]) -> Iterator[tuple[int, _Page | str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise InputError("documents.damaged", path=path, form=form, where=str(error)) from error
    for number in numbers:
        try:
            page = document[number - 1]
            across, along = page.get_size()
            picture = page.render(scale=_scale(across, along)).to_pil().convert("RGB")
            yield number, (picture, across, along)
        except (pypdfium2.PdfiumError, IndexError) as error:
            yield number, f"page {number}: {error}"


def _scanned_pages(path: Path, form: str, numbers: Sequence[int]) -> Iterator[tuple[int, _Page | str]]:
    """Yield the pages of an image file; its resolution, as text recognition takes it, says how large they are."""
    from PIL import Image

    from keikaku.documents.ocr.images import ImageError
    from keikaku.documents.ocr.images import draw as scanned

    for number in numbers:
        try:
            pixels, dpi = scanned(path, form, number, _SCANNED_DPI)
        except ImageError as error:
            yield number, f"page {number}: {error}"
            continue
        whole = Image.fromarray(pixels[:, :, ::-1])
        across, along = whole.width * 72 / dpi, whole.height * 72 / dpi
        scale = _scale(across, along)
        size = (max(1, round(across * scale)), max(1, round(along * scale)))
        yield number, (whole.resize(size, Image.Resampling.LANCZOS), across, along)


def _scale(across: float, along: float) -> float:
    """Return the pixels of a point."""
    return WIDTH / max(across, along / _MOST_UPRIGHT)


def _paint_over(picture: Image, boxes: Sequence[Box], scale: float) -> None:
    from PIL.ImageDraw import Draw

    for box in boxes:
        left, top, right, bottom = (scale * side for side in (box.left, box.top, box.right, box.bottom))
        Draw(picture).rectangle((int(left) - 1, int(top) - 1, int(right) + 1, int(bottom) + 1), fill=_GROUND)


def encoded(picture: Image) -> bytes:
    """Return a picture as WebP: few colours without loss, or many with it, whichever is smaller.

    Text and rules are smaller and sharper without loss; photographs and the noise of scans are a tenth with it.
    """
    from PIL.Image import Dither, Quantize

    few = picture.quantize(_COLOURS, method=Quantize.FASTOCTREE, dither=Dither.NONE).convert("RGB")
    sharp = _webp(few, lossless=True, quality=60)
    smooth = _webp(picture, quality=_QUALITIES[0])
    data = min(sharp, smooth, key=len)
    for quality in _QUALITIES[1:]:
        if len(data) <= MOST_BYTES:
            return data
        data = _webp(picture, quality=quality)
    coarse = 1
    while len(data) > MOST_BYTES:  # noise from edge to edge, which nobody reads
        coarse *= 2
        data = _webp(picture.reduce(coarse).resize(picture.size), quality=_QUALITIES[-1])
    return data


def _webp(picture: Image, **how: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", method=4, **how)
    return buffer.getvalue()
