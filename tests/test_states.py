"""One set of states, everywhere: what each output shows is compared with the list in the ontology."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO, StringIO
from itertools import pairwise

import pytest
from openpyxl import load_workbook
from rich.console import Console

from keikaku.asking.questions import queries, run
from keikaku.audit.model import Audit
from keikaku.audit.paper_html import html_bytes
from keikaku.audit.paper_xlsx import workbook_bytes
from keikaku.audit.run import audit
from keikaku.audit.tables import tables
from keikaku.cli.heat_map import show
from keikaku.graph import states
from keikaku.graph.states import STANDINGS, Status
from keikaku.ground import vocab
from keikaku.ground.messages import Language
from keikaku.store.folder import Store
from keikaku.web.pages.layout import LANGUAGES, assets
from tests.audit.support import fixture_lines
from tests.pages.conftest import Site, site_of
from tests.support import put

SIGN = re.compile(r'<span class="state s-(\w+)"[^>]*>((?:<span[^>]*>[^<]*</span>)+|[^<]*)</span>')


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return put(Store(tmp_path_factory.mktemp("states") / "store"), fixture_lines())


@pytest.fixture(scope="module")
def made(towns: Store) -> Audit:
    return audit(towns)


@pytest.fixture(scope="module")
def site(towns: Store) -> Site:
    return site_of(towns)


def test_the_ontology_lists_the_states_and_no_other() -> None:
    codes = vocab.codes("linkStates")
    assert [code.labels["en"] for code in codes] == [status.value for status in Status]
    signs, words = {one.sign for one in Status}, {one.word("ja") for one in Status}
    assert len(signs) == len(words) == len({one.definition("en") for one in Status}) == len(Status)
    assert all(len(status.sign) == 1 for status in Status)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_the_audit_uses_them(made: Audit, language: Language) -> None:
    words, signs = {one.word(language) for one in Status}, {one.sign for one in Status}
    seen: set[str] = set()
    for table in tables(made, language):
        for index, column in enumerate(table.columns):
            cells = {str(row[index]) for row in table.rows}
            if column.kind == "status":
                assert cells <= signs
                seen |= cells
            elif column.head in ("状態", "status"):
                assert cells <= words
    assert {one.sign for one in (Status.DECLARED, Status.UNREADABLE, Status.GENERAL, Status.ABSENT)} <= seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_papers_explain_each_with_the_same_words(made: Audit, language: Language) -> None:
    html = html_bytes(made, language).decode()
    screen = StringIO()
    show(made, Console(file=screen, width=250, color_system=None), language)
    for status in STANDINGS:
        legend = f'<span class="s s-{status.value}">{status.sign}</span> <strong>{status.word(language)}</strong> — '
        assert legend + status.definition(language) in html.replace("&#39;", "'")
        assert f".s-{status.value}{{" in html
        assert f"{status.sign} {status.word(language)}" in screen.getvalue()


def test_the_workbook_gives_each_sign_its_colour(made: Audit) -> None:
    sheet = load_workbook(BytesIO(workbook_bytes(made, "en")))["Matrix"]
    fills: dict[str, set[str]] = {}
    for row in sheet.iter_rows(min_row=2, min_col=7, max_col=23):
        for cell in row:
            fills.setdefault(str(cell.value), set()).add(cell.fill.start_color.rgb)
    assert fills.keys() <= {one.sign for one in STANDINGS}
    assert {len(found) for found in fills.values()} == {1}
    assert len({min(found) for found in fills.values()}) == len(fills)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_uses_them(site: Site, language: Language) -> None:
    seen = set()
    for path in site.pages.paths():
        for name, shown in SIGN.findall(site.pages.html(path, language).decode()):
            status = Status(name)
            assert re.sub("<[^>]*>", "", shown).replace(" ", "") == status.sign + status.word(language), path
            seen.add(status)
    assert {Status.UNREADABLE, Status.GENERAL, Status.ABSENT} <= seen
    style = dict(assets())["assets/site.css"].decode()
    assert all(f".s-{status.value}" in style for status in Status)


def _statuses(store: Store) -> Iterable[tuple[str, str]]:
    for name in ("measures-without-sdg", "sdg-cells", "suggested-links"):
        for row in run(store.load(), queries()[name], {}).records():
            yield name, str(row["status"])


def test_queries_answer_with_their_names(towns: Store) -> None:
    found = list(_statuses(towns))
    assert {status for _name, status in found} <= {one.value for one in Status}
    assert {"unreadable", "general", "absent"} <= {
        status for name, status in found if name == "measures-without-sdg"
    }


@pytest.mark.parametrize("name", ["sdg-coverage", "sdg-totals", "sdg-matrix", "sdgs-without-measures"])
def test_queries_that_count_goals_say_how_many_fields_were_lost(towns: Store, name: str) -> None:
    found = [row["unreadable"] for row in run(towns.load(), queries()[name], {}).records()]
    assert any(found)
    assert None not in found


def test_the_surest_state_comes_first() -> None:
    order = list(Status)
    assert all(order.index(one) < order.index(other) for one, other in pairwise(STANDINGS))
    assert states.unlinked(unreadable=False, general=True) is Status.GENERAL
