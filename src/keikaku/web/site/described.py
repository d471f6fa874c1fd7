"""One description of what a site publishes; every catalogue is written from it and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from keikaku.asking.opendata.definition import Table, definition
from keikaku.ground.hyperlinks import is_address
from keikaku.ground.messages import Words
from keikaku.web.pages.layout import Text, encoded
from keikaku.web.pages.words import worded
from keikaku.web.site.catalogued import PlanDocument
from keikaku.web.site.dumps import Dump, Dumps
from keikaku.web.site.publication import Publication

ABOUT = worded("site.plans-japanese-local-governments")
KEYWORDS = (
    worded("site.comprehensive-plan"),
    worded("site.implementation-plan"),
    worded("site.policy-measure"),
    worded("site.policy-evaluation"),
    worded("site.regional-revitalisation"),
    Text("SDGs", "SDGs"),
)
_KINDS = {"text/turtle": "Turtle", "application/n-quads": "N-Quads", "text/csv": "CSV"}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that can be had.

    Attributes:
        path: Below the base, decoded.
        name: A short name, unique among the files.
        media_type: Of what it holds.
        is_packed: Whether it is compressed by gzip.
        bytes: Its size.
        sha256: Its hash, in hexadecimal.
        table: The table that it is, or None.
    """

    path: str
    name: str
    media_type: str
    is_packed: bool
    bytes: int
    sha256: str
    table: Table | None = None

    @property
    def kind(self) -> str:
        """What its form is called."""
        return _KINDS[self.media_type]

    @property
    def type_there(self) -> str:
        """The media type of the file as it lies there."""
        return "application/gzip" if self.is_packed else self.media_type

    @property
    def title(self) -> Text:
        """What it is called."""
        if self.table:
            labels = self.table.labels
            return worded("site.as-csv", table=Words(labels["en"], labels["ja"]))
        return worded("site.packed", kind=self.kind) if self.is_packed else Text(self.kind, self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A dataset: the whole of a site, or what one document says.

    Attributes:
        iri: Its IRI.
        base: The base of the site.
        title: What it is called.
        about: What it holds.
        publisher: Name of who publishes it, "" where nobody is named.
        licence: IRI of its licence, "" where it has none.
        day: Day of publication, or None.
        version: Name of the version of its files.
        landing: Address of its page.
        keywords: What it is found by.
        spatial: e-Stat IRIs and names of the municipalities that it covers.
        years: First and last fiscal year, or None.
        files: Its files.
        plans: Its documents.
        counts: How many things it has, by what they are.
    """

    iri: str
    base: str
    title: Text
    about: Text
    publisher: str
    licence: str
    day: date | None
    version: str
    landing: str
    keywords: tuple[Text, ...]
    spatial: tuple[tuple[str, str], ...]
    years: tuple[int, int] | None
    files: tuple[DataFile, ...]
    plans: tuple[PlanDocument, ...]
    counts: tuple[tuple[str, int], ...] = ()

    def address(self, file: DataFile) -> str:
        """Return where a file is to be had."""
        return self.base + encoded(file.path)

    @property
    def tables(self) -> tuple[DataFile, ...]:
        """Those of its files that are tables."""
        return tuple(file for file in self.files if file.table)

    @property
    def period(self) -> tuple[str, str] | None:
        """First and last day that it covers; a Japanese fiscal year begins in April."""
        return (f"{self.years[0]}-04-01", f"{self.years[1] + 1}-03-31") if self.years else None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What some catalogues must have and this does not."""
        return lacking(self)


def lacking(what: Described | Publication) -> tuple[str, ...]:
    """Return what some catalogues must have and a description or a publisher does not name."""
    named = {"licence": what.licence, "publisher": what.publisher, "day": what.day}
    return tuple(name for name, value in named.items() if not value)


def whole(
    settings: Publication, dumps: Dumps, plans: list[PlanDocument], counts: dict[str, int]
) -> Described:
    """Describe the whole of a site.

    Args:
        settings: The publisher's.
        dumps: Its dumps.
        plans: Its documents.
        counts: How many things it has, by what they are.
    """
    names = sorted({plan.name for plan in plans})
    years = [plan.years for plan in plans if plan.years]
    return Described(
        iri=f"{settings.base}#dataset",
        base=settings.base,
        title=settings.title,
        about=ABOUT,
        publisher=settings.publisher,
        licence=settings.licence,
        day=settings.day,
        version=dumps.version,
        landing=settings.base,
        keywords=(*KEYWORDS, *(Text(name, name) for name in names)),
        spatial=tuple(sorted({(plan.area, plan.name) for plan in plans if plan.area})),
        years=(min(one for one, _ in years), max(one for _, one in years)) if years else None,
        files=tuple(
            _file(one) for one in dumps.files if one.path.startswith("keikaku.") or one.path.endswith(".csv")
        ),
        plans=tuple(plans),
        counts=tuple(sorted(counts.items())),
    )


def of_document(site: Described, plan: PlanDocument, dumps: Dumps) -> Described:
    """Describe what one document of a site says."""
    titles = "、".join(plan.plans) or plan.title
    return Described(
        iri=plan.graph,
        base=site.base,
        title=Text(plan.full_title, plan.full_title),
        about=worded("site.read-from", titles=titles, town=plan.name),
        publisher=site.publisher,
        licence=plan.licence if is_address(plan.licence) else site.licence,
        day=site.day,
        version=site.version,
        landing=f"{site.base}{encoded(f'doc/graph/{plan.stem}')}.html",
        keywords=(*KEYWORDS, Text(plan.name, plan.name)),
        spatial=((plan.area, plan.name),) if plan.area else (),
        years=plan.years,
        files=(_file(dumps.documents[plan.key]),),
        plans=(plan,),
    )


def _file(dump: Dump) -> DataFile:
    stem = dump.path.rpartition("/")[2].partition(".")[0]
    table = definition().tables.get(stem) if dump.path.endswith(".csv") else None
    return DataFile(
        dump.address,
        dump.path.replace("/", "-"),
        dump.media_type,
        dump.path.endswith(".gz"),
        dump.bytes,
        dump.sha256,
        table,
    )


def fields(table: Table, language: str = "ja") -> Iterator[dict[str, Any]]:
    """Yield the columns of a table as Table Schema has them (Data Package 2.0)."""
    types = {"integer": "integer", "year": "year", "decimal": "number"}
    for column in table.columns:
        rules: dict[str, Any] = {"required": True} if column.required else {}
        if column.codes:
            rules["enum"] = [*column.codes]
        if column.pattern and not column.many:
            rules["pattern"] = column.pattern
        said: dict[str, Any] = {
            "name": column.ja,
            "title": column.en if language == "en" else column.ja,
            "description": column.en,
            "type": "string" if column.many else types.get(column.type, "string"),
        }
        if column.type == "iri" and not column.many:
            said["format"] = "uri"
        if column.about:
            said["rdfType"] = column.about
        yield said | ({"constraints": rules} if rules else {})
