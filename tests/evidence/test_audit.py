"""The audit's page beside the print: clips that need nothing else, and their place, source and licence."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lxml import html
from PIL import Image
from typer.testing import CliRunner

from keikaku.audit.clips import Prints, clips
from keikaku.audit.run import audit
from keikaku.cli import app
from tests.evidence.conftest import Site, Town
from tests.support import raises

pytestmark = pytest.mark.xdist_group("evidence")  # all of them ask for the same four sites


def page(town: Town, folder: Path, *options: str) -> Any:
    """Return the page that the command writes."""
    asked = [
        "audit",
        "--store",
        str(town.store.path),
        "--output",
        str(folder),
        "--format",
        "html",
        "--lang",
        "en",
    ]
    done = CliRunner().invoke(app, [*asked, *options])
    assert done.exit_code == 0, done.output
    return html.parse(str(folder / "audit.html"))


def test_a_finding_stands_beside_its_print(printed: Town, tmp_path: Path) -> None:
    tree = page(printed, tmp_path, "--sources", str(printed.folder))
    [finding] = tree.xpath("//article[contains(., 'bus') or contains(., '冬の路線バス利用者数')]")
    [image] = finding.xpath(".//img")
    kind, _comma, data = image.get("src").partition(",")
    picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    pixels = np.asarray(picture).astype(int)
    red = (pixels[:, :, 0] - pixels[:, :, 1] > 80) & (pixels[:, :, 0] > 120)
    rows, columns = np.nonzero(red)
    inside = pixels[rows.min() + 4 : rows.max() - 3, columns.min() + 4 : columns.max() - 3]

    assert kind == "data:image/webp;base64"
    assert picture.size == (1000, int(image.get("height")))
    assert picture.height < 200
    assert (inside.sum(axis=2) < 300).sum() > 100  # the ink of the name, within the box
    caption = finding.xpath("string(.//figcaption)")
    assert all(word in caption for word in ("p. 3", "plan.pdf", "CC BY 4.0", "withheld"))
    number = finding.get("id").removeprefix("print-")
    assert tree.xpath("//table[@id='t-findings']//a[@href=$to]", to=f"#print-{number}")


def test_the_page_allows_pictures_that_it_holds_and_no_others(
    printed: Town, unlicensed: Town, tmp_path: Path
) -> None:
    def policy(tree: Any) -> str:
        return str(tree.xpath("//meta[@http-equiv]/@content")[0])

    with_clips = page(printed, tmp_path / "with", "--sources", str(printed.folder))
    without = page(unlicensed, tmp_path / "without", "--sources", str(unlicensed.folder))

    assert "img-src data:;" in policy(with_clips)
    assert ("img-src" in policy(without), without.xpath("//article")) == (False, [])
    assert all(src.startswith("data:") for src in with_clips.xpath("//img/@src"))


def test_what_is_asked_for_is_in_the_command_that_makes_the_paper_again(
    unlicensed: Town, tmp_path: Path
) -> None:
    tree = page(unlicensed, tmp_path, "--sources", str(unlicensed.folder), "--evidence")

    assert tree.xpath("//article[@class='print']")
    assert f"--sources {unlicensed.folder} --evidence" in tree.xpath("string(//dl[@class='provenance'])")


def test_rows_and_paragraphs_stand_beside_findings_too(workbook_site: Site, archive_site: Site) -> None:
    for site, is_table in ((workbook_site, True), (archive_site, False)):
        found = clips(site.town.store, audit(site.town.store), Prints((site.town.folder,)))
        held = [clip for ones in found.values() for clip in ones]
        assert held
        assert {stretch.is_table for clip in held for stretch in clip.stretches} == {is_table}
        assert all(
            any(field.is_read for strip in stretch.strips for field in strip.fields)
            for clip in held
            for stretch in clip.stretches
        )


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with raises("documents.missing-path"):
        Prints((tmp_path / "nowhere",))
    with raises("publishing.no-sources"):
        Prints((), asked=True)
