"""Names against each other, and against what a name of their kind looks like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations

from keikaku.ground.messages import say
from keikaku.ground.text.folding import fold, key
from keikaku.reading.checks.doubt import Doubt, doubt
from keikaku.reading.model import TEXT_FACTS, Element, Fact, Indicator, Kind, Record, Statement
from keikaku.reading.prints import wording
from keikaku.reading.records import Reading
from keikaku.reading.values.codes import strategy_codes
from keikaku.reading.values.endings import is_cut_off, is_sentence
from keikaku.reading.values.lookalikes import drawn, look_alike

DEPARTMENTS = frozenset({Fact.DEPARTMENT, Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT})
_SENTENCE = re.compile(r"。|ます$|ました$|です$")
_PLAIN = re.compile(r"(?:[うくすつぬむるぐぶ]|[っいしん][ただ]|こと)$")
"""Verbs in the plain form, which goals and measures may end in, and projects hardly ever do."""

_NAMED_SHORTLY = frozenset({Kind.GOAL, Kind.FIELD, Kind.MEASURE, Kind.PROJECT, Kind.STRATEGY_GOAL})
_LONE = re.compile(r" ([一-鿿]) +$")
_SPLIT = re.compile(r"[0-9][.,]? +[.,]?[0-9]")
_MARKS = frozenset("-・●○◆◇■□★☆◎")

_BRACKETED = re.compile(r"\([^()]*\)")

_LONG = 30
"""Characters that no department's name has."""

_KNOWN = 2
"""Mentions that make a name the known one beside a single one that differs by a character."""

_TELLING = 4
"""Characters of a name in which a single other one is more likely an error than another name."""


def _departments(reading: Reading) -> dict[str, list[Statement]]:
    """Return what names departments, by name."""
    found: dict[str, list[Statement]] = {}
    for record in reading.records():
        if isinstance(record, Statement) and record.fact in DEPARTMENTS:
            found.setdefault(record.value, []).append(record)
    return found


def department_twins(reading: Reading) -> Iterator[Doubt]:
    """Yield departments whose name differs by a look-alike character, or a single one, from a commoner name."""
    named = _departments(reading)
    for one, other in _near(sorted(named, key=lambda name: len(named[name]))):
        alike = look_alike(one, other)
        once = len(named[one]) == 1 and len(named[other]) >= _KNOWN
        if not alike and not (once and len(one) >= _TELLING and _one_apart(one, other)):
            continue
        doubted = named[one] if alike else []
        yield doubt(
            say(
                "rules.department-twin" if alike else "rules.department-near",
                one=one,
                other=other,
                count=len(named[other]),
            ),
            [line for statement in named[one] for line in statement.lines],
            *doubted,
        )


