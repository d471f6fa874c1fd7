"""Document series: what is particular to one, as plan.yml says it.

A series is a folder with a ``plan.yml`` and, only where a layout with settings cannot say it, a ``load.py``
with a function ``read(reading, settings)`` of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, Field, model_validator

from keikaku import layouts, vocab
from keikaku.errors import SeriesError, UnreadableError
from keikaku.layouts import Read
from keikaku.model import Plan
from keikaku.read.document import Document, with_repairs
from keikaku.read.patterns import Pattern
from keikaku.reading import Reading
from keikaku.settings import Expression, NotAllowedError, Settings, check

_LARGEST = 2**20  # bytes of a plan.yml; those at hand have some thousands
_DEEPEST = 50
_MOST = 100_000  # values in a plan.yml, each alias counted as what it stands for
_YamlLoader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

PlanKind = Literal["基本構想", "基本計画", "実施計画", "総合戦略", "評価", "個別計画"]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Words = Annotated[str, Field(min_length=1)]
Year = Annotated[int, Field(ge=1926, le=2100)]
Count = Annotated[int, Field(ge=0)]


class MunicipalitySettings(Settings):
    """Whose plan it is: a code that exists, or an invented body that says so.

    Attributes:
        code: JIS X 0402, five digits, in quotes.
        name: Its name, where it is not the code list's.
        invented: Whether the body does not exist; then the code may not exist either.
    """

    code: Annotated[str, Field(pattern=r"^[0-9]{5}$")]
    name: str = ""
    invented: bool = False

    @model_validator(mode="after")
    def _exists(self) -> MunicipalitySettings:
        known = vocab.municipality(self.code)
        if self.invented and (known or not self.name):
            raise NotAllowedError(
                "an invented municipality needs a name and a code that no municipality has",
                "架空の自治体には、名前と、実在しない団体コードが必要です",
            )
        if not self.invented and not known:
            raise NotAllowedError(
                f"no municipality has the code {self.code}; allowed: five digits of JIS X 0402 (`keikaku vocab NAME` finds one)",
                f"団体コード {self.code} の自治体はありません。JIS X 0402 の 5 桁です(`keikaku vocab 名前` で探せます)",
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
    """

    recognise: Annotated[list[Expression], Field(min_length=1)]
    title: str = ""
    source: str = ""
    licence: str = ""
    edition: Expression | None = None


