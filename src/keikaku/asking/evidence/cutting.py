"""Clips of pages: the whole width of a page, around a box that is drawn on it."""

from __future__ import annotations

import io
from dataclasses import replace

from keikaku.documents.form import Box
from keikaku.documents.page_images import PageImage, encoded

_AROUND = 26.0  # points above and below a box: two lines
_TALLEST = 260.0  # points of a clip
_MARK = "#b3261e"


def around(image: PageImage, box: Box | None) -> PageImage:
    """Return a clip of a page around a box, which is drawn on it; the page itself where there is no box.

    Args:
        image: The page.
        box: In points from its upper left corner.
    """
    from PIL import Image
    from PIL.ImageDraw import Draw

    if box is None:
        return image
    picture, scale = Image.open(io.BytesIO(image.data)).convert("RGB"), image.width / image.across
    sides = [scale * side for side in (box.left - 2, box.top - 2, box.right + 2, box.bottom + 2)]
    Draw(picture).rectangle((sides[0], sides[1], sides[2], sides[3]), outline=_MARK, width=3)
    top, bottom = _range(box, image.along)
    picture = picture.crop((0, int(scale * top), picture.width, int(scale * bottom)))
    return replace(image, data=encoded(picture), width=picture.width, height=picture.height)


def _range(box: Box, along: float) -> tuple[float, float]:
    """Return the upper and lower edge of a clip around a box, in points."""
    top = max(0.0, box.top - _AROUND)
    return top, min(along, top + _TALLEST, box.bottom + _AROUND)
