"""DCAT: the site as a catalogue that data portals harvest.

It follows DCAT-AP 3.0.1 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/): what it makes mandatory, and what it
recommends and is known. Codes are those of the EU's authority tables, with the class and the name that its shapes
ask for, so that a validator needs no further file.
"""

from __future__ import annotations

from keikaku.graph.nquads import KEI
from keikaku.ground.hyperlinks import is_address
from keikaku.web.pages.layout import Text, encoded
from keikaku.web.site.catalogued import PlanDocument
from keikaku.web.site.dumps import Dump, Dumps
from keikaku.web.site.publication import Publication
from keikaku.web.site.site_facts import Facts, Value, japanese, typed
from keikaku.web.site.void import ABOUT

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_PROFILE = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_KEYWORDS = [
    Text("総合計画", "comprehensive plan"),
    Text("実施計画", "implementation plan"),
    Text("施策", "policy measure"),
    Text("行政評価", "policy evaluation"),
    Text("地方創生", "regional revitalisation"),
    Text("SDGs", "SDGs"),
]
_FILE_TYPES = {"application/n-quads": "RDF_N_QUADS", "text/turtle": "RDF_TURTLE"}


def catalogue(settings: Publication, plans: list[PlanDocument], dumps: Dumps) -> Facts:
    """Describe the site as a catalogue: the whole dataset, and one of each document."""
    facts = Facts()
    _codes(facts)
    if settings.sparql:
        _service(facts, settings)
    _agent(facts, settings)
    whole = f"{settings.base}#dataset"
    files = [file for file in dumps.files if file.path.startswith("keikaku.")]
    _dataset(facts, settings, whole, plans, dcterms_title=settings.title, dcterms_description=ABOUT)
    _distributions(facts, settings, whole, files, settings.licence)
    for plan in plans:
        title = japanese(plan.full_title)
        _dataset(facts, settings, plan.graph, [plan], dcterms_title=title, dcterms_description=_about(plan))
        facts.add(whole, dcterms_hasPart=plan.graph)
        _distributions(facts, settings, plan.graph, [dumps.documents[plan.key]], _licence(settings, plan))
    _catalogue(facts, settings, [whole, *(plan.graph for plan in plans)])
    return facts


def _catalogue(facts: Facts, settings: Publication, datasets: list[str]) -> None:
    address = f"{settings.base}#catalog"
    facts.add(
        address,
        a="dcat:Catalog",
        dcterms_title=settings.title,
        dcterms_description=ABOUT,
        dcterms_publisher=f"{settings.base}#publisher",
        dcterms_license=settings.licence,
        dcterms_language=[f"{_EU}language/JPN", f"{_EU}language/ENG"],
        dcterms_issued=_day(settings),
        dcterms_modified=_day(settings),
        dcterms_conformsTo=_PROFILE,
        dcat_themeTaxonomy=f"{_EU}data-theme",
        foaf_homepage=settings.base,
        dcat_dataset=[*datasets],
        dcat_service=f"{settings.base}#sparql" if settings.sparql else None,
    )
    facts.add(settings.base, a="foaf:Document")
    facts.add(_PROFILE, a="dcterms:Standard", dcterms_title="=DCAT-AP 3.0.1")


