"""Text recognition on a cluster, page by page, on hosts that reach nothing but each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from keikaku import read_document
from keikaku.documents.ocr import second
from keikaku.documents.ocr.model import USUAL
from tests.cluster.net import BIN, Net, network
from tests.documents.scans import save, scan

pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.slow]


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with network(tmp_path_factory.mktemp("net")) as made:
        made.scheduler()
        made.worker("one", KEIKAKU_CACHE=str(made.folder / "one"))
        made.worker("two", KEIKAKU_CACHE=str(made.folder / "two"))
        yield made


def test_the_text_is_that_of_one_machine(net: Net, tmp_path: Path) -> None:
    """No worker has a way to the Internet: the models are those of the package."""
    if second.describe() is None:
        pytest.skip("tesseract is not installed")
    page = scan("d3-text", 2, skew=0.0)
    path = save(tmp_path / "scan.tif", page.crop((0, 1400, 1653, 1500)), page.crop((0, 1500, 1653, 1600)))
    told = net.run("caller", str(BIN / "keikaku"), "text", str(path), "--scheduler", net.tcp, "--lang", "en")

    assert told.returncode == 0, told.stderr
    assert told.stdout == read_document(path, ocr=replace(USUAL, cached=False)).text
    assert told.stdout.count("\f") == 1, told.stderr
    assert "page 1, 2: text recognised" in told.stderr


def test_a_worker_with_other_engines_is_refused(net: Net, tmp_path: Path) -> None:
    """The caller has no second engine here: the same page would not give the same text."""
    path = save(tmp_path / "scan.png", scan("d3-text", 2, skew=0.0).crop((0, 1400, 1653, 1500)))
    told = net.run(
        "caller", "/usr/bin/env", f"PATH={tmp_path}", str(BIN / "keikaku"), "text", str(path),
        "--scheduler", net.tcp, "--lang", "en",
    )  # fmt: skip

    assert told.returncode == 2
    assert "tesseract" in told.stderr
    assert told.stdout == ""
