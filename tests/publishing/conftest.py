"""Stores and the sites that are published of them, each once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from keikaku.graph.addresses import Style
from keikaku.graph.nquads import KEI, LABEL, SKOS, TYPE
from keikaku.store.folder import Store
from keikaku.web.pages.all_pages import Pages
from keikaku.web.site.publication import Publication
from keikaku.web.site.publishing import Published, publish
from tests.support import ORIGIN, ROOT, example_texts, plan_texts, put, shared, stored

BASE = "https://data.example.jp/plans/"
DAY = date(2026, 11, 20)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LONG = "とても長い名前の事業" * 12


@dataclass(frozen=True)
class Site:
    """A published site, and what it was published of."""

    folder: Path
    store: Store
    settings: Publication
    written: Published


def small_lines() -> dict[str, list[str]]:
    """Return a document with a plan, projects whose names are odd, and their parts."""
    plan = f"<{ORIGIN}07205/keikaku>"
    town = f"<{ORIGIN}07205>"
    names = ("橋-1a2b3c", LONG, "A%2FB", "Web.en", "道路(市道)")
    ones = [
        f"{town} {TYPE} <{KEI}Municipality>",
        f'{town} {LABEL} "=架空市"@ja',
        f"{town} <{SKOS}exactMatch> <http://data.e-stat.go.jp/lod/sac/C07205>",
        f"{plan} {TYPE} <{KEI}Plan>",
        f'{plan} {LABEL} "架空計画"@ja',
        f'{plan} <http://purl.org/dc/terms/title> "架空計画"@ja',
        f'{plan} <{KEI}startFiscalYear> "2024"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        f'{plan} <{KEI}endFiscalYear> "2027"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        f"<{ORIGIN}document/small> {TYPE} <{KEI}SourceDocument>",
        f'<{ORIGIN}document/small> <http://purl.org/dc/terms/title> "=架空計画 <b>"',
        f"<{ORIGIN}graph/small> {TYPE} <{KEI}DocumentGraph>",
    ]
    for name in names:
        project = f"{ORIGIN}07205/keikaku/project/{name}"
        ones += [
            f"<{project}> {TYPE} <{KEI}Project>",
            f'<{project}> {LABEL} "{name[:20]}"@ja',
            f"<{project}> <{KEI}inPlan> {plan}",
            f"<{project}> <{KEI}budget> <{project}/budget/2024>",
            f"<{project}/budget/2024> {TYPE} <{KEI}Budget>",
            f'<{project}/budget/2024> <{KEI}totalAmount> "5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        ]
    return {"small": ones}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return put(Store(tmp_path_factory.mktemp("small") / "store"), small_lines(), {"small": "07205"})


def settings(style: Style = "slash", **changed: object) -> Publication:
    """Return what a publisher decides."""
    given = {"base": BASE, "style": style, "licence": LICENCE, "day": DAY, "publisher": "架空県", **changed}
    return Publication(**given)  # type: ignore[arg-type]


@pytest.fixture(scope="session", params=["slash", "hash"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the real plans and the examples, and in the other style of IRIs that of one plan and the examples."""
    if request.param == "slash":
        store, sources = request.getfixturevalue("everything"), shared("plans")
    else:
        few = {name: path for name, path in plan_texts().items() if name.startswith("kanegasaki")}
        store = stored(Store(tmp_path_factory.mktemp("few") / "store"), few | example_texts())
        sources = ROOT / "examples"
    folder = tmp_path_factory.mktemp(request.param) / "site"
    chosen = settings(request.param, sources=(sources,))
    return Site(folder, store, chosen, publish(store, folder, chosen))


@pytest.fixture(scope="session")
def small_site(small: Store, tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("small-site") / "site"
    return Site(folder, small, settings(), publish(small, folder, settings()))


@pytest.fixture
def few_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pages where a test is about something else: they take most of the time."""
    monkeypatch.setattr(Pages, "few", lambda _self: ["index"])
