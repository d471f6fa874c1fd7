"""Catalogues in JSON, each from the one description: Data Package, CSVW, Croissant, RO-Crate, DataCite, a linkset.

What a format must have and the description lacks is never made up: that file is left out, and the reason is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from keikaku.asking.opendata.definition import Column, Table, definition
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import both
from keikaku.ground.version import __version__
from keikaku.web.site.described import DataFile, Described, fields
from keikaku.web.site.in_schema_org import schema_org

Json = dict[str, Any]

_CROISSANT = "http://mlcommons.org/croissant/"
_CRATE = "https://w3id.org/ro/crate/1.2"
_XSD = {"integer": "integer", "year": "gYear", "decimal": "decimal", "iri": "anyURI"}
_SC = {"integer": "sc:Integer", "year": "sc:Integer", "decimal": "sc:Float", "iri": "sc:URL"}


def catalogues(described: Described) -> Iterator[tuple[str, bytes]]:
    """Yield the catalogues that can be written of a description: path below the base, bytes."""
    for path, (needed, make) in CATALOGUES.items():
        if not set(needed) & set(described.lacks):
            text = json.dumps(make(described), ensure_ascii=False, indent=1, sort_keys=False)
            yield path, (text + "\n").encode("utf-8", "backslashreplace")


def left_out(lacks: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the catalogues that are not written, with what a description lacks for them."""
    missing = {
        path: tuple(one for one in lacks if one in needed) for path, (needed, _make) in CATALOGUES.items()
    }
    return {path: lacks for path, lacks in missing.items() if lacks}


def _without_empty(said: Json) -> Json:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


# ---------------------------------------------------------------- Data Package 2.0, CSV on the Web


def data_package(one: Described) -> Json:
    """Return the Data Package (https://datapackage.org/standard/data-package/, version 2.0)."""
    return _without_empty(
        {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "keikaku",
            "id": one.iri,
            "title": one.title.ja,
            "description": f"{one.about.ja} / {one.about.en}",
            "homepage": one.landing,
            "version": one.version,
            "created": f"{one.day}T00:00:00Z" if one.day else None,
            "licenses": [{"path": one.licence}] if one.licence else [],
            "contributors": [{"title": one.publisher, "roles": ["publisher"]}] if one.publisher else [],
            "keywords": [word.ja for word in one.keywords],
            "resources": [_resource(file) for file in one.files],
        }
    )


def _resource(file: DataFile) -> Json:
    said: Json = {
        "name": file.name.lower(),
        "path": file.path,
        "title": file.title.ja,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if not file.table:
        return said | {"format": file.kind.lower(), "mediatype": file.type_there}
    return said | {
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [*fields(file.table)],
            "primaryKey": [_key(file.table).ja],
            "missingValues": [""],
        },
    }


def _key(table: Table) -> Column:
    return next(column for column in table.columns if column.id == table.key)


