"""What stays of the print beside the reading: unified characters, other forms of a name, what nobody can read.

It runs over the records once a layout has made them, so that every layout, and every load.py, gets it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from keikaku.documents.numbered_lines import Line
from keikaku.ground.messages import say
from keikaku.ground.text.characters import is_unreadable, unified_places, unreadable_in
from keikaku.ground.text.folding import key
from keikaku.reading.model import Confidence, Element, Fact, Indicator, Record, Statement
from keikaku.reading.records import Reading
from keikaku.reading.values.fiscal import beyond_era

_DEPARTMENTS = frozenset({Fact.LEAD_DEPARTMENT, Fact.RELATED_DEPARTMENT, Fact.DEPARTMENT})
_HEISEI = re.compile("平|H")
_PARTING = "、，,/／(（「『"


def keep_prints(reading: Reading) -> None:
    """Note on the records of a reading what its document prints, where that is not what was read.

    A record keeps the print where characters were unified; it is doubtful where one of its characters is lost
    or of private use. Departments whose names differ in variants, widths or case are one: its name is the
    form printed most often.
    """
    odd = {
        line.number
        for line in reading.document.lines
        if line.printed != line.text or is_unreadable(line.printed)
    }
    for record in reading.records() if odd else ():
        if not odd.isdisjoint(record.lines):
            _keep_print(reading, record)
    _settle_departments(reading)
    if odd:
        _report_unreadable(reading)
    _report_eras(reading)


def doubt(reading: Reading, prints: Iterable[str]) -> None:
    """Mark as doubtful every label and text of a reading that holds one of the prints."""
    doubted = [key(print_) for print_ in prints]
    for record in reading.records() if doubted else ():
        if any(print_ in key(wording(record)) for print_ in doubted):
            record.confidence = Confidence.DOUBTFUL


def wording(record: Record) -> str:
    """Return the words of a record as read, "" where it is a figure."""
    if isinstance(record, Statement):
        return record.value
    return record.label if isinstance(record, Element | Indicator) else ""


def _keep_print(reading: Reading, record: Record) -> None:
    """Note the print of a record's words, and doubt it where some of them cannot be read."""
    text = wording(record)
    printed = printed_form(text, map(reading.line, record.lines)) if text else ""
    if not printed or printed == text:
        return
    record.as_printed = record.as_printed or printed
    if is_unreadable(printed) and record.confidence is Confidence.CERTAIN:
        record.confidence = Confidence.DOUBTFUL


class _Cell(NamedTuple):
    """A character of a line that counts.

    Attributes:
        char: As read.
        printed: Its print.
        lead: What cannot be read before it and belongs to its word.
        within: What cannot be read between it and the next character of its word.
        trail: What cannot be read behind it, were it the last of its word.
    """

    char: str
    printed: str
    lead: str = ""
    within: str = ""
    trail: str = ""


def printed_form(text: str, lines: Iterable[Line]) -> str:
    """Return what lines print for a text that was read from them, "" where it does not stand there in one piece.

    Spaces are those of the text, since layout put in the print's own. A lost or private character belongs to
    the print where it touches the text's characters; not at the beginning of a cell, behind a space or a
    bullet, where it is a mark, nor between words in ASCII, where it is a space.

    Args:
        text: What was read.
        lines: Where.
    """
    cells = [cell for line in lines for cell in _cells(line)]
    wanted = "".join(text.split())
    at = "".join(cell.char for cell in cells).find(wanted)
    if at < 0 or not wanted:
        return ""
    found = cells[at : at + len(wanted)]
    inner = iter([cell.printed + cell.within for cell in found[:-1]] + [found[-1].printed + found[-1].trail])
    return found[0].lead + "".join(char if char.isspace() else next(inner) for char in text)


def _cells(line: Line) -> Iterator[_Cell]:
    """Yield the characters of a line that count."""
    if line.repaired:
        yield from (_Cell(char, char) for char in line.text if not char.isspace())
        return
    unified, places = unified_places(line.printed)
    for at, char in enumerate(unified):
        if char.isspace() or is_unreadable(char):
            continue
        first, end = at, at + 1
        while first and is_unreadable(unified[first - 1]):
            first -= 1
        while end < len(unified) and is_unreadable(unified[end]):
            end += 1
        before, after, behind = unified[:first][-1:], unified[end : end + 1], unified[at + 1 : end]
        yield _Cell(
            char,
            line.printed[places[at] : places[at + 1]],
            lead=unified[first:at] if before and before in _PARTING else "",
            within=behind if after.strip() and not (_is_word(char) and _is_word(after)) else "",
            trail="" if _is_word(char) else behind,
        )


def _is_word(char: str) -> bool:
    """Return whether a character is of a word in ASCII."""
    return char.isascii() and char.isalnum()


def _settle_departments(reading: Reading) -> None:
    """Give each department one name, and its statements the print where that is another form."""
    named: defaultdict[str, list[Statement]] = defaultdict(list)
    for record in reading.records():
        if isinstance(record, Statement) and record.fact in _DEPARTMENTS:
            named[key(record.value)].append(record)
    for statements in named.values():
        forms = Counter(statement.value for statement in statements)
        name = min(forms, key=lambda form: (-forms[form], form))
        if len(forms) > 1:
            reading.other_names[name] = sorted(forms.keys() - {name})
        for statement in statements:
            if statement.value != name:
                statement.as_printed = statement.as_printed or statement.value
                statement.value = name


def _report_unreadable(reading: Reading) -> None:
    """Report each character of private use, and the records in which a character is lost."""
    doubted = {
        number
        for record in reading.records()
        if record.confidence is Confidence.DOUBTFUL and is_unreadable(record.as_printed)
        for number in record.lines
        if is_unreadable(reading.line(number).printed)
    }
    reported = {number for each in reading.findings if each.rule == "lost-character" for number in each.lines}
    lines: defaultdict[str, list[int]] = defaultdict(list)
    for line in reading.document.lines:
        for char in dict.fromkeys(unreadable_in(line.printed)):
            lines[char].append(line.number)
    for char, numbers in sorted(lines.items()):
        code = f"U+{ord(char):04X}"
        inside = [number for number in numbers if number in doubted - reported]
        if inside:
            reading.report(
                say("rules.lost-character", code=code),
                *inside,
            )
        beside = [number for number in numbers if number not in doubted]
        if beside:
            reading.report(
                say("rules.unreadable-mark", code=code),
                *beside,
            )


def _report_eras(reading: Reading) -> None:
    """Report years that are counted in an era which had ended: printed before anybody knew."""
    lines = [line for line in reading.document.lines if _HEISEI.search(line.folded)]
    beyond = [line.number for line in lines if beyond_era(line.text)]
    if beyond:
        reading.report(
            say("rules.era-ended"),
            *beyond,
        )


__all__ = ["doubt", "keep_prints", "printed_form", "wording"]
