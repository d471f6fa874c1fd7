"""Pictures of pages: small, legible, the same for the same page, and without what is withheld."""

from __future__ import annotations

import hashlib
import io
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from keikaku.documents import page_images as module
from keikaku.documents.apart import each_apart
from keikaku.documents.form import Box
from keikaku.documents.page_images import MOST_BYTES, WIDTH, Drawn, encoded, page_images
from keikaku.ground.errors import OverrunError
from tests.documents.made import Page, pdf
from tests.support import shared

NAME = Box(100, 92, 160, 104)
"""Where the made page prints a name."""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let each test begin with an empty cache."""
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return pdf(
        tmp_path / "plan.pdf",
        [Page().text(100, 102, "1 2 3 4 5 6").text(300, 702, "70"), Page(842, 595).text(50, 50, "9")],
    )


def drawn(path: Path, *pages: int, withheld: Mapping[int, Sequence[Box]] | None = None) -> Drawn:
    return page_images(path, "PDF", hashlib.sha256(path.read_bytes()).hexdigest(), pages, withheld)


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("L")


def ink(data: bytes, box: Box, scale: float) -> int:
    """Return how many dark pixels lie in a box of a page."""
    sides = [round(side * scale) for side in (box.left, box.top, box.right, box.bottom)]
    crop = picture(data).crop((sides[0], sides[1], sides[2], sides[3]))
    return int((np.asarray(crop) < 128).sum())


def test_a_page_is_a_thousand_pixels_wide_and_its_figures_stand_where_they_are_printed(made: Path) -> None:
    images = drawn(made, 1, 2).images
    scale = images[1].width / images[1].across

    assert [(one.width, one.across, one.along) for one in images.values()] == [
        (WIDTH, 595.0, 842.0),
        (WIDTH, 842.0, 595.0),
    ]
    assert Image.open(io.BytesIO(images[1].data)).size == (images[1].width, images[1].height)
    assert ink(images[1].data, Box(300, 692, 312, 704), scale) > 10
    assert ink(images[1].data, Box(320, 692, 500, 704), scale) == 0


def test_what_is_withheld_is_not_in_the_picture_and_the_rest_is(made: Path) -> None:
    before, after = (drawn(made, 1, withheld=boxes).images[1] for boxes in ({}, {1: (NAME,)}))
    scale = before.width / before.across
    left, top, right, bottom = (
        round(side * scale) for side in (NAME.left, NAME.top, NAME.right, NAME.bottom)
    )
    covered = picture(after.data).crop((left, top, right, bottom))

    assert ink(before.data, NAME, scale) > 50
    assert np.ptp(np.asarray(covered)) < 12  # one ground; nothing of the letters shines through
    assert ink(after.data, Box(300, 692, 312, 704), scale) > 10


def test_a_page_is_drawn_once_and_anew_where_other_boxes_are_withheld(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawn(made, 1, 2)
    monkeypatch.setattr(module, "each_apart", lambda *_given, **_limits: pytest.fail("drawn again"))
    assert drawn(made, 1, 2) == first
    with pytest.raises(pytest.fail.Exception):
        drawn(made, 1, withheld={1: (NAME,)})


def test_the_same_page_gives_the_same_bytes(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawn(made, 1)
    monkeypatch.setenv("KEIKAKU_CACHE", str(tmp_path / "another"))
    assert drawn(made, 1) == first


def test_a_page_that_is_not_there_costs_itself_alone(made: Path) -> None:
    found = drawn(made, 1, 2, 7)

    assert sorted(found.images) == [1, 2]
    assert found.failed[7].id == "documents.damaged"
    assert "page 7" in str(found.failed[7].values["where"])


def test_a_bomb_ends_its_process_and_is_named() -> None:
    found = drawn(shared("formats", "bad", "flate-bomb.pdf"), 1)

    assert found.images == {}
    assert isinstance(found.failed[1], OverrunError)


def test_a_document_that_cannot_be_opened_fails_on_every_page_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = []

    def counted(*given: Any, **limits: Any) -> Iterator[Any]:
        starts.append(1)
        return each_apart(*given, **limits)

    monkeypatch.setattr(module, "each_apart", counted)
    found = drawn(shared("formats", "bad", "truncated.pdf"), 1, 2, 3)

    assert (sorted(found.failed), starts) == ([1, 2, 3], [1])


def test_pages_are_small_and_none_is_large() -> None:
    names = ["documents/sogo-senryaku", "documents/sdgs-mirai", "documents/nankoku-continuing-projects-r4"]
    sizes = [
        len(image.data)
        for name in names
        for image in drawn(shared(*f"{name}.pdf".split("/")), 1, 2).images.values()
    ]

    assert len(sizes) == 6
    assert statistics.median(sizes) <= 60_000
    assert max(sizes) <= MOST_BYTES


def test_noise_such_as_a_scan_has_stays_within_the_bound() -> None:
    noise = Image.effect_noise((1000, 1414), 60).convert("RGB")

    assert len(encoded(noise)) <= MOST_BYTES


def test_a_cache_that_cannot_be_written_costs_time_alone(made: Path, cache: Path) -> None:
    cache.write_bytes(b"no folder")

    assert sorted(drawn(made, 1).images) == [1]


def test_what_stands_in_the_cache_and_is_no_picture_is_drawn_anew(made: Path, cache: Path) -> None:
    first = drawn(made, 1)
    [kept] = (file for file in cache.rglob("*") if file.is_file())
    kept.write_bytes(b"{}\n")

    assert drawn(made, 1) == first


@pytest.mark.parametrize("form", ["TIFF", "PNG", "JPEG"])
def test_a_scan_is_drawn_by_the_points_of_its_resolution_and_what_is_withheld_is_gone(
    tmp_path: Path, form: str
) -> None:
    pytest.importorskip("cv2")
    path = tmp_path / "scan"
    page = Image.new("L", (1654, 2339), 255)  # A4 at 200 dpi
    page.paste(0, (500, 1000, 600, 1050))
    page.paste(0, (500, 2000, 600, 2050))
    page.save(path, form, dpi=(200, 200))
    box, other = (Box(500 * 0.36, top * 0.36, 600 * 0.36, (top + 50) * 0.36) for top in (1000, 2000))
    found = page_images(path, form, hashlib.sha256(path.read_bytes()).hexdigest(), [1], {1: (other,)})
    image = found.images[1]
    scale = image.width / image.across

    assert (image.width, round(image.across) in (595, 596), round(image.along)) == (WIDTH, True, 842)
    assert ink(image.data, box, scale) > 0.9 * box.width * box.height * scale**2
    assert ink(image.data, other, scale) == 0
