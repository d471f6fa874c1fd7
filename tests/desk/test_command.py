"""What ``keikaku review`` says before there is a desk."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keikaku.building.review import Review
from keikaku.web.desk.desk_app import application
from keikaku.web.desk.opened import Opened
from tests.conftest import Keikaku
from tests.desk.conftest import HOST, WAITS


@pytest.mark.parametrize(("language", "said"), [("en", "Run make web"), ("ja", "画面の部品がありません")])
def test_without_what_runs_in_the_browser_nothing_is_read(
    language: str, said: str, example: Path, keikaku: Keikaku, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keikaku.web.pages.bundles.available", frozenset)
    result = keikaku("review", example, "--no-browser", "--lang", language)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Reading" not in result.stderr


def test_the_page_is_in_the_language_of_the_command_unless_its_address_says_another(example: Path) -> None:
    app, gate = application(Opened(Review(example), patience=WAITS), HOST, language="ja")
    client = TestClient(app, base_url=f"http://{HOST}", headers={"Accept-Language": "en"})
    assert '<html lang="ja">' in client.get("/", params={"key": gate.key}).text
    assert '<html lang="en">' in client.get("/", params={"lang": "en"}).text
