"""A first plan.yml for a document: what is proposed is tried by reading with it, and stays if it explains more than it costs.

Families and single declarations (a level, a head, a label, a kind of tables) are hypotheses. Each is judged by the
account of a reading: characters of lines that records and structure explain, figures that entered records, findings
that it raises, and its own length (a declaration that explains nothing new is left out).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from keikaku.documents.numbered_lines import Document, Line
from keikaku.ground.messages import pair, say
from keikaku.reading import families
from keikaku.reading.drafting import identity, reviewed, table_forms
from keikaku.reading.drafting.asking import Ask, answer
from keikaku.reading.drafting.hints import hints
from keikaku.reading.drafting.own_goals import own_goals
from keikaku.reading.drafting.proposals import Proposal, proposals
from keikaku.reading.drafting.pruning import prune
from keikaku.reading.drafting.trials import COST, Trial, counted, read, sample
from keikaku.reading.model import SETTLED, Kind
from keikaku.reading.planfile import MunicipalitySettings
from keikaku.reading.series import Series
from keikaku.reading.settings import check
from keikaku.reading.stream import pieces
from keikaku.reading.values.patterns import Pattern

FAMILIES = 2
"""How many families are tried without each of the departures: those that explain most with all of them."""
FITS = 5 * COST
"""What it counts that a family is for plans of this kind: a few declarations, so that only a better reading outdoes it."""
PERSON = 2 * FITS
"""What it counts that people wrote it for this town: whose a figure or a text is, no count of characters tells."""
_ANY_SORT = "個別計画"
"""The kind of plans that have nothing in common but that they are of one field of work."""
_PARTS = ("levels", "tables", "blocks", "fields", "sentences", "outside")


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
        titled: Whether a title names a plan.
        is_plan: Whether it looks like a plan: it says nothing else, and something of a plan was read; most of it where no
            title names one.
        whose: The question whose plan it is, in English and Japanese, where that is not sure; empty otherwise.
    """

    settings: dict[str, Any]
    reasons: dict[str, tuple[str, str]] = field(default_factory=dict)
    questions: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    printed: int = 0
    no_plan: str = ""
    titled: bool = True
    is_plan: bool = True
    whose: tuple[str, ...] = ()


def draft(
    document: Document,
    *others: Document,
    municipality: str = "",
    without: Iterable[str] = (),
    ask: Ask | None = None,
    loaders: Iterable[Series] = (),
) -> Draft:
    """Return a first plan.yml for a document, or for several of one series, which show its forms better than one.

    Args:
        document: The document.
        others: Further documents of its series.
        municipality: Its code, where it is known, of an invented one with its name behind ("99902 星野市"); looked for in
            the print otherwise.
        without: Names of families that may not be used.
        loaders: Those that people wrote: what they say of its town's other documents is tried as a family is.
        ask: What a publisher connected to answer open questions (:mod:`keikaku.reading.drafting.asking`); nothing unless given.
    """
    found = Draft(settings={})
    documents = (document, *others)
    _identify(found, documents, municipality, ask)
    found.no_plan = identity.other_than_a_plan(document)
    known = reviewed.of_town(loaders, found.settings["municipality"])
    chosen = _grammar(found, tuple(map(sample, documents)), frozenset(without), known)
    best = _period(found, documents, read(documents, found.settings) or chosen, ask)
    _ask_of_texts(found, best)
    best = _whose_goals(found, documents, best)
    _expect(found, best)
    explained = found.unread * len(documents) * 2 <= found.printed  # headings alone are in any report
    found.is_plan = not found.no_plan and any(found.counts.values()) and (found.titled or explained)
    if not found.is_plan:  # no family is near to what is no plan
        found.settings["family"] = "base"
        found.reasons["family"] = pair("drafting.no-family")
        found.questions = []  # of a plan that it is not
        for part in ("levels", "blocks"):  # what departs from a family says nothing without it
            said = found.settings.get(part, {})
            found.settings[part] = {name: one for name, one in said.items() if {"is", "opens"} & one.keys()}
        if not found.titled:  # what is printed first is a headline as well as not
            for said in (found.settings["document"], *found.settings["plans"]):
                said["title"] = "-"
    return found


# -- what it is


