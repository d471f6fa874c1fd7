"""What a person points at, as a change of plan.yml: this line is a heading, this column is 目標値, these lines are furniture.

Each gesture takes the text of a plan.yml and what was pointed at, as printed, and returns the changed text. Forms are made
of what the lines have in common (numbers count on, marks stay), so that what is declared once is found everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any

from keikaku.ground import vocab
from keikaku.ground.errors import ReviewError
from keikaku.ground.messages import Said, say
from keikaku.ground.text.folding import fold, tidy
from keikaku.reading.decisions.changing import unfit
from keikaku.reading.drafting.identity import pattern_of
from keikaku.reading.gestures.line_forms import form_of, numbers_open, part_of, spaced, years_of
from keikaku.reading.gestures.plan_text import PlanText
from keikaku.reading.model import KINDS
from keikaku.reading.values.patterns import Pattern

_BESIDE_PRINT = "pointed at by a reviewer"
_RANKS = {
    kind: rank
    for rank, kinds in enumerate(
        (
            ("Vision",),
            ("Goal", "StrategyGoal", "Perspective", "Policy"),
            ("Field",),
            ("Measure",),
            ("Action",),
            ("Project",),
        )
    )
    for kind in kinds
}
"""How far below the plan each class stands: what a heading may hang under is above it."""
_YEARS = range(1926, 2101)  # those that plan.yml takes


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of plan.yml.

    Attributes:
        text: The changed text.
        difference: What it changes, as a unified difference; "" where it changes nothing.
    """

    text: str
    difference: str


def heading(plan: PlanText, lines: Sequence[str], kind: str, *, name: str = "", text: str = "") -> PlanText:
    """Say that lines are headings of elements of a class.

    Args:
        plan: The plan.yml.
        lines: The lines as printed; what they have in common is the form.
        kind: The class: Goal, Measure …
        name: Name of the level; a level of that name gets the form. A new one otherwise.
        text: What the running text below says: description, content …; nothing is read of it otherwise.
    """
    if kind not in KINDS:
        raise _refused(say("reviewing.no-class-elements", kind=kind, kinds=", ".join(KINDS)))
    levels: Mapping[str, Mapping[str, Any]] = plan.whole.get("levels", {})
    own = plan.raw.get("levels") or {}
    ranks = {key: _RANKS.get(str(said.get("is")), 0) for key, said in levels.items()}
    above = [key for key, rank in ranks.items() if rank < _RANKS[kind] and key != name]
    below = next((key for key in own if ranks.get(key, 0) > _RANKS[kind]), "")
    said: dict[str, Any] = {"is": kind, "head": form_of(lines)}
    if name in levels:
        said = {**(own.get(name) or {}), **said}
    elif not above:
        said["under"] = "plan"
    else:
        said["under"] = [*above, "plan"]
    if text:
        said["text"] = text
    return plan.set(["levels", name or _free(kind.lower(), levels)], said, before=below)


def furniture(plan: PlanText, lines: Sequence[str], because: str = _BESIDE_PRINT) -> PlanText:
    """Say that lines are none of the plan's content: page feet, remarks on how to fill in a sheet.

    Args:
        plan: The plan.yml.
        lines: The lines as printed; another number in the same words is meant too.
        because: Why they are none of it.
    """
    held = [one.get("pattern") for one in plan.raw.get("furniture") or () if isinstance(one, dict)]
    for form in dict.fromkeys(numbers_open(line) for line in lines):
        if form not in held:
            plan = plan.append(["furniture"], {"pattern": form, "because": because})
    return plan


def outside(plan: PlanText, start: str, end: str = "", because: str = _BESIDE_PRINT) -> PlanText:
    """Say that a stretch is no part of the plan: a foreword, statistics.

    Args:
        plan: The plan.yml.
        start: Its first line, as printed.
        end: The line before which it ends; the document's end otherwise.
        because: What it is.
    """
    said = {"start": pattern_of(start), **({"end": pattern_of(end)} if end else {}), "because": because}
    return plan.set(["outside", _free("outside", plan.whole.get("outside", {}))], said)


def join(plan: PlanText, lines: Sequence[str]) -> PlanText:
    """Say that lines, each below the one before, print one thing that was broken.

    Args:
        plan: The plan.yml.
        lines: The lines as printed, two at least.
    """
    if len(lines) < 2:
        raise _refused(say("reviewing.join-two-lines"))
    for at in range(1, len(lines)):
        above = "".join(lines[:at])
        plan = plan.append(["joined"], {"line": pattern_of(above), "below": pattern_of(lines[at])})
    return plan


def split(plan: PlanText, line: str, at: str) -> PlanText:
    """Say that two things have run together in a line.

    Args:
        plan: The plan.yml.
        line: The line as printed.
        at: The print with which the second begins.
    """
    if line.find(at, 1) < 0:
        raise _refused(say("reviewing.split-at", at=at))
    return plan.append(["split"], {"line": pattern_of(line), "at": at})


