"""A document without plan.yml under review: its draft asks what nobody has said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from keikaku.building.model import Options
from keikaku.building.review import Review
from keikaku.reading.drafting.draft import Draft, draft
from tests.drafting.test_draft import UNSEEN


def test_what_was_said_is_not_asked_and_a_document_is_drafted_once_for_what_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(UNSEEN.replace("清流町", "本町"), encoding="utf-8")
    drafts: list[Draft] = []

    def counted(*documents: Any, **settings: Any) -> Draft:
        drafts.append(draft(*documents, **settings))
        return drafts[-1]

    monkeypatch.setattr("keikaku.building.review.draft", counted)
    review = Review(path, Options(municipality="20207"))
    assert not [ja for _en, ja in review.questions if "自治体" in ja]
    assert "20207" in review.plan_text
    assert len(drafts) == 1