def _identify(found: Draft, documents: Sequence[Document], code: str, ask: Ask | None) -> None:
    document, owners = documents[0], identity.owners(documents)
    if not code and owners:
        code = owners[0].body.code
        tied = [one for one in owners if one.count == owners[0].count and one.body.code != code]
        names = ", ".join(f"{one.body.prefecture}{one.body.name} ({one.body.code})" for one in owners[:3])
        found.reasons["municipality"] = pair("drafting.printed-names", names=names)
        if tied:
            found.whose = pair("drafting.which-municipality", names=names)
    if not code:
        found.whose = pair("drafting.no-municipality")
    if found.whose:
        found.questions.append((found.whose[0], found.whose[1]))
    found.settings["family"] = "base"
    digits, _space, name = code.partition(" ")
    found.settings["municipality"] = (
        {"code": digits, "name": name, "invented": True} if name else {"code": digits or "00000"}
    )
    if code:
        check(MunicipalitySettings, found.settings["municipality"], Path("municipality"), None)
    title, line = identity.title(document, [one.body.name for one in owners[:1]])
    if line is None and (told := answer(ask, "title", document)):
        title, line = told[0], told[1]
    if line is None:
        found.titled = False
        found.questions.append(pair("drafting.no-title"))
        first = next((line for line in document.lines if not line.blank), None)
        title, line = (" ".join(first.text.split())[: identity.LONGEST] if first else "-"), first
    kind = identity.kind_of(title)
    if not found.titled:
        kind = table_forms.kind_of_plan(pieces(document, document.lines)) or kind
    number = line.number if line else 1
    found.reasons["plans"] = pair("drafting.title-on-line-number", number=number)
    found.settings["document"] = {
        "recognise": [identity.pattern_of(line.text if line else title)],
        "title": title,
    }
    if len(documents) > 1:
        _recognise_all(found, documents)
    plans = {kind: title for kind, title, _form in identity.plans(document)}
    found.settings["plans"] = [
        {"id": identity.PLAN_IDS[kind], "kind": kind, "title": title}
        for kind, title in (plans or {kind: title}).items()
    ]
    if plans:
        found.settings["periods"] = {kind: form for kind, _title, form in identity.plans(document)}
    found.settings["expect"] = {"Measure": {"min": 0, "max": 9999}}


def _recognise_all(found: Draft, documents: Sequence[Document]) -> None:
    """Let the title recognise all documents, whatever the numbers in it; the first that differs tells editions apart."""
    said = found.settings["document"]
    form = re.sub(r"[0-9]+", "[0-9元]+", said["recognise"][0])
    prints = [_answer(form, document) for document in documents]
    if not all(prints):
        odd = ", ".join(document.name for document, text in zip(documents, prints, strict=True) if not text)
        found.questions.append(pair("drafting.these-documents-one-series", odd=odd))
        return
    said["recognise"] = [form]
    if len(set(prints)) == len(prints):
        said["edition"] = form.replace("[0-9元]+", "(?P<edition>[0-9元]+)", 1)


def _answer(form: str, document: Document) -> str:
    found = (Pattern(form).search(line.text) for line in document.lines)
    return next((match[0] for match in found if match), "")


def _grammar(
    found: Draft, documents: Sequence[Document], without: frozenset[str], known: Mapping[str, Any]
) -> Trial:
    """Choose a family and what departs from it.

    Every proposal is added to each family at once, since one declaration lets another explain (an indicator hangs under
    a heading). Over the families that explain most then each is taken away again that explains less than it costs.
    What says of itself that it is no plan has no family, and nothing more is looked for in it.
    """
    if found.no_plan and (bare := read(documents, found.settings)):
        return bare
    proposed = proposals(documents, found.settings["plans"][0]["id"])
    starts = [
        (name, {**found.settings, "family": name})
        for name in dict.fromkeys(("base", *families.names()))
        if name not in without and _is_for(name, found.settings["plans"])
    ]
    begun = [
        (settings, trial, own, name)
        for name, plain in (*reviewed.starts(found.settings, known, without), *starts)
        if (own := [one for one in _in_place(plain, proposed) if one.name not in plain.get(one.part, {})])
        if (settings := _with_all(plain, own))
        if (trial := read(documents, settings) or read(documents, plain))
    ]

    def value(one: tuple[Any, ...]) -> float:
        return _value(one[:2]) + PERSON * (one[-1] in known)

    ranked = sorted(begun, key=value, reverse=True)
    pruned = [(*prune(one[0], one[1], documents, one[2]), *one[2:]) for one in ranked[:FAMILIES]]
    found.settings, best, proposed, chosen = max(pruned, key=value)
    shown = ", ".join(f"{name} {trial.worth:.0f}" for _settings, trial, _own, name in ranked[:4])
    person = say("drafting.as-written-in", plan=chosen) if chosen in known else ""
    found.reasons["family"] = pair("drafting.explained", plan=person, families=shown)
    for one in proposed:
        if one.name in found.settings.get(one.part, {}):
            found.reasons[f"{one.part}.{one.name}"] = one.why
    return best


