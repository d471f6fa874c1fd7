"""What pages tell search engines: JSON-LD that stays inside its element and says what the page is about."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from keikaku.ground.messages import Language
from keikaku.web.pages.layout import LANGUAGES
from keikaku.web.pages.vocabulary.terms import terms
from tests.pages.conftest import BASE, Site
from tests.pages.odd import EVIL

_SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def said(site: Site, path: str, language: Language = "ja") -> dict[str, dict[str, Any]]:
    """Return the nodes of a page's JSON-LD by their IRIs."""
    scripts = _SCRIPT.findall(site.pages.html(path, language).decode())
    assert len(scripts) == 1
    assert not set("<>&") & set(scripts[0])
    document = json.loads(scripts[0])
    assert document["@context"] == "https://schema.org"
    return {node["@id"]: node for node in document["@graph"]}


@pytest.fixture(scope="module")
def project(plan_site: Site) -> str:
    documents = plan_site.dataset.documents
    return next(
        name for name in documents if name.startswith("07205/jisshi-keikaku/project/広報白河発行事業")
    )


def test_a_project_is_one_of_its_department(plan_site: Site, project: str) -> None:
    nodes = said(plan_site, f"doc/{project}")
    about = nodes[f"{BASE}id/{project}"]
    assert (about["@type"], about["name"]) == ("Project", "広報白河発行事業")
    assert about["additionalType"] == [
        "https://w3id.org/keikaku/ns#PlanElement",
        "https://w3id.org/keikaku/ns#Project",
    ]
    owner = about["parentOrganization"][0]["@id"]
    assert owner.startswith(f"{BASE}id/07205/department/")


def test_the_way_down_to_a_thing(plan_site: Site, project: str) -> None:
    page = next(node for node in said(plan_site, f"doc/{project}").values() if node["@type"] == "WebPage")
    trail = page["breadcrumb"]["itemListElement"]
    assert [one["position"] for one in trail] == list(range(1, len(trail) + 1))
    assert [trail[0]["name"], trail[1]["name"], trail[-1]["name"]] == [
        "白河市",
        "白河市総合計画 実施計画",
        "広報白河発行事業",
    ]
    assert trail[0]["item"] == f"{BASE}doc/07205.html"
    assert all(one["item"].startswith(BASE) and one["item"].isascii() for one in trail)


def test_a_plan_is_a_work_of_its_municipality(plan_site: Site) -> None:
    about = said(plan_site, "doc/07205/jisshi-keikaku", "en")[f"{BASE}id/07205/jisshi-keikaku"]
    assert about["@type"] == "CreativeWork"
    assert about["publisher"] == {"@id": f"{BASE}id/07205"}
    assert about["temporalCoverage"] == "2020-04-01/2023-03-31"
    assert about["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_a_municipality_is_a_government_organization(plan_site: Site) -> None:
    about = said(plan_site, "doc/07205")[f"{BASE}id/07205"]
    assert (about["@type"], about["name"], about["identifier"]) == (
        "GovernmentOrganization",
        "白河市",
        "07205",
    )
    assert about["sameAs"] == ["http://data.e-stat.go.jp/lod/sac/C07205"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_names_the_catalogue_and_the_search(plan_site: Site, language: Language) -> None:
    nodes = said(plan_site, "index", language)
    catalogue = nodes[f"{BASE}#catalog"]
    whole = catalogue["dataset"][0]
    assert (catalogue["@type"], whole["@type"]) == ("DataCatalog", "Dataset")
    assert f"{BASE}dumps/latest/keikaku.nq.gz" in [one["contentUrl"] for one in whole["distribution"]]
    assert whole["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(whole["description"]) >= 50 or language == "ja"
    search = nodes[BASE]["potentialAction"]["target"]["urlTemplate"]
    suffix = "" if language == "ja" else ".en"
    assert search == f"{BASE}search{suffix}.html?q={{search_term_string}}"


def test_the_ontology_is_a_set_of_terms(plan_site: Site) -> None:
    about = said(plan_site, "ns", "en")["https://w3id.org/keikaku/ns#"]
    named = {one["@id"]: one["name"] for one in about["hasDefinedTerm"]}
    assert named["https://w3id.org/keikaku/ns#Measure"] == "measure"
    assert set(named) == {term.iri for term in terms().values() if term.kind in ("class", "code")}
    one = said(plan_site, "ns/class/Measure", "en")["https://w3id.org/keikaku/ns#Measure"]
    assert (one["@type"], one["inDefinedTermSet"]) == ("DefinedTerm", "https://w3id.org/keikaku/ns#")
    assert one["description"]


def test_markup_in_labels_stays_text(odd_site: Site) -> None:
    nodes = said(odd_site, "doc/99999/odd")
    assert nodes[f"{BASE}id/99999/odd"]["name"] == EVIL


def test_things_that_lead_back_to_themselves_end(odd_site: Site) -> None:
    page = next(
        node for node in said(odd_site, "doc/99999/odd/action/A").values() if node["@type"] == "WebPage"
    )
    assert 1 <= len(page["breadcrumb"]["itemListElement"]) <= 2


def test_every_page_says_something(example_site: Site, odd_site: Site) -> None:
    for site in (example_site, odd_site):
        for path in site.pages.paths():
            assert any(node["@type"] == "WebPage" for node in said(site, path).values()), path