def csvw(one: Described) -> Json:
    """Return the metadata of the tables (https://www.w3.org/TR/tabular-metadata/)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "dc:title": one.title.ja,
        **({"dc:license": {"@id": one.licence}} if one.licence else {}),
        "tables": [
            {
                "url": file.path,
                "dc:title": file.title.ja,
                "dialect": {"encoding": "utf-8", "header": True},
                "tableSchema": {
                    "columns": [_csvw_column(column) for column in file.table.columns],
                    "primaryKey": file.table.key,
                    "aboutUrl": "{+" + file.table.key + "}",
                },
            }
            for file in one.tables
            if file.table
        ],
    }


def _csvw_column(column: Column) -> Json:
    base: Json = {"base": _XSD.get(column.type, "string")}
    choices = "|".join(column.codes) or column.pattern
    if choices:
        base["format"] = choices
    said: Json = {"name": column.id, "titles": {"ja": column.ja, "en": column.en}, "datatype": base}
    if column.many:
        said["separator"] = definition().separator
    return said | _without_empty({"required": column.required or None, "propertyUrl": column.about})


# ---------------------------------------------------------------- Croissant


_CONTEXT: Json = {
    "@language": "ja",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": _CROISSANT,
    "rai": f"{_CROISSANT}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
} | {
    name: f"cr:{name}"
    for name in (
        "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes",
        "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace",
        "samplingRate", "separator", "source", "subField", "transform",
    )
}  # fmt: skip


def croissant(one: Described) -> Json:
    """Return the Croissant description (http://mlcommons.org/croissant/1.0)."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": f"{_CROISSANT}1.0",
        **schema_org(one),
        "version": _semantic(one),
        "citeAs": f"{one.publisher}. {one.title.ja}. {one.version}. {one.landing}",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": file.name,
                "name": file.name,
                "description": file.title.ja,
                "contentUrl": one.address(file),
                "contentSize": f"{file.bytes} B",
                "encodingFormat": file.type_there,
                "sha256": file.sha256,
            }
            for file in one.files
        ],
        "recordSet": [_record_set(file, file.table) for file in one.tables if file.table],
    }


def _semantic(one: Described) -> str:
    """Return the version as Croissant wants it, MAJOR.MINOR.PATCH: the day, which is all that tells versions apart."""
    return f"{one.day.year}.{one.day.month}.{one.day.day}" if one.day else f"0.0.0+{one.version}"


def _record_set(file: DataFile, table: Table) -> Json:
    name = table.id
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": file.title.ja,
        "key": {"@id": f"{name}/{_key(table).id}"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.id}",
                "name": f"{name}/{column.id}",
                "description": f"{column.ja} / {column.en}",
                "dataType": "sc:Text" if column.many else _SC.get(column.type, "sc:Text"),
                "source": {"fileObject": {"@id": file.name}, "extract": {"column": column.ja}},
            }
            for column in table.columns
        ],
    }


# ---------------------------------------------------------------- RO-Crate 1.2


def ro_crate(one: Described) -> Json:
    """Return the crate's metadata (https://w3id.org/ro/crate/1.2); the root is the site's folder."""
    organisation = f"{one.base}#publisher"
    root = {
        name: value for name, value in schema_org(one).items() if name not in ("publisher", "creator", "@id")
    }
    entities: list[Json] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": _CRATE},
            "about": {"@id": "./"},
        },
        root
        | {
            "@id": "./",
            "@type": "Dataset",
            "identifier": one.iri,
            "license": {"@id": one.licence},
            "publisher": {"@id": organisation},
            "spatialCoverage": [{"@id": area} for area, _name in one.spatial],
            "hasPart": [{"@id": file.path} for file in one.files],
            "mainEntityOfPage": {"@id": one.landing},
            "isBasedOn": [{"@id": plan.iri} for plan in one.plans],
        },
        {"@id": organisation, "@type": "Organization", "name": one.publisher, "url": one.base},
        *_crate_parts(one),
        *_crate_made(one),
    ]
    return {"@context": f"{_CRATE}/context", "@graph": entities}


def _crate_parts(one: Described) -> list[Json]:
    """Return what the crate holds and stands on: its licence, places, files and plans."""
    return [
        {"@id": one.licence, "@type": "CreativeWork", "name": one.licence, "url": one.licence},
        *({"@id": area, "@type": "Place", "name": name} for area, name in one.spatial),
        *(
            {
                "@id": file.path,
                "@type": "File",
                "name": file.title.ja,
                "encodingFormat": file.type_there,
                "contentSize": str(file.bytes),
                "sha256": file.sha256,
            }
            for file in one.files
        ),
        *(
            _without_empty(
                {
                    "@id": plan.iri,
                    "@type": "CreativeWork",
                    "name": plan.full_title,
                    "url": plan.source if is_address(plan.source) else "",
                    "license": plan.licence,
                }
            )
            for plan in one.plans
        ),
    ]


