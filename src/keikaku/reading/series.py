"""Document series: what is particular to one, as plan.yml says it.

A series is a folder with a ``plan.yml`` and, only where a grammar cannot say it, a ``load.py``
with a function ``read(reading, settings)`` of its own.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from keikaku.documents.numbered_lines import Document, SwellingRepairError, with_repairs
from keikaku.ground.blame import Blame, said
from keikaku.ground.collector import paused
from keikaku.ground.content import PACKAGE
from keikaku.ground.defaults import DECISIONS
from keikaku.ground.errors import BrokenLoaderError, SeriesError
from keikaku.ground.messages import Words, say
from keikaku.ground.vocab.schemes import Scheme
from keikaku.ground.yamlfile import error_at, read_yaml
from keikaku.reading import families, reader, retired
from keikaku.reading.checks import check as check_records
from keikaku.reading.checks.bodies import out_of_time
from keikaku.reading.checks.versions import not_in_version
from keikaku.reading.decisions.acceptance import settle
from keikaku.reading.decisions.applying import apply
from keikaku.reading.decisions.decision import Decision
from keikaku.reading.model import Plan
from keikaku.reading.planfile import Furniture, SeriesSettings
from keikaku.reading.prints import doubt, keep_prints
from keikaku.reading.records import Reading
from keikaku.reading.schemes import check_names, followed, read_schemes, scheme_file
from keikaku.reading.settings import NotAllowedError, check, is_there, line_of
from keikaku.reading.values.patterns import Forms, Pattern
from keikaku.reading.values.sdgs import note_commitments

Read = Callable[[Reading, SeriesSettings], None]
"""How a document is read: records go into the reading."""
DRAFTED = "proposed-"
"""With what the id of a series begins whose settings are a draft."""


@dataclass(frozen=True, slots=True)
class Series:
    """One document series.

    Attributes:
        id: Name of its folder.
        path: Its plan.yml.
        settings: What plan.yml says.
        read: How a document is read with them: by the one reader, or as its load.py says.
        version: Hash of plan.yml, load.py and the decisions beside them: changes when the loader does.
        trusted: Whether a load.py may run.
        proposed: Whether its settings are a draft that nobody accepted.
        accepted: Whether people accepted the document that it is about to be minted with.
        retired: The layout that its plan.yml names, where the one reader took that layout's place.
        schemes: The vocabularies that its plan.yml adds.
    """

    id: str
    path: Path
    settings: SeriesSettings
    read: Read
    version: str
    trusted: bool = False
    proposed: bool = False
    accepted: bool = False
    retired: str = ""
    schemes: tuple[Scheme, ...] = ()

    def missing(self, document: Document) -> list[str]:
        """Return the recognition patterns that no line of the document answers."""
        return [
            pattern.source
            for pattern in self.settings.document.recognise
            if not any(pattern.search(line.text) for line in document.lines)
        ]

    def recognises(self, lines: Sequence[str], whole: str) -> bool:
        """Tell whether some line answers each recognition pattern; the first that none answers decides.

        Args:
            lines: The lines of a document.
            whole: All of them (`keikaku.reading.values.patterns.together`), which every series asks.
        """
        return all(pattern.is_in(lines, whole) for pattern in self.settings.document.recognise)

    def edition(self, document: Document) -> str:
        """Return what tells this edition from the next, as printed, or ""."""
        pattern = self.settings.document.edition
        found = (pattern.search(line.text) for line in document.lines) if pattern else iter(())
        return next((match["edition"] for match in found if match), "")

    def load(self, document: Document, decisions: Sequence[Decision] | None = None) -> Reading:
        """Read a document of the series.

        Args:
            document: The document.
            decisions: What people decided about its readings, done before the records are checked; None where nobody is
                asked, as in trials.

        Raises:
            SeriesError: The repairs make too much of the text.
            BrokenLoaderError: The reader or load.py failed; names the line of its code.
            KeikakuError: The reader or load.py refuses the document.
        """
        repairs = [(repair.print, repair.reading) for repair in self.settings.repairs]
        try:
            document = with_repairs(document, repairs)
        except SwellingRepairError as error:
            raise self._swelling(error) from None
        plans = {
            plan.id: Plan(
                id=plan.id,
                kind=plan.kind,
                title=plan.title,
                start=plan.start,
                end=plan.end,
                part_of=plan.part_of,
                revision_of=plan.revision_of,
                extent=self.settings.document.extent or "",
                part=self.settings.document.part,
                ratings={name: dict(words) for name, words in plan.ratings.items()},
                follows=followed(plan, self.schemes),
                lines=[],
            )
            for plan in self.settings.plans
        }
        reading = Reading(document, plans, _furniture(document, self.settings.furniture), repairs)
        blame = Blame(lambda *found: self._broken(reading, *found), self.path.with_name("load.py"), PACKAGE)
        with paused(), blame:
            self._read(reading)
            note_commitments([*reading.plans.values(), *reading.elements])
            keep_prints(reading)
            doubt(reading, (one.print for one in self.settings.doubts))
            reading.reviewed = apply(reading, decisions, document.name) if decisions is not None else None
            check_records(reading)
            reading.findings.extend(out_of_time(reading, self.settings.municipality, self.path))
            reading.findings.extend(not_in_version(reading))
            self._weigh_furniture(reading)
            settle(reading)
        if self.retired:
            retired.tell(reading, self.retired, self.settings.family)
        return reading

    def _weigh_furniture(self, reading: Reading) -> None:
        """Report where more of a document is furniture than documents have: content may be among it; a draft declares none."""
        account, declared = reading.account(), self.settings.furniture_share
        content = account.total - account.blank - account.outside
        most = declared.most if declared else _MOST_FURNITURE
        if not self.proposed and account.furniture >= _FEW and account.furniture > most * content:
            share = round(most * 100)
            reading.report(
                say("rules.furniture-share", furniture=account.furniture, content=content, most=share)
            )

    def _read(self, reading: Reading) -> None:
        """Read a document; what plan.yml declares and the document has not is a fault of plan.yml.

        What the family declares is none: it says what documents of its kind may print.
        """
        self.read(reading, self.settings)
        node = read_yaml(self.path)[0] if reading.unmet and not self.proposed else None
        for refusal in reading.unmet:
            if is_there(node, refusal.at):
                line, keys = line_of(node, refusal.at), ".".join(map(str, refusal.at))
                raise error_at(self.path, line, keys, refusal.said)

    def _broken(self, reading: Reading, raised: BaseException, file: Path, line: int) -> BrokenLoaderError:
        """Return the error for what the reader or load.py raised and did not mean to."""
        near, near_ja = (f"line {reading.at}: ", f"{reading.at} 行目: ") if reading.at else ("", "")
        return BrokenLoaderError(
            "building.broken-loader",
            path=reading.document.path,
            near=Words(near, near_ja),
            file=file,
            line=line,
            error=said(raised),
        )

    def _swelling(self, error: SwellingRepairError) -> SeriesError:
        keys = ("repairs", error.index, "reading")
        return error_at(
            self.path,
            line_of(read_yaml(self.path)[0], keys),
            ".".join(map(str, keys)),
            say("reading.makes-text-characters-longer", grown=error.grown, limit=error.limit),
        )


_MOST_FURNITURE = 0.15
"""The greatest share of lines that is furniture without a reason: the documents of `loaders/` have 0.08 at most."""
_FEW = 10
"""Lines of furniture that tell nothing, whatever their share: head and foot of a short text."""


def _furniture(document: Document, rules: list[Furniture]) -> Iterator[int]:
    """Yield the lines that plan.yml declares as no text of the plan, and what pages repeat."""
    placed = document.published.lines if document.published else ()
    yield from (number for number, (_text, place) in enumerate(placed, start=1) if place.furniture)
    patterns = Forms((at, rule.pattern) for at, rule in enumerate(rules) if rule.pattern)
    yield from (line.number for line in document.lines if patterns.fitting(line.text))
    for rule in rules:
        if rule.start and rule.end:
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
    node, raw = read_yaml(path)
    if isinstance(raw, dict) and "family" in raw:
        try:  # before the grammar, which lacks much without its family
            families.known(raw["family"])
        except NotAllowedError as error:
            raise error_at(path, line_of(node, ["family"]), "family", error.said) from None
    raw, layout = retired.in_place(raw)
    settings = check(SeriesSettings, families.with_defaults(raw), path, node)
    schemes = read_schemes(path, settings.schemes, line_of(node, ["schemes"]))
    check_names(settings.plans, schemes, path, node)
    procedure = path.with_name("load.py")
    return Series(
        id=_id(path),
        path=path,
        settings=settings,
        read=_procedure(procedure) if trusted and procedure.is_file() else reader.read,
        version=_version(path, settings.schemes),
        trusted=trusted,
        retired=layout,
        schemes=schemes,
    )


def _id(path: Path) -> str:
    """Return the name of a series: its folder's, fit for an IRI and a file name."""
    name = unicodedata.normalize("NFKC", path.resolve().parent.name)
    return re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80] or "plan"


