"""What visitors reported as wrongly read, and what became of it, as other visitors meet it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from keikaku.building.model import Options
from keikaku.building.pipeline import build
from keikaku.building.reports import Report, take
from keikaku.building.review import Review, Wanted
from keikaku.reading.decisions.decision import Act
from keikaku.reading.decisions.open_items import Kind
from keikaku.store.folder import Store
from keikaku.web.pages.bundles import available
from tests.browser.conftest import hosted
from tests.browser.driving import WEB, Driver, Visitor
from tests.review.conftest import GRAMMAR, PLAN, SATO
from tests.support import missing

pytestmark = pytest.mark.xdist_group("site")

PLAN_PAGE = "doc/99901/strategy"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site on which one report was answered and another is open."""
    if not available():
        missing("What the pages run", WEB)
    with reported(tmp_path_factory.mktemp("reported")) as address:
        yield address


@contextmanager
def reported(place: Path) -> Iterator[str]:
    """Publish a plan about which two reports came in, one of them answered, and return the base of the site."""
    folder = place / "shiomi"
    folder.mkdir()
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    (folder / "plan.yml").write_text(GRAMMAR, "utf-8")
    review = Review(folder / "plan.txt")
    for name, should in (("strategy", "第2期総合戦略"), ("strategy/goal/安心して暮らせるまち", "安全な町")):
        assert take(review, [Report(f"https://x.example/doc/99901/{name}.html", should, "3 ページ")])
    review.again()
    [first, _second] = review.open([Kind.REPORT])
    review.decide(SATO, [Wanted(Act.CORRECT, first.key, "第2期総合戦略")])
    store = Store(folder.parent / "store")
    build(folder / "plan.txt", store, Options(jobs=0))
    with hosted(store, folder.parent / "host", folder, reports="mailto:data@x.example") as address:
        yield address


@pytest.mark.parametrize(("language", "scheme"), [("ja", "light"), ("en", "dark")])
def test_reports_are_read_by_anybody_and_made_from_any_page(
    driver: Driver, site: str, language: str, scheme: str
) -> None:
    visitor = Visitor(driver, site)
    visitor.plain()
    visitor.complaints()
    visitor.scheme(scheme)
    suffix = "" if language == "ja" else ".en"
    visitor.open(f"{PLAN_PAGE}{suffix}.html")
    link = visitor.one("a[href^='mailto:']").get_attribute("href") or ""
    assert "/doc/99901/strategy" in parse_qs(urlsplit(link).query)["body"][0]
    visitor.link({"ja": "寄せられた指摘", "en": "Reports"}[language], "footer").click()
    rows = visitor.texts("main tbody tr")
    assert len(rows) == 2
    assert sum("第2期総合戦略" in row and "有識者会議" in row for row in rows) == 1
    assert sum({"ja": "確認待ち", "en": "open"}[language] in row for row in rows) == 1
    for width in (1200, 400):
        visitor.width(width)
        assert visitor.obstacles() == []
        assert visitor.run("return document.documentElement.scrollWidth") <= width
    assert visitor.complaints() == []