def _dataset(
    facts: Facts, settings: Publication, subject: str, plans: list[PlanDocument], **said: Value
) -> None:
    """Describe a dataset: what all have in common, and what its documents say."""
    years = [plan.years for plan in plans if plan.years]
    facts.add(
        subject,
        a=["dcat:Dataset", "void:Dataset"],
        dcterms_identifier=f"={subject}",
        dcterms_publisher=f"{settings.base}#publisher",
        dcterms_creator=sorted({plan.municipality for plan in plans}) if len(plans) == 1 else None,
        dcat_contactPoint=f"{settings.base}#contact",
        dcat_theme=[f"{_EU}data-theme/GOVE", f"{_EU}data-theme/REGI"],
        dcat_keyword=[*_KEYWORDS, *(japanese(name) for name in sorted({plan.name for plan in plans}))],
        dcterms_language=f"{_EU}language/JPN",
        dcterms_accrualPeriodicity=f"{_EU}frequency/IRREG",
        dcterms_accessRights=f"{_EU}access-right/PUBLIC",
        dcterms_conformsTo=KEI.rstrip("#"),
        dcterms_issued=_day(settings),
        dcterms_modified=_day(settings),
        dcterms_spatial=[plan.area for plan in plans if plan.area],
        dcat_landingPage=_landing(settings, subject, plans),
        foaf_page=f"{settings.base}data.html",
        **said,
    )
    if years:
        first, last = min(one for one, _ in years), max(one for _, one in years)
        _period(facts, subject, f"{settings.base}catalog.ttl#years-{first}-{last}", first, last)
    for plan in plans:
        _about_municipality(facts, plan)
    facts.add(f"{settings.base}data.html", a="foaf:Document")
    facts.add(_landing(settings, subject, plans), a="foaf:Document")


def _landing(settings: Publication, subject: str, plans: list[PlanDocument]) -> str:
    """Return the address of the page about a dataset."""
    if subject == f"{settings.base}#dataset":
        return settings.base
    path = f"doc/graph/{plans[0].stem}"
    return f"{settings.base}{encoded(path)}.html"


def _about_municipality(facts: Facts, plan: PlanDocument) -> None:
    facts.add(plan.municipality, a="foaf:Agent", foaf_name=japanese(plan.name))
    if plan.area:
        facts.add(plan.area, a="dcterms:Location", skos_prefLabel=japanese(plan.name))


def _period(facts: Facts, subject: str, period: str, first: int, last: int) -> None:
    """Say which years a dataset covers; a Japanese fiscal year begins in April."""
    facts.add(subject, dcterms_temporal=period)
    facts.add(
        period,
        a="dcterms:PeriodOfTime",
        dcat_startDate=typed(f"{first}-04-01", "date"),
        dcat_endDate=typed(f"{last + 1}-03-31", "date"),
    )


def _about(plan: PlanDocument) -> Text:
    titles = "、".join(plan.plans) or plan.title
    return Text(
        f"{plan.name}の計画文書「{titles}」から読み取った要素、つながり、指標、事業費、評価。各事実に出典の行が付く。",
        f"Read from the plan document {titles} of {plan.name}: elements, lineage, indicators, budgets, evaluations; every fact names its source line.",
    )


def _licence(settings: Publication, plan: PlanDocument) -> str:
    """Return the licence of a document's data: its own where it has one by address, else the site's."""
    return plan.licence if is_address(plan.licence) else settings.licence


def _distributions(
    facts: Facts, settings: Publication, dataset: str, files: list[Dump], licence: str
) -> None:
    for file in files:
        address = settings.base + encoded(file.address)
        subject = f"{settings.base}catalog.ttl#{encoded(file.path)}"
        checksum = f"{subject}-sha256"
        facts.add(dataset, dcat_distribution=subject)
        facts.add(
            subject,
            a="dcat:Distribution",
            dcterms_title=_title_of(file),
            dcterms_description=_title_of(file),
            dcat_accessURL=address,
            dcat_downloadURL=address,
            dcat_mediaType=_IANA + file.media_type,
            dcterms_format=f"{_EU}file-type/{_FILE_TYPES[file.media_type]}",
            dcat_compressFormat=f"{_IANA}application/gzip",
            dcat_byteSize=typed(file.bytes, "nonNegativeInteger"),
            spdx_checksum=checksum,
            dcterms_license=licence,
            dcterms_language=f"{_EU}language/JPN",
            dcterms_issued=_day(settings),
            dcterms_modified=_day(settings),
            dcterms_conformsTo=KEI.rstrip("#"),
            dcatap_availability=f"{_EU}planned-availability/STABLE",
            adms_status=f"{_EU}distribution-status/COMPLETED",
            dcat_accessService=f"{settings.base}#sparql" if settings.sparql else None,
        )
        facts.add(
            checksum,
            a="spdx:Checksum",
            spdx_algorithm="spdx:checksumAlgorithm_sha256",
            spdx_checksumValue=typed(file.sha256, "hexBinary"),
        )
        if licence:
            facts.add(licence, a="dcterms:LicenseDocument")