def continues(plan: PlanText, line: str) -> PlanText:
    """Say that a table goes on with the head of the one above, whatever stands between.

    Args:
        plan: The plan.yml.
        line: Its first row as printed.
    """
    return plan.append(["continues"], pattern_of(" ".join(line.split())))


def column(plan: PlanText, table: str, head: str, role: str, *, year: int = 0, rows: str = "") -> PlanText:
    """Say what a column is: 目標値 of R10, 担当課, 事業費, or nothing of the plan's.

    Args:
        plan: The plan.yml.
        table: Name of the kind of tables; a new kind otherwise.
        head: The column's head as printed, without year and unit.
        role: Its role (docs/tables.md): target, baseline, actual, total, department, description … or nothing.
        year: The fiscal year of its figures, western, where nothing prints it.
        rows: What the rows of a new kind name: Indicator, Project …
    """
    tables = plan.whole.get("tables", {})
    if table not in tables:
        if not rows:
            raise _refused(
                say("reviewing.there-no-kind-tables", table=table),
            )
        plan = plan.set(["tables", table], {"rows": rows})
    plan = plan.set(["tables", table, "columns", role], pattern_of(head))
    if year and year not in _YEARS:
        raise _refused(say("reviewing.no-western-year", year=year))
    return plan.set(["tables", table, "years", role], year) if year else plan


def rows(plan: PlanText, table: str, says: str, value: str) -> PlanText:
    """Say what holds for each row of a kind of tables without being printed there: that the projects are 継続.

    Args:
        plan: The plan.yml.
        table: Name of the kind of tables.
        says: What is said: projectStatus, department …
        value: Its value.
    """
    kinds = plan.whole.get("tables", {})
    if table not in kinds:
        raise _refused(say("reviewing.there-no-kind-tables-2", table=table))
    named = kinds[table].get("rows")
    if named not in KINDS:
        raise _refused(say("reviewing.rows-name-no-elements", table=table, rows=named))
    refused = unfit("Project", says, value)
    if refused:
        raise _refused(refused)
    return plan.set(["tables", table, "says", says], value)


def municipality(plan: PlanText, *, code: str = "", name: str = "") -> PlanText:
    """Say whose plan it is, where the print does not.

    Args:
        plan: The plan.yml.
        code: Code of the municipality; of a town that there is not one that no municipality has, 99999 unless given.
        name: Name of a town that there is not, of an example or an exercise; the code alone says which one is meant otherwise.
    """
    if not code and not name:
        raise _refused(say("reviewing.code-or-name"))
    if not name:
        return plan.set(["municipality"], {"code": code})
    if vocab.find_municipalities(name):
        raise _refused(say("reviewing.there-is-such-a-town", name=name))
    return plan.set(["municipality"], {"code": code or vocab.INVENTED, "name": tidy(name), "invented": True})


def field(plan: PlanText, label: str, says: str, *, of: str = "") -> PlanText:
    """Say what stands beside or below a printed label.

    Args:
        plan: The plan.yml.
        label: The label as printed.
        says: What the value is: leadDepartment, targetState, skip …
        of: Name of the level that it is said of; the nearest element otherwise.
    """
    return plan.set(["fields", tidy(label)], {"is": says, "of": of} if of else says)


def block(plan: PlanText, head: str, says: str, *, marks: str = "", of: str = "") -> PlanText:
    """Say what the list or text below a head is.

    Args:
        plan: The plan.yml.
        head: The head as printed.
        says: What each item says or is: issue, Project …, or skip.
        marks: Characters with which an item begins.
        of: Name of the level that it is said of; the nearest element otherwise.
    """
    blocks: Mapping[str, Mapping[str, Any]] = plan.whole.get("blocks", {})
    known = next((key for key, said in blocks.items() if _fits(said.get("head"), head)), "")
    said = {"is": says} if known else {"is": says, "head": pattern_of(head)}
    said |= {"marks": marks} if marks else {}
    said |= {"of": of} if of else {}
    if known:
        own = (plan.raw.get("blocks") or {}).get(known) or {}
        return plan.set(["blocks", known], {**own, **said})
    return plan.set(["blocks", _free(tidy(head), blocks)], said)


def family(plan: PlanText, name: str) -> PlanText:
    """Say of which family the document is; what plan.yml departs in stays."""
    return plan.set(["family"], name)


def legend(plan: PlanText, head: str, rates: str) -> PlanText:
    """Say where the legend of a rating is printed.

    Args:
        plan: The plan.yml.
        head: What stands before the legend, or above it, as printed.
        rates: What is rated: progress, review or general.
    """
    return plan.set(["legends", rates], rf"{pattern_of(head)}\s*(?P<legend>.*)")


def repair(plan: PlanText, printed: str, reading: str, because: str) -> PlanText:
    """Say what characters that the extraction broke are read as, and what proves it."""
    return plan.append(["repairs"], {"print": printed, "reading": reading, "because": because})


