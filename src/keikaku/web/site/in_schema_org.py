"""The one description in schema.org's terms: what pages, Croissant, RO-Crate and search engines share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from keikaku.ground.messages import Language
from keikaku.store.dataset import Dataset
from keikaku.web.site.catalogued import plan_documents
from keikaku.web.site.described import KEYWORDS, Described, of_document, whole
from keikaku.web.site.dumps import planned
from keikaku.web.site.publication import Publication

Json = dict[str, Any]
_MOST = 50  # places or keywords on a page: those of a country would weigh more than the page, and stand in the catalogues


def schema_org(one: Described, language: Language = "ja") -> Json:
    """Return a dataset in schema.org's terms, without its type and its files.

    Args:
        one: Its description.
        language: In which its title stands first.
    """
    publisher = {"@type": "Organization", "name": one.publisher} if one.publisher else None
    other: Language = "en" if language == "ja" else "ja"
    said = {
        "@id": one.iri,
        "name": one.title[language],
        "alternateName": one.title[other] if one.title.ja != one.title.en else "",
        "description": f"{one.about[language]} / {one.about[other]}",
        "url": one.landing,
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "license": one.licence,
        "version": one.version,
        "datePublished": one.day.isoformat() if one.day else None,
        "publisher": publisher,
        "creator": publisher,
        "keywords": [word[language] for word in one.keywords],
        "spatialCoverage": [{"@type": "Place", "@id": area, "name": name} for area, name in one.spatial],
        "temporalCoverage": "/".join(one.period) if one.period else None,
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}


def on_pages(settings: Publication, dataset: Dataset) -> Callable[[str, Language], Json]:
    """Return what tells pages of a dataset by its IRI: the whole, or what one document says; nothing of anything else.

    Pages are written before or beside the dumps, so that of their files the address and the form are told, not size and hash.

    Args:
        settings: The publisher's.
        dataset: What the pages are about.
    """

    @cache
    def described() -> dict[str, Described]:
        plans, dumps = plan_documents(dataset), planned(dataset, settings)
        site = whole(settings, dumps, plans, {})
        return {one.iri: one for one in (site, *(of_document(site, plan, dumps) for plan in plans))}

    def told(iri: str, language: Language) -> Json:
        one = described().get(iri)
        if one is None:
            return {}
        one = light(one)
        files = [
            {
                "@type": "DataDownload",
                "name": file.title[language],
                "contentUrl": one.address(file),
                "encodingFormat": file.type_there,
            }
            for file in one.files
        ]
        return {"@type": "Dataset", **schema_org(one, language), "distribution": files}

    return told


def light(one: Described) -> Described:
    """Return a description as a page can carry it: of a dataset of many municipalities without their names and places."""
    if max(len(one.spatial), len(one.keywords)) <= _MOST:
        return one
    return replace(one, spatial=(), keywords=KEYWORDS)
