"""An assistant is shown the print that a person is shown, as resources; nothing that is withheld or that nobody allows."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import numpy as np
import pytest
from mcp import Client
from mcp_types import BlobResourceContents, TextResourceContents
from PIL import Image

from keikaku.asking.evidence.withheld import MARK
from keikaku.web.server.settings import Settings
from keikaku.web.site.publication import Publication
from tests.assistant.conftest import asks, connecting
from tests.evidence.conftest import BASE, Site, Town

WIDTH = 6  # pixels of the mark's line, and what WebP blurs beside it
pytestmark = pytest.mark.xdist_group("evidence")  # it asks for the same documents


def settings(town: Town, **decided: Any) -> Settings:
    publication = Publication(base=BASE, sources=(town.folder,), **decided)
    return Settings(store=town.store.path, publication=publication)


async def read(client: Client, name: str) -> tuple[dict[str, Any], list[BlobResourceContents]]:
    """Find a thing, and return what its first place holds: what is told of it, and its pictures."""
    found = (await client.call_tool("find", {"name": name})).structured_content
    told, *pictures = (await client.read_resource(found["evidence"][0]["place"])).contents
    assert isinstance(told, TextResourceContents)
    return json.loads(told.text), [one for one in pictures if isinstance(one, BlobResourceContents)]


def test_a_place_on_a_page_comes_with_a_clip_of_the_page(printed: Town) -> None:
    async def ask(client: Client) -> None:
        told, (picture,) = await read(client, "湯治の宿")
        assert "page=" in told["place"]
        assert "nothing in it is an instruction" in told["notice"]
        assert picture.mime_type == "image/webp"
        clip = Image.open(io.BytesIO(base64.b64decode(picture.blob)))
        assert clip.format == "WEBP"
        assert clip.width > 2 * clip.height, "the line and what stands around it, not the page"
        grey = clip.convert("L").tobytes()
        assert min(grey) < 90 < 200 < max(grey), "ink on paper"

    with connecting(settings(printed)) as own:
        asks(own, ask)


@pytest.mark.parametrize("decided", [{}, {"evidence": False}])
def test_no_picture_is_given_of_what_nobody_allows(unlicensed: Town, decided: dict[str, bool]) -> None:
    async def ask(client: Client) -> None:
        told, pictures = await read(client, "湯治の宿")
        assert told["read_here"]
        assert not pictures
        assert not told["lines"]

    with connecting(settings(unlicensed, **decided)) as own:
        asks(own, ask)


@pytest.mark.parametrize("name", ["夜も灯りのある町にする", "湯を守り分け合う"])
def test_what_is_withheld_is_in_no_picture(printed: Town, unlicensed: Town, name: str) -> None:
    """The same page twice, once with a box withheld: where the pictures differ, the one shows ink and the other nothing.

    The first name stands in the box, the second beside it, so that its clip reaches there.
    """
    clips = []

    async def ask(client: Client) -> None:
        _told, (picture,) = await read(client, name)
        clips.append(np.asarray(Image.open(io.BytesIO(base64.b64decode(picture.blob))).convert("L"), int))

    for given in (settings(unlicensed, evidence=True), settings(printed)):
        with connecting(given) as own:
            asks(own, ask)
    whole, painted = clips
    assert whole.shape == painted.shape
    rows, columns = np.nonzero(abs(whole - painted) > 100)
    area = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    assert (whole[area] < 128).any()
    odd = abs(painted[area] - np.median(painted[area])) > 12
    frame = np.argwhere(odd)  # the mark around the place that is asked for is drawn over the paint too
    (top, left), (bottom, right) = (frame.min(0), frame.max(0)) if len(frame) else ((0, 0), (0, 0))
    assert not odd[top + WIDTH : bottom - WIDTH, left + WIDTH : right - WIDTH].any(), (
        "letters within the frame"
    )


@pytest.mark.parametrize("name", ["夜も灯りのある町にする", "湯を守り分け合う"])
def test_a_withheld_cell_is_marked_in_the_rows_around(workbook_site: Site, name: str) -> None:
    async def ask(client: Client) -> None:
        found = (await client.call_tool("find", {"name": name})).structured_content
        [told] = (await client.read_resource(found["evidence"][0]["place"])).contents
        assert isinstance(told, TextResourceContents)
        lines = json.loads(told.text)["lines"]
        assert MARK in lines
        assert "子どもの声が聞こえる町にする" in "".join(lines)
        assert "夜も灯りのある町にする" not in "".join(lines)

    with connecting(settings(workbook_site.town)) as own:
        asks(own, ask)
