"""A first plan.yml for a document: what is proposed is tried by reading with it, and stays if it explains more than it costs.

Families and single declarations (a level, a head, a label, a kind of tables) are hypotheses. Each is judged by the
account of a reading: characters of lines that records and structure explain, figures that entered records, findings
that it raises, and its own length (a declaration that explains nothing new is left out).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keikaku.drafting import headings, identity
from keikaku.drafting.headings import LONGEST
from keikaku.drafting.hints import hints
from keikaku.errors import KeikakuError, SeriesError
from keikaku.model import Fact, Severity, Statement
from keikaku.planfile import SeriesSettings
from keikaku.read.document import Document
from keikaku.reading import Reading, families, reader
from keikaku.reading.stream import pieces
from keikaku.series import Series
from keikaku.settings import check

COST = 8
"""Characters that a declaration must explain to be worth a line of plan.yml: two short names."""
FAMILIES = 2
"""How many families are tried with departures: those that explain most by themselves, beside `base`."""
FIGURE = 20
"""What a figure in a record is worth, in characters: figures are what plans are read for."""
FAULT = 25
"""What a finding costs, in characters."""
_PARTS = ("levels", "tables", "blocks", "fields")
_CLASSES = (
    "Vision",
    "Goal",
    "Field",
    "Measure",
    "Action",
    "Project",
    "StrategyGoal",
    "Perspective",
    "Policy",
)
_NUMBERED = r"(?P<number>[①-⑳])?\s*(?P<label>.+)"
_TABLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("indicators", {"rows": "Indicator", "heads": ["target"]}),
    ("measured", {"rows": "Indicator", "heads": ["actual"]}),
    ("projects", {"rows": "Project", "heads": ["total"], "unit": "千円"}),
    ("planned", {"rows": "Project", "bare": "total", "unit": "千円"}),
    ("scheduled", {"rows": "Project", "bare": "schedule"}),
    ("described", {"rows": "Project", "heads": ["description"]}),
    ("actions", {"rows": "Action", "heads": ["description"], "item": _NUMBERED}),
)


@dataclass(slots=True)
class Draft:
    """What a draft proposes.

    Attributes:
        settings: What plan.yml says, as plain data.
        reasons: Why, by the key that a reason stands beside; in English and Japanese.
        questions: What it could not decide, in English and Japanese.
        counts: How many of each class a reading with it gives.
        unread: How many printed lines are left over.
        printed: How many lines are printed at all.
        no_plan: What the document says that it is, where that is no plan.
        is_plan: Whether it looks like a plan: it says nothing else, and something of a plan was read.
    """

    settings: dict[str, Any]
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    questions: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    printed: int = 0
    no_plan: str = ""
    is_plan: bool = True


_Proposed = tuple[str, str, Any, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Trial:
    worth: float
    reading: Reading


def draft(document: Document, *, municipality: str = "", without: Iterable[str] = ()) -> Draft:
    """Return a first plan.yml for a document.

    Args:
        document: The document.
        municipality: Its code, where it is known; looked for in the print otherwise.
        without: Names of families that may not be used.
    """
    found = Draft(settings={})
    _identify(found, document, municipality)
    found.no_plan = identity.other_than_a_plan(document)
    best = _grammar(found, document, frozenset(without))
    _ask_of_texts(found)
    _expect(found, _period(found, document, best))
    found.is_plan = not found.no_plan and any(found.counts.values())
    return found


# -- what it is


def _identify(found: Draft, document: Document, code: str) -> None:
    owners = identity.owners(document)
    if not code and owners:
        code = owners[0].body.code
        tied = [one for one in owners if one.count == owners[0].count and one.body.code != code]
        names = ", ".join(f"{one.body.prefecture}{one.body.name} ({one.body.code})" for one in owners[:3])
        found.reasons["municipality"] = (f"names that are printed: {names}", f"印字された名前: {names}")
        if tied:
            found.questions.append((f"Which municipality is it: {names}?", f"どの自治体ですか: {names}"))
    if not code:
        found.questions.append(
            (
                "No municipality's name was found in the print: put its code into municipality.code (keikaku vocab NAME).",
                "自治体の名前が見つかりません。municipality.code に団体コードを書いてください(keikaku vocab 名前)。",
            )
        )
    found.settings["family"] = "base"
    found.settings["municipality"] = {"code": code or "00000"}
    title, line = identity.title(document, [one.body.name for one in owners[:1]])
    if line is None:
        found.questions.append(
            ("What is the plan called? No title was found.", "計画の名称は何ですか。題名が見つかりません。")
        )
        first = next((line for line in document.lines if not line.blank), None)
        title, line = (" ".join(first.text.split())[: identity.LONGEST] if first else "-"), first
    kind = identity.kind_of(title)
    number = line.number if line else 1
    found.reasons["plans"] = (f"the title on line {number}", f"{number} 行目の題名")
    found.settings["document"] = {
        "recognise": [identity.pattern_of(line.text if line else title)],
        "title": title,
    }
    found.settings["plans"] = [{"id": _PLAN_IDS[kind], "kind": kind, "title": title}]
    found.settings["expect"] = {"Measure": {"min": 0, "max": 9999}}


_PLAN_IDS = {
    "基本構想": "basic-concept",
    "基本計画": "basic-plan",
    "実施計画": "implementation-plan",
    "総合戦略": "strategy",
    "評価": "evaluation",
    "個別計画": "plan",
    "予算": "budget",
}


# -- trials


def _read(document: Document, raw: Mapping[str, Any]) -> _Trial | None:
    """Return what a reading with some settings gives, or None where they cannot be."""
    path = Path("draft") / "plan.yml"
    code = raw["municipality"]["code"]
    municipality = {"code": code, "name": "-", "invented": True} if code == "00000" else raw["municipality"]
    whole = families.with_defaults({**raw, "municipality": municipality})
    try:
        settings = check(SeriesSettings, whole, path, None)
    except SeriesError:
        return None
    series = Series("draft", path, settings, settings, reader.read, "")
    try:
        reading = series.load(document)
    except KeikakuError:  # a table that two kinds fit, a role that no column has
        return None
    return _Trial(_worth(reading), reading)


def _worth(reading: Reading) -> float:
    """Return what a reading explains, in characters."""
    account = reading.account()
    unread = set(account.unread)
    explained = 0
    sure, guessed = set[int](), set[int]()
    for record in reading.records():
        is_guess = isinstance(record, Statement) and record.fact is Fact.DESCRIPTION
        (guessed if is_guess else sure).update(record.lines)
    for line in reading.document.lines:
        if line.number not in unread and not line.blank:
            length = len(line.folded.strip())
            explained += length if line.number in sure else length // (2 if line.number in guessed else 4)
    figures = sum(len(one.observations) for one in reading.indicators) + len(reading.budgets)
    faults = sum(finding.severity is not Severity.INFO for finding in reading.findings)
    faults += sum(len(one.label) > LONGEST or one.label.endswith("。") for one in reading.elements)
    return explained + FIGURE * figures - FAULT * faults


def _grammar(found: Draft, document: Document, without: frozenset[str]) -> _Trial:
    """Choose a family and what departs from it.

    Every proposal is added at once, since one declaration lets another explain (an indicator hangs under a heading);
    then each is taken away again that explains less than it costs. This is done over the families that explain most.
    """
    proposals = _proposals(document)
    ranked = sorted(
        (
            (trial.worth, name)
            for name in ("base", *families.names())
            if name not in without
            if (trial := _read(document, {**found.settings, "family": name}))
        ),
        reverse=True,
    )
    best: tuple[float, dict[str, Any], _Trial] | None = None
    for name in dict.fromkeys([*(name for _worth, name in ranked[:FAMILIES]), "base"]):
        settings, trial = _pruned({**found.settings, "family": name}, document, proposals)
        worth = trial.worth - COST * sum(len(settings.get(part, {})) for part in _PARTS)
        if best is None or worth > best[0]:
            best = worth, settings, trial
    if best is None:
        raise LookupError("no family at all")
    found.settings = best[1]
    shown = ", ".join(f"{name} {worth:.0f}" for worth, name in ranked[:4])
    found.reasons["family"] = (f"by what families explain alone: {shown}", f"family 単独での説明量: {shown}")
    for part, name, _said, why in proposals:
        if name in found.settings.get(part, {}):
            found.reasons[f"{part}.{name}"] = why
    return best[2]


def _pruned(
    settings: dict[str, Any], document: Document, proposals: Sequence[_Proposed]
) -> tuple[dict[str, Any], _Trial]:
    """Return settings with those proposals that explain more than they cost, and the reading with them."""
    raw = settings
    for part, name, said, _why in proposals:
        raw = _with(raw, part, name, said)
    best = _read(document, raw) or _read(document, settings)
    if best is None:
        raise LookupError(settings["family"])
    for part, name, _said, _why in reversed(proposals):
        if name not in raw.get(part, {}):
            continue
        less = {**raw, part: {key: value for key, value in raw[part].items() if key != name}}
        trial = _read(document, less)
        if trial and _better_without(part, trial, best):
            raw, best = less, trial
    for name, said in raw.get("levels", {}).items():
        plain = {key: value for key, value in said.items() if key != "text"}
        less = {**raw, "levels": {**raw["levels"], name: plain}}
        trial = _read(document, less)
        if trial and trial.worth > best.worth - COST:  # no running text stands below it
            raw, best = less, trial
    return raw, best


def _better_without(part: str, trial: _Trial, best: _Trial) -> bool:
    """Tell whether a declaration is not worth its line.

    A level is kept wherever it finds something: its numbers speak for it, and what stands below another head would
    swallow its headings as text.
    """
    if part != "levels":
        return trial.worth > best.worth - COST
    return len(trial.reading.elements) == len(best.reading.elements) and trial.worth >= best.worth - COST


def _with(raw: dict[str, Any], part: str, name: str, said: Any) -> dict[str, Any]:
    """Return settings with a proposal, where the family says nothing under its name."""
    known = families.with_defaults(dict(raw))
    have = known.get(part, {}) if isinstance(known, dict) else {}
    return raw if name in have else {**raw, part: {**raw.get(part, {}), name: said}}


def _proposals(document: Document) -> list[_Proposed]:
    """Return all that may be declared: levels, tables, heads, labels."""
    printed = list(pieces(document, [line for line in document.lines if not line.blank]))
    forms = headings.headings(printed)
    levels = headings.levels(forms).items()
    return [
        *(("levels", name, said, _seen(one.lines)) for one, (name, said) in zip(forms, levels, strict=True)),
        *_tables(),
        *_heads(printed),
        *_labels(printed),
    ]


def _tables() -> Iterator[_Proposed]:
    for name, said in _TABLES:
        yield "tables", name, said, ("its heads are printed", "この見出しの表があります")


def _heads(printed: Sequence[Any]) -> Iterator[_Proposed]:
    for words, (said, lines) in headings.heads(printed).items():
        begun = headings.marks(printed, lines)
        if begun and said["is"] != "skip":
            said = {**said, "marks": begun}
        if said["is"] in _CLASSES:
            said = {**said, "item": hints().item}
        yield "blocks", words, said, _seen(lines)


def _labels(printed: Sequence[Any]) -> Iterator[_Proposed]:
    for words, (said, lines) in headings.labels(printed).items():
        yield "fields", words, said, _seen(lines)


def _seen(lines: Sequence[int]) -> tuple[str, str]:
    few = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
    return f"{len(lines)} times, lines {few}", f"{len(lines)} 回、{few} 行目"


def _ask_of_texts(found: Draft) -> None:
    """Ask what running text says that stands below a heading without a head of its own."""
    for name, said in found.settings.get("levels", {}).items():
        if "text" in said:
            found.questions.append(
                (
                    f"levels.{name}: text below this heading is read as its description; is it content, policyDirection, currentSituation …?",
                    f"levels.{name}: この見出しの下の文章は説明(description)として読みます。取組内容(content)、方針(policyDirection)、現状(currentSituation)などではありませんか。",
                )
            )


def _period(found: Draft, document: Document, best: _Trial) -> _Trial:
    """Say where the plan's years are printed, where the family's own forms find none."""
    plan = next(iter(best.reading.plans.values()))
    if plan.start:
        return best
    period = identity.period(document)
    if period:
        form, where = period
        raw = {**found.settings, "periods": {plan.kind: form.source}}
        trial = _read(document, raw)
        if trial and next(iter(trial.reading.plans.values())).start:
            found.settings = raw
            found.reasons["periods"] = (f"line {where.number}", f"{where.number} 行目")
            return trial
    found.questions.append(
        (
            "Over which fiscal years is the plan? No period was found.",
            "計画の期間はいつからいつまでですか。期間が見つかりません。",
        )
    )
    return best


def _expect(found: Draft, best: _Trial) -> None:
    reading = best.reading
    account = reading.account()
    found.counts = Counter(element.kind.value for element in reading.elements)
    found.counts["Indicator"] = len(reading.indicators)
    found.counts["Observation"] = sum(len(one.observations) for one in reading.indicators)
    found.counts["Budget"] = len(reading.budgets)
    found.unread = len(account.unread)
    found.printed = account.total - account.blank
    named = {name: count for name, count in found.counts.items() if count and name != "Observation"}
    found.settings["expect"] = {name: {"min": count, "max": count} for name, count in named.items()} or {
        "Measure": {"min": 0, "max": 0}
    }
    found.settings["unread"] = found.unread