def _title_of(file: Dump) -> Text:
    kind = "Turtle" if file.media_type == "text/turtle" else "N-Quads"
    return Text(f"{kind}(gzip 圧縮)", f"{kind}, gzip")


def _service(facts: Facts, settings: Publication) -> None:
    facts.add(
        f"{settings.base}#sparql",
        a="dcat:DataService",
        dcterms_title=Text("SPARQL エンドポイント", "SPARQL endpoint"),
        dcterms_description=Text("データ全体への問い合わせ", "Queries over all of the data"),
        dcat_endpointURL=settings.sparql,
        dcat_endpointDescription=settings.sparql,
        dcat_servesDataset=f"{settings.base}#dataset",
        dcat_contactPoint=f"{settings.base}#contact",
        dcat_theme=f"{_EU}data-theme/GOVE",
        dcat_keyword=Text("SPARQL", "SPARQL"),
        dcterms_publisher=f"{settings.base}#publisher",
        dcterms_license=settings.licence,
        dcterms_accessRights=f"{_EU}access-right/PUBLIC",
        dcterms_conformsTo=_PROTOCOL,
    )
    facts.add(_PROTOCOL, a="dcterms:Standard", dcterms_title="=SPARQL 1.1 Protocol")


def _agent(facts: Facts, settings: Publication) -> None:
    """Say who publishes, and how they are reached: by the site, where no more is known."""
    name = f"={settings.publisher or settings.host}"
    facts.add(f"{settings.base}#publisher", a="foaf:Agent", foaf_name=name, foaf_homepage=settings.base)
    facts.add(
        f"{settings.base}#contact",
        a="vcard:Organization",
        vcard_fn=name,
        vcard_hasURL=f"{settings.base}about.html",
    )
    facts.add(f"{settings.base}#contact", a="vcard:Kind")


def _codes(facts: Facts) -> None:
    """Give the codes of authority tables the class, the name and the scheme that shapes ask for."""
    schemes = {
        "data-theme": Text("データのテーマ", "Data themes"),
        "planned-availability": Text("提供の予定", "Planned availability"),
        "distribution-status": Text("配布の状態", "Distribution status"),
    }
    concepts = {
        "data-theme/GOVE": Text("政府・公共部門", "Government and public sector"),
        "data-theme/REGI": Text("地域・都市", "Regions and cities"),
        "planned-availability/STABLE": Text("継続して提供", "Stable"),
        "distribution-status/COMPLETED": Text("完成", "Completed"),
    }
    for scheme, label in schemes.items():
        facts.add(_EU + scheme, a="skos:ConceptScheme", dcterms_title=label)
    for concept, label in concepts.items():
        scheme = _EU + concept.partition("/")[0]
        facts.add(_EU + concept, a="skos:Concept", skos_prefLabel=label, skos_inScheme=scheme)
    facts.add(f"{_EU}language/JPN", a="dcterms:LinguisticSystem")
    facts.add(f"{_EU}language/ENG", a="dcterms:LinguisticSystem")
    facts.add(f"{_EU}frequency/IRREG", a="dcterms:Frequency")
    facts.add(f"{_EU}access-right/PUBLIC", a="dcterms:RightsStatement")
    facts.add("spdx:checksumAlgorithm_sha256", a="spdx:ChecksumAlgorithm")
    facts.add(f"{_IANA}application/gzip", a="dcterms:MediaType")
    for media_type, file_type in _FILE_TYPES.items():
        facts.add(_IANA + media_type, a="dcterms:MediaType")
        facts.add(f"{_EU}file-type/{file_type}", a="dcterms:MediaTypeOrExtent")
    facts.add(
        KEI.rstrip("#"),
        a="dcterms:Standard",
        dcterms_title=Text("keikaku オントロジー", "keikaku ontology"),
    )


def _day(settings: Publication) -> Value | None:
    return typed(settings.day, "date") if settings.day else None
