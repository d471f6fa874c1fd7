"""The sites of the tests of pages, and what runs JavaScript and checks HTML."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.pages.conftest import example_site, odd_site, plan_site
from tests.support import ROOT, missing

__all__ = ["example_site", "odd_site", "plan_site"]

VNU = ROOT / "build" / "html" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.fixture(scope="session")
def node() -> str:
    """The program that runs JavaScript."""
    found = shutil.which("node")
    if not found:
        missing("node", "apt-get install nodejs")
    return str(found)


@pytest.fixture(scope="session")
def vnu() -> list[str]:
    """The command that checks HTML."""
    java = shutil.which("java")
    if not java or not VNU.is_file():
        missing("The Nu HTML checker", "sh tools/test-html.sh installs it")
    return [str(java), "-jar", str(Path(VNU))]