def _is_for(family: str, plans: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a family is for plans of these kinds: it says where those print their years, or of none where.

    個別計画 are of all sorts: one is of the family's only where its title stands in that form.
    """
    forms = families.defaults(family).get("periods", {})
    kinds = set(forms) & {plan["kind"] for plan in plans}
    if kinds == {_ANY_SORT}:
        form = Pattern(forms[_ANY_SORT])
        return any(form.search(f"{plan['title']}(1)") for plan in plans)
    return not forms or bool(kinds)


def _value(tried: tuple[dict[str, Any], Trial]) -> float:
    """Return what a reading explains without what its declarations cost; a family of this kind of plans comes first."""
    settings, trial = tried
    fits = bool(families.defaults(settings["family"]).get("periods"))
    return trial.worth + FITS * fits - COST * sum(len(settings.get(part, {})) for part in _PARTS)


def _in_place(settings: dict[str, Any], proposed: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals with levels in the place of those of a family that are of their class and print no heading here.

    A family's levels stand in order: what is added below them would hang under the last.
    """
    whole = families.with_defaults(dict(settings))
    levels: dict[str, Any] = whole.get("levels", {}) if isinstance(whole, dict) else {}
    texts = [text for one in proposed if one.part == "levels" for text in one.texts]
    free = {
        name: said.get("is")
        for name, said in levels.items()
        if "head" in said and not said.get("inside") and not any(map(Pattern(said["head"]).fullmatch, texts))
    }
    placed_: list[Proposal] = []
    for one in proposed:
        place = (
            next((name for name, kind in free.items() if one.texts and kind == one.said.get("is")), "")
            if one.part == "levels"
            else ""
        )
        if place:
            del free[place]
        placed_.append(replace(one, name=place or one.name, instead=bool(place)))
    renamed = {one.name: other.name for one, other in zip(proposed, placed_, strict=True)}
    return [replace(one, said=_renamed(one.said, renamed)) for one in placed_]


def _renamed(said: Any, names: Mapping[str, str]) -> Any:
    """Return a declaration that names levels by what they are called now."""
    if not isinstance(said, dict):
        return said
    renamed = {key: names.get(one, one) if key in {"within", "opens"} else one for key, one in said.items()}
    return {key: one for key, one in renamed.items() if one != ""}


def _with_all(settings: dict[str, Any], proposed: Sequence[Proposal]) -> dict[str, Any]:
    """Return settings with all that is proposed and that the family does not know by itself."""
    raw, known = settings, _forms(settings)
    is_known = {
        one.name: bool(one.texts) and all(any(form.fullmatch(text) for form in known) for text in one.texts)
        for one in proposed
    }
    own = {one.name: _level_of(settings, one.texts[0]) for one in proposed if is_known[one.name]}
    for one in proposed:
        if not is_known[one.name]:
            raw = _with(raw, one.part, one.name, _renamed(one.said, own), instead=one.instead)
    return raw


def _level_of(settings: dict[str, Any], text: str) -> str:
    """Return the name of the family's level that a heading is of, "" where it is of none."""
    whole = families.with_defaults(dict(settings))
    levels: dict[str, Any] = whole.get("levels", {}) if isinstance(whole, dict) else {}
    fits = (name for name, said in levels.items() if "head" in said and Pattern(said["head"]).fullmatch(text))
    return next(fits, "")


def _forms(settings: dict[str, Any]) -> list[Pattern]:
    """Return the forms of headings and heads that a family knows by itself."""
    whole = families.with_defaults(settings)
    parts = [whole.get(part, {}) for part in ("levels", "blocks")] if isinstance(whole, dict) else []
    return [Pattern(one["head"]) for part in parts for one in part.values() if "head" in one]


def _with(raw: dict[str, Any], part: str, name: str, said: Any, *, instead: bool) -> dict[str, Any]:
    """Return settings with a proposal, where the family says nothing under its name, or what stands instead of it."""
    known = families.with_defaults(dict(raw))
    have = known.get(part, {}) if isinstance(known, dict) else {}
    return raw if name in have and not instead else {**raw, part: {**raw.get(part, {}), name: said}}


def _ask_of_texts(found: Draft, best: Trial) -> None:
    """Ask what stands below headings and heads that nothing tells; what is not sure is not read."""
    for name, said in found.settings.get("levels", {}).items():
        lines = {
            number + 1
            for reading in best.readings
            if (unread := set(reading.account().unread))
            for element in reading.elements
            if element.kind.value == said.get("is")
            for number in element.lines
            if number + 1 in unread and "\t" not in reading.document.lines[number].text
        }
        if lines and "text" not in said:
            few = ", ".join(map(str, sorted(lines)[:5]))
            found.questions.append(pair("drafting.level-text", name=name, few=few))
    for words, said in found.settings.get("blocks", {}).items():
        drafted = f"blocks.{words}" in found.reasons  # what a person said to skip is no question
        if drafted and said.get("is") == "skip" and not hints().said_of(words):
            found.questions.append(pair("drafting.block-head", words=words))


def _whose_goals(found: Draft, documents: Sequence[Document], best: Trial) -> Trial:
    """Say whose the goals of a strategy are where the document proves it, else ask."""
    kinds = {plan["kind"] for plan in found.settings["plans"]}
    if "総合戦略" not in kinds or not any(element.kind is Kind.GOAL for element in best.elements):
        return best
    if kinds == {"総合戦略"} and (own := own_goals(documents, found.settings, best)):
        found.settings, reasons, trial = own
        found.reasons |= reasons
        return trial
    found.questions.append(pair("drafting.whose-goals"))
    return best


def _answered(line: Line) -> tuple[str, str]:
    """Return the reason for what was asked and is printed."""
    return pair("drafting.answered-what-asked-printed", number=line.number)


def _period(found: Draft, documents: Sequence[Document], best: Trial, ask: Ask | None) -> Trial:
    """Say where the plan's years are printed, where the family's own forms find none."""
    plan = next(iter(best.readings[0].plans.values()))
    sheet = plan.kind == "評価" and identity.is_sheet(plan.title)
    if plan.start and not sheet:
        return best
    observed = {one.fiscal_year for each in best.indicators for one in each.observations}
    years = {year for year in observed if year}
    years |= {one.fiscal_year for reading in best.readings for one in reading.budgets}
    period = identity.period(documents[0])
    said = sheet or not identity.is_said(period)
    settled = any(one.stage == SETTLED for reading in best.readings for one in reading.budgets)
    if plan.kind == "評価" and None not in observed and len(years) > (not settled) and said:
        raw = {
            **found.settings,
            **(
                {"periods": {plan.kind: None}} if plan.start else {}
            ),  # the title's year is that of the last column
            "plans": [{**found.settings["plans"][0], "start": min(years), "end": max(years)}],
        }
        trial = read(documents, raw)
        if trial:
            found.settings = raw
            found.reasons["periods"] = pair("drafting.years-its-columns")
            return trial
    if plan.start:
        return best
    reason = None
    if not period and (told := answer(ask, "period", documents[0])):
        period = Pattern(rf".*?(?P<period>{identity.pattern_of(told[0])}).*"), told[1]
        reason = _answered(told[1])
    if period:
        form, where = period
        raw = {**found.settings, "periods": {plan.kind: form.source}}
        trial = read(documents, raw)
        if trial and next(iter(trial.readings[0].plans.values())).start:
            found.settings = raw
            found.reasons["periods"] = reason or pair("drafting.on-line", number=where.number)
            return trial
    found.questions.append(pair("drafting.no-period"))
    return best


def _expect(found: Draft, best: Trial) -> None:
    """Say what each of the documents gave, and how many lines of one were left over at most."""
    counts = [counted(reading) for reading in best.readings]
    accounts = [reading.account() for reading in best.readings]
    found.counts = sum(counts, Counter())
    found.unread = max(len(account.unread) for account in accounts)
    found.printed = sum(account.total - account.blank for account in accounts)
    named = [name for name, count in found.counts.items() if count and name != "Observation"]
    found.settings["expect"] = {
        name: {"min": min(one[name] for one in counts), "max": max(one[name] for one in counts)}
        for name in named
    } or {"Measure": {"min": 0, "max": 0}}
    found.settings["unread"] = found.unread
