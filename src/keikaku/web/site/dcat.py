"""DCAT: the site as a catalogue that data portals harvest.

It follows DCAT-AP 3.0.1 (https://semiceu.github.io/DCAT-AP/releases/3.0.1/): what it makes mandatory, and what it
recommends and is known. Codes are those of the EU's authority tables, with the class and the name that its shapes
ask for, so that a validator needs no further file.
"""

from __future__ import annotations

from keikaku.graph.nquads import KEI
from keikaku.web.pages.layout import Text, encoded
from keikaku.web.pages.words import worded
from keikaku.web.site.catalogued import PlanDocument
from keikaku.web.site.described import DataFile, Described
from keikaku.web.site.publication import Publication
from keikaku.web.site.site_facts import Facts, Value, japanese, typed

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_PROFILE = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_FILE_TYPES = {"application/n-quads": "RDF_N_QUADS", "text/turtle": "RDF_TURTLE", "text/csv": "CSV"}


def catalogue(settings: Publication, site: Described, documents: list[Described]) -> Facts:
    """Describe the site as a catalogue: the whole dataset, and one of each document."""
    facts = Facts()
    _codes(facts)
    if settings.sparql:
        _service(facts, settings)
    _agent(facts, settings)
    for one in (site, *documents):
        _dataset(facts, settings, one)
    facts.add(site.iri, dcterms_hasPart=[one.iri for one in documents])
    _catalogue(facts, settings, site, [one.iri for one in (site, *documents)])
    return facts


def _catalogue(facts: Facts, settings: Publication, site: Described, datasets: list[str]) -> None:
    address = f"{settings.base}#catalog"
    facts.add(
        address,
        a="dcat:Catalog",
        dcterms_title=site.title,
        dcterms_description=site.about,
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


def _dataset(facts: Facts, settings: Publication, one: Described) -> None:
    """Describe a dataset and the files in which it is to be had."""
    whole = len(one.plans) != 1 or one.landing == settings.base
    facts.add(
        one.iri,
        a=["dcat:Dataset", "void:Dataset"],
        dcterms_title=one.title if whole else japanese(one.title.ja),
        dcterms_description=one.about,
        dcterms_identifier=f"={one.iri}",
        dcterms_publisher=f"{settings.base}#publisher",
        dcterms_creator=None if whole else one.plans[0].municipality,
        dcat_contactPoint=f"{settings.base}#contact",
        dcat_theme=[f"{_EU}data-theme/GOVE", f"{_EU}data-theme/REGI"],
        dcat_keyword=[word if word.ja != word.en else japanese(word.ja) for word in one.keywords],
        dcterms_language=f"{_EU}language/JPN",
        dcterms_accrualPeriodicity=f"{_EU}frequency/IRREG",
        dcterms_accessRights=f"{_EU}access-right/PUBLIC",
        dcterms_conformsTo=KEI.rstrip("#"),
        dcterms_issued=_day(settings),
        dcterms_modified=_day(settings),
        dcterms_spatial=[area for area, _name in one.spatial],
        dcat_landingPage=one.landing,
        foaf_page=f"{settings.base}data.html",
    )
    if one.years and one.period:
        _period(facts, one.iri, f"{settings.base}catalog.ttl#years-{one.years[0]}-{one.years[1]}", one.period)
    for plan in one.plans:
        _about_municipality(facts, plan)
    facts.add(f"{settings.base}data.html", a="foaf:Document")
    facts.add(one.landing, a="foaf:Document")
    for file in one.files:
        _distribution(facts, settings, one, file)


def _about_municipality(facts: Facts, plan: PlanDocument) -> None:
    facts.add(plan.municipality, a="foaf:Agent", foaf_name=japanese(plan.name))
    if plan.area:
        facts.add(plan.area, a="dcterms:Location", skos_prefLabel=japanese(plan.name))


def _period(facts: Facts, subject: str, period: str, days: tuple[str, str]) -> None:
    facts.add(subject, dcterms_temporal=period)
    start, end = (typed(day, "date") for day in days)
    facts.add(period, a="dcterms:PeriodOfTime", dcat_startDate=start, dcat_endDate=end)


def _distribution(facts: Facts, settings: Publication, one: Described, file: DataFile) -> None:
    subject = f"{settings.base}catalog.ttl#{encoded(file.name)}"
    checksum = f"{subject}-sha256"
    facts.add(one.iri, dcat_distribution=subject)
    facts.add(
        subject,
        a="dcat:Distribution",
        dcterms_title=file.title,
        dcterms_description=file.title,
        dcat_accessURL=one.address(file),
        dcat_downloadURL=one.address(file),
        dcat_mediaType=_IANA + file.media_type,
        dcterms_format=f"{_EU}file-type/{_FILE_TYPES[file.media_type]}",
        dcat_compressFormat=f"{_IANA}application/gzip" if file.is_packed else None,
        dcat_byteSize=typed(file.bytes, "nonNegativeInteger"),
        spdx_checksum=checksum,
        dcterms_license=one.licence,
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
    if one.licence:
        facts.add(one.licence, a="dcterms:LicenseDocument")


def _service(facts: Facts, settings: Publication) -> None:
    facts.add(
        f"{settings.base}#sparql",
        a="dcat:DataService",
        dcterms_title=worded("site.sparql-endpoint"),
        dcterms_description=worded("site.queries-over-all-data"),
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
        "data-theme": worded("site.data-themes"),
        "planned-availability": worded("site.planned-availability"),
        "distribution-status": worded("site.distribution-status"),
    }
    concepts = {
        "data-theme/GOVE": worded("site.government-public-sector"),
        "data-theme/REGI": worded("site.regions-cities"),
        "planned-availability/STABLE": worded("site.stable"),
        "distribution-status/COMPLETED": worded("site.completed"),
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
        dcterms_title=worded("site.keikaku-ontology"),
    )


def _day(settings: Publication) -> Value | None:
    return typed(settings.day, "date") if settings.day else None