def doubt(plan: PlanText, printed: str, because: str) -> PlanText:
    """Say that characters look broken and nothing proves it: what holds them stays as printed, doubtful."""
    return plan.append(["doubts"], {"print": printed, "because": because})


def period(plan: PlanText, line: str, years: str) -> PlanText:
    """Say which line prints the years of the first plan.

    Args:
        plan: The plan.yml.
        line: The line as printed.
        years: The part of it that is the period: 令和6年度～令和10年度.
    """
    before, found, after = fold(line).partition(fold(years))
    if not found:
        raise _refused(say("reviewing.does-stand-line", years=years))
    inside = years_of(years)
    form = rf"{numbers_open(before) if before.strip() else ''}\s*(?P<period>{inside})\s*"
    form += numbers_open(after) if after.strip() else ""
    return plan.set(
        ["periods", plan.whole["plans"][0]["kind"]], form.removeprefix(r"\s*").removesuffix(r"\s*")
    )


def sentence(
    plan: PlanText,
    line: str,
    indicator: str,
    *,
    baseline: str = "",
    baseline_year: str = "",
    target: str = "",
    target_year: str = "",
) -> PlanText:
    """Say that a line states an indicator with its figures, and lines of its form others.

    Args:
        plan: The plan.yml.
        line: The line as printed: 入学者数 40人(2014年度)→年40人(2019年度).
        indicator: The part of it that is the name.
        baseline: The part that is the baseline, likewise the others; "" for what is not printed.
        baseline_year: Its year.
        target: The target.
        target_year: Its year.
    """
    given = {
        "indicator": indicator,
        "baseline": baseline,
        "baseline_year": baseline_year,
        "target": target,
        "target_year": target_year,
    }
    form, rest = "", "".join(fold(line).split())
    for name, part in given.items():
        text = "".join(fold(part).split())
        before, found, after = rest.partition(text) if text else ("", "", rest)
        if text and not found:
            raise _refused(say("reviewing.does-stand-line-2", part=part))
        if text:
            form += rf"{spaced(before)}(?P<{name}>{part_of(name, text)})"
        rest = after
    return plan.set(
        ["sentences", _free("figure", plan.whole.get("sentences", {}))], {"form": form + spaced(rest)}
    )


def yields(plan: PlanText, counts: Mapping[str, int]) -> PlanText:
    """Make the expected yields exact: what an accepted document gave, no more and no less."""
    expected = {name: {"min": count, "max": count} for name, count in counts.items() if count}
    return plan.set(["expect"], expected) if expected else plan


GESTURES: dict[str, Callable[..., PlanText]] = {
    one.__name__: one
    for one in (
        heading,
        furniture,
        outside,
        column,
        field,
        block,
        family,
        legend,
        repair,
        doubt,
        period,
        sentence,
        rows,
        municipality,
        join,
        split,
        continues,
    )
}
"""What a person can do by pointing, by name."""
MUST_SAY = frozenset({"rows", "join", "split", "continues"})
"""Gestures that mean nothing where nothing is read otherwise by them: no table of the document is of that kind, what was joined
says nothing together."""


def edit(text: str, gesture: str, values: Mapping[str, Any]) -> Edit:
    """Return a plan.yml changed by a gesture, checked.

    Args:
        text: The plan.yml.
        gesture: A name of `GESTURES`.
        values: What the gesture takes, by the names of its arguments; from a page, so anything may stand there.

    Raises:
        ReviewError: There is no such gesture, a value is missing or of another kind, or the place cannot be changed.
        SeriesError: The changed text does not say what a plan.yml must; nothing was written.
    """
    made = GESTURES.get(gesture)
    if made is None:
        raise _refused(say("reviewing.no-gesture", gesture=gesture, gestures=", ".join(GESTURES)))
    wanted = dict(list(signature(made).parameters.items())[1:])
    kinds = {"str": str, "int": int, "Sequence[str]": list}
    for name, value in values.items():
        kind = kinds[str(wanted[name].annotation)] if name in wanted else None
        fits = kind is not None and isinstance(value, kind) and value not in ([], True, False)
        if not fits or (
            isinstance(value, list) and not all(isinstance(one, str) and one.strip() for one in value)
        ):
            raise _refused(say("reviewing.cannot-take", gesture=gesture, name=name))
    missing = [name for name, one in wanted.items() if one.default is one.empty and not values.get(name)]
    if missing:
        raise _refused(say("reviewing.needs", gesture=gesture, missing=", ".join(missing)))
    before = PlanText(text)
    after = made(before, **values)
    after.checked()
    return Edit(after.text, before.difference(after))


def _refused(detail: Said) -> ReviewError:
    return ReviewError("reviewing.refused-edit", detail=detail)


def _free(name: str, taken: Mapping[str, Any]) -> str:
    """Return a name that is not taken yet."""
    count = 2
    free = name
    while free in taken:
        free, count = f"{name}-{count}", count + 1
    return free


def _fits(form: object, text: str) -> bool:
    return isinstance(form, str) and Pattern(form).fullmatch(text) is not None