def _procedure(file: Path) -> Read:
    """Return the function ``read`` of a load.py, found by its path."""
    spec = importlib.util.spec_from_file_location(
        f"keikaku_loader_{file.parent.name.replace('-', '_')}", file
    )
    if spec is None or spec.loader is None:
        raise error_at(file, 1, "load.py", say("reading.cannot-run"))
    module = importlib.util.module_from_spec(spec)
    with Blame(_not_run, file, passing=()):
        spec.loader.exec_module(module)
    read: Read | None = getattr(module, "read", None)
    if read is None:
        raise error_at(
            file,
            1,
            "read",
            say("reading.defines-no-function-read"),
        )
    return read


def _not_run(raised: BaseException, file: Path, line: int) -> SeriesError:
    """Return the error for a load.py that cannot be run at all."""
    if isinstance(raised, SyntaxError):
        line, why = raised.lineno or 1, raised.msg
        return error_at(file, line, "load.py", say("planfile.no-python", why=why))
    why = said(raised)
    return error_at(file, line, "load.py", say("planfile.load-py-fails", why=why))


def _version(plan: Path, schemes: Sequence[str]) -> str:
    digest = hashlib.sha256()
    beside = (plan.with_name(name) for name in ("plan.yml", "load.py", DECISIONS))
    for file in (*beside, *filter(None, (scheme_file(plan, name) for name in schemes))):
        digest.update(file.read_bytes() if file.is_file() else b"")
    return digest.hexdigest()[:12]