def _near(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of names that can look alike, or can be one character apart, in the order of all pairs.

    Names that look alike are drawn alike; those that are one character apart are the same without it.
    """
    alike: dict[tuple[int, str], list[int]] = {}
    for at, name in enumerate(names):
        alike.setdefault((-1, drawn(name)), []).append(at)
        plain = key(name)
        for place in range(len(plain)):
            alike.setdefault((place, f"{plain[:place]}\0{plain[place + 1 :]}"), []).append(at)
    pairs = {pair for held in alike.values() for pair in combinations(held, 2)}
    yield from ((names[one], names[other]) for one, other in sorted(pairs))


def departments_run_together(reading: Reading) -> Iterator[Doubt]:
    """Yield departments whose name begins or ends with what looks like a known one: its last character was misread."""
    named = _departments(reading)
    known = [name for name in named if len(named[name]) >= _KNOWN]
    known_drawn, lengths = {drawn(name) for name in known}, {len(name) for name in known}
    for name, statements in named.items():
        shorter = [length for length in lengths if length < len(name)]
        ends = {drawn(piece) for length in shorter for piece in (name[:length], name[-length:])}
        for part in known if ends & known_drawn else ():
            if len(part) < len(name) and any(
                look_alike(piece, part) for piece in (name[: len(part)], name[-len(part) :])
            ):
                yield doubt(
                    say("rules.department-twin.within", name=name, part=part),
                    [line for statement in statements for line in statement.lines],
                    *statements,
                )


def _one_apart(one: str, other: str) -> bool:
    """Return whether two names differ by one character that is no numeral."""
    first, second = key(one), key(other)
    odd = [a for a, b in zip(first, second, strict=False) if a != b]
    return len(first) == len(second) and len(odd) == 1 and not odd[0].isnumeric()


def name_twins(reading: Reading) -> Iterator[Doubt]:
    """Yield elements and indicators whose name differs from another of its kind by look-alike characters."""
    named: dict[tuple[str, str], dict[str, Element | Indicator]] = {}
    things: list[Element | Indicator] = [*reading.elements, *reading.indicators]
    for thing in things:
        named.setdefault((type(thing).__name__, drawn(thing.label)), {}).setdefault(thing.label, thing)
    for alike in named.values():
        for one, other in combinations(alike.values(), 2):
            if look_alike(one.label, other.label):
                yield doubt(
                    say("rules.name-twin", label=one.label, other_label=other.label),
                    [*one.lines, *other.lines],
                    one,
                    other,
                )


def no_department(reading: Reading) -> Iterator[Doubt]:
    """Yield what is named as a department and is a number, a code or a sentence."""
    for name, statements in _departments(reading).items():
        lines = [line for statement in statements for line in statement.lines]
        if not any(char.isalpha() for char in name) or strategy_codes(name):
            yield doubt(say("rules.department-number", name=name), lines, *statements)
        elif _SENTENCE.search(name) or len(name) > _LONG:
            yield doubt(say("rules.department-kind", name=name), lines, *statements)


def no_name(reading: Reading) -> Iterator[Doubt]:
    """Yield elements and indicators whose name is a number, or a unit in brackets alone."""
    things: list[Element | Indicator] = [*reading.elements, *reading.indicators]
    for thing in things:
        if not any(char.isalpha() for char in _BRACKETED.sub("", fold(thing.label))):
            yield doubt(
                say("rules.label-number", label=thing.label),
                thing.lines,
                thing,
            )


def sentences(reading: Reading) -> Iterator[Doubt]:
    """Yield elements named by a sentence where hardly any other of their kind is."""
    for kind in _NAMED_SHORTLY:
        elements = [element for element in reading.elements if element.kind is kind]
        found = [element for element in elements if _SENTENCE.search(element.label)]
        if len(found) * 4 > len(elements):
            continue
        for element in found:
            yield doubt(
                say("rules.label-sentence", label=element.label),
                element.lines,
                element,
            )


def told_projects(reading: Reading) -> Iterator[Doubt]:
    """Yield projects that are told (…を支援する) where hardly any other is: a description may stand in the place."""
    projects = [element for element in reading.elements if element.kind is Kind.PROJECT]
    found = [one for one in projects if _PLAIN.search(one.label) and not _SENTENCE.search(one.label)]
    for project in found if len(found) * 4 <= len(projects) else ():
        yield doubt(
            say("rules.label-verb", label=project.label),
            project.lines,
        )


def marks(reading: Reading) -> Iterator[Doubt]:
    """Yield names that begin with a mark (▲, ■), or end where another name should follow (/), as hardly any other does."""
    things: list[Element | Indicator] = [*reading.elements, *reading.indicators]
    found = [
        thing
        for thing in things
        if unicodedata.category(thing.label[:1] or " ") in {"So", "Co"}
        or fold(thing.label)[-1:] in {"/", "、", ","}
    ]
    for thing in found if len(found) * 4 <= len(things) else ():
        yield doubt(
            say("rules.label-mark", label=thing.label),
            thing.lines,
            thing,
        )


def texts(reading: Reading) -> Iterator[Doubt]:
    """Yield names and texts that are cut off, and texts that begin with the mark of a list, as hardly any other of their kind is."""
    alike: dict[object, list[tuple[str, Record]]] = {}
    things: list[Element | Indicator] = [*reading.elements, *reading.indicators]
    for thing in things:
        alike.setdefault(type(thing), []).append((thing.label, thing))
    for record in reading.records():
        if isinstance(record, Statement) and record.fact in TEXT_FACTS:
            alike.setdefault(record.fact, []).append((record.value, record))
    for kind, found in alike.items():
        is_name = isinstance(kind, type)
        odd = [
            (text, one)
            for text, one in found
            if is_cut_off(text, name=is_name) or (not is_name and fold(text)[:1] in _MARKS)
        ]
        ends = not is_name and kind is not Fact.NOTE  # which may end in a word
        bare = [(text, one) for text, one in found if ends and not is_sentence(text)]
        if len(bare) == 1 and len(found) > 2 and bare[0] not in odd:
            odd += bare  # the one text that does not end as a sentence
        for text, record in odd if len(odd) * 4 <= len(found) or odd == bare else ():
            yield doubt(
                say("rules.text-cut.end", text=text[-20:]),
                record.lines,
            )


def split_figures(reading: Reading) -> Iterator[Doubt]:
    """Yield names and texts in which a space stands within a figure: 3 0年."""
    for record in reading.records():
        text = wording(record)
        found = _SPLIT.search(fold(text)) if text else None
        if found:
            yield doubt(
                say("rules.split-figure", print=found.group()),
                record.lines,
                record,
            )


def set_apart(reading: Reading) -> Iterator[Doubt]:
    """Yield names in which a space, which slogans keep, sets a single character apart: 挑 戦します."""
    for element in reading.elements:
        pieces = element.label.split()
        lone = [piece for piece in pieces if len(piece) == 1 and piece.isalpha() and not piece.isascii()]
        if len(pieces) > 1 and lone:
            yield doubt(
                say("rules.label-space", letter=lone[0], label=element.label),
                element.lines,
            )


def cut_departments(reading: Reading) -> Iterator[Doubt]:
    """Yield departments before which a line sets a single character apart: 道路の整備 市 民課."""
    for name, found in _departments(reading).items():
        for one in found:
            for number in one.lines:
                before, printed, _behind = reading.line(number).folded.partition(fold(name))
                if printed and (lone := _LONE.search(before)):
                    yield doubt(
                        say("rules.department-cut", letter=lone[1], name=name),
                        [number],
                        one,
                    )


RULES = (
    cut_departments,
    department_twins,
    departments_run_together,
    name_twins,
    no_department,
    no_name,
    sentences,
    told_projects,
    marks,
    set_apart,
    split_figures,
    texts,
)