def _crate_made(one: Described) -> list[Json]:
    """Return by what, and from what, the crate was made."""
    return [
        {
            "@id": "#keikaku",
            "@type": "SoftwareApplication",
            "name": "keikaku",
            "version": __version__,
            "url": "https://w3id.org/keikaku",
        },
        {
            "@id": "#read",
            "@type": "CreateAction",
            "name": both("site.reading", first="ja"),
            "instrument": {"@id": "#keikaku"},
            "object": [{"@id": plan.iri} for plan in one.plans],
            "result": [{"@id": file.path} for file in one.files],
        },
    ]


# ---------------------------------------------------------------- DataCite, FAIR signposting


def datacite(one: Described) -> Json:
    """Return what a DOI is registered with (DataCite 4.6, JSON), but for the DOI itself."""
    return _without_empty(
        {
            "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Linked open data"},
            "creators": [{"name": one.publisher, "nameType": "Organizational"}],
            "titles": [{"title": one.title.ja, "lang": "ja"}, {"title": one.title.en, "lang": "en"}],
            "publisher": {"name": one.publisher},
            "publicationYear": str(one.day.year) if one.day else None,
            "dates": [{"date": one.day.isoformat(), "dateType": "Issued"}] if one.day else [],
            "subjects": [{"subject": word.ja, "lang": "ja"} for word in one.keywords],
            "language": "ja",
            "url": one.landing,
            "version": one.version,
            "rightsList": [{"rightsUri": one.licence}],
            "descriptions": [
                {"description": one.about.ja, "descriptionType": "Abstract", "lang": "ja"},
                {"description": one.about.en, "descriptionType": "Abstract", "lang": "en"},
            ],
            "geoLocations": [{"geoLocationPlace": name} for _area, name in one.spatial],
            "formats": sorted({file.type_there for file in one.files}),
            "sizes": [f"{sum(file.bytes for file in one.files)} bytes"],
            "schemaVersion": "http://datacite.org/schema/kernel-4",
        }
    )


def linkset(one: Described) -> Json:
    """Return the links of the dataset (RFC 9264; https://signposting.org/FAIR/, level 2)."""
    links = {
        "cite-as": [{"href": one.landing}],
        "type": [{"href": "https://schema.org/Dataset"}, {"href": "https://schema.org/AboutPage"}],
        "license": [{"href": one.licence}] if one.licence else [],
        "item": [{"href": one.address(file), "type": file.type_there} for file in one.files],
        "describedby": [
            {"href": one.base + path, "type": kind}
            for path, kind in DESCRIBED_BY.items()
            if _is_there(path, one)
        ],
    }
    items = [
        {"anchor": one.address(file), "collection": [{"href": one.landing, "type": "text/html"}]}
        for file in one.files
    ]
    return {"linkset": [{"anchor": one.landing, **_without_empty(links)}, *items]}


def _is_there(path: str, one: Described) -> bool:
    return path not in left_out(one.lacks)


DESCRIBED_BY = {
    "catalog.jsonld": "application/ld+json",
    "catalog.ttl": "text/turtle",
    "void.ttl": "text/turtle",
    "datapackage.json": "application/json",
    "csvw.json": "application/csvm+json",
    "croissant.json": "application/ld+json",
    "ro-crate-metadata.json": "application/ld+json",
    "datacite.json": "application/json",
}
"""What describes a site, by its path, and its media type."""

_MUST: tuple[str, ...] = ("licence", "publisher", "day")
CATALOGUES: dict[str, tuple[tuple[str, ...], Callable[[Described], Json]]] = {
    "datapackage.json": ((), data_package),
    "csvw.json": ((), csvw),
    "croissant.json": (_MUST, croissant),
    "ro-crate-metadata.json": (_MUST, ro_crate),
    "datacite.json": (_MUST, datacite),
    "linkset.json": ((), linkset),
}
"""What is written, by its path: what of a description it must have, and what makes it."""