class PlanSettings(Settings):
    """A plan that the documents of the series hold or name; years only where the document prints none.

    Attributes:
        id: Name of the plan within its municipality, part of its IRI.
        kind: What kind of plan it is.
        title: Its title; the print comes first where a layout reads one.
        start: First fiscal year, western; only where the document prints none.
        end: Last fiscal year, western; only where the document prints none.
        part_of: Id of the plan of this file that it is part of.
        revision_of: Id of the plan of this file that it revises.
    """

    id: Slug
    kind: PlanKind
    title: Words
    start: Year | None = None
    end: Year | None = None
    part_of: str = ""
    revision_of: str = ""

    @model_validator(mode="after")
    def _order(self) -> PlanSettings:
        if self.start and self.end and self.end < self.start:
            raise NotAllowedError(
                f"the plan ends in {self.end}, before it starts in {self.start}",
                f"計画の終了年度 {self.end} が開始年度 {self.start} より前です",
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


class Furniture(Settings):
    """Lines that are none of the plan's content: one pattern a line, or a bounded stretch from start to end.

    Attributes:
        pattern: The whole line.
        start: First line of a stretch.
        end: Last line of a stretch.
        lines: How long a stretch may be; a longer one is no furniture.
        because: Why it is none of the content.
    """

    pattern: Expression | None = None
    start: Expression | None = None
    end: Expression | None = None
    lines: Annotated[int, Field(ge=2, le=60)] = 20
    because: Words

    @model_validator(mode="after")
    def _narrow(self) -> Furniture:
        if (self.pattern is None) == (self.start is None) or (self.start is None) != (self.end is None):
            raise NotAllowedError(
                "furniture has either a pattern, or a start and an end",
                "pattern か、start と end の組のどちらか一方が必要です",
            )
        for expression in (self.pattern, self.start, self.end):
            if expression and not expression.is_narrow():
                raise NotAllowedError(
                    f"{expression.source!r} matches lines of any kind; furniture needs a narrow pattern",
                    f"{expression.source!r} はどのような行にも当たります。もっと狭いパターンにしてください",
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
                f"the ceiling {self.max} is below the floor {self.min}",
                f"上限 {self.max} が下限 {self.min} より小さくなっています",
            )
        return self


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


def _a_layout(name: str) -> str:
    known = layouts.names()
    if name not in known:
        raise NotAllowedError(
            f"{name!r} is not allowed; allowed: {', '.join(known)}",
            f"{name!r} は使えません。使えるもの: {', '.join(known)}",
        )
    return name


class SeriesSettings(Settings):
    """The whole of a plan.yml.

    Attributes:
        layout: The family of documents.
        municipality: Whose plan it is.
        document: How a document of the series is recognised, and where it comes from.
        plans: The plans that the documents hold or name.
        repairs: Readings of characters that the extraction broke.
        doubts: Prints that are probably wrong and cannot be proved so.
        furniture: Lines that are none of the plan's content.
        settings: The layout's own settings, below.
        expect: How many of each class a document yields.
        unread: How many lines may be left over.
    """

    layout: Annotated[str, AfterValidator(_a_layout)]
    municipality: MunicipalitySettings
    document: DocumentSettings
    plans: Annotated[list[PlanSettings], Field(min_length=1)]
    repairs: list[Repair] = []
    doubts: list[Doubt] = []
    furniture: list[Furniture] = []
    settings: dict[str, Any] = {}
    expect: Annotated[dict[Counted, Bounds], Field(min_length=1)]
    unread: Count = 0

    @model_validator(mode="after")
    def _known(self) -> SeriesSettings:
        ids = [plan.id for plan in self.plans]
        if len(set(ids)) != len(ids):
            raise NotAllowedError("two plans have one id", "同じ id の計画が二つあります")
        named = {plan.part_of for plan in self.plans} | {plan.revision_of for plan in self.plans}
        unknown = sorted(named - {*ids, ""})
        if unknown:
            names = ", ".join(unknown)
            raise NotAllowedError(
                f"part_of or revision_of names no plan of this file: {names}",
                f"part_of か revision_of の {names} はこのファイルの計画にありません",
            )
        return self


@dataclass(frozen=True, slots=True)
class Series:
    """One document series.

    Attributes:
        id: Name of its folder.
        path: Its plan.yml.
        settings: What plan.yml says.
        layout_settings: The settings of its layout, checked.
        read: The layout's function, or that of load.py.
        version: Hash of plan.yml and load.py: changes when the loader does.
        trusted: Whether a load.py may run.
    """

    id: str
    path: Path
    settings: SeriesSettings
    layout_settings: Settings
    read: Read
    version: str
    trusted: bool = False

    def missing(self, document: Document) -> list[str]:
        """Return the recognition patterns that no line of the document answers."""
        return [
            pattern.source
            for pattern in self.settings.document.recognise
            if not any(pattern.search(line.text) for line in document.lines)
        ]

    def edition(self, document: Document) -> str:
        """Return what tells this edition from the next, as printed, or ""."""
        pattern = self.settings.document.edition
        found = (pattern.search(line.text) for line in document.lines) if pattern else iter(())
        return next((match["edition"] for match in found if match), "")

    def load(self, document: Document) -> Reading:
        """Read a document of the series."""
        repairs = [(repair.print, repair.reading) for repair in self.settings.repairs]
        document = with_repairs(document, repairs)
        plans = {
            plan.id: Plan(
                id=plan.id,
                kind=plan.kind,
                title=plan.title,
                start=plan.start,
                end=plan.end,
                part_of=plan.part_of,
                revision_of=plan.revision_of,
                lines=[],
            )
            for plan in self.settings.plans
        }
        reading = Reading(document, plans, _furniture(document, self.settings.furniture), repairs)
        self.read(reading, self.layout_settings)
        reading.doubt(doubt.print for doubt in self.settings.doubts)
        return reading


def _furniture(document: Document, rules: list[Furniture]) -> Iterator[int]:
    for rule in rules:
        if rule.pattern:
            yield from (line.number for line in document.lines if rule.pattern.fullmatch(line.text))
        elif rule.start and rule.end:
            yield from _stretches(document, rule.start, rule.end, rule.lines)


def _stretches(document: Document, start: Pattern, end: Pattern, most: int) -> Iterator[int]:
    """Yield the lines of each stretch that starts and ends within a bounded number of lines."""
    lines = document.lines
    index = 0
    while index < len(lines):
        if start.match(lines[index].text):
            reach = range(index, min(index + most, len(lines)))
            last = next((at for at in reach if end.match(lines[at].text)), None)
            if last is not None:
                yield from (line.number for line in lines[index : last + 1])
                index = last
        index += 1


def read_series(path: Path, *, trusted: bool = False) -> Series:
    """Read a plan.yml.

    Args:
        path: The plan.yml.
        trusted: Whether a load.py beside it may run: only for folders that ship with keikaku or that the
            user named as loaders, never for what lies beside a document.

    Raises:
        SeriesError: The file is no YAML, has an unknown key, or a value that is not allowed; the error names
            file, line and key.
    """
    node, raw = _parse(_text(path), path)
    settings = check(SeriesSettings, raw, path, node)
    layout = layouts.layout(settings.layout)
    if layout is None:
        raise _error(path, 1, "layout", "there is no such layout", "レイアウトがありません")
    procedure = path.with_name("load.py")
    read = _procedure(procedure) if trusted and procedure.is_file() else layout.read
    return Series(
        id=_id(path),
        path=path,
        settings=settings,
        layout_settings=check(layout.settings, settings.settings, path, node, "settings"),
        read=read,
        version=_version(path.parent),
        trusted=trusted,
    )


def _error(path: Path, line: int, key: str, en: str, ja: str) -> SeriesError:
    return SeriesError(path=path, line=line, key=key, detail=en, detail_ja=ja)


def _id(path: Path) -> str:
    """Return the name of a series: its folder's, fit for an IRI and a file name."""
    name = unicodedata.normalize("NFKC", path.resolve().parent.name)
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "plan"


def _text(path: Path) -> str:
    """Return the text of a plan.yml."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(path=path, why=error.strerror or type(error).__name__) from error
    if len(data) > _LARGEST:
        limit = f"{_LARGEST:,}"
        raise _error(path, 1, "plan.yml", f"is larger than {limit} B", f"{limit} B を超えています")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _error(path, line, "plan.yml", "is not UTF-8", "文字コードが UTF-8 ではありません") from None


def _parse(text: str, path: Path) -> tuple[yaml.Node | None, object]:
    """Return the nodes of a YAML text, which know their lines, and what they stand for."""
    try:
        _refuse_deep(text, path)
        loader = _YamlLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None, None
        _refuse_traps(node, path, {})
        return node, loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        char = error.character if isinstance(error.character, str) else chr(error.character)
        line, why = text[: text.find(char)].count("\n") + 1, f"U+{ord(char):04X}: {error.reason}"
        raise _error(path, line, "YAML", why, f"YAML として読めません({why})") from None
    except yaml.MarkedYAMLError as error:
        line, why = error.problem_mark.line + 1 if error.problem_mark else 1, error.problem or "no YAML"
        raise _error(path, line, "YAML", why, f"YAML として読めません({why})") from None


def _refuse_deep(text: str, path: Path) -> None:
    """Refuse what would exhaust the stack of the YAML library, which takes the whole process down."""
    depth = 0
    for event in yaml.parse(text, _YamlLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _error(path, line, "YAML", "is nested too deep", "入れ子が深すぎます")


def _refuse_traps(node: yaml.Node, path: Path, known: dict[yaml.Node, tuple[int, int]]) -> tuple[int, int]:
    """Refuse a key that stands twice, of which YAML drops the first, and aliases that swell or hold themselves.

    Args:
        node: Where to look.
        path: The file, for the error.
        known: How many values a node stands for and how deep they go; filled in.
    """
    if node in known:
        return known[node]
    known[node] = (_MOST, 0)  # holds for as long as the node is being looked at
    keys = [key for key, _value in node.value] if isinstance(node, yaml.MappingNode) else []
    seen: set[str] = set()
    for key in keys:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if name and name in seen:
            raise _error(
                path, key.start_mark.line + 1, name, "this key stands twice", "このキーが二つあります"
            )
        seen.add(name)
    inside = [value for _key, value in node.value] if keys else node.value
    parts = [_refuse_traps(part, path, known) for part in inside if isinstance(part, yaml.Node)]
    size = 1 + sum(size for size, _depth in parts)
    depth = 1 + max((depth for _size, depth in parts), default=0)
    if size > _MOST or depth > _DEEPEST:
        line = node.start_mark.line + 1
        raise _error(path, line, "YAML", "its aliases stand for too much", "エイリアスの展開が大きすぎます")
    known[node] = size, depth
    return size, depth


def _procedure(file: Path) -> Read:
    """Return the function ``read`` of a load.py, found by its path."""
    spec = importlib.util.spec_from_file_location(
        f"keikaku_loader_{file.parent.name.replace('-', '_')}", file
    )
    if spec is None or spec.loader is None:
        raise _error(file, 1, "load.py", "cannot be run", "実行できません")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        why = error.msg
        raise _error(file, error.lineno or 1, "load.py", why, f"Python として読めません({why})") from None
    read: Read | None = getattr(module, "read", None)
    if read is None:
        raise _error(
            file,
            1,
            "read",
            "defines no function read(reading, settings)",
            "関数 read(reading, settings) がありません",
        )
    return read


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ("plan.yml", "load.py"):
        file = folder / name
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:12]
