"""What plan.yml may say: the models that check it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from keikaku.ground import vocab
from keikaku.ground.hyperlinks import has_other_scheme
from keikaku.ground.messages import say
from keikaku.reading import families
from keikaku.reading.grammar import Grammar
from keikaku.reading.model import RatingName
from keikaku.reading.settings import Expression, NotAllowedError, Plain, Settings, groups

PlanKind = Literal["基本構想", "基本計画", "実施計画", "総合戦略", "評価", "個別計画", "予算"]
Extent = Literal["全体", "概要版", "抜粋"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Words = Annotated[str, Field(min_length=1)]
SchemeFile = Annotated[str, Field(pattern=r"^[^./\\\\][^/\\\\]*\.(ttl|csv)$", max_length=120)]
Year = Annotated[int, Field(ge=1926, le=2100)]
Count = Annotated[int, Field(ge=0)]
LARGEST_PAGE = 14_400.0
"""Points of the largest side of a page (ISO 32000-1, annex C.2)."""
LONGEST_NAME = 200
"""Bytes of the longest name of a file: file systems allow 255, and a `.part` is written beside it."""
_PLAIN_NAME = re.compile(r"[^./\\\x00-\x1f:*?\"<>|][^/\\\x00-\x1f:*?\"<>|]*")
Coordinate = Annotated[float, Field(ge=0, le=LARGEST_PAGE)]


class ChangeSettings(Settings):
    """A merger, founding or renaming of municipalities.

    Attributes:
        day: The day from which it holds.
        of: The codes of the municipalities before, its own among them where it took others in.
    """

    day: date
    of: list[Annotated[str, Field(pattern=r"^[0-9]{5}$")]]


class MunicipalitySettings(Settings):
    """Whose plan it is: a code that exists or existed, or an invented body that says so.

    Attributes:
        code: JIS X 0402, five digits, in quotes; that of a municipality that is gone since 1970 too.
        name: Its name, where it is not the code list's.
        invented: Whether the body does not exist; then the code may not exist either.
        founded: The day on which it began, of what e-Stat's list of changes has not.
        dissolved: The day from which it is no more, likewise.
        changes: The mergers and renamings of which it is the outcome, likewise.
        national_titles: Whether it numbers the 款 of its general account as the nation's regulation does (3 is 民生費); else
            only printed names tell which 款 of the nation one is.
    """

    code: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    name: str = ""
    invented: bool = False
    founded: date | None = None
    dissolved: date | None = None
    changes: list[ChangeSettings] = []
    national_titles: bool = False

    @property
    def merged(self) -> date | None:
        """The day on which it came of others alone, as a merger of them: before it there was no such body."""
        return min((one.day for one in self.changes if self.code not in one.of), default=None)

    @model_validator(mode="after")
    def _in_order(self) -> MunicipalitySettings:
        if self.founded and self.dissolved and self.dissolved <= self.founded:
            raise NotAllowedError(
                say("planfile.dissolved-before-founded", day=self.dissolved, founded=self.founded),
                "dissolved",
            )
        for at, one in enumerate(self.changes):
            if (self.founded and one.day < self.founded) or (self.dissolved and one.day >= self.dissolved):
                lasted = f"{self.founded or ''}–{self.dissolved or ''}"
                raise NotAllowedError(
                    say("planfile.change-out-of-time", day=one.day, lasted=lasted), "changes", at, "day"
                )
        return self

    @model_validator(mode="after")
    def _exists(self) -> MunicipalitySettings:
        known = vocab.municipality(self.code) or vocab.former(self.code)
        if self.invented and (known or not self.name):
            raise NotAllowedError(
                say("planfile.invented-municipality-needs-name"),
            )
        if not self.invented and not known:
            raise NotAllowedError(
                say("planfile.no-municipality-code-allowed", code=self.code),
            )
        return self


def _of_the_web(value: str) -> str:
    if has_other_scheme(value):
        raise NotAllowedError(
            say("planfile.no-address-page-may", value=value),
        )
    return value


Where = Annotated[str, AfterValidator(_of_the_web)]
"""An address of the Web, or words."""


class WithheldPart(Settings):
    """A part of a document's print that is never shown: a face, the name of a private person.

    Attributes:
        file: Its file, of an archive or a folder; in every file without it.
        page: Its page, counted from 1 in the file.
        box: Its left, top, right and bottom edge on the page, in points, as `keikaku text --json` prints boxes; the whole page without one.
        sheet: Its sheet, in a workbook.
        cells: The range of its cells there: B2:B9.
        edition: The one edition whose document is meant; every one without it.
        because: Why it is withheld.
    """

    file: str = ""
    page: Annotated[int, Field(ge=1)] | None = None
    box: tuple[Coordinate, Coordinate, Coordinate, Coordinate] | None = None
    sheet: str = ""
    cells: Annotated[str, Field(pattern=r"^([A-Z]{1,3}[0-9]{1,7}(:[A-Z]{1,3}[0-9]{1,7})?)?$")] = ""
    edition: str = ""
    because: Words

    @model_validator(mode="after")
    def _somewhere(self) -> WithheldPart:
        if (self.page is None) == (not self.sheet) or bool(self.sheet) != bool(self.cells):
            raise NotAllowedError(
                say("planfile.what-withheld-page-without"),
            )
        if self.box and not (self.page and self.box[0] < self.box[2] and self.box[1] < self.box[3]):
            raise NotAllowedError(
                say("planfile.no-box-page-allowed", box=list(self.box)),
            )
        return self


class Copy(Settings):
    """Where a document is published, for `keikaku fetch`.

    Attributes:
        address: Its address.
        sha256: The SHA-256 of its bytes, in hexadecimal: another document is not taken for it.
        file: The name that it gets; the last part of the address without one.
    """

    address: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    file: str = ""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.file or unquote(PurePosixPath(urlsplit(self.address).path).name)

    @model_validator(mode="after")
    def _a_plain_name(self) -> Copy:
        if not _PLAIN_NAME.fullmatch(self.name) or len(self.name.encode()) > LONGEST_NAME:
            raise NotAllowedError(
                say("planfile.no-name-file-file", name=self.name),
            )
        return self


class DocumentSettings(Settings):
    """How a document is recognised, and where it comes from.

    Attributes:
        recognise: Patterns; each must be found in some line.
        title: What the document is called.
        source: Where it was retrieved.
        licence: Address or words of its licence.
        edition: A pattern with a group ``edition`` that tells one edition of the series from the next.
        extent: How much of its plans the document holds: 全体 (the whole), 概要版 (a digest), 抜粋 (an excerpt).
        part: Which part an excerpt is, in words: 基本目標7.
        copies: Where the documents of the series are published, for `keikaku fetch`.
        files: Of a ZIP archive, or of the folder that this file lies in: which of its files make the document, in this order; names, with * and ?.
        withheld: Parts of the print that are never shown.
    """

    recognise: Annotated[list[Plain], Field(min_length=1)]
    title: str = ""
    source: Where = ""
    licence: Where = ""
    edition: Annotated[Expression, groups("edition")] | None = None
    extent: Extent | None = None
    part: str = ""
    copies: list[Copy] = []
    files: list[Words] = []
    withheld: list[WithheldPart] = []

    @model_validator(mode="after")
    def _part_of_an_excerpt(self) -> DocumentSettings:
        if bool(self.part) != (self.extent == "抜粋"):
            raise NotAllowedError(
                say("planfile.excerpt-extent-says-part"),
            )
        return self


class PlanSettings(Settings):
    """A plan that the documents of the series hold or name; years only where the document prints none.

    Attributes:
        id: Name of the plan within its municipality, part of its IRI.
        kind: What kind of plan it is.
        title: Its title; the print comes first where one is read.
        start: First fiscal year, western; only where the document prints none.
        end: Last fiscal year, western; only where the document prints none.
        part_of: Id of the plan of this file that it is part of.
        revision_of: Id of the plan of this file that it revises.
        ratings: Rating scales of which the document prints no legend, by what is rated (`progress`, `review`, `general`): words by mark, best first.
        sdgs: The version of the SDG framework that its links are of, in quotes; that of 2019 unless given, whatever is newer.
        national: The strategy of the nation that it follows: `mhs1`, `mhs2`, `dd`, or the name of one under `schemes`.
    """

    id: Slug
    kind: PlanKind
    title: Words
    start: Year | None = None
    end: Year | None = None
    part_of: str = ""
    revision_of: str = ""
    ratings: dict[RatingName, Annotated[dict[Words, Words], Field(min_length=2)]] = {}
    sdgs: str = ""
    national: str = ""

    @model_validator(mode="after")
    def _order(self) -> PlanSettings:
        if self.start and self.end and self.end < self.start:
            raise NotAllowedError(
                say("planfile.plan-ends-before-starts", end=self.end, start=self.start),
            )
        return self


class Repair(Settings):
    """A reading of characters that the extraction broke, and what proves it.

    Attributes:
        print: What stands in the text.
        reading: What it is read as.
        because: What proves it.
    """

    print: Words
    reading: str
    because: Words


class Doubt(Settings):
    """Characters that look broken and that nothing in the document proves: what holds them is doubtful.

    Attributes:
        print: What stands in the text; it stays as printed.
        because: Why it is doubted.
    """

    print: Words
    because: Words


class FurnitureShare(Settings):
    """How much of a document may be furniture, where it is more than documents usually have.

    Attributes:
        most: The greatest share of its lines, blank ones and what is outside the plan aside.
        because: Why so much of it is none of the content.
    """

    most: Annotated[float, Field(gt=0, le=1)]
    because: Words


class Furniture(Settings):
    """Lines that are none of the plan's content: one pattern a line, or a bounded stretch from start to end.

    Attributes:
        pattern: The whole line.
        start: First line of a stretch.
        end: Last line of a stretch.
        lines: How long a stretch may be; a longer one is no furniture.
        because: Why it is none of the content.
    """

    pattern: Plain | None = None
    start: Plain | None = None
    end: Plain | None = None
    lines: Annotated[int, Field(ge=2, le=60)] = 20
    because: Words

    @model_validator(mode="after")
    def _narrow(self) -> Furniture:
        if (self.pattern is None) == (self.start is None) or (self.start is None) != (self.end is None):
            raise NotAllowedError(
                say("planfile.furniture-either-pattern-start"),
            )
        for expression in (self.pattern, self.start, self.end):
            if expression and not expression.is_narrow():
                raise NotAllowedError(
                    say("planfile.matches-lines-any-kind", source=expression.source),
                )
        return self


class Bounds(Settings):
    """How many of a class a document is expected to yield: below the floor an error, above the ceiling a warning.

    Attributes:
        min: The floor: fewer is an error.
        max: The ceiling: more is a warning.
    """

    min: Count
    max: Count

    @model_validator(mode="after")
    def _order(self) -> Bounds:
        if self.max < self.min:
            raise NotAllowedError(
                say("planfile.ceiling-below-floor", max=self.max, min=self.min),
            )
        return self


class ReviewSettings(Settings):
    """When a plan counts as accepted, and what is published of those who decided.

    Attributes:
        sample: How many facts that were read as certain a person must have checked, drawn at random; of all there are,
            where there are fewer. 30 without an error say, at 95 %, that fewer than one in eight is wrong.
        errors: How many of them may be wrong.
        names: Whether the names of the reviewers, which stand in the local reviewers.yml, are published.
    """

    sample: Annotated[int, Field(ge=1, le=100_000)] = 30
    errors: Count = 0
    names: bool = False


Counted = Literal[
    "Vision",
    "Goal",
    "Field",
    "Measure",
    "Action",
    "Project",
    "StrategyGoal",
    "Perspective",
    "Policy",
    "Indicator",
    "Observation",
    "Budget",
    "Evaluation",
]


class SeriesSettings(Grammar):
    """The whole of a plan.yml, with its grammar as its family gives it and the file departs from it.

    Attributes:
        family: The family of documents whose grammar it departs from; `base` says nothing.
        municipality: Whose plan it is.
        document: How a document of the series is recognised, and where it comes from.
        plans: The plans that the documents hold or name.
        repairs: Readings of characters that the extraction broke.
        doubts: Prints that are probably wrong and cannot be proved so.
        furniture: Lines that are none of the plan's content.
        furniture_share: How much of a document they may be, where that is more than usual.
        expect: How many of each class a document yields.
        unread: How many lines may be left over.
        review: When a plan counts as accepted.
        schemes: Names of files beside plan.yml, or in the folder above it: a newer SDG framework, a strategy of the nation, local
            indicators (.ttl; .csv for indicators).
    """

    family: Annotated[str, BeforeValidator(families.known)]
    municipality: MunicipalitySettings
    document: DocumentSettings
    plans: Annotated[list[PlanSettings], Field(min_length=1)]
    repairs: list[Repair] = []
    doubts: list[Doubt] = []
    furniture: list[Furniture] = []
    furniture_share: FurnitureShare | None = None
    expect: Annotated[dict[Counted, Bounds], Field(min_length=1)]
    unread: Count = 0
    review: ReviewSettings = ReviewSettings()
    schemes: list[SchemeFile] = []

    @model_validator(mode="after")
    def _known(self) -> SeriesSettings:
        ids = [plan.id for plan in self.plans]
        if len(set(ids)) != len(ids):
            raise NotAllowedError(say("planfile.two-plans-have-one"))
        named = {plan.part_of for plan in self.plans} | {plan.revision_of for plan in self.plans}
        unknown = sorted(named - {*ids, ""})
        if unknown:
            names = ", ".join(unknown)
            raise NotAllowedError(
                say("planfile.part-revision-names-no", names=names),
            )
        return self
