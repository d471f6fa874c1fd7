"""The docs as a site: built whole, every link and anchor followed, nothing from elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import keikaku
from tests.support import ROOT


def test_the_site_is_whole_and_stands_by_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "site").glob("*.html")}
    assert {"index.html", "index.ja.html", "contributing.html", "changelog.html"} <= set(pages)
    for name in keikaku.__all__:
        assert re.search(rf'id="keikaku\.[\w.]*\b{name}"', pages["reference.html"]), name
    loaded = [
        address
        for text in pages.values()
        for address in re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="([^"]+)"', text)
    ]
    assert loaded
    assert not [address for address in loaded if re.match(r"https?:|//", address)]
