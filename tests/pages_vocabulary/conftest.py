"""The sites of the tests of pages, and what runs JavaScript and checks HTML."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from keikaku.store.folder import Store
from tests.pages.conftest import Site, examples, odd_site, plan_site, plans, site_of
from tests.support import ROOT

__all__ = ["examples", "odd_site", "plan_site", "plans", "site_of"]

VNU = ROOT / "build" / "html" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def missing(what: str, how: str) -> None:
    """Skip a test for want of something; in CI fail."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; {how}")
    pytest.skip(f"{what} is missing; {how}")


@pytest.fixture(scope="session")
def example_site(examples: Store) -> Site:
    """The pages of the examples; what these tests look at is the same for both styles of IRIs."""
    return site_of(examples)


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
